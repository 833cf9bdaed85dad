"""The command ``textrepair``.

Only what ``--help`` needs is imported at the top; each command imports what it runs.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from textrepair import options
from textrepair.errors import OutputError, TextRepairError
from textrepair.exit_codes import ExitCode, exit_code_for
from textrepair.reporter import Reporter, discard_output, say, write_out

if TYPE_CHECKING:
    from textrepair.batch import Found, Job

__all__ = ["application", "main"]

_STANDARD_STREAM = "-"
# Commands that stand in a module of their own, under their own names.
_ELSEWHERE = {
    "assess": "textrepair.assess_command",
    "evaluate": "textrepair.evaluate.command",
    "explain": "textrepair.explain_command",
    "learn": "textrepair.learn_command",
    "lexicon": "textrepair.lexicon_command",
}


class _Application(click.Group):
    """A group of commands that end expected trouble with one line and a documented exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(_ELSEWHERE[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TextRepairError as error:
            say(str(error))
            ctx.exit(exit_code_for(error))
        except KeyboardInterrupt:
            say("interrupted")
            ctx.exit(ExitCode.INTERRUPTED)
        except BrokenPipeError:
            discard_output()
            ctx.exit(ExitCode.BROKEN_PIPE)


@click.group(cls=_Application, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="textrepair")
def application() -> None:
    """Repair the damage that OCR and PDF extraction leave in French text, and show every change."""


@application.command()
@click.argument("paths", nargs=-1, type=click.Path(readable=False, path_type=str))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(readable=False, path_type=Path),
    help="Write the results here; folders are kept.",
)
@click.option("--in-place", is_flag=True, help="Write each result over its input.")
@click.option("--glob", default="**/*.txt", show_default=True, help="Which files of a folder are repaired.")
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change and exit with 1 if any.")
@click.option("--diff", is_flag=True, help="Show what changes as a unified diff instead of the result.")
@click.option(
    "--edits",
    metavar="FILE",
    type=click.Path(readable=False, path_type=str),
    help="Write every edit here, one JSON object a line; - for standard output.",
)
@click.option(
    "--suggest",
    metavar="FILE",
    type=click.Path(readable=False, path_type=str),
    help="Write every change that was considered and not made here, as --edits does; - for standard output.",
)
@options.only
@options.skip
@click.option(
    "--add",
    multiple=True,
    callback=options.split_names,
    metavar="NAME",
    help="Run these repairers besides the default ones.",
)
@click.option(
    "--preset",
    multiple=True,
    callback=options.split_names,
    metavar="NAME",
    help="Normalise too: fr-typography, search.",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), help="Leave out edits less sure than this. [0.7; 0.5 in ruins]"
)
@options.language
@options.words
@options.confusions
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the files, or auto to detect it.")
@options.config
@click.option(
    "-j",
    "--jobs",
    "processes",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Repair in so many processes. [as many as there are cores to use]",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary and no progress bar; errors are still told.")
@click.pass_context
def fix(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path | None,
    in_place: bool,
    glob: str,
    check: bool,
    diff: bool,
    edits: str | None,
    suggest: str | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    add: tuple[str, ...],
    preset: tuple[str, ...],
    min_confidence: float | None,
    language: str | None,
    words: tuple[Path, ...],
    confusions: Path | None,
    encoding: str,
    config: Path | None,
    processes: int | None,
    quiet: bool,
) -> None:
    """Repair files, folders or standard input.

    One file, or standard input (-), goes to standard output. Several files or a folder need -o or --in-place,
    or one of --check and --diff, which write no results.

    \b
      textrepair fix page.txt > repaired.txt
      textrepair fix --diff page.txt
      textrepair fix scans/ -o repaired/ --edits edits.jsonl
      pdftotext report.pdf - | textrepair fix
    """  # noqa: D301 - click wants the backspace character itself
    from textrepair.batch import discover, run_jobs
    from textrepair.config import settings_from
    from textrepair.formats.plain import check_encoding
    from textrepair.report import ProgressBar, Summary
    from textrepair.workers import usable_cores

    paths = paths or _from_standard_input()
    dry = check or (diff and not in_place and output is None)
    accounts = {"--edits": edits, "--suggest": suggest}
    _refuse_contradictions(paths, output, in_place, check, diff, accounts)
    encoding = check_encoding(encoding)
    settings = settings_from(config).overridden(
        language=language,
        only=only,
        skip=skip,
        add=add,
        preset=preset,
        min_confidence=min_confidence,
        confusions=confusions,
        words=words,
        jobs=processes,
    )
    discovery = discover(paths, glob, output)
    jobs = _jobs(discovery.files, output, in_place=in_place, encoding=encoding, dry=dry)
    _refuse_overwriting(jobs, accounts)
    chain = settings.chain()
    summary = Summary()
    reporter = Reporter(summary, check=check, diff=diff)
    for error in discovery.errors:
        reporter.trouble(error)
    bar_wanted = not quiet and sys.stderr.isatty() and not (diff and sys.stdout.isatty())
    interrupted = False
    with (
        _account_file(edits) as edits_stream,
        _account_file(suggest) as suggestions_stream,
        ProgressBar(len(jobs), wanted=bar_wanted) as bar,
        contextlib.closing(run_jobs(jobs, chain, settings.jobs or usable_cores())) as outcomes,
    ):
        try:
            for outcome in bar.over(outcomes):
                reporter.tell(outcome, edits_stream, suggestions_stream)
        except KeyboardInterrupt:
            # The edits of the files that are done are an account worth keeping.
            interrupted = True
    if interrupted:
        say(f"interrupted after {summary.line(dry=dry)}")
        ctx.exit(ExitCode.INTERRUPTED)
    if not quiet:
        say(summary.line(dry=dry))
    ctx.exit(reporter.exit_code())


@application.command()
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(readable=False, path_type=Path),
    help="Settings, as for `textrepair fix`.",
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON list, with every example.")
def repairers(config: Path | None, as_json: bool) -> None:
    """List the repairers: what each does, an example, and whether it runs with the settings in force here."""
    from textrepair.config import settings_from
    from textrepair.listing import as_json_text, as_text
    from textrepair.registry import available

    chain = settings_from(config).chain()
    render = as_json_text if as_json else as_text
    write_out(render(available().values(), chain).encode())


def main() -> None:
    """Run the command; what ``textrepair`` starts."""
    application(prog_name="textrepair")


def _from_standard_input() -> tuple[str, ...]:
    if sys.stdin.isatty():
        raise click.UsageError("nothing to repair: name files or folders, or pipe text in")
    return (_STANDARD_STREAM,)


def _refuse_contradictions(
    paths: tuple[str, ...],
    output: Path | None,
    in_place: bool,
    check: bool,
    diff: bool,
    accounts: Mapping[str, str | None],
) -> None:
    """Refuse what cannot be meant, before anything is read. ``accounts`` has by option where edits are written."""
    to_files = in_place or output is not None
    if in_place and output is not None:
        raise click.UsageError("-o and --in-place say two places for the results; leave out one")
    if check and to_files:
        raise click.UsageError("--check writes nothing: leave out -o or --in-place, or --check")
    if to_files and _STANDARD_STREAM in paths:
        raise click.UsageError("standard input has no name to write to: leave out -o and --in-place")
    if not (to_files or check or diff):
        folder = next((path for path in paths if path != _STANDARD_STREAM and Path(path).is_dir()), None)
        if folder is not None or len(paths) > 1:
            what = f"{folder} is a folder" if folder is not None else "several files cannot go to standard output"
            raise click.UsageError(f"{what}: say -o DIR or --in-place, or only look with --check or --diff")
    for option, place in accounts.items():
        if place == _STANDARD_STREAM and (diff or check or not to_files):
            raise click.UsageError(f"{option} - leaves standard output to the edits: it needs -o or --in-place")
    places = [os.path.realpath(place) for place in accounts.values() if place is not None]
    if len(set(places)) < len(places):
        raise click.UsageError(f"{' and '.join(accounts)} say one place for two lists; give another name")


def _jobs(files: list[Found], output: Path | None, *, in_place: bool, encoding: str, dry: bool) -> list[Job]:
    from textrepair.batch import Job, place_in_tree

    try:
        targets = {} if output is None else place_in_tree(files, output)
    except OutputError as error:
        raise click.UsageError(str(error)) from error
    return [
        Job(found.name, found.path, found.path if in_place else targets.get(found), encoding, dry) for found in files
    ]


def _refuse_overwriting(jobs: Iterable[Job], accounts: Mapping[str, str | None]) -> None:
    """Refuse to write edits over a text."""
    places = {
        os.path.realpath(place): f"{option} {place}"
        for option, place in accounts.items()
        if place not in (None, _STANDARD_STREAM)
    }
    if not places:
        return
    for job in jobs:
        for path in (job.source, job.target):
            said = places.get(os.path.realpath(path)) if path is not None else None
            if said is not None:
                raise click.UsageError(f"{said} would be written over that text; give another name")


@contextlib.contextmanager
def _account_file(place: str | None) -> Iterator[BinaryIO | None]:
    """Open where edits go; a file is there whole at the end of the run, or not at all."""
    from textrepair.formats.atomic import replacing

    if place is None:
        yield None
    elif place == _STANDARD_STREAM:
        yield sys.stdout.buffer
    else:
        with replacing(Path(place)) as stream:
            yield stream
