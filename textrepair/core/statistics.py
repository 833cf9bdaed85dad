"""The statistics of a document: the evidence by which repairers adjust what they expect.

A document without any ``à`` comes from an engine that has lost this letter. Only in such a document may the word ``a``
stand for ``à``. A document without any sign of damage should stay as it is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence

from textrepair.core.pack import Pack
from textrepair.core.period import as_long_s
from textrepair.memory import cached_property

__all__ = ["Inventory", "Statistics"]

# One word counts at most this many times, however often it occurs.
_OFTEN = 3
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

_WORD = re.compile(r"[^\W\d_]+")
_CAPITALISED = re.compile(r"(?<![^\W_])[A-Z\u00c0-\u00d6\u00d8-\u00de\u0152\u0178][^\W\d_]+(?![\w])")
_COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+(?![\w-])")

_ASCII = bytes(range(128))
_FREQUENT = b" abcdefghijklmnopqrstuvwxyz"
_LETTERS = frozenset(_FREQUENT.decode("ascii"))
_NOT_RARE = bytes(range(128, 256)) + _FREQUENT


class Inventory:
    """How often each character occurs; 0 for one that does not.

    Counting all characters one by one takes longer than all other work on a clean text. So only the rare characters
    are counted at once (signs, digits, capitals, letters with a diacritic), after ``bytes.translate`` has deleted the
    others. The others are counted when they are asked for.

    Args:
        text: the text.

    Attributes:
        total: number of characters.
        letters, capitals, digits: how many of them are letters, capitals, and digits.
        alphanumeric: how many are letters, digits, or other numerals.

    >>> inventory = Inventory("déjà vu à 8 h")
    >>> inventory["à"], inventory["v"], inventory["z"], inventory.letters
    (2, 1, 0, 8)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        encoded = text.encode("utf-8", "surrogatepass")
        # A character outside ASCII has no ASCII in its UTF-8.
        self._rare = Counter(encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
        self._rare.update(encoded.translate(None, _NOT_RARE).decode("ascii"))
        self._frequent = {" ": text.count(" ")}
        self.total = len(text)
        small = self.total - self._frequent[" "] - self._rare.total()
        self.letters = small + self._count(str.isalpha)
        self.capitals = self._count(str.isupper)
        self.digits = self._count(str.isdigit)
        self.alphanumeric = small + self._count(str.isalnum)

    def _count(self, kind: Callable[[str], bool]) -> int:
        return sum(number for character, number in self._rare.items() if kind(character))

    def __getitem__(self, character: str) -> int:
        number = self._rare.get(character)
        if number is None:
            number = self._frequent.get(character)
        if number is None:
            number = self._frequent[character] = self._text.count(character) if character in _LETTERS else 0
        return number


class Statistics:
    """The statistics of one document; each is computed when it is first asked for, and kept.

    Args:
        text: the document.
        pack: the language.
        number: how many tokens the text has.
        distinct: returns its distinct tokens.
        found: returns every word in it that the lexicon does not know, but for those in zones that are no prose.
        unknown: returns every word in it that the lexicon does not know.

    Attributes:
        words: number of tokens, at least 1.
    """

    def __init__(
        self,
        text: str,
        pack: Pack,
        *,
        number: int,
        distinct: Callable[[], frozenset[str]],
        found: Callable[[], Sequence[str]],
        unknown: Callable[[], Sequence[str]],
    ) -> None:
        self._text = text
        self._pack = pack
        self._number = number
        self._distinct = distinct
        self._found = found
        self._all_unknown = unknown
        self.words = max(1, number)

    @cached_property
    def inventory(self) -> Inventory:
        """How often each character occurs."""
        return Inventory(self._text)

    @cached_property
    def _counted(self) -> Counter[str]:
        """How often each word that the lexicon does not know occurs, including those in old spelling."""
        return Counter(self._found())

    @cached_property
    def old(self) -> bool:
        """Whether the document is spelt as in an earlier time."""
        if self._text.count("\u017f") * _LONG_S_IN >= max(_LONG_S * _LONG_S_IN, len(self._text)):
            return True
        if len(self._counted) < _OLD_WORDS:
            return False
        modern = self._pack.modern_spelling
        counted = [
            (word, as_long_s(word) if "f" in word else "", count)
            for word, count in self._counted.items()
            if word.islower()
        ]
        oldish = {word: count for word, long_s, count in counted if modern(word) or modern(long_s)}
        sure = {word for word, long_s, _ in counted if modern(word, sure=True) or modern(long_s, sure=True)}
        old = [count for word, count in oldish.items() if word in sure]
        if len(old) >= _OLD_WORDS and sum(old) >= _OLD_SHARE * self._number:
            return True
        return len(oldish) >= _OLDISH_WORDS and sum(oldish.values()) >= _OLDISH_SHARE * self._number

    @cached_property
    def misread_long_s(self) -> bool:
        """Whether the document was printed with long s, which was read as f."""
        knows, modern = self._pack.knows, self._pack.modern_spelling
        read = [(as_long_s(word), count) for word, count in self._counted.items() if word.islower()]
        found = [count for word, count in read if word and (knows(word) or modern(word))]
        return bool(found) and sum(found) >= _MISREAD * self._number

    @cached_property
    def unknown(self) -> Counter[str]:
        """How often each unknown word occurs; in an old document, without those in old spelling."""
        if not self.old:
            return self._counted
        modern = self._pack.modern_spelling
        return Counter({word: count for word, count in self._counted.items() if modern(word) is None})

    @cached_property
    def _damaged(self) -> int:
        return sum(count for word, count in self.unknown.items() if not word[:1].isupper())

    @cached_property
    def damage(self) -> float:
        """Share (0–1) of the words that are unknown and begin with no capital."""
        return min(1.0, self._damaged / self.words)

    @cached_property
    def foreign(self) -> bool:
        """Whether the document is not in the language of the pack."""
        if self.words < _FEW_WORDS:
            return False
        return sum(not word[:1].isupper() for word in self._all_unknown()) > (1 - _FOREIGN) * self.words

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
        lost, types = self._lost_in_words()
        rates: dict[str, float] = {}
        rare: dict[str, float] = {}
        all_lost = all_due = 0.0
        for letter, per_ten_thousand in self._pack.rules.diacritic_frequencies.items():
            came = self.inventory[letter]
            rate = lost[letter] / (lost[letter] + came + _PRIOR_CAME) if types[letter] >= _LOST_TYPES else 0.0
            due = self._due(per_ten_thousand)
            telling = due >= (_DUE if per_ten_thousand >= _RARE or types[letter] else _RARE_DUE)
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

    def _lost_in_words(self) -> tuple[Counter[str], Counter[str]]:
        """Count the letters that unknown words hold without their diacritics: how often, and in how many words."""
        lost: Counter[str] = Counter()
        types: Counter[str] = Counter()
        bare = self._pack.bare_letters
        for word, count in self.unknown.items():
            if not (word.isalpha() and word.islower()):
                continue
            for entry in self._pack.variants(word)[:1]:
                if len(entry.form) != len(word):
                    continue
                for letter in {a for a, b in zip(entry.form, word, strict=True) if a != b and bare.get(a) == b}:
                    lost[letter] += min(count, _OFTEN)
                    types[letter] += 1
        return lost, types

    @cached_property
    def drop_rates(self) -> Mapping[str, float]:
        """The share (0–1) of each letter with a diacritic that the document drops, so that no sign stands for it.

        Letters are in lower case. The mapping is empty unless several words lack a letter.
        """
        shorter = self._pack.shortened_forms
        dropped: Counter[str] = Counter()
        types = 0
        for word, count in self.unknown.items():
            # A word without its last letter may be an abbreviation (exig., référ.).
            letters = {letter for form, letter in shorter.get(word, ()) if not form.startswith(word)}
            if len(letters) == 1:
                types += 1
                dropped[letters.pop()] += min(count, _OFTEN)
        if types < _LOST_TYPES:
            return {}
        due = {
            letter: max(self._due(per_ten_thousand), dropped[letter] + self.inventory[letter])
            for letter, per_ten_thousand in self._pack.rules.diacritic_frequencies.items()
        }
        usual = dropped.total() / sum(due.values())
        # A letter of which few are due gets about the rate of all letters.
        return {
            letter: min(_MOST_LOST, (dropped[letter] + usual * _PRIOR_CAME) / (count + _PRIOR_CAME))
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
        return _RunsOfLetters(self._distinct())

    @cached_property
    def names(self) -> Counter[str]:
        """How often each word with a capital occurs in the document, without those all in capitals."""
        return Counter(name for name in _CAPITALISED.findall(self._text) if not name.isupper())

    @cached_property
    def compounds(self) -> frozenset[str]:
        """The pairs of words with a hyphen between them in the document, without those at a line end."""
        return frozenset(_COMPOUND.findall("\n".join(token for token in self._distinct() if "-" in token)))

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
    """The runs of letters in tokens; tokens that hold other characters are split when first asked about."""

    def __init__(self, tokens: frozenset[str]) -> None:
        self._tokens = tokens

    @cached_property
    def _within(self) -> frozenset[str]:
        return frozenset(_WORD.findall("\n".join(token for token in self._tokens if not token.isalpha())))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not _WORD.fullmatch(word):
            return False
        return word in self._tokens or word in self._within
