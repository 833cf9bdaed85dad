"""A bigram language model: how surprising a word is after the one before it, in nats.

The model is estimated by interpolated modified Kneser–Ney smoothing (S. F. Chen and J. Goodman, "An Empirical Study of
Smoothing Techniques for Language Modeling", 1998) and kept as a compressed sparse row matrix: for each left word the
sorted numbers of the right words seen after it, and one byte of cost for each. A pair that was not seen costs what its
words' classes cost side by side, and the right word within its class. It is mapped, not read.

Text is cut into the tokens that the model counts in the same way when it is built and when it is used. Nothing here
knows a language: which words lose their vowel before an apostrophe (l’, qu’) is an argument. Words keep their case in a
token; the model itself is case-blind.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import isqrt
from pathlib import Path
from typing import Any, NamedTuple

from textrepair.memory import Memory
from textrepair.tables.mapped import SectionFile, StringTable
from textrepair.tables.pack_files import reading

__all__ = [
    "END",
    "MARK",
    "NAME",
    "NUMBER",
    "ROMAN_NUMERAL",
    "UNKNOWN_TOKEN",
    "Capitals",
    "Kind",
    "LanguageModel",
    "Token",
    "case_spellings",
    "continues",
    "elided_text",
    "is_number",
    "surface_tokens",
    "tokenise",
]

END = "<s>"
MARK = ","
NAME = "<name>"
NUMBER = "<n>"
UNKNOWN_TOKEN = "<unk>"

LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
ENDER = r"(?:[.!?…]|\n[^\S\n]*\n)(?:\s*[.!?…]|\s*\n[^\S\n]*\n)*"
ROMAN_NUMERAL = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""The pattern of a Roman numeral in capitals."""

# One with an I, V or X in it ("MM." are gentlemen, "CD" is a disc), and what may hang on an ordinal (XIXe).
_ORDINAL = re.compile(rf"(?=[MDCLXVI]{{2}})(?=[MDCL]*[XVI]){ROMAN_NUMERAL}[^\W\d_A-Z]{{0,3}}")
# How far from a blank line the words beside it may stand.
_NEAR = 16


class Kind(enum.Enum):
    """What a token is."""

    WORD = "word"
    CLITIC = "clitic"
    NUMBER = "number"
    END = "end"
    MARK = "mark"


class Token(NamedTuple):
    """One token: what the model sees, and where it stands (code points, end exclusive)."""

    text: str
    start: int
    end: int
    kind: Kind


@lru_cache(maxsize=16)
def token_pattern(elisions: frozenset[str]) -> re.Pattern[str]:
    """Compile the one regular expression behind both tokenisers. The group that matched says the kind."""
    prefixes = "|".join(sorted((re.escape(word) for word in elisions), key=lambda word: (-len(word), word)))
    clitic = rf"(?<![^\W\d_])(?i:{prefixes})['’](?={LETTER})" if prefixes else r"(?!)"
    return re.compile(
        rf"({clitic})"
        rf"|({LETTER}+(?:['’\-]{LETTER}+)*)"
        r"|(\d\w*(?:[.,\u00a0\u202f]\d+)*)"
        rf"|({ENDER})"
        r"|((?:[^\w\s.!?…]|_)+)"
    )


def is_number(word: str) -> bool:
    """Tell whether a token counts as a number: digits, or a Roman numeral in capitals.

    >>> [is_number(word) for word in ("1914", "XIV", "XIXe", "MM", "I", "vi")]
    [True, True, True, False, False, False]
    """
    return word[0].isdigit() or (word[0] in "MDCLXVI" and _ORDINAL.fullmatch(word) is not None)


def tokenise(text: str, elisions: Iterable[str] = (), is_whole: Callable[[str], bool] | None = None) -> list[Token]:
    r"""Cut `text` into tokens with their places.

    `elisions` are the words that may stand before an apostrophe, without it and in lower case.
    `is_whole` tells of a hyphenated word whether to keep it in one piece; without it none is cut.

    >>> [token.text for token in tokenise("L’an 1914, dit-il. Fin", {"l"}, lambda word: False)]
    ["l'", 'an', '<n>', ',', 'dit', 'il', '<s>', 'Fin']
    >>> [token.text for token in tokenise("fin de\n\nla page\n\nUn titre")]
    ['fin', 'de', 'la', 'page', '<s>', 'Un', 'titre']
    >>> tokenise("à Paris")[1]
    Token(text='Paris', start=2, end=7, kind=<Kind.WORD: 'word'>)
    """
    tokens = []
    for match in token_pattern(frozenset(elisions)).finditer(text):
        group = match.lastindex
        start, end = match.span()
        if group == 2:
            word = match.group()
            if is_number(word):
                tokens.append(Token(NUMBER, start, end, Kind.NUMBER))
                continue
            if "’" in word:
                word = word.replace("’", "'")
            if "-" in word and is_whole is not None and not is_whole(word):
                for part in word.split("-"):
                    end = start + len(part)
                    tokens.append(Token(part, start, end, Kind.WORD))
                    start = end + 1
            else:
                tokens.append(Token(word, start, end, Kind.WORD))
        elif group == 1:
            tokens.append(Token(elided_text(match.group()), start, end, Kind.CLITIC))
        elif group == 3:
            tokens.append(Token(NUMBER, start, end, Kind.NUMBER))
        elif group == 4:
            if match.group().isspace() and continues(text, start, end):
                continue
            tokens.append(Token(END, start, end, Kind.END))
        else:
            tokens.append(Token(MARK, start, end, Kind.MARK))
    return tokens


def continues(text: str, start: int, end: int) -> bool:
    r"""Tell whether the sentence goes on over a blank line at `text[start:end]`: word, blank line, small letter.

    So it does in a text whose every line is followed by one, and where a page ends. In the text that is
    counted a line is a paragraph, and none goes on.

    >>> continues("de la\n\nprésente", 5, 7), continues("de la.\n\nprésente", 6, 8), continues("la\n\nPrésente", 2, 4)
    (True, False, False)
    """
    before = text[max(0, start - _NEAR) : start].rstrip()[-1:]
    return (before.isalnum() or before in {",", "'", "’", "-"}) and text[end : end + _NEAR].lstrip()[:1].islower()


class Capitals(NamedTuple):
    """What the capitals of a language may stand for; a pack's build.toml says it.

    Attributes:
        unaccented: a bare capital, and the letters in lower case whose diacritic it may have lost.
        ligatures: two letters in lower case, and the ligature that they may be typed for.
        words: the capitals that, standing alone, are words and not initials (English I).
    """

    unaccented: Mapping[str, str] = {}
    ligatures: Mapping[str, str] = {}
    words: str = ""

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Capitals:
        """Take the table `[capitals]`; what it lacks is empty."""
        return cls(table.get("unaccented", {}), table.get("ligatures", {}), table.get("words", ""))


PLAIN_CAPITALS = Capitals()


def case_spellings(word: str, capitals: Capitals = PLAIN_CAPITALS) -> Iterator[str]:
    """Yield the spellings under which a dictionary may hold `word`, the likeliest first.

    The word as it stands; in lower case where it begins with a capital; with the accent that a
    capital may have lost; and capitalised, as names are, where all of it is in capitals.

    >>> list(case_spellings("mot")), list(case_spellings("Mot")), list(case_spellings("LYON"))
    (['mot'], ['Mot', 'mot'], ['LYON', 'lyon', 'Lyon'])
    >>> french = Capitals({"E": "éè"}, {"oe": "œ"})
    >>> list(case_spellings("Etat", french))
    ['Etat', 'etat', 'état', 'État', 'ètat', 'Ètat']
    >>> "œuvre" in case_spellings("OEuvre", french), "Saint-Malo" in case_spellings("SAINT-MALO")
    (True, True)
    """
    yield word
    first = word[:1]
    if not first.isupper():
        return
    lowered = word.lower()
    yield lowered
    shouted = len(word) > 1 and word.isupper()
    if shouted:
        yield "-".join(part.capitalize() for part in word.split("-"))
    rest = lowered[1:]
    for initial in capitals.unaccented.get(first, ""):
        yield initial + rest
        yield initial.upper() + rest
    ligature = capitals.ligatures.get(lowered[:2])
    if ligature:
        yield ligature + lowered[2:]


def elided_text(surface: str) -> str:
    """Return the token of an elided word: lower case, with a straight apostrophe."""
    return surface[:-1].lower() + "'"


def surface_tokens(text: str, elisions: frozenset[str]) -> list[str]:
    """Return the tokens of `text` as they are printed, fast: for counting whole libraries."""
    return [match.group() for match in token_pattern(elisions).finditer(text)]


_REMEMBERED = 1 << 15
SPECIALS = frozenset({END, MARK, NAME, NUMBER, UNKNOWN_TOKEN})


class LanguageModel:
    """A mapped bigram model.

    Words may be given as they are printed: the model folds case, and takes a capital without its accent
    for the accented word. A word outside its vocabulary is `<name>` with a capital and `<unk>` without;
    as the right word it pays, beside the cost of its class, the cost of naming one word of that class
    (`penalty`), so that an unknown word is seldom cheaper than a rare one (where the
    rare one's class does not belong, it is).
    """

    def __init__(self, path: str | Path) -> None:
        """Open the pack folder `path`. Raises PackError when a file is missing or damaged."""
        self.path = Path(path)
        self.vocabulary = StringTable.open(self.path / "ngrams.txt")
        table = SectionFile(self.path / "bigrams.idx")
        self._starts = table.column("starts")
        self._rights = table.column("rights")
        self._costs = table.column("costs")
        self._backoffs = self.vocabulary.column("backoff")
        self._classes = self.vocabulary.column("class")
        self._members = self.vocabulary.column("member")
        self._transitions = table.column("transitions")
        self._class_count = isqrt(len(self._transitions))
        meta = self.vocabulary.sections.meta
        with reading(self.vocabulary.sections.path):
            self._nats = 1.0 / float(meta["steps_per_nat"])
            self.elisions: frozenset[str] = frozenset(meta["elisions"])
            self._capitals = Capitals.read(meta.get("capitals", {}))
            self._name = self._special(NAME)
            self._unknown = self._special(UNKNOWN_TOKEN)
            self._penalties: dict[int, float] = {
                self._special(word): float(cost) for word, cost in meta["penalties"].items()
            }
        self._ids = Memory(self._resolve, _REMEMBERED)
        self.pairs = Memory(self._pair_cost, _REMEMBERED)

    @property
    def memories(self) -> dict[str, Memory[Any, Any]]:
        """What the model remembers, by name."""
        return {"tokens": self._ids, "pairs": self.pairs}

    @classmethod
    def open(cls, path: str | Path) -> LanguageModel:
        """Open the pack folder `path`; see the class."""
        return cls(path)

    def __reduce__(self) -> tuple[type[LanguageModel], tuple[Path]]:
        return type(self), (self.path,)

    def _special(self, word: str) -> int:
        place = self.vocabulary.index(word)
        if place is None:
            raise ValueError(f"{self.vocabulary.path} lacks {word}")
        return place

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._ids[word][1] == 0.0

    def _resolve(self, token: str) -> tuple[int, float]:
        """Return the number of a token, and what it costs to name it within its class (nats)."""
        word = unicodedata.normalize("NFC", token).replace("’", "'")
        first = word[:1]
        if word in SPECIALS:
            return self._special(word), 0.0
        if first.isupper():
            if is_number(word):
                return self._special(NUMBER), 0.0
            # A capital alone is an initial, or an "À" without its accent: no evidence for a word.
            if len(word) > 1 or not word.isascii() or word in self._capitals.words:
                for spelling in case_spellings(word, self._capitals):
                    place = self.vocabulary.index(spelling.lower())
                    if place is not None:
                        return place, 0.0
            return self._name, self._penalties[self._name]
        if first.isdecimal():
            return self._special(NUMBER), 0.0
        place = self.vocabulary.index(word.lower())
        if place is not None:
            return place, 0.0
        return self._unknown, self._penalties[self._unknown]

    def columns(self) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Return the pairs as compressed sparse rows: where each left word's row starts, right words, costs."""
        return self._starts, self._rights, self._costs

    def class_columns(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return the class of each word, and what each class costs after each: a square, row by row."""
        return self._classes, self._transitions

    def word_id(self, token: str) -> int:
        """Return the number of a token in the vocabulary, that of `<name>` or `<unk>` when it has none."""
        return self._ids[token][0]

    def cost(self, left: str, right: str) -> float:
        """Return -ln p(right | left) in nats, in steps of a twelfth of a nat; a counted pair costs 21 nats at most."""
        return self.pairs[left, right]

    def _pair_cost(self, pair: tuple[str, str]) -> float:
        word, penalty = self._ids[pair[1]]
        return self._steps(self._ids[pair[0]][0], word) * self._nats + penalty

    def _steps(self, left: int, right: int) -> int:
        start = self._starts[left]
        stop = self._starts[left + 1]
        slot = bisect_left(self._rights, right, start, stop)
        if slot < stop and self._rights[slot] == right:
            return self._costs[slot]
        transition = self._transitions[self._classes[left] * self._class_count + self._classes[right]]
        return self._backoffs[left] + transition + self._members[right]

    def path_cost(self, tokens: Iterable[str]) -> float:
        """Return the sum of the costs of all adjacent pairs, in nats. The first token itself is free."""
        return sum(self.cost(left, right) for left, right in pairwise(tokens))

    def tokenise(self, text: str) -> Sequence[Token]:
        """Cut text just as the text was cut from which the model was counted."""
        return tokenise(text, self.elisions, self.__contains__)
