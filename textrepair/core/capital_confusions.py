"""Confusions in words with capitals: every candidate is made and looked up, since the lexicon is in lower case."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from textrepair.core.confusion_table import Confusion
from textrepair.core.lexicon import Lexicon
from textrepair.core.pack import Pack
from textrepair.tables.columns import COMMON
from textrepair.tables.mapped import fold

__all__ = ["Beginnings", "tried_readings"]

# The most strings that are tried for one word, however many rows of the table match it.
_TRIED = 4000
# Below this code point, the two cases of a letter have the same length and depend on no context, except for these two.
_PLAIN_CASE, _ODD_CASE = "\u0180", frozenset("\u0130\u0149")

_Found = dict[str, tuple[float, tuple[Confusion, ...]]]


class _Tree(Protocol):
    """Words, letter by letter (:class:`textrepair.core.confusions.Tree`)."""

    def root(self) -> Any: ...


class Beginnings:
    """Tells which beginning of a string of letters and digits some known word has.

    Args:
        lexicon: the lexicon.
        words: the tree of its forms, aliases and added words.
        names: the tree of its names; None if it has none.
    """

    def __init__(self, lexicon: Lexicon, words: _Tree, names: _Tree | None) -> None:
        self._lexicon = lexicon
        self._words = words
        self._acronyms = sorted(lexicon.acronyms)
        self._names = names
        self._others: dict[str, bool] = {}  # bounded by the number of digits in Unicode

    def reach(self, text: str) -> int:
        """Return the length of the longest beginning of ``text`` that a known word may have, in any case.

        The answer may be too high, but never too low.

        Args:
            text: letters and digits.

        >>> from textrepair.core.confusions import Words
        >>> from textrepair.core.pack import open_pack
        >>> known = Words(open_pack("fr")).beginnings
        >>> [known.reach(text) for text in ("q7Zx", "Bonjxur", "MAIS0N", "Etqx")]
        [1, 4, 4, 2]
        """
        if max(text, default="") >= _PLAIN_CASE or not _ODD_CASE.isdisjoint(text):
            return len(text)
        farthest = max(1, self._in_capitals(text))
        root = self._words.root()
        spellings = set(self._lexicon.spellings(text))
        if text[:1].isupper():
            spellings.add(text[:1] + text[1:].lower())
        for spelling in spellings:
            # A spelling with a ligature is shorter than the text by one letter.
            farthest = max(farthest, _walked(root, spelling) + len(text) - len(spelling))
            if self._names is not None and spelling[:1].isupper():
                farthest = max(farthest, _walked(self._names.root(), spelling))
        # Among sorted strings, the longest common beginning is with one of the two neighbours.
        place = bisect_left(self._acronyms, text)
        return max([farthest, *(_alike(acronym, text) for acronym in self._acronyms[max(0, place - 1) : place + 1])])

    def _in_capitals(self, text: str) -> int:
        """Return how much of ``text`` may begin a word in capitals, which may lack its diacritics and ligatures."""
        for length, character in enumerate(text):
            if character.islower() or not (character.isalpha() or self._holds(character)):
                return length
        return len(text)

    def _holds(self, character: str) -> bool:
        """Return whether any form holds a character that is no letter."""
        found = self._others.get(character)
        if found is None:
            found = self._others[character] = self._lexicon.forms.holds(character)
        return found


class _Stem(NamedTuple):
    """A word with some confusions undone.

    Attributes:
        text: the word with them undone.
        position: the index in ``text`` from which on the next confusion may begin.
        same: a lower bound of the length of the common beginning with the original word.
        consumed: how many characters of the original word lie before ``position``.
    """

    text: str
    position: int
    same: int
    consumed: int


class _Matches:
    """The number of confusions that begin at each place of a word, to count those that need not be tried.

    Args:
        word: the word as it stands.
        table: the rows that occur in it.
        shouted: whether the word is mostly in capitals; if not, a row that prints a capital matches only at the start.
    """

    def __init__(self, word: str, table: Sequence[Confusion], shouted: bool) -> None:
        self._word = word
        self._at_start = [row for row in table if row.printed[:1].isupper() and not shouted]
        inner = [row for row in table if shouted or not row.printed[:1].isupper()]
        starts = [0] * (len(word) + 1)
        for row in inner:
            place = word.find(row.read)
            while place >= 0:
                starts[place] += 1
                place = word.find(row.read, place + 1) if place < len(word) else -1
        self._from = list(accumulate(reversed(starts)))[::-1]

    def after(self, stem: _Stem) -> int:
        """Return how many confusions could be undone after those that are undone in ``stem``."""
        number = self._from[stem.consumed]
        if stem.position == 0:
            number += sum(self._word.startswith(row.read, stem.consumed) for row in self._at_start)
        return number


def tried_readings(
    word: str, table: Sequence[Confusion], pack: Pack, beginnings: Beginnings, changes: int, frequency: float
) -> _Found:
    """Return the known words that lead to a word with capitals by confusions: make every string and look it up.

    The last confusion is not undone after a beginning that no known word has. Such a string still counts as tried: a
    long meaningless string then costs little, and all other strings have the same candidates as without this shortcut.
    """
    best: _Found = {word: (0.0, ())}
    frontier = [_Stem(word, 0, len(word), 0)]
    tried = 0
    shouted = 2 * sum(map(str.isupper, word)) > len(word)
    rows_here = [row for row in table if row.read in word]
    matches: _Matches | None = None
    for change in range(changes):
        is_last = change + 1 == changes
        following: list[_Stem] = []
        begins = beginnings if is_last and word.isalnum() else None
        known = begins.reach(word) if begins is not None else len(word)
        for stem in frontier:
            reach = len(stem.text)
            if begins is not None:
                # A change after the longest known beginning of the word cannot make a known word.
                reach = known if stem.same > known else begins.reach(stem.text)
                if reach < stem.position:
                    matches = matches or _Matches(word, rows_here, shouted)
                    tried = min(_TRIED, tried + matches.after(stem))
                    continue
            if tried >= _TRIED:
                break
            text = stem.text
            cost, steps = best[text]
            for row in rows_here:
                place = text.find(row.read, stem.position)
                # A capital stands at the beginning of a word: "Natlons" does not stand for "NatIons".
                last = 0 if row.printed[:1].isupper() and not shouted else len(text)
                while 0 <= place <= last and tried < _TRIED:
                    tried += 1
                    if place <= reach:
                        reading = text[:place] + row.printed + text[place + len(row.read) :]
                        total = cost + row.cost
                        if reading not in best or total < best[reading][0]:
                            best[reading] = total, (*steps, row)
                            consumed = stem.consumed + place - stem.position + len(row.read)
                            following.append(_Stem(reading, place + len(row.printed), min(stem.same, place), consumed))
                    place = text.find(row.read, place + 1) if place < len(text) else -1
        frontier = following
    lexicon = pack.lexicon
    found: _Found = {}
    for reading, *_ in frontier:
        if frequency >= COMMON and not lexicon.may_be_common(crc32(fold(reading).encode("utf-8", "surrogatepass"))):
            continue
        if not reading or not pack.knows(reading):
            continue
        if reading in lexicon.words or not frequency or lexicon.zipf(reading.lower()) >= frequency:
            found[reading] = best[reading]
    return found


def _walked(node: Any, text: str) -> int:
    """Return how many characters of a string can be followed from a node."""
    length = 0
    for length, letter in enumerate(text):
        node = node[letter] if node is not None else None
        if node is None:
            return length
    return length + 1 if text else 0


def _alike(one: str, other: str) -> int:
    """Return the length of the common beginning of two strings."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
