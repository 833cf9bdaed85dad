"""A run of ``textrepair fix``: its inputs, where their results go, and what must not collide."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from textrepair.errors import ConfigurationError, InputError, OutputError, TextRepairError
from textrepair.files.named import is_folder
from textrepair.formats.pages.mets import is_mets
from textrepair.formats.registry import Form, form_of, is_page, patterns_of
from textrepair.runs.bounds import JOURNAL_FOLDER, refuse_links
from textrepair.runs.discovery import find, placed, same_place
from textrepair.runs.job import Job, status_of
from textrepair.runs.remote import RemoteFile, is_remote, is_remote_folder

__all__ = ["Inputs", "Output", "output_at", "refuse_file", "stands_for_several"]

KEPT = ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "lock", "tmp", "errors.jsonl", "summary.json")
"""What a run keeps in that folder."""


class Output(NamedTuple):
    """Where ``-o`` says that results go: nowhere, to a folder, or the one result to a file.

    Attributes:
        folder: the folder of results, here or at an address.
        file: the file of the one result.
    """

    folder: Path | RemoteFile | None = None
    file: Path | RemoteFile | None = None


def output_at(place: str | None, paths: Sequence[str]) -> Output:
    """Return what a place for results means: a file if there is one input, itself a file, and the place is no folder.

    Args:
        place: as it was given; one that ends in a slash is a folder.
        paths: the inputs.

    Raises:
        InputError: an address cannot be looked into.

    >>> output_at("out", ["a.txt"]).file, output_at("out/", ["a.txt"]).file, output_at("out", ["a", "b"]).file
    (PosixPath('out'), None, None)
    """
    if place is None:
        return Output()
    where = RemoteFile(place) if is_remote(place) else Path(place)
    several = len(paths) != 1 or stands_for_several(paths[0])
    if several or place.endswith(("/", os.sep)) or _is_any_folder(place):
        return Output(folder=where)
    return Output(file=where)


def stands_for_several(path: str) -> bool:
    """Whether a path may stand for several files: a folder, a pattern of addresses, or a METS file.

    Raises:
        InputError: an address cannot be looked into.
    """
    return is_remote_folder(path) if is_remote(path) else is_folder(path) or is_mets(path)


def _is_any_folder(place: str) -> bool:
    return is_remote_folder(place, pattern=False) if is_remote(place) else is_folder(place)


@dataclass(frozen=True)
class Inputs:
    """What a run repairs, and how.

    Attributes:
        paths: files, folders, addresses, or ``-`` for standard input.
        glob: which files of a folder are taken; None: those of the format.
        form: the format of all files; None: what their names say.
        fields: names of the texts in formats with records.
        encoding: of the files.
        output_encoding: the codec of the results; None: that of each input.
        output: the folder of results.
        in_place: whether results take the place of the inputs.
        dry: nothing is written.
        keep_original: in pages of OCR engines, words that are changed are kept as alternatives.
        together: the files of a folder are one document.
        file: the file of the result, where there is one input that is a file.
    """

    paths: tuple[str, ...]
    glob: str | None = None
    form: str | None = None
    fields: tuple[str, ...] = ()
    encoding: str = "utf-8"
    output: Path | RemoteFile | None = None
    in_place: bool = False
    dry: bool = False
    keep_original: bool = False
    together: bool = False
    file: Path | RemoteFile | None = None
    output_encoding: str | None = None

    def journal_folder(self, named: Path | None) -> Path | None:
        """Return where the journal of the run stands, if it has one.

        Args:
            named: the folder that was asked for.

        Raises:
            ConfigurationError: the results are far away, and none was named.
            OutputError: it, or a file in it, is a link.
        """
        if named is None and self.output is None:
            return None
        if named is None and isinstance(self.output, RemoteFile):
            raise ConfigurationError(f"{self.output}: name a folder here for the journal of the run: --journal DIR")
        folder = named
        if folder is None:
            assert isinstance(self.output, Path)
            folder = self.output / JOURNAL_FOLDER
            refuse_links([folder], self.output)
        refuse_links((folder / name for name in KEPT), folder)
        return folder

    def jobs(self, scratch: Path | None = None) -> Iterator[Job]:
        """Yield what is to be done, in the order of the inputs; what could not be looked into is a job with an error.

        Args:
            scratch: a folder for what is not finished.

        Raises:
            ConfigurationError: the glob is none.
            OutputError: two results would have one place.
        """
        globs = (self.glob,) if self.glob is not None else patterns_of(self.form)
        output = self.output if isinstance(self.output, Path) else None
        # If nothing is said, pages of OCR engines are taken too, which only their content tells.
        found = find(self.paths, globs, output, is_page if self.glob is None and self.form is None else None)
        places = placed(found, self.output) if self.output is not None else ((one, None) for one in found)
        for entry in places:
            if isinstance(entry, TextRepairError):
                yield Job("", None, error=entry)
                continue
            one, target = entry
            if isinstance(one, InputError):
                yield Job("", None, error=one)
                continue
            group = one.document
            if group is None and self.together and isinstance(one.path, Path):
                group = str(one.path.parent)
            target = self.file or target
            job = Job(one.name, one.path, one.path if self.in_place else target, self.encoding, self.dry, group=group)
            try:
                form = form_of(one.name, self.form, self.fields, keep_original=self.keep_original)
            except ConfigurationError as error:
                yield replace(job, error=error)
                continue
            if self.file is not None:
                refuse_file(self.file, job, form)
            yield replace(job, form=form, scratch=scratch, output_encoding=self.output_encoding)

    def sizes(self) -> Iterator[int]:
        """Yield the sizes of the inputs, in bytes; none of those far away, where asking costs too much."""
        if not any(map(is_remote, self.paths)):
            for job in self.jobs():
                try:
                    status = status_of(job)
                except InputError:
                    status = None
                yield 0 if status is None else status.size

    def refuse_collisions(self, lists: Mapping[str, str]) -> None:
        """Refuse results in the place of each other or of an input, and lists of edits in the place of a text.

        Args:
            lists: by option, the files of edit lists.

        Raises:
            OutputError: there is one; nothing has been written.
        """
        folders = [Path(path) for path in self.paths if not is_remote(path) and is_folder(path)]
        if any(same_place(folder, self.output) for folder in folders):
            raise OutputError(
                f"{self.output}: the results would take the place of the inputs; if so meant, say --in-place"
            )
        places = {os.path.realpath(place): f"{option} {place}" for option, place in lists.items()}
        if not self._may_collide(folders, places):
            return
        for job in self.jobs():
            for path in (job.source, job.target):
                said = places.get(os.path.realpath(path)) if places and isinstance(path, Path) else None
                if said is not None:
                    raise OutputError(f"{said} would be written over that text; give another name")

    def _may_collide(self, folders: list[Path], places: Iterable[str]) -> bool:
        """Whether going through all files beforehand can find anything: a million of them take a while."""
        if len(self.paths) > 1 or len(folders) != 1:
            return True
        roots = [*folders, *([self.output] if isinstance(self.output, Path) else [])]
        return any(Path(place).is_relative_to(os.path.realpath(root)) for place in places for root in roots)


def refuse_file(file: Path | RemoteFile, job: Job, form: Form) -> None:
    """Refuse a file for a result that is its input, or whose name says another compression or kind of table.

    Args:
        file: where the result goes.
        job: its input.
        form: the form of both.

    Raises:
        OutputError: it is refused.
    """
    if same_place(file, job.source):
        raise OutputError(f"{file}: the result would take the place of the input; if so meant, say --in-place")
    try:
        said = form_of(str(file))
    except ConfigurationError as error:
        raise OutputError(str(error)) from error
    either_table = form.seeks or said.seeks
    if said.compression == form.compression and (said.kind == form.kind or not either_table):
        return
    what = f"{form.kind}, compressed as .{form.compression}" if form.compression else form.kind
    raise OutputError(
        f"{file}: the result has the format and the compression of its input ({what}): give it a name that says the "
        f"same, or say -o {file}/ for a folder"
    )
