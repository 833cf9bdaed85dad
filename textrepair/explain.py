"""Why the words of a passage are changed or left: what else they could read, what each reading costs, how sure it is.

It tells of the first round only, in which nearly everything is decided; :meth:`Chain.repair` goes on until nothing
changes any more.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from textrepair.chain import Chain, Prepared
from textrepair.core import FEATURES, Judged, Verdict, discount, margins
from textrepair.document import Failure
from textrepair.edits import Edit

__all__ = ["ExplainedReading", "ExplainedSlot", "Explanation", "Maker", "explain"]

# Code points of context on each side of a slot, and how far from a place a slot is still near it.
_CONTEXT = 30
_NEAR = 40


class Maker(NamedTuple):
    """A change that has a part in a reading.

    Attributes:
        repairer: the name of the repairer that proposes it.
        reason: what it says of it.
        channel: nats, −ln of the chance that what it makes is read as what stands there.
    """

    repairer: str
    reason: str
    channel: float


class ExplainedReading(NamedTuple):
    """One way to read a slot.

    Attributes:
        text: what the slot reads.
        channel: nats that its changes cost, together.
        language: nats that its words and their spelling cost, but for how it joins its neighbours.
        recurring: nats by which it is cheaper because its confusions come back in the document; 0 or more.
        context: nats that its neighbours make it dearer than what stands (negative: cheaper), by how the words join;
            where the pack has no confidence model, the prior against a change anything is in it too.
        nats: −ln of its share of all ways to read the slot and those linked to it. Between two readings of a slot
            it differs by what channel, language and context less recurring do.
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
        """Its share of all ways, 0–1."""
        return math.exp(-self.nats)


class ExplainedSlot(NamedTuple):
    """A stretch of text of which something could be changed, and what was decided.

    Attributes:
        start, end: offsets in code points in the source.
        left, right: what stands before and after it, at most 30 code points each.
        readings: what stands first, then the changes, the likeliest first.
        best: the place of the best change among the readings.
        confidence: how sure the best change is, 0–1.
        features: what the confidence was computed from, by name (:data:`textrepair.core.FEATURES`); empty
            where the pack has no confidence model or the verdict is hopeless, with confidence 0.
        verdict: what becomes of the best change.
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
    """What was decided about a passage, and what there was before it.

    Attributes:
        slots: where words could be changed, in order.
        earlier: what the stages before WORDS had changed; offsets in the source.
        failures: repairers that raised.
    """

    slots: list[ExplainedSlot]
    earlier: list[Edit]
    failures: tuple[Failure, ...]


def explain(text: str, chain: Chain, *, at: int | None = None) -> Explanation:
    """Explain what a chain decides about the words of a text in its first round.

    What a document says as a whole (its damage, its names, what it confuses) has a part in every decision: to see
    how a passage is decided within its document, give the document and the place.

    Args:
        text: the document.
        chain: with its language, its repairers and the confidence that it asks for.
        at: offset in code points in ``text``: only what stands near it is explained; None: everything.

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
    return Explanation(slots, earlier, prepared.failures)


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
    recurring = 0.0
    if judged.recurrences is not None:
        recurring += discount(prepared.view, judged.recurrences, slot, reading)
    # The lattice has the costs of the joins only in sums over all ways: what is not explained yet is theirs.
    context = (nats[place] - nats[0]) - (reading.cost - leave.cost - recurring)
    return ExplainedReading(reading.text, channel, reading.cost - channel, recurring, context, nats[place], makers)


def _why(prepared: Prepared, judged: Judged) -> str:
    if judged.verdict is Verdict.FOREIGN:
        name = prepared.view.pack.rules.name
        return f"left: half of the words and more are unknown, so the text is taken for another language than {name}"
    compared = margins(judged.weighed, judged.place)
    if judged.verdict is Verdict.OLD:
        return f"left: the text is in old spelling, in which only spaces are repaired; {compared}"
    if judged.verdict is Verdict.HOPELESS:
        return f"left: what stands is so much likelier that nothing else is considered; {compared}"
    sure = f"{judged.confidence:.3f} sure, {judged.asked:g} asked for; {compared}"
    if judged.verdict is Verdict.UNLIKELY:
        return f"left: {sure}"
    return f"{judged.verdict.value}: {sure}"
