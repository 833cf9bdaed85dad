"""The command, most of it in this process; what only a real one shows, in a real one."""

import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import run

from textrepair.commands.exit_codes import ExitCode
from textrepair.document import Failure, Repair
from textrepair.edits import Edit, Patch
from textrepair.plain_text import PlainText
from textrepair.runs.job import Outcome, described
from textrepair.runs.report import Summary

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from textrepair.cli import main; main()"]

DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"
CLEAN = "la mise en œuvre des règles\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def write(path: str, text: str = DAMAGED, encoding: str = "utf-8") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode(encoding))
    return file


def tree(path: str = ".") -> dict[str, bytes]:
    """Return all files but the journal."""
    files = [file for file in Path(path).rglob("*") if file.is_file() and ".textrepair" not in file.parts]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def test_one_file_goes_to_standard_output() -> None:
    write("a.txt")
    result = run("fix", "a.txt")
    assert (result.exit_code, result.stdout) == (ExitCode.OK, REPAIRED)
    assert result.stderr.startswith("textrepair: 1 file, 3 edits (")
    assert result.stderr.count("\n") == 1
    assert tree() == {"a.txt": DAMAGED.encode()}


@pytest.mark.parametrize("arguments", [["-"], []])
def test_standard_input_goes_to_standard_output(arguments: list[str]) -> None:
    result = run("fix", *arguments, given=DAMAGED.encode())
    assert (result.exit_code, result.stdout) == (ExitCode.OK, REPAIRED)


def test_quiet_says_nothing() -> None:
    write("a.txt")
    assert run("fix", "-q", "a.txt").stderr == ""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_line_ends_and_byte_order_mark_are_kept(line_end: str, encoding: str) -> None:
    write("a.txt", (DAMAGED + CLEAN + DAMAGED).replace("\n", line_end), encoding)
    result = run("fix", "a.txt")
    assert result.stdout_bytes == (REPAIRED + CLEAN + REPAIRED).replace("\n", line_end).encode(encoding)


def test_a_folder_goes_to_a_tree() -> None:
    write("in/b/c.txt")
    write("in/a.txt", CLEAN).chmod(0o640)
    for passed_over in ("in/.hidden.txt", "in/.git/x.txt", "in/a.txt~", "in/a.md"):
        write(passed_over)
    assert run("fix", "in", "-o", "in/out").exit_code == ExitCode.OK
    assert tree("in/out") == {"a.txt": CLEAN.encode(), "b/c.txt": REPAIRED.encode()}
    assert stat.S_IMODE(Path("in/out/a.txt").stat().st_mode) == 0o640
    # What was written is not taken for input.
    again = run("fix", "in", "-o", "in/out")
    assert again.stderr.startswith("textrepair: 2 files, 1 changed, 3 edits")
    assert sorted(tree("in/out")) == ["a.txt", "b/c.txt"]


def test_glob_says_which_files() -> None:
    for path in ("in/a.md", "in/b/c.md", "in/d.txt"):
        write(path)
    assert run("fix", "in", "-o", "all", "--glob", "**/*.md").exit_code == ExitCode.OK
    assert sorted(tree("all")) == ["a.md", "b/c.md"]
    assert run("fix", "in", "-o", "top", "--glob", "*.md").exit_code == ExitCode.OK
    assert sorted(tree("top")) == ["a.md"]
    assert run("fix", "in", "-o", "x", "--glob", "/a").exit_code == ExitCode.CONFIGURATION


def test_in_place_keeps_permissions_and_leaves_clean_files_alone() -> None:
    damaged, clean = write("a.txt"), write("b.txt", CLEAN)
    damaged.chmod(0o604)
    before = clean.stat()
    assert run("fix", "--in-place", ".").exit_code == ExitCode.OK
    assert tree() == {"a.txt": REPAIRED.encode(), "b.txt": CLEAN.encode()}
    assert stat.S_IMODE(damaged.stat().st_mode) == 0o604
    assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_diff_writes_nothing_and_shows_what_would_change() -> None:
    write("a.txt", CLEAN + DAMAGED)
    result = run("fix", "--diff", "a.txt")
    assert result.exit_code == ExitCode.OK
    assert result.stdout == f"--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n {CLEAN}-{DAMAGED}+{REPAIRED}"
    assert "1 would change" in result.stderr
    assert tree() == {"a.txt": (CLEAN + DAMAGED).encode()}


def test_diff_goes_with_writing() -> None:
    write("a.txt")
    assert f"+{REPAIRED}" in run("fix", "--diff", "--in-place", "a.txt").stdout
    assert tree() == {"a.txt": REPAIRED.encode()}


def test_check_says_by_its_status_whether_anything_would_change() -> None:
    write("in/a.txt")
    write("in/b.txt", CLEAN)
    before = tree()
    result = run("fix", "--check", "in")
    assert (result.exit_code, result.stdout) == (ExitCode.WOULD_CHANGE, "in/a.txt\n")
    assert run("fix", "--check", "in/b.txt").exit_code == ExitCode.OK
    shown = run("fix", "--check", "--diff", "in")
    assert shown.exit_code == ExitCode.WOULD_CHANGE
    assert shown.stdout.startswith("--- in/a.txt\n")
    assert tree() == before


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_edits_replay_to_the_output(line_end: str, encoding: str) -> None:
    source = (ROOT / "tests/golden/003.txt").read_text(encoding="utf-8").replace("\n", line_end)
    write("003.txt", source, encoding)
    result = run("fix", "003.txt", "--edits", "edits.jsonl")
    records = [json.loads(line) for line in Path("edits.jsonl").read_bytes().splitlines()]
    keys = {"file", "start", "end", "before", "after", "repairer", "reason", "confidence"}
    assert {*records[0]} == {*keys, "source_sha256", "result_sha256"}
    assert all({*record} == keys for record in records[1:])
    assert all(source[record["start"] : record["end"]] == record["before"] for record in records)
    patch = Patch(Edit(record["start"], record["end"], record["after"], record["repairer"]) for record in records)
    assert patch.apply(source).encode(encoding) == result.stdout_bytes


def test_edits_of_several_files_go_to_standard_output() -> None:
    write("a.txt")
    write("b.txt")
    result = run("fix", "a.txt", "b.txt", "--in-place", "--edits", "-")
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == ["a.txt"] * 3 + ["b.txt"] * 3


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_was_not_made_is_suggested(line_end: str) -> None:
    source = f"la  mise{line_end}en ceuvre des régles{line_end}"
    write("a.txt", source)
    result = run("fix", "a.txt", "--suggest", "s.jsonl", "--edits", "e.jsonl", "--min-confidence", "1")
    made = [json.loads(line) for line in Path("e.jsonl").read_bytes().splitlines()]
    suggested = [json.loads(line) for line in Path("s.jsonl").read_bytes().splitlines()]
    assert result.stdout_bytes.decode() == source.replace("  ", " ")
    assert [record["repairer"] for record in made] == ["spacing"]
    assert [record["file"] for record in suggested] == ["a.txt", "a.txt"]
    assert [(record["before"], record["after"]) for record in suggested] == [("ceuvre", "œuvre"), ("régles", "règles")]
    assert all(source[record["start"] : record["end"]] == record["before"] for record in suggested)
    assert all("nats better than leaving it" in record["reason"] for record in suggested)
    assert all(0.05 <= record["confidence"] < 1 for record in suggested)
    # What is made is not suggested.
    assert run("fix", "a.txt", "--suggest", "none.jsonl", "--min-confidence", "0.06").exit_code == ExitCode.OK
    assert Path("none.jsonl").read_bytes() == b""


def test_suggestions_of_several_files_go_to_standard_output() -> None:
    write("a.txt", "en ceuvre\n")
    write("b.txt", "en ceuvre\n")
    result = run("fix", "a.txt", "b.txt", "-o", "out", "--suggest", "-", "--min-confidence", "1")
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == ["a.txt", "b.txt"]


def test_repairers_can_be_chosen() -> None:
    text = b"la  mise en ceuvre\n"
    assert run("fix", "--only", "spacing", given=text).stdout == "la mise en ceuvre\n"
    assert run("fix", "--skip", "accents,spacing", given=text).stdout == "la  mise en œuvre\n"
    assert run("fix", "--only", "spacing", "--add", "ligatures", given=text).stdout == "la mise en œuvre\n"
    assert run("fix", "--min-confidence", "1", given=text).stdout == "la mise en ceuvre\n"
    assert run("fix", "--preset", "fr-typography", given=b"l'homme\n").stdout == "l’homme\n"


def test_settings_are_found_and_overridden() -> None:
    text = b"la  mise en ceuvre\n"
    write("textrepair.toml", "only = ['spacing']\n")
    assert run("fix", given=text).stdout == "la mise en ceuvre\n"
    assert run("fix", "--only", "ligatures", given=text).stdout == "la  mise en œuvre\n"
    write("other.toml", "only = ['ligatures']\n")
    assert run("fix", "--config", "other.toml", given=text).stdout == "la  mise en œuvre\n"


def test_a_name_that_nobody_has_is_answered_with_the_nearest() -> None:
    result = run("fix", "--only", "spacin", given=b"")
    assert result.exit_code == ExitCode.CONFIGURATION
    assert "did you mean ‘spacing’?" in result.stderr
    write("textrepair.toml", "skip = ['accent']\n")
    result = run("fix", given=b"")
    assert result.exit_code == ExitCode.CONFIGURATION
    assert "did you mean ‘accents’?" in result.stderr
    assert "textrepair.toml" in result.stderr


def test_another_encoding_is_read_and_written() -> None:
    write("a.txt", "la mise en ceuvre d’aprés\n", "cp1252")
    for encoding in ("cp1252", "auto"):
        assert run("fix", "a.txt", "--encoding", encoding).stdout_bytes == "la mise en œuvre d’après\n".encode("cp1252")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["in"], "in is a folder: say -o DIR or --in-place"),
        (["a.txt", "b.txt"], "several files cannot go to standard output"),
        (["a.txt", "-o", "out", "--in-place"], "two places"),
        (["a.txt", "--check", "--in-place"], "--check writes nothing"),
        (["-", "--in-place"], "standard input has no name"),
        (["a.txt", "-o", "."], "the place of the input"),
        (["in/a.txt", "a.txt", "-o", "out"], "would both become out/a.txt"),
        (["a.txt", "--edits", "a.txt"], "would be written over"),
        (["a.txt", "--edits", "-"], "needs -o or --in-place"),
        (["a.txt", "--suggest", "a.txt"], "would be written over"),
        (["a.txt", "--suggest", "-"], "--suggest - leaves standard output to the edits"),
        (["a.txt", "--suggest", "-", "-o", "out", "--diff"], "--suggest - leaves standard output to the edits"),
        (["a.txt", "--suggest", "-", "--edits", "-", "-o", "out"], "one place for two lists"),
        (["a.txt", "--suggest", "x", "--edits", "./x"], "one place for two lists"),
        (["a.txt", "--min-confidence", "2"], "min-confidence"),
        (["a.txt", "--only", "spacing,"], "an empty name"),
        (["a.txt", "--onyl", "spacing"], "--only"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_done(arguments: list[str], expected: str) -> None:
    for path in ("a.txt", "b.txt", "in/a.txt"):
        write(path)
    before = tree()
    result = run("fix", *arguments)
    assert result.exit_code == ExitCode.USAGE
    assert expected in result.stderr
    assert result.stdout == ""
    assert tree() == before


def test_the_gravest_thing_met_decides_the_status() -> None:
    write("a.txt")
    assert run("fix", "--check", "a.txt", "none.txt").exit_code == ExitCode.INPUT
    write("out", "a file where the folder should be")
    assert run("fix", "a.txt", "none.txt", "-o", "out").exit_code == ExitCode.OUTPUT


@pytest.fixture
def failing_spacing(monkeypatch: pytest.MonkeyPatch) -> None:
    from textrepair.registry import available

    def propose(self: object, view: object) -> Iterator[object]:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(available()["spacing"].cls, "propose", propose)


@pytest.mark.usefixtures("failing_spacing")
def test_a_repairer_that_fails_is_reported_and_the_rest_goes_on() -> None:
    write("a.txt", "la  mise en ceuvre\n")
    result = run("fix", "a.txt")
    assert (result.exit_code, result.stdout) == (ExitCode.REPAIRER_FAILED, "la  mise en œuvre\n")
    assert "a.txt: the repairer ‘spacing’ failed and was left out: ZeroDivisionError: on purpose" in result.stderr


def test_the_summary_says_what_was_left_alone() -> None:
    write("in/a.txt", "la mise en ceuvre\n")
    write("in/b.txt", CLEAN)
    whole = run("fix", "in", "-o", "one").stderr
    assert whole.startswith(
        "textrepair: 2 files, 1 changed, 1 edit (ligatures 1); left alone: 1 file with nothing sure"
    )
    assert re.search(r"; left alone: 1 file with nothing sure to repair; \d+\.\d s\n$", whole)
    strict = run("fix", "in/a.txt", "--min-confidence", "1").stderr
    assert "1 file, 0 edits; left alone: 1 change that is not sure enough (--suggest FILE lists it); " in strict
    write("in/c.txt", "la mise en ceuvre\n")
    assert (
        "3 files with nothing sure to repair, 2 changes that are not sure enough (--suggest FILE lists them); "
        in run("fix", "in", "-o", "two", "--min-confidence", "1").stderr
    )
    assert "left alone" not in run("fix", "in/a.txt").stderr


def test_a_passage_that_does_not_settle_is_counted_apart_from_failures() -> None:
    plain = PlainText("un mot", name="a.txt")
    failures = (Failure("chain", 0, "does not settle in 20 rounds"), Failure("spacing", -1, "ValueError"))
    made = described(Repair("un mot", "un mot", failures=failures), plain)
    assert (len(made.failures), made.unsettled) == (2, 1)
    summary = Summary()
    summary.add(Outcome("a.txt", failures=made.failures, unsettled=made.unsettled))
    assert "1 failure of a repairer; left alone: 1 passage on which the repairs did not settle; " in summary.line()


def test_the_repairers_are_listed() -> None:
    write("textrepair.toml", "skip = ['accents']\n")
    result = run("repairers")
    lines = {line.split()[0]: line for line in result.stdout.splitlines() if line.strip()}
    assert lines["spacing"].split()[1] == "runs"
    assert lines["accents"].split()[1] == "off"
    assert "→" in result.stdout
    listed = {entry["name"]: entry for entry in json.loads(run("repairers", "--json").stdout)}
    assert listed["accents"]["runs"] is False
    assert listed["spacing"]["stage"] == "LAYOUT"
    assert listed["spacing"]["examples"]


def real(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, check=False)


def test_the_real_command_repairs_standard_input() -> None:
    done = real("fix", "-q", given=DAMAGED.replace("\n", "\r\n").encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, REPAIRED.replace("\n", "\r\n").encode(), b"")


def test_the_real_command_ends_with_the_documented_status() -> None:
    write("a.txt")
    assert real("fix", "--check", "a.txt").returncode == ExitCode.WOULD_CHANGE
    assert real("fix", "--nonsense").returncode == ExitCode.USAGE
    assert real("fix", "none.txt").returncode == ExitCode.INPUT
    assert real("fix", "a.txt", "--only", "none").returncode == ExitCode.CONFIGURATION


def test_a_reader_that_leaves_is_no_trouble() -> None:
    write("a.txt", DAMAGED * 3)
    read, write_end = os.pipe()
    os.close(read)
    done = subprocess.run([*COMMAND, "fix", "a.txt"], stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (ExitCode.BROKEN_PIPE, b"")


def test_ctrl_c_ends_with_one_line_and_whole_files() -> None:
    for k in range(200):
        write(f"in/{k:03}.txt", DAMAGED * 40)
    command = [*COMMAND, "fix", "in", "-o", "out", "--edits", "edits.jsonl"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while not list(Path().glob("out/*.txt")) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert told.startswith(b"textrepair: interrupted after ")
    assert told.count(b"\n") == 1
    results = tree("out")
    assert 0 < len(results) < 200
    assert all(result == (REPAIRED * 40).encode() for result in results.values())
    told_of = {json.loads(line)["file"] for line in Path("edits.jsonl").read_bytes().splitlines()}
    assert len(results) - len(told_of) in (0, 1)


def on_a_terminal(*arguments: str) -> str:
    """Run the command on a terminal and return what it shows."""
    main, other = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    shown = b""
    with subprocess.Popen([*COMMAND, *arguments], stdin=other, stdout=other, stderr=other, env=environment) as process:
        os.close(other)
        while True:
            try:
                chunk = os.read(main, 65_536)
            except OSError:  # how Linux says that the other end was closed
                break
            if not chunk:
                break
            shown += chunk
        process.wait(timeout=60)
    os.close(main)
    return shown.decode()


def test_on_a_terminal_the_diff_is_in_colour() -> None:
    write("a.txt")
    shown = on_a_terminal("fix", "--diff", "a.txt")
    assert f"\x1b[31m-{DAMAGED.rstrip()}\x1b[0m" in shown
    assert f"\x1b[32m+{REPAIRED.rstrip()}\x1b[0m" in shown


def test_on_a_terminal_long_work_shows_how_far_it_is() -> None:
    text = (ROOT / "tests/golden/003.txt").read_text(encoding="utf-8")
    for k in range(300):
        write(f"in/{k:03}.txt", text)
    write("in/999.txt", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), "latin-1")
    shown = on_a_terminal("fix", "in", "-o", "out")
    assert "repairing" in shown
    assert "/301" in shown
    assert "in/999.txt: not valid UTF-8 at byte 0" in shown
    assert "300 files, 300 changed" in shown


def test_nothing_to_read_on_a_terminal_is_said_at_once() -> None:
    assert "nothing to repair" in on_a_terminal("fix")
