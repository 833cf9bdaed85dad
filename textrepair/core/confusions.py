"""Other readings of a word: words alike but for diacritics, and those that the confusion table leads to.

Hardly any string that undoes a confusion is a word. So the search does not make all such strings and look them up. It
reads the word from the left along the sorted lexicon, and leaves a path as soon as no word begins like it. The second
of two confusions in a word is then tried in very few places.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from textrepair.core.capital_confusions import Beginnings, tried_readings
from textrepair.core.confusion_table import Confusion
from textrepair.core.pack import Pack
from textrepair.core.proposal import Candidate
from textrepair.core.specs import Confusions, Variants
from textrepair.core.view import like_case
from textrepair.memory import cached_property
from textrepair.tables.mapped import StringTable, fold

__all__ = ["LONGEST", "ConfusionReader", "Node", "Rows", "Tree", "VariantReader", "Words", "readings", "rows_of"]

LONGEST = 40
"""The most letters of a word that is asked about; a token may be ten times as long."""

# Up to this many words with the same beginning are held in memory; for more, the next letter is searched in the file.
_FEW = 100
# How many nodes are remembered, of some 250 bytes each. So many characters of words count as one node.
_REMEMBERED = 60_000
_HELD = 250
# The most nats that several confusions in one word may cost: per letter, and in addition. Very many paths cost more,
# and they never win, since spelling out the word costs less.
_FOR_LETTER, _BASE = 1.25, 4.0

_Found = dict[str, tuple[float, tuple[Confusion, ...]]]


class Rows(tuple[Confusion, ...]):
    """Rows of a confusion table.

    >>> table = Rows([Confusion("m", "rn", 4.0), Confusion("é", "", 8.0), Confusion("n", "r", 3.0)])
    >>> [row.printed for *_, row in table.groups["r"]]
    ['n', 'm', 'é']
    """

    @cached_property
    def groups(self) -> dict[str, list[tuple[float, str, str, str, Confusion]]]:
        """The rows by the first character read, the cheapest first; rows for lost characters stand in each group.

        Each row comes in parts: its cost, the first letter printed, the other letters, what is read, and the row.
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


def rows_of(pack: Pack, kind: Callable[[Confusion], bool]) -> Rows:
    """Return the rows of a pack's confusion table that lead to letters and for which ``kind`` is true."""
    return Rows(row for row in pack.confusions if (not row.printed or row.printed.isalpha()) and kind(row))


class Node(dict[str, "Node | None"]):
    """The words with the same beginning: a dictionary of nodes by the next letter, with None where no word goes on.

    The tree of nodes grows where a search goes. As long as there are many words, a node searches the mapped lexicon.
    Once there are few, they form one string with a line feed before each word, which the nodes below share.

    Args:
        tree: the tree of the node.
        beginning: the common beginning of its words.
        low, high: the range of its words among the forms of the lexicon.
        others: its words that are no forms: aliases, added words and elisions.
        held: the string that holds its words, if it was made already.
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
        """Return whether ``rest`` completes the beginning of this node to a word."""
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
        size: how many nodes are held; words count by their length.
        limit: the size from which on the tree is built anew.
    """

    def __init__(self, forms: StringTable, others: Iterable[str]) -> None:
        self.forms = forms
        self._others = sorted(others)
        self.size = 0
        self.limit = _REMEMBERED
        self._root: Node | None = None

    def __len__(self) -> int:
        return self.size

    def root(self) -> Node:
        """Return the root; a tree that has grown beyond its limit begins anew."""
        if self._root is None or self.size > self.limit:
            self.size = 0
            self._root = Node(self, "", 0, len(self.forms), self._others)
        return self._root


class VariantReader:
    """Finds the words that differ from a word in diacritics only.

    Args:
        spec: the declaration.
        pack: the language.
    """

    def __init__(self, spec: Variants, pack: Pack) -> None:
        self._pack = pack
        self._price = pack.prices[spec.diacritic]

    def candidates(self, word: str) -> Iterator[Candidate]:
        """Yield the candidates for an unknown word."""
        # A lone letter is a symbol, unless it is outside the alphabet: then it was read for another one (á, å).
        if not word.isalpha() or (len(word) == 1 and word in self._pack.rules.letters):
            return
        for entry in self._pack.variants(word):
            reading = like_case(word, entry.form)
            changed = sum(a != b for a, b in zip(reading, word, strict=False))
            if reading != word and len(reading) == len(word):
                yield Candidate(reading, self._price * changed, f"‘{word}’ is no word; ‘{reading}’ has its diacritics")


class Words:
    """The words of a pack as trees, which all readers of confusions share.

    Args:
        pack: the language.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    @cached_property
    def tree(self) -> Tree:
        """The forms, aliases and added words, and the elisions with their apostrophe."""
        lexicon = self._pack.lexicon
        elided = (prefix + sign for prefix in lexicon.elisions for sign in "'’")
        return Tree(lexicon.forms, {*lexicon.aliases, *lexicon.words, *elided})

    @cached_property
    def beginnings(self) -> Beginnings:
        """How the known words begin, names and acronyms too."""
        names = self._pack.lexicon.names
        return Beginnings(self._pack.lexicon, self.tree, None if names is None else Tree(names, ()))


class ConfusionReader:
    """Finds candidates by a declaration of the kind :class:`Confusions`.

    Args:
        spec: the declaration.
        pack: the language.
        words: the words of the pack.
    """

    def __init__(self, spec: Confusions, pack: Pack, words: Words) -> None:
        self._spec = spec
        self._pack = pack
        self._words = words

    @cached_property
    def _rows(self) -> Rows:
        spec, ligatures = self._spec, frozenset(self._pack.rules.ligatures.values())

        def counts(row: Confusion) -> bool:
            if spec.printed == "ligatures" and ligatures.isdisjoint(row.printed):
                return False
            if spec.read == "signs":
                return bool(row.read) and not row.read.isalpha()
            return row.read.isalpha() if spec.read == "letters" else row.read.isalnum()

        return rows_of(self._pack, counts)

    def candidates(self, word: str) -> Iterator[Candidate]:
        """Yield the known words that may have been printed where ``word`` is read.

        Only the candidates with the fewest confusions are yielded; those with more are far less likely.
        """
        spec = self._spec
        if not self._is_asked(word):
            return
        letters = word[:-1] if word[-1:] in ("'", "’") else word
        named = spec.case == "names" and not letters.islower()
        changes = 1 if named or len(letters) < spec.several_from else spec.changes
        read = word.lower() if spec.case == "folded" else word
        for candidate in readings(read, self._rows, self._pack, self._words, changes, spec.common if named else 0.0):
            found = candidate.word
            if spec.letters_only and not found.isalpha():
                continue
            if not spec.diacritics and len(found) == len(word) and fold(found) == fold(word):
                continue
            yield candidate._replace(word=like_case(word, found)) if spec.case == "folded" else candidate

    def _is_asked(self, word: str) -> bool:
        spec = self._spec
        if spec.words == "letters":
            return word.isalpha()
        if spec.words == "signs":
            return not word.isalpha()
        if spec.words == "all":
            return True
        letters = word[:-1] if word[-1:] in ("'", "’") else word
        # One letter alone may be any other, and is a symbol as often as a word ("5 s").
        if len(word) < 2 or not letters.isalnum():
            return False
        return letters.islower() or spec.case != "names" or not letters.isupper()


def readings(
    word: str, table: Rows, pack: Pack, words: Words, changes: int, frequency: float = 0.0
) -> Iterator[Candidate]:
    """Yield the known words that may have been printed where ``word`` is read, those with the fewest confusions only.

    Args:
        word: as it stands.
        table: the confusions to undo.
        pack: the language.
        words: those of the pack.
        changes: how many confusions one word may hold at the most.
        frequency: how frequent a reading of a word with a capital must be in lower case, as Zipf value (0–9), unless
            it is one of the user's own words.
    """
    if len(word) > LONGEST:
        return
    for most in range(1, changes + 1):
        if word.islower():
            found = _walk(word, table, words.tree, pack, most)
        else:
            found = tried_readings(word, table, pack, words.beginnings, most, frequency)
        for reading, (cost, steps) in found.items():
            how = ", ".join(
                f"‘{row.printed}’ read as ‘{row.read}’" if row.read else f"‘{row.printed}’ lost" for row in steps
            )
            yield Candidate(reading, cost, f"‘{word}’ is no word; ‘{reading}’ with {how}")
        if found:
            return


def _walk(word: str, table: Rows, tree: Tree, pack: Pack, changes: int) -> _Found:
    """Return the known words that lead to a word in lower case by confusions, found along the lexicon."""
    groups = table.groups
    lost = groups.get("", [])
    end = len(word)
    most = math.inf if changes == 1 else _FOR_LETTER * end + _BASE
    found: _Found = {}
    # The paths to follow: the place in the word, the node, the cost, and the confusions that led there.
    waiting: list[tuple[int, Node, float, tuple[Confusion, ...]]] = []
    waiting.append((0, tree.root(), 0.0, ()))
    while waiting:
        place, node, cost, steps = waiting.pop()
        is_last = len(steps) + 1 == changes
        made: list[tuple[str, float, Confusion]] = []
        while True:
            letter = word[place] if place < end else ""
            for price, first, further, read, row in groups.get(letter, lost):
                if cost + price > most:
                    break  # the other rows cost more
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
        # In reverse order, which is the order in which waiting paths are followed.
        for reading, total, row in reversed(made):
            if reading != word and (reading not in found or total < found[reading][0]) and pack.knows(reading):
                found[reading] = total, (*steps, row)
    return found
