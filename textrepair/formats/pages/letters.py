"""The letters of a word, each with a place on the page: which of them stay when the word gets another text."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from textrepair.formats.pages.boxes import Box
from textrepair.formats.pages.offsets import differing_stretches

__all__ = ["Kept", "letters_kept", "parts_by_letters"]


class Kept(NamedTuple):
    """A letter that stays.

    Attributes:
        number: which of the old letters it is.
        text: what it says now: the same, or a ligature as the letters that it is made of.
    """

    number: int
    text: str


def letters_kept(letters: Sequence[str], tokens: Sequence[str]) -> list[list[Kept]]:
    """Return for each word that takes the place of some letters which of them stay in it, in order.

    The letters are aligned with the words. A letter stays if nothing of it changes; a ligature that is opened, or a
    long s that becomes a round one, is the same print and stays with its new text.

    Args:
        letters: the texts of the letters, in order; together they spell what stood there.
        tokens: the words that take its place.

    >>> letters_kept(["ﬁ", "l", "m", "é"], ["film"])
    [[Kept(number=0, text='fi'), Kept(number=1, text='l'), Kept(number=2, text='m')]]
    >>> [[one.number for one in word] for word in letters_kept([*"lalutte"], ["la", "lutte"])]
    [[0, 1], [2, 3, 4, 5, 6]]
    """
    blanks = any(letter.isspace() for letter in letters)
    text = " ".join(tokens)
    old = [(sign, number) for number, letter in enumerate(letters) for sign in _signs(letter, blanks=blanks)]
    new = [(sign, position) for position, letter in enumerate(text) for sign in _signs(letter, blanks=blanks)]
    places: list[int | None] = [None] * len(old)
    position = place = 0
    differing = differing_stretches("".join(sign for sign, _ in old), "".join(sign for sign, _ in new))
    for until, end, place_until, place_end in chain(differing, [(len(old), len(old), len(new), len(new))]):
        places[position:until] = range(place, place_until)
        position, place = end, place_end
    starts = [0, *accumulate(len(token) + 1 for token in tokens)]
    kept: list[list[Kept]] = [[] for _ in tokens]
    for number, (first, last) in _ranges([number for _, number in old]):
        low, high = places[first], places[last - 1]
        if low is None or high is None or high - low != last - 1 - first or None in places[first:last]:
            continue
        start, end = new[low][1], new[high][1] + 1
        # The sign of a text that stays in part only is another one.
        if (low and new[low - 1][1] == start) or (high + 1 < len(new) and new[high + 1][1] == end - 1):
            continue
        token = bisect_right(starts, start) - 1
        if end < starts[token + 1]:
            kept[token].append(Kept(number, text[start:end]))
    return kept


def parts_by_letters(
    tokens: Sequence[str], letters: Sequence[Sequence[tuple[str, Box | None]]], whole: Box
) -> list[tuple[float, float]] | None:
    """Return which part of a stretch of print each of some words takes up, by the places of their letters.

    Args:
        tokens: the words that divide the stretch, from the left.
        letters: of each word the letters that have a place, in order, each with its text.
        whole: the stretch.

    Returns:
        From and to, 0–1; None: the letters beside a cut have no places, or they overlap.

    >>> a, b = [("a", Box(0, 0, 4, 9))], [("b", Box(6, 0, 10, 9))]
    >>> parts_by_letters(["a", "b"], [a, b], Box(0, 0, 10, 9))
    [(0.0, 0.4), (0.6, 1.0)]
    """
    width = whole.right - whole.left
    parts: list[tuple[float, float]] = []
    low = whole.left
    for k, (token, next_token) in enumerate(pairwise(tokens)):
        if not (letters[k] and letters[k + 1]):
            return None
        (last, left), (first, right) = letters[k][-1], letters[k + 1][0]
        if left is None or right is None or not (token.endswith(last) and next_token.startswith(first)):
            return None
        if not low < left.right <= right.left < whole.right:
            return None
        parts.append(((low - whole.left) / width, (left.right - whole.left) / width))
        low = right.left
    return [*parts, ((low - whole.left) / width, 1.0)] if width > 0 else None


def _signs(letter: str, *, blanks: bool) -> str:
    """Return the plain letters that a letter, or a ligature, is made of."""
    signs = "".join(unicodedata.normalize("NFKC", sign) for sign in letter)
    return signs if blanks else "".join(signs.split())


def _ranges(numbers: Sequence[int]) -> list[tuple[int, tuple[int, int]]]:
    """Return for each number the stretch of the list in which it stands."""
    found: dict[int, tuple[int, int]] = {}
    for k, number in enumerate(numbers):
        found[number] = (found[number][0] if number in found else k, k + 1)
    return list(found.items())
