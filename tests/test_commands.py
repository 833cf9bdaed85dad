"""A command is a module of textrepair/commands, and the options of a command are groups."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from command import run_to

from textrepair import cli, commands
from textrepair.commands.exit_codes import ExitCode
from textrepair.commands.options import option, split_names, takes

ROOT = Path(__file__).parents[1]

HELLO = '''
import click

@click.command()
def hello() -> None:
    """Greet."""
    click.echo("bonjour")
'''


def run_real(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "textrepair", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_new_module_is_a_new_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hello.py").write_text(HELLO, "utf-8")
    (tmp_path / "helper.py").write_text("hello = helper = 1\n", "utf-8")
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])
    cli._modules.cache_clear()
    try:
        assert run_to("hello").stdout == "bonjour\n"
        listed = run_to("--help").stdout
        assert "  hello       Greet.\n" in listed
        assert "helper" not in listed
        assert run_to("helper", code=2).stdout == ""
    finally:
        cli._modules.cache_clear()


def test_every_command_is_listed_and_helps() -> None:
    names = cli.application.list_commands(click.Context(cli.application))
    assert {"assess", "evaluate", "explain", "extract", "fix", "learn", "lexicon", "repairers", "undo"} <= {*names}
    for name in names:
        assert run_to(name, "--help").stdout.startswith(f"Usage: textrepair {name} ")


def test_a_group_of_options_is_one_argument() -> None:
    from dataclasses import dataclass

    @dataclass(frozen=True)
    class Sizes:
        width: int = option("-w", "--width", type=int, default=3, help="How wide.")
        named: tuple[str, ...] = option("--name", multiple=True, callback=split_names)

    @dataclass(frozen=True)
    class Colours:
        colour: str | None = option("--colour")

    @click.command()
    @takes(sizes=Sizes, colours=Colours)
    @click.option("--plain", is_flag=True)
    def draw(sizes: Sizes, colours: Colours, plain: bool) -> None:
        click.echo(f"{sizes} {colours} {plain}")

    def drawn(*arguments: str) -> str:
        result = CliRunner().invoke(draw, arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    assert drawn() == (
        "test_a_group_of_options_is_one_argument.<locals>.Sizes(width=3, named=()) "
        "test_a_group_of_options_is_one_argument.<locals>.Colours(colour=None) False\n"
    )
    assert "width=5, named=('a', 'b')" in drawn("-w", "5", "--name", "a,b", "--plain")
    flags = [parameter.opts for parameter in draw.params]
    assert flags == [["-w", "--width"], ["--name"], ["--colour"], ["--plain"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["scan.txt"], "to repair a file, say: textrepair fix scan.txt"),
        (["none.txt"], "to repair a file, say: textrepair fix none.txt"),
        (["folder", "-o", "out"], "to repair a file, say: textrepair fix folder -o out"),
        (["two words.txt"], "to repair a file, say: textrepair fix 'two words.txt'"),
        (["-"], "to repair a file, say: textrepair fix -"),
        (["fxi", "scan.txt"], "no command ‘fxi’; did you mean ‘fix’?"),
        (["repairer"], "no command ‘repairer’; did you mean ‘repairers’?"),
        (["zzzzz"], "no command ‘zzzzz’; known: assess, "),
        (["a\x1b[31m.txt"], "a␛[31m.txt"),
    ],
)
def test_what_is_no_command_leads_to_one(
    arguments: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scan.txt").write_text("un mot\n", "utf-8")
    (tmp_path / "folder").mkdir()
    result = run_real(*arguments)
    assert result.returncode == ExitCode.USAGE
    assert expected in result.stderr
    assert result.stdout == ""
