"""Which textrepair this is."""

from __future__ import annotations

from functools import cache

__all__ = ["version"]


@cache
def version() -> str:
    """Return the version of textrepair; empty where it is not installed, but run from its source."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed  # 10 ms to import

    try:
        return installed("textrepair")
    except PackageNotFoundError:
        return ""
