"""Waiting until results are on their disks, and being told if they are not.

A disk, or a file system over the network, may fail long after a file was written. Linux keeps such an error until the
next ``syncfs``, for each file that was open when it happened, and tells it once. So a folder of each disk is held open
from before the first result is written there, and what an error concerned is not taken for written later on.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

__all__ = ["Disks"]

# A system, or a file system, without the call says so.
_MISSING = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


class Disks:
    """The disks that results are written to.

    A loss of power after :meth:`flush` loses none of them.
    """

    def __init__(self) -> None:
        self._handles: dict[int, int] = {}
        self._written: set[Path] = set()  # since the last flush

    def watch(self, folder: Path) -> None:
        """Take note of the disk of a folder, best before anything is written there.

        Args:
            folder: one that is there.

        Raises:
            OSError: it cannot be opened.
        """
        device = folder.stat().st_dev
        if device not in self._handles:
            self._handles[device] = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)

    def wrote(self, path: Path) -> None:
        """Take note of a result that stands in its place.

        Args:
            path: of the result; nothing is done if it is not there.

        Raises:
            OSError: its folder cannot be opened.
        """
        real = Path(os.path.realpath(path))
        if real.parent.is_dir():
            self.watch(real.parent)
            self._written.add(real)

    def flush(self) -> None:
        """Wait until all that was written is on the disks.

        Raises:
            OSError: a disk failed: what was written since the last call may be lost.
        """
        slow = {device for device, handle in self._handles.items() if not _synced(handle)}
        # Where a disk cannot be asked as a whole, each file is, and each folder, as a name is on the disk when the
        # folder is that has it.
        for path in sorted(self._written) if slow else ():
            if path.exists() and path.stat().st_dev in slow:
                _fsync(path)
        for folder in sorted({folder for path in self._written for folder in path.parents}) if slow else ():
            if folder.stat().st_dev in slow:
                with suppress(PermissionError):  # nothing was made in a folder that must not be opened
                    _fsync(folder)
        self._written.clear()

    def close(self) -> None:
        """Let go of the folders."""
        while self._handles:
            os.close(self._handles.popitem()[1])


def _synced(handle: int) -> bool:
    """Wait for the disk of an open folder; return whether the system can wait for one.

    Raises:
        OSError: the disk failed.
    """
    syncfs = _syncfs()
    if syncfs is None:
        return False
    import ctypes

    if syncfs(handle) == 0:
        return True
    number = ctypes.get_errno()
    if number in _MISSING:
        return False
    raise OSError(number, os.strerror(number))


@cache
def _syncfs() -> Callable[[int], int] | None:
    import ctypes  # not before it is needed: 4 ms

    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
