"""The command ``textrepair``.

Only what ``--help`` needs is imported at the top; each command imports what it runs.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textrepair.commands import options
from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.reporter import Reporter
from textrepair.commands.terminal import discard_output, report_crash, say, say_usage, tell, write_json
from textrepair.errors import OutputError, TextRepairError

if TYPE_CHECKING:
    from textrepair.runs.job import Job
    from textrepair.runs.journal import Journal
    from textrepair.runs.workers import InOrder

__all__ = ["application", "main"]

_STANDARD_STREAM = "-"
# Commands that stand in a module of their own, under their own names.
_ELSEWHERE = {
    "assess": "textrepair.commands.assess",
    "evaluate": "textrepair.commands.evaluate",
    "explain": "textrepair.commands.explain",
    "extract": "textrepair.commands.extract",
    "learn": "textrepair.commands.learn",
    "lexicon": "textrepair.commands.lexicon",
    "undo": "textrepair.commands.undo",
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

    def main(self, *args: Any, **extra: Any) -> Any:
        run: Callable[..., Any] = super().main
        if not extra.pop("standalone_mode", True):
            return run(*args, standalone_mode=False, **extra)
        # click itself would print what it quotes of the arguments as it stands.
        try:
            code = run(*args, standalone_mode=False, **extra)
        except click.ClickException as error:
            say_usage(error)
            sys.exit(error.exit_code)
        except click.Abort:
            say("interrupted")
            sys.exit(ExitCode.INTERRUPTED)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)

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
    type=click.Path(readable=False, path_type=str),
    help="Write the results here; folders are kept.",
)
@click.option("--resume", is_flag=True, help="Go on with the run whose results are in DIR; do what is new or changed.")
@click.option(
    "--journal",
    metavar="DIR",
    type=click.Path(readable=False, path_type=Path),
    help="Keep the journal of the run here. [.textrepair in the folder of -o]",
)
@click.option("--in-place", is_flag=True, help="Write each result over its input.")
@click.option(
    "--glob", help="Which files of a folder are repaired. [texts and pages of OCR engines, or those of --format]"
)
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="text, jsonl, csv, tsv, parquet, arrow, alto, hocr or page. [by name or content]",
)
@click.option("--field", "fields", multiple=True, metavar="NAME", help="Field or column with texts to repair. [text]")
@click.option("--together", is_flag=True, help="The files of a folder are pages of one document.")
@click.option("--keep-original", is_flag=True, help="In ALTO, hOCR and PAGE, keep changed words as alternatives.")
@click.option(
    "--on-error",
    type=click.Choice(["keep", "skip", "stop"]),
    default="keep",
    show_default=True,
    help="What cannot be repaired is written as it stands, left out, or ends the run.",
)
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change and exit with 1 if any.")
@click.option("--diff", is_flag=True, help="Show what changes as a unified diff instead of the result.")
@click.option(
    "--edits",
    metavar="FILE",
    type=click.Path(readable=False, path_type=str),
    help="Write every edit here: lines of JSON, .parquet, or a folder; - for standard output.",
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
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Repair in processes here, or in those of a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster. [one is started here]")
@click.option("-q", "--quiet", is_flag=True, help="No summary and no progress bar; errors are still told.")
@click.pass_context
def fix(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: str | None,
    resume: bool,
    journal: Path | None,
    in_place: bool,
    glob: str | None,
    form: str | None,
    fields: tuple[str, ...],
    together: bool,
    keep_original: bool,
    on_error: str,
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
    engine: str,
    scheduler: str | None,
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
    from textrepair.commands.progress import ProgressBar
    from textrepair.config import settings_from
    from textrepair.formats.pages.mets import is_mets
    from textrepair.formats.plain import check_encoding
    from textrepair.formats.registry import form_of
    from textrepair.runs.batch import run_jobs
    from textrepair.runs.inputs import Inputs, output_at
    from textrepair.runs.job import status_of
    from textrepair.runs.report import Summary
    from textrepair.runs.workers import in_order

    paths = paths or _from_standard_input()
    dry = check or (diff and not in_place and output is None)
    accounts = {"edits": edits, "suggestions": suggest}
    _refuse_contradictions(paths, output, in_place, check, diff, {"--edits": edits, "--suggest": suggest})
    if output is None and (resume or journal is not None):
        raise click.UsageError("--resume and --journal go with -o: only a folder of results has a journal")
    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler is the address of a Dask cluster: say --engine dask too")
    if scheduler is not None and processes is not None:
        raise click.UsageError("--jobs is the number of processes here; how many a cluster has, is its own to say")
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
    form_of("", form)  # a format that does not exist, or needs what is not installed, is told at once
    inputs = Inputs(
        paths,
        glob,
        form,
        fields,
        check_encoding(encoding),
        output_at(output),
        in_place,
        dry,
        keep_original,
        together,
    )
    lists = {kind: place for kind, place in accounts.items() if place not in (None, _STANDARD_STREAM)}
    try:
        inputs.refuse_collisions({f"--{kind.removesuffix('ions')}": str(place) for kind, place in lists.items()})
    except OutputError as error:
        raise click.UsageError(str(error)) from error
    chain = settings.chain()
    summary = Summary()
    reporter = Reporter(
        summary, check=check, diff=diff, edits=edits == _STANDARD_STREAM, suggestions=suggest == _STANDARD_STREAM
    )
    on_terminal = sys.stderr.isatty() and not (diff and sys.stdout.isatty())
    interrupted = stopped = False

    with contextlib.ExitStack() as stack:
        writers = {kind: stack.enter_context(_account(str(place))) for kind, place in lists.items()}
        record: Journal | None = None
        if output is not None or writers:
            from textrepair.runs.description import describe
            from textrepair.runs.journal import Journal

            folder = inputs.journal_folder(journal)
            description = describe(
                settings,
                chain,
                encoding=encoding,
                format=form,
                fields=list(fields),
                on_error=on_error,
                keep_original=keep_original,
                together=together,
            )
            record = stack.enter_context(Journal(folder, description, resume=resume, keep=writers))
        bar = stack.enter_context(ProgressBar(inputs.sizes(), bar=on_terminal, say=None if quiet else say))

        def is_left(job: Job) -> bool:
            if record is None or not job.name or not record.is_done(job):
                return True
            summary.skipped += 1
            status = status_of(job)
            bar.skip(0 if status is None else status.size)
            return False

        found = inputs.jobs(record.scratch if record is not None else None)
        workers = stack.enter_context(_workers(engine, scheduler, settings.jobs, None if quiet else say))
        if together or any(map(is_mets, paths)):
            from textrepair.runs.together import repaired_together

            # They come with their repairs: what is left is to write them.
            left = repaired_together(found, chain, workers, is_left)
            workers = partial(in_order, processes=1)
        else:
            left = filter(is_left, found)
        outcomes = stack.enter_context(contextlib.closing(run_jobs(left, chain, workers, on_error=on_error)))
        try:
            for outcome in bar.over(outcomes):
                reporter.tell(outcome)
                if record is not None:
                    record.add(outcome)
                stopped = outcome.error is not None and on_error == "stop"
                if stopped:
                    break
        except KeyboardInterrupt:
            # The edits of the files that are done are an account worth keeping.
            interrupted = True
        outcomes.close()
        errors = ""
        if record is not None:
            if not (interrupted or stopped):
                record.finish()
            for kind, write in writers.items():
                write(record, kind, inputs.output if isinstance(inputs.output, Path) else None)
            record.write_reports(inputs=list(paths), output=output)
            errors = "" if record.folder is None else str(record.folder / "errors.jsonl")
    go_on = "; --resume goes on from there" if output is not None else ""
    if interrupted:
        say(f"interrupted after {summary.line(dry=dry, errors=errors)}{go_on}")
        ctx.exit(ExitCode.INTERRUPTED)
    if stopped:
        say(f"stopped at the first error{go_on}")
    if not quiet:
        say(summary.line(dry=dry, errors=errors))
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
    from textrepair.commands.listing import as_json_text, as_text
    from textrepair.config import settings_from
    from textrepair.registry import available

    chain = settings_from(config).chain()
    if as_json:
        write_json(as_json_text(available().values(), chain).encode("utf-8", "backslashreplace"))
    else:
        tell(as_text(available().values(), chain))


def main() -> None:
    """Run the command; what ``textrepair`` starts."""
    sys.excepthook = report_crash
    application(prog_name="textrepair")


def _from_standard_input() -> tuple[str, ...]:
    if sys.stdin.isatty():
        raise click.UsageError("nothing to repair: name files or folders, or pipe text in")
    return (_STANDARD_STREAM,)


def _refuse_contradictions(
    paths: tuple[str, ...],
    output: str | None,
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
        from textrepair.formats.pages.mets import is_mets
        from textrepair.named_files import is_folder

        folder = next((path for path in paths if path != _STANDARD_STREAM and is_folder(path)), None)
        mets = next((path for path in paths if is_mets(path)), None)
        if folder is not None or mets is not None or len(paths) > 1:
            what = "several files cannot go to standard output"
            what = f"{mets} names the files of a document" if mets is not None else what
            what = f"{folder} is a folder" if folder is not None else what
            raise click.UsageError(f"{what}: say -o DIR or --in-place, or only look with --check or --diff")
    for option, place in accounts.items():
        if place == _STANDARD_STREAM and (diff or check or not to_files):
            raise click.UsageError(f"{option} - leaves standard output to the edits: it needs -o or --in-place")
    places = [os.path.realpath(place) for place in accounts.values() if place is not None]
    if len(set(places)) < len(places):
        raise click.UsageError(f"{' and '.join(accounts)} say one place for two lists; give another name")


@contextlib.contextmanager
def _workers(
    engine: str, scheduler: str | None, processes: int | None, tell: Callable[[str], None] | None
) -> Iterator[InOrder]:
    """Yield what shares out the work of a run."""
    from textrepair.runs.workers import in_order, usable_cores

    number = processes or usable_cores()
    if engine == "local":
        yield partial(in_order, processes=number)
        return
    from textrepair.runs.cluster import Cluster

    with Cluster(scheduler, number, tell) as cluster:
        yield cluster.in_order


def _account(place: str) -> contextlib.AbstractContextManager[Callable[[Journal, str, Path | None], None]]:
    from textrepair.runs.accounts import account

    return account(place)
