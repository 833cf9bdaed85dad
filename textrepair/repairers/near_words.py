from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Neighbours, Stage
from textrepair.repairer import Example

_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


@dataclass(frozen=True)
class NearWords:
    """Corrects one letter of any kind, by the frequent words one letter away; their diacritics may differ as well.

    It changes words in lower case only. It is asked in documents in which one word in a hundred is unknown: in a sound
    text its author wrote the unknown word. A misreading that recurs in other words of the document is likelier.

    Args:
        frequency: the least Zipf value (0–9) of a word that is proposed.
    """

    frequency: float = 2.0

    name: ClassVar[str] = "near-words"
    stage: ClassVar[Stage] = Stage.WORDS
    # Measured: 90 documents with less damage got two such changes, and far more than half of the time went into them.
    from_damage: ClassVar[float] = 0.01
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la protection de l’environement", "la protection de l’environnement", padding=_PADDING),
        Example("le maire de Contrevoz et celui de Lompnas", "le maire de Contrevoz et celui de Lompnas"),
    )

    def spec(self) -> Neighbours:
        """Declare what it looks for."""
        return Neighbours(frequency=self.frequency)
