"""What a language pack says of a token, beyond its lexicon."""

from __future__ import annotations

import pytest

from textrepair.core import open_pack

FRENCH = open_pack("fr")


@pytest.mark.parametrize(
    ("token", "unknown"),
    [
        ("tete.", ["tete"]),  # a word that ends a sentence
        ("mere.»", ["mere"]),
        ("éd.", []),  # short for another
        ("pp.", []),  # as is what has no vowel
        ("Lamb.", []),  # or a capital
        ("gouv.fr", []),
        ("l’édit.", []),
    ],
)
def test_a_short_word_before_a_full_stop_is_an_abbreviation_or_ends_a_sentence(token: str, unknown: list[str]) -> None:
    assert [token[low:high] for low, high in FRENCH.unknown_parts(token)] == unknown


@pytest.mark.parametrize("word", ["bient0t", "pri5on", "N0us", "vou5", "c0té"])
def test_a_word_with_a_digit_in_it_is_told(word: str) -> None:
    assert FRENCH.mixed_parts(f"({word},") == [(1, 1 + len(word))]


@pytest.mark.parametrize(
    "token",
    ["1er", "2e", "XIX1", "A4", "B12", "H2O", "20h15", "5km", "10m2", "n°3", "a1", "12", "2nde", "http://a0b.fr"],
)
def test_ordinals_quantities_labels_and_addresses_are_none(token: str) -> None:
    assert FRENCH.mixed_parts(token) == []


def test_misreadings_are_known_words_of_far_commoner_ones() -> None:
    assert dict(FRENCH.misreadings["ta"]).keys() == {"la"}
    for word, others in FRENCH.misreadings.items():
        assert FRENCH.knows(word)
        for other, cost in others:
            assert FRENCH.zipf(other) >= FRENCH.zipf(word) + 1
            assert cost > 0
