"""Spaces that were inserted into words."""

from __future__ import annotations

from textrepair._core import Joiner, ProposalList
from textrepair.core.pack import Pack
from textrepair.core.prefilter import UNKNOWN, Prefilter
from textrepair.core.specs import Joins, spec_to_dict
from textrepair.core.view import View

__all__ = ["JoinReader"]

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
        try:
            self._core = Joiner(spec_to_dict(spec), pack.core)
        except KeyError as error:
            _ = pack.prices[str(error.args[0])]  # raises what says which price is missing
            raise

    def gather(self, view: View, proposals: ProposalList) -> None:
        """Add the joins of each possible fragment with its neighbours."""
        proposals.add_joins(self._core, view.unknown, view.tokens(_HOLDS_SHORT_WORD))
