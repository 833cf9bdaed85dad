"""Telling a person, or the next program, what became of each input."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, BinaryIO

from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.errors import OutputError, TextRepairError

if TYPE_CHECKING:
    from textrepair.runs.job import Outcome
    from textrepair.runs.report import Summary

__all__ = ["Reporter", "discard_output", "say", "write_out"]


def say(message: str) -> None:
    """Tell a person one line."""
    from textrepair.runs.report import visible

    # Not click.echo: it goes round the stream that keeps what is printed above a progress bar.
    print(visible(f"textrepair: {message}"), file=sys.stderr, flush=True)


class Reporter:
    """Tells what became of each input, and remembers what the exit code must say."""

    def __init__(self, summary: Summary, *, check: bool, diff: bool) -> None:
        self.summary = summary
        self.check = check
        self.diff = diff
        self._codes: set[ExitCode] = set()
        # Of the input in hand: whether a block of it has changed, and whether a diff of it has been shown.
        self._changed = self._shown = False

    def trouble(self, error: TextRepairError) -> None:
        """Tell of an input that came to nothing."""
        say(str(error))
        self.summary.fail()
        self._changed = self._shown = False
        self._codes.add(exit_code_for(error))

    def tell(
        self, outcome: Outcome, edits_stream: BinaryIO | None = None, suggestions_stream: BinaryIO | None = None
    ) -> None:
        """Write out all that is wanted of one outcome; those of the blocks of an input come one after the other.

        Args:
            outcome: what became of one input.
            edits_stream: where its edits go; None: nowhere.
            suggestions_stream: where the changes go that were considered and not made; None: nowhere.
        """
        from textrepair.runs.report import edits_of, suggestions_of

        if outcome.error is not None and outcome.record is None:
            self.trouble(outcome.error)
            return
        self.summary.add(outcome)
        if outcome.error is not None:
            say(str(outcome.error))
            self._codes.add(exit_code_for(outcome.error))
        for failure in outcome.failures:
            say(failure)
            self._codes.add(ExitCode.REPAIRER_FAILED)
        if edits_stream is not None:
            edits_stream.writelines(edits_of(outcome))
        if suggestions_stream is not None:
            suggestions_stream.writelines(suggestions_of(outcome))
        if self.diff:
            self._show(outcome)
            if outcome.record is not None:
                self._shown = False  # each record is a text of its own
        elif outcome.output is not None:
            write_out(outcome.output)
        self._changed = self._changed or outcome.changed
        if outcome.more:
            return
        if self.check and self._changed:
            self._codes.add(ExitCode.WOULD_CHANGE)
            if not self.diff:
                write_out(os.fsencode(f"{outcome.name}\n"))
        self._changed = self._shown = False

    def _show(self, outcome: Outcome) -> None:
        from textrepair.runs.diff import unified_diff
        from textrepair.runs.report import diff_for_person

        if sys.stdout.isatty():
            colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
            shown = diff_for_person(
                outcome.place, outcome.source, outcome.patch, colour=colour, lines=outcome.lines, head=not self._shown
            )
        else:
            shown = unified_diff(
                outcome.place, outcome.source, outcome.patch, lines=outcome.lines, head=not self._shown
            )
        self._shown = self._shown or bool(shown)
        # A file name that is not UTF-8 comes out as the bytes that it is.
        write_out(shown.encode("utf-8", "surrogateescape"))

    def exit_code(self) -> ExitCode:
        """Return the gravest of what was met; :class:`ExitCode` has the order."""
        order = (
            ExitCode.OUTPUT,
            ExitCode.INPUT,
            ExitCode.CONFIGURATION,
            ExitCode.REPAIRER_FAILED,
            ExitCode.WOULD_CHANGE,
        )
        return next((code for code in order if code in self._codes), ExitCode.OK)


def write_out(data: bytes) -> None:
    """Write to standard output, as bytes: neither its encoding nor its line ends are the text's."""
    from textrepair.formats.atomic import reason_of

    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        raise OutputError(f"standard output: cannot be written: {reason_of(error)}") from error


def discard_output() -> None:
    """Let go of standard output, which takes no more.

    Python flushes it once more on its way out, and would complain.
    """
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
