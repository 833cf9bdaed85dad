"""Units that are written as bytes, one after the other: their writer, and a block of a plain text as such a unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from textrepair.edits import Patch
from textrepair.errors import InputError
from textrepair.formats.plain import converted
from textrepair.formats.protocols import ByteUnit, Mention
from textrepair.plain_text import PlainText

__all__ = ["ByteWriter", "TextBlock"]


class ByteWriter:
    """Writes units one after the other."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def put(self, unit: ByteUnit, patches: Sequence[Patch]) -> None:
        """Write the next unit."""
        self._stream.write(unit.rendered(patches))

    def finish(self) -> None:
        """Do nothing: a file of bytes has no end of its own."""


@dataclass(frozen=True)
class TextBlock:
    """A block of a plain text, or all of it."""

    plain: PlainText
    error: InputError | None = None
    number: int | None = None

    @property
    def texts(self) -> tuple[PlainText]:
        """The block."""
        return (self.plain,)

    @property
    def encoding(self) -> str:
        """The codec of the file."""
        return self.plain.encoding

    def converted(self, codec: str) -> TextBlock:
        """Return the block in another encoding."""
        return self if codec == self.encoding else replace(self, plain=converted(self.plain, codec))

    def mentions(self) -> Iterable[Mention]:
        """Yield the one place of the one text."""
        return (Mention(None, None, 0),)

    def rendered(self, patches: Sequence[Patch]) -> bytes:
        """Return the block in the encoding of its file.

        Raises:
            OutputError: the encoding has no such character.
        """
        source = self.plain.source
        return self.plain.encode(patches[0].apply(source) if patches else source)

    def restorable(self, patches: Sequence[Patch]) -> bytes | None:
        """Return None: the edits of a text lead back to it."""
        return None
