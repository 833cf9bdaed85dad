from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.document import View
from textrepair.repairer import Example, Proposal, Stage

# −ln of the chance that an apostrophe is lost, and that the diacritic behind it is besides.
_LOST = 4.0
_DIACRITIC = 1.5
# How frequent the elided word must be (Zipf value).
_FREQUENT = 2.5


@dataclass(frozen=True)
class LostApostrophes:
    """Puts back the apostrophe of an elision that ran together with its word (dun, quon, jai, lhomme).

    Only where what stands is no word: ``quelle`` and ``lune`` stay.
    """

    name: ClassVar[str] = "lost-apostrophes"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("il y avait dun côté la mer", "il y avait d’un côté la mer"),
        Example("je crois quon peut le dire", "je crois qu’on peut le dire"),
        Example("laquelle des lunes ? Lhermitte le sait", "laquelle des lunes ? Lhermitte le sait"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose an apostrophe in every unknown word that begins like an elision."""
        language = view.language
        prefixes = tuple(language.rules.elision_prefixes)
        for word, start, end in view.suspects:
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
