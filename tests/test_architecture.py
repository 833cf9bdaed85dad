"""The shape of the code: how many files a reader has to follow, and what the picture of the imports shows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
# Files of the package that the repair of one damaged word enters, at most.
MOST_FILES = {"cold": 23, "warm": 15}


def run_tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of tools/ on this source."""
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / name), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("state", MOST_FILES)
def test_one_damaged_word_enters_few_files(state: str) -> None:
    run = run_tool("files_entered.py")
    assert run.returncode == 0, run.stderr
    counted = {name: int(files) for name, files in re.findall(r"(?m)^(\w+): (\d+) files", run.stdout)}
    assert counted[state] <= MOST_FILES[state], run_tool("files_entered.py", "--list").stdout


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return tools/import_graph.py as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import import_graph

    return import_graph


def test_the_picture_shows_the_imports_as_they_are() -> None:
    run = run_tool("import_graph.py", "--check")
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_files_import_each_other_in_a_circle(graph: ModuleType) -> None:
    assert graph.circles(graph.imports_of(ROOT)) == []


def test_no_import_goes_up(graph: ModuleType) -> None:
    assert graph.upward(graph.imports_of(ROOT)) == []


# The rooms that may look behind a door: the core reads the tables that the builders write.
DOORS = {"textrepair.core": {"core"}, "textrepair.tables": {"core", "pack_build", "tables"}}
# What the core keeps for itself of a pack.
INNER = {"lexicon", "model"}


def test_all_else_reaches_the_core_through_its_door(graph: ModuleType) -> None:
    through = [
        (one.importer, one.imported)
        for one in graph.imports_of(ROOT)
        for door, rooms in DOORS.items()
        if one.imported.startswith(f"{door}.") and one.importer.split(".")[1:2] not in [[room] for room in rooms]
    ]
    assert through == []


def test_nobody_outside_the_core_asks_a_pack_for_its_parts() -> None:
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno}: .{node.attr}"
        for path in sorted((ROOT / "textrepair").rglob("*.py"))
        if "core" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in INNER
    ]
    assert asked == []


def write_package(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / "textrepair" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_imports_are_told_apart_by_when_they_happen(graph: ModuleType, tmp_path: Path) -> None:
    write_package(
        tmp_path,
        {
            "__init__.py": "from textrepair.edits import Edit\nfrom textrepair import errors\n",
            "edits.py": "",
            "errors.py": "",
            "chain.py": "from typing import TYPE_CHECKING\n"
            "import textrepair.edits, os\n"
            "if TYPE_CHECKING:\n    from textrepair import errors, fix\nelse:\n    from .repairers import accents\n"
            "class Chain:\n    def run(self):\n        if self:\n            from .repairers.accents import Accents\n",
            "repairers/__init__.py": "from . import accents\n",
            "repairers/accents.py": "try:\n    from .. import chain\nexcept ImportError:\n    pass\n",
        },
    )
    found = [(one.importer[11:], one.imported[11:], one.when.value) for one in graph.imports_of(tmp_path)]
    assert found == [
        ("", "edits", "top"),
        ("", "errors", "top"),
        ("chain", "", "TYPE_CHECKING"),
        ("chain", "edits", "top"),
        ("chain", "errors", "TYPE_CHECKING"),
        ("chain", "repairers.accents", "function"),
        ("chain", "repairers.accents", "top"),
        ("repairers", "repairers.accents", "top"),
        ("repairers.accents", "chain", "top"),
    ]


def test_circles_and_imports_that_go_up_are_found(graph: ModuleType, tmp_path: Path) -> None:
    write_package(
        tmp_path,
        {
            "chain.py": "import textrepair.edits\n",
            "edits.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import textrepair.errors\n",
            "errors.py": "def f():\n    import textrepair.chain\n",
            "visible.py": "import textrepair.version\n",
            "version.py": "import textrepair.visible\n",
        },
    )
    imports = graph.imports_of(tmp_path)
    assert graph.circles(graph.at_run_time(imports)) == [["textrepair.version", "textrepair.visible"]]
    assert graph.circles(imports) == [
        ["textrepair.chain", "textrepair.edits", "textrepair.errors"],
        ["textrepair.version", "textrepair.visible"],
    ]
    assert [(one.importer, one.imported) for one in graph.upward(imports)] == [
        ("textrepair.errors", "textrepair.chain")
    ]


def test_a_file_in_no_group_is_named(graph: ModuleType) -> None:
    assert graph.group_of("textrepair.no_such_file") is None
    assert graph.group_of("textrepair.formats.no_such_file") == graph.group_of("textrepair.formats")
