"""Old spellings and their modern forms: the rules of ``period.toml``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from textrepair.memory import Memory, cached_property
from textrepair.tables.columns import Flag
from textrepair.tables.mapped import fold
from textrepair.tables.pack_files import read_pack_toml, reading

__all__ = ["PeriodRule", "PeriodSpellings", "as_long_s", "is_long_s", "read_period_rules"]

_REMEMBERED = 1 << 16
_NO_FORM = Flag.SHORT | Flag.PREFIX | Flag.ALIAS


class PeriodRule(NamedTuple):
    """A rule that turns an old spelling into the modern one.

    Attributes:
        pattern: a regular expression that is searched in a word in lower case.
        replacement: what replaces each match.
        only: the words that the rule is for; empty: all words.
        ambiguous: whether damage produces such spellings too.
    """

    pattern: re.Pattern[str]
    replacement: str
    only: frozenset[str]
    ambiguous: bool


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
                re.compile(rule["pattern"]),
                rule["replacement"],
                frozenset(rule.get("only", ())),
                rule.get("ambiguous", False),
            )
            for rule in read_pack_toml(path)["rules"]
        )


class _Words(Protocol):
    """What the rules ask of a lexicon."""

    elisions: frozenset[str]
    elided_initials: frozenset[str]

    def knows(self, word: str) -> bool: ...
    def form(self, word: str) -> Any: ...


class PeriodSpellings:
    """Finds the modern spelling of words in old spelling.

    Args:
        path: the file ``period.toml``.
        lexicon: the words of today.

    Attributes:
        memory: today's spelling by a word as it stands, and whether to leave out the rules whose spellings damage
            produces too; None where it is no spelling of an earlier time.
    """

    def __init__(self, path: Path, lexicon: _Words) -> None:
        self._path = path
        self._lexicon = lexicon
        self.memory: Memory[tuple[str, bool], str | None] = Memory(self._modernise, _REMEMBERED)

    @cached_property
    def rules(self) -> tuple[PeriodRule, ...]:
        """The rules of the pack; empty if it has none."""
        return read_period_rules(self._path)

    def _modernise(self, key: tuple[str, bool]) -> str | None:
        """Return today's spelling, in lower case, of a word as it stands; None if it is none of an earlier time."""
        if not self.rules:
            return None
        word, sure = key[0].replace("’", "'").replace("\u017f", "s"), key[1]
        lowered = word.lower()
        if not word or not (word[1:] == lowered[1:] or word.isupper()) or self._lexicon.knows(word):
            return None
        head, apostrophe, stem = lowered.rpartition("'")
        if apostrophe and (head not in self._lexicon.elisions or fold(stem)[:1] not in self._lexicon.elided_initials):
            return None
        rules = [rule for rule in self.rules if not (sure and rule.ambiguous)]
        found = {stem}
        # A word may need two rules: "connoistre" is connaître.
        for _ in range(2):
            found = {
                rule.pattern.sub(rule.replacement, spelling)
                for spelling in found
                for rule in rules
                if not rule.only or spelling in rule.only
            } - found
            for spelling in sorted(found):
                entry = self._lexicon.form(spelling)
                if entry is not None and not entry.flags & _NO_FORM:
                    return head + apostrophe + spelling
        return None


def as_long_s(word: str) -> str:
    """Return a word with s for each f, if it may hold a long s that was read as f; else an empty string.

    Long s ends no word, and old prints have it in nearly all of them.

    >>> as_long_s("fouhaiteroit"), as_long_s("neuf"), as_long_s("loix")
    ('souhaiteroit', '', '')
    """
    return word[:-1].replace("f", "s") + word[-1] if "f" in word[:-1] else ""


def is_long_s(before: str, after: str) -> bool:
    """Return whether a change writes s for each long s that was read as f, and nothing else.

    >>> is_long_s("Domeftique", "Domestique"), is_long_s("paffoit", "passait")
    (True, False)
    """
    return bool(before) and as_long_s(before.lower()) == after.lower()
