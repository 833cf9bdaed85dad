"""Where each letter of a text stands once edits are made: what an edit replaces is laid beside what it writes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from textrepair.edits import Edit

__all__ = ["repaired_offsets"]

# An edit with its replacement is aligned letter by letter up to so many pairs of letters.
_CELLS = 60_000


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
    blocks = SequenceMatcher(None, re.split(r"(\s+)", old), re.split(r"(\s+)", new), autojunk=False).get_opcodes()
    a, b = [0, *accumulate(map(len, re.split(r"(\s+)", old)))], [0, *accumulate(map(len, re.split(r"(\s+)", new)))]
    low = [0] * (len(old) + 1)
    for _, first, last, other_first, other_last in blocks:
        length, other = a[last] - a[first], b[other_last] - b[other_first]
        for k in range(length + 1):
            low[a[first] + k] = b[other_first] + (min(k, other) if k < length else other)
    return low, low
