"""Generate the Unicode table of the core from the str methods of this interpreter.

    ~/.pyenv/versions/3.13.0/bin/python tools/unicode_table.py > crates/textrepair-core/src/unicode/table.rs

Every interpreter carries the Unicode version of its release. The core owns one table, so that its answers are the same
under all of them; ``tests/core/test_unicode.py`` compares it with the interpreter that runs the tests.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence

# The bits of the flags, in the order of the constants in `unicode/mod.rs`.
KINDS: Sequence[tuple[str, Callable[[str], bool]]] = (
    ("ALPHA", str.isalpha),
    ("DECIMAL", str.isdecimal),
    ("DIGIT", str.isdigit),
    ("NUMERIC", str.isnumeric),
    ("UPPER", str.isupper),
    ("LOWER", str.islower),
    ("TITLE", lambda character: unicodedata.category(character) == "Lt"),
    ("SPACE", str.isspace),
    ("COMBINING", lambda character: unicodedata.combining(character) != 0),
    ("MARK", lambda character: unicodedata.category(character).startswith("M")),
    ("PRINTABLE", str.isprintable),
    ("CASED", lambda character: _is_cased(character)),
    ("CASE_IGNORABLE", lambda character: _is_case_ignorable(character)),
)
BLOCK = 128
LAST = 0x110000
# Letters of Latin script that no decomposition divides, and the letters that a dictionary sorts them with.
LETTERS = {
    "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "ß": "ss", "đ": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "ŋ": "ng",
    "œ": "oe", "ŧ": "t", "ƀ": "b", "ɓ": "b", "ƈ": "c", "ɖ": "d", "ɗ": "d", "ƒ": "f", "ɠ": "g", "ƕ": "hv", "ɨ": "i",
    "ƙ": "k", "ƚ": "l", "ɲ": "n", "ƞ": "n", "ƥ": "p", "ƭ": "t", "ʈ": "t", "ʋ": "v", "ƴ": "y", "ƶ": "z", "ǥ": "g",
    "ȡ": "d", "ȴ": "l", "ȵ": "n", "ȶ": "t", "ȷ": "j", "ɇ": "e", "ɉ": "j", "ɋ": "q", "ɍ": "r", "ɏ": "y", "ẟ": "d",
    "ỻ": "ll", "ỽ": "v", "ỿ": "y", "ɑ": "a", "ɔ": "o", "ə": "e", "ɛ": "e",
    "ŀ": "l", "ŉ": "'n", "ɡ": "g", "ⱥ": "a", "ⱦ": "t", "ƃ": "b", "ƌ": "d", "ȼ": "c", "ȥ": "z", "ȿ": "s", "ɀ": "z",
    "ƫ": "t", "ɫ": "l", "ⱡ": "l",
    "ǝ": "e", "ɵ": "o", "ɩ": "i", "ɣ": "g", "ʃ": "s", "ʊ": "u", "ʉ": "u", "ʀ": "r", "ʒ": "z", "ƿ": "w", "ȝ": "y",
    "ȣ": "ou", "ȸ": "db", "ȹ": "qp", "ẚ": "a",
}  # fmt: skip


def _is_cased(character: str) -> bool:
    """Return whether a character has case: where one stands before a capital sigma, the sigma is a final one."""
    return ("A" + "\u03a3" + character).lower()[1] == "\u03c3"


def _is_case_ignorable(character: str) -> bool:
    """Return whether a character is passed over in the search for the letter beside a capital sigma."""
    return ("A" + character + "\u03a3").lower()[-1] == "\u03c2" and ("+" + character + "\u03a3").lower()[-1] == "\u03c3"


def _flags(character: str) -> int:
    return sum(1 << bit for bit, (_, kind) in enumerate(KINDS) if kind(character))


def _folded(character: str) -> str | None:
    """Return what a small letter or sign folds to; None: to itself.

    A letter of Latin script loses its diacritics and its ligature. Other scripts stay as they are.
    """
    if character == "\u2019":
        return "'"
    if "\u0300" <= character <= "\u036f":
        return ""
    if not character.isalpha() or character.isascii():
        return None
    if character in LETTERS:
        return LETTERS[character]
    bare = [one for one in unicodedata.normalize("NFKD", character).lower() if not unicodedata.combining(one)]
    folded = "".join(LETTERS.get(one, one) for one in bare)
    return folded if folded.isascii() and folded.isalpha() else None


def _rows(values: Sequence[object], width: int) -> Iterator[str]:
    for start in range(0, len(values), width):
        yield "    " + ", ".join(map(str, values[start : start + width])) + ","


def _character(code: int) -> str:
    return f"'\\u{{{code:x}}}'"


def _string(text: str) -> str:
    return '"' + "".join(f"\\u{{{ord(one):x}}}" for one in text) + '"'


def _mappings(name: str, doc: str, mapped: dict[int, str]) -> Iterator[str]:
    yield f"/// {doc}"
    yield "#[rustfmt::skip]"
    yield f"pub static {name}: [(char, &str); {len(mapped)}] = ["
    yield from _rows([f"({_character(code)}, {_string(text)})" for code, text in sorted(mapped.items())], 3)
    yield "];"
    yield ""


def _table() -> Iterator[str]:
    characters = [None if 0xD800 <= code < 0xE000 else chr(code) for code in range(LAST)]
    flags = [0 if one is None else _flags(one) for one in characters]
    blocks: dict[tuple[int, ...], int] = {}
    index = [blocks.setdefault(tuple(flags[low : low + BLOCK]), len(blocks)) for low in range(0, LAST, BLOCK)]
    lower, upper, title, folds = {}, {}, {}, {}
    for code, one in enumerate(characters):
        if one is None:
            continue
        if one.lower() != one:
            lower[code] = one.lower()
        if one.upper() != one:
            upper[code] = one.upper()
        if one.title() != one.upper():
            title[code] = one.title()
        folded = _folded(one)
        if folded is not None and one.lower() == one:
            folds[code] = folded
    yield "//! The Unicode table of the core, made by `tools/unicode_table.py`. Do not edit it."
    yield ""
    yield "/// The version of Unicode."
    yield f'pub const VERSION: &str = "{unicodedata.unidata_version}";'
    yield ""
    for bit, (name, _) in enumerate(KINDS):
        yield f"pub const {name}: u16 = 1 << {bit};"
    yield ""
    yield "/// How many code points a block has."
    yield f"pub const BLOCK: usize = {BLOCK};"
    yield ""
    yield "/// The number of the block of flags for each block of code points."
    yield "#[rustfmt::skip]"
    yield f"pub static INDEX: [u16; {len(index)}] = ["
    yield from _rows(index, 32)
    yield "];"
    yield ""
    yield "/// The blocks of flags."
    yield "#[rustfmt::skip]"
    yield f"pub static FLAGS: [[u16; BLOCK]; {len(blocks)}] = ["
    for block in blocks:
        yield "    ["
        yield from ("    " + row for row in _rows(block, 24))
        yield "    ],"
    yield "];"
    yield ""
    yield from _mappings("LOWER_CASE", "What characters are in lower case, where it is another string; sorted.", lower)
    yield from _mappings("UPPER_CASE", "What characters are in upper case, where it is another string; sorted.", upper)
    yield from _mappings("TITLE_CASE", "What characters are in title case, where it is not upper case; sorted.", title)
    yield from _mappings("FOLDS", "What small letters and signs fold to, where it is another string; sorted.", folds)


if __name__ == "__main__":
    sys.stdout.write("\n".join(_table()).rstrip("\n") + "\n")
