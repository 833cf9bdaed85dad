"""The first bytes decide what a file is: what is no text is refused with the next command, and no text ever is."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import command
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from pyarrow import ipc

from textrepair.commands.exit_codes import ExitCode
from textrepair.errors import InputError
from textrepair.formats.head import FURTHEST, HEAD
from textrepair.formats.registry import PLAIN, by_content, form_of

pytestmark = pytest.mark.usefixtures("folder")

DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"


def pdf() -> bytes:
    """Write a page of PDF with one line of text."""
    content = b"BT /F1 24 Tf 72 720 Td (Bonjour) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
    ]
    made, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 5\n0000000000 65535 f \n%btrailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(made))
    )


def zipped(*entries: tuple[str, str], compression: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return made.getvalue()


def image(kind: str, mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (300, 200)).save(made, kind)
    return made.getvalue()


def database() -> bytes:
    with sqlite3.connect("a.sqlite") as base:
        base.execute("CREATE TABLE pages (text TEXT)")
    base.close()
    return Path("a.sqlite").read_bytes()


def tar(name: str = "a.txt") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    return made.getvalue()


def program(second: bytes) -> bytes:
    """Return the beginning of a program for Windows: the header of DOS, and where the second one stands."""
    return b"MZ\x90\0" + bytes(56) + struct.pack("<I", 128) + bytes(64) + second + bytes(20)


def table(kind: str) -> bytes:
    rows = pa.table({"text": ["un mot"]})
    made = io.BytesIO()
    if kind == "parquet":
        pq.write_table(rows, made)
    else:
        with (ipc.new_file if kind == "file" else ipc.new_stream)(made, rows.schema) as writer:
            writer.write_table(rows)
    return made.getvalue()


def wide(text: str) -> bytes:
    return text.encode("utf-16")


ODT = ("mimetype", "application/vnd.oasis.opendocument.text")
EPUB = ("mimetype", "application/epub+zip")
CONTENT = ("[Content_Types].xml", "<Types/>")
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Bonjour.</p></body></text></TEI>'
ABBYY = '<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"><page/></document>'
RECORDS = [{"text": DAMAGED, "n": 1}, {"text": "un mot", "n": 2}]

# What is refused: its bytes, what the message calls it, and the command that it names.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "PDF": (pdf, "a PDF", "run pdftotext -layout a.txt -;"),
    "PDF after a blank line": (lambda: b"\n" + pdf(), "a PDF", "pdftotext -layout a.txt -"),
    "DOCX": (lambda: zipped(CONTENT, ("word/document.xml", "<a/>")), "a document (DOCX)", "pandoc -t plain -f docx"),
    "XLSX": (lambda: zipped(CONTENT, ("xl/workbook.xml", "<a/>")), "(XLSX)", "libreoffice --headless --convert-to csv"),
    "PPTX": (lambda: zipped(CONTENT, ("ppt/presentation.xml", "<a/>")), "an office document", "pdftotext"),
    "EPUB": (lambda: zipped(EPUB, ("a.opf", "")), "a book (EPUB)", "pandoc -t plain -f epub a.txt"),
    "EPUB, compressed": (lambda: zipped(EPUB, compression=zipfile.ZIP_DEFLATED), "a book (EPUB)", "pandoc -t plain"),
    "EPUB, mimetype last": (lambda: zipped(("META-INF/container.xml", ""), EPUB), "a book (EPUB)", "pandoc -t plain"),
    "ODT": (lambda: zipped(ODT), "a document (ODT)", "pandoc -t plain -f odt a.txt"),
    "ODS": (lambda: zipped(("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "(ODS)", "libreoffice"),
    "zip": (lambda: zipped(("a.txt", "un mot")), "an archive (zip)", "unzip a.txt"),
    "empty zip": (zipped, "an archive (zip)", "unzip a.txt"),
    "tar": (tar, "an archive (tar)", "tar -xf a.txt"),
    "tar of a long name": (lambda: tar("a" * 90 + ".txt"), "an archive (tar)", "tar -xf a.txt"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c\0\4", "an archive", "7z x a.txt"),
    "gzip": (lambda: gzip.compress(b"un mot"), "compressed (gzip)", "--format text.gz"),
    "bzip2": (lambda: bz2.compress(b"un mot"), "compressed (bzip2)", "--format text.bz2"),
    "xz": (lambda: lzma.compress(b"un mot"), "compressed (xz)", "--format text.xz"),
    "zstd": (lambda: zstandard.compress(b"un mot" * 9), "compressed (zstd)", "--format text.zst"),
    "PNG": (lambda: image("PNG"), "an image (PNG)", "tesseract a.txt out"),
    "JPEG": (lambda: image("JPEG"), "an image (JPEG)", "tesseract a.txt out"),
    "TIFF": (lambda: image("TIFF"), "an image (TIFF)", "tesseract a.txt out"),
    "GIF": (lambda: image("GIF", "L"), "an image (GIF)", "tesseract a.txt out"),
    "WebP": (lambda: image("WEBP"), "an image (WebP)", "tesseract a.txt out"),
    "BMP": (lambda: image("BMP"), "an image (BMP)", "tesseract a.txt out"),
    "JPEG 2000": (lambda: image("JPEG2000"), "an image (JPEG 2000)", "tesseract a.txt out"),
    "DjVu": (lambda: b"AT&TFORM\0\0\1\0DJVUINFO\0\0\0\x0a", "a scan (DjVu)", "djvutxt a.txt"),
    "program of Linux": (lambda: Path(sys.executable).resolve().read_bytes()[:4096], "a program", "name the text"),
    "program of Windows": (lambda: program(b"PE\0\0"), "a program", "name the text"),
    "program of a Mac": (lambda: b"\xcf\xfa\xed\xfe\x07\0\0\1\3\0\0\0", "a program", "name the text"),
    "SQLite": (database, "a database (SQLite)", "sqlite3 -csv -header a.txt"),
    "RTF": (lambda: b"{\\rtf1\\ansi\\deff0 Bonjour.}", "a document (RTF)", "pandoc -t plain -f rtf a.txt"),
    "DOC": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "(DOC, XLS)", "libreoffice"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0\n%%Pages: 1\n/a 1 def\nshowpage\n", "PostScript", "ps2ascii a.txt"),
    "WARC": (lambda: b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "a web archive (WARC)", "warcio extract"),
    "Parquet": (lambda: table("parquet"), "a table (parquet)", "--format parquet"),
    "Arrow": (lambda: table("file"), "a table (arrow)", "--format arrow"),
    "Arrow stream": (lambda: table("stream"), "a table (arrow)", "--format arrow"),
    "TEI": (TEI.encode, "it is TEI:", """xmllint --xpath 'string(//*[local-name()="text"])' a.txt"""),
    "TEI with declaration": (lambda: ('\ufeff<?xml version="1.0"?>\n' + TEI[:-3]).encode(), "TEI:", "xmllint"),
    "TEI in UTF-16": (lambda: wide(TEI), "it is TEI:", "xmllint"),
    "TEI with unknown letters": (lambda: b"<TEI><p>&eacute;</p></TEI>", "it is TEI:", "xmllint"),
    "XML with entities": (lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "the root <a>", "xmllint"),
    "ABBYY": (ABBYY.encode, "ABBYY FineReader XML", "ocr-transform abbyy hocr a.txt"),
    "MiniOCR": (lambda: b'<ocr><p xml:id="a"><b><l><w x="1">mot</w></l></b></p></ocr>', "MiniOCR", "xmllint"),
    "DocBook": (lambda: b'<article xmlns="http://docbook.org/ns/docbook"><p/></article>', "DocBook", "-f docbook"),
    "JATS": (lambda: b'<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1" "a"><article><p/></article>', "JATS", "-f jats"),
    "NCX": (lambda: b'<?xml version="1.0"?><ncx><navMap/></ncx>', "(NCX)", "pandoc"),
    "METS": (lambda: b"<mets><fileSec/></mets>", "METS", ".xml"),
    "other XML": (lambda: b"<carnet><jour>un mot</jour></carnet>", "XML with the root <carnet>", "xmllint"),
    "HTML": (lambda: b"<!DOCTYPE html>\n<html><body><p>un mot<br></body></html>", "HTML", "pandoc -t plain -f html"),
    "a part of HTML": (lambda: b"<div><p>un mot</p></div>", "HTML", "pandoc -t plain -f html a.txt"),
    "JSON array": (lambda: json.dumps(RECORDS).encode(), "JSON, but not JSON Lines", "jq -c '.[]' a.txt"),
    "JSON array, indented": (lambda: json.dumps(RECORDS, indent=1).encode(), "JSON, but", "jq -c '.[]' a.txt"),
    "JSON object, indented": (lambda: json.dumps(RECORDS[0], indent=1).encode(), "JSON, but", "jq -c . a.txt"),
    "JSON objects, indented": (
        lambda: "\n".join(json.dumps(one, indent=1) for one in RECORDS).encode(), "JSON, but", "jq -c . a.txt"
    ),
    "a long JSON array": (lambda: json.dumps(RECORDS * 50_000).encode(), "JSON, but", "jq -c '.[]' a.txt"),
    "a long XML file": (
        lambda: b'<a xmlns="urn:a">' + b"<b>un mot</b>\n" * 400_000 + b"</a>", "the root <a>", "xmllint"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_text_is_refused_with_the_next_command(kind: str) -> None:
    make, what, advice = REFUSED[kind]
    data = make()
    with pytest.raises(InputError) as caught:
        by_content(io.BytesIO(data), PLAIN, "a.txt")
    said = str(caught.value)
    assert said.startswith("a.txt: it is ")
    assert what in said
    assert advice in said
    assert "\n" not in said


@pytest.mark.parametrize("kind", REFUSED)
def test_format_text_insists(kind: str) -> None:
    data = REFUSED[kind][0]()
    stream, form = by_content(io.BytesIO(data), form_of("a.txt", "text"), "a.txt")
    assert form.kind == "text"
    assert stream.read() == data


def test_a_refused_file_stays_as_it_is_and_the_others_go_on() -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_bytes(pdf())
    Path("in/b.txt").write_text(DAMAGED, "utf-8")
    result = command.run("fix", "in", "-o", "out/")
    assert result.exit_code == ExitCode.INPUT
    assert result.stderr.startswith(
        "textrepair: in/a.txt: it is a PDF: run pdftotext -layout in/a.txt -; --format text"
    )
    assert Path("out/b.txt").read_text("utf-8") == REPAIRED
    assert Path("out/a.txt").read_bytes() == pdf_as_it_stands()
    assert command.run("fix", "in", "-o", "skipped", "--on-error", "skip").exit_code == ExitCode.INPUT
    assert not Path("skipped/a.txt").exists()
    assert Path("skipped/b.txt").read_text("utf-8") == REPAIRED


def pdf_as_it_stands() -> bytes:
    return Path("in/a.txt").read_bytes()


def test_names_are_quoted_for_the_shell_and_standard_input_has_none() -> None:
    Path("a b.pdf").write_bytes(pdf())
    assert "run pdftotext -layout 'a b.pdf' -;" in command.run("fix", "a b.pdf").stderr
    assert "-: it is a PDF: run pdftotext -layout FILE -;" in command.run("fix", given=pdf()).stderr


def test_a_folder_passes_over_markup_that_is_no_page() -> None:
    Path("in").mkdir()
    Path("in/a.xml").write_text(TEI, "utf-8")
    Path("in/b.html").write_text("<html><body>un mot</body></html>", "utf-8")
    Path("in/c.txt").write_text(DAMAGED, "utf-8")
    assert command.run("fix", "in", "-o", "out/").exit_code == 0
    assert sorted(path.name for path in Path("out").glob("*.*")) == [".textrepair", "c.txt"]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_a_name_that_says_otherwise_does_not_make_it_a_text(name: str) -> None:
    Path(name).write_bytes(zipped(CONTENT, ("xl/workbook.xml", "<a/>")))
    result = command.run("fix", name, "-o", "out/")
    assert result.exit_code == ExitCode.INPUT
    assert result.stderr.startswith(f"textrepair: {name}: it is a spreadsheet (XLSX): run libreoffice")
    assert result.stderr.count("\n") == 2  # and the summary


@pytest.mark.parametrize("arguments", [[], ["--format", "jsonl"]])
def test_json_under_the_name_of_json_lines_is_refused_once(arguments: list[str]) -> None:
    Path("a.jsonl").write_text(json.dumps(RECORDS, indent=1), "utf-8")
    result = command.run("fix", "a.jsonl", "-o", "out/", *arguments)
    assert result.exit_code == ExitCode.INPUT
    assert "a.jsonl: it is JSON, but not JSON Lines: make a line of each record: jq -c '.[]' a.jsonl" in result.stderr
    assert result.stderr.count("\n") == 2


def test_json_lines_are_known_by_their_content() -> None:
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in RECORDS)
    for name in ("a.txt", "a.json", "noend"):
        Path(name).write_text(lines, "utf-8")
        result = command.run("fix", name)
        assert (result.exit_code, result.stdout) == (0, lines.replace(DAMAGED.strip(), REPAIRED.strip()))
    Path("b.json").write_text('{"texte": "un mot"}', "utf-8")
    assert (
        "b.json: no record has a field ‘text’ (--field); did you mean ‘texte’?" in command.run("fix", "b.json").stderr
    )
    Path("c.txt").write_text(lines * 6 + '{"text": \n', "utf-8")
    result = command.run("fix", "c.txt", "-o", "out/")
    assert "c.txt#13: not valid JSON" in result.stderr
    assert Path("out/c.txt").read_text("utf-8").count(REPAIRED.strip()) == 6


TEXTS = [
    "%PDF est le format", "%PDF-1.4 est une version de 2001", "%PDF-1.4\nest une version", "%!PS est du PostScript",
    "%!PS\nest le début", "% commentaire", "PK, dit-il.", "PK\n", "BM, Bibliothèque municipale", "MZ",
    "MZ est le Mozambique\n" * 9, "GIF89a est un format d’image", "GIF87a", "II* est un nombre", "MM. les députés",
    "RIFF WEBP", "RIFF    WEBPVP8", "AT&TFORM est une marque", "BZh9 et BZh91AY&S", "PAR1", "PAR1SIEN", "ARROW1",
    "SQLite format 3", "WARC/1.0", "WARC/1.0\nest une norme", "ustar", "a" * 257 + "ustar  ", "Rar!", "7z", "ID3",
    "{", "[", "<", "{}", "[]", "[12]", "[1, 2, 3]", "[[1]]", "[Note de l’éditeur] Le roi", "[...] et la suite",
    "{\\bf gras}", "{\\rt}", "{ dit-il }", '{"Bonjour", dit-il', '["Bonjour', '"Bonjour", dit-il.',
    '{"a": 1}\nest un exemple de JSON\net voici la suite\n', "<Bonjour>, dit-il.", "<< Bonjour >>", "<3",
    "< 5 % et > 3 %", "<i>Le Monde</i>, 12 mai", "<br>un mot", "<p>un mot", "<Chapitre premier>\nIl était une fois",
    "<TEI> est un format", "<html> est une balise", "<?php ?>", "<!-- note -->", "<!-- note -->\nun mot",
    "<mets> et <alto>", "<a>un mot</b>", "# Titre\n\n- un\n- deux\n", "---\ntitre: un\n---\n",
    "\\documentclass{article}", "\x7fELF", "#!/bin/sh\n", "From a@b Mon\n", "", " ", "\n\n\n", "\ufeff",
    "(µ/ý) est rare", "ÿØÿÛ et ÿØÿà", "Ïúíþ", "<Chapitre>\n" + "un mot\n" * 20_000,
    "<a> " + "un mot <i>y</i>\n" * 300_000, "[" + "un mot " * 20_000, "[" * 100_000, '{"' + "un mot " * 20_000 + '"',
    "{" + "\n" * 1000,
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-be", "utf-8-sig"])
def test_a_text_that_begins_like_something_else_stays_a_text(text: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    stream, form = by_content(io.BytesIO(data), PLAIN, "a.txt")
    assert form == PLAIN
    assert stream.read() == data


BEGINNINGS = st.sampled_from('%PDF-1.7 |PK|BM|MZ|GIF89a|RIFF|{|[|<|</|<!|["|{"|II*|PAR1|'.split("|"))


@given(BEGINNINGS, st.text(st.characters(categories=("L", "M", "Zs", "Nd"), include_characters=",.;:!?’'-\n")))
@example("<", "a>un mot")
def test_no_text_of_letters_is_ever_refused(beginning: str, text: str) -> None:
    data = (beginning + text).encode()
    stream, form = by_content(io.BytesIO(data), PLAIN)
    assert form == PLAIN
    assert stream.read() == data


@given(st.text())
def test_no_text_without_markup_is_refused(text: str) -> None:
    """Whatever is in it, it takes a closed tag or a quoted string to be markup or JSON."""
    if ">" not in text and '"' not in text:
        assert by_content(io.BytesIO(text.encode("utf-8", "surrogatepass")), PLAIN)[1] == PLAIN


@cache
def made(kind: str) -> bytes:
    """Return the bytes of a file of some kind, which is written once."""
    return REFUSED[kind][0]()


@given(st.sampled_from(sorted(REFUSED)), st.integers(0, 200))
def test_a_file_that_is_cut_off_is_refused_or_a_text_and_never_an_accident(kind: str, length: int) -> None:
    data = made(kind)[:length]
    try:
        stream, form = by_content(io.BytesIO(data), PLAIN)
    except InputError:
        return
    assert stream.read() == data
    assert form.kind in ("text", "jsonl")


class Pipe(io.RawIOBase):
    """A stream that cannot be read twice, and says how much of it was taken."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        self.taken += len(piece)
        return len(piece)


@pytest.mark.parametrize("start", ["un mot ", "[", '["', "{", '{"a": [', "<a>", "<a><b/>", "%PDF-1.4\n"])
def test_what_is_read_to_tell_is_bounded_and_given_back(start: str) -> None:
    data = (start + "un mot " * 1_000_000).encode()
    pipe = Pipe(data)
    stream, form = by_content(io.BufferedReader(pipe), PLAIN)
    assert form == PLAIN
    assert pipe.taken <= (FURTHEST if start.startswith(("[", "{", "<")) else HEAD) + io.DEFAULT_BUFFER_SIZE
    assert stream.read() == data
