"""The confidence model: it estimates the probability that a change is correct.

The posterior of a reading in the lattice is no such probability. A name that no lexicon has is always unlikely, and in
a clean text even the best reading of an unknown word is mostly wrong. So a gradient-boosted sum of small decision trees
(J. H. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29, 2001) estimates
the probability from features of the change, of the word and of the document. ``training/confidence_model.py`` learns
the trees from OCR with ground truth. The estimate is calibrated: of the changes with a confidence of 0.9, nine in ten
are right (cross-validated on the training pages).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from textrepair.core.lattice import Damage
from textrepair.core.period import is_long_s
from textrepair.core.view import View, begins_sentence
from textrepair.core.weighing import Recurrences, Weighed
from textrepair.memory import Memory
from textrepair.tables.pack_files import reading

__all__ = ["FEATURES", "SUREST", "ConfidenceModel", "Surroundings", "features", "load_confidence_model"]

FEATURES = (
    "odds",  # nats by which the change is likelier than leaving what stands
    "rival",  # nats by which it is likelier than the next best change
    "channel",  # nats that the channel charges
    "fluency",  # nats that the language model charges for a word of the result
    # The following four are about the rest of the document, without any occurrence of the words that are changed:
    "damage",  # ln of the share of unknown words, names left out
    "like it",  # ln of the share of words with a likely change of the same class
    "others",  # ln of the share of words with a likely change of any class
    "explained",  # share of the unknown words that have a likely change
    "words",  # ln of the number of words in the document, at most a thousand
    "capitals",  # share of the letters of the document that are capitals
    "digits",  # share of its letters and digits that are digits
    "old",  # whether the document is in old spelling
    "length",  # letters of the word
    "growth",  # letters that are added
    "frequency",  # of the rarest word of the result (Zipf value)
    "capital",  # 0: none; 1: where a sentence may begin; 2: within a sentence; 3: capitals throughout
    "recurs",  # how often the unknown word occurs
    "occurs",  # whether the result occurs in the document
    "systematic",  # in how many other words the same confusion is likely
    "neighbours",  # how many unknown words stand near
    "hyphen",  # whether a hyphen touches the word
    "known",  # whether the words that stand are known
    "foreign",  # whether the word is one of a neighbouring language
    "period",  # whether the word is in old spelling
    "signs",  # how many characters of the word are no letters
    "parts",  # how many places of the word are changed
    "spaces",  # whether only spaces and signs change
    "diacritics",  # whether only diacritics change
    "splits",  # spaces that are added
    "lost",  # share (0–1) of the restored letters that the document has lost; 0 if other letters change too
)
# Counts are smoothed as if the document had so many more words and so many more changes; and so many more unknown
# words, half of them with a likely change.
_FEW, _SOME = 60, 0.3
_DOUBT = 1.0
# The longest documents of the training data are clean. Without this limit the model would learn to tell them by length.
_MANY = 1000
# Bits of a byte.
_BYTE = 8
# The highest confidence (0–1) of a change: no decision is certain.
SUREST = 0.9999
_FAR = 20.0
_NEAR = 40


class Surroundings(NamedTuple):
    """What all changes of a document share.

    Attributes:
        view: the text.
        recurrences: the confusions that recur.
        damage: the memory of the kind of damage of each change.
        confusions: the memory of the confusions of each change.
        likely: for each kind of damage, how often each string has a likely change.
        explained: how often each unknown word with a likely change occurs.
    """

    view: View
    recurrences: Recurrences
    damage: Memory[tuple[str, str], Damage]
    confusions: Memory[tuple[str, str], tuple[tuple[str, str], ...]]
    likely: Sequence[Counter[str]]
    explained: Counter[str]


def features(weighed: Weighed, place: int, around: Surroundings) -> tuple[float, ...]:
    """Return the features of one change, in the order of :data:`FEATURES`.

    Args:
        weighed: a slot with its posteriors.
        place: the index of a reading that changes something.
        around: the document.
    """
    view, slot = around.view, weighed.slot
    pack = view.pack
    reading = slot.readings[place]
    start, end = reading.makers[0].proposal.start, reading.makers[-1].proposal.end
    before = view.text[start:end]
    after = reading.text[start - slot.start : len(reading.text) - (slot.end - end)]
    rivals = [nats for other, nats in enumerate(weighed.nats) if other not in (0, place)]
    channel = sum(sourced.proposal.cost for sourced in reading.makers)
    words = after.replace("’", "' ").replace("'", "' ").split()
    damage = around.damage[before, after]
    changed = [(view.text[proposal.start : proposal.end], proposal.replacement) for _, proposal in reading.makers]
    statistics, rest = view.statistics, _Rest(around, before)
    return (
        max(-_FAR, min(3 * _FAR, weighed.nats[0] - weighed.nats[place])),
        min(_FAR, min(rivals, default=_FAR) - weighed.nats[place]),
        channel,
        (reading.cost - channel) / max(1, len(words)),
        rest.share(rest.damaged),
        rest.share(rest.likely[damage]),
        rest.share(sum(rest.likely)),
        rest.explained,
        math.log(min(statistics.words, _MANY) + 1),
        statistics.capitals,
        statistics.digits,
        # That long s was read as f is evidence of an old text, not against the change.
        float(statistics.old and not (statistics.misread_long_s and is_long_s(before, after))),
        len(before),
        len(after) - len(before),
        min((pack.zipf(word) for word in words if word[-1].isalpha()), default=6.0),
        _capital(view.text, start, before),
        min(9, statistics.unknown[before]),
        float(after in statistics.occurring),
        min(9, *(around.recurrences.types(*change, slot.readings[0].text) for change in changed)),
        min(9, view.unknown_near(start, end, _NEAR)),
        float("-" in (view.text[start - 1 : start], view.text[end : end + 1])),
        float(not any(map(pack.unknown_parts, view.text[slot.start : slot.end].split()))),
        float(pack.knows_foreign(before)),
        float(pack.modern_spelling(before) is not None),
        sum(not character.isalpha() for character in before),
        len(changed),
        float(damage is Damage.SPACES),
        float(damage is Damage.DIACRITICS),
        after.count(" ") - before.count(" "),
        _lost(around, changed),
    )


def _lost(around: Surroundings, changes: Iterable[tuple[str, str]]) -> float:
    """Return the least loss rate of the letters with a diacritic that are restored; 0 if other letters change too."""
    least, rates = 1.0, around.view.statistics.loss_rates
    for before, after in changes:
        confusions = around.confusions[before, after]
        least = min(least, *(rates.get(printed, 0.0) for printed, _ in confusions)) if confusions else 0.0
    return least


class _Rest:
    """The counts of a document without the words that one change is about: they are no evidence for it.

    Args:
        around: the document.
        before: the text that is changed.
    """

    def __init__(self, around: Surroundings, before: str) -> None:
        statistics = around.view.statistics
        unknown_words = statistics.unknown
        own = {word for word in {before, *before.split()} if word in unknown_words}
        self._words = statistics.words
        self.damaged = statistics.damage * self._words - sum(
            unknown_words[word] for word in own if not word[:1].isupper()
        )
        self.likely = [strings.total() - strings[before] for strings in around.likely]
        explained = around.explained.total() - sum(around.explained[word] for word in own)
        unknown = unknown_words.total() - sum(unknown_words[word] for word in own)
        self.explained = (explained + _DOUBT / 2) / (unknown + _DOUBT)

    def share(self, count: float) -> float:
        """Return ln of a share of the words, smoothed so that one word does not decide in a short text."""
        # The count may be negative: the damage of a document is limited to 1, although a token may hold several words.
        return math.log((max(0.0, count) + _SOME) / (self._words + _FEW))


def _capital(text: str, start: int, word: str) -> float:
    if word.isupper() and len(word) > 1:
        return 3.0
    if not word[:1].isupper():
        return 0.0
    return 1.0 if begins_sentence(text, start) else 2.0


class _Tree(NamedTuple):
    """A decision tree: for each node a feature, a threshold and two nodes; for a leaf -1 and its value."""

    feature: tuple[int, ...]
    value: tuple[float, ...]
    below: tuple[int, ...]
    above: tuple[int, ...]


class _Masks(NamedTuple):
    """The leaves that one feature rules out, for all trees at once.

    Attributes:
        thresholds: the thresholds that the trees compare the feature with, sorted.
        masks: by the number of thresholds that the feature exceeds, the leaves that stay possible, a bit for each.
    """

    thresholds: tuple[float, ...]
    masks: tuple[int, ...]


class ConfidenceModel:
    """A sum of decision trees.

    It evaluates all trees at once with the bits of one number (C. Lucchese and others, "QuickScorer", SIGIR 2015). Each
    node whose feature exceeds its threshold rules out the leaves of its left branch. The first leaf that remains in a
    tree is the one that the tree selects. Each tree takes as many bytes as the largest one needs, a bit for each leaf.

    Args:
        bias: the log odds before any tree.
        trees: each tree adds to the log odds.
    """

    def __init__(self, bias: float, trees: Iterable[_Tree]) -> None:
        self._bias = bias
        rows = [_leaves(tree) for tree in trees]
        width = max((-(-len(leaves) // _BYTE) for leaves, _ in rows), default=1)
        self._size = width * len(rows)
        every = 0
        # The lowest bit of each tree, to find the lowest bit that is set.
        self._lowest = 0
        ruled_out: dict[int, dict[float, int]] = {}
        # For each byte, the value of each leaf by its bit.
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
    def read(cls, path: Path) -> ConfidenceModel:
        """Read a table: a line with ``bias`` and its value, then a line for each node, with tabs between the cells.

        A node has the number of its tree and its own number. Then follow the name of a feature, a threshold, the node
        to go to where the feature is at most the threshold, and the node to go to otherwise; or ``leaf`` and a value.

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
        """Return the estimated probability, 0–1, that a change with these features is correct."""
        possible = self._every
        for feature, (thresholds, masks) in self._masks:
            possible &= masks[bisect_left(thresholds, values[feature])]
        # Each tree has a leaf left, so the subtraction does not borrow from the next tree.
        ends = possible & ~(possible - self._lowest)
        total = self._bias
        for leaves, end in zip(self._values, ends.to_bytes(self._size, "little"), strict=True):
            total += leaves[end]
        return min(SUREST, 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))


def _leaves(tree: _Tree) -> tuple[list[float], list[tuple[int, float, int, int]]]:
    """Return the values of a tree's leaves from the left, and its nodes.

    A node is a feature, a threshold, and the range of leaves (half open) that a feature above the threshold rules out.
    """
    leaves: list[float] = []
    nodes = []
    # The nodes to visit. A node comes a second time after its left branch.
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
    """Raise ValueError unless every path through every tree ends at a leaf."""
    if not math.isfinite(bias):
        raise ValueError("no bias")
    for number, tree in nodes.items():
        for place, (feature, value, below, above) in enumerate(tree):
            leads_on = place < min(below, above) and max(below, above) < len(tree)
            if not math.isfinite(value) or (feature >= 0 and not leads_on):
                raise ValueError(f"node {place} of tree {number} leads nowhere")


def load_confidence_model(folder: Path) -> ConfidenceModel | None:
    """Return the confidence model of a pack; None if it has none."""
    path = folder / "confidence.tsv"
    return ConfidenceModel.read(path) if path.exists() else None
