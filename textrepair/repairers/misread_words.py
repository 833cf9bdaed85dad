from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.confusion import like_case
from textrepair.document import View
from textrepair.repairer import Example, Proposal, Stage

# In so many words must one be unknown: in a sound text the rare word is what its author wrote.
_DAMAGED = 0.02
_PADDING = (
    "Les mcmbres dc la Commission ont cxaminé lcs rapports dans te cadre de ta convention, "
    "et ont appliqué les rcgles.\n"
) * 8
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class MisreadWords:
    """Restores common words that were read as other words (ta for la, plis for plus), by context.

    Only in damaged documents, and only words that are far rarer than what they may have been.
    """

    name: ClassVar[str] = "misread-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("devant le défi de ta mondialisation", "devant le défi de la mondialisation", padding=_PADDING),
        Example("devant le défi de ta mondialisation", "devant le défi de ta mondialisation"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose each common word that a rarer one may be a misreading of."""
        if view.profile.damage < _DAMAGED:
            return
        table = view.language.misreadings
        here = {word for word in view.words if word.lower() in table and (word.islower() or word[1:].islower())}
        if not here:
            return
        for match in _WORD.finditer(view.text):
            word = match.group()
            if word in here and _stands_alone(view.text, *match.span()):
                for other, cost in table[word.lower()]:
                    reason = f"‘{word}’ is rare where ‘{other}’ is common, and the document is damaged"
                    yield Proposal(*match.span(), like_case(word, other), reason, cost)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a run of letters is a word: no part of a compound or of a number, and not elided."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before in {"-", "_"} or before.isalnum() or after in {"-", "’", "'", "_"} or after.isalnum())
