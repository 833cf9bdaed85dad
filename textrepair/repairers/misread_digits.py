from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Confusions, Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

# What may hold digits and letters; and a number that is no part of a longer one.
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d{2,4}")
_HOLDS_DIGIT = Prefilter(r"\d", in_letters=False)
_LONGEST_WORD = 40
# Of a number, only what has as many confusions as it is long is a word without digits.
_CONFUSIONS = Confusions(read="letters and digits", words="all", changes=2, letters_only=True)
# In so many words must one be unknown before a number alone is taken for a word, or an ordinal for one.
_DAMAGED = 0.03
_PADDING = "ct dcs mcmbres dc Ia Commission, lcs Etats ct lcs peup1es ; lcs buts dc Ia paix, dans lcs pays. " * 8


@dataclass(frozen=True)
class MisreadDigits:
    """Replaces digits that were read for letters of a word (bient0t, pri5on, 1a), by the confusion table.

    Ordinals, quantities and labels (1e, 5km, B12) are left alone unless the document is damaged throughout; then
    even a number may be a word (11 for il).
    """

    name: ClassVar[str] = "misread-digits"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter | None] = _HOLDS_DIGIT
    examples: ClassVar[tuple[Example, ...]] = (
        Example("il viendra bient0t à c0té de nous", "il viendra bientôt à côté de nous"),
        Example("la page 1a de l’annexe, 2e partie", "la page 1a de l’annexe, 2e partie"),
        Example("elle est dans 1a maison de sa mère", "elle est dans la maison de sa mère", padding=_PADDING),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose each word that a string with digits may have been."""
        damaged = view.statistics.damage >= _DAMAGED
        for low, high in view.tokens(_HOLDS_DIGIT):
            stretch = view.text[low:high]
            for match in _WORD.finditer(stretch):
                word = match.group()
                if not self._is_asked(word, stretch, view, damaged):
                    continue
                for reading, cost, reason in view.candidates(_CONFUSIONS, word):
                    yield Proposal(low + match.start(), low + match.end(), reading, reason, cost)

    def _is_asked(self, word: str, stretch: str, view: View, damaged: bool) -> bool:
        """Whether a run of letters and digits may be a word: a number only if nothing touches it."""
        if word.isalpha() or len(word) > _LONGEST_WORD:
            return False
        if word.isdigit():
            return damaged and _NUMBER.fullmatch(stretch) is not None
        return any(map(str.isdigit, word)) and (damaged or bool(view.pack.mixed_parts(word)))
