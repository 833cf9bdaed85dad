"""Cutting a string without spaces into words of the language."""

from __future__ import annotations

import heapq
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from textrepair.core.confusions import like_case
from textrepair.core.pack import Language
from textrepair.tables.foldindex import fold

__all__ = ["Segmentation", "segmentations"]

# −ln of the chance that a space is lost, and that a diacritic is (where the document is damaged).
SPACE_LOST = 3.0
DIACRITIC_LOST = 1.5
_LONGEST = 26
_ZIPF_TO_NATS = 2.302585
# How common a piece must be, as Zipf value (log10 of occurrences in a thousand million), by its length:
# any string falls into rare short words.
_COMMON = {1: 6.0, 2: 5.5, 3: 5.0, 4: 3.5}
_COMMON_LONG = 2.0
# Of so many letters there are more units and foreign words than one would think.
_SHORT = 3
# The words of which every text is full: of French some 160.
_VERY_COMMON = 5.5


class Segmentation(NamedTuple):
    """One way of cutting a string.

    Attributes:
        words: the words, with single spaces between them.
        cost: nats: spaces and diacritics lost.
    """

    words: str
    cost: float


@lru_cache(maxsize=1 << 14)
def _pieces(piece: str, language: Language, *, elided: bool) -> list[tuple[str, float, float]]:
    """Return the words that a piece may be, with the cost of the channel and of the word."""
    if elided:
        return [(piece, 0.0, 3.0)] if piece[:-1].lower() in language.rules.elision_prefixes else []
    lexicon = language.lexicon
    found = []
    needed = _common(piece)
    zipf = lexicon.zipf(piece)
    if zipf >= needed and language.knows(piece):
        found.append((piece, 0.0, _ZIPF_TO_NATS * (9.0 - zipf)))
    if len(piece) == 1 and not piece.islower():
        return found  # a capital alone is an initial or a label
    for entry in lexicon.accent_variants(piece)[:3]:
        if entry.zipf >= needed and entry.form != piece.lower() and not _loses_diacritic(piece.lower(), entry.form):
            changed = sum(a != b for a, b in zip(entry.form, piece.lower(), strict=False))
            found.append((like_case(piece, entry.form), DIACRITIC_LOST * changed, _ZIPF_TO_NATS * (9.0 - entry.zipf)))
    return found


@lru_cache(maxsize=1 << 13)
def segmentations(string: str, language: Language, *, most: int = 3, words: int = 5) -> tuple[Segmentation, ...]:
    """Return the likeliest ways of cutting a string into two or more words.

    Args:
        string: letters, with an apostrophe at the end where the last word is elided.
        language: tells which words there are, and how common.
        most: how many ways to return.
        words: into how many words to cut at the most.

    >>> from textrepair.core.pack import load_language
    >>> segmentations("delaChine", load_language("fr"))[0].words
    'de la Chine'
    """
    elided = string[-1:] in ("'", "’")
    letters = string[:-1] if elided else string
    if not letters.isalpha() or len(letters) > 60:
        return ()
    length = len(letters)
    lexicon = language.lexicon
    # Where every letter has one of the alphabet for its key, the keys of all pieces are pieces of one key.
    key = fold(letters).encode("utf-8", "surrogatepass")
    keyed = len(key) == length
    # best[k]: the cheapest ways of cutting letters[:k], as (total, channel, number of words, text).
    best: list[list[tuple[float, float, int, str]]] = [[] for _ in range(length + 1)]
    best[0] = [(0.0, 0.0, 0, "")]
    for end in range(1, length + 1):
        ways: list[tuple[float, float, int, str]] = []
        for start in range(max(0, end - _LONGEST), end):
            if not best[start]:
                continue
            if keyed and not (end == length and elided) and not lexicon.may_be_common(crc32(key[start:end])):
                continue
            last = end == length
            piece = letters[start:end] + (string[-1] if last and elided else "")
            for word, channel, price in _pieces(piece, language, elided=last and elided):
                for total, before, count, text in best[start]:
                    if count < words:
                        gap = SPACE_LOST if count else 0.0
                        ways.append(
                            (total + gap + channel + price, before + gap + channel, count + 1, f"{text} {word}")
                        )
        best[end] = heapq.nsmallest(most, ways)
    found = {text[1:]: channel for _, channel, count, text in best[length] if count > 1}
    if prefix := next(filter(letters.lower().startswith, language.rules.word_prefixes), ""):
        # A word that its author made: ultrasophistiqué, superpixels.
        found = {words: channel for words, channel in found.items() if words.split()[0].lower() != prefix}
    for two in _in_two(letters, language, most) if not elided else ():
        found.setdefault(two, SPACE_LOST)
    return tuple(Segmentation(found_words, channel) for found_words, channel in found.items())


def _in_two(letters: str, language: Language, most: int) -> list[str]:
    """Return the likeliest ways of cutting a string into two words as they stand, one of which may be rare.

    Beside a word as common as an article any word is likely; two rare ones may be found in many a name.
    """
    found = []
    common = _very_common(language)
    for place in range(1, len(letters)):
        pieces = letters[:place], letters[place:]
        if fold(pieces[0]) not in common and fold(pieces[1]) not in common:
            continue
        zipfs = [language.lexicon.zipf(piece) for piece in pieces]
        first, second = (zipf >= _VERY_COMMON and len(piece) > 1 for zipf, piece in zip(zipfs, pieces, strict=True))
        if (first and (second or _is_rare_word(pieces[1], language))) or (
            second and _is_rare_word(pieces[0], language)
        ):
            found.append((-sum(zipfs), " ".join(pieces)))
    return [words for _, words in heapq.nsmallest(most, found)]


def _loses_diacritic(piece: str, form: str) -> bool:
    """Whether a letter of what stands has a diacritic that a word lacks: engines lose them, and hardly add any."""
    return any(a != b and fold(a) == b for a, b in zip(piece, form, strict=False))


@lru_cache(maxsize=8)
def _very_common(language: Language) -> frozenset[str]:
    """Return the folded spellings of the words of which every text is full, and of some others."""
    return frozenset(fold(word) for word in language.lexicon.at_least(_VERY_COMMON))


def _common(piece: str) -> float:
    return _COMMON.get(len(piece), _COMMON_LONG)


def _is_rare_word(piece: str, language: Language) -> bool:
    if not language.knows(piece):
        return False
    if not piece.islower():
        # A name or an acronym: its capitals tell where it begins or ends.
        return piece.isupper() or len(piece) > _SHORT
    return len(piece) > _SHORT and language.lexicon.form(piece) is not None
