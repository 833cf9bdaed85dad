"""Words of one letter: a decoding that makes one is judged by the words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textrepair.core import Pack

__all__ = ["is_lone_word"]

# The largest cost, in nats, of a word of one letter between its neighbours. 95 of 100 in sound text cost less, and 70 of
# 100 places between two words would cost more.
_FITS = 13.0
_BEHIND = ".,;:!?)\u00bb\u201d"


def is_lone_word(tokens: Sequence[str], place: int, plain: str, pack: Pack) -> bool:
    """Return whether a token would be a word of one letter that fits between two words.

    Args:
        tokens: the tokens of a line, with the white space between them.
        place: which token.
        plain: what the token would be.
        pack: the language.
    """
    if len(plain) != 1 or not plain.islower() or not pack.has_word(plain) or not 2 <= place <= len(tokens) - 3:
        return False
    before, after = tokens[place - 2], tokens[place + 2].rstrip(_BEHIND)
    if not (before.isalpha() and after.isalpha() and before.islower()):
        return False
    if not (pack.knows(before) and (pack.knows(after) or not after.isascii())):
        return False
    return pack.pair_cost(before, plain) + pack.pair_cost(plain, after) <= _FITS
