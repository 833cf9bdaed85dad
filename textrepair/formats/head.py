"""The beginning of a file: read as far as it takes to tell what the file is, and given back unread."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, cast

__all__ = ["FURTHEST", "HEAD", "Head", "joined"]

_FEW = 64
HEAD = 1 << 16
"""So many bytes at the start of a file are looked at to tell what it is."""

FURTHEST = 1 << 22
"""So many bytes are looked at where the first :data:`HEAD` do not tell."""

_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


class Head:
    """The beginning of a file.

    Args:
        stream: the file, decompressed, at its start.

    Attributes:
        data: what was read of it so far: 64 bytes at first.

    >>> head = Head(io.BytesIO(b"un deux"))
    >>> head.first, head.is_whole, head.read(HEAD), head.is_whole
    (b'u', False, b'un deux', True)
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = stream.tell() if stream.seekable() else None
        self.data = b""
        self.is_whole = False
        """Whether the file ends with ``data``; only known once more was asked for than there is."""
        self.data = stream.read(_FEW)

    @property
    def first(self) -> bytes:
        """The first byte after a byte-order mark and white space; empty: there is none in ``data``."""
        return self.data.lstrip(_BLANKS)[:1]

    def read(self, size: int) -> bytes:
        """Return the first bytes of the file, up to so many."""
        while len(self.data) < size and not self.is_whole:
            piece = self._stream.read(size - len(self.data))
            self.data += piece
            self.is_whole = not piece
        return self.data[:size]

    def rest(self) -> BinaryIO:
        """Return the file from its start; this object is of no use afterwards."""
        if self._start is None:
            return joined(self.data, self._stream)
        # To the end first: so the system stands at the start too, and not only the buffer, when a table is handed to
        # another process.
        self._stream.seek(0, io.SEEK_END)
        self._stream.seek(self._start)
        return self._stream


def joined(head: bytes, stream: BinaryIO, size: int = io.DEFAULT_BUFFER_SIZE) -> BinaryIO:
    """Return a stream from its start whose beginning has been read already.

    Args:
        head: what was read.
        stream: the rest.
        size: of the buffer, in bytes.

    >>> joined(b"un ", io.BytesIO(b"deux")).read()
    b'un deux'
    """
    return cast(BinaryIO, io.BufferedReader(_Joined(head, stream), size))


class _Joined(io.RawIOBase):
    """A stream whose beginning has been read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._head:
            data: bytes = self._stream.read(len(buffer))
            buffer[: len(data)] = data
            return len(data)
        count = min(len(buffer), len(self._head))
        buffer[:count] = self._head[:count]
        self._head = self._head[count:]
        return count
