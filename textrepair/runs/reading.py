"""Reading the inputs of a run, some of them ahead of those that are written."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from textrepair.errors import InputError, TextRepairError, described_exception
from textrepair.formats.protocols import Reader, Unit
from textrepair.formats.reading import looked_into
from textrepair.formats.registry import open_reader
from textrepair.plain_text import PlainText
from textrepair.runs.digests import digest_of
from textrepair.runs.job import Job, Status, check_convertible, opened_for_reading, status_of

__all__ = ["Flow", "Reading", "Task", "as_expected"]


class Flow:
    """A job under way.

    Args:
        job: what is done.

    Attributes:
        reader: of the input, once it is open.
        status: of the input, as it was opened.
        abandoned: why the rest of the input need not be read.
        opened: the input.
        target: where the result goes, links followed; None: nowhere.
        convertible: its units are :class:`textrepair.formats.protocols.ConvertibleUnit`.
        table_digest: the SHA-256 of a table, which another process reads; empty if it is no table, or far away.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.reader: Reader | None = None
        self.status: Status | None = None
        self.abandoned: TextRepairError | None = None
        self.opened: BinaryIO | None = None
        self.convertible = False
        self.table_digest = ""
        self.target = os.path.realpath(job.target) if isinstance(job.target, Path) and not job.dry else None

    def position(self) -> int:
        """Return how far the input has been read."""
        try:
            return 0 if self.opened is None or self.job.source is None else self.opened.tell()
        except (OSError, ValueError):
            return 0


@dataclass(frozen=True, eq=False)
class Task:
    """A text to repair, or what stands for a unit without one; the last of a job may be an error."""

    flow: Flow
    unit: Unit | None
    text: PlainText | None
    ends_unit: bool = True
    ends_job: bool = False
    error: TextRepairError | None = None
    position: int = 0


class Reading:
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

    def told(self, flow: Flow) -> None:
        """Take note that a job is done."""
        self._under_way.discard(flow.target or "")

    def tasks(self) -> Generator[Task, None, None]:
        """Yield the texts of the inputs; those of a job that is abandoned meanwhile are not read to the end."""
        while (job := self._next) is not None:
            if isinstance(job.source, Path) and os.path.realpath(job.source) in self._under_way:
                return
            flow = Flow(job)
            self._next = next(self._jobs, None)
            if flow.target is not None:
                self._under_way.add(flow.target)
            yield from _read(flow)


def _read(flow: Flow) -> Iterator[Task]:
    job = flow.job
    waiting: Unit | None = None
    try:
        if job.error is not None:
            raise job.error
        with opened_for_reading(job) as opened:
            flow.opened = opened
            flow.status = before = status_of(job, opened)
            stream, form = looked_into(opened, job.form, job.name)
            check_convertible(job, form)
            flow.convertible = form.format.may_convert
            flow.reader = open_reader(stream, form, job.encoding, job.name)
            for unit in flow.reader.units():
                if waiting is not None:
                    yield from _tasks(flow, waiting, last=False)
                if flow.abandoned is not None:
                    break
                waiting = unit
            if flow.abandoned is None and form.seeks and not job.dry and isinstance(job.source, Path):
                # From the file as it was opened: a result may take its place.
                opened.seek(0)
                flow.table_digest = digest_of(opened, form, job.name)
            if flow.abandoned is None and status_of(job, opened) != before:
                raise InputError(f"{job.name}: it changed while it was read; repair it again when nobody writes to it")
    except Exception as error:
        yield Task(flow, None, None, ends_job=True, error=as_expected(job, error))
    else:
        yield from _tasks(flow, waiting, last=True)


def as_expected(job: Job, error: Exception) -> TextRepairError:
    """Return the error to tell of a job; one that no reader or writer should raise must not stop the other jobs."""
    if isinstance(error, TextRepairError):
        return error
    if isinstance(error, MemoryError):
        return InputError(f"{job.name}: it needs more memory than there is: divide it, or use fewer processes (--jobs)")
    return InputError(
        f"{job.name}: cannot be repaired: {described_exception(error)}; this is a fault of textrepair: please report it"
    )


def _tasks(flow: Flow, unit: Unit | None, *, last: bool) -> Iterator[Task]:
    """Yield the texts of a unit."""
    texts = [] if unit is None else [*unit.texts]
    if not texts:
        yield Task(flow, unit, None, ends_job=last)
    for k, text in enumerate(texts, 1):
        ends = k == len(texts)
        yield Task(flow, unit, text, ends, last and ends, position=flow.position())
