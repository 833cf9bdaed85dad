"""Which textrepair this is; the build of the package reads it from here."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["__version__", "made_with", "version"]

__version__ = "0.1.0"


def version() -> str:
    """Return the version of textrepair."""
    return __version__


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
