from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.pack import Language
from textrepair.core.segmentation import segmentations
from textrepair.repairer import Candidate, Example, Stage

_PADDING = "dansle cadre desétudes, lesmembresdel’Organisation et leschefsdel’armée ; lavie desgens dans lemonde"


@dataclass(frozen=True)
class MergedWords:
    """Puts back the spaces between words that ran together (lalutte, sécuritéinternationale).

    A diacritic may be lost in the same place: auprésdel’Organisation.

    Args:
        words: how many words one string may hold.
    """

    words: int = 5

    name: ClassVar[str] = "merged-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("dans lalutte contre la drogue", "dans la lutte contre la drogue"),
        Example(
            "Lesprogrésdel’informatique et de la science",
            "Les progrès de l’informatique et de la science",
            padding=_PADDING,
        ),
        Example(
            "auprésdel’Organisation des Nations Unies", "auprès de l’Organisation des Nations Unies", padding=_PADDING
        ),
        Example("avec M. Delarue et l’antimissile", "avec M. Delarue et l’antimissile"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the likeliest ways of cutting the word."""
        if len(word) > 3:
            for words, cost in segmentations(word, language, words=self.words):
                yield Candidate(words, cost, f"‘{word}’ is no word; ‘{words}’ without its spaces")
