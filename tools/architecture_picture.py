"""Draw groups of files in layers, with arrows between the groups: SVG as text, the same each time.

Used by `tools/import_graph.py`. An arrow is drawn unless a path of other arrows leads to the same group; each box also
names in words all groups that it imports. A number says how many files of the group import from the other. Boxes are
light with dark letters and lines are grey, so that the picture reads on light and dark pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Box", "draw"]

# Sizes in pixels.
WIDTH, MARGIN, GAP, BETWEEN = 1000, 12, 16, 46
LINE, TITLE, PAD = 14, 20, 10
LETTER = 6.8  # the width of a letter
STYLE = """<style>
text { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #24292f }
.title { font-weight: bold; font-size: 13px }
.imports { fill: #57606a; font-style: italic }
.number { fill: #24292f; text-anchor: middle; font-size: 10px }
rect { fill: #f6f8fa; stroke: #8c959f }
.pill { stroke: none }
path { fill: none; stroke: #8c959f; stroke-width: 1.3; marker-end: url(#head) }
.up { stroke: #cf222e; stroke-dasharray: 4 3 }
marker path { fill: #8c959f; stroke: none; marker-end: none }
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0L8 4L0 8z"/></marker></defs>"""


class Box(NamedTuple):
    """A group of files.

    Attributes:
        title: its name.
        files: the names of its files.
        imports: the groups that it imports, and how many of its files do so.
    """

    title: str
    files: Sequence[str]
    imports: Mapping[str, int]


class Placed(NamedTuple):
    """A box in the picture: its top left corner and its size in pixels, its lines of text, its layer (0: the top)."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    files: Sequence[str]
    imports: Sequence[str]
    layer: int


def wrapped(words: Sequence[str], width: float) -> list[str]:
    """Lay words out in lines of so many pixels."""
    lines: list[str] = []
    for word in words:
        if lines and (len(lines[-1]) + 2 + len(word)) * LETTER <= width:
            lines[-1] += f"  {word}"
        else:
            lines.append(word)
    return lines


def placed(layers: Sequence[Sequence[Box]]) -> list[Placed]:
    """Give each box its place: boxes of a layer side by side, as wide as their files need."""
    found: list[Placed] = []
    top = float(MARGIN)
    for number, layer in enumerate(layers):
        room = WIDTH - 2 * MARGIN - GAP * (len(layer) - 1)
        least = 190 if len(layer) > 1 else room
        weights = [max(1, sum(map(len, box.files))) for box in layer]
        spare = room - least * len(layer)
        left, row = float(MARGIN), []
        for box, weight in zip(layer, weights, strict=True):
            width = round(least + spare * weight / sum(weights), 1)
            files = wrapped(box.files, width - 2 * PAD)
            imports = wrapped(
                ["imports", *(f"{other} ({count})" for other, count in box.imports.items())] if box.imports else [],
                width - 2 * PAD,
            )
            height = PAD + TITLE + LINE * (len(files) + len(imports)) + PAD
            row.append(Placed(box, left, top, width, height, files, imports, number))
            left += width + GAP
        tallest = max((one.height for one in row), default=0)
        found += [one._replace(height=tallest) for one in row]
        top += tallest + BETWEEN
    return found


def arrows(boxes: Sequence[Placed]) -> list[tuple[Placed, Placed]]:
    """Return the pairs between which an arrow is drawn: no other path leads down; every import that goes up."""
    by_title = {one.box.title: one for one in boxes}
    down = {one.box.title: {other for other in one.box.imports if by_title[other].layer >= one.layer} for one in boxes}

    def reaches(start: str, end: str, without: tuple[str, str]) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            for other in down[here] - seen:
                if (here, other) == without:
                    continue
                if other == end:
                    return True
                seen.add(other)
                waiting.append(other)
        return False

    return [
        (one, by_title[other])
        for one in boxes
        for other in one.box.imports
        if by_title[other].layer < one.layer or not reaches(one.box.title, other, (one.box.title, other))
    ]


def port(number: int, count: int, box: Placed) -> float:
    """Return the x of one of the arrows that share an edge of a box."""
    return box.x + box.width * (number + 1) / (count + 1)


def lines(boxes: Sequence[Placed]) -> Iterator[str]:
    """Yield the arrows: they leave at the bottom and arrive at the top, those that go up the other way round."""
    pairs = arrows(boxes)
    labels = []
    for one, other in pairs:
        leaving = sorted((b for a, b in pairs if a is one), key=lambda box: box.x + box.width / 2)
        coming = sorted((a for a, b in pairs if b is other), key=lambda box: box.x + box.width / 2)
        x = port([id(box) for box in leaving].index(id(other)), len(leaving), one)
        end = port([id(box) for box in coming].index(id(one)), len(coming), other)
        if other.layer == one.layer:
            y = bottom = one.y + one.height
            middle = (x + end) / 2
            shape, at = f"M{x:.0f} {y:.0f}Q{middle:.0f} {y + 40:.0f} {end:.0f} {bottom + 1:.0f}", (middle, y + 20)
        elif other.layer > one.layer:
            y, bottom = one.y + one.height, other.y
            bend = BETWEEN * 0.6
            shape = f"M{x:.0f} {y:.0f}C{x:.0f} {y + bend:.0f} {end:.0f} {bottom - bend:.0f} {end:.0f} {bottom - 1:.0f}"
            # Near its end, where arrows to the same box lie apart.
            at = end, bottom - 14
        else:
            y, bottom = one.y, other.y + other.height
            bend = BETWEEN * 0.6
            shape = f"M{x:.0f} {y:.0f}C{x:.0f} {y - bend:.0f} {end:.0f} {bottom + bend:.0f} {end:.0f} {bottom + 1:.0f}"
            at = end, bottom + 14
        kind = ' class="up"' if other.layer < one.layer else ""
        yield f'<path{kind} d="{shape}"/>'
        labels.append((*at, one.box.imports[other.box.title]))
    for x, y, number in labels:
        width = 8 + 6 * len(str(number))
        yield (
            f'<rect class="pill" x="{x - width / 2:.0f}" y="{y - 7:.0f}" width="{width}" height="13" rx="6"/>'
            f'<text class="number" x="{x:.0f}" y="{y + 3:.0f}">{number}</text>'
        )


def block(one: Placed) -> Iterator[str]:
    """Yield a box with its text."""
    yield f'<rect x="{one.x:.1f}" y="{one.y:.1f}" width="{one.width:.1f}" height="{one.height:.1f}" rx="5"/>'
    x, y = one.x + PAD, one.y + PAD + 11
    yield f'<text class="title" x="{x:.1f}" y="{y:.1f}">{escape(one.box.title)}</text>'
    y += TITLE - LINE + 2
    for kind, rows in (("", one.files), (' class="imports"', one.imports)):
        for row in rows:
            y += LINE
            yield f'<text{kind} x="{x:.1f}" y="{y:.1f}" xml:space="preserve">{escape(row)}</text>'


def draw(layers: Sequence[Sequence[Box]]) -> str:
    """Return the picture as SVG.

    Args:
        layers: the boxes of each layer, from the top.
    """
    boxes = placed([layer for layer in layers if layer])
    height = max(one.y + one.height for one in boxes) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img">',
        "<title>The files of textrepair in layers, with their imports</title>",
        STYLE,
        *lines(boxes),
        *(part for one in boxes for part in block(one)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
