"""Wrong arguments raise an error that says what to write instead; what is printed at a prompt is short."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import textrepair
from textrepair import Chain, Document, Edit, Patch, Repair
from textrepair.core import open_pack
from textrepair.errors import ArgumentTypeError, ConfigurationError, TextRepairError
from textrepair.repairers.hyphenation import Hyphenation

ANY: Any = None


class Unprintable:
    def __repr__(self) -> str:
        raise ValueError("it has no representation")


class Nameless:
    def propose(self, view: object) -> tuple[()]:
        return ()


def chain_of(*repairers: Any, **settings: Any) -> Chain:
    return Chain(repairers, open_pack("fr"), **settings)


def wrong(value: object) -> Any:
    return value


# What is called, and what its message must say.
WRONG_TYPES: dict[str, tuple[Callable[[], object], str]] = {
    "fix None": (lambda: textrepair.fix(wrong(None)), "got None: leave out"),
    "fix bytes": (lambda: textrepair.fix(wrong(b"le 28 ao(t")), '.decode("utf-8")'),
    "repair bytes": (lambda: textrepair.repair(wrong(bytearray(b"le"))), '.decode("utf-8")'),
    "fix a path": (lambda: textrepair.fix(wrong(Path("a.txt"))), '.read_text("utf-8")'),
    "fix a list": (lambda: textrepair.fix(wrong(["le"])), "repair_many"),
    "fix a document": (lambda: textrepair.fix(wrong(Document("a", "le"))), ".text"),
    "fix a number": (lambda: textrepair.fix(wrong(28)), "str()"),
    "fix what has no repr": (lambda: textrepair.fix(wrong(Unprintable())), "an object of type Unprintable"),
    "language None": (lambda: textrepair.fix("le", language=wrong(None)), '"fr"'),
    "language a pack": (lambda: Chain.for_language(wrong(open_pack("fr"))), "make a Chain"),
    "preset a number": (lambda: textrepair.fix("le", preset=wrong(1)), "fr-typography"),
    "preset a mapping": (lambda: textrepair.fix("le", preset=wrong({"search": True})), "fr-typography"),
    "preset of bytes": (lambda: textrepair.fix("le", preset=wrong([b"search"])), "fr-typography"),
    "add a repairer": (lambda: Chain.for_language(add=wrong([Hyphenation()])), "Chain(repairers, pack)"),
    "only a class": (lambda: Chain.for_language(only=wrong([Hyphenation])), "the class Hyphenation"),
    "skip None in a list": (lambda: Chain.for_language(skip=wrong([None])), "textrepair repairers"),
    "options a list": (lambda: Chain.for_language(options=wrong(["spacing"])), "mapping"),
    "options of a name": (lambda: Chain.for_language(options=wrong({"spacing": 1})), "got 1"),
    "a class for a repairer": (lambda: chain_of(Hyphenation), "[Hyphenation()]"),
    "a name for a repairer": (lambda: chain_of("spacing"), "only=["),
    "a repairer without a name": (lambda: chain_of(Nameless()), "a name and a stage"),
    "None for a repairer": (lambda: chain_of(None), "spec(), propose() and candidates()"),
    "one repairer": (lambda: Chain(wrong(Hyphenation()), open_pack("fr")), "put it in a list"),
    "one class": (lambda: Chain(wrong(Hyphenation), open_pack("fr")), "[Hyphenation()]"),
    "names as one str": (lambda: Chain("spacing", open_pack("fr")), "only=["),
    "a code for a pack": (lambda: Chain([], wrong("fr")), "open_pack('fr')"),
    "no pack": (lambda: Chain([], wrong(None)), 'open_pack("fr")'),
    "min_confidence a str": (lambda: chain_of(min_confidence="0.5"), "such as 0.7"),
    "min_confidence a bool": (lambda: chain_of(min_confidence=True), "got True"),
    "min_confidence complex": (lambda: Chain.for_language(min_confidence=wrong(1j)), "got 1j"),
    "one str of texts": (lambda: textrepair.repair_many("le 28 ao(t"), "got one str: put it in a list"),
    "one bytes of texts": (lambda: textrepair.repair_many(wrong(b"le")), "got one bytes"),
    "None for texts": (lambda: textrepair.repair_many(wrong(None)), "pass a list"),
    "None among texts": (lambda: list(textrepair.repair_many(wrong(["le", None]))), "leave out"),
    "bytes in a document": (lambda: list(textrepair.repair_many([Document("a", wrong(b"le"))])), "decode"),
    "workers a str": (lambda: textrepair.repair_many(["le"], workers=wrong("2")), "None to use all cores"),
    "workers a bool": (lambda: textrepair.repair_many(["le"], workers=True), "got True"),
    "workers a float": (lambda: textrepair.repair_many(["le"], workers=wrong(2.0)), "got 2.0"),
    "chain a code": (lambda: textrepair.repair_many(["le"], chain=wrong("fr")), "Chain.for_language('fr')"),
    "chain the class": (lambda: textrepair.repair_many(["le"], chain=wrong(Chain)), "Chain.for_language()"),
}


@pytest.mark.parametrize("case", WRONG_TYPES)
def test_an_argument_of_the_wrong_type_raises_an_error_with_the_remedy(case: str) -> None:
    call, remedy = WRONG_TYPES[case]
    with pytest.raises(ArgumentTypeError) as caught:
        call()
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, ConfigurationError)
    assert isinstance(caught.value, TextRepairError)
    message = str(caught.value)
    assert remedy in message
    assert "expected" in message
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, 2])
def test_a_confidence_out_of_range_raises_a_configuration_error(value: float) -> None:
    with pytest.raises(ConfigurationError, match=r"min_confidence is .*: it must lie between 0 and 1") as caught:
        Chain.for_language("fr", min_confidence=value)
    assert not isinstance(caught.value, TypeError)


@pytest.mark.parametrize("value", [0, -1])
def test_less_than_one_worker_raises_a_configuration_error(value: int) -> None:
    with pytest.raises(ConfigurationError, match=f"workers is {value}: pass 1 or more"):
        textrepair.repair_many(["le"], workers=value)


def test_arguments_of_the_right_type_pass() -> None:
    assert chain_of(Hyphenation(), min_confidence=1).min_confidence == 1
    only = Chain.for_language("fr", only=(name for name in ["spacing"]), add={"hyphenation"}, skip="spacing")
    assert [repairer.name for repairer in only.repairers] == ["hyphenation"]
    with_presets = Chain.for_language("fr", only=[], preset=("search",), options={})
    assert with_presets.repairers
    assert (
        next(repair.text for repair in textrepair.repair_many(iter(["le  28 ao(t", Document("b", "le")])))
        == "le 28 août"
    )


def test_the_repr_of_a_large_value_is_short() -> None:
    large = "é" * 2_000_000
    edit = Edit(0, 1, large, "by-hand", large)
    view = textrepair.Chain.for_language("fr", only=[]).plan.scan(large)
    for value in (
        Document(large, large),
        Repair(large, large, Patch([edit]), kept_back=(edit,) * 1000),
        edit,
        Patch(Edit(k, k + 1, "x", "by-hand") for k in range(100_000)),
        view,
        view.pack,
        Chain.for_language("fr"),
    ):
        assert len(repr(value)) < 600, type(value)
        assert "\n" not in repr(value)


def test_the_repr_of_small_values_says_what_they_are() -> None:
    edit = Edit(2, 3, "û", "stray-glyphs", "‘ao(t’ is no word", 0.99)
    assert repr(Patch([edit])) == f"Patch([{edit!r}])"
    assert eval(repr(Patch([edit]))) == Patch([edit])
    assert repr(Patch([edit._replace(start=k, end=k) for k in range(4)])) == "<Patch: 4 edits>"
    assert repr(Document("a.txt", "x")) == "<Document 'a.txt': 1 character>"
    assert repr(Repair("ab", "a", Patch([Edit(1, 2, "", "by-hand")]))) == (
        "<Repair: 2 characters, 1 edit, 0 kept back, 0 failures>"
    )
    assert repr(Chain.for_language("fr", only=["spacing"])) == "<Chain fr: 1 repairer>"
    assert repr(open_pack("fr")) == "<Pack fr>"
