"""What a document's damage says about the rest of it: lost letters, and confusions that come back."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.core.inventory import Inventory
from textrepair.core import open_pack
from textrepair.core.recurrences import Systematic, confusions_in, drop_rates, loss_rates, shortened_forms
from textrepair.core.view import View

FRENCH = open_pack("fr")
CLEAN = (
    "Les élèves ont préparé une fête très gaie : la mère et le père étaient là, à côté du frère, après la première "
    "pièce. Où était-il passé ? Il a dîné chez lui, et le maître a reçu les hôtes dès le mois d’août. "
)


def rates(text: str) -> dict[str, float]:
    return View(text, FRENCH).loss_rates


@pytest.mark.parametrize("times", [1, 3, 20])
def test_nothing_is_lost_in_clean_text(times: int) -> None:
    assert rates(CLEAN * times) == {}


def test_a_letter_that_is_lost_in_some_words_has_a_rate() -> None:
    found = rates(CLEAN + "Le pere et la mere etaient la apres le frere aussi.")
    assert set(found) == {"è"}
    # Of è four words were lost ("etaient" is one word only), seven came, and ten are assumed to have.
    came = CLEAN.count("è")
    assert found["è"] == pytest.approx(4 / (4 + came + 10))


def test_in_fewer_than_three_words_nothing_is_lost() -> None:
    assert rates(CLEAN + "Le pere et la mere, le pere et la mere, le pere et la mere.") == {}


def test_one_word_counts_three_times_at_the_most() -> None:
    once = Counter({"pere": 1, "mere": 1, "frere": 1})
    inventory = Inventory(CLEAN)
    often = {**once, "pere": 3}
    assert loss_rates(inventory, once, FRENCH) != loss_rates(inventory, Counter(often), FRENCH)
    assert loss_rates(inventory, Counter({**once, "pere": 99}), FRENCH) == loss_rates(inventory, Counter(often), FRENCH)


def test_words_with_capitals_or_signs_say_nothing() -> None:
    odd = Counter({"Pere": 3, "mer3": 3, "frere-la": 3, "PIECE": 3, "xqzw": 9})
    assert loss_rates(Inventory(CLEAN), odd, FRENCH) == {}


@pytest.mark.parametrize(("letter", "plain"), [("à", "a"), ("é", "e"), ("à", "&"), ("é", "")])
def test_a_letter_that_is_missing_from_a_long_text_is_lost_however_it_is_read(letter: str, plain: str) -> None:
    text = "Il est allé à Paris, à Lyon et à Lille, où la société a été fondée. " * 40
    assert rates(text.replace(letter, plain))[letter] == pytest.approx(0.9)


def test_a_rare_letter_goes_the_way_of_the_others() -> None:
    """Few î are due in a page: where é, è and à are gone, so is î; where only one of them is, nothing is known."""
    text = "Il est arrivé à la société très tôt, et la mère a préféré rester près du père âgé. " * 40
    plain = str.maketrans("éèàôâ", "eeaoa")
    assert rates(text.translate(plain))["î"] == pytest.approx(0.9)
    assert "î" not in rates(text.replace("à", "a"))
    assert "î" not in rates(text)


def test_a_short_text_may_lack_a_letter() -> None:
    assert rates("Il a mis le pain dans le sac, et la table au soleil.") == {}


def test_the_more_is_lost_the_higher_the_rate() -> None:
    draw = random.Random(0)
    words = (CLEAN * 30).split(" ")
    order = [draw.random() for _ in words]
    found = [
        rates(" ".join(w.replace("è", "e") if place < share else w for w, place in zip(words, order, strict=True)))
        for share in (0.1, 0.4, 0.95)
    ]
    assert 0 < found[0]["è"] < found[1]["è"] < found[2]["è"] <= 0.9


def dropped(text: str) -> dict[str, float]:
    view = View(text, FRENCH)
    return drop_rates(view.profile.inventory, view.unknown_words, FRENCH)


def test_letters_that_are_left_out_have_a_rate() -> None:
    sound = "Les élèves ont reçu leçons et garçons à la française, ça et là, du maçon et de la façade. " * 9
    rates = dropped("Le chteau, la mre et le pre taient trs contents, mme les frres. " * 3 + sound)
    assert set(rates) == set(FRENCH.rules.diacritic_frequencies)
    assert all(0 < rate < 1 for rate in rates.values())
    assert rates["è"] > rates["ç"]  # which is not seen to be left out


def test_in_few_words_or_at_their_ends_nothing_is_left_out() -> None:
    assert dropped("Le chteau et la mre sont contents. " * 5) == {}
    assert dropped("Bnes référ. exig. Place stab. Se prés. av. bon. référ. exig. ou demand. cond. " * 5) == {}
    assert dropped("Le château, la mère et le père étaient très contents, même les frères. " * 3) == {}


def test_a_shortened_form_lacks_one_letter_with_a_diacritic() -> None:
    for word, forms in list(shortened_forms(FRENCH).items())[::50]:
        for form, letter in forms:
            places = [k for k, one in enumerate(form) if one == letter]
            assert word in {form[:k] + form[k + 1 :] for k in places}


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


def test_a_confusion_of_other_words_makes_a_change_likelier() -> None:
    systematic = Systematic(CHANGES, INVENTORY, FRENCH)
    assert systematic.gain("h", "à", "h") > 0
    assert systematic.types("h", "à", "h") == 3
    assert systematic.gain("celh", "celà", "celh") == systematic.gain("h", "à", "h")
    assert systematic.types("celh", "celà", "celh") == 4
    assert systematic.gain("celk", "celà", "celk") == 0
    assert systematic.types("celk", "celà", "celk") == 0


def test_a_word_does_not_raise_itself_however_often_it_comes() -> None:
    systematic = Systematic([("h", "à", "h")] * 50, INVENTORY, FRENCH)
    assert systematic.gain("h", "à", "h") == 0
    assert systematic.types("h", "à", "h") == 0
    assert systematic.types("lh", "là", "lh") == 1
    assert systematic.gain("lh", "là", "lh") == 0


def test_two_words_are_no_rule_and_three_are_one() -> None:
    assert Systematic(CHANGES[:2], INVENTORY, FRENCH).gain("lh", "là", "lh") == 0
    assert Systematic(CHANGES[:3], INVENTORY, FRENCH).gain("celh", "celà", "celh") > 0


def test_a_change_is_systematic_only_as_far_as_its_rarest_confusion() -> None:
    systematic = Systematic([*CHANGES, ("trcs", "très", "trcs")], INVENTORY, FRENCH)
    assert systematic.types("ch", "èà", "ch") == 0  # one confusion, that of two letters
    assert systematic.types("clh", "èlà", "clh") == 1


def test_a_letter_that_mostly_comes_through_gains_less() -> None:
    there = Inventory(TEXT + 400 * "à")
    few, many = (Systematic(CHANGES, inventory, FRENCH).gain("h", "à", "h") for inventory in (there, INVENTORY))
    assert 0 <= few < many


def test_letters_that_are_lost_and_leave_no_trace_count_together() -> None:
    changes = [("voil", "voilà", "voil"), ("mme", "même", "mme"), ("dbut", "début", "dbut")]
    inventory = Inventory("on voil le dbut du mme chteau " * 9)
    apart, together = (Systematic(changes, inventory, FRENCH, lost) for lost in ((), ("é", "ê", "à", "â")))
    assert (apart.types("chteau", "château", "chteau"), together.types("chteau", "château", "chteau")) == (0, 3)
    assert apart.gain("chteau", "château", "chteau") == 0 < together.gain("chteau", "château", "chteau")
    # A letter that the text has, and one that was read as another, are no such letters.
    assert together.types("cteau", "coteau", "cteau") == together.types("chhteau", "château", "chhteau") == 0


@settings(max_examples=40)
@given(st.permutations(CHANGES * 2))
def test_the_order_of_changes_does_not_matter(changes: list[tuple[str, str, str]]) -> None:
    usual, shuffled = Systematic(CHANGES * 2, INVENTORY, FRENCH), Systematic(changes, INVENTORY, FRENCH)
    for change in CHANGES:
        assert shuffled.gain(*change) == usual.gain(*change) > 0
        assert shuffled.types(*change) == usual.types(*change)
