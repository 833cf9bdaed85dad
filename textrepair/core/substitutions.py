"""Known words that are misreadings of far commoner ones."""

from __future__ import annotations

from collections.abc import Iterator

from textrepair._core import ProposalList
from textrepair.core.pack import Pack
from textrepair.core.prefilter import MISREADING, misread_words
from textrepair.core.proposal import Proposal
from textrepair.core.specs import Substitutions
from textrepair.core.view import View, like_case

__all__ = ["SubstitutionReader"]


class SubstitutionReader:
    """Finds known words that are misreadings of far commoner ones.

    Args:
        spec: the declaration.
        pack: the language.
    """

    prefilters = (MISREADING,)

    def __init__(self, spec: Substitutions, pack: Pack) -> None:
        self._pack = pack

    def gather(self, view: View, proposals: ProposalList) -> None:
        """Add what it proposes for a text."""
        proposals.add(list(self._proposed(view)))

    def _proposed(self, view: View) -> Iterator[Proposal]:
        """Yield a proposal for each common word that a rarer one may be a misreading of."""
        for low, high in view.tokens(*self.prefilters):
            for start, end, word in misread_words(view.text[low:high], self._pack):
                for other, cost in self._pack.misreadings[word.lower()]:
                    reason = f"‘{word}’ is rare where ‘{other}’ is common, and the document is damaged"
                    yield Proposal(low + start, low + end, like_case(word, other), reason, cost)
