"""A page of words with places: its text, and what a repair of the text comes to for the words.

A format says which words there are and what stands between them; their text is repaired as one document; and here the
edits become changes of words. A word that a repair touches may get another text, become several, go, or become one with
its neighbours. In print a line end stays where it was: a word that goes on in the next line stays two.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, takewhile
from operator import not_
from typing import NamedTuple

from textrepair.document import Document, Segment
from textrepair.edits import Edit, Patch
from textrepair.formats.pages.advance_widths import advance
from textrepair.formats.pages.offsets import repaired_offsets
from textrepair.memory import cached_property

__all__ = [
    "Box",
    "Change",
    "PageText",
    "Word",
    "changes",
    "emptied_lines",
    "follow",
    "hull",
    "join",
    "normal",
    "repeats",
    "shares",
]

# A no-break space stands within a word as the engine has it.
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
# A word goes on in so many further lines at the most, and is told with so many letters.
_MOST_PARTS = 8
_LONGEST = 1_000
# A word that would become more words than that stays one, with spaces: it is a line to its engine.
_MOST_TOKENS = 64
# That a word goes on in the next line, as those who transcribe say it; and how print says it.
_MARKS = "¬\u00ad"
_HYPHENS = _MARKS + "-\u2010=⸗"
# So many letters on, a word is looked for with its own hyphen before one with another hyphen counts.
_NEAR = 1_000


class Box(NamedTuple):
    """A rectangle on a page, in the units of its file."""

    left: float
    top: float
    right: float
    bottom: float


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


class Change(NamedTuple):
    """What becomes of some words that follow each other in one line.

    Attributes:
        first, last: the words ``first:last``, by their numbers.
        tokens: the texts that take their place; none: the words go.
        before: the whole word of which the first token is the end, if it begins in the line before.
        after: the whole word of which the last token is the beginning, if it goes on in the next line.
    """

    first: int
    last: int
    tokens: tuple[str, ...]
    before: str | None = None
    after: str | None = None


def normal(text: str) -> str:
    r"""Return a text with one space wherever there is white space, and none at its ends.

    >>> normal("\n  un\tdeux ")
    'un deux'
    """
    return _BLANK.sub(" ", text).strip(" \t\r\n\f\v")


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

    def document(self, name: str, words: Sequence[Word]) -> Document:
        """Return the text with the ids of its words."""
        return Document(name, self.text, [Segment(word.start, word.end, word.id) for word in words])


def changes(page: PageText, patch: Patch) -> list[Change]:
    r"""Return what edits of the text of a page come to for its words, in order.

    Args:
        page: the words.
        patch: edits of its text.

    >>> page = PageText(["per", "manents", "lalutte"], [" ", " ", "\n"], [0, 0, 0])
    >>> for change in changes(page, Patch([Edit(3, 4, "", "a"), Edit(14, 14, " ", "b")])):
    ...     print(change)
    Change(first=0, last=2, tokens=('permanents',), before=None, after=None)
    Change(first=2, last=3, tokens=('la', 'lutte'), before=None, after=None)
    """
    found: list[Change] = []
    for first, last, edits in _regions(page, patch):
        found += _changes_of(page, first, last, edits)
    return found


def _regions(page: PageText, patch: Patch) -> Iterator[tuple[int, int, list[Edit]]]:
    """Yield the runs of words that edits touch, each with its edits."""
    first = last = 0
    edits: list[Edit] = []
    count = len(page.texts)
    for edit in patch if count else ():
        low = max(0, bisect_right(page.starts, edit.start) - 1)
        high = min(count, bisect_left(page.ends, edit.end) + 1)
        # An edit at the start of a word may have to do with the one before it.
        if low and page.starts[low] == edit.start:
            low -= 1
        if high < count and page.ends[high - 1] == edit.end:
            high += 1
        while page.joined(low - 1):
            low -= 1
        while page.joined(high - 1):
            high += 1
        if edits and low < last:
            last = max(last, high)
        else:
            if edits:
                yield first, last, edits
            first, last, edits = low, high, []
        edits.append(edit)
    if edits:
        yield first, last, edits


def _changes_of(page: PageText, first: int, last: int, edits: list[Edit]) -> Iterator[Change]:
    """Yield what becomes of the words of one run."""
    low = 0 if first == 0 else page.starts[first]
    high = len(page.text) if last == len(page.texts) else page.ends[last - 1]
    made, earliest, latest = repaired_offsets(
        page.text[low:high], [e._replace(start=e.start - low, end=e.end - low) for e in edits]
    )
    # Where each word now ends, and whether white space stands there.
    cuts: list[tuple[int, bool]] = []
    for k in range(first, last - 1):
        start, end = page.ends[k] - low, page.starts[k + 1] - low
        cuts.append(_cut(made, earliest[start], latest[end], cuts[-1][0] if cuts else 0))
    cuts.append((len(made), True))
    slices: list[str] = []
    position = 0
    for cut, _ in cuts:
        slices.append(normal(made[position:cut]).strip())
        position = cut
    groups = _groups(page, first, slices, [apart for _, apart in cuts])
    yield from _told(page, groups)


class _Group(NamedTuple):
    first: int
    last: int
    tokens: tuple[str, ...]
    goes_on: bool


def _groups(page: PageText, first: int, slices: list[str], apart: list[bool]) -> list[_Group]:
    """Put together the words that have become one."""
    groups: list[_Group] = []
    k = 0
    while k < len(slices):
        end = k + 1
        text = slices[k]
        while (
            text
            and end < len(slices)
            and not apart[end - 1]
            and slices[end]
            and page.lines[first + end] == page.lines[first + k]
        ):
            text += slices[end]
            end += 1
        goes_on = bool(text) and end < len(slices) and not apart[end - 1] and bool(slices[end])
        # What is a whole line, or so, to the engine stays one.
        divided = not any(_BLANK.search(page.texts[first + j]) for j in range(k, end))
        tokens = () if not text else tuple(text.split(" ")) if divided else (text,)
        if len(tokens) > _MOST_TOKENS * (end - k):
            tokens = (text,)
        groups.append(_Group(first + k, first + end, tokens, goes_on))
        k = end
    return groups


def _told(page: PageText, groups: list[_Group]) -> Iterator[Change]:
    """Yield the groups that are not as they were."""
    whole: dict[int, str] = {}  # by the number of a group, the word that its last token begins
    for k in range(len(groups) - 1, -1, -1):
        group = groups[k]
        if group.goes_on and k + 1 < len(groups):
            following = groups[k + 1]
            rest = whole[k + 1] if len(following.tokens) == 1 and k + 1 in whole else following.tokens[0]
            whole[k] = (group.tokens[-1] + rest)[:_LONGEST]
    before: str | None = None
    was_before: str | None = None
    for k, group in enumerate(groups):
        after = whole.get(k)
        if before is not None and after is not None and len(group.tokens) == 1:
            before = after = before
        was_after = _whole_at(page, group.last - 1) if page.joined(group.last - 1) else None
        was = tuple(map(normal, page.texts[group.first : group.last]))
        if group.tokens != was or (before, after) != (was_before, was_after):
            yield Change(group.first, group.last, group.tokens, before, after)
        before, was_before = after, was_after


def _whole_at(page: PageText, k: int) -> str:
    """Return the whole word that a word which goes on in the next line is a part of."""
    first = last = k
    while page.joined(first - 1):
        first -= 1
    while page.joined(last):
        last += 1
    return "".join(page.texts[first : last + 1])[:_LONGEST]


def _cut(made: str, low: int, high: int, least: int) -> tuple[int, bool]:
    """Return where a word ends between two offsets, and whether it ends with white space there."""
    low, high = max(low, least), max(high, least)
    for k in range(low, high):
        if made[k].isspace():
            return k, True
    if high < len(made) and made[high].isspace():
        return high, True
    if low > least and made[low - 1].isspace():
        return low, True
    return low, low in (0, len(made))


def emptied_lines(page: PageText, made: Sequence[Change]) -> set[int]:
    """Return the first words, by their numbers, of the lines that lose all of their words.

    Args:
        page: the words.
        made: what becomes of them.
    """
    gone = {k for change in made if not change.tokens for k in range(change.first, change.last)}
    left = {page.lines[k] for k in range(len(page.lines)) if k not in gone} if gone else set()
    first: dict[int, int] = {}
    for k in sorted(gone):
        if page.lines[k] not in left:
            first.setdefault(page.lines[k], k)
    return set(first.values())


def shares(tokens: Sequence[str]) -> list[tuple[float, float]]:
    """Return which part of a stretch of print each of some words takes up: from and to, 0–1.

    >>> shares(["la", "lutte"])  # doctest: +ELLIPSIS
    [(0.0, 0.26...), (0.35..., 1.0)]
    """
    space = advance(" ")
    widths = [advance(token) for token in tokens]
    total = (sum(widths) + space * (len(tokens) - 1)) or 1
    found = []
    position = 0
    for width in widths:
        found.append((position / total, (position + width) / total))
        position += width + space
    return found


def hull(boxes: Sequence[Box | None]) -> Box | None:
    """Return the smallest box in which all of some boxes lie; None if there is none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Box(
        min(box.left for box in known),
        min(box.top for box in known),
        max(box.right for box in known),
        max(box.bottom for box in known),
    )


def repeats(text: str, words: Sequence[str]) -> bool:
    """Return whether a text says what words say; spaces beside punctuation and the sign of a hyphen do not count.

    Args:
        text: of a line, with one space wherever there is white space.
        words: of the line, in order.

    >>> repeats("la mise, en pro-", ["la", "mise", ",", "en", "pro¬"]), repeats("de la mise", ["dela", "mise"])
    (True, False)
    """
    joined = " ".join(words)
    return joined == text or not _endings(joined).isdisjoint(_endings(text))


def _endings(text: str) -> set[str]:
    """Return a text without the sign that its last word goes on, and with a plain hyphen for a hyphen at its end."""
    signs = [*text]
    beside = [_is_sign(one) or _is_sign(other) for one, other in pairwise([" ", *signs, " "])]
    text = "".join(sign for k, sign in enumerate(signs) if sign != " " or not (beside[k] or beside[k + 1]))
    return {text.rstrip(_MARKS), text[:-1] + "-" if text.endswith(tuple(_HYPHENS)) else text}


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def follow(text: str, words: Sequence[str], made: Sequence[tuple[int, int, str]]) -> str | None:
    """Return a text that repeats some words with the same changes as they had; None if it is not made of them.

    Args:
        text: the words with white space between them, or anything else.
        words: in order.
        made: the words ``first:last`` and what takes their place, in order; empty: they go.

    >>> follow("de lalutte per manents.", ["lalutte", "per", "manents."], [(0, 1, "la lutte"), (1, 3, "permanents.")])
    'de la lutte permanents.'
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for word in words:
        # A word that goes on in the next line may end in another hyphen here, or in none.
        bare = word.rstrip(_HYPHENS) or word
        start = text.find(bare, position)
        if start < 0:
            return None
        same = text.find(word, start, start + _NEAR + len(word)) if bare != word else start
        if same >= 0:
            start, position = same, same + len(word)
        else:
            position = start + len(bare)
            position += text[position : position + 1] in tuple(_HYPHENS)
        spans.append((start, position))
    pieces: list[str] = []
    position = 0
    for first, last, new in made:
        start, end = spans[first][0], spans[last - 1][1]
        before = text[position:start]
        pieces += [before if new or not before.endswith(" ") else before[:-1], new]
        position = end
    return "".join([*pieces, text[position:]])
