from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.confusion_table import Confusion
from textrepair.core.confusions import LONGEST, neighbours, rows
from textrepair.core.pack import Language
from textrepair.repairer import Candidate, Example, Stage

# −ln of the chance of a misreading that is in no table: one letter for another, lost, or too many.
_ANY = 8.0
# ... and of a diacritic that is lost besides, or read as another.
_DIACRITIC = 2.0
# In a long word two letters may be wrong, of which one is a confusion of the table that costs no more than this.
_LONG, _LIKELY = 7, 7.0
_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


def _is_likely(row: Confusion) -> bool:
    return row.read.isalpha() and row.cost <= _LIKELY


@dataclass(frozen=True)
class NearWords:
    """Corrects one letter of any kind, by the words that are one letter away; their diacritics may differ besides.

    Only words in lower case, and only in documents in which one word in a hundred is unknown: an unknown word in a
    sound text is its author's. How readily, the document decides: a misreading that comes back in other words is
    likelier than one that does not.

    Args:
        frequency: how frequent a word must be to be the one that was meant, as Zipf value (0–9).
    """

    frequency: float = 2.0

    name: ClassVar[str] = "near-words"
    stage: ClassVar[Stage] = Stage.WORDS
    # Measured: in 90 documents below this, two of such changes were made, and far more than half of all time went here.
    from_damage: ClassVar[float] = 0.01
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
        found = False
        for near, changed in neighbours(word, language):
            # A letter alone was read for another, and is not all that is left of a word.
            if (len(word) > 1 or len(near) == 1) and language.lexicon.zipf(near) >= self.frequency:
                diacritics = " and its diacritics" if changed else ""
                reason = f"‘{word}’ is no word; ‘{near}’ is one letter{diacritics} away"
                found = True
                yield Candidate(near, _ANY + _DIACRITIC * changed, reason)
        if not found and len(word) >= _LONG:
            yield from self._twice(word, language)

    def _twice(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words that are one letter away once a confusion of the table is undone."""
        best: dict[str, tuple[float, str]] = {}
        for row in rows(language, _is_likely):
            if len(word) - len(row.read) + len(row.printed) > LONGEST:
                continue
            place = word.find(row.read)
            while place >= 0:
                other = word[:place] + row.printed + word[place + len(row.read) :]
                for near, changed in neighbours(other, language):
                    cost = row.cost + _ANY + _DIACRITIC * changed
                    if (
                        near != word
                        and language.lexicon.zipf(near) >= self.frequency
                        and cost < best.get(near, (99.0,))[0]
                    ):
                        how = f"with ‘{row.printed}’ read as ‘{row.read}’ and another letter changed"
                        best[near] = cost, f"‘{word}’ is no word; ‘{near}’ {how}"
                place = word.find(row.read, place + 1)
        for near, (cost, reason) in best.items():
            yield Candidate(near, cost, reason)
