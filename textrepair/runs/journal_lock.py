"""The lock of a journal: one run at a time writes into a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from textrepair.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["lock_folder", "refuse_what_is_no_file"]


def lock_folder(folder: Path) -> BinaryIO:
    """Keep other runs away for as long as this process lives, or until the file that this returns is closed.

    Raises:
        OutputError: another run writes there, or the system has no locks of this kind.
        OSError: the system refuses.
    """
    if fcntl is None:
        raise OutputError(f"{folder.parent}: this system cannot lock a journal: run without one, on single files")
    stream = (folder / "lock").open("a+b")
    try:
        # Unlike those of flock, this lock does not pass to the processes that repair.
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.seek(0)
        other = stream.read().decode("ascii", "replace") or "unknown"
        stream.close()
        raise OutputError(
            f"{folder.parent}: another run (process {other}) is writing there; wait for its end, or name another folder"
        ) from None
    stream.truncate(0)
    stream.write(str(os.getpid()).encode())
    stream.flush()
    return stream


def refuse_what_is_no_file(path: Path) -> None:
    """Make sure that a path is that of a file, or of nothing: to open a pipe is to wait for its other end.

    Raises:
        OutputError: it is something else.
    """
    if path.exists() and not path.is_file():
        raise OutputError(f"{path}: it is not a file, so no journal can be kept there: remove it")
