"""Runs over many files: what is done is kept, whatever happens, and can be undone."""

from __future__ import annotations

import ctypes
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from command import run_to as run

from textrepair.commands.exit_codes import ExitCode
from textrepair.processes import workers
from textrepair.processes.tasks import Lost
from textrepair.runs import journal, reading

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "textrepair"]
# What is done is entered so often that a run is killed between, before and after.
OFTEN = "from textrepair import cli; from textrepair.runs import journal; journal._SECONDS = 0.03; cli.main()"
DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"
CLEAN = "la mise en œuvre des règles\n"
ODD_NAMES = ["a b.txt", "new\nline.txt", os.fsdecode(b"d\xe9j\xe0.txt"), "é.txt", "#.x.txt"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def tree(path: str) -> dict[str, bytes]:
    """Return all files but the journal."""
    files = [file for file in Path(path).rglob("*") if file.is_file() and ".textrepair" not in file.parts]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def write(path: str, data: str | bytes = DAMAGED) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def archive(path: str = "in") -> None:
    """Write a folder with a bit of everything."""
    lines = [json.dumps({"id": k, "text": DAMAGED * (k % 3)}, ensure_ascii=k % 2 == 0) for k in range(12)]
    write(f"{path}/a.jsonl", "\n".join([*lines, '{"text": ', ""]))
    write(f"{path}/b.jsonl.gz", gzip.compress("\n".join(lines).replace("/", "\\/").encode(), mtime=1))
    write(f"{path}/clean.txt.zst", zstandard.compress(CLEAN.encode(), 19))
    write(f"{path}/c.csv", f'id;text\r\n1;{DAMAGED.strip()}\r\n2;"a ""b"" {DAMAGED}"\r\n3;5" {DAMAGED.strip()}\r\n')
    write(f"{path}/bad.txt", b"d\xe9j\xe0")
    write(f"{path}/bad.txt.gz", gzip.compress(DAMAGED.encode())[:-4])
    write(f"{path}/marked.txt", "\ufeff" + (DAMAGED + CLEAN).replace("\n", "\r\n"))
    table = pa.table({"text": [DAMAGED, None, CLEAN, DAMAGED], "n": [1, 2, 3, 4]})
    Path(path, "t").mkdir()
    pq.write_table(table, Path(path, "t/t.parquet"))
    pq.write_table(table.set_column(0, "text", table["text"].dictionary_encode()), Path(path, "t/d.parquet"))
    for k in range(20):
        write(f"{path}/deep/{k:02}.txt", f"{k} {DAMAGED * (k % 4)}")


FIX = ["fix", "in", "-o", "out", "--glob", "**/*", "--edits", "edits.jsonl"]


def without_times(summary: bytes) -> dict[str, object]:
    return {key: value for key, value in json.loads(summary).items() if key not in ("started", "ended")}


def all_of_it() -> tuple[object, ...]:
    return (
        tree("out"),
        Path("edits.jsonl").read_bytes(),
        Path("out/.textrepair/errors.jsonl").read_bytes(),
        without_times(Path("out/.textrepair/summary.json").read_bytes()),
    )


# Going on


def test_what_is_done_is_not_done_again_and_what_changed_is() -> None:
    archive()
    run(*FIX, code=ExitCode.INPUT)
    expected = all_of_it()
    dates = {path: path.stat().st_mtime_ns for path in Path("out").rglob("[!.]*") if path.is_file()}
    again = run(*FIX, "--resume", code=ExitCode.INPUT)
    assert all_of_it() == expected
    # Only what came to nothing is looked at again.
    kept = [path for path, date in dates.items() if path.stat().st_mtime_ns != date]
    assert {path.name for path in kept} - {"errors.jsonl", "summary.json", "lock"} <= {
        "bad.txt",
        "bad.txt.gz",
        "journal.sqlite",
    }
    assert "27 done before" in again.stderr
    write("in/deep/03.txt", "Autre chose.\n")
    write("in/deep/new.txt")
    Path("out/deep/04.txt").unlink()
    run(*FIX, "--resume", code=ExitCode.INPUT)
    changed = all_of_it()
    shutil.rmtree("out")
    run(*FIX, code=ExitCode.INPUT)
    assert changed == all_of_it()
    assert changed != expected


def test_other_settings_are_refused_with_what_differs() -> None:
    write("in/a.txt")
    run("fix", "in", "-o", "out")
    result = run("fix", "in", "-o", "out", "--resume", "--min-confidence", "0.9", code=ExitCode.CONFIGURATION)
    assert "out was made with other settings: ‘min_confidence’ was null and is 0.9" in result.stderr
    write("words.txt", "ceuvre\n")
    result = run("fix", "in", "-o", "out", "--resume", "--words", "words.txt", code=ExitCode.CONFIGURATION)
    assert "‘words’" in result.stderr
    run("fix", "in", "-o", "out", "--min-confidence", "0.9")  # from the beginning
    run("fix", "in", "--in-place", "--resume", code=ExitCode.USAGE)


def killed(moment: float, *arguments: str, sign: signal.Signals = signal.SIGKILL) -> int:
    """Run the command and end it after so many seconds; return its status."""
    process = subprocess.Popen([sys.executable, "-c", OFTEN, *arguments], stderr=subprocess.DEVNULL)
    try:
        return process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(sign)
        return process.wait()


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_can_go_on() -> None:
    """Fifty moments, those of one run after the other until it is done, and then of another."""
    archive()
    shutil.rmtree("in/t")  # tables take long to load
    for k in range(20):
        write(f"in/more/{k:03}.txt", f"{k} {DAMAGED * 5}")
    write("in/large.jsonl", "".join(json.dumps({"text": f"{k} {DAMAGED}"}) + "\n" for k in range(150)))
    started = time.monotonic()
    subprocess.run([*COMMAND, *FIX, "-j", "1"], stderr=subprocess.DEVNULL, check=False)
    whole = time.monotonic() - started
    expected = all_of_it()
    chance = random.Random(7)
    moments = ended = 0
    while moments < 50:
        shutil.rmtree("out")
        Path("edits.jsonl").unlink(missing_ok=True)
        processes = str(1 + moments % 2)
        for _ in range(10):
            if killed(chance.uniform(0.15, max(0.6, whole / 3)), *FIX, "--resume", "-j", processes) >= 0:
                break
            moments += 1
        done = subprocess.run([*COMMAND, *FIX, "--resume", "-j", processes], capture_output=True, check=False)
        assert done.returncode == ExitCode.INPUT, done.stderr
        assert b"Traceback" not in done.stderr
        assert all_of_it() == expected
        assert not list(Path("out/.textrepair/tmp").iterdir())
        ended += 1
    assert ended > 3


def test_ctrl_c_says_how_to_go_on() -> None:
    for k in range(60):
        write(f"in/{k:03}.txt", DAMAGED * 20)
    with subprocess.Popen([*COMMAND, *FIX], stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while len(list(Path("out").glob("*.txt"))) < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert told.endswith(b"--resume goes on from there\n")
    done = len(tree("out"))
    assert 0 < done < 60
    refused = run(*FIX, code=ExitCode.CONFIGURATION).stderr
    assert "the run there was not finished" in refused
    assert "done before" in run(*FIX, "--resume").stderr
    assert tree("out") == {f"{k:03}.txt": (REPAIRED * 20).encode() for k in range(60)}
    assert len(Path("edits.jsonl").read_bytes().splitlines()) == 60 * 60


def test_ctrl_c_while_a_file_is_entered_loses_none_of_its_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    for k in range(4):
        write(f"in/{k}.txt")
    wrote = journal.Disks.wrote

    def interrupted(disks: journal.Disks, path: Path) -> None:
        if path.name == "2.txt":
            raise KeyboardInterrupt
        wrote(disks, path)

    with monkeypatch.context() as patched:
        patched.setattr(journal.Disks, "wrote", interrupted)
        run(*FIX, code=ExitCode.INTERRUPTED)
    run(*FIX, "--resume")
    resumed = Path("edits.jsonl").read_bytes()
    shutil.rmtree("out")
    run(*FIX)
    assert Path("edits.jsonl").read_bytes() == resumed


# One at a time


def test_a_second_run_on_the_same_folder_is_refused() -> None:
    for k in range(400):
        write(f"in/{k:03}.txt", f"{k} {DAMAGED * 400}")
    with subprocess.Popen([*COMMAND, "fix", "in", "-o", "out"], stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not list(Path("out").glob("*.txt")) and time.monotonic() < deadline:
            time.sleep(0.01)
        second = subprocess.run([*COMMAND, "fix", "in", "-o", "out", "--resume"], capture_output=True, check=False)
        assert second.returncode == ExitCode.OUTPUT
        assert second.stderr.decode().startswith(f"textrepair: out: another run (process {process.pid}) is writing")
        process.send_signal(signal.SIGKILL)
    run("fix", "in/000.txt", "-o", "out", "--resume")


# The list of edits, and undoing them


@pytest.mark.parametrize("place", [None, "edits.jsonl", "edits.jsonl.zst", "edits.parquet", "edits/"])
def test_undo_brings_back_the_inputs(place: str | None) -> None:
    archive()
    for name in ODD_NAMES[:-1]:
        write(f"in/odd/{name}")
    listed = [] if place is None else ["--edits", place]
    run("fix", "in", "-o", "out", "--glob", "**/*", "--edits", place or "edits.jsonl", code=ExitCode.INPUT)
    assert tree("out") != tree("in")
    assert {*tree("out")} == {*tree("in")}
    if place is None:
        Path("out").rename("moved")
    told = run("undo", "out" if listed else "moved", "-o", "back", *listed).stderr
    assert "edits undone" in told
    back, given = tree("back"), tree("in")
    assert {*back} == {*given}
    different = {name for name in given if back[name] != given[name]}
    # What packs a file has its own way of doing so; what is in it is the same.
    assert different <= {"b.jsonl.gz", "t/t.parquet", "t/d.parquet"}
    assert gzip.decompress(back["b.jsonl.gz"]) == gzip.decompress(given["b.jsonl.gz"])
    for name in ("t/t.parquet", "t/d.parquet"):
        assert pq.read_table(Path("back", name)).equals(pq.read_table(Path("in", name)))


def test_undo_of_what_was_repaired_in_place() -> None:
    given = dict.fromkeys(ODD_NAMES[:-1], DAMAGED) | {"x.jsonl": '{"text": "des r\\u00e9gles \\/ é"}\n'}
    for name, text in given.items():
        write(f"in/{name}", text)
    before = tree("in")
    run("fix", "in", "--in-place", "--glob", "**/*", "--edits", "e.jsonl")
    repaired = tree("in")
    assert repaired != before
    run("undo", "in", "--in-place", "--edits", "e.jsonl")
    assert tree("in") == before


def test_undo_says_what_does_not_belong_together() -> None:
    write("in/a.txt")
    run("fix", "in", "-o", "out", "--edits", "e.jsonl")
    run("undo", "out", code=ExitCode.USAGE)
    assert "there is no journal" in run("undo", "in", "-o", "x", code=ExitCode.INPUT).stderr
    shutil.copytree("out", "copy")
    shutil.rmtree("copy/.textrepair")
    write("other/b.txt")
    told = run("undo", "other", "-o", "x", "--edits", "e.jsonl", code=ExitCode.INPUT).stderr
    assert "it has edits of in/a.txt, of which no result is here" in told
    write("out/a.txt", REPAIRED.replace("œuvre", "oeuvre"))
    told = run("undo", "out", "-o", "y", code=ExitCode.INPUT).stderr
    assert "out/a.txt: it was changed since the run, which wrote the SHA-256 " in told
    assert tree("y") == {}
    write("bad.jsonl", "{}\n")
    assert "bad.jsonl#1: not a list of edits" in run("undo", "in", "-o", "x", "--edits", "bad.jsonl", code=3).stderr


def test_a_folder_of_edits_has_a_file_for_each_input() -> None:
    write("in/a/b.txt", "la  mise en ceuvre\n")
    write("in/c.txt", CLEAN)
    run("fix", "in", "-o", "out", "--edits", "edits/", "--suggest", "suggestions.parquet", "--min-confidence", "1")
    assert [*tree("edits")] == ["a/b.txt.jsonl"]
    assert pq.read_table("suggestions.parquet")["file"].to_pylist() == ["in/a/b.txt"]


# What goes wrong


def test_errors_are_listed_and_counted() -> None:
    archive()
    result = run(*FIX, code=ExitCode.INPUT)
    assert "2 errors, 1 record not repaired (out/.textrepair/errors.jsonl)" in result.stderr
    errors = [json.loads(line) for line in Path("out/.textrepair/errors.jsonl").read_bytes().splitlines()]
    assert [(error["file"], error["record"], error["passed_on"]) for error in errors] == [
        ("in/a.jsonl", 13, True),
        ("in/bad.txt", None, True),
        ("in/bad.txt.gz", None, True),
    ]
    assert Path("out/bad.txt").read_bytes() == b"d\xe9j\xe0"
    summary = json.loads(Path("out/.textrepair/summary.json").read_bytes())
    assert summary["files"]["passed on"] == 2
    assert sum(summary["files"].values()) == len(tree("in"))
    edits = [json.loads(line) for line in Path("edits.jsonl").read_bytes().splitlines()]
    assert sum(summary["edits"].values()) == len(edits)
    assert summary["settings"]["pack"]
    shutil.rmtree("out")
    run(*FIX, "--on-error", "skip", code=ExitCode.INPUT)
    assert {*tree("in")} - {*tree("out")} == {"bad.txt", "bad.txt.gz"}
    assert len(Path("out/a.jsonl").read_bytes().splitlines()) == 12
    shutil.rmtree("out")
    assert "stopped at the first error" in run(*FIX, "--on-error", "stop", code=ExitCode.INPUT).stderr
    assert tree("out") == {}


def test_odd_names_and_loops_of_links() -> None:
    for name in ODD_NAMES:
        write(f"in/{name}")
    Path("in/loop").symlink_to(".", target_is_directory=True)
    Path("in/self.txt").symlink_to("self.txt")
    result = run("fix", "in", "-o", "out", "--edits", "edits.jsonl", code=ExitCode.INPUT)
    assert tree("out") == {name: REPAIRED.encode() for name in ODD_NAMES[:-1]}
    assert "in/self.txt: cannot be read: too many levels of symbolic links" in result.stderr
    assert "done before" in run("fix", "in", "-o", "out", "--edits", "edits.jsonl", "--resume", code=3).stderr


def test_a_file_that_changes_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = write("in/a.jsonl", f'{{"text": "{DAMAGED.strip()}"}}\n' * 3)
    write("in/b.jsonl", f'{{"text": "{DAMAGED.strip()}"}}\n')
    opened = reading.open_reader

    def meddling(*arguments: object) -> object:
        with source.open("ab") as stream:
            stream.write(b'{"text": "x"}\n')
        monkeypatch.setattr(reading, "open_reader", opened)
        return opened(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "open_reader", meddling)
    result = run("fix", "in", "-o", "out", "--format", "jsonl", code=ExitCode.INPUT)
    assert "in/a.jsonl: it changed while it was read" in result.stderr
    assert "ceuvre" in Path("out/a.jsonl").read_text(encoding="utf-8")
    run("fix", "in", "-o", "out", "--format", "jsonl", "--resume")
    assert "ceuvre" not in Path("out/a.jsonl").read_text(encoding="utf-8")


def test_a_disk_that_fills_up_and_is_freed() -> None:
    """A file system of 400 kilobytes, which grows."""
    for k in range(16):
        write(f"in/{k:02}.txt", CLEAN * 1300 + DAMAGED)
    Path("out").mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "mount") or libc.mount(
        b"none", os.fsencode(Path("out").absolute()), b"tmpfs", 0, b"size=400k"
    ):
        pytest.skip("no file system can be mounted here")
    try:
        done = subprocess.run([*COMMAND, "fix", "in", "-o", "out"], capture_output=True, check=False)
        assert done.returncode == ExitCode.OUTPUT
        assert b"no space left on device" in done.stderr.lower() or b"disk is full" in done.stderr
        assert b"Traceback" not in done.stderr
        results = tree("out")
        assert 0 < len(results) < 16
        assert {len(text) for text in results.values()} == {len(run("fix", "in/00.txt").stdout_bytes)}
        libc.mount(b"none", os.fsencode(Path("out").absolute()), b"tmpfs", 32, b"size=20m")  # mounted anew, larger
        done = subprocess.run([*COMMAND, "fix", "in", "-o", "out", "--resume"], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert len(tree("out")) == 16
    finally:
        libc.umount2(os.fsencode(Path("out").absolute()), 2)


def test_a_worker_that_is_killed_takes_nothing_with_it() -> None:
    for k in range(80):
        write(f"in/{k:03}.txt", DAMAGED * 60)
    with subprocess.Popen([*COMMAND, *FIX, "-j", "2"], stderr=subprocess.PIPE) as process:
        kills = 0
        while process.poll() is None and kills < 6:
            time.sleep(0.15)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            if not children.exists():
                pytest.skip("needs /proc")
            workers = [int(child) for child in children.read_text(encoding="ascii").split()]
            if workers:
                os.kill(workers[-1], signal.SIGKILL)
                kills += 1
        _, told = process.communicate(timeout=60)
    assert kills
    # A file on which two processes died is told; it goes well the next time.
    assert process.returncode in (0, ExitCode.OUTPUT), told
    run(*FIX, "--resume")
    assert tree("out") == {f"{k:03}.txt": (REPAIRED * 60).encode() for k in range(80)}


def test_a_record_on_which_two_workers_die_passes_and_the_others_are_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_order(function, tasks, size, processes, *, sent):  # type: ignore[no-untyped-def]
        for task in tasks:
            deadly = task.text is not None and "mortel" in task.text.source
            yield task, Lost("by signal 9") if deadly else function(sent(task))

    monkeypatch.setattr(workers, "in_order", in_order)
    write("in/a.jsonl", "".join(f'{{"text": "{word} en ceuvre"}}\n' for word in ("mise", "mortel", "mise")))
    write("in/b.jsonl", '{"text": "mortel"}\n')
    result = run("fix", "in", "-o", "out", "--format", "jsonl", code=ExitCode.OUTPUT)
    assert "in/a.jsonl#2: cannot be repaired: the process at work on it ended by signal 9" in result.stderr
    lines = Path("out/a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["mise en œuvre", "mortel en ceuvre", "mise en œuvre"]


# Showing how far it is


def test_without_a_terminal_long_work_is_told_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    from textrepair.commands import progress

    monkeypatch.setattr(progress, "_PATIENCE_SECONDS", 0)
    monkeypatch.setattr(progress, "_OFTEN_SECONDS", 0)
    monkeypatch.setattr(progress, "_LINE_EVERY_SECONDS", 0)
    for k in range(5):
        write(f"in/{k}.txt")
    told = run("fix", "in", "-o", "out").stderr.splitlines()
    assert len(told) == 6
    assert told[3].startswith("textrepair: 4/5 files, 0.0 MB read, ")
    assert told[3].endswith(" left")
    assert run("fix", "in", "-o", "out", "-q").stderr == ""


def test_what_is_done_is_entered_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_SECONDS", 0)
    entered = []
    monkeypatch.setattr(journal.Disks, "flush", lambda self: entered.append(self))
    for k in range(5):
        write(f"in/{k}.txt")
    run("fix", "in", "-o", "out")
    assert len(entered) >= 5
