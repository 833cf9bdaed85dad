"""What the columns beside a table of forms mean, for the one that writes them and the one that reads them."""

from __future__ import annotations

import enum

__all__ = ["COMMON", "ZIPF_STEPS", "Flag"]

ZIPF_STEPS = 25
"""A Zipf value is kept in one byte as this many steps a unit: a step is a tenth in frequency."""

COMMON = 2.0
"""The filter of common forms holds the forms with this Zipf value and more."""


class Flag(enum.IntFlag):
    """What is special about a form."""

    NAME = 1
    """A proper name or title: known with a capital only."""
    ACRONYM = 2
    """An acronym or symbol: known in exactly this case."""
    ALIAS = 4
    """Another accepted spelling of a form (oeuvre for œuvre)."""
    OLD = 8
    """A spelling of the past (grand'mère)."""
    SHORT = 16
    """A unit, symbol or letter too short to count as a word (lb, xi)."""
    UNSEEN = 32
    """Never seen in the text that was counted."""
    PREFIX = 64
    """What stands before a hyphen only (anglo-, parlè-je)."""
