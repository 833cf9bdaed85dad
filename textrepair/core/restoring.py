"""Letters that a document has lost."""

from __future__ import annotations

from textrepair._core import ProposalList, Restorer
from textrepair.core.pack import Pack
from textrepair.core.prefilter import Prefilter
from textrepair.core.specs import LostDiacritics, spec_to_dict
from textrepair.core.view import View

__all__ = ["LossReader"]


class LossReader:
    """Replaces known words by those that differ in letters that the document has lost.

    Args:
        spec: the declaration.
        pack: the language.
    """

    prefilters: tuple[Prefilter, ...] = ()

    def __init__(self, spec: LostDiacritics, pack: Pack) -> None:
        try:
            self._core = Restorer(spec_to_dict(spec), pack.core)
        except KeyError as error:
            _ = pack.prices[str(error.args[0])]  # raises what says which price is missing
            raise

    def gather(self, view: View, proposals: ProposalList) -> None:
        """Add the words with the letters that the document has lost."""
        rates = view.statistics.loss_rates
        if rates:
            proposals.add_restored(self._core, dict(rates))
