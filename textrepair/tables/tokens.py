"""Cut text into the tokens that the language model counts, the same when it is built and when it is used.

Nothing here knows a language: which words lose their vowel before an apostrophe (l’, qu’) is an
argument. Words keep their case in a token; the model itself is case-blind.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

__all__ = [
    "END",
    "MARK",
    "NAME",
    "NUMBER",
    "ROMAN_NUMERAL",
    "UNKNOWN",
    "Capitals",
    "Kind",
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
UNKNOWN = "<unk>"

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


@functools.lru_cache(maxsize=16)
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
