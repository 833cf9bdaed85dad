"""XML and HTML as text: parsed with care, and changed in places without being written anew.

A tree is only read. A change is made in the text that the tree was made of: its start tags stand in the same order
there. All other text stays as it was, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from textrepair.errors import ConfigurationError, InputError
from textrepair.formats.pages.markup_codec import decoded_markup
from textrepair.formats.pages.markup_references import UnknownEntity, escaped, unescaped, with_numbers
from textrepair.formats.pages.markup_tags import (
    Tag,
    attribute,
    blank_before,
    blanked,
    most_attributes,
    said,
    start_tags,
    with_attributes,
)
from textrepair.memory import cached_property

__all__ = [
    "LARGEST",
    "Markup",
    "NewIds",
    "Splice",
    "Tag",
    "attribute",
    "blank_before",
    "check_lxml",
    "escaped",
    "local_name",
    "number_of",
    "read_markup",
    "said",
    "spliced",
    "unescaped",
    "with_attributes",
]

LARGEST = 100_000_000
"""The most bytes that a file may have: a tree takes some ten times as much memory."""

_MOST_ATTRIBUTES = 256
_LONGEST_NUMBER = 40
_PROLOG = re.compile(r"\s*<\?xml\s")
_IDENTITY = re.compile(r"""\s(?:xml:)?id\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.IGNORECASE)
# Names that a parser of XML does not take for those of HTML.
_CAPITALS = re.compile(
    r"<(?!html|body|div|span|p\b)(?i:html|body|div|span|p\b)|\s(?!class|title|id)(?i:class|title|id)\s*="
)
# Elements that hold no comments.
_NO_COMMENTS = frozenset("script style title textarea xmp iframe noembed noframes plaintext head html".split())
# Programs that count in blocks fill up the last one; DOS ends a file with a sign.
_AFTER_THE_END = "\0\x1a \t\r\n"
_LATE_PROLOG = re.compile(r"(\s++)(<\?xml\s[^>]*+>)")


class Splice(NamedTuple):
    """A stretch of a source to be replaced.

    Attributes:
        start, end: offsets in code points in the source.
        text: what takes its place.
    """

    start: int
    end: int
    text: str


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
        return blanked(self.source, is_html=self.is_html)

    @cached_property
    def _start_tags(self) -> list[Tag]:
        return start_tags(self.plain, is_html=self.is_html)

    def new_ids(self) -> NewIds:
        """Return what makes ids that nothing in the file has."""
        return NewIds({"".join(found) for found in _IDENTITY.findall(self.source)})

    def tags(self, names: Sequence[str]) -> list[Tag]:
        """Return the start tags of elements of some names, in order.

        Args:
            names: without prefix; none: all.
        """
        if not names:
            return self._start_tags
        if self.is_html:
            return [tag for tag in self._start_tags if tag.name.lower() in names]
        return [tag for tag in self._start_tags if tag.name in names]

    def remark(self, text: str) -> Splice | None:
        """Return a comment at the beginning of the root; None if no element can take a comment.

        A fragment of HTML has no tag of its root: the comment goes to its first element.

        Args:
            text: without two hyphens side by side.
        """
        tag = next(iter(self.tags([local_name(self.root)])), None)
        if tag is None and self.is_html:
            tag = next((tag for tag in self._start_tags if tag.name.lower() not in _NO_COMMENTS), None)
        return None if tag is None else Splice(tag.end, tag.end, f"<!-- {text} -->")

    def refusal(self, what: str) -> InputError:
        """Return the error for a file in which what the tree says cannot be found."""
        return InputError(
            f"{self.name}: its {what} cannot be told apart in its text as its tree has them; nothing in it is changed: "
            "mend its markup first, with tidy for example"
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
        self._next: dict[str, int] = {}  # by the id of an element, the first number that may be free

    def after(self, identity: str) -> str:
        """Return an id derived from that of an element."""
        number = self._next.get(identity, 2)
        while (made := f"{identity}_{number}") in self._taken:
            number += 1
        self._next[identity] = number + 1
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


def read_markup(stream: BinaryIO, name: str, *, html_too: bool = False, encoding: str = "utf-8") -> Markup:
    """Read a file of XML; nothing outside it is looked at.

    Named letters such as ``&eacute;`` are read by their names in HTML, in XML too.

    Args:
        stream: the file.
        name: what messages call it.
        html_too: a file that is not XML, and does not say that it is, is read as HTML.
        encoding: of a file that does not declare its own: the name of a codec, or ``auto``.

    Raises:
        InputError: it is too large, declares entities or uses unknown ones, is nested too deeply, or is not well
            formed; the message says line and column.
        UndecodableError: it is not in the encoding that it says.
    """
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"{name}: it has more than {LARGEST:,} bytes: divide it into files of some pages each")
    source, mark, codec = decoded_markup(data, name, html_too=html_too, encoding=encoding)
    declaration = source.find("<!ENTITY")
    if declaration >= 0:
        line = source.count("\n", 0, declaration) + 1
        raise InputError(f"{name}: it declares entities (line {line}), which no OCR engine does: they are not expanded")
    only_xml = not html_too or _PROLOG.match(source) is not None
    given = _readable(source)
    root = _xml_tree(given, name, only_xml=only_xml)
    if root is not None and not (html_too and _CAPITALS.search(given)):
        return Markup(source, codec, mark, root, name)
    return Markup(source, codec, mark, _html_tree(given, name), name, is_html=True)


def _readable(source: str) -> str:
    """Return a source without what parsers refuse although nothing is wrong with the file; lines stay the same."""
    source = source.rstrip(_AFTER_THE_END)
    late = _LATE_PROLOG.match(source)
    return source if late is None else late[1] + " " * len(late[2]) + source[late.end() :]


def _xml_tree(source: str, name: str, *, only_xml: bool) -> Any | None:
    """Return the tree of a file of XML; None if it is not well formed, where it may be HTML."""
    text, unknown = with_numbers(source, blanked(source, is_html=False))
    if unknown is not None:
        if only_xml:
            raise _unknown_entity(source, name, unknown)
        return None
    etree = check_lxml()
    # 256 levels at the most; no text of more than ten million characters. The encoding is not that of the declaration:
    # offsets are counted in the text.
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
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        if not only_xml:
            return None
        line, column = error.position
        reason = " ".join(str(error.msg).removesuffix(f", line {line}, column {column}")[:200].split())
        raise InputError(f"{name}: not well-formed XML at line {line}, column {column}: {reason}") from error


def _unknown_entity(source: str, name: str, unknown: UnknownEntity) -> InputError:
    line = source.count("\n", 0, unknown.start) + 1
    column = unknown.start - source.rfind("\n", 0, unknown.start)
    return InputError(
        f"{name}: not well-formed XML at line {line}, column {column}: the entity &{unknown.name[:40]}; is not "
        "defined: write its letter there, or the letter's number (&#233; for é)"
    )


def _html_tree(source: str, name: str) -> Any:
    """Return the tree of a file of HTML."""
    plain = blanked(source, is_html=True)
    count, start = most_attributes(plain)
    if count > _MOST_ATTRIBUTES:
        line = source.count("\n", 0, start) + 1
        raise InputError(
            f"{name}: a tag at line {line} has more than {_MOST_ATTRIBUTES:,} attributes, which no OCR engine writes: "
            "close the tag or take it out"
        )
    etree = check_lxml()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(with_numbers(source, plain)[0].encode("utf-8", "surrogatepass"), parser)
    except etree.LxmlError as error:
        raise InputError(f"{name}: cannot be read as HTML: {error}") from error
    if root is None:
        raise InputError(f"{name}: cannot be read as HTML: there is nothing in it")
    return root


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
        found = float(value or "") if len(value or "") <= _LONGEST_NUMBER else None
    except ValueError:
        return None
    return found if found is not None and -1e9 < found < 1e9 else None


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
