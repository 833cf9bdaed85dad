"""Spaces that were inserted into words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from textrepair._core import Joiner
from textrepair.core.pack import Pack
from textrepair.core.prefilter import UNKNOWN, Prefilter
from textrepair.core.proposal import Candidate, Proposal
from textrepair.core.specs import Joins, spec_to_dict
from textrepair.core.view import View
from textrepair.memory import Memory

__all__ = ["JoinReader"]

_REMEMBERED = 1 << 14

_FRAGMENT = re.compile(r"(?<![\w’'-])[^\W\d_]+")
# A known word may be a fragment if it has at most this many letters and a lower Zipf value than this.
_SHORT_FRAGMENT, _COMMON_FRAGMENT = 3, 5.2
_SHORT_WORD = re.compile(rf"(?<![\w’'-])[^\W\d_]{{1,{_SHORT_FRAGMENT}}}(?![\w’'-])")
_LONGEST_FRAGMENT = 40


def _short_words(token: str, pack: Pack) -> Iterator[int]:
    """Yield the offsets of the short and uncommon words in a token."""
    for match in _SHORT_WORD.finditer(token):
        word = match.group()
        if word.islower() and (not pack.knows(word) or pack.zipf(word) < _COMMON_FRAGMENT):
            yield match.start()


_HOLDS_SHORT_WORD = Prefilter(test="short word")


class JoinReader:
    """Joins the pieces of a word that fell apart.

    One of the pieces must be no word, or a short and uncommon one. Joined, they must make a word, or words that ran
    together.

    Args:
        spec: the declaration.
        pack: the language.
    """

    prefilters = (UNKNOWN, _HOLDS_SHORT_WORD)

    def __init__(self, spec: Joins, pack: Pack) -> None:
        self._spec = spec
        self._pack = pack
        try:
            joiner = Joiner(spec_to_dict(spec), pack.core)
        except KeyError as error:
            _ = pack.prices[str(error.args[0])]  # raises what says which price is missing
            raise
        self.memory: Memory[str, tuple[Candidate, ...]] = Memory(
            lambda run: tuple(map(Candidate._make, joiner.joined(run))), _REMEMBERED
        )
        self.memories: dict[str, Memory[Any, Any]] = {"runs": self.memory}

    def propose(self, view: View) -> Iterator[Proposal]:
        """Yield proposals to join each possible fragment with its neighbours."""
        for start, end in self._runs(view):
            for word, cost, reason in self.memory[view.text[start:end]]:
                yield Proposal(start, end, word, reason, cost)

    def _runs(self, view: View) -> Iterator[tuple[int, int]]:
        """Yield the offsets of two or three words in a row, at least one of them a fragment."""
        text, pieces = view.text, self._spec.pieces
        fragments = {unknown.start for unknown in view.unknown_words}
        for low, high in view.tokens(_HOLDS_SHORT_WORD):
            fragments.update(low + start for start in _short_words(text[low:high], self._pack))
        seen = set()
        for fragment in sorted(fragments):
            places = self._neighbours(text, fragment)
            here = next((k for k, (start, _) in enumerate(places) if start == fragment), None)
            if here is None:
                continue
            for first in range(max(0, here - pieces + 1), here + 1):
                for last in range(max(here, first + 1), min(len(places), first + pieces)):
                    span = places[first][0], places[last][1]
                    if span not in seen and (last - first == 1 or span[1] - span[0] > 6):
                        seen.add(span)
                        yield span

    def _neighbours(self, text: str, offset: int) -> list[tuple[int, int]]:
        """Return the offsets of the words around an offset that single spaces separate."""
        match = _FRAGMENT.match(text, offset)
        if match is None:
            return []
        pieces = self._spec.pieces
        places = [match.span()]
        while len(places) < pieces:
            start = places[0][0]
            if start < 2 or text[start - 1] != " " or not text[start - 2].isalpha():
                break
            before = start - 2
            while before > 0 and start - before < _LONGEST_FRAGMENT and text[before - 1].isalpha():
                before -= 1
            places.insert(0, (before, start - 1))
        for _ in range(pieces - 1):
            end = places[-1][1]
            following = _FRAGMENT.match(text, end + 1) if text[end : end + 1] == " " else None
            if following is None:
                break
            places.append(following.span())
        return places
