"""Names that options take, for the completion of a shell.

The functions have the form of the argument ``shell_complete`` of click. They import what they need when they are
called: only a completion pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textrepair.errors import TextRepairError

if TYPE_CHECKING:
    from click import Context, Parameter
    from click.shell_completion import CompletionItem

__all__ = ["Completer", "encodings", "formats", "languages", "presets", "repairer_names"]

Completer = Callable[["Context", "Parameter", str], "list[CompletionItem]"]
_Names = Iterable[tuple[str, str]]


def _completer(find: Callable[[Context], _Names], *, several: bool = False) -> Completer:
    """Return the completer of an option.

    Args:
        find: returns the names that the option takes, and for each what it is, empty if nothing is to be said.
        several: the option takes names with commas between them.
    """

    def complete(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        before, comma, begun = incomplete.rpartition(",") if several else ("", "", incomplete)
        given = set(before.split(","))
        try:
            names = [*find(ctx)]
        except TextRepairError:  # such as a plugin that cannot be loaded; a run of the command tells
            return []
        return [
            CompletionItem(f"{before}{comma}{name}", help=summary or None)
            for name, summary in names
            if name.startswith(begun) and name not in given
        ]

    return complete


def _repairers(ctx: Context) -> _Names:
    from textrepair.registry import available

    return ((name, info.summary) for name, info in available().items())


def _presets(ctx: Context) -> _Names:
    from textrepair.core import open_pack

    found = open_pack(ctx.params.get("language") or "fr").rules.presets
    return ((name, ", ".join(members)) for name, members in found.items())


def _languages(ctx: Context) -> _Names:
    from textrepair.core import pack_codes

    return ((code, "") for code in pack_codes())


def _formats(ctx: Context) -> _Names:
    from textrepair.formats.registry import FORMATS

    return ((one.name, "") for one in FORMATS)


def _encodings(ctx: Context) -> _Names:
    from encodings.aliases import aliases

    names = {name.replace("_", "-") for name in aliases.values() if not name.endswith("_codec")}
    return ((name, "") for name in sorted(names | {"auto", "latin-1"}))


repairer_names = _completer(_repairers, several=True)
presets = _completer(_presets, several=True)
languages = _completer(_languages)
formats = _completer(_formats)
encodings = _completer(_encodings)
