"""Candidates by trying everything: undo every row of the table at every place, and look up what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from textrepair.core import Confusion, Pack, fold

__all__ = ["near_words", "readings_of_small", "readings_of_tall"]

# The core bounds the nats of several confusions in a word, and how many strings it tries for a word with capitals.
_FOR_LETTER, _BASE, _TRIED = 1.25, 4.0, 4_000


def readings_of_small(word: str, table: Sequence[Confusion], pack: Pack, changes: int) -> dict[str, float]:
    """Return the words that lead to a word in lower case by the fewest confusions, each with its cost in nats."""
    ways = {(word, 0): 0.0}
    for made in range(1, changes + 1):
        following: dict[tuple[str, int], float] = {}
        for (stem, done), cost in ways.items():
            for row in table:
                for place in range(done, len(stem) - len(row.read) + 1):
                    if stem.startswith(row.read, place):
                        reading = stem[:place] + row.printed + stem[place + len(row.read) :]
                        key = reading, place + len(row.printed)
                        following[key] = min(cost + row.cost, following.get(key, 99.0))
        ways = following
        found: dict[str, float] = {}
        for (reading, _), cost in ways.items():
            if (made == 1 or cost <= _FOR_LETTER * len(word) + _BASE) and reading != word and pack.knows(reading):
                found[reading] = min(cost, found.get(reading, 99.0))
        if found:
            return found
    return {}


def readings_of_tall(word: str, table: Sequence[Confusion], pack: Pack, changes: int) -> dict[str, float]:
    """Return the words that lead to a word with capitals by so many confusions, each with its cost in nats."""
    best = {word: 0.0}
    frontier, tried = [(word, 0)], 0
    shouted = 2 * sum(map(str.isupper, word)) > len(word)
    for _ in range(changes):
        following = []
        for stem, position in frontier:
            cost = best[stem]
            for row in table:
                place = stem.find(row.read, position)
                last = 0 if row.printed[:1].isupper() and not shouted else len(stem)
                while 0 <= place <= last and tried < _TRIED:
                    tried += 1
                    reading = stem[:place] + row.printed + stem[place + len(row.read) :]
                    if cost + row.cost < best.get(reading, 99.0):
                        best[reading] = cost + row.cost
                        following.append((reading, place + len(row.printed)))
                    place = stem.find(row.read, place + 1) if place < len(stem) else -1
        frontier = following
    return {reading: best[reading] for reading, _ in frontier if reading and pack.knows(reading)}


def near_words(word: str, words: Sequence[str], pack: Pack) -> dict[str, int]:
    """Return the words one letter away, diacritics aside, each with how many diacritics differ besides."""
    return {
        form: max(0, OSA.distance(form, word) - 1)
        for form in words
        if OSA.distance(fold(form), fold(word)) == 1 and pack.knows(form)
    }
