"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["config", "confusions", "language", "only", "skip", "split_names", "words"]

_FILE = click.Path(readable=False, path_type=Path)


def split_names(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Take names from an option that may be repeated, and may hold several with commas between them.

    Raises:
        BadParameter: a name is empty.
    """
    names = tuple(name.strip() for value in values for name in value.split(","))
    if not all(names):
        raise click.BadParameter("an empty name", ctx, param)
    return names


only = click.option(
    "--only",
    multiple=True,
    callback=split_names,
    metavar="NAME",
    help="Run these repairers instead of the default ones.",
)
skip = click.option("--skip", multiple=True, callback=split_names, metavar="NAME", help="Do not run these repairers.")
language = click.option("--language", metavar="CODE", help="Language pack. [fr]")
words = click.option("--words", multiple=True, metavar="FILE", type=_FILE, help="Words to know besides, one a line.")
confusions = click.option(
    "--confusions", metavar="FILE", type=_FILE, help="What your engine misreads, as `textrepair learn` writes it."
)
config = click.option(
    "--config", metavar="FILE", type=_FILE, help="Settings; otherwise the nearest textrepair.toml or pyproject.toml."
)
