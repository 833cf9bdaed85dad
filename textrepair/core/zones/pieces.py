"""How a text is cut into paragraphs and pieces: the spans of which the language is judged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from textrepair.memory import cached_property

__all__ = ["Pieces"]

# A longer paragraph is cut, so that a text without empty lines, or without any line end, costs no more than others.
_LONGEST, _CUT_WITHIN = 3_000, 200
_GAP = re.compile(r"\n[ \t\r\f\v]*\n\s*")
# Ends of sentences, quotation marks and brackets, gaps between columns, and line ends.
_BREAK = re.compile(r"[.!?…;:](?=\s)|[\"«»“”„()\[\]]|[ \t]{3,}|\n")
_LETTER = re.compile(r"[^\W\d_]")
# A line that begins so, or with a capital or a digit, begins a piece: headings and entries of lists have no full stop.
_BULLETS, _INDENTED = frozenset("•*–—-"), 8


class Pieces:
    r"""The paragraphs and pieces of a text.

    Args:
        text: the text.

    >>> pieces = Pieces("Il dit : « yes we can ». Puis rien.\n\nLa fin.")
    >>> [pieces.text[start:end] for start, end in pieces.of_paragraph(0)]
    ['Il dit ', ' yes we can ', ' Puis rien']
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        """The offset at which each paragraph starts."""
        starts = [0]
        for match in _GAP.finditer(self.text):
            self._cut(starts, match.start())
            starts.append(match.end())
        self._cut(starts, len(self.text))
        return starts

    def _cut(self, starts: list[int], end: int) -> None:
        """Cut the last paragraph, which ends at ``end``, into parts that are not too long."""
        while end - starts[-1] > _LONGEST:
            low, high = starts[-1] + _LONGEST - _CUT_WITHIN, starts[-1] + _LONGEST
            place = max(self.text.rfind("\n", low, high), -1)
            if place < 0:
                place = self.text.rfind(" ", low, high)
            starts.append(place + 1 if place >= 0 else high)

    def number(self, offset: int) -> int:
        """Return the number of the paragraph in which an offset lies."""
        return bisect_right(self._starts, offset) - 1

    def paragraph(self, number: int) -> tuple[int, int]:
        """Return the offsets of a paragraph; it takes in the empty lines after it."""
        starts = self._starts
        return starts[number], starts[number + 1] if number + 1 < len(starts) else len(self.text)

    def of_paragraph(self, number: int) -> list[tuple[int, int]]:
        """Return the offsets of the pieces of a paragraph that hold a word."""
        low, high = self.paragraph(number)
        return list(_pieces(self.text, low, high))


def _pieces(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    start = low
    for match in _BREAK.finditer(text, low, high):
        if match.group() == "\n" and not _begins_piece(text, match.end()):
            continue
        if _LETTER.search(text, start, match.start()):
            yield start, match.start()
            start = match.end()
        elif not text[start : match.start()].strip():
            start = match.end()
    if _LETTER.search(text, start, high):
        yield start, high


def _begins_piece(text: str, offset: int) -> bool:
    """Return whether a line begins with a capital, a digit or the sign of a list."""
    first = text[offset : offset + _INDENTED].lstrip()[:1]
    return first.isupper() or first.isdigit() or first in _BULLETS
