"""An index of an edit list, as ``--edits`` writes it: the edits of each file, and which file of the list a path is."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from itertools import takewhile
from pathlib import PurePath
from typing import Any

from textrepair.errors import InputError
from textrepair.runs.digests import NO_DIGESTS, Digests, digest_of
from textrepair.runs.edit_list_files import read_edit_list
from textrepair.runs.job import Job, opened_for_reading

__all__ = ["EditListIndex"]


class EditListIndex:
    """An index of an edit list: a database that goes to a temporary file when it grows.

    Args:
        place: the list.

    Attributes:
        converts: whether results are in another encoding than their inputs.
        damage: why edits may be missing; None: all are there.

    Raises:
        InputError: it cannot be read, or is no list of edits.
    """

    def __init__(self, place: str) -> None:
        self.converts = False
        self.damage: InputError | None = None
        self._place = place
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("CREATE TABLE edits (name BLOB, line TEXT)")
        columns = "name BLOB PRIMARY KEY, source TEXT, result TEXT, ending TEXT, asked, encoding TEXT, written TEXT"
        self._base.execute(f"CREATE TABLE files ({columns})")
        self._base.execute("BEGIN")
        try:
            for edit in read_edit_list(place):
                if isinstance(edit, InputError):
                    self.damage = self.damage or edit
                else:
                    self._add(edit)
            if self.damage is not None and not self._names("1"):
                raise self.damage
        except BaseException:
            self.close()
            raise
        self._base.execute("CREATE INDEX by_name ON edits (name)")
        self._base.execute("CREATE INDEX by_result ON files (result)")
        self._base.execute("CREATE INDEX by_ending ON files (ending)")
        (self._has_digests,) = self._base.execute("SELECT count(*) FROM files WHERE result != ''").fetchone()

    def _add(self, edit: dict[str, Any]) -> None:
        name = os.fsencode(edit["file"])
        digests = Digests(edit.get("source_sha256") or "", edit.get("result_sha256") or "")
        encodings = edit.get("encoding"), edit.get("output_encoding")
        self.converts = self.converts or None not in encodings
        self._base.execute(
            "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, 0, ?, ?)",
            (name, *digests, _ending(edit["file"]), *encodings),
        )
        # As a BLOB: a lone surrogate is no text to SQLite.
        self._base.execute("INSERT INTO edits VALUES (?, ?)", (name, json.dumps(edit)))

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()

    def of(self, name: str | None) -> tuple[Iterator[dict[str, Any]], Digests]:
        """Return the edits of a file, in order, and the digests of its input and result.

        Args:
            name: as the list has it; None: it has none of the file.
        """
        if name is None:
            return iter(()), NO_DIGESTS
        key = os.fsencode(name)
        self._base.execute("UPDATE files SET asked = 1 WHERE name = ?", (key,))
        row = self._base.execute("SELECT source, result FROM files WHERE name = ?", (key,)).fetchone()
        lines = self._base.execute("SELECT line FROM edits WHERE name = ? ORDER BY rowid", (key,))
        return (json.loads(line) for (line,) in lines), NO_DIGESTS if row is None else Digests(*row)

    def encodings_of(self, name: str) -> tuple[str, str] | None:
        """Return the encoding of a file and the one of its result; None: the result has that of the file."""
        query = "SELECT encoding, written FROM files WHERE name = ?"
        encoding, written = self._base.execute(query, (os.fsencode(name),)).fetchone() or (None, None)
        return None if encoding is None or written is None else (encoding, written)

    def name_of(self, job: Job, *, is_alone: bool) -> str | None:
        """Return under which name the list tells of a file; None: under none.

        That is its own name; the only name, if the user named one file; that of a result of the same digest; or the
        one that ends as its path does.

        Args:
            job: the file.
            is_alone: it is the one file that the user named.

        Raises:
            InputError: it is the result of several files that were not the same.
        """
        names = self._names("name = ?", os.fsencode(job.name))
        if not names and is_alone:
            names = self._names("1")
        if len(names) != 1 and self._has_digests:
            names = self._by_digest(job)
        if len(names) != 1:
            names = _nearest(job.name, self._names("ending = ? AND NOT asked", _ending(job.name), most=1_000))
        return names[0] if len(names) == 1 else None

    def left(self) -> str | None:
        """Return a file of which the list tells and nobody asked; None: there is none."""
        row = self._base.execute("SELECT name FROM files WHERE NOT asked LIMIT 1").fetchone()
        return None if row is None else os.fsdecode(row[0])

    def _names(self, condition: str, *values: object, most: int = 2) -> list[str]:
        rows = self._base.execute(f"SELECT name FROM files WHERE {condition} LIMIT {most}", values)
        return [os.fsdecode(name) for (name,) in rows]

    def _by_digest(self, job: Job) -> list[str]:
        """Return the name of a file of which this is the result; of several, the one that ends as its path does."""
        digest = self._digest(job)
        rows = self._base.execute("SELECT name, source FROM files WHERE result = ? ORDER BY asked, name", (digest,))
        sources = {os.fsdecode(name): source for name, source in rows}
        nearest = _nearest(job.name, list(sources))
        if len(nearest) == 1:
            return nearest
        if len(set(sources.values())) > 1:
            raise InputError(
                f"{job.name}: {self._place} has several files with this result, such as {next(iter(sources))}: name "
                "the result as the file was named for the repair"
            )
        return list(sources)[:1]

    def _digest(self, job: Job) -> str:
        try:
            with opened_for_reading(job) as stream:
                return digest_of(stream, job.form, job.name)
        except InputError:
            return ""  # which its own turn tells


def _ending(name: str) -> str:
    return os.fsencode(PurePath(name).name).hex()


def _nearest(name: str, others: list[str]) -> list[str]:
    """Return those of some paths that have most of their last parts in common with a path."""
    parts = PurePath(name).parts[::-1]

    def common(other: str) -> int:
        pairs = zip(parts, PurePath(other).parts[::-1], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    most = max(map(common, others), default=0)
    return [other for other in others if common(other) == most] if most else []
