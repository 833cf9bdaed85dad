from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.confusion import neighbours
from textrepair.language import Language
from textrepair.repairer import Candidate, Example, Stage

# −ln of the chance of a misreading that is in no table: one letter for another, lost, or too many.
_ANY = 8.0
# ... and of a diacritic that is lost besides, or read as another.
_DIACRITIC = 2.0
_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


@dataclass(frozen=True)
class NearWords:
    """Corrects one letter of any kind, by the words that are one letter away; their diacritics may differ besides.

    Only words in lower case. How readily, the document decides: an unknown word in a clean text is its author's, and
    a misreading that comes back in other words is likelier than one that does not.

    Args:
        frequency: how frequent a word must be to be the one that was meant, as Zipf value (0–9).
    """

    frequency: float = 2.0

    name: ClassVar[str] = "near-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la protection de l’environement", "la protection de l’environnement", padding=_PADDING),
        Example("le maire de Contrevoz et celui de Lompnas", "le maire de Contrevoz et celui de Lompnas"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words one letter away."""
        if not (word.isalpha() and word.islower()):
            return
        for near, changed in neighbours(word, language):
            # A letter alone was read for another, and is not all that is left of a word.
            if (len(word) > 1 or len(near) == 1) and language.lexicon.zipf(near) >= self.frequency:
                diacritics = " and its diacritics" if changed else ""
                reason = f"‘{word}’ is no word; ‘{near}’ is one letter{diacritics} away"
                yield Candidate(near, _ANY + _DIACRITIC * changed, reason)
