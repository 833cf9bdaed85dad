from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from textrepair.core.confusion_table import Confusion
from textrepair.core.pack import Language
from textrepair.core.view import View
from textrepair.repairer import Example, Proposal, Stage

# −ln of the chance that an apostrophe is lost, and that the diacritic behind it is besides.
_LOST = 4.0
_DIACRITIC = 1.5
# How frequent the elided word must be (Zipf value); and how long, where all of the elision was misread.
_FREQUENT = 2.5
_LONG = 3
_PADDING = "la politique de Femploi, Forganisation du travail, Fexamen de Faccord par Fassemblée, Fécole et Fusine "


@lru_cache(maxsize=8)
def _misread(language: Language) -> tuple[Confusion, ...]:
    """Return the confusions of a whole elision with a letter (Femploi, Vemploi for l’emploi)."""
    prefixes = language.rules.elision_prefixes
    return tuple(
        row
        for row in language.confusions
        if row.printed[-1:] == "'" and row.printed[:-1] in prefixes and row.read.isalpha()
    )


def _may_be_elided(rest: str, language: Language) -> bool:
    """Whether what follows a misread elision is a word, and no piece of one."""
    return (
        len(rest) >= _LONG
        and rest.islower()
        and language.may_follow_elision(rest)
        and language.lexicon.zipf(rest) >= _FREQUENT
        and language.knows(rest)
    )


@dataclass(frozen=True)
class LostApostrophes:
    """Puts back the apostrophe of an elision that ran together with its word (dun, quon, jai, lhomme).

    Or the whole elision, where it was read as one letter (Femploi). Only where what stands is no word: ``quelle`` and
    ``lune`` stay.
    """

    name: ClassVar[str] = "lost-apostrophes"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("il y avait dun côté la mer", "il y avait d’un côté la mer"),
        Example("je crois quon peut le dire", "je crois qu’on peut le dire"),
        Example("le marché de Femploi des jeunes", "le marché de l’emploi des jeunes", padding=_PADDING),
        Example("laquelle des lunes ? Lhermitte le sait", "laquelle des lunes ? Lhermitte le sait"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose an apostrophe in every unknown word that begins like an elision."""
        language = view.language
        prefixes = tuple(language.rules.elision_prefixes)
        misread = _misread(language)
        for word, start, end in view.suspects:
            for row in misread:
                rest = word[len(row.read) :]
                if word.startswith(row.read) and _may_be_elided(rest, language):
                    elided = f"{row.printed[:-1]}{view.profile.apostrophe}{rest}"
                    reason = f"‘{word}’ is no word; ‘{elided}’ with ‘{row.printed}’ read as ‘{row.read}’"
                    yield Proposal(start, end, elided, reason, row.cost)
            if not word.isalpha() or not word[1:].islower() or not word.lower().startswith(prefixes):
                continue
            for prefix in prefixes:
                rest = word[len(prefix) :]
                if not word.lower().startswith(prefix) or not language.may_follow_elision(rest):
                    continue
                for entry in language.lexicon.accent_variants(rest)[:2]:
                    if entry.zipf >= _FREQUENT and len(entry.form) == len(rest):
                        changed = sum(a != b for a, b in zip(entry.form, rest, strict=True))
                        elided = f"{word[: len(prefix)]}{view.profile.apostrophe}{entry.form}"
                        reason = f"‘{word}’ is no word; ‘{elided}’ with its apostrophe lost"
                        yield Proposal(start, end, elided, reason, _LOST + _DIACRITIC * changed)
