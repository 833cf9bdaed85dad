"""Words of one letter: a decoding that makes one is judged by the words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textrepair.core import Pack

__all__ = ["is_lone_word", "lone_words"]

# The largest cost, in nats, of a word of one letter between its neighbours. 95 of 100 in sound text cost less, and 70 of
# 100 places between two words would cost more.
_FITS = 13.0
# What a number beside the word costs.
_NUMBER = 4.0
_BEFORE, _BEHIND = "(\u00ab\u201c\"", ".,;:!?)\u00bb\u201d\""


def lone_words(pack: Pack) -> frozenset[str]:
    """Return the letters outside ASCII that are words by themselves.

    >>> from textrepair.core import open_pack
    >>> sorted(lone_words(open_pack("fr"))), sorted(lone_words(open_pack("en")))
    (['à'], [])
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
    if len(plain) != 1 or not _is_word(plain, pack) or not 2 <= place <= len(tokens) - 3:
        return False
    before, after = tokens[place - 2].lstrip(_BEFORE), tokens[place + 2].rstrip(_BEHIND)
    return _cost(before, plain, pack) + _cost(plain, after, pack) <= _FITS


def _cost(left: str, right: str, pack: Pack) -> float:
    """Return the cost of two words beside each other; more than can fit if one is unknown."""
    if any(map(str.isdigit, left + right)):
        return _NUMBER
    before, after = pack.tokenise(left)[-1:], pack.tokenise(right)[:1]
    if not before or not after:
        return 2.0 * _FITS
    # A word with letters outside ASCII may be as damaged as the word between the two.
    fine = all(pack.knows(word) or not word.isascii() for word in (before[0], after[0]))
    return pack.pair_cost(before[0], after[0]) if fine else 2.0 * _FITS
