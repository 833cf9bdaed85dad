"""A run of ``textrepair fix``: its inputs, where their results go, and what must not collide."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from textrepair.errors import ConfigurationError, InputError, OutputError, TextRepairError
from textrepair.formats.registry import form_of, is_page, patterns_of
from textrepair.named_files import is_folder
from textrepair.runs.bounds import JOURNAL_FOLDER, refuse_links
from textrepair.runs.discovery import find, placed, same_place
from textrepair.runs.job import Job, status_of
from textrepair.runs.remote import RemoteFile, is_remote

__all__ = ["Inputs", "output_at"]

KEPT = ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "lock", "tmp", "errors.jsonl", "summary.json")
"""What a run keeps in that folder."""


def output_at(place: str | None) -> Path | RemoteFile | None:
    """Return the folder of results: here, or at an address."""
    if place is None:
        return None
    return RemoteFile(place) if is_remote(place) else Path(place)


@dataclass(frozen=True)
class Inputs:
    """What a run repairs, and how.

    Attributes:
        paths: files, folders, addresses, or ``-`` for standard input.
        glob: which files of a folder are taken; None: those of the format.
        form: the format of all files; None: what their names say.
        fields: names of the texts in formats with records.
        encoding: of the files.
        output: the folder of results.
        in_place: whether results take the place of the inputs.
        dry: nothing is written.
        keep_original: in pages of OCR engines, words that are changed are kept as alternatives.
        together: the files of a folder are one document.
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
            job = Job(one.name, one.path, one.path if self.in_place else target, self.encoding, self.dry, group=group)
            try:
                yield replace(
                    job,
                    form=form_of(one.name, self.form, self.fields, keep_original=self.keep_original),
                    scratch=scratch,
                )
            except ConfigurationError as error:
                yield replace(job, error=error)

    def sizes(self) -> Iterator[int]:
        """Yield the sizes of the inputs, in bytes; none of those far away, where asking costs too much."""
        if not any(map(is_remote, self.paths)):
            for job in self.jobs():
                try:
                    status = status_of(job)
                except InputError:
                    status = None
                yield 0 if status is None else status.size

    def refuse_collisions(self, accounts: Mapping[str, str]) -> None:
        """Refuse results in the place of each other or of an input, and lists of edits in the place of a text.

        Args:
            accounts: by option, the files of lists.

        Raises:
            OutputError: there is one; nothing has been written.
        """
        folders = [Path(path) for path in self.paths if not is_remote(path) and is_folder(path)]
        if any(same_place(folder, self.output) for folder in folders):
            raise OutputError(
                f"{self.output}: the results would take the place of the inputs; if so meant, say --in-place"
            )
        places = {os.path.realpath(place): f"{option} {place}" for option, place in accounts.items()}
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
