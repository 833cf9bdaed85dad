"""A text as repairers see it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import compress, count
from typing import TYPE_CHECKING, NamedTuple

from textrepair.alternatives import Alternative
from textrepair.core.prefilter import UNKNOWN, Gate, Marks
from textrepair.core.recurrences import drop_rates, loss_rates
from textrepair.core.statistics import Profile, is_old
from textrepair.memory import cached_property

if TYPE_CHECKING:
    from textrepair.core.pack import Language

__all__ = ["Suspect", "View", "begins_sentence", "stretch_end", "stretch_start"]

_GAP = re.compile(r"\s\s+")
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALISED = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞŒŸ][^\W\d_]+(?![\w])")
_COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+(?![\w-])")


# How far beyond a stretch a pattern looks that is matched at a gate.
_BEYOND = 3
# Two spaces stand for a letter that is mostly lost, if no more than this share of the spaces is doubled.
_MOSTLY, _DOUBLED = 0.5, 0.03


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
        alternatives: what else words of it may be, as the engine that read them says, by their places.
    """

    def __init__(self, text: str, language: Language, alternatives: Sequence[Alternative] = ()) -> None:
        self.text = text
        self.language = language
        self.alternatives = alternatives

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
        return Profile.of(self.text, self.language, self.unknown_words, stretches=self._scan.number, old=self.old)

    @cached_property
    def loss_rates(self) -> dict[str, float]:
        """Which share (0–1) of each letter with a diacritic the document has lost, if any."""
        return loss_rates(self.profile.inventory, self.unknown_words, self.language)

    @cached_property
    def drop_rates(self) -> dict[str, float]:
        """Which share (0–1) of each letter with a diacritic the document leaves out, if any."""
        return drop_rates(self.profile.inventory, self.unknown_words, self.language)

    @cached_property
    def gone(self) -> frozenset[str]:
        """The words of one letter that the document leaves out, so that two spaces stand for them (il va  Paris)."""
        if self.text.count("  ") > _DOUBLED * self.text.count(" "):
            return frozenset()
        words = self.language.rules.diacritic_glyphs.values()
        return frozenset(word for word in words if self.loss_rates.get(word, 0.0) >= _MOSTLY)

    @cached_property
    def _scan(self) -> _Scan:
        return _Scan.of(self.text, self.language.marks)

    def opens(self, gate: Gate) -> bool:
        """Whether a gate opens for anything in the text."""
        if self._scan.union & gate.bit or (gate.blank and gate.blank in self.text):
            return True
        return gate.gap is not None and any(gate.gap.search(gap) for gap in self._scan.gaps)

    def stretches(self, gate: Gate) -> list[tuple[int, int]]:
        """Return the offsets of the stretches between white space for which a gate opens, in order."""
        if not self._scan.union & gate.bit:
            return []
        return [(start, end) for start, end, mark in self._scan.places if mark & gate.bit]

    @property
    def distinct(self) -> frozenset[str]:
        """Every stretch between white space."""
        return self._scan.distinct

    def places(self, stretches: Container[str]) -> Iterator[tuple[int, int]]:
        """Yield the offsets of the stretches between white space that are among those given, in order."""
        return _places(self.text, self.text.split(), _gaps(self.text), stretches)

    def matches(self, pattern: re.Pattern[str], gate: Gate) -> Iterator[re.Match[str]]:
        """Yield what a pattern finds in the whole text, looking no further than where a gate opens.

        Args:
            pattern: its matches begin in a stretch for which the gate opens, or with the white space before it, and
                depend on no more than three characters after it.
            gate: opens for these stretches.
        """
        position = 0
        for start, end in self.stretches(gate):
            position = max(position, start - 1)
            while match := pattern.search(self.text, position, end + _BEYOND):
                if match.start() >= end:
                    break
                yield match
                position = max(match.end(), match.start() + 1)

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
        return bool(unknown) and is_old(unknown, self._scan.number, self.language)

    @cached_property
    def _unknown(self) -> list[Suspect]:
        found: list[Suspect] = []
        for start, end in self.stretches(UNKNOWN):
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
    def words(self) -> Container[str]:
        """Every run of letters in the text."""
        return _Words(self._scan.distinct)

    @cached_property
    def names(self) -> Counter[str]:
        """How often each word with a capital stands in the text, those all in capitals left out."""
        return Counter(name for name in _CAPITALISED.findall(self.text) if not name.isupper())

    @cached_property
    def compounds(self) -> frozenset[str]:
        """Every two words in the text with a hyphen between them, not counting those at a line end."""
        return frozenset(_COMPOUND.findall("\n".join(stretch for stretch in self._scan.distinct if "-" in stretch)))


class _Scan(NamedTuple):
    """What one pass over a text finds.

    Attributes:
        number: how many stretches there are between white space.
        distinct: the stretches.
        gaps: the white space of two characters and more that stands between them.
        places: offsets of the stretches for which gates open, with the bits of these gates.
        union: the bits of all these gates.
    """

    number: int
    distinct: frozenset[str]
    gaps: frozenset[str]
    places: list[tuple[int, int, int]]
    union: int

    @classmethod
    def of(cls, text: str, marks: Marks) -> _Scan:
        """Look at each distinct stretch once, and only then for the places of what is marked."""
        stretches = text.split()
        distinct = frozenset(stretches)
        marked = marks.of(distinct)
        gaps = _gaps(text)
        places = [(start, end, marked[text[start:end]]) for start, end in _places(text, stretches, gaps, marked)]
        union = 0
        for mark in set(marked.values()):
            union |= mark
        return cls(len(stretches), distinct, frozenset(text[low:high] for low, high in gaps), places, union)


def _gaps(text: str) -> list[tuple[int, int]]:
    """Return the offsets of all white space of two characters and more."""
    return [match.span() for match in _GAP.finditer(text)]


def _places(
    text: str, stretches: Sequence[str], gaps: Sequence[tuple[int, int]], wanted: Container[str]
) -> Iterator[tuple[int, int]]:
    """Yield the offsets of those stretches of a text that are wanted.

    Matching stretch by stretch takes ten times as long as counting from one that is wanted to the next.
    """
    offset = len(text) - len(text.lstrip())
    gap = 1 if offset > 1 else 0
    last = 0
    for k in compress(count(), map(wanted.__contains__, stretches)):
        offset += sum(map(len, stretches[last:k])) + k - last
        while gap < len(gaps) and gaps[gap][0] < offset:
            offset += gaps[gap][1] - gaps[gap][0] - 1
            gap += 1
        yield offset, offset + len(stretches[k])
        last = k


class _Words(Container[str]):
    """The runs of letters in some stretches; those with a sign beside them are sorted out when one is asked for."""

    def __init__(self, stretches: frozenset[str]) -> None:
        self._stretches = stretches

    @cached_property
    def _within(self) -> frozenset[str]:
        return frozenset(_WORD.findall("\n".join(stretch for stretch in self._stretches if not stretch.isalpha())))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not _WORD.fullmatch(word):
            return False
        return word in self._stretches or word in self._within


def begins_sentence(text: str, offset: int) -> bool:
    """Whether a word stands where any word would have a capital: after a full stop, a dash, or a line end."""
    before = text[max(0, offset - 4) : offset].rstrip(' \u00a0«“("')
    return not before or before[-1] in ".!?…:—–-\n"


def stretch_start(text: str, offset: int, farthest: int) -> int:
    """Return where the stretch without white space begins in which an offset lies, or so many characters before it.

    >>> stretch_start("de l’appui", 5, 60), stretch_end("de l’appui", 5, 60), stretch_end("de l’appui", 5, 2)
    (3, 10, 7)
    """
    low = max(0, offset - farthest)
    while offset > low and not text[offset - 1].isspace():
        offset -= 1
    return offset


def stretch_end(text: str, offset: int, farthest: int) -> int:
    """Return where the stretch without white space ends in which an offset lies, or so many characters after it."""
    high = min(len(text), offset + farthest)
    while offset < high and not text[offset].isspace():
        offset += 1
    return offset
