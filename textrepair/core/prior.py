"""How sure a change is, for a language whose pack has no acceptor.

A change must gain more the less damaged its document is, and more if it touches what may be a name. Its confidence
is the share of its reading after that, for which only rules of thumb speak.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import mul
from typing import NamedTuple

from textrepair.core.lattice import SUREST, Damage, Reading, Run, Weighed, best_change, damage_of
from textrepair.core.view import View, begins_sentence
from textrepair.repairer import Proposal

__all__ = ["shares"]

# Engines leave a text in which more than this share of the words is unknown, but then a good half of those
# have a reading (measured: 0.6–0.9 on damaged modern text, 0.3–0.5 on charters and old prints).
_MANY, _EXPLAINED = 0.15, 0.5
_SILENT = 25.0
# How often the damage of a document is estimated from what would be changed.
_ESTIMATES = 3
# Nats that a change pays for touching a word with a capital, and one that stands in the document this often.
_NAME = 4.0
# ... for one with a capital within a sentence, which is a name; and for other letters in a very short word, of
# which there are so many that one is always near.
_WITHIN = 8.0
_SHORT, _SHORT_WORD = 3, 4.0
_RECURS = 4.0
_TWICE, _OFTEN = 2, 3
# From this confidence on a change counts as damage.
_SURE = 0.5
# Shares are too sure by so much: of the changes with a share of 0.9 about half are right in a text that is hardly
# damaged.
_TOO_SURE = 6.0


class _Price(NamedTuple):
    """What a reading pays besides: nats, and how often the reluctance to each class of damage."""

    nats: float
    changes: tuple[float, ...]


def shares(view: View, runs: Sequence[Run]) -> list[tuple[Weighed, int, float]]:
    """Return each slot with its best change and how sure it is (0–1).

    Args:
        view: the text.
        runs: its lattice.
    """
    prices = [[[_price(view, reading) for reading in slot.readings] for slot in run.slots] for run in runs]
    profile = view.profile
    reluctance = [profile.reluctance()] * len(Damage)
    if profile.old:
        reluctance[Damage.DIACRITICS] = reluctance[Damage.LETTERS] = _SILENT
    found = list(_shares(view, runs, prices, reluctance))
    if profile.damage > _MANY and len(_sure(found)) < _EXPLAINED * profile.damage * profile.words:
        # Most of its many unknown words are no reading of any word: old spelling, or another language. What
        # seems to have a reading there is chance.
        return list(_shares(view, runs, prices, [_SILENT] * len(Damage)))
    # Unknown words overstate the damage of a text full of names and foreign words, and words cut by hyphens
    # say nothing about letters: what would be changed, class by class, says better how damaged it is.
    for _ in range(_ESTIMATES):
        changed = Counter(damage_of(view.text[p.start : p.end], p.replacement) for p in _sure(found))
        stricter = [max(nats, profile.reluctance(changed[kind])) for kind, nats in zip(Damage, reluctance, strict=True)]
        if stricter == reluctance:
            break
        reluctance = stricter
        found = list(_shares(view, runs, prices, reluctance))
    return found


def _sure(found: Sequence[tuple[Weighed, int, float]]) -> list[Proposal]:
    return [
        sourced.proposal
        for weighed, place, confidence in found
        if confidence >= _SURE
        for sourced in weighed.slot.readings[place].makers
    ]


def _shares(
    view: View, runs: Sequence[Run], prices: Sequence[Sequence[Sequence[_Price]]], reluctance: Sequence[float]
) -> Iterator[tuple[Weighed, int, float]]:
    for run, columns in zip(runs, prices, strict=True):
        charged = [[price.nats + sum(map(mul, reluctance, price.changes)) for price in column] for column in columns]
        for weighed in run.weigh(view.language, charged):
            if len(weighed.nats) < 2:
                continue  # its proposals make nothing new of it
            place = best_change(weighed)
            yield weighed, place, min(math.exp(-weighed.nats[place] * _TOO_SURE), SUREST)


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
    if named and not begins_sentence(view.text, proposal.start):
        nats += _WITHIN
    if len(word) <= _SHORT and damage_of(word, proposal.replacement) is Damage.LETTERS:
        nats += _SHORT_WORD
    if view.unknown_words[word] >= (_TWICE if named else _OFTEN):
        nats += _RECURS
    return nats, 2.0 if named else 1.0
