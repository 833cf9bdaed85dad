"""Where each letter of a text stands once edits are made: what an edit replaces is laid beside what it writes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from textrepair.edits import Edit

__all__ = ["differing_stretches", "repaired_offsets"]

# An edit with its replacement is aligned letter by letter up to so many pairs of letters.
_CELLS = 60_000
# Longer texts are compared in windows of so many letters, or words.
_WINDOW = 2_000


def repaired_offsets(text: str, edits: Sequence[Edit]) -> tuple[str, list[int], list[int]]:
    """Return a text with edits made, and for each of its offsets the least and the greatest that it may now have."""
    earliest, latest = [sys.maxsize] * (len(text) + 1), [-1] * (len(text) + 1)
    pieces: list[str] = []
    position = shift = 0

    def enter(offset: int, low: int, high: int) -> None:
        earliest[offset] = min(earliest[offset], low)
        latest[offset] = max(latest[offset], high)

    for edit in edits:
        start, end = max(edit.start, 0), min(edit.end, len(text))
        for offset in range(position, start):
            enter(offset, offset + shift, offset + shift)
        lows, highs = _aligned(text[start:end], edit.replacement)
        for offset, low, high in zip(range(start, end + 1), lows, highs, strict=True):
            enter(offset, start + shift + low, start + shift + high)
        pieces += [text[position:start], edit.replacement]
        shift += len(edit.replacement) - (end - start)
        position = end
    for offset in range(position, len(text) + 1):
        enter(offset, offset + shift, offset + shift)
    return "".join([*pieces, text[position:]]), earliest, latest


def _aligned(old: str, new: str) -> tuple[list[int], list[int]]:
    """Return for each offset of a text the least and the greatest offset of another text that it may correspond to.

    White space corresponds to white space first of all.
    """
    rows, columns = len(old) + 1, len(new) + 1
    if rows * columns > _CELLS:
        return _aligned_roughly(old, new)
    costs = [[float(j) for j in range(columns)]]
    for i, a in enumerate(old, 1):
        above = costs[-1]
        row = [float(i)]
        blank = a.isspace()
        for j, b in enumerate(new, 1):
            same = 0.0 if a == b else 2.5 if blank is not b.isspace() else 0.1 if blank else 1.0
            row.append(min(above[j - 1] + same, above[j] + 1.0, row[j - 1] + 1.0))
        costs.append(row)
    low, high = [len(new)] * rows, [0] * rows
    i, j = len(old), len(new)
    while True:
        low[i], high[i] = min(low[i], j), max(high[i], j)
        if i and j:
            a, b = old[i - 1], new[j - 1]
            same = 0.0 if a == b else 2.5 if a.isspace() is not b.isspace() else 0.1 if a.isspace() else 1.0
            if costs[i][j] == costs[i - 1][j - 1] + same:
                i, j = i - 1, j - 1
                continue
        if i and costs[i][j] == costs[i - 1][j] + 1.0:
            i -= 1
        elif j:
            j -= 1
        else:
            return low, high


def _aligned_roughly(old: str, new: str) -> tuple[list[int], list[int]]:
    """Do as :func:`_aligned` does, word by word."""
    pieces, other_pieces = re.split(r"(\s+)", old), re.split(r"(\s+)", new)
    a, b = [0, *accumulate(map(len, pieces))], [0, *accumulate(map(len, other_pieces))]
    low = [0] * (len(old) + 1)

    def enter(first: int, last: int, other_first: int, other_last: int) -> None:
        length, other = a[last] - a[first], b[other_last] - b[other_first]
        for k in range(length + 1):
            low[a[first] + k] = b[other_first] + (min(k, other) if k < length else other)

    position = other_position = 0
    for first, last, other_first, other_last in _differing_pieces(pieces, other_pieces):
        enter(position, first, other_position, other_first)
        enter(first, last, other_first, other_last)
        position, other_position = last, other_last
    enter(position, len(pieces), other_position, len(other_pieces))
    return low, low


def _differing_pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches that differ: word by word where there are few words, by window where there are many."""
    if len(old) * len(new) > _CELLS:
        yield from differing_stretches(old, new)
        return
    for tag, *stretch in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield stretch[0], stretch[1], stretch[2], stretch[3]


def differing_stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches in which two texts differ, with the fewest replacements, insertions and deletions.

    Texts of more than two thousand letters are compared window by window: time and memory grow in line with the texts.

    Args:
        old, new: texts, or sequences of words.

    Yields:
        start and end in ``old``, start and end in ``new``, in order.

    >>> list(differing_stretches("de laFrance", "de la France"))
    [(5, 5, 5, 6)]
    """
    start = other = 0
    while start < len(old) or other < len(new):
        piece, other_piece = old[start : start + _WINDOW], new[other : other + _WINDOW]
        found = list(Levenshtein.opcodes(piece, other_piece))
        if start + len(piece) < len(old) or other + len(other_piece) < len(new):
            # The end of a window may be aligned with what belongs to the next one: its last quarter is compared again.
            sure = [one for one in found if one.tag == "equal" and one.src_start < _WINDOW * 3 // 4]
            if sure and sure[-1].src_end > 0:
                found = found[: found.index(sure[-1]) + 1]
        for one in found:
            if one.tag != "equal":
                yield start + one.src_start, start + one.src_end, other + one.dest_start, other + one.dest_end
        start, other = start + found[-1].src_end, other + found[-1].dest_end
