"""Whatever a repairer does, and however one line behaves, the rest of the text is repaired and the run goes on."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest
from command import run

import textrepair
from textrepair import Candidate, Chain, Example, Proposal, Repair, Stage, View, repair_many
from textrepair.commands.exit_codes import ExitCode
from textrepair.core import Pack, Plan, open_pack
from textrepair.encodings import DecodedLine
from textrepair.errors import ConfigurationError
from textrepair.registry import RepairerInfo, available, make

DAMAGED, REPAIRED = "la mise en ceuvre des régles", "la mise en œuvre des règles"
# Lines that the decoder, as these tests make it, decodes to and fro.
RESTLESS = ["l’élève â€¦Ã¢ et la rue", "le prix â€¦Ã¢ du pain", "l’avenue â€¦Ã¢ de Paris"]


@pytest.fixture(autouse=True)
def _decodes_to_and_fro(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(view: View) -> Iterator[DecodedLine]:
        for match in re.finditer("â€¦Ã¢|Ã¢â€¦", view.text):
            found = match.group()
            yield DecodedLine(match.start(), found, "Ã¢â€¦" if found == "â€¦Ã¢" else "â€¦Ã¢", "to and fro")

    monkeypatch.setattr("textrepair.repairers.mojibake.decoded_lines", decoded)


class Plugin:
    """A repairer that does what a test tells it to."""

    name: ClassVar[str] = "plugin"
    stage: Stage = Stage.CHARACTERS
    default: ClassVar[bool] = False
    triggers: Any = None
    examples: ClassVar[tuple[Example, ...]] = ()

    def __init__(self, propose: Callable[[View], Any], stage: Stage = Stage.CHARACTERS, triggers: Any = None) -> None:
        self._propose = propose
        self.stage = stage
        self.triggers = triggers

    def propose(self, view: View) -> Iterable[Proposal]:
        return self._propose(view)  # type: ignore[no-any-return]


class WordPlugin(Plugin):
    """A repairer of words that does what a test tells it to."""

    propose = None  # type: ignore[assignment]

    def candidates(self, word: str, language: Pack) -> Iterable[Candidate]:
        return self._propose(word)  # type: ignore[arg-type, no-any-return]


class Unprintable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no message either")


class RaisingTrigger:
    def search(self, text: str) -> None:
        raise RuntimeError("the trigger fails")


def raises(error: BaseException) -> Callable[[object], Iterator[Any]]:
    def propose(_: object) -> Iterator[Any]:
        raise error
        yield

    return propose


def proposes(*values: Any) -> Callable[[object], list[Any]]:
    return lambda _: [Proposal(*values)]


def chain_with(*plugins: Plugin) -> Chain:
    usual = Chain.for_language("fr")
    return Chain([*usual.repairers, *plugins], usual.pack)  # type: ignore[list-item]


FAULTS = {
    "raises": raises(ValueError("boom")),
    "exits": raises(SystemExit(3)),
    "has no memory": raises(MemoryError()),
    "recurses": raises(RecursionError("too deep")),
    "has no message": raises(Unprintable()),
    "stops": raises(StopIteration()),
    "returns None": lambda _: None,
    "returns a number": lambda _: 7,
    "proposes None": lambda _: [None],
    "proposes a string": lambda _: ["abcdef"],
    "replaces by None": proposes(0, 2, None, "why"),
    "replaces by a number": proposes(0, 2, 7, "why"),
    "replaces by bytes": proposes(0, 2, b"le", "why"),
    "gives no reason": proposes(0, 2, "le", None),
    "counts in floats": proposes(0.0, 2.0, "le", "why"),
    "counts in booleans": proposes(False, True, "L", "why"),
    "counts in strings": proposes("0", "2", "le", "why"),
    "begins before the text": proposes(-1, 2, "le", "why"),
    "ends behind the text": proposes(0, 10**30, "le", "why"),
    "ends before it begins": proposes(2, 0, "le", "why"),
    "costs NaN": proposes(0, 2, "le", "why", math.nan),
    "costs nothing finite": proposes(0, 2, "le", "why", -math.inf),
    "costs None": proposes(0, 2, "le", "why", None),
    "costs too much": proposes(0, 2, "le", "why", 1e300),
    "is surer than sure": proposes(0, 2, "le", "why", 0.0, 2.0),
    "supports None": proposes(0, 2, "le", "why", 0.0, None),
    "never ends": lambda _: (Proposal(0, 2, f"le{k}", "why") for k in count()),
}


@pytest.mark.parametrize("stage", [Stage.CHARACTERS, Stage.WORDS, Stage.TYPOGRAPHY, Stage.KEYS])
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_repairer_proposes_the_others_go_on(fault: str, stage: Stage) -> None:
    repair = chain_with(Plugin(FAULTS[fault], stage)).repair(DAMAGED)
    assert repair.text == REPAIRED
    assert {failure.repairer for failure in repair.failures} == {"plugin"}
    assert all("\n" not in failure.error and failure.error for failure in repair.failures)


@pytest.mark.parametrize("trigger", [RaisingTrigger(), 7, "a string"])
def test_a_trigger_that_fails_is_contained(trigger: Any) -> None:
    repair = chain_with(Plugin(lambda _: [], triggers=trigger)).repair(DAMAGED)
    assert (repair.text, [failure.repairer for failure in repair.failures]) == (REPAIRED, ["plugin"])


@pytest.mark.parametrize(
    "candidates",
    [
        raises(ValueError("boom")),
        lambda _: None,
        lambda _: [None],
        lambda _: [Candidate(None, 1.0, "why")],  # type: ignore[arg-type]
        lambda _: [Candidate("mot", math.nan, "why")],
        lambda _: [("mot", 1.0)],
        lambda _: (Candidate(f"mot{k}", 1.0, "why") for k in count()),
    ],
)
def test_whatever_a_repairer_of_words_does_the_others_go_on(candidates: Callable[[str], Any]) -> None:
    repair = chain_with(WordPlugin(candidates, Stage.WORDS)).repair(DAMAGED)
    assert (repair.text, [failure.repairer for failure in repair.failures]) == (REPAIRED, ["plugin"])


def test_a_view_that_a_repairer_changes_leads_to_no_edit_outside_the_text() -> None:
    def meddles(view: View) -> Iterator[Proposal]:
        view.text = view.text * 3
        yield Proposal(40, 42, "le", "why")

    repair = chain_with(Plugin(meddles)).repair(DAMAGED)
    assert repair.failures
    assert repair.patch.apply(DAMAGED) == repair.text


def test_an_interrupt_is_not_contained() -> None:
    with pytest.raises(KeyboardInterrupt):
        chain_with(Plugin(raises(KeyboardInterrupt()))).repair(DAMAGED)


def test_a_plugin_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unmade(Plugin):
        def __init__(self) -> None:
            raise RuntimeError("no licence")

    info = RepairerInfo("unmade", Stage.WORDS, "", False, True, Unmade)  # type: ignore[arg-type]
    monkeypatch.setattr("textrepair.registry.available", lambda: {**available(), "unmade": info})
    with pytest.raises(ConfigurationError, match=r"‘unmade’ cannot be made.*no licence"):
        make(["unmade"])


@pytest.mark.parametrize("line", RESTLESS)
def test_a_line_that_does_not_settle_costs_that_line(line: str) -> None:
    source = f"{DAMAGED}\n{line}\n{DAMAGED}\n"
    repair = Chain.for_language("fr").repair(source)
    assert repair.text == f"{REPAIRED}\n{line}\n{REPAIRED}\n"
    (failure,) = repair.failures
    assert (failure.repairer, failure.position) == ("chain", len(DAMAGED) + 1)
    assert re.search(r"does not settle.*\(mojibake\).*left as it was", failure.error)
    assert Chain.for_language("fr").repair(repair.text).text == repair.text


def test_lines_that_do_not_settle_are_no_evidence_about_the_others() -> None:
    clean = "Les participants ont été réunis et les délégués ont présenté un résumé."
    lines = [{2: RESTLESS[k % 3], 4: DAMAGED}.get(k % 8, clean) for k in range(64)]
    repair = Chain.for_language("fr").repair("\n".join(lines))
    # In their places stand empty lines, and then all that is made of the others is the same.
    without = Chain.for_language("fr").repair("\n".join("" if line in RESTLESS else line for line in lines))
    made = zip(lines, without.text.split("\n"), strict=True)
    assert repair.text.split("\n") == [line if line in RESTLESS else other for line, other in made]
    assert [edit[2:] for edit in repair.patch] == [edit[2:] for edit in without.patch]
    assert [edit[2:] for edit in repair.kept_back] == [edit[2:] for edit in without.kept_back]
    assert without.patch
    assert len(repair.failures) == sum(map(lines.count, RESTLESS))
    assert repair.patch.apply(repair.source) == repair.text
    text = repair.source
    for step in repair.steps:
        text = step.apply(text)
    assert text == repair.text


def test_a_passage_of_a_long_line_that_does_not_settle_costs_that_passage() -> None:
    source = " ".join([*[DAMAGED] * 200, "â€¦Ã¢", *[DAMAGED] * 200])
    repair = Chain.for_language("fr").repair(source)
    assert len(repair.failures) == 1
    assert repair.text.count("œuvre") >= 380
    assert "â€¦Ã¢" in repair.text


def test_windows_line_ends_stay_where_a_line_does_not_settle() -> None:
    source = f"{DAMAGED}\r\n{RESTLESS[0]}\r\n{DAMAGED}\r\n"
    repair = Chain.for_language("fr").repair(source)
    assert repair.text == f"{REPAIRED}\r\n{RESTLESS[0]}\r\n{REPAIRED}\r\n"


class Swaps:
    """Changes two words to and fro, wherever they stand."""

    name: ClassVar[str] = "swaps"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = False
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = ()
    other: ClassVar[dict[str, str]] = {"lune": "rose", "rose": "pluie", "pluie": "lune"}

    def __init__(self, stage: Stage) -> None:
        self.stage = stage  # type: ignore[misc]

    def propose(self, view: View) -> Iterator[Proposal]:
        for match in re.finditer("lune|rose|pluie", view.text):
            yield Proposal(*match.span(), self.other[match.group()], "to and fro", 0.0, 1.0)


@pytest.mark.parametrize("stage", [Stage.CHARACTERS, Stage.LAYOUT, Stage.TYPOGRAPHY, Stage.KEYS])
def test_repairers_of_any_stage_that_undo_each_other_cost_the_line(stage: Stage) -> None:
    source = f"{DAMAGED}\nla lune\n{DAMAGED}\nla rose et la pluie"
    usual = Chain.for_language("fr")
    repair = Chain([*usual.repairers, Swaps(stage)], usual.pack).repair(source)
    assert repair.text == source.replace(DAMAGED, REPAIRED)
    assert len(repair.failures) == 2


def test_texts_that_are_judged_together_keep_their_failures() -> None:
    texts = [DAMAGED, RESTLESS[0], DAMAGED]
    repairs: list[Repair] = list(repair_many(texts, engine="one"))
    assert [repair.text for repair in repairs] == [REPAIRED, RESTLESS[0], REPAIRED]
    assert [[failure.position for failure in repair.failures] for repair in repairs] == [[], [0], []]


@pytest.mark.parametrize("fix", [Chain.for_language("fr").fix, textrepair.fix])
def test_fix_logs_what_went_wrong(fix: Callable[[str], str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "textrepair"):
        assert fix(f"{DAMAGED}\n{RESTLESS[0]}") == f"{REPAIRED}\n{RESTLESS[0]}"
    assert "does not settle" in caplog.text


def test_the_command_tells_of_the_line_and_repairs_the_rest(folder: Path) -> None:
    (folder / "a.txt").write_text(f"{DAMAGED}\n{RESTLESS[0]}\n{DAMAGED}\n", "utf-8")
    done = run("fix", "a.txt")
    assert done.stdout == f"{REPAIRED}\n{RESTLESS[0]}\n{REPAIRED}\n"
    assert done.exit_code == ExitCode.REPAIRER_FAILED
    assert f"a.txt near offset {len(DAMAGED) + 1}: the line does not settle" in done.stderr


def test_an_error_of_the_core_leaves_the_text_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("out of range")

    monkeypatch.setattr(Plan, "decide", broken)
    repair = Chain.for_language("fr").repair(DAMAGED)
    assert repair.text is DAMAGED
    assert repair.failures[0].error == "IndexError: out of range; the text was left as it was"
    assert open_pack("fr").knows("règles")
