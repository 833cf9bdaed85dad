"""Write docs/textrepair.1, the man page, from the commands and their options.

python docs/man_page.py
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from textrepair.cli import application
from textrepair.commands.exit_codes import ExitCode
from textrepair.version import __version__

PAGE = Path(__file__).parent / "textrepair.1"

HEAD = r""".\" Written by `python docs/man_page.py` from the commands.
.TH TEXTREPAIR 1 "" "textrepair {version}" "User Commands"
.SH NAME
textrepair \- repair the damage that OCR and PDF extraction leave in text
.SH SYNOPSIS
.B textrepair
.I COMMAND
[\fIOPTION\fR]... [\fIARGUMENT\fR]...
.SH DESCRIPTION
{about}
"""


def escaped(text: str) -> str:
    """Return text as roff prints it: no escape, no request, and hyphens that can be copied."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", text)


def paragraphs(help_text: str) -> Iterator[str]:
    """Yield the paragraphs of a help text; those after the mark of click for it keep their lines."""
    for block in re.split(r"\n\s*\n", inspect.cleandoc(help_text)):
        if block.startswith("\b\n"):
            yield ".PP\n.nf\n" + "\n".join(escaped(line.strip()) for line in block[2:].split("\n")) + "\n.fi\n"
        else:
            yield f".PP\n{escaped(' '.join(block.split()))}\n"


def options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Yield the options of a command with what they do."""
    # Not command.get_params: a command that was run by itself remembers its option for help without the short one.
    given = (parameter.get_help_record(ctx) for parameter in command.params)
    for record in (*given, (", ".join(ctx.help_option_names), "Show this message and exit.")):
        if record is not None and record[1]:
            yield f".TP\n\\fB{escaped(record[0])}\\fR\n{escaped(' '.join(record[1].split()))}\n"


def described(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Yield a command, and the commands below it."""
    usage = " ".join(command.collect_usage_pieces(ctx))
    yield f".SS {escaped(f'{ctx.command_path} {usage}')}\n"
    yield from paragraphs(command.help or "")
    yield from options(command, ctx)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from described(below, click.Context(below, parent=ctx, info_name=name))


def page() -> str:
    """Return the man page."""
    ctx = click.Context(application, info_name="textrepair", **application.context_settings)
    pieces = [HEAD.format(version=__version__, about=escaped(application.help or ""))]
    pieces += [*options(application, ctx), ".SH COMMANDS\n"]
    for name in application.list_commands(ctx):
        command = application.get_command(ctx, name)
        assert command is not None
        pieces += described(command, click.Context(command, parent=ctx, info_name=name))
    pieces.append(".SH EXIT STATUS\n")
    meanings = re.findall(r"\* ``\w+`` \((\d+)\): (.+)", ExitCode.__doc__ or "")
    pieces += [
        f".TP\n{code}\n{escaped(meaning.replace('``', ''))}\n"
        for code, meaning in sorted(meanings, key=lambda one: int(one[0]))
    ]
    return "".join(pieces)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
