"""A filter never turns away what it was made of, and hardly lets anything else pass."""

from __future__ import annotations

import random
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from textrepair.core import find_pack
from textrepair.core.lexicon import Lexicon
from textrepair.tables.columns import COMMON
from textrepair.tables.mapped import fold, may_hold
from textrepair.tables.writing import filter_of

checksums = st.integers(0, 2**32 - 1)


@given(st.sets(checksums, max_size=200))
def test_what_it_was_made_of_passes(kept: set[int]) -> None:
    bits = filter_of(kept)
    assert all(may_hold(bits, checksum) for checksum in kept)
    assert len(bits) & (len(bits) - 1) == 0


def test_most_of_the_rest_does_not() -> None:
    draw = random.Random(7)
    bits = filter_of(draw.randrange(2**32) for _ in range(10_000))
    passed = sum(may_hold(bits, draw.randrange(2**32)) for _ in range(10_000))
    assert 0 < passed < 1_300


def test_every_common_form_may_be_common() -> None:
    lexicon = Lexicon.open(find_pack("fr"))
    assert all(lexicon.may_be_common(crc32(fold(form).encode())) for form in lexicon.at_least(COMMON))
    own = lexicon.with_words(["Żółkiew"])
    assert own.may_be_common(crc32(fold("Żółkiew").encode()))


def test_what_is_one_letter_from_a_frequent_form_is_found() -> None:
    # The filter of the index by an oracle: each form without a letter, which must lead back to it.
    lexicon = Lexicon.open(find_pack("fr"))
    common = lexicon.at_least(COMMON)[::900]
    forms = [form for form in common if form in lexicon.forms and form.isalpha() and form.islower() and len(form) > 5]
    assert len(forms) > 50
    for form in forms:
        assert form in lexicon.near(form[:2] + form[3:])
