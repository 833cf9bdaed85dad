"""The Unicode table of the core against the interpreter that runs the tests, code point by code point."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from unidecode import unidecode

from textrepair._core import UNICODE_VERSION, character_flags, fold, lower

# The bits that a str method answers, in the order of `tools/unicode_table.py`.
KINDS: dict[str, Callable[[str], bool]] = {
    "alpha": str.isalpha,
    "decimal": str.isdecimal,
    "digit": str.isdigit,
    "numeric": str.isnumeric,
    "upper": str.isupper,
    "lower": str.islower,
    "title": lambda character: character.istitle() and not character.isupper(),
    "space": str.isspace,
    "combining": lambda character: unicodedata.combining(character) != 0,
}
MASK = (1 << len(KINDS)) - 1
SURROGATE = st.characters(categories=["Cs"])
STAND_IN = st.integers(0x4_0000, 0xD_FFFF).map(chr)
TEXT = st.text(st.characters() | SURROGATE | STAND_IN | st.sampled_from("ΑΣσς:.'\u0301\u0345\u00adİǅǄßẞŉ"), max_size=30)
BLOCKS = [0x4_0000 + 0x800 * number for number in range(320)]
# Characters whose properties Unicode changed: five modifier letters became small letters in 15.0, and ten ideographs
# became numbers in 15.1.
REVISED = {(15, 0): "\u10fc\ua7f2\ua7f3\ua7f4\uab69", (15, 1): "两京俩倆拐洞皕秭鈎钩"}
# Letters of no Latin word, the signs of other alphabets and the click letters, which have no letter of ASCII.
# unidecode writes them by what they look or sound like.
NO_LETTER = "ƅƍƛɯƨƪƹƺƻƽƾǀǁǂǃʌ"
# Letters for which unidecode has another answer, or none.
FOLDED_OTHERWISE = {"ə": "e", "ǝ": "e", "ƣ": "ƣ", "ǯ": "z", "ẟ": "d", "ỻ": "ll", "ỽ": "v", "ỿ": "y"}
LATIN = [chr(code) for low, high in ((0xC0, 0x250), (0x1E00, 0x1F00), (0xFB00, 0xFB07)) for code in range(low, high)]


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def revised_since() -> set[str]:
    """Return the characters that the interpreter has with the properties of an earlier version of Unicode."""
    own = version(unicodedata.unidata_version)
    return {one for since, revised in REVISED.items() if own < since for one in revised}


IS_NEWER = version(unicodedata.unidata_version) > version(UNICODE_VERSION)


def common_characters() -> list[str]:
    """Return the characters that the interpreter assigns, and the table too.

    To a newer interpreter, a character without any flag may be one that the table does not know yet.
    """
    characters = map(chr, range(sys.maxunicode + 1))
    assigned = [one for one in characters if unicodedata.category(one) != "Cn"]
    return [one for one in assigned if not IS_NEWER or character_flags(ord(one)) or lower(one) != one]


COMMON = common_characters()


def flags_of(character: str) -> int:
    return sum(kind(character) << bit for bit, kind in enumerate(KINDS.values()))


def test_flags_agree_for_every_code_point() -> None:
    assert len(COMMON) > 140_000
    different = {one for one in COMMON if character_flags(ord(one)) & MASK != flags_of(one)}
    assert different == revised_since()


def test_lower_case_agrees_for_every_code_point() -> None:
    assert [f"U+{ord(one):04X}" for one in COMMON if lower(one) != one.lower()] == []


@pytest.mark.parametrize("before", ["", "a", "+", "aΣ"])
def test_a_sigma_beside_every_code_point_agrees(before: str) -> None:
    """What is cased and what is passed over shows in the form of a sigma."""
    for pattern in ("{}Σ", "aΣ{}", "aΣ{}a"):
        texts = [before + pattern.replace("{}", one) for one in COMMON]
        assert [text for text in texts if lower(text) != text.lower()] == []


def test_what_no_version_assigns_has_no_property() -> None:
    planes = range(0x4_0000, 0xE_0000)
    assert not any(map(character_flags, planes))
    assert not any(map(character_flags, range(0xD800, 0xE000)))
    assert character_flags(sys.maxunicode + 1) == 0


@settings(max_examples=1000, deadline=None)
@given(TEXT)
@example("ΑΣ")
@example("ΑΣ\ud800")
@example("\udfffΣ\u0301")
@example("İ")
@example("ǅ")
@example("\U00040000\ud800\U00040800")
@example("\ud83d\ude00")
def test_lower_case_of_texts_agrees(text: str) -> None:
    known = "".join(one for one in text if unicodedata.category(one) != "Cn" or ord(one) >= 0x4_0000)
    if IS_NEWER:
        known = "".join(one for one in known if lower(one) == one.lower())
    assert lower(known) == known.lower()


@settings(max_examples=500, deadline=None)
@given(st.lists(SURROGATE | STAND_IN, max_size=20))
def test_surrogates_and_stand_ins_come_back(characters: list[str]) -> None:
    text = "".join(characters)
    assert lower(text) == fold(text) == text


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_key_is_its_own_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(lower(text)) == fold(text)


def test_a_text_that_uses_every_block_has_no_stand_ins() -> None:
    every_block = "".join(map(chr, BLOCKS))
    assert lower(every_block) == every_block
    for used in range(len(BLOCKS)):
        text = every_block[:used] + every_block[used + 1 :] + "É\ud800"
        assert lower(text) == text.lower()
    with pytest.raises(ValueError, match="every block"):
        lower(every_block + "\ud800")


def expected_key(character: str) -> str:
    """Return what a letter folds to by unidecode, but for the letters for which a linguist has another answer."""
    small = character.lower()
    if small in FOLDED_OTHERWISE:
        return FOLDED_OTHERWISE[small]
    if small in NO_LETTER:
        return small
    return "".join("" if unicodedata.combining(one) else unidecode(one).lower() or one for one in small)


def test_latin_letters_fold_as_unidecode_has_them() -> None:
    letters = [one for one in LATIN if one.isalpha()]
    assert len(letters) > 600
    assert {one: fold(one) for one in letters} == {one: expected_key(one) for one in letters}


def test_other_scripts_keep_their_diacritics() -> None:
    assert [fold(word) for word in ("ΆΛΦΑ", "ЙОД", "가")] == ["άλφα", "йод", "가"]
