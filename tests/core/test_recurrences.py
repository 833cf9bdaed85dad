"""Confusions that come back in a document make the same confusion likelier elsewhere in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.core import confusions_in, open_pack
from textrepair.core.statistics import Inventory
from textrepair.core.weighing import Recurrences
from textrepair.memory import Memory

FRENCH = open_pack("fr")
CONFUSIONS = Memory(lambda pair: confusions_in(*pair), 100)


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


CHANGES = [("dejh", "dejà", "dejh"), ("voilh", "voilà", "voilh"), ("lh", "là", "lh"), ("h", "à", "h")]
TEXT = "il est lh et voilh que dejh tout va h la fin " * 3
INVENTORY = Inventory(TEXT)


def recurrences(
    changes: Iterable[tuple[str, str, str]], inventory: Inventory = INVENTORY, lost: Iterable[str] = ()
) -> Recurrences:
    return Recurrences(changes, inventory, FRENCH, CONFUSIONS, lost)


def test_a_confusion_of_other_words_makes_a_change_likelier() -> None:
    found = recurrences(CHANGES, INVENTORY)
    assert found.gain("h", "à", "h") > 0
    assert found.types("h", "à", "h") == 3
    assert found.gain("celh", "celà", "celh") == found.gain("h", "à", "h")
    assert found.types("celh", "celà", "celh") == 4
    assert found.gain("celk", "celà", "celk") == 0
    assert found.types("celk", "celà", "celk") == 0


def test_a_word_does_not_raise_itself_however_often_it_comes() -> None:
    found = recurrences([("h", "à", "h")] * 50, INVENTORY)
    assert found.gain("h", "à", "h") == 0
    assert found.types("h", "à", "h") == 0
    assert found.types("lh", "là", "lh") == 1
    assert found.gain("lh", "là", "lh") == 0


def test_two_words_are_no_rule_and_three_are_one() -> None:
    assert recurrences(CHANGES[:2], INVENTORY).gain("lh", "là", "lh") == 0
    assert recurrences(CHANGES[:3], INVENTORY).gain("celh", "celà", "celh") > 0


def test_a_change_is_systematic_only_as_far_as_its_rarest_confusion() -> None:
    found = recurrences([*CHANGES, ("trcs", "très", "trcs")], INVENTORY)
    assert found.types("ch", "èà", "ch") == 0  # one confusion, that of two letters
    assert found.types("clh", "èlà", "clh") == 1


def test_a_letter_that_mostly_comes_through_gains_less() -> None:
    there = Inventory(TEXT + 400 * "à")
    few, many = (recurrences(CHANGES, inventory).gain("h", "à", "h") for inventory in (there, INVENTORY))
    assert 0 <= few < many


def test_letters_that_are_lost_and_leave_no_trace_count_together() -> None:
    changes = [("voil", "voilà", "voil"), ("mme", "même", "mme"), ("dbut", "début", "dbut")]
    inventory = Inventory("on voil le dbut du mme chteau " * 9)
    apart, together = (recurrences(changes, inventory, lost) for lost in ((), ("é", "ê", "à", "â")))
    assert (apart.types("chteau", "château", "chteau"), together.types("chteau", "château", "chteau")) == (0, 3)
    assert apart.gain("chteau", "château", "chteau") == 0 < together.gain("chteau", "château", "chteau")
    # A letter that the text has, and one that was read as another, are no such letters.
    assert together.types("cteau", "coteau", "cteau") == together.types("chhteau", "château", "chhteau") == 0


@settings(max_examples=40)
@given(st.permutations(CHANGES * 2))
def test_the_order_of_changes_does_not_matter(changes: list[tuple[str, str, str]]) -> None:
    usual, shuffled = recurrences(CHANGES * 2, INVENTORY), recurrences(changes, INVENTORY)
    for change in CHANGES:
        assert shuffled.gain(*change) == usual.gain(*change) > 0
        assert shuffled.types(*change) == usual.types(*change)
