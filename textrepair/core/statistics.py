"""What a document's own statistics say: the evidence by which repairers adjust what they expect.

An engine that never prints ``à`` has lost it, and then (only then) may the word ``a`` be ``à``; a document without a
sign of damage deserves to be left alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence

from textrepair.core.pack import Pack
from textrepair.memory import cached_property
from textrepair.tables.mapped import fold

__all__ = ["Inventory", "Statistics"]

# One word counts so often at the most, however often it occurs.
_OFTEN = 3
# In so many different words a letter must have been lost to be lost elsewhere; they weigh against so many letters
# that are assumed to have come through.
_LOST_TYPES, _PRIOR_CAME = 3, 10
# Inventories differ by nature: a letter of which this many were due and so small a share came was lost.
_DUE, _CAME = 6.0, 0.2
# ... and one of which no more than this share came was lost altogether.
_CAME_NONE = 0.1
# Letters rarer than this, in 10,000, come and go with the subject of a text: that they are absent says nothing before
# so many are due, unless a word shows that they are lost.
_RARE, _RARE_DUE = 10.0, 60.0
# So many letters must be due that are lost, for the rare ones to be taken as lost as well.
_ALL_DUE = 60.0
_MOST_LOST = 0.9
# A document of which less than this share of the words is known is in another language, if it has so many.
_FOREIGN, _FEW_WORDS = 0.5, 20
# From this share of damaged words on a document is taken for damaged; what is assumed of a text of which nothing is
# known, and how many words of a document weigh as much as that assumption.
_DAMAGED, _PRIOR_DAMAGE, _PRIOR_WORDS = 0.02, 0.01, 100
_STEEPNESS = 3.0
# A text is old if so many of its words, and this share of them, are spelt as they were before 1835. Measured: so are
# 48 of 80 charters and prints of before 1800, and none of 320 modern pages, however damaged.
_OLD_WORDS, _OLD_SHARE = 2, 0.001
# Or if so many are, and so large a share, spelt as then or damaged as if they were (auec, vn, ie).
_OLDISH_WORDS, _OLDISH_SHARE = 4, 0.01
# Two spaces stand for a letter that is mostly lost, if no more than this share of the spaces is doubled.
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

    Counting all characters one by one takes longer than everything else that is done to a clean text. What is rare is
    counted so: signs, digits, capitals, and letters with a diacritic, once the rest has been taken out at the speed of
    C; the rest only when it is asked for.

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
    """The statistics of one document. Each is computed once, when it is first asked for.

    Args:
        text: the document.
        pack: the language.
        number: how many tokens the text has.
        distinct: its tokens, each once.
        found: every word in it that the lexicon does not know.

    Attributes:
        words: number of tokens, at least 1.
    """

    def __init__(
        self, text: str, pack: Pack, *, number: int, distinct: frozenset[str], found: Callable[[], Sequence[str]]
    ) -> None:
        self._text = text
        self._pack = pack
        self._number = number
        self._distinct = distinct
        self._found = found
        self.words = max(1, number)

    @cached_property
    def inventory(self) -> Inventory:
        """How often each character occurs."""
        return Inventory(self._text)

    @cached_property
    def _counted(self) -> Counter[str]:
        """How often each word that the lexicon does not know occurs, those in a spelling of an earlier time too."""
        return Counter(self._found())

    @cached_property
    def old(self) -> bool:
        """Whether the document is spelt as in an earlier time."""
        if len(self._counted) < _OLD_WORDS:
            return False
        modern = self._pack.modern_spelling
        oldish = {word: count for word, count in self._counted.items() if word.islower() and modern(word) is not None}
        old = [count for word, count in oldish.items() if modern(word, sure=True) is not None]
        if len(old) >= _OLD_WORDS and sum(old) >= _OLD_SHARE * self._number:
            return True
        return len(oldish) >= _OLDISH_WORDS and sum(oldish.values()) >= _OLDISH_SHARE * self._number

    @cached_property
    def unknown(self) -> Counter[str]:
        """How often each unknown word occurs; in an old document, none that is spelt as it was then."""
        if not self.old:
            return self._counted
        modern = self._pack.modern_spelling
        return Counter({word: count for word, count in self._counted.items() if modern(word) is None})

    @cached_property
    def _damaged(self) -> int:
        return sum(count for word, count in self.unknown.items() if not word[:1].isupper())

    @cached_property
    def damage(self) -> float:
        """Share (0–1) of the words that are unknown and not names."""
        return min(1.0, self._damaged / self.words)

    @cached_property
    def foreign(self) -> bool:
        """Whether the document is not in the language of the pack."""
        return self.words >= _FEW_WORDS and self._damaged > (1 - _FOREIGN) * self.words

    @cached_property
    def capitals(self) -> float:
        """Share (0–1) of the letters that are capitals: most on receipts and forms."""
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
        return frozenset(
            letter
            for letter, per_ten_thousand in self._pack.rules.diacritic_frequencies.items()
            if (due := self._due(per_ten_thousand)) >= _DUE and self.inventory[letter] < _CAME_NONE * due
        )

    @cached_property
    def loss_rates(self) -> Mapping[str, float]:
        """Which share (0–1) of each letter with a diacritic the document has lost, if any; letters in lower case."""
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
        # Of a rare letter little is due in a short text. Where most of the others are lost, it is too.
        if all_due >= _ALL_DUE:
            for letter, share in rare.items():
                if share < 1:
                    rates[letter] = min(all_lost / all_due, _MOST_LOST)
        return rates

    def _lost_in_words(self) -> tuple[Counter[str], Counter[str]]:
        """Count the letters that unknown words have without their diacritics: how often, and in how many words."""
        lost: Counter[str] = Counter()
        types: Counter[str] = Counter()
        for word, count in self.unknown.items():
            if not (word.isalpha() and word.islower()):
                continue
            for entry in self._pack.variants(word)[:1]:
                if len(entry.form) != len(word):
                    continue
                for letter in {a for a, b in zip(entry.form, word, strict=True) if a != b and fold(a) == b}:
                    lost[letter] += min(count, _OFTEN)
                    types[letter] += 1
        return lost, types

    @cached_property
    def drop_rates(self) -> Mapping[str, float]:
        """Which share (0–1) of each letter with a diacritic the document leaves out, so that no sign stands for it.

        Letters in lower case; none unless several words lack one.
        """
        shorter = self._pack.shortened_forms
        dropped: Counter[str] = Counter()
        types = 0
        for word, count in self.unknown.items():
            # What lacks its last letter may be short for a word (exig., référ.).
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
        # Of a letter of which little is due, as much is left out as of all.
        return {
            letter: min(_MOST_LOST, (dropped[letter] + usual * _PRIOR_CAME) / (count + _PRIOR_CAME))
            for letter, count in due.items()
        }

    @cached_property
    def has_losses(self) -> bool:
        """Whether the document has lost letters with a diacritic, or leaves some out where it is damaged."""
        return bool(self.loss_rates) or (self.damage >= _DAMAGED and bool(self.drop_rates))

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The words of one letter that the document leaves out, so that two spaces stand for them (il va  Paris)."""
        if self._text.count("  ") > _DOUBLED * self._text.count(" "):
            return frozenset()
        words = self._pack.rules.diacritic_glyphs.values()
        return frozenset(word for word in words if self.loss_rates.get(word, 0.0) >= _MOSTLY)

    @cached_property
    def occurring(self) -> Container[str]:
        """Every run of letters in the document."""
        return _RunsOfLetters(self._distinct)

    @cached_property
    def names(self) -> Counter[str]:
        """How often each word with a capital stands in the document, those all in capitals left out."""
        return Counter(name for name in _CAPITALISED.findall(self._text) if not name.isupper())

    @cached_property
    def compounds(self) -> frozenset[str]:
        """Every two words in the document with a hyphen between them, not counting those at a line end."""
        return frozenset(_COMPOUND.findall("\n".join(token for token in self._distinct if "-" in token)))

    def prior(self, changes: int | None = None) -> float:
        """Nats that every change of a word must pay beyond its channel cost, where there is no confidence model.

        Where one word in fifty or more is damaged, nothing; where hardly any is, so much that next to nothing moves.

        Args:
            changes: how many words are damaged, where that is known better than by how many are unknown.
        """
        damaged = self.damage * self.words if changes is None else changes
        # Smoothed, so that a short text neither looks clean nor ruined by chance.
        share = (damaged + _PRIOR_DAMAGE * _PRIOR_WORDS) / (self.words + _PRIOR_WORDS)
        return _STEEPNESS * max(0.0, math.log(_DAMAGED / share))


class _RunsOfLetters(Container[str]):
    """The runs of letters in some tokens; those with a sign beside them are sorted out when one is asked for."""

    def __init__(self, tokens: frozenset[str]) -> None:
        self._tokens = tokens

    @cached_property
    def _within(self) -> frozenset[str]:
        return frozenset(_WORD.findall("\n".join(token for token in self._tokens if not token.isalpha())))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not _WORD.fullmatch(word):
            return False
        return word in self._tokens or word in self._within
