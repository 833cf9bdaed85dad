"""What a repaired file says about the repair."""

from __future__ import annotations

from textrepair.version import version

__all__ = ["ORIGINAL", "SETTINGS", "account", "software_version"]

ORIGINAL = "original, superseded by textrepair"
"""What marks the text that stood there before."""

SETTINGS = (
    "OCR errors were repaired. The confidences of the OCR engine no longer hold for the words that were changed, and "
    "were taken from them; the boxes of words that were divided are estimates."
)
"""What was done, for a person. Nothing in it depends on when or where: the same input gives the same output."""


def software_version() -> str:
    """Return the version of textrepair, as the formats have it: it cannot be left out."""
    return version() or "0"


def account() -> str:
    """Return what is told of a repair where the format has no place for it: in a comment."""
    return f"textrepair {software_version()}: {SETTINGS}"
