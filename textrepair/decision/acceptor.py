"""How sure a change is: what speaks for it and against it, weighed by a table learned from real OCR.

The lattice says how much likelier a reading is than leaving what stands. That is no confidence: a name that no lexicon
has is always unlikely, and in a clean text even a good reading of an unknown word is wrong more often than not. So
the features of a change, of the word and of the document are weighed by a sum of small decision trees (J. H. Friedman,
"Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29, 2001), learned by
``training/confidence_model.py`` from OCR with ground truth. Its answer is a chance: of the changes that it gives 0.9,
nine in ten are right on the pages that it was learned from (by cross-validation).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textrepair.decision.lattice import SUREST, Damage, Weighed, damage_of
from textrepair.document import begins_sentence
from textrepair.evidence import Systematic, confusions_in
from textrepair.tables.pack_files import reading

if TYPE_CHECKING:
    from textrepair.document import View

__all__ = ["FEATURES", "Acceptor", "Surroundings", "features", "load_acceptor"]

FEATURES = (
    "odds",  # nats by which the change is likelier than leaving what stands
    "rival",  # nats by which it is likelier than the next best change
    "channel",  # nats that the channel charges
    "fluency",  # nats that the language model charges for a word of the result
    # What the rest of the document says; the words that are changed, wherever they stand, are no part of it:
    "damage",  # ln of the share of unknown words, names left out
    "like it",  # ln of the share of words with a likely change of the same class
    "others",  # ln of the share of words with a likely change of any class
    "explained",  # share of the unknown words that have a likely change
    "words",  # ln of the number of words in the document, of which more than a thousand say no more
    "capitals",  # share of the letters of the document that are capitals
    "digits",  # share of its letters and digits that are digits
    "old",  # whether it is in old spelling
    "length",  # letters of the word
    "growth",  # letters that are added
    "frequency",  # of the rarest word of the result (Zipf value)
    "capital",  # 0: none; 1: where a sentence may begin; 2: within a sentence; 3: capitals throughout
    "recurs",  # how often the unknown word occurs
    "occurs",  # whether the result occurs in the document
    "systematic",  # in how many other words the same confusion is likely
    "neighbours",  # how many unknown words stand near
    "hyphen",  # whether a hyphen touches the word
    "known",  # whether what stands is known
    "foreign",  # whether it is a word of a neighbouring language
    "period",  # whether it was spelt so in an earlier time
    "signs",  # how many characters of it are no letters
    "parts",  # how many places of the word are changed
    "spaces",  # whether only spaces and signs change
    "diacritics",  # whether only diacritics change
    "splits",  # spaces more in the result than before
    "lost",  # how much the document has lost (0–1) of the letters that are put back; 0 if others change too
)
# Counts are smoothed as if so many words more had been seen, with so much damage; and so many unknown words, half of
# them with a likely change.
_FEW, _SOME = 60, 0.3
_DOUBT = 1.0
# The longest pages of what was learned from are clean ones: their length must not be what tells that they are.
_MANY = 1000
# Bits of a byte.
_BYTE = 8
_FAR = 20.0
_NEAR = 40


class Surroundings(NamedTuple):
    """What all changes of a document share.

    Attributes:
        view: the text.
        systematic: the confusions that come back.
        likely: for each class of damage, how often each string has a likely change.
        explained: how often each unknown word with a likely change occurs.
    """

    view: View
    systematic: Systematic
    likely: Sequence[Counter[str]]
    explained: Counter[str]


def features(weighed: Weighed, place: int, around: Surroundings) -> tuple[float, ...]:
    """Return the features of one change, in the order of :data:`FEATURES`.

    Args:
        weighed: a slot.
        place: which of its readings; one that changes something.
        around: the document.
    """
    view, slot = around.view, weighed.slot
    reading = slot.readings[place]
    start, end = reading.makers[0].proposal.start, reading.makers[-1].proposal.end
    before = view.text[start:end]
    after = reading.text[start - slot.start : len(reading.text) - (slot.end - end)]
    rivals = [nats for other, nats in enumerate(weighed.nats) if other not in (0, place)]
    channel = sum(sourced.proposal.cost for sourced in reading.makers)
    words = after.replace("’", "' ").replace("'", "' ").split()
    damage = damage_of(before, after)
    changed = [(view.text[proposal.start : proposal.end], proposal.replacement) for _, proposal in reading.makers]
    profile, rest = view.profile, _Rest(around, before)
    return (
        max(-_FAR, min(3 * _FAR, weighed.nats[0] - weighed.nats[place])),
        min(_FAR, min(rivals, default=_FAR) - weighed.nats[place]),
        channel,
        (reading.cost - channel) / max(1, len(words)),
        rest.share(rest.damaged),
        rest.share(rest.likely[damage]),
        rest.share(sum(rest.likely)),
        rest.explained,
        math.log(min(profile.words, _MANY) + 1),
        profile.capitals,
        profile.digits,
        float(profile.old),
        len(before),
        len(after) - len(before),
        min((view.language.lexicon.zipf(word) for word in words if word[-1].isalpha()), default=6.0),
        _capital(view.text, start, before),
        min(9, view.unknown_words[before]),
        float(after in view.words),
        min(9, *(around.systematic.types(*change, slot.readings[0].text) for change in changed)),
        min(9, view.unknown_near(start, end, _NEAR)),
        float("-" in (view.text[start - 1 : start], view.text[end : end + 1])),
        float(not any(view.language.unknown_parts(chunk) for chunk in view.text[slot.start : slot.end].split())),
        float(view.language.knows_foreign(before)),
        float(view.language.lexicon.knows_period(before)),
        sum(not character.isalpha() for character in before),
        len(changed),
        float(damage is Damage.SPACES),
        float(damage is Damage.DIACRITICS),
        after.count(" ") - before.count(" "),
        _lost(view, changed),
    )


def _lost(view: View, changes: Iterable[tuple[str, str]]) -> float:
    """Return the least share lost of the letters with a diacritic that are put back; 0 if something else changes."""
    least = 1.0
    for before, after in changes:
        confusions = confusions_in(before, after)
        least = min(least, *(view.loss_rates.get(printed, 0.0) for printed, _ in confusions)) if confusions else 0.0
    return least


class _Rest:
    """What the rest of a document says of a change: the strings that it changes say nothing for themselves.

    Args:
        around: the document.
        before: what is changed.
    """

    def __init__(self, around: Surroundings, before: str) -> None:
        view = around.view
        own = {word for word in {before, *before.split()} if word in view.unknown_words}
        self._words = view.profile.words
        self.damaged = view.profile.damage * self._words - sum(
            view.unknown_words[word] for word in own if not word[:1].isupper()
        )
        self.likely = [strings.total() - strings[before] for strings in around.likely]
        explained = around.explained.total() - sum(around.explained[word] for word in own)
        unknown = view.unknown_words.total() - sum(view.unknown_words[word] for word in own)
        self.explained = (explained + _DOUBT / 2) / (unknown + _DOUBT)

    def share(self, count: float) -> float:
        """Return ln of a share of the words, smoothed: in a short text one word more or less says little."""
        # The share of unknown words is 1 at the most, although a stretch may hold several.
        return math.log((max(0.0, count) + _SOME) / (self._words + _FEW))


def _capital(text: str, start: int, word: str) -> float:
    if word.isupper() and len(word) > 1:
        return 3.0
    if not word[:1].isupper():
        return 0.0
    return 1.0 if begins_sentence(text, start) else 2.0


class _Tree(NamedTuple):
    """A decision tree: for each node a feature and a threshold, or for a leaf -1 and its value."""

    feature: tuple[int, ...]
    value: tuple[float, ...]
    below: tuple[int, ...]
    above: tuple[int, ...]


class _Masks(NamedTuple):
    """What one feature rules out, for every leaf of every tree at once.

    Attributes:
        thresholds: those that the trees compare the feature with, sorted.
        masks: for how many of them the feature exceeds, the leaves that it leaves possible, a bit for each.
    """

    thresholds: tuple[float, ...]
    masks: tuple[int, ...]


class Acceptor:
    """The table of decision trees.

    All trees are gone through at once, as bits of one number (C. Lucchese and others, "QuickScorer", SIGIR 2015): each
    node whose feature exceeds its threshold rules out the leaves below it, and of what is left in a tree the first
    leaf is where its way ends. A tree takes as many bytes as the largest needs, a bit a leaf.

    Args:
        bias: log odds before any tree.
        trees: each adds to them.
    """

    def __init__(self, bias: float, trees: Iterable[_Tree]) -> None:
        self._bias = bias
        rows = [_leaves(tree) for tree in trees]
        width = max((-(-len(leaves) // _BYTE) for leaves, _ in rows), default=1)
        self._size = width * len(rows)
        every = 0
        # The lowest bit of each tree.
        self._lowest = 0
        ruled_out: dict[int, dict[float, int]] = {}
        # For each byte, what a leaf adds by which of the bits stands for it.
        self._values: list[dict[int, float]] = []
        for number, (leaves, nodes) in enumerate(rows):
            shift = _BYTE * width * number
            every |= ((1 << len(leaves)) - 1) << shift
            self._lowest |= 1 << shift
            self._values += [
                {1 << bit: value for bit, value in enumerate(leaves[first : first + _BYTE])} | {0: 0.0}
                for first in range(0, _BYTE * width, _BYTE)
            ]
            for feature, threshold, first, last in nodes:
                by_threshold = ruled_out.setdefault(feature, {})
                by_threshold[threshold] = by_threshold.get(threshold, 0) | ((1 << last) - (1 << first)) << shift
        self._every = every
        self._masks: list[tuple[int, _Masks]] = []
        for feature, by_threshold in sorted(ruled_out.items()):
            masks = [every]
            for _, leaves_below in sorted(by_threshold.items()):
                masks.append(masks[-1] & ~leaves_below)
            self._masks.append((feature, _Masks(tuple(sorted(by_threshold)), tuple(masks))))

    @classmethod
    def read(cls, path: Path) -> Acceptor:
        """Read a table: ``bias`` and its value, then a line for each node, between tabs.

        A node is the number of its tree and its own; the name of a feature, a threshold, and the nodes to go to
        where the feature is at most the threshold, and above it; or ``leaf`` and a value.

        Raises:
            PackError: the file cannot be read, or a line is wrong.
        """
        bias = math.nan
        nodes: dict[int, list[tuple[int, float, int, int]]] = {}
        names = {name: number for number, name in enumerate(FEATURES)}
        with reading(path):
            for line in path.read_text("utf-8").splitlines():
                if not line or line.startswith("#"):
                    continue
                cells = line.split("\t")
                if cells[0] == "bias":
                    bias = float(cells[1])
                    continue
                tree = nodes.setdefault(int(cells[0]), [])
                if int(cells[1]) != len(tree):
                    raise ValueError(f"node {cells[1]} of tree {cells[0]} is out of order")
                if cells[2] == "leaf":
                    tree.append((-1, float(cells[3]), 0, 0))
                else:
                    tree.append((names[cells[2]], float(cells[3]), int(cells[4]), int(cells[5])))
            _check(bias, nodes)
        return cls(bias, (_Tree(*map(tuple, zip(*tree, strict=True))) for _, tree in sorted(nodes.items())))

    def confidence(self, values: Sequence[float]) -> float:
        """Return the chance, 0–1, that a change with these features is right."""
        possible = self._every
        for feature, (thresholds, masks) in self._masks:
            possible &= masks[bisect_left(thresholds, values[feature])]
        # No tree is without a leaf, so that nothing is borrowed across trees.
        ends = possible & ~(possible - self._lowest)
        total = self._bias
        for leaves, end in zip(self._values, ends.to_bytes(self._size, "little"), strict=True):
            total += leaves[end]
        return min(SUREST, 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))


def _leaves(tree: _Tree) -> tuple[list[float], list[tuple[int, float, int, int]]]:
    """Return the values of a tree's leaves from the left, and its nodes.

    A node is a feature, a threshold, and from which leaf up to which, exclusive, a feature above it rules out.
    """
    leaves: list[float] = []
    nodes = []
    # What is still to be gone through; a node again when what lies below it was.
    waiting = [(0, -1)]
    while waiting:
        node, first = waiting.pop()
        feature = tree.feature[node]
        if feature < 0:
            leaves.append(tree.value[node])
        elif first < 0:
            waiting += [(tree.above[node], -1), (node, len(leaves)), (tree.below[node], -1)]
        else:
            nodes.append((feature, tree.value[node], first, len(leaves)))
    return leaves, nodes


def _check(bias: float, nodes: dict[int, list[tuple[int, float, int, int]]]) -> None:
    """Raise ValueError unless every way through every tree ends at a leaf."""
    if not math.isfinite(bias):
        raise ValueError("no bias")
    for number, tree in nodes.items():
        for place, (feature, value, below, above) in enumerate(tree):
            leads_on = place < min(below, above) and max(below, above) < len(tree)
            if not math.isfinite(value) or (feature >= 0 and not leads_on):
                raise ValueError(f"node {place} of tree {number} leads nowhere")


@cache
def load_acceptor(folder: Path) -> Acceptor | None:
    """Read the acceptor of a pack; None if it has none. The same object each time."""
    path = folder / "acceptor.tsv"
    return Acceptor.read(path) if path.exists() else None
