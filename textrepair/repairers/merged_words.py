from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Segments, Stage, ZoneKind
from textrepair.repairer import Example

_PADDING = "dansle cadre desétudes, lesmembresdel’Organisation et leschefsdel’armée ; lavie desgens dans lemonde"


@dataclass(frozen=True)
class MergedWords:
    """Restores the spaces between words that ran together (lalutte, sécuritéinternationale).

    It restores lost diacritics of these words as well (auprésdel’Organisation).

    Args:
        words: how many words one string may hold.
    """

    words: int = 5

    name: ClassVar[str] = "merged-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    # Old spelling says nothing about spaces.
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
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

    def spec(self) -> Segments:
        """Declare what it looks for."""
        return Segments(words=self.words)
