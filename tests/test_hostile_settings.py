"""Whatever stands in a settings file, a word list, a table or a list of pairs is told in one line, with its place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

from textrepair.commands.exit_codes import ExitCode
from textrepair.config import load_settings
from textrepair.core import load_confusions
from textrepair.errors import ConfigurationError, InputError, TextRepairError
from textrepair.evaluate import clean_documents, pairs_from_jsonl
from textrepair.files.named import read_named_text
from textrepair.learn import read_pairs
from textrepair.word_list import load_words

DEEP = "[" * 3_000 + "]" * 3_000
SETTINGS = {
    "nested": f"language = {DEEP}",
    "nested tables": "a = " + "{b = " * 2_000 + "1" + "}" * 2_000,
    "a number of 5,000 digits": "jobs = " + "9" * 5_000,
    "a negative number": "jobs = -1",
    "a long name of a language": f'language = "{"x" * 100_000}"',
    "a path as a language": 'language = "../../../etc"',
    "NUL in a language": 'language = "f\\u0000r"',
    "NUL in a file name": 'words = ["a\\u0000b"]',
    "NUL in the name of a table": 'confusions = "a\\u0000b"',
    "a device as a word list": 'words = ["/dev/zero"]',
    "a folder as a word list": 'words = ["/"]',
    "a device as a table": 'confusions = "/dev/zero"',
    "a long file name": f'words = ["{"x" * 5_000}"]',
    "a list as a language": 'language = ["fr"]',
    "a date": "min_confidence = 1979-05-27",
    "not a number": "min_confidence = nan",
    "more than sure": "min_confidence = inf",
    "a long unknown key": f"{'k' * 100_000} = 1",
    "an unknown repairer": 'only = ["\\u001b[31mred"]',
    "options of none": "[repairers.spacing]\nx = 1",
    "options that are none": "[repairers]\nspacing = 1",
    "a byte-order mark alone": "\ufeff",
    "half a table": "[repairers",
    "control characters": "language = '\x01'",
}


@pytest.mark.parametrize("case", SETTINGS)
def test_settings_are_refused_in_one_short_line(case: str, folder: Path) -> None:
    (folder / "textrepair.toml").write_text(SETTINGS[case], "utf-8")
    (folder / "a.txt").write_text("le mot\n", "utf-8")
    done = run("fix", "a.txt")
    if case == "a byte-order mark alone":
        assert done.exit_code == ExitCode.OK
        return
    assert done.exit_code in (ExitCode.CONFIGURATION, ExitCode.INPUT)
    (line,) = done.stderr.splitlines()
    assert line.startswith("textrepair: ")
    assert len(line) < 6_000 if "file name" in case else len(line) < 700


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xe9t\xe9 = 1", bytes(100)])
def test_settings_that_are_no_text_are_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "textrepair.toml").write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"textrepair\.toml: not valid"):
        load_settings(tmp_path / "textrepair.toml")


READERS = {
    "words": load_words,
    "confusions": load_confusions,
    "settings": load_settings,
    "pairs": pairs_from_jsonl,
    "learn": lambda path: list(read_pairs(path)),
    "clean": lambda path: list(clean_documents([path])),
    "text": read_named_text,
}
HOSTILE = {
    "a device": Path("/dev/zero"),
    "a folder": Path("/"),
    "NUL": Path("a\0b"),
    "a long name": Path("x" * 5_000),
    "nothing": Path("nowhere"),
    "no folder": Path("/dev/null/x"),
    "a loop": Path("loop"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", HOSTILE)
def test_every_reader_refuses_what_is_no_file(reader: str, case: str, folder: Path) -> None:
    if reader == "clean" and case == "a folder":
        return  # it reads the texts in it
    (folder / "loop").symlink_to("loop")
    with pytest.raises(TextRepairError, match="cannot be read"):
        READERS[reader](HOSTILE[case])


@pytest.mark.parametrize("reader", ["pairs", "learn", "clean"])
@pytest.mark.parametrize(
    "line",
    [
        DEEP,
        f'{{"id": "a", "ocr": {DEEP}, "truth": "b"}}',
        '{"a": ' * 3_000 + "1" + "}" * 3_000,
        f'{{"id": {"9" * 5_000}, "ocr": "a", "truth": "b"}}',
        '{"id": "a"',
        "[]",
        "7",
        "\0",
        '{"id": "a", "ocr": 1, "truth": null, "text": 7}',
    ],
)
def test_every_reader_of_records_names_the_line(reader: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f'{{"id": "z", "ocr": "a", "truth": "b", "text": "a"}}\n{line}\n', "utf-8")
    with pytest.raises(InputError, match=r"pairs\.jsonl, line 2: "):
        READERS[reader](path)


@pytest.mark.parametrize("reader", ["pairs", "learn", "clean", "words", "confusions", "settings"])
def test_every_reader_names_the_byte_that_is_no_text(reader: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"un\nd\xe9j\xe0\n")
    with pytest.raises(TextRepairError, match=r"a\.jsonl: not valid UTF-8 at byte 4 \(line 2\)"):
        READERS[reader](path)


@pytest.mark.parametrize(
    "table",
    [
        f"confusions = {DEEP}",
        "confusions = [[" + "9" * 5_000 + "]]",
        'confusions = [["a", "b", nan]]',
        'confusions = [["a", "b", -1]]',
        'confusions = [["a", "a", 1]]',
        'confusions = [["a", "b", "x"]]',
        "confusions = 7",
        "[[confusions]]\na = 1",
    ],
)
def test_tables_of_confusions_are_refused(table: str, tmp_path: Path) -> None:
    path = tmp_path / "table.toml"
    path.write_text(table, "utf-8")
    with pytest.raises(InputError, match=r"table\.toml"):
        load_confusions(path)


def test_words_may_come_through_a_pipe() -> None:
    read, write = os.pipe()
    os.write(write, b"oukaze\nHikmatov\n")
    os.close(write)
    try:
        assert load_words(Path(f"/dev/fd/{read}")) == ("oukaze", "Hikmatov")
    finally:
        os.close(read)


def test_one_bad_file_of_many_stops_none(folder: Path) -> None:
    """The files of a run are of every kind and damage; the one that is sound is repaired all the same."""
    damaged = "la mise en ceuvre des régles\n"
    bad = {
        "a.csv": b'"a\nb"\n1\n',
        "b.csv": b'text\n"never closed\n',
        "c.csv": b"\xff\xfe\x00text\n",
        "d.jsonl": DEEP.encode(),
        "e.jsonl": b'{"text": "\xe9"}\n',
        "f.parquet": b"PAR1" + bytes(100) + b"PAR1",
        "g.arrow": b"ARROW1\0\0" + b"\xff" * 200,
        "h.xml": b"<alto><Layout>",
        "i.txt.gz": b"\x1f\x8b\x08\x00broken",
        "j.txt": b"\xe9t\xe9",
        "k.tsv": b"x\ty\n1\t2\n",
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    (folder / "z.txt").write_text(damaged, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", *sorted(bad), "z.txt", "-o", "out", "--on-error", "skip"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == ExitCode.INPUT
    assert "Traceback" not in done.stderr
    assert (folder / "out" / "z.txt").read_text("utf-8") == "la mise en œuvre des règles\n"
    for name in bad:
        assert any(line.startswith(f"textrepair: {name}") for line in done.stderr.splitlines()), (name, done.stderr)


@pytest.mark.parametrize("error", [ValueError("lost\nits way"), MemoryError(), RecursionError(), KeyError("x")])
def test_what_no_reader_should_raise_stops_no_other_file(
    error: Exception, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object) -> None:
        raise error

    monkeypatch.setattr("textrepair.formats.delimited.Delimited.units", broken)
    (folder / "a.csv").write_bytes(b"text\nle mot\n")
    (folder / "b.txt").write_text("la mise en ceuvre des régles\n", "utf-8")
    done = run("fix", "a.csv", "b.txt", "-o", "out")
    assert done.exit_code == ExitCode.INPUT
    assert (folder / "out" / "a.csv").read_bytes() == b"text\nle mot\n"
    assert (folder / "out" / "b.txt").read_text("utf-8") == "la mise en œuvre des règles\n"
    (line,) = [line for line in done.stderr.splitlines() if "a.csv" in line]
    assert "memory" in line if isinstance(error, MemoryError) else type(error).__name__ in line
