from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textrepair.core import Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

_COMBINING = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327", "˜": "\u0303", "^": "\u0302"}
_SIGNS = "".join(re.escape(sign) for sign in _COMBINING)
# The accent stands before its letter, sometimes with a space between them. The cedilla may follow its letter.
_BEFORE = re.compile(f"(?<![{_SIGNS}0-9])([{_SIGNS}]) ?([A-Za-zı])")
_AFTER = re.compile("([cC])¸")
_REST = re.compile(r"\S*")
_LONGEST = 100


@dataclass(frozen=True)
class DetachedAccents:
    """Puts accents that were extracted as signs of their own back on their letters.

    Old TeX fonts (OT1) have no accented letters. They print the accent over the letter as a glyph of its own, and
    extractors give ``d´emocratie`` or ``aoˆut`` (reported as issue 2279 of PyMuPDF and issue 1296 of docling).
    """

    name: ClassVar[str] = "detached-accents"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter | None] = Prefilter(f"[{_SIGNS}]")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la d´emocratie en aoˆut, d´ej`a", "la démocratie en août, déjà"),
        Example("le fran¸cais et la fac¸ade", "le français et la façade"),
        Example("la touche ` et le signe ^", "la touche ` et le signe ^"),
        Example("la commande `ls` et ``ici''", "la commande `ls` et ``ici''"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the composed letters of each token whose words are all known once its accents are back."""
        text = view.text
        found = [(match, match[1], match[2]) for match in _BEFORE.finditer(text)]
        found += [(match, "¸", match[1]) for match in _AFTER.finditer(text)]
        fixes = []
        for match, sign, letter in found:
            composed = unicodedata.normalize("NFC", letter.replace("ı", "i") + _COMBINING[sign])
            if len(composed) == 1 and composed in view.pack.rules.letters:
                fixes.append((match.start(), match.end(), composed))
        fixes.sort()
        # All accents of a token are put back before its words are looked up.
        for (low, high), members in groupby(fixes, key=lambda fix: _chunk(text, fix[0], fix[1])):
            group = list(members)
            pieces, position = [], low
            for start, end, composed in group:
                if start >= position:
                    pieces += [text[position:start], composed]
                    position = end
            pieces.append(text[position:high])
            if not any(view.pack.unknown_parts(part) for part in "".join(pieces).split()):
                for start, end, composed in group:
                    yield Proposal(start, end, composed, "the accent was extracted apart from its letter")


def _chunk(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the token that holds an accent and its letter."""
    low = max(text.rfind(" ", max(0, start - _LONGEST), start), text.rfind("\n", max(0, start - _LONGEST), start)) + 1
    match = _REST.match(text, end, end + _LONGEST)
    return low or max(0, start - _LONGEST), match.end() if match else end
