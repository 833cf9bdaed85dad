"""Boxes on a page: the hull of several, and how a box is shared out to words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textrepair.formats.pages.advance_widths import advance

__all__ = ["Box", "hull", "shares"]


class Box(NamedTuple):
    """A rectangle on a page, in the units of its file."""

    left: float
    top: float
    right: float
    bottom: float


def hull(boxes: Sequence[Box | None]) -> Box | None:
    """Return the smallest box in which all of some boxes lie; None if there is none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Box(
        min(box.left for box in known),
        min(box.top for box in known),
        max(box.right for box in known),
        max(box.bottom for box in known),
    )


def shares(tokens: Sequence[str]) -> list[tuple[float, float]]:
    """Return which part of a stretch of print each of some words takes up: from and to, 0–1.

    >>> shares(["la", "lutte"])  # doctest: +ELLIPSIS
    [(0.0, 0.26...), (0.35..., 1.0)]
    """
    space = advance(" ")
    widths = [advance(token) for token in tokens]
    total = (sum(widths) + space * (len(tokens) - 1)) or 1
    found = []
    position = 0
    for width in widths:
        found.append((position / total, (position + width) / total))
        position += width + space
    return found
