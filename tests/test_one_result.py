"""`-o FILE` for one input, `-o DIR/` for several: what each means, and what is refused."""

from __future__ import annotations

import gzip
import stat
from pathlib import Path

import fsspec
import pytest
from command import run, run_to

from textrepair.commands.exit_codes import ExitCode

DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"

pytestmark = pytest.mark.usefixtures("folder")


def write(path: str, data: bytes = DAMAGED.encode()) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def tree() -> list[str]:
    return sorted(str(path) for path in Path().rglob("*") if path.is_file())


@pytest.mark.parametrize("place", ["b.txt", "sub/deep/b.txt", "without-ending"])
def test_one_file_goes_to_a_file(place: str) -> None:
    write("a.txt").chmod(0o640)
    result = run_to("fix", "a.txt", "-o", place)
    assert result.stdout == ""
    assert Path(place).read_text("utf-8") == REPAIRED
    assert stat.S_IMODE(Path(place).stat().st_mode) == 0o640
    assert tree() == sorted(["a.txt", place])  # no journal stands beside it


def test_standard_input_goes_to_a_file() -> None:
    assert run("fix", "-", "-o", "b.txt", given=DAMAGED.encode()).exit_code == ExitCode.OK
    assert run("fix", "-o", "c.txt", given=DAMAGED.encode()).exit_code == ExitCode.OK
    assert Path("b.txt").read_text("utf-8") == Path("c.txt").read_text("utf-8") == REPAIRED


def test_a_file_that_is_there_is_replaced_and_kept_if_the_input_cannot_be_read() -> None:
    write("a.txt")
    write("b.txt", b"older")
    run_to("fix", "a.txt", "-o", "b.txt")
    assert Path("b.txt").read_text("utf-8") == REPAIRED
    run_to("fix", "none.txt", "-o", "b.txt", code=ExitCode.INPUT)
    assert Path("b.txt").read_text("utf-8") == REPAIRED


def test_a_dash_is_standard_output() -> None:
    write("a.txt")
    assert run_to("fix", "a.txt", "-o", "-").stdout == REPAIRED
    assert tree() == ["a.txt"]


@pytest.mark.parametrize("there", [False, True])
def test_a_slash_or_a_folder_makes_it_a_folder(there: bool) -> None:
    write("a.txt")
    if there:
        Path("out").mkdir()
    run_to("fix", "a.txt", "-o", "out" if there else "out/")
    assert Path("out/a.txt").read_text("utf-8") == REPAIRED
    assert Path("out/.textrepair/journal.sqlite").exists()


def test_several_files_and_folders_go_to_a_folder() -> None:
    write("in/a.txt")
    write("b.txt")
    run_to("fix", "in/a.txt", "b.txt", "-o", "two")
    run_to("fix", "in", "-o", "one")
    assert Path("two/a.txt").read_text("utf-8") == Path("one/a.txt").read_text("utf-8") == REPAIRED


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["a.txt", "-o", "a.txt"], "the place of the input; if so meant, say --in-place"),
        (["a.txt", "-o", "./a.txt"], "the place of the input; if so meant, say --in-place"),
        (["a.txt", "-o", "link.txt"], "the place of the input; if so meant, say --in-place"),
        (["a.txt", "-o", "e.jsonl", "--edits", "e.jsonl"], "--edits e.jsonl would be written over that text"),
        (["a.txt", "-o", "b.txt", "--resume"], "--resume and --journal go with -o DIR/"),
        (["a.txt", "-o", "b.txt", "--journal", "j"], "--resume and --journal go with -o DIR/"),
        (["a.txt", "-o", "b.txt", "--in-place"], "two places"),
        (["a.txt", "-o", "b.txt", "--check"], "--check writes nothing"),
        (["-", "-o", "out/"], "standard input has no name to write to"),
        (["a.txt.gz", "-o", "b.txt"], "of its input (text, compressed as .gz): give it a name that says the same"),
        (["a.txt", "-o", "b.txt.gz"], "of its input (text): give it a name that says the same, or say -o b.txt.gz/"),
        (["a.txt", "-o", "b.parquet"], "of its input (text): give it a name that says the same"),
        (["a.txt", "-o", "b.parquet.gz"], "unpack the .gz first"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: list[str], expected: str) -> None:
    write("a.txt")
    write("a.txt.gz", gzip.compress(DAMAGED.encode()))
    Path("link.txt").symlink_to("a.txt")
    before = tree()
    result = run("fix", *arguments, given=DAMAGED.encode())
    assert result.exit_code == ExitCode.USAGE
    assert expected in result.stderr
    assert tree() == before
    assert Path("a.txt").read_text("utf-8") == DAMAGED


def test_compressed_files_and_tables_keep_their_form() -> None:
    write("a.txt.gz", gzip.compress(DAMAGED.encode()))
    run_to("fix", "a.txt.gz", "-o", "b.gz")
    assert gzip.decompress(Path("b.gz").read_bytes()).decode() == REPAIRED
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"text": [DAMAGED]}), "a.parquet")
    run_to("fix", "a.parquet", "-o", "b.pq")
    assert parquet.read_table("b.pq").column("text").to_pylist() == [REPAIRED]
    assert run("fix", "a.parquet", "-o", "b.csv").exit_code == ExitCode.USAGE


def test_addresses_are_files_or_folders_too() -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/in/a.txt": DAMAGED.encode(), "/there/x": b""})
    try:
        run_to("fix", "memory://in/a.txt", "-o", "b.txt")
        assert Path("b.txt").read_text("utf-8") == REPAIRED
        run_to("fix", "b.txt", "memory://in/a.txt", "-o", "memory://both", "--journal", "j")
        run_to("fix", "memory://in/a.txt", "-o", "memory://new.txt")
        run_to("fix", "memory://in/a.txt", "-o", "memory://folder/", "--journal", "k")
        run_to("fix", "memory://in/a.txt", "-o", "memory://there", "--journal", "l")
        for place in ("/both/a.txt", "/new.txt", "/folder/a.txt", "/there/a.txt"):
            assert memory.cat(place).decode() == REPAIRED
        told = run_to("fix", "memory://in/a.txt", "-o", "memory://in/a.txt", code=ExitCode.USAGE).stderr
        assert "the place of the input" in told
    finally:
        memory.store.clear()


def test_one_result_is_undone_to_a_file() -> None:
    write("a.txt")
    run_to("fix", "a.txt", "-o", "b.txt", "--edits", "e.jsonl")
    told = run_to("undo", "b.txt", "--edits", "e.jsonl", "-o", "b.txt", code=ExitCode.OUTPUT).stderr
    assert "the place of the input" in told
    run_to("undo", "b.txt", "--edits", "e.jsonl", "-o", "sub/c.txt")
    assert Path("sub/c.txt").read_text("utf-8") == DAMAGED
    run_to("undo", "b.txt", "--edits", "e.jsonl", "-o", "back/")
    assert Path("back/b.txt").read_text("utf-8") == DAMAGED


def test_the_text_of_one_page_is_extracted_to_a_file() -> None:
    line = "<span class='ocr_line'><span class='ocrx_word'>mot</span></span>"
    page = f"<html><body><div class='ocr_page'>{line}</div></body></html>"
    write("a.hocr", page.encode())
    run_to("extract", "a.hocr", "-o", "sub/a.txt")
    assert Path("sub/a.txt").read_text("utf-8").split() == ["mot"]
    run_to("extract", "a.hocr", "-o", "texts/")
    assert Path("texts/a.hocr.txt").read_bytes() == Path("sub/a.txt").read_bytes()
    run_to("extract", "a.hocr", "-o", "a.hocr", code=ExitCode.OUTPUT)
    assert Path("a.hocr").read_bytes() == page.encode()
