from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Pattern, Stage, ZoneKind
from textrepair.repairer import Example


@dataclass(frozen=True)
class PunctuationSpaces:
    """Writes the no-break spaces that the language asks for before ; : ! ? and inside its quotation marks."""

    name: ClassVar[str] = "punctuation-spaces"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    examples: ClassVar[tuple[Example, ...]] = (
        Example("Quoi ? Voici: «oui»; non!", "Quoi\u202f? Voici\u00a0: «\u00a0oui\u00a0»\u202f; non\u202f!"),
        Example("à 12:30 sur https://exemple.fr?a=b", "à 12:30 sur https://exemple.fr?a=b"),
    )

    def spec(self) -> tuple[Pattern, Pattern]:
        """Declare what it looks for."""
        return (
            # Addresses, times of day and two signs in a row ("?!") stay as they are. A sign may follow a closing
            # quotation mark.
            Pattern(
                r"(?<=[^\s⟨stops⟩⟨opening⟩])(?P<change>[ \u00a0\u202f]?)(?P<key>[⟨spaced⟩])"
                r"(?=[\s⟨spaced⟩»”\").,\u00a0]|$)",
                by="spaced",
                reason="a no-break space before ‘{key}’",
            ),
            Pattern(
                r"(?P<key>[⟨opening⟩])(?P<change>[ \u00a0\u202f]?)(?=\S)",
                by="opening",
                reason="a no-break space after ‘{key}’",
            ),
        )
