from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.document import View
from textrepair.repairer import Example, Proposal, Stage

_BROKEN = re.compile(
    r"(?P<hyphen>[-‐¬\u00ad\x02–—=])(?<=[^\W\d_].)(?P<break>[ \t]*\n(?:[ \t]*\n)?[ \t]*)"
    r"(?P<right>[^\W\d_]+)(?P<rest>(?:['’][^\W\d_]+)?[^\s\w-]*)(?P<space>[ \t]*)"
)
_LEFT = re.compile(r"[^\W\d_]+\Z")
_LONGEST = 40
# What a hyphen is misread for; and how many words surely cut by them tell that two words may be pieces too.
_DASHES = "–—="
_SEVERAL = 2


@dataclass(frozen=True)
class Hyphenation:
    """Joins a word that was hyphenated at the end of a line.

    The word goes to the first line and the line break after it, so that line numbers stay. It is joined only
    where the result is a word, or stands elsewhere in the document: "rendez-⏎vous" and
    "Organisation-⏎Afghanistan" keep their hyphens. A dash that the hyphen may have been misread for counts where
    a piece is no word, or where the document has such cuts.
    """

    name: ClassVar[str] = "hyphenation"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = re.compile("[-‐¬\u00ad\x02–—=][ \t]*\n")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("de l’infor-\nmation utile.", "de l’information\nutile."),
        Example("une déci¬\nsion, prise", "une décision,\nprise"),
        Example("le gouver-\nnement\ndécide", "le gouvernement\ndécide"),
        Example("jus-\nqu’à la fin", "jusqu’à\nla fin"),
        Example("les per—\nsonnes, un sou—\nrire", "les personnes,\nun sou—\nrire"),
        Example("un rendez-\nvous", "un rendez-\nvous"),
        Example("du Groupe Organisation-\nAfghanistan", "du Groupe Organisation-\nAfghanistan"),
        Example("dit-\nil", "dit-\nil"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to move the rest of a word to the line that it begins on."""
        cuts = list(self._cuts(view))
        several = sum(match["hyphen"] in _DASHES and sure for match, _, sure in cuts) >= _SEVERAL
        for match, joined, sure in cuts:
            if match["hyphen"] in _DASHES and not (sure or several):
                continue
            moved = match["right"] + match["rest"]
            end = match.end()
            if end < len(view.text) and view.text[end] != "\n":
                moved += match["break"]
            yield Proposal(match.start("hyphen"), end, moved, f"‘{joined}’ was cut at the end of a line")

    def _cuts(self, view: View) -> Iterator[tuple[re.Match[str], str, bool]]:
        """Yield each break, the word that it cuts, and whether a piece of that is no word."""
        for match in _BROKEN.finditer(view.text):
            before = _LEFT.search(view.text, max(0, match.start() - _LONGEST), match.start())
            if before and self._is_word(view, before.group(), match["right"], match["rest"]):
                sure = not (view.language.knows(before.group()) and view.language.knows(match["right"]))
                yield match, before.group() + match["right"], sure

    def _is_word(self, view: View, left: str, right: str, rest: str) -> bool:
        joined, compound = left + right, f"{left}-{right}"
        if right[:1].isupper() and not left.isupper():
            return False
        lexicon = view.language.lexicon
        if rest[:1] in {"'", "’"} and rest[1:2].isalpha():
            # jus-qu’à, aujour-d’hui
            whole = joined + rest.rstrip(",;:.!?»”)")
            return view.language.knows(f"{joined}’") or lexicon.form(whole.lower()) is not None
        if lexicon.form(compound.lower()) is not None or compound in view.compounds:
            return (
                lexicon.knows(joined)
                and lexicon.zipf(joined) > lexicon.zipf(compound)
                and compound not in view.compounds
            )
        return lexicon.knows(joined) or (joined in view.words and len(joined) > 4)
