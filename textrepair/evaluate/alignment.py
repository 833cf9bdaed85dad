"""Where a text differs from its truth, in time that stays near linear.

Words are aligned first; characters only inside the stretches where words differ. All offsets are code points of
*folded* texts, in which white space is collapsed and ’ written ', as CER and WER see them; a :class:`Folded` text
knows where its characters came from.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein, Opcode

from textrepair.evaluate.measures import APOSTROPHES, HYPHEN
from textrepair.memory import cached_property

__all__ = ["Difference", "Differences", "Folded", "align"]

_NOT_LINE_END = re.compile("¬\n")
_CHUNK = re.compile(r"\S+")


class Difference(NamedTuple):
    """A stretch of a text that is not what the truth has there; either side may be empty.

    Attributes:
        start, end: in the text.
        truth_start, truth_end: in the truth.
    """

    start: int
    end: int
    truth_start: int
    truth_end: int


@dataclass(frozen=True)
class Folded:
    r"""A text as CER and WER see it, with the place of each character in the text that it was made from.

    >>> folded = Folded.of("de  l’\n ami")
    >>> folded.text, folded.place(8)
    ("de l' ami", 6)
    """

    text: str
    _origins: Sequence[int] = field(repr=False)

    @classmethod
    def of(cls, text: str, *, blind_hyphens: bool = False) -> Folded:
        """Fold a text.

        Args:
            text: any text.
            blind_hyphens: leave out hyphens between letters, as :func:`~textrepair.evaluate.measures.without_hyphens`.
        """
        origins: Sequence[int] = range(len(text))
        for pattern in (HYPHEN, _NOT_LINE_END) if blind_hyphens else (_NOT_LINE_END,):
            text, origins = _removed(pattern, text, origins)
        pieces: list[str] = []
        places = array("q")
        for match in _CHUNK.finditer(text):
            if pieces:
                places.append(origins[match.start() - 1])
            pieces.append(match.group())
            places.extend(origins[match.start() : match.end()])
        return cls(APOSTROPHES.sub("'", " ".join(pieces)), places)

    def place(self, offset: int) -> int:
        """Return where in this text the character stands that came from ``offset``, or the next one that is left."""
        return bisect_left(self._origins, offset)

    def origin(self, place: int) -> int:
        """Return the offset from which the character at ``place`` came; at the end, that after the last one."""
        if place < len(self._origins):
            return self._origins[place]
        return self._origins[-1] + 1 if self._origins else 0


def _removed(pattern: re.Pattern[str], text: str, origins: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Take out what a pattern matches, and keep account of what is left."""
    spans = [match.span() for match in pattern.finditer(text)]
    if not spans:
        return text, origins
    pieces: list[str] = []
    places = array("q")
    for start, end in zip([0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)], strict=True):
        pieces.append(text[start:end])
        places.extend(origins[start:end])
    return "".join(pieces), places


class Differences:
    """The differences of a text from its truth, in order; asked where they stand."""

    def __init__(self, found: Sequence[Difference]) -> None:
        self._found = tuple(found)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _ends(self) -> tuple[list[int], list[int]]:
        return [d.end for d in self._found], [d.truth_end for d in self._found]

    def touching(self, start: int, end: int, *, in_truth: bool = False) -> Iterator[Difference]:
        """Yield the differences that lie within a span or reach into it.

        An empty difference at the edge of a span lies outside it; in an empty span, only an empty difference
        at its very place, or one that goes round it, counts.

        Args:
            start, end: offsets in the text.
            in_truth: offsets are of the truth instead.
        """
        for k in range(bisect_left(self._ends[in_truth], start), len(self._found)):
            difference = self._found[k]
            low, high = difference[2:] if in_truth else difference[:2]
            if low > end:
                return
            if low == high == start == end or (low < end and high > start):
                yield difference

    def to_truth(self, position: int) -> int:
        """Return where in the truth a position of the text stands; inside a difference, where that begins."""
        k = bisect_left(self._ends[0], position)
        if k < len(self._found) and self._found[k].start < position < self._found[k].end:
            return self._found[k].truth_start
        return position + (self._found[k - 1].truth_end - self._found[k - 1].end if k else 0)


def align(text: str, truth: str) -> Differences:
    """Return where a folded text differs from the folded truth.

    Args:
        text: white space collapsed, as :class:`Folded` has it.
        truth: the same.

    >>> list(align("du progrés et dela", "du progrès et de la"))
    [Difference(start=8, end=9, truth_start=8, truth_end=9), Difference(start=16, end=16, truth_start=16, truth_end=17)]
    """
    words, true_words = text.split(" ") if text else [], truth.split(" ") if truth else []
    numbers: dict[str, int] = {}
    own = [numbers.setdefault(word, len(numbers)) for word in words]
    true = [numbers.setdefault(word, len(numbers)) for word in true_words]
    starts, true_starts = _starts(words, text), _starts(true_words, truth)
    found: list[Difference] = []
    for block in _blocks(Levenshtein.opcodes(own, true)):
        span = Difference(
            starts[block.start], starts[block.end], true_starts[block.truth_start], true_starts[block.truth_end]
        )
        # What is missing at the end of a text begins with the space before it.
        if block.start and block.end == len(words) and block.truth_end == len(true_words):
            span = Difference(
                starts[block.start - 1] + len(words[block.start - 1]),
                len(text),
                true_starts[block.truth_start - 1] + len(true_words[block.truth_start - 1]),
                len(truth),
            )
        pieces = Levenshtein.opcodes(text[span.start : span.end], truth[span.truth_start : span.truth_end])
        found += (
            Difference(
                span.start + piece.start,
                span.start + piece.end,
                span.truth_start + piece.truth_start,
                span.truth_start + piece.truth_end,
            )
            for piece in _blocks(pieces)
        )
    return Differences(found)


def _blocks(operations: Iterable[Opcode]) -> Iterator[Difference]:
    """Yield the stretches that are not equal, as long as they can be."""
    block: Difference | None = None
    for operation in operations:
        if operation.tag != "equal":
            start, truth_start = (
                (block.start, block.truth_start) if block else (operation.src_start, operation.dest_start)
            )
            block = Difference(start, operation.src_end, truth_start, operation.dest_end)
        elif block:
            yield block
            block = None
    if block:
        yield block


def _starts(words: Sequence[str], text: str) -> list[int]:
    """Where each word starts, and where the text ends."""
    return [*accumulate((len(word) + 1 for word in words[:-1]), initial=0), len(text)] if words else [0]
