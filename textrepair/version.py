"""Which textrepair this is."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["made_with", "version"]


@cache
def version() -> str:
    """Return the version of textrepair; empty where it is not installed, but run from its source."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed  # 10 ms to import

    try:
        return installed("textrepair")
    except PackageNotFoundError:
        return ""


@cache
def made_with() -> dict[str, str]:
    """Return the versions of all besides the language pack that decides about repairs; empty ones are not installed.

    >>> sorted(made_with())
    ['ftfy', 'rapidfuzz', 'textrepair', 'unicode', 'unidecode']
    """
    from importlib import metadata  # 10 ms to import

    found = {"textrepair": version(), "unicode": unicodedata.unidata_version}
    for package in ("ftfy", "rapidfuzz", "unidecode"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = ""
    return found
