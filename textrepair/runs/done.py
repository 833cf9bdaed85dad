"""Whether a result stands in its place, made of the input as it is now, as a journal took note of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from textrepair.errors import InputError
from textrepair.runs.digests import digest_of
from textrepair.runs.job import Job, Status, status_of

__all__ = ["Noted", "is_same", "status_of_result"]


class Noted(NamedTuple):
    """What a journal says of a file that was done: its status, that of its result, and the digest of the result."""

    size: int | None
    version: str | None
    written: int | None
    written_version: str | None
    result_sha256: str | None


def is_same(job: Job, noted: Noted) -> bool:
    """Whether an input and its result are what they were when the journal took note of them.

    A result that was written to since, or copied, is read: it is the same if its digest is.
    """
    try:
        if tuple(status_of(job) or ()) != (noted.size, noted.version):
            return False
    except InputError:
        return False
    found = status_of_result(job)
    if found is None:
        return noted.written is None
    if found.size != noted.written:
        return False
    if noted.written_version is None or found.version == noted.written_version:
        return True
    assert isinstance(job.target, Path)
    try:
        with job.target.open("rb") as stream:
            return bool(noted.result_sha256) and digest_of(stream, job.form, job.name) == noted.result_sha256
    except (OSError, InputError):
        return False


def status_of_result(job: Job) -> Status | None:
    """Return the size of a result and what tells it from another one; None if it is not there, or far away."""
    if isinstance(job.target, Path):
        with suppress(OSError):
            found = job.target.stat()
            # The second date changes with the first, and nobody can set it.
            return Status(found.st_size, f"{found.st_mtime_ns} {found.st_ctime_ns}")
    return None
