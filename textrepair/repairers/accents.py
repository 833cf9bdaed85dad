from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Stage, Variants
from textrepair.repairer import Example


@dataclass(frozen=True)
class Accents:
    """Restores the diacritics of a string that is no word without them (aprés, probleme, entiére)."""

    name: ClassVar[str] = "accents"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("aprés avoir examiné les problémes", "après avoir examiné les problèmes"),
        Example("aupres de la soixante-troisieme session", "auprès de la soixante-troisième session"),
        Example("il vint á la ville", "il vint à la ville"),
        Example("la fenetre du theatre et sa cote", "la fenêtre du théâtre et sa cote"),
        Example("Jonibek Hikmatov habite Semipalatinsk", "Jonibek Hikmatov habite Semipalatinsk"),
    )

    def spec(self) -> Variants:
        """Declare what it looks for."""
        return Variants()
