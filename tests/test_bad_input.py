"""Bad input gives a one-line error or a right result, with its exit code; the original is untouched."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from textrepair.commands.exit_codes import ExitCode

COMMAND = [sys.executable, "-c", "from textrepair.cli import main; main()"]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    return tmp_path


def obey_permissions() -> None:
    """Give up root's right to read and write everything, from the next program that this process becomes."""
    if os.geteuid() == 0:
        drop_from_bounding_set, override, read_search = 24, 1, 2
        for capability in (override, read_search):
            if ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0) != 0:
                raise PermissionError


@pytest.fixture
def permissions_count() -> None:
    """Skip where a test cannot be run without root's rights."""
    try:
        subprocess.run(["true"], preexec_fn=obey_permissions, check=True)
    except (AttributeError, subprocess.SubprocessError):
        pytest.skip("root cannot give up its rights here")


def fix(
    *arguments: str, given: bytes = b"", largest_file: int | None = None, obeying: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run the command; ``largest_file`` in bytes stands for a disk that is full."""

    def prepare() -> None:
        if largest_file is not None:
            # Without this the system ends the process instead of refusing the write.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        if obeying:
            obey_permissions()

    return subprocess.run(
        [*COMMAND, "fix", *arguments],
        input=given,
        capture_output=True,
        check=False,
        preexec_fn=prepare,
        # Python's cache of modules would meet the limit on the size of files too.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def told(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """What was told besides the summary."""
    lines = done.stderr.decode().splitlines()
    assert "Traceback" not in done.stderr.decode()
    return [line for line in lines if not line.endswith(" s")]


def test_a_missing_file() -> None:
    done = fix("none.txt")
    assert done.returncode == ExitCode.INPUT
    assert told(done) == ["textrepair: none.txt: cannot be read: no such file or directory"]


def test_the_other_files_go_on() -> None:
    Path("a.txt").write_bytes(b"d\xe9j\xe0")
    Path("b.txt").write_text(DAMAGED, encoding="utf-8")
    done = fix("a.txt", "none.txt", "b.txt", "--in-place")
    assert done.returncode == ExitCode.INPUT
    assert [line.split(":")[1] for line in told(done)] == [" a.txt", " none.txt"]
    assert Path("a.txt").read_bytes() == b"d\xe9j\xe0"
    assert Path("b.txt").read_text(encoding="utf-8") == REPAIRED


def test_a_folder_without_a_place_for_the_results() -> None:
    Path("in").mkdir()
    done = fix("in")
    assert done.returncode == ExitCode.USAGE
    assert "in is a folder: say -o DIR or --in-place" in done.stderr.decode()


def test_a_folder_in_which_nothing_matches() -> None:
    Path("in").mkdir()
    done = fix("in", "-o", "out")
    assert done.returncode == ExitCode.INPUT
    assert told(done) == ["textrepair: in: no file in it matches ‘**/*.txt’; say which with --glob"]


def test_a_path_through_a_file() -> None:
    Path("a.txt").touch()
    done = fix("a.txt/b.txt")
    assert done.returncode == ExitCode.INPUT
    assert told(done) == ["textrepair: a.txt/b.txt: cannot be read: not a directory"]


@pytest.mark.usefixtures("permissions_count")
def test_an_unreadable_file() -> None:
    file = Path("a.txt")
    file.write_text(DAMAGED, encoding="utf-8")
    file.chmod(0)
    done = fix("a.txt", obeying=True)
    assert done.returncode == ExitCode.INPUT
    assert told(done) == ["textrepair: a.txt: cannot be read: permission denied"]


@pytest.mark.usefixtures("permissions_count")
def test_an_unreadable_folder() -> None:
    Path("in/closed").mkdir(parents=True)
    Path("in/a.txt").write_text(DAMAGED, encoding="utf-8")
    Path("in/closed").chmod(0)
    done = fix("in", "--check", obeying=True)
    Path("in/closed").chmod(0o755)
    assert done.returncode == ExitCode.INPUT
    assert told(done) == ["textrepair: in/closed: cannot be looked into: permission denied"]
    assert done.stdout == b"in/a.txt\n"


@pytest.mark.usefixtures("permissions_count")
def test_a_folder_that_may_not_be_written_to() -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(DAMAGED, encoding="utf-8")
    Path("in").chmod(0o555)
    done = fix("in/a.txt", "--in-place", obeying=True)
    Path("in").chmod(0o755)
    assert done.returncode == ExitCode.OUTPUT
    assert told(done) == ["textrepair: in/a.txt: cannot be written: permission denied; it is as it was"]
    assert Path("in/a.txt").read_text(encoding="utf-8") == DAMAGED


def test_a_folder_of_results_that_is_a_file() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    Path("out").touch()
    done = fix("a.txt", "-o", "out/")
    assert done.returncode == ExitCode.OUTPUT
    assert told(done) == ["textrepair: out: cannot be made: it is not a folder"]


def test_an_edits_file_that_cannot_be_made() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    done = fix("a.txt", "--in-place", "--edits", "none/edits.jsonl")
    assert done.returncode == ExitCode.OUTPUT
    assert told(done) == ["textrepair: none/edits.jsonl: cannot be written: no such file or directory; it is as it was"]
    assert Path("a.txt").read_text(encoding="utf-8") == DAMAGED


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n", b"\r\n", b" "])
def test_an_empty_file(data: bytes) -> None:
    Path("a.txt").write_bytes(data)
    done = fix("a.txt")
    assert (done.returncode, done.stdout) == (ExitCode.OK, data)


def test_nul_bytes() -> None:
    # The repairer of characters decides about NUL; whatever it says, the words are repaired and no more lost.
    Path("a.txt").write_bytes(DAMAGED.encode() + b"\x00\x00\n" + DAMAGED.encode())
    done = fix("a.txt")
    assert done.returncode == ExitCode.OK
    assert done.stdout.replace(b"\x00", b"") == (REPAIRED + "\n" + REPAIRED).encode()


def test_invalid_utf_8() -> None:
    data = b"un\nd\xe9j\xe0 vu\n"
    Path("a.txt").write_bytes(data)
    done = fix("a.txt", "--in-place")
    assert done.returncode == ExitCode.INPUT
    assert told(done) == [
        "textrepair: a.txt: not valid UTF-8 at byte 4 (line 2, 0xE9); "
        "name its encoding (--encoding cp1252, say) or have it detected (--encoding auto)"
    ]
    assert Path("a.txt").read_bytes() == data


def test_a_file_name_that_is_not_utf_8(tmp_path: Path) -> None:
    name = os.fsdecode(b"d\xe9j\xe0.txt")
    try:
        Path(name).write_text(DAMAGED, encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    done = fix(".", "--check")
    assert (done.returncode, done.stdout) == (ExitCode.WOULD_CHANGE, b"d\xe9j\xe0.txt\n")
    assert fix(name, "-o", "out/", "--edits", "edits.jsonl").returncode == ExitCode.OK
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == REPAIRED


@pytest.mark.slow
def test_a_line_of_50_megabytes() -> None:
    sentence = DAMAGED.rstrip("\n")
    line = "a" * 50_000_000
    Path("a.txt").write_text(f"{sentence} {line} {sentence}\n", encoding="utf-8")
    started = time.perf_counter()
    done = fix("a.txt", "--edits", "edits.jsonl")
    seconds = time.perf_counter() - started
    assert done.returncode == ExitCode.OK
    repaired = REPAIRED.rstrip("\n")
    assert done.stdout == f"{repaired} {line} {repaired}\n".encode()
    assert Path("edits.jsonl").read_bytes().count(b"\n") == 6
    # Quadratic time would be days; what is left is room for a slow machine.
    assert seconds < 300


@pytest.mark.parametrize("where", [["--in-place"], ["-o", "out/"]])
def test_a_full_disk(where: list[str]) -> None:
    text = REPAIRED * 3_000 + DAMAGED * 300
    Path("a.txt").write_text(text, encoding="utf-8")
    done = fix("a.txt", *where, largest_file=100_000)
    assert done.returncode == ExitCode.OUTPUT
    (line,) = told(done)
    assert line.endswith("cannot be written: file too large; it is as it was")
    assert Path("a.txt").read_text(encoding="utf-8") == text
    assert [path for path in Path().rglob("[!.]*") if path.is_file() and ".textrepair" not in path.parts] == [
        Path("a.txt")
    ]


def test_a_disk_that_is_full_for_the_edits() -> None:
    Path("a.txt").write_text(DAMAGED * 150, encoding="utf-8")
    done = fix("a.txt", "-o", "out/", "--edits", "edits.jsonl", largest_file=30_000)
    assert done.returncode == ExitCode.OUTPUT
    (line,) = told(done)
    assert line.startswith("textrepair: out/.textrepair: the journal cannot be written: ")
    assert line.endswith("the files that it tells of are done, and --resume goes on from there")
    assert not Path("edits.jsonl").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_standard_output_that_is_full() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "fix", "a.txt"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == ExitCode.OUTPUT
    assert done.stderr.decode() == "textrepair: standard output: cannot be written: no space left on device\n"
