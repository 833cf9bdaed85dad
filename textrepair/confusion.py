"""Other readings of a word by a confusion table.

Hardly any way of undoing a confusion makes a word. So the word is not changed first and looked up then: it is
read from the left along the lexicon, which is sorted, and a way is left as soon as no word begins like it. Of two
confusions in a word, the second is then tried in very few places.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from textrepair.confusion_table import Confusion
from textrepair.language import Language
from textrepair.lexicon import Lexicon
from textrepair.repairer import Candidate

__all__ = ["like_case", "neighbours", "readings", "rows"]

_LONGEST = 40
# However many rows of a table match a word in capitals, no more readings than this are tried.
_TRIED = 4000
# Nats that several confusions in one word may cost: for each letter of it, and besides. There are very many ways
# to cost more, and about where spelling out the word costs less, they never win.
_FOR_LETTER, _BASE = 1.25, 4.0
# How many diacritics may differ in a word besides a letter.
_DIACRITICS = 2
# From so many words that begin alike on, the next letter is searched for; below, they are sorted out.
_FEW = 60
# How many beginnings of words and words are remembered, of some 120 bytes each.
_REMEMBERED = 250_000
_LAST = "\U0010ffff"

_Found = dict[str, tuple[float, tuple[Confusion, ...]]]


@lru_cache(maxsize=64)
def rows(language: Language, kind: Callable[[Confusion], bool]) -> tuple[Confusion, ...]:
    """Return the rows of a language's confusion table for which ``kind`` holds, and that lead to letters."""
    return tuple(row for row in language.confusions if (not row.printed or row.printed.isalpha()) and kind(row))


class _Node(dict[str, "_Node | None"]):
    """The words that begin alike, by the letter that comes next; None where none goes on so.

    A tree of them grows where it is walked: by search in the sorted lexicon as long as there are many words,
    and by sorting them out one by one once there are few.

    Args:
        tree: what the node belongs to.
        depth: how many letters the words have in common.
        low, high: their places among the forms of the lexicon.
        others: those of them that are no forms: aliases, added words and elisions.
    """

    __slots__ = ("depth", "high", "low", "others", "tree")

    def __init__(self, tree: _Tree, depth: int, low: int, high: int, others: list[str]) -> None:
        self.tree = tree
        self.depth = depth
        self.low, self.high = low, high
        self.others = others
        tree.size += 1

    def __missing__(self, letter: str) -> _Node | None:
        forms, low, high = self.tree.forms, self.low, self.high
        if low < high:
            beginning = forms[low][: self.depth] + letter
            low = bisect_left(forms, beginning, low, high)
            high = bisect_left(forms, beginning + _LAST, low, high)
        others = [word for word in self.others if word[self.depth : self.depth + 1] == letter]
        node: _Node | None = None
        if high - low > _FEW:
            node = _Node(self.tree, self.depth + 1, low, high, others)
        elif low < high or others:
            node = _Leaves(self.tree, self.depth + 1, 0, 0, [*forms.take(range(low, high)), *others])
            self.tree.size += len(node.others)
        self[letter] = node
        return node


class _Leaves(_Node):
    """A node with few words: the first time it is asked, it sorts them all out."""

    __slots__ = ()

    def __missing__(self, letter: str) -> _Node | None:
        groups: dict[str, list[str]] = {}
        for word in self.others:
            groups.setdefault(word[self.depth : self.depth + 1], []).append(word)
        self.others = []
        for following, words in groups.items():
            self[following] = _Leaves(self.tree, self.depth + 1, 0, 0, words)
        return self.setdefault(letter, None)


class _Tree:
    """The words of a lexicon, letter by letter.

    Args:
        lexicon: its forms, aliases and added words, and its elisions with their apostrophe, are the words.

    Attributes:
        size: how many nodes and words are held.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.forms = lexicon.forms
        elided = (prefix + sign for prefix in lexicon.elisions for sign in "'’")
        self._others = sorted({*lexicon.aliases, *lexicon.words, *elided})
        self.size = 0
        self._root: _Node | None = None

    def root(self) -> _Node:
        """Return where to start; the tree begins anew when it has grown large."""
        if self._root is None or self.size > _REMEMBERED:
            self.size = 0
            self._root = _Node(self, 0, 0, len(self.forms), self._others)
        return self._root


@lru_cache(maxsize=8)
def _tree(lexicon: Lexicon) -> _Tree:
    return _Tree(lexicon)


@lru_cache(maxsize=64)
def _by_first(table: tuple[Confusion, ...]) -> dict[str, list[Confusion]]:
    """Group a table by the first character read, the cheapest first; what was lost stands under each."""
    groups: dict[str, list[Confusion]] = {}
    for row in table:
        groups.setdefault(row.read[:1], []).append(row)
    lost = groups.get("", [])
    return {
        first: sorted(group + lost if first else group, key=lambda row: row.cost) for first, group in groups.items()
    }


def readings(word: str, table: Sequence[Confusion], language: Language, *, changes: int) -> Iterator[Candidate]:
    """Yield the known words that may have been printed where ``word`` is read.

    Those with the fewest confusions only: a word with more of them in it is that much less likely.

    Args:
        word: as it stands.
        table: the confusions to undo.
        language: tells which words there are.
        changes: how many confusions one word may hold at the most.
    """
    if len(word) > _LONGEST:
        return
    search = _walk if word.islower() else _try
    for most in range(1, changes + 1):
        found = search(word, tuple(table), language, most)
        for reading, (cost, steps) in found.items():
            how = ", ".join(
                f"‘{row.printed}’ read as ‘{row.read}’" if row.read else f"‘{row.printed}’ lost" for row in steps
            )
            yield Candidate(reading, cost, f"‘{word}’ is no word; ‘{reading}’ with {how}")
        if found:
            return


@lru_cache(maxsize=1 << 15)
def neighbours(word: str, language: Language) -> tuple[tuple[str, int], ...]:
    """Return the frequent words one letter away: another letter, one more, one less, or two in the wrong order.

    Diacritics may differ besides.

    Args:
        word: in lower case.
        language: its lexicon is asked.

    Returns:
        Words, and how many diacritics differ besides the letter; sorted.

    >>> from textrepair.language import load_language
    >>> neighbours("dejh", load_language("fr"))
    (('déjà', 1),)
    """
    found = []
    for near in language.lexicon.near(word):
        differ = OSA.distance(word, near) - 1
        if differ <= _DIACRITICS and language.knows(near):
            found.append((near, max(0, differ)))
    return tuple(sorted(found))


def _walk(word: str, table: tuple[Confusion, ...], language: Language, changes: int) -> _Found:
    """Read a word in lower case along the lexicon."""
    groups = _by_first(table)
    lost = groups.get("", [])
    end = len(word)
    most = math.inf if changes == 1 else _FOR_LETTER * end + _BASE
    found: _Found = {}
    # What is still to be followed: the place in the word, the node, and what led there.
    waiting: list[tuple[int, _Node, str, float, tuple[Confusion, ...]]] = []
    waiting.append((0, _tree(language.lexicon).root(), "", 0.0, ()))
    while waiting:
        place, node, made, cost, steps = waiting.pop()
        while True:
            letter = word[place] if place < end else ""
            if len(steps) < changes:
                for row in groups.get(letter, lost):
                    if cost + row.cost > most:
                        break  # the rest cost more
                    if len(row.read) > 1 and not word.startswith(row.read, place):
                        continue
                    target = node
                    for character in row.printed:
                        below = target[character]
                        if below is None:
                            break
                        target = below
                    else:
                        beyond = place + len(row.read)
                        waiting.append((beyond, target, made + row.printed, cost + row.cost, (*steps, row)))
            if not letter:
                if steps and made != word and (made not in found or cost < found[made][0]) and language.knows(made):
                    found[made] = cost, steps
                break
            below = node[letter]
            if below is None:
                break
            node = below
            made += letter
            place += 1
    return found


def _try(word: str, table: tuple[Confusion, ...], language: Language, changes: int) -> _Found:
    """Make every reading and look it up: for words with capitals, which the lexicon has in lower case."""
    best: _Found = {word: (0.0, ())}
    frontier = [(word, 0)]
    tried = 0
    for _ in range(changes):
        following: list[tuple[str, int]] = []
        for stem, position in frontier:
            cost, steps = best[stem]
            for row in table:
                place = stem.find(row.read, position)
                while place >= 0 and tried < _TRIED:
                    tried += 1
                    reading = stem[:place] + row.printed + stem[place + len(row.read) :]
                    total = cost + row.cost
                    if reading not in best or total < best[reading][0]:
                        best[reading] = total, (*steps, row)
                        following.append((reading, place + len(row.printed)))
                    place = stem.find(row.read, place + 1) if place < len(stem) else -1
        frontier = following
    return {reading: best[reading] for reading, _ in frontier if reading and language.knows(reading)}


def like_case(model: str, word: str) -> str:
    """Give ``word`` the capitals of ``model``: none, the first letter, or all.

    >>> like_case("Apres", "après"), like_case("APRES", "après"), like_case("apres", "après")
    ('Après', 'APRÈS', 'après')
    """
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
