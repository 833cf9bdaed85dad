"""The command ``textrepair fix``."""

from __future__ import annotations

import contextlib
import enum
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textrepair.commands.exit_codes import ExitCode
from textrepair.commands.fix_options import (
    STANDARD_STREAM,
    InputOptions,
    ResultOptions,
    RunOptions,
    refuse_contradictions,
)
from textrepair.commands.options import ChainOptions, takes
from textrepair.commands.reporter import Reporter
from textrepair.commands.terminal import say
from textrepair.commands.verbosity import verbose
from textrepair.errors import OutputError
from textrepair.log import Log

if TYPE_CHECKING:
    from textrepair.chain import Chain
    from textrepair.commands.progress import ProgressBar
    from textrepair.config import Settings
    from textrepair.formats.registry import Form
    from textrepair.processes.workers import InOrder
    from textrepair.runs.inputs import Inputs, Output
    from textrepair.runs.job import Job, Outcome
    from textrepair.runs.journal import Journal

__all__ = ["fix"]

_LOG = Log(__name__)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(readable=False, path_type=str))
@takes(results=ResultOptions, given=InputOptions, repairs=ChainOptions, running=RunOptions)
@verbose
@click.pass_context
def fix(
    ctx: click.Context,
    paths: tuple[str, ...],
    results: ResultOptions,
    given: InputOptions,
    repairs: ChainOptions,
    running: RunOptions,
) -> None:
    """Repair files, folders or standard input.

    The result of one file, or of standard input (-), goes to standard output, or to a file with -o. Several files
    or a folder need -o DIR/ or --in-place, or one of --dry-run, --check and --diff, which write no results.

    \b
      textrepair fix page.txt -o repaired.txt
      textrepair fix --diff page.txt
      textrepair fix scans/ -o repaired/ --edits edits.jsonl
      pdftotext report.pdf - | textrepair fix
    """  # noqa: D301 - click wants the backspace character itself
    from textrepair.runs.inputs import output_at
    from textrepair.runs.report import Summary

    paths = paths or _from_standard_input()
    if results.output == STANDARD_STREAM:
        results = replace(results, output=None)
    output = output_at(results.output, paths)
    refuse_contradictions(paths, output, results, given, running)
    settings = repairs.settings().overridden(jobs=running.jobs)
    inputs = _inputs(paths, output, given, results)
    summary = Summary()
    reporter = Reporter(
        summary,
        check=results.check,
        diff=results.diff,
        edits=results.dry_run or results.edits == STANDARD_STREAM,
        suggestions=results.suggest == STANDARD_STREAM,
    )
    chain = settings.chain()
    _LOG.info("settings: %s", settings.origin or "none; the defaults and the command line")
    _LOG.info("language pack ‘%s’ in %s", settings.language, chain.pack.folder)
    _LOG.info("repairers: %s", ", ".join(repairer.name for repairer in chain.repairers))
    run = _Run(results, given, running, settings, chain, inputs, reporter)
    end, errors = run.carried_out()
    go_on = "; --resume goes on from there" if output.folder is not None and not results.dry_run else ""
    told = summary.line(dry=results.dry, errors=errors)
    if end is _End.INTERRUPTED:
        say(f"interrupted after {told}{go_on}")
        ctx.exit(ExitCode.INTERRUPTED)
    if end is _End.STOPPED:
        say(f"stopped at the first error{go_on}")
    if not running.quiet:
        say(told)
    ctx.exit(reporter.exit_code())


def _from_standard_input() -> tuple[str, ...]:
    if sys.stdin.isatty():
        raise click.UsageError("nothing to repair: name files or folders, or pipe text in")
    return (STANDARD_STREAM,)


def _inputs(paths: tuple[str, ...], output: Output, given: InputOptions, results: ResultOptions) -> Inputs:
    """Return what is repaired.

    Raises:
        UsageError: a result, or a list of edits, would take the place of an input or of another result.
        ConfigurationError: there is no such format or encoding, or it needs what is not installed.
    """
    from textrepair.formats.plain import check_encoding, check_output_encoding
    from textrepair.formats.registry import form_of
    from textrepair.runs.inputs import Inputs

    form_of("", given.form)
    if not results.dry and not results.to_files and sys.stdout.isatty():
        _refuse_binary(paths[0], form_of(paths[0], given.form))
    inputs = Inputs(
        paths,
        given.glob,
        given.form,
        given.fields,
        check_encoding(given.encoding),
        output.folder,
        results.in_place,
        results.dry,
        results.keep_original,
        given.together,
        output.file,
        None if given.output_encoding is None else check_output_encoding(given.output_encoding),
    )
    try:
        inputs.refuse_collisions({f"--{kind.removesuffix('ions')}": place for kind, place in results.lists.items()})
    except OutputError as error:
        raise click.UsageError(str(error)) from error
    return inputs


def _refuse_binary(name: str, form: Form) -> None:
    """Refuse to print a result that is no text on a terminal.

    Raises:
        UsageError: the result is a table or compressed.
    """
    if form.packs:
        what = f"{form.kind}, compressed as .{form.compression}" if form.compression else form.kind
        raise click.UsageError(
            f"{name}: the result ({what}) is binary, and no terminal shows it: say -o FILE, or pipe it"
        )


class _End(enum.Enum):
    """How a run ended."""

    DONE = enum.auto()
    STOPPED = enum.auto()
    INTERRUPTED = enum.auto()


_ListWriter = Callable[["Journal", str, Path | None], None]


@dataclass(frozen=True)
class _Run:
    """A run of the command."""

    results: ResultOptions
    given: InputOptions
    running: RunOptions
    settings: Settings
    chain: Chain
    inputs: Inputs
    reporter: Reporter

    def carried_out(self) -> tuple[_End, str]:
        """Repair everything; return how that ended, and the file in which the errors stand, if there is one."""
        from textrepair.commands.progress import ProgressBar
        from textrepair.runs.batch import run_jobs
        from textrepair.runs.edit_list_files import edit_list_writer

        tell = None if self.running.quiet else say
        has_bar = sys.stderr.isatty() and not (self.results.diff and sys.stdout.isatty())
        with contextlib.ExitStack() as stack:
            writers = {kind: stack.enter_context(edit_list_writer(place)) for kind, place in self.results.lists.items()}
            journal = self._journal(writers, stack)
            bar = stack.enter_context(ProgressBar(self.inputs.sizes(), bar=has_bar, say=tell))
            workers = stack.enter_context(_workers(self.running, self.settings.jobs, tell))
            jobs, workers = self._jobs(journal, bar, workers)
            outcomes = stack.enter_context(
                contextlib.closing(run_jobs(jobs, self.chain, workers, on_error=self.results.on_error))
            )
            end = self._told(bar.over(outcomes), journal)
            outcomes.close()
            if journal is None:
                return end, ""
            if end is _End.DONE:
                journal.finish()
            self._write_lists(journal, writers)
            return end, "" if journal.folder is None else str(journal.folder / "errors.jsonl")

    def _journal(self, writers: Mapping[str, _ListWriter], stack: contextlib.ExitStack) -> Journal | None:
        """Open the journal of the run, if it has one."""
        if self.results.dry_run or (self.inputs.output is None and not writers):
            return None
        from textrepair.runs.description import describe
        from textrepair.runs.journal import Journal

        folder = self.inputs.journal_folder(self.results.journal)
        description = describe(
            self.settings,
            self.chain,
            encoding=self.given.encoding,
            output_encoding=self.inputs.output_encoding,
            format=self.given.form,
            fields=list(self.given.fields),
            on_error=self.results.on_error,
            keep_original=self.results.keep_original,
            together=self.given.together,
        )
        return stack.enter_context(Journal(folder, description, resume=self.results.resume, keep=writers))

    def _jobs(self, journal: Journal | None, bar: ProgressBar, workers: InOrder) -> tuple[Iterator[Job], InOrder]:
        """Return what is left to do, and what shares it out."""
        from textrepair.formats.pages.mets import is_mets
        from textrepair.processes.workers import in_order
        from textrepair.runs.job import status_of

        def is_left(job: Job) -> bool:
            if journal is None or not job.name or not journal.is_done(job):
                return True
            self.reporter.summary.skipped += 1
            status = status_of(job)
            bar.skip(0 if status is None else status.size)
            return False

        found = self.inputs.jobs(journal.scratch if journal is not None else None)
        if not (self.given.together or any(map(is_mets, self.inputs.paths))):
            return filter(is_left, found), workers
        from textrepair.runs.joint_documents import repaired_jointly

        # They come with their repairs: what is left is to write them.
        return repaired_jointly(found, self.chain, workers, is_left), partial(in_order, processes=1)

    def _told(self, outcomes: Iterator[Outcome], journal: Journal | None) -> _End:
        """Tell of each outcome, and note it."""
        try:
            for outcome in outcomes:
                self.reporter.tell(outcome)
                if journal is not None:
                    journal.add(outcome)
                if outcome.error is not None and self.results.on_error == "stop":
                    return _End.STOPPED
        except KeyboardInterrupt:
            # The lists of edits are written for the files that are done.
            return _End.INTERRUPTED
        return _End.DONE

    def _write_lists(self, journal: Journal, writers: Mapping[str, _ListWriter]) -> None:
        """Write the lists of edits, and what the journal reports."""
        for kind, write in writers.items():
            write(journal, kind, self.inputs.output if isinstance(self.inputs.output, Path) else None)
        journal.write_reports(inputs=list(self.inputs.paths), output=self.results.output)


@contextlib.contextmanager
def _workers(running: RunOptions, processes: int | None, tell: Callable[[str], None] | None) -> Iterator[InOrder]:
    """Yield what shares out the work of a run."""
    from textrepair.processes.workers import in_order, usable_cores

    number = processes or usable_cores()
    if running.engine == "local":
        yield partial(in_order, processes=number)
        return
    from textrepair.runs.cluster import Cluster

    with Cluster(running.scheduler, number, tell) as cluster:
        yield cluster.in_order
