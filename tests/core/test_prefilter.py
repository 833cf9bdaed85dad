"""What is told of distinct stretches is what a search of the whole text tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.core import prefilter as gates
from textrepair.core.inventory import Inventory
from textrepair.core import open_pack
from textrepair.core.prefilter import UNKNOWN, Gate, Marks
from textrepair.core.view import View
from textrepair.registry import built_in, make
from textrepair.repairer import Repairer

FRENCH = open_pack("fr")
REPAIRERS = [repairer for repairer in make(built_in()) if isinstance(repairer, Repairer)]
BLANKS = [
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    " \n",
    "\t",
    "\u00a0",
    "\u202f ",
    "\x0b",
    "\x85",
    "\u2003",
    "\x1d",
    "",
]
PIECES = [
    *"le la a à ou mer roi il qu s l d l’ l' I’ |’ 1' |es | ! . , - — – ¬ ‐ = ' ’ \" ( ) « » « “ aa b".split(),
    *'peut-être réu-nira gouverne-ment gouver- nement per— sonnes peut—être déci¬ l’"homme d’\'un "oui"'.split(),
    *"XXI® V111 XIX°siècle siècle Chapitre Il conﬂit e\u0301tat informa\u00adtion d´emocratie fac¸ade".split(),
    *"` ^ Ã© lâ€™ â Â Ã".split(),
    *"aprés probleme Hikmatov Secr étaire per manents international es 1914 l’homme, m² a_b ab1 abc- -abc ..".split(),
    "\x07",
    "\ue000",
    "\ud800",
    "\u0301",
]
texts = st.lists(st.tuples(st.sampled_from(BLANKS), st.sampled_from(PIECES)), max_size=30).map(
    lambda pairs: "".join(blank + piece for blank, piece in pairs)
)
any_text = st.one_of(texts, st.text(max_size=60))


class Open(View):
    """A view all of whose gates are open: the slow way that the fast one must agree with."""

    def opens(self, gate: Gate) -> bool:
        return True

    def stretches(self, gate: Gate) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\S+", self.text)]

    def matches(self, pattern: re.Pattern[str], gate: Gate) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text)


@pytest.mark.parametrize("repairer", REPAIRERS, ids=lambda repairer: repairer.name)
@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_a_gate_hides_nothing(repairer: Repairer, text: str) -> None:
    gated = View(text, FRENCH)
    triggers = repairer.triggers
    found = sorted(repairer.propose(gated)) if not isinstance(triggers, Gate) or gated.opens(triggers) else []
    assert found == sorted(repairer.propose(Open(text, FRENCH)))


@given(text=any_text)
def test_places_are_those_of_a_search(text: str) -> None:
    every = [match.span() for match in re.finditer(r"\S+", text)]
    assert list(View(text, FRENCH).places({text[start:end] for start, end in every})) == every
    some = {text[start:end] for start, end in every[::2]}
    assert list(View(text, FRENCH).places(some)) == [(start, end) for start, end in every if text[start:end] in some]
    unknown = [(start, end) for start, end in every if FRENCH.unknown_parts(text[start:end])]
    assert View(text, FRENCH).stretches(UNKNOWN) == unknown


@given(text=any_text)
def test_words_and_compounds_are_those_of_a_search(text: str) -> None:
    view = View(text, FRENCH)
    words = set(re.findall(r"[^\W\d_]+", text))
    asked = words | {text[k : k + 3] for k in range(len(text))} | {word[1:] for word in words}
    assert {word for word in asked if word in view.words} == words
    assert view.compounds == set(re.findall(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+(?![\w-])", text))


@given(text=any_text)
def test_an_inventory_counts_as_a_counter_does(text: str) -> None:
    inventory, counter = Inventory(text), Counter(text)
    assert {character: inventory[character] for character in [*counter, *" azéà’0A\ud800"]} == {
        character: counter[character] for character in [*counter, *" azéà’0A\ud800"]
    }
    assert inventory.total == len(text)
    assert inventory.letters == sum(character.isalpha() for character in text)
    assert inventory.capitals == sum(character.isupper() for character in text)
    assert inventory.digits == sum(character.isdigit() for character in text)
    assert inventory.alphanumeric == sum(character.isalnum() for character in text)


def test_marks_are_remembered_and_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textrepair.core.prefilter._REMEMBERED", 10)
    marks = Marks(FRENCH)
    for k in range(100):
        assert marks.of({f"xqzw{'abcdefghij'[k % 10]}", "maison"})
        assert marks._memory is not None
        assert len(marks._memory.shut) + len(marks._memory.marks) <= 12
    assert "maison" not in marks.of({"maison"})


LETTERS_ONLY = st.text(st.characters(categories=("L",)), min_size=1, max_size=8).filter(str.isalpha)


@given(st.one_of(LETTERS_ONLY, st.sampled_from([piece for piece in PIECES if piece.isalpha()])))
@settings(max_examples=500)
def test_a_gate_that_is_not_asked_about_letters_opens_for_none(stretch: str) -> None:
    shut = [gate for gate in gates._GATES if not gate.in_letters]
    assert len(shut) > 5
    assert not any(gate.finds(stretch, FRENCH) for gate in shut)


@given(st.one_of(LETTERS_ONLY, st.sampled_from("le mot rdle Apres h aprés DE XIX ﬁn".split())), st.sampled_from(",.;:"))
@settings(max_examples=500)
def test_a_word_with_a_sign_after_it_is_marked_as_if_all_gates_were_asked(word: str, sign: str) -> None:
    marks = Marks(FRENCH)
    found = marks.of({word + sign})
    assert marks._memory is not None
    assert found.get(word + sign, 0) == marks._mark(word + sign, marks._memory)


def test_what_was_met_before_the_memory_was_full_is_still_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "_REMEMBERED", 3)
    marks = Marks(FRENCH)
    words = {"le", "aprés", "mot", "rdle", "oui"}
    expected = Marks(FRENCH).of(words)
    asked: list[str] = []
    mark = marks._mark
    monkeypatch.setattr(marks, "_mark", lambda stretch, memory: asked.append(stretch) or mark(stretch, memory))
    assert marks.of(words) == marks.of(words) == marks.of(words) == expected
    assert sorted(asked) == sorted(words)
