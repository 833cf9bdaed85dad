"""The evaluation counts what it says, agrees with the reference scorer, and keeps its books balanced."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import textrepair.evaluate
from textrepair import Chain, Document, Edit, Patch
from textrepair.commands.evaluate import evaluate as command
from textrepair.errors import InputError
from textrepair.evaluate import (
    CLASSES,
    DocumentResult,
    EditVerdict,
    Evaluation,
    Pair,
    compare,
    evaluate,
    evaluate_clean,
    evaluate_pair,
    judge_edits,
    pairs_from_directories,
    pairs_from_jsonl,
)
from textrepair.evaluate.alignment import Folded, align
from textrepair.evaluate.measures import as_scored, flatten, total, without_hyphens

SAMPLES = Path(__file__).parent / "samples"
GOLDEN = Path(__file__).parent / "golden"

# What the reference scorer (its address and its agreement with published runs: benchmarks/README.md) prints for
# the samples: repaired by outputs.jsonl or not, hyphens judged or not.
REFERENCE = [
    (False, False, (28, 0.0134, 0.0906, 0.0104, 0.0560, 0.0, 0, 319, 0, 0)),
    (True, False, (28, 0.0344, 0.1872, 0.0342, 0.1700, -0.5714, 19, 319, 108, 643)),
    (True, True, (28, 0.0343, 0.1861, 0.0342, 0.1694, -0.6429, 20, 317, 106, 637)),
]


def sample_pairs(*, repaired: bool) -> list[Pair]:
    pairs = pairs_from_jsonl(SAMPLES / "pairs.jsonl", repaired=SAMPLES / "outputs.jsonl" if repaired else None)
    return pairs if repaired else [replace(pair, out=pair.ocr) for pair in pairs]


@pytest.mark.parametrize(("repaired", "blind_hyphens", "expected"), REFERENCE)
def test_agrees_with_the_reference_scorer_to_four_digits(
    repaired: bool, blind_hyphens: bool, expected: tuple[float, ...]
) -> None:
    tally = evaluate(sample_pairs(repaired=repaired), blind_hyphens=blind_hyphens, resamples=0).tally
    rates = (tally.after.cer, tally.after.wer, tally.after.cmer, tally.after.wmer, tally.preference)
    counts = (tally.worse, tally.damaged, tally.repaired, tally.harmed)
    assert (tally.documents, *(round(rate, 4) for rate in rates), *counts) == expected


# Words that run into each other, accents, hyphens, apostrophes and line ends: what alignments stumble over.
texts = st.text(st.sampled_from("aaabeéèœ'’ -.\n¬l1 "), max_size=40)
triples = st.tuples(texts, texts, texts)


def result_of(truth: str, ocr: str, out: str, *, blind_hyphens: bool = False) -> DocumentResult:
    return evaluate_pair(Pair("a", ocr, truth, out=out), blind_hyphens=blind_hyphens)


@given(texts, texts, st.booleans())
def test_a_perfect_output_has_no_error_and_no_harm(truth: str, ocr: str, blind_hyphens: bool) -> None:
    _, tally, judgement = result_of(truth, ocr, truth, blind_hyphens=blind_hyphens)
    after = tally.after
    assert after.cer == after.wer == after.cmer == after.wmer == 0
    assert tally.harmed == tally.left == tally.worse == 0
    assert not any(edit.verdict is EditVerdict.WRONG for edit in judgement.edits)
    assert all(spot.repaired for spot in judgement.spots)


@given(texts, texts, st.booleans())
def test_the_untouched_input_has_no_repair_and_no_harm(truth: str, ocr: str, blind_hyphens: bool) -> None:
    _, tally, judgement = result_of(truth, ocr, ocr, blind_hyphens=blind_hyphens)
    assert tally.before == tally.after
    assert tally.repaired == tally.harmed == tally.preferred == tally.worse == 0
    assert not judgement.edits
    assert not any(spot.repaired for spot in judgement.spots)


@given(st.lists(triples, max_size=6), st.booleans())
def test_counts_add_up(documents: list[tuple[str, str, str]], blind_hyphens: bool) -> None:
    results = [result_of(*texts, blind_hyphens=blind_hyphens) for texts in documents]
    evaluation = Evaluation.of(results, blind_hyphens=blind_hyphens, resamples=0)
    tally = evaluation.tally
    assert tally.documents == len(documents)
    assert tally.damaged == tally.repaired + tally.left
    assert tally.before.words == tally.after.words
    right_after = tally.before.words - tally.left - tally.harmed
    assert 0 <= right_after <= tally.before.words
    assert tally.damaged <= tally.before.word_errors
    assert tally.left + tally.harmed <= tally.after.word_errors
    for counts in (evaluation.by_damage, evaluation.by_repairer):
        assert sum(each.made for each in counts.values()) == evaluation.edits.made
    assert tuple(evaluation.by_damage) == CLASSES
    assert sum(each.damaged for each in evaluation.by_damage.values()) == evaluation.edits.damaged
    assert sum(each.repaired for each in evaluation.by_damage.values()) == evaluation.edits.repaired
    assert total(flatten(result.tally) for result in results) == tally


def test_shuffling_documents_changes_nothing() -> None:
    results = [evaluate_pair(pair) for pair in sample_pairs(repaired=True)]
    expected = Evaluation.of(results, resamples=50).to_dict()
    random.Random(3).shuffle(results)
    assert Evaluation.of(results, resamples=50).to_dict() == expected


@given(texts, texts)
def test_differences_lead_from_the_text_to_the_truth(text: str, truth: str) -> None:
    text, truth = as_scored(text), as_scored(truth)
    pieces, position, true_position = [], 0, 0
    for start, end, true_start, true_end in align(text, truth):
        assert text[position:start] == truth[true_position:true_start]
        pieces += [text[position:start], truth[true_start:true_end]]
        position, true_position = end, true_end
    assert "".join(pieces) + text[position:] == truth


@given(texts, st.booleans())
def test_texts_that_know_their_places_are_folded_alike(text: str, blind_hyphens: bool) -> None:
    folded = Folded.of(text, blind_hyphens=blind_hyphens)
    assert folded.text == as_scored(without_hyphens(text) if blind_hyphens else text)
    for place, character in enumerate(folded.text):
        origin = text[folded.origin(place)]
        assert origin == character or (origin in "’" and character == "'") or (origin.isspace() and character == " ")
        assert folded.place(folded.origin(place)) == place


@pytest.mark.parametrize(
    ("truth", "ocr", "edit", "verdict", "damage"),
    [
        ("le 28 août", "le 28 ao(t", Edit(8, 9, "û", "r"), "right", "diacritics"),
        ("le 28 août", "le 28 ao(t", Edit(6, 10, "août", "r"), "right", "diacritics"),
        ("le 28 août", "le 28 ao(t", Edit(6, 10, "Aout", "r"), "useless", "other letters"),
        ("la belle vie", "la belle vie", Edit(5, 6, "", "r"), "wrong", "other letters"),
        ("la belle vie", "la bele vie", Edit(5, 5, "l", "r"), "right", "other letters"),
        ("la vie", "te vie", Edit(0, 2, "l", "r"), "useless", "other letters"),
        ("de la vie", "dela vie", Edit(2, 2, " ", "r"), "right", "merged words"),
        ("dela vie", "dela vie", Edit(2, 2, " ", "r"), "wrong", "merged words"),
        ("accréditant", "accréditan t", Edit(10, 11, "", "r"), "right", "split words"),
        ("un t", "un t", Edit(2, 3, "", "r"), "wrong", "split words"),
        ("l’ami", "I’ami", Edit(0, 1, "l", "r"), "right", "elision"),
        ("le danger", "le dan-\nger", Edit(6, 8, "", "r"), "right", "hyphenation"),
        ("fin", "ﬁn", Edit(0, 1, "fi", "r"), "right", "ligature"),
        ("oui, non", "oui. non", Edit(3, 4, ",", "r"), "right", "punctuation"),
        ("de la", "de  la", Edit(2, 4, " ", "r"), "indifferent", ""),
        ("de la", "de \nla", Edit(2, 3, "", "r"), "indifferent", ""),
        ("l’ami", "l’ami", Edit(1, 2, "'", "r"), "indifferent", ""),
        # What is missing elsewhere in the text is not the edit's fault.
        ("il a vu la mer hier", "il vu la mcr", Edit(10, 11, "e", "r"), "right", "other letters"),
    ],
)
def test_an_edit_is_judged_by_the_truth(truth: str, ocr: str, edit: Edit, verdict: str, damage: str) -> None:
    patch = Patch([edit])
    (judged,) = judge_edits(truth, ocr, patch.apply(ocr), patch).edits
    assert (str(judged.verdict), judged.damage) == (verdict, damage)


def test_hyphens_that_are_not_judged_make_an_edit_indifferent() -> None:
    patch = Patch([Edit(6, 8, "", "hyphenation")])
    pair = Pair("a", "le dan-\nger", "le dan-ger", out="le danger", patch=patch)
    assert evaluate([pair]).edits.useless == 1
    assert evaluate([pair], blind_hyphens=True).edits.indifferent == 1


@given(triples)
@settings(max_examples=50)
def test_every_edit_of_a_patch_is_judged(texts: tuple[str, str, str]) -> None:
    truth, ocr, other = texts
    patch = Patch([Edit(0, len(ocr) // 3, other[:3], "a+b"), Edit(len(ocr) // 2, len(ocr), other[3:], "c")])
    judgement = judge_edits(truth, ocr, patch.apply(ocr), patch)
    assert len(judgement.edits) in {2, 0}
    assert judgement.edits or patch.apply(ocr) == ocr


def test_intervals_hold_the_figure_and_come_from_groups() -> None:
    pairs = sample_pairs(repaired=True)
    evaluation = evaluate(pairs)
    assert evaluation.groups == 4 + 15
    for name in ("cer", "wer", "cmer", "wmer"):
        low, high = evaluation.intervals[f"{name}_after"]
        assert low < getattr(evaluation.tally.after, name) < high
    assert evaluate(pairs).intervals == evaluation.intervals
    assert not evaluate(pairs[:1]).intervals, "one group says nothing about others"


def test_a_page_of_70000_characters_takes_seconds() -> None:
    page = (GOLDEN / "000.truth.txt").read_text(encoding="utf-8") * 7
    page = page[:70_000]
    draw = random.Random(1)
    ocr, out = ("".join(draw.choice("eltI|") if draw.random() < rate else c for c in page) for rate in (0.05, 0.01))
    start = time.perf_counter()
    _, tally, judgement = result_of(page, ocr, out)
    # About 1.5 s; ten times that would mean that something is quadratic.
    assert time.perf_counter() - start < 15
    assert tally.repaired > 2000
    assert len(judgement.edits) > 2000


def test_the_chain_is_judged_on_the_golden_documents() -> None:
    pairs = [
        Pair(name, *((GOLDEN / f"{name}{ending}").read_text(encoding="utf-8") for ending in (".txt", ".truth.txt")))
        for name in ("000", "002", "003")
    ]
    evaluation = evaluate(pairs)
    assert evaluation.edits.precision is not None
    assert evaluation.edits.precision > 0.95
    assert evaluation.by_repairer["elision-glyphs"].right > 50
    assert evaluation.tally.preference > 0


def test_false_edits_on_clean_text_are_counted_and_hyphen_joins_apart() -> None:
    documents = [Document("a", "Un dan-\nger menace la côte."), Document("b", "le 28 ao(t 2008")]
    result = evaluate_clean(documents, Chain.for_language(only=["hyphenation", "stray-glyphs"]))
    assert (result.documents, result.words, result.hyphen_joins, result.false_edits) == (2, 10, 1, 1)
    assert result.by_repairer == {"stray-glyphs": 1}
    (example,) = result.examples["stray-glyphs"]
    assert (example.document, example.start) == ("b", 6)
    assert "[ao(t→août]" in example.context
    assert result.rate == pytest.approx(10_000)


def test_clean_samples_come_out_as_they_are() -> None:
    outcome = run("--clean", SAMPLES / "clean.jsonl", "--json")
    found = json.loads(outcome.stdout)
    assert (found["documents"], found["false_edits"]) == (4, 0)


def test_best_ref_names_the_field_of_the_truth(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {"id": 7, "ocr": "a", "truth": "b", "truth_flow": "c", "best_ref": "truth_flow", "page_id": "p", "x": [1]}
    path.write_text(json.dumps(record) + "\n\n", encoding="utf-8")
    (plain,), (best,) = pairs_from_jsonl(path), pairs_from_jsonl(path, best_ref=True)
    assert (plain.id, plain.truth, best.truth, best.group, best.record["x"]) == ("7", "b", "c", "p", [1])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1: no JSON"),
        ("\n[1, 2]\n", "line 2: no JSON object"),
        ('{"id": "a", "ocr": "b"}', "line 1: the field ‘truth’ is missing; it has id, ocr"),
        ('{"id": "a", "ocr": 3, "truth": "b"}', "the field ‘ocr’ is no text"),
    ],
)
def test_a_broken_record_is_named_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        pairs_from_jsonl(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        pairs_from_jsonl(tmp_path / "nowhere.jsonl")
    (tmp_path / "ocr").mkdir()
    with pytest.raises(InputError, match="truth: no such directory"):
        pairs_from_directories(tmp_path / "ocr", tmp_path / "truth")
    (tmp_path / "truth").mkdir()
    with pytest.raises(InputError, match="no file in it matches"):
        pairs_from_directories(tmp_path / "ocr", tmp_path / "truth")
    (tmp_path / "ocr" / "a.txt").write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match=r"not valid UTF-8 at byte 3 \(line 1, 0xE9\).*--encoding cp1252"):
        pairs_from_directories(tmp_path / "ocr", tmp_path / "truth")
    outputs = tmp_path / "out.jsonl"
    outputs.write_text('{"id": "zzz", "out": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="zzz"):
        pairs_from_jsonl(SAMPLES / "pairs.jsonl", repaired=outputs)
    outputs.write_text('{"id": "a", "out": "a"}\n{"id": "a", "out": "b"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 2: the id ‘a’ was there before"):
        pairs_from_jsonl(SAMPLES / "pairs.jsonl", repaired=outputs)


def run(*arguments: str | Path) -> Result:
    outcome = CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return outcome


def test_the_command_prints_tables() -> None:
    outcome = run(SAMPLES / "pairs.jsonl", "--repaired", SAMPLES / "outputs.jsonl", "--worst", "3")
    for expected in ("28 documents", "cMER", "0.0104", "harmed 643", "diacritics", "Edits that hurt most", "un-0"):
        assert expected in outcome.stdout
    assert "hyphens not judged" in run(SAMPLES / "pairs.jsonl", "--blind-hyphens", "--limit", "2").stdout


def test_the_command_prints_json() -> None:
    outcome = run(SAMPLES / "pairs.jsonl", "--json", "--only", "accents,spacing", "--skip", "spacing", "--worst", "2")
    found = json.loads(outcome.stdout)
    assert set(found["by_repairer"]) == {"accents"}
    assert found["words"]["total"] == found["before"]["words"]
    assert len(found["worst_edits"]) <= 2


def test_the_command_takes_directories_and_single_files(tmp_path: Path) -> None:
    contents = {"ocr": "le 28 ao(t", "truth": "le 28 août", "repaired": "le 28 août"}
    for name, text in contents.items():
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "a.txt").write_text(text, encoding="utf-8")
    ocr, truth, repaired = (tmp_path / name for name in contents)
    found = json.loads(run("--ocr", ocr, "--truth", truth, "--json", "--worst", "1").stdout)
    assert found["words"] == {"total": 3, "damaged": 1, "repaired": 1, "left": 0, "harmed": 0}
    found = json.loads(run("--ocr", ocr, "--truth", truth, "--repaired", repaired, "--json").stdout)
    assert found["by_repairer"]["(given)"]["right"] == 1
    found = json.loads(run(ocr / "deep/a.txt", truth / "deep/a.txt", "--json").stdout)
    assert found["after"]["wer"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a", "b", "c"],
        ["--ocr", "a"],
        ["a", "--ocr", "b", "--truth", "c"],
        ["--clean"],
        ["--clean", "a", "--ocr", "b"],
    ],
)
def test_the_command_refuses_what_makes_no_sense(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == 2


def test_the_public_names_are_sorted_and_there() -> None:
    assert textrepair.evaluate.__all__ == sorted(textrepair.evaluate.__all__)
    assert all(hasattr(textrepair.evaluate, name) for name in textrepair.evaluate.__all__)


@pytest.mark.parametrize("measure", [lambda: compare("", "", ""), lambda: compare("", "abc", "")])
def test_empty_texts_are_measured(measure: Callable[[], object]) -> None:
    assert measure() is not None
