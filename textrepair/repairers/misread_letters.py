from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.confusion import readings, rows
from textrepair.language import Confusion, Language
from textrepair.repairer import Candidate, Example, Stage


def _is_letter(row: Confusion) -> bool:
    return not row.read or row.read.isalnum()


@dataclass(frozen=True)
class MisreadLetters:
    """Corrects letters that were read for others (chague, séourité, contréle), by a confusion table.

    Only words in lower case: names are left alone.

    Args:
        changes: how many confusions one word may hold.
    """

    changes: int = 2

    name: ClassVar[str] = "misread-letters"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("chaque pays et chague peuple", "chaque pays et chaque peuple"),
        Example("en faveur du contréle des armements", "en faveur du contrôle des armements"),
        Example("afin gqu’il puisse", "afin qu’il puisse"),
        Example("le poète Hikmatov et la ville de Semipalatinsk", "le poète Hikmatov et la ville de Semipalatinsk"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words by the table."""
        letters = word[:-1] if word[-1:] in ("'", "’") else word
        if not letters.isalnum() or not letters.islower():
            return
        changes = self.changes if len(letters) > 5 else 1
        yield from readings(word, rows(language, _is_letter), language, changes=changes)
