"""Other readings of a word by a confusion table.

Hardly any way of undoing a confusion makes a word. So the word is not changed first and looked up then: it is
read from the left along the lexicon, which is sorted, and a way is left as soon as no word begins like it. Of two
confusions in a word, the second is then tried in very few places.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from rapidfuzz.distance import OSA

from textrepair.core.confusion_table import Confusion
from textrepair.core.lexicon import COMMON
from textrepair.core.pack import Language
from textrepair.core.word_tree import Node, beginnings, word_tree
from textrepair.memory import cached_property
from textrepair.repairer import Candidate
from textrepair.tables.foldindex import fold

__all__ = ["LONGEST", "Rows", "like_case", "neighbours", "readings", "rows"]

# No word of a lexicon is longer; a stretch of text may be ten times as long.
LONGEST = 40
# However many rows of a table match a word in capitals, no more readings than this are tried.
_TRIED = 4000
# Nats that several confusions in one word may cost: for each letter of it, and besides. There are very many ways
# to cost more, and about where spelling out the word costs less, they never win.
_FOR_LETTER, _BASE = 1.25, 4.0
# How many diacritics may differ in a word besides a letter.
_DIACRITICS = 2

_Found = dict[str, tuple[float, tuple[Confusion, ...]]]


class Rows(tuple[Confusion, ...]):
    """Rows of a confusion table.

    >>> table = Rows([Confusion("m", "rn", 4.0), Confusion("é", "", 8.0), Confusion("n", "r", 3.0)])
    >>> [row.printed for *_, row in table.groups["r"]]
    ['n', 'm', 'é']
    """

    @cached_property
    def groups(self) -> dict[str, list[tuple[float, str, str, str, Confusion]]]:
        """The rows by the first character read, the cheapest first; what was lost stands under each.

        Each is cut up for the walk: its cost, the first letter printed and the others, what is read, the row.
        """
        groups: dict[str, list[Confusion]] = {}
        for row in self:
            groups.setdefault(row.read[:1], []).append(row)
        lost = groups.get("", [])
        return {
            first: [
                (row.cost, row.printed[:1], row.printed[1:], row.read, row)
                for row in sorted(group + lost if first else group, key=lambda row: row.cost)
            ]
            for first, group in groups.items()
        }


@lru_cache(maxsize=64)
def rows(language: Language, kind: Callable[[Confusion], bool]) -> Rows:
    """Return the rows of a language's confusion table for which ``kind`` holds, and that lead to letters."""
    return Rows(row for row in language.confusions if (not row.printed or row.printed.isalpha()) and kind(row))


def readings(
    word: str, table: Rows, language: Language, *, changes: int, frequency: float = 0.0
) -> Iterator[Candidate]:
    """Yield the known words that may have been printed where ``word`` is read.

    Those with the fewest confusions only: a word with more of them in it is that much less likely.

    Args:
        word: as it stands.
        table: the confusions to undo.
        language: tells which words there are.
        changes: how many confusions one word may hold at the most.
        frequency: how frequent a reading of a word with a capital must be in lower case, as Zipf value (0–9), unless
            it is one of the user's own words.
    """
    if len(word) > LONGEST:
        return
    for most in range(1, changes + 1):
        is_plain = word.islower()
        found = _walk(word, table, language, most) if is_plain else _try(word, table, language, most, frequency)
        for reading, (cost, steps) in found.items():
            how = ", ".join(
                f"‘{row.printed}’ read as ‘{row.read}’" if row.read else f"‘{row.printed}’ lost" for row in steps
            )
            yield Candidate(reading, cost, f"‘{word}’ is no word; ‘{reading}’ with {how}")
        if found:
            return


@lru_cache(maxsize=1 << 13)
def neighbours(word: str, language: Language) -> tuple[tuple[str, int], ...]:
    """Return the frequent words one letter away: another letter, one more, one less, or two in the wrong order.

    Diacritics may differ besides.

    Args:
        word: in lower case.
        language: its lexicon is asked.

    Returns:
        Words, and how many diacritics differ besides the letter; sorted.

    >>> from textrepair.core.pack import load_language
    >>> neighbours("dejh", load_language("fr"))
    (('déjà', 1),)
    """
    if len(word) > LONGEST:
        return ()
    found = []
    for near in language.lexicon.near(word):
        differ = OSA.distance(word, near) - 1
        if differ <= _DIACRITICS and language.knows(near):
            found.append((near, max(0, differ)))
    return tuple(sorted(found))


def _walk(word: str, table: Rows, language: Language, changes: int) -> _Found:
    """Read a word in lower case along the lexicon."""
    groups = table.groups
    lost = groups.get("", [])
    end = len(word)
    most = math.inf if changes == 1 else _FOR_LETTER * end + _BASE
    found: _Found = {}
    # What is still to be followed: the place in the word, the node, and what led there.
    waiting: list[tuple[int, Node, float, tuple[Confusion, ...]]] = []
    waiting.append((0, word_tree(language.lexicon).root(), 0.0, ()))
    while waiting:
        place, node, cost, steps = waiting.pop()
        is_last = len(steps) + 1 == changes
        made: list[tuple[str, float, Confusion]] = []
        while True:
            letter = word[place] if place < end else ""
            for price, first, further, read, row in groups.get(letter, lost):
                if cost + price > most:
                    break  # the rest cost more
                target = node[first] if first else node
                if target is None or (len(read) > 1 and not word.startswith(read, place)):
                    continue
                beyond = place + len(read)
                if is_last:
                    rest = further + word[beyond:]
                    if target.leads_to(rest):
                        made.append((target.beginning + rest, cost + price, row))
                    continue
                for character in further:
                    target = target[character]
                    if target is None:
                        break
                else:
                    waiting.append((beyond, target, cost + price, (*steps, row)))
            below = node[letter] if letter else None
            if below is None:
                break
            node = below
            place += 1
        # The last first, as what waits is followed.
        for reading, total, row in reversed(made):
            if reading != word and (reading not in found or total < found[reading][0]) and language.knows(reading):
                found[reading] = total, (*steps, row)
    return found


class _Stem(NamedTuple):
    """A word in which some confusions are undone.

    Attributes:
        text: the word as it is now.
        position: where in ``text`` the next confusion may begin.
        same: how many characters it has in common with the original word, at their beginnings, or fewer.
        consumed: how many characters of the original word lie before ``position``.
    """

    text: str
    position: int
    same: int
    consumed: int


class _Matches:
    """How many confusions begin where in a word, to count those that need not be tried.

    Args:
        word: the word as it stands.
        table: the rows that occur in it.
        shouted: whether the word is mostly in capitals; else a row that prints a capital matches only at the start.
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
        """Return how many confusions could be undone behind those that are undone in ``stem``."""
        number = self._from[stem.consumed]
        if stem.position == 0:
            number += sum(self._word.startswith(row.read, stem.consumed) for row in self._at_start)
        return number


def _try(word: str, table: Rows, language: Language, changes: int, frequency: float) -> _Found:
    """Make every reading and look it up: for words with capitals, which the lexicon has in lower case.

    The last confusion is not undone behind a beginning that no known word has. Such a reading still counts as tried, so
    that a long string without meaning costs little and no other string is read otherwise.
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
        begins = beginnings(language.lexicon) if is_last and word.isalnum() else None
        known = begins.reach(word) if begins is not None else len(word)
        for stem in frontier:
            reach = len(stem.text)
            if begins is not None:
                # Behind the reach of the word itself, a change comes too late.
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
                # A capital begins a word: "Natlons" was no "NatIons".
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
    lexicon = language.lexicon
    found: _Found = {}
    for reading, *_ in frontier:
        if frequency >= COMMON and not lexicon.may_be_common(crc32(fold(reading).encode("utf-8", "surrogatepass"))):
            continue
        if not reading or not language.knows(reading):
            continue
        if reading in lexicon.words or not frequency or lexicon.zipf(reading.lower()) >= frequency:
            found[reading] = best[reading]
    return found


def like_case(model: str, word: str) -> str:
    """Give ``word`` the capitals of ``model``: none, the first letter, or all.

    >>> like_case("Apres", "après"), like_case("APRES", "après"), like_case("apres", "après")
    ('Après', 'APRÈS', 'après')
    """
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
