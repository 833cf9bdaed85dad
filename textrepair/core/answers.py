"""What a view asks of the plan that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from textrepair._core import SharedText, UnknownWords
from textrepair.alternatives import DeclaredLanguage
from textrepair.core.pack import Pack
from textrepair.core.prefilter import TokenMarks
from textrepair.core.proposal import Candidate
from textrepair.core.specs import Spec
from textrepair.core.zones.zone_map import ZoneMap
from textrepair.memory import Memory

__all__ = ["Answers"]

_K = TypeVar("_K")
_T = TypeVar("_T")


class Answers(Protocol):
    """What a view asks of the plan that made it."""

    marks: TokenMarks

    def memory(self, function: Callable[[_K, Pack], _T]) -> Memory[_K, _T]:
        """Return the memory of a function of a key and the pack."""
        ...

    def prepared(self, function: Callable[[Pack], _T]) -> _T:
        """Return what a function makes of the pack."""
        ...

    def candidates(self, spec: Spec, word: str) -> tuple[Candidate, ...]:
        """Return the candidates that a declaration has for a word."""
        ...

    def zone_map(
        self, text: SharedText, unknown: UnknownWords, share: float, declared: Sequence[DeclaredLanguage]
    ) -> ZoneMap:
        """Return the zones of a text."""
        ...
