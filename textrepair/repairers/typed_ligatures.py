from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Pattern, Stage, ZoneKind
from textrepair.repairer import Example


@dataclass(frozen=True)
class TypedLigatures:
    """Writes œ in the words that take it where a typewriter or a keyboard wrote oe (oeuvre, coeur)."""

    name: ClassVar[str] = "typed-ligatures"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la mise en oeuvre, OEUVRE et Coeur", "la mise en œuvre, ŒUVRE et Cœur"),
        Example("la moelle coexiste avec un goéland", "la moelle coexiste avec un goéland"),
    )

    def spec(self) -> Pattern:
        """Declare what it looks for."""
        return Pattern(
            r"(?<![^\W\d_])(?i:[^\W\d_]*(?:⟨ligatures⟩)[^\W\d_]*)",
            by="standard spelling",
            reason="‘{new}’ takes a ligature",
        )
