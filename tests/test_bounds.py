"""Nothing is read or written outside what the user named, whatever links and names lead there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import run, run_to

from textrepair.commands.exit_codes import ExitCode

DAMAGED, REPAIRED = "la mise en ceuvre des régles\n", "la mise en œuvre des règles\n"
PAGE = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page><PrintSpace><TextBlock><TextLine>'
    '<String CONTENT="ceuvre"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
)


@pytest.fixture(autouse=True)
def outside(folder: Path) -> Iterator[Path]:
    """A folder that no test names; nothing in it may be read into results, or change."""
    secret = folder / "outside"
    (secret / "deep").mkdir(parents=True)
    for name in ("secret.txt", "deep/secret.txt"):
        (secret / name).write_text("le secret en ceuvre\n", "utf-8")
    (secret / "page.xml").write_text(PAGE, "utf-8")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(DAMAGED, "utf-8")
    before = {path: path.read_bytes() for path in secret.rglob("*") if path.is_file()}
    yield secret
    assert {path: path.read_bytes() for path in secret.rglob("*") if path.is_file()} == before
    for result in sorted((folder / "out").rglob("*.txt")):
        assert result.is_symlink() or "deep" in result.parts or "secret" not in result.read_text("utf-8")


@pytest.mark.parametrize("mode", [["-o", "out"], ["--in-place"], ["--check"], ["--diff"]])
@pytest.mark.parametrize("target", ["../outside/secret.txt", "/etc/hostname", "relay"])
def test_a_link_that_leads_out_of_a_folder_is_an_error_and_the_rest_is_repaired(mode: list[str], target: str) -> None:
    Path("in/relay").symlink_to("../outside/deep/secret.txt")
    Path("in/link.txt").symlink_to(target)
    done = run("fix", "in", *mode)
    assert done.exit_code == ExitCode.INPUT
    assert "in/link.txt: it is a link that leads out of in: name the file itself" in done.stderr
    if mode[0] == "-o":
        assert Path("out/a.txt").read_text("utf-8") == REPAIRED
        assert not Path("out/link.txt").exists()
    assert "secret" not in done.stdout


def test_a_page_that_only_its_content_tells_is_not_looked_into_through_a_link() -> None:
    Path("in/page.xml").symlink_to("../outside/page.xml")
    done = run_to("fix", "in", "-o", "out")
    assert "page.xml" not in done.stderr
    assert not Path("out/page.xml").exists()


def test_links_within_the_folder_are_followed() -> None:
    Path("in/link.txt").symlink_to("a.txt")
    Path("named").symlink_to("in")
    run_to("fix", "named", "-o", "out")
    assert Path("out/link.txt").read_text("utf-8") == REPAIRED


def test_folders_that_are_links_are_not_followed() -> None:
    Path("in/deep").symlink_to("../outside/deep")
    run_to("fix", "in", "-o", "out")
    assert not Path("out/deep").exists()


def test_a_link_that_the_user_names_is_followed() -> None:
    Path("link.txt").symlink_to("in/a.txt")
    assert run_to("fix", "link.txt").stdout == REPAIRED


@pytest.mark.parametrize("planted", ["sub", "sub/b.txt"])
def test_no_result_is_written_through_a_link_in_the_folder_of_results(planted: str) -> None:
    Path("in/sub").mkdir()
    Path("in/sub/b.txt").write_text(DAMAGED, "utf-8")
    Path("out/sub").parent.mkdir()
    if planted == "sub":
        Path("out/sub").symlink_to("../outside/deep")
    else:
        Path("out/sub").mkdir()
        Path("out/sub/b.txt").symlink_to("../../outside/secret.txt")
    done = run("fix", "in", "-o", "out")
    assert done.exit_code == ExitCode.OUTPUT
    assert "out/sub/b.txt: a link leads out of out, and nothing is written there: remove the link" in done.stderr
    assert Path("out/a.txt").read_text("utf-8") == REPAIRED


def test_no_text_is_extracted_through_a_link() -> None:
    Path("in/page.xml").write_text(PAGE, "utf-8")
    Path("out").mkdir()
    Path("out/page.xml.txt").symlink_to("../outside/secret.txt")
    done = run("extract", "in", "-o", "out")
    assert done.exit_code == ExitCode.OUTPUT
    assert "out/page.xml.txt: a link leads out of out" in done.stderr


def test_the_folder_of_results_may_be_a_link_itself() -> None:
    Path("elsewhere").mkdir()
    Path("results").symlink_to("elsewhere")
    run_to("fix", "in", "-o", "results")
    assert Path("elsewhere/a.txt").read_text("utf-8") == REPAIRED


@pytest.mark.parametrize("name", [".textrepair", ".textrepair/journal.sqlite", ".textrepair/lock", ".textrepair/tmp"])
def test_the_journal_is_not_kept_through_a_link(name: str) -> None:
    Path("out/.textrepair").parent.mkdir()
    if name != ".textrepair":
        Path("out/.textrepair").mkdir()
    Path("out", name).symlink_to(Path("outside").absolute())
    done = run("fix", "in", "-o", "out")
    assert done.exit_code == ExitCode.OUTPUT
    assert "is a link to" in done.stderr
    assert "remove it, or name another folder" in done.stderr


@pytest.mark.parametrize("glob", ["../outside/*.txt", "**/../../outside/*", "..", "../*/secret.txt"])
def test_a_pattern_does_not_lead_out_of_the_folder(glob: str) -> None:
    done = run("fix", "in", "-o", "out", "--glob", glob)
    assert done.exit_code == ExitCode.INPUT
    assert "no file in it matches" in done.stderr


def test_a_pattern_from_the_root_is_refused() -> None:
    done = run("fix", "in", "-o", "out", "--glob", "/etc/*")
    assert done.exit_code == ExitCode.CONFIGURATION


def test_names_in_a_store_that_lead_out_are_refused(folder: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    store.pipe_file("/archive/x/../../../../tmp/evil.txt", DAMAGED.encode())
    store.pipe_file("/archive/good.txt", DAMAGED.encode())
    try:
        done = run("fix", "memory://archive/", "-o", "out")
    finally:
        store.rm("/archive", recursive=True)
    assert Path("out/good.txt").read_text("utf-8") == REPAIRED
    assert not Path("/tmp/evil.txt").exists()
    names = [path.name for path in folder.rglob("evil.txt")]
    assert names == [] or "leads out of the folder" in done.stderr


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/full"])
@pytest.mark.parametrize("command", [["fix"], ["extract"], ["assess"], ["explain", "--file"]])
def test_a_device_is_no_input(device: str, command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "textrepair", *command, device], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == ExitCode.INPUT
    assert f"{device}: cannot be read: it is a device; name a file or a pipe" in done.stderr


def test_a_socket_is_no_input(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.txt")
        done = run("fix", "a.txt")
    assert done.exit_code == ExitCode.INPUT
    assert "a.txt: cannot be read: it is a socket" in done.stderr


def test_pipes_and_the_null_device_are_inputs() -> None:
    assert run_to("fix", "/dev/null").stdout == ""
    read, write = os.pipe()
    os.write(write, DAMAGED.encode())
    os.close(write)
    done = subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", f"/dev/fd/{read}"],
        capture_output=True,
        text=True,
        check=False,
        pass_fds=[read],
    )
    os.close(read)
    assert done.stdout == REPAIRED


def test_pipes_and_sockets_in_a_folder_are_passed_over() -> None:
    os.mkfifo("in/pipe.txt")
    os.mkfifo("in/pipe.xml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/socket.txt")
        run_to("fix", "in", "-o", "out")
    assert sorted(path.name for path in Path("out").glob("*.txt")) == ["a.txt"]


def test_no_list_is_written_through_a_link_in_the_folder_of_lists(outside: Path) -> None:
    Path("lists").mkdir()
    Path("lists/a.txt.jsonl").symlink_to(outside / "secret.txt")
    done = run("fix", "in", "-o", "out", "--edits", "lists/")
    assert done.exit_code == ExitCode.OUTPUT
    assert "lists/a.txt.jsonl: a link leads out of lists" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["fix", "{long}"],
        ["fix", "in", "-o", "{long}"],
        ["fix", "in", "-o", "out", "--journal", "{long}"],
        ["fix", "in", "-o", "out", "--edits", "{long}"],
        ["fix", "in", "-o", "out", "--edits", "{long}/"],
        ["fix", "in", "-o", "out", "--config", "{long}"],
        ["fix", "in", "-o", "out", "--words", "{long}"],
        ["fix", "in", "-o", "out", "--glob", "{long}"],
        ["fix", "in", "-o", "out", "--language", "{long}"],
        ["fix", "in", "-o", "out", "--only", "{long}"],
        ["fix", "in", "-o", "out", "--format", "{long}"],
        ["fix", "in", "-o", "out", "--encoding", "{long}"],
        ["undo", "{long}", "-o", "back"],
        ["undo", "in", "-o", "{long}", "--edits", "{long}"],
        ["extract", "{long}"],
        ["extract", "in", "-o", "{long}"],
        ["extract", "in", "--map", "{long}"],
        ["assess", "{long}"],
        ["assess", "in", "--language", "{long}"],
        ["explain", "--file", "{long}"],
        ["evaluate", "{long}"],
        ["evaluate", "--ocr", "{long}", "--truth", "{long}"],
        ["learn", "{long}", "-o", "table.toml"],
        ["lexicon", "check", "{long}"],
        ["lexicon", "seal", "{long}"],
        ["lexicon", "lookup", "{long}"],
        ["lexicon", "build", "{long}"],
        ["repairers", "--config", "{long}"],
    ],
)
def test_no_name_is_too_long_to_be_told(arguments: list[str]) -> None:
    done = run(*(argument.replace("{long}", "x" * 5_000) for argument in arguments))
    assert "Traceback" not in done.output
    assert done.exit_code != ExitCode.OK or arguments[:2] == ["lexicon", "lookup"]


def test_a_pipe_with_a_name_is_read_as_the_file_is() -> None:
    text = "Les participants ont été réunis.\n" * 2_000 + DAMAGED
    Path("file").write_text(text, "utf-8")
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_text(text, "utf-8"))
    writer.start()
    done = subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", "pipe"], capture_output=True, text=True, check=False, timeout=120
    )
    writer.join()
    assert done.returncode == ExitCode.OK, done.stderr
    assert done.stdout == run_to("fix", "file").stdout


def test_lists_of_files_elsewhere_have_places_of_their_own() -> None:
    names = ["x/a.txt", "work/x/a.txt", "work/_/x/a.txt", "work/__/x/a.txt"]
    for name in names:
        Path(name).parent.mkdir(parents=True)
        Path(name).write_text(DAMAGED, "utf-8")
    os.chdir("work")
    absolute = str(Path("../x/a.txt").resolve())
    run_to("fix", "../x/a.txt", "x/a.txt", "_/x/a.txt", "__/x/a.txt", "--in-place", "--edits", "lists/")
    assert len(list(Path("lists").rglob("*.jsonl"))) == 4
    Path(absolute).write_text(DAMAGED, "utf-8")
    run_to("fix", absolute, "--in-place", "--edits", "lists/")
    assert len(list(Path("lists").rglob("*.jsonl"))) == 5


def test_no_name_in_a_store_takes_the_place_of_the_journal() -> None:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    for name in ("/heap/a.txt", "/heap/.textrepair/journal.sqlite"):
        store.pipe_file(name, DAMAGED.encode())
    try:
        done = run("fix", "memory://heap/**", "-o", "out", "--format", "text")
    finally:
        store.rm("/heap", recursive=True)
    assert done.exit_code == ExitCode.INPUT
    assert "or to the journal there: name the file itself" in done.stderr
    assert Path("out/.textrepair/journal.sqlite").read_bytes().startswith(b"SQLite")
    assert Path("out/a.txt").read_text("utf-8") == REPAIRED


def test_a_link_into_another_folder_that_was_named_is_followed() -> None:
    Path("other").mkdir()
    Path("other/b.txt").write_text(DAMAGED, "utf-8")
    Path("in/link.txt").symlink_to("../other/b.txt")
    assert run("fix", "in", "-o", "out").exit_code == ExitCode.INPUT
    run_to("fix", "in", "other", "-o", "both")
    assert sorted(path.name for path in Path("both").glob("*.txt")) == ["a.txt", "b.txt", "link.txt"]
