"""References of XML and HTML: ``&amp;``, ``&#233;`` and named letters such as ``&eacute;``."""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import NamedTuple

__all__ = ["UnknownEntity", "escaped", "unescaped", "with_numbers"]

_REFERENCE = re.compile(r"&(?:#(\d{1,12});|#[xX]([0-9a-fA-F]{1,12});|([^\W\d_][A-Za-z0-9]*+);)")
_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
# The name of an entity, by the grammar of XML.
_NAMED = re.compile(r"&([^\W\d][\w.:-]*+);")


class UnknownEntity(NamedTuple):
    """A reference to an entity that neither XML nor HTML defines.

    Attributes:
        name: of the entity.
        start: offset in code points in the source.
    """

    name: str
    start: int


def unescaped(text: str, *, is_html: bool = False) -> str:
    """Return the text that a stretch of markup without tags stands for.

    Args:
        text: the stretch.
        is_html: True: a name that HTML does not know is text, and some names need no semicolon.

    >>> unescaped("l&apos;&#339;uvre &amp; &#xe9;t&eacute;")
    "l'œuvre & été"
    """
    if "&" not in text:
        return text
    return html.unescape(text) if is_html else _REFERENCE.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return html5.get(f"{name};", found.group())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= 0x10FFFF else found.group()


def escaped(text: str, quote: str = "") -> str:
    r"""Return a text as it must stand in markup.

    Args:
        text: the text.
        quote: the quotation mark around it, in a value of an attribute; empty in the content of an element.

    >>> escaped("l'<a> & \"b\"", '"')
    "l'&lt;a&gt; &amp; &quot;b&quot;"
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote == '"' else text.replace("'", "&#39;") if quote == "'" else text


def with_numbers(source: str, plain: str) -> tuple[str, UnknownEntity | None]:
    """Return a source with the number of each letter in the place of its name, and the first name that is unknown.

    A parser of XML drops the letters whose names it does not know; it reads all numbers.

    Args:
        source: XML or HTML.
        plain: the source with blanks for comments and other stretches without markup, of the same length.

    >>> with_numbers("<p>&eacute;t&eacute; &amp; <!-- &shy; --></p>", "<p>&eacute;t&eacute; &amp;               </p>")
    ('<p>&#233;t&#233; &amp; <!-- &shy; --></p>', None)
    """
    if "&" not in plain:
        return source, None
    pieces: list[str] = []
    position = 0
    unknown: UnknownEntity | None = None
    for found in _NAMED.finditer(plain):
        name = found[1]
        if name in _PREDEFINED:
            continue
        letters = html5.get(f"{name};")
        if letters is None:
            unknown = unknown or UnknownEntity(name, found.start())
            continue
        pieces += [source[position : found.start()], *(f"&#{ord(letter)};" for letter in letters)]
        position = found.end()
    if not pieces:
        return source, unknown
    return "".join([*pieces, source[position:]]), unknown
