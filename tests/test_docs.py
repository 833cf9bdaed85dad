"""The documentation says what the code does."""

from __future__ import annotations

import doctest
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

import textrepair
from textrepair.cli import application
from textrepair.commands.exit_codes import ExitCode

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])


def test_the_man_page_is_that_of_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import man_page

    assert man_page.PAGE.read_text(encoding="utf-8") == man_page.page(), "run: python docs/man_page.py"


def test_the_man_page_has_every_command_option_and_exit_code() -> None:
    page = (ROOT / "docs" / "textrepair.1").read_text("utf-8")
    context = click.Context(application)
    for name in application.list_commands(context):
        command = application.get_command(context, name)
        assert command is not None
        assert f".SS textrepair {name}" in page
        for option in (flag for param in command.params for flag in param.opts if flag.startswith("-")):
            assert option.replace("-", "\\-") in page
    for code in ExitCode:
        assert f"\n.TP\n{code.value}\n" in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_man_page_has_no_mistake() -> None:
    page = ROOT / "docs" / "textrepair.1"
    shown = subprocess.run(["groff", "-man", "-Tascii", "-ww", page], capture_output=True, text=True, check=True)
    assert shown.stderr == ""
    assert "--output-encoding" in shown.stdout or "--dry-run" in shown.stdout


def test_the_page_of_repairers_is_up_to_date() -> None:
    specification = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    generate = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(generate)
    assert generate.PAGE.read_text(encoding="utf-8") == generate.page(), "run: python docs/generate.py"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_examples_in_the_docs_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"```pycon\n(.*?)```", text, re.DOTALL)
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner()
    names: dict[str, object] = {}
    for block in blocks:
        test = parser.get_doctest(block, names, path.name, str(path), 0)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.failures == 0


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    # What looks like a link within code is none, such as a part of a regular expression.
    prose = re.sub("``.*?``", "", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", prose):
        assert (path.parent / target).exists(), f"{path}: {target} is not there"


def test_the_files_that_the_architecture_names_are_there() -> None:
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    roots = [ROOT, ROOT / "textrepair", ROOT / "tests", ROOT / "lexicons" / "fr"]
    named = re.findall(r"`([\w./-]+(?:/|\.(?:py|toml|tsv|md)))`", page)
    assert len(named) > 80
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []


def test_the_public_names_are_sorted_and_there() -> None:
    assert textrepair.__all__ == sorted(textrepair.__all__)
    assert all(hasattr(textrepair, name) for name in textrepair.__all__)
