"""``--output-encoding``: results in another encoding lose nothing, and their inputs come back byte for byte."""

from __future__ import annotations

import codecs
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from textrepair.errors import ConfigurationError
from textrepair.formats.plain import check_output_encoding

TEXT = "« le 28 ao(t » 2008, la séourité : déjà\r\nà l ’appui\n".replace("’", "'")
FIXED = "« le 28 août » 2008, la sécurité : déjà\r\nà l'appui\n"
CSV = 'numéro;text\r\n1;"le 28 ao(t 2008"\r\n2;déjà\r\n3;"la ""séourité"" ao(t"\r\n'
LATIN = ["--encoding", "latin-1", "--output-encoding", "utf-8"]


def run(*arguments: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "textrepair", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def succeeded(*arguments: str | Path, given: bytes = b"") -> bytes:
    done = run(*arguments, given=given)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))


def test_a_text_is_written_in_another_encoding() -> None:
    Path("a.txt").write_bytes(TEXT.encode("latin-1"))
    assert succeeded("fix", "a.txt", *LATIN).decode() == FIXED
    succeeded("fix", "a.txt", *LATIN, "-o", "b.txt")
    assert Path("b.txt").read_bytes() == FIXED.encode()
    given = TEXT.encode()
    assert succeeded("fix", "--output-encoding", "cp1252", given=given) == FIXED.encode("cp1252")


def test_a_table_is_written_in_another_encoding_whole() -> None:
    Path("a.csv").write_bytes(CSV.encode("latin-1"))
    fixed = CSV.replace("ao(t", "août").replace("séourité", "sécurité")
    assert succeeded("fix", "a.csv", *LATIN).decode() == fixed


@pytest.mark.parametrize(
    ("mark", "encoding", "to", "begins"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-16", codecs.BOM_UTF16_LE),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-8", codecs.BOM_UTF8),
        (codecs.BOM_UTF8, "utf-8", "latin-1", b""),
        (b"", "utf-8", "utf-16-be", b""),
        (b"", "latin-1", "utf-8", b""),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_result_has_a_byte_order_mark_if_its_input_has_one(
    mark: bytes, encoding: str, to: str, begins: bytes, name: str
) -> None:
    text = TEXT if name == "a.txt" else CSV
    given = mark + text.encode(encoding)
    Path(name).write_bytes(given)
    written = succeeded("fix", name, "--encoding", encoding, "--output-encoding", to)
    codec = check_output_encoding(to)
    fixed = text.replace("ao(t", "août").replace("séourité", "sécurité").replace("l 'a", "l'a")
    assert written == begins + fixed.encode(codec)
    again = run("fix", name, "--encoding", encoding, "--output-encoding", to, "-o", "out/", "--edits", "edits.jsonl")
    assert again.returncode == 0, again.stderr
    for arguments in (["out"], [f"out/{name}", "--edits", "edits.jsonl"]):
        undone = run("undo", *arguments, "-o", "back/")
        if mark and not begins:  # nothing in the result tells of the mark: refused, and nothing is written
            assert undone.returncode == 3
            assert b"do not lead back to the input" in undone.stderr
            assert b"did it have a byte-order mark? iso8859-1 keeps none" in undone.stderr
            assert not Path("back", name).exists()
        else:
            assert undone.returncode == 0, undone.stderr.decode()
            assert Path("back", name).read_bytes() == given
            Path("back", name).unlink()


@pytest.mark.parametrize(
    ("text", "encoding", "place"),
    [
        ("la mise en ceuvre\n", "latin-1", "‘œ’ (U+0153) at offset 11, which iso8859-1 cannot write"),
        ("le prix en ¥ et en yens\n", "shift_jis", "‘¥’ (U+00A5) at offset 11, which shift_jis cannot write"),
    ],
)
def test_a_character_that_the_encoding_lacks_is_an_error_of_its_file(text: str, encoding: str, place: str) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(text, "utf-8")
    Path("in/b.txt").write_text("le 28 ao(t 2008, a b\n", "utf-8")
    to = "latin-1" if encoding == "latin-1" else encoding
    done = run("fix", "in", "-o", "out", "--only", "accents", "--add", "ligatures", "--output-encoding", to)
    shown = done.stderr.decode()
    assert done.returncode == 4, shown
    assert f"in/a.txt: the repaired text has {place}; name another --output-encoding" in shown
    assert Path("out/a.txt").read_text("utf-8") == text  # passed on as it stands
    assert Path("out/b.txt").exists()
    left_out = run(
        "fix", "in/a.txt", "-o", "c.txt", "--add", "ligatures", "--output-encoding", to, "--on-error", "skip"
    )
    assert left_out.returncode == 4
    assert not Path("c.txt").exists()


def test_a_table_with_a_row_that_cannot_be_written_is_passed_on_whole() -> None:
    given = b"text\nle 28 ao(t\nla mise en ceuvre\n"
    Path("a.csv").write_bytes(given)
    done = run("fix", "a.csv", "-o", "b.csv", "--output-encoding", "latin-1")
    assert done.returncode == 4
    assert "a.csv#2: the repaired text has ‘œ’ (U+0153) at offset 11" in done.stderr.decode()
    assert Path("b.csv").read_bytes() == given


def test_a_clean_file_is_converted_and_comes_back() -> None:
    Path("in").mkdir()
    clean = {"a.txt": "déjà vu\n", "b.csv": "numéro,text\n", "c.txt": "", "d.txt": "plain\n"}
    for name, text in clean.items():
        Path("in", name).write_bytes(text.encode("latin-1"))
    Path("in/e.txt.gz").write_bytes(gzip.compress("déjà\n".encode("latin-1")))
    succeeded("fix", "in", "--glob", "*", "-o", "out", *LATIN, "--edits", "edits.jsonl")
    for name, text in clean.items():
        assert Path("out", name).read_bytes() == text.encode()
    assert gzip.decompress(Path("out/e.txt.gz").read_bytes()) == "déjà\n".encode()
    succeeded("undo", "out", "-o", "back")
    for name, text in clean.items():
        assert Path("back", name).read_bytes() == text.encode("latin-1")
    assert gzip.decompress(Path("back/e.txt.gz").read_bytes()) == "déjà\n".encode("latin-1")


def test_undo_with_a_list_refuses_what_nothing_verifies() -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_bytes(TEXT.encode("latin-1"))
    Path("in/clean.txt").write_bytes("déjà vu\n".encode("latin-1"))
    printed = succeeded("fix", "in", "-o", "out", *LATIN, "--edits", "-")
    Path("printed.jsonl").write_bytes(printed)
    succeeded("fix", "in", "-o", "out", *LATIN, "--edits", "edits.parquet")
    Path("out/.textrepair").rename("journal")
    done = run("undo", "out", "-o", "back", "--edits", "edits.parquet")
    assert done.returncode == 3
    assert "clean.txt: the run wrote its results in another encoding" in done.stderr.decode()
    assert Path("back/a.txt").read_bytes() == TEXT.encode("latin-1")
    assert not Path("back/clean.txt").exists()
    done = run("undo", "out/a.txt", "-o", "c.txt", "--edits", "printed.jsonl")
    assert done.returncode == 3
    assert "no digest verifies that input" in done.stderr.decode()
    assert not Path("c.txt").exists()
    edits = [json.loads(line) for line in printed.splitlines()]
    edits[0]["encoding"] = "no-such"
    Path("printed.jsonl").write_text("\n".join(map(json.dumps, edits)), "utf-8")
    assert run("undo", "out/a.txt", "-o", "c.txt", "--edits", "printed.jsonl").returncode == 3


def test_a_result_that_was_changed_since_is_not_undone() -> None:
    Path("a.txt").write_bytes(TEXT.encode("latin-1"))
    succeeded("fix", "a.txt", "-o", "out/", *LATIN, "--edits", "edits.jsonl")
    Path("out/a.txt").write_bytes(FIXED.encode() + b"more\n")
    done = run("undo", "out", "-o", "back")
    assert done.returncode == 3
    assert "it was changed since the run" in done.stderr.decode()


def test_blocks_of_a_large_file_are_written_in_the_other_encoding() -> None:
    text = "à l ’appui, la sécurité du comité est déjà assurée à Genève.\n\n" * 70_000
    Path("a.txt").write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    options = ["--encoding", "utf-16", "--output-encoding", "utf-8", "--edits", "edits.jsonl"]
    succeeded("fix", "a.txt", "--only", "spacing", *options, "-o", "out/")
    written = Path("out/a.txt").read_bytes()
    assert written.startswith(codecs.BOM_UTF8)
    assert written.count(codecs.BOM_UTF8) == 1
    assert written.decode("utf-8-sig").count("à l’appui") == 70_000
    succeeded("undo", "out", "-o", "back")
    assert Path("back/a.txt").read_bytes() == Path("a.txt").read_bytes()


def test_a_row_that_is_an_error_does_not_hide_the_encoding() -> None:
    given = 'a;text\n1;"le 28 ao(t, déjà"\nnothing\n'.encode("latin-1")
    Path("a.csv").write_bytes(given)
    run("fix", "a.csv", "-o", "out/", "--encoding", "latin-1", "--edits", "edits.jsonl")
    succeeded("undo", "out", "-o", "back")
    assert Path("back/a.csv").read_bytes() == given


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["a.txt", "--in-place"], 2, "could not be undone: say -o PLACE"),
        (["a.txt", "--check"], 2, "write no results"),
        (["a.txt", "--diff"], 2, "write no results"),
        (
            ["a.txt", "--format", "jsonl"],
            5,
            "keeps the encoding of its input; --output-encoding is for text, csv and tsv",
        ),
        (["a.xml"], 5, "a result in alto keeps the encoding of its input"),
    ],
)
def test_what_cannot_be_converted_is_refused(arguments: list[str], code: int, message: str) -> None:
    Path("a.txt").write_bytes(TEXT.encode())
    Path("a.xml").write_text('<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>', "utf-8")
    done = run("fix", *arguments, "--output-encoding", "cp1252")
    assert done.returncode == code
    assert message in done.stderr.decode()
    assert Path("a.txt").read_bytes() == TEXT.encode()


@pytest.mark.parametrize("name", ["auto", "AUTO", "utf-8-sig", "idna", "punycode", "rot13", "hex", "utf-9", ""])
def test_what_is_no_encoding_of_results_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="--output-encoding"):
        check_output_encoding(name)


def test_a_dry_run_takes_the_option() -> None:
    Path("a.txt").write_bytes(TEXT.encode("latin-1"))
    edits = [json.loads(line) for line in succeeded("fix", "-n", "a.txt", "-o", "b.txt", *LATIN).splitlines()]
    assert {(edit["encoding"], edit["output_encoding"]) for edit in edits} == {("iso8859-1", "utf-8")}
    assert not Path("b.txt").exists()


def test_a_run_resumes_only_in_the_same_encoding() -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_bytes(TEXT.encode("latin-1"))
    succeeded("fix", "in", "-o", "out", *LATIN)
    succeeded("fix", "in", "-o", "out", *LATIN, "--resume")
    done = run("fix", "in", "-o", "out", "--encoding", "latin-1", "--output-encoding", "cp1252", "--resume")
    assert done.returncode == 5
    assert '‘output_encoding’ was "utf-8"' in done.stderr.decode()
