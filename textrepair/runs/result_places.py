"""Where the results that a journal names stand now: in the folder that the user named, or nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from textrepair.runs.bounds import JOURNAL_FOLDER, stays_within

__all__ = ["place_in", "root_of"]


def root_of(places: Iterable[Path], folder: Path) -> Path:
    """Return the folder of results as it was named for the run; it may have been moved or copied since.

    It is what is left of the place of a result without the part that is found in the folder as it is now. All results
    of a run stand in one folder, so one that is found tells it for all.

    Args:
        places: of results, as the journal has them.
        folder: as it is now.

    Returns:
        ``folder`` itself if none of the results is found.
    """
    here = _absolute(folder)
    for place in places:
        absolute = _absolute(place)
        if absolute.is_relative_to(here) and os.path.lexists(absolute):
            return folder
        for k in range(1, len(place.parts)):
            rest = PurePath(*place.parts[k:])
            if stays_within(rest) and os.path.lexists(folder / rest):
                return Path(*place.parts[:k])
    return folder


def place_in(folder: Path, place: Path, root: Path) -> Path | None:
    """Return where a result stands in a folder, whether or not it is there; None: it stands elsewhere.

    Args:
        folder: as it is now.
        place: of the result, as the journal has it.
        root: of the results, as :func:`root_of` found it.

    >>> place_in(Path("moved"), Path("out/c/a.txt"), Path("out"))
    PosixPath('moved/c/a.txt')
    >>> place_in(Path("moved"), Path("out/../a.txt"), Path("out"))
    """
    if place.is_relative_to(root):
        below = place.relative_to(root)
        if ".." in below.parts:
            return None
    elif _absolute(place).is_relative_to(_absolute(folder)):
        below = _absolute(place).relative_to(_absolute(folder))
    else:
        return None
    return folder / below if below.parts and JOURNAL_FOLDER not in below.parts else None


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - a link is not its target
