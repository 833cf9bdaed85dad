"""Which formats there are, which of them a file is in, and how it is opened.

A new format is a module that declares a :class:`textrepair.formats.format.Format`, and one more name in
:data:`FORMATS`; ``docs/how-to/add-a-format.md`` leads through it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import BinaryIO

from textrepair.errors import ConfigurationError, InputError, TextRepairError, nearest_name
from textrepair.formats import delimited, jsonlines, tables, text
from textrepair.formats.compression import COMPRESSIONS, check_compression, decompressed
from textrepair.formats.format import Format, Options
from textrepair.formats.head import Head
from textrepair.formats.pages import page_formats
from textrepair.formats.protocols import Reader
from textrepair.formats.signatures import INSIST, refuse_others

__all__ = [
    "FORMATS",
    "PLAIN",
    "Form",
    "by_content",
    "form_of",
    "format_named",
    "is_page",
    "open_reader",
    "patterns_of",
]

FORMATS: tuple[Format, ...] = (
    text.TEXT,
    jsonlines.JSONL,
    delimited.CSV,
    delimited.TSV,
    tables.PARQUET,
    tables.ARROW,
    page_formats.ALTO,
    page_formats.HOCR,
    page_formats.PAGE,
)
"""All formats; the first one is that of files which nothing else claims."""


def format_named(name: str) -> Format | None:
    """Return the format of a name; None: there is none.

    >>> format_named("csv").suffixes, format_named("doc")
    (('csv',), None)
    """
    return next((one for one in FORMATS if one.name == name), None)


@dataclass(frozen=True)
class Form:
    """The form of a file.

    Attributes:
        kind: the name of one of :data:`FORMATS`.
        compression: one of :data:`textrepair.formats.compression.COMPRESSIONS`; empty: none.
        fields: names of the texts, in formats with records.
        told: the format was asked for; if not, the content of the file says what it is.
        keep_original: in pages of OCR engines, words that are changed are kept as alternatives.
    """

    kind: str = "text"
    compression: str = ""
    fields: tuple[str, ...] = ("text",)
    told: bool = False
    keep_original: bool = False

    @property
    def format(self) -> Format:
        """The format.

        Raises:
            ConfigurationError: there is none of that name.
        """
        found = format_named(self.kind)
        if found is None:
            raise ConfigurationError(f"there is no format ‘{self.kind}’; {nearest_name(self.kind, _names())}")
        return found

    @property
    def seeks(self) -> bool:
        """Whether such a file is not read from its start to its end."""
        return self.format.seeks

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
    found = next((one for one in FORMATS if ending in one.suffixes), FORMATS[0])
    if choice is not None:
        found, chosen = _chosen(choice)
        compression = chosen or compression
    if compression and not found.is_compressible:
        raise ConfigurationError(f"{name}: {found.name} files compress themselves; unpack the .{compression} first")
    found.check()
    check_compression(compression)
    return Form(found.name, compression, fields or PLAIN.fields, choice is not None, keep_original)


def _names() -> list[str]:
    return [one.name for one in FORMATS]


def _chosen(choice: str) -> tuple[Format, str]:
    """Return the format and the compression that the user asks for.

    Raises:
        ConfigurationError: there is no such format.
    """
    kind, _, compression = choice.lower().partition(".")
    found = format_named(kind)
    if found is not None and (not compression or compression in COMPRESSIONS):
        return found, compression
    packed = [f"{one.name}.{end}" for one in FORMATS if one.is_compressible for end in COMPRESSIONS]
    hint = nearest_name(choice.lower(), [*_names(), *packed]) if found else nearest_name(kind, _names())
    raise ConfigurationError(f"--format: there is no format ‘{choice}’; {hint}")


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
    kind = (choice or FORMATS[0].name).lower().partition(".")[0]
    found = format_named(kind) or FORMATS[0]
    packed = ("", *(f".{end}" for end in COMPRESSIONS)) if found.is_compressible else ("",)
    return tuple(f"**/*.{ending}{end}" for ending in (*found.suffixes, *found.suffixes_in_folders) for end in packed)


def is_page(path: Path) -> bool:
    """Whether a file is what an OCR engine writes, by its content; asked only of .xml, .html and the like."""
    ending, compression = _endings(path.name)
    asked = [one for one in FORMATS if ending in one.suffixes_in_folders]
    if not asked or not path.is_file():
        return False
    try:
        # What cannot be opened, or stops being compressed data, is none.
        with path.open("rb") as opened:
            return _recognised(Head(decompressed(opened, compression, str(path))), asked) is not None
    except (OSError, TextRepairError):
        return False


def _recognised(head: Head, formats: list[Format]) -> Format | None:
    """Return the format that the beginning of a file shows."""
    for recognise in dict.fromkeys(one.recognise for one in formats if one.recognise is not None):
        kind = recognise(head)
        if kind is not None:
            return format_named(kind)
    return None


def by_content(stream: BinaryIO, form: Form, name: str = "-", insist: str | None = INSIST) -> tuple[BinaryIO, Form]:
    """Look into a file, and return it from its start, with the form that it has.

    A file that seems to be plain text may be a page of an OCR engine, or JSON Lines. A file that is no text is refused.

    Args:
        stream: the file, decompressed.
        form: what its name says, or the user.
        name: what messages call the file.
        insist: the option by which the file is read as it stands all the same, as messages name it; None: nothing is
            refused.

    Raises:
        InputError: the file is something else; the message names the command that makes a text of it.
        ConfigurationError: it takes a package that is not installed.

    >>> import io
    >>> by_content(io.BytesIO(b"<alto/>"), PLAIN)[1].kind, by_content(io.BytesIO(b"<alto/>"), Form(told=True))[1].kind
    ('alto', 'text')
    """
    if form.told:
        return stream, form
    head = Head(stream)
    found = _recognised(head, list(FORMATS)) if form.kind == PLAIN.kind else None
    if found is None:
        if insist is not None:
            refuse_others(head, form.kind, name, insist)
    elif found.seeks:
        raise InputError(
            f"{name}: it is a table ({found.name}), which its name does not say: say --format {found.name}"
        )
    else:
        found.check()
        form = replace(form, kind=found.name)
    return head.rest(), form


def open_reader(stream: BinaryIO, form: Form, encoding: str, name: str) -> Reader:
    """Return what reads a file.

    Args:
        stream: the file, decompressed.
        form: its form.
        encoding: of its text, where the format leaves a choice.
        name: what messages call it.
    """
    return form.format.reader(stream, Options(name, form.fields, encoding, form.keep_original))
