"""`--dry-run`: the edits of a run that writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run, run_to

from textrepair.commands.exit_codes import ExitCode

DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    for name, text in (("in/a.txt", DAMAGED), ("in/b.txt", "un mot\n"), ("in/sub/c.txt", DAMAGED)):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def tree() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.mark.parametrize("flag", ["-n", "--dry-run"])
@pytest.mark.parametrize("place", [[], ["-o", "out"], ["--in-place"]])
def test_the_edits_are_those_of_the_run_and_nothing_is_written(flag: str, place: list[str]) -> None:
    before = tree()
    dry = run_to("fix", flag, "in", *place)
    assert tree() == before
    assert not Path("out").exists()
    assert "3 files, 2 would change, 6 edits" in dry.stderr
    told = [json.loads(line) for line in dry.stdout.splitlines()]
    assert [edit["file"] for edit in told] == ["in/a.txt"] * 3 + ["in/sub/c.txt"] * 3
    assert run_to("fix", "in", "-o", "real", "--edits", "-").stdout == dry.stdout


def test_one_file_and_standard_input() -> None:
    alone = [json.loads(line) for line in run_to("fix", "-n", "in/a.txt").stdout.splitlines()]
    piped = [json.loads(line) for line in run("fix", "-n", given=DAMAGED.encode()).stdout.splitlines()]
    assert [edit["before"] for edit in alone] == [edit["before"] for edit in piped]
    assert run_to("fix", "-n", "in/a.txt", "--edits", "-").stdout.count("\n") == len(alone)


def test_the_status_is_that_of_the_run() -> None:
    Path("in/bad.txt").write_bytes(b"\xff\xfe\xfd\xfc")
    assert run("fix", "-n", "in").exit_code == run("fix", "in", "-o", "out").exit_code == ExitCode.INPUT
    assert run("fix", "-n", "in/a.txt", "--only", "none").exit_code == ExitCode.CONFIGURATION


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--check"], "--dry-run prints the edits, --check prints names"),
        (["--diff"], "--dry-run prints the edits, --diff prints a diff"),
        (["--edits", "e.jsonl"], "--dry-run writes no lists"),
        (["--suggest", "s.jsonl"], "--dry-run writes no lists"),
        (["--suggest", "-"], "--dry-run writes no lists"),
        (["-o", "out/", "--resume"], "--dry-run keeps no journal"),
        (["-o", "out/", "--journal", "j"], "--dry-run keeps no journal"),
        (["-o", "in"], "the place of the inputs"),
        (["-o", "out", "--in-place"], "two places"),
    ],
)
def test_what_contradicts_it_is_refused(arguments: list[str], expected: str) -> None:
    before = tree()
    result = run("fix", "-n", "in", *arguments)
    assert result.exit_code == ExitCode.USAGE
    assert expected in result.stderr
    assert tree() == before
