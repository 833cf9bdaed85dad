from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from textrepair.document import View
from textrepair.language import Language
from textrepair.repairer import Example, Proposal, Stage

# −ln of the chance of a misreading that is in no table: one letter for another, lost, or too many.
_ANY = 8.0
_NEAREST = 8
_SHORTEST = 5
# A handful of unknown words in a short text say nothing about it.
_PLAINLY = 8
_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


@lru_cache(maxsize=4)
def _by_length(language: Language) -> dict[int, list[str]]:
    buckets: dict[int, list[str]] = {}
    for form in language.lexicon.frequent():
        buckets.setdefault(len(form), []).append(form)
    return buckets


@lru_cache(maxsize=50_000)
def _nearest(language: Language, word: str) -> tuple[str, ...]:
    """The common words one letter away: another, one more, one less, or two in the wrong order."""
    buckets = _by_length(language)
    lengths = (len(word) - 1, len(word), len(word) + 1)
    return tuple(
        near
        for length in lengths
        for near, _, _ in process.extract(
            word, buckets.get(length, []), scorer=OSA.distance, score_cutoff=1, limit=_NEAREST
        )
    )


@dataclass(frozen=True)
class NearWords:
    """Corrects one letter of any kind, by fuzzy matching against the common words.

    Only in a document that is plainly damaged, and there only words of five lower-case letters and more that
    stand in it once: an unknown word in a clean text, or one that comes back, is its author's.

    Args:
        damage: 0–1, the share of unknown words from which a document counts as damaged.
    """

    damage: float = 0.02

    name: ClassVar[str] = "near-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la protection de l’environement", "la protection de l’environnement", padding=_PADDING),
        Example("le droit à l’approriation nationale", "le droit à l’approriation nationale"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the nearest common words."""
        if view.profile.damage < self.damage or view.profile.damage * view.profile.words < _PLAINLY:
            return
        for word, start, end in view.suspects:
            if len(word) >= _SHORTEST and word.isalpha() and word.islower() and view.unknown_words[word] == 1:
                for near in _nearest(view.language, word):
                    yield Proposal(start, end, near, f"‘{word}’ is no word; ‘{near}’ is one letter away", _ANY)
