"""The command ``textrepair assess``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textrepair.commands import names, options
from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.terminal import say, show, write_data, write_json
from textrepair.commands.verbosity import verbose
from textrepair.errors import TextRepairError
from textrepair.visible import visible

if TYPE_CHECKING:
    from textrepair.assess import Assessment
    from textrepair.formats.reading import Reading

__all__ = ["assess"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option("--glob", help="Which files of a folder are assessed. [texts and pages]")
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="A table for a person, or a row or a line a file.",
)
@click.option(
    "--language",
    default="fr",
    show_default=True,
    metavar="CODE",
    help="Language pack.",
    shell_complete=names.languages,
)
@options.reading("--input-format")
@verbose
@click.pass_context
def assess(
    ctx: click.Context, paths: tuple[str, ...], glob: str | None, output: str, language: str, reading: Reading
) -> None:
    """Estimate how damaged texts are, without their ground truth.

    For each file, or each record of a table or a dump: the estimated word error rate, the range in which it probably
    lies, and what was counted.
    """
    codes: set[ExitCode] = set()
    rows: list[dict[str, object]] = []
    for name, outcome in _assessed(paths, glob, language, reading):
        if isinstance(outcome, TextRepairError):
            say(str(outcome))
            codes.add(exit_code_for(outcome))
            continue
        row = {"file": name, **outcome.to_dict()}
        if output == "jsonl":
            # A lone surrogate, as in a file name that is not UTF-8, becomes the escape that JSON has for it.
            write_json(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        elif output == "csv":
            write_data(_csv(row, header=not rows).encode("utf-8", "surrogateescape"))
        rows.append(row)
    if output == "table" and rows:
        _show(rows)
    ctx.exit(next(iter(sorted(codes, reverse=True)), ExitCode.OK))


def _assessed(
    paths: tuple[str, ...], glob: str | None, language: str, reading: Reading
) -> Iterator[tuple[str, Assessment | TextRepairError]]:
    """Yield the name of each text with what was found, or why nothing was."""
    from textrepair.assess import assess as assess_text
    from textrepair.formats.reading import read_texts
    from textrepair.runs.inputs import Inputs

    for job in Inputs(paths, glob, reading.form, reading.fields, reading.encoding).jobs():
        if job.error is not None:
            yield job.name, job.error
            continue
        try:
            for text in read_texts(job.name, job.source, job.form, job.encoding, reading.insist):
                if isinstance(text, TextRepairError):
                    yield job.name, text
                else:
                    yield text.name, assess_text(text.plain.text, language=language)
        except TextRepairError as error:
            yield job.name, error


def _csv(row: dict[str, object], *, header: bool) -> str:
    """Write one row; the patterns have a column each."""
    patterns = row.pop("patterns")
    assert isinstance(patterns, dict)
    flat = row | patterns
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(flat), lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerow(flat)
    return stream.getvalue()


def _show(rows: list[dict[str, object]]) -> None:
    """Print a table, the most damaged first, and the total of several files."""
    from rich.table import Table
    from rich.text import Text

    def number(row: dict[str, object], key: str) -> float:
        value = row[key]
        assert isinstance(value, int | float)
        return value

    table = Table(box=None, header_style="bold")
    for heading in ("word error rate", "probably", "unknown words", "lost", "words", "file"):
        table.add_column(heading, justify="left" if heading in ("lost", "file") else "right", overflow="fold")
    for row in sorted(rows, key=lambda row: -number(row, "word_error_rate")):
        table.add_row(
            f"{number(row, 'word_error_rate'):.1%}" if row["language"] or not row["words"] else "other language?",
            f"{number(row, 'low'):.1%}–{number(row, 'high'):.1%}",
            f"{number(row, 'unknown'):.1%}",
            str(row["lost_letters"]),
            f"{row['words']}",
            Text(visible(Path(str(row["file"])).as_posix())),
        )
    if len(rows) > 1:
        words = sum(number(row, "words") for row in rows) or 1
        means = [
            sum(number(row, key) * number(row, "words") for row in rows) / words
            for key in ("word_error_rate", "low", "high", "unknown")
        ]
        table.add_row(f"{means[0]:.1%}", f"{means[1]:.1%}–{means[2]:.1%}", f"{means[3]:.1%}", "", f"{words:.0f}", "all")
    show(table)
