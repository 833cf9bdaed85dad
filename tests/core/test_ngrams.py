"""The language model: known costs, sums to one, and choices that it must get right."""

from __future__ import annotations

import math
import pickle
from pathlib import Path

import pytest

from textrepair.core.lexicon import Lexicon
from textrepair.tables.ngrams import END, MARK, NAME, NUMBER, UNKNOWN_TOKEN, LanguageModel

PACK = Path(__file__).parents[2] / "lexicons" / "fr"


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.open(PACK)


@pytest.mark.parametrize("left", ["de", "l'", END, "œuvre", UNKNOWN_TOKEN, "alinéa", NAME])
def test_the_probabilities_after_a_word_sum_to_one(model: LanguageModel, left: str) -> None:
    """Each cost is rounded to a twelfth of a nat, so that the sum is right to a few hundredths."""
    row = model.word_id(left)
    total = sum(math.exp(-model._steps(row, right) * model._nats) for right in range(len(model.vocabulary)))
    assert total == pytest.approx(1, abs=0.03)


def test_words_are_the_same_in_any_case(model: LanguageModel) -> None:
    assert model.word_id("Maison") == model.word_id("MAISON") == model.word_id("maison")
    assert model.word_id("Etat") == model.word_id("état")
    assert model.word_id("L’") == model.word_id("l'")
    assert model.word_id("e\u0301tat") == model.word_id("état")
    assert model.word_id("Oeuvre") == model.word_id("œuvre")


def test_what_is_not_in_the_vocabulary(model: LanguageModel) -> None:
    assert model.word_id("ceuvre") == model.word_id(UNKNOWN_TOKEN)
    assert model.word_id("Jonibek") == model.word_id(NAME)
    assert model.word_id("A") == model.word_id(NAME)
    assert model.word_id("1914") == model.word_id("XIV") == model.word_id(NUMBER)
    assert "ceuvre" not in model
    assert "œuvre" in model
    assert MARK in model
    assert "d" not in model


def test_in_english_a_lone_i_is_a_word_and_no_initial() -> None:
    english = LanguageModel.open(PACK.parent / "en")
    assert "I" in english
    assert "J" not in english


def test_an_unknown_word_is_dearer_than_its_class(model: LanguageModel) -> None:
    assert model.cost("le", "ceuvre") > model.cost("le", UNKNOWN_TOKEN) + 5
    assert model.cost("l'", "ceuvre") > model.cost("l'", "œuvre")
    assert model.cost("ceuvre", "de") == model.cost(UNKNOWN_TOKEN, "de")


@pytest.mark.parametrize(
    ("left", "right", "wrong", "follow"),
    [
        ("il", "a", "à", "été"),
        ("grâce", "à", "a", "la"),
        ("le", "président", "présidant", "de"),
        ("la", "lutte", "luttes", "contre"),
        ("moment", "où", "ou", "il"),
        ("l'", "état", "étât", "de"),
    ],
)
def test_it_prefers_what_is_right(model: LanguageModel, left: str, right: str, wrong: str, follow: str) -> None:
    assert model.path_cost([left, right, follow]) < model.path_cost([left, wrong, follow])


def test_a_path_is_the_sum_of_its_pairs(model: LanguageModel) -> None:
    expected = model.cost("le", "droit") + model.cost("droit", "de")
    assert model.path_cost(["le", "droit", "de"]) == pytest.approx(expected)
    assert model.path_cost(["le"]) == 0


def test_a_pair_that_was_not_seen_costs_what_such_pairs_cost(model: LanguageModel) -> None:
    """After an auxiliary comes a participle, after a pronoun a verb, whatever the verb."""
    for participle, verb in (("démonté", "démonte"), ("arrosé", "arrose"), ("diagnostiqué", "diagnostique")):
        assert model.cost("avait", participle) < model.cost("avait", verb)
        assert model.cost("il", verb) < model.cost("il", participle)


def test_tokens_are_cut_as_they_were_counted(model: LanguageModel) -> None:
    texts = [token.text for token in model.tokenise("Peut-être qu’il l’a dit-il vu.")]
    assert texts == ["Peut-être", "qu'", "il", "l'", "a", "dit", "il", "vu", END]


def test_most_frequent_forms_are_in_its_vocabulary(model: LanguageModel) -> None:
    missing = [word for word in Lexicon.open(PACK).frequent(5000) if word not in model]
    assert missing == []


def test_it_can_be_pickled(model: LanguageModel) -> None:
    assert pickle.loads(pickle.dumps(model)).cost("de", "la") == model.cost("de", "la")


def test_the_memories_are_bounded() -> None:
    model = LanguageModel.open(PACK)
    assert set(model.memories) == {"tokens", "pairs"}
    for memory in model.memories.values():
        memory.limit = 10
    for number in range(100):
        model.cost("de", f"mot{number}")
    assert all(0 < len(memory) <= 10 for memory in model.memories.values())
