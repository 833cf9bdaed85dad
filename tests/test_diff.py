import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textrepair.edits import Edit, Patch
from textrepair.runs.diff import unified_diff
from textrepair.runs.report import diff_for_person, edit_lines

sources = st.lists(st.sampled_from(["\n", "\n", "a", "b\n", "cc\n", "d\r\n"]), max_size=40).map("".join)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, Patch]:
    source = draw(sources)
    places = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    replacements = st.sampled_from(["", "x", "x\n", "\n", "a", "y\nz"])
    pairs = zip(places[::2], places[1::2], strict=False)
    return source, Patch(Edit(start, end, draw(replacements), "test") for start, end in pairs)


def applied(source: str, diff: str) -> str:
    """A slow and obvious `patch`: it trusts the line numbers and checks every line."""
    old = re.findall(r"[^\n]*\n|[^\n]+", source)
    lines = re.findall(r"[^\n]*\n", diff)[2:]
    result: list[str] = []
    position = 0
    for k, line in enumerate(lines):
        if line.startswith("\\"):
            continue
        text = line[1:]
        if k + 1 < len(lines) and lines[k + 1].startswith("\\"):
            text = text[:-1]
        if head := re.match(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            start = int(head[1]) - (head[2] != "0")
            result += old[position:start]
            position = start
            assert len(result) == int(head[3]) - (head[4] != "0")
            continue
        if line[0] in " -":
            assert old[position] == text
            position += 1
        if line[0] in " +":
            result.append(text)
    return "".join(result + old[position:])


@example(("\n\n", Patch([Edit(0, 0, "\n", "test"), Edit(1, 2, "", "test")])))
@given(changes())
def test_the_diff_leads_from_the_source_to_the_result(change: tuple[str, Patch]) -> None:
    source, patch = change
    diff = unified_diff("a.txt", source, patch)
    assert applied(source, diff) == patch.apply(source)
    assert bool(diff) == (patch.apply(source) != source)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@pytest.mark.parametrize("ending", ["\n", ""])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_git_applies_it(tmp_path: Path, line_end: str, ending: str) -> None:
    source = line_end.join(f"ligne {k}" for k in range(40)) + ending
    places = [source.index(f"ligne {k}") for k in (0, 7, 8, 20, 39)]
    patch = Patch(Edit(place, place + 1, "L", "test") for place in places)
    (tmp_path / "a.txt").write_bytes(source.encode())
    diff = unified_diff("a.txt", source, patch)
    subprocess.run(["git", "apply", "-p0", "-"], input=diff.encode(), cwd=tmp_path, check=True)
    assert (tmp_path / "a.txt").read_bytes() == patch.apply(source).encode()


def test_a_long_line_is_cut_for_a_person_round_its_first_difference() -> None:
    source = "a" * 100_000 + "|es" + "b" * 100_000
    patch = Patch([Edit(100_000, 100_001, "l", "test")])
    shown = diff_for_person("a.txt", source, patch)
    assert len(shown) < 10_000
    assert "|es" in shown
    assert "les" in shown
    assert applied(source, unified_diff("a.txt", source, patch)) == patch.apply(source)


def test_control_characters_do_not_reach_the_terminal() -> None:
    patch = Patch([Edit(5, 6, "l", "test")])
    shown = diff_for_person("a\x1b[2J.txt", "\x1b[31m|\r\n", patch, colour=False)
    assert "\x1b" not in shown
    assert "␛[31ml\n" in shown
    assert "\x1b[3" in diff_for_person("a.txt", "|", Patch([Edit(0, 1, "l", "test")]))


def test_a_file_name_that_is_not_utf_8_gives_valid_json() -> None:
    (line,) = edit_lines("\udce9.txt", "a", Patch([Edit(0, 1, "b", "test")]))
    assert line.startswith(b'{"file": "\\udce9.txt"')
