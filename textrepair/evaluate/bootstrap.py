"""Confidence intervals by the bootstrap: what the figures would be on other documents of the same kind.

Documents are drawn with replacement; records that show the same page in several readings are drawn together,
since they are no independent evidence (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 8 and 13).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

__all__ = ["Interval", "intervals"]

_COVERAGE = 0.95


class Interval(NamedTuple):
    """The bounds between which a figure lies with 95 % confidence."""

    low: float
    high: float


def intervals(
    rows: Iterable[tuple[str, Sequence[int]]],
    figures: Mapping[str, Callable[[Sequence[int]], float]],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> dict[str, Interval]:
    """Return the 95 % percentile interval of figures that are functions of sums.

    Args:
        rows: for each document the group that it is drawn with, and its counts; their order does not matter.
        figures: by name, what makes a figure of the counts summed over the documents drawn.
        resamples: how often the documents are drawn; 0 for no intervals.
        seed: of the random numbers: the same seed gives the same intervals.

    Returns:
        An interval for each figure; none at all if there are fewer than two groups to draw from.

    >>> rows = [(str(k), (k % 5 == 0, 10)) for k in range(100)]
    >>> intervals(rows, {"rate": lambda sums: sums[0] / sums[1]})["rate"]
    Interval(low=0.013, high=0.028)
    """
    groups: dict[str, list[Sequence[int]]] = {}
    for group, row in rows:
        groups.setdefault(group, []).append(row)
    if len(groups) < 2 or resamples < 1:
        return {}
    summed = [[sum(column) for column in zip(*groups[group], strict=True)] for group in sorted(groups)]
    columns = list(zip(*summed, strict=True))
    draw = random.Random(seed)
    indexes = range(len(summed))
    drawn: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(resamples):
        chosen = itemgetter(*draw.choices(indexes, k=len(summed)))
        sums = [sum(chosen(column)) for column in columns]
        for name, figure in figures.items():
            drawn[name].append(figure(sums))
    return {name: _percentiles(sorted(values)) for name, values in drawn.items()}


def _percentiles(values: Sequence[float]) -> Interval:
    """The bounds that leave out half of what is not covered at each end."""
    cut = int(len(values) * (1 - _COVERAGE) / 2)
    return Interval(values[cut], values[len(values) - 1 - cut])
