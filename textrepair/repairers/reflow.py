from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from textrepair.core import ANY_ZONE, Proposal, Stage, View, ZoneKind
from textrepair.repairer import Example

_ITEM = re.compile(r"\s*(?:[-–—•*·▪►]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]+)[.)°])\s")
_HYPHENS = ("-", "‐")
# Printed lines have one width: all but one line in fifty have at most this many times the usual length.
_EVEN = 1.3


@dataclass(frozen=True)
class Reflow:
    """Joins the lines of a paragraph into one line.

    A line runs on into the next one if it is about as long as the usual line of the document. Lists, headings, short
    lines, indented lines and verse stay as they are. It is off by default because it changes line numbers.

    Args:
        fullness: 0–1, the share of the usual length that a line must have to run on.
    """

    fullness: float = 0.75

    name: ClassVar[str] = "reflow"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE - {ZoneKind.CODE, ZoneKind.MARKUP, ZoneKind.DATA}
    triggers: ClassVar[re.Pattern[str] | None] = re.compile(r"\n")
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "Les participants soulignent qu’il est\nessentiel de respecter les traditions\nde chaque pays.\n\nFin.",
            "Les participants soulignent qu’il est essentiel de respecter les traditions de chaque pays.\n\nFin.",
        ),
        Example(
            "– un point de la liste entière\n– un autre point de la liste",
            "– un point de la liste entière\n– un autre point de la liste",
        ),
        Example(
            "Mignonne, allons voir si la rose\nQui ce matin avait déclose\nSa robe de pourpre au Soleil",
            "Mignonne, allons voir si la rose\nQui ce matin avait déclose\nSa robe de pourpre au Soleil",
        ),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose a space for each line break within a paragraph."""
        text = view.text
        lines = [(low, high, text[low:high].strip()) for low, high in view.lines]
        lengths = sorted(len(body) for _, _, body in lines if body)
        if len(lengths) < 2:
            return
        usual = lengths[int(0.75 * (len(lengths) - 1))]
        if lengths[-1 - len(lengths) // 50] > _EVEN * usual:
            return  # lines of very different lengths: paragraphs already, or a table
        inner = [(a, b) for a, b in pairwise(lines) if a[2] and b[2]]
        if sum(b[2][0].isupper() for _, b in inner) > 0.6 * max(1, len(inner)):
            return  # nearly every line begins with a capital: verse, or a list of names
        for (low, high, body), (next_low, next_high, following) in inner:
            if len(body) < self.fullness * usual or _ITEM.match(text[next_low:next_high]) or body.isupper():
                continue
            indent = next_low + len(text[next_low:next_high]) - len(text[next_low:next_high].lstrip())
            if indent - next_low > len(text[low:high]) - len(text[low:high].lstrip()) + 1:
                continue
            end = low + len(text[low:high].rstrip())
            joint = "" if body.endswith(_HYPHENS) and following[:1].isalpha() else " "
            yield Proposal(end, indent, joint, "the line runs on")
