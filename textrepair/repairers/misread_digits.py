from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Confusions, Prefilter, Proposal, Stage, View, begins_sentence
from textrepair.repairer import Example

# A run of letters and digits, and a number of two to four digits.
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d{2,4}")
_HOLDS_DIGIT = Prefilter(r"\d", in_letters=False)
_ABBREVIATION = re.compile(r" ([^\W\d_]{1,5})\.")
_LONGEST_WORD = 40
# A word must not keep a digit, so every digit of a number must be a confusion.
_CONFUSIONS = Confusions(read="letters and digits", words="all", changes=2, letters_only=True)
# Share (0–1) of damaged words from which on a number, or an ordinal such as 1e, may be a misread word.
_DAMAGED = 0.03
_PADDING = "ct dcs mcmbres dc Ia Commission, lcs Etats ct lcs peup1es ; lcs buts dc Ia paix, dans lcs pays. " * 8


@dataclass(frozen=True)
class MisreadDigits:
    """Replaces digits that were read for letters of a word (bient0t, pri5on, 1a), by the confusion table.

    It leaves ordinals, quantities and labels alone (1e, 5km, B12) unless the document is damaged throughout. In such
    a document even a number may be a word (11 for il).
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
        """Propose the words that may have been printed where a string with digits stands."""
        damaged = view.statistics.damage >= _DAMAGED
        for low, high in view.tokens(_HOLDS_DIGIT):
            stretch = view.text[low:high]
            for match in _WORD.finditer(stretch):
                word = match.group()
                if not self._is_asked(word, stretch, view, damaged) or (word.isdigit() and _counts(view, high)):
                    continue
                within = word.isdigit() and not begins_sentence(view.text, low)
                for reading, cost, reason in view.candidates(_CONFUSIONS, word):
                    if within and reading[:1].isupper():
                        continue
                    yield Proposal(low + match.start(), low + match.end(), reading, reason, cost)

    def _is_asked(self, word: str, stretch: str, view: View, damaged: bool) -> bool:
        """Return whether a run of letters and digits may be a misread word; a number only if it is a whole token."""
        if word.isalpha() or len(word) > _LONGEST_WORD:
            return False
        if word.isdigit():
            return damaged and _NUMBER.fullmatch(stretch) is not None
        return any(map(str.isdigit, word)) and (damaged or bool(view.pack.mixed_parts(word)))


def _counts(view: View, end: int) -> bool:
    """Return whether a number that ends at an offset stands before an abbreviation, which names what is counted."""
    after = _ABBREVIATION.match(view.text, end)
    return after is not None and not view.pack.knows(after[1])
