"""What can be told of a stretch without white space alone, and is remembered for the whole run.

Most text is clean, and most of its stretches ("l’avenir,") came before. So what a repairer looks for is not searched
through the text: its :class:`Gate` is asked about each distinct stretch, once, and a text of which every stretch has
passed before is proved clean by one difference of two sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textrepair.language import Language

__all__ = ["UNKNOWN", "Gate", "Marks"]

_REMEMBERED = 100_000
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

    >>> from textrepair.language import load_language
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


class Marks:
    """Which gates open for which stretches, in one language. The answers are remembered.

    Args:
        language: what the gates go by.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._gates = 0
        self._asked: list[Gate] = []  # gates that are functions
        self._asked_of_letters: list[Gate] = []
        self._patterns: list[Gate] = []
        self._any_pattern = self._any_in_letters = re.compile("(?!)")
        # What was met since the last time that there was too much to remember, and what had been met before.
        self._shut: set[str] = set()
        self._marks: dict[str, int] = {}
        self._shut_before: set[str] = set()
        self._marks_before: dict[str, int] = {}

    def of(self, stretches: Set[str]) -> dict[str, int]:
        """Return those of some stretches for which gates open, with the sum of the bits of these gates."""
        if self._gates != len(_GATES):
            self._sort_gates()
            self._shut_before, self._marks_before = set(), {}
            self._shut, self._marks = set(), {}
        elif len(self._shut) + len(self._marks) > _REMEMBERED:
            self._shut_before, self._marks_before = self._shut, self._marks
            self._shut, self._marks = set(), {}
        shut, marks = self._shut, self._marks
        new = stretches - shut
        again = new & self._shut_before
        shut |= again
        found = {}
        for stretch in new - again:
            mark = marks.get(stretch)
            if mark is None:
                mark = self._marks_before.get(stretch)
                if mark is None:
                    mark = 0 if self._is_plain(stretch) else self._mark(stretch)
                if len(stretch) <= _LONGEST:
                    if mark:
                        marks[stretch] = mark
                    else:
                        shut.add(stretch)
            if mark:
                found[stretch] = mark
        return found

    def _sort_gates(self) -> None:
        self._gates = len(_GATES)
        self._patterns = [gate for gate in _GATES if gate.pattern is not None]
        self._any_pattern = _any_of(self._patterns)
        self._any_in_letters = _any_of([gate for gate in self._patterns if gate.in_letters])
        self._asked = [gate for gate in _GATES if gate.pattern is None]
        self._asked_of_letters = [gate for gate in self._asked if gate.in_letters]

    def _is_plain(self, stretch: str) -> bool:
        """Whether a stretch is a word for which no gate opens, and a sign that opens none."""
        word = stretch[:-1]
        if len(word) < 2 or stretch[-1] not in _AFTER or not word.isalpha():
            return False
        if word in self._shut:
            return self._any_pattern.search(f" {stretch} ") is None
        if word in self._marks or len(word) > _LONGEST:
            return False
        if word not in self._shut_before and self._mark(word):
            return False
        self._shut.add(word)
        return self._any_pattern.search(f" {stretch} ") is None

    def _mark(self, stretch: str) -> int:
        """Ask the gates about a stretch."""
        mark = 0
        is_word = stretch.isalpha()
        for gate in self._asked_of_letters if is_word else self._asked:
            if gate.finds(stretch, self._language):
                mark |= gate.bit
        # One search for all patterns first, which mostly finds none of them.
        if (self._any_in_letters if is_word else self._any_pattern).search(f" {stretch} "):
            for gate in self._patterns:
                if (gate.in_letters or not is_word) and gate.finds(stretch, self._language):
                    mark |= gate.bit
        return mark


def _any_of(gates: list[Gate]) -> re.Pattern[str]:
    """Return a pattern that finds whatever the pattern of one of some gates does."""
    return re.compile("|".join(f"(?:{gate.pattern.pattern})" for gate in gates if gate.pattern) or "(?!)")
