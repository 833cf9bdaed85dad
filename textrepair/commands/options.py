"""Options that several commands have."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

__all__ = ["config", "confusions", "language", "only", "reading", "skip", "split_names", "words"]

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


def reading(form: str = "--format") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options about files to a command, which takes them as one argument ``reading``.

    That argument is a :class:`textrepair.formats.reading.Reading`.

    Args:
        form: the option that says the format of the files.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option(form, "form", metavar="NAME", help="Format of the files. [by name and content]")
        @click.option("--field", "fields", multiple=True, metavar="NAME", help="Field or column with texts. [text]")
        @click.option(
            "--encoding", default="utf-8", show_default=True, help="Encoding of the files, or auto to detect it."
        )
        @functools.wraps(command)
        def with_options(
            *arguments: Any, form: str | None, fields: tuple[str, ...], encoding: str, **others: Any
        ) -> Any:
            from textrepair.formats.plain import check_encoding
            from textrepair.formats.reading import Reading
            from textrepair.formats.registry import form_of

            form_of("", form)  # a format that does not exist, or needs what is not installed, is told at once
            how = Reading(form, fields, check_encoding(encoding), f"{option} text")
            return command(*arguments, reading=how, **others)

        return with_options

    option = form
    return decorate
