"""The option ``--verbose``: the log of textrepair on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from textrepair.log import ROOT
from textrepair.visible import visible

if TYPE_CHECKING:
    from logging import LogRecord

__all__ = ["verbose"]


def _listen(ctx: click.Context, param: click.Parameter, count: int) -> None:
    if not count:
        return
    import logging  # 8 ms to import

    class ToStandardError(logging.Handler):
        """Writes each message as one line, with nothing in it that drives a terminal."""

        def emit(self, record: LogRecord) -> None:
            # Looked up each time: a progress bar takes the place of standard error.
            print(visible(f"{record.name}: {record.getMessage()}"), file=sys.stderr, flush=True)

    root, handler = logging.getLogger(ROOT), ToStandardError()
    before = root.level
    wanted = logging.INFO if count == 1 else logging.DEBUG
    root.setLevel(min(wanted, before) if before else wanted)
    root.addHandler(handler)

    def leave() -> None:
        root.removeHandler(handler)
        root.setLevel(before)

    # Only the context of the whole command outlives the work of all of it.
    ctx.find_root().call_on_close(leave)


verbose = click.option(
    "-v",
    "--verbose",
    count=True,
    expose_value=False,
    callback=_listen,
    help="Log what is done to standard error; twice: in detail.",
)
"""Gives a command the option."""
