"""The text of a page of words with places.

A format says which words there are and what stands between them. Their text is repaired as one document;
:mod:`textrepair.formats.pages.page_changes` makes changes of words from the edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, takewhile
from operator import not_
from typing import NamedTuple

from textrepair.alternatives import Alternative
from textrepair.document import Document, Segment
from textrepair.formats.pages.boxes import Box
from textrepair.memory import cached_property

__all__ = ["BLANK", "PageText", "Word", "join", "normal"]

BLANK = re.compile(r"[ \t\r\n\f\v]+")
"""White space between words; a no-break space stands within a word as the engine has it."""

# A word goes on in so many further lines at the most.
_MOST_PARTS = 8
# The letters on both sides of a line end within a word.
_LEFT, _RIGHT, _LONGEST = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+"), 40


class Word(NamedTuple):
    """A word, or the part of one that stands in a line.

    Attributes:
        id: as the file has it; empty if it has none.
        start, end: its offsets in code points in the text of the page.
        box: where it stands, if the file says so.
        confidence: 0–1, how sure the engine was, if the file says so.
        alternatives: what else it may be, as the engine says.
    """

    id: str
    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None
    alternatives: tuple[str, ...] = ()


def normal(text: str) -> str:
    r"""Return a text with one space wherever there is white space, and none at its ends.

    >>> normal("\n  un\tdeux ")
    'un deux'
    """
    return BLANK.sub(" ", text).strip(" \t\r\n\f\v")


def join(texts: list[str], gaps: list[str], k: int, text: str) -> None:
    """Enter that a word goes on in the next one.

    The line then ends after the whole word, as it does where a hyphen is repaired. A word of more than eight lines is
    none: its further parts stay words of their own.

    Args:
        texts, gaps: of all words; both are changed.
        k: the number of the word.
        text: of its part, as it counts in the whole word.
    """
    before = takewhile(not_, reversed(gaps[max(0, k - _MOST_PARTS) : k]))
    after = takewhile(not_, gaps[k + 1 : k + 1 + _MOST_PARTS])
    if sum(1 for _ in chain(before, after)) >= _MOST_PARTS:
        return
    end = gaps[k]
    texts[k], gaps[k] = text, ""
    if " " in texts[k + 1]:
        texts[k + 1] = texts[k + 1].replace(" ", end, 1)
    elif gaps[k + 1] == " ":
        gaps[k + 1] = end


@dataclass(frozen=True)
class PageText:
    r"""The words of a page, or of several, in reading order.

    Attributes:
        texts: of each word; none is empty.
        gaps: what stands after each: white space, or nothing where a word goes on in the next line.
        lines: the number of the line that each stands in.

    >>> page = PageText(["exem", "ple", "bref"], ["", "\n", "\n"], [0, 1, 1])
    >>> page.text
    'exemple\nbref\n'
    """

    texts: Sequence[str]
    gaps: Sequence[str]
    lines: Sequence[int]

    @cached_property
    def text(self) -> str:
        """The text."""
        return "".join(chain.from_iterable(zip(self.texts, self.gaps, strict=True)))

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts in the text."""
        lengths = (len(text) + len(gap) for text, gap in zip(self.texts, self.gaps, strict=True))
        return [0, *accumulate(lengths)][: len(self.texts)]

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends in the text."""
        return [start + len(text) for start, text in zip(self.starts, self.texts, strict=True)]

    def joined(self, k: int) -> bool:
        """Whether a word goes on in the next one."""
        return 0 <= k < len(self.texts) - 1 and not self.gaps[k]

    def divided(self) -> Iterator[Alternative]:
        r"""Yield the words that go on in the next line with the hyphen that is printed there, as they may be meant.

        A file says of a word only that it goes on, and mostly says so of the compounds that end a line as well.

        >>> page = PageText(["vois", "tu", "bref"], ["", "\n", "\n"], [0, 1, 1])
        >>> list(page.divided())
        [Alternative(start=0, end=6, text='vois-tu', cost=3.0)]
        """
        text = self.text
        for k, gap in enumerate(self.gaps[:-1]):
            if gap:
                continue
            place = self.ends[k]
            left = _LEFT.search(text, max(0, place - _LONGEST), place)
            right = _RIGHT.match(text, place, place + _LONGEST)
            if left is not None and right is not None:
                yield Alternative(left.start(), right.end(), f"{left[0]}-{right[0]}")

    def document(self, name: str, words: Sequence[Word]) -> Document:
        """Return the text with the ids of its words."""
        return Document(name, self.text, [Segment(word.start, word.end, word.id) for word in words])
