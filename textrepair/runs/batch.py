"""Repairing many files: the work on each.

:func:`run_jobs` makes of each :class:`~textrepair.runs.job.Job` its outcome, or one for each of its blocks or records.
An error is part of the outcome of its file or record: the others go on.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import shutil
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textrepair.edits import Patch
from textrepair.errors import OutputError, TextRepairError
from textrepair.formats.protocols import ByteUnit, ConvertibleUnit, Unit
from textrepair.log import Log
from textrepair.plain_text import PlainText
from textrepair.processes.tasks import Lost
from textrepair.processes.workers import InOrder
from textrepair.runs.digests import Digests, HashedWriter, hashed_output
from textrepair.runs.job import (
    Job,
    Made,
    Outcome,
    described,
    opened_for_reading,
    opened_for_writing,
)
from textrepair.runs.reading import Flow, Reading, Task, as_expected
from textrepair.runs.remote import RemoteFile

if TYPE_CHECKING:
    from textrepair.chain import Chain

__all__ = ["run_jobs"]

_LOG = Log(__name__)

KEEP, SKIP, STOP = "keep", "skip", "stop"


def run_jobs(
    jobs: Iterable[Job], chain: Chain, workers: InOrder, *, on_error: str = KEEP
) -> Generator[Outcome, None, None]:
    """Yield what becomes of each job, in the order of the jobs; trouble with an input becomes part of its outcome.

    An input of several blocks or records has an outcome for each, the last of which is yielded once the result is
    written. What comes of it does not depend on the workers: they repair texts, this process reads and writes.

    Args:
        jobs: what to do; they are taken as they are needed.
        chain: what repairs.
        workers: where it repairs: a number of processes (:func:`textrepair.processes.workers.in_order`), or a cluster.
        on_error: ``keep``: an input or a record that cannot be repaired is written as it stands; ``skip``: left out;
            ``stop``: it ends its job, and the caller is expected to stop there.
    """
    reading = Reading(iter(jobs))
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
                except Exception as caught:
                    error = as_expected(flow.job, caught)
                    flow.abandoned = error
                    for _ in of_job:
                        pass
                    yield _failed(flow, error, on_error)
                reading.told(flow)


_Result = tuple[Task, Made | TextRepairError | Lost]


def _text_of(task: Task) -> PlainText | Made | None:
    known = task.flow.job.made
    if known is not None and task.text is not None and known[0] == task.text.source:
        return known[1]
    return task.text


def _size(task: Task) -> int:
    return 0 if task.text is None else len(task.text.source)


def _repair(chain: Chain, plain: PlainText | Made | None) -> Made | TextRepairError:
    """Repair a text, in whichever process."""
    if plain is None:
        return _NOTHING
    if isinstance(plain, Made):
        return plain
    started = time.perf_counter()
    try:
        repair = chain.repair(plain.text, plain.said)
    except TextRepairError as error:  # a damaged pack, say
        return error
    return described(repair, plain, time.perf_counter() - started)


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


def _write(flow: Flow, units: Iterator[_Done], on_error: str) -> Iterator[Outcome]:
    """Write what was made of an input, and yield its outcomes; the last one once all is written."""
    job = flow.job
    collected = _Collected() if job.target is None and not job.dry else None
    first = next(units, None)
    rest = iter(()) if first is None else itertools.chain([first], units)
    waiting: Outcome | None = None
    # Most often there is one unit, and nothing to write if it stands in its place already.
    idle = job.in_place and (first is None or (first.ends_job and not _changes(first, on_error)))
    lines = gained = 0
    changed = rewritten = False
    encoding = ""
    given = hashlib.sha256()
    hashed: HashedWriter | None = None
    opened: Any = nullcontext(collected)
    if job.target is not None and not job.dry and not idle:
        opened = opened_for_writing(job, job.target)
    with suppress(_UnchangedError), opened as stream:
        with nullcontext((None, None)) if stream is None else hashed_output(stream, job.form) as (packed, hashed):
            writer = None
            for done in rest:
                # What is left out cannot be brought back, and an undo does not promise it.
                if not job.dry and not job.form.seeks and not (done.error is not None and on_error == SKIP):
                    given.update(cast(ByteUnit, done.unit).rendered(()))
                if done.error is not None and on_error == STOP:
                    raise done.error
                changed = changed or _changes(done, on_error)
                unit, encoding = _as_written(flow, done.unit)
                rewritten = rewritten or changed or unit is not done.unit
                if packed is not None:
                    assert flow.reader is not None
                    writer = writer or flow.reader.writer(packed)
                    if done.error is None or on_error == KEEP:
                        writer.put(unit, [made.patch for made in done.made] if done.error is None else ())
                for outcome in _outcomes(job, done, on_error):
                    if waiting is not None:
                        yield waiting
                    waiting = replace(outcome, lines=(lines, lines + gained), more=True)
                    if done.unit.number is None:
                        lines += outcome.source.count("\n")
                        gained += _line_feeds_gained(outcome)
                if waiting is not None and collected is not None:
                    waiting = replace(waiting, output=(waiting.output or b"") + collected.taken())
            is_kept = rewritten or collected is not None or not job.form.packs
            if packed is not None and flow.reader is not None and is_kept:
                (writer or flow.reader.writer(packed)).finish()
        if not rewritten and (job.in_place or job.form.packs):
            raise _UnchangedError
    if not rewritten and job.form.packs and job.target is not None and not job.in_place and not job.dry:
        # What packs a file packs it in its own way: a clean one is to be the same, byte for byte.
        _copy(job, job.target)
    last = waiting or Outcome(job.name, job=job)
    last = replace(last, encoding=encoding or last.encoding)  # a unit without texts has told none
    if collected is not None:
        last = replace(last, output=(last.output or b"") + collected.taken())
    source = flow.table_digest if job.form.seeks else given.hexdigest()
    # What was written of a clean input may have been given up for the input itself.
    digests = Digests(source, hashed.digest if hashed is not None and rewritten else source)
    yield _ended(flow, last, digests, changed)


def _as_written(flow: Flow, unit: Unit) -> tuple[Unit, str]:
    """Return a unit in the encoding of the result, and the encoding of the input, empty if the format fixes it."""
    if not flow.convertible:
        return unit, ""
    convertible, other = cast(ConvertibleUnit, unit), flow.job.output_encoding
    return (unit if other is None else convertible.converted(other)), convertible.encoding


def _ended(flow: Flow, last: Outcome, digests: Digests, changed: bool) -> Outcome:
    """Return the last outcome of an input, and log its end."""
    place = "" if flow.job.target is None or flow.job.dry else f", written to {flow.job.target}"
    _LOG.info("%s: %s%s", flow.job.name, "changed" if changed else "unchanged", place)
    return replace(last, more=False, status=flow.status, digests=last.digests if flow.job.dry else digests)


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
        _LOG.debug(
            "%s: %d characters in %s at %d, record %s: %d edits, %d kept back, %.3f s",
            job.name,
            len(plain.source),
            plain.encoding,
            plain.start,
            record,
            len(made.patch),
            len(made.kept_back),
            made.seconds,
        )
        once = k not in told
        told.add(k)
        yield Outcome(
            job.name,
            plain.source,
            made.patch,
            made.kept_back,
            failures=made.failures if once else (),
            unsettled=made.unsettled if once else 0,
            zones=made.zones if once else None,
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


def _failed(flow: Flow, error: TextRepairError, on_error: str) -> Outcome:
    """Write an input that cannot be repaired as it stands, if that is wanted."""
    job = flow.job
    passed_on = False
    refused = isinstance(error, OutputError) and isinstance(error.__cause__, OSError)  # a full disk, say
    wanted = on_error == KEEP and not refused and not job.dry and not job.in_place
    if wanted and job.target is not None and job.source is not None:
        # If it cannot be read or written, that is what the error says.
        with suppress(TextRepairError):
            _copy(job, job.target)
            passed_on = True
    return Outcome(job.name, error=error, status=flow.status, passed_on=passed_on, job=job)


def _copy(job: Job, target: Path | RemoteFile) -> None:
    """Write an input as it stands."""
    with opened_for_reading(job) as stream, opened_for_writing(job, target) as written:
        shutil.copyfileobj(stream, written, 1 << 20)
