"""What a document's own statistics say: the evidence by which repairers adjust what they expect.

An engine that never prints ``à`` has lost it, and then (only then) may the word ``a`` be ``à``; a document
without a sign of damage deserves to be left alone.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textrepair.core.inventory import Inventory
from textrepair.memory import cached_property

if TYPE_CHECKING:
    from textrepair.core.pack import Language

__all__ = ["Profile", "is_old"]

# A letter is lost where at least this many were due and less than this share of them came.
_DUE = 6.0
_CAME = 0.1
# A document of which less than this share of the words is known is in another language.
_FOREIGN = 0.5
# From this share of damaged words on a document is taken for damaged; what is assumed of a text of which
# nothing is known, and how many words of a document weigh as much as that assumption.
_DAMAGED = 0.02
_PRIOR_DAMAGE = 0.01
_PRIOR_WORDS = 100
_STEEPNESS = 3.0
# A text is old if so many of its words, and this share of them, are spelt as they were before 1835. Measured: so are
# 48 of 80 charters and prints of before 1800, and none of 320 modern pages, however damaged.
_OLD_WORDS, _OLD_SHARE = 2, 0.001
# Or if so many are, and so large a share, spelt as then or damaged as if they were (auec, vn, ie).
_OLDISH_WORDS, _OLDISH_SHARE = 4, 0.01


def is_old(unknown: Counter[str], words: int, language: Language) -> bool:
    """Tell whether a text is spelt as in an earlier time.

    Args:
        unknown: how often each unknown word occurs in it.
        words: how many words it has.
        language: knows how words were spelt (:meth:`Lexicon.knows_period`).
    """
    lexicon = language.lexicon
    oldish = {word: count for word, count in unknown.items() if word.islower() and lexicon.knows_period(word)}
    old = [count for word, count in oldish.items() if lexicon.knows_period(word, sure=True)]
    if len(old) >= _OLD_WORDS and sum(old) >= _OLD_SHARE * words:
        return True
    return len(oldish) >= _OLDISH_WORDS and sum(oldish.values()) >= _OLDISH_SHARE * words


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
        old: the document is spelt as in an earlier time.
        foreign: the document is not in the language of the pack; its words are left alone.
    """

    inventory: Inventory
    words: int
    unknown: Counter[str]
    lost: frozenset[str]
    damage: float
    apostrophe: str
    old: bool
    foreign: bool

    @classmethod
    def of(cls, text: str, language: Language, unknown: Counter[str], *, stretches: int, old: bool = False) -> Profile:
        """Compute the profile of a text whose unknown words, and stretches between white space, have been counted."""
        inventory = Inventory(text)
        words = max(1, stretches)
        damaged = sum(count for word, count in unknown.items() if not word[:1].isupper())
        lost = frozenset(
            letter
            for letter, per_ten_thousand in language.rules.diacritic_frequencies.items()
            if (due := per_ten_thousand * inventory.letters / 10_000) >= _DUE and inventory[letter] < _CAME * due
        )
        curly, straight = inventory["’"], inventory["'"]
        return cls(
            inventory=inventory,
            words=words,
            unknown=unknown,
            lost=lost,
            damage=min(1.0, damaged / words),
            apostrophe="'" if straight > curly else language.rules.apostrophe,
            old=old,
            foreign=words >= 20 and damaged > (1 - _FOREIGN) * words,
        )

    @cached_property
    def capitals(self) -> float:
        """Share (0–1) of the letters that are capitals: most on receipts and forms."""
        return self.inventory.capitals / max(1, self.inventory.letters)

    @cached_property
    def digits(self) -> float:
        """Share (0–1) of the letters and digits that are digits."""
        return self.inventory.digits / max(1, self.inventory.alphanumeric)

    def reluctance(self, changes: int | None = None) -> float:
        """Nats that every change of a word must pay beyond its channel cost.

        Where one word in fifty or more is damaged, nothing; where hardly any is, so much that next to
        nothing moves.

        Args:
            changes: how many words are damaged, where that is known better than by how many are unknown.
        """
        damaged = self.damage * self.words if changes is None else changes
        # Smoothed, so that a short text neither looks clean nor ruined by chance.
        share = (damaged + _PRIOR_DAMAGE * _PRIOR_WORDS) / (self.words + _PRIOR_WORDS)
        return _STEEPNESS * max(0.0, math.log(_DAMAGED / share))
