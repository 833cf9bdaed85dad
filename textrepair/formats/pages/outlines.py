"""Outlines of words, as PAGE has them: polygons that may slant, cut through where a word is divided."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["part", "rectangle"]


def rectangle(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the corners of the smallest upright rectangle in which some points lie.

    >>> rectangle([(0, 3), (5, 0), (4, 9)])
    [(0, 0), (5, 0), (5, 9), (0, 9)]
    """
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def part(points: Sequence[tuple[int, int]], low: float, high: float) -> list[tuple[int, int]]:
    """Return the part of a polygon between two shares of its width; its rectangle's, if nothing is left between.

    Args:
        points: the corners, in order.
        low, high: 0–1, from the left.

    >>> part([(0, 0), (10, 0), (10, 4), (0, 4)], 0.0, 0.5)
    [(0, 0), (5, 0), (5, 4), (0, 4)]
    """
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    start, end = round(left + (right - left) * low), round(left + (right - left) * high)
    kept = _clipped(_clipped(points, start, keep_right=True), end, keep_right=False)
    kept = [point for k, point in enumerate(kept) if point != kept[k - 1]]
    if len(kept) >= 3:
        return kept
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return [(start, top), (end, top), (end, bottom), (start, bottom)]


def _clipped(points: Sequence[tuple[int, int]], at: int, *, keep_right: bool) -> list[tuple[int, int]]:
    """Return the part of a polygon to one side of an upright line (Sutherland and Hodgman 1974)."""
    kept: list[tuple[int, int]] = []
    for k, (x, y) in enumerate(points):
        before_x, before_y = points[k - 1]
        inside, was_inside = (x >= at, before_x >= at) if keep_right else (x <= at, before_x <= at)
        if inside is not was_inside:
            kept.append((at, round(before_y + (y - before_y) * (at - before_x) / (x - before_x))))
        if inside:
            kept.append((x, y))
    return kept
