"""What there is to do about one input, what became of it, and how it is opened and written."""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from textrepair.edits import Edit, Patch
from textrepair.errors import ConfigurationError, InputError, OutputError, TextRepairError
from textrepair.files.atomic import reason_of, replacing
from textrepair.files.opening import opened
from textrepair.formats.registry import PLAIN, Form
from textrepair.plain_text import PlainText
from textrepair.runs.digests import NO_DIGESTS, Digests
from textrepair.runs.remote import RemoteFile

if TYPE_CHECKING:
    from textrepair.document import Failure, Repair

__all__ = [
    "Job",
    "Made",
    "Outcome",
    "Status",
    "check_convertible",
    "describe_failure",
    "described",
    "opened_for_reading",
    "opened_for_writing",
    "status_of",
]


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
        unsettled: how many of the failures are lines that did not settle, or texts that were left as they were.
        zones: how many words stand in zones that are no prose of the language, by what the zones are; None if none do.
    """

    patch: Patch
    kept_back: tuple[Edit, ...] = ()
    failures: tuple[str, ...] = ()
    seconds: float = 0.0
    unsettled: int = 0
    zones: dict[str, int] | None = None


@dataclass(frozen=True)
class Job:
    """One input and what to do with it.

    Attributes:
        name: what messages call it.
        source: the file; None for standard input.
        target: the file that the result is written to; None: the result is kept in the outcome.
        encoding: of the input, or ``auto``.
        output_encoding: the codec that the result is written in; None: that of the input.
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
    output_encoding: str | None = None

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
        unsettled: how many of the failures are lines that did not settle, or texts that were left as they were.
        zones: how many words stand in zones that are no prose of the language, by what the zones are; None if none do.
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
        digests: of the input and the result, once the result is written.
    """

    name: str
    source: str = ""
    patch: Patch = field(default_factory=Patch)
    kept_back: tuple[Edit, ...] = ()
    output: bytes | None = None
    failures: tuple[str, ...] = ()
    unsettled: int = 0
    zones: dict[str, int] | None = None
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
    digests: Digests = NO_DIGESTS

    @property
    def changed(self) -> bool:
        """Whether any edit was made."""
        return bool(self.patch)

    @property
    def place(self) -> str:
        """The name, with the number of the record."""
        return self.name if self.record is None else f"{self.name}#{self.record}"


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
    unsettled = sum(failure.repairer == "chain" for failure in repair.failures)
    return Made(patch, kept_back, failures, seconds, unsettled, _words_in_zones(repair))


def _words_in_zones(repair: Repair) -> dict[str, int] | None:
    """Count the words that stand in zones, by what the zones are; None if there are no zones."""
    if not repair.zones:
        return None
    words: Counter[str] = Counter()
    for zone in repair.zones:
        words[zone.label] += len(repair.source[zone.start : zone.end].split())
    return dict(words)


def describe_failure(failure: Failure, plain: PlainText) -> str:
    """Return a line for a person about a repairer that raised while it looked at a file."""
    near = f" near offset {plain.start + plain.offset(failure.position)}" if failure.position >= 0 else ""
    if failure.repairer == "chain":
        return f"{plain.name}{near}: {failure.error}"
    return f"{plain.name}: the repairer ‘{failure.repairer}’ failed{near} and was left out: {failure.error}"


def check_convertible(job: Job, form: Form) -> None:
    """Make sure that the result of a job may be in the encoding that is asked for.

    Args:
        job: what is done.
        form: the form that the input has.

    Raises:
        ConfigurationError: the encoding of the format is fixed.
    """
    if job.output_encoding is not None and not form.format.may_convert:
        raise ConfigurationError(
            f"{job.name}: a result in {form.kind} keeps the encoding of its input; --output-encoding is for "
            "text, csv and tsv: leave it out, or choose other files"
        )


def opened_for_reading(job: Job) -> AbstractContextManager[BinaryIO]:
    """Open an input for reading.

    Raises:
        InputError: the system refuses, or it is a device.
    """
    return opened(job.name, job.source)


def status_of(job: Job, opened: BinaryIO | None = None) -> Status | None:
    """Return what tells this version of an input from another; None of standard input and of pipes.

    Args:
        job: the input.
        opened: the input, if it is open: the file that is being read, whatever has taken its place meanwhile.

    Raises:
        InputError: it is not there, or must not be looked at.
    """
    if not isinstance(job.source, Path):
        return None if job.source is None else Status(*job.source.status())
    try:
        found = job.source.stat() if opened is None else os.fstat(opened.fileno())
    except OSError as error:
        raise InputError(f"{job.name}: cannot be read: {reason_of(error)}") from error
    # Of a pipe size and date say nothing: both change while it is read.
    return Status(found.st_size, str(found.st_mtime_ns)) if stat.S_ISREG(found.st_mode) else None


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
