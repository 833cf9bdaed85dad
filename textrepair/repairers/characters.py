from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import ANY_ZONE, Pattern, Stage, ZoneKind
from textrepair.repairer import Example

# Latin ligatures of the compatibility block; ﬅ is long s + t.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Extractors give the characters of symbol fonts as U+F000 + their code. Only the bullets can be identified for sure.
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf06e"
# Those from U+0080 to U+009F stand for letters in three encodings, so that they stay where no decoding is sure.
_CONTROLS = "\\x00\\x01\\x03-\\x08\\x0b\\x0e-\\x1b\\x7f\ufeff\ufffe\uffff"


@dataclass(frozen=True)
class Characters:
    """Replaces ligatures by letters, composes accents, and removes control characters and soft hyphens.

    PDF fonts encode ``ﬁ`` as one character, which no search for "fi" finds. Extractors leave control characters
    between words, and soft hyphens where a line once ended. Some programs write ``é`` as ``e`` and a combining accent.
    Tabs, line ends and form feeds stay. So do private-use characters, which may mean something to a font, control
    characters that stand for a letter in some encoding, and soft hyphens that are not between two letters.
    """

    name: ClassVar[str] = "characters"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE - {ZoneKind.CODE}
    examples: ClassVar[tuple[Example, ...]] = (
        Example("un conﬂit à l’eﬃcacité déﬁnie", "un conflit à l’efficacité définie"),
        Example("l’informa\u00adtion", "l’information"),
        Example("l’e\u0301tat", "l’état"),
        Example("un\x07 mot", "un mot"),
        Example("x\x81z 1990\u00ad1995", "x\x81z 1990\u00ad1995"),
        Example("un\ttableau\x0cet \ue000 un signe", "un\ttableau\x0cet \ue000 un signe"),
    )

    def spec(self) -> tuple[Pattern, ...]:
        """Declare what it looks for."""
        ligature, bullet, control = f"[{''.join(_LIGATURES)}]", f"[{_BULLETS}]", f"[{_CONTROLS}]"
        return (
            Pattern(
                ligature,
                by="table",
                table=_LIGATURES,
                reason="‘{found}’ is one character for several letters",
                token=ligature,
            ),
            Pattern(bullet, "•", reason="a bullet of a symbol font", token=bullet),
            Pattern("\u00ad(?<=[^\\W\\d_].)(?=[^\\W\\d_])", reason="a soft hyphen within a line", token="\u00ad"),
            Pattern(
                "[^\\W\\d_][\u0300-\u036f]+",
                by="composition",
                reason="a letter and its accent are one character",
                token="[\u0300-\u036f]",
            ),
            # Where it ends a line after a letter it is a hyphen, which the repairer hyphenation decides about.
            Pattern("\x02(?:(?<![^\\W\\d_].)|(?![ \\t]*\\n))", reason="{code} is a control character", token="\x02"),
            Pattern(control, reason="{code} is a control character", token=control, blank="\x0b"),
        )
