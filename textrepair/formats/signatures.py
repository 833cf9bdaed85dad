"""Files that are no texts, told by their first bytes and refused with the command that makes a text of them.

A plain text is never refused. A mark that could begin one (``BM``, ``MZ``, ``GIF89a``, ``%PDF-1.4``) counts only with
further evidence; XML and JSON count only if they can be parsed.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import zlib
from collections.abc import Callable
from typing import NamedTuple

from textrepair.errors import InputError
from textrepair.formats.head import HEAD, Head

__all__ = ["INSIST", "Foreign", "foreign", "in_command", "refuse_others"]

INSIST = "--format text"
"""The option that reads a file as plain text whatever it is."""

_SHORT = 64
_MORE = 1024
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_BLANK = re.compile(rb"\s")
_PDF = re.compile(rb"%PDF-\d\.\d\s")
_PDF_OBJECT = re.compile(rb"\d\s+obj\b")
_POSTSCRIPT = re.compile(rb"%!PS(?:-Adobe-\d|\s)")
_POSTSCRIPT_WORDS = re.compile(rb"%%BoundingBox|%%Pages|%%EndComments|\bshowpage\b|\sdef\s")
_WARC = re.compile(rb"WARC/\d\.\d\r?\n")
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK")
_ZIP_MIME = re.compile(rb"application/([a-z0-9.+-]+)")
_ZIP_ENTRY = 30
"""So many bytes of the header of an entry stand before its name."""
_PANDOC = "run pandoc -t plain -f {} {{}}"
_OFFICE = "libreoffice --headless --convert-to {}"


class Foreign(NamedTuple):
    """What a file is that is no text.

    Attributes:
        what: its kind, with an article.
        advice: what to do: an order that ends with a command, with braces for the name of the file.
    """

    what: str
    advice: str


def refuse_others(head: Head, kind: str, name: str, insist: str = INSIST) -> None:
    r"""Refuse a file that is no text and in no format that textrepair reads.

    Args:
        head: the beginning of the file, decompressed.
        kind: the format that its name says; in ``text`` JSON and markup are refused too.
        name: what messages call the file.
        insist: the option by which the file is read as it stands all the same.

    Raises:
        InputError: it is something else; the message names the command that makes a text of it.

    >>> import io
    >>> refuse_others(Head(io.BytesIO(b"%PDF est un mot.")), "text", "a.txt")
    >>> refuse_others(Head(io.BytesIO(b"%PDF-1.4\n1 0 obj\n")), "text", "a.txt")
    Traceback (most recent call last):
    textrepair.errors.InputError: a.txt: it is a PDF: run pdftotext -layout a.txt -; --format text reads it as it stands
    """
    found = foreign(head)
    if found is None and kind == "text":
        found = _foreign_words(head)
    if found is not None:
        advice = found.advice.format(in_command(name))
        raise InputError(f"{name}: it is {found.what}: {advice}; {insist} reads it as it stands")


def in_command(name: str) -> str:
    """Return the name of a file as a command of a shell has it.

    >>> in_command("a b.pdf"), in_command("-")
    ("'a b.pdf'", 'FILE')
    """
    return "FILE" if name == "-" else shlex.quote(name)


def foreign(head: Head) -> Foreign | None:
    """Return what a file is, by its first bytes, if these are not those of a text; None: they may be."""
    data = head.data
    if _CONTROL.search(data) is not None or _BLANK.search(data) is None:
        data = head.read(_MORE)  # no text, or one that begins with a long word
    for mark, found, is_certain in _SIGNATURES:
        if data.startswith(mark) and (is_certain is None or is_certain(head)):
            return found
    if data.startswith(_ZIP_MARKS):
        return _zip(head.read(HEAD))
    if data[257:262] == b"ustar" and _is_tar(data):
        return Foreign("an archive (tar)", "run tar -xf {} and name the files in it")
    if b"%PDF-" in data and _is_pdf(head):
        return Foreign("a PDF", "run pdftotext -layout {} -")
    return None


def _foreign_words(head: Head) -> Foreign | None:
    """Return what a file is that is written in letters and yet no text: JSON, XML or HTML."""
    first = head.first
    if first == b"<":
        from textrepair.formats.foreign_markup import foreign_markup

        found = foreign_markup(head)
        return None if found is None else Foreign(*found)
    if first in (b"{", b"["):
        from textrepair.formats.json_shape import advice_for, json_shape

        shape = json_shape(head)
        return None if shape is None else Foreign("JSON, but not JSON Lines", advice_for(shape))
    return None


def _has_control(head: Head) -> bool:
    """Whether a control character stands near the start of a file, as in no text."""
    return _CONTROL.search(head.data, 0, _SHORT) is not None


def _is_pdf(head: Head) -> bool:
    """Whether a file has the header of a PDF, before which anything may stand, and an object."""
    data = head.read(HEAD)
    found = _PDF.search(data, 0, 1024)
    return found is not None and _PDF_OBJECT.search(data, found.end()) is not None


def _is_postscript(head: Head) -> bool:
    return _POSTSCRIPT.match(head.data) is not None and _POSTSCRIPT_WORDS.search(head.read(HEAD)) is not None


def _is_warc(head: Head) -> bool:
    return _WARC.match(head.data) is not None and b"WARC-Type:" in head.read(HEAD)


def _is_bitmap(head: Head) -> bool:
    """Whether a file that begins with ‘BM’ has the header of a bitmap: four zeros, and its own length."""
    sizes = {bytes((size, 0, 0, 0)) for size in (12, 40, 56, 108, 124)}
    return head.data[6:10] == bytes(4) and head.data[14:18] in sizes


def _is_program(head: Head) -> bool:
    """Whether a file that begins with ‘MZ’ says where its second header stands, and has it there."""
    place = int.from_bytes(head.data[60:64], "little")
    return 64 <= place < HEAD and head.read(HEAD)[place : place + 2] in (b"PE", b"NE", b"LE", b"LX")


def _is_riff(kind: bytes) -> Callable[[Head], bool]:
    return lambda head: head.data[8:12] == kind and _has_control(head)


def _is_djvu(head: Head) -> bool:
    return head.data[12:15] == b"DJV"


def _is_tar(data: bytes) -> bool:
    """Whether the sum of the first block of an archive is what it says."""
    block = data[:512]
    try:
        said = int(block[148:156].strip(b"\0 ") or b"-1", 8)
    except ValueError:
        return False
    return said == sum(block[:148]) + 8 * 32 + sum(block[156:])


def _zip(data: bytes) -> Foreign:
    """Return what a zip archive is: a document of an office program, a book, or an archive of files."""
    kind = _zip_kind(data)
    if kind == "epub+zip" or b"META-INF/container.xml" in data:
        return Foreign("a book (EPUB)", _PANDOC.format("epub"))
    if kind.startswith("vnd.oasis.opendocument.text"):
        return Foreign("a document (ODT)", _PANDOC.format("odt"))
    if kind.startswith("vnd.oasis.opendocument.spreadsheet") or b"xl/" in data:
        name = "ODS" if kind else "XLSX"
        return Foreign(f"a spreadsheet ({name})", f"run {_OFFICE.format('csv')} {{}}")
    if b"word/" in data:
        return Foreign("a document (DOCX)", _PANDOC.format("docx"))
    if kind.startswith("vnd.oasis") or b"ppt/" in data:
        return Foreign("an office document", f"run {_OFFICE.format('pdf')} {{}} and then pdftotext -layout")
    return Foreign("an archive (zip)", "run unzip {} and name the files in it")


def _zip_kind(data: bytes) -> str:
    """Return what the first entry of a zip archive says of the kind of document; empty if it is none."""
    name, extra = (int.from_bytes(data[place : place + 2], "little") for place in (26, 28))
    if data[_ZIP_ENTRY : _ZIP_ENTRY + name] != b"mimetype":
        return ""
    content = data[_ZIP_ENTRY + name + extra :][: _SHORT * 2]
    if data[8:10] == b"\x08\0":
        with contextlib.suppress(zlib.error):
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, _SHORT * 2)
    mime = _ZIP_MIME.match(content)
    return "" if mime is None else mime[1].decode("ascii")


def _image(what: str) -> Foreign:
    return Foreign(f"an image ({what})", "read it first: tesseract {} out")


def _packed(what: str, ending: str) -> Foreign:
    """Return what compressed data is. The end of the name says how a result is compressed: so it must be right."""
    return Foreign(
        f"compressed ({what}), which its name does not say",
        f"end its name in .{ending}, or say --format text.{ending} for a text",
    )


# The fourth byte says which segment follows.
_JPEG = tuple(b"\xff\xd8\xff" + bytes((kind,)) for kind in (0xC0, 0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)))
_HEIF_BRANDS = (b"heic", b"heix", b"avif", b"mif1")
_HEIF = tuple(b"\0\0\0" + bytes((size,)) + b"ftyp" + brand for size in range(16, 64, 4) for brand in _HEIF_BRANDS)
_BZIP2 = (*(b"BZh%d1AY&SY" % level for level in range(1, 10)), b"BZh9\x17rE8P\x90")
_MACH_O = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_SQLITE = Foreign("a database (SQLite)", "write its texts to a table: sqlite3 -csv -header {} 'SELECT …' > FILE.csv")
_WEB = Foreign("a web archive (WARC)", "take out its pages: warcio extract --payload {} OFFSET")
_PROGRAM = Foreign("a program", "name the text that was meant")
_ARCHIVE = Foreign("an archive", "run 7z x {} and name the files in it")
_OLE = Foreign("a document of an older office program (DOC, XLS)", f"run {_OFFICE.format('txt:Text')} {{}}")
_Evidence = Callable[[Head], bool] | None

# Mark at the start, what the file is, and further evidence where the mark might begin a text.
_SIGNATURES: tuple[tuple[bytes | tuple[bytes, ...], Foreign, _Evidence], ...] = (
    (b"\x1f\x8b\x08", _packed("gzip", "gz"), None),
    (b"\xfd7zXZ\0", _packed("xz", "xz"), None),
    (b"\x28\xb5\x2f\xfd", _packed("zstd", "zst"), _has_control),
    (_BZIP2, _packed("bzip2", "bz2"), None),
    ((b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"), _ARCHIVE, None),
    (b"\x89PNG\r\n\x1a\n", _image("PNG"), None),
    (_JPEG, _image("JPEG"), _has_control),
    ((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), _image("TIFF"), None),
    ((b"GIF87a", b"GIF89a"), _image("GIF"), _has_control),
    (b"RIFF", _image("WebP"), _is_riff(b"WEBP")),
    (b"RIFF", Foreign("a sound", "name the text that was meant"), _is_riff(b"WAVE")),
    (b"BM", _image("BMP"), _is_bitmap),
    ((b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51\0"), _image("JPEG 2000"), None),
    (_HEIF, _image("HEIF"), None),
    (b"AT&TFORM", Foreign("a scan (DjVu)", "run djvutxt {}"), _is_djvu),
    (b"%!PS", Foreign("PostScript", "run ps2ascii {}"), _is_postscript),
    (b"{\\rtf", Foreign("a document (RTF)", _PANDOC.format("rtf")), None),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE, None),
    (b"SQLite format 3\0", _SQLITE, None),
    (b"WARC/", _WEB, _is_warc),
    (b"\x7fELF", _PROGRAM, _has_control),
    (b"MZ", _PROGRAM, _is_program),
    (_MACH_O, _PROGRAM, _has_control),
    (b"\0asm\1\0\0\0", _PROGRAM, None),
)
