"""The options of ``textrepair fix``, and which of them contradict each other."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textrepair.commands import names
from textrepair.commands.options import option

if TYPE_CHECKING:
    from textrepair.runs.inputs import Output

__all__ = ["STANDARD_STREAM", "InputOptions", "ResultOptions", "RunOptions", "refuse_contradictions"]

STANDARD_STREAM = "-"
_PLACE = click.Path(readable=False, path_type=str)


@dataclass(frozen=True)
class ResultOptions:
    """Where the results go, and what is told of the edits."""

    output: str | None = option(
        "-o",
        "--output",
        metavar="PLACE",
        type=_PLACE,
        help="Write the result of one file to the file PLACE; those of several, or of a folder, to the folder PLACE/.",
    )
    resume: bool = option(
        "--resume", is_flag=True, help="Go on with the run whose results are in DIR; do what is new or changed."
    )
    journal: Path | None = option(
        "--journal",
        metavar="DIR",
        type=click.Path(readable=False, path_type=Path),
        help="Keep the journal of the run here. [.textrepair in the folder of -o]",
    )
    in_place: bool = option("--in-place", is_flag=True, help="Write each result over its input.")
    keep_original: bool = option(
        "--keep-original", is_flag=True, help="In ALTO, hOCR and PAGE, keep changed words as alternatives."
    )
    on_error: str = option(
        "--on-error",
        type=click.Choice(["keep", "skip", "stop"]),
        default="keep",
        show_default=True,
        help="What cannot be repaired is written as it stands, left out, or ends the run.",
    )
    dry_run: bool = option(
        "-n", "--dry-run", is_flag=True, help="Write nothing; print the edits, one JSON object a line, as --edits does."
    )
    check: bool = option(
        "--check", is_flag=True, help="Write nothing; name the files that would change and exit with 1 if any."
    )
    diff: bool = option("--diff", is_flag=True, help="Show what changes as a unified diff instead of the result.")
    edits: str | None = option(
        "--edits",
        metavar="FILE",
        type=_PLACE,
        help="Write every edit here: lines of JSON, .parquet, or a folder; - for standard output.",
    )
    suggest: str | None = option(
        "--suggest",
        metavar="FILE",
        type=_PLACE,
        help="Write every change that was considered and not made here, as --edits does; - for standard output.",
    )

    @property
    def dry(self) -> bool:
        """Whether no result is written or shown."""
        return self.dry_run or self.check or (self.diff and not self.to_files)

    @property
    def to_files(self) -> bool:
        """Whether results go to files."""
        return self.in_place or self.output is not None

    @property
    def lists(self) -> dict[str, str]:
        """Where lists of edits are written, by what they hold; not those that go to standard output."""
        places = {"edits": self.edits, "suggestions": self.suggest}
        return {kind: place for kind, place in places.items() if place not in (None, STANDARD_STREAM)}


@dataclass(frozen=True)
class InputOptions:
    """Which files are repaired, and how they are read."""

    glob: str | None = option(
        "--glob", help="Which files of a folder are repaired. [texts and pages of OCR engines, or those of --format]"
    )
    form: str | None = option(
        "--format",
        metavar="NAME",
        help="text, jsonl, csv, tsv, parquet, arrow, alto, hocr or page. [by name or content]",
        shell_complete=names.formats,
    )
    fields: tuple[str, ...] = option(
        "--field", multiple=True, metavar="NAME", help="Field or column with texts to repair. [text]"
    )
    together: bool = option("--together", is_flag=True, help="The files of a folder are pages of one document.")
    encoding: str = option(
        "--encoding",
        default="utf-8",
        show_default=True,
        help="Encoding of the files, or auto to detect it.",
        shell_complete=names.encodings,
    )
    output_encoding: str | None = option(
        "--output-encoding",
        metavar="NAME",
        help="Encoding of results in text, csv and tsv. [that of each input]",
        shell_complete=names.encodings,
    )


@dataclass(frozen=True)
class RunOptions:
    """Where the work is done, and what is told of it."""

    jobs: int | None = option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        metavar="NUMBER",
        help="Repair in so many processes. [as many as there are cores to use]",
    )
    engine: str = option(
        "--engine",
        type=click.Choice(["local", "dask"]),
        default="local",
        show_default=True,
        help="Repair in processes here, or in those of a Dask cluster.",
    )
    scheduler: str | None = option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster. [one is started here]")
    quiet: bool = option("-q", "--quiet", is_flag=True, help="No summary and no progress bar; errors are still told.")


def refuse_contradictions(
    paths: tuple[str, ...], output: Output, results: ResultOptions, given: InputOptions, run: RunOptions
) -> None:
    """Refuse what cannot be meant, before anything is read.

    Args:
        paths: the inputs.
        output: what -o means for them.
        results, given, run: the options.

    Raises:
        UsageError: two options, or an option and the inputs, do not go together.
    """
    if results.in_place and results.output is not None:
        raise click.UsageError("-o and --in-place say two places for the results; leave out one")
    if results.check and results.to_files:
        raise click.UsageError("--check writes nothing: leave out -o or --in-place, or --check")
    if STANDARD_STREAM in paths and (results.in_place or output.folder is not None):
        raise click.UsageError("standard input has no name to write to: say -o FILE, or leave out -o and --in-place")
    if not (results.to_files or results.dry):
        _refuse_several(paths)
    if results.dry_run:
        _refuse_beside_dry_run(results)
    if given.output_encoding is not None:
        _refuse_conversion(results)
    _refuse_lists({"--edits": results.edits, "--suggest": results.suggest}, results)
    if output.folder is None and (results.resume or results.journal is not None):
        raise click.UsageError("--resume and --journal go with -o DIR/: only a folder of results has a journal")
    if run.scheduler is not None and run.engine != "dask":
        raise click.UsageError("--scheduler is the address of a Dask cluster: say --engine dask too")
    if run.scheduler is not None and run.jobs is not None:
        raise click.UsageError("--jobs is the number of processes here; how many a cluster has, is its own to say")


def _refuse_conversion(results: ResultOptions) -> None:
    """Refuse another encoding where there is no result, or where the input would be lost."""
    if results.in_place:
        # There is no journal: of a file without edits nothing would tell what its bytes were.
        raise click.UsageError("--output-encoding with --in-place could not be undone: say -o PLACE")
    if results.check or (results.diff and not results.to_files):
        raise click.UsageError("--check and --diff write no results: leave out --output-encoding")


def _refuse_beside_dry_run(results: ResultOptions) -> None:
    """Refuse what would write beside a dry run, or to standard output beside its edits."""
    if results.check or results.diff:
        other = "--check prints names and ends with 1" if results.check else "--diff prints a diff"
        raise click.UsageError(f"--dry-run prints the edits, {other}: say one of them")
    if results.edits not in (None, STANDARD_STREAM) or results.suggest is not None:
        raise click.UsageError("--dry-run writes no lists, and prints the edits: leave out --edits and --suggest")
    if results.resume or results.journal is not None:
        raise click.UsageError("--dry-run keeps no journal: leave out --resume and --journal")


def _refuse_several(paths: tuple[str, ...]) -> None:
    """Refuse inputs whose results cannot all go to standard output."""
    from textrepair.files.named import is_folder
    from textrepair.formats.pages.mets import is_mets

    folder = next((path for path in paths if path != STANDARD_STREAM and is_folder(path)), None)
    mets = next((path for path in paths if is_mets(path)), None)
    if folder is None and mets is None and len(paths) == 1:
        return
    what = "several files cannot go to standard output"
    what = f"{mets} names the files of a document" if mets is not None else what
    what = f"{folder} is a folder" if folder is not None else what
    raise click.UsageError(f"{what}: say -o DIR or --in-place, or only look with --dry-run, --check or --diff")


def _refuse_lists(lists: Mapping[str, str | None], results: ResultOptions) -> None:
    """Refuse lists of edits that would mix with something else; ``lists`` has by option where each is written."""
    for flag, place in lists.items():
        if place == STANDARD_STREAM and (results.diff or results.check or not (results.to_files or results.dry_run)):
            raise click.UsageError(f"{flag} - leaves standard output to the edits: it needs -o or --in-place")
    places = [os.path.realpath(place) for place in lists.values() if place is not None]
    if len(set(places)) < len(places):
        raise click.UsageError(f"{' and '.join(lists)} say one place for two lists; give another name")
