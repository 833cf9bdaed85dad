"""Real documents, their expected output and edits, and what is still missed in them."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path

import pytest

import textrepair

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = ("000", "002", "003", "004")
# Forms that are as right as the truth's own: what the page prints cannot be told from the extract.
EITHER_WAY = {
    "003": {
        "Etats": "États",
        "Etat": "État",
        "Echangent": "Échangent",
        "A": "À",
        "XXIe": "XXIᵉ",
        "maîtriser": "maitriser",
    },
    "004": {"oeuvre": "œuvre"},
}


def read(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    return re.sub("['ʼ]", "’", text).split()


def same(document: str, right: str, got: str) -> bool:
    for one, other in EITHER_WAY.get(document, {}).items():
        if re.sub(rf"\b{one}\b", other, right) == re.sub(rf"\b{one}\b", other, got):
            return True
    return right == got


def wrong_words(document: str, truth: list[str], got: list[str]) -> set[int]:
    """The words of the truth, by number, that a text does not reproduce."""
    wrong: set[int] = set()
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=truth, b=got, autojunk=False).get_opcodes():
        if tag == "insert":
            wrong.add(min(i1, len(truth) - 1))
        elif tag != "equal":
            even = i2 - i1 == j2 - j1
            wrong.update(k for k in range(i1, i2) if not even or not same(document, truth[k], got[j1 + k - i1]))
    return wrong


def edit_lines(repair: textrepair.Repair) -> str:
    rows = [{**edit._asdict(), "before": repair.source[edit.start : edit.end]} for edit in repair.patch]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def misses(document: str, repair: textrepair.Repair) -> str:
    truth = words(read(f"{document}.truth.txt"))
    damaged = wrong_words(document, truth, words(repair.source))
    left = wrong_words(document, truth, words(repair.text))
    return "".join(
        f"{document}\t{'missed' if k in damaged else 'harmed'}\t{truth[k]}\t{' '.join(truth[max(0, k - 2) : k + 3])}\n"
        for k in sorted(left)
    )


@pytest.fixture(scope="module")
def repairs() -> dict[str, textrepair.Repair]:
    return {document: textrepair.repair(read(f"{document}.txt")) for document in DOCUMENTS}


def test_output_edits_and_misses_are_as_reviewed(
    repairs: dict[str, textrepair.Repair], pytestconfig: pytest.Config
) -> None:
    now = {
        "known_misses.tsv": "document\twhat\tword\tamong\n" + "".join(misses(name, repairs[name]) for name in DOCUMENTS)
    }
    for name, repair in repairs.items():
        now |= {f"{name}.expected.txt": repair.text, f"{name}.edits.jsonl": edit_lines(repair)}
    if pytestconfig.getoption("--regenerate-golden"):
        for name, text in now.items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
    for name, text in now.items():
        assert text == read(name), f"{name} differs: look at it with --regenerate-golden and git diff"


def test_what_the_first_release_promises(repairs: dict[str, textrepair.Repair]) -> None:
    damaged = repaired = 0
    for document, repair in repairs.items():
        truth = words(read(f"{document}.truth.txt"))
        before = wrong_words(document, truth, words(repair.source))
        after = wrong_words(document, truth, words(repair.text))
        assert not after - before, f"{document}: right words were harmed"
        if document != "003":
            assert not after, f"{document} is not exact"
        damaged += len(before)
        repaired += len(before - after)
    assert damaged == 282
    assert repaired >= 268


def test_names_and_authors_forms_stay(repairs: dict[str, textrepair.Repair]) -> None:
    for row in read("keep.tsv").splitlines()[1:]:
        document, form, kind, _ = row.split("\t")
        if kind not in ("line", "line_end_hyphen"):
            source, text = repairs[document].source, repairs[document].text
            assert text.count(form) >= source.count(form) > 0 or form == "ONUDC-OSCE", f"{document}: {form}"


def test_repairing_again_changes_nothing(repairs: dict[str, textrepair.Repair]) -> None:
    for repair in repairs.values():
        assert textrepair.fix(repair.text) is repair.text


def test_edits_replay_from_their_file(repairs: dict[str, textrepair.Repair]) -> None:
    for document, repair in repairs.items():
        rows = [json.loads(line) for line in read(f"{document}.edits.jsonl").splitlines()]
        text = repair.source
        for row in reversed(rows):
            assert text[row["start"] : row["end"]] == row["before"]
            text = text[: row["start"]] + row["replacement"] + text[row["end"] :]
        assert text == repair.text


@pytest.mark.parametrize("document", ["000", "002"])
def test_double_spacing_and_reflow(document: str) -> None:
    chain = textrepair.Chain.for_language(add=["double-spacing", "reflow"])
    repair = chain.repair(read(f"{document}.txt"))
    truth = words(read(f"{document}.truth.txt"))
    assert not wrong_words(document, truth, words(repair.text))
    assert repair.text.count("\n") < 0.5 * repair.source.count("\n")
    assert repair.patch.inverse(repair.source).apply(repair.text) == repair.source
