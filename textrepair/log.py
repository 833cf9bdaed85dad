"""Logging under the name ``textrepair``, which costs nothing until the program imports :mod:`logging`.

To import it takes 8 ms, a tenth of a run over a small file. Whoever listens to the log has imported it already.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

__all__ = ["ROOT", "Log"]

ROOT = "textrepair"
"""The logger above all others of the package; it has a ``NullHandler``."""


class Log:
    """The log of one module.

    Args:
        name: of the logger: ``textrepair``, or a name below it, such as ``__name__``.

    >>> import logging
    >>> with __import__("unittest").TestCase().assertLogs("textrepair", "INFO") as caught:
    ...     Log("textrepair.runs").info("%s: repaired", "a.txt")
    >>> caught.output
    ['INFO:textrepair.runs:a.txt: repaired']
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, message: str, *values: object) -> None:
        """Log a detail that helps to find a fault; ``values`` go into the places of ``message``."""
        if "logging" in sys.modules:
            _logger(self._name).debug(message, *values)

    def info(self, message: str, *values: object) -> None:
        """Log a step of the work."""
        if "logging" in sys.modules:
            _logger(self._name).info(message, *values)

    def warning(self, message: str, *values: object) -> None:
        """Log something that went wrong and was contained."""
        if "logging" in sys.modules:
            _logger(self._name).warning(message, *values)


@cache
def _logger(name: str) -> Logger:
    import logging

    root = logging.getLogger(ROOT)
    if not any(isinstance(handler, logging.NullHandler) for handler in root.handlers):
        root.addHandler(logging.NullHandler())
    return logging.getLogger(name)
