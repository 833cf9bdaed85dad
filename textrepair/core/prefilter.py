"""Prefilters: what is found in single tokens, and so found once for each token of a whole run.

A *token* is what stands between white space.

Most text is clean, and most of its tokens ("l’avenir,") came before. So what a repairer looks for is not searched
through the text: its :class:`Prefilter` is asked about each distinct token, once, and a text of which every token has
passed before is proved clean by one difference of two sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import compress, count
from typing import Literal, NamedTuple

from textrepair.core.pack import Pack
from textrepair.errors import ConfigurationError

__all__ = ["UNKNOWN", "Prefilter", "Scan", "TokenMarks", "token_places"]

_REMEMBERED = 80_000
# A longer token hardly comes again, and would fill the memory.
_LONGEST_REMEMBERED = 60
# What may stand after a word without opening a prefilter with a test that is shut for the word alone.
_AFTER = frozenset(",.;:")

_GAP = re.compile(r"\s\s+")


@dataclass(frozen=True)
class Prefilter:
    """Tells from the tokens of a text, and from what stands between them, what may be found in it.

    A prefilter may open for nothing, but must not stay shut where there is something to find. It opens for a token in
    which its pattern finds something and of which its test is true; what is None is not asked.

    Args:
        pattern: what to look for in a token, which is given with a space before and after it; or a function that
            returns it for a pack.
        test: tells of a token whether it opens. A test without a pattern is not asked about a word with one of ,.;:
            after it if it says no to the word alone.
        unknown: it opens for tokens only in which a word is unknown.
        gap: what to look for in white space of two characters and more.
        blank: a character of white space that opens the prefilter wherever it stands.
        in_letters: whether it may open for a token of nothing but letters. Most tokens are no more than that: where it
            may not, it is not asked.
        document: it opens for no token, but wherever the document has ``alternatives`` of its engine, or ``losses`` of
            letters with a diacritic.

    >>> from textrepair.core.pack import open_pack
    >>> semicolon = Prefilter(";")
    >>> marks = TokenMarks(open_pack("fr"), [semicolon])
    >>> [token for token, mark in marks.of({"un", "mot;"}).items() if mark & marks.bit(semicolon)]
    ['mot;']
    """

    pattern: str | Callable[[Pack], str] | None = None
    test: Callable[[str, Pack], bool] | None = None
    unknown: bool = False
    gap: str | None = None
    blank: str = ""
    in_letters: bool = True
    document: Literal["", "alternatives", "losses"] = ""


UNKNOWN = Prefilter(unknown=True)
"""Opens for tokens in which a word is unknown."""


class _Compiled(NamedTuple):
    """A prefilter for one pack, and the bit that stands for it."""

    bit: int
    pattern: re.Pattern[str] | None
    test: Callable[[str, Pack], bool] | None
    unknown: bool
    in_letters: bool
    gap: re.Pattern[str] | None
    blank: str


class _Seen(NamedTuple):
    """What was found about tokens.

    A call holds on to one of these: while it lasts, another thread may begin a new one.

    Attributes:
        shut, marks: the tokens met since there was last too much to remember: those for which no prefilter opens, and
            the bits of the prefilters for each other one.
        shut_before, marks_before: those that had been met before.
    """

    shut: set[str]
    marks: dict[str, int]
    shut_before: set[str]
    marks_before: dict[str, int]


class TokenMarks:
    """Which prefilters open for which tokens. The answers are remembered.

    Args:
        pack: what the prefilters go by.
        prefilters: those that are asked; :data:`UNKNOWN` always is.

    Attributes:
        limit: so many tokens are remembered at the most, and as many that were met before them.
    """

    def __init__(self, pack: Pack, prefilters: Iterable[Prefilter]) -> None:
        self.limit = _REMEMBERED
        self._pack = pack
        self._compiled = {
            one: _compiled(number, one, pack) for number, one in enumerate(dict.fromkeys((UNKNOWN, *prefilters)))
        }
        each = list(self._compiled.values())
        # Those that are asked by a call, first for tokens of nothing but letters; and those that one search rules out.
        self._asked = [one for one in each if one.pattern is None and (one.test or one.unknown)]
        self._asked_of_letters = [one for one in self._asked if one.in_letters]
        self._searched = [one for one in each if one.pattern is not None]
        self._any = _any_of(self._searched)
        self._any_in_letters = _any_of([one for one in self._searched if one.in_letters])
        self._seen = _Seen(set(), {}, set(), {})

    def __len__(self) -> int:
        return sum(map(len, self._seen))

    def bit(self, prefilter: Prefilter) -> int:
        """Return the bit that stands for a prefilter.

        Raises:
            ConfigurationError: it is none of those that were given.
        """
        return self._of(prefilter).bit

    def _of(self, prefilter: Prefilter) -> _Compiled:
        compiled = self._compiled.get(prefilter)
        if compiled is None:
            raise ConfigurationError(f"{prefilter} is unknown: name it in ‘triggers’ of the repairer that asks for it")
        return compiled

    def opens(self, prefilter: Prefilter, union: int, text: str, gaps: Iterable[str]) -> bool:
        """Whether a prefilter opens for anything in a text.

        Args:
            prefilter: one of those that were given.
            union: the bits of the tokens of the text.
            text: the text.
            gaps: its white space of two characters and more.
        """
        one = self._of(prefilter)
        if union & one.bit or (one.blank and one.blank in text):
            return True
        return one.gap is not None and any(map(one.gap.search, gaps))

    def of(self, tokens: Set[str]) -> dict[str, int]:
        """Return those of some tokens for which prefilters open, with the sum of the bits of these prefilters."""
        seen = self._seen
        if len(seen.shut) + len(seen.marks) > self.limit:
            seen = self._seen = _Seen(set(), {}, seen.shut, seen.marks)
        shut, marks = seen.shut, seen.marks
        new = tokens - shut
        again = new & seen.shut_before
        shut |= again
        found = {}
        for token in new - again:
            mark = marks.get(token)
            if mark is None:
                mark = seen.marks_before.get(token)
                if mark is None:
                    mark = 0 if self._is_plain(token, seen) else self._mark(token)
                if len(token) <= _LONGEST_REMEMBERED:
                    if mark:
                        marks[token] = mark
                    else:
                        shut.add(token)
            if mark:
                found[token] = mark
        return found

    def _is_plain(self, token: str, seen: _Seen) -> bool:
        """Whether a token is a word for which no prefilter opens, and a sign that opens none."""
        word = token[:-1]
        if len(word) < 2 or token[-1] not in _AFTER or not word.isalpha():
            return False
        if word in seen.shut:
            return self._any.search(f" {token} ") is None
        if word in seen.marks or len(word) > _LONGEST_REMEMBERED:
            return False
        if word not in seen.shut_before and self._mark(word):
            return False
        seen.shut.add(word)
        return self._any.search(f" {token} ") is None

    def _mark(self, token: str) -> int:
        """Ask the prefilters about a token."""
        mark = 0
        is_word = token.isalpha()
        pack = self._pack
        unknown: bool | None = None
        for one in self._asked_of_letters if is_word else self._asked:
            if one.unknown:
                unknown = pack.has_unknown(token) if unknown is None else unknown
                if not unknown:
                    continue
            if one.test is None or one.test(token, pack):
                mark |= one.bit
        padded = f" {token} "
        # One search for all patterns first, which mostly finds none of them.
        if (self._any_in_letters if is_word else self._any).search(padded):
            for one in self._searched:
                assert one.pattern is not None
                if (is_word and not one.in_letters) or not one.pattern.search(padded):
                    continue
                if one.unknown:
                    unknown = pack.has_unknown(token) if unknown is None else unknown
                    if not unknown:
                        continue
                if one.test is None or one.test(token, pack):
                    mark |= one.bit
        return mark


def _compiled(number: int, prefilter: Prefilter, pack: Pack) -> _Compiled:
    pattern = prefilter.pattern(pack) if callable(prefilter.pattern) else prefilter.pattern
    return _Compiled(
        1 << number,
        None if pattern is None else re.compile(pattern),
        prefilter.test,
        prefilter.unknown,
        prefilter.in_letters,
        None if prefilter.gap is None else re.compile(prefilter.gap),
        prefilter.blank,
    )


def _any_of(prefilters: Sequence[_Compiled]) -> re.Pattern[str]:
    """Return a pattern that finds whatever the pattern of one of some prefilters does."""
    return re.compile("|".join(f"(?:{one.pattern.pattern})" for one in prefilters if one.pattern) or "(?!)")


class Scan(NamedTuple):
    """What one pass over a text finds.

    Attributes:
        number: how many tokens there are.
        distinct: the tokens, each once.
        gaps: the white space of two characters and more that stands between them.
        places: offsets of the tokens for which prefilters open, with the bits of these prefilters.
        union: the bits of all these prefilters.
    """

    number: int
    distinct: frozenset[str]
    gaps: frozenset[str]
    places: list[tuple[int, int, int]]
    union: int

    @classmethod
    def of(cls, text: str, marks: TokenMarks) -> Scan:
        """Look at each distinct token once, and only then for the places of what is marked."""
        tokens = text.split()
        distinct = frozenset(tokens)
        marked = marks.of(distinct)
        gaps = _gaps(text)
        places = [(start, end, marked[text[start:end]]) for start, end in _places(text, tokens, gaps, marked)]
        union = 0
        for mark in set(marked.values()):
            union |= mark
        return cls(len(tokens), distinct, frozenset(text[low:high] for low, high in gaps), places, union)


def token_places(text: str, wanted: Container[str]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the tokens of a text that are among those wanted, in order.

    >>> list(token_places("de la  vie de", {"de"}))
    [(0, 2), (11, 13)]
    """
    return _places(text, text.split(), _gaps(text), wanted)


def _gaps(text: str) -> list[tuple[int, int]]:
    """Return the offsets of all white space of two characters and more."""
    return [match.span() for match in _GAP.finditer(text)]


def _places(
    text: str, tokens: Sequence[str], gaps: Sequence[tuple[int, int]], wanted: Container[str]
) -> Iterator[tuple[int, int]]:
    """Yield the offsets of those tokens of a text that are wanted.

    Matching token by token takes ten times as long as counting from one that is wanted to the next.
    """
    offset = len(text) - len(text.lstrip())
    gap = 1 if offset > 1 else 0
    last = 0
    for k in compress(count(), map(wanted.__contains__, tokens)):
        offset += sum(map(len, tokens[last:k])) + k - last
        while gap < len(gaps) and gaps[gap][0] < offset:
            offset += gaps[gap][1] - gaps[gap][0] - 1
            gap += 1
        yield offset, offset + len(tokens[k])
        last = k
