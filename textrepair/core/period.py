"""Spellings of an earlier time, and what they are today: the rules of ``period.toml``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from textrepair.memory import Memory, cached_property
from textrepair.tables.columns import Flag
from textrepair.tables.mapped import fold
from textrepair.tables.pack_files import read_pack_toml, reading

__all__ = ["PeriodRule", "PeriodSpellings", "read_period_rules"]

_REMEMBERED = 1 << 16
_NO_FORM = Flag.SHORT | Flag.PREFIX | Flag.ALIAS


class PeriodRule(NamedTuple):
    """How one spelling of an earlier time becomes today's.

    Attributes:
        pattern: what it finds in a word in lower case.
        replacement: what stands there today.
        only: the words to which it is confined; empty if it is for all.
        ambiguous: whether damage makes such spellings too.
    """

    pattern: re.Pattern[str]
    replacement: str
    only: frozenset[str]
    ambiguous: bool


def read_period_rules(path: Path) -> tuple[PeriodRule, ...]:
    """Read the rules of a pack; none if it has no such file.

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
    """What is asked of a lexicon."""

    elisions: frozenset[str]
    elided_initials: frozenset[str]

    def knows(self, word: str) -> bool: ...
    def form(self, word: str) -> Any: ...


class PeriodSpellings:
    """Makes today's spelling of a word out of one of an earlier time.

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
        """The rules; empty if the pack has none."""
        return read_period_rules(self._path)

    def _modernise(self, key: tuple[str, bool]) -> str | None:
        """Return today's spelling, in lower case, of a word as it stands; None if it is none of an earlier time."""
        if not self.rules:
            return None
        word, sure = key[0].replace("’", "'"), key[1]
        lowered = word.lower()
        if not word or not (word[1:] == lowered[1:] or word.isupper()) or self._lexicon.knows(word):
            return None
        head, apostrophe, stem = lowered.rpartition("'")
        if apostrophe and (head not in self._lexicon.elisions or fold(stem)[:1] not in self._lexicon.elided_initials):
            return None
        rules = [rule for rule in self.rules if not (sure and rule.ambiguous)]
        found = {stem}
        # Two rules may have worked on one word: "connoistre" is connaître.
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
