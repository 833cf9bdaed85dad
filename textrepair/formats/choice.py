"""Which format a file is in, and how it is opened."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, BinaryIO, cast

from textrepair.errors import ConfigurationError, TextRepairError, nearest_name
from textrepair.formats.blocks import read_blocks
from textrepair.formats.compression import COMPRESSIONS, check_compression, decompressed
from textrepair.formats.pages.detection import read_start
from textrepair.formats.pages.files import PAGE_KINDS, PageFiles
from textrepair.formats.pages.markup import check_lxml
from textrepair.formats.units import ByteWriter, Reader, TextBlock

__all__ = ["FORMATS", "PLAIN", "Form", "by_content", "form_of", "is_page", "open_reader", "patterns_of"]

_ENDINGS = {
    "text": ("txt",),
    "jsonl": ("jsonl", "ndjson"),
    "csv": ("csv",),
    "tsv": ("tsv", "tab"),
    "parquet": ("parquet", "pq"),
    "arrow": ("arrow", "feather", "arrows"),
}
FORMATS = (*_ENDINGS, *PAGE_KINDS)
_COMPRESSIBLE = (*FORMATS[:4], *PAGE_KINDS)
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_FEW = 64
_TABLES = ("parquet", "arrow")
# Which files of a folder are taken; what a file is, is told by its content.
_PAGE_ENDINGS = {"alto": ("xml",), "hocr": ("hocr", "html", "htm", "xhtml"), "page": ("xml",)}
_OF_PAGES = frozenset(ending for endings in _PAGE_ENDINGS.values() for ending in endings)


@dataclass(frozen=True)
class Form:
    """The form of a file.

    Attributes:
        kind: one of :data:`FORMATS`.
        compression: one of :data:`textrepair.formats.compression.COMPRESSIONS`; empty: none.
        fields: names of the texts, in formats with records.
        told: the format was asked for; if not, a file that seems to be plain text may be a page of an OCR engine.
        keep_original: in pages of OCR engines, words that are changed are kept as alternatives.
    """

    kind: str = "text"
    compression: str = ""
    fields: tuple[str, ...] = ("text",)
    told: bool = False
    keep_original: bool = False

    @property
    def seeks(self) -> bool:
        """Whether such a file is not read from its start to its end."""
        return self.kind in _TABLES

    @property
    def packs(self) -> bool:
        """Whether the same content may be written as other bytes."""
        return bool(self.compression) or self.seeks


PLAIN = Form()


def form_of(name: str, choice: str | None = None, fields: tuple[str, ...] = (), *, keep_original: bool = False) -> Form:
    """Return the form of a file, by the end of its name. What is not known is plain text.

    Args:
        name: of the file.
        choice: a format that takes the place of what the name says, such as ``jsonl`` or ``jsonl.zst``.
        fields: names of the texts; none: ``text``.
        keep_original: as for :class:`Form`.

    Raises:
        ConfigurationError: there is no such format, or it takes a package that is not installed.

    >>> form_of("a/b.jsonl.gz").kind, form_of("a.jsonl.gz").compression, form_of("README").kind
    ('jsonl', 'gz', 'text')
    """
    ending, compression = _endings(name)
    kind = _BY_ENDING.get(ending, "text")
    if choice is not None:
        kind, _, chosen = choice.lower().partition(".")
        if kind not in FORMATS or (chosen and chosen not in COMPRESSIONS):
            known = [*FORMATS, *(f"{format_}.{end}" for format_ in _COMPRESSIBLE for end in COMPRESSIONS)]
            hint = nearest_name(choice.lower(), known) if kind in FORMATS else nearest_name(kind, FORMATS)
            raise ConfigurationError(f"--format: there is no format ‘{choice}’; {hint}")
        compression = chosen or compression
    if kind in _TABLES:
        if compression:
            raise ConfigurationError(f"{name}: {kind} files compress themselves; unpack the .{compression} first")
        from textrepair.formats.tables import check_tables

        check_tables()
    check_compression(compression)
    if kind in PAGE_KINDS:
        check_lxml()
    return Form(kind, compression, fields or PLAIN.fields, choice is not None, keep_original)


def _endings(name: str) -> tuple[str, str]:
    """Return the end of a file's name that says what it holds, and that which says how it is compressed; or nothing."""
    _, *ends = PurePath(name).name.lower().split(".")
    compression = ends.pop() if ends and ends[-1] in COMPRESSIONS else ""
    return ends[-1] if ends else "", compression


def patterns_of(choice: str | None) -> tuple[str, ...]:
    """Return which files of a folder are taken if nothing else is said: those of a format, compressed or not.

    >>> patterns_of("csv")
    ('**/*.csv', '**/*.csv.bz2', '**/*.csv.gz', '**/*.csv.xz', '**/*.csv.zst')
    """
    kind = (choice or "text").lower().partition(".")[0]
    endings = _PAGE_ENDINGS.get(kind) or _ENDINGS.get(kind, ("txt",))
    packed = ("", *(f".{end}" for end in COMPRESSIONS)) if kind not in _TABLES else ("",)
    return tuple(f"**/*.{ending}{end}" for ending in endings for end in packed)


def is_page(path: Path) -> bool:
    """Whether a file is what an OCR engine writes, by its content; asked only of .xml, .html and the like."""
    ending, compression = _endings(path.name)
    if ending not in _OF_PAGES or not path.is_file():
        return False
    try:
        # What cannot be opened, or stops being compressed data, is none.
        with path.open("rb") as opened:
            return read_start(decompressed(opened, compression, str(path))).kind is not None
    except (OSError, TextRepairError):
        return False


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


class _Rejoined(io.RawIOBase):
    """A stream of which the beginning has been read."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def by_content(stream: BinaryIO, form: Form) -> tuple[BinaryIO, Form]:
    """Look into a file that seems to be plain text, and return it from its start, with the form that it has.

    Args:
        stream: the file, decompressed.
        form: what its name says.

    >>> by_content(io.BytesIO(b"<alto/>"), PLAIN)[1].kind, by_content(io.BytesIO(b"<alto/>"), Form(told=True))[1].kind
    ('alto', 'text')
    """
    if form.kind != "text" or form.told:
        return stream, form
    start = stream.tell() if stream.seekable() else None
    head = stream.read(_FEW)
    kind: str | None = None
    # Most often that is enough to tell that it is none.
    if not head.strip() or head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        head, kind, _ = read_start(stream, head)
    if start is not None:
        stream.seek(start)
    else:
        stream = cast(BinaryIO, io.BufferedReader(_Rejoined(head, stream)))
    if kind is None:
        return stream, form
    check_lxml()
    return stream, replace(form, kind=kind)


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
    if form.kind in PAGE_KINDS:
        return PageFiles(stream, form.kind, name, keep_original=form.keep_original, encoding=encoding)
    if form.kind in _TABLES:
        from textrepair.formats.tables import Arrow, Parquet

        return (Parquet if form.kind == "parquet" else Arrow)(stream, form.fields, name)
    return _Text(stream, encoding, name)
