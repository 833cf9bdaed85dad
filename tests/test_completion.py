"""Shells complete commands, options and names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import run_to as run

from textrepair.commands import names
from textrepair.core import open_pack
from textrepair.formats.registry import FORMATS
from textrepair.registry import available

ROOT = Path(__file__).parents[1]


def completion_of(shell: str, *words: str) -> str:
    """Return what a shell is told about the last word, by the protocol of its script."""
    result = subprocess.run(
        [sys.executable, "-m", "textrepair"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_TEXTREPAIR_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": " ".join(["textrepair", *words]),
            # fish hands over the word itself, the other shells its number.
            "COMP_CWORD": words[-1] if shell == "fish" else str(len(words)),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    return result.stdout


def completed(*words: str) -> list[str]:
    """Return what bash is offered for the last word."""
    return [line.partition(",")[2] for line in completion_of("bash", *words).splitlines() if line]


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


def test_options_of_other_commands_are_completed() -> None:
    assert completed("evaluate", "--skip", "spa") == ["spacing"]
    assert completed("explain", "--language", "f") == ["fr"]


def test_names_after_a_comma_are_completed_and_not_repeated() -> None:
    assert completed("fix", "--only", "hyphenation,spa") == ["hyphenation,spacing"]
    assert completed("fix", "--only", "spacing,spa") == []


def test_what_other_options_take_is_completed() -> None:
    assert completed("fix", "--preset", "") == list(open_pack("fr").rules.presets)
    assert completed("fix", "--language", "f") == ["fr"]
    assert completed("fix", "--format", "") == [one.name for one in FORMATS]
    assert completed("undo", "--format", "js") == ["jsonl"]
    assert "utf-8" in completed("fix", "--output-encoding", "utf")
    assert completed("fix", "--on-error", "s") == ["skip", "stop"]


def test_an_unknown_language_completes_to_nothing() -> None:
    assert completed("fix", "--language", "xx", "--preset", "") == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_what_a_repairer_does(shell: str) -> None:
    told = completion_of(shell, "fix", "--only", "spa")
    assert "spacing" in told
    assert available()["spacing"].summary in told


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_itself_completes(tmp_path: Path) -> None:
    command = tmp_path / "textrepair"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m textrepair "$@"\n', "utf-8")
    command.chmod(0o755)
    script = (
        'eval "$(textrepair completion bash)"\n'
        "COMP_WORDS=(textrepair fix --only spa) COMP_CWORD=3\n"
        "_textrepair_completion textrepair\n"
        'echo "${COMPREPLY[@]}"\n'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "spacing\n", done.stderr


def test_every_completer_is_that_of_an_option() -> None:
    import click

    from textrepair.cli import application

    used: set[object] = set()
    for name in application.list_commands(click.Context(application)):
        command = application.get_command(click.Context(application), name)
        assert command is not None
        used |= {getattr(param, "_custom_shell_complete", None) for param in command.params}
    known = set(names.__all__) - {"Completer"}
    assert {name for name in known if getattr(names, name) in used} == known
