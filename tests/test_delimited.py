"""CSV and TSV: what a file may begin with, and that one bad file never stops the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run, run_to

from textrepair.commands.exit_codes import ExitCode

DAMAGED, REPAIRED = "la mise en ceuvre des régles", "la mise en œuvre des règles"


def fixed(data: str, *arguments: str, name: str = "a.csv") -> str:
    Path(name).write_bytes(data.encode())
    return run_to("fix", name, *arguments).stdout_bytes.decode()


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_names_of_columns_may_hold_line_ends(sign: str, end: str, folder: Path) -> None:
    data = end.join([f'"a{end}b"{sign}"le ""texte""{end}, lu"{sign}text', f'1{sign}"x{end}y"{sign}{DAMAGED}', ""])
    assert fixed(data) == data.replace(DAMAGED, REPAIRED)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", ":", "^"])
@pytest.mark.parametrize("declaration", ["sep=", "SEP=", "Sep="])
def test_excels_declaration_of_the_delimiter_is_passed_over(sign: str, declaration: str, folder: Path) -> None:
    data = f"{declaration}{sign}\r\nid{sign}text\r\n1{sign}{DAMAGED}\r\n"
    assert fixed(data) == data.replace(DAMAGED, REPAIRED)
    assert fixed("\ufeff" + data) == "\ufeff" + data.replace(DAMAGED, REPAIRED)


def test_records_are_counted_without_the_declaration(folder: Path) -> None:
    fixed(f"sep=;\nid;text\n1;{DAMAGED}\n", "--in-place", "--edits", "edits.jsonl")
    assert '"record": 1,' in Path("edits.jsonl").read_text("utf-8")
    run_to("undo", "a.csv", "--in-place", "--edits", "edits.jsonl")
    assert Path("a.csv").read_text("utf-8") == f"sep=;\nid;text\n1;{DAMAGED}\n"


def test_a_column_that_is_called_like_a_declaration_is_one(folder: Path) -> None:
    data = f"sep=x,text\n1,{DAMAGED}\n"
    assert fixed(data) == data.replace(DAMAGED, REPAIRED)


@pytest.mark.parametrize(
    "data",
    [
        b'"a\nb"\n1\n',
        b'"a\nb',
        b'"a"b\n"c\n',
        b'text\n"never closed\nand more\n',
        b"sep=;",
        b"\xff\xfe",
        b"\xfe\xff\x00t",
        b"text\n\xe9\n",
        b"id\n1\n",
        b"text,text\na,b\n",
        b"\n",
        b'"' * 7,
    ],
)
def test_whatever_a_file_holds_the_next_one_is_repaired(data: bytes, folder: Path) -> None:
    Path("a.csv").write_bytes(data)
    Path("b.csv").write_text(f"text\n{DAMAGED}\n", "utf-8")
    done = run("fix", "a.csv", "b.csv", "-o", "out")
    assert done.exit_code == ExitCode.INPUT
    assert "a.csv" in done.stderr
    assert Path("out/a.csv").read_bytes() == data
    assert Path("out/b.csv").read_text("utf-8") == f"text\n{REPAIRED}\n"


@pytest.mark.parametrize("data", ["", "sep=;\n", "\ufeff"])
def test_a_file_without_a_row_stays(data: str, folder: Path) -> None:
    assert fixed(data) == data


def test_the_columns_that_there_are_are_named_where_a_header_has_several_lines(folder: Path) -> None:
    Path("a.csv").write_text('"a\nb";texte\n1;x\n', "utf-8")
    done = run("fix", "a.csv")
    assert "there is no column ‘text’ (--field); did you mean ‘texte’?" in done.stderr
