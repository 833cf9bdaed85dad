"""Other readings of a word by a confusion table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from textrepair.language import Confusion, Language
from textrepair.repairer import Candidate

__all__ = ["like_case", "readings", "rows"]

# However many rows of a table match a word, no more readings than this are tried.
_TRIED = 4000
_LONGEST = 40


@lru_cache(maxsize=64)
def rows(language: Language, kind: Callable[[Confusion], bool]) -> tuple[Confusion, ...]:
    """Return the rows of a language's confusion table for which ``kind`` holds."""
    return tuple(row for row in language.confusions if kind(row))


def readings(word: str, table: Sequence[Confusion], language: Language, *, changes: int) -> Iterator[Candidate]:
    """Yield the known words that may have been printed where ``word`` is read.

    Args:
        word: as it stands.
        table: the confusions to undo.
        language: tells which words there are.
        changes: how many confusions one word may hold at the most.
    """
    if len(word) > _LONGEST:
        return
    # best: what each reading costs, and the confusions that lead to it.
    best: dict[str, tuple[float, list[tuple[str, str]]]] = {word: (0.0, [])}
    frontier: list[tuple[str, int]] = [(word, 0)]
    tried = 0
    for _ in range(changes):
        following: list[tuple[str, int]] = []
        for stem, position in frontier:
            cost, steps = best[stem]
            for row in table:
                place = stem.find(row.read, position)
                while place >= 0 and tried < _TRIED:
                    tried += 1
                    reading = stem[:place] + row.printed + stem[place + len(row.read) :]
                    total = cost + row.cost
                    if reading not in best or total < best[reading][0]:
                        best[reading] = (total, [*steps, (row.printed, row.read)])
                        following.append((reading, place + len(row.printed)))
                    place = stem.find(row.read, place + 1) if place < len(stem) else -1
        known = [reading for reading, _ in following if reading and language.knows(reading)]
        for reading in dict.fromkeys(known):
            cost, steps = best[reading]
            how = ", ".join(f"‘{printed}’ read as ‘{read}’" if read else f"‘{printed}’ lost" for printed, read in steps)
            yield Candidate(reading, cost, f"‘{word}’ is no word; ‘{reading}’ with {how}")
        if known:
            return  # a word with more confusions in it is that much less likely
        frontier = following


def like_case(model: str, word: str) -> str:
    """Give ``word`` the capitals of ``model``: none, the first letter, or all.

    >>> like_case("Apres", "après"), like_case("APRES", "après"), like_case("apres", "après")
    ('Après', 'APRÈS', 'après')
    """
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
