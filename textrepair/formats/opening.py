"""Opening what a user names for reading: files, pipes, addresses and standard input, but no devices."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from textrepair.errors import InputError
from textrepair.formats.atomic import reason_of

__all__ = ["Remote", "open_file", "opened"]


class Remote(Protocol):
    """A file at an address."""

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open the file.

        Raises:
            InputError: it is not there, or must not be read.
        """
        ...


@contextmanager
def opened(name: str, source: Path | Remote | None) -> Iterator[BinaryIO]:
    """Open an input for reading.

    Args:
        name: what messages call it.
        source: where it is; None for standard input, which stays open.

    Raises:
        InputError: the system refuses, or it is a device.
    """
    if source is None:
        yield sys.stdin.buffer
        return
    with open_file(name, source) if isinstance(source, Path) else source.open("rb") as stream:
        yield stream


def open_file(name: str, path: Path) -> BinaryIO:
    """Open a file or a pipe for reading.

    Args:
        name: what messages call it.
        path: where it is.

    Raises:
        InputError: the system refuses, or it is a device, a socket or a folder.
    """
    try:
        # Before it is opened: to open some devices is to wait for them.
        _refuse_endless(name, path)
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {reason_of(error)}") from error
    except ValueError as error:  # a path with a NUL byte in it
        raise InputError(f"{name!r}: cannot be read: {error}; name a file") from error


def _refuse_endless(name: str, path: Path) -> None:
    """Make sure that an input is no device, which may never end. Pipes, terminals and ``/dev/null`` may be read."""
    status = path.stat()
    mode = status.st_mode
    is_readable = stat.S_ISCHR(mode) and (status.st_rdev == Path(os.devnull).stat().st_rdev or _is_terminal(path))
    if (stat.S_ISCHR(mode) and not is_readable) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        what = "a socket" if stat.S_ISSOCK(mode) else "a device"
        raise InputError(f"{name}: cannot be read: it is {what}; name a file or a pipe")


def _is_terminal(path: Path) -> bool:
    handle = os.open(path, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        return os.isatty(handle)
    finally:
        os.close(handle)
