"""The ways to read a token again: UTF-8 in each encoding, and one single-byte encoding for another."""

from __future__ import annotations

import re
from typing import NamedTuple
from weakref import WeakKeyDictionary

from textrepair.core import EncodingWays, Pack
from textrepair.encodings.tables import SINGLE, UTF8, single_byte, utf8_read_as

__all__ = [
    "FIRST_SINGLE",
    "NUMBER",
    "WAYS",
    "Change",
    "change_of",
    "holds_utf8",
    "name_of",
    "promising_ways",
    "ways_of",
]

FIRST_SINGLE = len(UTF8)
"""The ways before this number read UTF-8, those from it on single-byte encodings."""
WAYS = len(UTF8) + len(SINGLE)
"""How many ways there are; each is called by its number."""

NUMBER = re.compile("[(\u00ab]?[A-Za-z]\u00b0[0-9]")
"""A number with its sign."""

# What leads of UTF-8 became; the byte after them may have become a space.
_LEADS_BEFORE_SPACE = frozenset("\u00c2\u00c3\u00c5\u00e2\u0413\u0102")
# Signs of running text in any European language.
_SIGNS = frozenset("\u00ab\u00bb\u201c\u201d\u2018\u2019\u201e\u2013\u2014\u2026\u20ac\u00b0\u00a7\u00a0\u2022")


class Change(NamedTuple):
    """What a way makes of a token.

    Attributes:
        token: the token read again.
        gain: how much more plausible it is (see :mod:`textrepair.encodings.plausible`); negative if less.
        mended: the letters of the known words that it makes of unknown ones.
        broken: the number of known words that it makes unknown.
        left: the number of unknown words with a letter outside ASCII that it still holds.
        own: whether it brings letters of the language and no others than these and usual signs, or is one sign in
            place of three.
    """

    token: str
    gain: float
    mended: int
    broken: int
    left: int
    own: bool


def name_of(way: int) -> str:
    """Return what went wrong, in words for a person."""
    if way < FIRST_SINGLE:
        return f"UTF-8 read as {UTF8[way]}"
    true, read = SINGLE[way - FIRST_SINGLE]
    return f"{true} read as {read}"


_MADE: WeakKeyDictionary[Pack, EncodingWays] = WeakKeyDictionary()


def ways_of(pack: Pack) -> EncodingWays:
    """Return the ways as the core has them for a language."""
    ways = _MADE.get(pack)
    if ways is None:
        utf8 = [(one.bytes, one.undefined) for one in utf8_read_as()]
        ways = EncodingWays(pack.core, utf8, [misread.table for misread in single_byte()], _SIGNS)
        _MADE[pack] = ways
    return ways


def change_of(key: tuple[str, int], pack: Pack) -> Change | None:
    """Return what a way makes of a token; None if it leaves it as it is.

    Args:
        key: the token, and the number of the way.
        pack: the language.
    """
    change = ways_of(pack).change(*key)
    return None if change is None else Change._make(change)


def holds_utf8(token: str, pack: Pack) -> bool:
    """Return whether a token, or a space after it, may be UTF-8 in some encoding; for the judgement of ftfy."""
    return token[-1] in _LEADS_BEFORE_SPACE or ways_of(pack).may_be_utf8(token)


def promising_ways(token: str, pack: Pack) -> list[int]:
    """Return the ways that make a token more plausible.

    >>> from textrepair.core import open_pack
    >>> [name_of(way) for way in promising_ways("prŽsident", open_pack("fr"))][:1]
    ['mac_roman read as cp1252']
    >>> promising_ways("président", open_pack("fr"))
    []
    """
    return ways_of(pack).promising(token)
