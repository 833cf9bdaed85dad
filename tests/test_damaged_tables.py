"""Parquet and Arrow files that are damaged, or made to crash their reader, cost one file and no run."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

from textrepair.arrow import repair_array, repair_batch
from textrepair.commands.exit_codes import ExitCode
from textrepair.errors import InputError
from textrepair.formats.table_reading import TableReaders
from textrepair.formats.table_rows import Arrow, Parquet

pa = pytest.importorskip("pyarrow")
ipc = pytest.importorskip("pyarrow.ipc")
pq = pytest.importorskip("pyarrow.parquet")

DAMAGED, REPAIRED = "la mise en ceuvre des régles", "la mise en œuvre des règles"
SOUND = pa.table({"text": [DAMAGED, None, "un mot"], "n": [1, 2, 3]})


def spelt(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}i", *numbers)


# What stands in a sound file, and what takes its place: both as long.
TWO_TEXTS = ["chien", "et"]
LIES = {
    "offsets beyond the bytes": (spelt(0, 5, 7), spelt(0, 1_000_000_000, 2_000_000_000)),
    "offsets that go back": (spelt(0, 5, 7), spelt(0, 7, 3)),
    "negative offsets": (spelt(0, 5, 7), spelt(-2_000_000_000, 3, 7)),
    "bytes that are no text": (b"chienet", b"\xff\xfeienet"),
    "places in a dictionary that is shorter": (spelt(1, 0, 1, 1), spelt(1, 0, 100_000_000, -9)),
}


def lying_file(lie: str, *, stream: bool) -> bytes:
    """An Arrow file of which some offsets, or bytes of texts, are not what they should be."""
    sound, made = LIES[lie]
    array = pa.array(TWO_TEXTS)
    if "dictionary" in lie:
        array = pa.DictionaryArray.from_arrays(pa.array([1, 0, 1, 1], pa.int32()), array)
    written = io.BytesIO()
    batch = pa.RecordBatch.from_arrays([array], ["text"])
    with (ipc.new_stream if stream else ipc.new_file)(written, batch.schema) as writer:
        writer.write_batch(batch)
    assert written.getvalue().count(sound) == 1
    return written.getvalue().replace(sound, made)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("lie", LIES)
def test_a_table_whose_offsets_lie_costs_one_file(lie: str, stream: bool, folder: Path) -> None:
    data = lying_file(lie, stream=stream)
    Path("a.arrow").write_bytes(data)
    Path("b.txt").write_text(DAMAGED, "utf-8")
    # In a process of its own, since what this is about is that it does not die.
    done = subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", "a.arrow", "b.txt", "-o", "out"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == ExitCode.INPUT, done
    assert "textrepair: a.arrow: cannot be read as a table from row 1 on: " in done.stderr
    assert "write the file again" in done.stderr
    assert Path("out/a.arrow").read_bytes() == data
    assert Path("out/b.txt").read_text("utf-8") == REPAIRED


@pytest.mark.parametrize("lie", LIES)
def test_arrays_whose_offsets_lie_are_refused_by_the_library(lie: str) -> None:
    batch = ipc.open_stream(io.BytesIO(lying_file(lie, stream=True))).read_next_batch()
    with pytest.raises(InputError, match="the array is damaged"):
        repair_array(batch.column(0))
    with pytest.raises(InputError, match="the column ‘text’ is damaged"):
        repair_batch(batch, "text")


def test_a_reader_that_crashes_is_told_from_one_that_refuses(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "crash.py"
    script.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", "utf-8")
    monkeypatch.setattr("textrepair.formats.table_reading._SCRIPT", script)
    monkeypatch.setattr("textrepair.formats.table_reading.READERS", TableReaders())
    pq.write_table(SOUND, "a.parquet")
    pq.write_table(SOUND, "b.parquet")
    done = run("fix", "a.parquet", "b.parquet", "-o", "out")
    assert done.exit_code == ExitCode.INPUT
    assert done.stderr.count("it is damaged so that it crashes its reader (SIGSEGV)") == 2
    assert Path("out/a.parquet").read_bytes() == Path("a.parquet").read_bytes()


def test_a_module_in_the_working_directory_is_not_imported(folder: Path) -> None:
    for name in ("pyarrow.py", "json.py", "resource.py"):
        Path(name).write_text("raise SystemExit('imported from the working directory')\n", "utf-8")
    pq.write_table(SOUND, "a.parquet")
    done = run("fix", "a.parquet", "-o", "out")
    assert done.exit_code == ExitCode.OK, done.stderr
    assert pq.read_table("out/a.parquet")["text"].to_pylist() == [REPAIRED, None, "un mot"]


@pytest.mark.parametrize("kind", ["parquet", "arrow", "stream"])
def test_a_file_in_memory_is_read_as_one_on_disk(kind: str) -> None:
    written = io.BytesIO()
    if kind == "parquet":
        pq.write_table(SOUND, written)
    else:
        with (ipc.new_stream if kind == "stream" else ipc.new_file)(written, SOUND.schema) as writer:
            writer.write_table(SOUND)
    written.seek(0)
    reader = (Parquet if kind == "parquet" else Arrow)(written, ["text"], "a")
    (rows,) = reader.units()
    assert [text.source for text in rows.texts] == [DAMAGED, "un mot"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_whatever_is_damaged_no_run_dies(kind: str, folder: Path) -> None:
    written = io.BytesIO()
    table = pa.table({"text": [DAMAGED, None, "un mot"] * 40, "n": list(range(120)), "list": [["a"], None, []] * 40})
    if kind == "parquet":
        pq.write_table(table, written, row_group_size=30)
    else:
        with ipc.new_file(written, table.schema) as writer:
            writer.write_table(table, max_chunksize=30)
    whole = written.getvalue()
    dice = random.Random(kind)
    names = []
    for number in range(24):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 3, 30))):
            data[dice.randrange(len(data))] = dice.choice((0, 255, dice.randrange(256)))
        names.append(f"{number:02}.{kind}")
        Path(names[-1]).write_bytes(data if number % 6 else data[: dice.randrange(len(data))])
    Path("z.txt").write_text(DAMAGED, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", *names, "z.txt", "-o", "out"],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode in (ExitCode.OK, ExitCode.INPUT), done.stderr
    assert "Traceback" not in done.stderr
    assert Path("out/z.txt").read_text("utf-8") == REPAIRED
    assert sorted(path.name for path in Path("out").iterdir() if path.name[0] != ".") == [*names, "z.txt"]
