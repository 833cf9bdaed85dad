"""The indexes of a pack: which forms are alike but for diacritics, which are one letter apart, which are none.

* The fold index finds the strings of a table that are alike once case, accents and ligatures are taken away.
* The near index finds the words one letter away from a string, diacritics aside. Two words are at most one letter apart
  if they are alike once a letter is taken out of either of them, or of both. So each word is kept under its key and
  under all keys with one letter less, and looked up in the same way (W. Garbe, SymSpell, 2012; after F. Boggs and
  others, on deletion neighbourhoods). Keys are checksums, sorted, and mapped.
* The filter is a set of checksums that tells fast what is not in it. Most strings that are looked up are no words: one
  bit for each checksum, of those that share its last bits, turns nine in ten of them away before anything is searched
  for (B. H. Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", Communications of the ACM 13, 1970;
  with one hash function, since the checksum is there already).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from zlib import crc32

from rapidfuzz.distance import OSA
from unidecode import unidecode

from textrepair.fork_lock import FORK_LOCK
from textrepair.tables.stringtable import SectionFile, StringTable, write_sections

__all__ = ["FoldIndex", "NearIndex", "filter_of", "fold", "fold_sections", "may_hold", "write_near_index"]

# So many bits for each checksum, at least: with these, and up to twice as many, 6 to 12 % pass by chance.
_BITS_EACH = 8


def filter_of(checksums: Iterable[int]) -> array[int]:
    """Return the filter of some checksums of 32 bits: bytes, a power of two of them.

    >>> bits = filter_of([7, 4711])
    >>> may_hold(bits, 4711), may_hold(bits, 8)
    (True, False)
    """
    kept = set(checksums)
    bits = array("B", bytes(1 << max(0, (len(kept) * _BITS_EACH - 1).bit_length() - 3)))
    last = len(bits) * 8 - 1
    for checksum in kept:
        slot = checksum & last
        bits[slot >> 3] |= 1 << (slot & 7)
    return bits


def may_hold(bits: Sequence[int], checksum: int) -> bool:
    """Whether a checksum may be among those that the filter was made of. Loops write this out: a call costs more."""
    slot = checksum & (len(bits) * 8 - 1)
    return bool(bits[slot >> 3] >> (slot & 7) & 1)


class FoldTable(dict[int, str]):
    """What each character folds to, worked out when it is first met. Bounded by Unicode itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character == "’":
            folded = "'"
        elif character.isalpha():
            # unidecode gives nothing for some scripts; such a letter must not vanish from the key.
            with FORK_LOCK:  # unidecode imports a module for each block of 256 characters
                folded = unidecode(character).lower() or character
        elif 0x300 <= code <= 0x36F:
            folded = ""
        else:
            folded = character
        self[code] = folded
        return folded


FOLD_TABLE = FoldTable()


def fold(word: str) -> str:
    """Return the key of a word: lower case, no accents, œ as oe, ’ as '. For look-up, never for output.

    >>> fold("Œuvre"), fold("ÉTÉ"), fold("l’Île"), fold("garçon")
    ('oeuvre', 'ete', "l'ile", 'garcon')
    """
    lowered = word.lower()
    return lowered if lowered.isascii() else lowered.translate(FOLD_TABLE)


def fold_sections(strings: Iterable[str]) -> dict[str, array[int]]:
    """Return the two arrays of the index for strings given in table order.

    A string that is its own key is left out: the table itself finds it. That halves the index.
    """
    pairs = sorted((crc32(key.encode()), place) for place, word in enumerate(strings) if (key := fold(word)) != word)
    return {
        "fold_keys": array("I", [key for key, _ in pairs]),
        "fold_places": array("I", [place for _, place in pairs]),
    }


class FoldIndex:
    """The fold index of a string table that was written with `fold_sections`."""

    def __init__(self, table: StringTable) -> None:
        self._table = table
        self._keys = table.column("fold_keys")
        self._places = table.column("fold_places")

    def find(self, word: str) -> list[int]:
        """Return the places of all strings with the same key as `word`, in table order."""
        key = fold(word)
        found = []
        own = self._table.index(key)
        if own is not None:
            found.append(own)
        checksum = crc32(key.encode("utf-8", "surrogatepass"))
        slot = bisect_left(self._keys, checksum)
        while slot < len(self._keys) and self._keys[slot] == checksum:
            place = self._places[slot]
            # Two keys may share a checksum: only the strings themselves decide.
            if fold(self._table[place]) == key:
                found.append(place)
            slot += 1
        return sorted(found)


_FIRST_BITS = 12
_SHIFT = 32 - _FIRST_BITS


def _keys(folded: str) -> set[int]:
    """Return the checksums of a key, and of all that it becomes without one letter."""
    if folded.isascii():
        key = folded.encode()
        return {crc32(key), *[crc32(key[:place] + key[place + 1 :]) for place in range(len(key))]}
    shorter = {folded[:place] + folded[place + 1 :] for place in range(len(folded))}
    return {crc32(key.encode("utf-8", "surrogatepass")) for key in (folded, *shorter)}


def write_near_index(path: Path, words: Iterable[tuple[int, str]]) -> None:
    """Write the index of words, each with its place in a table.

    Args:
        path: the file, whose name ends in ``.idx``.
        words: places and words, in any order.
    """
    entries = sorted((key, place) for place, word in words for key in _keys(fold(word)))
    keys = array("I", [key for key, _ in entries])
    places = array("I", [place for _, place in entries])
    write_sections(path, {"keys": keys, "places": places, "bits": filter_of(keys)}, {})


class NearIndex:
    """An index that was written with :func:`write_near_index`.

    Args:
        path: the file.
        words: the table in which the places of the index are.

    Raises:
        PackError: the file is missing or damaged.
    """

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        sections = SectionFile(path)
        self._keys = sections.column("keys")
        self._places = sections.column("places")
        self._bits = sections.column("bits")
        self._words = words
        # Where each group of keys begins that have their first bits in common: a search for most of its steps.
        self._starts = [
            *(bisect_left(self._keys, first << _SHIFT) for first in range(1 << _FIRST_BITS)),
            len(self._keys),
        ]

    def find(self, word: str) -> list[str]:
        """Return the words of which one letter is another, missing, too many, or changed places with the next.

        Their diacritics may differ besides, but not alone.
        """
        folded = fold(word)
        places = set()
        keys, starts, bits = self._keys, self._starts, self._bits
        last = len(bits) * 8 - 1
        for key in _keys(folded):
            slot = key & last
            if not bits[slot >> 3] >> (slot & 7) & 1:
                continue
            group = key >> _SHIFT
            end = starts[group + 1]
            slot = bisect_left(keys, key, starts[group], end)
            while slot < end and keys[slot] == key:
                places.add(self._places[slot])
                slot += 1
        # Two keys may share a checksum, and two letters less make more alike than one letter does.
        found = [self._words[place] for place in sorted(places)]
        return [near for near in found if OSA.distance(folded, fold(near), score_cutoff=1) == 1]
