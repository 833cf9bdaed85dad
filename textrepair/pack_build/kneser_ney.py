"""Interpolated modified Kneser–Ney smoothing for bigrams.

After S. F. Chen and J. Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling",
TR-10-98, Harvard 1998, section 3: three discounts, estimated from the counts of counts, and a
lower order that counts in how many contexts a word occurs, not how often. The lower order knows of the
left word its class: p(class of w | class of v) × p(w | its class), by contexts alike. So a pair that the text lacks
costs what pairs of such words cost; with one class it is the plain unigram model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textrepair.pack_build.word_classes import exchange

__all__ = ["BigramModel", "discounts_of", "estimate", "quantise"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class BigramModel:
    """Probabilities, in compressed sparse rows.

    Right words of left word v: `rights[starts[v]:starts[v + 1]]`, sorted, with p(w|v) in `probabilities`
    at the same places. Any other w has p(w|v) = `backoffs[v]` × `transitions[classes[v], classes[w]]` × `members[w]`.
    """

    starts: Integers
    rights: Integers
    probabilities: Floats
    backoffs: Floats
    classes: Integers
    transitions: Floats
    members: Floats
    discounts: tuple[float, float, float]


def discounts_of(counts: Integers) -> tuple[float, float, float]:
    """Return the discounts for counts of one, two, and three or more (Chen and Goodman, equation 26).

    Where there is too little text for the estimate, absolute discounting with 0.75 stands in.
    """
    n1, n2, n3, n4 = (int(np.count_nonzero(counts == count)) for count in (1, 2, 3, 4))
    if not (n1 and n2 and n3 and n4):
        return 0.75, 0.75, 0.75
    y = n1 / (n1 + 2 * n2)
    estimates = (1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
    one, two, more = (
        float(np.clip(value, 0.05, limit)) for value, limit in zip(estimates, (0.95, 1.9, 2.85), strict=True)
    )
    return one, two, more


def estimate(stream: npt.NDArray[np.uint32], size: int, least_count: int = 2, class_count: int = 1) -> BigramModel:
    """Estimate the model of a stream of word numbers below `size`, with its words in `class_count` classes.

    Pairs seen fewer than `least_count` times are counted, then left out; their mass goes to the backoff
    of their left word, so that each row sums to one all the same. A word never seen on the right gets
    the continuation of half a context.
    """
    keys = stream[:-1].astype(np.uint64) * np.uint64(size) + stream[1:]
    keys.sort()
    first = np.concatenate(([True], keys[1:] != keys[:-1]))
    pairs = keys[first]
    counts = np.diff(np.append(np.flatnonzero(first), len(keys)))
    lefts = (pairs // np.uint64(size)).astype(np.int64)
    rights = (pairs % np.uint64(size)).astype(np.int64)

    contexts = np.bincount(rights, minlength=size).astype(np.float64)
    contexts[contexts == 0] = 0.5
    classes = np.zeros(size, dtype=np.int64)
    if class_count > 1:
        classes = exchange(lefts, rights, counts, size, class_count)
    transitions = class_transitions(classes[lefts], classes[rights], class_count)
    members = contexts / np.bincount(classes, weights=contexts, minlength=class_count)[classes]

    discounts = discounts_of(counts)
    totals = np.bincount(lefts, weights=counts, minlength=size)
    kept = counts >= least_count
    lefts, rights, counts = lefts[kept], rights[kept], counts[kept]
    discounted = (counts - np.array(discounts)[np.minimum(counts, 3) - 1]) / totals[lefts]
    backoffs: Floats = np.ones(size) - np.bincount(lefts, weights=discounted, minlength=size)
    lower = transitions[classes[lefts], classes[rights]] * members[rights]
    probabilities = discounted + backoffs[lefts] * lower
    starts = np.concatenate(([0], np.cumsum(np.bincount(lefts, minlength=size))))
    return BigramModel(starts, rights, probabilities, backoffs, classes, transitions, members, discounts)


def class_transitions(lefts: Integers, rights: Integers, count: int) -> Floats:
    """Return p(class | class to its left) by distinct pairs of words, given the classes of each.

    Smoothed as Witten and Bell did: a class is followed by a new one as often as it was followed by one for the
    first time, and then by any as often as that one follows at all.
    """
    pairs = np.bincount(lefts * count + rights, minlength=count * count).reshape(count, count).astype(np.float64)
    whole = pairs.sum(axis=0) / pairs.sum()
    fresh = np.maximum(np.count_nonzero(pairs, axis=1), 1)[:, None]
    transitions: Floats = (pairs + fresh * whole) / (pairs.sum(axis=1, keepdims=True) + fresh)
    return transitions


def quantise(probabilities: Floats, steps_per_nat: int) -> npt.NDArray[np.uint8]:
    """Return -ln p in steps, rounded, in one byte; what is dearer than 255 steps saturates.

    >>> quantise(np.array([1.0, 0.5, 0.0]), 12).tolist()
    [0, 8, 255]
    """
    with np.errstate(divide="ignore"):
        steps = -np.log(probabilities) * steps_per_nat
    bytes_of_cost: npt.NDArray[np.uint8] = np.clip(np.rint(steps), 0, 255).astype(np.uint8)
    return bytes_of_cost
