"""A bigram language model: how surprising a word is after the one before it, in nats.

The model is estimated by interpolated modified Kneser–Ney smoothing (S. F. Chen and J. Goodman, "An
Empirical Study of Smoothing Techniques for Language Modeling", 1998) and kept as a compressed sparse
row matrix: for each left word the sorted numbers of the right words seen after it, and one byte of cost
for each. A pair that was not seen costs what its words' classes cost side by side, and the right word within
its class. It is mapped, not read.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isqrt
from pathlib import Path
from typing import Any

from textrepair.memory import Memory
from textrepair.tables.pack_files import reading
from textrepair.tables.stringtable import SectionFile, StringTable
from textrepair.tables.tokens import (
    END,
    MARK,
    NAME,
    NUMBER,
    UNKNOWN,
    Capitals,
    Token,
    case_spellings,
    is_number,
    tokenise,
)

__all__ = ["LanguageModel"]

_REMEMBERED = 1 << 15
SPECIALS = frozenset({END, MARK, NAME, NUMBER, UNKNOWN})


class LanguageModel:
    """A mapped bigram model.

    Words may be given as they are printed: the model folds case, and takes a capital without its accent
    for the accented word. A word outside its vocabulary is `<name>` with a capital and `<unk>` without;
    as the right word it pays, beside the cost of its class, the cost of naming one word of that class
    (`penalty`), so that an unknown word is seldom cheaper than a rare one (where the
    rare one's class does not belong, it is).
    """

    def __init__(self, path: str | Path) -> None:
        """Open the pack folder `path`. Raises PackError when a file is missing or damaged."""
        self.path = Path(path)
        self.vocabulary = StringTable.open(self.path / "ngrams.txt")
        table = SectionFile(self.path / "bigrams.idx")
        self._starts = table.column("starts")
        self._rights = table.column("rights")
        self._costs = table.column("costs")
        self._backoffs = self.vocabulary.column("backoff")
        self._classes = self.vocabulary.column("class")
        self._members = self.vocabulary.column("member")
        self._transitions = table.column("transitions")
        self._class_count = isqrt(len(self._transitions))
        meta = self.vocabulary.sections.meta
        with reading(self.vocabulary.sections.path):
            self._nats = 1.0 / float(meta["steps_per_nat"])
            self.elisions: frozenset[str] = frozenset(meta["elisions"])
            self._capitals = Capitals.read(meta.get("capitals", {}))
            self._name = self._special(NAME)
            self._unknown = self._special(UNKNOWN)
            self._penalties: dict[int, float] = {
                self._special(word): float(cost) for word, cost in meta["penalties"].items()
            }
        self._ids = Memory(self._resolve, _REMEMBERED)
        self._pairs = Memory(self._pair_cost, _REMEMBERED)

    @property
    def memories(self) -> dict[str, Memory[Any, Any]]:
        """What the model remembers, by name."""
        return {"tokens": self._ids, "pairs": self._pairs}

    @classmethod
    def open(cls, path: str | Path) -> LanguageModel:
        """Open the pack folder `path`; see the class."""
        return cls(path)

    def __reduce__(self) -> tuple[type[LanguageModel], tuple[Path]]:
        return type(self), (self.path,)

    def _special(self, word: str) -> int:
        place = self.vocabulary.index(word)
        if place is None:
            raise ValueError(f"{self.vocabulary.path} lacks {word}")
        return place

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._ids[word][1] == 0.0

    def _resolve(self, token: str) -> tuple[int, float]:
        """Return the number of a token, and what it costs to name it within its class (nats)."""
        word = unicodedata.normalize("NFC", token).replace("’", "'")
        first = word[:1]
        if word in SPECIALS:
            return self._special(word), 0.0
        if first.isupper():
            if is_number(word):
                return self._special(NUMBER), 0.0
            # A capital alone is an initial, or an "À" without its accent: no evidence for a word.
            if len(word) > 1 or not word.isascii() or word in self._capitals.words:
                for spelling in case_spellings(word, self._capitals):
                    place = self.vocabulary.index(spelling.lower())
                    if place is not None:
                        return place, 0.0
            return self._name, self._penalties[self._name]
        if first.isdecimal():
            return self._special(NUMBER), 0.0
        place = self.vocabulary.index(word.lower())
        if place is not None:
            return place, 0.0
        return self._unknown, self._penalties[self._unknown]

    def columns(self) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Return the pairs as compressed sparse rows: where each left word's row starts, right words, costs."""
        return self._starts, self._rights, self._costs

    def class_columns(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return the class of each word, and what each class costs after each: a square, row by row."""
        return self._classes, self._transitions

    def word_id(self, token: str) -> int:
        """Return the number of a token in the vocabulary, that of `<name>` or `<unk>` when it has none."""
        return self._ids[token][0]

    def cost(self, left: str, right: str) -> float:
        """Return -ln p(right | left) in nats, in steps of a twelfth of a nat; a counted pair costs 21 nats at most."""
        return self._pairs[left, right]

    def _pair_cost(self, pair: tuple[str, str]) -> float:
        word, penalty = self._ids[pair[1]]
        return self._steps(self._ids[pair[0]][0], word) * self._nats + penalty

    def _steps(self, left: int, right: int) -> int:
        start = self._starts[left]
        stop = self._starts[left + 1]
        slot = bisect_left(self._rights, right, start, stop)
        if slot < stop and self._rights[slot] == right:
            return self._costs[slot]
        transition = self._transitions[self._classes[left] * self._class_count + self._classes[right]]
        return self._backoffs[left] + transition + self._members[right]

    def path_cost(self, tokens: Iterable[str]) -> float:
        """Return the sum of the costs of all adjacent pairs, in nats. The first token itself is free."""
        return sum(self.cost(left, right) for left, right in pairwise(tokens))

    def tokenise(self, text: str) -> Sequence[Token]:
        """Cut text just as the text was cut from which the model was counted."""
        return tokenise(text, self.elisions, self.__contains__)
