"""Which format a file is in, and how it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from textrepair.errors import ConfigurationError, nearest_name
from textrepair.formats.blocks import read_blocks
from textrepair.formats.compression import COMPRESSIONS, check_compression
from textrepair.formats.units import ByteWriter, Reader, TextBlock

__all__ = ["FORMATS", "PLAIN", "Form", "form_of", "open_reader", "patterns_of"]

_ENDINGS = {
    "text": ("txt",),
    "jsonl": ("jsonl", "ndjson"),
    "csv": ("csv",),
    "tsv": ("tsv", "tab"),
    "parquet": ("parquet", "pq"),
    "arrow": ("arrow", "feather", "arrows"),
}
FORMATS = tuple(_ENDINGS)
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_TABLES = ("parquet", "arrow")


@dataclass(frozen=True)
class Form:
    """The form of a file.

    Attributes:
        kind: one of :data:`FORMATS`.
        compression: one of :data:`textrepair.formats.compression.COMPRESSIONS`; empty: none.
        fields: names of the texts, in formats with records.
    """

    kind: str = "text"
    compression: str = ""
    fields: tuple[str, ...] = ("text",)

    @property
    def seeks(self) -> bool:
        """Whether such a file is not read from its start to its end."""
        return self.kind in _TABLES

    @property
    def packs(self) -> bool:
        """Whether the same content may be written as other bytes."""
        return bool(self.compression) or self.seeks


PLAIN = Form()


def form_of(name: str, choice: str | None = None, fields: tuple[str, ...] = ()) -> Form:
    """Return the form of a file, by the end of its name. What is not known is plain text.

    Args:
        name: of the file.
        choice: a format that takes the place of what the name says, such as ``jsonl`` or ``jsonl.zst``.
        fields: names of the texts; none: ``text``.

    Raises:
        ConfigurationError: there is no such format, or it takes a package that is not installed.

    >>> form_of("a/b.jsonl.gz").kind, form_of("a.jsonl.gz").compression, form_of("README").kind
    ('jsonl', 'gz', 'text')
    """
    *stems, last = PurePath(name).name.lower().split(".")
    compression = last if last in COMPRESSIONS and stems else ""
    ending = (stems[-1] if len(stems) > 1 else "") if compression else last
    kind = _BY_ENDING.get(ending, "text") if stems else "text"
    if choice is not None:
        kind, _, chosen = choice.lower().partition(".")
        if kind not in FORMATS or (chosen and chosen not in COMPRESSIONS):
            known = [*FORMATS, *(f"{format_}.{end}" for format_ in FORMATS[:4] for end in COMPRESSIONS)]
            hint = nearest_name(choice.lower(), known) if kind in FORMATS else nearest_name(kind, FORMATS)
            raise ConfigurationError(f"--format: there is no format ‘{choice}’; {hint}")
        compression = chosen or compression
    if kind in _TABLES:
        if compression:
            raise ConfigurationError(f"{name}: {kind} files compress themselves; unpack the .{compression} first")
        from textrepair.formats.tables import check_tables

        check_tables()
    check_compression(compression)
    return Form(kind, compression, fields or PLAIN.fields)


def patterns_of(choice: str | None) -> tuple[str, ...]:
    """Return which files of a folder are taken if nothing else is said: those of a format, compressed or not.

    >>> patterns_of("csv")
    ('**/*.csv', '**/*.csv.bz2', '**/*.csv.gz', '**/*.csv.xz', '**/*.csv.zst')
    """
    kind = (choice or "text").lower().partition(".")[0]
    packed = ("", *(f".{end}" for end in COMPRESSIONS)) if kind not in _TABLES else ("",)
    return tuple(f"**/*.{ending}{end}" for ending in _ENDINGS.get(kind, ("txt",)) for end in packed)


class _Text:
    """A plain text that is being read."""

    def __init__(self, stream: BinaryIO, encoding: str, name: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._name = name

    def units(self) -> Iterator[TextBlock]:
        """Yield its blocks."""
        return map(TextBlock, read_blocks(self._stream, self._encoding, self._name))

    def writer(self, stream: BinaryIO) -> ByteWriter:
        """Return what writes the blocks."""
        return ByteWriter(stream)


def open_reader(stream: BinaryIO, form: Form, encoding: str, name: str) -> Reader:
    """Return what reads a file.

    Args:
        stream: the file, decompressed.
        form: its form.
        encoding: of its text, where the format leaves a choice.
        name: what messages call it.
    """
    if form.kind == "jsonl":
        from textrepair.formats.jsonlines import JsonLines

        return JsonLines(stream, form.fields, name)
    if form.kind in ("csv", "tsv"):
        from textrepair.formats.delimited import Delimited

        return Delimited(stream, form.fields, encoding, "\t" if form.kind == "tsv" else None, name)
    if form.kind in _TABLES:
        from textrepair.formats.tables import Arrow, Parquet

        return (Parquet if form.kind == "parquet" else Arrow)(stream, form.fields, name)
    return _Text(stream, encoding, name)
