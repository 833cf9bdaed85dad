"""A text as repairers see it: its tokens, the statistics of the document, and what may be changed in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from textrepair.alternatives import Alternative
from textrepair.core.pack import Pack
from textrepair.core.prefilter import UNKNOWN, Prefilter, Scan, TokenMarks, token_places
from textrepair.core.proposal import Candidate, Proposal, Stage
from textrepair.core.specs import Spec
from textrepair.core.statistics import Statistics
from textrepair.memory import Memory, cached_property

__all__ = ["Policy", "UnknownWord", "View", "begins_sentence", "like_case", "token_end", "token_start"]

_K = TypeVar("_K")
_T = TypeVar("_T")

# How far beyond a token a pattern looks that is matched where a prefilter opens.
_BEYOND = 3
# Signs that a repair may bring in wherever it likes.
_ALLOWED = frozenset(" \n\u00a0\u202f’'-.,;:!?«»…0123456789")
# No word is longer than this, so no more of a long token is looked at.
_FARTHEST = 100


class UnknownWord(NamedTuple):
    """A word that the lexicon does not know, as it stands in the text.

    Attributes:
        text: the word, without the punctuation round it; an elided one ends in its apostrophe.
        start, end: its offsets in code points in the view's text.
    """

    text: str
    start: int
    end: int


class Policy:
    """What repairers may do to a document.

    Args:
        text: the document.
        pack: the language.
        statistics: those of the document.
    """

    def __init__(self, text: str, pack: Pack, statistics: Statistics) -> None:
        self._text = text
        self._pack = pack
        self._statistics = statistics

    @property
    def words_stay(self) -> bool:
        """Whether all words are left alone: the document is not in the language of the pack."""
        return self._statistics.foreign

    @property
    def letters_stay(self) -> bool:
        """Whether no letter of a word is changed: the document is in old spelling, in which letters tell nothing."""
        return self._statistics.old

    @property
    def apostrophe(self) -> str:
        """The apostrophe that repairs write: that of the document, ``'`` or ``’``."""
        inventory = self._statistics.inventory
        return "'" if inventory["'"] > inventory["’"] else self._pack.rules.apostrophe

    def objection(self, proposal: Proposal, stage: Stage) -> str:
        """Say why a change must not be made; empty where it may.

        A change may not bring in a letter or a sign outside the language's alphabet, nor, in the first two stages and
        in WORDS, turn known words into something that holds an unknown one.

        Args:
            proposal: the change.
            stage: the stage that it was made in.
        """
        text, letters = self._text, self._pack.rules.letters
        replaced = text[proposal.start : proposal.end]
        if not letters.issuperset(proposal.replacement):
            for character in set(proposal.replacement).difference(_ALLOWED, replaced):
                if character not in letters:
                    return f"‘{character}’ is outside the alphabet"
        if stage >= Stage.TYPOGRAPHY:
            return ""
        start = token_start(text, proposal.start, _FARTHEST)
        end = token_end(text, proposal.end, _FARTHEST)
        # Asked first, since mostly it is an unknown word that is to be changed, and already known for one.
        if self._holds_unknown(text[start:end]):
            return ""
        after = text[start : proposal.start] + proposal.replacement + text[proposal.end : end]
        return f"‘{after}’ would hold an unknown word" if self._holds_unknown(after) else ""

    def _holds_unknown(self, text: str) -> bool:
        return any(map(self._pack.unknown_parts, text.split()))


class Answers(Protocol):
    """What a plan remembers for the repairers of its chain."""

    marks: TokenMarks

    def memory(self, function: Callable[[_K, Pack], _T]) -> Memory[_K, _T]: ...
    def prepared(self, function: Callable[[Pack], _T]) -> _T: ...
    def candidates(self, spec: Spec, word: str) -> tuple[Candidate, ...]: ...


class View:
    """A text as repairers see it; :meth:`textrepair.core.Plan.scan` makes it.

    Everything in it is computed once, when it is first asked for.

    Args:
        text: the text at the start of the stage.
        pack: the language.
        answers: what the plan remembers.
        alternatives: what else words of the text may be, as the engine that read them says, by their places.
    """

    def __init__(self, text: str, pack: Pack, answers: Answers, alternatives: Sequence[Alternative] = ()) -> None:
        self.text = text
        self.pack = pack
        self.alternatives = alternatives
        self._answers = answers

    def __repr__(self) -> str:
        return f"<View of {len(self.text)} characters, {self.pack.rules.code}>"

    @cached_property
    def statistics(self) -> Statistics:
        """What the document says as a whole: its damage, its losses, its names."""
        scan = self._scan
        return Statistics(
            self.text,
            self.pack,
            number=scan.number,
            distinct=scan.distinct,
            found=lambda: [word.text for word in self._all_unknown],
        )

    @cached_property
    def policy(self) -> Policy:
        """What may be changed in the document."""
        return Policy(self.text, self.pack, self.statistics)

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """Offsets of each line, its line feed left out."""
        spans = []
        start = 0
        for line in self.text.split("\n"):
            spans.append((start, start + len(line)))
            start += len(line) + 1
        return spans

    def line_at(self, offset: int) -> tuple[int, int]:
        """Return the offsets of the line in which ``offset`` lies."""
        return self.lines[bisect_right(self.lines, (offset, len(self.text) + 1)) - 1]

    @cached_property
    def _scan(self) -> Scan:
        return Scan.of(self.text, self._answers.marks)

    def opens(self, prefilter: Prefilter) -> bool:
        """Whether a prefilter opens for anything in the text; it must be one of the ``triggers`` of a repairer."""
        if prefilter.document:
            return bool(self.alternatives) if prefilter.document == "alternatives" else self.statistics.has_losses
        return self._answers.marks.opens(prefilter, self._scan.union, self.text, self._scan.gaps)

    def tokens(self, prefilter: Prefilter) -> list[tuple[int, int]]:
        """Return the offsets of the tokens for which a prefilter opens, in order."""
        bit = self._answers.marks.bit(prefilter)
        if not self._scan.union & bit:
            return []
        return [(start, end) for start, end, mark in self._scan.places if mark & bit]

    @property
    def distinct(self) -> frozenset[str]:
        """Every token, once."""
        return self._scan.distinct

    def places(self, tokens: Container[str]) -> Iterator[tuple[int, int]]:
        """Yield the offsets of the tokens that are among those given, in order."""
        return token_places(self.text, tokens)

    def matches(self, pattern: re.Pattern[str], prefilter: Prefilter) -> Iterator[re.Match[str]]:
        """Yield what a pattern finds in the whole text, looking no further than where a prefilter opens.

        Args:
            pattern: its matches begin in a token for which the prefilter opens, or with the white space before it, and
                depend on no more than three characters after it.
            prefilter: opens for these tokens.
        """
        position = 0
        for start, end in self.tokens(prefilter):
            position = max(position, start - 1)
            while match := pattern.search(self.text, position, end + _BEYOND):
                if match.start() >= end:
                    break
                yield match
                position = max(match.end(), match.start() + 1)

    @cached_property
    def unknown_words(self) -> list[UnknownWord]:
        """Every word that the lexicon does not know, in order; in an old text, none that is spelt as it was then."""
        if not self.statistics.old:
            return self._all_unknown
        unknown = self.statistics.unknown
        return [word for word in self._all_unknown if word.text in unknown]

    @cached_property
    def _all_unknown(self) -> list[UnknownWord]:
        found: list[UnknownWord] = []
        for start, end in self.tokens(UNKNOWN):
            token = self.text[start:end]
            found.extend(
                UnknownWord(token[low:high], start + low, start + high) for low, high in self.pack.unknown_parts(token)
            )
        return found

    def unknown_near(self, start: int, end: int, distance: int) -> int:
        """Return how many unknown words stand within so many characters of a span, those in it left out."""
        low = bisect_left(self._unknown_starts, start - distance)
        high = bisect_right(self._unknown_starts, end + distance)
        within = bisect_left(self._unknown_starts, end) - bisect_left(self._unknown_starts, start)
        return high - low - max(0, within)

    @cached_property
    def _unknown_starts(self) -> list[int]:
        return [word.start for word in self.unknown_words]

    def memory(self, function: Callable[[_K, Pack], _T]) -> Memory[_K, _T]:
        """Return a memory of what a function says of a key and the pack; the plan owns it.

        Args:
            function: of a module, whose answer depends on nothing but the key and the pack.

        >>> from textrepair.core import Plan, open_pack
        >>> def shouted(word: str, pack: Pack) -> str:
        ...     return word.upper()
        >>> Plan(open_pack("fr")).scan("").memory(shouted)["mot"]
        'MOT'
        """
        return self._answers.memory(function)

    def prepared(self, function: Callable[[Pack], _T]) -> _T:
        """Return what a function makes of the pack; it is called once for each plan."""
        return self._answers.prepared(function)

    def candidates(self, spec: Spec, word: str) -> Iterable[Candidate]:
        """Return other readings of a word by a declaration, as the core makes them; the plan remembers them."""
        return self._answers.candidates(spec, word)


def begins_sentence(text: str, offset: int) -> bool:
    """Whether a word stands where any word would have a capital: after a full stop, a dash, or a line end."""
    before = text[max(0, offset - 4) : offset].rstrip(' \u00a0«“("')
    return not before or before[-1] in ".!?…:—–-\n"


def token_start(text: str, offset: int, farthest: int) -> int:
    """Return where the token begins in which an offset lies, or so many characters before it.

    >>> token_start("de l’appui", 5, 60), token_end("de l’appui", 5, 60), token_end("de l’appui", 5, 2)
    (3, 10, 7)
    """
    low = max(0, offset - farthest)
    while offset > low and not text[offset - 1].isspace():
        offset -= 1
    return offset


def token_end(text: str, offset: int, farthest: int) -> int:
    """Return where the token ends in which an offset lies, or so many characters after it."""
    high = min(len(text), offset + farthest)
    while offset < high and not text[offset].isspace():
        offset += 1
    return offset


def like_case(model: str, word: str) -> str:
    """Give ``word`` the capitals of ``model``: none, the first letter, or all.

    >>> like_case("Apres", "après"), like_case("APRES", "après"), like_case("apres", "après")
    ('Après', 'APRÈS', 'après')
    """
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
