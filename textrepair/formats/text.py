"""Plain text, as a format: a file is one text, read in blocks if it is large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from textrepair.formats.blocks import read_blocks
from textrepair.formats.byte_units import ByteWriter, TextBlock
from textrepair.formats.format import Format, Options

__all__ = ["TEXT"]


class _Text:
    """A plain text that is being read."""

    def __init__(self, stream: BinaryIO, told: Options) -> None:
        self._stream = stream
        self._told = told

    def units(self) -> Iterator[TextBlock]:
        """Yield its blocks."""
        return map(TextBlock, read_blocks(self._stream, self._told.encoding, self._told.name))

    def writer(self, stream: BinaryIO) -> ByteWriter:
        """Return what writes the blocks."""
        return ByteWriter(stream)


TEXT = Format("text", ("txt",), _Text, is_one_text=True, may_convert=True)
