from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Confusions, Stage
from textrepair.repairer import Example


@dataclass(frozen=True)
class Ligatures:
    """Restores œ and æ that were read as two letters (ceuvre, caeur, cauvre).

    ``oeuvre`` is how a typist writes œuvre. It is a word and stays; the repairer ``typed-ligatures`` of the preset
    ``fr-typography`` replaces it.
    """

    name: ClassVar[str] = "ligatures"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la mise en ceuvre de la politique", "la mise en œuvre de la politique"),
        Example("ils ont à caeur de réussir", "ils ont à cœur de réussir"),
        Example("la mise en oeuvre de la politique", "la mise en oeuvre de la politique"),
    )

    def spec(self) -> Confusions:
        """Declare what it looks for."""
        return Confusions(read="letters", printed="ligatures", case="folded")
