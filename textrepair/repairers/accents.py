from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.confusions import like_case
from textrepair.core.pack import Language
from textrepair.repairer import Candidate, Example, Stage

# −ln of the chance that a diacritic is lost, or read as another.
_CHANGED = 1.5


@dataclass(frozen=True)
class Accents:
    """Restores the diacritics of a word that is none without them (aprés, probleme, entiére)."""

    name: ClassVar[str] = "accents"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("aprés avoir examiné les problémes", "après avoir examiné les problèmes"),
        Example("aupres de la soixante-troisieme session", "auprès de la soixante-troisième session"),
        Example("il vint á la ville", "il vint à la ville"),
        Example("la fenetre du theatre et sa cote", "la fenêtre du théâtre et sa cote"),
        Example("Jonibek Hikmatov habite Semipalatinsk", "Jonibek Hikmatov habite Semipalatinsk"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words of the same spelling but for diacritics."""
        # A letter alone is a symbol, unless the language has no such letter: then it was read for another (á, å).
        if not word.isalpha() or (len(word) == 1 and word in language.rules.letters):
            return
        for entry in language.lexicon.accent_variants(word):
            reading = like_case(word, entry.form)
            changed = sum(a != b for a, b in zip(reading, word, strict=False))
            if reading != word and len(reading) == len(word):
                yield Candidate(reading, _CHANGED * changed, f"‘{word}’ is no word; ‘{reading}’ has its diacritics")
