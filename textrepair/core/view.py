"""A text as repairers see it: its tokens, the statistics of the document, and the policy for changes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from textrepair._core import Document, ProposalList, Scan, SharedText, UnknownWords
from textrepair._core import Policy as CompiledPolicy
from textrepair._core import ZoneMap as CompiledZones
from textrepair.alternatives import Alternative, DeclaredLanguage, Said, carried
from textrepair.core.answers import Answers
from textrepair.core.pack import Pack
from textrepair.core.prefilter import Prefilter, token_places
from textrepair.core.proposal import Candidate, Proposal, Stage
from textrepair.core.specs import Spec
from textrepair.core.statistics import Statistics
from textrepair.core.zones.kinds import PROSE_ONLY, Zone, ZoneKind
from textrepair.core.zones.zone_map import ZoneMap, bits_of
from textrepair.edits import Patch
from textrepair.memory import Memory, cached_property

__all__ = ["Policy", "UnknownWord", "View", "begins_sentence", "like_case"]

_K = TypeVar("_K")
_T = TypeVar("_T")

# How many characters after a token a pattern may look at where a prefilter opens.
_BEYOND = 3
# From this share (0–1) of unknown words on, words in zones that are no prose are left out before anything is asked.
_ZONED_FROM = 0.02
_COUNTED_ZONES = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
# So many unknown words, of which the first and the last start so close together, in characters, may be no prose: the
# report says so, even if no change was proposed there.
_CLOSE_WORDS, _CLOSE = 4, 60


class UnknownWord(NamedTuple):
    """A word that the lexicon does not know, with its place in the text.

    Attributes:
        text: the word, without the punctuation around it; an elided one ends in its apostrophe.
        start, end: its offsets in code points in the view's text.
    """

    text: str
    start: int
    end: int


class Policy:
    """Which changes of a document are allowed.

    Args:
        text: the document, as the core holds it.
        pack: the language.
        statistics: the statistics of the document.
    """

    def __init__(self, text: SharedText, pack: Pack, statistics: Statistics) -> None:
        self._text = text
        self._pack = pack
        self._statistics = statistics

    @property
    def words_stay(self) -> bool:
        """Whether all words stay as they are: the document is not in the language of the pack."""
        return self._statistics.foreign

    @property
    def letters_stay(self) -> bool:
        """Whether the letters of words stay as they are: in old spelling, letters are no evidence of damage."""
        return self._statistics.old

    @property
    def apostrophe(self) -> str:
        """The apostrophe that repairs write: ``'`` if the document uses it more than ``’``, else the language's."""
        inventory = self._statistics.inventory
        return "'" if inventory["'"] > inventory["’"] else self._pack.rules.apostrophe

    @cached_property
    def core(self) -> CompiledPolicy:
        """The policy as the core has it."""
        return CompiledPolicy(self._text, self._pack.core)

    def objection(self, proposal: Proposal, stage: Stage) -> str:
        """Return why a change is not allowed; empty if it is allowed.

        A change may not add a letter or a sign outside the alphabet of the language. Before TYPOGRAPHY, it may not turn
        known words into text that holds an unknown word. Neither holds for ENCODING, which weighs whole lines and
        brings back names and passages in other languages. In WORDS a change may not touch a piece of a word that is cut
        at a line end, unless it completes the word, and may not spoil a name.

        Args:
            proposal: the change.
            stage: the stage of the repairer that proposes it.
        """
        return self.core.objection(*proposal[:3], stage) or ""


class View:
    """A text as repairers see it; :meth:`textrepair.core.Plan.scan` makes it.

    A view computes each part when it is first asked for, and keeps it.

    Args:
        text: the text at the start of the stage.
        pack: the language.
        answers: the memories of the plan.
        said: what the file says of words of the text, sorted.
        scan: the tokens of the text, if they are known.
    """

    def __init__(
        self,
        text: str,
        pack: Pack,
        answers: Answers,
        said: Sequence[Said] = (),
        scan: Scan | None = None,
    ) -> None:
        self.text = text
        self.pack = pack
        self._said = said
        self._answers = answers
        self._scan = answers.marks.scan(text) if scan is None else scan

    def __repr__(self) -> str:
        return f"<View of {len(self.text)} characters, {self.pack.rules.code}>"

    @cached_property
    def shared(self) -> SharedText:
        """The text as the core holds it."""
        return SharedText(self.text)

    @cached_property
    def alternatives(self) -> Sequence[Alternative]:
        """The alternatives that the OCR engine gave for words of the text, sorted."""
        return [one for one in self._said if isinstance(one, Alternative)]

    @cached_property
    def _declared(self) -> Sequence[DeclaredLanguage]:
        return [one for one in self._said if isinstance(one, DeclaredLanguage)]

    @cached_property
    def statistics(self) -> Statistics:
        """The statistics of the document: its damage, the letters that it has lost, its names."""
        scan = self._scan
        return Statistics(
            self.text,
            self.shared,
            self.pack,
            number=scan.number,
            unknown=lambda: self._all_unknown,
            in_prose=lambda: self._counted,
        )

    @cached_property
    def document(self) -> Document:
        """The text and its statistics, as the core takes them to decide about words."""
        statistics = self.statistics
        return Document(
            self.shared,
            words=statistics.words,
            unknown=statistics.counted,
            starts=self.unknown,
            damage=statistics.damage,
            capitals=statistics.capitals,
            digits=statistics.digits,
            old=statistics.old,
            misread_long_s=statistics.misread_long_s,
            loss_rates=dict(statistics.loss_rates),
        )

    @cached_property
    def policy(self) -> Policy:
        """The policy for the document: which changes are allowed."""
        return Policy(self.shared, self.pack, self.statistics)

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

    def after(self, patch: Patch) -> View:
        """Return the view of the text that a patch leads to; only what the patch changes is scanned again.

        Args:
            patch: edits of the view's text.
        """
        text, marks = patch.apply(self.text), self._answers.marks
        said = carried(self._said, patch) if self._said else ()
        return View(text, self.pack, self._answers, said, marks.scan_after(self._scan, self.text, patch, text))

    def opens(self, prefilter: Prefilter) -> bool:
        """Return whether a prefilter opens anywhere in the text; it must be one of the ``triggers`` of a repairer."""
        if prefilter.document:
            return bool(self.alternatives) if prefilter.document == "alternatives" else self.statistics.has_losses
        return self._answers.marks.opens(prefilter, self.text, self._scan)

    @property
    def open_bits(self) -> int:
        """The bits of the prefilters that open for tokens of the text."""
        return self._scan.union

    def tokens(self, prefilter: Prefilter) -> list[tuple[int, int]]:
        """Return the offsets of the tokens for which a prefilter opens, in order."""
        bit = self._answers.marks.bit(prefilter)
        return self._scan.places(bit)

    def places(self, tokens: Container[str]) -> Iterator[tuple[int, int]]:
        """Yield the offsets of the tokens that are in ``tokens``, in order."""
        return token_places(self.text, tokens)

    def matches(self, pattern: re.Pattern[str], prefilter: Prefilter) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern in the whole text, and search only where a prefilter opens.

        Args:
            pattern: every match must begin in a token for which the prefilter opens, or in the character of white
                space before it, and must depend on at most three characters after the token.
            prefilter: the prefilter; it must be one of the ``triggers`` of a repairer.
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
        """The words of prose that the lexicon does not know, in order; in an old text, without those in old spelling.

        In a text with hardly any unknown word, they are not told apart by zones: that would cost more than all else.
        The zones are asked for every change there.
        """
        return list(map(UnknownWord._make, self.unknown.words()))

    def unknown_words_in(self, prefilter: Prefilter) -> list[UnknownWord]:
        """Return the unknown words, as :attr:`unknown_words` has them, in tokens for which a prefilter opens."""
        words = self.unknown.in_tokens(self._scan, self._answers.marks.bit(prefilter))
        return list(map(UnknownWord._make, words.words()))

    @cached_property
    def unknown(self) -> UnknownWords:
        """The unknown words, as the core holds them; see :attr:`unknown_words`."""
        if self.statistics.old:
            return self._counted.only_counted(self.statistics.counted)
        if self.is_mostly_known:
            return self._counted
        return self._counted.in_zones(self.zones.core, bits_of(PROSE_ONLY))

    @cached_property
    def _counted(self) -> UnknownWords:
        """The unknown words that the statistics count: those of prose, and those in old spelling."""
        if self.is_mostly_known:
            return self._all_unknown
        return self._all_unknown.in_zones(self.zones.core, bits_of(_COUNTED_ZONES))

    @cached_property
    def _unknown_share(self) -> float:
        """The share (0–1) of the words that are unknown and begin with no capital."""
        return self._all_unknown.small / max(1, self._scan.number)

    @cached_property
    def zones(self) -> ZoneMap:
        """What the stretches of the text are: prose, another language, code and so on."""
        return self._answers.zone_map(self.shared, self._all_unknown, self._unknown_share, self._declared)

    @property
    def judged_zones(self) -> tuple[Zone, ...]:
        """The zones that were asked about so far, and those that hold several unknown words close together."""
        # In other texts the zones of all unknown words are asked about before anything is proposed.
        if self.is_mostly_known:
            for start, end in self._all_unknown.close(_CLOSE_WORDS, _CLOSE):
                self.zones.allows(start, end, PROSE_ONLY)
        return self.zones.judged if "zones" in self.__dict__ else ()

    def allows_change(self, start: int, end: int, replacement: str, kinds: frozenset[ZoneKind]) -> bool:
        """Return whether all zones that a change touches are of the given kinds.

        Args:
            start, end: offsets in code points.
            replacement: what shall stand there.
            kinds: the kinds of zones that may be touched.
        """
        near = self._plain_near
        if near is not None and ZoneKind.PROSE in kinds and near.is_plain(start, end):
            return True
        return self.zones.allows_change(start, end, replacement, kinds)

    def keep_in_zones(self, proposals: ProposalList) -> None:
        """Drop the proposals that touch zones that their repairers may not touch."""
        proposals.keep_in_zones(self._plain_near, self._core_zones)

    def keep_rivals(self, proposals: ProposalList, spans: Sequence[tuple[int, int]]) -> bool:
        """Drop, of the proposals that overlap one of some spans, those that touch zones that they may not touch.

        Return whether any proposal that overlaps one of the spans is left; if none is, nothing is dropped.
        """
        return proposals.keep_rivals(spans, self._plain_near, self._core_zones)

    def _core_zones(self) -> CompiledZones:
        return self.zones.core

    @property
    def _plain_near(self) -> UnknownWords | None:
        """The unknown words, if what is prose beyond doubt by its characters need not be looked for; else None."""
        return None if self._declared or not self.is_mostly_known else self.unknown

    @property
    def is_mostly_known(self) -> bool:
        """Whether the lexicon knows nearly all words of the text."""
        return self._unknown_share < _ZONED_FROM

    @cached_property
    def _all_unknown(self) -> UnknownWords:
        return self._scan.unknown_words(self.shared, self.pack.core)

    def memory(self, function: Callable[[_K, Pack], _T]) -> Memory[_K, _T]:
        """Return the memory of a function of a key and the pack; the plan owns it.

        Args:
            function: a module-level function whose answer depends on nothing but the key and the pack.

        >>> from textrepair.core import Plan, open_pack
        >>> def shouted(word: str, pack: Pack) -> str:
        ...     return word.upper()
        >>> Plan(open_pack("fr")).scan("").memory(shouted)["mot"]
        'MOT'
        """
        return self._answers.memory(function)

    def prepared(self, function: Callable[[Pack], _T]) -> _T:
        """Return what a function makes of the pack; the plan calls it once and keeps the result."""
        return self._answers.prepared(function)

    def candidates(self, spec: Spec, word: str) -> Iterable[Candidate]:
        """Return the candidates that a declaration has for a word; the plan remembers them."""
        return self._answers.candidates(spec, word)


def begins_sentence(text: str, offset: int) -> bool:
    """Return whether any word would have a capital at an offset: after a full stop, a dash, or a line end."""
    before = text[max(0, offset - 4) : offset].rstrip(' \u00a0«“("')
    return not before or before[-1] in ".!?…:—–-\n"


def like_case(model: str, word: str) -> str:
    """Return ``word`` with the capitals of ``model``: none, the first letter, or all.

    >>> like_case("Apres", "après"), like_case("APRES", "après"), like_case("apres", "après")
    ('Après', 'APRÈS', 'après')
    """
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
