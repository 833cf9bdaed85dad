"""A text as repairers see it: its tokens, the statistics of the document, and the policy for changes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from textrepair.alternatives import Alternative
from textrepair.core.pack import Pack
from textrepair.core.policy import Policy
from textrepair.core.prefilter import UNKNOWN, Prefilter, TokenMarks
from textrepair.core.proposal import Candidate
from textrepair.core.specs import Spec
from textrepair.core.statistics import Statistics
from textrepair.core.text import Scan, token_places
from textrepair.memory import Memory, cached_property

__all__ = ["UnknownWord", "View"]

_K = TypeVar("_K")
_T = TypeVar("_T")

# How many characters after a token a pattern may look at where a prefilter opens.
_BEYOND = 3


class UnknownWord(NamedTuple):
    """A word that the lexicon does not know, with its place in the text.

    Attributes:
        text: the word, without the punctuation around it; an elided one ends in its apostrophe.
        start, end: its offsets in code points in the view's text.
    """

    text: str
    start: int
    end: int


class Answers(Protocol):
    """What a view asks of the plan that made it."""

    marks: TokenMarks

    def memory(self, function: Callable[[_K, Pack], _T]) -> Memory[_K, _T]: ...
    def prepared(self, function: Callable[[Pack], _T]) -> _T: ...
    def candidates(self, spec: Spec, word: str) -> tuple[Candidate, ...]: ...


class View:
    """A text as repairers see it; :meth:`textrepair.core.Plan.scan` makes it.

    A view computes each part when it is first asked for, and keeps it.

    Args:
        text: the text at the start of the stage.
        pack: the language.
        answers: the memories of the plan.
        alternatives: the alternatives that the OCR engine gave for words of the text, sorted.
    """

    def __init__(self, text: str, pack: Pack, answers: Answers, alternatives: Sequence[Alternative] = ()) -> None:
        self.text = text
        self.pack = pack
        self.alternatives = alternatives
        self._answers = answers

    def __repr__(self) -> str:
        return f"<View of {len(self.text)} characters, {self.pack.rules.code}>"

    @cached_property
    def statistics(self) -> Statistics:
        """The statistics of the document: its damage, the letters that it has lost, its names."""
        scan = self._scan
        return Statistics(
            self.text,
            self.pack,
            number=scan.number,
            distinct=scan.distinct,
            found=lambda: [word.text for word in self._all_unknown],
        )

    @cached_property
    def policy(self) -> Policy:
        """The policy for the document: which changes are allowed."""
        return Policy(self.text, self.pack, self.statistics)

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
    def _scan(self) -> Scan:
        return Scan.of(self.text, self._answers.marks)

    def opens(self, prefilter: Prefilter) -> bool:
        """Return whether a prefilter opens anywhere in the text; it must be one of the ``triggers`` of a repairer."""
        if prefilter.document:
            return bool(self.alternatives) if prefilter.document == "alternatives" else self.statistics.has_losses
        return self._answers.marks.opens(prefilter, self._scan.union, self.text, self._scan.gaps)

    def tokens(self, prefilter: Prefilter) -> list[tuple[int, int]]:
        """Return the offsets of the tokens for which a prefilter opens, in order."""
        bit = self._answers.marks.bit(prefilter)
        if not self._scan.union & bit:
            return []
        return [(start, end) for start, end, mark in self._scan.places if mark & bit]

    @property
    def distinct(self) -> frozenset[str]:
        """The distinct tokens of the text."""
        return self._scan.distinct

    def places(self, tokens: Container[str]) -> Iterator[tuple[int, int]]:
        """Yield the offsets of the tokens that are in ``tokens``, in order."""
        return token_places(self.text, tokens)

    def matches(self, pattern: re.Pattern[str], prefilter: Prefilter) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern in the whole text, and search only where a prefilter opens.

        Args:
            pattern: every match must begin in a token for which the prefilter opens, or in the character of white
                space before it, and must depend on at most three characters after the token.
            prefilter: the prefilter; it must be one of the ``triggers`` of a repairer.
        """
        position = 0
        for start, end in self.tokens(prefilter):
            position = max(position, start - 1)
            while match := pattern.search(self.text, position, end + _BEYOND):
                if match.start() >= end:
                    break
                yield match
                position = max(match.end(), match.start() + 1)

    @cached_property
    def unknown_words(self) -> list[UnknownWord]:
        """The words that the lexicon does not know, in order; in an old text, without those in old spelling."""
        if not self.statistics.old:
            return self._all_unknown
        unknown = self.statistics.unknown
        return [word for word in self._all_unknown if word.text in unknown]

    @cached_property
    def _all_unknown(self) -> list[UnknownWord]:
        found: list[UnknownWord] = []
        for start, end in self.tokens(UNKNOWN):
            token = self.text[start:end]
            found.extend(
                UnknownWord(token[low:high], start + low, start + high) for low, high in self.pack.unknown_parts(token)
            )
        return found

    def unknown_near(self, start: int, end: int, distance: int) -> int:
        """Return how many unknown words begin within ``distance`` characters of a span, but not in the span."""
        low = bisect_left(self._unknown_starts, start - distance)
        high = bisect_right(self._unknown_starts, end + distance)
        within = bisect_left(self._unknown_starts, end) - bisect_left(self._unknown_starts, start)
        return high - low - max(0, within)

    @cached_property
    def _unknown_starts(self) -> list[int]:
        return [word.start for word in self.unknown_words]

    def memory(self, function: Callable[[_K, Pack], _T]) -> Memory[_K, _T]:
        """Return the memory of a function of a key and the pack; the plan owns it.

        Args:
            function: a module-level function whose answer depends on nothing but the key and the pack.

        >>> from textrepair.core import Plan, open_pack
        >>> def shouted(word: str, pack: Pack) -> str:
        ...     return word.upper()
        >>> Plan(open_pack("fr")).scan("").memory(shouted)["mot"]
        'MOT'
        """
        return self._answers.memory(function)

    def prepared(self, function: Callable[[Pack], _T]) -> _T:
        """Return what a function makes of the pack; the plan calls it once and keeps the result."""
        return self._answers.prepared(function)

    def candidates(self, spec: Spec, word: str) -> Iterable[Candidate]:
        """Return the candidates that a declaration has for a word; the plan remembers them."""
        return self._answers.candidates(spec, word)
