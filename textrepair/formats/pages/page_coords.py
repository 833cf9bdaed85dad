"""Outlines in PAGE: an attribute ``points``, or elements ``Point`` in versions before 2013."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from textrepair.formats.pages.boxes import Box, hull
from textrepair.formats.pages.markup import Markup, Splice, Tag, with_attributes

__all__ = ["box_of", "coords_with", "points_of"]

# No page has a place of more than nine digits, and Python refuses numbers of thousands. Possessive: what is read is not
# read again.
_POINT = re.compile(r"(?<![\d.])(-?\d{1,9}+)(?:\.\d{0,20}+)?+,(-?\d{1,9}+)(?!\d)")
_NUMBER = re.compile(r"\s*+(-?\d{1,9}+)(?:\.\d{0,20}+)?+\s*+")


def points_of(element: Any, prefix: str) -> list[tuple[int, int]]:
    """Return the corners of the outline of an element; none if the file does not say where it is.

    Args:
        element: of the tree.
        prefix: the namespace of the file in braces; empty if it has none.
    """
    for coords in element.iterchildren(f"{prefix}Coords"):
        found = [(int(x), int(y)) for x, y in _POINT.findall(coords.get("points") or "")]
        for point in coords.iterchildren(f"{prefix}Point"):
            x, y = _NUMBER.fullmatch(point.get("x") or ""), _NUMBER.fullmatch(point.get("y") or "")
            if x is not None and y is not None:
                found.append((int(x[1]), int(y[1])))
        return found
    return []


def box_of(element: Any, prefix: str) -> Box | None:
    """Return the smallest box in which an element lies, None if the file does not say where it is."""
    return hull([Box(x, y, x, y) for x, y in points_of(element, prefix)])


def coords_with(markup: Markup, coords: Any, tag: Tag, points: Sequence[tuple[int, int]], *, year: int) -> Splice:
    """Return what makes an element ``Coords`` say other points, in the way in which it says its own.

    Args:
        markup: the file.
        coords: the element.
        tag: its start tag.
        points: the corners.
        year: of the version of PAGE.
    """
    begin = markup.source[tag.start : tag.end]
    old = next(coords.iterchildren("{*}Point"), None)
    if old is None and (year >= 2013 or coords.get("points") is not None):
        written = " ".join(f"{x},{y}" for x, y in points)
        return Splice(tag.start, tag.end, with_attributes(begin, {"points": written}))
    inner = markup.source[tag.end : tag.content_end]
    gap = re.match(r"\s*", inner)
    tail = inner[len(inner.rstrip()) :]
    prefix = begin[1:].partition("Coords")[0]
    made = "".join(f'{gap[0] if gap else ""}<{prefix}Point x="{x}" y="{y}"/>' for x, y in points)
    if begin.endswith("/>"):
        return Splice(tag.start, tag.element_end, f"{begin[:-2].rstrip()}>{made}</{prefix}Coords>")
    return Splice(tag.end, tag.content_end, made + (tail if inner.strip() else ""))
