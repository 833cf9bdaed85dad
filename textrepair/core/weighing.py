"""Weighing a lattice: the paths through it, and what the confusions that come back in the document change.

The cheapest path is found by the Viterbi algorithm, the share that each reading has of all paths by the
forward-backward algorithm (L. R. Rabiner, "A Tutorial on Hidden Markov Models", Proc. IEEE 77, 1989): the readings of a
slot are the states, what the language model charges between them the transitions. Costs are in nats, by slot and
reading; joins by slot, reading and reading before.

An engine that reads ``lh`` and ``dejh`` reads h for à, and then a lone ``h`` is à. Such confusions are counted in
different words: one damaged word is no rule.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from textrepair.core.lattice import Lattice, Slot
from textrepair.core.pack import Pack
from textrepair.core.statistics import Inventory
from textrepair.memory import Memory

__all__ = ["Recurrences", "Weighed", "best_change", "confusions_in", "weigh"]

Columns = list[list[float]]
Joins = list[list[list[float]]]
_Cost = Callable[[str, str], float]

# One word counts so often at the most, however often it occurs.
_OFTEN = 3
# In so many words besides the one in question must a confusion occur to recur; it weighs against so many readings by
# the general table.
_OTHER_TYPES, _PRIOR_READ = 2, 200.0
# The event of a confusion that is in no table.
_ANY_CONFUSION = "letter-misread"
# Stands for every letter that is lost; no text holds it.
_LOST = "\ue000"
# Confusions of so many characters on one side are no pattern.
_PIECE = 3


class Weighed(NamedTuple):
    """A slot with the posteriors of its readings.

    Attributes:
        slot: the slot.
        best: the index of the reading on the cheapest path.
        nats: for each reading, −ln of its posterior probability, 0 or more.
    """

    slot: Slot
    best: int
    nats: list[float]


def best_change(weighed: Weighed) -> int:
    """Return the index of the reading on the cheapest path; if it changes nothing, that of the likeliest change."""
    return weighed.best or min(range(1, len(weighed.nats)), key=weighed.nats.__getitem__)


def weigh(lattice: Lattice, pair_cost: _Cost, prices: Sequence[Sequence[float]]) -> list[Weighed]:
    """Find the cheapest path, and the posterior of every reading.

    Args:
        lattice: the slots.
        pair_cost: returns the cost of one token after another, in nats.
        prices: for each slot and each of its readings, further nats that it costs.
    """
    slots = lattice.slots
    if len(slots) == 1:
        return [_weighed_alone(lattice, pair_cost, prices[0])]
    own = [
        [reading.cost + price for reading, price in zip(slot.readings, column, strict=True)]
        for slot, column in zip(slots, prices, strict=True)
    ]
    # The cost of each reading after each reading of the slot before: [slot][reading][reading before].
    joins = [_joined(left, right, pair_cost) for left, right in pairwise(slots)]
    ends = (
        [pair_cost(lattice.left, reading.first) if reading.first else 0.0 for reading in slots[0].readings],
        [pair_cost(reading.last, lattice.right) if reading.last else 0.0 for reading in slots[-1].readings],
    )
    best = _cheapest_path(own, joins, ends)
    forward, backward = _forward_costs(own, joins, ends[0]), _backward_costs(own, joins, ends[1])
    weighed = []
    for slot, ahead, behind, chosen in zip(slots, forward, backward, best, strict=True):
        totals = [a + b for a, b in zip(ahead, behind, strict=True)]
        whole = _total_cost(totals)
        weighed.append(Weighed(slot, chosen, [max(0.0, nats - whole) for nats in totals]))
    return weighed


def _weighed_alone(lattice: Lattice, pair_cost: _Cost, prices: Sequence[float]) -> Weighed:
    """Do the same for a lattice with one slot, as most have: each reading has one path."""
    (slot,), left, right = lattice
    totals = [
        (pair_cost(left, reading.first) if reading.first else 0.0)
        + (reading.cost + price)
        + (pair_cost(reading.last, right) if reading.last else 0.0)
        for reading, price in zip(slot.readings, prices, strict=True)
    ]
    whole = _total_cost(totals)
    return Weighed(slot, totals.index(min(totals)), [max(0.0, nats - whole) for nats in totals])


def _joined(left: Slot, right: Slot, pair_cost: _Cost) -> list[list[float]]:
    """Return the cost of each reading after each reading of the slot before; equal first words share a row."""
    lasts = [before.last for before in left.readings]
    rows: dict[str, list[float]] = {}
    for here in right.readings:
        first = here.first
        if first not in rows:
            rows[first] = [pair_cost(last, first) if last and first else 0.0 for last in lasts]
    return [rows[here.first] for here in right.readings]


def _cheapest_path(own: Columns, joins: Joins, ends: tuple[list[float], list[float]]) -> list[int]:
    """Return the index of each slot's reading on the cheapest path; the first one where costs are equal."""
    costs = [a + b for a, b in zip(ends[0], own[0], strict=True)]
    steps: list[list[int]] = []
    for column, table in zip(own[1:], joins, strict=True):
        step, following = [], []
        for here, row in zip(column, table, strict=True):
            totals = [a + b for a, b in zip(costs, row, strict=True)]
            least = min(totals)
            step.append(totals.index(least))
            following.append(least + here)
        steps.append(step)
        costs = following
    costs = [a + b for a, b in zip(costs, ends[1], strict=True)]
    path = [costs.index(min(costs))]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return path[::-1]


def _total_cost(costs: Sequence[float]) -> float:
    """Return −ln of the sum of the probabilities whose −ln are ``costs``."""
    floor = min(costs)
    exp = math.exp
    return floor - math.log(sum([exp(floor - cost) for cost in costs]))


def _forward_costs(own: Columns, joins: Joins, end: list[float]) -> Columns:
    """Return −ln of the weight of all paths up to each reading, including the reading."""
    columns = [[a + b for a, b in zip(end, own[0], strict=True)]]
    for column, table in zip(own[1:], joins, strict=True):
        before = columns[-1]
        # Readings with the same first word share their row, and therefore their sum.
        totals: dict[int, float] = {}
        for row in table:
            if id(row) not in totals:
                totals[id(row)] = _total_cost([a + b for a, b in zip(before, row, strict=True)])
        columns.append([here + totals[id(row)] for here, row in zip(column, table, strict=True)])
    return columns


def _backward_costs(own: Columns, joins: Joins, end: list[float]) -> Columns:
    """Return −ln of the weight of all paths after each reading, without the reading."""
    columns = [end]
    for column, table in zip(reversed(own[1:]), reversed(joins), strict=True):
        after = [a + b for a, b in zip(column, columns[-1], strict=True)]
        columns.append(
            [_total_cost([a + b for a, b in zip(after, rows, strict=True)]) for rows in zip(*table, strict=True)]
        )
    return columns[::-1]


def confusions_in(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the confusions in which a word and its repair differ, as printed and read; empty if they are no pattern.

    >>> confusions_in("dejh", "déjà"), confusions_in("trs", "très"), confusions_in("guene", "guerre")
    ((('é', 'e'), ('à', 'h')), (('è', ''),), (('rr', 'n'),))
    """
    before, after = before.lower(), after.lower()
    same = [
        (operation.src_start, operation.src_end, operation.dest_start, operation.dest_end)
        for operation in Levenshtein.opcodes(before, after)
        if operation.tag == "equal"
    ]
    found = []
    source = target = 0
    # Everything between two equal parts is one confusion, such as an insertion beside a replacement.
    for start, end, begins, ends in [*same, (len(before), len(before), len(after), len(after))]:
        if (start, begins) != (source, target):
            read, printed = before[source:start], after[target:begins]
            if len(read) > _PIECE or len(printed) > _PIECE:
                return ()
            found.append((printed, read))
        source, target = end, ends
    return tuple(found)


class Recurrences:
    """The confusions that recur in a document.

    Args:
        changes: the likely changes: what stands, its repair, and the text of the slot.
        inventory: how often each character occurs in the document.
        pack: the language, whose confusion table holds the general costs.
        confusions: the memory of :func:`confusions_in`.
        lost: the letters that the document has lost. An engine that drops one of them drops others, so they count as
            one confusion.
    """

    def __init__(
        self,
        changes: Iterable[tuple[str, str, str]],
        inventory: Inventory,
        pack: Pack,
        confusions: Memory[tuple[str, str], tuple[tuple[str, str], ...]],
        lost: Iterable[str] = (),
    ) -> None:
        self._confusions = confusions
        self._lost = frozenset(lost)
        words: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for before, after, slot in changes:
            for confusion in self._kinds(before, after):
                words[confusion][slot] += 1
        general = pack.confusion_costs
        any_confusion = pack.prices[_ANY_CONFUSION]
        self._gains: dict[tuple[str, str], float] = {}
        self._words: Mapping[tuple[str, str], Counter[str]] = words
        for (printed, read), seen in words.items():
            if len(seen) <= _OTHER_TYPES:
                continue
            times = sum(min(count, _OFTEN) for count in seen.values())
            if printed == _LOST:
                came = sum(inventory[letter] for letter in self._lost)
            else:
                came = min((inventory[letter] for letter in printed), default=inventory.total)
            usual = math.exp(-general.get((printed, read), any_confusion))
            share = (times + _PRIOR_READ * usual) / (times + came + _PRIOR_READ)
            if share > usual:
                self._gains[printed, read] = math.log(share / usual)

    def _kinds(self, before: str, after: str) -> Iterator[tuple[str, str]]:
        """Yield the confusions in which a word and its repair differ; all dropped letters are the same confusion."""
        for printed, read in self._confusions[before, after]:
            yield (_LOST if not read and printed in self._lost else printed), read

    @property
    def any(self) -> bool:
        """Whether any confusion is more frequent in the document than in general."""
        return bool(self._gains)

    def gain(self, before: str, after: str, slot: str) -> float:
        """Return by how many nats a change is cheaper in the document than in general; 0 if nothing recurs.

        A confusion counts only if it occurs in other slots as well.

        Args:
            before: what stands.
            after: its repair.
            slot: the text of the slot in which it stands.
        """
        gain = 0.0
        for confusion in self._kinds(before, after):
            if confusion in self._gains and self._others(confusion, slot) >= _OTHER_TYPES:
                gain += self._gains[confusion]
        return gain

    def types(self, before: str, after: str, slot: str) -> int:
        """Return in how many other slots the rarest confusion of a change occurs in a likely change."""
        return min((self._others(confusion, slot) for confusion in self._kinds(before, after)), default=0)

    def _others(self, confusion: tuple[str, str], slot: str) -> int:
        seen: Mapping[str, int] = self._words.get(confusion, {})
        return len(seen) - (slot in seen)
