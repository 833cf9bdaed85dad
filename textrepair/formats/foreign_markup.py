"""XML and HTML that textrepair does not read: what it is, and the command that makes a text of it."""

from __future__ import annotations

import re
from xml.parsers import expat

from textrepair.errors import shortened
from textrepair.formats.head import FURTHEST, HEAD, Head
from textrepair.formats.pages.detection import HOCR_ROOTS, read_start
from textrepair.formats.pages.markup_codec import looked_at

__all__ = ["foreign_markup"]

_DECLARATION = re.compile(r"<\?xml\s+version\s*=")
_NAMESPACE = re.compile(r"\sxmlns(?::\w+)?\s*=")
_BEGINNING = 2000
_HTML = re.compile(r"<!doctype\s+html\b|<html[\s>]", re.IGNORECASE)
_HTML_ELEMENT = re.compile(r"</?(?:head|body|title|meta|p|div|h1|table|script)[\s/>]", re.IGNORECASE)
_XPATH = "run xmllint --xpath 'string({})' {{}}"
_ANY = _XPATH.format("/")
_PANDOC = "run pandoc -t plain -f {} {{}}"
# By the name of the root in small letters: what a file is, and what makes a text of it.
_ROOTS = {
    "tei": ("TEI", _XPATH.format('//*[local-name()="text"]')),
    "teicorpus": ("TEI", _ANY),
    "ocr": ("MiniOCR", _ANY),
    "ncx": ("a table of contents (NCX) of a book", "give the book (EPUB) itself to pandoc -t plain"),
    "package": ("a list of the files of a book (OPF)", "give the book (EPUB) itself to pandoc -t plain"),
    "book": ("DocBook", _PANDOC.format("docbook")),
    "fictionbook": ("FictionBook", _PANDOC.format("fb2")),
    "opml": ("OPML", _PANDOC.format("opml")),
    "pdf2xml": ("XML of pdftohtml", "take the PDF itself: pdftotext -layout FILE.pdf -"),
    "svg": ("a drawing (SVG)", _ANY),
    "mets": ("METS", "give it to fix, assess or extract under a name that ends in .xml"),
}
_PLAIN_HTML = ("HTML without words of an OCR engine (hOCR)", _PANDOC.format("html"))
_ABBYY = ("ABBYY FineReader XML", "make ALTO or hOCR of it: ocr-transform abbyy hocr {} page.hocr")
_ARTICLES = (("docbook", "DocBook", "docbook"), ("jats", "JATS", "jats"), ("nlm", "JATS", "jats"))


def foreign_markup(head: Head) -> tuple[str, str] | None:
    r"""Return what a file of markup is and what to do with it; None: it is a text that begins with ‘<’.

    HTML is told by its doctype or its root; XML by its declaration, or if it can be parsed. Of a file of more than four
    million bytes these are parsed, and its root must be a known one or have a namespace.

    Args:
        head: of a file that is no page of an OCR engine.

    >>> import io
    >>> foreign_markup(Head(io.BytesIO(b"<Bonjour>, dit-il.")))
    >>> foreign_markup(Head(io.BytesIO(b"<html><body>Bonjour.</body></html>")))
    ('HTML without words of an OCR engine (hOCR)', 'run pandoc -t plain -f html {}')
    """
    start = read_start(head)
    text = looked_at(start.head)
    if _HTML.match(text) is not None or start.root == "html":
        return _PLAIN_HTML if _HTML_ELEMENT.search(text) else None
    is_likely = start.root in _ROOTS or _NAMESPACE.search(text[:_BEGINNING]) is not None
    if not start.root or not (_DECLARATION.match(text) or _is_well_formed(head, is_likely=is_likely)):
        return None
    if start.root in HOCR_ROOTS and start.root != "article":
        return _PLAIN_HTML
    beginning = text[:_BEGINNING].lower()
    if start.root == "document" and ("finereader" in beginning or "abbyy" in beginning):
        return _ABBYY
    if start.root == "article":
        for word, what, reader in _ARTICLES:
            if word in beginning:
                return what, _PANDOC.format(reader)
    what, advice = _ROOTS.get(start.root, (f"XML with the root <{shortened(start.root)}>", _ANY))
    return what, advice


class _DeclaresEntities(Exception):
    """The file declares entities: it is XML, and need not be read further."""


def _is_well_formed(head: Head, *, is_likely: bool) -> bool:
    """Whether a file is XML; of one that is too long to be parsed, whether it is likely and its beginning can be."""
    for size in (HEAD, FURTHEST):
        text = looked_at(head.read(size)).rstrip("\ufffd")
        if not _parses(text, is_whole=head.is_whole):
            return False
        if head.is_whole:
            return True
    return is_likely


def _parses(text: str, *, is_whole: bool) -> bool:
    # The encoding that the file declares is that of its bytes, not of these.
    parser = expat.ParserCreate("utf-8")
    parser.UseForeignDTD(True)  # names of letters that are declared elsewhere are no mistake
    ended = 0

    def end(_: str) -> None:
        nonlocal ended
        ended += 1

    def declared(*_: object) -> None:
        raise _DeclaresEntities

    parser.EndElementHandler = end
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(text.encode("utf-8", "replace"), is_whole)
    except _DeclaresEntities:
        return True
    except expat.ExpatError:
        return False
    # A text may begin with something like a tag: only one that is closed says that it is XML.
    return ended > 0
