from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import ANY_ZONE, Prefilter, Proposal, Stage, View, ZoneKind
from textrepair.encodings import DAMAGE, decoded_lines, differences
from textrepair.repairer import Example


@dataclass(frozen=True)
class Mojibake:
    """Decodes again what was decoded in the wrong encoding ("Ã©" for "é").

    For each line it weighs UTF-8 that was read in one of twelve encodings, single-byte encodings that were read in one
    another (cp1252, MacRoman, cp850, cp437, cp1250, cp1251, Greek), HTML entities in words, bytes that were lost on the
    way, and what ftfy proposes. A decoding must make the line more plausible: it makes known words or likely letters of
    strings that are none, and breaks no known word. Where a line is too short, the rest of the document decides.
    """

    name: ClassVar[str] = "mojibake"
    stage: ClassVar[Stage] = Stage.ENCODING
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE
    triggers: ClassVar[tuple[Prefilter, ...]] = DAMAGE
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la sociÃ©tÃ© et lâ€™Ã‰tat", "la société et l’État"),
        Example("le prŽsident a ŽtŽ Žlu", "le président a été élu"),
        Example("l\x92\x9cuvre du peintre", "l’œuvre du peintre"),
        Example("le pr\x82sident a \x82t\x82 \x82lu", "le président a été élu"),
        Example("la soci&eacute;t&eacute; et l&rsquo;&Eacute;tat", "la société et l’État"),
        Example("J&#039;ai dit l&apos;autre", "J'ai dit l'autre"),
        Example("dit-il»état, CITÉ§2", "dit-il»état, CITÉ§2"),
        Example("séance Â la salle", "séance Â la salle"),
        Example("la lettre é s’écrit &eacute; en HTML", "la lettre é s’écrit &eacute; en HTML"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the characters in which a decoded line differs from the line that stands."""
        for line in decoded_lines(view):
            for low, high, replacement in differences(line.before, line.after):
                yield Proposal(line.start + low, line.start + high, replacement, line.reason)
