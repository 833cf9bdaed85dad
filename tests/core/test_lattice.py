"""The lattice of the core against a plain one: readings, costs, the cheapest path, and posteriors."""

from __future__ import annotations

import itertools
import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.lattice import Lattice, LatticeMaker, posteriors
from textrepair.core import END, PROSE_ONLY, Plan, Proposal, ProposalList, Sourced, bits_of, open_pack
from textrepair.core.judgement import Judged, Slot

FRENCH = open_pack("fr")
PLAN = Plan(FRENCH)
MAKER = LatticeMaker(FRENCH)
# So many proposals that touch each other are considered, and so many readings of a slot are kept.
MOST_CHANGES, MOST_READINGS = 32, 24
TEXT = "Les progrés, dela »science et lecole 1 ,\nde lh patrie: une\n\nmaison a fairc ici"
# Words, pieces of words, signs, nothing: a reading may lose its words, and may look like another.
REPLACEMENTS = ["", " ", "de la", "science", "école", "l’", "à", ",", ".", "Paris", "xqz", "l", "1"]


@st.composite
def proposals(draw: st.DrawFn) -> list[Sourced]:
    found = []
    for _ in range(draw(st.integers(1, 7))):
        start = draw(st.integers(0, len(TEXT)))
        end = min(len(TEXT), start + draw(st.integers(0, 7)))
        cost = draw(st.sampled_from([0.0, 0.5, 2.0, 6.0]))
        replacement = draw(st.sampled_from(REPLACEMENTS))
        if TEXT[start:end] != replacement:  # what changes nothing is no proposal
            found.append(Sourced("test", Proposal(start, end, replacement, "why", cost)))
    return found


def lattices(text: str, found: list[Sourced]) -> list[Lattice]:
    return list(MAKER.lattices(PLAN.scan(text), found))


def judged(text: str, found: list[Sourced]) -> list[Judged]:
    view = PLAN.scan(text)
    proposals = ProposalList(view.shared)
    for repairer, proposal in found:
        proposals.begin(repairer, bits_of(PROSE_ONLY))
        proposals.add([proposal])
    return list(PLAN.judge(view, proposals))


def slots(text: str, found: list[Sourced]) -> list[Slot]:
    """Return the slots of the core that have a change."""
    return [one.weighed.slot for one in judged(text, found)]


@settings(max_examples=300, deadline=None)
@given(proposals())
def test_the_core_lays_out_and_weighs_as_trying_all_paths_does(found: list[Sourced]) -> None:
    decided = {one.weighed.slot.start: one for one in judged(TEXT, found)}
    for lattice in lattices(TEXT, found):
        for slot in lattice.slots:
            one = decided.get(slot.start)
            assert (one is None) == (len(slot.readings) == 1)
            if one is not None:
                assert one.weighed.slot.end == slot.end
                for reading, expected in zip(one.weighed.slot.readings, slot.readings, strict=True):
                    assert reading._replace(cost=0.0) == expected._replace(cost=0.0)
                    assert reading.cost == pytest.approx(expected.cost, abs=1e-9)
        if math.prod(len(slot.readings) for slot in lattice.slots) > 3000:
            continue
        best, nats = posteriors(lattice, FRENCH)
        for slot, place, column in zip(lattice.slots, best, nats, strict=True):
            one = decided.get(slot.start)
            if one is not None and not one.discounts:
                assert one.weighed.nats == pytest.approx(column, abs=1e-7)
                assert column[one.weighed.best] == pytest.approx(column[place], abs=1e-7) or len(lattice.slots) > 1


def test_neighbours_are_decided_together() -> None:
    """Each change alone costs more than it gains; the two together do not."""
    text = "on a peau entre fois parlé"

    def best(*nats: float) -> list[int]:
        changes = [(5, 9, "quelque"), (10, 20, "chose")]
        found = [Sourced("test", Proposal(*change, "why", price)) for change, price in zip(changes, nats, strict=True)]
        return [one.weighed.best for one in judged(text, found)]

    (lattice,) = lattices(
        text, [Sourced("test", Proposal(5, 9, "quelque", "why")), Sourced("test", Proposal(10, 20, "chose", "why"))]
    )
    assert [len(slot.readings) for slot in lattice.slots] == [2, 2]

    def cost(first: int, second: int) -> float:
        chosen = [slot.readings[place] for slot, place in zip(lattice.slots, (first, second), strict=True)]
        lasts, firsts = [lattice.left, *(one.last for one in chosen)], [*(one.first for one in chosen), lattice.right]
        pairs = zip(lasts, firsts, strict=True)
        return sum(one.cost for one in chosen) + sum(FRENCH.pair_cost(*pair) for pair in pairs)

    dear = [max(0.0, cost(0, 0) - cost(1, 0) + 0.1), max(0.0, cost(0, 0) - cost(0, 1) + 0.1)]
    assert cost(1, 1) + sum(dear) < cost(0, 0)
    assert best(*dear) == [1, 1]
    assert best(dear[0], 99.0) == [0, 0]


@settings(max_examples=150, deadline=None)
@given(proposals())
def test_slots_and_readings_are_in_order(found: list[Sourced]) -> None:
    laid = slots(TEXT, found)
    for before, after in itertools.pairwise(laid):
        assert before.end < after.start
    for slot in laid:
        leave = slot.readings[0]
        assert leave.text == TEXT[slot.start : slot.end]
        assert leave.makers == ()
        texts = [reading.text for reading in slot.readings]
        assert len(set(texts)) == len(texts) <= MOST_READINGS
        for reading in slot.readings:
            places = [sourced.proposal for sourced in reading.makers]
            assert all(one.end <= other.start for one, other in itertools.pairwise(places))
            made, position = "", slot.start
            for one in places:
                made, position = made + TEXT[position : one.start] + one.replacement, one.end
            assert made + TEXT[position : slot.end] == reading.text


def test_of_readings_that_look_the_same_the_cheapest_stays() -> None:
    found = [
        Sourced(name, Proposal(13, 17, "de la", "why", cost)) for name, cost in (("a", 5.0), ("b", 2.0), ("c", 3.0))
    ]
    leave, made = slots(TEXT, found)[0].readings
    assert (leave.makers, [sourced.repairer for sourced in made.makers]) == ((), ["b"])


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 1), (2, 3)], ["un/deux,trois"]),  # one token
        ([(0, 2), (8, 13)], ["un/deux,trois"]),  # signs between the words are no white space
        ([(8, 16)], ["un/deux,trois quatre"]),  # a proposal that reaches over a space joins both
        ([(0, 2), (14, 16)], ["un/deux,trois", "quatre"]),
        ([(14, 16), (0, 2)], ["un/deux,trois", "quatre"]),
    ],
)
def test_proposals_in_one_token_are_one_slot(spans: list[tuple[int, int]], expected: list[str]) -> None:
    text = "un/deux,trois quatre cinq"
    found = [Sourced("test", Proposal(*span, "x", "why")) for span in spans]
    assert [text[slot.start : slot.end] for slot in slots(text, found)] == expected


@pytest.mark.parametrize(
    ("between", "number"),
    [(" ", 1), ("\n", 1), ("\xa0", 1), (" et ", 2), ("\n\n", 2), (" \n\n ", 2)],
)
def test_a_word_or_a_blank_line_ends_a_lattice(between: str, number: int) -> None:
    text = f"le progrés{between}Lecole est là"
    at = text.index("Lecole")
    found = [
        Sourced("test", Proposal(3, 10, "progrès", "why")),
        Sourced("test", Proposal(at, at + 6, "L’école", "why")),
    ]
    laid = lattices(text, found)
    assert len(laid) == number
    assert sum(len(lattice.slots) for lattice in laid) == 2
    assert (laid[0].left, laid[-1].right) == ("le", "est")
    if "\n\n" in between:
        assert (laid[0].right, laid[1].left) == (END, END)


def test_a_sentence_that_goes_on_over_a_blank_line_does_not_end() -> None:
    text = "le progrés\n\nlecole est là"
    found = [
        Sourced("test", Proposal(3, 10, "progrès", "why")),
        Sourced("test", Proposal(12, 18, "l’école", "why")),
    ]
    (lattice,) = lattices(text, found)
    assert len(lattice.slots) == 2
    assert lattice.slots[1].readings[1].first == "l'"


def test_where_a_text_begins_and_ends_a_sentence_does() -> None:
    (lattice,) = lattices("progrés", [Sourced("test", Proposal(0, 7, "progrès", "why"))])
    assert (lattice.left, lattice.right) == (END, END)


@pytest.mark.parametrize("width", [1, 3, 300])
def test_a_crowded_window_stays_within_limits_and_time(width: int) -> None:
    text = "a" * 2000 + " fin"
    found = [
        Sourced("test", Proposal(start, min(2000, start + width), letter, "why", 3.0))
        for start in range(0, 2000, 2)
        for letter in "eio"
    ]
    began = time.process_time()
    laid = slots(text, found)
    assert time.process_time() - began < 5
    assert all(len(slot.readings) <= MOST_READINGS for slot in laid)
    for before, after in itertools.pairwise(laid):
        assert before.end <= after.start


def test_what_a_crowded_window_keeps_are_its_cheapest_readings() -> None:
    text = "dela"
    noise = [Sourced("test", Proposal(k, k + 1, letter, "why", 9.0)) for k in range(4) for letter in "xyzqw"]
    right = Sourced("test", Proposal(0, 4, "de la", "why", 1.0))
    (slot,) = slots(text, [*noise, right])
    assert (slot.readings[0].text, slot.readings[1].text) == ("dela", "de la")
    assert [reading.cost for reading in slot.readings[1:]] == sorted(reading.cost for reading in slot.readings[1:])


def test_a_good_reading_of_a_crowded_word_is_not_crowded_out_by_dear_ones_of_its_beginning() -> None:
    text = "mé-nage"
    noise = [Sourced("test", Proposal(0, 2, f"{a}{b}", "why", 9.0)) for a in "bcdfgh" for b in "aeiouy"]
    right = Sourced("test", Proposal(0, 7, "ménage", "why", 3.0))
    assert len(noise) > MOST_CHANGES
    (slot,) = slots(text, [*noise, right])
    assert "ménage" in {reading.text for reading in slot.readings}


def charged(tokens: list[str]) -> float:
    """What the language model charges for some tokens in a row."""
    return sum(FRENCH.pair_cost(left, right) for left, right in itertools.pairwise(tokens))


known = st.sampled_from(
    ["la", "maison,", "l’école", "est", "(grande)", "1914", "dit-il.", "oui!", "Paris", "À", "peut-être"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(known, max_size=8))
def test_a_text_without_unknown_words_costs_what_the_model_charges(words: list[str]) -> None:
    text = " ".join(words)
    assert not any(map(FRENCH.unknown_parts, text.split()))
    tokens = FRENCH.tokenise(text)
    first, last, cost = MAKER.text_cost(text)
    assert (first, last) == ((tokens[0], tokens[-1]) if tokens else ("", ""))
    assert cost == pytest.approx(charged(tokens))


def test_an_unknown_word_pays_for_its_letters() -> None:
    def spelling(word: str) -> float:
        return MAKER.text_cost(word)[2] - charged(FRENCH.tokenise(word))

    assert spelling("maison") == 0
    assert 0 < spelling("zqxvb") < spelling("zqxvbk")
    assert 0 < spelling("Zqxvb") < spelling("zqxvb") < spelling("zq(vb")
