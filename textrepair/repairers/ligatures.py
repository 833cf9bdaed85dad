from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.confusion_table import Confusion
from textrepair.core.confusions import like_case, readings, rows
from textrepair.core.pack import Language
from textrepair.repairer import Candidate, Example, Stage


def _is_ligature(row: Confusion) -> bool:
    return row.read.isalpha() and any(letter in row.printed for letter in ("œ", "æ"))


@dataclass(frozen=True)
class Ligatures:
    """Restores œ and æ that were read as two letters (ceuvre, caeur, cauvre).

    ``oeuvre`` is a typist's œuvre, and a word: it stays. The preset ``fr-typography`` has a repairer for it.
    """

    name: ClassVar[str] = "ligatures"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la mise en ceuvre de la politique", "la mise en œuvre de la politique"),
        Example("ils ont à caeur de réussir", "ils ont à cœur de réussir"),
        Example("la mise en oeuvre de la politique", "la mise en oeuvre de la politique"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words with one ligature restored."""
        if word.isalpha():
            for candidate in readings(word.lower(), rows(language, _is_ligature), language, changes=1):
                yield candidate._replace(word=like_case(word, candidate.word))
