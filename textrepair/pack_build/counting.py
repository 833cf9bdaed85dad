"""Count words and word pairs in a library of text.

The text is read once into a stream of numbers, one for each printed token type, so that everything
after (which words exist, which stay whole, which pairs occur) works on arrays and on distinct types.
"""

from __future__ import annotations

import lzma
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from textrepair.tables.mapped import fold
from textrepair.tables.ngrams import (
    END,
    MARK,
    NAME,
    NUMBER,
    PLAIN_CAPITALS,
    UNKNOWN_TOKEN,
    Capitals,
    case_spellings,
    elided_text,
    is_number,
    surface_tokens,
)

__all__ = [
    "Stream",
    "Vocabulary",
    "choose_vocabulary",
    "count_forms",
    "count_names",
    "map_stream",
    "read_lumps",
    "read_stream",
]

Numbers = npt.NDArray[np.uint32]
LINES_AT_ONCE = 20_000


@dataclass(frozen=True)
class Stream:
    """A library as numbers: `types[numbers[i]]` is the i-th printed token, `counts` how often each occurs."""

    types: list[str]
    numbers: Numbers
    counts: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Vocabulary:
    """The words of the language model in sorted order, and what each printed type becomes."""

    words: list[str]
    pieces: list[tuple[int, ...]]
    class_sizes: dict[str, int]


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


def choose_vocabulary(
    stream: Stream,
    forms: Container[str],
    aliases: Mapping[str, str],
    particles: Container[str],
    fold_keys: Container[str],
    least_count: int,
    least_name_count: int,
    capitals: Capitals = PLAIN_CAPITALS,
) -> Vocabulary:
    """Choose the words of the language model and say what each printed type becomes in it.

    Words of the lexicon that occur `least_count` times are in, by their lower-case form. Of the others
    only those are in that are nearly always capitalised, occur `least_name_count` times and are not the
    accent-less spelling of a form (`fold_keys`): names. All else is damage, foreign or rare, and
    becomes `<unk>` or `<name>`.
    """

    def base_of(word: str) -> str | None:
        if is_initial(word, capitals):
            return NAME
        form = find_form(word, forms, aliases, capitals)
        if form is None:
            return word if word in particles else None
        return form.lower()

    counts = list(zip(stream.types, stream.counts.tolist(), strict=True))
    whole: defaultdict[str, int] = defaultdict(int)
    for surface, count in counts:
        if is_word(surface) and "-" in surface and (base := base_of(surface)):
            whole[base] += count
    kept_whole = {base for base, count in whole.items() if count >= least_count}

    def pieces_of(surface: str) -> Iterable[str]:
        base = base_of(surface)
        if "-" in surface and base not in kept_whole and base_of(surface) not in aliases.values():
            return surface.split("-")
        return (surface,)

    totals: defaultdict[str, int] = defaultdict(int)
    capitalised: defaultdict[str, int] = defaultdict(int)
    strangers: defaultdict[str, int] = defaultdict(int)
    for surface, count in counts:
        if is_word(surface):
            for piece in pieces_of(surface):
                base = base_of(piece)
                if base is not None:
                    totals[base] += count
                else:
                    strangers[piece.lower()] += count
                    if piece[:1].isupper():
                        capitalised[piece.lower()] += count
        elif surface[-1] == "'" and surface[0].isalpha():
            totals[elided_text(surface)] += count
    known = {base for base, count in totals.items() if count >= least_count}
    names = {
        word
        for word, count in strangers.items()
        if count >= least_name_count
        and capitalised[word] >= 0.95 * count
        and len(word) > 2
        and fold(word) not in fold_keys
    }
    words = sorted(known | names | {END, MARK, NAME, NUMBER, UNKNOWN_TOKEN})
    places = {word: place for place, word in enumerate(words)}
    pooled: dict[str, set[str]] = {NAME: set(), UNKNOWN_TOKEN: set()}

    def place_of(piece: str) -> int:
        base = base_of(piece)
        place = places.get(piece.lower() if base is None else base)
        if place is None:
            pool = NAME if piece[:1].isupper() else UNKNOWN_TOKEN
            pooled[pool].add(piece.lower())
            place = places[pool]
        return place

    pieces = [pieces_in_model(surface, places, pieces_of, place_of) for surface in stream.types]
    return Vocabulary(words, pieces, {pool: len(members) for pool, members in pooled.items()})


def pieces_in_model(
    surface: str,
    places: Mapping[str, int],
    pieces_of: Callable[[str], Iterable[str]],
    place_of: Callable[[str], int],
) -> tuple[int, ...]:
    """Return what one printed type becomes in the model's stream."""
    first = surface[0]
    if is_word(surface):
        return tuple(place_of(piece) for piece in pieces_of(surface))
    if first.isalpha() and surface[-1] == "'":
        return (places.get(elided_text(surface), places[UNKNOWN_TOKEN]),)
    if first.isdecimal() or first.isalnum():
        return (places[NUMBER],)
    return (places[END] if first in ".!?…\n" else places[MARK],)


def map_stream(stream: Stream, vocabulary: Vocabulary) -> Numbers:
    """Return the library as the model's stream: types replaced by their pieces, runs of ends merged."""
    lengths = np.array([len(pieces) for pieces in vocabulary.pieces], dtype=np.int64)
    flat = np.array([place for pieces in vocabulary.pieces for place in pieces], dtype=np.uint32)
    starts = np.cumsum(lengths) - lengths
    repeats = lengths[stream.numbers]
    ends = np.cumsum(repeats)
    within = np.arange(int(ends[-1])) - np.repeat(ends - repeats, repeats)
    mapped = flat[np.repeat(starts[stream.numbers], repeats) + within]
    end = vocabulary.words.index(END)
    doubled = (mapped[1:] == end) & (mapped[:-1] == end)
    return mapped[np.concatenate(([True], ~doubled))]
