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

_REMEMBERED = 120_000
# A longer stretch hardly comes again, and would fill the memory.
_LONGEST = 60
_GATES: list[Gate] = []
_numbers = count()


class Gate:
    """Tells from the stretches without white space, and from what stands between them, what may be found in a text.

    It may open for nothing, but must not stay shut where there is something. Gates are made once, when their module
    is loaded.

    Args:
        stretch: what to look for in a stretch, which is given with a space before and after it; or a function of the
            stretch itself and the language.
        gap: what to look for in white space of two characters and more.
        blank: a character of white space that opens the gate wherever it stands.

    >>> from textrepair.language import load_language
    >>> semicolon = Gate(";")
    >>> marks = load_language("fr").marks.of({"un", "mot;"})
    >>> [stretch for stretch, mark in marks.items() if mark & semicolon.bit]
    ['mot;']
    """

    def __init__(self, stretch: str | Callable[[str, Language], bool], gap: str | None = None, blank: str = "") -> None:
        self.bit = 1 << next(_numbers)
        self._test = stretch if callable(stretch) else None
        self._pattern = None if callable(stretch) else re.compile(stretch)
        self.blank = blank
        self.gap = None if gap is None else re.compile(gap)
        _GATES.append(self)

    def finds(self, stretch: str, language: Language) -> bool:
        """Whether a stretch holds what is looked for."""
        if self._test is not None:
            return self._test(stretch, language)
        assert self._pattern is not None
        return self._pattern.search(f" {stretch} ") is not None


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
        self._shut: set[str] = set()
        self._marks: dict[str, int] = {}

    def of(self, stretches: Set[str]) -> dict[str, int]:
        """Return those of some stretches for which gates open, with the sum of the bits of these gates."""
        if self._gates != len(_GATES) or len(self._shut) + len(self._marks) > _REMEMBERED:
            self._gates = len(_GATES)
            self._shut.clear()
            self._marks.clear()
        found = {}
        for stretch in stretches - self._shut:
            mark = self._marks.get(stretch)
            if mark is None:
                mark = sum(gate.bit for gate in _GATES if gate.finds(stretch, self._language))
                if len(stretch) <= _LONGEST:
                    if mark:
                        self._marks[stretch] = mark
                    else:
                        self._shut.add(stretch)
            if mark:
                found[stretch] = mark
        return found
