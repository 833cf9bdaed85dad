"""Every function fits a screen and takes few arguments."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_LINES = 60
MOST_PARAMETERS = 10


def exceeding(source: str) -> set[str]:
    """Return the names of the functions that exceed a limit."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        given = node.args
        parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        own = [one for one in parameters if one.arg not in ("self", "cls")]
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > LONGEST_LINES or len(own) > MOST_PARAMETERS:
            found.add(node.name)
    return found


def test_functions_keep_within_the_limits() -> None:
    package = ROOT / "textrepair"
    found = {
        f"{file.relative_to(package).as_posix()}: {name}"
        for file in sorted(package.rglob("*.py"))
        for name in exceeding(file.read_text(encoding="utf-8"))
    }
    assert found == set(), "split these functions, or group their parameters"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f():\n" + "    x = 1\n" * 59, set()),
        ("def f():\n" + "    x = 1\n" * 60, {"f"}),
        ("class C:\n    def f(self, a, b, c, d, e, *, g, h, i, j, k): ...\n", set()),
        ("async def f(a, b, c, d, e, *, g, h, i, j, k, l): ...\n", {"f"}),
    ],
)
def test_the_limits_are_those_that_are_said(source: str, expected: set[str]) -> None:
    assert exceeding(source) == expected
