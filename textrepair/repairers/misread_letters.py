from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.confusion_table import Confusion
from textrepair.core.confusions import readings, rows
from textrepair.core.pack import Language
from textrepair.repairer import Candidate, Example, Stage
from textrepair.tables.foldindex import fold

# How frequent a word must be (zipf) for a word with a capital to be a misreading of it.
_COMMON = 4.0

_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


def _is_letter(row: Confusion) -> bool:
    # A letter lost is an author's slip as often as an engine's: near-words has them, in damaged documents.
    return row.read.isalnum()


@dataclass(frozen=True)
class MisreadLetters:
    """Corrects letters that were read for others (chague, séourité, contréle), by a confusion table.

    A word with a capital is mostly a name: it may only be a misread common word (Mlais, lls, Ja), or one of the
    user's own.

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
        Example("Mlais il fallait dîner, et ils vinrent", "Mais il fallait dîner, et ils vinrent", padding=_PADDING),
        Example("le poète Hikmatov et la ville de Semipalatinsk", "le poète Hikmatov et la ville de Semipalatinsk"),
    )

    def candidates(self, word: str, language: Language) -> Iterator[Candidate]:
        """Yield the words by the table."""
        letters = word[:-1] if word[-1:] in ("'", "’") else word
        # One letter alone may be any other, and is a symbol as often as a word ("5 s").
        if len(word) < 2 or not letters.isalnum():
            return
        named = not letters.islower()
        if named and letters.isupper():
            return
        changes = self.changes if len(letters) > 5 and not named else 1
        frequency = _COMMON if named else 0.0
        for candidate in readings(word, rows(language, _is_letter), language, changes=changes, frequency=frequency):
            # Where nothing but diacritics changes, the repairer accents knows better.
            if len(candidate.word) != len(word) or fold(candidate.word) != fold(word):
                yield candidate
