"""Count words in a library of text.

The text is read once into a stream of numbers, one for each printed token type. All that follows (which words exist,
which stay whole, which pairs occur) works on arrays and on distinct types.
"""

from __future__ import annotations

import lzma
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from textrepair.tables.ngrams import (
    PLAIN_CAPITALS,
    Capitals,
    case_spellings,
    is_number,
    surface_tokens,
)

__all__ = [
    "Numbers",
    "Stream",
    "count_forms",
    "count_names",
    "find_form",
    "is_initial",
    "is_word",
    "read_lumps",
    "read_paragraphs",
    "read_stream",
]

Numbers = npt.NDArray[np.uint32]
"""A text as the numbers of its tokens."""

LINES_AT_ONCE = 20_000


@dataclass(frozen=True)
class Stream:
    """A library as numbers: `types[numbers[i]]` is the i-th printed token, `counts` how often each occurs."""

    types: list[str]
    numbers: Numbers
    counts: npt.NDArray[np.int64]


def read_paragraphs(path: Path) -> Iterator[str]:
    """Yield the text of an .xz file, one paragraph a line, in lumps of whole paragraphs."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        yield from read_lumps(stream)


def read_lumps(lines: Iterable[str]) -> Iterator[str]:
    """Gather lines, each a paragraph, into lumps that are quick to cut into tokens."""
    lump: list[str] = []
    for line in lines:
        lump.append(line)
        if len(lump) == LINES_AT_ONCE:
            yield "\n".join(lump)
            lump = []
    if lump:
        yield "\n".join(lump)


def read_stream(lumps: Iterable[str], elisions: frozenset[str]) -> Stream:
    """Read text into one stream. A paragraph's end is a token, as it is at run time."""
    numbering: defaultdict[str, int] = defaultdict()
    numbering.default_factory = numbering.__len__
    numbers = array("I")
    for lump in lumps:
        text = unicodedata.normalize("NFC", lump).replace("’", "'")
        numbers.extend(map(numbering.__getitem__, surface_tokens(text + "\n\n", elisions)))
    stream = np.frombuffer(numbers, dtype=np.uint32)
    return Stream(list(numbering), stream, np.bincount(stream, minlength=len(numbering)))


def find_form(
    word: str, forms: Container[str], aliases: Mapping[str, str], capitals: Capitals = PLAIN_CAPITALS
) -> str | None:
    """Return the form that a printed word is an instance of, or None.

    >>> forms, french = {"état", "Paris", "œuvre"}, Capitals({"E": "é"})
    >>> [find_form(word, forms, {"oeuvre": "œuvre"}, french) for word in ("Etat", "PARIS", "Oeuvre", "x")]
    ['état', 'Paris', 'œuvre', None]
    """
    for spelling in case_spellings(word, capitals):
        if spelling in forms:
            return spelling
        if spelling in aliases:
            return aliases[spelling]
    return None


def is_word(surface: str) -> bool:
    """Tell a word from a number, a mark, an end or an elided word."""
    return surface[0].isalpha() and surface[-1] != "'" and not is_number(surface)


def is_initial(surface: str, capitals: Capitals = PLAIN_CAPITALS) -> bool:
    """Tell a lone capital that is no word: an initial, or an "À" without its accent. It is evidence for none."""
    return len(surface) == 1 and surface.isascii() and surface.isupper() and surface not in capitals.words


def count_forms(
    stream: Stream, forms: Container[str], aliases: Mapping[str, str], capitals: Capitals = PLAIN_CAPITALS
) -> dict[str, int]:
    """Count the occurrences of each form; parts of hyphenated words count where the whole is no form."""
    totals: defaultdict[str, int] = defaultdict(int)
    for surface, count in zip(stream.types, stream.counts.tolist(), strict=True):
        if not is_word(surface) or is_initial(surface, capitals):
            continue
        whole = find_form(surface, forms, aliases, capitals)
        if whole is not None:
            totals[whole] += count
        elif "-" in surface:
            for part in surface.split("-"):
                form = find_form(part, forms, aliases, capitals)
                if form is not None and not is_initial(part, capitals):
                    totals[form] += count
    return dict(totals)


def count_names(stream: Stream, least_count: int) -> dict[str, int]:
    """Count the words that the text itself shows to be names.

    Such a word stands `least_count` times with a capital right after another word, where no sentence begins,
    and nearly never in lower case. Acronyms and hyphenated words are left out.
    """
    wordlike = np.array([surface[0].isalpha() and not is_number(surface) for surface in stream.types], dtype=bool)
    after_word = stream.numbers[1:][wordlike[stream.numbers[:-1]]]
    within = np.bincount(after_word, minlength=len(stream.types)).tolist()
    counts = dict(zip(stream.types, stream.counts.tolist(), strict=True))
    names = {}
    for surface, inside in zip(stream.types, within, strict=True):
        if inside < least_count or not surface.isalpha() or not is_word(surface):
            continue
        if len(surface) > 2 and surface[0].isupper() and surface[1:].islower():
            lowered = counts.get(surface.lower(), 0)
            if lowered <= 0.02 * counts[surface]:
                names[surface] = counts[surface]
    return names
