"""Which of the proposals about words are made: one decision for all that compete for the same letters.

The readings of a text are laid out as a lattice (:mod:`textrepair.lattice`): what the channel charges for each
change, plus what the language model charges for the words and for spelling out those that it does not know. The
cheapest way wins, with a confidence that is the share of its readings; where that is too small, a slot stays as
it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import mul
from typing import NamedTuple

from textrepair.document import View
from textrepair.edits import Edit
from textrepair.evidence import Systematic
from textrepair.lattice import Damage, Reading, Run, Sourced, Weighed, damage_of, runs_of
from textrepair.repairer import Proposal

__all__ = ["Decision", "Sourced", "decide"]

# Engines leave a text in which more than this share of the words is unknown, but then a good half of those
# have a reading (measured: 0.6–0.9 on damaged modern text, 0.3–0.5 on charters and old prints).
_MANY, _EXPLAINED = 0.15, 0.5
_SILENT = 25.0
# How often the damage of a document is estimated from what would be changed.
_ESTIMATES = 3
# No decision is certain.
_SUREST = 0.9999
# Nats that a change pays for touching a word with a capital, and one that stands in the document this often.
_NAME = 4.0
# ... for one with a capital within a sentence, which is a name; and for other letters in a very short word, of
# which there are so many that one is always near.
_WITHIN = 8.0
_SHORT, _SHORT_WORD = 3, 4.0
_RECURS = 4.0
_TWICE, _OFTEN = 2, 3
# Changes with less confidence than this were hardly considered: they are not reported as kept back.
_NOTED = 0.05
# Nats: a reading this likely tells what the document confuses.
_LIKELY = 0.5


class Decision(NamedTuple):
    """The edits to make, and those that fell short of the confidence asked for; both sorted."""

    edits: list[Edit]
    kept_back: list[Edit]


class _Price(NamedTuple):
    """What a reading pays besides: nats, and how often the reluctance to each class of damage."""

    nats: float
    changes: tuple[float, ...]


def decide(view: View, proposals: Iterable[Sourced], min_confidence: float) -> Decision:
    """Choose among proposals that compete for the same letters.

    Args:
        view: the text that they are for.
        proposals: of any number of repairers, in any order.
        min_confidence: 0–1; a reading less sure than this is kept back.
    """
    runs = list(runs_of(view, proposals))
    prices = [[[_price(view, reading) for reading in slot.readings] for slot in run.slots] for run in runs]
    profile = view.profile
    reluctance = [profile.reluctance()] * len(Damage)
    if profile.old:
        # Spelling was free, and has rules for a part of what differs from today's: letters tell nothing.
        reluctance[Damage.DIACRITICS] = reluctance[Damage.LETTERS] = _SILENT
    decision = _choose(view, runs, prices, reluctance, min_confidence)
    prices = _with_systematic(view, runs, prices, reluctance)
    decision = _choose(view, runs, prices, reluctance, min_confidence)
    if profile.damage > _MANY and len(decision.edits) < _EXPLAINED * profile.damage * profile.words:
        # Most of its many unknown words are no reading of any word: old spelling, or another language. What
        # seems to have a reading there is chance.
        return _choose(view, runs, prices, [_SILENT] * len(Damage), min_confidence)
    # Unknown words overstate the damage of a text full of names and foreign words, and words cut by hyphens
    # say nothing about letters: what would be changed, class by class, says better how damaged it is.
    for _ in range(_ESTIMATES):
        changed = Counter(damage_of(view.text[edit.start : edit.end], edit.replacement) for edit in decision.edits)
        stricter = [max(nats, profile.reluctance(changed[kind])) for kind, nats in zip(Damage, reluctance, strict=True)]
        if stricter == reluctance:
            break
        reluctance = stricter
        decision = _choose(view, runs, prices, reluctance, min_confidence)
    return decision


def _with_systematic(
    view: View, runs: Sequence[Run], prices: list[list[list[_Price]]], reluctance: Sequence[float]
) -> list[list[list[_Price]]]:
    """Make the changes cheaper whose confusions come back in the document."""
    changes = []
    for weighed in chain.from_iterable(_weigh(view, runs, prices, reluctance)):
        place = _best_change(weighed)
        if weighed.nats[place] <= _LIKELY:
            changes += list(_words(view, weighed.slot.readings[place]))
    systematic = Systematic(changes, view.profile.inventory, view.language)
    return [
        [
            [
                price._replace(nats=price.nats - sum(systematic.gain(*words) for words in _words(view, reading)))
                for reading, price in zip(slot.readings, column, strict=True)
            ]
            for slot, column in zip(run.slots, columns, strict=True)
        ]
        for run, columns in zip(runs, prices, strict=True)
    ]


def _words(view: View, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the unknown words that a reading changes, and what it makes of them."""
    for _, proposal in reading.makers:
        word = view.text[proposal.start : proposal.end]
        if word in view.unknown_words and word.isalpha() and proposal.replacement.isalpha():
            yield word, proposal.replacement


def _weigh(
    view: View, runs: Sequence[Run], prices: Sequence[Sequence[Sequence[_Price]]], reluctance: Sequence[float]
) -> Iterator[list[Weighed]]:
    for run, columns in zip(runs, prices, strict=True):
        charged = [[price.nats + sum(map(mul, reluctance, price.changes)) for price in column] for column in columns]
        yield run.weigh(view.language, charged)


def _choose(
    view: View,
    runs: Sequence[Run],
    prices: Sequence[Sequence[Sequence[_Price]]],
    reluctance: Sequence[float],
    min_confidence: float,
) -> Decision:
    """Take the best reading of each slot that changes something, if it is sure enough."""
    decision = Decision([], [])
    for weighed in chain.from_iterable(_weigh(view, runs, prices, reluctance)):
        _take(weighed, min_confidence, decision)
    return decision


def _take(weighed: Weighed, min_confidence: float, decision: Decision) -> None:
    best = _best_change(weighed)
    confidence = min(math.exp(-weighed.nats[best]), _SUREST)
    if confidence < min(_NOTED, min_confidence):
        return
    target = decision.edits if confidence >= min_confidence else decision.kept_back
    for repairer, (start, end, replacement, reason, _) in weighed.slot.readings[best].makers:
        target.append(Edit(start, end, replacement, repairer, reason, round(confidence, 4)))


def _best_change(weighed: Weighed) -> int:
    """Return the reading on the cheapest way, or if it changes nothing the likeliest that does."""
    if weighed.best:
        return weighed.best
    return min(range(1, len(weighed.nats)), key=lambda place: weighed.nats[place])


def _price(view: View, reading: Reading) -> _Price:
    nats, changes = 0.0, [0.0] * len(Damage)
    for _, proposal in reading.makers:
        restraint, times = _restraint(view, proposal)
        nats += restraint
        changes[damage_of(view.text[proposal.start : proposal.end], proposal.replacement)] += times
    return _Price(nats, tuple(changes))


def _restraint(view: View, proposal: Proposal) -> tuple[float, float]:
    """What a change pays for touching what may be a name, or comes back: nats, and times the reluctance."""
    word = view.text[proposal.start : proposal.end]
    if not word.isalpha() or word not in view.unknown_words or proposal.replacement in view.language.lexicon.words:
        return 0.0, 1.0
    named = word[0].isupper()
    nats = _NAME if named else 0.0
    if named and not _begins_sentence(view.text, proposal.start):
        nats += _WITHIN
    if len(word) <= _SHORT and damage_of(word, proposal.replacement) is Damage.LETTERS:
        nats += _SHORT_WORD
    if view.unknown_words[word] >= (_TWICE if named else _OFTEN):
        nats += _RECURS
    return nats, 2.0 if named else 1.0


def _begins_sentence(text: str, offset: int) -> bool:
    """Whether a word stands where any word would have a capital: after a full stop, a dash, or a line end."""
    before = text[max(0, offset - 4) : offset].rstrip(' \u00a0«“("')
    return not before or before[-1] in ".!?…:—–-\n"
