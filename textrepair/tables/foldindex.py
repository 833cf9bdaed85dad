"""Find the strings of a table that are alike once case, accents and ligatures are taken away."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from zlib import crc32

from unidecode import unidecode

from textrepair.fork_lock import FORK_LOCK
from textrepair.tables.stringtable import StringTable

__all__ = ["FoldIndex", "fold", "fold_sections"]


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
