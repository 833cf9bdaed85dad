"""Puts the lexicons, which stand beside the package in the repository, into the package that is built."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithLexicons(build_py):
    """Builds the package with ``lexicons/`` as ``textrepair/lexicons``.

    An editable install reads the lexicons where they stand, and gets no copy.
    """

    def run(self) -> None:
        """Build the package, then copy the lexicons."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib, "textrepair", "lexicons")
            rmtree(target, ignore_errors=True)
            copytree("lexicons", target)


setup(cmdclass={"build_py": BuildWithLexicons})
