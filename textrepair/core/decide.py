"""The joint decision about the proposals of the stage WORDS.

The decider lays out the readings of a text as lattices (:mod:`textrepair.core.lattice`) and weighs them twice: first
with the general prices, then with a discount for the confusions that recur in this document
(:mod:`textrepair.core.weighing`). It makes the best change of a slot if its confidence is high enough. The confidence
model of the pack estimates the confidence (:mod:`textrepair.core.confidence`). For a pack without one it is computed
from the posterior after a prior (:mod:`textrepair.core.prior`).
"""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from textrepair.core.confidence import SUREST, ConfidenceModel, Surroundings, features, load_confidence_model
from textrepair.core.lattice import Damage, Lattice, LatticeMaker, Reading, Slot
from textrepair.core.pack import Pack
from textrepair.core.period import is_long_s
from textrepair.core.prior import shares
from textrepair.core.proposal import Proposals
from textrepair.core.view import View
from textrepair.core.weighing import Recurrences, Weighed, best_change, confusions_in, weigh
from textrepair.edits import Edit
from textrepair.memory import Memory

__all__ = ["Decider", "Decision", "Judged", "Verdict", "discount", "margins"]

_CONFUSIONS_REMEMBERED = 1 << 14
# The confidence that a change needs by default. In a sound document a wrong change harms a right word. In a heavily
# damaged one, in which this share (0–1) of the words has a likely change, it mostly hits a word that was wrong already,
# so less is enough. The share is computed as if the document had so many more words: one damaged word does not make a
# single line a heavily damaged document.
_SURE, _SURE_IN_RUINS = 0.7, 0.5
_RUINED, _MORE_WORDS = 0.05, 60
# Changes with less confidence than this are not reported as kept back.
_NOTED = 0.05
# A change that is this many nats less likely than leaving the text is not considered.
_HOPELESS = 3.0
# Nats: the changes of a reading at least this likely are counted as evidence of what the document confuses.
_LIKELY = 0.5


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
        recurrences: the confusions that recur in the document; None if the pack has no confidence model.
    """

    weighed: Weighed
    place: int
    confidence: float
    verdict: Verdict
    asked: float
    features: tuple[float, ...] = ()
    recurrences: Recurrences | None = None


class Decider:
    """Decides about the proposals of the stage WORDS.

    Args:
        pack: the language.

    Attributes:
        maker: lays out the lattices.
        confusions: what is confused where a word and its repair differ, remembered.

    Raises:
        PackError: the confidence model of the pack is damaged.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._model = load_confidence_model(pack.folder)
        self.maker = LatticeMaker(pack)
        self.confusions: Memory[tuple[str, str], tuple[tuple[str, str], ...]] = Memory(
            lambda pair: confusions_in(*pair), _CONFUSIONS_REMEMBERED
        )

    @property
    def memories(self) -> dict[str, Memory[Any, Any]]:
        """The memories by name."""
        return {"confusions": self.confusions, **self.maker.memories}

    def decide(self, view: View, proposals: Proposals, min_confidence: float | None = None) -> Decision:
        """Choose among proposals that compete for the same letters.

        Args:
            view: the text that the proposals are for.
            proposals: the proposals of any number of repairers, in any order.
            min_confidence: 0–1; a change with a lower confidence is kept back. None: 0.7, or 0.5 in a heavily damaged
                document.
        """
        decision = Decision([], [])
        targets = {Verdict.MADE: decision.edits, Verdict.KEPT_BACK: decision.kept_back}
        for weighed, place, confidence, verdict, *_ in self.judge(view, proposals, min_confidence):
            if verdict not in targets:
                continue
            compared = margins(weighed, place)
            for repairer, (start, end, replacement, reason, *_) in weighed.slot.readings[place].makers:
                edit = Edit(start, end, replacement, repairer, f"{reason}; {compared}", confidence)
                targets[verdict].append(edit)
        return decision

    def judge(self, view: View, proposals: Proposals, min_confidence: float | None = None) -> Iterator[Judged]:
        """Yield the judgement of each slot with proposals, in order; arguments as for :meth:`decide`."""
        lattices = list(self.maker.lattices(view, proposals))
        if self._model is None:
            asked = _SURE_IN_RUINS if min_confidence is None else min_confidence
            for weighed, place, share in shares(view, lattices, self.maker):
                yield Judged(weighed, place, round(share, 4), _verdict(round(share, 4), asked), asked)
            return
        slots, around = self.survey(view, lattices)
        asked = _asked(around) if min_confidence is None else min_confidence
        for weighed in slots:
            yield self._judged(self._model, weighed, around, asked)

    def _judged(self, model: ConfidenceModel, weighed: Weighed, around: Surroundings, asked: float) -> Judged:
        """Return the judgement of the best change of a slot by the confidence model."""
        view, place = around.view, best_change(weighed)
        if weighed.nats[place] - weighed.nats[0] >= _HOPELESS:
            return Judged(weighed, place, 0.0, Verdict.HOPELESS, asked, recurrences=around.recurrences)
        values = features(weighed, place, around)
        # Rounded before it is compared: a change that is kept back must not show the confidence that was asked for.
        confidence = round(model.confidence(values), 4)
        support = 1.0 if _makes_own_words(view, weighed, place) else _support(weighed, place)
        if support:
            confidence = max(confidence, min(SUREST, round(support * math.exp(-weighed.nats[place]), 4)))
        stays = view.policy.letters_stay and self._changes_letters(view, weighed, place)
        verdict = Verdict.OLD if stays else _verdict(confidence, asked)
        return Judged(weighed, place, confidence, verdict, asked, values, around.recurrences)

    def survey(self, view: View, lattices: Sequence[Lattice]) -> tuple[list[Weighed], Surroundings]:
        """Return all slots of a text with their posteriors, and what their changes have in common.

        Args:
            view: the text.
            lattices: the lattices of the text.
        """
        pair_cost = self._pack.pair_cost
        free = [weigh(one, pair_cost, [[0.0] * len(slot.readings) for slot in one.slots]) for one in lattices]
        recurrences = Recurrences(
            chain.from_iterable(
                _likely(view, weighed) for weighed in chain.from_iterable(free) if len(weighed.nats) > 1
            ),
            view.statistics.inventory,
            self._pack,
            self.confusions,
            view.statistics.loss_rates,
        )
        slots: list[Weighed] = []
        for lattice, as_anywhere in zip(lattices, free, strict=True):
            prices = [
                [-discount(view, recurrences, slot, reading) for reading in slot.readings] for slot in lattice.slots
            ]
            recurs = any(map(any, prices))
            # A slot whose proposals change nothing has one reading only.
            weighed_again = weigh(lattice, pair_cost, prices) if recurs else as_anywhere
            slots += [weighed for weighed in weighed_again if len(weighed.nats) > 1]
        damage, unknown = self.maker.damage, view.statistics.unknown
        likely: list[Counter[str]] = [Counter() for _ in Damage]
        explained: Counter[str] = Counter()
        for weighed in slots:
            for before, after, _ in _likely(view, weighed):
                likely[damage[before, after]][before] += 1
                for word in before.split():
                    if word in unknown:
                        explained[word] = unknown[word]
        return slots, Surroundings(view, recurrences, damage, self.confusions, likely, explained)

    def _changes_letters(self, view: View, weighed: Weighed, place: int) -> bool:
        """Return whether a change touches more than spaces, and long s that was read as f.

        Old spelling was free, so that no other letter is evidence there.
        """
        has_long_s = view.statistics.misread_long_s
        for _, (start, end, replacement, *_) in weighed.slot.readings[place].makers:
            before = view.text[start:end]
            if (
                not (has_long_s and is_long_s(before, replacement))
                and self.maker.damage[before, replacement] is not Damage.SPACES
            ):
                return True
        return False


def discount(view: View, recurrences: Recurrences, slot: Slot, reading: Reading) -> float:
    """Return by how many nats a reading of a slot is cheaper because its confusions recur in the document."""
    if not recurrences.any:
        return 0.0
    return sum(recurrences.gain(*change) for change in _words(view, slot, reading))


def _verdict(confidence: float, asked: float) -> Verdict:
    if confidence >= asked:
        return Verdict.MADE
    return Verdict.KEPT_BACK if confidence >= _NOTED else Verdict.UNLIKELY


def _asked(around: Surroundings) -> float:
    """Return the confidence (0–1) that a change of a document needs by default."""
    likely = sum(strings.total() for strings in around.likely)
    return _SURE_IN_RUINS if likely >= _RUINED * (around.view.statistics.words + _MORE_WORDS) else _SURE


def _likely(view: View, weighed: Weighed) -> Iterator[tuple[str, str, str]]:
    """Yield the changes of a slot's best reading if it is likely: what stands, the replacement, and the slot's text."""
    if weighed.best and weighed.nats[weighed.best] <= _LIKELY:
        for _, proposal in weighed.slot.readings[weighed.best].makers:
            before = view.text[proposal.start : proposal.end]
            yield before, proposal.replacement, weighed.slot.readings[0].text


def _words(view: View, slot: Slot, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield the unknown words that a reading changes: the word, its replacement, and the slot's text."""
    for _, proposal in reading.makers:
        word = view.text[proposal.start : proposal.end]
        if word in view.statistics.unknown and word.isalpha() and proposal.replacement.isalpha():
            yield word, proposal.replacement, slot.readings[0].text


def _makes_own_words(view: View, weighed: Weighed, place: int) -> bool:
    """Return whether a change leads to words that the user added; then its posterior alone decides."""
    own = view.pack.own_words
    return bool(own) and all(sourced.proposal.replacement in own for sourced in weighed.slot.readings[place].makers)


def _support(weighed: Weighed, place: int) -> float:
    """Return the support (0–1) of a change: the least that its proposals claim."""
    return min(sourced.proposal.support for sourced in weighed.slot.readings[place].makers)


def margins(weighed: Weighed, place: int) -> str:
    """Return in words by how many nats a change is better than leaving the text, and than the next best change.

    Args:
        weighed: a slot with its posteriors.
        place: the index of the reading, which must change something.

    >>> from textrepair.core.lattice import Reading, Slot
    >>> from textrepair.core.weighing import Weighed
    >>> readings = tuple(Reading(text, (), 0.0, "", "") for text in ("rdle,", "rôle,", "raie,"))
    >>> margins(Weighed(Slot(0, 5, readings), 1, [14.25, 0.04, 9.1]), 1)
    '14.2 nats better than leaving it, 9.1 better than ‘raie’'
    >>> margins(Weighed(Slot(0, 5, readings[:2]), 0, [0.1, 2.4]), 1)
    '2.3 nats worse than leaving it'
    """
    nats, readings = weighed.nats, weighed.slot.readings
    said = f"{_compared(nats[0] - nats[place], ' nats')} than leaving it"
    others = [other for other in range(1, len(nats)) if other != place]
    if others:
        rival = min(others, key=nats.__getitem__)
        differs = _differing(readings[place].text, readings[rival].text)
        said += f", {_compared(nats[rival] - nats[place])} than ‘{differs}’"
    return said


def _compared(nats: float, unit: str = "") -> str:
    rounded = round(nats, 1)
    return f"{abs(rounded):.1f}{unit} {'better' if rounded >= 0 else 'worse'}"


def _differing(best: str, rival: str) -> str:
    """Return on one line the words in which the reading ``rival`` differs from the reading ``best``.

    >>> _differing("(de rôle,", "(de raie,"), _differing("de la vie", "de la"), _differing("dela vie", "de la vie")
    ('raie', 'de la', 'de la')
    """
    ours, theirs = best.split(), rival.split()
    first = 0
    while first < min(len(ours), len(theirs)) and ours[first] == theirs[first]:
        first += 1
    last = 0
    while last < min(len(ours), len(theirs)) - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    words = theirs[first : len(theirs) - last]
    if not words:  # the rival only lacks words: show all of it
        return " ".join(theirs)
    # Leave out the signs around the words that both readings have.
    said, other = " ".join(words), " ".join(ours[first : len(ours) - last])
    while len(said) > 1 and said[:1] == other[:1] and not said[0].isalnum():
        said, other = said[1:], other[1:]
    while len(said) > 1 and said[-1:] == other[-1:] and not said[-1].isalnum():
        said, other = said[:-1], other[:-1]
    return said
