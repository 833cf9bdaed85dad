"""How unlikely a text is as a text of its language: the one measure by which decodings are compared.

The measure adds up costs of about one nat for each thing that sound text hardly has: unknown words, letters of other
alphabets, capitals within words, signs between letters, control characters. Characters of ASCII cost nothing by
themselves, since hardly any wrong decoding changes them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from textrepair.core import Pack

__all__ = ["Looks", "looks_of"]

# An unknown word costs as much, and more for each letter; one of a neighbouring language as much.
_UNKNOWN, _EACH_LETTER, _FOREIGN = 1.5, 0.25, 0.3
# A capital after a small letter, a small letter after two capitals, a change of the alphabet within a word.
_CAPITAL_WITHIN, _SMALL_WITHIN, _OTHER_ALPHABET = 2.5, 1.5, 1.5
# Letters of the language with a diacritic, other letters of Western Europe, other European letters, and the rest.
_OWN, _WESTERN, _EUROPEAN, _OTHER, _ODD = 0.2, 0.8, 1.2, 1.5, 4.0
_ALPHABETS = ((0x370, 0x3FF, 1.0), (0x400, 0x4FF, 1.0), (0x5D0, 0x64A, _OTHER), (0x1E00, 0x1EFF, _EUROPEAN))
_MORE_EUROPEAN = frozenset("\u0218\u0219\u021a\u021b\u01a0\u01a1\u01af\u01b0")
_LIGATURES = (0xFB00, 0xFB06, 0.5)
# Letters for Python that text has as signs, and signs that sound text hardly has.
_NO_LETTERS = frozenset("\u00aa\u00ba\u00b5\u02c6\u02c7\u0192\u2126\u03a9") - {"\u03a9"}
_RARE = (
    frozenset(
        "\u00a4\u00a6\u00a8\u00ac\u00af\u00b4\u00b8\u00a2\u00a5\u00b6\u02d8\u02d9\u02da\u02db\u02dc\u02dd\u2020\u2021\u2030"
        "\u201a\u25ca\u2310\u2044"
    )
    | _NO_LETTERS
)
_COMMON = frozenset(
    "\u00ab\u00bb\u201c\u201d\u2018\u2019\u201e\u2013\u2014\u2026\u20ac\u00b0\u00a7\u2022\u00b7\u2116\u2122\u00a9\u00ae"
    "\u00b2\u00b3\u00bd\u00bc\u00be\u00d7\u00b1\u00a3\u00bf\u00a1\u00b9\u00f7\u2039\u203a\u02bc\u2032"
)
_BETWEEN = {"\u2019": 0.0, "\u2026": 2.0, "\u2013": 1.0, "\u2014": 1.0, "\u00b7": 0.5, "\u02bc": 0.0}
_ACRONYM = 5
_APOSTROPHES = "'\u2019\u02bc"
_SPACES = re.compile("([\\s\x1c-\x1f])")
# White space for Python, but control characters.
_NO_SPACES = "\x85\x1c\x1d\x1e\x1f\x0b"
_ASCII_WORDS = re.compile("[A-Za-z]{2,}")


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
    """Return how a token, or several with spaces between them, look in a language."""
    cost, unknown, known, odd = 0.0, 0, 0, 0
    for piece in _SPACES.split(text):
        if piece in _NO_SPACES:
            cost += 5.0 * bool(piece)
        elif not piece.isspace():
            each = _of_piece(piece, pack)
            cost, unknown, known, odd = cost + each.cost, unknown + each.unknown, known + each.known, odd + each.odd
    return Looks(cost, unknown, known, odd)


def _of_piece(piece: str, pack: Pack) -> Looks:
    cost, unknown, known, odd = 0.0, 0, 0, 0
    spans = pack.unknown_parts(piece)
    # The pack takes references and addresses as known, whatever their words are.
    trusted = not any(map(str.isdigit, piece))
    position, length = 0, len(piece)
    while position < length:
        end = position
        while end < length and _is_letter(piece[end]):
            end += 1
        if end == position:
            cost += _sign_cost(piece, position)
            position += 1
            continue
        word = piece[position:end]
        within = any(low < end and position < high for low, high in spans)
        if (not within or pack.knows(word)) and _is_known(word, piece[end : end + 1], pack, trusted=trusted):
            known += len(word) if len(word) > 1 and pack.knows(word) else 0
        elif len(word) > 2 and not within and pack.knows_foreign(word):
            cost, known = cost + _FOREIGN, known + len(word)
        else:
            cost, unknown, odd = cost + _unknown_cost(word, pack), unknown + 1, odd + (not word.isascii())
        position = end
    return Looks(cost, unknown, known, odd)


def _is_known(word: str, after: str, pack: Pack, *, trusted: bool) -> bool:
    if word.isascii() and len(word) == 1 and word.isupper():
        return True
    # The pack takes any capitals as an acronym, those of other languages too.
    if not word.isascii() and len(word) <= _ACRONYM and not pack.rules.letters.issuperset(word):
        return len(word) > 1 and (pack.entry(word) is not None or pack.entry(word.lower()) is not None)
    if after and after in _APOSTROPHES and pack.knows(word + "\u2019"):
        return True
    if len(word) == 1:
        return pack.has_word(word.lower())
    if not word.isascii() and not (word.islower() or word[1:].islower() or word.isupper()):
        return pack.entry(word) is not None
    return (trusted and word.isascii()) or pack.knows(word)


def _unknown_cost(word: str, pack: Pack) -> float:
    letters = pack.rules.letters
    cost = _UNKNOWN + _EACH_LETTER * len(word) + sum(_letter_cost(letter, letters) for letter in word)
    capitals = latin = before = None
    run = 0
    for letter in word:
        is_capital, is_latin = letter.isupper(), _is_latin(letter)
        if capitals is not None:
            if is_capital and not capitals:
                cost += _CAPITAL_WITHIN
            elif letter.islower() and run > 1:
                cost += _SMALL_WITHIN
            if is_latin is not latin and before is not None:
                cost += _OTHER_ALPHABET
        run = run + 1 if is_capital else 0
        capitals, latin, before = is_capital, is_latin, letter
    return cost


def _is_latin(letter: str) -> bool:
    code = ord(letter)
    return code < 0x370 or 0x1E00 <= code < 0x1F00 or 0xFB00 <= code < 0xFB07


def _is_letter(character: str) -> bool:
    if character.isascii():
        return character.isalpha()
    if character.isalpha():
        return character not in _NO_LETTERS
    return unicodedata.category(character).startswith("M")


def _letter_cost(letter: str, own: frozenset[str]) -> float:
    code = ord(letter)
    if code < 0x80:
        return 0.0
    if letter in own:
        return _OWN
    if code < 0x100 or letter in "\u0152\u0153\u0160\u0161\u0178\u017d\u017e":
        return _WESTERN
    if code < 0x180 or letter in _MORE_EUROPEAN:
        return _EUROPEAN
    for low, high, cost in (*_ALPHABETS, _LIGATURES):
        if low <= code <= high:
            return cost
    if unicodedata.category(letter).startswith("M"):
        return _WESTERN
    return _OTHER if code >= 0x0900 and not 0x1D00 <= code < 0x1E00 else _ODD


def _sign_cost(piece: str, place: int) -> float:
    sign = piece[place]
    if sign.isascii() and sign.isprintable():
        return 0.0
    code = ord(sign)
    if 0x80 <= code < 0xA0:
        return 5.0
    if sign == "\ufffd":
        return 4.0
    if not sign.isprintable() and sign != "\u00ad":
        return 3.0
    before, after = piece[place - 1 : place].isalpha() if place else False, piece[place + 1 : place + 2].isalpha()
    if sign == "\u00ad":
        return 1.5
    if sign in _BETWEEN and before and after:
        return _BETWEEN[sign]
    if sign in _COMMON:
        return 4.0 if before and after else 0.5
    if sign in _RARE:
        return (2.0, 3.0, 4.0)[before + after]
    if 0x2500 <= code < 0x25A0:
        return 5.0 if before and after else 3.0
    if 0x2200 <= code < 0x2400:
        return 4.0 if before and after else 2.0
    return 3.0 if before and after else 1.5


def is_likely(character: str, own: frozenset[str]) -> bool:
    """Return whether a character may be one that was meant: a letter of a living alphabet, or a printable sign."""
    if character.isalpha() and character not in _NO_LETTERS:
        return _letter_cost(character, own) < _ODD
    code = ord(character)
    if 0x80 <= code < 0xA0 or character in "\u00a0\u00ad\u202f\u200b\u200c\u200d\ufeff\ufe0f":
        return True
    return character.isprintable() and not 0xE000 <= code < 0xF900
