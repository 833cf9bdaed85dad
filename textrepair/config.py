"""Settings: from ``textrepair.toml`` or ``[tool.textrepair]`` in ``pyproject.toml``.

What each setting means is in ``docs/reference/configuration.md``.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textrepair.errors import ConfigurationError, InputError, nearest_name, shortened
from textrepair.files.named import read_named_text

if TYPE_CHECKING:
    from textrepair.chain import Chain

__all__ = ["Settings", "find_settings", "load_settings", "settings_from"]

_OWN_FILE = "textrepair.toml"
_PROJECT_FILE = "pyproject.toml"


@dataclass(frozen=True)
class Settings:
    """Which repairers run, with which language and options.

    Attributes:
        language: code of the language pack.
        only: names of the repairers that run instead of the default ones; None: the default ones.
        skip: names of repairers that do not run.
        add: names of repairers that run besides the default ones.
        preset: names of presets of normalisation.
        min_confidence: 0–1; edits below it are not made; None: as :class:`Chain` has it.
        confusions: a confusion table that takes the place of the pack's; None: the pack's.
        words: lists of words to know besides.
        jobs: how many processes `textrepair fix` repairs in; None: as many as there are cores to use.
        options: for a repairer's name, its options and their values.
        origin: the file that the settings were read from; None: none was.
    """

    language: str = "fr"
    only: tuple[str, ...] | None = None
    skip: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    preset: tuple[str, ...] = ()
    min_confidence: float | None = None
    confusions: Path | None = None
    words: tuple[Path, ...] = ()
    jobs: int | None = None
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    origin: Path | None = None

    def overridden(
        self,
        *,
        language: str | None = None,
        only: tuple[str, ...] = (),
        skip: tuple[str, ...] = (),
        add: tuple[str, ...] = (),
        preset: tuple[str, ...] = (),
        min_confidence: float | None = None,
        confusions: Path | None = None,
        words: tuple[Path, ...] = (),
        jobs: int | None = None,
    ) -> Settings:
        """Return the settings with those given in place of their own; empty and None leave one as it is.

        ``only`` is a choice from nothing: it sets aside every choice of repairers made here.

        >>> Settings(skip=("accents",), add=("reflow",)).overridden(only=("spacing",)).add
        ()
        """
        base = dataclasses.replace(self, only=only, skip=(), add=(), preset=()) if only else self
        return dataclasses.replace(
            base,
            language=base.language if language is None else language,
            skip=skip or base.skip,
            add=add or base.add,
            preset=preset or base.preset,
            min_confidence=base.min_confidence if min_confidence is None else min_confidence,
            confusions=base.confusions if confusions is None else confusions,
            words=words or base.words,
            jobs=base.jobs if jobs is None else jobs,
        )

    def chain(self) -> Chain:
        """Make the chain that the settings describe.

        Raises:
            ConfigurationError: a name is unknown; the message says where the settings come from.
            InputError: a table or a list of words cannot be read.
            PackError: the language pack is damaged.

        >>> Settings(only=("spacing",)).chain().fix("de  l ’appui")
        'de l’appui'
        """
        from textrepair.chain import Chain

        try:
            return Chain.for_language(
                self.language,
                only=self.only,
                skip=self.skip,
                add=self.add,
                preset=self.preset,
                min_confidence=self.min_confidence,
                options=self.options,
                confusions=self.confusions,
                words=self.words,
            )
        except ConfigurationError as error:
            if self.origin is None:
                raise
            raise ConfigurationError(f"{error} (settings from {self.origin})") from error


def settings_from(file: Path | None) -> Settings:
    """Read the settings from a file if one is named, and otherwise the nearest ones.

    Args:
        file: as for :func:`load_settings`; None: as :func:`find_settings` does.

    Raises:
        ConfigurationError: as from either.
    """
    return find_settings() if file is None else load_settings(file)


def find_settings(start: Path | None = None) -> Settings:
    """Read the nearest settings from a folder upwards; the defaults where there are none.

    In each folder ``textrepair.toml`` goes before ``pyproject.toml``, which counts only if it has a table
    ``[tool.textrepair]``.

    Args:
        start: the folder to begin in; None: the working directory.

    Raises:
        ConfigurationError: a file that is found cannot be read, or says what no setting can say.
    """
    folder = (start or Path.cwd()).absolute()
    for place in (folder, *folder.parents):
        for name in (_OWN_FILE, _PROJECT_FILE):
            file = place / name
            if _is_file(file):
                table = _table(file)
                if table is not None:
                    return _settings(table, file)
    return Settings()


def load_settings(file: Path) -> Settings:
    """Read the settings from one file.

    Args:
        file: a TOML file; of one named ``pyproject.toml`` the table ``[tool.textrepair]``.

    Raises:
        ConfigurationError: the file is not there, has no such table, or says what no setting can say.
    """
    table = _table(file)
    if table is None:
        raise ConfigurationError(f"{file}: there is no table [tool.textrepair] in it")
    return _settings(table, file)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder above us that we may not look into
        return False


def _table(file: Path) -> dict[str, object] | None:
    """Return the table of settings in a file; None where a pyproject.toml has none."""
    try:
        whole: dict[str, object] = tomllib.loads(read_named_text(file))
    except InputError as error:
        raise ConfigurationError(str(error)) from error
    except RecursionError:
        raise ConfigurationError(f"{file}: its values are nested too deeply; no setting is") from None
    except ValueError as error:  # no TOML, or a number of five thousand digits
        raise ConfigurationError(f"{file}: not valid TOML: {error}") from error
    if file.name != _PROJECT_FILE:
        return whole
    tool = whole.get("tool")
    table = tool.get("textrepair") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise _wrong(file, "tool.textrepair", "a table", table)
    return table


def _settings(table: Mapping[str, object], file: Path) -> Settings:
    known = {entry.name for entry in dataclasses.fields(Settings)} - {"options", "origin"} | {"repairers"}
    for key in table:
        if key not in known:
            raise ConfigurationError(f"{file}: unknown setting ‘{shortened(key)}’; {nearest_name(key, known)}")
    defaults = Settings()
    return Settings(
        language=_string(table, "language", file, defaults.language),
        only=_names(table, "only", file) if "only" in table else None,
        skip=_names(table, "skip", file),
        add=_names(table, "add", file),
        preset=_names(table, "preset", file),
        min_confidence=_fraction(table, "min_confidence", file) if "min_confidence" in table else None,
        # A file is named as seen from the file that names it.
        confusions=file.parent / _string(table, "confusions", file, "") if "confusions" in table else None,
        words=tuple(file.parent / name for name in _names(table, "words", file)),
        jobs=_number(table, "jobs", file) if "jobs" in table else None,
        options=_options(table, file),
        origin=file,
    )


def _string(table: Mapping[str, object], key: str, file: Path, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise _wrong(file, key, "a string", value)
    return value


def _names(table: Mapping[str, object], key: str, file: Path) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _wrong(file, key, "a string or a list of strings", value)
    return tuple(value)


def _fraction(table: Mapping[str, object], key: str, file: Path) -> float:
    value = table[key]
    # To Python, true is a number; to a person it is a mistake.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _wrong(file, key, "a number from 0 to 1", value)
    return float(value)


def _number(table: Mapping[str, object], key: str, file: Path) -> int:
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _wrong(file, key, "a whole number from 1", value)
    return value


def _options(table: Mapping[str, object], file: Path) -> dict[str, dict[str, object]]:
    """Return the tables of repairers' options. What may stand in each, its repairer knows."""
    repairers = table.get("repairers", {})
    if not isinstance(repairers, dict):
        raise _wrong(file, "repairers", "a table with a table for each repairer", repairers)
    for name, options in repairers.items():
        if not isinstance(options, dict):
            raise _wrong(file, f"repairers.{name}", "a table of options", options)
    return repairers


def _wrong(file: Path, key: str, expected: str, value: object) -> ConfigurationError:
    return ConfigurationError(f"{file}: ‘{key}’ should be {expected}, not {shortened(repr(value))}")
