"""Where the tables are that all packs share: ``lexicons/zones.toml`` and ``lexicons/languages.tsv``."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shared_table"]


def shared_table(name: str) -> Path:
    """Return the path of a table in ``lexicons`` that belongs to no language.

    Args:
        name: the name of the file.

    >>> shared_table("languages.tsv").is_file()
    True
    """
    package = Path(__file__).parents[2]
    installed = package / "lexicons" / name
    return installed if installed.is_file() else package.parent / "lexicons" / name
