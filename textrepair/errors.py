"""Every error that textrepair raises on purpose.

::

    TextRepairError
    ├── ConfigurationError      a setting, a repairer's or a preset's name is wrong
    │   └── ArgumentTypeError   an argument is of the wrong type; a TypeError too
    ├── PackError               a language pack is missing, damaged or of another version
    ├── InputError              a file or record cannot be read as asked
    │   └── UndecodableError    its bytes are not text in the stated encoding
    ├── OutputError             a result cannot be written; the original stands untouched
    └── PatchError              edits that overlap, or do not belong to the text they are applied to

A message names the file and the place and says what to do next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "ArgumentTypeError",
    "ConfigurationError",
    "InputError",
    "OutputError",
    "PackError",
    "PatchError",
    "TextRepairError",
    "UndecodableError",
    "described_exception",
    "nearest_name",
    "shortened",
]

# A message is one line that a person reads.
_LONGEST_SHOWN = 80


class TextRepairError(Exception):
    """The base of every error that textrepair raises on purpose."""


class ConfigurationError(TextRepairError):
    """A setting, or the name of a repairer, preset or language, is wrong."""


class ArgumentTypeError(ConfigurationError, TypeError):
    """An argument of a function is of the wrong type."""


class PackError(TextRepairError):
    """A language pack is missing, damaged, or made for another version."""


class InputError(TextRepairError):
    """A file or a record cannot be read as asked."""


class UndecodableError(InputError):
    """The bytes of a file are not text in the stated encoding."""


class OutputError(TextRepairError):
    """A result cannot be written. The original is untouched."""


class PatchError(TextRepairError):
    """Edits overlap, or do not belong to the text that they are applied to."""


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant, as the end of an error message.

    >>> nearest_name("elison", ["elision", "spacing"])
    'did you mean ‘elision’?'
    >>> nearest_name("zzz", ["spacing", "elision"])
    'known: elision, spacing'
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1) if len(name) <= _LONGEST_SHOWN else []
    return f"did you mean ‘{close[0]}’?" if close else f"known: {', '.join(names)}"


def shortened(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """Return a name or a value as it stands in an error message.

    Args:
        text: the name or the value.
        longest: how many of its characters are shown at most.

    >>> shortened("fr"), len(shortened("x" * 100_000))
    ('fr', 102)
    """
    if len(text) <= longest:
        return text
    return f"{text[:longest]}… ({len(text):,} characters)"


def described_exception(error: BaseException) -> str:
    """Return the type and the message of an exception in one line; even of one whose message cannot be made.

    >>> described_exception(ValueError("no such letter"))
    'ValueError: no such letter'
    """
    try:
        message = " ".join(str(error).split())
    except Exception:
        message = "(its message cannot be shown)"
    name = type(error).__name__
    if isinstance(error, MemoryError):
        return f"{name}: {message or 'the memory is full'}"
    return f"{name}: {message}" if message else name
