"""Confusions that come back in a document make the same confusion likelier elsewhere in it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from textrepair import Chain
from textrepair.core import confusions_in

CHAIN = Chain.for_language("fr")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("dejh", "déjà", (("é", "e"), ("à", "h"))),
        ("trs", "très", (("è", ""),)),
        ("guene", "guerre", (("rr", "n"),)),  # a letter more beside another is one confusion
        ("rnaison", "maison", (("m", "rn"),)),
        ("Lcs", "Les", (("e", "c"),)),
        ("dela", "de la", ((" ", ""),)),
        ("maison", "maison", ()),
        ("", "", ()),
        ("xyzw", "maison", ()),  # another word is no pattern
        ("", "de l", ()),
        ("İl", "il", (("", "\u0307"),)),  # a letter that is two in lower case
    ],
)
def test_confusions_by_hand(before: str, after: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert confusions_in(before, after) == expected


@given(st.text("aeéhlrn ", max_size=8), st.text("aeéhlrn ", max_size=8))
def test_confusions_are_what_differs(before: str, after: str) -> None:
    found = confusions_in(before, after)
    assert all(printed != read and len(printed) <= 3 and len(read) <= 3 for printed, read in found)
    # What is printed more than read makes the whole difference in every letter.
    if found or before == after:
        difference = Counter(after)
        difference.subtract(before)
        for printed, read in found:
            difference.subtract(printed)
            difference.update(read)
        assert not any(difference.values())


def opcodes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the confusions by the alignment that RapidFuzz chooses."""
    before, after = before.lower(), after.lower()
    found, source, target = [], 0, 0
    same = [one for one in Levenshtein.opcodes(before, after) if one.tag == "equal"]
    spans = [(one.src_start, one.src_end, one.dest_start, one.dest_end) for one in same]
    for start, end, begins, ends in [*spans, (len(before), len(before), len(after), len(after))]:
        if (start, begins) != (source, target):
            found.append((after[target:begins], before[source:start]))
        source, target = end, ends
    return () if any(max(map(len, pair)) > 3 for pair in found) else tuple(found)


@settings(max_examples=3_000)
@given(st.text("aeéhlrn ", max_size=14), st.text("aeéhlrn ", max_size=14))
def test_confusions_are_those_of_the_usual_alignment(before: str, after: str) -> None:
    assert confusions_in(before, after) == opcodes(before, after)


# A document of so many words that engines damaged in one way, among words that are sound.
SOUND = "la maison est dans la rue et le jardin est beau " * 12


def discounts(text: str) -> dict[str, float]:
    """Return by how many nats each change of a text is likelier because its confusions recur."""
    prepared = CHAIN.prepare(text)
    return {
        one.weighed.slot.readings[0].text: one.discounts[one.place] if one.discounts else 0.0
        for one in CHAIN.plan.judge(prepared.view, prepared.proposals)
    }


def test_a_confusion_of_other_words_makes_a_change_likelier() -> None:
    found = discounts(f"{SOUND} il est dejh et voilh au delh")
    assert found["dejh"] == found["voilh"] == found["delh"] > 0


def test_a_word_does_not_raise_itself_however_often_it_comes() -> None:
    assert not any(discounts(f"{SOUND} {'il est dejh venu ' * 30}").values())


def test_two_words_are_no_rule_and_three_are_one() -> None:
    assert not any(discounts(f"{SOUND} il est dejh et voilh").values())
    assert any(discounts(f"{SOUND} il est dejh et voilh au delh").values())


def test_a_letter_that_mostly_comes_through_gains_less() -> None:
    damaged = "il est dejh et voilh au delh"
    few, many = (discounts(f"{SOUND} {damaged} {'à la fin ' * times}")["dejh"] for times in (40, 1))
    assert 0 <= few < many
