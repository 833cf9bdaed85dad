"""The statistics of a document: the evidence by which repairers adjust what they expect.

A document without any ``à`` comes from an engine that has lost this letter. Only in such a document may the word ``a``
stand for ``à``. A document without any sign of damage should stay as it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Mapping

from textrepair._core import CountedWords, Inventory, SharedText, UnknownWords
from textrepair.core.pack import Pack
from textrepair.memory import cached_property

__all__ = ["Statistics"]

# A letter counts as lost only if this many different words lack it. Its rate is estimated as if so many of the letter
# had been read correctly besides.
_LOST_TYPES, _PRIOR_CAME = 3, 10
# Texts differ by nature in the letters that they hold. A letter was lost if this many were due and at most this share
# (0–1) of them occurs.
_DUE, _CAME = 6.0, 0.2
# How often letters that are rarer than this, in 10,000, occur depends on the subject of a text. Their absence is no
# evidence until so many were due, unless a word shows that they are lost.
_RARE, _RARE_DUE = 10.0, 60.0
# From this many lost letters due on, the rare ones count as lost as well.
_ALL_DUE = 60.0
# No loss rate is higher: a letter with this rate is taken as lost altogether.
_MOST_LOST = 0.9
# A document of at least so many words of which less than this share (0–1) is known is in another language.
_FOREIGN, _FEW_WORDS = 0.5, 20
# A document with this share (0–1) of damaged words is damaged. The share is estimated as if the document had so many
# more words with the prior share.
_DAMAGED, _PRIOR_DAMAGE, _PRIOR_WORDS = 0.02, 0.01, 100
_STEEPNESS = 3.0
# A text is old if this many of its words, and this share of them, are spelt as they were before 1835. Measured: this
# holds for 48 of 80 charters and prints from before 1800, and for none of 320 modern pages, however damaged.
_OLD_WORDS, _OLD_SHARE = 2, 0.001
# A text is also old if this many words, and this share, are spelt in a way that damage produces too (auec, vn, ie).
_OLDISH_WORDS, _OLDISH_SHARE = 4, 0.01
# Or if it has so many a long s, and one in so many characters: it is printed so, and no modern text that quotes one.
_LONG_S, _LONG_S_IN = 4, 500
# Long s was read as f if unknown words that are known with s, or in old spelling, are this share (0–1) of all words. Of
# the words of French novels, 14 % have an s that is not the last letter: one in 14 of these is enough.
_MISREAD = 0.01
# Two spaces stand for a word of one letter if this share of the letter is lost and at most this share of all spaces
# is doubled.
_MOSTLY, _DOUBLED = 0.5, 0.03


class Statistics:
    """The statistics of one document; each is computed when it is first asked for, and kept.

    The core counts; what follows from the counts is said here.

    Args:
        text: the document.
        shared: the document as the core holds it.
        pack: the language.
        number: how many tokens the text has.
        unknown: returns every word in it that the lexicon does not know.
        in_prose: returns those of them that are not in zones that are no prose.

    Attributes:
        words: number of tokens, at least 1.
    """

    def __init__(
        self,
        text: str,
        shared: SharedText,
        pack: Pack,
        *,
        number: int,
        unknown: Callable[[], UnknownWords],
        in_prose: Callable[[], UnknownWords],
    ) -> None:
        self._text = text
        self._shared = shared
        self._pack = pack
        self._number = number
        self._unknown = unknown
        self._in_prose = in_prose
        self.words = max(1, number)

    @cached_property
    def inventory(self) -> Inventory:
        """How often each character occurs."""
        return Inventory(self._shared)

    @cached_property
    def _counted(self) -> CountedWords:
        """The words of prose that the lexicon does not know, including those in old spelling."""
        return CountedWords(self._pack.word_reader, self._in_prose())

    @cached_property
    def old(self) -> bool:
        """Whether the document is spelt as in an earlier time."""
        if self._text.count("\u017f") * _LONG_S_IN >= max(_LONG_S * _LONG_S_IN, len(self._text)):
            return True
        if len(self._counted) < _OLD_WORDS:
            return False
        types, sure, all_types, all_words = self._counted.old
        if types >= _OLD_WORDS and sure >= _OLD_SHARE * self._number:
            return True
        return all_types >= _OLDISH_WORDS and all_words >= _OLDISH_SHARE * self._number

    @cached_property
    def misread_long_s(self) -> bool:
        """Whether the document was printed with long s, which was read as f."""
        return 0 < self._counted.with_long_s >= _MISREAD * self._number

    @cached_property
    def counted(self) -> CountedWords:
        """The unknown words of prose; in an old document, without those in old spelling."""
        return self._counted.without_old() if self.old else self._counted

    @property
    def unknown(self) -> Mapping[str, int]:
        """How often each unknown word occurs; in an old document, without those in old spelling."""
        return self.counted.counts()

    @cached_property
    def damage(self) -> float:
        """Share (0–1) of the words that are unknown and begin with no capital."""
        return min(1.0, self.counted.damaged / self.words)

    @cached_property
    def foreign(self) -> bool:
        """Whether the document is not in the language of the pack."""
        if self.words < _FEW_WORDS:
            return False
        return self._unknown().small > (1 - _FOREIGN) * self.words

    @cached_property
    def capitals(self) -> float:
        """Share (0–1) of the letters that are capitals; it is high on receipts and forms."""
        return self.inventory.capitals / max(1, self.inventory.letters)

    @cached_property
    def digits(self) -> float:
        """Share (0–1) of the letters and digits that are digits."""
        return self.inventory.digits / max(1, self.inventory.alphanumeric)

    def _due(self, per_ten_thousand: float) -> float:
        return per_ten_thousand * self.inventory.letters / 10_000

    @cached_property
    def lost(self) -> frozenset[str]:
        """The letters with a diacritic that the document has lost altogether, in lower case."""
        return frozenset(letter for letter, rate in self.loss_rates.items() if rate >= _MOST_LOST)

    @cached_property
    def loss_rates(self) -> Mapping[str, float]:
        """The share (0–1) of each letter with a diacritic that the document has lost; letters in lower case."""
        lost = self.counted.lost()
        rates: dict[str, float] = {}
        rare: dict[str, float] = {}
        all_lost = all_due = 0.0
        for letter, per_ten_thousand in self._pack.rules.diacritic_frequencies.items():
            came = self.inventory[letter]
            number, types = lost.get(letter, (0, 0))
            rate = number / (number + came + _PRIOR_CAME) if types >= _LOST_TYPES else 0.0
            due = self._due(per_ten_thousand)
            telling = due >= (_DUE if per_ten_thousand >= _RARE or types else _RARE_DUE)
            if telling and came < _CAME * due:
                rate = max(rate, 1 - came / due)
                all_lost, all_due = all_lost + due - came, all_due + due
            if rate:
                rates[letter] = min(rate, _MOST_LOST)
            elif not telling:
                rare[letter] = came / due if due else 0.0
        # Few of a rare letter are due in a short text. It is lost where most of the other letters are.
        if all_due >= _ALL_DUE:
            for letter, share in rare.items():
                if share < 1:
                    rates[letter] = min(all_lost / all_due, _MOST_LOST)
        return rates

    @cached_property
    def drop_rates(self) -> Mapping[str, float]:
        """The share (0–1) of each letter with a diacritic that the document drops, so that no sign stands for it.

        Letters are in lower case. The mapping is empty unless several words lack a letter.
        """
        types, dropped = self.counted.dropped()
        if types < _LOST_TYPES:
            return {}
        due = {
            letter: max(self._due(per_ten_thousand), dropped.get(letter, 0) + self.inventory[letter])
            for letter, per_ten_thousand in self._pack.rules.diacritic_frequencies.items()
        }
        usual = sum(dropped.values()) / sum(due.values())
        # A letter of which few are due gets about the rate of all letters.
        return {
            letter: min(_MOST_LOST, (dropped.get(letter, 0) + usual * _PRIOR_CAME) / (count + _PRIOR_CAME))
            for letter, count in due.items()
        }

    @cached_property
    def has_losses(self) -> bool:
        """Whether the document has lost letters with a diacritic, or is damaged and drops some."""
        return bool(self.loss_rates) or (self.damage >= _DAMAGED and bool(self.drop_rates))

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The words of one letter that the document drops, so that two spaces stand for them (il va  Paris)."""
        if self._text.count("  ") > _DOUBLED * self._text.count(" "):
            return frozenset()
        words = self._pack.rules.diacritic_glyphs.values()
        return frozenset(word for word in words if self.loss_rates.get(word, 0.0) >= _MOSTLY)

    @cached_property
    def occurring(self) -> Container[str]:
        """Every run of letters in the document."""
        return _RunsOfLetters(self._shared)

    @cached_property
    def names(self) -> Counter[str]:
        """How often each word with a capital occurs in the document, without those all in capitals."""
        return Counter(dict(self._shared.names()))

    @cached_property
    def compounds(self) -> frozenset[str]:
        """The pairs of words with a hyphen between them in the document, without those at a line end."""
        return frozenset(self._shared.compounds())

    def prior(self, changes: int | None = None) -> float:
        """Return the nats that each change costs besides its channel cost, for a pack without a confidence model.

        The prior is 0 where one word in fifty or more is damaged. Where hardly any word is damaged, it is so high that
        next to nothing is changed.

        Args:
            changes: an estimate of the number of damaged words; None: the number of unknown words without a capital.
        """
        damaged = self.damage * self.words if changes is None else changes
        # Smoothed, so that a short text does not look clean or heavily damaged by chance.
        share = (damaged + _PRIOR_DAMAGE * _PRIOR_WORDS) / (self.words + _PRIOR_WORDS)
        return _STEEPNESS * max(0.0, math.log(_DAMAGED / share))


class _RunsOfLetters(Container[str]):
    """The runs of letters of a text."""

    def __init__(self, text: SharedText) -> None:
        self._text = text

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._text.has_run(word)
