"""Which files are pages of an OCR engine, ALTO, hOCR or PAGE: told by how they begin."""

from __future__ import annotations

import re
from typing import NamedTuple

from textrepair.formats.head import FURTHEST, HEAD, Head
from textrepair.formats.pages.markup_codec import looked_at
from textrepair.formats.pages.markup_tags import attribute, blanked, tag_texts

__all__ = ["FURTHEST", "HEAD", "HOCR_ROOTS", "Start", "kind_of_content", "read_start", "root_of"]

_STEP = 16

# What may stand before the root. Each alternative begins in its own way: none is tried in two ways.
_PROLOG = re.compile(
    r"(?>\s+|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE[^>\[]*+(?:\[.*?(?:\]\s*+>|\Z)|>|\Z))*+",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)(?=[\s/>]|\Z)")
_BY_ROOT = {"alto": "alto", "pcgts": "page"}
# Roots of HTML, and of fragments of it that hold pages.
_DOCUMENT = frozenset(("html", "head", "body"))
_FRAGMENT = frozenset(("article", "div", "main", "p", "section", "span"))
HOCR_ROOTS = _DOCUMENT | _FRAGMENT
"""Names of roots that hOCR may have: of a document, or of a fragment such as the API of Tesseract gives."""

_SYSTEM = frozenset(("ocr-system", "ocr-capabilities"))
_OCR = re.compile(r"ocr[x_-]", re.IGNORECASE)
_LONGEST_NAME = 200
_OCR_CLASS = re.compile(r"(?:^|\s)ocrx?_\w")


class Start(NamedTuple):
    """The beginning of a file, and what it tells.

    Attributes:
        head: the bytes that were read.
        kind: ``alto``, ``hocr`` or ``page``; None: none of these.
        root: the name of the root in small letters, without prefix; empty: the file is no markup.
    """

    head: bytes
    kind: str | None
    root: str


def _root(text: str) -> tuple[str, int]:
    """Return the name of the root of a text of markup and where it starts; empty if there is none."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    root = _ROOT.match(text, start)
    return (root[1] if root else ""), start


def root_of(head: bytes) -> str:
    """Return the name of the root of a file of markup, by how it begins; empty if it is none."""
    return _root(looked_at(head))[0]


def kind_of_content(head: bytes) -> str | None:
    """Tell which format a file is in by how it begins; None: in none of these.

    Args:
        head: its first bytes, :data:`HEAD` or more.

    >>> kind_of_content(b'<?xml version="1.0"?><!-- a page --><a:alto xmlns:a="...">')
    'alto'
    >>> kind_of_content(b"<DIV CLASS=ocr_page ID=page_1>")
    'hocr'
    """
    return _told(head)[0]


def read_start(head: Head) -> Start:
    """Read the beginning of a file as far as it takes to tell what the file is.

    These are :data:`HEAD` bytes; up to :data:`FURTHEST` where the root comes later, or where the file is HTML without
    a mark of hOCR so far.

    Args:
        head: of the file.
    """
    size = HEAD
    while True:
        data = head.read(size)
        kind, root, more = _told(data)
        if not more or len(data) < size or size >= FURTHEST:
            return Start(data, kind, root)
        size = min(size * _STEP, FURTHEST)


def _told(head: bytes) -> tuple[str | None, str, bool]:
    """Return the format that a file is in, its root, and whether more of the file may tell more."""
    text = looked_at(head)
    name, start = _root(text)
    name = name.lower()
    if _is_cut(text, start):
        return _BY_ROOT.get(name), name, True
    if not name:
        return None, "", False
    if name in _BY_ROOT:
        return _BY_ROOT[name], name, False
    if name not in _DOCUMENT and name not in _FRAGMENT:
        return None, name, False
    return ("hocr" if _has_mark(text[start:]) else None), name, name in _DOCUMENT


def _is_cut(text: str, start: int) -> bool:
    """Whether a text ends before its root, or within the name of the root."""
    rest = text[start : start + _LONGEST_NAME]
    if start + len(rest) < len(text) or not text:
        return False
    return not rest or (rest.startswith("<") and not any(sign.isspace() or sign == ">" for sign in rest))


def _has_mark(text: str) -> bool:
    """Whether HTML says that it is hOCR: by a meta element, by a page, or by the class of its first element."""
    if _OCR.search(text) is None:
        return False
    for number, (name, begin) in enumerate(tag_texts(blanked(text, is_html=True), is_html=True)):
        kind = attribute(begin, "class", is_html=True)
        if kind is not None and ("ocr_page" in kind.split() or (number == 0 and _OCR_CLASS.search(kind))):
            return True
        if name == "meta" and (attribute(begin, "name", is_html=True) or "").lower() in _SYSTEM:
            return True
    return False
