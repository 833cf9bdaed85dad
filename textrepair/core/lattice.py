"""The lattice of readings, and what each of them costs.

Proposals that touch each other, or stand in one stretch of letters without white space, form a *slot*. Every way
of making some of them is a *reading* of the slot; "leave it" is a reading like any other. Slots with nothing but
white space between them are linked: what the language model charges for one depends on how the other is read. A
*run* of linked slots is a lattice, with the words left and right of it as its ends. Costs are in nats.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from textrepair.core.pack import Language
from textrepair.core.paths import backward_costs, cheapest_way, forward_costs, total_cost
from textrepair.core.view import View, stretch_end, stretch_start
from textrepair.repairer import Proposal
from textrepair.tables.foldindex import fold
from textrepair.tables.tokens import END, continues

__all__ = [
    "SUREST",
    "Damage",
    "Reading",
    "Run",
    "Slot",
    "Sourced",
    "Weighed",
    "best_change",
    "damage_of",
    "runs_of",
    "spelling_cost",
    "text_cost",
]

# No decision is certain: the most confidence, 0–1, that a change gets.
SUREST = 0.9999
# Nats for each letter of a word that the lexicon does not know: about what a letter costs under a letter
# model, and less for names, which are built of the pieces of names.
_SPELLING = 2.2
_SPELLING_NAME = 1.6
# Nats besides for a word that is no name, and for each sign in it that is no letter, or for standing alone.
_NO_NAME = 2.0
_NOISE = 2.0
# Signs that the language model takes for any punctuation, although running text hardly ever has them.
_RARE_SIGNS = frozenset("&|®€<>~^_{}\\")
_RARE_SIGN = 6.0
# How many proposals that touch each other are looked at, and how many of these are considered, the cheapest; how many
# sets of them are tried in one slot, and of how many proposals the sets are made where there would be more. The best
# readings are kept.
_CROWD = 128
_CHANGES = 32
_SETS = 256
_BEST = 8
_KEPT = 24
# How far to look for the words left and right.
_CONTEXT = 60
_BLANK = "\n\n"

_GAPS = re.compile(r"[\W_]+")


class Sourced(NamedTuple):
    """A proposal and the name of the repairer that made it."""

    repairer: str
    proposal: Proposal


class Damage(enum.IntEnum):
    """What a change changes; a document may have much of the one and none of the other."""

    SPACES = 0
    DIACRITICS = 1
    LETTERS = 2


@lru_cache(maxsize=1 << 14)
def damage_of(before: str, after: str) -> Damage:
    """Tell whether two strings differ in spaces and signs between letters, in diacritics, or in letters.

    >>> [damage_of(*pair).name for pair in (("dela", "de la"), ("aprés", "après"), ("rdle", "rôle"))]
    ['SPACES', 'DIACRITICS', 'LETTERS']
    """
    if _GAPS.sub("", before) == _GAPS.sub("", after):
        return Damage.SPACES
    if _GAPS.sub("", fold(before)) == _GAPS.sub("", fold(after)):
        return Damage.DIACRITICS
    return Damage.LETTERS


class Reading(NamedTuple):
    """One reading of a slot.

    Attributes:
        text: what the slot reads.
        makers: the proposals that make it; none for "leave it".
        cost: nats, but for how it joins its neighbours: words, spelling, and what its changes cost.
        first, last: the words at its ends, as the language model has them; empty if it has none.
    """

    text: str
    makers: tuple[Sourced, ...]
    cost: float
    first: str
    last: str


class Slot(NamedTuple):
    """A stretch of the text and its readings, "leave it" first."""

    start: int
    end: int
    readings: tuple[Reading, ...]


class Weighed(NamedTuple):
    """What the lattice says of one slot.

    Attributes:
        slot: the slot.
        best: the place of the reading on the cheapest way.
        nats: for each reading −ln of its share of all ways through the run, 0 or more.
    """

    slot: Slot
    best: int
    nats: list[float]


def best_change(weighed: Weighed) -> int:
    """Return the reading on the cheapest way, or if it changes nothing the likeliest that does."""
    return weighed.best or min(range(1, len(weighed.nats)), key=weighed.nats.__getitem__)


@dataclass(frozen=True)
class Run:
    """Slots that depend on each other, and the words at their ends.

    Attributes:
        slots: in order.
        left, right: the words before the first slot and after the last, as the language model has them.
    """

    slots: tuple[Slot, ...]
    left: str
    right: str

    def weigh(self, language: Language, prices: Sequence[Sequence[float]]) -> list[Weighed]:
        """Find the cheapest way, and the share of every reading.

        Args:
            language: its model joins the readings.
            prices: for each slot and each reading of it, nats that it costs besides.
        """
        if len(self.slots) == 1:
            return [self._weigh_alone(language, prices[0])]
        cost = language.model.cost
        own = [
            [reading.cost + price for reading, price in zip(slot.readings, column, strict=True)]
            for slot, column in zip(self.slots, prices, strict=True)
        ]
        # How the readings of each slot join those of the one before: [slot][reading][reading before].
        joins = [_joined(left, right, cost) for left, right in pairwise(self.slots)]
        ends = (
            [cost(self.left, reading.first) if reading.first else 0.0 for reading in self.slots[0].readings],
            [cost(reading.last, self.right) if reading.last else 0.0 for reading in self.slots[-1].readings],
        )
        best = cheapest_way(own, joins, ends)
        forward, backward = forward_costs(own, joins, ends[0]), backward_costs(own, joins, ends[1])
        weighed = []
        for slot, ahead, behind, chosen in zip(self.slots, forward, backward, best, strict=True):
            totals = [a + b for a, b in zip(ahead, behind, strict=True)]
            whole = total_cost(totals)
            weighed.append(Weighed(slot, chosen, [max(0.0, nats - whole) for nats in totals]))
        return weighed

    def _weigh_alone(self, language: Language, prices: Sequence[float]) -> Weighed:
        """Do the same for the only slot of a run, as most are: of every reading there is one way."""
        cost, left, right = language.model.cost, self.left, self.right
        totals = [
            (cost(left, reading.first) if reading.first else 0.0)
            + (reading.cost + price)
            + (cost(reading.last, right) if reading.last else 0.0)
            for reading, price in zip(self.slots[0].readings, prices, strict=True)
        ]
        whole = total_cost(totals)
        return Weighed(self.slots[0], totals.index(min(totals)), [max(0.0, nats - whole) for nats in totals])


def _joined(left: Slot, right: Slot, cost: Callable[[str, str], float]) -> list[list[float]]:
    """Return how each reading of a slot joins those of the one before; the same row for those that begin alike."""
    lasts = [before.last for before in left.readings]
    rows: dict[str, list[float]] = {}
    for here in right.readings:
        first = here.first
        if first not in rows:
            rows[first] = [cost(last, first) if last and first else 0.0 for last in lasts]
    return [rows[here.first] for here in right.readings]


def runs_of(view: View, proposals: Iterable[Sourced]) -> Iterator[Run]:
    """Lay out the lattice of a text.

    Args:
        view: the text that the proposals are for.
        proposals: of any number of repairers, in any order.
    """
    slots: list[Slot] = []
    for start, end, window in _windows(view.text, proposals):
        gap = view.text[slots[-1].end : start] if slots else ""
        if slots and (not gap.isspace() or _is_break(view.text, slots[-1].end, start)):
            yield _run(view, slots)
            slots = []
        slots.append(Slot(start, end, _readings(view, start, end, window)))
    if slots:
        yield _run(view, slots)


def _windows(text: str, proposals: Iterable[Sourced]) -> Iterator[tuple[int, int, list[Sourced]]]:
    """Group proposals that overlap, touch, or share a stretch without white space; with the ends of the stretch."""
    window: list[Sourced] = []
    first = reach = -1
    for sourced in sorted(proposals, key=lambda sourced: (sourced.proposal.start, sourced.proposal.end, sourced)):
        start, end = sourced.proposal[:2]
        if len(window) >= _CROWD and start < reach:
            continue  # a window this crowded is noise: what reaches into it beyond the limit is not considered
        if window and (start > reach or len(window) >= _CROWD):
            yield first, reach, _cheapest(window)
            window = []
        if not window:
            first = max(reach, stretch_start(text, start, _CONTEXT))
        window.append(sourced)
        reach = max(reach, stretch_end(text, end, _CONTEXT))
    if window:
        yield first, reach, _cheapest(window)


def _cheapest(window: list[Sourced]) -> list[Sourced]:
    """Return the proposals to consider, in the order given; a tie is for the first."""
    if len(window) <= _CHANGES:
        return window
    kept = sorted(range(len(window)), key=lambda place: (window[place].proposal.cost, place))[:_CHANGES]
    return [window[place] for place in sorted(kept)]


def _readings(view: View, start: int, end: int, window: Sequence[Sourced]) -> tuple[Reading, ...]:
    """Return the readings of a slot, "leave it" first; of those that look the same, the cheapest."""
    # The same word has the same readings wherever it stands, and in every round.
    proposals = tuple(Proposal(proposal.start - start, proposal.end - start, *proposal[2:]) for _, proposal in window)
    return tuple(
        Reading(text, tuple([window[place] for place in makers]), cost, first, last)
        for text, makers, cost, first, last in _lay_out(view.text[start:end], proposals, view.language)
    )


class _Way(NamedTuple):
    """A reading of a slot wherever it stands: its makers are places in a list of proposals."""

    text: str
    makers: tuple[int, ...]
    cost: float
    first: str
    last: str


@lru_cache(maxsize=1 << 12)
def _lay_out(stretch: str, proposals: tuple[Proposal, ...], language: Language) -> list[_Way]:
    """Return the readings of a stretch of text.

    Args:
        stretch: what stands.
        proposals: for it, sorted, with offsets in it.
        language: says what a reading costs.
    """
    places = range(len(proposals))
    sets = list(islice(_sets(places, proposals), _SETS + 1))
    if len(sets) > _SETS:
        alone = sorted(places, key=lambda place: _way(stretch, (place,), proposals, language).cost)
        sets = list(_sets(sorted(alone[:_BEST], key=proposals.__getitem__), proposals))
    found: dict[str, _Way] = {}
    for makers in sets:
        way = _way(stretch, makers, proposals, language)
        known = found.get(way.text)
        if known is None or (way.cost < known.cost and known.makers):
            found[way.text] = way
    leave, *others = found.values()
    return [leave, *sorted(others, key=lambda way: (way.cost, way.text))[: _KEPT - 1]]


def _sets(places: Sequence[int], proposals: Sequence[Proposal]) -> Iterator[tuple[int, ...]]:
    """Yield every set of proposals that do not overlap, by their places, the empty one first."""
    yield ()
    for k, first in enumerate(places):
        end = proposals[first].end
        rest = [other for other in places[k + 1 :] if proposals[other].start >= end]
        if rest:
            for others in _sets(rest, proposals):
                yield (first, *others)
        else:
            yield (first,)


def _way(stretch: str, makers: tuple[int, ...], proposals: Sequence[Proposal], language: Language) -> _Way:
    pieces = []
    channel = 0.0
    position = 0
    for place in makers:
        start, end, replacement, _, price, _ = proposals[place]
        pieces += [stretch[position:start], replacement]
        position = end
        channel += price
    text = "".join([*pieces, stretch[position:]])
    first, last, cost = text_cost(text, language)
    return _Way(text, makers, cost + channel, first, last)


def text_cost(text: str, language: Language) -> tuple[str, str, float]:
    """Return the words at the ends of a text, and what its words and their spelling cost in nats."""
    first = last = ""
    cost = 0.0
    for chunk in text.split():
        begins, ends, own = _chunk_cost(chunk, language)
        cost += own
        if begins:
            cost += language.model.cost(last, begins) if last else 0.0
            first = first or begins
            last = ends
    return first, last, cost


def spelling_cost(word: str) -> float:
    """Return what it costs to spell out a word that the lexicon does not know, in nats.

    >>> spelling_cost("Arnoux") < spelling_cost("arnoux")
    True
    """
    if word[:1].isupper() and word.isalpha():
        return _SPELLING_NAME * len(word)
    noise = sum(not character.isalpha() for character in word) + (len(word) == 1)
    return _SPELLING * len(word) + _NOISE * noise + _NO_NAME


@lru_cache(maxsize=1 << 15)
def _chunk_cost(chunk: str, language: Language) -> tuple[str, str, float]:
    tokens = [token.text for token in language.model.tokenise(chunk)]
    cost = language.model.path_cost(tokens)
    if chunk in _RARE_SIGNS:
        cost += _RARE_SIGN
    for low, high in language.unknown_parts(chunk):
        cost += spelling_cost(chunk[low:high])
    for low, high in language.mixed_parts(chunk):
        digits = sum(map(str.isdigit, chunk[low:high]))
        cost += _SPELLING * (high - low) + _NOISE * digits + _NO_NAME
    return (tokens[0], tokens[-1], cost) if tokens else ("", "", cost)


def _run(view: View, slots: Iterable[Slot]) -> Run:
    slots = tuple(slots)
    return Run(slots, _before(view, slots[0].start), _after(view, slots[-1].end))


def _before(view: View, offset: int) -> str:
    """Return the word before an offset; what ends a sentence where a text or a paragraph begins."""
    low = max(0, offset - _CONTEXT)
    text = view.text[low:offset].rstrip()
    chunks = text.rsplit(maxsplit=1)
    if not chunks or _is_break(view.text, low + len(text), offset):
        return END
    # A word that the limit cut in two says nothing; there are hardly any of that length.
    return _chunk_cost(chunks[-1], view.language)[1] or END


def _after(view: View, offset: int) -> str:
    high = min(len(view.text), offset + _CONTEXT)
    text = view.text[offset:high].lstrip()
    chunks = text.split(maxsplit=1)
    if not chunks or _is_break(view.text, offset, high - len(text)):
        return END
    return _chunk_cost(chunks[0], view.language)[0] or END


def _is_break(text: str, start: int, end: int) -> bool:
    """Whether the white space ``text[start:end]`` holds a blank line that ends a sentence."""
    return _BLANK in text[start:end] and not continues(text, start, end)
