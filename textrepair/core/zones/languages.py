"""How likely words are in each language: the table ``lexicons/languages.tsv``.

The table has 26 languages written in Latin letters, Latin among them. A word that is common in any of them has a row
with its probability in each; every other word is judged by its first and its last three letters.

The table beat three public libraries on the same spans of three to fourteen words, at a small part of their size:
``benchmarks/results/languages.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from textrepair.memory import Memory, cached_property
from textrepair.tables.pack_files import read_lines, reading

__all__ = ["LanguageTable"]

_REMEMBERED = 1 << 15
# The beginning and the ending of a word depend on each other, so that together they count less than their sum.
_BY_PARTS = 0.6
_WORD = re.compile(r"[^\W\d_]+")

_Row = Mapping[str, str]


class LanguageTable:
    """How likely words are in each language.

    Args:
        path: the table; it is read when a word is first asked for.

    Attributes:
        memory: the costs of a word in lower case, in the order of :attr:`languages`.

    Raises:
        PackError: when a word is asked for and the table is missing or damaged.

    >>> from textrepair.core.zones.tables import shared_table
    >>> table = LanguageTable(shared_table("languages.tsv"))
    >>> costs = dict(zip(table.languages, table.costs(["und", "nicht"]), strict=True))
    >>> min(costs, key=costs.get), costs["fr"] - costs["de"] > 10
    ('de', True)
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.memory: Memory[str, tuple[float, ...]] = Memory(self._costs, _REMEMBERED)

    @cached_property
    def _rows(self) -> Mapping[str, _Row]:
        """The rows by kind and string, each as it stands: most are never asked for."""
        rows: dict[str, dict[str, str]] = {"name": {}, "code": {}, "word": {}, "head": {}, "tail": {}}
        with reading(self._path):
            for line in read_lines(self._path):
                kind, string, costs = line.split("\t")
                rows[kind][string] = costs
            _ = [float(rows[kind]["*"]) for kind in ("word", "head", "tail")]
        return rows

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages, sorted."""
        return tuple(sorted(self._rows["name"]))

    def name(self, code: str) -> str:
        """Return the English name of a language of the table."""
        return self._rows["name"][code]

    def code_of(self, declared: str) -> str:
        """Return the code of a language by what a file calls it; empty if the table has no such language.

        Args:
            declared: a code of two or three letters, with or without a region, or the English name.

        >>> from textrepair.core.zones.tables import shared_table
        >>> table = LanguageTable(shared_table("languages.tsv"))
        >>> [table.code_of(declared) for declared in ("de", "de-AT", "ger", "German", "Klingon")]
        ['de', 'de', 'de', 'de', '']
        """
        said = declared.strip().lower()
        code = re.split("[-_+;, ]", said)[0]
        return self._codes.get(said) or self._codes.get(code, "")

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        """The codes of the table by other codes and names in lower case."""
        names = {name.lower(): code for code, name in self._rows["name"].items()}
        return {**self._rows["code"], **{code: code for code in self._rows["name"]}, **names}

    def _row(self, kind: str, string: str) -> Sequence[float]:
        """Return the costs of a row, in nats, in the order of the languages."""
        rows = self._rows[kind]
        other = float(rows["*"]) / 10
        row = rows.get(string)
        if row is None:
            return [other] * len(self.languages)
        found = {cost[:2]: float(cost[2:]) / 10 for cost in row.split()}
        return [found.get(language, other) for language in self.languages]

    def _costs(self, word: str) -> tuple[float, ...]:
        with reading(self._path):
            if self.has(word):
                return tuple(self._row("word", word))
            heads, tails = self._row("head", word[:3]), self._row("tail", word[-3:])
            return tuple(_BY_PARTS * (head + tail) for head, tail in zip(heads, tails, strict=True))

    def has(self, word: str) -> bool:
        """Return whether a word in lower case has a row of its own: it is common in some language."""
        return word in self._rows["word"]

    def costs(self, words: Iterable[str]) -> Sequence[float]:
        """Return what words in lower case cost in each language, in nats, in the order of :attr:`languages`."""
        columns = zip(*map(self.memory.__getitem__, words), strict=True)
        return list(map(sum, columns)) or [0.0] * len(self.languages)
