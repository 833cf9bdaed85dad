"""Choose the words of the language model, and turn the library into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from textrepair.pack_build.counting import Numbers, Stream, find_form, is_initial, is_word
from textrepair.tables.mapped import fold
from textrepair.tables.ngrams import END, MARK, NAME, NUMBER, PLAIN_CAPITALS, UNKNOWN_TOKEN, Capitals, elided_text

__all__ = ["Vocabulary", "choose_vocabulary", "map_stream"]

# A word that the lexicon has not is a name if this share of its occurrences has a capital, and it has more letters.
_LEAST_CAPITALISED = 0.95
_MOST_LETTERS_OF_NO_NAME = 2


@dataclass(frozen=True)
class Vocabulary:
    """The words of the language model in sorted order, and what each printed type becomes."""

    words: list[str]
    pieces: list[tuple[int, ...]]
    class_sizes: dict[str, int]


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

    Words of the lexicon that occur `least_count` times are in, by their lower-case form. Another word is in if it is
    a name: nearly always capitalised, in the text `least_name_count` times, and not the accent-less spelling of a form
    (`fold_keys`). All else is damage, foreign or rare, and becomes `<unk>` or `<name>`.
    """
    bases = _Bases(forms, aliases, particles, capitals)
    counts = list(zip(stream.types, stream.counts.tolist(), strict=True))
    division = _Division(bases, _frequent_compounds(counts, bases, least_count).union(aliases.values()))
    known, names = _known_and_names(counts, division)
    chosen = {base for base, count in known.items() if count >= least_count}
    chosen.update(
        word
        for word, count in names.items()
        if count >= least_name_count and len(word) > _MOST_LETTERS_OF_NO_NAME and fold(word) not in fold_keys
    )
    words = sorted(chosen | {END, MARK, NAME, NUMBER, UNKNOWN_TOKEN})
    numbering = _Numbering(division, {word: place for place, word in enumerate(words)})
    pieces = [numbering.of(surface) for surface in stream.types]
    return Vocabulary(words, pieces, {pool: len(members) for pool, members in numbering.pooled.items()})


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


@dataclass(frozen=True)
class _Bases:
    """Finds what a printed word is to the language model.

    Attributes:
        forms: the words of the lexicon.
        aliases: forms by other spellings of them.
        particles: words that the lexicon has not and the language model is to have.
        capitals: how the language capitalises words.
    """

    forms: Container[str]
    aliases: Mapping[str, str]
    particles: Container[str]
    capitals: Capitals

    def of(self, word: str) -> str | None:
        """Return a word as the language model spells it; None: it knows none such."""
        if is_initial(word, self.capitals):
            return NAME
        form = find_form(word, self.forms, self.aliases, self.capitals)
        if form is None:
            return word if word in self.particles else None
        return form.lower()


@dataclass(frozen=True)
class _Division:
    """Divides hyphenated words.

    Attributes:
        bases: finds what a word is.
        whole: the words that are not divided.
    """

    bases: _Bases
    whole: Container[str | None]

    def of(self, surface: str) -> Sequence[str]:
        """Return a printed word, or its parts if it is a compound that the language model does not have."""
        if "-" in surface and self.bases.of(surface) not in self.whole:
            return surface.split("-")
        return (surface,)


def _frequent_compounds(counts: Sequence[tuple[str, int]], bases: _Bases, least_count: int) -> set[str]:
    """Return the hyphenated words that occur so many times."""
    totals: defaultdict[str, int] = defaultdict(int)
    for surface, count in counts:
        if is_word(surface) and "-" in surface and (base := bases.of(surface)):
            totals[base] += count
    return {base for base, count in totals.items() if count >= least_count}


def _known_and_names(
    counts: Sequence[tuple[str, int]], division: _Division
) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Count the words that the lexicon has, and of the others, in lower case, those that are nearly always capitalised.

    Args:
        counts: the printed types with their occurrences.
        division: divides hyphenated words.
    """
    known: defaultdict[str, int] = defaultdict(int)
    others: defaultdict[str, int] = defaultdict(int)
    capitalised: defaultdict[str, int] = defaultdict(int)
    for surface, count in counts:
        if is_word(surface):
            for piece in division.of(surface):
                base = division.bases.of(piece)
                if base is not None:
                    known[base] += count
                else:
                    others[piece.lower()] += count
                    if piece[:1].isupper():
                        capitalised[piece.lower()] += count
        elif surface[-1] == "'" and surface[0].isalpha():
            known[elided_text(surface)] += count
    names = {word: count for word, count in others.items() if capitalised[word] >= _LEAST_CAPITALISED * count}
    return known, names


@dataclass(frozen=True)
class _Numbering:
    """Turns printed types into words of the language model, by their numbers.

    Attributes:
        division: divides hyphenated words.
        places: the numbers of the words.
        pooled: of each of the words that stand for many, the pieces that it has stood for, in lower case.
    """

    division: _Division
    places: Mapping[str, int]
    pooled: Mapping[str, set[str]] = field(default_factory=lambda: {NAME: set(), UNKNOWN_TOKEN: set()})

    def of(self, surface: str) -> tuple[int, ...]:
        """Return what a printed type becomes."""
        first = surface[0]
        if is_word(surface):
            return tuple(self._place_of(piece) for piece in self.division.of(surface))
        if first.isalpha() and surface[-1] == "'":
            return (self.places.get(elided_text(surface), self.places[UNKNOWN_TOKEN]),)
        if first.isdecimal() or first.isalnum():
            return (self.places[NUMBER],)
        return (self.places[END] if first in ".!?…\n" else self.places[MARK],)

    def _place_of(self, piece: str) -> int:
        base = self.division.bases.of(piece)
        place = self.places.get(piece.lower() if base is None else base)
        if place is not None:
            return place
        pool = NAME if piece[:1].isupper() else UNKNOWN_TOKEN
        self.pooled[pool].add(piece.lower())
        return self.places[pool]
