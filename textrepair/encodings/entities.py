"""HTML entities that stand in plain text (``soci&eacute;t&eacute;``)."""

from __future__ import annotations

import html
import re

from textrepair.core import Pack
from textrepair.encodings.plausible import looks_of

__all__ = ["ENTITY", "holds_markup", "is_damaged_word", "unescaped"]

ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKUP = re.compile(r"</?[A-Za-z!?][^<>]*>|<[A-Za-z/!?]|`|[A-Za-z]=[\"']|[\"'](?:,|:) ?[\"'{\[]")


def holds_markup(line: str) -> bool:
    """Return whether a line is HTML, XML, code or data, in which an entity is no damage."""
    return _MARKUP.search(line) is not None


def unescaped(text: str) -> str:
    """Return a text with a character in place of each entity, once; those that no standard names stay.

    >>> unescaped("a &lt; b &truc; &amp;amp;")
    'a < b &truc; &amp;'
    """
    return ENTITY.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    return character if len(character) == 1 and (character.isprintable() or character.isspace()) else match.group()


def is_damaged_word(token: str, pack: Pack) -> bool:
    """Return whether entities within the words of a token make it unknown: with their characters it is known.

    >>> from textrepair.core import open_pack
    >>> [is_damaged_word(token, open_pack("fr")) for token in ("soci&eacute;t&eacute;", "&eacute;", "l&rsquo;an")]
    [True, False, True]
    """
    if not any(token[a.start() - 1 : a.start()].isalpha() or token[a.end() : a.end() + 1].isalpha() for a in ENTITY.finditer(token)):
        return False
    plain = unescaped(unescaped(token))
    before, after = looks_of(token, pack), looks_of(plain, pack)
    return plain != token and after.unknown < before.unknown and after.unknown == 0
