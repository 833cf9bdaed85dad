"""Writing the tables of a pack; :mod:`textrepair.tables.mapped` says what they are, and reads them."""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

from textrepair.tables.mapped import ALIGNMENT, ITEM_SIZES, MAGIC, deletion_keys, fold, hash_slots

__all__ = ["filter_of", "fold_sections", "write_near_index", "write_sections", "write_string_table"]

# So many bits for each checksum, at least: with these, and up to twice as many, 6 to 12 % pass by chance.
_BITS_EACH = 8


def write_sections(path: Path, sections: Mapping[str, array[int]], meta: Mapping[str, Any] | None = None) -> None:
    """Write named arrays of unsigned integers into one file, little-endian, sorted by name.

    `meta` is stored as JSON in the header. The same input gives the same bytes on every machine.
    """
    directory: dict[str, dict[str, Any]] = {}
    blobs: list[bytes] = []
    position = 0
    for name in sorted(sections):
        column = sections[name]
        if column.typecode not in ITEM_SIZES or column.itemsize != ITEM_SIZES[column.typecode]:
            raise ValueError(f"section {name!r}: typecode {column.typecode!r} is not one of B H I Q")
        if sys.byteorder == "big":
            column = array(column.typecode, column)
            column.byteswap()
        blob = column.tobytes()
        padding = -len(blob) % ALIGNMENT
        directory[name] = {"typecode": column.typecode, "offset": position, "count": len(column)}
        blobs.append(blob + bytes(padding))
        position += len(blob) + padding
    header = json.dumps(
        {"meta": dict(meta or {}), "sections": directory}, sort_keys=True, separators=(",", ":")
    ).encode()
    header += b" " * (-(len(MAGIC) + 4 + len(header)) % ALIGNMENT)
    path.write_bytes(b"".join([MAGIC, struct.pack("<I", len(header)), header, *blobs]))


def write_string_table(
    path: Path,
    strings: Sequence[str],
    columns: Mapping[str, Sequence[int]] | None = None,
    *,
    typecodes: Mapping[str, str] | None = None,
    comments: Sequence[str] = (),
    sections: Mapping[str, array[int]] | None = None,
    meta: Mapping[str, Any] | None = None,
) -> None:
    """Write `strings` to `path` and their index beside it, sorted, with their columns in step.

    `columns` hold one integer for each string, as bytes unless `typecodes` says otherwise (B, H, I or
    Q). `sections` are further arrays of any length, stored as given. `comments` become `# ` lines on
    top. Raises ValueError for a string that stands twice or holds a newline.
    """
    order = sorted(range(len(strings)), key=strings.__getitem__)
    for before, after in pairwise(order):
        if strings[before] == strings[after]:
            raise ValueError(f"{path.name}: {strings[after]!r} stands twice")
    head = "".join(f"# {line}".rstrip() + "\n" for line in comments).encode()
    keys = [strings[place].encode("utf-8", "surrogatepass") + b"\n" for place in order]
    for key in keys:
        if key.count(b"\n") > 1:
            raise ValueError(f"{path.name}: {key!r} holds a newline")
    offsets = array("I", [len(head)])
    for key in keys:
        offsets.append(offsets[-1] + len(key))
    text = head + b"".join(keys)
    arrays: dict[str, array[int]] = dict(sections or {})
    for name, values in (columns or {}).items():
        if len(values) != len(strings):
            raise ValueError(f"{path.name}: column {name!r} has {len(values)} values for {len(strings)}")
        arrays[name] = array((typecodes or {}).get(name, "B"), [values[place] for place in order])
    place_bits = max(len(keys).bit_length(), 1)
    arrays["offsets"] = offsets
    arrays["slots"] = hash_slots(keys, place_bits)
    path.write_bytes(text)
    write_sections(
        path.with_suffix(".idx"),
        arrays,
        {
            **(meta or {}),
            "place_bits": place_bits,
            "text_sha256": hashlib.sha256(text).hexdigest(),
            "text_size": len(text),
        },
    )


def filter_of(checksums: Iterable[int]) -> array[int]:
    """Return the filter of some checksums of 32 bits: bytes, a power of two of them.

    The filter tells fast what is not in a set. Most strings that are looked up are no words: one bit for each checksum,
    of those that share its last bits, turns nine in ten of them away before anything is searched for (B. H. Bloom,
    "Space/Time Trade-offs in Hash Coding with Allowable Errors", Communications of the ACM 13, 1970; with one hash
    function, since the checksum is there already).

    >>> from textrepair.tables.mapped import may_hold
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


def fold_sections(strings: Iterable[str]) -> dict[str, array[int]]:
    """Return the two arrays of the index for strings given in table order.

    A string that is its own key is left out: the table itself finds it. That halves the index.
    """
    pairs = sorted((crc32(key.encode()), place) for place, word in enumerate(strings) if (key := fold(word)) != word)
    return {
        "fold_keys": array("I", [key for key, _ in pairs]),
        "fold_places": array("I", [place for _, place in pairs]),
    }


def write_near_index(path: Path, words: Iterable[tuple[int, str]]) -> None:
    """Write the index of words, each with its place in a table.

    Args:
        path: the file, whose name ends in ``.idx``.
        words: places and words, in any order.
    """
    entries = sorted((key, place) for place, word in words for key in deletion_keys(fold(word)))
    keys = array("I", [key for key, _ in entries])
    places = array("I", [place for _, place in entries])
    write_sections(path, {"keys": keys, "places": places, "bits": filter_of(keys)}, {})
