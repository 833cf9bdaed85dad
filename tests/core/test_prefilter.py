"""What is told of distinct tokens is what a search of the whole text tells."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair import Chain, Example, Proposal, Stage
from textrepair.core import UNKNOWN, CoreTest, Pack, Pattern, Plan, Prefilter, View, open_pack
from textrepair.core.patterns import PatternReader
from textrepair.core.prefilter import TokenMarks, misread_words
from textrepair.core.spaces import JoinReader
from textrepair.core.substitutions import SubstitutionReader
from textrepair.registry import built_in, make
from textrepair.repairer import AnyRepairer, DeclaredRepairer, Repairer

FRENCH = open_pack("fr")
REPAIRERS = make(built_in())
PLAN = Chain(REPAIRERS, FRENCH).plan
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


def specs_of(repairer: AnyRepairer) -> tuple[object, ...]:
    specs = repairer.spec() if isinstance(repairer, DeclaredRepairer) else ()
    return specs if isinstance(specs, tuple) else (specs,)


def triggers_of(repairer: AnyRepairer) -> tuple[Prefilter, ...]:
    triggers = getattr(repairer, "triggers", None)
    triggers = (triggers,) if isinstance(triggers, Prefilter) else triggers
    return triggers if isinstance(triggers, tuple) else ()


def all_prefilters() -> Iterator[Prefilter]:
    """Every prefilter of the built-in repairers, and of what the core runs for them."""
    yield UNKNOWN
    yield from JoinReader.prefilters
    yield from SubstitutionReader.prefilters
    for repairer in REPAIRERS:
        yield from triggers_of(repairer)
        for spec in specs_of(repairer):
            if isinstance(spec, Pattern):
                yield from PatternReader(spec, FRENCH).prefilters


PREFILTERS = list(dict.fromkeys(all_prefilters()))
MARKS = TokenMarks(FRENCH, PREFILTERS)


class Open(View):
    """A view all of whose prefilters are open: the slow way that the fast one must agree with."""

    def opens(self, prefilter: Prefilter) -> bool:
        return True

    def tokens(self, prefilter: Prefilter) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\S+", self.text)]

    def matches(self, pattern: re.Pattern[str], prefilter: Prefilter) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text)


def proposed(repairer: AnyRepairer, view: View) -> Iterable[Proposal]:
    yield from PLAN.propose(specs_of(repairer), view)  # type: ignore[arg-type]
    triggers = triggers_of(repairer)
    if isinstance(repairer, Repairer) and (not triggers or any(map(view.opens, triggers))):
        yield from repairer.propose(view)


@pytest.mark.parametrize("repairer", REPAIRERS, ids=lambda repairer: repairer.name)
@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_a_prefilter_hides_nothing(repairer: AnyRepairer, text: str) -> None:
    assert sorted(proposed(repairer, PLAN.scan(text))) == sorted(proposed(repairer, Open(text, FRENCH, PLAN)))


@given(text=any_text)
def test_places_are_those_of_a_search(text: str) -> None:
    every = [match.span() for match in re.finditer(r"\S+", text)]
    view = PLAN.scan(text)
    assert list(view.places({text[start:end] for start, end in every})) == every
    some = {text[start:end] for start, end in every[::2]}
    assert list(view.places(some)) == [(start, end) for start, end in every if text[start:end] in some]
    unknown = [(start, end) for start, end in every if FRENCH.unknown_parts(text[start:end])]
    assert view.tokens(UNKNOWN) == unknown


@given(text=any_text)
def test_words_and_compounds_are_those_of_a_search(text: str) -> None:
    statistics = PLAN.scan(text).statistics
    words = set(re.findall(r"[^\W\d_]+", text))
    asked = words | {text[k : k + 3] for k in range(len(text))} | {word[1:] for word in words}
    assert {word for word in asked if word in statistics.occurring} == words
    assert statistics.compounds == set(re.findall(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+(?![\w-])", text))
    capitalised = re.findall(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞŒŸ][^\W\d_]+(?![\w])", text)
    assert statistics.names == Counter(name for name in capitalised if not name.isupper())


@given(text=any_text)
def test_an_inventory_counts_as_a_counter_does(text: str) -> None:
    inventory, counter = PLAN.scan(text).statistics.inventory, Counter(text)
    assert {character: inventory[character] for character in [*counter, *" azéà’0A\ud800"]} == {
        character: counter[character] for character in [*counter, *" azéà’0A\ud800"]
    }
    assert inventory.total == len(text)
    assert inventory.letters == sum(character.isalpha() for character in text)
    assert inventory.capitals == sum(character.isupper() for character in text)
    assert inventory.digits == sum(character.isdigit() for character in text)
    assert inventory.alphanumeric == sum(character.isalnum() for character in text)


def test_marks_are_remembered_and_the_memory_is_bounded() -> None:
    plan = Plan(FRENCH)
    memory = plan.memories["prefiltered tokens"]
    memory.limit = 10
    for k in range(100):
        assert plan.scan(f"xqzw{'abcdefghij'[k % 10]} maison").unknown_words
        # Of the tokens met since there was last too much to remember, and of those met before.
        assert 0 < len(memory) <= 2 * 12
    assert plan.scan("maison").unknown_words == []


LETTERS_ONLY = st.text(st.characters(categories=("L",)), min_size=1, max_size=8).filter(str.isalpha)
# As if they were asked about tokens of nothing but letters too.
SHUT = [dataclasses.replace(one, in_letters=True) for one in PREFILTERS if not one.in_letters]
MARKS_OF_SHUT = TokenMarks(FRENCH, SHUT)


def may_make_word(token: str, place: int) -> bool:
    """Whether what stands at a hyphen may make one word."""
    left, right = re.search(r"[^\W\d_]{0,40}\Z", token[:place]), re.match(r"[^\W\d_]{0,40}", token[place + 1 :])
    assert left is not None
    assert right is not None
    if not left[0] or place == len(token) - 1:
        return bool(left[0])
    before, after = token[: left.start()][-1:], token[place + 1 + right.end() :][:1]
    joined, part = left[0] + right[0], "-‐‑¬_0123456789"
    if not right[0] or (before and before in part) or (after and after in part) or len(joined) < 4:
        return False
    has_case = joined[1:].islower() or joined.isupper()
    is_pronoun = right[0].lower() in FRENCH.rules.after_hyphen and FRENCH.knows(left[0])
    return has_case and not is_pronoun and (after in ("'", "’") or FRENCH.knows(joined))


@given(st.one_of(LETTERS_ONLY, st.sampled_from([piece for piece in PIECES if piece.isalpha()])))
@settings(max_examples=500)
def test_a_prefilter_that_is_not_asked_about_letters_opens_for_none(token: str) -> None:
    assert len(SHUT) > 5
    mark = MARKS_OF_SHUT.mark(token)
    assert not any(mark & MARKS_OF_SHUT.bit(one) for one in SHUT)


def opens(prefilter: Prefilter, token: str) -> bool:
    """Whether a prefilter opens for a token, asked by itself."""
    pattern = prefilter.pattern(FRENCH) if callable(prefilter.pattern) else prefilter.pattern
    if pattern is None and prefilter.test is None and not prefilter.unknown:
        return False
    return (
        (not prefilter.unknown or FRENCH.has_unknown(token))
        and (pattern is None or re.search(pattern, f" {token} ") is not None)
        and (prefilter.test is None or passes(prefilter.test, token))
    )


def passes(test: Callable[[str, Pack], bool] | CoreTest | str, token: str) -> bool:
    """Whether a token passes a test, of the core or of Python."""
    if isinstance(test, CoreTest):
        return test.make(FRENCH)(token)
    if callable(test):
        return test(token, FRENCH)
    if test == "cut word":
        return any(may_make_word(token, place) for place in range(len(token)) if token[place] in "-‐¬")
    if test == "misreading":
        return bool(misread_words(token, FRENCH))
    short = [word for word in re.findall(r"(?<![\w’'-])[^\W\d_]{1,3}(?![\w’'-])", token) if word.islower()]
    return any(not FRENCH.knows(word) or FRENCH.zipf(word) < 5.2 for word in short)


@given(st.one_of(LETTERS_ONLY, st.sampled_from("le mot rdle Apres h aprés DE XIX ﬁn".split())), st.sampled_from(",.;:"))
@settings(max_examples=500)
def test_a_word_with_a_sign_after_it_is_marked_as_if_all_prefilters_were_asked(word: str, sign: str) -> None:
    token = word + sign
    mark = MARKS.mark(token)
    assert [bool(mark & MARKS.bit(one)) for one in PREFILTERS] == [opens(one, token) for one in PREFILTERS]


def test_a_test_is_asked_about_a_word_with_a_sign_after_it() -> None:
    ends = Prefilter(test=lambda token, pack: token.endswith(","))
    marks = TokenMarks(FRENCH, [ends])
    assert [marks.mark(token) for token in ("mot", "mot,", "mot.")] == [0, marks.bit(ends), 0]


def test_what_was_met_before_the_memory_was_full_is_still_known() -> None:
    asked: list[str] = []
    noted = Prefilter(test=lambda token, pack: asked.append(token) or "é" in token)  # type: ignore[func-returns-value]
    words = {"le", "aprés", "mot", "rdle", "oui"}
    fresh = TokenMarks(FRENCH, [noted])
    expected = {word: fresh.mark(word) for word in words}
    assert {word for word, mark in expected.items() if mark} == {"aprés", "rdle"}
    asked.clear()
    marks = TokenMarks(FRENCH, [noted])
    marks.limit = 3
    for _ in range(3):
        assert {word: marks.mark(word) for word in words} == expected
    assert sorted(asked) == sorted(words)


class Asks:
    """A repairer that asks for a prefilter that it does not name in its triggers, or does."""

    name: ClassVar[str] = "asks"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]] = ()

    def __init__(self, asked: Prefilter, *triggers: Prefilter) -> None:
        self.asked = asked
        self.triggers = triggers or None

    def propose(self, view: View) -> Iterator[Proposal]:
        yield from (Proposal(start, end, "mot", "asked") for start, end in view.tokens(self.asked))


def test_a_prefilter_that_no_repairer_names_is_refused_and_the_others_go_on() -> None:
    stranger, other = Prefilter("§"), Prefilter("¤")
    spacing = built_in()["spacing"].cls()
    for triggers in ((), (other,)):
        repair = Chain([Asks(stranger, *triggers), spacing], FRENCH).repair("§  ¤")  # type: ignore[list-item]
        assert repair.text == "§ ¤"
        (failure,) = repair.failures
        assert failure.repairer == "asks"
        assert "'§'" in failure.error
        assert "name it in ‘triggers’ of the repairer that asks for it" in failure.error
    # One that is named is asked, as is one that another repairer names.
    for asking in ([Asks(stranger, stranger)], [Asks(stranger), Asks(stranger, stranger)]):
        repair = Chain([*asking, spacing], FRENCH).repair("§  ¤")  # type: ignore[list-item]
        assert (repair.text, repair.failures) == ("mot ¤", ())
    # The plan of another chain knows nothing of it.
    assert Chain([Asks(stranger)], FRENCH).repair("§").failures  # type: ignore[list-item]


@pytest.mark.parametrize("pattern", ["(", "[a"])
def test_a_prefilter_that_is_no_pattern_costs_its_repairer_alone(pattern: str) -> None:
    wrong = Prefilter(pattern)
    repair = Chain([Asks(wrong, wrong), built_in()["spacing"].cls()], FRENCH).repair("a  b")  # type: ignore[list-item]
    assert repair.text == "a b"
    assert {failure.repairer for failure in repair.failures} == {"asks"}
