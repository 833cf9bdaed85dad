"""Numbers with what they count, as messages say them."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, thing: str, plural: str = "") -> str:
    """Return a number with what it counts, in the singular or the plural.

    Args:
        number: how many.
        thing: one of them.
        plural: several of them; empty: ``thing`` with an s.

    >>> counted(1, "file"), counted(2_000, "edit"), counted(0, "process", "processes")
    ('1 file', '2,000 edits', '0 processes')
    """
    return f"{number:,} {thing if number == 1 else plural or f'{thing}s'}"
