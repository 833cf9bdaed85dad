"""Why the words of a passage are changed or left: their readings, the cost of each, and the confidence of the change.

The explanation is about the first round, which decides nearly everything; :meth:`Chain.repair` goes on until nothing
changes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from textrepair.chain import Chain, Prepared
from textrepair.core import FEATURES, Judged, Verdict, Zone
from textrepair.document import Failure
from textrepair.edits import Edit

__all__ = ["ExplainedReading", "ExplainedSlot", "Explanation", "Maker", "explain"]

# Code points of context on each side of a slot, and how far from a slot an offset may lie to be near it.
_CONTEXT = 30
_NEAR = 40


class Maker(NamedTuple):
    """A change that is part of a reading.

    Attributes:
        repairer: the name of the repairer that proposes it.
        reason: the reason that the repairer gives.
        channel: nats, −ln of the probability that the replacement is read as what stands there.
    """

    repairer: str
    reason: str
    channel: float


class ExplainedReading(NamedTuple):
    """One reading of a slot.

    Attributes:
        text: the text of the slot in this reading.
        channel: nats of its changes, together.
        language: nats of its words and of spelling out unknown ones, without the joins to its neighbours.
        recurring: nats by which it is cheaper because its confusions recur in the document; 0 or more.
        context: nats by which its neighbours make it dearer than what stands (negative: cheaper); for a pack without
            a confidence model, this includes the prior.
        nats: −ln of its posterior probability. The difference between two readings of a slot is that of
            channel + language + context − recurring.
        makers: the changes that make it; none for what stands.
    """

    text: str
    channel: float
    language: float
    recurring: float
    context: float
    nats: float
    makers: tuple[Maker, ...]

    @property
    def share(self) -> float:
        """Its posterior probability, 0–1."""
        return math.exp(-self.nats)


class ExplainedSlot(NamedTuple):
    """A span of text with proposals, and the decision about it.

    Attributes:
        start, end: offsets in code points in the source.
        left, right: the text before and after it, at most 30 code points each.
        readings: what stands, then the changes, the likeliest first.
        best: the index of the best change among the readings.
        confidence: 0–1, the estimated probability that the best change is right; 0 if the verdict is hopeless.
        features: the features that the confidence was computed from, by name (:data:`textrepair.core.FEATURES`);
            empty if the pack has no confidence model or the verdict is hopeless.
        verdict: the outcome for the best change.
        why: the verdict in words.
    """

    start: int
    end: int
    left: str
    right: str
    readings: tuple[ExplainedReading, ...]
    best: int
    confidence: float
    features: dict[str, float]
    verdict: Verdict
    why: str


class Explanation(NamedTuple):
    """The decisions about a passage, and the edits before them.

    Attributes:
        slots: the slots in which words could be changed, in order.
        earlier: the edits of the stages before WORDS; offsets in the source.
        failures: the repairers that raised.
        zones: stretches that are no prose of the language and hold an unknown word or a change. A repairer changes only
            the kinds of zones that it names, so most words in them have no slot.
    """

    slots: list[ExplainedSlot]
    earlier: list[Edit]
    failures: tuple[Failure, ...]
    zones: tuple[Zone, ...] = ()


def explain(text: str, chain: Chain, *, at: int | None = None) -> Explanation:
    """Explain what a chain decides about the words of a text in its first round.

    The statistics of the document (its damage, its names, its confusions) influence every decision. To see how a
    passage is decided within its document, give the document and an offset.

    Args:
        text: the document.
        chain: the chain.
        at: offset in code points in ``text``: only slots near it are explained; None: all slots.

    >>> (slot,) = explain("le rdle de la", Chain.for_language("fr", only=["misread-letters"])).slots
    >>> slot.start, slot.end, slot.readings[0].text, slot.readings[slot.best].text
    (3, 7, 'rdle', 'rôle')
    >>> slot.readings[0].nats > 5 > slot.readings[slot.best].nats  # what stands is the less likely
    True
    """
    prepared = chain.prepare(text)
    view = prepared.view
    slots = []
    proposals = prepared.proposals
    for judged in chain.plan.judge(view, proposals, chain.min_confidence) if proposals else ():
        if view.policy.words_stay:
            judged = judged._replace(verdict=Verdict.FOREIGN)
        start, end = prepared.patch.to_source(judged.weighed.slot.start, judged.weighed.slot.end)
        if at is None or start - _NEAR <= at <= end + _NEAR:
            slots.append(_slot(prepared, judged, start, end))
    earlier = [
        edit for edit in prepared.patch.without_idle(text) if at is None or edit.start - _NEAR <= at <= edit.end + _NEAR
    ]
    zones = (
        zone._replace(start=start, end=end)
        for zone in view.judged_zones
        for start, end in (prepared.patch.to_source(zone.start, zone.end),)
        if at is None or start - _NEAR <= at <= end + _NEAR
    )
    return Explanation(slots, earlier, prepared.failures, tuple(zones))


def _slot(prepared: Prepared, judged: Judged, start: int, end: int) -> ExplainedSlot:
    view, (slot, _, nats) = prepared.view, judged.weighed
    order = [0, *sorted(range(1, len(nats)), key=lambda place: (nats[place], place))]
    return ExplainedSlot(
        start,
        end,
        view.text[max(0, slot.start - _CONTEXT) : slot.start],
        view.text[slot.end : slot.end + _CONTEXT],
        tuple(_reading(prepared, judged, place) for place in order),
        order.index(judged.place),
        judged.confidence,
        dict(zip(FEATURES, judged.features, strict=True)) if judged.features else {},
        judged.verdict,
        _why(prepared, judged),
    )


def _reading(prepared: Prepared, judged: Judged, place: int) -> ExplainedReading:
    slot, _, nats = judged.weighed
    reading, leave = slot.readings[place], slot.readings[0]
    makers = tuple(Maker(repairer, proposal.reason, proposal.cost) for repairer, proposal in reading.makers)
    channel = sum((maker.channel for maker in makers), 0.0)
    recurring = judged.discounts[place] if judged.discounts else 0.0
    # The lattice has the costs of the joins only in sums over all paths. They are what the other parts leave.
    context = (nats[place] - nats[0]) - (reading.cost - leave.cost - recurring)
    return ExplainedReading(reading.text, channel, reading.cost - channel, recurring, context, nats[place], makers)


def _why(prepared: Prepared, judged: Judged) -> str:
    if judged.verdict is Verdict.FOREIGN:
        name = prepared.view.pack.rules.name
        return f"left: half of the words and more are unknown, so the text is taken for another language than {name}"
    if judged.verdict is Verdict.OLD:
        return f"left: the text is in old spelling, in which only spaces are repaired; {judged.margins}"
    if judged.verdict is Verdict.HOPELESS:
        return f"left: what stands is so much likelier that nothing else is considered; {judged.margins}"
    sure = f"{judged.confidence:.3f} sure, {judged.asked:g} asked for; {judged.margins}"
    if judged.verdict is Verdict.UNLIKELY:
        return f"left: {sure}"
    return f"{judged.verdict.value}: {sure}"
