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
from pathlib import Path

from textrepair.tables.pack_files import reading

__all__ = ["FEATURES", "ConfidenceModel", "load_confidence_model", "read_confidence_model"]

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
# A node of a tree: a feature, a threshold, and the nodes below and above it; for a leaf -1 and its value.
_Node = tuple[int, float, int, int]
ConfidenceModel = tuple[float, list[list[_Node]]]
"""The log odds before any tree, and the trees."""


def read_confidence_model(path: Path) -> ConfidenceModel:
    """Read a table: a line with ``bias`` and its value, then a line for each node, with tabs between the cells.

    A node has the number of its tree and its own number. Then follow the name of a feature, a threshold, the node
    to go to where the feature is at most the threshold, and the node to go to otherwise; or ``leaf`` and a value.

    Raises:
        PackError: the file cannot be read, or a line is wrong.
    """
    bias = math.nan
    nodes: dict[int, list[_Node]] = {}
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
    return bias, [tree for _, tree in sorted(nodes.items())]


def _check(bias: float, nodes: dict[int, list[_Node]]) -> None:
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
    return read_confidence_model(path) if path.exists() else None
