"""Edits and patches: what was changed, where, by whom and why.

A list of edits is at once the explanation of a repair, its undo, its diff and its offset map. Memory
grows with the number of edits, never with the length of the text.

All offsets are code points (what ``len`` counts) and half open: an edit replaces ``text[start:end]``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, overload

from textrepair.errors import PatchError, shortened
from textrepair.memory import cached_property

__all__ = ["Edit", "Patch"]

# So many edits of a patch are shown where it is printed.
_SHOWN = 3


class Edit(NamedTuple):
    """One change: ``text[start:end]`` becomes ``replacement``.

    Attributes:
        start: offset of the first code point replaced.
        end: offset after the last one; equal to ``start`` for an insertion.
        replacement: the text that takes its place; empty for a deletion.
        repairer: the name of the repairer that proposed it; several are joined by ``+``.
        reason: what a person would want to know.
        confidence: 0–1, how sure the change is right.

    >>> Edit(2, 3, "û", "stray-glyphs", "‘ao(t’ is no word", 0.99)
    Edit(start=2, end=3, replacement='û', repairer='stray-glyphs', reason='‘ao(t’ is no word', confidence=0.99)
    """

    start: int
    end: int
    replacement: str
    repairer: str
    reason: str = ""
    confidence: float = 1.0

    def __repr__(self) -> str:
        values = (f"{name}={shortened(repr(value))}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(values)})"


@dataclass(frozen=True)
class Patch(Sequence[Edit]):
    """Edits against one text, in order and without overlap.

    Args:
        edits: edits sorted by place; each starts at or after the end of the one before it.

    Raises:
        PatchError: edits overlap, are out of order, or have an end before their start.

    >>> patch = Patch([Edit(0, 1, "l", "elision-glyphs"), Edit(2, 3, "", "elision-glyphs")])
    >>> patch.apply("I’ homme")
    'l’homme'
    >>> patch.inverse("I’ homme").apply("l’homme")
    'I’ homme'
    >>> patch.to_source(2, 7)  # where ‘homme’ stood
    (2, 8)
    """

    edits: tuple[Edit, ...] = ()

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        ordered = tuple(edits)
        position = 0
        for edit in ordered:
            if not position <= edit.start <= edit.end:
                raise PatchError(
                    f"edit {edit.start}:{edit.end} by {edit.repairer or 'nobody'} overlaps the edit before it, "
                    f"which ends at {position}, or ends before it starts: sort the edits and drop overlaps"
                )
            position = edit.end
        object.__setattr__(self, "edits", ordered)

    def __repr__(self) -> str:
        if len(self.edits) <= _SHOWN:
            return f"{type(self).__name__}({list(self.edits)!r})"
        return f"<{type(self).__name__}: {len(self.edits):,} edits>"

    def __reduce__(self) -> tuple[type[Patch], tuple[tuple[Edit, ...]]]:
        # The edits alone: what was computed from them stays here.
        return type(self), (self.edits,)

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Edit, ...]: ...
    def __getitem__(self, index: int | slice) -> Edit | tuple[Edit, ...]:
        return self.edits[index]

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)

    def __len__(self) -> int:
        return len(self.edits)

    def apply(self, source: str) -> str:
        """Return the text with every edit made.

        Raises:
            PatchError: an edit lies outside the text.
        """
        if self.edits and self.edits[-1].end > len(source):
            raise PatchError(
                f"edit {self.edits[-1].start}:{self.edits[-1].end} lies outside the text, which has {len(source)} "
                "code points: apply a patch only to the text that it was made for"
            )
        pieces: list[str] = []
        position = 0
        for edit in self.edits:
            pieces.append(source[position : edit.start])
            pieces.append(edit.replacement)
            position = edit.end
        pieces.append(source[position:])
        return "".join(pieces)

    def inverse(self, source: str) -> Patch:
        """Return the patch that leads from the repaired text back to ``source``.

        Args:
            source: the text that this patch is for; what the edits took away is read from it.
        """
        return Patch(
            edit._replace(start=start, end=end, replacement=source[edit.start : edit.end])
            for edit, start, end in zip(self.edits, self._target_starts, self._target_ends, strict=True)
        )

    def compose(self, later: Patch) -> Patch:
        """Return one patch that does what this one and then ``later`` do.

        Edits of the two patches that touch each other become one edit, which carries both names and
        reasons and the lower confidence.

        Args:
            later: a patch against the text that this patch produces.

        >>> first = Patch([Edit(3, 3, "e", "a")])
        >>> first.compose(Patch([Edit(0, 1, "L", "b"), Edit(4, 5, "", "c")])).apply("les fs")
        'Lesefs'
        """
        merged: list[Edit] = []
        i = j = 0
        shift = 0  # how much longer the text is after the edits of this patch that were passed
        while i < len(self.edits) or j < len(later.edits):
            first_i, first_j = i, j
            reach_own = reach_later = -1  # how far the cluster's edits go in the middle text
            if j == len(later.edits) or (i < len(self.edits) and self._target_starts[i] <= later.edits[j].start):
                reach_own, i = self._target_ends[i], i + 1
            else:
                reach_later, j = later.edits[j].end, j + 1
            grown = True
            while grown:
                grown = False
                if i < len(self.edits) and self._target_starts[i] <= reach_later:
                    reach_own, i, grown = max(reach_own, self._target_ends[i]), i + 1, True
                if j < len(later.edits) and later.edits[j].start <= reach_own:
                    reach_later, j, grown = max(reach_later, later.edits[j].end), j + 1, True
            own = range(first_i, i)
            merged.append(self._merge(own, later.edits[first_j:j], shift))
            shift += sum(len(self.edits[k].replacement) - (self.edits[k].end - self.edits[k].start) for k in own)
        return Patch(merged)

    def _merge(self, own: range, later: Sequence[Edit], shift: int) -> Edit:
        """Make one edit of a cluster of touching edits: ``own`` indexes this patch's."""
        if not later:
            return self.edits[own[0]]
        if not own:
            (edit,) = later
            return edit._replace(start=edit.start - shift, end=edit.end - shift)
        low = min(self._target_starts[own[0]], later[0].start)
        high = max(self._target_ends[own[-1]], later[-1].end)
        # Whatever of low:high the later edits leave is covered by this patch's own replacements.
        pieces: list[str] = []
        position = low
        for edit in later:
            pieces.append(self._written(own, position, edit.start))
            pieces.append(edit.replacement)
            position = edit.end
        pieces.append(self._written(own, position, high))
        members = [*(self.edits[k] for k in own), *later]
        return Edit(
            self.edits[own[0]].start - (self._target_starts[own[0]] - low),
            self.edits[own[-1]].end + (high - self._target_ends[own[-1]]),
            "".join(pieces),
            "+".join(dict.fromkeys(name for member in members for name in member.repairer.split("+"))),
            "; ".join(dict.fromkeys(member.reason for member in members if member.reason)),
            min(member.confidence for member in members),
        )

    def _written(self, own: range, start: int, end: int) -> str:
        """Return what this patch's edits ``own`` wrote between two offsets of the middle text."""
        # A cluster may hold all edits of a text: only those between the offsets are looked at.
        first = bisect_right(self._target_ends, start, own.start, own.stop)
        beyond = bisect_left(self._target_starts, end, first, own.stop)
        return "".join(
            self.edits[k].replacement[max(0, start - self._target_starts[k]) : max(0, end - self._target_starts[k])]
            for k in range(first, beyond)
        )

    def without_idle(self, source: str) -> Patch:
        """Return the patch without the edits that change nothing in ``source``."""
        return Patch(edit for edit in self.edits if source[edit.start : edit.end] != edit.replacement)

    @cached_property
    def _shifts(self) -> list[int]:
        """How much each edit has lengthened the text by its end, cumulated."""
        return list(accumulate(len(edit.replacement) - (edit.end - edit.start) for edit in self.edits))

    @cached_property
    def _source_starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _source_ends(self) -> list[int]:
        return [edit.end for edit in self.edits]

    @cached_property
    def _target_ends(self) -> list[int]:
        return [edit.end + shift for edit, shift in zip(self.edits, self._shifts, strict=True)]

    @cached_property
    def _target_starts(self) -> list[int]:
        return [end - len(edit.replacement) for edit, end in zip(self.edits, self._target_ends, strict=True)]

    def to_target(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the repaired text that ``source[start:end]`` became.

        A span that ends within an edit takes in the whole edit; one that ends where text was inserted
        or deleted takes that in too. Mapped there and back, a span never shrinks.

        Args:
            start, end: offsets in code points in the source.
        """
        return _map_span(start, end, self._source_starts, self._source_ends, self._target_starts, self._target_ends)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that ``target[start:end]`` came from.

        See :meth:`to_target` for what happens at the edges of edits.

        Args:
            start, end: offsets in code points in the repaired text.
        """
        return _map_span(start, end, self._target_starts, self._target_ends, self._source_starts, self._source_ends)


def _map_span(
    start: int, end: int, from_starts: list[int], from_ends: list[int], to_starts: list[int], to_ends: list[int]
) -> tuple[int, int]:
    """Map a span between the two sides of a patch, whose edits' spans are given for each side."""
    k = bisect_left(from_ends, start)
    while k < len(from_ends) and from_ends[k] == start and from_starts[k] < start:
        k += 1
    if k < len(from_starts) and from_starts[k] <= start:
        mapped_start = to_starts[k]
    else:
        mapped_start = start + (to_ends[k - 1] - from_ends[k - 1] if k else 0)
    k = bisect_right(from_starts, end) - 1
    while k >= 0 and from_starts[k] == end and from_ends[k] > end:
        k -= 1
    inside = k >= 0 and from_ends[k] >= end
    mapped_end = to_ends[k] if inside else end + (to_ends[k] - from_ends[k] if k >= 0 else 0)
    return mapped_start, mapped_end
