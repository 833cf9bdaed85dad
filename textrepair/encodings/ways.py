"""The ways to read a token again: UTF-8 in each encoding, and one single-byte encoding for another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from textrepair.core import Pack, SingleByte
from textrepair.encodings.plausible import looks_of
from textrepair.encodings.tables import SINGLE, UTF8, single_byte, utf8_read_as

__all__ = ["FIRST_SINGLE", "NUMBER", "WAYS", "Change", "change_of", "holds_utf8", "name_of", "promising_ways"]

FIRST_SINGLE = len(UTF8)
"""The ways before this number read UTF-8, those from it on single-byte encodings."""
WAYS = len(UTF8) + len(SINGLE)
"""How many ways there are; each is called by its number."""

NUMBER = re.compile("[(\u00ab]?[A-Za-z]\u00b0[0-9]")
"""A number with its sign."""

# In a longer token, U+FFFD stays: trying each lost byte would take long.
_LONGEST_WITH_LOSS = 100
# UTF-8 may have been read in the same encoding so many times.
_LAYERS = 4
# What leads of UTF-8 became; the byte after them may have become a space.
_LEADS_BEFORE_SPACE = frozenset("\u00c2\u00c3\u00c5\u00e2\u0413\u0102")
# What the signs of a token must cost more than its letters if it holds no unknown word.
_DAMAGED = 2.0
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


def change_of(key: tuple[str, int], pack: Pack) -> Change | None:
    """Return what a way makes of a token; None if it leaves it as it is.

    Args:
        key: the token, and the number of the way.
        pack: the language.
    """
    token, way = key
    if way >= FIRST_SINGLE:
        change = _single(pack).change(token, way - FIRST_SINGLE)
        return None if change is None else Change._make(change)
    again = _utf8(token, way, pack)
    if again == token:
        return None
    # A reading as UTF-8 has fewer characters than the token.
    before, after = looks_of(token, pack), looks_of(again, pack)
    more_known = after.known > before.known
    was_damaged = before.unknown > 0 or before.cost - after.cost >= _DAMAGED
    mended = after.known if more_known and after.unknown <= before.unknown and was_damaged else 0
    own, new = pack.rules.letters, set(again).difference(token)
    is_own = new <= own | _SIGNS and (not own.isdisjoint(new) or (len(token) == 3 and len(again) == 1))
    broken = max(0, after.unknown - before.unknown)
    return Change(again, before.cost - after.cost, mended, broken, after.odd, is_own)


@lru_cache(maxsize=8)
def _single(pack: Pack) -> SingleByte:
    return SingleByte(pack.core, [misread.table for misread in single_byte()], _SIGNS)


@lru_cache(maxsize=1)
def _any_utf8() -> re.Pattern[str]:
    """Return a pattern that finds UTF-8 as it was read in any encoding: most tokens hold none."""
    return re.compile("|".join(utf8.search.pattern for utf8 in utf8_read_as()))


def holds_utf8(token: str, pack: Pack) -> bool:
    """Return whether a token, or a space after it, may be UTF-8 in some encoding; for the judgement of ftfy."""
    del pack
    return token[-1] in _LEADS_BEFORE_SPACE or _any_utf8().search(token) is not None


def _utf8(token: str, way: int, pack: Pack) -> str:
    """Return a token with the characters that its sequences of UTF-8 stand for, as far as they are likely."""
    utf8 = utf8_read_as()[way]
    several = len(token) <= _LONGEST_WITH_LOSS

    def character(match: re.Match[str]) -> str:
        found = [one for one in utf8.readings(match.group()) if pack.is_likely(one)]
        if not utf8.is_lossy(match.group()):
            return found[0] if found else match.group()
        if not several:
            return match.group()
        start, end = match.span()
        fine = [
            one for one in found if one.isalpha() and looks_of(token[:start] + one + token[end:], pack).unknown == 0
        ]
        return fine[0] if len(fine) == 1 else match.group()

    for _ in range(_LAYERS):
        before, token = token, utf8.search.sub(character, token)
        if token == before:
            break
    return token


def promising_ways(token: str, pack: Pack) -> tuple[int, ...]:
    """Return the ways that make a token more plausible.

    >>> from textrepair.core import open_pack
    >>> [name_of(way) for way in promising_ways("prŽsident", open_pack("fr"))][:1]
    ['mac_roman read as cp1252']
    >>> promising_ways("président", open_pack("fr"))
    ()
    """
    ways = [way + FIRST_SINGLE for way in _single(pack).possible(token)]
    if _any_utf8().search(token):
        ways += [way for way, utf8 in enumerate(utf8_read_as()) if utf8.search.search(token)]
    changes = {way: change_of((token, way), pack) for way in ways}
    return tuple(sorted(way for way, one in changes.items() if one and (one.gain > 0.0 or NUMBER.match(one.token))))
