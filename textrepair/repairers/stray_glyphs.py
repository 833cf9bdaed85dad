from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.confusion import readings, rows
from textrepair.confusion_table import Confusion
from textrepair.document import View
from textrepair.language import Language
from textrepair.repairer import Candidate, Example, Proposal, Stage

_LONE_BAR = re.compile(r"(?<!\S)[|!] (?=[^\W\d_])")


def _is_sign(row: Confusion) -> bool:
    return bool(row.read) and not row.read.isalpha()


@dataclass(frozen=True)
class StrayGlyphs:
    """Replaces a sign that was read for a letter of a word (|es, |égitimité, €lle, ao(t).

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
        Example("le prix de 12 € et le(s) cas | autre", "le prix de 12 € et le(s) cas | autre"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words with each sign taken for the letters that it is read for."""
        if not word.isalpha():
            yield from readings(word, rows(language, _is_sign), language, changes=self.changes)

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose a letter for a bar that stands apart from the rest of its word."""
        for match in _LONE_BAR.finditer(view.text):
            end = match.end()
            while end < len(view.text) and view.text[end].isalpha():
                end += 1
            rest = view.text[match.end() : end]
            if rest.islower() and view.language.knows("l" + rest):
                yield Proposal(match.start(), end, "l" + rest, f"‘{match.group()[0]}’ read for l", 2.5)
