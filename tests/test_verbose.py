"""The version, the log on standard error, and the log of the library."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import run, run_to

import textrepair
from textrepair.log import Log

ROOT = Path(__file__).parents[1]
DAMAGED = "la mise en ceuvre des régles\n"

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_is_told(flag: str) -> None:
    assert run_to(flag).stdout == f"textrepair, version {textrepair.__version__}\n"
    assert re.fullmatch(r"\d+\.\d+\.\d+", textrepair.__version__)


def test_steps_and_then_details_are_logged() -> None:
    Path("a.txt").write_text(DAMAGED, "utf-8")
    quiet = run_to("fix", "a.txt").stderr
    steps = run_to("fix", "-v", "a.txt").stderr
    details = run_to("fix", "-vv", "a.txt").stderr
    assert quiet.count("\n") == 1
    assert "textrepair.runs.batch: a.txt: changed\n" in steps
    assert "textrepair.commands.fix: repairers: mojibake, characters, " in steps
    assert "characters in utf-8" not in steps
    assert "textrepair.runs.batch: a.txt: 29 characters in utf-8 at 0" in details
    # What one call listens to, the next one does not.
    assert run_to("fix", "a.txt").stderr.count("\n") == 1
    assert run_to("-v", "fix", "a.txt").stderr.count("\n") == steps.count("\n")
    assert logging.getLogger("textrepair").level == logging.NOTSET


def test_quiet_leaves_the_log() -> None:
    Path("a.txt").write_text(DAMAGED, "utf-8")
    assert "a.txt: changed" in run_to("fix", "-q", "-v", "a.txt").stderr
    assert run_to("fix", "-q", "a.txt").stderr == ""


def test_the_log_sends_a_terminal_nothing_that_drives_it() -> None:
    name = "a\x1b[31m\x9b2J.txt"
    Path(name).write_text(DAMAGED, "utf-8")
    told = run("fix", "-vv", name).stderr
    assert "a␛[31m\\u009b2J.txt: changed" in told
    assert all(character.isprintable() or character == "\n" for character in told)


def test_the_library_logs_where_somebody_listens(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "textrepair"):
        Log("textrepair.somewhere").info("%d of %s", 1, "x")
        Log("textrepair.somewhere").debug("not at this level")
    assert [(record.name, record.getMessage()) for record in caplog.records] == [("textrepair.somewhere", "1 of x")]


PROGRAM = """
import sys
import textrepair
from textrepair.log import Log
assert "logging" not in sys.modules
Log("textrepair.x").warning("nobody listens")
import logging
Log("textrepair.x").warning("a NullHandler keeps it from standard error")
assert [type(handler).__name__ for handler in logging.getLogger("textrepair").handlers] == ["NullHandler"]
"""


def test_a_program_that_does_not_listen_is_told_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
