"""What tells that a token may have been decoded wrongly: cheap tests for the prefilters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from textrepair.core import Pack
from textrepair.encodings.tables import single_byte, utf8_read_as
from textrepair.encodings.words import OPENING, lone_words

__all__ = ["leads"]

_DEGREE = "\u00b0"
# Signs that sound text has beside letters.
_USUAL = frozenset(
    "\u00ab\u00bb\u201c\u201d\u2018\u2019\u2013\u2014\u2026\u00b0\u00a0\u00b7\u00ae\u2122\u20ac\u00a9\u00b2\u00b3"
)


def leads(pack: Pack) -> str:
    """Return a pattern for tokens that the lexicon may take as known although they were decoded wrongly."""
    western, cyrillic = utf8_read_as()[0], utf8_read_as()[6]
    later = western.class_of(0x80, 0xBF)
    # In Cyrillic, two letters are no sign of anything.
    signs = [sign for sign in cyrillic.class_of(0x80, 0xBF)[1:-1] if not sign.isalnum() and sign != "\\"]
    own = pack.rules.letters
    letters = _class(_misread(own) - own - _USUAL)
    words = {case for word in lone_words(pack) for case in (word, word.upper())}
    alone = [utf8.lead_of_two for utf8 in utf8_read_as()] if words else []
    parts = [
        "[\x80-\x9f\ufffd]",
        f"{western.class_of(0xC2, 0xDF)}{later}",
        f"{western.class_of(0xE0, 0xF4)}{later}{later}",
        f"[{western.lead_of_two}{bytes([0xC2]).decode('cp1252')}] ",
        f"{cyrillic.class_of(0xC2, 0xC3)}{_class(signs)}",
        f"{_class(bytes([byte]).decode(one.read) for one in utf8_read_as()[1:4] for byte in (0xC2, 0xC3))}\\S",
        f" {_class({*alone, *_misread(words), *_misread(OPENING)} - _USUAL)} ",
        f"[A-Za-z]{letters}|{letters}[A-Za-z]",
        f"[A-Za-z]{_class(_misread(_DEGREE))}[0-9]",
        "&[#A-Za-z]",
    ]
    return "|".join(parts)


def _misread(characters: Iterable[str]) -> set[str]:
    """Return what characters become if one single-byte encoding is read as another."""
    wanted = frozenset(characters)
    return {chr(code) for one in single_byte() for code, character in one.table.items() if character in wanted}


def _class(characters: Iterable[str]) -> str:
    """Return a class of a regular expression."""
    return f"[{re.escape(''.join(sorted(characters)))}]"
