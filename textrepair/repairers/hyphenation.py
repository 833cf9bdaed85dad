from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Prefilter, Proposal, Stage, View, ZoneKind, like_case
from textrepair.repairer import Example

_BROKEN = re.compile(
    r"(?P<hyphen>[-‐¬\u00ad\x02–—=])(?<=[^\W\d_].)(?P<break>[ \t]*\n(?:[ \t]*\n)?[ \t]*)"
    r"(?P<right>[^\W\d_]+)(?P<rest>(?:['’][^\W\d_]+)?[^\s\w-]*)(?P<space>[ \t]*)"
)
_LEFT = re.compile(r"[^\W\d_]+\Z")
_LONGEST = 40
# The dashes that a hyphen is misread as. Where this many words were surely cut by one, two known words may be pieces.
_DASHES = "–—="
_SEVERAL = 2
# The least Zipf value of a word that may have lost its diacritics.
_FREQUENT = 2.0
_PADDING = "les delegues ont ete reunis, et la societe a prefere les echanges a la cooperation entre les peuples\n" * 8


@dataclass(frozen=True)
class Hyphenation:
    """Joins a word that was hyphenated at the end of a line.

    The whole word moves to the first line and the line break follows it, so that line numbers stay. The pieces are
    joined only if they make a known word (lost diacritics aside) or one that occurs elsewhere in the document:
    "rendez-⏎vous" and "Organisation-⏎Afghanistan" keep their hyphens. A dash counts as a misread hyphen if a piece is
    no word, or if other words of the document were cut in this way.
    """

    name: ClassVar[str] = "hyphenation"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.OLD})
    triggers: ClassVar[Prefilter | None] = Prefilter("[^\\W\\d_][-‐¬\u00ad\x02–—=] ", in_letters=False)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("de l’infor-\nmation utile.", "de l’information\nutile."),
        Example("une déci¬\nsion, prise", "une décision,\nprise"),
        Example("le gouver-\nnement\ndécide", "le gouvernement\ndécide"),
        Example("jus-\nqu’à la fin", "jusqu’à\nla fin"),
        Example("les per—\nsonnes, un sou—\nrire", "les personnes,\nun sou—\nrire"),
        Example("la porte fut de-\nposee là", "la porte fut déposée\nlà", padding=_PADDING),
        Example("un rendez-\nvous", "un rendez-\nvous"),
        Example("du Groupe Organisation-\nAfghanistan", "du Groupe Organisation-\nAfghanistan"),
        Example("dit-\nil", "dit-\nil"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to move the second piece of a word to the line on which the word begins."""
        cuts = list(self._cuts(view))
        several = sum(match["hyphen"] in _DASHES and sure for match, _, _, sure in cuts) >= _SEVERAL
        for match, joined, word, sure in cuts:
            if match["hyphen"] in _DASHES and not (sure or several):
                continue
            left = len(joined) - len(match["right"]) if word != joined else 0
            moved = word[len(joined) - len(match["right"]) - left :] + match["rest"]
            end = match.end()
            if end < len(view.text) and view.text[end] != "\n":
                moved += match["break"]
            lost = "" if word == joined else " and has lost its diacritics"
            yield Proposal(match.start("hyphen") - left, end, moved, f"‘{word}’ was cut at the end of a line{lost}")

    def _cuts(self, view: View) -> Iterator[tuple[re.Match[str], str, str, bool]]:
        """Yield each break, its joined pieces, the word that they stand for, and whether a piece of it is no word."""
        for match in _BROKEN.finditer(view.text):
            before = _LEFT.search(view.text, max(0, match.start() - _LONGEST), match.start())
            if not before:
                continue
            joined = before.group() + match["right"]
            sure = not (view.pack.knows(before.group()) and view.pack.knows(match["right"]))
            if self._is_word(view, before.group(), match["right"], match["rest"]):
                yield match, joined, joined, sure
            elif word := _restored(view, joined, compound=f"{before.group()}-{match['right']}"):
                yield match, joined, word, sure

    def _is_word(self, view: View, left: str, right: str, rest: str) -> bool:
        joined, compound = left + right, f"{left}-{right}"
        if right[:1].isupper() and not left.isupper():
            return False
        pack = view.pack
        if rest[:1] in {"'", "’"} and rest[1:2].isalpha():
            # jus-qu’à, aujour-d’hui
            whole = joined + rest.rstrip(",;:.!?»”)")
            return view.pack.knows(f"{joined}’") or pack.entry(whole.lower()) is not None
        if pack.entry(compound.lower()) is not None or compound in view.statistics.compounds:
            return (
                pack.has_word(joined)
                and pack.zipf(joined) > pack.zipf(compound)
                and compound not in view.statistics.compounds
            )
        return pack.has_word(joined) or (joined in view.statistics.occurring and len(joined) > 4)


def _restored(view: View, joined: str, *, compound: str) -> str:
    """Return the word that two pieces make with diacritics that the document has lost; empty if there is none."""
    rates, pack = view.statistics.loss_rates, view.pack
    if not rates or pack.has_word(compound) or compound in view.statistics.compounds or not joined[1:].islower():
        return ""
    for entry in pack.variants(joined):
        word = like_case(joined, entry.form)
        changed = [a for a, b in zip(word.lower(), joined.lower(), strict=False) if a != b]
        if len(word) == len(joined) and entry.zipf >= _FREQUENT and all(letter in rates for letter in changed):
            return word
    return ""
