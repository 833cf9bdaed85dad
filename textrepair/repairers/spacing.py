from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from textrepair.document import View
from textrepair.language import Language
from textrepair.repairer import Example, Proposal, Stage

_DOUBLED = re.compile(r"(?<=[^\s])[ \u00a0\u202f]{2,3}(?=[^\s])")
_WIDE = re.compile(r"(?<=\S) {2,}(?=\S)")
_AFTER_SENTENCE = re.compile(r"[.!?…:]»? (?! )")
_DETACHED = re.compile(r"(?<=[^\W\d_»)]) (?=[.,](?:\s|$)(?! ?[.,]))")
_ATTACHED = re.compile(r"[^\W\d_»)][.,](?=\s|$)")
_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]+)( ?)-( ?)([^\W\d_]+)(?![\w-])")
_APOSTROPHE = re.compile(r"(?<![\w’'])([^\W\d_]+)( ?)([’'])( ?)([^\W\d_]+)")


@lru_cache(maxsize=8)
def _elisions(language: Language) -> re.Pattern[str]:
    prefixes = "|".join(sorted(language.rules.elision_prefixes, key=len, reverse=True))
    return re.compile(rf"(?<![\w’'])((?i:{prefixes}))( ?)([’'])( ?)(?=[^\W\d_])")


@dataclass(frozen=True)
class Spacing:
    """Takes out doubled spaces, and spaces beside an apostrophe, a hyphen or a full stop that take none.

    What a document does as a rule is its author's way and stays: columns, two spaces after a sentence,
    a typist's spaces before commas. Indentation and the ends of lines are left alone.
    """

    name: ClassVar[str] = "spacing"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = re.compile(r" [ \u00a0\u202f’'.,-]|[’'-] |\u00a0[ \u00a0]")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("avec  l ’appui d’ assistance", "avec l’appui d’assistance"),
        Example("aujourd’ hui", "aujourd’hui"),
        Example("le dialogue ONU-Asie et l’accord ONU -Asie", "le dialogue ONU-Asie et l’accord ONU-Asie"),
        Example("sur le terrorisme international .", "sur le terrorisme international."),
        Example("Nom      Âge  Ville\nAnne       8  Lyon", "Nom      Âge  Ville\nAnne       8  Lyon"),
        Example("il dit ’ et puis -voilà- le reste", "il dit ’ et puis -voilà- le reste"),
        Example("Fin.  Il vint.  Elle dit.  Lui, non.", "Fin.  Il vint.  Elle dit.  Lui, non."),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to take out each space that is too many."""
        yield from self._doubled(view)
        yield from self._elided(view)
        yield from self._hyphens(view)
        yield from self._stops(view)

    def _doubled(self, view: View) -> Iterator[Proposal]:
        text = view.text
        gaps = list(_DOUBLED.finditer(text))
        if not gaps:
            return
        after = [gap for gap in gaps if text[gap.start() - 1] in ".!?…:"]
        habit = len(after) > 2 and len(after) > 0.3 * (len(after) + len(_AFTER_SENTENCE.findall(text)))
        columns = _Columns(view)
        wide_lines = {view.line_at(gap.start()) for gap in _WIDE.finditer(text)}
        if len(wide_lines) > 8 and len(wide_lines) > 0.3 * sum(1 for low, high in view.lines if text[low:high].strip()):
            return  # set in columns, or justified with spaces: layout, not damage
        for gap in gaps:
            if habit and gap in after:
                continue
            if not columns.holds(gap.end()):
                space = "\u00a0" if "\u00a0" in gap.group() else " "
                yield Proposal(*gap.span(), space, "doubled space")

    def _elided(self, view: View) -> Iterator[Proposal]:
        text, language = view.text, view.language
        for match in _elisions(language).finditer(text):
            if (match[2] or match[4]) and language.may_follow_elision(text[match.end()]):
                yield Proposal(match.start(2), match.end(), match[3], "no space beside the apostrophe of an elision")
        for match in _APOSTROPHE.finditer(text):
            if match[2] or match[4]:
                word = f"{match[1]}{match[3]}{match[5]}"
                if match[1].lower() not in language.rules.elision_prefixes and language.lexicon.form(word) is not None:
                    yield Proposal(match.start(2), match.end(4), match[3], f"‘{word}’ is one word")

    def _hyphens(self, view: View) -> Iterator[Proposal]:
        for match in _HYPHEN.finditer(view.text):
            if bool(match[2]) == bool(match[3]):
                continue  # attached on both sides, or a dash
            compound = f"{match[1]}-{match[4]}"
            if view.language.lexicon.form(compound.lower()) is not None or compound in view.compounds:
                yield Proposal(match.start(2), match.end(3), "-", f"‘{compound}’ is one word")

    def _stops(self, view: View) -> Iterator[Proposal]:
        detached = list(_DETACHED.finditer(view.text))
        if len(detached) > 2 and len(detached) > 0.03 * (len(detached) + len(_ATTACHED.findall(view.text))):
            return
        for match in detached:
            yield Proposal(*match.span(), "", "no space before a full stop or a comma")


class _Columns:
    """Tells which gaps stand between the columns of a table. Each line is looked at once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._gaps: dict[int, tuple[bool, frozenset[int]]] = {}

    def _line(self, low: int, high: int) -> tuple[bool, frozenset[int]]:
        """Whether a line is spaced like a row of a table, and at which columns its gaps end."""
        if low not in self._gaps:
            spans = [match.span() for match in _WIDE.finditer(self._view.text, low, high)]
            row = len(spans) > 3 or any(end - start > 3 for start, end in spans)
            self._gaps[low] = row, frozenset(end - low for _, end in spans)
        return self._gaps[low]

    def holds(self, offset: int) -> bool:
        """Whether the line of the gap that ends at ``offset`` is a row, or a neighbour has a gap at its column."""
        low, high = self._view.line_at(offset)
        if self._line(low, high)[0]:
            return True
        return any(
            offset - low in self._line(*self._view.line_at(neighbour))[1]
            for neighbour in (low - 1, high + 1)
            if 0 <= neighbour < len(self._view.text)
        )
