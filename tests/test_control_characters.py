"""Control characters and soft hyphens: one that may stand for letters is never removed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair import Chain

CHAIN = Chain.for_language("fr", only=["control-characters", "soft-hyphens"])

STAY = {
    "a ligature within words": "les pro\x00ts et les dé\x00cits du \x00nancement",
    "a ligature of TeX": "l’e\x0ecacité d’un o\x0ecier",
    "one word lost a letter, another does not show it": "la con\x01ance dans le \x01 x, des pro\x01ls",
    "where a number may have lost a digit": "un total de 12\x01500 francs, art. 3\x02bis",
    "bytes that three encodings have": "l\x82 x\x81z",
    "a soft hyphen between numbers": "1914\u00ad1918",
    "a soft hyphen of an unknown name": "chez Krötten\u00adwald",
    "white space": "un\ttableau\x0cet\x0bune page",
    "a letter at the end of a short unknown word": "Wrz\x04k",
}
GO = {
    "behind words": ("Le\x07 chat dort\x07 ici.", "Le chat dort ici."),
    "within words that are whole": ("l’his\x03toire et la g\x03éographie", "l’histoire et la géographie"),
    "between two words": ("Elle\x00dort pendant\x00toute la nuit", "Elle dort pendant toute la nuit"),
    "byte order marks": ("\ufeffLe début,\ufeff la\ufeff fin", "Le début, la fin"),
    "padding at the end of a record": ("DUPONT\x00\x00\x00\x00\nMARTIN\x00\x00\x00", "DUPONT\nMARTIN"),
    "low bytes of signs": (
        "C\x19est l\x19un des \x1cgrands\x1d hommes \x13 ou presque.",
        "C’est l’un des “grands” hommes – ou presque.",
    ),
    "soft hyphens": ("une infor\u00admation prin\u00adcipale", "une information principale"),
    "soft hyphens for hyphens": ("un arc\u00aden\u00adciel", "un arc-en-ciel"),
    "soft hyphens of a text that has them": ("infor\u00admation, Krötten\u00adwald", "information, Kröttenwald"),
}


@pytest.mark.parametrize("text", STAY.values(), ids=STAY)
def test_what_may_stand_for_something_stays(text: str) -> None:
    assert CHAIN.fix(text) == text


@pytest.mark.parametrize(("before", "after"), GO.values(), ids=GO)
def test_what_stands_for_nothing_goes(before: str, after: str) -> None:
    assert CHAIN.fix(before) == after


PIECES = st.sampled_from(
    ["la ", "his", "toire", " ", "\n", "12", "\x00", "\x02", "\x19", "\x1c", "\x1d", "\x7f", "\xad", "\ufeff"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_letter_or_digit_is_removed(text: str) -> None:
    once = CHAIN.fix(text)
    assert [one for one in once if one.isalnum()] == [one for one in text if one.isalnum()]
    assert CHAIN.fix(once) == once
