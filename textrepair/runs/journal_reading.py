"""Reading a journal to undo its run, without trusting it: what it tells wrongly of a result costs that result."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from textrepair.errors import InputError, described_exception
from textrepair.formats.compression import COMPRESSIONS
from textrepair.formats.registry import Form, format_named
from textrepair.runs.digests import Digests
from textrepair.runs.journal_tables import DAMAGE, EDITS, refuse_computed_tables

__all__ = ["Result", "has_edits", "is_journal", "results_of"]

_FILE = "journal.sqlite"
_COLUMNS = ("place", "name", "state", "encoding", "form")
_REMEDY = "undo with the list that --edits wrote"
_ADDED = ("source_sha256", "result_sha256")


class Result(NamedTuple):
    """What a journal says of one result.

    Attributes:
        place: where it stood when it was written.
        name: of its input, as messages and edits have it.
        state: ``done``, ``error`` or ``waiting``.
        encoding: of its input.
        output_encoding: of the result; None: that of its input.
        form: its format.
        digests: of its input and of itself.
        edits: the lines of its edits, in order.
    """

    place: Path
    name: str
    state: str
    encoding: str
    output_encoding: str | None
    form: Form
    digests: Digests
    edits: Iterator[bytes]


def is_journal(folder: Path) -> bool:
    """Return whether there is a journal in a folder."""
    with contextlib.suppress(OSError, ValueError):
        return (folder / _FILE).is_file()
    return False


def has_edits(folder: Path) -> bool:
    """Return whether the journal in a folder keeps the edits.

    Raises:
        InputError: it cannot be read.
    """
    with _opened(folder) as base:
        return EDITS in _description(base).get("lists", ())


def _description(base: sqlite3.Connection) -> dict[str, Any]:
    """Return the settings of the run."""
    (text,) = base.execute("SELECT value FROM run WHERE key = 'description'").fetchone() or ("{}",)
    description = json.loads(text)
    if not isinstance(description, dict):
        raise ValueError("the settings of the run are no object")
    return description


def results_of(folder: Path) -> Iterator[Result | InputError]:
    """Yield what the journal in a folder says of each result, in the order of the inputs.

    A result of which it says what cannot be is an error in its place.

    Raises:
        InputError: the journal cannot be read.
    """
    with _opened(folder) as base:
        there = {row[1] for row in base.execute("PRAGMA table_info(files)")}
        columns = [name if name in there else "NULL" for name in (*_COLUMNS, *_ADDED)]
        written = _description(base).get("output_encoding")
        "".encode(written or "utf-8")
        query = f"SELECT id, {', '.join(columns)} FROM files ORDER BY number, id"
        for key, *told in base.execute(query):
            try:
                yield _result(base, written, key, *told)
            except DAMAGE as error:
                yield InputError(
                    f"{folder / _FILE}: it is damaged: file {key!r} ({described_exception(error)}); {_REMEDY}"
                )


def _result(base: sqlite3.Connection, written: str | None, key: object, *told: Any) -> Result:
    place, name, state, encoding, form, source, result = told
    kind, compression, fields, is_told = json.loads(form or '["text", "", ["text"], false]')
    if (
        format_named(kind) is None
        or compression not in ("", *COMPRESSIONS)
        or not all(isinstance(one, str) for one in fields)
    ):
        raise ValueError(f"there is no format {form!r}")
    rows = base.execute("SELECT data FROM lines WHERE file = ? AND kind = ? ORDER BY rowid", (key, EDITS))
    edits = (line for (data,) in rows for line in data.splitlines(keepends=True))
    chosen = Form(kind, compression, tuple(fields), bool(is_told))
    "".encode(encoding or "utf-8")  # a name of none raises LookupError
    digests = Digests(str(source or ""), str(result or ""))
    return Result(
        Path(os.fsdecode(place)),
        os.fsdecode(name),
        str(state),
        encoding or "utf-8",
        written or None,
        chosen,
        digests,
        edits,
    )


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    file = folder / _FILE
    try:
        with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as base:
            refuse_computed_tables(base, must_exist=True)
            yield base
    except (sqlite3.Error, *DAMAGE) as error:
        raise InputError(f"{file}: cannot be read as a journal ({described_exception(error)}): {_REMEDY}") from error
