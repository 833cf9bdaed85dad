"""Checks of the arguments of the public functions.

An argument of the wrong type raises :class:`textrepair.errors.ArgumentTypeError`, which is a ``TypeError`` and a
:class:`textrepair.errors.ConfigurationError`. An argument of the right type with a wrong value raises a
``ConfigurationError``. Each message says what was expected, what was given, and what to write instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from textrepair.core import Pack
from textrepair.errors import ArgumentTypeError, ConfigurationError, shortened

__all__ = [
    "check_chain",
    "check_language",
    "check_min_confidence",
    "check_options",
    "check_pack",
    "check_text",
    "check_workers",
    "checked_documents",
    "checked_names",
    "checked_repairers",
]

_T = TypeVar("_T")


def check_text(value: object, parameter: str) -> None:
    """Check that a text is a ``str``.

    Args:
        value: the text that was given.
        parameter: the name of the parameter.

    Raises:
        ArgumentTypeError: the value is not a ``str``.

    >>> check_text(b"le", "text")
    Traceback (most recent call last):
    textrepair.errors.ArgumentTypeError: text: expected a str, got b'le': decode it first, as with .decode("utf-8")
    """
    if not isinstance(value, str):
        raise ArgumentTypeError(f"{parameter}: expected a str, got {_shown(value)}: {_text_remedy(value)}")


def _text_remedy(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return 'decode it first, as with .decode("utf-8")'
    if isinstance(value, os.PathLike):
        return 'read the file first, as with .read_text("utf-8")'
    if hasattr(value, "text"):
        return "pass its .text"
    if value is None:
        return "leave out documents without a text, or pass an empty string"
    if isinstance(value, Iterable):
        return "for several texts, call repair_many"
    return "convert it first, as with str()"


def check_language(value: object) -> None:
    """Check that the code of a language is a ``str``.

    Raises:
        ArgumentTypeError: the value is not a ``str``.
    """
    if not isinstance(value, str):
        raise ArgumentTypeError(
            f'language: expected the code of a language pack, a str, got {_shown(value)}: pass a code such as "fr"; '
            "for a Pack of your own, make a Chain with it"
        )


def checked_names(value: str | Iterable[str] | None, parameter: str) -> list[str] | None:
    """Return one name or several names as a list; None stays None.

    Args:
        value: the name or names that were given.
        parameter: the name of the parameter.

    Raises:
        ArgumentTypeError: one is not a ``str``, such as a repairer in place of its name.
    """
    if value is None:
        return None
    is_several = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    names: list[Any] = list(value) if is_several else [value]
    for name in names:
        if not isinstance(name, str):
            raise ArgumentTypeError(_not_a_name(name, parameter))
    return names


def _not_a_name(value: object, parameter: str) -> str:
    if parameter == "preset":
        return f'preset: expected names of presets, got {_shown(value)}: pass a name such as "fr-typography"'
    if _proposes(value):
        remedy = "pass the name here, or make a Chain of the repairers themselves, as with Chain(repairers, pack)"
    else:
        remedy = "`textrepair repairers` lists the names"
    return f"{parameter}: expected names of repairers, got {_shown(value)}: {remedy}"


def check_options(options: object) -> None:
    """Check that the options of repairers are a mapping from their names to mappings, or None.

    Raises:
        ArgumentTypeError: they are something else.
    """
    if options is None:
        return
    wrong = (
        [options]
        if not isinstance(options, Mapping)
        else [values for values in options.values() if not isinstance(values, Mapping)]
    )
    if wrong:
        raise ArgumentTypeError(
            f"options: expected a mapping from names of repairers to mappings, got {_shown(wrong[0])}: pass one such "
            'as {"a-repairer": {"an_option": 1}}'
        )


def checked_repairers(repairers: Iterable[_T]) -> tuple[_T, ...]:
    """Return repairers as a tuple.

    Raises:
        ArgumentTypeError: the value is not iterable, or an item is a class, a name or something else.
    """
    if isinstance(repairers, str | bytes | type) or not isinstance(repairers, Iterable):
        raise ArgumentTypeError(
            f"repairers: expected an iterable of repairers, got {_shown(repairers)}: {_repairer_remedy(repairers)}"
        )
    found = tuple(repairers)
    for repairer in found:
        is_described = hasattr(repairer, "name") and hasattr(repairer, "stage")
        if isinstance(repairer, type) or not (is_described and _proposes(repairer)):
            raise ArgumentTypeError(
                f"repairers: expected repairers, got {_shown(repairer)}: {_repairer_remedy(repairer)}"
            )
    return found


def _proposes(value: object) -> bool:
    """Whether a value has a method of a repairer, as :mod:`textrepair.repairer` describes them."""
    return any(hasattr(value, method) for method in ("spec", "propose", "candidates"))


def _repairer_remedy(value: object) -> str:
    if isinstance(value, type):
        return f"pass an instance, as with [{value.__name__}()]"
    if isinstance(value, str):
        return "to choose repairers by name, call Chain.for_language(only=[…])"
    if _proposes(value):
        return "put it in a list" if hasattr(value, "name") else "give its class a name and a stage"
    return "a repairer has a name, a stage, and one of spec(), propose() and candidates()"


def check_min_confidence(value: Any) -> None:
    """Check that the lowest confidence of a change is a number from 0 to 1, or None.

    Raises:
        ArgumentTypeError: the value is not a number.
        ConfigurationError: the number is less than 0, more than 1, or NaN.
    """
    if value is None:
        return
    try:
        is_number, is_within = not isinstance(value, bool), bool(0.0 <= value <= 1.0)
    except (TypeError, ValueError):  # a ValueError comes from an array
        is_number = is_within = False
    if not is_number:
        raise ArgumentTypeError(
            f"min_confidence: expected a number from 0 to 1, got {_shown(value)}: pass a number such as 0.7, or None"
        )
    if not is_within:
        raise ConfigurationError(f"min_confidence is {value}: it must lie between 0 and 1")


def check_workers(value: object) -> None:
    """Check that the number of processes is an ``int`` of at least 1, or None.

    Raises:
        ArgumentTypeError: the value is not an ``int``.
        ConfigurationError: the number is less than 1.
    """
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise ArgumentTypeError(f"workers: expected an int, got {_shown(value)}: pass None to use all cores")
    if value < 1:
        raise ConfigurationError(f"workers is {value}: pass 1 or more")


def check_pack(value: object) -> None:
    """Check that a language pack is an open one.

    Raises:
        ArgumentTypeError: the value is something else, such as the code of a language.
    """
    if not isinstance(value, Pack):
        call = f"open_pack({shortened(value)!r})" if isinstance(value, str) else 'open_pack("fr")'
        raise ArgumentTypeError(
            f"pack: expected a Pack, got {_shown(value)}: open one, as with textrepair.core.{call}, or call "
            "Chain.for_language"
        )


def check_chain(value: object) -> None:
    """Check that a chain can repair; None is allowed.

    Raises:
        ArgumentTypeError: the value is something else.
    """
    if value is not None and (isinstance(value, type) or not hasattr(value, "repair")):
        call = f"Chain.for_language({shortened(value)!r})" if isinstance(value, str) else "Chain.for_language()"
        raise ArgumentTypeError(f"chain: expected a Chain, got {_shown(value)}: make one, as with {call}")


def checked_documents(documents: Iterable[_T]) -> Iterator[_T]:
    """Return an iterator over texts and documents that checks each item when it is taken.

    Raises:
        ArgumentTypeError: the value is a single text, or not iterable; later: an item is neither a text nor a
            document.
    """
    if isinstance(documents, str | bytes):
        raise ArgumentTypeError(
            f"documents: expected an iterable of texts, got one {type(documents).__name__}: put it in a list"
        )
    if isinstance(documents, type) or not isinstance(documents, Iterable):
        raise ArgumentTypeError(f"documents: expected an iterable of texts, got {_shown(documents)}: pass a list")
    return _checked(documents)


def _checked(documents: Iterable[_T]) -> Iterator[_T]:
    for document in documents:
        if not isinstance(document, str):
            check_text(getattr(document, "text", document), "documents")
        yield document


def _shown(value: object) -> str:
    """Return a value for a message: short, and without an error if its ``repr`` raises one."""
    try:
        return f"the class {value.__name__}" if isinstance(value, type) else shortened(repr(value))
    except Exception:
        return f"an object of type {type(value).__name__}"
