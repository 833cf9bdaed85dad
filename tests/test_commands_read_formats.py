"""Every command that reads texts reads every format: each gives for each file what it gives for the plain text."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from command import run, run_to
from page_samples import in_words, ocrd_page, tesseract_alto, tesseract_hocr
from pyarrow import ipc

from textrepair.assess import assess
from textrepair.formats.compression import decompressed
from textrepair.formats.registry import form_of

pytestmark = pytest.mark.usefixtures("folder")

DAMAGED = (
    "dans lalutte contre la drogue, les Représentants\n"
    "de I’Organisation pour la mise en ceuvre du programme\n"
    "de la commision et le rdle des régles du Chapitre\n"
)
REPAIRED = (
    "dans la lutte contre la drogue, les Représentants\n"
    "de l’Organisation pour la mise en œuvre du programme\n"
    "de la commission et le rôle des règles du Chapitre\n"
)


def delimited(delimiter: str) -> Callable[[str], bytes]:
    """Return what writes a text as the one row of a table with a delimiter."""

    def written(text: str) -> bytes:
        made = io.StringIO(newline="")
        csv.writer(made, delimiter=delimiter).writerows([["id", "text"], ["1", text]])
        return made.getvalue().encode()

    return written


def lines_of_json(text: str) -> bytes:
    return json.dumps({"id": 1, "text": text}).encode() + b"\n"


def parquet(text: str) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table({"id": [1], "text": [text]}), made)
    return made.getvalue()


def arrow(text: str) -> bytes:
    rows = pa.table({"id": [1], "text": [text]})
    made = io.BytesIO()
    with ipc.new_file(made, rows.schema) as writer:
        writer.write_table(rows)
    return made.getvalue()


def page(write: Callable[[Sequence[Sequence[str]]], bytes]) -> Callable[[str], bytes]:
    """Return what writes a text as the page of an OCR engine."""
    return lambda text: write(in_words(text.splitlines()))


# The name of a file and what writes a text into it. The names of pages say nothing about their format.
WRITTEN: dict[str, Callable[[str], bytes]] = {
    "a.txt": str.encode,
    "noend": str.encode,
    "wide.txt": lambda text: text.encode("utf-16"),
    "a.jsonl": lines_of_json,
    "a.json": lines_of_json,
    "a.csv": delimited(","),
    "semicolon.csv": delimited(";"),
    "a.tsv": delimited("\t"),
    "a.parquet": parquet,
    "a.arrow": arrow,
    "alto.xml": page(tesseract_alto),
    "hocr.html": page(tesseract_hocr),
    "page.xml": page(ocrd_page),
    "page.txt": page(ocrd_page),
}
PACKING: dict[str, Callable[[bytes], bytes]] = {
    "bz2": bz2.compress,
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}
PACKED = ("a.jsonl.zst", "a.csv.bz2", "alto.xml.gz", "hocr.html.xz", "page.xml.zst")
FILES = [*WRITTEN, *(f"a.txt.{end}" for end in PACKING), *PACKED]


def data_of(name: str, text: str) -> bytes:
    """Return the bytes of a file with one text."""
    name = Path(name).name
    if name in WRITTEN:
        return WRITTEN[name](text)
    inner, _, end = name.rpartition(".")
    return PACKING[end](WRITTEN[inner](text))


def write(name: str, text: str = DAMAGED) -> None:
    """Write a file with one text."""
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes(data_of(name, text))


def told(name: str) -> list[str]:
    """Return the options that a file needs: UTF-16 is named."""
    return ["--encoding", "utf-16"] if name == "wide.txt" else []


def extracted(place: str, name: str) -> str:
    """Return the text of a file."""
    return run_to("extract", place, *told(name)).stdout


def content(place: str) -> bytes:
    """Return the bytes of a file, decompressed: the same content may be compressed to other bytes."""
    with Path(place).open("rb") as stream:
        return decompressed(stream, form_of(place).compression, place).read()


def is_same(place: str, name: str) -> bool:
    """Whether a file holds the damaged text, and all else, as it was written; of a table, the same rows."""
    if name == "a.parquet":
        return bool(pq.read_table(place).equals(pq.read_table(io.BytesIO(data_of(name, DAMAGED)))))
    Path("expected").mkdir(exist_ok=True)
    write(f"expected/{name}", DAMAGED)
    return content(place) == content(f"expected/{name}")


def explained(name: str) -> Any:
    found = json.loads(run_to("explain", "--file", name, "--json", *told(name)).stdout)
    if isinstance(found, dict):
        return found
    [record] = found  # of a table or a dump
    return record


def measured(*arguments: str, name: str) -> Any:
    return json.loads(run_to("evaluate", *arguments, "--json", *told(name)).stdout)


@pytest.mark.parametrize("name", FILES)
def test_extract_gives_the_text_of_every_format(name: str) -> None:
    write(name)
    assert extracted(name, name) == DAMAGED


@pytest.mark.parametrize("name", FILES)
def test_fix_and_undo_lead_there_and_back_in_every_format(name: str) -> None:
    write(name)
    run_to("fix", name, "-o", "out/", "--edits", "edits.jsonl", *told(name))
    assert extracted(f"out/{name}", name) == REPAIRED
    run_to("undo", "out", "-o", "back/", *told(name))
    assert is_same(f"back/{name}", name)


@pytest.mark.parametrize("name", FILES)
def test_fix_and_undo_in_place_lead_there_and_back_in_every_format(name: str) -> None:
    write(name)
    run_to("fix", name, "--in-place", "--edits", "edits.jsonl", *told(name))
    assert extracted(name, name) == REPAIRED
    run_to("undo", name, "--edits", "edits.jsonl", "--in-place", *told(name))
    assert is_same(name, name)


@pytest.mark.parametrize("name", FILES)
def test_assess_estimates_the_same_damage_in_every_format(name: str) -> None:
    write(name)
    found = json.loads(run_to("assess", name, "--format", "jsonl", *told(name)).stdout)
    expected = assess(DAMAGED)
    assert expected.word_error_rate > 0.1
    assert found["file"].startswith(name)
    assert found["word_error_rate"] == pytest.approx(expected.word_error_rate, abs=1e-5)
    assert found["words"] == expected.words
    assert found["patterns"] == expected.patterns


@pytest.mark.parametrize("name", FILES)
def test_explain_shows_the_same_readings_in_every_format(name: str) -> None:
    write("a.txt")
    write(name)
    slots = explained(name)["slots"]
    best = [slot["readings"][slot["best"]]["text"] for slot in slots]
    assert any("œuvre" in text for text in best)
    assert any("rôle" in text for text in best)
    assert slots == explained("a.txt")["slots"]


@pytest.mark.parametrize("name", FILES)
def test_evaluate_measures_the_same_in_every_format(name: str) -> None:
    write(name)
    write(f"truth/{name}", REPAIRED)
    result = measured(name, f"truth/{name}", name=name)
    assert result["before"]["cer"] > 0.04
    assert result["after"]["cer"] == 0
    write("a.txt")
    write("truth/a.txt", REPAIRED)
    assert result == measured("a.txt", "truth/a.txt", name="a.txt")


@pytest.mark.parametrize("name", FILES)
def test_evaluate_counts_false_edits_in_every_format(name: str) -> None:
    write(name)
    result = measured("--clean", name, name=name)
    assert (result["documents"], result["words"], result["false_edits"]) == (1, 26, 6)


@pytest.mark.parametrize(
    "command",
    [
        ("fix", "FILE"), ("fix", "FILE", "-o", "out/"), ("extract", "FILE"), ("assess", "FILE"),
        ("explain", "--file", "FILE"), ("evaluate", "FILE", "truth.txt"), ("evaluate", "--clean", "FILE"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_refuses_what_is_no_text_and_names_the_next_command(command: tuple[str, ...]) -> None:
    Path("scan").write_bytes(b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n")
    Path("truth.txt").write_text(REPAIRED, "utf-8")
    result = run(*("scan" if part == "FILE" else part for part in command))
    assert result.exit_code == 3
    assert result.stdout == ""
    option = "--input-format text" if command[0] == "assess" else "--format text"
    assert f"scan: it is a PDF: run pdftotext -layout scan -; {option} reads it as it stands" in result.stderr
    assert result.stderr.count("it is a PDF") == 1


@pytest.mark.parametrize("end", PACKING)
def test_evaluate_reads_compressed_pairs_and_results(end: str) -> None:
    pairs = [{"id": 1, "ocr": DAMAGED, "truth": REPAIRED}]
    for name, records in (("pairs.jsonl", pairs), ("results.jsonl", [{"id": 1, "out": REPAIRED}])):
        lines = "".join(json.dumps(record) + "\n" for record in records).encode()
        Path(name).write_bytes(lines)
        Path(f"{name}.{end}").write_bytes(PACKING[end](lines))
    expected = measured("pairs.jsonl", name="pairs.jsonl")
    assert expected["after"]["cer"] == 0
    assert measured(f"pairs.jsonl.{end}", name="pairs.jsonl") == expected
    result = measured(f"pairs.jsonl.{end}", "--repaired", f"results.jsonl.{end}", name="pairs.jsonl")
    assert result["after"]["cer"] == 0
    data = Path(f"pairs.jsonl.{end}").read_bytes()
    Path(f"pairs.jsonl.{end}").write_bytes(data[:-9])
    failed = run("evaluate", f"pairs.jsonl.{end}")
    assert failed.exit_code == 3
    assert failed.stderr.startswith(f"textrepair: pairs.jsonl.{end}: ")
    assert failed.stderr.count("\n") == 1


def test_evaluate_reads_folders_of_compressed_texts_and_pages() -> None:
    for name in ("a.txt", "b/a.txt.gz", "b/alto.xml.gz"):
        Path("ocr", name).parent.mkdir(parents=True, exist_ok=True)
        Path("ocr", name).write_bytes(data_of(name, DAMAGED))
        Path("truth", name).parent.mkdir(parents=True, exist_ok=True)
    for name in ("a.txt", "b/a.txt", "b/alto.txt"):
        Path("truth", name).write_text(REPAIRED, "utf-8")
    result = measured("--ocr", "ocr", "--truth", "truth", name="a.txt")
    assert (result["documents"], result["after"]["cer"]) == (3, 0)
    assert measured("--clean", "ocr/b", name="a.txt")["documents"] == 2


def test_evaluate_takes_the_named_field_of_clean_records() -> None:
    Path("a.jsonl").write_text(json.dumps({"id": 7, "body": DAMAGED}) + "\n", "utf-8")
    assert measured("--clean", "a.jsonl", "--field", "body", name="a.jsonl")["false_edits"] == 6
    assert "the field ‘text’ is missing" in run("evaluate", "--clean", "a.jsonl").stderr
