from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Pattern, Stage, ZoneKind
from textrepair.repairer import Example


@dataclass(frozen=True)
class Apostrophes:
    """Replaces the straight apostrophe (') by that of the language (’)."""

    name: ClassVar[str] = "apostrophes"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    examples: ClassVar[tuple[Example, ...]] = (
        Example("c'est l'homme d'aujourd'hui", "c’est l’homme d’aujourd’hui"),
        Example("le mot 'ici' et 5' de pause", "le mot 'ici' et 5' de pause"),
    )

    def spec(self) -> Pattern:
        """Declare what it looks for."""
        return Pattern(r"(?<=[^\W\d_])['ʼ](?=[^\W_])", "⟨apostrophe⟩", reason="the apostrophe of the language")
