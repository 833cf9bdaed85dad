"""Groups of options: frozen dataclasses whose fields say how each option is given.

A command takes a group as one argument::

    @dataclass(frozen=True)
    class InputOptions:
        glob: str | None = option("--glob", help="Which files of a folder are repaired.")

    @click.command()
    @takes(inputs=InputOptions)
    def fix(inputs: InputOptions) -> None: ...
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textrepair.commands import names

if TYPE_CHECKING:
    from textrepair.config import Settings

__all__ = [
    "ChainOptions",
    "PackOptions",
    "confusions",
    "only",
    "option",
    "reading",
    "skip",
    "split_names",
    "takes",
    "words",
]

_FILE = click.Path(readable=False, path_type=Path)
_DECLARATION = "option"


def option(*flags: str, **settings: Any) -> Any:
    """Declare a field of a group as an option; the arguments are those of :func:`click.option`."""
    return dataclasses.field(metadata={_DECLARATION: (flags, settings)})


def takes(**groups: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of several groups.

    Args:
        groups: by the name of an argument of the command, the dataclass that it is an instance of.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def command(*args: Any, **values: Any) -> Any:
            for name, group in groups.items():
                values[name] = group(**{field.name: values.pop(field.name) for field in dataclasses.fields(group)})
            return function(*args, **values)

        declared = [field for group in groups.values() for field in dataclasses.fields(group)]
        # click shows first what is applied last.
        for field in reversed(declared):
            flags, settings = field.metadata[_DECLARATION]
            click.option(*flags, field.name, **settings)(command)
        return command

    return decorate


def split_names(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Take names from an option that may be repeated, and may hold several with commas between them.

    Raises:
        BadParameter: a name is empty.
    """
    found = tuple(name.strip() for value in values for name in value.split(","))
    if not all(found):
        raise click.BadParameter("an empty name", ctx, param)
    return found


def _names(flag: str, help_text: str, complete: names.Completer = names.repairer_names) -> Any:
    return option(flag, multiple=True, callback=split_names, metavar="NAME", help=help_text, shell_complete=complete)


def only() -> Any:
    """Declare ``--only``."""
    return _names("--only", "Run these repairers instead of the default ones.")


def skip() -> Any:
    """Declare ``--skip``."""
    return _names("--skip", "Do not run these repairers.")


def words() -> Any:
    """Declare ``--words``."""
    return option("--words", multiple=True, metavar="FILE", type=_FILE, help="Words to know besides, one a line.")


def confusions() -> Any:
    """Declare ``--confusions``."""
    return option(
        "--confusions", metavar="FILE", type=_FILE, help="What your engine misreads, as `textrepair learn` writes it."
    )


@dataclass(frozen=True)
class _RepairerOptions:
    """Which repairers run."""

    only: tuple[str, ...] = only()
    skip: tuple[str, ...] = skip()
    add: tuple[str, ...] = _names("--add", "Run these repairers besides the default ones.")
    preset: tuple[str, ...] = _names("--preset", "Normalise too: fr-typography, search.", names.presets)
    min_confidence: float | None = option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        help="Leave out edits less sure than this. [0.7; 0.5 in heavily damaged documents]",
    )


@dataclass(frozen=True)
class PackOptions:
    """The language pack, what is known besides, and the settings that the options go before."""

    language: str | None = option(
        "--language", metavar="CODE", help="Language pack. [fr]", shell_complete=names.languages
    )
    words: tuple[Path, ...] = words()
    confusions: Path | None = confusions()
    config: Path | None = option(
        "--config",
        metavar="FILE",
        type=_FILE,
        help="Settings; otherwise the nearest textrepair.toml or pyproject.toml.",
    )

    def settings(self) -> Settings:
        """Return the settings with the options in place of theirs.

        Raises:
            ConfigurationError: the file of settings is not there, or says what no setting can say.
        """
        from textrepair.config import settings_from

        return settings_from(self.config).overridden(
            language=self.language, words=self.words, confusions=self.confusions
        )


@dataclass(frozen=True)
class ChainOptions(PackOptions, _RepairerOptions):
    """All that decides what is repaired."""

    def settings(self) -> Settings:
        """Return the settings with the options in place of theirs, as :meth:`PackOptions.settings` does."""
        return (
            super()
            .settings()
            .overridden(
                only=self.only,
                skip=self.skip,
                add=self.add,
                preset=self.preset,
                min_confidence=self.min_confidence,
            )
        )


def reading(form: str = "--format") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options about files to a command, which takes them as one argument ``reading``.

    That argument is a :class:`textrepair.formats.reading.Reading`.

    Args:
        form: the option that says the format of the files.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option(
            form,
            "form",
            metavar="NAME",
            help="Format of the files. [by name and content]",
            shell_complete=names.formats,
        )
        @click.option("--field", "fields", multiple=True, metavar="NAME", help="Field or column with texts. [text]")
        @click.option(
            "--encoding",
            default="utf-8",
            show_default=True,
            help="Encoding of the files, or auto to detect it.",
            shell_complete=names.encodings,
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
