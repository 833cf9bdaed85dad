from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.confusions import like_case
from textrepair.core.view import View
from textrepair.repairer import Example, Proposal, Stage

_TYPED = re.compile(r"(?<![^\W\d_])[^\W\d_]*(?:oe|ae)[^\W\d_]*", re.IGNORECASE)


@dataclass(frozen=True)
class TypedLigatures:
    """Sets œ where a typewriter or a keyboard wrote oe, in the words that take it (oeuvre, coeur)."""

    name: ClassVar[str] = "typed-ligatures"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    triggers: ClassVar[re.Pattern[str] | None] = re.compile("[oa]e", re.IGNORECASE)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la mise en oeuvre, OEUVRE et Coeur", "la mise en œuvre, ŒUVRE et Cœur"),
        Example("la moelle coexiste avec un goéland", "la moelle coexiste avec un goéland"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the spelling with the ligature."""
        aliases = view.language.lexicon.aliases
        for match in _TYPED.finditer(view.text):
            word = aliases.get(match.group().lower())
            if word is not None:
                yield Proposal(*match.span(), like_case(match.group(), word), f"‘{word}’ takes a ligature")
