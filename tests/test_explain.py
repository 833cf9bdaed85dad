"""`textrepair explain`, and the reasons of edits."""

from __future__ import annotations

import json
import math
import re
from functools import partial
from pathlib import Path

import command
import pytest

import textrepair
from textrepair import Chain, Patch
from textrepair.commands.exit_codes import ExitCode
from textrepair.core import FEATURES, Stage, Verdict
from textrepair.explain import explain

GOLDEN = Path(__file__).parent / "golden"
DAMAGED = "le  rdle de la mise en ceuvre des régles"
MARGIN = r"\d+\.\d nats (better|worse) than leaving it(, \d+\.\d (better|worse) than ‘.+’)?"


pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(scope="module")
def french() -> Chain:
    return Chain.for_language("fr")


run = partial(command.run, "explain")


def test_the_reason_of_a_changed_word_says_by_how_much(french: Chain) -> None:
    repair = french.repair(DAMAGED)
    reasons = {edit.replacement: edit.reason for edit in (*repair.patch, *repair.kept_back)}
    assert re.fullmatch(r"‘ceuvre’ is no word; ‘œuvre’ with ‘œ’ read as ‘ce’; " + MARGIN, reasons["œuvre"])
    # Where words are not weighed there is nothing to compare.
    (spacing,) = french.repair("la  paix").patch
    assert spacing.reason == "doubled space"


def test_each_of_several_changes_of_one_word_says_it() -> None:
    repair = Chain.for_language("fr", min_confidence=1.0).repair("mise en place de l’Assembl ée, de I’ Assembl ée")
    together = [edit for edit in repair.kept_back if edit.start >= 34]
    assert [edit.repairer for edit in together] == ["elision-glyphs", "split-words"]
    told = {edit.reason.partition(" nats ")[0].rpartition("; ")[2] for edit in together}
    assert len(told) == 1
    assert float(told.pop()) > 0


def test_the_numbers_are_those_of_the_lattice(french: Chain) -> None:
    (slot, *_) = explain(DAMAGED, french).slots
    leave, best, rival = slot.readings[0], slot.readings[slot.best], slot.readings[2]
    assert (leave.text, best.text, slot.best) == ("rdle", "rôle", 1)
    assert math.isclose(sum(reading.share for reading in slot.readings), 1.0, abs_tol=1e-6)
    assert [reading.nats for reading in slot.readings[1:]] == sorted(reading.nats for reading in slot.readings[1:])
    assert (leave.channel, leave.recurring, leave.context, leave.makers) == (0.0, 0.0, 0.0, ())
    assert best.channel == sum(maker.channel for maker in best.makers) > 0
    for reading in slot.readings:
        cost = reading.channel + reading.language + reading.context - reading.recurring
        assert math.isclose(cost - leave.language, reading.nats - leave.nats, abs_tol=1e-9)
    assert f"{leave.nats - best.nats:.1f} nats better than leaving it" in slot.why
    assert f"{rival.nats - best.nats:.1f} better than ‘{rival.text}’" in slot.why
    assert tuple(slot.features) == FEATURES
    assert slot.features["odds"] == pytest.approx(leave.nats - best.nats)


@pytest.mark.parametrize("document", ["002", "003"])
def test_what_is_explained_is_what_is_done(document: str, french: Chain) -> None:
    text = (GOLDEN / f"{document}.txt").read_text(encoding="utf-8")
    explanation = explain(text, french)
    prepared = french.prepare(text)
    decision = french.plan.decide(Stage.WORDS, prepared.view, prepared.proposals, french.min_confidence)
    assert explanation.slots
    assert not decision.edits or Patch(decision.edits) in french.repair(text).steps
    for verdict, edits in ((Verdict.MADE, decision.edits), (Verdict.KEPT_BACK, decision.kept_back)):
        slots = [slot for slot in explanation.slots if slot.verdict is verdict]
        said = [(maker.repairer, slot.confidence) for slot in slots for maker in slot.readings[slot.best].makers]
        assert [(name, round(confidence, 4)) for name, confidence in said] == [
            (edit.repairer, edit.confidence) for edit in edits
        ]
    assert all(slot.left in prepared.view.text for slot in explanation.slots)


def test_what_recurs_is_said(french: Chain) -> None:
    slots = explain((GOLDEN / "003.txt").read_text(encoding="utf-8"), french).slots
    recurring = [(slot.readings[0], reading) for slot in slots for reading in slot.readings if reading.recurring]
    assert recurring
    for leave, reading in recurring:
        cost = reading.channel + reading.language + reading.context - reading.recurring
        assert reading.recurring > 0
        assert math.isclose(cost - leave.language, reading.nats - leave.nats, abs_tol=1e-6)


def test_offsets_are_those_of_the_source(french: Chain) -> None:
    explanation = explain(DAMAGED, french)
    assert [DAMAGED[slot.start : slot.end] for slot in explanation.slots] == ["rdle", "ceuvre", "régles"]
    assert [(edit.start, edit.end) for edit in explanation.earlier] == [(2, 4)]


def test_only_what_stands_near_is_explained_but_by_the_whole_document() -> None:
    french = Chain.for_language("fr", only=["misread-letters", "ligatures"])
    filler = "la mise en œuvre des règles de la commission européenne. " * 20
    document = f"{filler}le rdle de la paix. {filler}un ceuvre"
    place = document.index("rdle")
    (slot,) = explain(document, french, at=place + 2).slots
    assert slot.readings[0].text == "rdle"
    (alone,) = explain("le rdle de la paix.", french).slots
    assert slot.features["words"] > alone.features["words"]
    assert slot.confidence != alone.confidence
    assert explain(document, french, at=len(filler) // 2).slots == []


def test_verdicts(french: Chain) -> None:
    def verdicts(text: str, chain: Chain = french) -> dict[str, Verdict]:
        return {slot.readings[0].text: slot.verdict for slot in explain(text, chain).slots}

    bold = Chain.for_language("fr", min_confidence=0.3)
    assert verdicts("la mise en ceuvre des", bold)["ceuvre"] is Verdict.MADE
    cautious = Chain.for_language("fr", min_confidence=1.0)
    assert verdicts("la mise en ceuvre des", cautious)["ceuvre"] is Verdict.KEPT_BACK
    old = "Les enfans étoient avec leurs parens, & il avoit connoissance dans le tems. " * 2
    slots = {slot.readings[0].text: slot for slot in explain(f"{old} Il y a une ceuvre ici.", french).slots}
    assert slots["ceuvre"].verdict is Verdict.OLD
    assert "old spelling" in slots["ceuvre"].why
    noise = "vrtk qzw mprl xkv bgt rtlk qvx wzzk plmt kvr " * 3
    told = explain(f"{noise} ceuvre", french).slots
    assert {slot.verdict for slot in told} == {Verdict.FOREIGN}
    assert "another language than French" in told[0].why


def test_what_is_no_prose_of_the_language_is_told(french: Chain) -> None:
    code = "Voir les `proprietes` ici, et non dans la salle d’à côté. "
    text = f"{code}The committee shall meet every yeer.\n\nLes enfans étoient avec leurs parens."
    zones = explain(text, french).zones
    assert [(text[zone.start : zone.end].strip(), zone.label) for zone in zones] == [
        ("`proprietes`", "code"),
        ("The committee shall meet every yeer", "English"),
        ("Les enfans étoient avec leurs parens.", "other spelling"),
    ]
    (near,) = explain(text, french, at=0).zones
    assert near.label == "code"


def test_what_has_no_hope_is_said_to_have_none(french: Chain) -> None:
    slots = explain((GOLDEN / "003.txt").read_text(encoding="utf-8"), french).slots
    hopeless = [slot for slot in slots if slot.verdict is Verdict.HOPELESS]
    assert hopeless
    for slot in hopeless:
        assert slot.readings[0].nats < slot.readings[slot.best].nats
        assert (slot.confidence, slot.features) == (0.0, {})
        assert "nothing else is considered" in slot.why
        assert "nats worse than leaving it" in slot.why


def test_a_pack_without_a_confidence_model_is_explained_too() -> None:
    (slot,) = explain("the hovse of commons", Chain.for_language("en")).slots
    assert (slot.readings[slot.best].text, slot.features) == ("house", {})


def test_for_a_person() -> None:
    Path("textrepair.toml").write_text("min_confidence = 0.3\n", encoding="utf-8")
    lines = run(DAMAGED).stdout.splitlines()
    assert "  2–4: ‘  ’ → ‘ ’ (spacing: doubled space)" in lines
    (head,) = (k for k, line in enumerate(lines) if "[ceuvre]" in line)
    assert lines[head] == "23–29: le rdle de la mise en [ceuvre] des régles"
    assert lines[head + 1].split()[:3] == ["reading", "channel", "language"]
    assert lines[head + 2].split()[0] == "ceuvre"
    assert lines[head + 2].endswith("(as it stands)")
    assert lines[head + 3].split()[:2] == ["→", "œuvre"]
    why = next(line for line in lines[head:] if " sure, " in line)
    assert re.fullmatch(r"  made: 0\.\d{3} sure, 0\.3 asked for; " + MARGIN, why)
    assert not any(line != line.rstrip() for line in lines)


def test_nothing_to_say() -> None:
    assert run("la paix").stdout == "No change of a word was considered.\n"
    assert run("la paix", "--at", "3").stdout == "No change of a word was considered near 3.\n"


def test_as_json() -> None:
    Path("textrepair.toml").write_text("min_confidence = 0.3\n", encoding="utf-8")
    told = json.loads(run("--json", DAMAGED).stdout)
    assert told["earlier"][0]["repairer"] == "spacing"
    slot = told["slots"][1]
    assert (slot["start"], slot["end"], slot["left"][-6:], slot["verdict"]) == (23, 29, "se en ", "made")
    best = slot["readings"][slot["best"]]
    assert (best["text"], best["makers"][0]["repairer"]) == ("œuvre", "ligatures")
    assert best["share"] == pytest.approx(math.exp(-best["nats"]), abs=1e-4)
    assert tuple(slot["features"]) == FEATURES


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_place_in_a_file_is_one_of_the_file(line_end: str) -> None:
    Path("textrepair.toml").write_text("only = ['misread-letters', 'ligatures']\n", encoding="utf-8")
    source = line_end.join(["la mise en œuvre"] * 30 + ["le rdle de la paix", "la mise en ceuvre"])
    Path("a.txt").write_bytes(source.encode())
    place = source.index("rdle")
    told = json.loads(run("--json", "--file", "a.txt", "--at", str(place)).stdout)
    assert told["file"] == "a.txt"
    assert {source[slot["start"] : slot["end"]] for slot in told["slots"]} == {"rdle", "ceuvre"}
    assert json.loads(run("--json", "--file", "a.txt", "--at", "0").stdout)["slots"] == []
    assert len(json.loads(run("--json", "--file", "a.txt").stdout)["slots"]) == 2


def test_standard_input_and_encodings() -> None:
    assert run("-", given=DAMAGED.encode()).stdout == run(DAMAGED).stdout == run(given=DAMAGED.encode()).stdout
    given = "les régles".encode("cp1252")
    assert "[régles]" in run("--encoding", "cp1252", given=given).stdout
    assert run("-", given=given).exit_code == ExitCode.INPUT


def test_settings_count() -> None:
    Path("words.txt").write_text("rdle\n", encoding="utf-8")
    assert "[rdle]" not in run(DAMAGED, "--words", "words.txt").stdout
    Path("textrepair.toml").write_text("min_confidence = 1\n", encoding="utf-8")
    assert "made:" not in run(DAMAGED).stdout
    assert "1 asked for" in run(DAMAGED).stdout
    Path("other.toml").write_text("only = ['spacing']\n", encoding="utf-8")
    assert "No change" in run(DAMAGED, "--config", "other.toml").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["abc", "--file", "a.txt"], ExitCode.USAGE, "leave out one"),
        (["abc", "--at", "4"], ExitCode.USAGE, "--at 4 lies outside the text, which has 3 code points"),
        (["abc", "--at", "-1"], ExitCode.USAGE, "--at"),
        (["--file", "none.txt"], ExitCode.INPUT, "none.txt: cannot be read"),
        (["--file", "."], ExitCode.INPUT, ".: cannot be read"),
        (["abc", "--words", "none.txt"], ExitCode.INPUT, "none.txt"),
        (["abc", "--confusions", "none.tsv"], ExitCode.INPUT, "none.tsv"),
        (["abc", "--language", "frr"], ExitCode.CONFIGURATION, "did you mean ‘fr’?"),
        (["abc", "--encoding", "utf-9"], ExitCode.CONFIGURATION, "no text encoding"),
        (["abc", "--config", "none.toml"], ExitCode.CONFIGURATION, "none.toml"),
    ],
)
def test_wrong_input_is_one_line(arguments: list[str], code: ExitCode, message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800 ceuvre", "\x1b[31m ceuvre", "[bold]ceuvre[/bold] ceuvre", "a" * 5_000]
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_any_text_will_do(text: str, form: list[str]) -> None:
    result = run(*form, "--", text)
    assert result.exit_code == ExitCode.OK
    assert "\x1b" not in result.stdout
    if form:
        json.loads(result.stdout)


def test_a_repairer_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from textrepair.registry import available

    def propose(self: object, view: object) -> object:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(available()["spacing"].cls, "propose", propose)
    result = run(DAMAGED)
    assert result.exit_code == ExitCode.REPAIRER_FAILED
    assert "the repairer ‘spacing’ failed and was left out: ZeroDivisionError: on purpose" in result.stderr
    assert "[ceuvre]" in result.stdout


def test_the_same_text_is_explained_the_same() -> None:
    first = textrepair.repair(DAMAGED)
    assert textrepair.repair(DAMAGED) == first
    assert run("--json", DAMAGED).stdout == run("--json", DAMAGED).stdout
