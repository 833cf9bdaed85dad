"""Boxes in ALTO: where an element stands, and how a box is divided between words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textrepair.formats.pages.advance_widths import advance
from textrepair.formats.pages.boxes import Box
from textrepair.formats.pages.markup import attribute, number_of

__all__ = ["box_in", "box_of", "cut_off", "divided", "geometry", "is_whole"]

_GEOMETRY = ("HPOS", "VPOS", "WIDTH", "HEIGHT")


def box_of(element: Any) -> Box | None:
    """Return where an element stands, None if the file does not say it."""
    return _box_from([element.get(name) for name in _GEOMETRY])


def box_in(begin: str) -> Box | None:
    """Return where an element stands by its start tag, None if the file does not say it."""
    return _box_from([attribute(begin, name) for name in _GEOMETRY])


def _box_from(values: Sequence[str | None]) -> Box | None:
    left, top, width, height = map(number_of, values)
    if left is None or top is None or width is None or height is None:
        return None
    return Box(left, top, left + width, top + height)


def is_whole(begin: str) -> bool:
    """Whether a box is told in whole numbers."""
    return all((attribute(begin, name) or "").strip().lstrip("-").isdigit() for name in _GEOMETRY)


def divided(whole: Box, parts: Sequence[tuple[float, float]], in_whole_numbers: bool) -> list[Box]:
    """Divide a box between words, each of which takes up a part of it (from and to, 0–1)."""
    return [
        Box(_at(whole, start, in_whole_numbers), whole.top, _at(whole, end, in_whole_numbers), whole.bottom)
        for start, end in parts
    ]


def cut_off(box: Box, text: str, hyphen: str, in_whole_numbers: bool) -> tuple[Box, Box]:
    """Divide a box between a word and the hyphen at its end."""
    middle = _at(box, advance(text) / (advance(text) + advance(hyphen)), in_whole_numbers)
    return box._replace(right=middle), box._replace(left=middle)


def _at(box: Box, share: float, in_whole_numbers: bool) -> float:
    position = box.left + (box.right - box.left) * share
    return min(max(round(position) if in_whole_numbers else round(position, 2), box.left), box.right)


def geometry(box: Box) -> dict[str, str | None]:
    """Return the attributes that say where an element stands."""
    values = (box.left, box.top, box.right - box.left, box.bottom - box.top)
    return {name: _spelt(value) for name, value in zip(_GEOMETRY, values, strict=True)}


def _spelt(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.4f}".rstrip("0")
