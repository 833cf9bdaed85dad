"""The protocols of formats: a reader yields units, which are repaired and written one after the other.

A unit is a block of a plain text, a record of a dump, or some rows of a table. Its texts are repaired each as a
document of its own, and it is written back with nothing else changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple, Protocol

from textrepair.edits import Patch
from textrepair.errors import InputError
from textrepair.plain_text import PlainText

__all__ = ["ByteUnit", "ConvertibleUnit", "Mention", "Reader", "RestoringUnit", "Unit", "Writer"]


class Mention(NamedTuple):
    """One place at which a text of a unit stands.

    Attributes:
        record: the number of the record, from 1; None in a plain text.
        field: the name of the field or column; None in a plain text.
        text: which of the texts of the unit it is.
    """

    record: int | None
    field: str | None
    text: int


class Unit(Protocol):
    """What is read, repaired and written together."""

    @property
    def texts(self) -> Sequence[PlainText]:
        """The texts to repair; none if the unit has none, or is not as it should be."""
        ...

    @property
    def error(self) -> InputError | None:
        """Why the unit can only be passed on as it is."""
        ...

    @property
    def number(self) -> int | None:
        """The number of the (first) record, from 1; None in a plain text."""
        ...

    def mentions(self) -> Iterable[Mention]:
        """Yield where its texts stand, in the order of the file."""
        ...


class ByteUnit(Unit, Protocol):
    """A unit of a format whose units are written as bytes, one after the other."""

    def rendered(self, patches: Sequence[Patch]) -> bytes:
        """Return what is to be written.

        Args:
            patches: for each of the texts what is changed in its source; none: the unit as it stands.
        """
        ...

    def restorable(self, patches: Sequence[Patch]) -> bytes | None:
        """Return the unit as it stands if the edits alone do not lead back to its bytes, else None."""
        ...


class RestoringUnit(ByteUnit, Protocol):
    """A unit of a format whose texts leave out so much that it must itself lead back to what it was made of."""

    def restored(self, raw: bytes) -> bytes:
        """Return the bytes of the unit that this one was made of.

        Args:
            raw: as :meth:`ByteUnit.restorable` of that unit returned it.

        Raises:
            PatchError: this is not what was made of it.
        """
        ...


class ConvertibleUnit(ByteUnit, Protocol):
    """A unit of a format in which a result may be in another encoding than its input."""

    @property
    def encoding(self) -> str:
        """The codec that the unit is written in."""
        ...

    def converted(self, codec: str) -> ConvertibleUnit:
        """Return the unit as it is written in another encoding; the unit itself if it is written in this one.

        Its ``rendered`` raises :class:`textrepair.errors.OutputError` where the encoding lacks a character.
        """
        ...


class Writer(Protocol):
    """Where the units of a file go."""

    def put(self, unit: Any, patches: Sequence[Patch]) -> None:
        """Write the next unit; ``patches`` as for :meth:`ByteUnit.rendered`."""
        ...

    def finish(self) -> None:
        """Write what stands at the end of a file."""
        ...


class Reader(Protocol):
    """A file that is being read."""

    def units(self) -> Iterator[Unit]:
        """Yield what is in it, in order.

        Raises:
            InputError: the file cannot be read further.
        """
        ...

    def writer(self, stream: BinaryIO) -> Writer:
        """Return what writes a file of the same kind; only once the first unit has been read."""
        ...
