"""Every format gives the same repairs, and is written back with nothing else changed."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import command
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import ipc

from textrepair.commands.exit_codes import ExitCode
from textrepair.edits import Edit, Patch
from textrepair.errors import ConfigurationError, InputError
from textrepair.formats.compression import COMPRESSIONS, compressing, decompressed
from textrepair.formats.delimited import Delimited
from textrepair.formats.jsonlines import JsonLines
from textrepair.formats.registry import form_of

ROOT = Path(__file__).parents[1]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation"
REPAIRED = "la mise en œuvre des règles de l’Organisation"
CLEAN = "la mise en œuvre des règles"


pytestmark = pytest.mark.usefixtures("folder")


run = partial(command.run, "fix")


def fixed(name: str, data: bytes, *arguments: str, code: int = 0) -> bytes:
    """Return what becomes of a file of this name, and leave what is told in ``told``."""
    Path(name).write_bytes(data)
    result = run(name, "-o", "out", "--edits", "edits.jsonl", *arguments)
    assert result.exit_code == code, result.stderr
    Path("told").write_text(result.stderr, encoding="utf-8")
    return Path("out", name).read_bytes()


def told() -> str:
    return Path("told").read_text(encoding="utf-8")


def edits() -> list[dict[str, object]]:
    return [json.loads(line) for line in Path("edits.jsonl").read_bytes().splitlines()]


PACKING: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "bz2": bz2.compress,
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}
UNPACKING: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "bz2": bz2.decompress,
    "gz": gzip.decompress,
    "xz": lzma.decompress,
    "zst": lambda data: zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read(),
}


def test_the_same_documents_give_the_same_texts_in_every_format() -> None:
    documents = [(ROOT / f"tests/golden/{name}.txt").read_text(encoding="utf-8")[:6000] for name in ("000", "003")]
    documents += [DAMAGED, "", CLEAN, DAMAGED.replace(" ", "\r\n", 1), "  ", 'dit-il "la ceuvre", etc.']
    expected = []
    for k, text in enumerate(documents):
        Path(f"{k}.txt").write_bytes(text.encode())
        expected.append(run(f"{k}.txt").stdout_bytes.decode())
    assert expected != documents

    rows = [{"id": k, "text": text} for k, text in enumerate(documents)]
    lines = fixed("a.jsonl", b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    assert [json.loads(line)["text"] for line in lines.splitlines()] == expected
    for name, delimiter in (("a.csv", ","), ("b.csv", ";"), ("a.tsv", "\t")):
        written = io.StringIO(newline="")
        writer = csv.DictWriter(written, ["id", "text"], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        made = fixed(name, written.getvalue().encode()).decode()
        read = csv.DictReader(io.StringIO(made, newline=""), delimiter=delimiter)
        assert [row["text"] for row in read] == expected
    table = pa.table({"id": pa.array(range(len(documents))), "text": documents})
    pq.write_table(table, "t.parquet")
    assert read_parquet(fixed("a.parquet", Path("t.parquet").read_bytes()))["text"].to_pylist() == expected
    with ipc.new_file("t.arrow", table.schema) as writer:
        writer.write_table(table)
    made = fixed("a.arrow", Path("t.arrow").read_bytes())
    assert ipc.open_file(io.BytesIO(made)).read_all()["text"].to_pylist() == expected


def read_parquet(data: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(data))


# JSON Lines


def test_a_line_keeps_all_but_its_texts() -> None:
    line = (
        '  { "z" : 1.50e+3 ,"n":-0.0, "big":12345678901234567890123, "text":"%s\\/ \\u00e9 \\t",  "t":[1,  2 ,{}],'
        '"é":"\\u00e9", "u":null , "f":false,"other":"des régles"}  \r\n'
    )
    made = fixed("a.jsonl", (line % DAMAGED).encode())
    assert made.decode() == line % REPAIRED
    assert [edit["record"] for edit in edits()] == [1, 1, 1]
    assert edits()[0]["field"] == "text"


def test_fields_are_named_and_nested() -> None:
    record = {
        "title": "des régles",
        "page": {"text": DAMAGED, "title": "des régles"},
        "parts": [{"text": DAMAGED}, {"text": None}, {"other": 1}, {"text": [DAMAGED, CLEAN]}],
        "a.b": DAMAGED,
        "c": [],
    }
    data = json.dumps(record, ensure_ascii=False).encode() + b"\n"
    arguments = [part for name in ("page.text", "parts.text", "a.b") for part in ("--field", name)]
    made = json.loads(fixed("a.jsonl", data, *arguments))
    text = json.dumps(record, ensure_ascii=False).replace(DAMAGED, REPAIRED)
    assert made == json.loads(text)
    assert {edit["field"] for edit in edits()} == {"page.text", "parts[0].text", "parts[3].text[0]", "a.b"}


def test_a_line_in_escapes_stays_in_escapes() -> None:
    data = json.dumps({"text": DAMAGED + " \U0001f600 des régles"}).encode() + b"\n"
    made = fixed("a.jsonl", data)
    assert made.isascii()
    assert json.loads(made)["text"] == REPAIRED + " \U0001f600 des règles"


def test_half_a_surrogate_pair_and_a_byte_order_mark_pass() -> None:
    data = b'\xef\xbb\xbf{"text": "\\ud83d des r\xc3\xa9gles"}\n\n{"text": "a\\ud83d\\ude00 en ceuvre"}'
    made = fixed("a.jsonl", data)
    assert made == data.replace("régles".encode(), "règles".encode()).replace(b"ceuvre", b"\\u0153uvre")


def test_a_bad_line_passes_as_it_stands_and_is_told_with_its_number() -> None:
    bad = [b'{"text": "des', b"[1]", b'{"text": 5}', b'{"text": "\xff"}', b'{"text": "a", "text": "b"}', b"{} {}"]
    good = json.dumps({"text": DAMAGED}).encode()
    data = b"\n".join([good, *bad, good]) + b"\n"
    made = fixed("a.jsonl", data, code=ExitCode.INPUT).splitlines()
    assert made[1:-1] == bad
    assert json.loads(made[0]) == json.loads(made[-1]) == {"text": REPAIRED}
    for number, reason in enumerate(
        (
            "not valid JSON",
            "not a JSON object",
            "no text but a number",
            "not valid UTF-8 at byte 10",
            "two fields",
            "more",
        ),
        2,
    ):
        assert f"textrepair: a.jsonl#{number}: " in told()
        assert reason in told()
    assert "6 records not repaired" in told()
    kept = fixed("a.jsonl", data, "--on-error", "skip", code=ExitCode.INPUT).splitlines()
    assert [json.loads(line) for line in kept] == [{"text": REPAIRED}] * 2


def test_the_first_bad_line_stops_the_run_if_so_wanted() -> None:
    Path("a.jsonl").write_bytes(b'{"text": "a"}\n{\n')
    Path("b.jsonl").write_bytes(b'{"text": "a"}\n')
    result = run("a.jsonl", "b.jsonl", "-o", "out", "--on-error", "stop")
    assert result.exit_code == ExitCode.INPUT
    assert not Path("out/a.jsonl").exists()
    assert not Path("out/b.jsonl").exists()


def test_a_field_that_no_record_has() -> None:
    data = b'{"texte": "des r\xc3\xa9gles"}\n'
    assert fixed("a.jsonl", data, code=ExitCode.INPUT) == data
    assert "a.jsonl: no record has a field ‘text’ (--field); did you mean ‘texte’?" in told()
    assert fixed("a.jsonl", data, "--field", "texte") == data.replace("é".encode(), "è".encode())


LETTERS = ["a", "é", "œ", "😀", '"', "\\", "/", "\n", "\t", "\u2028", "\x7f", "u00e9", "\ud800"]


@settings(deadline=None, max_examples=150)
@given(
    text=st.lists(st.sampled_from(LETTERS), max_size=12).map("".join),
    escaped=st.booleans(),
    slashes=st.booleans(),
    cuts=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2), st.sampled_from(LETTERS)), max_size=3),
)
@example(text="😀é", escaped=True, slashes=False, cuts=[(1, 1, "a")])
def test_edits_of_a_string_lead_there_and_back(
    text: str, escaped: bool, slashes: bool, cuts: list[tuple[int, int, str]]
) -> None:
    string = json.dumps(text, ensure_ascii=escaped)
    if slashes:
        string = string.replace("/", "\\/")
    data = f'{{"x": 1.0, "text": {string}, "y": "\\u00e9"}}\n'.encode("utf-8", "backslashreplace")
    (unit,) = JsonLines(io.BytesIO(data), ("text",), "-").units()
    assert unit.error is None
    text = unit.texts[0].source
    made, position = [], 0
    for start, length, new in sorted(cuts):
        if position <= start <= len(text):
            position = min(start + length, len(text))
            made.append(Edit(start, position, new, "by-hand"))
    patch = Patch(made)
    written = unit.rendered([patch])
    assert json.loads(written)["text"] == patch.apply(json.loads(data)["text"])
    assert written.endswith(b', "y": "\\u00e9"}\n')
    raw = unit.restorable([patch])
    assert raw in (None, data)
    if raw is None:
        (again,) = JsonLines(io.BytesIO(written), ("text",), "-").units()
        assert again.rendered([patch.inverse(text)]) == data


# CSV


def test_a_row_keeps_all_but_its_texts() -> None:
    data = (
        'id;"text";"note ""x"""\r\n'
        f'1;"{DAMAGED};\n""dit-il""";"a""b"\n'
        f"\n2;{DAMAGED}; spaces  \r\n"
        '3;;"";\r\n'
        '4;"en ceuvre"\r5;5" disque;x\n'
        "6;x;des régles"
    )
    made = fixed("a.csv", data.encode("cp1252"), "--encoding", "cp1252").decode("cp1252")
    expected = data.replace(f'1;"{DAMAGED}', f'1;"{REPAIRED}').replace(f"2;{DAMAGED}", f"2;{REPAIRED}")
    assert made == expected.replace("en ceuvre", "en œuvre")
    assert {edit["record"] for edit in edits()} == {1, 3, 5}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_rows_in_other_encodings(encoding: str) -> None:
    data = f"text,x\n{DAMAGED},é\n{CLEAN},à\n".encode(encoding)
    made = fixed("a.csv", data, "--encoding", "auto")
    assert made == f"text,x\n{REPAIRED},é\n{CLEAN},à\n".encode(encoding)


def test_a_cell_that_must_be_quoted_is() -> None:
    (_, unit) = Delimited(io.BytesIO(b"text,x\nab,1\n"), ("text",), "utf-8", None, "-").units()
    patch = Patch([Edit(1, 1, ", ", "by-hand")])
    assert unit.rendered([patch]) == b'"a, b",1\n'
    assert unit.restorable([patch]) == b"ab,1\n"
    assert unit.restorable([Patch([Edit(1, 1, "c", "by-hand")])]) is None


@settings(deadline=None, max_examples=100)
@given(
    rows=st.lists(st.lists(st.text('ab,;"\n\r é', max_size=6), min_size=2, max_size=2), max_size=6),
    quoted=st.booleans(),
)
def test_rows_are_those_of_the_csv_module(rows: list[list[str]], quoted: bool) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows([["text", "b"], *rows])
    data = written.getvalue().encode()
    units = [*Delimited(io.BytesIO(data), ("b", "text"), "utf-8", None, "-").units()]
    assert b"".join(unit.rendered([]) for unit in units) == data
    assert [[unit.texts[1].source, unit.texts[0].source] for unit in units[1:]] == rows


def test_what_is_wrong_with_rows_is_told() -> None:
    data = f"id,text\n1,{DAMAGED}\n2\n3,{DAMAGED}\n".encode()
    assert fixed("a.csv", data, code=ExitCode.INPUT).decode().count(REPAIRED) == 2
    assert "a.csv#2: the row has no cell for each of the columns" in told()
    assert fixed("a.csv", data, "--field", "txt", code=ExitCode.INPUT) == data
    assert "a.csv: there is no column ‘txt’ (--field); did you mean ‘text’?" in told()
    for bad, reason in ((data + b'4,"a\n', "none closes it"), (data + b"4,\xff\n", "not valid UTF-8 in row")):
        assert fixed("a.csv", bad, code=ExitCode.INPUT) == bad
        assert reason in told()


# Tables


def test_a_table_keeps_its_schema_its_metadata_and_its_groups() -> None:
    schema = pa.schema(
        [
            pa.field("text", pa.large_string(), metadata={"a": "b"}),
            pa.field("kind", pa.dictionary(pa.int8(), pa.string())),
            pa.field("score", pa.float32()),
            pa.field("list", pa.list_(pa.string())),
        ],
        metadata={"origin": "archive"},
    )
    kinds = pa.array(["des régles", None, "des règles"] * 10).dictionary_encode().cast(schema.field("kind").type)
    columns = [[DAMAGED, None, CLEAN] * 10, kinds, [0.1] * 30, [["a"], None, []] * 10]
    table = pa.Table.from_arrays(
        [
            pa.array(column, type=field.type) if isinstance(column, list) else column
            for column, field in zip(columns, schema, strict=True)
        ],
        schema=schema,
    )
    pq.write_table(table, "t.parquet", row_group_size=7, compression={"text": "zstd", "kind": "none"})
    made = fixed("a.parquet", Path("t.parquet").read_bytes(), "--field", "text", "--field", "kind")
    result = read_parquet(made)
    assert result.schema.equals(pq.read_schema("t.parquet"), check_metadata=True)
    assert result["text"].to_pylist() == [REPAIRED, None, CLEAN] * 10
    assert result["kind"].to_pylist() == ["des règles", None, "des règles"] * 10
    assert result.drop(["text", "kind"]).equals(table.drop(["text", "kind"]))
    described, before = pq.ParquetFile(io.BytesIO(made)).metadata, pq.ParquetFile("t.parquet").metadata
    assert [described.row_group(k).num_rows for k in range(5)] == [7, 7, 7, 7, 2]
    assert [described.row_group(0).column(k).compression for k in range(4)] == [
        before.row_group(0).column(k).compression for k in range(4)
    ]
    # Each row has its edits, though each value is repaired once.
    assert [edit["record"] for edit in edits() if edit["field"] == "kind"] == list(range(1, 31, 3))


@pytest.mark.parametrize("stream", [False, True])
def test_arrow_files_and_streams_keep_their_batches_and_dictionaries(stream: bool) -> None:
    kind = pa.dictionary(pa.int32(), pa.string())
    batches = [
        pa.record_batch([pa.array(["des régles", None, CLEAN]).dictionary_encode(), pa.array([1, 2, 3])], ["text", "n"])
    ] * 2
    written = io.BytesIO()
    schema = pa.schema([pa.field("text", kind), pa.field("n", pa.int64())], metadata={"a": "b"})
    with (ipc.new_stream if stream else ipc.new_file)(written, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    made = fixed("a.feather", written.getvalue())
    reader = ipc.open_stream(io.BytesIO(made)) if stream else ipc.open_file(io.BytesIO(made))
    result = reader.read_all()
    assert result.schema.equals(schema, check_metadata=True)
    assert result["text"].to_pylist() == ["des règles", None, CLEAN] * 2
    assert result["text"].num_chunks == 2


@pytest.mark.parametrize("end", ["parquet", "arrow"])
def test_a_clean_table_comes_out_as_the_same_bytes_and_nothing_is_said(end: str) -> None:
    table = pa.table({"text": [CLEAN] * 5, "n": range(5)})
    if end == "parquet":
        pq.write_table(table, "a.parquet", compression="brotli")
    else:
        with ipc.new_file("a.arrow", table.schema, options=ipc.IpcWriteOptions(compression="zstd")) as writer:
            writer.write_table(table)
    done = subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", f"a.{end}", "-o", "out", "-q"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert Path("out", f"a.{end}").read_bytes() == Path(f"a.{end}").read_bytes()


def test_what_is_wrong_with_a_table_is_told() -> None:
    pq.write_table(pa.table({"texte": ["a"], "n": [1]}), "t.parquet")
    data = Path("t.parquet").read_bytes()
    for arguments, content, reason in (
        ([], data, "a.parquet: there is no column ‘text’; did you mean ‘texte’? (--field)"),
        (["--field", "n"], data, "a.parquet: the column ‘n’ holds int64, not texts"),
        ([], data[:-20], "a.parquet: cannot be read as a table"),
        ([], b"", "a.parquet: cannot be read as a table"),
    ):
        assert fixed("a.parquet", content, *arguments, code=ExitCode.INPUT) == content
        assert reason in told()


def test_an_empty_table_and_an_empty_dump() -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), "t.parquet")
    assert read_parquet(fixed("a.parquet", Path("t.parquet").read_bytes())).num_rows == 0
    assert fixed("a.jsonl", b"") == b""
    assert fixed("a.jsonl.gz", gzip.compress(b"")) != b""
    assert fixed("a.csv", b"text\n") == b"text\n"


# Compression and the choice of a format


@pytest.mark.parametrize("end", COMPRESSIONS)
def test_compressed_files_come_out_compressed(end: str) -> None:
    line = json.dumps({"text": DAMAGED}, ensure_ascii=False).encode() + b"\n"
    made = fixed(f"a.jsonl.{end}", PACKING[end](line * 3))
    assert UNPACKING[end](made).decode() == line.decode().replace(DAMAGED, REPAIRED) * 3
    assert UNPACKING[end](fixed(f"a.txt.{end}", PACKING[end](DAMAGED.encode()))).decode() == REPAIRED
    # Files that were put one behind the other are one.
    assert UNPACKING[end](fixed(f"a.txt.{end}", PACKING[end](b"la mise ") + PACKING[end](b"en ceuvre"))).decode() == (
        "la mise en œuvre"
    )
    piped = run("--format", f"jsonl.{end}", given=PACKING[end](line)).stdout_bytes
    assert json.loads(UNPACKING[end](piped)) == {"text": REPAIRED}


@pytest.mark.parametrize("end", COMPRESSIONS)
def test_what_is_cut_short_or_damaged_is_told_and_passed_on(end: str) -> None:
    packed = PACKING[end](b"".join(f"{k * k} {DAMAGED}\n".encode() for k in range(300)))
    for data in (packed[:-5], packed[: len(packed) // 2], b"no such data", packed[:20] + b"\xff" * 40 + packed[60:]):
        assert fixed(f"a.txt.{end}", data, code=ExitCode.INPUT) == data
        assert f"a.txt.{end}: its compressed data" in told() or f"a.txt.{end}: cut short" in told()
        assert edits() == []


@settings(deadline=None, max_examples=40)
@given(data=st.lists(st.binary(max_size=300), max_size=8), end=st.sampled_from(COMPRESSIONS), large=st.booleans())
def test_what_is_compressed_comes_back(data: list[bytes], end: str, large: bool) -> None:
    whole = b"".join(data) * (20_000 if large else 1)
    kept = io.BytesIO()
    with compressing(kept, end) as stream:
        for piece in data:
            stream.write(piece)
        if large:
            stream.write(whole[len(b"".join(data)) :])
    assert UNPACKING[end](kept.getvalue()) == whole
    assert decompressed(io.BytesIO(kept.getvalue()), end, "-").read() == whole
    if kept.getvalue():
        with pytest.raises(InputError, match="cut short"):
            decompressed(io.BytesIO(kept.getvalue()[:-1]), end, "-").read()


def test_a_folder_of_one_format() -> None:
    Path("in/b").mkdir(parents=True)
    for name in ("a.txt", "b/c.txt.gz", "d.jsonl", "e.jsonl.zst"):
        line = f'{{"text": "{DAMAGED}"}}\n' if "jsonl" in name else DAMAGED
        Path("in", name).write_bytes(PACKING[name.partition(".")[2].partition(".")[2]](line.encode()))
    run("in", "-o", "texts")
    assert results("texts") == ["a.txt", "b/c.txt.gz"]
    run("in", "-o", "dumps", "--format", "jsonl")
    assert results("dumps") == ["d.jsonl", "e.jsonl.zst"]
    run("in", "-o", "all", "--glob", "**/*")
    assert len(results("all")) == 4


def results(folder: str) -> list[str]:
    return sorted(
        str(path.relative_to(folder))
        for path in Path(folder).rglob("[!.]*")
        if path.is_file() and ".textrepair" not in path.parts
    )


def test_a_dump_is_shown_as_a_diff_of_each_record() -> None:
    Path("a.jsonl").write_text(f'{{"text": "{CLEAN}"}}\n{{"text": "{DAMAGED}"}}\n', encoding="utf-8")
    shown = run("--diff", "a.jsonl").stdout
    assert shown.startswith("--- a.jsonl#2\n+++ a.jsonl#2\n@@ -1 +1 @@\n")
    assert run("--check", "a.jsonl").stdout == "a.jsonl\n"


def test_a_dump_in_place_is_left_alone_if_it_is_clean() -> None:
    file = Path("a.jsonl.gz")
    file.write_bytes(gzip.compress(f'{{"text": "{CLEAN}"}}\n'.encode() * 3))
    before = file.stat()
    assert run("--in-place", "a.jsonl.gz").exit_code == 0
    assert file.stat() == before


@pytest.mark.parametrize(
    ("form", "hint"),
    [("json", "did you mean ‘jsonl’?"), ("jsonl.zip", "there is no format"), ("parquet.gz", "compress themselves")],
)
def test_a_format_that_does_not_exist(form: str, hint: str) -> None:
    result = run("--format", form, given=b"")
    assert result.exit_code == ExitCode.CONFIGURATION
    assert hint in result.stderr


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("a.parquet", "pyarrow", "arrow"),
        ("a.txt.zst", "zstandard", "zstd"),
        ("memory://a.txt", "fsspec.core", "remote"),
    ],
)
def test_what_is_not_installed_is_named(name: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    if "://" not in name:
        Path(name).write_bytes(b"")
        with pytest.raises(ConfigurationError):
            form_of(name)
    result = run(name, "-o", "out")
    assert result.exit_code == ExitCode.CONFIGURATION
    assert f"pip install 'textrepair[{extra}]'" in result.stderr


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda n: {"text": ["a"] * n}, "text"),
        (lambda n: {"text": [["a"]] * n}, "text"),
        (lambda n: {"a": [{"b": "a"}] * n}, "a.b"),
    ],
)
def test_a_long_list_is_read_and_written_in_time_in_line_with_its_length(
    make: Callable[[int], object], field: str
) -> None:
    def seconds(number: int) -> float:
        line = json.dumps(make(number)).encode() + b"\n"
        started = time.process_time()
        (unit,) = JsonLines(io.BytesIO(line), [field], "x").units()
        written = unit.rendered([Patch([Edit(0, 1, "b", "test")])] * number)
        spent = time.process_time() - started
        assert written == line.replace(b'"a"]', b'"b"]').replace(b'"a",', b'"b",').replace(b'"a"}', b'"b"}')
        return spent

    # In line would be 8 times as long, and 64 if each were compared with each.
    assert any(seconds(32_000) < 24 * max(0.01, seconds(4_000)) for _ in range(4))


def test_a_record_that_nests_too_deep_is_told_as_such() -> None:
    line = b'{"text": ' + b"[" * 5_000 + b'"a"' + b"]" * 5_000 + b"}\n"
    (unit,) = JsonLines(io.BytesIO(line), ["text"], "x").units()
    assert "too deep" in str(unit.error)
    assert unit.rendered(()) == line
