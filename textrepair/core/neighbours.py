"""Other readings of a word: words one letter away, and far commoner words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rapidfuzz.distance import OSA

from textrepair.core.confusion_table import Confusion
from textrepair.core.confusions import LONGEST, Rows, rows_of
from textrepair.core.pack import Pack
from textrepair.core.prefilter import MISREADING, misread_words
from textrepair.core.proposal import Candidate, Proposal
from textrepair.core.specs import Neighbours, Substitutions
from textrepair.core.view import View, like_case
from textrepair.memory import Memory, cached_property

__all__ = ["NeighbourReader", "SubstitutionReader"]

# How many diacritics may differ in a word in addition to a letter.
_DIACRITICS = 2
_REMEMBERED = 1 << 13
# A run of letters that is a whole word: not part of a compound or a number, and not elided.


class NeighbourReader:
    """Finds the frequent words one letter away: another letter, one more, one less, or two in the wrong order.

    Args:
        spec: the declaration.
        pack: the language.
    """

    def __init__(self, spec: Neighbours, pack: Pack) -> None:
        self._spec = spec
        self._pack = pack
        self._letter = pack.prices[spec.letter]
        self._diacritic = pack.prices[spec.diacritic]
        self.memory = Memory(self._near, _REMEMBERED)
        self.memories: dict[str, Memory[Any, Any]] = {"neighbours": self.memory}

    @cached_property
    def _rows(self) -> Rows:
        likely = self._spec.likely

        def is_likely(row: Confusion) -> bool:
            return row.read.isalpha() and row.cost <= likely

        return rows_of(self._pack, is_likely)

    def candidates(self, word: str) -> Iterator[Candidate]:
        """Yield the words one letter away; if there are none, those one confusion further away."""
        if not (word.isalpha() and word.islower()):
            return
        found = False
        for near, changed in self.memory[word]:
            # A lone letter may stand for another letter, but not for a longer word.
            if (len(word) > 1 or len(near) == 1) and self._pack.zipf(near) >= self._spec.frequency:
                diacritics = " and its diacritics" if changed else ""
                reason = f"‘{word}’ is no word; ‘{near}’ is one letter{diacritics} away"
                found = True
                yield Candidate(near, self._letter + self._diacritic * changed, reason)
        if not found and len(word) >= self._spec.several_from:
            yield from self._twice(word)

    def _near(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return the words one letter away, each with the number of diacritics that differ besides; sorted."""
        if len(word) > LONGEST:
            return ()
        found = []
        for near in self._pack.lexicon.near(word):
            differ = OSA.distance(word, near) - 1
            if differ <= _DIACRITICS and self._pack.knows(near):
                found.append((near, max(0, differ)))
        return tuple(sorted(found))

    def _twice(self, word: str) -> Iterator[Candidate]:
        """Yield the words that are one letter away after one confusion of the table is undone."""
        best: dict[str, tuple[float, str]] = {}
        for row in self._rows:
            if len(word) - len(row.read) + len(row.printed) > LONGEST:
                continue
            place = word.find(row.read)
            while place >= 0:
                other = word[:place] + row.printed + word[place + len(row.read) :]
                for near, changed in self.memory[other]:
                    cost = row.cost + self._letter + self._diacritic * changed
                    if (
                        near != word
                        and self._pack.zipf(near) >= self._spec.frequency
                        and cost < best.get(near, (99.0,))[0]
                    ):
                        how = f"with ‘{row.printed}’ read as ‘{row.read}’ and another letter changed"
                        best[near] = cost, f"‘{word}’ is no word; ‘{near}’ {how}"
                place = word.find(row.read, place + 1)
        for near, (cost, reason) in best.items():
            yield Candidate(near, cost, reason)


class SubstitutionReader:
    """Finds known words that are misreadings of far commoner ones.

    Args:
        spec: the declaration.
        pack: the language.
    """

    prefilters = (MISREADING,)

    def __init__(self, spec: Substitutions, pack: Pack) -> None:
        self._pack = pack

    def propose(self, view: View) -> Iterator[Proposal]:
        """Yield a proposal for each common word that a rarer one may be a misreading of."""
        for low, high in view.tokens(*self.prefilters):
            for start, end, word in misread_words(view.text[low:high], self._pack):
                for other, cost in self._pack.misreadings[word.lower()]:
                    reason = f"‘{word}’ is rare where ‘{other}’ is common, and the document is damaged"
                    yield Proposal(low + start, low + end, like_case(word, other), reason, cost)
