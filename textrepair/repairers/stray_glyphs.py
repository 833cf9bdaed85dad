from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.confusion_table import Confusion
from textrepair.core.confusions import readings, rows
from textrepair.core.pack import Language
from textrepair.core.prefilter import Gate
from textrepair.core.view import View
from textrepair.repairer import Candidate, Example, Proposal, Stage

# An acute that was read as an apostrophe after its letter (ve'hicule), not before an elision's own letter alone.
_BEHIND = re.compile(r"e['’](?=[^\W\d_])")
_PIECES = re.compile(r"(?:[^\W\d_]|['’])*")
_LONGEST = 40
# −ln of the chance of reading one so.
_ACUTE_READ = 4.7
_LONE_BAR = re.compile(r"(?<!\S)[|!] (?=[^\W\d_])")
_LONE = Gate(r" [|!] ", in_letters=False)


def _is_sign(row: Confusion) -> bool:
    return bool(row.read) and not row.read.isalpha()


@dataclass(frozen=True)
class StrayGlyphs:
    """Replaces a sign that was read for a letter of a word (|es, €lle, ao(t), or for its accent (ve'hicule).

    Args:
        changes: how many signs one word may hold.
    """

    changes: int = 2

    name: ClassVar[str] = "stray-glyphs"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("que la |égitimité de |es résolutions", "que la légitimité de les résolutions"),
        Example("adoptée le 28 ao(t 2008", "adoptée le 28 août 2008"),
        Example("dans |le cadre des traités", "dans le cadre des traités"),
        Example("les ve'hicules de la socie'té", "les véhicules de la société"),
        Example("le prix de 12 € et le(s) cas | autre", "le prix de 12 € et le(s) cas | autre"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words with each sign taken for the letters that it is read for."""
        if not word.isalpha():
            yield from readings(word, rows(language, _is_sign), language, changes=self.changes)

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose a letter for a bar that stands apart from the rest of its word, and for one with a mark behind it."""
        yield from self._acutes(view)
        for match in view.matches(_LONE_BAR, _LONE):
            end = match.end()
            while end < len(view.text) and view.text[end].isalpha():
                end += 1
            rest = view.text[match.end() : end]
            if rest.islower() and view.language.knows("l" + rest):
                yield Proposal(match.start(), end, "l" + rest, f"‘{match.group()[0]}’ read for l", 2.5)

    def _acutes(self, view: View) -> Iterator[Proposal]:
        """Propose é for each e of a word that has an apostrophe behind it."""
        text, beyond = view.text, 0
        for match in _BEHIND.finditer(text):
            start = match.start()
            if start < beyond:
                continue
            while start > max(beyond, match.start() - _LONGEST) and text[start - 1].isalpha():
                start -= 1
            pieces = _PIECES.match(text, match.end(), match.end() + _LONGEST)
            beyond = pieces.end() if pieces else match.end()
            stands = text[start:beyond]
            word, marks = _BEHIND.subn("é", stands)
            if view.language.knows(word) and not view.language.knows(stands):
                yield Proposal(start, beyond, word, "the accent of ‘é’ read as an apostrophe", _ACUTE_READ * marks)
