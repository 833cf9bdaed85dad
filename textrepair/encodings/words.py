"""Words of one letter: a decoding that makes one is judged by the words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textrepair.core import Pack

__all__ = ["OPENING", "is_lone_word", "lone_words", "opens_line"]

OPENING = frozenset("\u00ab\u2013\u2014")
"""Signs that stand alone where a line begins."""

# The largest cost, in nats, of a word of one letter between its neighbours. 95 of 100 in sound text cost less, and 70
# of 100 places between two words would cost more.
_FITS = 13.0
# What a number, a sign or the end of the line beside the word costs.
_NO_WORD = 4.0
# How many known words make a line.
_SOME = 2
_BEFORE, _BEHIND = '(\u00ab\u201c"', '.,;:!?)\u00bb\u201d"'


def lone_words(pack: Pack) -> frozenset[str]:
    """Return the letters outside ASCII that are words by themselves.

    >>> from textrepair.core import open_pack
    >>> sorted(lone_words(open_pack("fr"))), sorted(lone_words(open_pack("en")))
    (['à', 'ô'], [])
    """
    return frozenset(letter for letter in pack.rules.letters if _is_word(letter, pack))


def _is_word(letter: str, pack: Pack) -> bool:
    return not letter.isascii() and letter.islower() and pack.has_word(letter)


def is_lone_word(tokens: Sequence[str], place: int, plain: str, pack: Pack) -> bool:
    """Return whether a token would be a word of one letter that fits between two words.

    Args:
        tokens: the tokens of a line, with the white space between them.
        place: which token.
        plain: what the token would be.
        pack: the language.
    """
    if len(plain) != 1 or not _is_word(plain.lower(), pack) or place > len(tokens) - 3:
        return False
    before, after = tokens[place - 2].lstrip(_BEFORE) if place > 1 else "", tokens[place + 2].rstrip(_BEHIND)
    if plain.isupper() and before[-1:].isalnum():
        return False
    return _cost(before, plain.lower(), pack) + _cost(plain.lower(), after, pack) <= _FITS


def _cost(left: str, right: str, pack: Pack) -> float:
    """Return the cost of two words beside each other; more than can fit if one is unknown."""
    if not left[-1:].isalpha() or not right[:1].isalpha() or any(map(str.isdigit, left + right)):
        return _NO_WORD
    before, after = pack.tokenise(left)[-1], pack.tokenise(right)[0]
    # A word with letters outside ASCII may be as damaged as the word between the two.
    fine = all(pack.knows(word) or not word.isascii() for word in (before, after))
    return pack.pair_cost(before, after) if fine else 2.0 * _FITS


def opens_line(tokens: Sequence[str], place: int, plain: str, pack: Pack) -> bool:
    """Return whether a token would be a dash or a guillemet that opens a line of known words.

    Args:
        tokens: the tokens of a line, with the white space between them.
        place: which token.
        plain: what the token would be.
        pack: the language.
    """
    if plain not in OPENING or not (place == 0 or (place > 1 and tokens[place - 2][-1:] in ("", ":"))):
        return False
    words = [token for token in tokens[place + 2 :: 2] if token.isascii() and token[:1].isalpha()]
    return len(words) >= _SOME and words[0][0].isupper() and not any(map(pack.unknown_parts, words))
