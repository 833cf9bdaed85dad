"""Spaces that were lost between words, and spaces that were inserted into words."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from zlib import crc32

from textrepair.core.pack import Pack
from textrepair.core.prefilter import UNKNOWN, Prefilter
from textrepair.core.proposal import Candidate, Proposal
from textrepair.core.specs import Joins, Segments
from textrepair.core.view import View, like_case
from textrepair.memory import Memory, cached_property
from textrepair.tables.mapped import fold

__all__ = ["JoinReader", "SegmentReader", "Segmentation"]

# How many ways to cut a string are kept; the most letters of a string; the most letters of a piece.
_MOST, _LONGEST, _LONGEST_PIECE = 3, 60, 26
_ZIPF_TO_NATS = 2.302585
# The least Zipf value of a piece, by its length: any string can be cut into rare short words.
_COMMON = {1: 6.0, 2: 5.5, 3: 5.0, 4: 3.5}
_COMMON_LONG = 2.0
# The nats of an elided word, which has no count of its own.
_ELIDED = 3.0
# Up to this length, many strings are units or foreign words.
_SHORT = 3
# The Zipf value of very common words; French has some 160 of them.
_VERY_COMMON = 5.5
_PIECES_REMEMBERED, _REMEMBERED = 1 << 14, 1 << 14

_FRAGMENT = re.compile(r"(?<![\w’'-])[^\W\d_]+")
# A known word may be a fragment if it has at most this many letters and a lower Zipf value than this.
_SHORT_FRAGMENT, _COMMON_FRAGMENT = 3, 5.2
_SHORT_WORD = re.compile(rf"(?<![\w’'-])[^\W\d_]{{1,{_SHORT_FRAGMENT}}}(?![\w’'-])")
_LONGEST_FRAGMENT = 40


class Segmentation(NamedTuple):
    """One way to cut a string into words.

    Attributes:
        words: the words, with single spaces between them.
        cost: nats, for the lost spaces and diacritics.
    """

    words: str
    cost: float


class SegmentReader:
    """Cuts a string without spaces into words.

    Args:
        spec: the declaration.
        pack: the language.

    >>> from textrepair.core.pack import open_pack
    >>> SegmentReader(Segments(), open_pack("fr")).cut("delaChine")[0].words
    'de la Chine'
    """

    def __init__(self, spec: Segments, pack: Pack) -> None:
        self._spec = spec
        self._pack = pack
        self._space = pack.prices[spec.space]
        self._diacritic = pack.prices[spec.diacritic]
        self._pieces = Memory(self._words_of, _PIECES_REMEMBERED)
        self.memories: dict[str, Memory[Any, Any]] = {"pieces": self._pieces}

    def candidates(self, word: str) -> Iterator[Candidate]:
        """Yield the likeliest ways to cut a word."""
        if len(word) >= self._spec.shortest:
            for words, cost in self.cut(word):
                yield Candidate(words, cost, f"‘{word}’ is no word; ‘{words}’ without its spaces")

    def cut(self, string: str) -> tuple[Segmentation, ...]:
        """Return the likeliest ways to cut a string into two or more words: at most three, and some more of two words.

        Args:
            string: letters, with an apostrophe at the end if the last word is elided.
        """
        elided = string[-1:] in ("'", "’")
        letters = string[:-1] if elided else string
        if not letters.isalpha() or len(letters) > _LONGEST:
            return ()
        found = {text[1:]: channel for _, channel, count, text in self._cheapest(letters, string) if count > 1}
        if prefix := next(filter(letters.lower().startswith, self._pack.rules.word_prefixes), ""):
            # The author coined the word: ultrasophistiqué, superpixels.
            found = {words: channel for words, channel in found.items() if words.split()[0].lower() != prefix}
        for two in self._in_two(letters) if not elided else ():
            found.setdefault(two, self._space)
        return tuple(Segmentation(words, channel) for words, channel in found.items())

    def _cheapest(self, letters: str, string: str) -> list[tuple[float, float, int, str]]:
        """Return the cheapest ways to cut all letters, as (total, channel, number of words, text)."""
        length, may_be_common = len(letters), self._pack.lexicon.may_be_common
        elided = len(string) > length
        # If each letter folds to one byte, the keys of all pieces are slices of one key.
        key = fold(letters).encode("utf-8", "surrogatepass")
        keyed = len(key) == length
        # best[k]: the cheapest ways to cut letters[:k].
        best: list[list[tuple[float, float, int, str]]] = [[] for _ in range(length + 1)]
        best[0] = [(0.0, 0.0, 0, "")]
        for end in range(1, length + 1):
            last = end == length and elided
            ways: list[tuple[float, float, int, str]] = []
            for start in range(max(0, end - _LONGEST_PIECE), end):
                if not best[start] or (keyed and not last and not may_be_common(crc32(key[start:end]))):
                    continue
                piece = letters[start:end] + (string[-1] if last else "")
                for word, channel, price in self._pieces[piece, last]:
                    for total, before, count, text in best[start]:
                        if count < self._spec.words:
                            gap = self._space if count else 0.0
                            ways.append(
                                (total + gap + channel + price, before + gap + channel, count + 1, f"{text} {word}")
                            )
            best[end] = heapq.nsmallest(_MOST, ways)
        return best[length]

    def _words_of(self, key: tuple[str, bool]) -> list[tuple[str, float, float]]:
        """Return the words that a piece may stand for, each with the nats of the channel and of the word."""
        (piece, elided), pack = key, self._pack
        if elided:
            return [(piece, 0.0, _ELIDED)] if piece[:-1].lower() in pack.rules.elision_prefixes else []
        found = []
        needed = _COMMON.get(len(piece), _COMMON_LONG)
        zipf = pack.zipf(piece)
        if zipf >= needed and pack.knows(piece):
            found.append((piece, 0.0, _ZIPF_TO_NATS * (9.0 - zipf)))
        if len(piece) == 1 and not piece.islower():
            return found  # a lone capital is an initial or a label
        lowered = piece.lower()
        for entry in pack.variants(piece)[:3]:
            if entry.zipf >= needed and entry.form != lowered and not _loses_diacritic(lowered, entry.form):
                changed = sum(a != b for a, b in zip(entry.form, lowered, strict=False))
                price = _ZIPF_TO_NATS * (9.0 - entry.zipf)
                found.append((like_case(piece, entry.form), self._diacritic * changed, price))
        return found

    def _in_two(self, letters: str) -> list[str]:
        """Return the likeliest ways to cut a string into two words as they stand, one of which may be rare.

        Any word is likely beside a very common one, such as an article. Two rare words occur in many names by chance.
        """
        found = []
        common = self._very_common
        for place in range(1, len(letters)):
            pieces = letters[:place], letters[place:]
            if fold(pieces[0]) not in common and fold(pieces[1]) not in common:
                continue
            zipfs = [self._pack.zipf(piece) for piece in pieces]
            first, second = (zipf >= _VERY_COMMON and len(piece) > 1 for zipf, piece in zip(zipfs, pieces, strict=True))
            if (first and (second or self._is_rare_word(pieces[1]))) or (second and self._is_rare_word(pieces[0])):
                found.append((-sum(zipfs), " ".join(pieces)))
        return [words for _, words in heapq.nsmallest(_MOST, found)]

    @cached_property
    def _very_common(self) -> frozenset[str]:
        """The folded spellings of the very common words; other words may share them."""
        return frozenset(map(fold, self._pack.lexicon.at_least(_VERY_COMMON)))

    def _is_rare_word(self, piece: str) -> bool:
        if not self._pack.knows(piece):
            return False
        if not piece.islower():
            # The capitals of a name or an acronym show where it begins or ends.
            return piece.isupper() or len(piece) > _SHORT
        return len(piece) > _SHORT and self._pack.entry(piece) is not None


def _loses_diacritic(piece: str, form: str) -> bool:
    """Return whether a piece has a diacritic that a form lacks: engines lose diacritics and hardly ever add one."""
    return any(a != b and fold(a) == b for a, b in zip(piece, form, strict=False))


def _short_words(token: str, pack: Pack) -> Iterator[int]:
    """Yield the offsets of the short and uncommon words in a token."""
    for match in _SHORT_WORD.finditer(token):
        word = match.group()
        if word.islower() and (not pack.knows(word) or pack.zipf(word) < _COMMON_FRAGMENT):
            yield match.start()


_HOLDS_SHORT_WORD = Prefilter(test="short word")


class JoinReader:
    """Joins the pieces of a word that fell apart.

    One of the pieces must be no word, or a short and uncommon one. Joined, they must make a word, or words that ran
    together.

    Args:
        spec: the declaration.
        pack: the language.
    """

    prefilters = (UNKNOWN, _HOLDS_SHORT_WORD)

    def __init__(self, spec: Joins, pack: Pack) -> None:
        self._spec = spec
        self._pack = pack
        self._space = pack.prices[spec.space]
        self._diacritic = pack.prices[spec.diacritic]
        self._segments = SegmentReader(spec.run_together, pack)
        self.memory = Memory(self._joined, _REMEMBERED)
        self.memories: dict[str, Memory[Any, Any]] = {"runs": self.memory, **self._segments.memories}

    def propose(self, view: View) -> Iterator[Proposal]:
        """Yield proposals to join each possible fragment with its neighbours."""
        for start, end in self._runs(view):
            for word, cost, reason in self.memory[view.text[start:end]]:
                yield Proposal(start, end, word, reason, cost)

    def _joined(self, run: str) -> tuple[Candidate, ...]:
        """Return the candidates for several words in a row, joined."""
        pack = self._pack
        parts = run.split(" ")
        if not all(part.isalpha() for part in parts):
            return ()
        joined, lowered = run.replace(" ", ""), run.replace(" ", "").lower()
        gaps = run.count(" ")
        reason = f"‘{run}’ fell apart"
        if pack.knows(joined) and pack.zipf(joined) > 0:
            return (Candidate(joined, self._space * gaps, reason),)
        found = []
        for entry in pack.variants(joined)[:3]:
            changed = sum(a != b for a, b in zip(entry.form, lowered, strict=False))
            cost = self._space * gaps + self._diacritic * changed
            found.append(Candidate(like_case(joined, entry.form), cost, f"{reason}, its diacritics lost"))
        # The pieces may run together with each other only if one of them is no word.
        if gaps == 1 and not all(pack.knows(part) for part in parts):
            for words, cost in self._segments.cut(joined):
                cut_alike = [len(word) for word in words.split(" ")] == [len(part) for part in parts]
                if not cut_alike and words.count(" ") < 3:
                    found.append(Candidate(words, self._space + cost, f"{reason}, and ran together"))
        return tuple(found)

    def _runs(self, view: View) -> Iterator[tuple[int, int]]:
        """Yield the offsets of two or three words in a row, at least one of them a fragment."""
        text, pieces = view.text, self._spec.pieces
        fragments = {unknown.start for unknown in view.unknown_words}
        for low, high in view.tokens(_HOLDS_SHORT_WORD):
            fragments.update(low + start for start in _short_words(text[low:high], self._pack))
        seen = set()
        for fragment in sorted(fragments):
            places = self._neighbours(text, fragment)
            here = next((k for k, (start, _) in enumerate(places) if start == fragment), None)
            if here is None:
                continue
            for first in range(max(0, here - pieces + 1), here + 1):
                for last in range(max(here, first + 1), min(len(places), first + pieces)):
                    span = places[first][0], places[last][1]
                    if span not in seen and (last - first == 1 or span[1] - span[0] > 6):
                        seen.add(span)
                        yield span

    def _neighbours(self, text: str, offset: int) -> list[tuple[int, int]]:
        """Return the offsets of the words around an offset that single spaces separate."""
        match = _FRAGMENT.match(text, offset)
        if match is None:
            return []
        pieces = self._spec.pieces
        places = [match.span()]
        while len(places) < pieces:
            start = places[0][0]
            if start < 2 or text[start - 1] != " " or not text[start - 2].isalpha():
                break
            before = start - 2
            while before > 0 and start - before < _LONGEST_FRAGMENT and text[before - 1].isalpha():
                before -= 1
            places.insert(0, (before, start - 1))
        for _ in range(pieces - 1):
            end = places[-1][1]
            following = _FRAGMENT.match(text, end + 1) if text[end : end + 1] == " " else None
            if following is None:
                break
            places.append(following.span())
        return places
