"""HTML entities that stand in plain text (``soci&eacute;t&eacute;``)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from textrepair.core import Pack
from textrepair.encodings.plausible import looks_of
from textrepair.encodings.words import is_lone_word

__all__ = ["ENTITY", "holds_markup", "proves_damage", "unescaped"]

ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKUP = re.compile(r"</?[A-Za-z!?][^<>]*>|<[A-Za-z/!?]|`|[A-Za-z]=[\"']|[\"'](?:,|:) ?[\"'{\[]")
# Characters that markup needs: whoever writes their entities may mean them.
_OF_MARKUP = frozenset("<>&\"'")
# An apostrophe between letters is none of markup.
_APOSTROPHE = re.compile(r"[^\W\d_]&(?:amp;)?(?:#0{0,3}39|#[xX]27|apos);[^\W\d_]")
_OPENING = frozenset("\u00ab\u2013\u2014\u201c\u2022\u00a0")
# What a no-break space stands beside.
_BESIDE_SPACE = frozenset("0123456789\u00ab\u00bb:;!?%\u20ac")


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


def proves_damage(tokens: Sequence[str], place: int, pack: Pack) -> bool:
    """Return whether the entities of a token are surely damage, since the author cannot have meant to show them.

    They are if they stand within a known word. In a line without any other letter outside ASCII they also are if they
    are a word that fits between its neighbours, a dash or quote that begins the line, or a no-break space beside a
    sign.

    Args:
        tokens: the tokens of a line, with the white space between them.
        place: which token.
        pack: the language.

    >>> from textrepair.core import open_pack
    >>> def proves(line: str, place: int) -> bool:
    ...     return proves_damage(re.split("( )", line), place, open_pack("fr"))
    >>> proves("la soci&eacute;t&eacute;", 2), proves("le signe &eacute; est", 4), proves("il va &agrave; la mer", 4)
    (True, False, True)
    """
    token = tokens[place]
    plain = unescaped(unescaped(token))
    of_markup = _OF_MARKUP.intersection(set(plain).difference(token))
    if plain == token or of_markup - {"'"} or (of_markup and not _APOSTROPHE.search(token)):
        return False
    if any(_is_in_word(token, one) for one in ENTITY.finditer(token)):
        before, after = looks_of(token, pack), looks_of(plain, pack)
        return after.unknown < before.unknown or (after.unknown == 0 and after.known > 0)
    if not all(map(str.isascii, tokens)):
        return False
    if is_lone_word(tokens, place, plain, pack):
        return True
    if _OPENING.issuperset(plain) and (place == 0 or tokens[place - 2][-1:] == ":"):
        return len(tokens) > place + 2 and tokens[place + 2][:1].isalpha()
    return "\u00a0" in plain and not _BESIDE_SPACE.isdisjoint(plain)


def _is_in_word(token: str, match: re.Match[str]) -> bool:
    return token[match.start() - 1 : match.start()].isalpha() or token[match.end() : match.end() + 1].isalpha()
