"""What goes into a chain, and what comes out: ``Document``, a text with an identity, and ``Repair``, the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from textrepair.core import Zone
from textrepair.counted import counted
from textrepair.edits import Edit, Patch
from textrepair.errors import shortened

__all__ = ["Document", "Failure", "Repair", "Segment"]


class Segment(NamedTuple):
    """A stretch of a document that has an identity of its own, such as a word with a place on a page.

    Attributes:
        start, end: offsets in code points in the document's text.
        id: the identity in the format that it came from.
    """

    start: int
    end: int
    id: str


@dataclass(frozen=True)
class Document:
    """A text with an identity.

    Attributes:
        id: a path, a record's key: whatever names it in reports.
        text: the text.
        segments: stretches with identities, in order, for formats that carry coordinates.
    """

    id: str
    text: str
    segments: Sequence[Segment] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.segments))

    def __repr__(self) -> str:
        return f"<Document {shortened(self.id)!r}: {counted(len(self.text), 'character')}>"


class Failure(NamedTuple):
    """A repairer that raised, and was contained: its proposals were dropped, all else went on.

    Attributes:
        repairer: its name.
        position: offset in code points, in the text of its stage, where it had come to; -1 if unknown.
        error: the type and message of what it raised.
    """

    repairer: str
    position: int
    error: str


@dataclass(frozen=True)
class Repair:
    """What a chain made of a text.

    Attributes:
        source: the text given.
        text: the text repaired; the same object as ``source`` when nothing changed.
        patch: leads from ``source`` to ``text``.
        steps: the patches whose composition ``patch`` is, in the order in which they were made.
        kept_back: changes that were considered and not made, with their confidence; offsets in ``source``.
        failures: repairers that raised.
        zones: stretches of ``source`` that are no prose of the language and hold an unknown word or a change: code,
            numbers, another language and so on. Only the repairers that name such zones change them.

    >>> import textrepair
    >>> repair = textrepair.repair("le 28 ao(t 2008")
    >>> repair.text, repair.patch.apply(repair.source) == repair.text
    ('le 28 août 2008', True)
    """

    source: str
    text: str
    patch: Patch = field(default_factory=Patch)
    steps: tuple[Patch, ...] = ()
    kept_back: tuple[Edit, ...] = ()
    failures: tuple[Failure, ...] = ()
    zones: tuple[Zone, ...] = ()

    def __repr__(self) -> str:
        told = [
            counted(len(self.source), "character"),
            counted(len(self.patch), "edit"),
            f"{len(self.kept_back):,} kept back",
            counted(len(self.failures), "failure"),
        ]
        return f"<Repair: {', '.join(told)}>"

    @property
    def changed(self) -> bool:
        """Whether any edit was made."""
        return bool(self.patch)
