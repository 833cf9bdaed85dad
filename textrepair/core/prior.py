"""The confidence of a change in a language whose pack has no confidence model.

Rules of thumb charge each change a prior, which is higher the less damaged the document is, and higher for what may be
a name. The confidence is computed from the posterior of the reading after this charge.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import mul
from typing import NamedTuple

from textrepair.core.confidence import SUREST
from textrepair.core.lattice import Damage, Lattice, LatticeMaker, Reading
from textrepair.core.proposal import Proposal
from textrepair.core.view import View, begins_sentence
from textrepair.core.weighing import Weighed, best_change, weigh

__all__ = ["shares"]

# In damaged modern text with more than this share (0–1) of unknown words, most of these words have a likely change
# (measured: 0.6–0.9 of them; 0.3–0.5 in charters and old prints).
_MANY, _EXPLAINED = 0.15, 0.5
# How many times the damage of a document is estimated from the changes that would be made.
_ESTIMATES = 3
# Changing letters in a word this short costs more: some short word is always near.
_SHORT = 3
# An unknown word recurs if it occurs this many times: the first number is for a word with a capital, a possible name.
_TWICE, _OFTEN = 2, 3
# From this confidence (0–1) on a change counts as damage.
_SURE = 0.5
# The posterior is too high; its −ln is multiplied by this. In a text with hardly any damage, about half of the changes
# with a posterior of 0.9 are right.
_TOO_SURE = 6.0


class _Price(NamedTuple):
    """What a reading costs besides: nats, and how many times the prior of each kind of damage."""

    nats: float
    changes: tuple[float, ...]


def shares(view: View, lattices: Sequence[Lattice], maker: LatticeMaker) -> list[tuple[Weighed, int, float]]:
    """Return each slot with the index of its best change and the confidence of that change (0–1).

    Args:
        view: the text.
        lattices: the lattices of the text.
        maker: the maker of these lattices.
    """
    prices = [[[_price(view, maker, reading) for reading in slot.readings] for slot in one.slots] for one in lattices]
    statistics, silent = view.statistics, view.pack.prices["prior-silent"]
    prior = [statistics.prior()] * len(Damage)
    if view.policy.letters_stay:
        prior[Damage.DIACRITICS] = prior[Damage.LETTERS] = silent
    found = list(_shares(view, lattices, prices, prior))
    if statistics.damage > _MANY and len(_sure(found)) < _EXPLAINED * statistics.damage * statistics.words:
        # Most of its many unknown words have no likely change: the text is in old spelling or in another language,
        # and the changes of the other words are there by chance.
        return list(_shares(view, lattices, prices, [silent] * len(Damage)))
    # Unknown words overstate the damage of a text full of names and foreign words, and words cut by hyphens are no
    # evidence about letters. The changes that would be made estimate each kind of damage better.
    for _ in range(_ESTIMATES):
        changed = Counter(maker.damage[view.text[p.start : p.end], p.replacement] for p in _sure(found))
        stricter = [max(nats, statistics.prior(changed[kind])) for kind, nats in zip(Damage, prior, strict=True)]
        if stricter == prior:
            break
        prior = stricter
        found = list(_shares(view, lattices, prices, prior))
    return found


def _sure(found: Sequence[tuple[Weighed, int, float]]) -> list[Proposal]:
    return [
        sourced.proposal
        for weighed, place, confidence in found
        if confidence >= _SURE
        for sourced in weighed.slot.readings[place].makers
    ]


def _shares(
    view: View, lattices: Sequence[Lattice], prices: Sequence[Sequence[Sequence[_Price]]], prior: Sequence[float]
) -> Iterator[tuple[Weighed, int, float]]:
    for lattice, columns in zip(lattices, prices, strict=True):
        charged = [[price.nats + sum(map(mul, prior, price.changes)) for price in column] for column in columns]
        for weighed in weigh(lattice, view.pack.pair_cost, charged):
            if len(weighed.nats) < 2:
                continue  # its proposals change nothing
            place = best_change(weighed)
            yield weighed, place, min(math.exp(-weighed.nats[place] * _TOO_SURE), SUREST)


def _price(view: View, maker: LatticeMaker, reading: Reading) -> _Price:
    nats, changes = 0.0, [0.0] * len(Damage)
    for _, proposal in reading.makers:
        damage = maker.damage[view.text[proposal.start : proposal.end], proposal.replacement]
        restraint, times = _restraint(view, proposal, damage)
        nats += restraint
        changes[damage] += times
    return _Price(nats, tuple(changes))


def _restraint(view: View, proposal: Proposal, damage: Damage) -> tuple[float, float]:
    """Return the nats that a change of a possible name or of a recurring word costs, and how many times the prior."""
    word, unknown, prices = view.text[proposal.start : proposal.end], view.statistics.unknown, view.pack.prices
    if not word.isalpha() or word not in unknown or proposal.replacement in view.pack.own_words:
        return 0.0, 1.0
    named = word[0].isupper()
    nats = prices["prior-name"] if named else 0.0
    if named and not begins_sentence(view.text, proposal.start):
        nats += prices["prior-name-within-sentence"]
    if len(word) <= _SHORT and damage is Damage.LETTERS:
        nats += prices["prior-short-word"]
    if unknown[word] >= (_TWICE if named else _OFTEN):
        nats += prices["prior-recurring-word"]
    return nats, 2.0 if named else 1.0
