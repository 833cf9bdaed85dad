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
from functools import reduce
from itertools import compress, count
from operator import or_
from typing import Literal, NamedTuple

from textrepair.core.pack import Pack
from textrepair.edits import Patch
from textrepair.errors import ConfigurationError
from textrepair.memory import cached_property

__all__ = [
    "MISREADING",
    "UNKNOWN",
    "Prefilter",
    "Scan",
    "TokenMarks",
    "misread_words",
    "token_end",
    "token_places",
    "token_start",
]

_REMEMBERED = 80_000
# A longer token hardly ever occurs again and would only fill the memory.
_LONGEST_REMEMBERED = 60
# A prefilter with a test and no pattern opens for a word with one of these after it only if it opens for the word.
_AFTER = frozenset(",.;:")

_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w’'-])")
_WHITE_SPACE, _GAP = re.compile(r"\s"), re.compile(r"\s\s+")
# A text is scanned in blocks of about so many characters, cut at a single character of white space.
_BLOCK = 10_000
_BETWEEN = re.compile(r"(?<=\S)\s(?=\S)")


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


def misread_words(token: str, pack: Pack) -> list[tuple[int, int, str]]:
    """Return the words of a token that may be misreadings of commoner words, with their offsets."""
    return [
        (*match.span(), word)
        for match in _WORD.finditer(token)
        if (word := match.group()).lower() in pack.misreadings and word[1:].islower()
    ]


def _is_misreading(token: str, pack: Pack) -> bool:
    if token.isalpha():
        return token.lower() in pack.misreadings and token[1:].islower()
    return bool(misread_words(token, pack))


MISREADING = Prefilter(test=_is_misreading)
"""Opens for tokens with a word that a commoner one may be misread as."""


class _Compiled(NamedTuple):
    """A prefilter compiled for a pack, and the bit that stands for it."""

    bit: int
    pattern: re.Pattern[str] | None
    test: Callable[[str, Pack], bool] | None
    unknown: bool
    in_letters: bool
    gap: re.Pattern[str] | None
    blank: str

    def opens(self, token: str, padded: str, pack: Pack) -> bool:
        """Return whether the pattern finds something in a token, given with a space around it, and the test is true."""
        if self.pattern is not None and self.pattern.search(padded) is None:
            return False
        return self.test is None or self.test(token, pack)


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
        # Those that open for tokens with an unknown word only; then those with a test alone, and those of which one
        # search for all their patterns mostly finds none.
        self._unknown = self._compiled[UNKNOWN].bit
        self._of_unknown = [one for one in each if one.unknown and one.bit != self._unknown]
        tested = [one for one in each if not one.unknown and one.pattern is None]
        self._tests = [(one.bit, one.test) for one in tested if one.test is not None]
        self._tests_of_letters = [(one.bit, one.test) for one in tested if one.test is not None and one.in_letters]
        self._searched = [one for one in each if not one.unknown and one.pattern is not None]
        self._any = _any_of(self._searched)
        self._any_in_letters = _any_of([one for one in self._searched if one.in_letters])
        self._seen = _Seen(set(), {}, set(), {})

    def __len__(self) -> int:
        return sum(map(len, self._seen))

    @property
    def prefilters(self) -> Iterable[Prefilter]:
        """The prefilters, in the order of their bits."""
        return self._compiled

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
        is_word, padded, pack = token.isalpha(), f" {token} ", self._pack
        if pack.has_unknown(token):
            mark = self._unknown
            for one in self._of_unknown:
                if one.opens(token, padded, pack):
                    mark |= one.bit
        for bit, test in self._tests_of_letters if is_word else self._tests:
            if test(token, pack):
                mark |= bit
        # One search for all patterns together mostly finds nothing.
        if (self._any_in_letters if is_word else self._any).search(padded):
            for one in self._searched:
                if (one.in_letters or not is_word) and one.opens(token, padded, pack):
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


class _Block(NamedTuple):
    """What is found in a part of a text; one character of white space stands between a part and the next.

    Attributes:
        start, end: offsets of the part in the text.
        number: how many tokens there are.
        distinct: the distinct tokens.
        gaps: the distinct white space of two characters and more.
        places: offsets in the part of the tokens for which prefilters open, with the bits of these prefilters.
        union: the bits of all these prefilters.
    """

    start: int
    end: int
    number: int
    distinct: frozenset[str]
    gaps: frozenset[str]
    places: list[tuple[int, int, int]]
    union: int

    @classmethod
    def of(cls, text: str, start: int, end: int, marks: TokenMarks) -> _Block:
        """Ask about each distinct token once, and look up the places of the marked tokens only."""
        part = text[start:end]
        tokens = part.split()
        distinct = frozenset(tokens)
        marked = marks.of(distinct)
        gaps = _gaps(part)
        places = [(low, high, marked[part[low:high]]) for low, high in _places(part, tokens, gaps, marked)]
        union = reduce(or_, set(marked.values()), 0)
        return cls(start, end, len(tokens), distinct, frozenset(part[low:high] for low, high in gaps), places, union)


class Scan:
    """What one pass over a text finds.

    A text is scanned in blocks, so that after a repair only the blocks that it changed are scanned again.

    Args:
        blocks: the parts of the text, in order.

    Attributes:
        number: how many tokens there are.
        union: the bits of the prefilters that open for tokens.
    """

    def __init__(self, blocks: Sequence[_Block]) -> None:
        self._blocks = blocks
        self.number = sum([block.number for block in blocks])
        self.union = reduce(or_, [block.union for block in blocks], 0)

    @classmethod
    def of(cls, text: str, marks: TokenMarks) -> Scan:
        """Scan a whole text."""
        return cls(list(_cut(text, 0, len(text), marks)))

    def after(self, patch: Patch, text: str, marks: TokenMarks) -> Scan:
        """Return the scan of the text that a patch leads to.

        Args:
            patch: edits of the text that was scanned.
            text: what they lead to.
            marks: as for the whole text.
        """
        found: list[_Block] = []
        edits, first, shift = patch.edits, 0, 0
        begun: int | None = None  # where the blocks that the edits have changed begin in the new text
        for block in self._blocks:
            while first < len(edits) and edits[first].end < block.start - 1:
                shift += len(edits[first].replacement) - (edits[first].end - edits[first].start)
                first += 1
            # An edit beside the white space between two blocks changes both.
            if first < len(edits) and edits[first].start <= block.end + 1:
                begun = block.start + shift if begun is None else begun
                continue
            if begun is not None:
                found += _cut(text, begun, block.start + shift - 1, marks)
                begun = None
            found.append(block._replace(start=block.start + shift, end=block.end + shift))
        if begun is not None:
            found += _cut(text, begun, len(text), marks)
        return Scan(found)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The distinct tokens."""
        return frozenset().union(*[block.distinct for block in self._blocks])

    @cached_property
    def gaps(self) -> frozenset[str]:
        """The distinct white space of two characters and more."""
        return frozenset().union(*[block.gaps for block in self._blocks])

    @cached_property
    def places(self) -> list[tuple[int, int, int]]:
        """Offsets of the tokens for which prefilters open, with the bits of these prefilters."""
        return [
            (low + start, high + start, mark) for start, *_, places, _ in self._blocks for low, high, mark in places
        ]


def _cut(text: str, start: int, end: int, marks: TokenMarks) -> Iterator[_Block]:
    """Cut a part of a text into blocks, at single characters of white space, and scan them."""
    while end - start > 2 * _BLOCK and (cut := _BETWEEN.search(text, start + _BLOCK, end)) and cut.end() < end:
        yield _Block.of(text, start, cut.start(), marks)
        start = cut.end()
    yield _Block.of(text, start, end, marks)


def token_places(text: str, wanted: Container[str]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the tokens of a text that are in ``wanted``, in order.

    >>> list(token_places("de la  vie de", {"de"}))
    [(0, 2), (11, 13)]
    """
    return _places(text, text.split(), _gaps(text), wanted)


def token_start(text: str, offset: int, farthest: int) -> int:
    """Return the start of the token that holds an offset, or the offset ``farthest`` characters before it.

    >>> token_start("de l’appui", 5, 60), token_end("de l’appui", 5, 60), token_end("de l’appui", 5, 2)
    (3, 10, 7)
    """
    before = text[max(0, offset - farthest) : offset]
    if not before or before[-1].isspace():
        return offset
    return offset - len(before.rsplit(None, 1)[-1])


def token_end(text: str, offset: int, farthest: int) -> int:
    """Return the end of the token that holds an offset, or the offset ``farthest`` characters after it."""
    high = min(len(text), offset + farthest)
    found = _WHITE_SPACE.search(text, offset, high)
    return high if found is None else found.start()


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
