"""The paths through a lattice: the cheapest path, and the posterior probability of each reading.

The Viterbi algorithm finds the cheapest path, the forward-backward algorithm the posteriors (L. R. Rabiner, "A Tutorial
on Hidden Markov Models", Proc. IEEE 77, 1989). The readings of a slot are the states, and the costs of the language
model between them are the transitions. Costs are in nats, by slot and reading; joins are by slot, reading, and reading
of the slot before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from textrepair.core.lattice import Lattice, Slot

__all__ = ["Weighed", "best_change", "weigh"]

Columns = list[list[float]]
Joins = list[list[list[float]]]
_Cost = Callable[[str, str], float]


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
