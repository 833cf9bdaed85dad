"""What the statistics of a document decide."""

from __future__ import annotations

from collections import Counter

import pytest

import textrepair
from textrepair.core import open_pack
from textrepair.core.statistics import is_old
from textrepair.core.view import View
from textrepair.repairers.lost_accents import LostAccents
from textrepair.repairers.near_words import NearWords

FRENCH = open_pack("fr")
OLD = (
    "Les enfans étoient au collége, et l’on avoit mis devant eux le poëme de ce tems-là, que les habitans "
    "trouvoient foible ; ils connoissoient mieux les momens de la chasse. "
)


def test_an_old_text_keeps_its_spelling() -> None:
    assert View(OLD, FRENCH).suspects == []
    assert textrepair.fix(OLD * 5) == OLD * 5


def test_in_an_old_text_spaces_are_repaired_and_letters_left() -> None:
    assert textrepair.fix(OLD * 5 + "On avoit vu dans la maison une pouvre femme aveque l ’enfant.") == (
        OLD * 5 + "On avoit vu dans la maison une pouvre femme aveque l’enfant."
    )


def test_one_old_word_does_not_make_a_text_old() -> None:
    text = "Le siége de la société est à Paris, et on l’étoit venu voir. " + "La loi de la République. " * 20
    assert {"siége", "étoit"} <= set(View(text, FRENCH).unknown_words)


@pytest.mark.parametrize(
    ("unknown", "words", "old"),
    [
        ({"étoit": 1, "enfans": 1}, 100, True),
        ({"étoit": 9}, 100, False),  # one word is a quotation
        ({"étoit": 1, "enfans": 1}, 2000, True),  # one in a thousand
        ({"étoit": 1, "enfans": 1}, 2001, False),
        ({"Étoit": 1, "Enfans": 1, "étoit": 1}, 100, False),  # what begins with a capital may be a name
        ({"xqz": 5, "progrés": 5, "lecole": 5}, 100, False),
        ({}, 1, False),
    ],
)
def test_what_makes_a_text_old(unknown: dict[str, int], words: int, old: bool) -> None:
    assert is_old(Counter(unknown), words, FRENCH) is old


def test_a_lost_letter_is_given_back_only_where_it_is_lost() -> None:
    lost = "L’assemblée a adopté a Paris un accord relatif a la paix, et le comité a siégé a Lyon. " * 30
    whole = lost.replace("adopté a", "adopté à").replace("relatif a", "relatif à").replace("siégé a", "siégé à")
    chain = textrepair.Chain.for_language(only=["lost-accents"])
    assert chain.fix(whole) is whole
    assert {proposal.replacement for proposal in LostAccents().propose(View(lost, FRENCH))} >= {"à"}
    assert list(LostAccents().propose(View(whole, FRENCH))) == []


def test_lost_letters_are_sought_in_whole_words_in_lower_case() -> None:
    lost = "L’assemblée a adopté un accord relatif a la paix. " * 60 + "A a-t-il a1 1a a’ d’a a_ A"
    found = list(LostAccents().propose(View(lost, FRENCH)))
    assert {lost[proposal.start : proposal.end] for proposal in found} >= {"a"}
    end = len("L’assemblée a adopté un accord relatif a la paix. " * 60)
    assert [proposal.start - end for proposal in found if proposal.start > end] == [20, 25]  # d’a, A


@pytest.mark.parametrize(
    ("word", "expected"),
    [("environement", {"environnement"}), ("Environement", set()), ("envir0nement", set()), ("zzzzzz", set())],
)
def test_near_words(word: str, expected: set[str]) -> None:
    assert {candidate.word for candidate in NearWords().candidates(word, FRENCH)} == expected
    assert not list(NearWords(frequency=9.0).candidates(word, FRENCH))


def test_a_letter_alone_is_not_what_is_left_of_a_word() -> None:
    near = {candidate.word for candidate in NearWords(frequency=0.0).candidates("h", FRENCH)}
    assert "à" in near
    assert all(len(word) == 1 for word in near)
