"""Repairing many files: which ones, where each result goes, and the work on one.

A :class:`Job` says all there is to say about one input and :func:`run_jobs` makes its :class:`Outcome`, or of a large
input one for each of its blocks. An error is part of the outcome of its file: the others go on.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from textrepair.edits import Edit, Patch
from textrepair.errors import ConfigurationError, InputError, OutputError, TextRepairError
from textrepair.formats.atomic import reason_of, replacing
from textrepair.formats.blocks import read_blocks
from textrepair.formats.plain import PlainText
from textrepair.workers import Lost, in_order

if TYPE_CHECKING:
    from textrepair.chain import Chain
    from textrepair.document import Failure

__all__ = [
    "DEFAULT_GLOB",
    "STANDARD_INPUT",
    "Discovery",
    "Found",
    "Job",
    "Outcome",
    "describe_failure",
    "discover",
    "place_in_tree",
    "read_input",
    "run_jobs",
]

STANDARD_INPUT = "-"
DEFAULT_GLOB = "**/*.txt"

_TEMPORARY_ENDINGS = ("~", ".tmp", ".swp", ".bak", ".part")


@dataclass(frozen=True)
class Found:
    """An input.

    Attributes:
        path: where it is; None for standard input.
        place: where its result stands in a tree of results.
    """

    path: Path | None
    place: PurePath

    @property
    def name(self) -> str:
        """What messages call it: the path as it was given."""
        return STANDARD_INPUT if self.path is None else str(self.path)


@dataclass
class Discovery:
    """The inputs found, in a stable order, and what could not be looked into."""

    files: list[Found] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)


@dataclass(frozen=True)
class Job:
    """One input and what to do with it.

    Attributes:
        name: what messages call it.
        source: the file; None for standard input.
        target: the file that the result is written to; None: the result is kept in the outcome.
        encoding: of the input, or ``auto``.
        dry: nothing is written or kept, only the edits are wanted.
    """

    name: str
    source: Path | None
    target: Path | None = None
    encoding: str = "utf-8"
    dry: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one job, or of one block of a large input.

    Attributes:
        name: the job's.
        source: the text as it stood, line ends included, without the byte-order mark.
        patch: the edits, in offsets of ``source``.
        kept_back: changes that were considered and not made, in offsets of ``source``.
        output: the bytes of the result, where the job has no target and is not dry.
        failures: what repairers raised, as lines for a person.
        error: why there is no result; the input and what stood at the target are untouched.
        seconds: how long the repair took.
        start: where the block stands in the input, in code points; edits count from there.
        lines: how many line feeds stand before the block, in the input and in the result.
        more: further blocks of the same input follow.
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

    @property
    def changed(self) -> bool:
        """Whether any edit was made."""
        return bool(self.patch)


def discover(paths: Iterable[str], glob: str = DEFAULT_GLOB, output: Path | None = None) -> Discovery:
    """Find the inputs that the paths stand for.

    A path to a file is taken as it is. Of a folder those files are taken whose path in it matches ``glob``,
    in the order of their names; hidden and temporary files are left, links to folders not followed.

    Args:
        paths: files, folders, or ``-`` for standard input. What is named twice is taken once.
        glob: as for :meth:`pathlib.Path.glob`: ``**`` stands for any number of folders.
        output: the folder of results, which is never walked into.
    """
    if not glob or glob.startswith("/"):
        raise ConfigurationError(f"--glob: ‘{glob}’ is no pattern for paths within a folder; try '**/*.txt'")
    pattern = tuple(PurePath(glob).parts)
    result = Discovery()
    seen: set[str] = set()
    for given in paths:
        path = Path(given)
        if given == STANDARD_INPUT:
            found = [Found(None, PurePath(STANDARD_INPUT))]
        elif path.is_dir():
            found = list(_walk(path, pattern, output, result.errors))
            if not found:
                result.errors.append(InputError(f"{path}: no file in it matches ‘{glob}’; say which with --glob"))
        else:
            found = [Found(path, PurePath(path.name))]
        for entry in found:
            key = STANDARD_INPUT if entry.path is None else os.path.abspath(entry.path)  # noqa: PTH100 - a link is not its target
            if key not in seen:
                seen.add(key)
                result.files.append(entry)
    return result


def _walk(root: Path, pattern: tuple[str, ...], output: Path | None, errors: list[InputError]) -> Iterator[Found]:
    def refused(error: OSError) -> None:
        errors.append(InputError(f"{error.filename}: cannot be looked into: {reason_of(error)}"))

    avoided = None if output is None else os.path.realpath(output)
    for folder, folders, names in os.walk(root, onerror=refused):
        # In place: this is what os.walk goes by.
        folders[:] = sorted(
            name
            for name in folders
            if not _passed_over(name) and os.path.realpath(os.path.join(folder, name)) != avoided  # noqa: PTH118
        )
        for name in sorted(names):
            path = Path(folder, name)
            place = path.relative_to(root)
            if not _passed_over(name) and _matches(place.parts, pattern) and not _is_device(path):
                yield Found(path, place)


def _passed_over(name: str) -> bool:
    """Whether a name is that of a hidden or temporary file."""
    return name.startswith((".", "#")) or name.endswith(_TEMPORARY_ENDINGS)


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[k:], pattern[1:]) for k in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _is_device(path: Path) -> bool:
    """Whether reading might wait for ever. What cannot be looked at is left to the reading to report."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def place_in_tree(files: Iterable[Found], output: Path) -> dict[Found, Path]:
    """Say where under ``output`` the result of each input goes: the tree of its folder is kept.

    Raises:
        OutputError: two results would have one place, one would take the place of its input, or standard
            input has no name.
    """
    targets: dict[Found, Path] = {}
    taken: dict[Path, Found] = {}
    for found in files:
        if found.path is None:
            raise OutputError("standard input has no name that its result could have in a folder: leave out -o")
        target = output / found.place
        if target in taken:
            raise OutputError(
                f"{found.path} and {taken[target].path} would both become {target}; repair them in two runs"
            )
        if os.path.realpath(target) == os.path.realpath(found.path):
            raise OutputError(f"{target}: the result would take the place of the input; if so meant, say --in-place")
        taken[target] = found
        targets[found] = target
    return targets


def run_jobs(jobs: Sequence[Job], chain: Chain, processes: int = 1) -> Generator[Outcome, None, None]:
    """Yield what becomes of each job, in the order of the jobs; trouble with an input becomes part of its outcome.

    A large input has an outcome for each block, the last of which is yielded once the result is written. What comes of
    it does not depend on the number of processes: they repair texts, this one reads and writes.

    Args:
        jobs: what to do.
        chain: what repairs.
        processes: how many repair at the same time, at the most; 1: this one does.
    """
    abandoned: dict[Job, TextRepairError] = {}
    if processes > 1 and _build_on_each_other(jobs):
        processes = 1
    with (
        closing(_read_all(jobs, abandoned)) as parts,
        closing(in_order(partial(_repair, chain), parts, _size, processes)) as results,
    ):
        for job in jobs:
            of_job = _up_to_last(results)
            try:
                yield from _write(job, of_job)
            except TextRepairError as error:
                abandoned[job] = error
                for _ in of_job:
                    pass
                yield Outcome(job.name, error=error)


def _build_on_each_other(jobs: Iterable[Job]) -> bool:
    """Whether the result of one job is the input of another, by a link: it must be written before it is read."""
    sources = Counter(os.path.realpath(job.source) for job in jobs if job.source is not None)
    return any(
        job.target is not None and sources[os.path.realpath(job.target)] > (job.target == job.source) for job in jobs
    )


@dataclass(frozen=True)
class _Part:
    """A block of an input, or why there is none; and whether it is the last one."""

    content: PlainText | TextRepairError
    last: bool


class _Made(NamedTuple):
    """What a chain made of a block, in offsets of its source."""

    patch: Patch
    kept_back: tuple[Edit, ...]
    failures: tuple[str, ...]
    seconds: float


_Results = Iterator[tuple[_Part, _Made | TextRepairError | Lost]]


def _read_all(jobs: Iterable[Job], abandoned: Mapping[Job, TextRepairError]) -> Generator[_Part, None, None]:
    """Yield the blocks of all inputs; those of a job that is abandoned meanwhile are not read to the end."""
    for job in jobs:
        try:
            with _opened(job) as stream:
                blocks = read_blocks(stream, job.encoding, job.name)
                waiting = next(blocks)
                for plain in blocks:
                    yield _Part(waiting, last=False)
                    if job in abandoned:
                        break
                    waiting = plain
        except TextRepairError as error:
            yield _Part(error, last=True)
        else:
            yield _Part(abandoned.get(job, waiting), last=True)


def _size(part: _Part) -> int:
    return len(part.content.source) if isinstance(part.content, PlainText) else 0


def _repair(chain: Chain, part: _Part) -> _Made | TextRepairError:
    """Repair a block, in whichever process."""
    plain = part.content
    if isinstance(plain, TextRepairError):
        return plain
    started = time.perf_counter()
    try:
        repair = chain.repair(plain.text)
    except TextRepairError as error:  # a damaged pack, say
        return error
    patch = plain.in_source(repair.patch)
    failures = tuple(describe_failure(failure, plain) for failure in repair.failures)
    kept_back = tuple(map(plain.edit_in_source, repair.kept_back))
    return _Made(patch, kept_back, failures, time.perf_counter() - started)


def _up_to_last(results: _Results) -> _Results:
    """Yield the results of one job."""
    for part, made in results:
        yield part, made
        if part.last:
            return


def _write(job: Job, results: _Results) -> Iterator[Outcome]:
    """Write what was made of an input, and yield its outcomes."""
    part, made = next(results)
    if not part.last:
        yield from _write_blocks(job, itertools.chain([(part, made)], results))
        return
    outcome, result = _outcome(job, part, made)
    if not job.dry:
        if job.target is None:
            outcome = replace(outcome, output=result)
        # An untouched file is not written again: its date stays, and so do its hard links.
        elif job.target != job.source or outcome.changed:
            with _written(job, job.target) as target:
                target.write(result)
    yield outcome


def _outcome(job: Job, part: _Part, made: _Made | TextRepairError | Lost) -> tuple[Outcome, bytes]:
    """Return what became of a block and the bytes to write, none if the job is dry."""
    if isinstance(made, TextRepairError):
        raise made
    if isinstance(made, Lost):
        raise OutputError(
            f"{job.name}: cannot be repaired: the process at work on it ended {made.reason}, and so did a second one; "
            "it is as it was"
        )
    plain = part.content
    assert isinstance(plain, PlainText)
    result = b"" if job.dry else plain.encode(made.patch.apply(plain.source))
    return Outcome(
        plain.name,
        plain.source,
        made.patch,
        made.kept_back,
        failures=made.failures,
        seconds=made.seconds,
        start=plain.start,
    ), result


class _UnchangedError(Exception):
    """Leads out of the writing of a result that is the same as its input."""


def _write_blocks(job: Job, results: _Results) -> Iterator[Outcome]:
    """Write one block after the other; each is told of when the next is there, and the last when all is written."""
    waiting: Outcome | None = None
    changed = False
    lines = gained = 0
    target = None if job.dry else job.target
    with suppress(_UnchangedError), nullcontext() if target is None else _written(job, target) as stream:
        for part, made in results:
            if waiting is not None:
                yield waiting
            outcome, result = _outcome(job, part, made)
            if stream is not None:
                stream.write(result)
            changed = changed or outcome.changed
            waiting = replace(
                outcome,
                output=result if job.target is None and not job.dry else None,
                lines=(lines, lines + gained),
                more=True,
            )
            lines += outcome.source.count("\n")
            gained += sum(
                edit.replacement.count("\n") - outcome.source.count("\n", edit.start, edit.end)
                for edit in outcome.patch
            )
        if stream is not None and target == job.source and not changed:
            raise _UnchangedError
    if waiting is not None:
        yield replace(waiting, more=False)


def describe_failure(failure: Failure, plain: PlainText) -> str:
    """Return a line for a person about a repairer that raised while it looked at a file."""
    if failure.repairer == "chain":
        return f"{plain.name}: {failure.error}"
    near = f" near offset {plain.start + plain.offset(failure.position)}" if failure.position >= 0 else ""
    return f"{plain.name}: the repairer ‘{failure.repairer}’ failed{near} and was left out: {failure.error}"


def read_input(name: str, path: Path | None) -> bytes:
    """Return the bytes of an input.

    Args:
        name: what messages call it.
        path: where it is; None for standard input.

    Raises:
        InputError: the system refuses.
    """
    try:
        return sys.stdin.buffer.read() if path is None else path.read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {reason_of(error)}") from error
    except ValueError as error:  # a path with a NUL byte in it
        raise InputError(f"{name!r}: cannot be read: {error}") from error


@contextmanager
def _opened(job: Job) -> Iterator[BinaryIO]:
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


@contextmanager
def _written(job: Job, target: Path) -> Iterator[BinaryIO]:
    """Open where the result goes; it is there whole when the block ends without an error."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        # mkdir says of a file in the way that it exists, which helps nobody.
        reason = "it is not a folder" if error.errno in (errno.EEXIST, errno.ENOTDIR) else reason_of(error)
        raise OutputError(f"{target.parent}: cannot be made: {reason}") from error
    with replacing(target, like=job.source) as stream:
        yield stream
