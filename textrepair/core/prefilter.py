"""Prefilters: cheap tests of single tokens that tell where a repairer may find something.

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
# A longer token hardly ever occurs again and would only fill the memory.
_LONGEST_REMEMBERED = 60
# A prefilter with a test and no pattern opens for a word with one of these after it only if it opens for the word.
_AFTER = frozenset(",.;:")

_GAP = re.compile(r"\s\s+")


@dataclass(frozen=True)
class Prefilter:
    """Tells from the tokens of a text, and from the white space between them, where something may be found.

    A prefilter may open where there is nothing to find, but must open wherever there is something: it selects a
    superset. It opens for a token in which its pattern finds something and for which its test is true; None stands for
    no pattern or no test.

    Args:
        pattern: a regular expression that is searched in the token with a space before and after it; or a function
            that returns one for a pack.
        test: a function of a token and the pack. Without a pattern, a test that is false for a word alone is not
            called for the word with one of ,.;: after it.
        unknown: whether it opens only for tokens that hold an unknown word.
        gap: a regular expression that is searched in white space of two characters and more.
        blank: a character of white space that opens the prefilter wherever it stands.
        in_letters: whether it may open for a token that consists of letters. Most tokens do: False makes it cheaper.
        document: a condition on the whole document in place of tokens: ``alternatives``, that its OCR engine gave
            some; or ``losses``, that it has lost letters with a diacritic.

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
"""Opens for tokens that hold an unknown word."""


class _Compiled(NamedTuple):
    """A prefilter compiled for a pack, and the bit that stands for it."""

    bit: int
    pattern: re.Pattern[str] | None
    test: Callable[[str, Pack], bool] | None
    unknown: bool
    in_letters: bool
    gap: re.Pattern[str] | None
    blank: str


class _Seen(NamedTuple):
    """What was found about tokens, in two generations.

    A call keeps its reference to one of these, since another thread may begin a new generation meanwhile.

    Attributes:
        shut: the tokens of this generation for which no prefilter opens.
        marks: the other tokens of this generation, with the bits of the prefilters that open for them.
        shut_before, marks_before: the same for the generation before.
    """

    shut: set[str]
    marks: dict[str, int]
    shut_before: set[str]
    marks_before: dict[str, int]


class TokenMarks:
    """Which prefilters open for which tokens; it remembers the answers.

    Args:
        pack: the language.
        prefilters: the prefilters to ask; :data:`UNKNOWN` is always among them.

    Attributes:
        limit: the largest number of tokens in a generation; two generations are kept.
    """

    def __init__(self, pack: Pack, prefilters: Iterable[Prefilter]) -> None:
        self.limit = _REMEMBERED
        self._pack = pack
        self._compiled = {
            one: _compiled(number, one, pack) for number, one in enumerate(dict.fromkeys((UNKNOWN, *prefilters)))
        }
        each = list(self._compiled.values())
        # The prefilters without a pattern are called. Of the others, one search mostly rules out all.
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
            ConfigurationError: the prefilter was not given.
        """
        return self._of(prefilter).bit

    def _of(self, prefilter: Prefilter) -> _Compiled:
        compiled = self._compiled.get(prefilter)
        if compiled is None:
            raise ConfigurationError(f"{prefilter} is unknown: name it in ‘triggers’ of the repairer that asks for it")
        return compiled

    def opens(self, prefilter: Prefilter, union: int, text: str, gaps: Iterable[str]) -> bool:
        """Return whether a prefilter opens anywhere in a text.

        Args:
            prefilter: one of those given.
            union: the bits of all tokens of the text.
            text: the text.
            gaps: its white space of two characters and more.
        """
        one = self._of(prefilter)
        if union & one.bit or (one.blank and one.blank in text):
            return True
        return one.gap is not None and any(map(one.gap.search, gaps))

    def of(self, tokens: Set[str]) -> dict[str, int]:
        """Return the tokens for which prefilters open, each with the bits of these prefilters."""
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
        """Return whether a token is a word and a sign after it, and no prefilter opens for it."""
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
        """Ask the prefilters about a token, and return the bits of those that open."""
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
        # One search for all patterns together mostly finds nothing.
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
    """Return a pattern that matches wherever the pattern of any of the prefilters does."""
    return re.compile("|".join(f"(?:{one.pattern.pattern})" for one in prefilters if one.pattern) or "(?!)")


class Scan(NamedTuple):
    """What one pass over a text finds.

    Attributes:
        number: how many tokens there are.
        distinct: the distinct tokens.
        gaps: the distinct white space of two characters and more.
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
        """Ask about each distinct token once, and look up the places of the marked tokens only."""
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
    """Yield the offsets of the tokens of a text that are in ``wanted``, in order.

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
    """Yield the offsets of the tokens of a text that are in ``wanted``.

    Adding up lengths from one wanted token to the next takes a tenth of the time of matching token by token.
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
