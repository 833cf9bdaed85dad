"""Measure that time grows linearly with the text: each odd text is timed at one length and at eight times that length.

    make growth         # or: python -m pytest benchmarks/growth

Not part of `make test`, since it may fail on a busy machine.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable

import pytest

from textrepair import Chain

TIMES = 8
# In line would be 8; noise and the caches of the processor may add half of that.
MOST = 12.0
_ATTEMPTS = 3


def _spelt(number: int) -> str:
    """Return a word of consonants for a number: no two numbers have the same."""
    word = ""
    while True:
        word += "bcdfghjklmnpqrstvwxz"[number % 20]
        number //= 20
        if not number:
            return f"xq{word}"


def _noise(number: int) -> bytes:
    """Return so many bytes without a pattern, the same each time."""
    blocks = (hashlib.sha256(b"%d" % block).digest() for block in range(number // 32 + 1))
    return b"".join(blocks)[:number]


TEXTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "cut at every line": (30_000, lambda n: "a-\n" * n),
    "cut words": (2_000, lambda n: "infor-\nmation " * n),
    "cut words, other sign": (4_000, lambda n: "déci¬\nsion\n" * n),
    "bare cuts": (30_000, lambda n: "¬\n" * n),
    "apostrophes": (100_000, lambda n: "'" * n),
    "apostrophes, spaced": (30_000, lambda n: "' " * n),
    "bare letters": (5_000, lambda n: "l " * n),
    "elisions of nothing": (15_000, lambda n: "l’" * n),
    "elisions, spaced": (5_000, lambda n: "l ’appui " * n),
    "misread elisions": (1_000, lambda n: "I’homme " * n),
    "quotation marks": (30_000, lambda n: '«" »" ' * n),
    "quotation marks, closed up": (60_000, lambda n: "\"'" * n),
    "brackets": (60_000, lambda n: "([{" * n),
    "brackets, closed": (60_000, lambda n: "(" * n + ")" * n),
    "one letter": (500_000, lambda n: "a" * n),
    "one line without a space": (20_000, lambda n: "l’administrationfrançaise" * n),
    "one digit": (500_000, lambda n: "7" * n),
    "numerals": (30_000, lambda n: "XVI1®" * n),
    "unknown words": (800, lambda n: " ".join(map(_spelt, range(n)))),
    "one unknown word": (3_000, lambda n: "Hikmatov " * n),
    "damaged words": (5_000, lambda n: "aprés contréle séourité lalutte " * n),
    "words that fell apart": (5_000, lambda n: "per manents Secr étaire " * n),
    "hyphens in lines": (1_000, lambda n: "réu-nira " * n),
    "hyphens without end": (60_000, lambda n: "a-" * n),
    "combining marks": (60_000, lambda n: "e" + "\u0301" * n),
    "decomposed": (5_000, lambda n: "e\u0301" * n),
    "soft hyphens": (8_000, lambda n: "a" + "\u00ad" * n),
    "soft hyphens in words": (10_000, lambda n: "informa\u00adtion " * n),
    "accents apart": (10_000, lambda n: "d´ej`a " * n),
    "accents without letters": (60_000, lambda n: "´" * n),
    "ligatures": (5_000, lambda n: "ﬁ" * n),
    "mojibake": (2_000, lambda n: "la sociÃ©tÃ© " * n),
    "mojibake in one line": (10_000, lambda n: "Ã©" * n),
    "spaces": (500_000, lambda n: " " * n),
    "doubled spaces": (10_000, lambda n: "un  mot " * n),
    "columns": (3_000, lambda n: "Anne       8  Lyon\n" * n),
    "empty lines": (500_000, lambda n: "\n" * n),
    "stops": (30_000, lambda n: " ." * n),
    "dashes": (3_000, lambda n: "a—" * n),
    "bars": (1_500, lambda n: "| la " * n),
    "control characters": (4_000, lambda n: "a\x07" * n),
    "lone surrogates": (30_000, lambda n: "\ud800 " * n),
    "lost accents": (150, lambda n: "la meme scene a ete repetee ou il passe a cote " * n),
    "base64 in one line": (3_000, lambda n: base64.b64encode(_noise(n)).decode()),
    "base64 in lines": (1_500, lambda n: base64.encodebytes(_noise(n)).decode()),
    "base32 words": (400, lambda n: " ".join(base64.b32encode(_noise(20 * n)[k : k + 20]).decode() for k in range(n))),
    "hexadecimal": (3_000, lambda n: _noise(n).hex(" ", 16).upper()),
    "digits and letters": (60_000, lambda n: "a1" * n),
    "digits and letters in words": (4_000, lambda n: " ".join(f"b1e{k}n0t" for k in range(n))),
    "camel case": (1_500, lambda n: " ".join(f"getFooBar{_spelt(k).title()}1Of" for k in range(n))),
    "camel case without end": (30_000, lambda n: "getFooBar" * n),
    "signs in words": (800, lambda n: " ".join(f"{_spelt(k)}|$€({_spelt(k).upper()}" for k in range(n))),
    "long words": (
        120,
        lambda n: " ".join(f"{_spelt(k)}{'administration' * 20}" for k in range(n)) + " séourité ct" * n,
    ),
    "a long number": (60_000, lambda n: "1.000," * n),
    "an address": (30_000, lambda n: "https://www." + "a.b/c?d=e&" * n),
    "no letters": (60_000, lambda n: "(*) " * n),
    "clean": (5_000, lambda n: "Les participants ont été réunis et les délégués ont présenté un résumé.\n" * n),
}


# Some texts are folded into keys as well.
SEARCHED = ("combining marks", "decomposed", "clean", "one letter", "no letters", "brackets", "accents without letters")


def _seconds(text: str, preset: tuple[str, ...] = ()) -> float:
    chain = Chain.for_language("fr", preset=preset)
    started = time.process_time()
    repair = chain.repair(text)
    seconds = time.process_time() - started
    assert not [failure for failure in repair.failures if failure.repairer != "chain"]
    return seconds


@pytest.mark.parametrize("name", TEXTS)
def test_time_grows_in_line_with_the_text(name: str) -> None:
    length, make = TEXTS[name]
    _assert_in_line(length, make, ())


@pytest.mark.parametrize("name", SEARCHED)
def test_time_to_make_keys_grows_in_line_with_the_text(name: str) -> None:
    length, make = TEXTS[name]
    _assert_in_line(length // 10, make, ("search",))


def _assert_in_line(length: int, make: Callable[[int], str], preset: tuple[str, ...]) -> None:
    _seconds(make(max(1, length // 10)), preset)  # what is loaded once
    ratios = []
    for _ in range(_ATTEMPTS):
        ratios.append(_seconds(make(TIMES * length), preset) / max(0.002, _seconds(make(length), preset)))
        if ratios[-1] < MOST:
            return
    pytest.fail(f"{TIMES} times the text takes {min(ratios):.1f} times as long")
