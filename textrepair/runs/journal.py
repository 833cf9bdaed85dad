"""The journal of a run: what is done, and every edit, so that a run that was stopped can go on.

It is a database in the folder of the results, ``.textrepair/journal.sqlite``. A file is entered once its result stands
in its place; what was entered last may be lost when the process is killed, and is then done again.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from textrepair.counted import counted
from textrepair.errors import ConfigurationError, OutputError, described_exception
from textrepair.files.atomic import reason_of, replacing
from textrepair.runs.disks import Disks
from textrepair.runs.done import Noted, is_same, status_of_result
from textrepair.runs.journal_lists import lines_of_file, lines_of_run, places_of, summary_of
from textrepair.runs.journal_lock import lock_folder, refuse_what_is_no_file
from textrepair.runs.journal_tables import DAMAGE, EDITS, ERRORS, SUGGESTIONS, prepare_tables
from textrepair.runs.report import edits_of, suggestions_of

if TYPE_CHECKING:
    from textrepair.runs.job import Job, Outcome

__all__ = ["Journal"]

# What is not yet entered is done again after a crash; entering waits for the disk.
_SECONDS = 1.0
_GATHERED = 200_000


class Journal:
    """What a run has done.

    Args:
        folder: where the journal stands; None: it is kept for as long as this object is.
        description: of the run, as by :func:`textrepair.runs.description.describe`.
        resume: whether to go on with the run that the journal tells of, if it tells of one.
        keep: which lists are kept, of ``edits`` and ``suggestions``.

    Raises:
        ConfigurationError: the run was made with other settings, or was not finished and is not to be resumed.
        OutputError: another run writes there, or the system refuses.
    """

    def __init__(
        self,
        folder: Path | None,
        description: Mapping[str, object],
        *,
        resume: bool = False,
        keep: Iterable[str] = (),
    ) -> None:
        self.folder = folder
        self.description = {**description, "lists": sorted(keep)}
        self._keep = {*keep}
        self._lock: BinaryIO | None = None
        self._disks = Disks()
        self._is_lost = False  # whether a disk failed, so that nothing more may be entered
        self._number = 0
        self._counts: Counter[str] = Counter()
        self._edits: Counter[str] = Counter()
        self._gathered: dict[str, list[bytes]] = {EDITS: [], SUGGESTIONS: [], ERRORS: []}
        self._size = 0
        self._file: int | None = None
        self._entered = time.monotonic()
        with self._guarded():
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
                refuse_what_is_no_file(folder / "journal.sqlite")
                self._disks.watch(folder)
                self._lock = lock_folder(folder)
            self._base = sqlite3.connect("" if folder is None else folder / "journal.sqlite", isolation_level=None)
        try:
            with self._guarded():
                # Written ahead, so that entering a file costs no more than its lines.
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.execute("PRAGMA synchronous = FULL")
                self._begin(resume)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Enter what is done, and let others at the journal."""
        try:
            with self._guarded():
                if self._base.in_transaction and not self._is_lost:
                    self._forget_unfinished()
                    self._enter()
        finally:
            self._base.close()  # what is not entered is forgotten
            self._disks.close()
            if self._lock is not None:
                self._lock.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def scratch(self) -> Path | None:
        """The folder for what is not finished."""
        return None if self.folder is None else self.folder / "tmp"

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OutputError(
                f"{self.folder or 'the list of edits'}: the journal cannot be written: {error}; the files that it "
                "tells of are done, and --resume goes on from there"
            ) from error
        except (sqlite3.Error, *DAMAGE) as error:
            # As DatabaseError, which is the base of the others, SQLite says that a file is none of its own.
            raise OutputError(
                f"{self.folder}: the journal is damaged ({described_exception(error)}): remove it to begin anew"
            ) from error
        except OSError as error:
            where = self.folder if error.filename is None else error.filename
            if isinstance(error, FileExistsError | NotADirectoryError):
                raise OutputError(f"{Path(where or '').parent}: cannot be made: it is not a folder") from error
            raise OutputError(f"{where}: cannot be written: {reason_of(error)}") from error

    def _begin(self, resume: bool) -> None:
        if self.scratch is not None:
            # What a run that was killed had in hand.
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch.mkdir()
        prepare_tables(self._base)
        known = {key: json.loads(value) for key, value in self._base.execute("SELECT key, value FROM run")}
        (done,) = self._base.execute("SELECT count(*) FROM files WHERE state = 'done'").fetchone()
        where = None if self.folder is None else self.folder.parent
        if known and resume:
            self._refuse_other(known["description"])
        elif known and done and not known.get("finished"):
            raise ConfigurationError(
                f"{where}: the run there was not finished (done: {counted(done, 'file')}): go on with --resume, "
                f"or remove {self.folder} to begin anew"
            )
        else:
            for table in ("run", "files", "lines"):
                self._base.execute(f"DELETE FROM {table}")
        self._base.execute("BEGIN")
        self._set(description=self.description, finished=False)
        if "started" not in known or not resume:
            self._set(started=_now())
        # What could not be looked into is told anew.
        self._base.execute("DELETE FROM lines WHERE file = 0")
        self._enter()

    def _refuse_other(self, before: Mapping[str, object]) -> None:
        for key, now in json.loads(json.dumps(self.description)).items():
            if before.get(key) != now:
                raise ConfigurationError(
                    f"--resume: {self.folder and self.folder.parent} was made with other settings: ‘{key}’ was "
                    f"{json.dumps(before.get(key), ensure_ascii=False)} and is {json.dumps(now, ensure_ascii=False)}; "
                    "say the same as then, or name another folder"
                )

    def _set(self, **values: object) -> None:
        rows = [(key, json.dumps(value)) for key, value in values.items()]
        self._base.executemany("INSERT OR REPLACE INTO run VALUES (?, ?)", rows)

    # What was done

    def is_done(self, job: Job) -> bool:
        """Whether the result of a job stands in its place, made of the input as it is now. To be asked of each job."""
        number, self._number = self._number, self._number + 1
        place = _place(job)
        with self._guarded():
            row = self._base.execute(
                "SELECT id, number, state, size, version, written, written_version, result_sha256 FROM files "
                "WHERE place = ?",
                (place,),
            ).fetchone()
            if row is None:
                self._base.execute(
                    "INSERT INTO files (place, number, name, state) VALUES (?, ?, ?, 'waiting')",
                    (place, number, os.fsencode(job.name)),
                )
                return False
            file, before, state, *noted = row
            if before != number:
                self._base.execute("UPDATE files SET number = ? WHERE id = ?", (number, file))
        return state == "done" and is_same(job, Noted(*noted))

    def add(self, outcome: Outcome) -> None:
        """Take note of an outcome; those of one file come one after the other."""
        job = outcome.job
        if job is None or not job.name:
            # A place that could not be looked into.
            with self._guarded():
                self._base.execute("INSERT INTO lines VALUES (0, ?, ?)", (ERRORS, _error_line(outcome)))
            return
        if self._file is None:
            self._file = self._id_of(job)
        self._counts["records"] += outcome.record is not None
        self._counts["characters"] += len(outcome.source)
        if outcome.error is not None:
            self._gather(ERRORS, [_error_line(outcome)])
            self._counts["errors"] += 1
        else:
            self._edits.update(edit.repairer for edit in outcome.patch)
            self._counts["failures"] += len(outcome.failures)
            if EDITS in self._keep and outcome.patch:
                self._gather(EDITS, edits_of(outcome))
            if SUGGESTIONS in self._keep and outcome.kept_back:
                self._gather(SUGGESTIONS, suggestions_of(outcome))
        if not outcome.more:
            self._end(job, outcome)

    def finish(self) -> None:
        """Take note that nothing is left to do."""
        with self._guarded():
            self._set(finished=True, ended=_now())
            self._enter()

    def _id_of(self, job: Job) -> int:
        with self._guarded():
            place = _place(job)
            row = self._base.execute("SELECT id FROM files WHERE place = ?", (place,)).fetchone()
            file = int(row[0])
            self._base.execute("UPDATE files SET state = 'waiting' WHERE id = ?", (file,))
            self._base.execute("DELETE FROM lines WHERE file = ?", (file,))
            return file

    def _gather(self, kind: str, lines: Iterable[bytes]) -> None:
        gathered = self._gathered[kind]
        before = len(gathered)
        gathered.extend(lines)
        self._size += sum(map(len, gathered[before:]))
        if self._size > _GATHERED:
            self._put()

    def _put(self) -> None:
        with self._guarded():
            for kind, lines in self._gathered.items():
                if lines:
                    self._base.execute("INSERT INTO lines VALUES (?, ?, ?)", (self._file, kind, b"".join(lines)))
                    lines.clear()
        self._size = 0

    def _end(self, job: Job, outcome: Outcome) -> None:
        failed = outcome.error is not None and outcome.record is None
        if failed:
            # A file that came to nothing has no edits, though some of its blocks had.
            for kind in (EDITS, SUGGESTIONS):
                self._gathered[kind].clear()
            self._edits.clear()
            with self._guarded():
                self._base.execute("DELETE FROM lines WHERE file = ? AND kind != ?", (self._file, ERRORS))
        self._put()
        status, written = outcome.status, status_of_result(job)
        counts = {"edits": self._edits, "passed_on": outcome.passed_on, **self._counts}
        with self._guarded():
            self._base.execute(
                "UPDATE files SET state = ?, size = ?, version = ?, written = ?, encoding = ?, form = ?, counts = ?, "
                "source_sha256 = ?, result_sha256 = ?, written_version = ? WHERE id = ?",
                (
                    "error" if failed else "done",
                    None if status is None else status.size,
                    None if status is None else status.version,
                    None if written is None else written.size,
                    outcome.encoding,
                    json.dumps([job.form.kind, job.form.compression, job.form.fields, job.form.told]),
                    json.dumps(counts),
                    *outcome.digests,
                    None if written is None else written.version,
                    self._file,
                ),
            )
        if self.folder is not None and isinstance(job.target, Path):
            with self._guarded():
                self._disks.wrote(job.target)
        self._file = None
        self._counts.clear()
        self._edits.clear()
        if time.monotonic() - self._entered > _SECONDS:
            self._enter()

    def _forget_unfinished(self) -> None:
        """Take back what was noted of a file that was under way."""
        if self._file is not None:
            # It may be called done already: without its edits it must not stay so.
            self._base.execute("UPDATE files SET state = 'waiting' WHERE id = ?", (self._file,))
            self._base.execute("DELETE FROM lines WHERE file = ?", (self._file,))
            for lines in self._gathered.values():
                lines.clear()
            self._file = None

    def _enter(self) -> None:
        """Enter what is done, once the results are on the disk."""
        with self._guarded():
            if self.folder is not None:
                # The system tells of an error once: a second attempt would pass, with the results lost.
                self._is_lost = True
                self._disks.flush()
                self._is_lost = False
            self._base.execute("COMMIT")
            self._base.execute("BEGIN")
        self._entered = time.monotonic()

    # The lists and the summary

    def lines(self, kind: str) -> Iterator[bytes]:
        """Yield a list in the order of the files: lines of JSON, some at a time."""
        return lines_of_run(self._base, kind)

    def lines_of(self, kind: str, place: bytes) -> Iterator[bytes]:
        """Yield the lines of one file in a list."""
        return lines_of_file(self._base, kind, place)

    def places(self, kind: str) -> Iterator[bytes]:
        """Yield the places of the files that have lines in a list."""
        return places_of(self._base, kind)

    def summary(self) -> dict[str, object]:
        """Return what was done with all files of the run, its earlier parts included."""
        return {**summary_of(self._base), "settings": self.description, "python": platform.python_version()}

    def write_reports(self, **more: object) -> None:
        """Write the errors and the summary beside the journal.

        Args:
            more: what else the summary says.
        """
        if self.folder is None:
            return
        with self._guarded():
            with replacing(self.folder / "errors.jsonl") as stream:
                stream.writelines(self.lines(ERRORS))
            summary = json.dumps({**more, **self.summary()}, ensure_ascii=False, indent=2)
        with replacing(self.folder / "summary.json") as stream:
            stream.write(summary.encode("utf-8", "backslashreplace") + b"\n")


def _place(job: Job) -> bytes:
    return os.fsencode(str(job.target if job.target is not None else job.name))


def _error_line(outcome: Outcome) -> bytes:
    told = {
        "file": outcome.name,
        "record": outcome.record,
        "error": type(outcome.error).__name__,
        "reason": str(outcome.error),
        "passed_on": outcome.passed_on,
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
