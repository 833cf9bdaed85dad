from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Pack, Proposal, Stage, View, belongs_to_address
from textrepair.repairer import Example

_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_LEFT = re.compile(r"[^\W\d_]+\Z")
_RIGHT = re.compile(r"([^\W\d_]+)((?:[-‐‑'’][^\W\d_]+)*[^\s\w]*)(?=\s|\Z)[ \t]*")
_LONGEST = 40
# Zipf values: of a word that texts use, and of a word that stands beside any other (la, dans).
_USED, _EVERYWHERE = 2.5, 6.0
# A piece of fewer letters stands beside a word by chance, and a short one beside a word that stands beside any other.
_FEW, _SHORT = 3, 5
# A word of so many letters is no chance where both pieces are no words, even one that few texts use.
_LONG = 8
# How much more frequent than the whole word a piece may be that is a word, as a difference of Zipf values.
_MORE_FREQUENT = 2.0
# Two lines of prose have at least so many words, and the first has so many.
_WORDS, _WORDS_BEFORE = 5, 2
_TABLE = re.compile(r"[|\t]|\S {3,}\S")


@dataclass(frozen=True)
class LostHyphens:
    """Joins a word that was cut at the end of a line whose hyphen was lost.

    A piece must be no word, and the whole must be one that texts use: "gou⏎vernement", "l’en⏎seignement". The lines
    must be prose. The whole word moves to the first line and the line break follows it.
    """

    name: ClassVar[str] = "lost-hyphens"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str]] = re.compile("\n")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("on dit que le gou\nvernement tombe", "on dit que le gouvernement\ntombe"),
        Example("il a fait l’en\nseignement, dit-on", "il a fait l’enseignement,\ndit-on"),
        Example("on dit que la porte\ntombe", "on dit que la porte\ntombe"),
        Example("gou\nvernement", "gou\nvernement"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to move the second piece of a word to the line on which the word begins."""
        if view.policy.words_stay:
            return
        breaks: dict[int, int] = {}
        for _, start, end in view.unknown_words:
            if after := _BREAK.match(view.text, end):
                breaks[end] = after.end()
            if end_before := _line_before(view.text, start):
                breaks[end_before] = start
        unknown = {word.start: word.text for word in view.unknown_words}
        ends = {word.end for word in view.unknown_words}
        for low, high in sorted(breaks.items()):
            yield from _joined(view, low, high, left_is_word=low not in ends, right_is_word=high not in unknown)


def _line_before(text: str, offset: int) -> int:
    """Return the offset behind the last letter of the line before; 0 if it ends otherwise, or is no line before."""
    low = offset
    while low and text[low - 1] in " \t":
        low -= 1
    if not low or text[low - 1] != "\n":
        return 0
    low -= 1
    while low and text[low - 1] in " \t":
        low -= 1
    return low if text[low - 1 : low].isalpha() else 0


def _joined(view: View, low: int, high: int, *, left_is_word: bool, right_is_word: bool) -> Iterator[Proposal]:
    """Yield the change that joins what stands before and after a line end, if it is one word.

    Args:
        view: the text.
        low, high: the offsets of the line end, with the spaces around it.
        left_is_word, right_is_word: whether the pieces are words by themselves.
    """
    text = view.text
    left, right = _LEFT.search(text, max(0, low - _LONGEST), low), _RIGHT.match(text, high)
    if left is None or right is None or not right[1].islower():
        return
    if not _makes_word(left[0], right[1], view.pack, left_is_word=left_is_word, right_is_word=right_is_word):
        return
    if not _is_prose(view, low) or belongs_to_address(text, low, high):
        return
    is_last = right.end() >= len(text) or text[right.end()] == "\n"
    moved = right[1] + right[2] + ("" if is_last else text[low:high])
    yield Proposal(low, right.end(), moved, f"‘{left[0]}{right[1]}’ was cut at the end of a line, and lost its hyphen")


def _makes_word(left: str, right: str, pack: Pack, *, left_is_word: bool, right_is_word: bool) -> bool:
    """Return whether two pieces, one of which is no word, are likelier to be one word than two."""
    whole = pack.zipf(left + right)
    if not pack.has_word(left + right) or len(right) < _FEW:
        return False
    if not left_is_word and not right_is_word:
        return whole >= _USED or len(left + right) >= _LONG
    if whole < _USED:
        return False
    if left_is_word:
        return len(right) >= _SHORT or pack.zipf(left) < _EVERYWHERE
    return len(left) >= _FEW and len(right) > _FEW and pack.zipf(right) < whole + _MORE_FREQUENT


def _is_prose(view: View, offset: int) -> bool:
    """Return whether the line that ends at an offset and the next one are prose, and no rows of a table."""
    low, high = view.line_at(offset)
    before, after = view.text[low:offset], view.text[slice(*view.line_at(high + 1))]
    words = len(before.split())
    return (
        words >= _WORDS_BEFORE
        and words + len(after.split()) >= _WORDS
        and not (_TABLE.search(before) or _TABLE.search(after))
    )
