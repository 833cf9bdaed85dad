from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Stage, Substitutions
from textrepair.repairer import Example

_PADDING = (
    "Les mcmbres dc la Commission ont cxaminé lcs rapports dans te cadre de ta convention, "
    "et ont appliqué les rcgles.\n"
) * 8


@dataclass(frozen=True)
class MisreadWords:
    """Restores by context common words that were read as other words (ta for la, plis for plus).

    It is asked in damaged documents only, and changes a word only to a far commoner one.
    """

    name: ClassVar[str] = "misread-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    # In a sound document the rare word is what its author wrote.
    from_damage: ClassVar[float] = 0.02
    examples: ClassVar[tuple[Example, ...]] = (
        Example("appliquées dans te cadre de ta loi", "appliquées dans le cadre de la loi", padding=_PADDING),
        Example("appliquées dans te cadre de ta loi", "appliquées dans te cadre de ta loi"),
    )

    def spec(self) -> Substitutions:
        """Declare what it looks for."""
        return Substitutions()
