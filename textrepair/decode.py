"""Which of the proposals about words are made: one decision for all that compete for the same letters.

Proposals that touch each other form a window. Every way of making some of them is a *reading* of the
window; its cost, in nats, is what the channel charges for each change plus what the language model charges
for the words, and for spelling out those that it does not know, between the words left and right of the
window. "Leave it" is a reading like any other. The cheapest one wins, with a confidence that is its share of
the probability of all readings that differ from it; where that is too small, the window stays as it is.

This takes each window by itself. A lattice with one shortest path over neighbouring windows can take its
place behind :func:`decide`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from textrepair.document import View
from textrepair.edits import Edit
from textrepair.repairer import Proposal
from textrepair.tokens import END

__all__ = ["Decision", "Sourced", "decide"]

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
# Changes with less confidence than this were hardly considered: they are not reported as kept back.
_NOTED = 0.05
# The widest window whose readings are all tried; a wider one is tried change by change.
_READINGS = 256
_CONTEXT = 48


class Sourced(NamedTuple):
    """A proposal and the name of the repairer that made it."""

    repairer: str
    proposal: Proposal


class Decision(NamedTuple):
    """The edits to make, and those that fell short of the confidence asked for; both sorted."""

    edits: list[Edit]
    kept_back: list[Edit]


def decide(view: View, proposals: Iterable[Sourced], min_confidence: float) -> Decision:
    """Choose among proposals that compete for the same letters.

    Args:
        view: the text that they are for.
        proposals: of any number of repairers, in any order.
        min_confidence: 0–1; a reading less sure than this is kept back.
    """
    edits: list[Edit] = []
    kept_back: list[Edit] = []
    for window in _windows(proposals):
        chosen, confidence = _best(view, window)
        target = edits if confidence >= min_confidence else kept_back
        for repairer, proposal in chosen if confidence >= min(_NOTED, min_confidence) else ():
            target.append(
                Edit(proposal.start, proposal.end, proposal.replacement, repairer, proposal.reason, round(confidence, 4))
            )
    return Decision(edits, kept_back)


def _windows(proposals: Iterable[Sourced]) -> Iterator[list[Sourced]]:
    """Group proposals that overlap or touch."""
    window: list[Sourced] = []
    reach = -1
    for sourced in sorted(proposals, key=lambda sourced: (sourced.proposal.start, sourced.proposal.end, sourced)):
        if window and sourced.proposal.start > reach:
            yield window
            window = []
        window.append(sourced)
        reach = max(reach, sourced.proposal.end)
    if window:
        yield window


def _readings(window: Sequence[Sourced]) -> Iterator[tuple[Sourced, ...]]:
    """Yield every set of proposals that do not overlap, the empty one first."""
    yield ()
    for k, first in enumerate(window):
        rest = [other for other in window[k + 1 :] if other.proposal.start >= first.proposal.end]
        for others in _readings(rest):
            yield (first, *others)


def _best(view: View, window: Sequence[Sourced]) -> tuple[tuple[Sourced, ...], float]:
    """Return the best reading that changes something, and its share of the probability of all."""
    start = window[0].proposal.start
    end = max(sourced.proposal.end for sourced in window)
    readings = list(islice(_readings(window), _READINGS + 1))
    if len(readings) > _READINGS:
        readings = [(), *((sourced,) for sourced in window)]
    left, right = _context(view, start, end)
    costs: dict[str, float] = {}
    makers: dict[str, tuple[Sourced, ...]] = {}
    for reading in readings:
        text = _apply(view.text, start, end, reading)
        channel = sum(sourced.proposal.cost + view.profile.reluctance for sourced in reading)
        if text not in costs or channel < costs[text]:
            costs[text] = channel
            makers[text] = reading
    total = {text: cost + language_cost(view, left + text + right) for text, cost in costs.items()}
    floor = min(total.values())
    weight = {text: math.exp(floor - cost) for text, cost in total.items()}
    changed = [text for text, reading in makers.items() if reading]
    best = min(changed, key=lambda text: (total[text], text))
    return makers[best], weight[best] / sum(weight.values())


def _apply(text: str, start: int, end: int, reading: Sequence[Sourced]) -> str:
    pieces = []
    position = start
    for _, proposal in reading:
        pieces += [text[position : proposal.start], proposal.replacement]
        position = proposal.end
    return "".join([*pieces, text[position:end]])


def _context(view: View, start: int, end: int) -> tuple[str, str]:
    """The text left and right of a window: up to three words of each, not beyond a blank line."""
    low, high = max(0, start - _CONTEXT), min(len(view.text), end + _CONTEXT)
    left, right = view.text[low:start], view.text[end:high]
    # A blank line ends the context; a word that the limit cut in two would be charged for as unknown.
    if "\n\n" in left:
        left, low = "\n\n" + left.rpartition("\n\n")[2], 0
    if "\n\n" in right:
        right, high = right.partition("\n\n")[0] + "\n\n", len(view.text)
    words = left.split(" ")
    left = " ".join(words[-3:] if low == 0 else words[max(1, len(words) - 3) :])
    words = right.split(" ")
    right = " ".join(words[:3] if high == len(view.text) else words[: max(0, min(3, len(words) - 1))])
    return left, right


def language_cost(view: View, text: str) -> float:
    """Nats that the language model charges for a text, and for spelling out what it does not know."""
    language = view.language
    tokens = [token.text for token in language.model.tokenise(text)]
    # At the beginning of a text or a paragraph the first word costs what it does after a full stop.
    cost = language.model.path_cost([END, *tokens])
    for chunk in text.split():
        if chunk in _RARE_SIGNS:
            cost += _RARE_SIGN
        for low, high in language.unknown_parts(chunk):
            word = chunk[low:high]
            if word[:1].isupper() and word.isalpha():
                cost += _SPELLING_NAME * len(word)
            else:
                noise = sum(not character.isalpha() for character in word) + (len(word) == 1)
                cost += _SPELLING * len(word) + _NOISE * noise + _NO_NAME
    return cost
