"""How plausible a text looks: the core against a plain reference."""

from __future__ import annotations

import pytest
from damaged import damaged_texts
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.plausible import is_likely, looks_of
from textrepair.core import open_pack

PACKS = [open_pack("fr"), open_pack("en")]
SIGNS = "aéeEÉœÃ©â€™ÂÊŽΩωЖжﬁﬀ\x85\x80\x1c\ufffd\xad·…–—’'ʼ°§ªº²½\u0301─√∑ \n\t«»1.()-\u200b\ue000\ud800"
# What an older interpreter does not know yet, the core may know.
ASSIGNED = st.characters(exclude_categories=("Cn",))


@settings(max_examples=1_500)
@given(st.text(SIGNS, max_size=14) | st.text(ASSIGNED, max_size=10) | damaged_texts)
def test_the_core_sees_what_the_reference_sees(text: str) -> None:
    for pack in PACKS:
        found, expected = pack.looks_of(text), looks_of(text, pack)
        assert found[1:] == expected[1:]
        assert found[0] == pytest.approx(expected[0], abs=1e-9)


@given(st.characters(categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co")))
def test_a_character_is_likely_as_the_reference_says(character: str) -> None:
    for pack in PACKS:
        assert pack.is_likely(character) == is_likely(character, pack.rules.letters)
