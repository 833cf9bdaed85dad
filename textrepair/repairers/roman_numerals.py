from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import ROMAN_NUMERAL, Pack, Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

_DIGITS_IN = re.compile(
    r"(?<![\w/.-])(?=[IVXLC1l|]{0,9}[IVXLC])(?=[IVXLC1l|]{0,9}[1l|])[IVXLC1l|]{2,10}(?![\w/]|[.,]\d)"
)
_ORDINAL = re.compile(r"(?<![\w/])([IVXLC]{1,8})[®°*€](?=[^\W\d_]|\s|[.,;:)])")
_ROMAN = re.compile(ROMAN_NUMERAL)
_NEXT = re.compile(r"\s*([^\W\d_]+)")


def _may_be_numeral(token: str, pack: Pack) -> bool:
    padded = f" {token} "
    return bool(_DIGITS_IN.search(padded) or _ORDINAL.search(padded))


_NUMERAL = Prefilter(r"[IVXLC][1l|®°*€]|[1l|][IVXLC]", test=_may_be_numeral)


@dataclass(frozen=True)
class RomanNumerals:
    """Restores Roman numerals that were read with digits or bars (V111), and their ordinal sign (XXI® siècle).

    It changes a numeral only beside a word that calls for one ("Chapitre", "siècle"): V1 or C11 may be the name of a
    thing.
    """

    name: ClassVar[str] = "roman-numerals"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter] = _NUMERAL
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "conformément au Chapitre V111 de la Charte",
            "conformément au Chapitre VIII de la Charte",
            padding="le Titre V11 et le Chapitre X111 de la loi, la Section V11I et la Partie 11I",
        ),
        Example("au XXI® siècle et au XIX°siècle", "au XXIe siècle et au XIXe siècle"),
        Example("la fusée V1 et le modèle X11", "la fusée V1 et le modèle X11"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the numerals and their ordinal signs."""
        text, rules, price = view.text, view.pack.rules, view.pack.prices["numeral-misread"]
        for match in view.matches(_DIGITS_IN, _NUMERAL):
            before = text[max(0, match.start() - 24) : match.start()].split()
            expected = bool(before) and before[-1].lower() in rules.numeral_before
            if not (expected or self._follows(view, match.end())):
                continue  # most are the word Il
            numeral = re.sub("[1l|]", "I", match.group())
            if _ROMAN.fullmatch(numeral):
                yield Proposal(*match.span(), numeral, f"‘{match.group()}’ stands where a Roman numeral does", price)
        for match in view.matches(_ORDINAL, _NUMERAL):
            if _ROMAN.fullmatch(match[1]) and self._follows(view, match.end()):
                space = "" if text[match.end()].isspace() else " "
                sign = rules.numeral_ordinal + space
                yield Proposal(
                    match.end(1), match.end(), sign, f"the ordinal sign was read as ‘{match.group()[-1]}’", price
                )

    def _follows(self, view: View, offset: int) -> bool:
        following = _NEXT.match(view.text, offset)
        return following is not None and following[1].lower() in view.pack.rules.numeral_after
