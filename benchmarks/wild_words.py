"""Which words of a text a repair has changed, and by whom."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from textrepair import Edit, Repair

__all__ = ["Change", "Places", "words"]

WORD = re.compile(r"\S+")


class Change(NamedTuple):
    """A stretch of the source that does not stand in the result as it was.

    Attributes:
        start, end: offsets in code points in the source.
        edits: the edits that touch it.
    """

    start: int
    end: int
    edits: tuple[Edit, ...]

    @property
    def repairers(self) -> tuple[str, ...]:
        """The repairers that had a part, each once."""
        return tuple(dict.fromkeys(name for edit in self.edits for name in edit.repairer.split("+")))


def words(text: str) -> list[tuple[int, int]]:
    """Return the places of the words of a text: what stands between white space."""
    return [match.span() for match in WORD.finditer(text)]


def trimmed(edit: Edit, source: str) -> Edit:
    """Return an edit without what it leaves as it was at either end."""
    before, after = source[edit.start : edit.end], edit.replacement
    shorter = min(len(before), len(after))
    left = next((k for k in range(shorter) if before[k] != after[k]), shorter)
    rest = shorter - left
    right = next((k for k in range(rest) if before[-1 - k] != after[-1 - k]), rest)
    return edit._replace(start=edit.start + left, end=edit.end - right, replacement=after[left : len(after) - right])


class Places:
    """The places of a text that a repair has touched.

    Args:
        repair: what a chain made of the text.
    """

    def __init__(self, repair: Repair) -> None:
        self.source = repair.source
        self.edits = [trimmed(edit, repair.source) for edit in repair.patch]
        self._starts = [edit.start for edit in self.edits]
        self._ends = [edit.end for edit in self.edits]

    def _touching(self, start: int, end: int) -> list[Edit]:
        return self.edits[bisect_left(self._ends, start) : bisect_right(self._starts, end)]

    def changed_words(self) -> list[Change]:
        """Return the words that do not stand in the result as they were, between white space.

        Two words that are joined have both changed. An edit of white space between words changes none.
        """
        return [found for place in words(self.source) if (found := self._changed(*place, whole=True))]

    def changed_tokens(self, tokens: Iterable[tuple[int, int]]) -> list[Change]:
        """Return those of some stretches whose characters have changed, or that were joined to a letter or digit."""
        return [found for place in tokens if (found := self._changed(*place, whole=False))]

    def spaces(self, changes: Iterable[Change]) -> list[Edit]:
        """Return the edits that touch none of the words changed: they take or give white space."""
        known = {edit[:3] for change in changes for edit in change.edits}
        return [edit for edit in self.edits if edit[:3] not in known]

    def _changed(self, start: int, end: int, *, whole: bool) -> Change | None:
        touching = self._touching(start, end)
        left, right = self.source[start - 1 : start], self.source[end : end + 1]
        new_left, new_right, within = left, right, False
        for edit in touching:
            if edit.end <= start:
                new_left = (edit.replacement or self.source[max(0, edit.start - 1) : edit.start])[-1:]
            elif edit.start >= end:
                new_right = (edit.replacement or self.source[edit.end : edit.end + 1])[:1]
            else:
                within = True
        if within or (whole and (glued(new_left) or glued(new_right))):
            return Change(start, end, tuple(touching))
        if not whole and ((new_left.isalnum() and not left.isalnum()) or (new_right.isalnum() and not right.isalnum())):
            return Change(start, end, tuple(touching))
        return None


def glued(neighbour: str) -> bool:
    """Say whether a character beside a word belongs to it."""
    return bool(neighbour) and not neighbour.isspace()
