"""Prefilters: cheap tests of single tokens that tell where a repairer may find something.

A *token* is what stands between white space.

Most text is clean, and most of its tokens ("l’avenir,") came before. So what a repairer looks for is not searched
through the text: its :class:`Prefilter` is asked about each distinct token, once. The core scans texts, and remembers
the answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from textrepair._core import EncodingWays, Scan
from textrepair._core import TokenMarks as CompiledMarks
from textrepair.core.pack import Pack
from textrepair.edits import Patch
from textrepair.errors import ConfigurationError
from textrepair.memory import cached_property

__all__ = [
    "MISREADING",
    "UNKNOWN",
    "CoreTest",
    "Prefilter",
    "TokenMarks",
    "misread_words",
    "token_end",
    "token_places",
    "token_start",
]

_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w’'-])")
_WHITE_SPACE, _TOKEN = re.compile(r"\s"), re.compile(r"\S+")
# A mark is a number of 64 bits.
_MOST = 64


@dataclass(frozen=True)
class CoreTest:
    """A test of tokens that the core has.

    Args:
        name: what it asks, for a person.
        make: returns what the core asks, for a pack.
    """

    name: str
    make: Callable[[Pack], EncodingWays]


@dataclass(frozen=True)
class Prefilter:
    """Tells from the tokens of a text, and from the white space between them, where something may be found.

    A prefilter may open where there is nothing to find, but must open wherever there is something: it selects a
    superset. It opens for a token in which its pattern finds something and for which its test is true; None stands for
    no pattern or no test.

    Args:
        pattern: a regular expression that is searched in the token with a space before and after it; or a function
            that returns one for a pack.
        test: a function of a token and the pack, or a test of the core, which takes a tenth of the time: what makes it,
            or its name: ``misreading`` (the token holds a word that a commoner one may be misread as), ``short word``
            (it holds a short and uncommon one) or ``cut word`` (it holds a hyphen whose pieces may make one word, or
            ends in one).
        unknown: whether it opens only for tokens that hold an unknown word.
        gap: a regular expression that is searched in white space of two characters and more.
        blank: a character of white space that opens the prefilter wherever it stands.
        in_letters: whether it may open for a token that consists of letters. Most tokens do: False makes it cheaper.
        document: a condition on the whole document in place of tokens: ``alternatives``, that its OCR engine gave
            some; or ``losses``, that it has lost letters with a diacritic.

    >>> from textrepair.core.pack import open_pack
    >>> semicolon = Prefilter(";")
    >>> marks = TokenMarks(open_pack("fr"), [semicolon])
    >>> [token for token in ("un", "mot;") if marks.mark(token) & marks.bit(semicolon)]
    ['mot;']
    """

    pattern: str | Callable[[Pack], str] | None = None
    test: Callable[[str, Pack], bool] | CoreTest | Literal["misreading", "short word", "cut word"] | None = None
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


MISREADING = Prefilter(test="misreading")
"""Opens for tokens with a word that a commoner one may be misread as."""


class _Compiled(NamedTuple):
    """What tells, besides the tokens, whether a prefilter opens for a text; and the bit that stands for it."""

    bit: int
    gap: re.Pattern[str] | None
    blank: str


class TokenMarks:
    """Which prefilters open for which tokens; the core remembers the answers.

    Args:
        pack: the language.
        prefilters: the prefilters to ask; :data:`UNKNOWN` is always among them.

    Raises:
        ConfigurationError: there are too many prefilters.
        re.error: a pattern is none.
    """

    def __init__(self, pack: Pack, prefilters: Iterable[Prefilter]) -> None:
        each = list(dict.fromkeys((UNKNOWN, *prefilters)))
        if len(each) > _MOST:
            raise ConfigurationError(f"{len(each)} prefilters, and at most {_MOST} fit: leave out some repairers")
        self._compiled = {
            one: _Compiled(1 << number, None if one.gap is None else re.compile(one.gap), one.blank)
            for number, one in enumerate(each)
        }
        tests: list[Callable[[str], bool]] = []
        given = [_for_core(one, pack, tests) for one in each]
        misreadings = {word: list(others) for word, others in pack.misreadings.items()}
        self._core = CompiledMarks(pack.core, misreadings, given, tests)
        for number in self._core.fallbacks:
            _ = cast(_Search, tests[number]).compiled

    def __len__(self) -> int:
        return len(self._core)

    @property
    def limit(self) -> int:
        """The largest number of tokens in a generation; two generations are kept."""
        return self._core.limit

    @limit.setter
    def limit(self, limit: int) -> None:
        self._core.limit = limit

    @property
    def block(self) -> int:
        """A text is scanned in blocks of about so many bytes; after a repair, only those that it changed."""
        return self._core.block

    @block.setter
    def block(self, block: int) -> None:
        self._core.block = block

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

    def token_bits(self, prefilters: Iterable[Prefilter]) -> int | None:
        """Return the bits of some prefilters; None if one of them may open for something else than a token."""
        bits = 0
        for prefilter in prefilters:
            if prefilter.gap is not None or prefilter.blank or prefilter.document:
                return None
            bits |= self._of(prefilter).bit
        return bits

    def _of(self, prefilter: Prefilter) -> _Compiled:
        compiled = self._compiled.get(prefilter)
        if compiled is None:
            raise ConfigurationError(f"{prefilter} is unknown: name it in ‘triggers’ of the repairer that asks for it")
        return compiled

    def mark(self, token: str) -> int:
        """Return the bits of the prefilters that open for a token."""
        return self._core.mark(token)

    def opens(self, prefilter: Prefilter, text: str, scan: Scan) -> bool:
        """Return whether a prefilter opens anywhere in a text.

        Args:
            prefilter: one of those given.
            text: the text.
            scan: its scan.
        """
        one = self._of(prefilter)
        if scan.union & one.bit or (one.blank and one.blank in text):
            return True
        return one.gap is not None and any(map(one.gap.search, scan.gaps(text)))

    def scan(self, text: str) -> Scan:
        """Scan a text: ask the prefilters about each token, and keep the places of those for which they open."""
        return self._core.scan(text)

    def scan_after(self, scan: Scan, before: str, patch: Patch, after: str) -> Scan:
        """Return the scan of the text that a patch leads to; only what the patch changes is scanned.

        Args:
            scan: the scan of the text before.
            before: the text before.
            patch: edits of that text.
            after: what they lead to.
        """
        return self._core.scan_after(scan, before, [edit[:3] for edit in patch.edits], after)


def _for_core(
    prefilter: Prefilter, pack: Pack, tests: list[Callable[[str], bool]]
) -> tuple[str | None, str | None, int | None, bool, bool, int | None]:
    """Return a prefilter as the core takes it, and add its tests, which are functions of a token, to a list."""
    pattern, test, number = prefilter.pattern, prefilter.test, None
    if callable(pattern):
        pattern = pattern(pack)
    if test is not None and not isinstance(test, str):
        number = len(tests)
        tests.append(test.make(pack) if isinstance(test, CoreTest) else _test_of(test, pack))
    fallback = None
    if pattern is not None:
        fallback = len(tests)
        tests.append(_Search(pattern, None if number is None else tests[number]))
    named = test if isinstance(test, str) else None
    return pattern, named, number, prefilter.unknown, prefilter.in_letters, fallback


def _test_of(test: Callable[[str, Pack], bool], pack: Pack) -> Callable[[str], bool]:
    return lambda token: test(token, pack)


class _Search:
    """A test that stands for a pattern that the core does not have, such as one with a group that is referred to.

    Args:
        pattern: the pattern.
        test: a further test of the token.
    """

    def __init__(self, pattern: str, test: Callable[[str], bool] | None) -> None:
        self._pattern = pattern
        self._test = test

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern; most are never asked for."""
        return re.compile(self._pattern)

    def __call__(self, token: str) -> bool:
        found = self.compiled.search(f" {token} ") is not None
        return found and (self._test is None or self._test(token))


def token_places(text: str, wanted: Container[str]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the tokens of a text that are in ``wanted``, in order.

    >>> list(token_places("de la  vie de", {"de"}))
    [(0, 2), (11, 13)]
    """
    return (match.span() for match in _TOKEN.finditer(text) if match.group() in wanted)


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
