r"""Compressed files: read and written piece by piece, whole or not at all.

>>> import io
>>> kept = io.BytesIO()
>>> with compressing(kept, "gz") as stream:
...     _ = stream.write(b"un\n" * 1000)
>>> len(kept.getvalue()) < 100, decompressed(io.BytesIO(kept.getvalue()), "gz", "a.gz").read() == b"un\n" * 1000
(True, True)
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from textrepair.errors import ConfigurationError, InputError
from textrepair.files.atomic import reason_of

__all__ = ["COMPRESSIONS", "check_compression", "compressing", "decompressed"]

COMPRESSIONS = ("bz2", "gz", "xz", "zst")
"""The endings of compressed files."""

# A piece of what is compressed may hold a thousand times as much: it is fed the smaller the more comes out of it.
_LEAST_FED, _MOST_FED = 256, 1 << 16
_MUCH = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS


def check_compression(compression: str) -> None:
    """Make sure that files so compressed can be read.

    Raises:
        ConfigurationError: it takes a package that is not installed.
    """
    if compression == "zst":
        _zstandard()


def decompressed(stream: BinaryIO, compression: str, name: str) -> BinaryIO:
    """Return what stands in a compressed file; reading it raises InputError where it is damaged or cut short.

    Args:
        stream: the file.
        compression: one of :data:`COMPRESSIONS`; empty: the file is not compressed.
        name: what messages call it.
    """
    if not compression:
        return stream
    return cast(BinaryIO, io.BufferedReader(_Decompressed(stream, compression, name), _MUCH))


@contextmanager
def compressing(stream: BinaryIO, compression: str) -> Iterator[BinaryIO]:
    """Open a stream that compresses what is written to it; the end is written when the block ends without an error."""
    if not compression:
        yield stream
        return
    compressed = _Compressing(stream, compression)
    yield cast(BinaryIO, compressed)
    compressed.finish()


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise ConfigurationError("files ending in .zst need zstandard: pip install 'textrepair[zstd]'") from None
    return zstandard


def _decompressor(compression: str) -> Callable[[], Any]:
    makers: dict[str, Callable[[], Any]] = {
        "bz2": bz2.BZ2Decompressor,
        "gz": lambda: zlib.decompressobj(_GZIP),
        "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ),
        "zst": lambda: _zstandard().ZstdDecompressor().decompressobj(),
    }
    return makers[compression]


class _Decompressed(io.RawIOBase):
    """What stands in a compressed file, of one part or of several one after the other."""

    def __init__(self, stream: BinaryIO, compression: str, name: str) -> None:
        self._stream = stream
        self._compression = compression
        self._name = name
        self._make = _decompressor(compression)
        self._errors: tuple[type[Exception], ...] = (zlib.error, lzma.LZMAError, OSError, EOFError)
        if compression == "zst":
            self._errors += (_zstandard().ZstdError,)
        self._decompressor: Any = self._make()
        self._begun = False  # whether the part in hand has been given anything
        self._fed = _LEAST_FED
        self._given = b""  # of the file, and not yet decompressed
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            piece = self._given[: self._fed] or self._read()
            if not piece:
                if self._begun:
                    raise InputError(f"{self._name}: cut short: its compressed data breaks off; fetch it again")
                return 0
            self._given = self._given[self._fed :]
            self._ready = memoryview(self._decompress(piece))
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _read(self) -> bytes:
        try:
            piece = self._stream.read(self._fed)
        except OSError as error:
            raise InputError(f"{self._name}: cannot be read: {reason_of(error)}") from error
        # What pads a file of gzip or xz to whole blocks.
        return piece if self._begun else piece.lstrip(b"\0") or (self._read() if piece else b"")

    def _decompress(self, piece: bytes) -> bytes:
        self._begun = True
        try:
            data: bytes = self._decompressor.decompress(piece)
        except self._errors as error:
            what = f"its compressed data ({self._compression}) is damaged, or is something else: {error}"
            raise InputError(f"{self._name}: {what}") from error
        if self._decompressor.eof:
            self._given = bytes(self._decompressor.unused_data).lstrip(b"\0") + self._given
            self._decompressor = self._make()
            self._begun = False
        if len(data) > _MUCH:
            self._fed = max(self._fed // 2, _LEAST_FED)
        elif len(data) < _MUCH // 4:
            self._fed = min(self._fed * 2, _MOST_FED)
        return data


class _Compressing(io.RawIOBase):
    """Compresses what is written to it."""

    def __init__(self, stream: BinaryIO, compression: str) -> None:
        self._stream = stream
        self._count = 0
        # Nothing but what is written decides about the bytes: no date and no name.
        makers: dict[str, Callable[[], Any]] = {
            "bz2": bz2.BZ2Compressor,
            "gz": lambda: zlib.compressobj(6, zlib.DEFLATED, _GZIP),
            "xz": lzma.LZMACompressor,
            "zst": lambda: _zstandard().ZstdCompressor(write_checksum=True).compressobj(),
        }
        self._compressor = makers[compression]()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self._count += size
        self._stream.write(self._compressor.compress(data))
        return size

    def tell(self) -> int:
        return self._count

    def finish(self) -> None:
        """Write the end of the compressed data."""
        self._stream.write(self._compressor.flush())
