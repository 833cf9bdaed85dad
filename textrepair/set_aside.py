"""Passages of a text that are set aside while the rest of the text is repaired, and put back afterwards."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from textrepair.alternatives import Said
from textrepair.core import token_end, token_start
from textrepair.document import Failure, Repair
from textrepair.edits import Edit, Patch

__all__ = ["SetAside"]

# Of a line longer than the first number, only the text within the second number of characters of a change is set aside.
_LONG_LINE, _NEAR, _LONGEST_TOKEN = 2_000, 200, 100


class _Passage(NamedTuple):
    """A passage of the text.

    Attributes:
        start, end: offsets in code points in the text.
        repairers: the names of the repairers that change it for ever.
    """

    start: int
    end: int
    repairers: tuple[str, ...]


@dataclass(frozen=True)
class SetAside:
    r"""The passages that are set aside; by default none.

    Attributes:
        passages: the passages, in order; no two touch.

    >>> text = "un deux\ntrois\nquatre"
    >>> aside = SetAside().wider(text, [(9, 10, "spacing")])
    >>> aside.rest(text), aside.places
    ('un deux\n\nquatre', [8])
    """

    passages: tuple[_Passage, ...] = ()

    @property
    def places(self) -> list[int]:
        """The offset in the rest of the text at which each passage is missing; nothing may change there."""
        missing = accumulate((one.end - one.start for one in self.passages), initial=0)
        return [one.start - length for one, length in zip(self.passages, missing, strict=False)]

    def rest(self, text: str) -> str:
        """Return the text without the passages."""
        ends = [0, *(one.end for one in self.passages)]
        starts = [*(one.start for one in self.passages), len(text)]
        return "".join(text[end:start] for end, start in zip(ends, starts, strict=True)) if self.passages else text

    def said(self, said: tuple[Said, ...]) -> tuple[Said, ...]:
        """Return what is said of the rest of the text, in offsets of the rest."""
        if not self.passages:
            return said
        starts = [one.start for one in self.passages]
        missing = [0, *accumulate(one.end - one.start for one in self.passages)]
        found = []
        for one in said:
            place = bisect_right(starts, one.start)
            after = place == 0 or self.passages[place - 1].end <= one.start
            if after and (place == len(starts) or one.end <= starts[place]):
                found.append(one._replace(start=one.start - missing[place], end=one.end - missing[place]))
        return tuple(found)

    def wider(self, text: str, changes: Iterable[tuple[int, int, str]]) -> SetAside:
        """Return these passages and the lines of further changes.

        Args:
            text: the whole text.
            changes: the offsets of each change in the rest of the text, and its repairers, joined by ``+``.
        """
        lengths = [one.end - one.start for one in self.passages]
        found = []
        for start, end, repairers in set(changes):
            low, high = _line(text, _moved(start, self.places, lengths), _moved(end, self.places, lengths, after=True))
            found.append(_Passage(low, high, tuple(repairers.split("+"))))
        return SetAside(tuple(_merged([*self.passages, *found])))

    def whole(self, text: str, repair: Repair, reason: str) -> Repair:
        """Return the repair of the whole text; the passages stay as they are.

        Args:
            text: the whole text.
            repair: the repair of the rest; no edit touches a place where a passage is missing.
            reason: what the :class:`textrepair.document.Failure` of each passage says.
        """
        if not self.passages:
            return repair
        lengths = [one.end - one.start for one in self.passages]
        steps = []
        places = self.places
        for step in repair.steps:
            steps.append(Patch(_put_back(step, places, lengths)))
            places = [step.to_target(place, place)[0] for place in places]
        patch = Patch(_put_back(repair.patch, self.places, lengths))
        kept_back = tuple(_put_back(repair.kept_back, self.places, lengths))
        failures = [
            Failure("chain", one.start, f"the line {reason} ({', '.join(one.repairers)}): it was left as it was")
            for one in self.passages
        ]
        made = patch.apply(text) if patch else text
        zones = tuple(
            zone._replace(
                start=_moved(zone.start, self.places, lengths, after=True), end=_moved(zone.end, self.places, lengths)
            )
            for zone in repair.zones
        )
        return Repair(text, made, patch, tuple(steps), kept_back, (*repair.failures, *failures), zones)


def _moved(offset: int, places: Sequence[int], lengths: Sequence[int], *, after: bool = False) -> int:
    """Return the offset in the whole text of an offset of the rest; at a missing passage, before or after it."""
    missing = (bisect_right if after else bisect_left)(places, offset)
    return offset + sum(lengths[:missing])


def _put_back(edits: Iterable[Edit], places: Sequence[int], lengths: Sequence[int]) -> Iterator[Edit]:
    shift = passed = 0
    for edit in edits:
        while passed < len(places) and places[passed] <= edit.start:
            shift += lengths[passed]
            passed += 1
        yield edit._replace(start=edit.start + shift, end=edit.end + shift)


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the lines of a span, or of the part of a long line around it."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    high = len(text) if high < 0 else high
    if high - low > _LONG_LINE:
        low = max(low, token_start(text, max(low, start - _NEAR), _LONGEST_TOKEN))
        high = min(high, token_end(text, min(high, end + _NEAR), _LONGEST_TOKEN))
    return low, high


def _merged(passages: Iterable[_Passage]) -> list[_Passage]:
    """Return passages in order, with passages that touch merged."""
    merged: list[_Passage] = []
    for one in sorted(passages):
        if merged and one.start <= merged[-1].end:
            before = merged.pop()
            names = tuple(sorted({*before.repairers, *one.repairers}))
            merged.append(_Passage(before.start, max(before.end, one.end), names))
        else:
            merged.append(one)
    return merged
