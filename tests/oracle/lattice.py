"""The lattice of readings, laid out plainly, and weighed by trying every path.

Proposals that touch each other, or stand in one token, form a *slot*. Every way of making some of them is a *reading*
of the slot; "leave it" is a reading like any other. Slots with nothing but white space between them are linked: what
the language model charges for one depends on how the other is read. Linked slots are a *lattice*, with the words left
and right of it as its ends. Costs are in nats. :mod:`textrepair.core.weighing` weighs it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from textrepair.core import END, Pack, Proposal, Sourced, View, token_end, token_start
from textrepair.core.judgement import Reading, Slot
from textrepair.tables.ngrams import continues

__all__ = ["Lattice", "LatticeMaker", "posteriors"]

# The language model takes these signs for punctuation, although running text hardly ever holds them.
_RARE_SIGNS = frozenset("&|®€<>~^_{}\\")
# Limits of one slot. It takes _CROWD proposals and keeps the _CHANGES cheapest. If they form more than _SETS sets, only
# the sets of the _BEST cheapest proposals are tried. The _KEPT cheapest readings are kept.
_CROWD = 128
_CHANGES = 32
_SETS = 256
_BEST = 8
_KEPT = 24
# How far to look for the words to the left and right, in characters.
_CONTEXT = 60
_BLANK = "\n\n"


class Lattice(NamedTuple):
    """Linked slots, and the words beside them.

    Attributes:
        slots: the slots, in order.
        left, right: the words before the first slot and after the last one, as tokens of the language model.
    """

    slots: tuple[Slot, ...]
    left: str
    right: str


class _Laid(NamedTuple):
    """A reading of a slot, independent of the place of the slot: its makers are indexes in a list of proposals."""

    text: str
    makers: tuple[int, ...]
    cost: float
    first: str
    last: str


class LatticeMaker:
    """Makes the lattices of texts, and computes the costs of their words.

    Args:
        pack: the language.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        prices = pack.prices
        self._letter = prices["unknown-letter"]
        self._unknown_word, self._sign, self._rare_sign = (
            prices["unknown-word"],
            prices["sign-in-word"],
            prices["sign-rare"],
        )

    def lattices(self, view: View, proposals: Iterable[Sourced]) -> Iterator[Lattice]:
        """Yield the lattices of a text, in order.

        Args:
            view: the text that the proposals are for.
            proposals: the proposals of any number of repairers, in any order.
        """
        slots: list[Slot] = []
        for start, end, window in _windows(view.text, proposals):
            gap = view.text[slots[-1].end : start] if slots else ""
            if slots and (not gap.isspace() or _is_break(view.text, slots[-1].end, start)):
                yield self._lattice(view, slots)
                slots = []
            slots.append(Slot(start, end, self._readings(view, start, end, window)))
        if slots:
            yield self._lattice(view, slots)

    def _lattice(self, view: View, slots: Sequence[Slot]) -> Lattice:
        return Lattice(tuple(slots), self._before(view, slots[0].start), self._after(view, slots[-1].end))

    def _readings(self, view: View, start: int, end: int, window: Sequence[Sourced]) -> tuple[Reading, ...]:
        """Return the readings of a slot, "leave it" first; of readings with the same text, the cheapest."""
        local = tuple(Proposal(proposal.start - start, proposal.end - start, *proposal[2:]) for _, proposal in window)
        return tuple(
            Reading(text, tuple([window[place] for place in makers]), cost, first, last)
            for text, makers, cost, first, last in self._lay_out(view.text[start:end], local)
        )

    def _lay_out(self, stands: str, proposals: tuple[Proposal, ...]) -> list[_Laid]:
        """Return the readings of a span of text with its proposals, which are sorted and have offsets in the span."""
        places = range(len(proposals))
        sets = list(islice(_sets(places, proposals), _SETS + 1))
        if len(sets) > _SETS:
            alone = sorted(places, key=lambda place: self._laid(stands, (place,), proposals).cost)
            sets = list(_sets(sorted(alone[:_BEST], key=proposals.__getitem__), proposals))
        found: dict[str, _Laid] = {}
        for makers in sets:
            laid = self._laid(stands, makers, proposals)
            known = found.get(laid.text)
            if known is None or (laid.cost < known.cost and known.makers):
                found[laid.text] = laid
        leave, *others = found.values()
        return [leave, *sorted(others, key=lambda laid: (laid.cost, laid.text))[: _KEPT - 1]]

    def _laid(self, stands: str, makers: tuple[int, ...], proposals: Sequence[Proposal]) -> _Laid:
        pieces = []
        channel = 0.0
        position = 0
        for place in makers:
            start, end, replacement, _, price, _ = proposals[place]
            pieces += [stands[position:start], replacement]
            position = end
            channel += price
        text = "".join([*pieces, stands[position:]])
        first, last, cost = self.text_cost(text)
        return _Laid(text, makers, cost + channel, first, last)

    def text_cost(self, text: str) -> tuple[str, str, float]:
        """Return the words at the ends of a text, and the nats of its words and of spelling out unknown ones."""
        first = last = ""
        cost = 0.0
        for token in text.split():
            begins, ends, own = self._token_cost(token)
            cost += own
            if begins:
                cost += self._pack.pair_cost(last, begins) if last else 0.0
                first = first or begins
                last = ends
        return first, last, cost

    def _token_cost(self, token: str) -> tuple[str, str, float]:
        """Return the words at the ends of a token, and the nats of its words and of spelling out unknown ones."""
        tokens = self._pack.tokenise(token)
        cost = self._pack.model.path_cost(tokens)
        if token in _RARE_SIGNS:
            cost += self._rare_sign
        for low, high in self._pack.unknown_parts(token):
            cost += self._pack.spelling_cost(token[low:high])
        for low, high in self._pack.mixed_parts(token):
            digits = sum(map(str.isdigit, token[low:high]))
            cost += self._letter * (high - low) + self._sign * digits + self._unknown_word
        return (tokens[0], tokens[-1], cost) if tokens else ("", "", cost)

    def _before(self, view: View, offset: int) -> str:
        """Return the word before an offset; the end of a sentence where a text or a paragraph begins."""
        low = max(0, offset - _CONTEXT)
        text = view.text[low:offset].rstrip()
        tokens = text.rsplit(maxsplit=1)
        if not tokens or _is_break(view.text, low + len(text), offset):
            return END
        # The limit may cut a word in two. Such long words hardly occur.
        return self._token_cost(tokens[-1])[1] or END

    def _after(self, view: View, offset: int) -> str:
        high = min(len(view.text), offset + _CONTEXT)
        text = view.text[offset:high].lstrip()
        tokens = text.split(maxsplit=1)
        if not tokens or _is_break(view.text, offset, high - len(text)):
            return END
        return self._token_cost(tokens[0])[0] or END


def _windows(text: str, proposals: Iterable[Sourced]) -> Iterator[tuple[int, int, list[Sourced]]]:
    """Yield the groups of proposals that overlap, touch, or share a token, each with the span of its tokens."""
    window: list[Sourced] = []
    first = reach = -1
    for sourced in sorted(proposals, key=lambda sourced: (sourced.proposal.start, sourced.proposal.end, sourced)):
        start, end = sourced.proposal[:2]
        if len(window) >= _CROWD and start < reach:
            continue  # a group this large is noise: further proposals that reach into it are dropped
        if window and (start > reach or len(window) >= _CROWD):
            yield first, reach, _cheapest(window)
            window = []
        if not window:
            first = max(reach, token_start(text, start, _CONTEXT))
        window.append(sourced)
        reach = max(reach, token_end(text, end, _CONTEXT))
    if window:
        yield first, reach, _cheapest(window)


def _cheapest(window: list[Sourced]) -> list[Sourced]:
    """Return the cheapest proposals in the order given; of equal ones, the first."""
    if len(window) <= _CHANGES:
        return window
    kept = sorted(range(len(window)), key=lambda place: (window[place].proposal.cost, place))[:_CHANGES]
    return [window[place] for place in sorted(kept)]


def _sets(places: Sequence[int], proposals: Sequence[Proposal]) -> Iterator[tuple[int, ...]]:
    """Yield every set of proposals that do not overlap, as indexes, the empty set first."""
    yield ()
    for k, first in enumerate(places):
        end = proposals[first].end
        rest = [other for other in places[k + 1 :] if proposals[other].start >= end]
        if rest:
            for others in _sets(rest, proposals):
                yield (first, *others)
        else:
            yield (first,)


def _is_break(text: str, start: int, end: int) -> bool:
    """Return whether the white space ``text[start:end]`` holds an empty line that ends a sentence."""
    return _BLANK in text[start:end] and not continues(text, start, end)


def posteriors(lattice: Lattice, pack: Pack) -> tuple[list[int], list[list[float]]]:
    """Return the readings on the cheapest path, and −ln of the posterior of each reading of each slot."""
    paths: dict[tuple[int, ...], float] = {}
    for path in itertools.product(*(range(len(slot.readings)) for slot in lattice.slots)):
        chosen = [slot.readings[place] for slot, place in zip(lattice.slots, path, strict=True)]
        lasts = [lattice.left, *(reading.last for reading in chosen)]
        firsts = [*(reading.first for reading in chosen), lattice.right]
        joins = (pack.pair_cost(last, first) for last, first in zip(lasts, firsts, strict=True) if last and first)
        paths[path] = sum(reading.cost for reading in chosen) + sum(joins)
    least = min(paths.values())
    whole = math.fsum(math.exp(least - cost) for cost in paths.values())
    shares = [
        [
            math.fsum(math.exp(least - cost) for path, cost in paths.items() if path[place] == reading) / whole
            for reading in range(len(slot.readings))
        ]
        for place, slot in enumerate(lattice.slots)
    ]
    best = min(paths, key=paths.__getitem__)
    return list(best), [[-math.log(share) if share else math.inf for share in column] for column in shares]
