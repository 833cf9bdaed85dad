"""How unlikely a text is as a text of its language: the one measure by which decodings are compared.

The measure adds up costs of about one nat for each thing that sound text hardly has: unknown words, letters of other
alphabets, capitals within words, signs between letters, control characters. Characters of ASCII cost nothing by
themselves, since hardly any wrong decoding changes them. The core computes it.
"""

from __future__ import annotations

from typing import NamedTuple

from textrepair.core import Pack

__all__ = ["Looks", "looks_of"]


class Looks(NamedTuple):
    """How a string looks.

    Attributes:
        cost: its measure; 0 for a known word and for ASCII signs.
        unknown: the number of words that are not known.
        known: the number of letters in known words of two letters and more.
        odd: the number of words that are not known and have a letter outside ASCII.
    """

    cost: float
    unknown: int
    known: int
    odd: int


def looks_of(text: str, pack: Pack) -> Looks:
    """Return how a token, or several with spaces between them, look in a language.

    >>> from textrepair.core import open_pack
    >>> french = open_pack("fr")
    >>> looks_of("président", french).cost < looks_of("prÃ©sident", french).cost
    True
    """
    return Looks._make(pack.looks_of(text))
