from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.document import View
from textrepair.repairer import Example, Proposal, Stage

_BROKEN = re.compile(
    r"(?P<hyphen>[-‐¬\u00ad\x02])(?<=[^\W\d_].)(?P<break>[ \t]*\n(?:[ \t]*\n)?[ \t]*)"
    r"(?P<right>[^\W\d_]+)(?P<rest>[^\s\w-]*)(?P<space>[ \t]*)"
)
_LEFT = re.compile(r"[^\W\d_]+\Z")
_LONGEST = 40


@dataclass(frozen=True)
class Hyphenation:
    """Joins a word that was hyphenated at the end of a line.

    The word goes to the first line and the line break after it, so that line numbers stay. It is joined only
    where the result is a word, or stands elsewhere in the document: "rendez-⏎vous" and
    "Organisation-⏎Afghanistan" keep their hyphens.
    """

    name: ClassVar[str] = "hyphenation"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = re.compile("[-‐¬\u00ad\x02][ \t]*\n")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("de l’infor-\nmation utile.", "de l’information\nutile."),
        Example("une déci¬\nsion, prise", "une décision,\nprise"),
        Example("le gouver-\nnement\ndécide", "le gouvernement\ndécide"),
        Example("un rendez-\nvous", "un rendez-\nvous"),
        Example("du Groupe Organisation-\nAfghanistan", "du Groupe Organisation-\nAfghanistan"),
        Example("dit-\nil", "dit-\nil"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to move the rest of a word to the line that it begins on."""
        text = view.text
        for match in _BROKEN.finditer(text):
            before = _LEFT.search(text, max(0, match.start() - _LONGEST), match.start())
            left, right = before.group() if before else "", match["right"]
            if not left or not self._is_word(view, left, right):
                continue
            moved = right + match["rest"]
            end = match.end()
            if end < len(text) and text[end] != "\n":
                moved += match["break"]
            yield Proposal(match.start("hyphen"), end, moved, f"‘{left}{right}’ was cut at the end of a line")

    def _is_word(self, view: View, left: str, right: str) -> bool:
        joined, compound = left + right, f"{left}-{right}"
        if right[:1].isupper() and not left.isupper():
            return False
        lexicon = view.language.lexicon
        if lexicon.form(compound.lower()) is not None or compound in view.compounds:
            return (
                lexicon.knows(joined)
                and lexicon.zipf(joined) > lexicon.zipf(compound)
                and compound not in view.compounds
            )
        return lexicon.knows(joined) or (joined in view.words and len(joined) > 4)
