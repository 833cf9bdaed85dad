"""Several processes make what one makes, and one that dies takes no other file with it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from command import run

from textrepair.commands.exit_codes import ExitCode
from textrepair.formats import blocks
from textrepair.processes import pool, workers
from textrepair.processes.tasks import Lost
from textrepair.processes.workers import in_order, usable_cores

ROOT = Path(__file__).parents[1]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
CLEAN = "la mise en œuvre des règles\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started for whatever there is to do, and small tasks sent by twos and threes."""
    monkeypatch.setattr(workers, "_WORTHWHILE", 0)
    monkeypatch.setattr(pool, "_TOGETHER", 1500)


def length(text: str) -> int:
    return len(text)


def mixed_folder() -> None:
    files = {
        "clean.txt": CLEAN.encode() * 40,
        "damaged.txt": DAMAGED.encode() * 40,
        "empty.txt": b"",
        "latin.txt": ("é" + CLEAN).encode("latin-1", "replace"),
        "large.txt": (DAMAGED * 3 + "\n" + CLEAN).replace("\n", "\r\n").encode() * 60,
        "large-bad.txt": DAMAGED.encode() * 200 + b"\xff",
        "marked.txt": b"\xef\xbb\xbf" + DAMAGED.encode(),
    }
    for k in range(25):
        files[f"small/{k:02}.txt"] = f"{k} {DAMAGED}".encode()
    for name, data in files.items():
        file = Path("in", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def results(processes: int, *arguments: str, given: bytes = b"") -> tuple[object, ...]:
    result = run("fix", *arguments, "-j", str(processes), "--edits", "edits", "--suggest", "suggestions", given=given)
    summary = result.stderr.rpartition("; ")[0]
    files = [file for file in sorted(Path("out").rglob("*")) if file.is_file() and ".textrepair" not in file.parts]
    written = {str(file): file.read_bytes() for file in files}
    accounts = Path("edits").read_bytes(), Path("suggestions").read_bytes()
    return result.exit_code, result.stdout_bytes, summary, written, accounts


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("arguments", [["in", "-o", "out"], ["--diff", "in", "-"], ["--check", "-", "in"]])
def test_the_number_of_processes_does_not_show(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "WHOLE", 6000)
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    mixed_folder()
    given = DAMAGED.encode() * 300
    expected = results(1, *arguments, given=given)
    assert expected[0] == ExitCode.INPUT
    for processes in (2, 3):
        assert results(processes, *arguments, given=given) == expected


@pytest.mark.usefixtures("eager")
def test_a_large_file_goes_to_standard_output_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "WHOLE", 6000)
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    given = "".join(f"{k} {DAMAGED}" for k in range(400)).encode()
    assert run("fix", "-j", "3", given=given).stdout_bytes == run("fix", "-j", "1", given=given).stdout_bytes


@pytest.mark.usefixtures("eager")
def test_a_file_with_two_names_is_written_before_it_is_read_again() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    Path("b.txt").symlink_to("a.txt")
    result = run("fix", "--in-place", "-j", "2", "--edits", "edits", "a.txt", "b.txt")
    assert result.stderr.startswith("textrepair: 2 files, 1 changed")


def test_little_work_is_done_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "textrepair.processes.pool")
    Path("a.txt").write_text(DAMAGED * 300, encoding="utf-8")
    assert run("fix", "-j", "2", "a.txt").exit_code == ExitCode.OK
    assert "textrepair.processes.pool" not in sys.modules


def pid_of(task: str) -> int:
    time.sleep(0.05)
    return os.getpid()


def dies_of_x(task: str) -> str:
    if task == "x":
        os.kill(os.getpid(), signal.SIGKILL)
    return task * 2


def dies_once(task: str) -> str:
    mark = Path(task)
    if task.startswith("once") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task * 2


def raises_of_x(task: str) -> str:
    if task == "x":
        raise LookupError("as it was meant to")
    return task


def done(function: Callable[[str], object], tasks: Iterable[str], processes: int = 2) -> list[tuple[str, object]]:
    with closing(in_order(function, tasks, length, processes, sent=str)) as found:
        return list(found)


@pytest.mark.usefixtures("eager")
def test_all_processes_work() -> None:
    found = {pid for _, pid in done(pid_of, ["a" * 2000] * 12, processes=3)}
    assert len(found) == 3
    assert os.getpid() not in found


@pytest.mark.usefixtures("eager")
def test_the_work_of_a_process_that_died_is_done_again() -> None:
    tasks = [*"abc", "once-1", *"defg", "once-2", "h"]
    assert done(dies_once, tasks) == [(task, task * 2) for task in tasks]


@pytest.mark.usefixtures("eager")
def test_what_kills_every_process_is_told_and_the_rest_is_done() -> None:
    tasks = [*"abcdef", "x", *"ghi", "x"]
    expected = [(task, Lost("by signal 9") if task == "x" else task * 2) for task in tasks]
    assert done(dies_of_x, tasks) == expected


@pytest.mark.usefixtures("eager")
def test_a_file_on_which_processes_die_is_an_error_of_that_file(deadly: str) -> None:
    for name, text in (("a.txt", DAMAGED), ("b.txt", f"{deadly}\n"), ("c.txt", DAMAGED)):
        Path(name).write_text(text, encoding="utf-8")
    result = run("fix", "-j", "2", "--in-place", "a.txt", "b.txt", "c.txt")
    assert result.exit_code == ExitCode.OUTPUT
    assert "b.txt: cannot be repaired: the process at work on it ended by signal 9" in result.stderr
    assert "2 files, 2 changed" in result.stderr


@pytest.mark.usefixtures("eager")
def test_what_is_raised_in_a_process_is_raised_here() -> None:
    with pytest.raises(LookupError, match="as it was meant to") as caught:
        done(raises_of_x, [*"abc", "x", "d"])
    assert "raises_of_x" in caught.value.__notes__[0]


@pytest.mark.usefixtures("eager")
def test_no_more_is_read_ahead_than_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_AHEAD", 20_000)
    read = 0

    def tasks() -> Iterable[str]:
        nonlocal read
        for _ in range(200):
            read += 1
            yield "a" * 1500

    with closing(in_order(str.upper, tasks(), length, 2, sent=str)) as found:
        most = 0
        for told, _ in enumerate(found):
            most = max(most, read - told)
    assert most <= 22


@pytest.mark.usefixtures("eager")
def test_a_process_with_threads_is_not_copied() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert done(str.upper, ["a", "b"]) == [("a", "A"), ("b", "B")]
    finally:
        stop.set()
        other.join()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_the_processes_end_with_the_run(end: signal.Signals) -> None:
    Path("in").mkdir()
    for k in range(60):
        Path(f"in/{k}.txt").write_text(DAMAGED * 300, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "textrepair", "fix", "in", "-o", "out", "-j", "2"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(Path().glob("out/*.txt")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    started = children(process.pid)
    assert len(started) == 2
    if end is signal.SIGINT:
        os.killpg(process.pid, end)  # as a terminal does
    else:
        process.send_signal(end)
    _, told = process.communicate(timeout=30)
    if end is signal.SIGINT:
        assert process.returncode == ExitCode.INTERRUPTED
        assert told.startswith(b"textrepair: interrupted after ")
        assert told.count(b"\n") == 1
        assert all(path.suffix == ".txt" and path.stat().st_size for path in Path("out").glob("[!.]*"))
    while any(Path(f"/proc/{child}").exists() and not dead(child) for child in started):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_cores_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1, 2}, raising=False)
    monkeypatch.setattr(Path, "read_text", lambda self, **_: "150000 100000\n")
    assert usable_cores() == 2
    monkeypatch.setattr(Path, "read_text", lambda self, **_: "max 100000\n")
    assert usable_cores() == 3
