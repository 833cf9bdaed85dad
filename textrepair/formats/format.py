"""What a format declares: its name, the files that it is found in, how it is recognised, and what reads it.

Each format declares itself in its own module; :mod:`textrepair.formats.registry` lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from textrepair.formats.head import Head
from textrepair.formats.protocols import Reader

__all__ = ["Format", "Options"]


class Options(NamedTuple):
    """What a reader is told about a file.

    Attributes:
        name: what messages call the file.
        fields: names of the texts, in formats with records.
        encoding: of its text, where the format leaves a choice: the name of a codec, or ``auto``.
        keep_original: in pages of OCR engines, words that are changed are kept as alternatives.
    """

    name: str = "-"
    fields: tuple[str, ...] = ("text",)
    encoding: str = "utf-8"
    keep_original: bool = False


def _nothing() -> None:
    """Check nothing: the format needs no package besides."""


@dataclass(frozen=True)
class Format:
    """A format, as its module declares it.

    A module is imported whenever a file is opened: what is slow to import (lxml, pyarrow) is imported in ``reader``.

    Attributes:
        name: of the format, as ``--format`` takes it.
        suffixes: ends of names, without the dot, that say that a file is in this format.
        reader: returns what reads a file, given the file, decompressed, and the options.
        check: raises :class:`textrepair.errors.ConfigurationError` if the format needs a package that is missing.
        recognise: returns the name of the format that the beginning of a file shows, or None. Formats may share one
            such function. It is asked about files whose names say nothing, and must never take a plain text for
            something else.
        suffixes_in_folders: ends of names of files in a folder that may be in this format, as their content tells.
        is_compressible: whether files may be compressed as a whole (``.gz`` and the like).
        seeks: a file is not read from its start to its end, and the same rows may be written as other bytes; its units
            have ``with_texts`` (:mod:`textrepair.formats.table_rows`).
        is_one_text: a file is one text, whose blocks are its units; offsets of edits count from its start.
        has_header: the first unit names the columns: a single record cannot be read without it.
        restores_units: a text leaves out so much of its unit that edits alone never lead back to it: the unit itself
            makes what stood there from what :meth:`textrepair.formats.protocols.ByteUnit.restorable` told.
        may_convert: a file may be in any encoding, and a result in another one than its input; its units are
            :class:`textrepair.formats.protocols.ConvertibleUnit`.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[BinaryIO, Options], Reader]
    check: Callable[[], object] = _nothing
    recognise: Callable[[Head], str | None] | None = None
    suffixes_in_folders: tuple[str, ...] = ()
    is_compressible: bool = True
    seeks: bool = False
    is_one_text: bool = False
    has_header: bool = False
    restores_units: bool = False
    may_convert: bool = False
