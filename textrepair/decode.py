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

import enum
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import mul
from typing import NamedTuple

from textrepair.document import View
from textrepair.edits import Edit
from textrepair.foldindex import fold
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
# Engines leave a text in which more than this share of the words is unknown, but then a good half of those
# have a reading (measured: 0.6–0.9 on damaged modern text, 0.3–0.5 on charters and old prints).
_MANY, _EXPLAINED = 0.15, 0.5
_SILENT = 25.0
# How often the damage of a document is estimated from what would be changed.
_ESTIMATES = 3
_GAPS = re.compile(r"[\W_]+")
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
# How many proposals a window holds, and how many of its readings are tried; where there are more readings,
# its changes are tried one by one.
_CHANGES = 32
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
    windows = [_weigh(view, window) for window in _windows(proposals)]
    profile = view.profile
    reluctance = [profile.reluctance()] * len(_Damage)
    if profile.old:
        # Spelling was free, and has rules for a part of what differs from today's: letters tell nothing.
        reluctance[_Damage.DIACRITICS] = reluctance[_Damage.LETTERS] = _SILENT
    decision = _choose(windows, reluctance, min_confidence)
    if profile.damage > _MANY and len(decision.edits) < _EXPLAINED * profile.damage * profile.words:
        # Most of its many unknown words are no reading of any word: old spelling, or another language. What
        # seems to have a reading there is chance.
        return _choose(windows, [_SILENT] * len(_Damage), min_confidence)
    # Unknown words overstate the damage of a text full of names and foreign words, and words cut by hyphens
    # say nothing about letters: what would be changed, class by class, says better how damaged it is.
    for _ in range(_ESTIMATES):
        changed = Counter(_damage(view.text[edit.start : edit.end], edit.replacement) for edit in decision.edits)
        stricter = [
            max(nats, profile.reluctance(changed[kind])) for kind, nats in zip(_Damage, reluctance, strict=True)
        ]
        if stricter == reluctance:
            break
        reluctance = stricter
        decision = _choose(windows, reluctance, min_confidence)
    return decision


class _Damage(enum.IntEnum):
    """What a change changes; a document may have much of the one and none of the other."""

    SPACES = 0
    DIACRITICS = 1
    LETTERS = 2


def _damage(before: str, after: str) -> _Damage:
    """Tell whether two strings differ in spaces and signs between letters, in diacritics, or in letters."""
    if _GAPS.sub("", before) == _GAPS.sub("", after):
        return _Damage.SPACES
    if _GAPS.sub("", fold(before)) == _GAPS.sub("", fold(after)):
        return _Damage.DIACRITICS
    return _Damage.LETTERS


class _Reading(NamedTuple):
    """One reading of a window: what it makes of it, and what it costs but for the reluctance."""

    text: str
    makers: tuple[Sourced, ...]
    cost: float
    changes: tuple[float, ...]  # how often it pays the reluctance to each class of damage


def _choose(windows: Iterable[Sequence[_Reading]], reluctance: Sequence[float], min_confidence: float) -> Decision:
    """Take the best reading of each window that changes something, if it is sure enough."""
    edits: list[Edit] = []
    kept_back: list[Edit] = []
    for readings in windows:
        totals = [reading.cost + sum(map(mul, reluctance, reading.changes)) for reading in readings]
        floor = min(totals)
        weights = [math.exp(floor - total) for total in totals]
        best = min(
            (k for k, reading in enumerate(readings) if reading.makers), key=lambda k: (totals[k], readings[k].text)
        )
        confidence = min(weights[best] / sum(weights), _SUREST)
        target = edits if confidence >= min_confidence else kept_back
        for repairer, proposal in readings[best].makers if confidence >= min(_NOTED, min_confidence) else ():
            target.append(
                Edit(
                    proposal.start, proposal.end, proposal.replacement, repairer, proposal.reason, round(confidence, 4)
                )
            )
    return Decision(edits, kept_back)


def _windows(proposals: Iterable[Sourced]) -> Iterator[list[Sourced]]:
    """Group proposals that overlap or touch."""
    window: list[Sourced] = []
    reach = -1
    for sourced in sorted(proposals, key=lambda sourced: (sourced.proposal.start, sourced.proposal.end, sourced)):
        start, end = sourced.proposal[:2]
        if len(window) >= _CHANGES and start < reach:
            continue  # a window this crowded is noise: what reaches into it beyond the limit is not considered
        if window and (start > reach or len(window) >= _CHANGES):
            yield window
            window = []
        window.append(sourced)
        reach = max(reach, end)
    if window:
        yield window


def _readings(window: Sequence[Sourced]) -> Iterator[tuple[Sourced, ...]]:
    """Yield every set of proposals that do not overlap, the empty one first."""
    yield ()
    for k, first in enumerate(window):
        rest = [other for other in window[k + 1 :] if other.proposal.start >= first.proposal.end]
        for others in _readings(rest):
            yield (first, *others)


def _weigh(view: View, window: Sequence[Sourced]) -> list[_Reading]:
    """Return the readings of a window with their costs; of those that look the same, the cheapest."""
    start = window[0].proposal.start
    end = max(sourced.proposal.end for sourced in window)
    choices = list(islice(_readings(window), _READINGS + 1))
    if len(choices) > _READINGS:
        choices = [(), *((sourced,) for sourced in window)]
    left, right = _context(view, start, end)
    found: dict[str, _Reading] = {}
    for makers in choices:
        text = _apply(view.text, start, end, makers)
        cost, changes = 0.0, [0.0] * len(_Damage)
        for _, proposal in makers:
            nats, times = _restraint(view, proposal)
            cost += proposal.cost + nats
            changes[_damage(view.text[proposal.start : proposal.end], proposal.replacement)] += times
        if text not in found or cost < found[text].cost:
            found[text] = _Reading(text, makers, cost, tuple(changes))
    return [
        reading._replace(cost=reading.cost + language_cost(view, left + reading.text + right))
        for reading in found.values()
    ]


def _restraint(view: View, proposal: Proposal) -> tuple[float, float]:
    """What a change pays for touching what may be a name, or comes back: nats, and times the reluctance."""
    word = view.text[proposal.start : proposal.end]
    if not word.isalpha() or word not in view.unknown_words or proposal.replacement in view.language.lexicon.words:
        return 0.0, 1.0
    named = word[0].isupper()
    nats = _NAME if named else 0.0
    if named and not _begins_sentence(view.text, proposal.start):
        nats += _WITHIN
    if len(word) <= _SHORT and _damage(word, proposal.replacement) is _Damage.LETTERS:
        nats += _SHORT_WORD
    if view.unknown_words[word] >= (_TWICE if named else _OFTEN):
        nats += _RECURS
    return nats, 2.0 if named else 1.0


def _begins_sentence(text: str, offset: int) -> bool:
    """Whether a word stands where any word would have a capital: after a full stop, a dash, or a line end."""
    before = text[max(0, offset - 4) : offset].rstrip(' \u00a0«“("')
    return not before or before[-1] in ".!?…:—–-\n"


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
