"""The English pack: the same code, other data."""

from __future__ import annotations

from pathlib import Path

import pytest

from textrepair.chain import Chain
from textrepair.core import open_pack

PACK = Path(__file__).parents[1] / "lexicons" / "en"


@pytest.mark.parametrize(
    "word", ["king’s", "don’t", "I", "well-being", "Congress", "CONGRESS", "XIV", "café", "Janeiro"]
)
def test_english_is_known(word: str) -> None:
    assert open_pack("en").knows(word)


@pytest.mark.parametrize("word", ["govemment", "ofthe", "tbe", "tlie", "l’eau", "élu", "congress's's"])
def test_what_is_no_english(word: str) -> None:
    assert not open_pack("en").knows(word)


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("We must work ofthe same mind in thegovernment.", "We must work of the same mind in the government."),
        ("The govern ment of the people and the tre aty.", "The government of the people and the treaty."),
        ("The govemment and the peopie of tbe States.", "The government and the people of the States."),
        ("The inform-\nation that was given.", "The information\nthat was given."),
    ],
)
def test_english_is_repaired(damaged: str, right: str) -> None:
    assert Chain.for_language("en").fix(damaged) == right


def test_right_english_is_left_alone() -> None:
    text = (
        "I don’t think that the king’s men will return from Janeiro, or that a president has the power. The café is "
        "open; we have it in writing. A résumé of the treaty was sent to Congress by Mr. Adams on the 4th of July."
    )
    assert Chain.for_language("en").fix(text) == text


def test_the_pack_is_small() -> None:
    assert sum(path.stat().st_size for path in PACK.rglob("*") if path.is_file()) < 6_000_000
