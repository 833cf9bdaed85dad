"""Many documents: in order, lazily, in several processes, and judged together where they come from one engine."""

from collections.abc import Iterator
from functools import reduce
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair import Chain, Document, Repair, many, repair_many
from textrepair.edits import Patch
from textrepair.errors import ConfigurationError
from textrepair.processes import pool, workers

ROOT = Path(__file__).parents[1]
CHAIN = Chain.for_language()
DAMAGED = "la mise en ceuvre des régles de I’ Organisation, le 28 ao(t 2008"
CLEAN = "La mise en œuvre des règles de l’Organisation, le 28 août 2008."


def pieces(pattern: str) -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "golden").glob(pattern))]
    return [piece for text in texts for piece in text.split("\n\n") if len(piece) > 100]


PIECES = pieces("00[0-9].txt")[::2]


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started for whatever there is to do, and are sent two or three texts at a time."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(workers, "_WORTHWHILE", 0)
    monkeypatch.setattr(pool, "_TOGETHER", 1500)


def test_each_is_repaired_as_by_itself_and_in_order() -> None:
    texts = [*PIECES[:20], "", CLEAN, "\ud800"]
    assert list(repair_many(texts, chain=CHAIN)) == [CHAIN.repair(text) for text in texts]
    documents = [Document(str(k), text) for k, text in enumerate(texts)]
    assert list(repair_many(documents, chain=CHAIN)) == [CHAIN.repair(text) for text in texts]
    assert next(repair_many([CLEAN])).text is CLEAN


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("engine", [None, "tesseract"])
def test_the_number_of_workers_does_not_show(engine: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_TOGETHER", 7)
    texts = [*PIECES[:20], "", CLEAN]
    expected = list(repair_many(texts, chain=CHAIN, engine=engine))
    assert [repair.source for repair in expected] == texts
    assert list(repair_many(texts, chain=CHAIN, engine=engine, workers=2)) == expected


def test_no_more_is_taken_than_is_needed() -> None:
    taken = []

    def texts() -> Iterator[str]:
        for k in range(100):
            taken.append(k)
            yield f"{k} {DAMAGED}"

    repairs = repair_many(texts())
    assert taken == []
    assert next(repairs).source.startswith("0 ")
    assert taken == [0]
    together = repair_many(texts(), engine="x")
    next(together)
    assert len(taken) == 1 + 64


@pytest.mark.usefixtures("eager")
def test_what_processes_die_of_comes_back_as_it_was(deadly: str) -> None:
    first, lost, last = repair_many([DAMAGED, deadly, DAMAGED], workers=2)
    assert first.text == last.text == "la mise en œuvre des règles de l’Organisation, le 28 août 2008"
    assert lost.text == "mortel"
    assert [failure.repairer for failure in lost.failures] == ["worker"]


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="workers is 0"):
        repair_many([], workers=0)
    with pytest.raises(ConfigurationError, match="put it in a list"):
        repair_many(DAMAGED)


# Judged together


def groups(texts: list[str], engine: object) -> list[int]:
    return [len(group) for group in many._groups(texts, engine)]  # type: ignore[arg-type]


def test_who_is_judged_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert groups(["a"] * 3, None) == [1, 1, 1]
    assert groups(["a"] * 150, "x") == [64, 64, 22]
    assert groups(["a1", "a2", "b1", "?", "?", "b2", "b3"], lambda text: {"?": None}.get(text, text[0])) == [
        2,
        1,
        1,
        1,
        2,
    ]
    assert groups(["a", "a" * 2001, "a", "a"], "x") == [1, 1, 2]
    monkeypatch.setattr(many, "_CHARACTERS", 10)
    assert groups(["aaaa", "aaaa", "aaaa", "a" * 20, "a"], "x") == [2, 1, 1, 1]
    assert groups([], "x") == []


def check(repairs: list[Repair], texts: list[str]) -> None:
    assert [repair.source for repair in repairs] == texts
    for repair in repairs:
        assert repair.patch.apply(repair.source) == repair.text
        composed = reduce(Patch.compose, repair.steps, Patch())
        assert composed.without_idle(repair.source).apply(repair.source) == repair.text
        for edit, following in pairwise(repair.kept_back):
            assert edit.start <= following.start
        assert all(0 <= edit.start <= edit.end <= len(repair.source) for edit in repair.kept_back)


def test_texts_that_are_judged_together_keep_their_own_edits() -> None:
    check(list(repair_many(PIECES, chain=CHAIN, engine="x")), PIECES)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["ceuvre", "régles", "I’", "homme", "ao(t", "le", "\n", "\n\n", "con-\n", "  ", "-", "tinu"]
            )
        ).map(" ".join),
        max_size=8,
    )
)
def test_no_edit_reaches_into_another_text(texts: list[str]) -> None:
    chain = Chain.for_language(add=["reflow", "double-spacing"], preset="fr-typography")
    check(list(repair_many(texts, chain=chain, engine="x")), texts)


def test_what_the_others_say_counts() -> None:
    """An engine that never prints é and à: one paragraph does not show it, forty do."""
    lost = str.maketrans("éàèê", "eaee")
    texts = [piece.translate(lost) for piece in pieces("00[24].truth.txt")]
    alone = sum(len(repair.patch) for repair in repair_many(texts, chain=CHAIN))
    together = sum(len(repair.patch) for repair in repair_many(texts, chain=CHAIN, engine="x"))
    assert together > 1.1 * alone > 0


def test_old_texts_do_not_make_the_others_old() -> None:
    old = "les loix qu’il avoit faites du tems que les enfans étoient petits"
    texts = [DAMAGED, old, DAMAGED, DAMAGED]
    assert [repair.text for repair in repair_many(texts, chain=CHAIN, engine="x")] == list(map(CHAIN.fix, texts))


def test_where_an_edit_would_cross_each_is_repaired_by_itself() -> None:
    """Reflow takes out lines: what stands between texts is then not what it was."""

    class Greedy:
        name = "greedy"
        stage = CHAIN.repairers[0].stage
        triggers = None
        examples = ()
        default = False

        def propose(self, view: object) -> Iterator[object]:
            from textrepair import Proposal

            text = view.text  # type: ignore[attr-defined]
            place = text.find("\n\n")
            if place >= 0:
                yield Proposal(place, place + 2, " ", "lines are none")

    chain = Chain([Greedy()], CHAIN.pack)  # type: ignore[list-item]
    texts = ["a", "b\n\nc", "d"]
    assert list(repair_many(texts, chain=chain, engine="x")) == [chain.repair(text) for text in texts]
