"""What can be told of a stretch without white space alone, and is remembered for the whole run.

Most text is clean, and most of its stretches ("l’avenir,") came before. So what a repairer looks for is not searched
through the text: its :class:`Gate` is asked about each distinct stretch, once, and a text of which every stretch has
passed before is proved clean by one difference of two sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textrepair.core.pack import Language

__all__ = ["UNKNOWN", "Gate", "Marks"]

_REMEMBERED = 80_000
# A longer stretch hardly comes again, and would fill the memory.
_LONGEST = 60
# What may stand after a word without opening a gate that is a function and shut for the word alone.
_AFTER = frozenset(",.;:")
_GATES: list[Gate] = []
_numbers = count()


class Gate:
    """Tells from the stretches without white space, and from what stands between them, what may be found in a text.

    It may open for nothing, but must not stay shut where there is something. Gates are made once, when their module
    is loaded.

    Args:
        stretch: what to look for in a stretch, which is given with a space before and after it; or a function of the
            stretch itself and the language, which is not asked about a word with one of ,.;: after it if it says no to
            the word alone.
        gap: what to look for in white space of two characters and more.
        blank: a character of white space that opens the gate wherever it stands.
        in_letters: whether it may open for a stretch of nothing but letters. Most stretches are no more than that:
            where it may not, it is not asked.

    >>> from textrepair.core.pack import load_language
    >>> semicolon = Gate(";")
    >>> marks = load_language("fr").marks.of({"un", "mot;"})
    >>> [stretch for stretch, mark in marks.items() if mark & semicolon.bit]
    ['mot;']
    """

    def __init__(
        self,
        stretch: str | Callable[[str, Language], bool],
        gap: str | None = None,
        blank: str = "",
        *,
        in_letters: bool = True,
    ) -> None:
        self.bit = 1 << next(_numbers)
        self._test = stretch if callable(stretch) else None
        self.pattern = None if callable(stretch) else re.compile(stretch)
        self.blank = blank
        self.in_letters = in_letters
        self.gap = None if gap is None else re.compile(gap)
        _GATES.append(self)

    def finds(self, stretch: str, language: Language) -> bool:
        """Whether a stretch holds what is looked for."""
        if self._test is not None:
            return self._test(stretch, language)
        assert self.pattern is not None
        return self.pattern.search(f" {stretch} ") is not None


UNKNOWN = Gate(lambda stretch, language: language.has_unknown(stretch))
"""Opens for stretches in which something is unknown."""


class _Memory(NamedTuple):
    """The gates that there are, and what was found about stretches with them.

    A call holds on to one memory: while it lasts, another thread may begin a new one, with more gates.

    Attributes:
        gates: how many there are.
        asked: those that are functions.
        asked_of_letters: those of them that are asked about a stretch of nothing but letters.
        patterns: the others.
        any_pattern: finds whatever one of these finds.
        any_in_letters: finds whatever one finds of those that are asked about a stretch of nothing but letters.
        shut, marks: the stretches met since there was last too much to remember: those for which no gate opens, and
            the bits of the gates for each other one.
        shut_before, marks_before: those that had been met before.
    """

    gates: int
    asked: list[Gate]
    asked_of_letters: list[Gate]
    patterns: list[Gate]
    any_pattern: re.Pattern[str]
    any_in_letters: re.Pattern[str]
    shut: set[str]
    marks: dict[str, int]
    shut_before: set[str]
    marks_before: dict[str, int]

    @classmethod
    def begun(cls) -> _Memory:
        """Sort the gates that there are; nothing is remembered."""
        gates = list(_GATES)
        asked = [gate for gate in gates if gate.pattern is None]
        patterns = [gate for gate in gates if gate.pattern is not None]
        asked_of_letters = [gate for gate in asked if gate.in_letters]
        in_letters = [gate for gate in patterns if gate.in_letters]
        finds, finds_in_letters = _any_of(patterns), _any_of(in_letters)
        return cls(len(gates), asked, asked_of_letters, patterns, finds, finds_in_letters, set(), {}, set(), {})


class Marks:
    """Which gates open for which stretches, in one language. The answers are remembered.

    Args:
        language: what the gates go by.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._memory: _Memory | None = None

    def of(self, stretches: Set[str]) -> dict[str, int]:
        """Return those of some stretches for which gates open, with the sum of the bits of these gates."""
        memory = self._memory
        if memory is None or memory.gates != len(_GATES):
            memory = self._memory = _Memory.begun()
        elif len(memory.shut) + len(memory.marks) > _REMEMBERED:
            memory = self._memory = memory._replace(
                shut=set(), marks={}, shut_before=memory.shut, marks_before=memory.marks
            )
        shut, marks = memory.shut, memory.marks
        new = stretches - shut
        again = new & memory.shut_before
        shut |= again
        found = {}
        for stretch in new - again:
            mark = marks.get(stretch)
            if mark is None:
                mark = memory.marks_before.get(stretch)
                if mark is None:
                    mark = 0 if self._is_plain(stretch, memory) else self._mark(stretch, memory)
                if len(stretch) <= _LONGEST:
                    if mark:
                        marks[stretch] = mark
                    else:
                        shut.add(stretch)
            if mark:
                found[stretch] = mark
        return found

    def _is_plain(self, stretch: str, memory: _Memory) -> bool:
        """Whether a stretch is a word for which no gate opens, and a sign that opens none."""
        word = stretch[:-1]
        if len(word) < 2 or stretch[-1] not in _AFTER or not word.isalpha():
            return False
        if word in memory.shut:
            return memory.any_pattern.search(f" {stretch} ") is None
        if word in memory.marks or len(word) > _LONGEST:
            return False
        if word not in memory.shut_before and self._mark(word, memory):
            return False
        memory.shut.add(word)
        return memory.any_pattern.search(f" {stretch} ") is None

    def _mark(self, stretch: str, memory: _Memory) -> int:
        """Ask the gates about a stretch."""
        mark = 0
        is_word = stretch.isalpha()
        for gate in memory.asked_of_letters if is_word else memory.asked:
            if gate.finds(stretch, self._language):
                mark |= gate.bit
        # One search for all patterns first, which mostly finds none of them.
        if (memory.any_in_letters if is_word else memory.any_pattern).search(f" {stretch} "):
            for gate in memory.patterns:
                if (gate.in_letters or not is_word) and gate.finds(stretch, self._language):
                    mark |= gate.bit
        return mark


def _any_of(gates: list[Gate]) -> re.Pattern[str]:
    """Return a pattern that finds whatever the pattern of one of some gates does."""
    return re.compile("|".join(f"(?:{gate.pattern.pattern})" for gate in gates if gate.pattern) or "(?!)")
