"""The words of a lexicon as a tree of letters, which tells how a known word may begin and go on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from textrepair.core.lexicon import Lexicon
from textrepair.tables.stringtable import StringTable

__all__ = ["Beginnings", "Node", "Tree", "beginnings", "word_tree"]

# From so many words that begin alike on, the next letter is searched for in the file; below, they are held.
_FEW = 100
# How many beginnings of words are remembered, of some 250 bytes each, or so many characters of words instead.
_REMEMBERED = 60_000
_HELD = 250
# Below this code point, upper case and lower case of a letter have the same length and no context, but for these two.
_PLAIN_CASE, _ODD_CASE = "\u0180", frozenset("\u0130\u0149")


class Node(dict[str, "Node | None"]):
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
        self, tree: Tree, beginning: str, low: int = 0, high: int = 0, others: Sequence[str] = (), held: str = ""
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

    def __missing__(self, letter: str) -> Node | None:
        beginning = self.beginning + letter
        node: Node | None = None
        if self.held:
            if "\n" + beginning in self.held:
                node = Node(self.tree, beginning, held=self.held)
        else:
            low, high = self.tree.forms.beginning(beginning, self.low, self.high)
            others = [word for word in self.others if word.startswith(beginning)]
            if low < high or others:
                node = Node(self.tree, beginning, low, high, others)
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


class Tree:
    """Words, letter by letter.

    Args:
        forms: the table that holds most of the words.
        others: the other words.

    Attributes:
        size: how many nodes are held, and words of the same size.
    """

    def __init__(self, forms: StringTable, others: Iterable[str]) -> None:
        self.forms = forms
        self._others = sorted(others)
        self.size = 0
        self._root: Node | None = None

    def root(self) -> Node:
        """Return where to start; the tree begins anew when it has grown large."""
        if self._root is None or self.size > _REMEMBERED:
            self.size = 0
            self._root = Node(self, "", 0, len(self.forms), self._others)
        return self._root


@lru_cache(maxsize=8)
def word_tree(lexicon: Lexicon) -> Tree:
    """Return the forms, aliases and added words of a lexicon, and its elisions with their apostrophe."""
    elided = (prefix + sign for prefix in lexicon.elisions for sign in "'’")
    return Tree(lexicon.forms, {*lexicon.aliases, *lexicon.words, *elided})


class Beginnings:
    """Tells from the beginning of a string of letters and digits that no known word begins so.

    Args:
        lexicon: holds the known words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._acronyms = sorted(lexicon.acronyms)
        self._names = None if lexicon.names is None else Tree(lexicon.names, ())
        self._others: dict[str, bool] = {}  # bounded by the digits that there are

    def reach(self, text: str) -> int:
        """Return how many characters of ``text`` a known word may begin with, in whatever case it is printed.

        The answer may be too high, never too low.

        Args:
            text: letters and digits.

        >>> from textrepair.core.pack import load_language
        >>> known = beginnings(load_language("fr").lexicon)
        >>> [known.reach(text) for text in ("q7Zx", "Bonjxur", "MAIS0N", "Etqx")]
        [1, 4, 4, 2]
        """
        if max(text, default="") >= _PLAIN_CASE or not _ODD_CASE.isdisjoint(text):
            return len(text)
        farthest = max(1, self._in_capitals(text))
        root = word_tree(self._lexicon).root()
        spellings = set(self._lexicon.spellings(text))
        if text[:1].isupper():
            spellings.add(text[:1] + text[1:].lower())
        for spelling in spellings:
            # A ligature is one letter where two are printed.
            farthest = max(farthest, _walked(root, spelling) + len(text) - len(spelling))
            if self._names is not None and spelling[:1].isupper():
                farthest = max(farthest, _walked(self._names.root(), spelling))
        # Of sorted strings, the two beside a string begin most like it.
        place = bisect_left(self._acronyms, text)
        return max([farthest, *(_alike(acronym, text) for acronym in self._acronyms[max(0, place - 1) : place + 1])])

    def _in_capitals(self, text: str) -> int:
        """Return how long ``text`` may go on like a word in capitals, of which accents and ligatures do not count."""
        for length, character in enumerate(text):
            if character.islower() or not (character.isalpha() or self._holds(character)):
                return length
        return len(text)

    def _holds(self, character: str) -> bool:
        """Tell whether any form holds a character that is no letter."""
        found = self._others.get(character)
        if found is None:
            found = self._others[character] = self._lexicon.forms.holds(character)
        return found


@lru_cache(maxsize=8)
def beginnings(lexicon: Lexicon) -> Beginnings:
    """Return what tells how the known words of a lexicon begin; the same object each time."""
    return Beginnings(lexicon)


def _walked(node: Node | None, text: str) -> int:
    """Return how far a string can be followed from a node."""
    length = 0
    for length, letter in enumerate(text):
        node = node[letter] if node is not None else None
        if node is None:
            return length
    return length + 1 if text else 0


def _alike(one: str, other: str) -> int:
    """Return how many characters two strings have in common at their beginnings."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
