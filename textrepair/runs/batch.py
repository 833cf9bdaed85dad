"""Repairing many files: the work on each.

A :class:`Job` says all there is to say about one input and :func:`run_jobs` makes its :class:`Outcome`, or one for each
of its blocks or records. An error is part of the outcome of its file or record: the others go on.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from textrepair.edits import Edit, Patch
from textrepair.errors import InputError, OutputError, TextRepairError
from textrepair.formats.atomic import reason_of, replacing
from textrepair.formats.choice import PLAIN, Form, by_content, open_reader
from textrepair.formats.compression import compressing, decompressed
from textrepair.formats.plain import PlainText
from textrepair.formats.units import Reader, Unit
from textrepair.runs.remote import RemoteFile
from textrepair.runs.workers import InOrder, Lost

if TYPE_CHECKING:
    from textrepair.chain import Chain
    from textrepair.document import Failure, Repair

__all__ = [
    "Job",
    "Made",
    "Outcome",
    "Status",
    "describe_failure",
    "described",
    "opened_for_reading",
    "opened_for_writing",
    "read_input",
    "run_jobs",
    "status_of",
]

KEEP, SKIP, STOP = "keep", "skip", "stop"


class Status(NamedTuple):
    """What tells one version of a file from another.

    Attributes:
        size: in bytes.
        version: the time of its last change, or what its store says.
    """

    size: int
    version: str


class Made(NamedTuple):
    """What a chain made of a text, in offsets of its source.

    Attributes:
        patch: the edits.
        kept_back: changes that were considered and not made.
        failures: what repairers raised, as lines for a person.
        seconds: how long it took.
    """

    patch: Patch
    kept_back: tuple[Edit, ...] = ()
    failures: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Job:
    """One input and what to do with it.

    Attributes:
        name: what messages call it.
        source: the file; None for standard input.
        target: the file that the result is written to; None: the result is kept in the outcome.
        encoding: of the input, or ``auto``.
        dry: nothing is written or kept, only the edits are wanted.
        form: the format of the input, and of the result.
        scratch: a folder for what is not finished yet; None: beside the target.
        error: why there is nothing to do.
        group: the document that the input is a page of; None: it is one itself.
        made: its text as it stood and what is to be made of it, where that is known already.
    """

    name: str
    source: Path | RemoteFile | None
    target: Path | RemoteFile | None = None
    encoding: str = "utf-8"
    dry: bool = False
    form: Form = PLAIN
    scratch: Path | None = None
    error: TextRepairError | None = None
    group: str | None = None
    made: tuple[str, Made] | None = None

    @property
    def in_place(self) -> bool:
        """Whether the result takes the place of the input."""
        return self.target is not None and self.target == self.source


@dataclass(frozen=True)
class Outcome:
    """What became of one job, of one block of a large input, or of one text of a record.

    Attributes:
        name: the job's.
        source: the text as it stood, line ends included, without the byte-order mark.
        patch: the edits, in offsets of ``source``.
        kept_back: changes that were considered and not made, in offsets of ``source``.
        output: the bytes of the result, where the job has no target and is not dry.
        failures: what repairers raised, as lines for a person.
        error: why there is no result; if ``passed_on``, it is the input as it stands.
        seconds: how long the repair took.
        start: where the block stands in the input, in code points; edits count from there.
        lines: how many line feeds stand before the block, in the input and in the result.
        more: more comes of the same input.
        record: the number of the record that the text stands in; None in a plain text.
        field: the name of the field or column that it stands in.
        raw: the record as it stood, where the edits alone do not lead back to its bytes.
        status: of the input, once it has been read.
        encoding: of the input, where that is the file's to say.
        passed_on: after an error the input, or the record, was written to the target as it stands.
        job: what it is the outcome of.
        position: how much of the input, in bytes, had been read when the text was.
    """

    name: str
    source: str = ""
    patch: Patch = field(default_factory=Patch)
    kept_back: tuple[Edit, ...] = ()
    output: bytes | None = None
    failures: tuple[str, ...] = ()
    error: TextRepairError | None = None
    seconds: float = 0.0
    start: int = 0
    lines: tuple[int, int] = (0, 0)
    more: bool = False
    record: int | None = None
    field: str | None = None
    raw: bytes | None = None
    status: Status | None = None
    encoding: str = "utf-8"
    passed_on: bool = False
    job: Job | None = None
    position: int = 0

    @property
    def changed(self) -> bool:
        """Whether any edit was made."""
        return bool(self.patch)

    @property
    def place(self) -> str:
        """The name, with the number of the record."""
        return self.name if self.record is None else f"{self.name}#{self.record}"


def run_jobs(
    jobs: Iterable[Job], chain: Chain, workers: InOrder, *, on_error: str = KEEP
) -> Generator[Outcome, None, None]:
    """Yield what becomes of each job, in the order of the jobs; trouble with an input becomes part of its outcome.

    An input of several blocks or records has an outcome for each, the last of which is yielded once the result is
    written. What comes of it does not depend on the workers: they repair texts, this process reads and writes.

    Args:
        jobs: what to do; they are taken as they are needed.
        chain: what repairs.
        workers: where it repairs: :func:`textrepair.runs.workers.in_order` with a number of processes, or a cluster.
        on_error: ``keep``: an input or a record that cannot be repaired is written as it stands; ``skip``: left out;
            ``stop``: it ends its job, and the caller is expected to stop there.
    """
    reading = _Reading(iter(jobs))
    while reading.goes_on():
        with (
            closing(reading.tasks()) as tasks,
            closing(workers(partial(_repair, chain), tasks, _size, sent=_text_of)) as results,
        ):
            for first in results:
                flow = first[0].flow
                of_job = _up_to_last(first, results)
                try:
                    yield from _write(flow, _done_units(of_job), on_error)
                except TextRepairError as error:
                    flow.abandoned = error
                    for _ in of_job:
                        pass
                    yield _failed(flow, error, on_error)
                reading.told(flow)


class _Flow:
    """A job under way."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.reader: Reader | None = None
        self.status: Status | None = None
        self.abandoned: TextRepairError | None = None
        self.opened: BinaryIO | None = None
        self.target = os.path.realpath(job.target) if isinstance(job.target, Path) and not job.dry else None

    def position(self) -> int:
        """Return how far the input has been read."""
        try:
            return 0 if self.opened is None or self.job.source is None else self.opened.tell()
        except (OSError, ValueError):
            return 0


@dataclass(frozen=True, eq=False)
class _Task:
    """A text to repair, or what stands for a unit without one; the last of a job may be an error."""

    flow: _Flow
    unit: Unit | None
    text: PlainText | None
    ends_unit: bool = True
    ends_job: bool = False
    error: TextRepairError | None = None
    position: int = 0


_Result = tuple[_Task, Made | TextRepairError | Lost]


class _Reading:
    """Reads inputs ahead of those that are written.

    Where the result of one job is the input of another, by a link, it must be written before it is read: the tasks end
    there, and go on in another round.
    """

    def __init__(self, jobs: Iterator[Job]) -> None:
        self._jobs = jobs
        self._next = next(jobs, None)
        self._under_way: set[str] = set()

    def goes_on(self) -> bool:
        """Whether there are jobs left."""
        return self._next is not None

    def told(self, flow: _Flow) -> None:
        """Take note that a job is done."""
        self._under_way.discard(flow.target or "")

    def tasks(self) -> Generator[_Task, None, None]:
        """Yield the texts of the inputs; those of a job that is abandoned meanwhile are not read to the end."""
        while (job := self._next) is not None:
            if isinstance(job.source, Path) and os.path.realpath(job.source) in self._under_way:
                return
            flow = _Flow(job)
            self._next = next(self._jobs, None)
            if flow.target is not None:
                self._under_way.add(flow.target)
            yield from _read(flow)


def _read(flow: _Flow) -> Iterator[_Task]:
    job = flow.job
    waiting: Unit | None = None
    try:
        if job.error is not None:
            raise job.error
        with opened_for_reading(job) as opened:
            flow.opened = opened
            flow.status = before = _status(job, opened)
            stream = decompressed(opened, job.form.compression, job.name)
            if job.form.seeks and not stream.seekable():
                stream = _seekable(stream)
            stream, form = by_content(stream, job.form)
            flow.reader = open_reader(stream, form, job.encoding, job.name)
            for unit in flow.reader.units():
                if waiting is not None:
                    yield from _tasks(flow, waiting, last=False)
                if flow.abandoned is not None:
                    break
                waiting = unit
            if flow.abandoned is None and _status(job, opened) != before:
                raise InputError(f"{job.name}: it changed while it was read; repair it again when nobody writes to it")
    except TextRepairError as error:
        yield _Task(flow, None, None, ends_job=True, error=error)
    else:
        yield from _tasks(flow, waiting, last=True)


def _seekable(stream: BinaryIO) -> BinaryIO:
    """Keep what cannot be read from any place in a temporary file."""
    kept = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - it is gone when nobody has it any more
    shutil.copyfileobj(stream, kept, 1 << 20)
    kept.seek(0)
    return kept


def _tasks(flow: _Flow, unit: Unit | None, *, last: bool) -> Iterator[_Task]:
    """Yield the texts of a unit."""
    texts = [] if unit is None else [*unit.texts]
    if not texts:
        yield _Task(flow, unit, None, ends_job=last)
    for k, text in enumerate(texts, 1):
        ends = k == len(texts)
        yield _Task(flow, unit, text, ends, last and ends, position=flow.position())


def _text_of(task: _Task) -> PlainText | Made | None:
    known = task.flow.job.made
    if known is not None and task.text is not None and known[0] == task.text.source:
        return known[1]
    return task.text


def _size(task: _Task) -> int:
    return 0 if task.text is None else len(task.text.source)


def _repair(chain: Chain, plain: PlainText | Made | None) -> Made | TextRepairError:
    """Repair a text, in whichever process."""
    if plain is None:
        return _NOTHING
    if isinstance(plain, Made):
        return plain
    started = time.perf_counter()
    try:
        repair = chain.repair(plain.text, plain.alternatives)
    except TextRepairError as error:  # a damaged pack, say
        return error
    return described(repair, plain, time.perf_counter() - started)


def described(repair: Repair, plain: PlainText, seconds: float = 0.0) -> Made:
    """Return what was made of a text as it is to be told.

    Args:
        repair: of ``plain.text``.
        plain: the text of a file.
        seconds: how long it took.
    """
    patch = plain.in_source(repair.patch)
    failures = tuple(describe_failure(failure, plain) for failure in repair.failures)
    kept_back = tuple(map(plain.edit_in_source, repair.kept_back))
    return Made(patch, kept_back, failures, seconds)


_NOTHING = Made(Patch())


def _up_to_last(first: _Result, results: Iterator[_Result]) -> Iterator[_Result]:
    """Yield the results of one job."""
    task, made = first
    while True:
        yield task, made
        if task.ends_job:
            return
        task, made = next(results)


class _Done(NamedTuple):
    """A unit, and what was made of its texts; or why it passes as it stands."""

    unit: Unit
    made: list[Made]
    error: TextRepairError | None
    ends_job: bool
    position: int


def _done_units(results: Iterator[_Result]) -> Iterator[_Done]:
    """Put the results of each unit together.

    Raises:
        TextRepairError: the input cannot be read, or what holds for one text of a job holds for all.
    """
    made_of_unit: list[Made] = []
    lost: OutputError | None = None
    for task, made in results:
        if task.error is not None:
            raise task.error
        if task.unit is None:
            return
        if isinstance(made, TextRepairError):
            raise made
        if isinstance(made, Lost):
            place = task.text.name if task.text is not None else task.flow.job.name
            lost = OutputError(
                f"{place}: cannot be repaired: the process at work on it ended {made.reason}, and so did a second one; "
                "it is as it was"
            )
            made_of_unit.append(_NOTHING)
        else:
            made_of_unit.append(made)
        if task.ends_unit:
            if lost is not None and task.unit.number is None:
                raise lost
            yield _Done(task.unit, made_of_unit, task.unit.error or lost, task.ends_job, task.position)
            made_of_unit, lost = [], None


class _UnchangedError(Exception):
    """Leads out of the writing of a result that is the same as its input."""


class _Collected(io.RawIOBase):
    """What is to go to standard output."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._count = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._count += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._count

    def taken(self) -> bytes:
        """Return what was written since."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _write(flow: _Flow, units: Iterator[_Done], on_error: str) -> Iterator[Outcome]:
    """Write what was made of an input, and yield its outcomes; the last one once all is written."""
    job = flow.job
    collected = _Collected() if job.target is None and not job.dry else None
    first = next(units, None)
    rest = iter(()) if first is None else itertools.chain([first], units)
    waiting: Outcome | None = None
    # Most often there is one unit, and nothing to write if it stands in its place already.
    idle = job.in_place and (first is None or (first.ends_job and not _changes(first, on_error)))
    lines = gained = 0
    changed = False
    opened: Any = nullcontext(collected)
    if job.target is not None and not job.dry and not idle:
        opened = opened_for_writing(job, job.target)
    with suppress(_UnchangedError), opened as stream:
        with nullcontext() if stream is None else compressing(stream, job.form.compression) as packed:
            writer = None
            for done in rest:
                if done.error is not None and on_error == STOP:
                    raise done.error
                changed = changed or _changes(done, on_error)
                outcomes = _outcomes(job, done, on_error)
                if packed is not None:
                    assert flow.reader is not None
                    writer = writer or flow.reader.writer(packed)
                    if done.error is None or on_error == KEEP:
                        writer.put(done.unit, [made.patch for made in done.made] if done.error is None else ())
                for outcome in outcomes:
                    if waiting is not None:
                        yield waiting
                    waiting = replace(outcome, lines=(lines, lines + gained), more=True)
                    if done.unit.number is None:
                        lines += outcome.source.count("\n")
                        gained += _line_feeds_gained(outcome)
                if waiting is not None and collected is not None:
                    waiting = replace(waiting, output=(waiting.output or b"") + collected.taken())
            if (
                packed is not None
                and flow.reader is not None
                and (changed or collected is not None or not job.form.packs)
            ):
                (writer or flow.reader.writer(packed)).finish()
        if not changed and (job.in_place or job.form.packs):
            raise _UnchangedError
    if not changed and job.form.packs and job.target is not None and not job.in_place and not job.dry:
        # What packs a file packs it in its own way: a clean one is to be the same, byte for byte.
        _copy(job, job.target)
    last = waiting or Outcome(job.name, job=job)
    if collected is not None:
        last = replace(last, output=(last.output or b"") + collected.taken())
    yield replace(last, more=False, status=flow.status)


def _changes(done: _Done, on_error: str) -> bool:
    """Whether a unit is not written as it stands."""
    return on_error == SKIP if done.error is not None else any(made.patch for made in done.made)


def _line_feeds_gained(outcome: Outcome) -> int:
    return sum(
        edit.replacement.count("\n") - outcome.source.count("\n", edit.start, edit.end) for edit in outcome.patch
    )


def _outcomes(job: Job, done: _Done, on_error: str) -> Iterator[Outcome]:
    """Yield what became of each text of a unit, wherever it stands."""
    unit = done.unit
    if done.error is not None:
        yield Outcome(job.name, error=done.error, record=unit.number, passed_on=on_error == KEEP, job=job)
        return
    raw: bytes | None = None
    restorable = getattr(unit, "restorable", None)
    if restorable is not None and any(made.patch for made in done.made):
        raw = restorable([made.patch for made in done.made])
    told: set[int] = set()
    for record, name, k in unit.mentions():
        plain, made = unit.texts[k], done.made[k]
        once = k not in told
        told.add(k)
        yield Outcome(
            job.name,
            plain.source,
            made.patch,
            made.kept_back,
            failures=made.failures if once else (),
            seconds=made.seconds if once else 0.0,
            start=plain.start,
            record=record,
            field=name,
            raw=raw,
            encoding=plain.encoding,
            job=job,
            position=done.position,
        )
        if made.patch:
            raw = None  # once for each record


def _failed(flow: _Flow, error: TextRepairError, on_error: str) -> Outcome:
    """Write an input that cannot be repaired as it stands, if that is wanted."""
    job = flow.job
    passed_on = False
    refused = isinstance(error, OutputError) and isinstance(error.__cause__, OSError)  # a full disk, say
    wanted = on_error == KEEP and not refused and not job.dry and not job.in_place
    if wanted and job.target is not None and job.source is not None:
        # If it cannot be read or written, that is what the error says.
        with (
            suppress(TextRepairError),
            opened_for_reading(job) as source,
            opened_for_writing(job, job.target) as target,
        ):
            shutil.copyfileobj(source, target, 1 << 20)
            passed_on = True
    return Outcome(job.name, error=error, status=flow.status, passed_on=passed_on, job=job)


def _copy(job: Job, target: Path | RemoteFile) -> None:
    """Write an input as it stands."""
    with opened_for_reading(job) as stream, opened_for_writing(job, target) as written:
        shutil.copyfileobj(stream, written, 1 << 20)


def describe_failure(failure: Failure, plain: PlainText) -> str:
    """Return a line for a person about a repairer that raised while it looked at a file."""
    if failure.repairer == "chain":
        return f"{plain.name}: {failure.error}"
    near = f" near offset {plain.start + plain.offset(failure.position)}" if failure.position >= 0 else ""
    return f"{plain.name}: the repairer ‘{failure.repairer}’ failed{near} and was left out: {failure.error}"


def read_input(name: str, path: Path | RemoteFile | None) -> bytes:
    """Return the bytes of an input.

    Args:
        name: what messages call it.
        path: where it is; None for standard input.

    Raises:
        InputError: the system refuses.
    """
    try:
        if path is None:
            return sys.stdin.buffer.read()
        with path.open("rb") as stream:
            return stream.read()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {reason_of(error)}") from error
    except ValueError as error:  # a path with a NUL byte in it
        raise InputError(f"{name!r}: cannot be read: {error}") from error


@contextmanager
def opened_for_reading(job: Job) -> Iterator[BinaryIO]:
    """Open an input for reading."""
    if job.source is None:
        yield sys.stdin.buffer
        return
    try:
        stream = job.source.open("rb")
    except OSError as error:
        raise InputError(f"{job.name}: cannot be read: {reason_of(error)}") from error
    except ValueError as error:  # a path with a NUL byte in it
        raise InputError(f"{job.name!r}: cannot be read: {error}") from error
    with stream:
        yield stream


def status_of(job: Job) -> Status | None:
    """Return what tells the version of an input that is there now from another; None of standard input.

    Raises:
        InputError: it is not there, or must not be looked at.
    """
    if not isinstance(job.source, Path):
        return None if job.source is None else Status(*job.source.status())
    try:
        found = job.source.stat()
    except OSError as error:
        raise InputError(f"{job.name}: cannot be read: {reason_of(error)}") from error
    return Status(found.st_size, str(found.st_mtime_ns))


def _status(job: Job, stream: BinaryIO) -> Status | None:
    """Return what tells this version of an input from another; None of standard input."""
    if job.source is None:
        return None
    if isinstance(job.source, RemoteFile):
        return Status(*job.source.status())
    found = os.fstat(stream.fileno())
    return Status(found.st_size, str(found.st_mtime_ns))


@contextmanager
def opened_for_writing(job: Job, target: Path | RemoteFile) -> Iterator[BinaryIO]:
    """Open where the result goes; it is there whole when the block ends without an error."""
    if isinstance(target, RemoteFile):
        with target.written() as stream:
            yield stream
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        # mkdir says of a file in the way that it exists, which helps nobody.
        reason = "it is not a folder" if error.errno in (errno.EEXIST, errno.ENOTDIR) else reason_of(error)
        raise OutputError(f"{target.parent}: cannot be made: {reason}") from error
    like = job.source if isinstance(job.source, Path) else None
    with replacing(target, like=like, scratch=job.scratch) as stream:
        yield stream
