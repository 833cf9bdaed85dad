"""Which of the proposals about words are made: one decision for all that compete for the same letters.

The readings of a text are laid out as a lattice (:mod:`textrepair.core.lattice`) and weighed twice: first as in any
text, then with the confusions that come back in this one made cheaper (:mod:`textrepair.core.recurrences`). Of each slot the
best change is taken, and made if it is sure enough: how sure it is, the pack's acceptor says
(:mod:`textrepair.core.confidence`), or, for a pack that has none, its share of all readings after a reluctance
(:mod:`textrepair.core.prior`).
"""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from textrepair.core.confidence import Surroundings, features, load_acceptor
from textrepair.core.lattice import (
    SUREST,
    Damage,
    Reading,
    Run,
    Slot,
    Sourced,
    Weighed,
    best_change,
    damage_of,
    runs_of,
)
from textrepair.core.margins import margins
from textrepair.core.prior import shares
from textrepair.core.recurrences import Systematic
from textrepair.core.view import View
from textrepair.edits import Edit

__all__ = ["Decision", "Judged", "Sourced", "Verdict", "decide", "discount", "judge", "survey"]

# How sure a change must be where nothing else is asked for: in a sound text a wrong change harms a right word. In a
# text of which so many words have a likely change, it mostly hits one that was wrong already, and less will do. The
# words are counted as if there were so many more of them, so that a damaged word makes no ruin of a line.
_SURE, _SURE_IN_RUINS = 0.7, 0.5
_RUINED, _MORE_WORDS = 0.05, 60
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


class Verdict(enum.Enum):
    """What becomes of the best change of a slot, and why."""

    MADE = "made"
    KEPT_BACK = "kept back"  # not sure enough
    UNLIKELY = "unlikely"  # so little sure that it is not even reported as kept back
    HOPELESS = "hopeless"  # so much less likely than what stands that it is not considered
    OLD = "old spelling"  # in which letters tell nothing
    FOREIGN = "another language"  # the chain leaves all words of the text alone


class Judged(NamedTuple):
    """What is thought of the best change of one slot.

    Attributes:
        weighed: the slot.
        place: which of its readings is the best change.
        confidence: 0–1, how sure the change is.
        verdict: what becomes of it.
        asked: 0–1, how sure it had to be.
        features: what the confidence was computed from (:data:`textrepair.core.confidence.FEATURES`); empty where the
            pack has no acceptor or the verdict is hopeless, with confidence 0.
        systematic: the confusions that come back in the text; None where the pack has no acceptor.
    """

    weighed: Weighed
    place: int
    confidence: float
    verdict: Verdict
    asked: float
    features: tuple[float, ...] = ()
    systematic: Systematic | None = None


def decide(view: View, proposals: Iterable[Sourced], min_confidence: float | None = None) -> Decision:
    """Choose among proposals that compete for the same letters.

    Args:
        view: the text that they are for.
        proposals: of any number of repairers, in any order.
        min_confidence: 0–1; a change less sure than this is kept back. None: 0.7, or 0.5 in a text that is damaged
            throughout.
    """
    decision = Decision([], [])
    targets = {Verdict.MADE: decision.edits, Verdict.KEPT_BACK: decision.kept_back}
    for judged in judge(view, list(runs_of(view, proposals)), min_confidence):
        weighed, place, confidence, verdict, *_ = judged
        if verdict not in targets:
            continue
        compared = margins(weighed, place)
        for repairer, (start, end, replacement, reason, *_) in weighed.slot.readings[place].makers:
            edit = Edit(start, end, replacement, repairer, f"{reason}; {compared}", confidence)
            targets[verdict].append(edit)
    return decision


def judge(view: View, runs: Sequence[Run], min_confidence: float | None = None) -> Iterator[Judged]:
    """Yield what is thought of each slot in which something could change, in order.

    Args:
        view: the text.
        runs: its lattice.
        min_confidence: as for :func:`decide`.
    """
    acceptor = load_acceptor(view.language.folder)
    if acceptor is None:
        asked = _SURE_IN_RUINS if min_confidence is None else min_confidence
        for weighed, place, share in shares(view, runs):
            yield Judged(weighed, place, round(share, 4), _verdict(round(share, 4), asked), asked)
        return
    slots, around = survey(view, runs)
    asked = _asked(around) if min_confidence is None else min_confidence
    for weighed in slots:
        place = best_change(weighed)
        if weighed.nats[place] - weighed.nats[0] >= _HOPELESS:
            yield Judged(weighed, place, 0.0, Verdict.HOPELESS, asked, systematic=around.systematic)
            continue
        values = features(weighed, place, around)
        # Rounded first: what is kept back must not be reported as just as sure as was asked for.
        confidence = round(acceptor.confidence(values), 4)
        support = 1.0 if _makes_own_words(view, weighed, place) else _support(weighed, place)
        if support:
            confidence = max(confidence, min(SUREST, round(support * math.exp(-weighed.nats[place]), 4)))
        old = view.profile.old and _changes_letters(view, weighed, place)
        what = Verdict.OLD if old else _verdict(confidence, asked)
        yield Judged(weighed, place, confidence, what, asked, values, around.systematic)


def _verdict(confidence: float, asked: float) -> Verdict:
    if confidence >= asked:
        return Verdict.MADE
    return Verdict.KEPT_BACK if confidence >= _NOTED else Verdict.UNLIKELY


def _asked(around: Surroundings) -> float:
    """Return how sure a change of a text must be."""
    likely = sum(strings.total() for strings in around.likely)
    return _SURE_IN_RUINS if likely >= _RUINED * (around.view.profile.words + _MORE_WORDS) else _SURE


def survey(view: View, runs: Sequence[Run]) -> tuple[list[Weighed], Surroundings]:
    """Weigh all slots of a text, and say what their changes have in common.

    Args:
        view: the text.
        runs: its lattice.
    """
    free = [run.weigh(view.language, [[0.0] * len(slot.readings) for slot in run.slots]) for run in runs]
    systematic = Systematic(
        chain.from_iterable(_likely(view, weighed) for weighed in chain.from_iterable(free) if len(weighed.nats) > 1),
        view.profile.inventory,
        view.language,
        view.loss_rates,
    )
    slots: list[Weighed] = []
    for run, as_anywhere in zip(runs, free, strict=True):
        prices = [[-discount(view, systematic, slot, reading) for reading in slot.readings] for slot in run.slots]
        recurs = any(map(any, prices))
        # Proposals that make nothing new of a slot leave it with one reading.
        weighed_again = run.weigh(view.language, prices) if recurs else as_anywhere
        slots += [weighed for weighed in weighed_again if len(weighed.nats) > 1]
    likely: list[Counter[str]] = [Counter() for _ in Damage]
    explained: Counter[str] = Counter()
    for weighed in slots:
        for before, after, _ in _likely(view, weighed):
            likely[damage_of(before, after)][before] += 1
            for word in before.split():
                if word in view.unknown_words:
                    explained[word] = view.unknown_words[word]
    return slots, Surroundings(view, systematic, likely, explained)


def discount(view: View, systematic: Systematic, slot: Slot, reading: Reading) -> float:
    """Return the nats by which a reading of a slot is cheaper because its confusions come back in the text."""
    if not systematic.any:
        return 0.0
    return sum(systematic.gain(*change) for change in _words(view, slot, reading))


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


def _makes_own_words(view: View, weighed: Weighed, place: int) -> bool:
    """Whether a change makes the user's own words: who lists a name means it wherever it is likely at all."""
    own = view.language.lexicon.words
    return bool(own) and all(sourced.proposal.replacement in own for sourced in weighed.slot.readings[place].makers)


def _support(weighed: Weighed, place: int) -> float:
    """Return how sure a change is by what its proposals say of the document, 0–1."""
    return min(sourced.proposal.support for sourced in weighed.slot.readings[place].makers)


def _changes_letters(view: View, weighed: Weighed, place: int) -> bool:
    """Whether a change touches more than spaces: in old spelling, which was free, letters tell nothing."""
    return any(
        damage_of(view.text[proposal.start : proposal.end], proposal.replacement) is not Damage.SPACES
        for _, proposal in weighed.slot.readings[place].makers
    )
