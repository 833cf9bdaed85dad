"""What an undo restores: which result belongs to which edits, and where the input goes.

Neither a journal nor a list of edits is trusted: whatever places they name, nothing outside the folders that the user
named is read or written.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from textrepair.errors import InputError, OutputError, TextRepairError, described_exception
from textrepair.formats.registry import form_of
from textrepair.runs.bounds import JOURNAL_FOLDER, Bounds
from textrepair.runs.digests import NO_DIGESTS, Digests
from textrepair.runs.discovery import find
from textrepair.runs.edit_list_files import checked_edit
from textrepair.runs.edit_list_index import EditListIndex
from textrepair.runs.inputs import refuse_file
from textrepair.runs.job import Job
from textrepair.runs.journal_reading import Result, has_edits, is_journal, results_of
from textrepair.runs.restore import restored
from textrepair.runs.result_places import place_in, root_of

__all__ = ["Restoration", "restorations", "restore"]


@dataclass(frozen=True)
class Restoration:
    """A result from which the input is to be made again.

    Attributes:
        job: what is read and what is written.
        edits: the edits that led to the result, in order.
        digests: of the input and the result, as far as they are known.
        damage: why edits of it may be missing.
        error: why it cannot be.
    """

    job: Job
    edits: Iterator[dict[str, Any]] = field(default_factory=lambda: iter(()))
    digests: Digests = NO_DIGESTS
    damage: InputError | None = None
    error: TextRepairError | None = None


def restorations(
    paths: Iterable[str],
    *,
    edits: str | None,
    output: Path | None,
    file: Path | None = None,
    form: str | None = None,
    fields: tuple[str, ...] = (),
    encoding: str = "utf-8",
) -> Iterator[Restoration]:
    """Yield what is to be made again.

    Args:
        paths: folders of results with a journal in them, or files and folders that were repaired in place.
        edits: a list as --edits writes it; None: those in the journal.
        output: the folder where the inputs go; None: in the place of the results.
        file: where the input of the one result goes, if ``paths`` is one file.
        form, fields, encoding: as for the repair; a journal knows them.

    Yields:
        A restoration with an error where there is neither a journal nor a list, or a journal cannot be read.

    Raises:
        InputError: the list cannot be read.
    """
    given = list(paths)
    with contextlib.ExitStack() as stack:
        listed = None if edits is None else stack.enter_context(contextlib.closing(EditListIndex(edits)))
        if listed is not None and listed.damage is not None:
            yield Restoration(Job(str(edits), None), error=listed.damage)
        for path in given:
            if is_journal(Path(path, JOURNAL_FOLDER)):
                try:
                    yield from _of_journal(Path(path), listed, output)
                except InputError as error:  # the other paths have journals of their own
                    yield Restoration(Job(path, None), error=error)
                continue
            if listed is None:
                missing = InputError(f"{path}: there is no journal in it; name the list of its edits, with --edits")
                yield Restoration(Job(path, None), error=missing)
                continue
            is_alone = len(given) == 1
            for found in find([path], ("**/*",), output):
                if isinstance(found, InputError):
                    yield Restoration(Job(path, None), error=found)
                elif isinstance(found.path, Path):
                    target = file or (found.path if output is None else output / found.place)
                    chosen = form_of(found.name, form, fields)
                    job = Job(found.name, found.path, target, encoding, form=chosen)
                    yield _of_list(job, listed, output, file, is_alone=is_alone and found.path == Path(path))
        left = None if listed is None else listed.left()
        if left is not None:
            unasked = InputError(
                f"{edits}: it has edits of {left}, of which no result is here: name the results as they were named for "
                "the repair, or the folder with their journal"
            )
            yield Restoration(Job(str(edits), None), error=unasked)


def restore(restoration: Restoration) -> int:
    """Write one input as it was, and return how many edits were undone; :func:`textrepair.runs.restore.restored`.

    Raises:
        TextRepairError: it cannot be, and nothing was written.
    """
    if restoration.error is not None:
        raise restoration.error
    return restored(restoration.job, restoration.edits, restoration.digests, restoration.damage)


def _of_journal(folder: Path, listed: EditListIndex | None, output: Path | None) -> Iterator[Restoration]:
    """Yield what the journal in a folder of results leads to."""
    journal = folder / JOURNAL_FOLDER
    if listed is None and not has_edits(journal):
        raise InputError(f"{folder}: its journal has no edits; name the list that was written, with --edits")
    places = (result.place for result in results_of(journal) if isinstance(result, Result))
    root = root_of(places, folder)
    for result in results_of(journal):
        if isinstance(result, InputError):
            yield Restoration(Job(str(folder), None), error=result)
            continue
        source = place_in(folder, result.place, root)
        if source is None:
            error = InputError(
                f"{journal}: it names {result.place}, which is not in {folder}: name the folder that it is in"
            )
            yield Restoration(Job(str(result.place), None), error=error)
            continue
        if result.state != "done" and not os.path.exists(source):  # noqa: PTH110 - no name is too long for it
            continue  # it was left out, or not come to
        target = source if output is None else output / source.relative_to(folder)
        written = result.output_encoding if result.state == "done" else None  # what was passed on is as it was
        job = Job(str(source), source, target, result.encoding, form=result.form, output_encoding=written)
        made = _of_result(result, listed, job) if result.state == "done" else Restoration(job)
        yield _bounded(made, output, folder)


def _of_result(result: Result, listed: EditListIndex | None, job: Job) -> Restoration:
    if listed is None:
        return Restoration(job, _parsed(result.edits, job.name), result.digests)
    edits, digests = listed.of(result.name)
    return Restoration(job, edits, digests if result.digests == NO_DIGESTS else result.digests, listed.damage)


def _of_list(job: Job, listed: EditListIndex, output: Path | None, file: Path | None, *, is_alone: bool) -> Restoration:
    """Return what a list says of a file.

    Args:
        job: the file.
        listed: the list.
        output, file: as for :func:`restorations`.
        is_alone: it is the one file that the user named.
    """
    try:
        if file is not None:
            refuse_file(file, job, job.form)
        name = listed.name_of(job, is_alone=is_alone)
        if name is None and listed.converts:
            raise InputError(
                f"{job.name}: the run wrote its results in another encoding, and the list has no edits of this file: "
                "take the input itself, or undo with the journal of the run"
            )
        edits, digests = listed.of(name)
        encodings = None if name is None else listed.encodings_of(name)
        if encodings is not None:
            job = replace(job, encoding=encodings[0], output_encoding=encodings[1])
        return _bounded(Restoration(job, edits, digests, listed.damage), output)
    except (InputError, OutputError) as error:
        return Restoration(job, error=error)


def _parsed(lines: Iterable[bytes], name: str) -> Iterator[dict[str, Any]]:
    """Yield the edits that a journal has as lines of JSON."""
    try:
        for line in lines:
            yield checked_edit(json.loads(line))
    except (ValueError, RecursionError, sqlite3.Error, AttributeError, TypeError) as error:
        raise InputError(
            f"{name}: the journal is damaged where it tells of its edits ({described_exception(error)}); nothing is "
            "written: undo with the list that --edits wrote"
        ) from error


def _bounded(restoration: Restoration, output: Path | None, folder: Path | None = None) -> Restoration:
    """Return a restoration as it is, or as an error if it would read or write outside the folders named."""
    job = restoration.job
    assert isinstance(job.source, Path)
    assert isinstance(job.target, Path)
    for root, path in ((folder, job.source), (output, job.target)):
        if root is not None and Bounds(root).leads_out(path):
            error = InputError(f"{path}: a link leads out of {root}: remove the link, or name the file itself")
            return Restoration(job, error=error)
    return restoration
