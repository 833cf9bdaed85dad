"""Which of the proposals about words are made: one decision for all that compete for the same letters.

The readings of a text are laid out as a lattice (:mod:`textrepair.lattice`) and weighed twice: first as in any text,
then with the confusions that come back in this one made cheaper (:mod:`textrepair.evidence`). Of each slot the best
change is taken, and made if it is sure enough: how sure it is, the pack's acceptor says (:mod:`textrepair.acceptor`),
or, for a pack that has none, its share of all readings after a reluctance (:mod:`textrepair.reluctance`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from textrepair.acceptor import Surroundings, features, load_acceptor
from textrepair.document import View
from textrepair.edits import Edit
from textrepair.evidence import Systematic
from textrepair.lattice import Damage, Reading, Run, Slot, Sourced, Weighed, damage_of, runs_of
from textrepair.reluctance import shares

__all__ = ["Decision", "Sourced", "decide", "survey"]

# Changes with less confidence than this were hardly considered: they are not reported as kept back.
_NOTED = 0.05
# A change that is so many nats less likely than leaving what stands is not considered.
_HOPELESS = 3.0
# Nats: a reading that is this likely tells what the document confuses.
_LIKELY = 0.5


class Decision(NamedTuple):
    """The edits to make, and those that fell short of the confidence asked for; both sorted."""

    edits: list[Edit]
    kept_back: list[Edit]


def decide(view: View, proposals: Iterable[Sourced], min_confidence: float) -> Decision:
    """Choose among proposals that compete for the same letters.

    Args:
        view: the text that they are for.
        proposals: of any number of repairers, in any order.
        min_confidence: 0–1; a change less sure than this is kept back.
    """
    runs = list(runs_of(view, proposals))
    acceptor = load_acceptor(view.language.folder)
    sure: Iterable[tuple[Weighed, int, float]]
    if acceptor is None:
        sure = shares(view, runs)
    else:
        slots, around = survey(view, runs)
        sure = (
            (weighed, place, acceptor.confidence(features(weighed, place, around)))
            for weighed, place in ((weighed, best_change(weighed)) for weighed in slots)
            if weighed.nats[place] - weighed.nats[0] < _HOPELESS
            and not (view.profile.old and _changes_letters(view, weighed, place))
        )
    decision = Decision([], [])
    for weighed, place, confidence in sure:
        if confidence >= min(_NOTED, min_confidence):
            target = decision.edits if confidence >= min_confidence else decision.kept_back
            for repairer, (start, end, replacement, reason, _) in weighed.slot.readings[place].makers:
                target.append(Edit(start, end, replacement, repairer, reason, round(confidence, 4)))
    return decision


def survey(view: View, runs: Sequence[Run]) -> tuple[list[Weighed], Surroundings]:
    """Weigh all slots of a text, and say what their changes have in common.

    Args:
        view: the text.
        runs: its lattice.
    """
    free = [[[0.0] * len(slot.readings) for slot in run.slots] for run in runs]
    systematic = Systematic(
        chain.from_iterable(_likely(view, weighed) for weighed in _weigh(view, runs, free)),
        view.profile.inventory,
        view.language,
    )
    cheaper = [
        [
            [-sum(systematic.gain(*change) for change in _words(view, slot, reading)) for reading in slot.readings]
            for slot in run.slots
        ]
        for run in runs
    ]
    slots = list(_weigh(view, runs, cheaper))
    likely = [0] * len(Damage)
    explained: set[str] = set()
    for weighed in slots:
        if weighed.best and weighed.nats[weighed.best] <= _LIKELY:
            for _, proposal in weighed.slot.readings[weighed.best].makers:
                before = view.text[proposal.start : proposal.end]
                likely[damage_of(before, proposal.replacement)] += 1
                explained.update(word for word in before.split() if word in view.unknown_words)
    share = sum(view.unknown_words[word] for word in explained) / max(1, view.unknown_words.total())
    return slots, Surroundings(view, systematic, likely, share)


def best_change(weighed: Weighed) -> int:
    """Return the reading on the cheapest way, or if it changes nothing the likeliest that does."""
    return weighed.best or min(range(1, len(weighed.nats)), key=weighed.nats.__getitem__)


def _weigh(view: View, runs: Iterable[Run], prices: Iterable[list[list[float]]]) -> Iterator[Weighed]:
    for run, columns in zip(runs, prices, strict=True):
        # Proposals that make nothing new of a slot leave it with one reading.
        yield from (weighed for weighed in run.weigh(view.language, columns) if len(weighed.nats) > 1)


def _likely(view: View, weighed: Weighed) -> Iterator[tuple[str, str, str]]:
    """Yield what the best change of a slot changes, if it is likely: what stands, what should, and the slot."""
    if weighed.best and weighed.nats[weighed.best] <= _LIKELY:
        for _, proposal in weighed.slot.readings[weighed.best].makers:
            before = view.text[proposal.start : proposal.end]
            yield before, proposal.replacement, weighed.slot.readings[0].text


def _words(view: View, slot: Slot, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield the unknown words that a reading changes, what it makes of them, and the slot."""
    for _, proposal in reading.makers:
        word = view.text[proposal.start : proposal.end]
        if word in view.unknown_words and word.isalpha() and proposal.replacement.isalpha():
            yield word, proposal.replacement, slot.readings[0].text


def _changes_letters(view: View, weighed: Weighed, place: int) -> bool:
    """Whether a change touches more than spaces: in old spelling, which was free, letters tell nothing."""
    return any(
        damage_of(view.text[proposal.start : proposal.end], proposal.replacement) is not Damage.SPACES
        for _, proposal in weighed.slot.readings[place].makers
    )
