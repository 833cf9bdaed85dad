"""The encoding of a file of XML or HTML: by its byte-order mark, its declaration, or the option ``--encoding``."""

from __future__ import annotations

import codecs
import re

from textrepair.errors import UndecodableError
from textrepair.formats.pages.markup_tags import attribute, blanked, tag_texts
from textrepair.formats.plain import AUTO, mark_of, marked_codec, not_decoded, not_written_back

__all__ = ["decoded_markup", "is_wide", "looked_at"]

_HEAD = 1 << 16
# Encodings in which two parsers read the same; UTF-7, say, could hide from one what the other sees.
_ENCODINGS = re.compile(
    r"utf-?(?:8|16|16-?[lb]e)$|us-ascii$|ascii$|iso-?8859-\d{1,2}$|latin-?\d$|windows-125\d$|cp125\d$"
)
# A declaration that can be read as ASCII is not in these: the label is wrong, as programs for .NET write it.
_WIDE = re.compile(r"utf-?(?:16|32)|ucs-?[24]|iso-10646-ucs-[24]$")
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
# From the start of a word on: a long word without such a letter is read once.
_BEYOND_ASCII = re.compile(rb"(?<![A-Za-z])[A-Za-z]*+[\x80-\xff][A-Za-z\x80-\xff]*+")
_ASCII = bytes(range(128))


def is_wide(head: bytes) -> str:
    """Return the codec of markup in UTF-16 without a byte-order mark; empty if it is not in UTF-16."""
    return "utf-16-le" if head.startswith(b"<\0") else "utf-16-be" if head.startswith(b"\0<") else ""


def looked_at(head: bytes) -> str:
    """Return the beginning of a file as text, to look for names of markup; letters beyond ASCII may be wrong."""
    codec = mark_of(head)[1] or is_wide(head) or "utf-8"
    return head.decode(codec, "replace").lstrip("\ufeff \t\r\n")


def decoded_markup(data: bytes, name: str, *, html_too: bool, encoding: str = "utf-8") -> tuple[str, bytes, str]:
    """Return the text of a file of markup, its byte-order mark (empty if it has none), and its codec.

    Args:
        data: the file.
        name: what messages call it.
        html_too: a ``meta`` of HTML may declare the encoding.
        encoding: of a file that declares none: the name of a codec, or ``auto``.

    Raises:
        UndecodableError: the file is not in that encoding, or it is in one that is not read here.
    """
    mark, codec = mark_of(data)
    if codec.startswith("utf-32"):
        raise UndecodableError(f"{name}: it is in UTF-32; convert it to UTF-8 first: iconv -f utf-32 -t utf-8")
    declared = ""
    if not mark:
        codec = is_wide(data)
    if not codec:
        declared = _declared(data[:_HEAD], html_too=html_too)
        if not declared:
            return _undeclared(data, name, encoding)
        codec = _codec_named(declared, data, name)
    try:
        return data[len(mark) :].decode(codec), mark, codec
    except UnicodeError as error:
        reason = str(not_decoded(name, codec, error, len(mark), 0)).partition(";")[0]
        says = f"declares ‘{declared}’" if declared else f"begins as {codec.upper()} does"
        raise UndecodableError(
            f"{reason}, although the file {says}: write its true encoding there, or convert it to UTF-8"
        ) from error


def _declared(head: bytes, *, html_too: bool) -> str:
    """Return the encoding that a file declares, in small letters; empty if it declares none."""
    found = _DECLARED.match(head)
    if found or not html_too:
        return found[1].decode("ascii").lower() if found else ""
    plain = blanked(head.decode("latin-1"), is_html=True)
    for tag_name, text in tag_texts(plain, is_html=True):
        if tag_name == "meta":
            told = attribute(text, "charset", is_html=True) or ""
            content = _CHARSET.search(attribute(text, "content", is_html=True) or "")
            if told or content:
                return (told or (content[1] if content else "")).strip().lower()
    return ""


def _codec_named(declared: str, data: bytes, name: str) -> str:
    if _WIDE.match(declared):
        return "utf-8"
    if _ENCODINGS.match(declared) is None:
        raise UndecodableError(f"{name}: it says that it is in ‘{declared}’; convert it to UTF-8 first")
    try:
        return next(marked_codec(data[:4096], declared, name))[1]
    except LookupError:
        raise UndecodableError(f"{name}: it says that it is in ‘{declared}’; convert it to UTF-8 first") from None


def _undeclared(data: bytes, name: str, encoding: str) -> tuple[str, bytes, str]:
    """Decode a file that declares no encoding: as the user says."""
    codec = _detected(data, name) if encoding == AUTO else codecs.lookup(encoding).name
    if _ASCII.decode(codec, "replace") != _ASCII.decode("ascii"):
        raise UndecodableError(
            f"{name}: it declares no encoding, and it is no text in {codec.upper()} (--encoding); "
            "convert it to UTF-8 first"
        )
    try:
        source = data.decode(codec)
        if codec != "utf-8" and source.encode(codec) != data:
            raise not_written_back(name, codec)
    except UnicodeError as error:
        reason = str(not_decoded(name, codec, error, 0, 0)).partition(";")[0]
        raise UndecodableError(
            f"{reason}, and it declares no encoding: name it (--encoding cp1252, say), "
            'or write it into the file: <?xml version="1.0" encoding="windows-1252"?>'
        ) from error
    return source, b"", codec


def _detected(data: bytes, name: str) -> str:
    """Return the most likely codec of a file of markup."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # The detector would take the names of elements for words of a language.
        words = b" ".join(_BEYOND_ASCII.findall(data))
        return [codec for _, codec in marked_codec(words, AUTO, name)][-1]
    return "utf-8"
