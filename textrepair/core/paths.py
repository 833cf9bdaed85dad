"""The ways through a lattice: the cheapest one, and the share that each reading has of all.

The cheapest way is found by the Viterbi algorithm, the shares by the forward-backward algorithm (L. R. Rabiner, "A
Tutorial on Hidden Markov Models", Proc. IEEE 77, 1989): the readings of a slot are the states, what the language model
charges between them the transitions. Costs are in nats, by slot and reading; joins by slot, reading and reading before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["Columns", "Joins", "backward_costs", "cheapest_way", "forward_costs", "total_cost"]

Columns = list[list[float]]
Joins = list[list[list[float]]]


def cheapest_way(own: Columns, joins: Joins, ends: tuple[list[float], list[float]]) -> list[int]:
    """Return the reading of each slot on the cheapest way; of equals, the first."""
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


def total_cost(costs: Sequence[float]) -> float:
    """Return −ln of the sum of the chances of which ``costs`` are −ln."""
    floor = min(costs)
    exp = math.exp
    return floor - math.log(sum([exp(floor - cost) for cost in costs]))


def forward_costs(own: Columns, joins: Joins, end: list[float]) -> Columns:
    """Return −ln of the weight of all ways up to each reading, itself among them."""
    columns = [[a + b for a, b in zip(end, own[0], strict=True)]]
    for column, table in zip(own[1:], joins, strict=True):
        before = columns[-1]
        # Readings that begin alike share their row, and so what comes before them.
        totals: dict[int, float] = {}
        for row in table:
            if id(row) not in totals:
                totals[id(row)] = total_cost([a + b for a, b in zip(before, row, strict=True)])
        columns.append([here + totals[id(row)] for here, row in zip(column, table, strict=True)])
    return columns


def backward_costs(own: Columns, joins: Joins, end: list[float]) -> Columns:
    """Return −ln of the weight of all ways on from each reading, itself not among them."""
    columns = [end]
    for column, table in zip(reversed(own[1:]), reversed(joins), strict=True):
        after = [a + b for a, b in zip(column, columns[-1], strict=True)]
        columns.append(
            [total_cost([a + b for a, b in zip(after, rows, strict=True)]) for rows in zip(*table, strict=True)]
        )
    return columns[::-1]
