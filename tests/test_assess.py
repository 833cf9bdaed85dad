"""Estimates without ground truth: bounded, monotonic, and honest about what they cannot tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.assess import Calibration, assess
from textrepair.cli import application
from textrepair.commands.exit_codes import ExitCode

GOLDEN = Path(__file__).parent / "golden"


def read(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_an_estimate_within_its_range(text: str) -> None:
    found = assess(text)
    assert 0 <= found.low <= found.word_error_rate <= found.high <= 1
    json.dumps(found.to_dict())


def test_the_damaged_document_is_told_from_its_truth() -> None:
    damaged, truth = assess(read("003.txt")), assess(read("003.truth.txt"))
    true_rate = 265 / 2194
    assert true_rate / 2 < damaged.word_error_rate < 2 * true_rate
    assert damaged.word_error_rate > 5 * truth.word_error_rate
    assert set("àè") <= set(damaged.lost_letters)
    assert damaged.patterns["elisions"] > 80
    assert damaged.language == "fr"


def test_another_language_is_told() -> None:
    english = "The general assembly of the united nations shall meet every year in the month of september. " * 5
    assert assess(english).language == "en"
    latin = (
        "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui lingua. " * 5
    )
    assert assess(latin).language == "la"
    assert assess("Xqzt wvkj prrtz qmmlk zzxv brtk qwvz. " * 20).language == ""


def test_no_text_at_all() -> None:
    assert assess("").word_error_rate == 0.0


def test_the_table_is_followed_between_its_rows_and_held_beyond_them() -> None:
    table = Calibration({"unknown": 2.0}, [0.0, 1.0], [0.0, 0.4], [0.0, 0.2], [0.1, 0.5])
    assert table.score({"unknown": 0.25, "other": 9.0}) == 0.5
    assert table.estimate(0.5) == pytest.approx((0.2, 0.1, 0.3))
    assert table.estimate(-1.0) == (0.0, 0.0, 0.1)
    assert table.estimate(9.0) == (0.4, 0.2, 0.5)


def test_the_table_of_the_pack_rises() -> None:
    from textrepair.assess import _calibration
    from textrepair.core import open_pack

    table = _calibration(open_pack("fr"))
    for column in (table.scores, table.median, table.low, table.high):
        assert list(column) == sorted(column)
    assert all(
        0 <= low <= middle <= high <= 1 for low, middle, high in zip(table.low, table.median, table.high, strict=True)
    )


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_the_command(form: str) -> None:
    names = [str(GOLDEN / "003.txt"), str(GOLDEN / "004.txt")]
    done = CliRunner().invoke(application, ["assess", "--format", form, *names])
    assert done.exit_code == ExitCode.OK
    lines = done.output.splitlines()
    if form == "jsonl":
        assert [json.loads(line)["file"] for line in lines] == names
    elif form == "csv":
        assert len(lines) == 3
        assert len({line.count(",") for line in lines}) == 1
    else:
        assert "003.txt" in lines[1]
        assert "all" in lines[-1]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"caf\xe9\n")
    done = CliRunner().invoke(application, ["assess", "--format", "jsonl", str(bad), str(GOLDEN / "004.txt")])
    assert done.exit_code == ExitCode.INPUT
    assert "004.txt" in done.stdout
    assert "byte 3" in done.stderr


def test_the_commands_of_other_modules_are_listed() -> None:
    done = CliRunner().invoke(application, ["--help"])
    assert all(name in done.output for name in ("assess", "evaluate", "fix", "repairers"))
