from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.confusions import like_case
from textrepair.core.pack import Language
from textrepair.core.prefilter import Gate
from textrepair.core.view import View
from textrepair.repairer import Example, Proposal, Stage

# In so many words must one be unknown: in a sound text the rare word is what its author wrote.
_DAMAGED = 0.02
_PADDING = (
    "Les mcmbres dc la Commission ont cxaminé lcs rapports dans te cadre de ta convention, "
    "et ont appliqué les rcgles.\n"
) * 8
# A run of letters that is a word: no part of a compound or of a number, and not elided.
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w’'-])")


def _rare(stretch: str, language: Language) -> list[tuple[int, int, str]]:
    """Return the words in a stretch without white space that a commoner one may have been, with their offsets."""
    return [
        (*match.span(), word)
        for match in _WORD.finditer(stretch)
        if (word := match.group()).lower() in language.misreadings and word[1:].islower()
    ]


def _is_misreading(stretch: str, language: Language) -> bool:
    if stretch.isalpha():
        return stretch.lower() in language.misreadings and stretch[1:].islower()
    return bool(_rare(stretch, language))


_MISREADING = Gate(_is_misreading)


@dataclass(frozen=True)
class MisreadWords:
    """Restores common words that were read as other words (ta for la, plis for plus), by context.

    Only in damaged documents, and only words that are far rarer than what they may have been.
    """

    name: ClassVar[str] = "misread-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[Gate | None] = _MISREADING
    examples: ClassVar[tuple[Example, ...]] = (
        Example("appliquées dans te cadre de ta loi", "appliquées dans le cadre de la loi", padding=_PADDING),
        Example("appliquées dans te cadre de ta loi", "appliquées dans te cadre de ta loi"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose each common word that a rarer one may be a misreading of."""
        if view.profile.damage < _DAMAGED:
            return
        for low, high in view.stretches(_MISREADING):
            for start, end, word in _rare(view.text[low:high], view.language):
                for other, cost in view.language.misreadings[word.lower()]:
                    reason = f"‘{word}’ is rare where ‘{other}’ is common, and the document is damaged"
                    yield Proposal(low + start, low + end, like_case(word, other), reason, cost)
