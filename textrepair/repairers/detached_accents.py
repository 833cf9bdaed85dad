from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.document import View
from textrepair.repairer import Example, Proposal, Stage

_COMBINING = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327", "˜": "\u0303", "^": "\u0302"}
_SIGNS = "".join(re.escape(sign) for sign in _COMBINING)
# The accent before its letter, at times with a space between; the cedilla may follow its letter.
_BEFORE = re.compile(f"(?<![{_SIGNS}])([{_SIGNS}]) ?([A-Za-zı])")
_AFTER = re.compile("([cC])¸")


@dataclass(frozen=True)
class DetachedAccents:
    """Puts accents that were extracted as signs of their own back on their letters.

    Old TeX fonts (OT1) have no accented letters: the accent is a glyph of its own, printed over the letter,
    and extraction gives ``d´emocratie`` or ``aoˆut``. Known: PyMuPDF 2279, docling 1296.
    """

    name: ClassVar[str] = "detached-accents"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = re.compile(f"[{_SIGNS}]")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la d´emocratie en aoˆut, d´ej`a", "la démocratie en août, déjà"),
        Example("le fran¸cais et la fac¸ade", "le français et la façade"),
        Example("la touche ` et le signe ^", "la touche ` et le signe ^"),
        Example("la commande `ls` et ``ici''", "la commande `ls` et ``ici''"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the composed letter where a word comes of it, or where the word was none before."""
        text = view.text
        found = [(match, match[1], match[2]) for match in _BEFORE.finditer(text)]
        found += [(match, "¸", match[1]) for match in _AFTER.finditer(text)]
        fixes = []
        for match, sign, letter in found:
            composed = unicodedata.normalize("NFC", letter.replace("ı", "i") + _COMBINING[sign])
            if len(composed) == 1 and composed in view.language.rules.letters:
                fixes.append((match.start(), match.end(), composed))
        for start, end, composed in fixes:
            low, high = _chunk(text, start, end)
            # Other accents of the same word are put back as well before it is judged.
            word, position = [], low
            for other_start, other_end, other in fixes:
                if low <= other_start and other_end <= high and other_start >= position:
                    word += [text[position:other_start], other]
                    position = other_end
            word.append(text[position:high])
            if not any(view.language.unknown_parts(part) for part in "".join(word).split()):
                yield Proposal(start, end, composed, "the accent was extracted apart from its letter")


def _chunk(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
