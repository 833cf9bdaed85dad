"""What the statistics of a document decide."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping

import pytest

import textrepair
from textrepair import Chain
from textrepair._core import SharedText, UnknownWords
from textrepair.core import Neighbours, Plan, Proposal, Statistics, open_pack
from textrepair.repairers.lost_accents import LostAccents
from textrepair.repairers.near_words import NearWords

FRENCH = open_pack("fr")
PLAN = Plan(FRENCH)
OLD = (
    "Les enfans étoient au collége, et l’on avoit mis devant eux le poëme de ce tems-là, que les habitans "
    "trouvoient foible ; ils connoissoient mieux les momens de la chasse. "
)


def statistics(text: str, unknown: Mapping[str, int]) -> Statistics:
    """The statistics of a text in which so many unknown words are found, whatever stands there."""
    tokens = text.split()
    listed = " ".join(Counter(unknown).elements())
    spans = [match.span() for match in re.finditer(r"\S+", listed)]
    found = UnknownWords(SharedText(listed), spans)
    return Statistics(
        text,
        SharedText(text),
        FRENCH,
        number=len(tokens),
        unknown=lambda: found,
        in_prose=lambda: found,
    )


def test_an_old_text_keeps_its_spelling() -> None:
    assert PLAN.scan(OLD).unknown_words == []
    assert textrepair.fix(OLD * 5) == OLD * 5


def test_in_an_old_text_spaces_are_repaired_and_letters_left() -> None:
    assert textrepair.fix(OLD * 5 + "On avoit vu dans la maison une pouvre femme aveque l ’enfant.") == (
        OLD * 5 + "On avoit vu dans la maison une pouvre femme aveque l’enfant."
    )


def test_one_old_word_does_not_make_a_text_old() -> None:
    text = "Le siége de la société est à Paris, et on l’étoit venu voir. " + "La loi de la République. " * 20
    assert {"siége", "étoit"} <= set(PLAN.scan(text).statistics.unknown)


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
    assert statistics("mot " * words, unknown).old is old


def restored(text: str) -> list[Proposal]:
    spec = LostAccents().spec()
    plan = Plan(FRENCH, [spec])
    return plan.propose([spec], plan.scan(text))


def test_a_lost_letter_is_given_back_only_where_it_is_lost() -> None:
    lost = "L’assemblée a adopté a Paris un accord relatif a la paix, et le comité a siégé a Lyon. " * 30
    whole = lost.replace("adopté a", "adopté à").replace("relatif a", "relatif à").replace("siégé a", "siégé à")
    chain = Chain.for_language(only=["lost-accents"])
    assert chain.fix(whole) is whole
    assert {proposal.replacement for proposal in restored(lost)} >= {"à"}
    assert restored(whole) == []


def test_lost_letters_are_sought_in_whole_words_in_lower_case() -> None:
    lost = "L’assemblée a adopté un accord relatif a la paix. " * 60 + "A a-t-il a1 1a a’ d’a a_ A"
    found = restored(lost)
    assert {lost[proposal.start : proposal.end] for proposal in found} >= {"a"}
    end = len("L’assemblée a adopté un accord relatif a la paix. " * 60)
    assert [proposal.start - end for proposal in found if proposal.start > end] == [20, 25]  # d’a, A


@pytest.mark.parametrize(
    ("word", "expected"),
    [("environement", {"environnement"}), ("Environement", set()), ("envir0nement", set()), ("zzzzzz", set())],
)
def test_near_words(word: str, expected: set[str]) -> None:
    assert {candidate.word for candidate in PLAN.candidates(NearWords().spec(), word)} == expected
    assert not PLAN.candidates(NearWords(frequency=9.0).spec(), word)


def test_a_letter_alone_is_not_what_is_left_of_a_word() -> None:
    near = {candidate.word for candidate in PLAN.candidates(Neighbours(frequency=0.0), "h")}
    assert "à" in near
    assert all(len(word) == 1 for word in near)


CLEAN = (
    "Les élèves ont préparé une fête très gaie : la mère et le père étaient là, à côté du frère, après la première "
    "pièce. Où était-il passé ? Il a dîné chez lui, et le maître a reçu les hôtes dès le mois d’août. "
)


def rates(text: str) -> Mapping[str, float]:
    return PLAN.scan(text).statistics.loss_rates


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
    once = {"pere": 1, "mere": 1, "frere": 1}
    often = {**once, "pere": 3}
    assert statistics(CLEAN, once).loss_rates != statistics(CLEAN, often).loss_rates
    assert statistics(CLEAN, {**once, "pere": 99}).loss_rates == statistics(CLEAN, often).loss_rates


def test_words_with_capitals_or_signs_say_nothing() -> None:
    odd = {"Pere": 3, "mer3": 3, "frere-la": 3, "PIECE": 3, "xqzw": 9}
    assert statistics(CLEAN, odd).loss_rates == {}


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


def dropped(text: str) -> Mapping[str, float]:
    return PLAN.scan(text).statistics.drop_rates


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


def test_a_word_is_lengthened_to_each_frequent_form_without_one_of_its_letters() -> None:
    letters = FRENCH.rules.diacritic_frequencies
    shorter: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for form in FRENCH.lexicon.at_least(3.5):
        if form.isalpha() and form.islower() and len(form) > 2:
            for place, letter in enumerate(form):
                if letter in letters:
                    shorter[form[:place] + form[place + 1 :]].add((form, letter))
    assert len(shorter) > 5_000
    for word, forms in shorter.items():
        assert FRENCH.lengthened(word) == sorted(forms)
    for word in ("xyz", "mot", "Tait", "ta-it", "", "t", "tait\udc80"):
        assert FRENCH.lengthened(word) == sorted(shorter.get(word, ()))
