"""Texts about which the core is asked: the samples of the tests, and texts that are made from them.

The made texts damage a sample in one way each, and some are built to be hostile. They come out the same each time.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from textrepair.core import Pack

__all__ = ["language_texts"]

_ROOT = Path(__file__).parents[2]
_GOLDEN, _WILD, _SAMPLES = _ROOT / "tests" / "golden", _ROOT / "tests" / "wild", _ROOT / "tests" / "samples"
# How much of a sample is damaged, and how much of one that nobody damaged is asked about, in characters.
_SAMPLE, _WILD_PART = 2_500, 1_000
_WIDTH = 60
_SEED = 20
_ENGLISH = ("foreign-english", "long-s-quoted", "code-python", "markdown", "bibliography")


def language_texts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield the texts for a language, each with a name of its own.

    Args:
        pack: the language.
    """
    wild = {path.stem: path.read_text(encoding="utf-8")[:_WILD_PART] for path in sorted(_WILD.glob("*.txt"))}
    if pack.rules.code == "fr":
        for path in sorted(_GOLDEN.glob("*[0-9].txt")):
            yield f"golden/{path.stem}", path.read_text(encoding="utf-8")
        truths = [path.read_text(encoding="utf-8") for path in sorted(_GOLDEN.glob("*.truth.txt"))]
        for line in (_SAMPLES / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            if pair["id"].startswith("own/"):
                yield pair["id"], pair["ocr"]
    else:
        wild = {name: wild[name] for name in _ENGLISH}
        truths = [text for name, text in wild.items() if name.startswith("foreign")]
    for name, text in wild.items():
        yield f"wild/{name}", text
    for number, truth in enumerate(truths):
        for name, damage in _DAMAGES.items():
            yield f"made/{number}/{name}", damage(truth[:_SAMPLE], random.Random(_SEED + number), pack)
    for name, text in _HOSTILE.items():
        yield f"hostile/{name}", text


_Damage = Callable[[str, random.Random, Pack], str]


def _misread(rate: float) -> _Damage:
    """Return a damage that reads letters as the confusion table does, at a rate (0–1) of the places."""

    def damage(text: str, chance: random.Random, pack: Pack) -> str:
        by_letter: dict[str, list[tuple[str, str]]] = {}
        for row in pack.confusions:
            if row.printed and not row.printed.isspace():
                by_letter.setdefault(row.printed[0], []).append((row.printed, row.read))
        found, place = [], 0
        while place < len(text):
            fitting = [row for row in by_letter.get(text[place], ()) if text.startswith(row[0], place)]
            if fitting and chance.random() < rate:
                printed, read = chance.choice(fitting)
                found.append(read)
                place += len(printed)
            else:
                found.append(text[place])
                place += 1
        return "".join(found)

    return damage


def _bare(text: str, _: random.Random, __: Pack) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _spaced(text: str, chance: random.Random, _: Pack) -> str:
    """Lose one space in eight, and put one into one word in ten."""
    found = []
    for letter in text:
        if letter == " " and chance.random() < 1 / 8:
            continue
        found.append(letter)
        if letter.isalpha() and chance.random() < 1 / 60:
            found.append(" ")
    return "".join(found)


def _cut(text: str, chance: random.Random, _: Pack) -> str:
    """Cut the lines anew at a width, most words with a hyphen of some kind."""
    text = " ".join(text.split())
    lines = [text[place : place + _WIDTH] for place in range(0, len(text), _WIDTH)]
    signs = [chance.choice(("-", "-", "¬", "\u00ad", " -", "")) for _ in lines]
    cuts = zip(lines, [*lines[1:], " "], signs, strict=True)
    return "".join(
        line + (sign if line[-1:].isalpha() and after[:1].isalpha() else "") + "\n" for line, after, sign in cuts
    )


def _wrongly_decoded(encoding: str) -> _Damage:
    """Return a damage that reads UTF-8 in an encoding of one byte."""

    def damage(text: str, _: random.Random, __: Pack) -> str:
        return text.encode("utf-8").decode(encoding, "replace")

    return damage


def _printed_long(text: str, _: random.Random, __: Pack) -> str:
    """Read as f each s that is not the last letter of a word, as if it had been printed long."""
    return "".join(
        "f" if letter == "s" and after.isalpha() else letter for letter, after in zip(text, text[1:] + " ", strict=True)
    )


_DAMAGES: dict[str, _Damage] = {
    "clean": lambda text, _, __: text,
    "misread, one in 100": _misread(0.01),
    "misread, one in 12": _misread(0.08),
    "without diacritics": _bare,
    "decomposed": lambda text, _, __: unicodedata.normalize("NFD", text),
    "spaces": _spaced,
    "cut lines": _cut,
    "cp1252": _wrongly_decoded("cp1252"),
    "mac-roman": _wrongly_decoded("mac-roman"),
    "long s": _printed_long,
    "in capitals": lambda text, _, __: text.upper(),
}

_HOSTILE = {
    "nothing": "",
    "spaces": " \n\t\u00a0 \u2028  \x85 \x1c",
    "signs": "’’ -- |« » ([{ .;: ﬁ ﬂ Ĳ ǆ ß ẞ ſ K Å ª º ² ½ № Ⅻ ①",
    "surrogates": "la soci\ud800été \udcff est\ud83d r\u00e9unie",
    "private use": "\uf0b7 premier point\n\uf0a7 second \uf0d8 \uf076 \uf0fc la fin\uf0a8 du\uf06echapitre",
    "separators": "le\x1dconseil est\x1eréuni à\x1fParis\x1c et à Lyon",
    "dashes": "la ville—capitale du royaume—fut prise – et le roi -- dit-on —s’enfuit",
    "zero": "le con\x00seil est r\u00e9un\x00i \x07 et",
    "scripts": "τὸ δὲ ψυχῆς Иван Грозный 漢字 कि शब्द العربية עברית é́́́́ ǎ",
    "one letter": "a" * 700,
    "one token": "l’administrationfrançaise" * 60,
    "digits": "1O0 l00 XVIII® 1er 2e 3.000,00 V111 b1ent0t 20h15 H2O",
    "hyphens": "porte-\n-monnaie réu- nira a-b-c-d peut-\nêtre- ‐‑⸗¬",
    "long words": "anticonstitutionnellement" * 4 + " séourité " + "qxzw" * 50,
}
