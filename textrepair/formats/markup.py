"""XML and HTML as text: parsed with care, and changed in places without being written anew.

A tree is only read. What is to be changed is looked up in the text that the tree was made of, where its start tags
stand in the same order, and replaced there: all else stays as it was, to the byte.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, BinaryIO, NamedTuple

from textrepair.cached import cached_property
from textrepair.errors import ConfigurationError, InputError, UndecodableError
from textrepair.formats.plain import mark_of, marked_codec, not_decoded

__all__ = [
    "LARGEST",
    "Markup",
    "NewIds",
    "Splice",
    "Tag",
    "attribute",
    "check_lxml",
    "content_end",
    "escaped",
    "local_name",
    "number_of",
    "read_markup",
    "said",
    "spliced",
    "texts_within",
    "unescaped",
    "with_attributes",
]

LARGEST = 100_000_000
"""So many bytes at the most has a file: a tree takes some ten times as much memory."""

_ATTRIBUTES = r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+"""
# Encodings in which two parsers read the same; UTF-7, say, could hide from one what the other sees.
_ENCODINGS = re.compile(
    r"utf-?(?:8|16|16-?[lb]e)$|us-ascii$|ascii$|iso-?8859-\d{1,2}$|latin-?\d$|windows-125\d$|cp125\d$"
)
_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_META = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml\s")
_SAID = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    rf"""|</?[A-Za-z_]{_ATTRIBUTES}(?:>|["'].*)|[^<]+|<""",
    re.DOTALL,
)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")
# What holds no tags, whatever it looks like.
_OPAQUE = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_OPAQUE_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^>]*>.*?(?=</\1\b)|<\?[^>]*>", re.DOTALL | re.IGNORECASE
)
# The last form is HTML's alone.
_ATTRIBUTE = re.compile(r"""\s([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
# A quotation mark that is never closed ends the search, or each tag would be looked for to the end of the file.
_END = "(>|[\"'])"
_ANY_TAG = re.compile(rf"<(/?)([A-Za-z_][\w:.-]*+)({_ATTRIBUTES}){_END}")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_IDENTITY = re.compile(r"""\s(?:xml:)?id\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Splice(NamedTuple):
    """A stretch of a source to be replaced.

    Attributes:
        start, end: offsets in code points in the source.
        text: what takes its place.
    """

    start: int
    end: int
    text: str


class Tag(NamedTuple):
    """A start tag.

    Attributes:
        start, end: its offsets in code points in the source, the signs < and > included.
        name: without its prefix.
    """

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Markup:
    """A file of XML or HTML.

    Attributes:
        source: its text.
        codec: the encoding of the file.
        mark: the byte-order mark that the file begins with; empty if none.
        root: the tree, read by lxml.
        name: what messages call the file.
        is_html: it was read as HTML, whose tags need not be closed.
    """

    source: str
    codec: str
    mark: bytes
    root: Any
    name: str
    is_html: bool = False

    @cached_property
    def plain(self) -> str:
        """The source with blanks for comments and all else that holds no tags; offsets are the same."""
        pattern = _OPAQUE_HTML if self.is_html else _OPAQUE
        return pattern.sub(lambda found: " " * len(found.group()), self.source)

    def new_ids(self) -> NewIds:
        """Return what makes ids that nothing in the file has."""
        return NewIds(set(_IDENTITY.findall(self.source)))

    def tags(self, names: Sequence[str]) -> list[Tag]:
        """Return the start tags of elements of some names, in order.

        Args:
            names: without prefix; none: all.
        """
        name = "|".join(map(re.escape, names)) or r"[A-Za-z_][\w.-]*+"
        flags = re.IGNORECASE if self.is_html else 0
        pattern = re.compile(rf"<(?:[\w.-]+:)?({name})(?=[\s/>])({_ATTRIBUTES}){_END}", flags)
        return [
            Tag(found.start(), found.end(), found[1]) for found in takewhile(_is_closed, pattern.finditer(self.plain))
        ]

    def remark(self, text: str) -> Splice | None:
        """Return a comment at the beginning of the root, which is valid wherever; None if the root has no tag.

        Args:
            text: without two hyphens side by side.
        """
        name = local_name(self.root)
        tag = next(iter(self.tags([name])), None)
        return None if tag is None else Splice(tag.end, tag.end, f"<!-- {text} -->")

    def refusal(self, what: str) -> InputError:
        """Return the error for a file in which what the tree says cannot be found."""
        return InputError(
            f"{self.name}: its {what} cannot be told apart in its text as its tree has them; nothing in it is changed"
        )

    def encoded(self, text: str) -> bytes:
        """Return a text in the encoding of the file; what that lacks becomes a reference."""
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")

    def writable(self, text: str) -> str:
        """Return a text with references for what the encoding of the file lacks."""
        return text if self.codec.startswith("utf") else text.encode(self.codec, "xmlcharrefreplace").decode(self.codec)


class NewIds:
    """Makes ids that are not taken.

    >>> NewIds({"w1", "w1_2"}).after("w1")
    'w1_3'
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def after(self, identity: str) -> str:
        """Return an id derived from that of an element."""
        number = 2
        while (made := f"{identity}_{number}") in self._taken:
            number += 1
        self._taken.add(made)
        return made

    def like(self, identity: str) -> str:
        """Return an id itself if nothing has it, else one derived from it."""
        if identity in self._taken:
            return self.after(identity)
        self._taken.add(identity)
        return identity


def check_lxml() -> Any:
    """Return lxml's module of trees.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise ConfigurationError("ALTO, hOCR and PAGE files need lxml: pip install 'textrepair[xml]'") from None
    return etree


def read_markup(stream: BinaryIO, name: str, *, html_too: bool = False) -> Markup:
    """Read a file of XML; nothing outside it is looked at.

    Args:
        stream: the file.
        name: what messages call it.
        html_too: what is no XML, and does not say that it is, is read as HTML.

    Raises:
        InputError: it is too large, declares entities, is nested too deeply, or is not well formed; the message says
            line and column.
        UndecodableError: it is not in the encoding that it says.
    """
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"{name}: it has more than {LARGEST:,} bytes: divide it into files of some pages each")
    mark, codec = _codec_of(data, name, html_too=html_too)
    try:
        source = data[len(mark) :].decode(codec)
    except UnicodeError as error:
        raise not_decoded(name, codec, error, len(mark), 0) from error
    declaration = source.find("<!ENTITY")
    if declaration >= 0:
        line = source.count("\n", 0, declaration) + 1
        raise InputError(f"{name}: it declares entities (line {line}), which no OCR engine does: they are not expanded")
    # Not as the declaration says: this is what the offsets are counted in.
    utf8 = data[len(mark) :] if codec == "utf-8" else source.encode("utf-8", "surrogatepass")
    etree = check_lxml()
    says_xml = _PROLOG.match(source) is not None
    if not (html_too and not says_xml and _NAMED.search(source)):
        # 256 levels at the most; no text of more than ten million characters.
        parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return Markup(source, codec, mark, etree.fromstring(utf8, parser), name)
        except etree.XMLSyntaxError as error:
            if says_xml or not html_too:
                line, column = error.position
                reason = str(error.msg).removesuffix(f", line {line}, column {column}")
                raise InputError(f"{name}: not well-formed XML at line {line}, column {column}: {reason}") from error
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(utf8, parser)
    except etree.LxmlError as error:
        raise InputError(f"{name}: cannot be read as HTML: {error}") from error
    if root is None:
        raise InputError(f"{name}: cannot be read as HTML: there is nothing in it")
    return Markup(source, codec, mark, root, name, is_html=True)


def _codec_of(data: bytes, name: str, *, html_too: bool) -> tuple[bytes, str]:
    mark, encoding = mark_of(data)
    if encoding.startswith("utf-32"):
        raise UndecodableError(f"{name}: it is in UTF-32; convert it to UTF-8 first")
    if mark:
        return mark, encoding
    head = data[:4096]
    if head.startswith((b"<\0", b"\0<")):
        return b"", "utf-16-le" if head.startswith(b"<") else "utf-16-be"
    declared = _DECLARED.search(head) or (_META.search(head) if html_too else None)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if _ENCODINGS.match(encoding) is None or encoding.startswith("utf-16"):
        raise UndecodableError(f"{name}: it says that it is in ‘{encoding}’; convert it to UTF-8 first")
    return next(marked_codec(head, encoding, name))


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def number_of(value: str | None) -> float | None:
    """Return what an attribute says if it is a number, of a size that a place or a share may have.

    >>> number_of("0.95"), number_of("1.2.3"), number_of("nan"), number_of(None)
    (0.95, None, None, None)
    """
    try:
        found = float(value or "")
    except ValueError:
        return None
    return found if -1e9 < found < 1e9 else None


def unescaped(text: str, *, is_html: bool = False) -> str:
    """Return what a stretch of markup without tags says.

    >>> unescaped("l&apos;&#339;uvre &amp; &#xe9;")
    "l'œuvre & é"
    """
    if "&" not in text:
        return text
    if is_html:
        return html.unescape(text)
    return _REFERENCE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return _SIGNS[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= 0x10FFFF else found.group()


def said(markup: str, *, is_html: bool = False) -> str:
    """Return what a stretch of markup says, tags and comments left out.

    >>> said("un<!-- deux --> <b>tr&#233;s</b><![CDATA[ <quatre>]]>")
    'un trés <quatre>'
    """
    return "".join(
        found[1] if found[1] is not None else unescaped(found[0], is_html=is_html)
        for found in _SAID.finditer(markup)
        if found[1] is not None or found[0] == "<" or not found[0].startswith("<")
    ).replace("\r\n", "\n")


def escaped(text: str, quote: str = "") -> str:
    r"""Return a text as it is to stand in markup; between quotation marks if they are given.

    >>> escaped("l'<a> & \"b\"", '"')
    "l'&lt;a&gt; &amp; &quot;b&quot;"
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote == '"' else text.replace("'", "&#39;") if quote == "'" else text


def attribute(tag: str, name: str, *, is_html: bool = False) -> str | None:
    """Return what an attribute of a start tag says, None if it has none of that name.

    >>> attribute('<String ID="a" CONTENT="l&apos;eau"/>', "CONTENT")
    "l'eau"
    """
    for found in _ATTRIBUTE.finditer(tag):
        if (found[1].lower() if is_html else found[1]) == name:
            value = next(part for part in found.groups()[1:] if part is not None)
            return unescaped(value.replace("\r\n", "\n"), is_html=True) if is_html else unescaped(_blanks(value))
    return None


def _blanks(value: str) -> str:
    """Make spaces of the line ends and tabs of an attribute, as every parser of XML does."""
    if value.isprintable():
        return value
    return value.replace("\r\n", " ").translate({9: " ", 10: " ", 13: " "})


def with_attributes(tag: str, values: Mapping[str, str | None], *, is_html: bool = False) -> str:
    """Return a start tag with other values of some attributes; what is not there is added at the end.

    Args:
        tag: from < to >.
        values: by name; None: the attribute is left out.
        is_html: capitals in names are as good as small letters.

    >>> with_attributes("<String ID='a' WC='0.5'  CONTENT='ceuvre'/>", {"CONTENT": "œuvre", "WC": None, "CS": "1"})
    "<String ID='a'  CONTENT='œuvre' CS='1'/>"
    """
    left = dict(values)
    quotes = '"'

    def written(found: re.Match[str]) -> str:
        nonlocal quotes
        quotes = quote = "'" if found[3] is not None else '"'
        name = found[1].lower() if is_html else found[1]
        if name not in left:
            return found.group()
        value = left.pop(name)
        if value is None:
            return ""
        before = found.group()[: found.start(found.lastindex or 0) - found.start()]
        return f"{before}{quote if found[4] is not None else ''}{escaped(value, quote)}{quote}"

    made = _ATTRIBUTE.sub(written, tag)
    added = "".join(
        f" {name}={quotes}{escaped(value, quotes)}{quotes}" for name, value in left.items() if value is not None
    )
    if not added:
        return made
    body = made[:-2].rstrip() if made.endswith("/>") else made[:-1]
    end = made[len(body) :]
    return f"{body}{added}{end}"


def _is_closed(tag: re.Match[str]) -> bool:
    return tag.group().endswith(">")


def content_end(plain: str, tag: Tag, *, is_html: bool = False) -> tuple[int, int]:
    """Return where the content of an element ends, and where the element does.

    Args:
        plain: a source with nothing in it that only looks like a tag.
        tag: the element's start tag.
        is_html: some elements have no end tag.
    """
    if plain[tag.end - 2] == "/":
        return tag.end, tag.end
    depth = 0
    for found in takewhile(_is_closed, _ANY_TAG.finditer(plain, tag.end)):
        name = found[2].rpartition(":")[2]
        if name != tag.name:
            continue
        if found[1]:
            if depth == 0:
                return found.start(), found.end()
            depth -= 1
        elif not (found[3].endswith("/") or (is_html and name.lower() in _VOID)):
            depth += 1
    return len(plain), len(plain)


def texts_within(markup: Markup, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a source between tags."""
    position = start
    for found in takewhile(_is_closed, _ANY_TAG.finditer(markup.plain, start, end)):
        if found.start() > position:
            yield position, found.start()
        position = found.end()
    if position < end:
        yield position, end


def spliced(source: str, splices: Sequence[Splice]) -> tuple[str, list[Splice]]:
    """Return a source with some stretches replaced, and what leads back.

    Args:
        source: the text.
        splices: sorted, none reaching into the next.

    >>> spliced("un deux", [Splice(0, 2, "trois")])
    ('trois deux', [Splice(start=0, end=5, text='un')])
    """
    pieces: list[str] = []
    back: list[Splice] = []
    position = shift = 0
    for start, end, text in splices:
        if start < position:
            raise ValueError(f"{start}:{end} reaches into what was replaced before it")
        pieces += [source[position:start], text]
        back.append(Splice(start + shift, start + shift + len(text), source[start:end]))
        shift += len(text) - (end - start)
        position = end
    pieces.append(source[position:])
    return "".join(pieces), back
