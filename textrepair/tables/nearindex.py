"""Find the words one letter away from a string, diacritics aside.

Two words are at most one letter apart if they are alike once a letter is taken out of either of them, or of both. So
each word is kept under its key and under all keys with one letter less, and looked up in the same way (W. Garbe,
SymSpell, 2012; after F. Boggs and others, on deletion neighbourhoods). Keys are checksums, sorted, and mapped.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from zlib import crc32

from rapidfuzz.distance import OSA

from textrepair.tables.bitfilter import filter_of
from textrepair.tables.foldindex import fold
from textrepair.tables.stringtable import SectionFile, write_sections

__all__ = ["NearIndex", "write_near_index"]

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
