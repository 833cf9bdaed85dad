"""Edits of the text of a page as changes of its words.

A word that a repair touches may get another text, become several, go, or become one with its neighbours. In print a
line end stays where it was: a word that goes on in the next line stays two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textrepair.edits import Edit, Patch
from textrepair.formats.pages.offsets import repaired_offsets
from textrepair.formats.pages.page_text import BLANK, PageText, normal

__all__ = ["Change", "changes", "emptied_lines"]

# A change states a whole word with so many letters at the most.
_LONGEST = 1_000
# A word that would become more words than that stays one, with spaces: to its engine it is a line.
_MOST_TOKENS = 64


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
    yield from _changed_groups(page, groups)


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
        divided = not any(BLANK.search(page.texts[first + j]) for j in range(k, end))
        tokens = () if not text else tuple(text.split(" ")) if divided else (text,)
        if len(tokens) > _MOST_TOKENS * (end - k):
            tokens = (text,)
        groups.append(_Group(first + k, first + end, tokens, goes_on))
        k = end
    return groups


def _changed_groups(page: PageText, groups: list[_Group]) -> Iterator[Change]:
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
    while low < high and made[low] == "-":
        low += 1  # a hyphen belongs to the line that it ends
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
