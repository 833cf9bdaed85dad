"""The core gives the answers that were recorded, and the comparison finds one that it does not give."""

from __future__ import annotations

from pathlib import Path

import pytest
from vectors.compare import differences, first_difference
from vectors.files import read_records, recorded_kinds, write_records
from vectors.kinds import KINDS, Subject
from vectors.texts import language_texts

from textrepair.core import open_pack

VECTORS = Path(__file__).parent / "vectors"
LANGUAGES = ("fr", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def subject(request: pytest.FixtureRequest) -> Subject:
    return Subject(request.param, dict(read_records(VECTORS / request.param, "texts")))


def test_core_gives_the_recorded_answers(subject: Subject) -> None:
    found = list(differences(VECTORS / subject.pack.rules.code, subject))
    assert not found, f"{len(found)} answers differ, first {found[0]}: see python -m tests.vectors compare"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_recorded(language: str) -> None:
    assert recorded_kinds(VECTORS / language) == sorted(["texts", *KINDS])


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_those_that_are_made_today(language: str) -> None:
    assert dict(language_texts(open_pack(language))) == dict(read_records(VECTORS / language, "texts"))


def test_vectors_reach_what_they_are_for() -> None:
    """Each verdict but one, each declaration and each prefilter of tokens occur in the answers."""
    path = VECTORS / "fr"
    verdicts = {
        one["verdict"] for _, rounds in read_records(path, "rounds") for each in rounds for one in each["judged"]
    }
    assert verdicts == {"MADE", "KEPT_BACK", "UNLIKELY", "HOPELESS", "OLD"}
    ((_, specs),) = read_records(path, "specs")
    assert {name for _, answer in read_records(path, "candidates") for name in answer} == set(specs)
    ((_, prefilters),) = read_records(path, "prefilters")
    opened = {number for _, answer in read_records(path, "scan") for number in answer["opens"]}
    asked = {number for number, one in enumerate(prefilters) if not one["document"]}
    assert opened == asked
    kinds = {zone[2] for _, answer in read_records(path, "zones") for zone in answer["zones"]}
    assert len(kinds) >= 7


@pytest.mark.parametrize("kind", ["pairs", "candidates", "edits", "zones"])
def test_comparison_finds_a_changed_answer(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "fr"
    records = list(read_records(VECTORS / "fr", kind))
    place = next(number for number, (_, answer) in enumerate(records) if answer and _changed(answer) != answer)
    question, answer = records[place]
    around = records[max(0, place - 2) : place]
    write_records(path, kind, [*around, (question, _changed(answer)), *records[place + 1 : place + 3]])
    subject = Subject("fr", dict(read_records(VECTORS / "fr", "texts")))
    assert [(one.kind, one.question) for one in differences(path, subject)] == [(kind, question)]


def _changed(answer: object) -> object:
    """Return an answer with its last number or offset changed by little."""
    if isinstance(answer, dict):
        for key in reversed(answer):
            changed = _changed(answer[key])
            if changed != answer[key]:
                return {**answer, key: changed}
    elif isinstance(answer, list):
        for place in reversed(range(len(answer))):
            changed = _changed(answer[place])
            if changed != answer[place]:
                return [*answer[:place], changed, *answer[place + 1 :]]
    elif isinstance(answer, float):
        return answer + 1e-9
    elif isinstance(answer, int) and not isinstance(answer, bool):
        return answer + 1
    return answer


def test_a_lone_surrogate_is_recorded(tmp_path: Path) -> None:
    write_records(tmp_path, "texts", [("one", "la soci\ud800été")])
    assert dict(read_records(tmp_path, "texts")) == {"one": "la soci\ud800été"}
    assert first_difference({"a": True}, {"a": 1}) is None
