"""What goes into a chain, what a repairer sees of it, and what comes out.

``Document`` is a text with an identity, ``View`` what repairers are shown, ``Repair`` the result.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from textrepair.edits import Edit, Patch
from textrepair.evidence import loss_rates
from textrepair.profile import Profile, is_old

if TYPE_CHECKING:
    from textrepair.language import Language

__all__ = ["Document", "Failure", "Repair", "Segment", "Suspect", "View", "begins_sentence"]

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+(?![\w-])")


class Segment(NamedTuple):
    """A stretch of a document that has an identity of its own, such as a word with a place on a page.

    Attributes:
        start, end: offsets in code points in the document's text.
        id: the identity in the format that it came from.
    """

    start: int
    end: int
    id: str


# Two spaces stand for a letter that is mostly lost, if no more than this share of the spaces is doubled.
_MOSTLY, _DOUBLED = 0.5, 0.03


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

    @property
    def changed(self) -> bool:
        """Whether any edit was made."""
        return bool(self.patch)


class Suspect(NamedTuple):
    """A word that the lexicon does not know, as it stands in the text.

    Attributes:
        text: the word, without the punctuation round it; an elided one ends in its apostrophe.
        start, end: its offsets in code points in the view's text.
    """

    text: str
    start: int
    end: int


class View:
    """A text as repairers see it. Everything in it is computed once, when it is first asked for.

    Args:
        text: the text at the start of the stage.
        language: the language pack.
    """

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """Offsets of each line, its line feed left out."""
        spans = []
        start = 0
        for line in self.text.split("\n"):
            spans.append((start, start + len(line)))
            start += len(line) + 1
        return spans

    def line_at(self, offset: int) -> tuple[int, int]:
        """Return the offsets of the line in which ``offset`` lies."""
        return self.lines[bisect_right(self.lines, (offset, len(self.text) + 1)) - 1]

    @cached_property
    def profile(self) -> Profile:
        """What the document's own statistics say."""
        return Profile.of(self.text, self.language, self.unknown_words, old=self.old)

    @cached_property
    def loss_rates(self) -> dict[str, float]:
        """Which share (0–1) of each letter with a diacritic the document has lost, if any."""
        return loss_rates(self.profile.inventory, self.unknown_words, self.language)

    @cached_property
    def gone(self) -> frozenset[str]:
        """The words of one letter that the document leaves out, so that two spaces stand for them (il va  Paris)."""
        if self.text.count("  ") > _DOUBLED * self.text.count(" "):
            return frozenset()
        words = self.language.rules.diacritic_glyphs.values()
        return frozenset(word for word in words if self.loss_rates.get(word, 0.0) >= _MOSTLY)

    @cached_property
    def suspicious_chunks(self) -> list[tuple[int, int]]:
        """Offsets of the stretches between white space in which something is unknown, in order."""
        # Most text is clean: one set at the speed of C decides for all repetitions of a word at once.
        suspicious = {chunk for chunk in set(self.text.split()) if self.language.unknown_parts(chunk)}
        if not suspicious:
            return []
        return [match.span() for match in _CHUNK.finditer(self.text) if match.group() in suspicious]

    @cached_property
    def suspects(self) -> list[Suspect]:
        """Every word that the lexicon does not know, in order; in an old text, none that is spelt as it was then."""
        if not self.old:
            return self._unknown
        old = {word for word in {suspect.text for suspect in self._unknown} if self.language.lexicon.knows_period(word)}
        return [suspect for suspect in self._unknown if suspect.text not in old]

    @cached_property
    def old(self) -> bool:
        """Whether the text is spelt as in an earlier time."""
        unknown = Counter(suspect.text for suspect in self._unknown)
        return bool(unknown) and is_old(unknown, len(self.text.split()), self.language)

    @cached_property
    def _unknown(self) -> list[Suspect]:
        found: list[Suspect] = []
        for start, end in self.suspicious_chunks:
            chunk = self.text[start:end]
            found.extend(
                Suspect(chunk[low:high], start + low, start + high) for low, high in self.language.unknown_parts(chunk)
            )
        return found

    @cached_property
    def unknown_words(self) -> Counter[str]:
        """How often each unknown word stands in the text."""
        return Counter(suspect.text for suspect in self.suspects)

    def unknown_near(self, start: int, end: int, distance: int) -> int:
        """Return how many unknown words stand within so many characters of a span, those in it left out."""
        low = bisect_left(self._unknown_starts, start - distance)
        high = bisect_right(self._unknown_starts, end + distance)
        within = bisect_left(self._unknown_starts, end) - bisect_left(self._unknown_starts, start)
        return high - low - max(0, within)

    @cached_property
    def _unknown_starts(self) -> list[int]:
        return [suspect.start for suspect in self.suspects]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every run of letters in the text."""
        return frozenset(_WORD.findall(self.text))

    @cached_property
    def compounds(self) -> frozenset[str]:
        """Every two words in the text with a hyphen between them, not counting those at a line end."""
        return frozenset(_COMPOUND.findall(self.text))


def begins_sentence(text: str, offset: int) -> bool:
    """Whether a word stands where any word would have a capital: after a full stop, a dash, or a line end."""
    before = text[max(0, offset - 4) : offset].rstrip(' \u00a0«“("')
    return not before or before[-1] in ".!?…:—–-\n"
