"""The tags of XML and HTML in the text of a file: where each element starts and ends, and its attributes.

Every function reads its text once from start to end: no pattern is tried again where it failed, however the text looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from textrepair.formats.pages.markup_references import escaped, unescaped

__all__ = [
    "Tag",
    "attribute",
    "blank_before",
    "blanked",
    "most_attributes",
    "said",
    "start_tags",
    "tag_texts",
    "texts_within",
    "with_attributes",
]

# The inside of a tag: a > between quotation marks does not end it. Possessive: what is read is not read again.
_ATTRIBUTES = r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+"""
# The last group is > for a whole tag; a quotation mark, or nothing at the end of the text, for one that never ends.
_TAG = re.compile(rf"<(/?)([^\W\d][\w:.-]*+)({_ATTRIBUTES})(>|[\"']|\Z)")
# In HTML a quotation mark opens a value behind an equals sign; elsewhere it is a letter of a name.
_VALUES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?!["'])))*+"""
_TAG_HTML = re.compile(rf"<(/?)([A-Za-z][^\s/>]*+)({_VALUES})(>|\Z)")
_OPAQUE = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
# Elements of HTML that hold text and no tags.
_RAW = "script|style|title|textarea|xmp|iframe|noembed|noframes"
_OPAQUE_HTML = re.compile(rf"<!--|<[!?]|</(?![A-Za-z])|<({_RAW}|plaintext)(?=[\s/>])", re.IGNORECASE | re.ASCII)
# Text and whole tags up to the next of these: a <!-- within a value of an attribute starts no comment.
_TAGS_AND_TEXT = re.compile(
    rf"(?:[^<]++|<(?:/|(?!(?:{_RAW}|plaintext)[\s/>]))[A-Za-z][^\s/>]*+{_VALUES}>|<(?![A-Za-z/!?]))*+",
    re.IGNORECASE | re.ASCII,
)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW.split("|")}
_COMMENT_END = re.compile(r"--!?>")
_SAID = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    rf"""|</?[^\W\d]{_ATTRIBUTES}(?:>|["'].*|\Z)|[^<]+|<""",
    re.DOTALL,
)
# The last form is HTML's alone.
_ATTRIBUTE = re.compile(r"""\s([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_QUOTED = re.compile(r"""\"[^\"]*+\"|'[^']*+'""")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# So many characters of white space before an element are taken for its layout.
_LAYOUT = 200
# A tag that is shorter than that has few attributes.
_LONG_TAG = 512


class Tag(NamedTuple):
    """A start tag and its element.

    Attributes:
        start, end: offsets in code points of the start tag in the source, the signs < and > included.
        name: without its prefix.
        content_end: where the content of the element ends: its end tag starts there.
        element_end: where the element ends. Of an element that is never closed both are the end of the source.
    """

    start: int
    end: int
    name: str
    content_end: int
    element_end: int


def blanked(source: str, *, is_html: bool) -> str:
    """Return a source with blanks for all that holds no tags, such as comments; offsets stay the same.

    Args:
        source: XML or HTML.
        is_html: True: the content of scripts, styles and titles holds no tags either.

    >>> blanked("<a><!-- <b> --></a>", is_html=False)
    '<a>            </a>'
    """
    if not is_html:
        return _OPAQUE.sub(lambda found: " " * len(found.group()), source)
    pieces: list[str] = []
    position = 0
    for start, end in _opaque_in_html(source):
        pieces += [source[position:start], " " * (end - start)]
        position = end
    return "".join([*pieces, source[position:]])


def _opaque_in_html(source: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of HTML without tags, by the rules of HTML 5 for tokens."""
    position = 0
    while True:
        skipped = _TAGS_AND_TEXT.match(source, position)
        start = skipped.end() if skipped else position
        found = _OPAQUE_HTML.match(source, start)
        if found is None:
            return  # the end, or a tag that is never closed
        raw = found[1]
        if raw:
            tag = _TAG_HTML.match(source, start)
            if tag is None or tag[4] != ">":
                return
            start = position = tag.end()
            if tag[3].endswith("/"):
                continue
            end = _RAW_END[raw.lower()].search(source, start) if raw.lower() in _RAW_END else None
            position = end.start() if end else len(source)
        elif found.group() == "<!--":
            if source.startswith((">", "->"), found.end()):
                position = source.index(">", found.end()) + 1
            else:
                end = _COMMENT_END.search(source, found.end())
                position = end.end() if end else len(source)
        else:
            position = source.find(">", found.end()) + 1 or len(source)
        if start < position:
            yield start, position


def _tags(plain: str, start: int, end: int, *, is_html: bool) -> Iterator[re.Match[str]]:
    """Yield the start and end tags up to the first that does not end."""
    pattern = _TAG_HTML if is_html else _TAG
    return takewhile(lambda found: found[4] == ">", pattern.finditer(plain, start, end))


def tag_texts(plain: str, *, is_html: bool) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each start tag, in order.

    Args:
        plain: as :func:`blanked` returns it.
        is_html: True: names are given in small letters.

    >>> list(tag_texts("<a><X:b/></a>", is_html=True))
    [('a', '<a>'), ('b', '<X:b/>')]
    """
    for found in _tags(plain, 0, len(plain), is_html=is_html):
        if not found[1]:
            name = found[2].rpartition(":")[2]
            yield name.lower() if is_html else name, found.group()


def start_tags(plain: str, *, is_html: bool) -> list[Tag]:
    """Return all start tags in order, with the ends of their elements.

    An end tag closes the last element of its name that is open.

    Args:
        plain: as :func:`blanked` returns it.
        is_html: True: capitals in names do not matter, and some elements have no content.

    >>> [(tag.name, tag.content_end, tag.element_end) for tag in start_tags("<a><x:b/>t</a>", is_html=False)]
    [('a', 10, 14), ('b', 9, 9)]
    """
    tags: list[tuple[int, int, str]] = []
    ends: list[tuple[int, int]] = []
    open_tags: dict[str, list[int]] = {}  # by name, the numbers of the tags that are not closed yet
    unclosed = (len(plain), len(plain))
    for found in _tags(plain, 0, len(plain), is_html=is_html):
        name = found[2].rpartition(":")[2]
        key = name.lower() if is_html else name
        if found[1]:
            if waiting := open_tags.get(key):
                ends[waiting.pop()] = found.span()
            continue
        tags.append((found.start(), found.end(), name))
        if _closes_itself(found[3], is_html=is_html) or (is_html and key in _VOID):
            ends.append((found.end(), found.end()))
        else:
            open_tags.setdefault(key, []).append(len(ends))
            ends.append(unclosed)
    return [Tag(*tag, *end) for tag, end in zip(tags, ends, strict=True)]


def _closes_itself(attributes: str, *, is_html: bool) -> bool:
    if not attributes.endswith("/"):
        return False
    # In <a href=b/> the slash is part of the value.
    return not is_html or "=" not in attributes or attributes[-2] in "\"' \t\r\n\f"


def texts_within(plain: str, start: int, end: int, *, is_html: bool) -> Iterator[tuple[int, int]]:
    """Yield the stretches between tags.

    Args:
        plain: as :func:`blanked` returns it.
        start, end: offsets in code points in it, between which to look.
        is_html: the source is HTML.
    """
    position = start
    for found in _tags(plain, start, end, is_html=is_html):
        if found.start() > position:
            yield position, found.start()
        position = found.end()
    if position < end:
        yield position, end


def most_attributes(plain: str) -> tuple[int, int]:
    """Return how many attributes the tag of HTML with the most has, at the most, and where it starts.

    Args:
        plain: as :func:`blanked` returns it.
    """
    most = (0, 0)
    for found in _TAG_HTML.finditer(plain):
        if found.end() - found.start() > _LONG_TAG:
            most = max(most, (len(_QUOTED.sub("", found[3]).split()), found.start()))
    return most


def blank_before(source: str, start: int) -> str:
    r"""Return the white space before an offset: its last 200 characters if there are more.

    >>> blank_before("<a/>\n  <b/>", 7)
    '\n  '
    """
    before = source[max(0, start - _LAYOUT) : start]
    return before[len(before.rstrip()) :]


def said(markup: str, *, is_html: bool = False) -> str:
    """Return what a stretch of markup says, without its tags and comments.

    >>> said("un<!-- deux --> <b>tr&#233;s</b><![CDATA[ <quatre>]]>")
    'un trés <quatre>'
    """
    return "".join(
        found[1] if found[1] is not None else unescaped(found[0], is_html=is_html)
        for found in _SAID.finditer(markup)
        if found[1] is not None or found[0] == "<" or not found[0].startswith("<")
    ).replace("\r\n", "\n")


def attribute(tag: str, name: str, *, is_html: bool = False) -> str | None:
    """Return the value of an attribute of a start tag; None if the tag has no such attribute.

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
    """Return a start tag with other values of some attributes; attributes that it lacks are added at the end.

    Args:
        tag: from < to >.
        values: by name; None: the attribute is left out.
        is_html: True: capitals in names do not matter.

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
