from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Proposal, Stage, View, ZoneKind
from textrepair.repairer import Example

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_QUOTE = re.compile(r'["“”]')


@dataclass(frozen=True)
class QuotationMarks:
    """Replaces straight and English quotation marks by those of the language (« »).

    It changes only paragraphs in which the marks come in pairs: one that opens before a word, one that closes after
    a word.
    """

    name: ClassVar[str] = "quotation-marks"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    triggers: ClassVar[re.Pattern[str] | None] = _QUOTE
    examples: ClassVar[tuple[Example, ...]] = (
        Example('il dit "oui" et “non”', "il dit «\u00a0oui\u00a0» et «\u00a0non\u00a0»"),
        Example('un écran de 15" et un mot', 'un écran de 15" et un mot'),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the marks of the language in each paragraph in which the marks come in pairs."""
        text = view.text
        opening, closing = view.pack.rules.quotes
        start = 0
        for end in [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]:
            marks = [match.start() for match in _QUOTE.finditer(text, start, end)]
            start = end
            if len(marks) % 2 or not all(
                self._pairs(text, *pair) for pair in zip(marks[::2], marks[1::2], strict=True)
            ):
                continue
            for number, mark in enumerate(marks):
                yield Proposal(
                    mark, mark + 1, closing if number % 2 else opening, "the quotation marks of the language"
                )

    def _pairs(self, text: str, first: int, last: int) -> bool:
        """Return whether one mark opens and the other closes."""
        before, after = text[max(0, first - 1) : first], text[last + 1 : last + 2]
        inside = text[first + 1 : last]
        return (
            bool(inside)
            and not inside[0].isspace()
            and not inside[-1].isspace()
            and not before.isalnum()
            and not after.isalnum()
            and text[first] != "”"
            and text[last] != "“"
        )
