"""Large files are read in blocks, and what comes of it is that of one file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textrepair.cli import application
from textrepair.errors import UndecodableError
from textrepair.formats import blocks
from textrepair.formats.plain import decode

PARAGRAPH = "Les progrés de I’informatique, le 28 ao(t 2008, dans lalutte contre la drogue.\n\nIl vint à Paris.\n"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of forty characters in files of more than a hundred bytes."""
    shrink(monkeypatch)


def shrink(monkeypatch: pytest.MonkeyPatch, block: int = 40, whole: int = 100, piece: int = 7) -> None:
    monkeypatch.setattr(blocks, "BLOCK", block)
    monkeypatch.setattr(blocks, "WHOLE", whole)
    monkeypatch.setattr(blocks, "_PIECE", piece)


def run(*arguments: object, code: int = 0) -> bytes:
    result = CliRunner().invoke(application, [str(argument) for argument in arguments], prog_name="textrepair")
    assert result.exit_code == code, result.output
    return result.stdout_bytes


@settings(deadline=None)
@given(
    text=st.lists(
        st.sampled_from(["a", "é", " ", "\n", "\r\n", "\r", "\f", ".", "\u0301", "😀"]), min_size=30, max_size=300
    ).map("".join),
    encoding=st.sampled_from(["utf-8", "utf-16", "auto"]),
)
@example(text="a" * 34 + "\r\n" * 3 + "a" * 9 + "\r\n" * 3 + "a" * 19 + "\r\n" * 3, encoding="utf-16")
def test_the_blocks_are_the_file(text: str, encoding: str) -> None:
    data = text.encode("utf-16" if encoding == "utf-16" else "utf-8")
    whole = decode(data, encoding)
    with pytest.MonkeyPatch.context() as patched:
        shrink(patched)
        found = list(blocks.read_blocks(io.BytesIO(data), encoding, "-"))
    assert "".join(block.source for block in found) == whole.source
    assert b"".join(block.encode(block.source) for block in found) == data
    position = 0
    for block in found:
        assert block.start == position
        position += len(block.source)
        if len(found) > 1:
            assert block is found[-1] or len(block.source) >= 40
            assert not (block.source.endswith("\r") and whole.source[position : position + 1] == "\n")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("place", [3, 90, 104, 105, 111, 160])
def test_what_is_not_text_is_told_as_for_a_small_file(place: int) -> None:
    good = ("é\n" * 60).encode()
    data = good[:place] + b"\xff" + good[place:]
    with pytest.raises(UndecodableError) as small_file:
        decode(data, "utf-8", "a.txt")
    with pytest.raises(UndecodableError) as large_file:
        next(blocks.read_blocks(io.BytesIO(data), "utf-8", "a.txt"))
    assert str(large_file.value) == str(small_file.value)


def test_a_block_ends_where_a_page_or_paragraph_does(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, block=400)
    found = list(blocks.read_blocks(io.BytesIO((PARAGRAPH * 40).encode()), "utf-8", "-"))
    assert len(found) > 3
    assert all(block.source.endswith("drogue.\n\n") for block in found[:-1])


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_edits_of_blocks_are_those_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newline: str) -> None:
    shrink(monkeypatch, block=600)
    text = (PARAGRAPH * 40).replace("\n", newline)
    source, accounts = tmp_path / "a.txt", tmp_path / "edits.jsonl"
    source.write_bytes(text.encode())
    run("fix", source, "-o", f"{tmp_path}/out/", "--edits", accounts, "-q")
    result = (tmp_path / "out" / "a.txt").read_bytes().decode()
    edits = [json.loads(line) for line in accounts.read_text(encoding="utf-8").splitlines()]
    assert len(edits) >= 80
    pieces, position = [], 0
    for edit in edits:
        assert text[edit["start"] : edit["end"]] == edit["before"]
        pieces += [text[position : edit["start"]], edit["after"]]
        position = edit["end"]
    assert "".join([*pieces, text[position:]]) == result
    assert run("fix", source, "-q").decode() == result
    assert run("fix", "--check", source, "-q", code=1).decode() == f"{source}\n"
    monkeypatch.chdir(tmp_path)
    diff = run("fix", "--diff", "a.txt", "-q")
    assert diff.count(b"--- a.txt") == 1
    subprocess.run(["git", "apply", "-p0"], input=diff, check=True, cwd=tmp_path)
    assert source.read_bytes().decode() == result


@pytest.mark.usefixtures("small")
def test_a_large_file_without_damage_is_not_touched(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Il vint à Paris.\n\n" * 40, encoding="utf-8")
    before = source.stat()
    run("fix", "--in-place", source, "-q")
    assert source.stat() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.usefixtures("small")
def test_a_large_file_of_which_a_block_cannot_be_written_is_left(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    data = ("Il vint à Paris.\n\n" * 40 + "la mise en ceuvre des lois").encode("latin-1")
    source.write_bytes(data)
    run("fix", "--in-place", "--encoding", "latin-1", source, "-q", code=4)
    assert source.read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.slow
def test_a_large_pipe_comes_out_as_the_file_does(tmp_path: Path) -> None:
    text = ("Il vint à Paris, et la société était là.\n" * 110_000).encode()
    result = subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", "-q"], input=text, capture_output=True, check=True
    )
    assert result.stdout == text
