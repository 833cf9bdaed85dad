"""Measure that the time to read, repair and write records grows linearly with a file, for records of many shapes.

make growth         # or: python -m pytest benchmarks/growth
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from textrepair import Chain
from textrepair.processes.workers import in_order
from textrepair.runs.batch import run_jobs
from textrepair.runs.inputs import Inputs
from textrepair.runs.report import edits_of

TIMES = 8
MOST = 12.0
_ATTEMPTS = 3


def _line(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _names(number: int) -> list[str]:
    return [f"k{k}" for k in range(number)]


def _shape(
    make: Callable[[int], bytes], number: int, *fields: str
) -> tuple[int, Callable[[int], bytes], tuple[str, ...]]:
    return number, make, fields


JSONL = {
    "a list of texts": _shape(lambda n: _line({"text": ["il  va"] * n}), 1_000, "text"),
    "a list of texts with escapes": _shape(lambda n: _line({"text": ['l\n"é  a"\t'] * n}), 1_000, "text"),
    "lists in a list": _shape(lambda n: _line({"text": [["il  va"]] * n}), 1_000, "text"),
    "objects in a list": _shape(lambda n: _line({"a": [{"b": "il  va"}] * n}), 1_000, "a.b"),
    "objects in objects": _shape(lambda n: _line({"a": [{"b": [{"c": "il  va"}]}] * n}), 1_000, "a.b.c"),
    "many names": _shape(lambda n: _line({**dict.fromkeys(_names(n), "a"), "text": "il  va"}), 10_000, "text"),
    "a long text": _shape(lambda n: _line({"text": "il  va\té" * n}), 5_000, "text"),
    "a text of backslashes": _shape(lambda n: _line({"text": "il  va " + "\\" * n}), 50_000, "text"),
    "blanks": _shape(lambda n: b'{"text": "il  va"' + b" " * n + b"}\n", 500_000, "text"),
    "many records": _shape(lambda n: _line({"text": "il  va"}) * n, 1_000, "text"),
}
CSV = {
    "many rows": _shape(lambda n: b"text\n" + b"il  va\n" * n, 1_000, "text"),
    "many columns": _shape(lambda n: f"{','.join(_names(n))},text\n{'a,' * n}il  va\n".encode(), 20_000, "text"),
    "quotation marks": _shape(lambda n: b'text\n"il  va' + b'""' * n + b'"\n', 100_000, "text"),
    "a cell of many lines": _shape(lambda n: b'text\n"' + b"il  va\n" * n + b'"\n', 5_000, "text"),
}
SHAPES = [
    *(pytest.param("jsonl", *shape, id=f"jsonl, {name}") for name, shape in JSONL.items()),
    *(pytest.param("csv", *shape, id=f"csv, {name}") for name, shape in CSV.items()),
]


def _seconds(data: bytes, form: str, fields: tuple[str, ...], folder: Path, chain: Chain) -> float:
    path = folder / f"records.{form}"
    path.write_bytes(data)
    inputs = Inputs((str(path),), None, None, fields, "utf-8", folder / "out")
    started = time.process_time()
    for outcome in run_jobs(inputs.jobs(None), chain, partial(in_order, processes=1)):
        assert outcome.error is None, outcome.error
        for _ in edits_of(outcome):
            pass
    return time.process_time() - started


@pytest.mark.parametrize(("form", "length", "make", "fields"), SHAPES)
def test_time_grows_in_line_with_the_records(
    form: str, length: int, make: Callable[[int], bytes], fields: tuple[str, ...], tmp_path: Path
) -> None:
    chain = Chain.for_language("fr", only=["spacing"])
    _seconds(make(10), form, fields, tmp_path, chain)  # what is loaded once
    ratios = []
    for _ in range(_ATTEMPTS):
        long = _seconds(make(TIMES * length), form, fields, tmp_path, chain)
        ratios.append(long / max(0.005, _seconds(make(length), form, fields, tmp_path, chain)))
        if ratios[-1] < MOST:
            return
    pytest.fail(f"{TIMES} times the records take {min(ratios):.1f} times as long")
