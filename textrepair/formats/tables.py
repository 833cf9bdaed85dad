"""Parquet and Arrow tables, as formats; :mod:`textrepair.formats.table_rows` reads them."""

from __future__ import annotations

from typing import BinaryIO

from textrepair.formats.format import Format, Options
from textrepair.formats.head import Head
from textrepair.formats.protocols import Reader

__all__ = ["ARROW", "PARQUET"]

_ARROW_FILE = b"ARROW1\0\0"
# A stream has a length of four bytes after this mark; its first message is never long.
_ARROW_STREAM = b"\xff\xff\xff\xff"
# ‘PAR1’ alone may begin a text. The first header of a table, whatever it is of, begins with this control character.
_PARQUET = b"PAR1\x15"


def _check() -> None:
    """Make sure that tables can be read.

    Raises:
        ConfigurationError: it takes a package that is not installed.
    """
    from textrepair.arrow import import_pyarrow

    import_pyarrow()


def _recognise(head: Head) -> str | None:
    """Return which table a file is, by its first bytes."""
    data = head.data
    if data.startswith(_PARQUET):
        return "parquet"
    is_stream = data.startswith(_ARROW_STREAM) and data[6:8] == b"\0\0"
    return "arrow" if is_stream or data.startswith(_ARROW_FILE) else None


def _parquet(stream: BinaryIO, told: Options) -> Reader:
    from textrepair.formats.table_rows import Parquet

    return Parquet(stream, told.fields, told.name)


def _arrow(stream: BinaryIO, told: Options) -> Reader:
    from textrepair.formats.table_rows import Arrow

    return Arrow(stream, told.fields, told.name)


PARQUET = Format("parquet", ("parquet", "pq"), _parquet, _check, _recognise, is_compressible=False, seeks=True)
ARROW = Format("arrow", ("arrow", "feather", "arrows"), _arrow, _check, _recognise, is_compressible=False, seeks=True)
