"""Readings of a word by a confusion table, against the slow and obvious way."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.confusion import readings
from textrepair.language import Confusion, load_language

FRENCH = load_language("fr")
TABLE = tuple(row for row in FRENCH.confusions if row.read)
WORDS = ("chaque", "rôle", "août", "contrôle", "homme", "maison", "vous", "qu’", "œuvre", "lumière", "question")


def slow_readings(word: str, table: tuple[Confusion, ...]) -> dict[str, float]:
    """Undo each confusion at each place where it may have happened; keep the cheapest way to each known word."""
    found: dict[str, float] = {}
    for row in table:
        for place in range(len(word)):
            if word.startswith(row.read, place):
                reading = word[:place] + row.printed + word[place + len(row.read) :]
                if reading and reading != word and FRENCH.knows(reading):
                    found[reading] = min(row.cost, found.get(reading, row.cost))
    return found


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WORDS), st.sampled_from(TABLE), st.integers(0, 8))
def test_one_change_finds_what_the_slow_way_finds(word: str, row: Confusion, skip: int) -> None:
    place = word.find(row.printed, min(skip, len(word) - 1)) if row.printed else min(skip, len(word))
    read = word if place < 0 else word[:place] + row.read + word[place + len(row.printed) :]
    got = {candidate.word: candidate.cost for candidate in readings(read, TABLE, FRENCH, changes=1)}
    got.pop(read, None)
    assert got == slow_readings(read, TABLE)


def test_a_second_change_is_tried_only_where_one_leads_nowhere() -> None:
    assert [candidate.word for candidate in readings("chague", TABLE, FRENCH, changes=2)] == [
        candidate.word for candidate in readings("chague", TABLE, FRENCH, changes=1)
    ]
    assert "rôle" in {candidate.word for candidate in readings("rdIe", TABLE, FRENCH, changes=2)}


def test_no_reading_of_what_is_too_long_or_empty() -> None:
    assert list(readings("é" * 100, TABLE, FRENCH, changes=2)) == []
    assert list(readings("", TABLE, FRENCH, changes=2)) == []
