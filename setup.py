"""Puts the lexicons, which stand beside the package in the repository, into the package; chooses the wheel's tag."""

from __future__ import annotations

import sysconfig
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


# One wheel serves CPython 3.11 and later. A free-threaded Python has no stable interface, and gets a wheel of its own.
STABLE = {} if sysconfig.get_config_var("Py_GIL_DISABLED") else {"py_limited_api": "cp311"}

setup(cmdclass={"build_py": BuildWithLexicons}, options={"bdist_wheel": STABLE})
