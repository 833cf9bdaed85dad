"""What bytes become in each encoding, and what text becomes when it is read again in another one.

All tables are made from the codecs of Python. A byte that a code page leaves undefined is read as the control
character with its number, as browsers do. In the Windows code pages the control characters U+0080 to U+009F stand for
their bytes too: the text may have been read as Latin-1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

__all__ = ["CUT_UTF8", "SINGLE", "UTF8", "Misread", "Utf8", "single_byte", "utf8_read_as"]

_HIGH = range(0x80, 0x100)
_C1 = range(0x80, 0xA0)
CUT_UTF8 = re.compile("[\u00c2\u00c3\u00e2][\x80-\x9f]")
"""Finds the beginning of UTF-8 that was read as Latin-1 and of which a byte may be lost."""
# Code points that Adobe's StandardEncoding gives to bytes, where they differ from Latin-1: PDF fonts without a table of
# their own (PDF 32000-1:2008, annex D.2). Python has no codec for it.
_STANDARD = {
    0xA9: 0x27, 0xAA: 0x201C, 0xAC: 0x2039, 0xAD: 0x203A, 0xAE: 0xFB01, 0xAF: 0xFB02, 0xB1: 0x2013, 0xB2: 0x2020,
    0xB3: 0x2021, 0xB4: 0xB7, 0xB7: 0x2022, 0xB8: 0x201A, 0xB9: 0x201E, 0xBA: 0x201D, 0xBC: 0x2026, 0xBD: 0x2030,
    0xC1: 0x60, 0xC2: 0xB4, 0xC3: 0x2C6, 0xC4: 0x2DC, 0xC5: 0xAF, 0xC6: 0x2D8, 0xC7: 0x2D9, 0xC8: 0xA8, 0xCA: 0x2DA,
    0xCB: 0xB8, 0xCD: 0x2DD, 0xCE: 0x2DB, 0xCF: 0x2C7, 0xD0: 0x2014, 0xE1: 0xC6, 0xE3: 0xAA, 0xE8: 0x141, 0xE9: 0xD8,
    0xEA: 0x152, 0xEB: 0xBA, 0xF1: 0xE6, 0xF5: 0x131, 0xF8: 0x142, 0xF9: 0xF8, 0xFA: 0x153, 0xFB: 0xDF,
}  # fmt: skip


class Misread(NamedTuple):
    """Text in one single-byte encoding that was read in another.

    Attributes:
        true, read: the encoding of the bytes, and that in which they were read.
        table: for each character that was read, the one that was meant, as ``str.translate`` takes them.
    """

    true: str
    read: str
    table: Mapping[int, str]


# The encodings in which UTF-8 is read, and pairs of single-byte encodings; the more frequent first.
UTF8 = (
    "cp1252", "mac_roman", "cp850", "cp437", "cp1250", "iso8859_2", "cp1251", "cp1253", "iso8859_7", "cp1254", "cp1257",
    "iso8859_15",
)  # fmt: skip
SINGLE = (
    ("cp1252", "latin_1"),
    ("mac_roman", "cp1252"),
    ("cp1252", "mac_roman"),
    ("cp850", "cp1252"),
    ("cp437", "cp1252"),
    ("cp1252", "cp850"),
    ("cp1252", "cp437"),
    ("cp1252", "cp1250"),
    ("cp1252", "iso8859_2"),
    ("cp1252", "cp1251"),
    ("cp1252", "cp1253"),
    ("cp1252", "iso8859_7"),
    ("cp1252", "cp1257"),
    ("iso8859_15", "cp1252"),
    ("cp1252", "standard"),
    ("cp850", "mac_roman"),
    ("mac_roman", "cp850"),
    ("mac_roman", "cp437"),
    ("cp437", "mac_roman"),
)


def _characters(encoding: str) -> dict[int, str]:
    """Return the character of each byte from 0x80 on."""
    if encoding == "standard":
        return {byte: chr(code) for byte, code in _STANDARD.items()}
    return {byte: bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in _HIGH}


def _bytes_of(encoding: str) -> dict[str, int]:
    """Return the byte of each character that is read for one from 0x80 on."""
    found = {character: byte for byte, character in _characters(encoding).items()}
    if encoding.startswith(("cp125", "iso")):
        found = {chr(byte): byte for byte in _C1} | found
    return found


@lru_cache(maxsize=1)
def single_byte() -> tuple[Misread, ...]:
    r"""Return what each pair of :data:`SINGLE` makes of a text.

    >>> macroman = single_byte()[1]
    >>> "pr\u017dcis".translate(macroman.table)
    'pr\xe9cis'
    """
    found = []
    for true, read in SINGLE:
        meant = _characters(true)
        if (true, read) == ("cp1252", "latin_1"):
            table = {byte: meant[byte] for byte in _C1}
        else:
            table = {ord(character): meant[byte] for character, byte in _bytes_of(read).items() if byte in meant}
        found.append(Misread(true, read, {code: new for code, new in table.items() if chr(code) != new}))
    return tuple(found)


class Utf8:
    """UTF-8 that was read in a single-byte encoding.

    Attributes:
        read: the encoding.
        bytes: the byte from 0x80 on of each character.
        undefined: the bytes from 0x80 to 0xBF that the encoding leaves undefined. A decoder that replaces what it
            cannot read leaves U+FFFD in their place.
        lead_of_two: what the byte 0xC3 became, the first byte of most accented letters.
    """

    def __init__(self, read: str) -> None:
        self.read = read
        self.bytes = _bytes_of(read)
        self.undefined = [byte for byte in range(0x80, 0xC0) if not bytes([byte]).decode(read, "ignore")]
        self.lead_of_two = _characters(read)[0xC3]

    def class_of(self, low: int, high: int) -> str:
        """Return a class of a regular expression for bytes from ``low`` to ``high`` as they were read."""
        characters = "".join(character for character, byte in self.bytes.items() if low <= byte <= high)
        return f"[{re.escape(characters)}]"


@lru_cache(maxsize=1)
def utf8_read_as() -> tuple[Utf8, ...]:
    """Return the readings of UTF-8, in the order of :data:`UTF8`."""
    return tuple(map(Utf8, UTF8))
