"""Old spellings and their modern forms: the rules of ``period.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from textrepair._core import Lexicon, as_long_s, is_long_s, replace_pattern
from textrepair._core import PeriodSpellings as CompiledSpellings
from textrepair.memory import cached_property
from textrepair.tables.pack_files import read_pack_toml, reading

__all__ = ["PeriodRule", "PeriodSpellings", "as_long_s", "is_long_s", "read_period_rules"]


class PeriodRule(NamedTuple):
    """A rule that turns an old spelling into the modern one.

    Attributes:
        pattern: a regular expression that is searched in a word in lower case.
        replacement: what replaces each match.
        only: the words that the rule is for; empty: all words.
        ambiguous: whether damage produces such spellings too.
    """

    pattern: str
    replacement: str
    only: frozenset[str]
    ambiguous: bool

    def applied_to(self, word: str) -> str:
        """Return what the rule makes of a word, whatever words it is for."""
        made = replace_pattern(self.pattern, self.replacement, word)
        return word if made is None else made


def read_period_rules(path: Path) -> tuple[PeriodRule, ...]:
    """Return the rules of a pack; none if the file does not exist.

    Args:
        path: the file ``period.toml``.

    Raises:
        PackError: the file is damaged.
    """
    if not path.exists():
        return ()
    with reading(path):
        return tuple(
            PeriodRule(
                rule["pattern"],
                rule["replacement"],
                frozenset(rule.get("only", ())),
                rule.get("ambiguous", False),
            )
            for rule in read_pack_toml(path)["rules"]
        )


class PeriodSpellings:
    """Finds the modern spelling of words in old spelling.

    Args:
        path: the file ``period.toml``.
        lexicon: the words of today.
    """

    def __init__(self, path: Path, lexicon: Lexicon) -> None:
        self._path = path
        self._lexicon = lexicon

    @cached_property
    def rules(self) -> tuple[PeriodRule, ...]:
        """The rules of the pack; empty if it has none."""
        return read_period_rules(self._path)

    @cached_property
    def core(self) -> CompiledSpellings:
        """The rules as the core takes them; only the core may use them.

        Raises:
            PackError: the file is damaged.
        """
        with reading(self._path):
            return CompiledSpellings(self._lexicon, self.rules)

    def modern(self, word: str, *, sure: bool = False) -> str | None:
        """Return today's spelling, in lower case, of a word as it stands; None if it is none of an earlier time.

        Args:
            word: the word.
            sure: whether to leave out the rules whose spellings damage produces too.
        """
        return self.core.modern(word, sure)
