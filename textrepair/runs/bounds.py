"""What a run may read and write: what the user named, and nothing that links or names lead to outside of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from textrepair.errors import OutputError

__all__ = ["JOURNAL_FOLDER", "Bounds", "refuse_links", "stays_within"]


JOURNAL_FOLDER = ".textrepair"
"""The folder with the journal of a run, in that of its results."""


class Bounds:
    """Tells whether paths below some folders lead out of them, by a symbolic link or by ‘..’.

    Args:
        roots: the folders. They may be links themselves: the user named them.

    >>> Bounds(Path("/")).leads_out(Path("/etc/x"))
    False
    """

    def __init__(self, *roots: Path) -> None:
        self._roots = [os.path.realpath(root) for root in roots]
        # Most files stand in the folder of the one before.
        self._parent: Path | None = None
        self._is_inside = True

    def leads_out(self, path: Path) -> bool:
        """Return whether a path leads to somewhere outside the folder.

        Args:
            path: of a file, which need not be there yet.
        """
        if _is_link(path):
            return not self._holds(path)
        if path.parent != self._parent:
            self._parent = path.parent
            self._is_inside = self._holds(path.parent)
        return not self._is_inside

    def _holds(self, path: Path) -> bool:
        real = Path(os.path.realpath(path))
        return any(map(real.is_relative_to, self._roots))


def _is_link(path: Path) -> bool:
    # Not Path.is_symlink, which raises for a name that is too long.
    return os.path.islink(path)  # noqa: PTH114


def stays_within(place: PurePath) -> bool:
    """Return whether a place below a folder of results names nothing outside it, and nothing in that of the journal.

    >>> stays_within(PurePath("a/b.txt")), stays_within(PurePath("a/../../b.txt")), stays_within(PurePath("/b.txt"))
    (True, False, False)
    """
    return not place.is_absolute() and not {"..", JOURNAL_FOLDER}.intersection(place.parts)


def refuse_links(paths: Iterable[Path], place: Path) -> None:
    """Make sure that what a run keeps for itself in the folder of its results is no link to somewhere else.

    Args:
        paths: the files and folders, which need not be there.
        place: what the message names.

    Raises:
        OutputError: one is a symbolic link.
    """
    for path in paths:
        if _is_link(path):
            raise OutputError(f"{place}: {path} is a link to {path.readlink()}: remove it, or name another folder")
