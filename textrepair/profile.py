"""What a document's own statistics say: the evidence by which repairers adjust what they expect.

An engine that never prints ``à`` has lost it, and then (only then) may the word ``a`` be ``à``; a document
without a sign of damage deserves to be left alone.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textrepair.language import Language

__all__ = ["Profile"]

# A letter is lost where at least this many were due and less than this share of them came.
_DUE = 6.0
_CAME = 0.1
# A document of which less than this share of the words is known is in another language.
_FOREIGN = 0.5
# Documents shorter than this many words say nothing reliable about their rate of damage.
_ENOUGH_WORDS = 200


@dataclass(frozen=True)
class Profile:
    """The statistics of one document.

    Attributes:
        inventory: how often each character occurs.
        words: number of stretches between white space.
        unknown: how often each word that the lexicon does not know occurs.
        lost: the letters with a diacritic that the document has lost, in lower case.
        damage: share (0–1) of the words that are unknown and not names.
        apostrophe: the one that the document uses: ``’`` or ``'``.
        foreign: the document is not in the language of the pack; its words are left alone.
    """

    inventory: Counter[str]
    words: int
    unknown: Counter[str]
    lost: frozenset[str]
    damage: float
    apostrophe: str
    foreign: bool

    @classmethod
    def of(cls, text: str, language: Language, unknown: Counter[str]) -> Profile:
        """Compute the profile of a text whose unknown words have been counted."""
        inventory = Counter(text)
        letters = sum(count for character, count in inventory.items() if character.isalpha())
        words = max(1, len(text.split()))
        damaged = sum(count for word, count in unknown.items() if not word[:1].isupper())
        lost = frozenset(
            letter
            for letter, per_ten_thousand in language.rules.diacritic_frequencies.items()
            if (due := per_ten_thousand * letters / 10_000) >= _DUE and inventory[letter] < _CAME * due
        )
        curly, straight = inventory["’"], inventory["'"]
        return cls(
            inventory=inventory,
            words=words,
            unknown=unknown,
            lost=lost,
            damage=min(1.0, damaged / words),
            apostrophe="'" if straight > curly else language.rules.apostrophe,
            foreign=words >= 20 and damaged > (1 - _FOREIGN) * words,
        )

    @property
    def reluctance(self) -> float:
        """Nats that every change of a word must pay beyond its channel cost.

        Where one word in fifty or more is damaged, nothing; where none is, as much as the few words in
        ten thousand that a lexicon does not know of a clean text call for.
        """
        # Laplace's rule keeps a short text from looking clean, or ruined, by chance.
        weight = min(1.0, self.words / _ENOUGH_WORDS)
        share = weight * self.damage + (1 - weight) * 0.02
        return max(0.0, math.log(0.02 / max(share, 0.0005)))
