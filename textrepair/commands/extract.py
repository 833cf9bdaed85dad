"""The command ``textrepair extract``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from textrepair.commands import options
from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.terminal import say, write_data
from textrepair.errors import InputError, OutputError, TextRepairError

if TYPE_CHECKING:
    from textrepair.formats.reading import FileText, Reading
    from textrepair.runs.job import Job

__all__ = ["extract"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=str))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(readable=False, path_type=Path),
    help="Write a .txt for each file here.",
)
@click.option(
    "--map",
    "places",
    metavar="FILE",
    type=click.Path(readable=False, path_type=Path),
    help="Write which word stands where in the text here, as lines of JSON.",
)
@click.option("--glob", help="Which files of a folder are read. [texts and pages, or those of --format]")
@options.reading()
@click.pass_context
def extract(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path | None,
    places: Path | None,
    glob: str | None,
    reading: Reading,
) -> None:
    """Give the plain text of files in any format; that of ALTO, hOCR and PAGE in reading order.

    It is the text that `textrepair fix` repairs: of a page or a text, offsets in its lists of edits are offsets in it.
    The texts of records follow one another with an empty line between. A line of --map has the file, and `start` and
    `end` in its text: of a page for each word, with its `id`, and its `box`, `confidence` and `alternatives` if the
    file has them; of other files for each text, with its `record` and `field`.

    \b
      textrepair extract page.xml > page.txt
      textrepair extract --format alto pages/ -o texts/ --map words.jsonl
    """  # noqa: D301 - click wants the backspace character itself
    from textrepair.formats.atomic import replacing
    from textrepair.runs.inputs import Inputs

    inputs = Inputs(paths, glob, reading.form, reading.fields, reading.encoding, output)
    codes: set[ExitCode] = set()

    def tell(error: TextRepairError) -> None:
        say(str(error))
        codes.add(exit_code_for(error))

    with ExitStack() as stack:
        listed: BinaryIO | None = None if places is None else stack.enter_context(replacing(places))
        for job in inputs.jobs():
            try:
                if job.error is not None:
                    raise job.error
                with _written(job, output) as write:
                    for text, lines in _extracted(job, reading, tell):
                        write(text.encode("utf-8", "backslashreplace"))
                        if listed is not None:
                            listed.writelines(lines)
            except TextRepairError as error:
                tell(error)
    ctx.exit(max(codes, default=ExitCode.OK))


@contextmanager
def _written(job: Job, output: Path | None) -> Iterator[Callable[[bytes], object]]:
    """Yield what writes the text of a file: to its place in the folder of results, or to standard output."""
    from textrepair.runs.bounds import Bounds
    from textrepair.runs.job import opened_for_writing

    if job.target is None:
        yield write_data
        return
    if not isinstance(job.target, Path):
        raise InputError(f"{job.target}: texts are only written to folders here; name one with -o")
    target = job.target.with_name(f"{job.target.name}.txt")
    if output is not None and Bounds(output).leads_out(target):
        raise OutputError(f"{target}: a link leads out of {output}: remove the link")
    with opened_for_writing(job, target) as stream:
        yield stream.write


def _extracted(
    job: Job, reading: Reading, tell: Callable[[TextRepairError], None]
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the texts of a file, as they stand in the result, and lines of JSON about what is in each.

    Args:
        job: the file.
        reading: how it is read.
        tell: is given the error of a record that cannot be read.
    """
    from textrepair.formats.reading import read_texts

    position = 0
    for given in read_texts(job.name, job.source, job.form, job.encoding, reading.insist):
        if isinstance(given, TextRepairError):
            tell(given)
            continue
        text = given.plain.source
        start = position
        if given.record is not None:
            blank = "\n" if position else ""
            start += len(blank)
            text = blank + text + ("" if text.endswith("\n") else "\n")
        position += len(text)
        yield text, _lines(job.name, given, start)


def _lines(file: str, given: FileText, start: int) -> Iterator[bytes]:
    """Yield lines of JSON about the words of a page, or about a text of another file.

    Args:
        file: its name.
        given: the text.
        start: where it stands in what is extracted from the file.
    """
    from textrepair.formats.pages.files import PageFile

    if isinstance(given.unit, PageFile):
        for word in given.unit.layout.words():
            told: dict[str, object] = {"file": file, "start": word.start, "end": word.end, "id": word.id}
            if word.box is not None:
                told["box"] = list(word.box)
            if word.confidence is not None:
                told["confidence"] = round(word.confidence, 4)
            if word.alternatives:
                told["alternatives"] = list(word.alternatives)
            yield _line(told)
    else:
        place = {} if given.record is None else {"record": given.record, "field": given.field}
        yield _line({"file": file, "start": start, "end": start + len(given.plain.source), **place})


def _line(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
