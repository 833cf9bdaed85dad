"""Telling a person, or the next program, what became of each input."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.terminal import has_colours, say, tell, write_data, write_json, write_out, write_shown
from textrepair.errors import TextRepairError
from textrepair.visible import visible

if TYPE_CHECKING:
    from textrepair.runs.job import Outcome
    from textrepair.runs.report import Summary

__all__ = ["Reporter"]


class Reporter:
    """Tells what became of each input, and remembers what the exit code must say.

    Args:
        summary: counts the outcomes.
        check: whether to name the inputs that would change.
        diff: whether to show a diff instead of the result.
        edits: whether to write the edits to standard output.
        suggestions: whether to write the changes there that were considered and not made.
    """

    def __init__(
        self, summary: Summary, *, check: bool, diff: bool, edits: bool = False, suggestions: bool = False
    ) -> None:
        self.summary = summary
        self.check = check
        self.diff = diff
        self.edits = edits
        self.suggestions = suggestions
        self._codes: set[ExitCode] = set()
        # Of the input in hand: whether a block of it has changed, and whether a diff of it has been shown.
        self._changed = self._shown = False

    def trouble(self, error: TextRepairError) -> None:
        """Tell of an input that came to nothing."""
        say(str(error))
        self.summary.fail()
        self._changed = self._shown = False
        self._codes.add(exit_code_for(error))

    def tell(self, outcome: Outcome) -> None:
        """Write out all that is wanted of one outcome; those of the blocks of an input come one after the other."""
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
        for line in edits_of(outcome) if self.edits else ():
            write_json(line)
        for line in suggestions_of(outcome) if self.suggestions else ():
            write_json(line)
        if self.diff:
            self._show(outcome)
            if outcome.record is not None:
                self._shown = False  # each record is a text of its own
        elif outcome.output is not None:
            write_data(outcome.output, (outcome.job and outcome.job.output_encoding) or outcome.encoding)
        self._changed = self._changed or outcome.changed
        if outcome.more:
            return
        if self.check and self._changed:
            self._codes.add(ExitCode.WOULD_CHANGE)
            if not self.diff:
                self._name(outcome.name)
        self._changed = self._shown = False

    def _name(self, name: str) -> None:
        """Write the name of an input on a line of its own: as the bytes that it is, or made visible on a terminal."""
        if sys.stdout.isatty():
            tell(visible(name) + "\n")
        else:
            write_out(os.fsencode(f"{name}\n"))

    def _show(self, outcome: Outcome) -> None:
        from textrepair.runs.diff import unified_diff
        from textrepair.runs.report import diff_for_person

        name, source, patch, head = outcome.place, outcome.source, outcome.patch, not self._shown
        if sys.stdout.isatty():
            shown = diff_for_person(name, source, patch, colour=has_colours(), lines=outcome.lines, head=head)
            write_shown(shown)
        else:
            shown = unified_diff(name, source, patch, lines=outcome.lines, head=head)
            # A file name that is not UTF-8 comes out as the bytes that it is.
            write_out(shown.encode("utf-8", "surrogateescape"))
        self._shown = self._shown or bool(shown)

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
