"""How the commands write to standard output and standard error.

Names, texts, words and settings come from anywhere. What people read goes through :func:`textrepair.visible.visible`.
What programs read is written byte for byte; only on a terminal is it made visible as well.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from textrepair.errors import OutputError
from textrepair.visible import visible, visible_json

if TYPE_CHECKING:
    from click import ClickException
    from rich.console import Console, RenderableType

__all__ = [
    "console_to",
    "discard_output",
    "has_colours",
    "report_crash",
    "say",
    "say_usage",
    "show",
    "tell",
    "write_data",
    "write_json",
    "write_out",
    "write_shown",
]

# Of a row nothing may be cut where no terminal sets the width.
_WIDTH_ELSEWHERE = 400


def say(message: str) -> None:
    """Tell a person one line on standard error."""
    # Not click.echo: it goes round the stream that keeps what is printed above a progress bar.
    print(visible(f"textrepair: {message}"), file=sys.stderr, flush=True)


def say_usage(error: ClickException) -> None:
    """Tell what is wrong with a command line; click quotes the arguments as they stand."""
    written = io.StringIO()
    error.show(file=written)
    print(visible(written.getvalue().rstrip("\n"), lines=True), file=sys.stderr, flush=True)


def report_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print the traceback of an error that nobody expected; its message may quote a text."""
    print(visible("".join(traceback.format_exception(kind, error, trace)), lines=True), end="", file=sys.stderr)


def tell(text: str) -> None:
    """Write lines for a person to standard output."""
    write_shown(visible(text, lines=True))


def show(renderable: RenderableType, width: int | None = None) -> None:
    """Write something that rich renders to standard output.

    Foreign text in it must be an instance of ``rich.text.Text`` that :func:`visible` has gone over.

    Args:
        renderable: such as a table. Markup in its strings is not interpreted.
        width: columns where standard output is no terminal; None: wide enough for every row.
    """
    written = io.StringIO()
    console_to(written, width).print(renderable)
    write_shown(written.getvalue())


def console_to(written: io.StringIO, width: int | None = None) -> Console:
    """Return a console that interprets no markup and sends colours only if standard output is to have them."""
    from rich.console import Console

    return Console(
        file=written,
        force_terminal=has_colours(),
        color_system="standard" if has_colours() else None,
        width=shutil.get_terminal_size().columns if _on_terminal() else width or _WIDTH_ELSEWHERE,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )


def has_colours() -> bool:
    """Whether standard output is a terminal that may be sent colours."""
    return _on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_data(data: bytes, encoding: str = "utf-8") -> None:
    """Write data to standard output: byte for byte, or made visible where that is a terminal.

    Args:
        data: the result for a file, the name of one.
        encoding: of ``data``.
    """
    if not _on_terminal():
        write_out(data)
        return
    try:
        text = data.decode(encoding, "backslashreplace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "backslashreplace")
    write_shown(visible(text.removeprefix("\ufeff").replace("\r\n", "\n"), lines=True))


def write_json(data: bytes) -> None:
    """Write JSON in UTF-8 to standard output: byte for byte, or with more escapes where that is a terminal."""
    if _on_terminal():
        write_shown(visible_json(data.decode("utf-8", "backslashreplace")))
    else:
        write_out(data)


def write_shown(text: str) -> None:
    """Write text to standard output that is safe to show already; what the terminal's encoding lacks is escaped."""
    encoding = (sys.stdout.encoding if _on_terminal() else None) or "utf-8"
    write_out(text.encode(encoding, "backslashreplace"))


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def write_out(data: bytes) -> None:
    """Write to standard output, as bytes: neither its encoding nor its line ends are the text's.

    Raises:
        OutputError: the system refuses.
    """
    from textrepair.files.atomic import reason_of

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
