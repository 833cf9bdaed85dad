"""What a journal tells of its run: the lists of edits, suggestions and errors, and the summary."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from textrepair.runs.journal_tables import EDITS

__all__ = ["lines_of_file", "lines_of_run", "places_of", "summary_of"]


def lines_of_run(base: sqlite3.Connection, kind: str) -> Iterator[bytes]:
    """Yield a list in the order of the files: lines of JSON, some at a time."""
    query = (
        "SELECT file, data, source_sha256, result_sha256 FROM lines LEFT JOIN files ON id = file WHERE kind = ? "
        "ORDER BY number, file, lines.rowid"
    )
    return _with_digests(kind, base.execute(query, (kind,)))


def lines_of_file(base: sqlite3.Connection, kind: str, place: bytes) -> Iterator[bytes]:
    """Yield the lines of one file in a list.

    Args:
        base: the journal.
        kind: the list.
        place: the place of the file, as the journal has it.
    """
    query = (
        "SELECT file, data, source_sha256, result_sha256 FROM lines JOIN files ON id = file WHERE kind = ? "
        "AND place = ? ORDER BY lines.rowid"
    )
    return _with_digests(kind, base.execute(query, (kind, place)))


def places_of(base: sqlite3.Connection, kind: str) -> Iterator[bytes]:
    """Yield the places of the files that have lines in a list."""
    query = "SELECT place FROM files WHERE id IN (SELECT file FROM lines WHERE kind = ?) ORDER BY number, id"
    for (place,) in base.execute(query, (kind,)):
        yield place


def summary_of(base: sqlite3.Connection) -> dict[str, object]:
    """Return what was done with all files of the run: how many there are by their state, edits by repairer, sizes."""
    states: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    for state, size, written, counted in base.execute("SELECT state, size, written, counts FROM files"):
        of_file = json.loads(counted or "{}")
        made = of_file.pop("edits", {})
        passed_on = of_file.pop("passed_on", False)
        outcome = ("changed" if made else "unchanged") if state == "done" else state
        states["passed on" if state == "error" and passed_on else outcome] += 1
        counts.update(of_file)
        counts.update({"bytes_read": size or 0, "bytes_written": written or 0})
        edits.update(made)
    known = {key: json.loads(value) for key, value in base.execute("SELECT key, value FROM run")}
    known.pop("description")
    return {
        **known,
        "files": dict(sorted(states.items())),
        **dict(sorted(counts.items())),
        "edits": dict(sorted(edits.items(), key=lambda item: (-item[1], item[0]))),
    }


def _with_digests(kind: str, rows: Iterable[tuple[int, bytes, str | None, str | None]]) -> Iterator[bytes]:
    """Yield the lines of a list; the first edit of each file gets the digests of the file."""
    last: int | None = None
    for file, data, source, result in rows:
        if kind == EDITS and file != last and (source or result):
            first, end, rest = data.partition(b"\n")
            told = json.dumps({"source_sha256": source or "", "result_sha256": result or ""})
            # Put in as text: a lone surrogate in a name need not be read and written again.
            data = first.rstrip().removesuffix(b"}") + b", " + told[1:].encode() + end + rest
        last = file
        yield data
