from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import ANY_ZONE, Pack, Prefilter, Proposal, Stage, View, ZoneKind
from textrepair.repairer import Example

_SOFT = "\u00ad"
_SIGNS = re.compile("[^\\w’'\u00ad-]")
# How far around a soft hyphen its word reaches, in characters.
_FARTHEST = 60
_BETWEEN = re.compile(f"{_SOFT}(?<=[^\\W\\d_].)(?=[^\\W\\d_])")
# Soft hyphens in unknown words go if no more than this share (0–1) of those that stand in words leaves unknown ones.
_UNKNOWN = 0.5


@dataclass(frozen=True)
class SoftHyphens:
    """Removes soft hyphens within a line, and writes a hyphen where the word has one.

    Extractors leave them where a line once ended, and typesetters where one may end. Some fonts have one for the
    hyphen itself between "porte" and "voix". One stays if the text does not show what it stands for: behind a
    digit, or in an unknown word, if the document has none in known ones.
    """

    name: ClassVar[str] = "soft-hyphens"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE - {ZoneKind.CODE}
    triggers: ClassVar[Prefilter | None] = Prefilter(_SOFT, in_letters=False)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("l’informa\u00adtion", "l’information"),
        Example("un arc\u00aden-ciel, l’avant\u00adveille", "un arc-en-ciel, l’avant-veille"),
        Example("l’informa\u00adtion de Schwarzen\u00adegger", "l’information de Schwarzenegger"),
        Example("Schwarzen\u00adegger, 1990\u00ad1995", "Schwarzen\u00adegger, 1990\u00ad1995"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to remove each soft hyphen, or to write a hyphen."""
        found: dict[str, str | None] = {}
        places = []
        text, end = view.text, 0
        for match in _BETWEEN.finditer(text):
            if match.start() >= end:
                start, end = _bounds(text, match.start(), end)
                stretch = text[start:end]
                places.append((start, stretch))
                if stretch not in found:
                    found[stretch] = _stands_for(stretch, view.pack)
        unknown = sum(sign is None for sign in found.values())
        otherwise = "" if unknown <= _UNKNOWN * len(found) else None
        for start, stretch in places:
            sign = otherwise if found[stretch] is None else found[stretch]
            if sign is None:
                continue
            reason = "a soft hyphen stands for a hyphen" if sign else "a soft hyphen within a line"
            for place in _BETWEEN.finditer(stretch):
                yield Proposal(start + place.start(), start + place.end(), sign, reason)


def _bounds(text: str, offset: int, low: int) -> tuple[int, int]:
    """Return the offsets of the word that holds an offset, and does not reach before another one."""
    before = text[max(low, offset - _FARTHEST) : offset]
    sign = next(_SIGNS.finditer(before[::-1]), None)
    start = offset - (sign.start() if sign else len(before))
    sign = _SIGNS.search(text, offset, offset + _FARTHEST)
    return start, sign.start() if sign else min(len(text), offset + _FARTHEST)


def _stands_for(stretch: str, pack: Pack) -> str | None:
    """Return what the soft hyphens between the letters of a string stand for; None if it is unknown either way."""
    bare = _BETWEEN.sub("", stretch)
    if not pack.unknown_parts(bare):
        return ""
    return "-" if not pack.unknown_parts(_BETWEEN.sub("-", stretch)) else None
