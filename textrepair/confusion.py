"""Other readings of a word by a confusion table.

Hardly any way of undoing a confusion makes a word. So the word is not changed first and looked up then: it is
read from the left along the lexicon, which is sorted, and a way is left as soon as no word begins like it. Of two
confusions in a word, the second is then tried in very few places.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from rapidfuzz.distance import OSA

from textrepair.cached import cached_property
from textrepair.confusion_table import Confusion
from textrepair.language import Language
from textrepair.lexicon import COMMON, Lexicon
from textrepair.repairer import Candidate
from textrepair.tables.foldindex import fold

__all__ = ["Rows", "like_case", "neighbours", "readings", "rows"]

_LONGEST = 40
# However many rows of a table match a word in capitals, no more readings than this are tried.
_TRIED = 4000
# Nats that several confusions in one word may cost: for each letter of it, and besides. There are very many ways
# to cost more, and about where spelling out the word costs less, they never win.
_FOR_LETTER, _BASE = 1.25, 4.0
# How many diacritics may differ in a word besides a letter.
_DIACRITICS = 2
# From so many words that begin alike on, the next letter is searched for in the file; below, they are held.
_FEW = 100
# How many beginnings of words are remembered, of some 250 bytes each, or so many characters of words instead.
_REMEMBERED = 60_000
_HELD = 250

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


class _Node(dict[str, "_Node | None"]):
    """The words that begin alike, by the letter that comes next; None where none goes on so.

    A tree of them grows where it is walked: by search in the mapped lexicon as long as there are many words. Once
    there are few, they are one string with a line feed before each word, which the nodes below share.

    Args:
        tree: what the node belongs to.
        beginning: what its words have in common.
        low, high: their places among the forms of the lexicon.
        others: those of them that are no forms: aliases, added words and elisions.
        held: the string in which they are, if that has been made.
    """

    __slots__ = ("beginning", "held", "high", "low", "others", "tree")

    def __init__(
        self, tree: _Tree, beginning: str, low: int = 0, high: int = 0, others: Sequence[str] = (), held: str = ""
    ) -> None:
        if not held and high - low <= _FEW:
            held = "\n" + tree.forms.joined(low, high) + "\n".join(others)
            tree.size += len(held) // _HELD
        tree.size += 1
        self.tree = tree
        self.beginning = beginning
        self.low, self.high = low, high
        self.others = others
        self.held = held

    def __missing__(self, letter: str) -> _Node | None:
        beginning = self.beginning + letter
        node: _Node | None = None
        if self.held:
            if "\n" + beginning in self.held:
                node = _Node(self.tree, beginning, held=self.held)
        else:
            low, high = self.tree.forms.beginning(beginning, self.low, self.high)
            others = [word for word in self.others if word.startswith(beginning)]
            if low < high or others:
                node = _Node(self.tree, beginning, low, high, others)
        self[letter] = node
        return node

    def leads_to(self, rest: str) -> bool:
        """Whether a word goes on like that."""
        node = self
        while not node.held:
            if not rest:
                return True
            below = node[rest[0]]
            if below is None:
                return False
            node, rest = below, rest[1:]
        return f"\n{node.beginning}{rest}" in node.held


class _Tree:
    """The words of a lexicon, letter by letter.

    Args:
        lexicon: its forms, aliases and added words, and its elisions with their apostrophe, are the words.

    Attributes:
        size: how many nodes are held, and words of the same size.
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
            self._root = _Node(self, "", 0, len(self.forms), self._others)
        return self._root


@lru_cache(maxsize=8)
def _tree(lexicon: Lexicon) -> _Tree:
    return _Tree(lexicon)


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
    if len(word) > _LONGEST:
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


def _walk(word: str, table: Rows, language: Language, changes: int) -> _Found:
    """Read a word in lower case along the lexicon."""
    groups = table.groups
    lost = groups.get("", [])
    end = len(word)
    most = math.inf if changes == 1 else _FOR_LETTER * end + _BASE
    found: _Found = {}
    # What is still to be followed: the place in the word, the node, and what led there.
    waiting: list[tuple[int, _Node, float, tuple[Confusion, ...]]] = []
    waiting.append((0, _tree(language.lexicon).root(), 0.0, ()))
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


def _try(word: str, table: Rows, language: Language, changes: int, frequency: float) -> _Found:
    """Make every reading and look it up: for words with capitals, which the lexicon has in lower case."""
    best: _Found = {word: (0.0, ())}
    frontier = [(word, 0)]
    tried = 0
    shouted = 2 * sum(map(str.isupper, word)) > len(word)
    for _ in range(changes):
        following: list[tuple[str, int]] = []
        for stem, position in frontier:
            cost, steps = best[stem]
            for row in table:
                place = stem.find(row.read, position)
                # A capital begins a word: "Natlons" was no "NatIons".
                last = 0 if row.printed[:1].isupper() and not shouted else len(stem)
                while 0 <= place <= last and tried < _TRIED:
                    tried += 1
                    reading = stem[:place] + row.printed + stem[place + len(row.read) :]
                    total = cost + row.cost
                    if reading not in best or total < best[reading][0]:
                        best[reading] = total, (*steps, row)
                        following.append((reading, place + len(row.printed)))
                    place = stem.find(row.read, place + 1) if place < len(stem) else -1
        frontier = following
    lexicon = language.lexicon
    found: _Found = {}
    for reading, _ in frontier:
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
