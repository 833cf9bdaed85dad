"""Names that options take, for the completion of a shell."""

from __future__ import annotations

from collections.abc import Iterable

import click

__all__ = ["formats", "languages", "presets", "repairer_names"]


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    """Return the names that complete the last of several that are put together (``a,b``)."""
    given, comma, last = incomplete.rpartition(",")
    return [f"{given}{comma}{name}" for name in names if name.startswith(last)]


def repairer_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the names of repairers that begin so."""
    from textrepair.registry import available

    return _beginning(available(), incomplete)


def presets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the presets of the language, French if none is named, that begin so."""
    from textrepair.core import open_pack

    return _beginning(open_pack(ctx.params.get("language") or "fr").rules.presets, incomplete)


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the formats of files that begin so."""
    from textrepair.formats.registry import FORMATS

    return _beginning((one.name for one in FORMATS), incomplete)


def languages(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the codes of the language packs that begin so."""
    from textrepair.core import pack_codes

    return _beginning(pack_codes(), incomplete)
