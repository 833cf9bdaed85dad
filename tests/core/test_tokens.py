"""The tokeniser: one for counting, one with places, and they agree."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.tables.ngrams import END, MARK, NUMBER, Kind, is_number, surface_tokens, tokenise

ELISIONS = frozenset({"l", "d", "qu", "jusqu"})


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L’an", ["l'", "an"]),
        ("QU'IL", ["qu'", "IL"]),
        ("jusqu’à", ["jusqu'", "à"]),
        ("aujourd’hui", ["aujourd'hui"]),
        ("l’ an", ["l", MARK, "an"]),
        ("peut-être", ["peut-être"]),
        ("a-t-il", ["a", "t", "il"]),
        ("Est-ce vrai ?", ["Est", "ce", "vrai", END]),
        ("« Oui... », dit-on.", [MARK, "Oui", END, MARK, "dit", "on", END]),
        ("un\ndeux\n\nTrois", ["un", "deux", END, "Trois"]),
        ("un\ndeux \n\n trois", ["un", "deux", "trois"]),
        ("un :\n\ndeux.\n\ntrois", ["un", MARK, END, "deux", END, "trois"]),
        ("fin.\n \nDébut", ["fin", END, "Début"]),
        ("1 500,5 et XIXe", [NUMBER, NUMBER, "et", NUMBER]),
        ("en 3e, M. II", ["en", NUMBER, MARK, "M", END, NUMBER]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("mot_clé", ["mot", MARK, "clé"]),
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenise(text, ELISIONS, {"peut-être"}.__contains__)] == tokens


def test_without_elisions_an_apostrophe_joins() -> None:
    assert [token.text for token in tokenise("l’an")] == ["l'an"]


def test_hyphenated_parts_keep_their_places() -> None:
    text = "Ah, dis-le !"
    tokens = tokenise(text, (), lambda word: False)
    assert [(text[token.start : token.end], token.kind) for token in tokens if token.kind is Kind.WORD] == [
        ("Ah", Kind.WORD),
        ("dis", Kind.WORD),
        ("le", Kind.WORD),
    ]


@pytest.mark.parametrize("word", ["II", "XIV", "XIXe", "MDCCCXL", "12", "3e"])
def test_numbers(word: str) -> None:
    assert is_number(word)


@pytest.mark.parametrize("word", ["I", "MM", "CD", "Vie", "IL", "ii", "LIVRE", "Xavier"])
def test_words_that_only_look_like_numbers(word: str) -> None:
    assert not is_number(word)


FRAGMENTS = st.lists(
    st.sampled_from(["l’", "d'", "-", "an", "Été", " ", "\n", "\n\n", ".", "…", "«", "1", "XIV", "\u0301", "_", "ª"]),
    max_size=30,
).map("".join)


@given(FRAGMENTS)
def test_places_are_in_order_and_cover_every_letter(text: str) -> None:
    tokens = tokenise(text, ELISIONS, lambda word: False)
    assert all(one.end <= two.start for one, two in pairwise(tokens))
    covered = {place for token in tokens for place in range(token.start, token.end)}
    assert all(place in covered for place, letter in enumerate(text) if letter.isalnum())


@given(FRAGMENTS)
def test_the_fast_tokeniser_agrees(text: str) -> None:
    """But for blank lines within a sentence: where text is counted, a line is a paragraph."""
    spans = [text[token.start : token.end] for token in tokenise(text, ELISIONS)]
    fast = surface_tokens(text, ELISIONS)
    assert [span for span in spans if not span.isspace()] == [span for span in fast if not span.isspace()]
