"""The command ``textrepair``: the group that finds the commands, each a module of :mod:`textrepair.commands`.

Only what ``--help`` needs is imported at the top; each command imports what it runs.
"""

from __future__ import annotations

import os
import pkgutil
import shlex
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import click

from textrepair import commands
from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.terminal import discard_output, report_crash, say, say_usage
from textrepair.commands.verbosity import verbose
from textrepair.errors import TextRepairError, nearest_name, shortened
from textrepair.version import __version__
from textrepair.visible import visible

__all__ = ["application", "main"]


class _Application(click.Group):
    """A group of commands that end expected trouble with one line and a documented exit code.

    A module of :mod:`textrepair.commands` is a command if it holds a click command of its own name.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in sorted(_modules()) if self.get_command(ctx, name) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _modules():
            return None
        command = getattr(import_module(f"{commands.__name__}.{cmd_name}"), cmd_name, None)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if ctx.resilient_parsing or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        if _may_be_file(name):
            hint = f"to repair a file, say: {visible(shlex.join(['textrepair', 'fix', *args]))}"
        else:
            hint = nearest_name(name, self.list_commands(ctx))
        raise click.UsageError(f"no command ‘{visible(shortened(name))}’; {hint}", ctx)

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


def _may_be_file(name: str) -> bool:
    """Whether a word on the command line is a path: it is there, or looks like one."""
    return name == "-" or "." in name or "/" in name or os.path.lexists(name)


@cache
def _modules() -> frozenset[str]:
    return frozenset(module.name for module in pkgutil.iter_modules(commands.__path__))


@click.group(cls=_Application, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version")
@verbose
def application() -> None:
    """Repair the damage that OCR and PDF extraction leave in French text, and show every change."""


def main() -> None:
    """Run the command; what ``textrepair`` starts."""
    sys.excepthook = report_crash
    application(prog_name="textrepair")
