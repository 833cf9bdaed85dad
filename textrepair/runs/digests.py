"""The SHA-256 of what went into a repair and of what came out, by which an undo knows that both are the same still.

Of a compressed file it is that of its content, since the same content can be compressed in many ways. Of a table it is
that of the file. An undo gives the same rows in other bytes, so that the digest of a table that went in only tells
whether the run changed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple, cast

from textrepair.formats.compression import compressing, decompressed
from textrepair.formats.registry import Form

__all__ = ["NO_DIGESTS", "Digests", "HashedWriter", "digest_of", "hashed_output"]

_PIECE = 1 << 20


class Digests(NamedTuple):
    """The SHA-256 of two texts, in hexadecimal; empty where it is not known.

    Attributes:
        source: of what was repaired.
        result: of what was written.
    """

    source: str = ""
    result: str = ""


NO_DIGESTS = Digests()
"""Stands for digests that nobody computed."""


class HashedWriter:
    """A stream that hashes what is written to it.

    Args:
        stream: where it goes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._whole = hashlib.sha256()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, data: Any) -> int:
        """Write some bytes, and return how many they are."""
        self._whole.update(data)
        self._stream.write(data)
        return memoryview(data).nbytes

    def writelines(self, pieces: Any) -> None:
        """Write several pieces."""
        for piece in pieces:
            self.write(piece)

    @property
    def digest(self) -> str:
        """The SHA-256 of what was written so far."""
        return self._whole.hexdigest()


@contextmanager
def hashed_output(stream: BinaryIO, form: Form) -> Iterator[tuple[BinaryIO, HashedWriter]]:
    """Yield a stream for the content of a file, which compresses it if need be, and what hashes it.

    Args:
        stream: the file.
        form: its form.
    """
    with compressing(stream, form.compression) as packed:
        hashed = HashedWriter(packed)
        yield cast(BinaryIO, hashed), hashed


def digest_of(stream: BinaryIO, form: Form, name: str) -> str:
    """Return the SHA-256 of a file's content.

    Args:
        stream: the file, at its start.
        form: its form.
        name: what messages call it.

    Raises:
        InputError: it cannot be decompressed.
    """
    whole = hashlib.sha256()
    content = decompressed(stream, form.compression, name)
    while piece := content.read(_PIECE):
        whole.update(piece)
    return whole.hexdigest()
