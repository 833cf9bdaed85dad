"""Which repairers there are: the built-in ones, one a file in ``repairers/``, and those of plugins.

A plugin names its classes under the entry point ``textrepair.repairers``; they are listed, and run only when
they are asked for by name.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple, cast

from textrepair import repairers
from textrepair.errors import ConfigurationError, nearest_name
from textrepair.fork_lock import FORK_LOCK
from textrepair.repairer import AnyRepairer, Stage

__all__ = ["RepairerInfo", "available", "built_in", "make"]

ENTRY_POINTS = "textrepair.repairers"


class RepairerInfo(NamedTuple):
    """A repairer that can be used.

    Attributes:
        name: its name.
        stage: where in the chain it runs.
        summary: the first line of its docstring.
        default: whether it runs without being named.
        plugin: whether an installed package other than textrepair brought it.
        cls: its class.
    """

    name: str
    stage: Stage
    summary: str
    default: bool
    plugin: bool
    cls: type[AnyRepairer]


def _describe(cls: type[AnyRepairer], *, plugin: bool) -> RepairerInfo:
    summary = (cls.__doc__ or "").strip().split("\n")[0]
    return RepairerInfo(cls.name, cls.stage, summary, cls.default and not plugin, plugin, cls)


def _modules() -> list[ModuleType]:
    with FORK_LOCK:
        names = [f"{repairers.__name__}.{info.name}" for info in pkgutil.iter_modules(repairers.__path__)]
        return [importlib.import_module(name) for name in names]


@cache
def built_in() -> Mapping[str, RepairerInfo]:
    """Return the repairers that come with textrepair, by name, in the order of the chain."""
    found: dict[str, RepairerInfo] = {}
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__ and hasattr(value, "examples"):
                info = _describe(cast("type[AnyRepairer]", value), plugin=False)
                found[info.name] = info
    # Within a stage the order of the names is the order of the chain, so that it never depends on a file system.
    return dict(sorted(found.items(), key=lambda item: (item[1].stage, item[0])))


def available() -> dict[str, RepairerInfo]:
    """Return every repairer that can be used, by name: the built-in ones by stage, then plugins.

    >>> available()["hyphenation"].stage.name
    'LAYOUT'
    """
    found = dict(built_in())
    from importlib import metadata  # 40 ms to import, and plugins are seldom asked for

    for entry in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        if entry.name not in found:
            try:
                found[entry.name] = _describe(entry.load(), plugin=True)
            except Exception as error:
                raise ConfigurationError(
                    f"the plugin {entry.value}, which registers the repairer ‘{entry.name}’, cannot be loaded "
                    f"({type(error).__name__}: {error}): update it, or uninstall it"
                ) from error
    return found


def make(names: Iterable[str], options: Mapping[str, Mapping[str, object]] | None = None) -> tuple[AnyRepairer, ...]:
    """Make the repairers of these names, in the order of the chain.

    Args:
        names: of repairers; repeated ones count once.
        options: by repairer, the values of its fields.

    Raises:
        ConfigurationError: a name or an option is unknown, or an option is of the wrong type.
    """
    wanted = set(names)
    options = options or {}
    known: Mapping[str, RepairerInfo] = built_in()
    if not wanted.union(options) <= known.keys():
        known = available()
    for name in sorted(wanted.union(options)):
        if name not in known:
            raise ConfigurationError(f"no repairer ‘{name}’: {nearest_name(name, known)}")
    # Options are checked even of those that do not run, so that a mistake in a settings file never hides.
    made = {
        name: _make(info, options.get(name, {})) for name, info in known.items() if name in wanted or name in options
    }
    return tuple(repairer for name, repairer in made.items() if name in wanted)


def _make(info: RepairerInfo, options: Mapping[str, object]) -> AnyRepairer:
    if not options:
        return _made(info, {})
    # A repairer without options need not be a dataclass.
    fields: dict[str, dataclasses.Field[Any]] = getattr(info.cls, "__dataclass_fields__", {})
    for key, value in options.items():
        if key not in fields:
            hint = nearest_name(key, fields) if fields else "it has none"
            raise ConfigurationError(f"repairer ‘{info.name}’ has no option ‘{key}’: {hint}")
        default = fields[key].default
        accepted = (int, float) if isinstance(default, float) else type(default)
        if default is not dataclasses.MISSING and (
            not isinstance(value, accepted) or isinstance(value, bool) is not isinstance(default, bool)
        ):
            raise ConfigurationError(
                f"repairer ‘{info.name}’, option ‘{key}’: {value!r} is no {type(default).__name__}"
            )
    return _made(info, options)


def _made(info: RepairerInfo, options: Mapping[str, object]) -> AnyRepairer:
    try:
        return info.cls(**options)
    except Exception as error:
        raise ConfigurationError(
            f"the repairer ‘{info.name}’ cannot be made with its options ({type(error).__name__}: {error})"
        ) from error
