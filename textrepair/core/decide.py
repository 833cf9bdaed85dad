"""The joint decision about the proposals of the stage WORDS, which the core makes.

The core lays out the readings of a text as lattices and weighs them twice: first with the general prices, then with a
discount for the confusions that recur in this document. It makes the best change of a slot if its confidence is high
enough. The confidence model of the pack estimates the confidence (:mod:`textrepair.core.confidence`). For a pack
without one it is computed from the posterior after a prior.
"""

from __future__ import annotations

from collections.abc import Iterator

from textrepair._core import Decider as CompiledDecider
from textrepair._core import ProposalList
from textrepair.core.confidence import load_confidence_model
from textrepair.core.judgement import Decision, Judged, Reading, Slot, Verdict, Weighed
from textrepair.core.pack import Pack
from textrepair.core.proposal import Proposal, Sourced
from textrepair.core.view import View
from textrepair.edits import Edit

__all__ = ["Decider"]

# In the order of the numbers that the core gives.
_VERDICTS = (Verdict.MADE, Verdict.KEPT_BACK, Verdict.UNLIKELY, Verdict.HOPELESS, Verdict.OLD)


class Decider:
    """Decides about the proposals of the stage WORDS.

    Args:
        pack: the language.

    Raises:
        PackError: the confidence model of the pack is damaged.
    """

    def __init__(self, pack: Pack) -> None:
        model = load_confidence_model(pack.folder)
        confusions = [(row.printed, row.read, row.cost) for row in pack.confusions]
        self._core = CompiledDecider(pack.core, pack.model, model, confusions, pack.lexicon.period.core)

    def text_cost(self, text: str) -> float:
        """Return the nats of the words of a text and of spelling out unknown ones."""
        return self._core.text_cost(text)[2]

    def decide(self, view: View, proposals: ProposalList, min_confidence: float | None = None) -> Decision:
        """Choose among proposals that compete for the same letters.

        Args:
            view: the text that the proposals are for.
            proposals: the proposals of any number of repairers.
            min_confidence: 0–1; a change with a lower confidence is kept back. None: 0.7, or 0.5 in a heavily damaged
                document.
        """
        decision = Decision([], [])
        for is_made, *edit in self._core.decide(view.document, proposals, min_confidence):
            (decision.edits if is_made else decision.kept_back).append(Edit._make(edit))
        return decision

    def judge(
        self, view: View, proposals: ProposalList, min_confidence: float | None = None, *, describes_all: bool = False
    ) -> Iterator[Judged]:
        """Yield the judgement of each slot with proposals, in order.

        Args:
            view: the text that the proposals are for.
            proposals: as for :meth:`decide`.
            min_confidence: as for :meth:`decide`.
            describes_all: whether to compute the features of hopeless changes too.
        """
        sourced = [Sourced(repairer, Proposal._make(proposal)) for repairer, proposal in proposals.proposals()]
        for judged in self._core.judge(view.document, proposals, min_confidence, describes_all=describes_all):
            (start, end), readings, nats, best, place, decided, features, discounts, margins = judged
            confidence, verdict, asked = decided
            slot = Slot(
                start,
                end,
                tuple(
                    Reading(text, tuple([sourced[maker] for maker in makers]), cost, first, last)
                    for text, makers, cost, first, last in readings
                ),
            )
            yield Judged(
                Weighed(slot, best, nats),
                place,
                confidence,
                _VERDICTS[verdict],
                asked,
                tuple(features or ()),
                tuple(discounts),
                margins,
            )
