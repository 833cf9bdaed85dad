"""What is decided about the words of a text: readings, slots, and the judgement of the best change of each slot.

Proposals that touch each other, or stand in one token, form a *slot*. Every way of making some of them is a *reading*
of the slot; "leave it" is a reading like any other. The core weighs them (:mod:`textrepair.core.decide`).
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from textrepair.core.proposal import Sourced
from textrepair.edits import Edit

__all__ = ["Decision", "Judged", "Reading", "Slot", "Verdict", "Weighed"]


class Reading(NamedTuple):
    """One reading of a slot.

    Attributes:
        text: the text of the slot in this reading.
        makers: the proposals that make it; none for "leave it".
        cost: nats of its words, of spelling out unknown words, and of its changes; without the joins to its neighbours.
        first, last: the words at its ends, as tokens of the language model; empty if it has none.
    """

    text: str
    makers: tuple[Sourced, ...]
    cost: float
    first: str
    last: str


class Slot(NamedTuple):
    """A span of the text, with offsets in code points, and its readings, "leave it" first."""

    start: int
    end: int
    readings: tuple[Reading, ...]


class Weighed(NamedTuple):
    """A slot with the posteriors of its readings.

    Attributes:
        slot: the slot.
        best: the index of the reading on the cheapest path.
        nats: for each reading, −ln of its posterior probability, 0 or more.
    """

    slot: Slot
    best: int
    nats: list[float]


class Decision(NamedTuple):
    """The edits to make, and those kept back because their confidence is too low; both sorted."""

    edits: list[Edit]
    kept_back: list[Edit]


class Verdict(enum.Enum):
    """The outcome for the best change of a slot."""

    MADE = "made"
    KEPT_BACK = "kept back"  # not sure enough
    UNLIKELY = "unlikely"  # its confidence is so low that it is not even reported as kept back
    HOPELESS = "hopeless"  # so much less likely than leaving the text that it is not considered
    OLD = "old spelling"  # the document is in old spelling, and the change touches letters
    FOREIGN = "another language"  # the chain leaves all words of the document alone


class Judged(NamedTuple):
    """The judgement of the best change of one slot.

    Attributes:
        weighed: the slot with its posteriors.
        place: the index of the reading that is the best change.
        confidence: 0–1, the estimated probability that the change is right; 0 if the verdict is hopeless.
        verdict: the outcome.
        asked: 0–1, the confidence that the change needs.
        features: the features that the confidence was computed from, in the order of
            :data:`textrepair.core.FEATURES`; empty if the pack has no confidence model or the verdict is hopeless.
        discounts: for each reading, by how many nats it is cheaper because its confusions recur in the document; empty
            if no confusion recurs.
        margins: in words, by how many nats the change is better than leaving the text, and than the next best change.
    """

    weighed: Weighed
    place: int
    confidence: float
    verdict: Verdict
    asked: float
    features: tuple[float, ...]
    discounts: tuple[float, ...]
    margins: str
