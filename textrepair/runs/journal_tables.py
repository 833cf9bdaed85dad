"""The tables of a journal: made in a new one, completed in one of before, and refused where no run wrote them."""

from __future__ import annotations

import contextlib
import sqlite3

__all__ = ["DAMAGE", "EDITS", "ERRORS", "SUGGESTIONS", "prepare_tables", "refuse_computed_tables"]

EDITS, SUGGESTIONS, ERRORS = "edits", "suggestions", "errors"
"""The lists that a journal keeps."""

DAMAGE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""The exceptions that reading a damaged journal may raise, besides those of SQLite."""

_TABLES = """
CREATE TABLE IF NOT EXISTS run (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY, place BLOB UNIQUE, number INTEGER, name BLOB, state TEXT,
    size INTEGER, version TEXT, written INTEGER, encoding TEXT, form TEXT, counts TEXT,
    source_sha256 TEXT, result_sha256 TEXT, written_version TEXT
);
CREATE TABLE IF NOT EXISTS lines (file INTEGER, kind TEXT, data BLOB);
CREATE INDEX IF NOT EXISTS lines_of_file ON lines (file, kind);
"""
# What a journal of before may lack.
_ADDED = ("source_sha256", "result_sha256", "written_version")
# A file whose place is lost would have its edits in the lists all the same, and again once it is repaired anew.
_WRONG = """
SELECT id FROM files WHERE typeof(place) != 'blob' OR typeof(name) != 'blob' OR typeof(number) != 'integer'
    OR state NOT IN ('done', 'error', 'waiting')
UNION ALL SELECT file FROM lines WHERE typeof(data) != 'blob'
LIMIT 1
"""
_OTHER = "it has not the tables of a run"


def prepare_tables(base: sqlite3.Connection) -> None:
    """Make the tables of a journal, or make sure that those that are there are what a run writes.

    Raises:
        ValueError: they are not.
        sqlite3.Error: the file is no database, or cannot be written.
    """
    refuse_computed_tables(base)
    base.executescript(_TABLES)
    there = {row[1] for row in base.execute("PRAGMA table_info(files)")}
    for column in _ADDED:
        if column not in there:
            base.execute(f"ALTER TABLE files ADD COLUMN {column} TEXT")
    with contextlib.closing(sqlite3.connect(":memory:")) as new:
        new.executescript(_TABLES)
        if not _columns_of(new) <= _columns_of(base):
            raise ValueError(_OTHER)
    wrong = base.execute(_WRONG).fetchone()
    if wrong is not None:
        raise ValueError(f"what it tells of file {wrong[0]} is not what a run writes")


def refuse_computed_tables(base: sqlite3.Connection, *, must_exist: bool = False) -> None:
    """Make sure that nothing is computed when the tables are read or written: a view may compute for ever.

    Args:
        base: the journal.
        must_exist: the tables must be there.

    Raises:
        ValueError: there is a view or a trigger, or a table is missing.
    """
    kinds = [kind for (kind,) in base.execute("SELECT type FROM sqlite_master WHERE type IN ('view', 'trigger')")]
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('run', 'files', 'lines')"
    if kinds or (must_exist and base.execute(query).fetchone() != (3,)):
        raise ValueError(_OTHER)


def _columns_of(base: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return the columns of all tables, each with its table."""
    query = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    return {(str(table), str(column)) for table, column in base.execute(query)}
