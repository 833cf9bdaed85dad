"""The tables of a pack, mapped into memory: sorted strings with their columns, and the indexes that find them.

A table is two files. The strings stay a plain text file that anyone can read and diff: one string a line, sorted by
code point, unique, with optional `#` comment lines on top. Beside it stands an index (the same name ending in `.idx`)
with a hash table and any columns that belong to the strings. Both are mapped, not read: opening costs a fraction of a
millisecond and processes share the pages. :mod:`textrepair.tables.writing` writes them.

* The fold index finds the strings of a table that are alike once case, accents and ligatures are taken away.
* The near index finds the words one letter away from a string, diacritics aside. Two words are at most one letter apart
  if they are alike once a letter is taken out of either of them, or of both. So each word is kept under its key and
  under all keys with one letter less, and looked up in the same way (W. Garbe, SymSpell, 2012; after F. Boggs and
  others, on deletion neighbourhoods). Keys are checksums, sorted, and mapped.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from textrepair._core import fold
from textrepair.errors import PackError
from textrepair.tables.pack_files import pack_error, reading

__all__ = ["FoldIndex", "SectionFile", "StringTable", "deletion_keys", "fold", "hash_slots", "may_hold"]

MAGIC = b"textrep1"
ALIGNMENT = 8
ITEM_SIZES = {"B": 1, "H": 2, "I": 4, "Q": 8}
REBUILD = "rebuild the pack with `python -m textrepair.pack_build`, or install it again"


def map_file(path: Path) -> mmap.mmap | bytes:
    """Map a file for reading; an empty one, which cannot be mapped, is empty bytes."""
    try:
        with path.open("rb") as stream:
            if not path.stat().st_size:
                return b""
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, MemoryError) as error:
        raise pack_error(path, error) from error


class SectionFile:
    """A file of named arrays written by `write_sections`, mapped into memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        mapped = map_file(path)
        start = len(MAGIC) + 4
        if mapped[: len(MAGIC)] != MAGIC or len(mapped) < start:
            raise PackError(f"{path}: not a textrepair index of format {MAGIC.decode()}; {REBUILD}")
        (length,) = struct.unpack_from("<I", mapped, len(MAGIC))
        self._bytes = memoryview(mapped)
        self._start = start + length
        with reading(path):
            header = json.loads(mapped[start : start + length])
            self.meta: dict[str, Any] = dict(header["meta"])
            self._directory: dict[str, dict[str, Any]] = dict(header["sections"])
            for name, entry in self._directory.items():
                offset, count = int(entry["offset"]), int(entry["count"])
                if min(offset, count) < 0:
                    raise ValueError(f"section {name!r} begins or ends before the file does")
                if self._start + offset + count * ITEM_SIZES[entry["typecode"]] > len(mapped):
                    raise PackError(f"{path}: cut short inside section {name!r}; {REBUILD}")

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def column(self, name: str) -> memoryview[int]:
        """Return one array as a view of integers. Raises PackError when there is none so named."""
        try:
            entry = self._directory[name]
        except KeyError:
            known = ", ".join(sorted(self._directory))
            raise PackError(f"{self.path}: no section {name!r} (it has: {known}); {REBUILD}") from None
        typecode = entry["typecode"]
        start = self._start + entry["offset"]
        view = self._bytes[start : start + entry["count"] * ITEM_SIZES[typecode]]
        if sys.byteorder == "big":
            swapped = array(typecode, view.tobytes())
            swapped.byteswap()
            return memoryview(swapped)
        return view.cast(typecode)


class StringTable(Sequence[str]):
    """An immutable map from strings to their places 0…n-1 in sorted order.

    Look-up hashes the UTF-8 bytes with CRC-32 into an open-addressing table. A slot holds the place
    plus one in its low bits and the top of the hash in the bits that are left, so that a string which
    is not there is mostly refused without touching the text; a hit is compared byte by byte, so
    there are no false positives.

    >>> import tempfile
    >>> from textrepair.tables.writing import write_string_table
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name) / "words.txt"
    >>> write_string_table(path, ["été", "mot", "à"], {"length": [3, 3, 1]})
    >>> table = StringTable.open(path)
    >>> list(table), table.index("été"), table.index("ete"), "mot" in table
    (['mot', 'à', 'été'], 2, None, True)
    >>> table.column("length")[table.index("à")]
    1
    >>> folder.cleanup()
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = map_file(path)
        self.sections = SectionFile(path.with_suffix(".idx"))
        meta = self.sections.meta
        if meta.get("text_size") != len(self._text):
            raise PackError(self._mismatch())
        self._offsets = self.sections.column("offsets")
        self._slots = self.sections.column("slots")
        self._size = len(self._slots)
        with reading(self.sections.path):
            self._place_bits = int(meta["place_bits"])
            if not (0 < self._place_bits < 32 and self._size and self._offsets[-1] == len(self._text)):
                raise ValueError("its hash table and its offsets do not belong together")
        self._place_mask = (1 << self._place_bits) - 1

    @classmethod
    def open(cls, path: str | Path) -> StringTable:
        """Map the table whose text file is `path`. Raises PackError if it and its index differ in size."""
        return cls(Path(path))

    def __reduce__(self) -> tuple[type[StringTable], tuple[Path]]:
        return type(self), (self.path,)

    def _mismatch(self) -> str:
        return f"{self.path} does not belong to {self.sections.path} (edited by hand?); {REBUILD}"

    def verify(self) -> None:
        """Compare the text with the SHA-256 kept in its index. Raises PackError when they differ."""
        if hashlib.sha256(self._text).hexdigest() != self.sections.meta["text_sha256"]:
            raise PackError(self._mismatch())

    def column(self, name: str) -> memoryview[int]:
        """Return a column of integers, one for each string."""
        return self.sections.column(name)

    def index(self, word: object, start: int = 0, stop: int | None = None) -> int | None:  # type: ignore[override]
        """Return the place of `word`, or None when it is not in the table.

        Unlike `list.index` it raises nothing: an absent word is the usual case.
        """
        if not isinstance(word, str):
            return None
        key = word.encode("utf-8", "surrogatepass") + b"\n"
        slots = self._slots
        bits = self._place_bits
        checksum = crc32(key)
        slot = checksum % self._size
        packed = slots[slot]
        while packed:
            if packed >> bits == checksum >> bits:
                place: int = (packed & self._place_mask) - 1
                begin = self._offsets[place]
                # The newline in the key keeps a prefix of a longer string from matching.
                if self._text[begin : begin + len(key)] == key and "\n" not in word:
                    return place
            slot += 1
            if slot == self._size:
                slot = 0
            packed = slots[slot]
        return None

    def __contains__(self, word: object) -> bool:
        return self.index(word) is not None

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(f"{self.path}: no string number {place}")
        return self._text[self._offsets[place] : self._offsets[place + 1] - 1].decode("utf-8", "surrogatepass")

    def take(self, places: Iterable[int]) -> list[str]:
        """Return the strings at many places, several times faster than one by one."""
        text, offsets = self._text, self._offsets
        return [text[offsets[place] : offsets[place + 1] - 1].decode("utf-8", "surrogatepass") for place in places]

    def beginning(self, key: str, start: int, stop: int) -> tuple[int, int]:
        """Return from which place up to which, exclusive, of a stretch of places the strings begin with ``key``."""
        text, offsets = self._text, self._offsets
        # UTF-8 sorts as code points do, and the line feed after a string that is too short before any letter.
        sought = key.encode("utf-8", "surrogatepass")
        size = len(sought)
        low, high = start, stop
        while low < high:
            middle = (low + high) // 2
            offset = offsets[middle]
            if text[offset : offset + size] < sought:
                low = middle + 1
            else:
                high = middle
        first, high = low, stop
        if first == stop or text[offsets[first] : offsets[first] + size] != sought:
            return first, first
        while low < high:
            middle = (low + high) // 2
            offset = offsets[middle]
            if text[offset : offset + size] == sought:
                low = middle + 1
            else:
                high = middle
        return first, low

    def holds(self, character: str) -> bool:
        """Return whether any string holds a character; a search of some milliseconds through all of them."""
        return self._text.find(character.encode("utf-8", "surrogatepass"), self._offsets[0]) >= 0

    def joined(self, start: int, stop: int) -> str:
        """Return the strings at the places from ``start`` to ``stop``, exclusive, with a line feed after each."""
        return self._text[self._offsets[start] : self._offsets[stop]].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        for place in range(len(self)):
            yield self[place]


def hash_slots(keys: Sequence[bytes], place_bits: int) -> array[int]:
    """Lay out the hash table: a third of the slots stay empty, so probes stay short."""
    size = len(keys) * 3 // 2 + 1
    slots = array("I", bytes(4 * size))
    for place, key in enumerate(keys):
        checksum = crc32(key)
        slot = checksum % size
        while slots[slot]:
            slot = (slot + 1) % size
        slots[slot] = (checksum >> place_bits) << place_bits | (place + 1)
    return slots


def may_hold(bits: Sequence[int], checksum: int) -> bool:
    """Whether a checksum may be among those that the filter was made of. Loops write this out: a call costs more."""
    slot = checksum & (len(bits) * 8 - 1)
    return bool(bits[slot >> 3] >> (slot & 7) & 1)


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


def deletion_keys(folded: str) -> set[int]:
    """Return the checksums of a key, and of all that it becomes without one letter."""
    if folded.isascii():
        key = folded.encode()
        return {crc32(key), *[crc32(key[:place] + key[place + 1 :]) for place in range(len(key))]}
    shorter = {folded[:place] + folded[place + 1 :] for place in range(len(folded))}
    return {crc32(key.encode("utf-8", "surrogatepass")) for key in (folded, *shorter)}
