"""A set of checksums of which one can tell fast what is not in it.

Most strings that are looked up are no words. One bit for each checksum, of those that share its last bits, turns nine
in ten of them away before anything is searched for (B. H. Bloom, "Space/Time Trade-offs in Hash Coding with Allowable
Errors", Communications of the ACM 13, 1970; with one hash function, since the checksum is there already).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

__all__ = ["filter_of", "may_hold"]

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
