"""The ends of a token, against a slow oracle; the lines that the zone map finds in long texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from textrepair.core import Plan, open_pack, token_end, token_start
from textrepair.core.zones.kinds import PROSE_ONLY

texts = st.text(alphabet="ab’- \n\t\u00a0\u2028\x1c\u200b", max_size=40)


@given(texts, st.integers(0, 40), st.integers(0, 12))
def test_ends_of_tokens_are_where_white_space_is(text: str, offset: int, farthest: int) -> None:
    offset = min(offset, len(text))
    low = high = offset
    while low > max(0, offset - farthest) and not text[low - 1].isspace():
        low -= 1
    while high < min(len(text), offset + farthest) and not text[high].isspace():
        high += 1
    assert (token_start(text, offset, farthest), token_end(text, offset, farthest)) == (low, high)


def test_a_place_in_a_long_line_is_judged_like_one_in_a_short_line() -> None:
    prose = "la sociéte des amis de la nature a tenu séance "
    address = "https://exemple.fr/sociéte/getFooBar "
    for repeats in (1, 60):
        for end in ("", "\n", "\n" + prose * repeats + "\n"):
            text = prose * repeats + address + prose * repeats + end
            zones = Plan(open_pack("fr")).scan(text).zones
            start = text.index("getFooBar")
            assert not zones.allows(start, start + 9, PROSE_ONLY)
            for word in (text.index("sociéte"), text.rindex("sociéte")):
                assert zones.allows(word, word + 7, PROSE_ONLY)
