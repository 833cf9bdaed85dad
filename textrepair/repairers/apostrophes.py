from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.view import View
from textrepair.repairer import Example, Proposal, Stage

_STRAIGHT = re.compile(r"(?<=[^\W\d_])['ʼ](?=[^\W_])")


@dataclass(frozen=True)
class Apostrophes:
    """Sets the apostrophe of the language (’) for the straight one (')."""

    name: ClassVar[str] = "apostrophes"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    triggers: ClassVar[re.Pattern[str] | None] = _STRAIGHT
    examples: ClassVar[tuple[Example, ...]] = (
        Example("c'est l'homme d'aujourd'hui", "c’est l’homme d’aujourd’hui"),
        Example("le mot 'ici' et 5' de pause", "le mot 'ici' et 5' de pause"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the typographic apostrophe between letters."""
        for match in _STRAIGHT.finditer(view.text):
            yield Proposal(*match.span(), view.language.rules.apostrophe, "the apostrophe of the language")
