"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from textrepair.errors import OutputError

__all__ = ["reason_of", "replacing"]


def reason_of(error: OSError) -> str:
    """Say what the system objected to, in lower case and without the path, which the caller names.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'no such file or directory'
    """
    text = error.strerror or str(error) or type(error).__name__
    return text[:1].lower() + text[1:]


@contextlib.contextmanager
def replacing(path: Path, like: Path | None = None, scratch: Path | None = None) -> Iterator[BinaryIO]:
    """Open a temporary neighbour of ``path`` that takes its place when the block ends without an error.

    A symbolic link is written through: the file it points to is replaced, the link stays. After an error
    or an interruption the neighbour is removed and ``path`` is as it was.

    Args:
        path: the file to write; its folder must exist.
        like: the file whose permissions the new one gets, and whose owner where the system lets us.
            None: those of ``path`` if it is there, else those of any new file.
        scratch: a folder for the temporary file, in place of that of ``path`` if both are on one disk. Then nothing
            waits for the disk either: the caller sees to it (:class:`textrepair.runs.disks.Disks`) that files outlast a
            loss of power.

    Raises:
        OutputError: the system refuses: no room, no permission, no such folder, not a regular file.
    """
    try:
        with _replacing(Path(os.path.realpath(path)), like, scratch) as stream:
            yield stream
    except BrokenPipeError:
        raise  # A file has no reader to lose: this is about something else that the caller writes to.
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {reason_of(error)}; it is as it was") from error


@contextlib.contextmanager
def _replacing(target: Path, like: Path | None, scratch: Path | None) -> Iterator[BinaryIO]:
    model = _status(like or target)
    existing = _status(target)
    if existing is not None and not stat.S_ISREG(existing.st_mode):
        raise OSError(None, "it is not a regular file")
    apart = scratch is not None and scratch.stat().st_dev == target.parent.stat().st_dev
    # The neighbour is hidden, so that a run over a directory never takes up what a killed one left.
    handle, name = tempfile.mkstemp(prefix=".textrepair-", suffix=".tmp", dir=scratch if apart else target.parent)
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            _take_over(stream.fileno(), model)
            if not apart:
                os.fsync(stream.fileno())
        neighbour.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            neighbour.unlink()
        raise


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _take_over(handle: int, model: os.stat_result | None) -> None:
    """Give an open file the permissions and, where allowed, the owner of another."""
    if model is None or not stat.S_ISREG(model.st_mode):
        # What open() would have given; mkstemp's own choice is private.
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    with contextlib.suppress(PermissionError):
        os.fchown(handle, model.st_uid, model.st_gid)
    # After the owner: changing it drops some of the bits.
    os.fchmod(handle, stat.S_IMODE(model.st_mode))
