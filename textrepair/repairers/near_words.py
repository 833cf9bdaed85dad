from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Neighbours, Stage
from textrepair.repairer import Example

_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


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
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la protection de l’environement", "la protection de l’environnement", padding=_PADDING),
        Example("le maire de Contrevoz et celui de Lompnas", "le maire de Contrevoz et celui de Lompnas"),
    )

    def spec(self) -> Neighbours:
        """Declare what it looks for."""
        return Neighbours(frequency=self.frequency)
