"""Shells complete commands, options and names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import run_to as run

ROOT = Path(__file__).parents[1]


def completed(*words: str) -> list[str]:
    """Return what bash is offered for the last word, by the protocol of the script."""
    result = subprocess.run(
        [sys.executable, "-m", "textrepair"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_TEXTREPAIR_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["textrepair", *words]),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.partition(",")[2] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ass"], ["assess"]),
        (["fix", "--only", "spa"], ["spacing"]),
        (["fix", "--skip", "accents,recur"], ["accents,recurring-names"]),
        (["fix", "--preset", "fr"], ["fr-typography"]),
        (["fix", "--format", "ho"], ["hocr"]),
        (["fix", "--language", "e"], ["en"]),
        (["fix", "--dry"], ["--dry-run"]),
    ],
)
def test_a_shell_is_offered_what_begins_so(words: list[str], expected: list[str]) -> None:
    assert completed(*words) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(shell: str) -> None:
    result = run("completion", shell)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"_TEXTREPAIR_COMPLETE={shell}_complete" in result.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=result.stdout, text=True, check=True)


def test_an_unknown_shell_is_refused() -> None:
    result = run("completion", "tcsh", code=2)
    assert (result.exit_code, "is not one of" in result.stderr) == (2, True)
