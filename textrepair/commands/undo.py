"""The command ``textrepair undo``."""

from __future__ import annotations

import click

from textrepair.commands import names
from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.terminal import say
from textrepair.commands.verbosity import verbose
from textrepair.errors import TextRepairError

__all__ = ["undo"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=str))
@click.option("--edits", metavar="FILE", help="The list that --edits wrote. [that in the journal of the results]")
@click.option(
    "-o",
    "--output",
    metavar="PLACE",
    type=click.Path(readable=False, path_type=str),
    help="Write the input of one result to the file PLACE; those of several, or of a folder, to the folder PLACE/.",
)
@click.option("--in-place", is_flag=True, help="Write each input over its result.")
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="As for the repair; a journal knows it.",
    shell_complete=names.formats,
)
@click.option("--field", "fields", multiple=True, metavar="NAME", help="As for the repair; a journal knows it.")
@click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    help="As for the repair; a journal knows it.",
    shell_complete=names.encodings,
)
@click.option("-q", "--quiet", is_flag=True, help="No summary; errors are still told.")
@verbose
@click.pass_context
def undo(
    ctx: click.Context,
    paths: tuple[str, ...],
    edits: str | None,
    output: str | None,
    in_place: bool,
    form: str | None,
    fields: tuple[str, ...],
    encoding: str,
    quiet: bool,
) -> None:
    """Make the inputs again from the results and the edits, byte for byte.

    \b
      textrepair undo repaired/ -o restored/
      textrepair undo repaired.txt -o scan.txt --edits edits.jsonl
      textrepair undo pages/ --edits edits.jsonl --in-place
    """  # noqa: D301 - click wants the backspace character itself
    from textrepair.counted import counted
    from textrepair.formats.plain import check_encoding
    from textrepair.runs.inputs import output_at
    from textrepair.runs.remote import RemoteFile
    from textrepair.runs.undo import restorations, restore

    if (output is None) is not in_place:
        raise click.UsageError("say where the inputs go: -o PLACE, or --in-place")
    folder, file = output_at(output, paths)
    if isinstance(folder, RemoteFile) or isinstance(file, RemoteFile):
        raise click.UsageError(f"{output}: inputs are written to files here: name a place that is no address")
    files = undone = errors = 0
    codes: set[ExitCode] = set()
    for restoration in restorations(
        paths, edits=edits, output=folder, file=file, form=form, fields=fields, encoding=check_encoding(encoding)
    ):
        try:
            undone += restore(restoration)
            files += 1
        except TextRepairError as error:
            say(str(error))
            errors += 1
            codes.add(ExitCode.INPUT if exit_code_for(error) is ExitCode.REPAIRER_FAILED else exit_code_for(error))
    if not quiet:
        told = f"{counted(files, 'file')}, {counted(undone, 'edit')} undone"
        say(told + (f", {counted(errors, 'error')}" if errors else ""))
    ctx.exit(max(codes, default=ExitCode.OK))
