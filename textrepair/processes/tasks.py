"""What the processes that share work know of a task."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LEAST", "Lost"]

LEAST = 500
"""What a task costs besides its size."""


@dataclass(frozen=True)
class Lost:
    """Stands for the result of a task on which two processes died.

    Attributes:
        reason: how the second one ended.
    """

    reason: str
