"""What an OCR engine says of the words that it read: what else they may be, and in which language they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from textrepair.edits import Patch
from textrepair.fork_lock import FORK_LOCK

__all__ = ["MOST", "UNSAID", "Alternative", "DeclaredLanguage", "Said", "carried", "differences", "odds", "of_letters"]

UNSAID = 3.0
"""Nats by which an alternative is less likely than what stands, where its engine does not say."""

MOST = 100
"""The most alternatives to one word, or to one letter, that are read."""

# Nats: the difference between no confidence and all of it, and the most that an alternative costs.
_SCALE, _DEAREST = 8.0, 6.0
# So many letters in a row may be missing among those of which the engine says what else they may be.
_MISSING = 2
# To compare two readings takes time and memory for each word of one with each of the other: 2,000 words of each.
_COMPARED = 4_000_000


class Alternative(NamedTuple):
    """Another reading of a stretch of a text that its engine considered.

    Attributes:
        start, end: offsets in code points in the text, half open: a word or several, or some letters of one.
        text: what may stand there.
        cost: nats by which the engine holds it for less likely than what stands there, 0 or more.
    """

    start: int
    end: int
    text: str
    cost: float = UNSAID


class DeclaredLanguage(NamedTuple):
    """The language that a file declares for a stretch of its text: a hint, since many declare one for every page.

    Attributes:
        start, end: offsets in code points in the text, half open; mostly a word.
        language: as the file has it: a code of two or three letters, or the English name.
    """

    start: int
    end: int
    language: str


Said = Alternative | DeclaredLanguage
"""What an engine says of a stretch of a text."""

_S = TypeVar("_S", Alternative, DeclaredLanguage, Said)


def odds(standing: float | None, other: float | None) -> float:
    """Return the nats by which an alternative is less likely than what stands, by their confidences.

    Engines call very different figures a confidence. If they were chances, it would be the logarithm of their ratio;
    of those of Tesseract, which fall by a twentieth for each nat, it would make far too little. So the greater counts
    of that and of eight nats for the whole scale (measured: benchmarks/results/alternatives.md).

    Args:
        standing, other: 0–1; None: not said.

    >>> round(odds(0.9, 0.1), 1), odds(0.4, 0.6), round(odds(0.5, 0.4), 1), odds(0.9, None)
    (6.0, 0.0, 0.8, 3.0)
    """
    if standing is None or other is None or standing <= 0:
        return UNSAID
    return min(_DEAREST, max(0.0, math.log(standing / other), _SCALE * (standing - other))) if other > 0 else _DEAREST


def of_letters(start: int, text: str, letters: Iterable[Sequence[tuple[str, float | None]]]) -> Iterator[Alternative]:
    """Yield what else the letters of a word may be.

    Args:
        start: where the word stands.
        text: the word.
        letters: for each letter, or whatever the engine took for one, what it may be, each with its confidence, 0–1;
            the first is what it was taken for. What is not found in the word, as the space before it, says nothing.

    >>> letters = [[(" ", 0.9)], [("t", 0.9)], [("r", 0.9)], [("é", 0.6), ("è", 0.3)], [("s", 0.9)]]
    >>> list(of_letters(10, "trés", letters))
    [Alternative(start=12, end=13, text='è', cost=2.4)]
    """
    position = 0
    for choices in letters:
        if not choices or not choices[0][0].strip():
            continue
        (letter, sure), *others = choices
        at = text.find(letter, position, position + len(letter) + _MISSING)
        if at < 0:
            continue
        position = at + len(letter)
        for other, likely in others:
            if other != letter and other.strip():
                yield Alternative(start + at, start + position, other.strip(), odds(sure, likely))


def differences(start: int, text: str, other: str, cost: float) -> Iterator[Alternative]:
    """Yield the words in which another reading of a line differs from it; none of a line of very many words.

    Args:
        start: where the line, or word, stands.
        text: how it reads.
        other: how else it may read.
        cost: nats.

    >>> list(differences(5, "le rdle du chef", "le rôle du chef", 1.0))
    [Alternative(start=8, end=12, text='rôle', cost=1.0)]
    """
    if " " not in text:
        if other and other != text:
            yield Alternative(start, start + len(text), other, cost)
        return
    before, after = text.split(" "), other.split()
    if len(before) * len(after) > _COMPARED:
        return
    with FORK_LOCK:  # an import holds a lock that a fork would leave locked; most runs need no alignment
        from rapidfuzz.distance import Levenshtein
    ends = [-1]
    for word in before:
        ends.append(ends[-1] + 1 + len(word))
    for operation in Levenshtein.opcodes(before, after):
        if operation.tag == "replace":
            new = " ".join(after[operation.dest_start : operation.dest_end])
            yield Alternative(start + ends[operation.src_start] + 1, start + ends[operation.src_end], new, cost)


def carried(said: Sequence[_S], patch: Patch) -> tuple[_S, ...]:
    """Return what is said of what a patch left as it stood, in offsets of the text that it leads to.

    Args:
        said: in any order.
        patch: edits of the text that it is said of.

    >>> from textrepair.edits import Edit
    >>> carried([Alternative(0, 2, "la"), Alternative(3, 7, "rôle")], Patch([Edit(0, 2, "les", "by-hand")]))
    (Alternative(start=4, end=8, text='rôle', cost=3.0),)
    """
    kept: list[_S] = []
    edits = patch.edits
    first = shift = 0
    for one in sorted(said):
        while first < len(edits) and edits[first].end <= one.start:
            shift += len(edits[first].replacement) - (edits[first].end - edits[first].start)
            first += 1
        if first == len(edits) or edits[first].start >= one.end:
            kept.append(one._replace(start=one.start + shift, end=one.end + shift))
    return tuple(kept)
