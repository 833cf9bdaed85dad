"""Spaces that were inserted into words."""

from __future__ import annotations

from collections.abc import Iterator

from textrepair._core import Joiner
from textrepair.core.pack import Pack
from textrepair.core.prefilter import UNKNOWN, Prefilter
from textrepair.core.proposal import Proposal
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

    def propose(self, view: View) -> Iterator[Proposal]:
        """Yield proposals to join each possible fragment with its neighbours."""
        fragments = [word.start for word in view.unknown_words]
        for found in self._core.propose(view.text, fragments, view.tokens(_HOLDS_SHORT_WORD)):
            yield Proposal(*found)
