from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import ANY_ZONE, Pattern, Stage, ZoneKind
from textrepair.repairer import Example

# Latin ligatures of the compatibility block; ﬅ is long s + t.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Extractors give the characters of symbol fonts as U+F000 + their code. Only the bullets can be identified for sure.
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf06e"


@dataclass(frozen=True)
class Characters:
    """Replaces ligatures by letters, and composes accents.

    PDF fonts encode ``ﬁ`` as one character, which no search for "fi" finds. Some programs write ``é`` as ``e`` and a
    combining accent. Private-use characters stay, since they may mean something to a font.
    """

    name: ClassVar[str] = "characters"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE - {ZoneKind.CODE}
    examples: ClassVar[tuple[Example, ...]] = (
        Example("un conﬂit à l’eﬃcacité déﬁnie", "un conflit à l’efficacité définie"),
        Example("l’e\u0301tat", "l’état"),
        Example("x\x81z", "x\x81z"),
        Example("un\ttableau\x0cet \ue000 un signe", "un\ttableau\x0cet \ue000 un signe"),
    )

    def spec(self) -> tuple[Pattern, ...]:
        """Declare what it looks for."""
        ligature, bullet = f"[{''.join(_LIGATURES)}]", f"[{_BULLETS}]"
        return (
            Pattern(
                ligature,
                by="table",
                table=_LIGATURES,
                reason="‘{found}’ is one character for several letters",
                token=ligature,
            ),
            Pattern(bullet, "•", reason="a bullet of a symbol font", token=bullet),
            Pattern(
                "[^\\W\\d_][\u0300-\u036f]+",
                by="composition",
                reason="a letter and its accent are one character",
                token="[\u0300-\u036f]",
            ),
        )
