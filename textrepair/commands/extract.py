"""The command ``textrepair extract``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.terminal import say, write_data
from textrepair.commands.verbosity import verbose
from textrepair.errors import InputError, OutputError, TextRepairError

if TYPE_CHECKING:
    from textrepair.runs.job import Job

__all__ = ["extract"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=str))
@click.option(
    "-o",
    "--output",
    metavar="PLACE",
    type=click.Path(readable=False, path_type=str),
    help="Write the text of one file to the file PLACE; a .txt for each of several to the folder PLACE/.",
)
@click.option(
    "--map",
    "places",
    metavar="FILE",
    type=click.Path(readable=False, path_type=Path),
    help="Write which word stands where in the text here, as lines of JSON.",
)
@click.option("--glob", help="Which files of a folder are read. [those of --format]")
@click.option("--format", "form", metavar="NAME", help="alto, hocr or page. [by content]")
@click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    help="Encoding of files that do not declare their own, or auto to detect it.",
)
@verbose
@click.pass_context
def extract(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: str | None,
    places: Path | None,
    glob: str | None,
    form: str | None,
    encoding: str,
) -> None:
    """Give the plain text of ALTO, hOCR and PAGE files, in reading order.

    It is the text that `textrepair fix` repairs: offsets in its lists of edits are offsets in it. A line of --map has
    the file, `start` and `end` in its text, the `id` of the word, and its `box`, `confidence` and `alternatives` if the
    file has them.

    \b
      textrepair extract page.xml > page.txt
      textrepair extract --format alto pages/ -o texts/ --map words.jsonl
    """  # noqa: D301 - click wants the backspace character itself
    from textrepair.formats.atomic import replacing
    from textrepair.formats.choice import form_of
    from textrepair.formats.plain import check_encoding
    from textrepair.runs.discovery import same_place
    from textrepair.runs.inputs import Inputs, output_at
    from textrepair.runs.job import opened_for_writing
    from textrepair.runs.remote import RemoteFile

    form_of("", form)
    folder, file = output_at(output, paths)
    if isinstance(folder, RemoteFile) or isinstance(file, RemoteFile):
        raise click.UsageError(f"{output}: texts are written to files here: name a place that is no address")
    inputs = Inputs(paths, glob, form, output=folder, encoding=check_encoding(encoding))
    codes: set[ExitCode] = set()
    with ExitStack() as stack:
        listed: BinaryIO | None = None if places is None else stack.enter_context(replacing(places))
        for job in inputs.jobs():
            try:
                if job.error is not None:
                    raise job.error
                text, lines = _extracted(job)
                target = file or _text_file(job, folder)
                if target is not None:
                    if same_place(target, job.source):
                        raise OutputError(f"{target}: the text would take the place of the page; give another name")
                    with opened_for_writing(job, target) as stream:
                        stream.write(text.encode("utf-8", "backslashreplace"))
                else:
                    write_data(text.encode("utf-8", "backslashreplace"))
                if listed is not None:
                    listed.writelines(lines)
            except TextRepairError as error:
                say(str(error))
                codes.add(exit_code_for(error))
    ctx.exit(max(codes, default=ExitCode.OK))


def _text_file(job: Job, folder: Path | None) -> Path | None:
    """Return the file for a text in a folder of texts, if there is one.

    Raises:
        OutputError: a link leads out of the folder.
    """
    from textrepair.runs.bounds import Bounds

    if folder is None:
        return None
    assert isinstance(job.target, Path)
    target = job.target.with_name(f"{job.target.name}.txt")
    if Bounds(folder).leads_out(target):
        raise OutputError(f"{target}: a link leads out of {folder}: remove the link")
    return target


def _extracted(job: Job) -> tuple[str, Iterator[bytes]]:
    """Return the text of a file, and lines of JSON about its words."""
    from textrepair.formats.page_files import PAGE_KINDS, read_layout
    from textrepair.runs.job import looked_into, opened_for_reading

    with opened_for_reading(job) as opened:
        stream, form = looked_into(opened, job)
        if form.kind not in PAGE_KINDS:
            raise InputError(f"{job.name}: it is neither ALTO nor hOCR nor PAGE by its content; see --format")
        _, layout = read_layout(stream, form.kind, job.name, job.encoding)

    def lines() -> Iterator[bytes]:
        for word in layout.words():
            told: dict[str, object] = {"file": job.name, "start": word.start, "end": word.end, "id": word.id}
            if word.box is not None:
                told["box"] = list(word.box)
            if word.confidence is not None:
                told["confidence"] = round(word.confidence, 4)
            if word.alternatives:
                told["alternatives"] = list(word.alternatives)
            yield json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"

    return layout.page.text, lines()
