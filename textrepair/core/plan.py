"""A plan: what the repairers of a chain declare, compiled once for a language.

A plan owns every memory of what its readers and prefilters find. Two plans share nothing but the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from textrepair._core import CandidateReader, ProposalList, SharedText, UnknownWords, WordList
from textrepair.alternatives import DeclaredLanguage, Said
from textrepair.core.decide import Decider
from textrepair.core.judgement import Decision, Judged
from textrepair.core.pack import Pack
from textrepair.core.patterns import PatternReader
from textrepair.core.prefilter import UNKNOWN, Prefilter, TokenMarks
from textrepair.core.proposal import Candidate, Proposal, Stage
from textrepair.core.restoring import LossReader
from textrepair.core.spaces import JoinReader
from textrepair.core.specs import Joins, LostDiacritics, Pattern, Spec, Substitutions, spec_to_dict
from textrepair.core.substitutions import SubstitutionReader
from textrepair.core.view import View
from textrepair.core.zones.kinds import PROSE_ONLY
from textrepair.core.zones.zone_map import ZoneMap, bits_of
from textrepair.core.zones.zoning import Zoning
from textrepair.edits import Edit
from textrepair.memory import Memory

__all__ = ["Plan"]

_K = TypeVar("_K")
_T = TypeVar("_T")

# How many words each declaration remembers with their candidates. A megabyte of OCR has 9,000 new words. With 20,000
# words for all declarations together, a text of 4,600 words was read anew each time, which took a fifth of the time.
_WORDS_REMEMBERED = 25_000
_KEYS_REMEMBERED = 1 << 14

_TextReader = JoinReader | LossReader | PatternReader | SubstitutionReader


class Plan:
    """The declarations and prefilters of a chain, compiled for a language.

    Args:
        pack: the language.
        specs: the declarations that will be run.
        prefilters: further prefilters, which repairers with code ask for.

    >>> from textrepair.core import Variants, open_pack
    >>> plan = Plan(open_pack("fr"), [Variants()])
    >>> view = plan.scan("le probleme")
    >>> [proposal.replacement for proposal in plan.propose([Variants()], view)]
    ['problème']
    """

    def __init__(self, pack: Pack, specs: Iterable[Spec] = (), prefilters: Iterable[Prefilter] = ()) -> None:
        self.pack = pack
        pack.open()
        self._words = WordList(pack.core)
        self._confusions = [(row.printed, row.read, row.cost) for row in pack.confusions]
        self._decider = Decider(pack)
        self._zoning: Zoning | None = None
        self._readers: dict[Spec, CandidateReader | _TextReader] = {}
        self._memories: dict[object, Memory[Any, Any]] = {}
        self._prepared: dict[object, Any] = {}
        asked: list[Prefilter] = []
        for spec in specs:
            reader = self._read_by(spec)
            asked += getattr(reader, "prefilters", ())
        self.marks = TokenMarks(pack, [*asked, *prefilters])

    def __repr__(self) -> str:
        return f"<Plan {self.pack.rules.code}: {len(self._readers)} declarations>"

    @property
    def memories(self) -> Mapping[str, TokenMarks | CandidateReader | Memory[Any, Any]]:
        """The memories of the plan by name; each has a length and a limit."""
        found: dict[str, TokenMarks | CandidateReader | Memory[Any, Any]] = {"prefiltered tokens": self.marks}
        for spec, reader in self._readers.items():
            if isinstance(reader, CandidateReader):
                found[f"candidates of {spec}"] = reader
        for key, memory in self._memories.items():
            found[f"answers of {getattr(key, '__qualname__', key)}"] = memory
        return found

    def scan(self, text: str, said: Sequence[Said] = ()) -> View:
        """Return a view of a text.

        Args:
            text: any string, lone surrogates included.
            said: what the file says of words of the text, sorted.
        """
        return View(text, self.pack, self, said)

    def propose(self, specs: Iterable[Spec], view: View) -> list[Proposal]:
        """Return the changes that declarations propose for a text; arguments as for :meth:`gather`."""
        proposals = ProposalList(view.shared)
        proposals.begin("", bits_of(PROSE_ONLY))
        self.gather(specs, view, proposals)
        return [Proposal._make(proposal) for _, proposal in proposals.proposals()]

    def gather(self, specs: Iterable[Spec], view: View, proposals: ProposalList) -> None:
        """Add the changes that declarations propose for a text to the proposals of the current repairer.

        Args:
            specs: declarations that the plan was made with.
            view: the text.
            proposals: the proposals for the text so far.
        """
        for spec in specs:
            reader = self._readers[spec]
            if isinstance(reader, CandidateReader):
                proposals.add_candidates(reader, view.unknown)
            elif not reader.prefilters or any(map(view.opens, reader.prefilters)):
                reader.gather(view, proposals)

    def bits_of(self, spec: Spec) -> int | None:
        """Return the bits of the prefilters of which one must open for a token of a text, or a declaration proposes
        nothing; None if that cannot be told from the tokens.
        """
        reader = self._readers[spec]
        prefilters = (UNKNOWN,) if isinstance(reader, CandidateReader) else reader.prefilters
        return self.marks.token_bits(prefilters) if prefilters else None

    def zone_map(
        self, text: SharedText, unknown: UnknownWords, share: float, declared: Sequence[DeclaredLanguage]
    ) -> ZoneMap:
        """Return the zones of a text; arguments as for :meth:`Zoning.map_of`."""
        if self._zoning is None:
            self._zoning = Zoning(self.pack)
        return self._zoning.map_of(text, unknown, share, declared)

    def decide(
        self, stage: Stage, view: View, proposals: ProposalList, min_confidence: float | None = None
    ) -> Decision:
        """Choose among proposals.

        Args:
            stage: WORDS weighs proposals that compete for the same letters against each other. In the other stages, of
                proposals that overlap, the one that starts first is made; of those, the first in the order given.
            view: the text that the proposals are for.
            proposals: the proposals, in the order of the chain.
            min_confidence: 0–1; WORDS keeps back a change with a lower confidence. None: 0.7, or 0.5 in a heavily
                damaged document.
        """
        if stage is Stage.WORDS:
            return self._decider.decide(view, proposals, min_confidence)
        return Decision([Edit(*made) for made in proposals.without_overlaps()], [])

    def judge(self, view: View, proposals: ProposalList, min_confidence: float | None = None) -> Iterator[Judged]:
        """Yield the judgement of each slot with proposals, whatever becomes of it; arguments as for :meth:`decide`."""
        return self._decider.judge(view, proposals, min_confidence)

    def memory(self, function: Callable[[_K, Pack], _T]) -> Memory[_K, _T]:
        """Return the memory of a function of a key and the pack."""
        memory = self._memories.get(function)
        if memory is None:
            memory = self._memories[function] = Memory(lambda key: function(key, self.pack), _KEYS_REMEMBERED)
        return memory

    def word_memory(self, owner: object, candidates: Callable[[str], tuple[Candidate, ...]]) -> Memory[str, Any]:
        """Return the memory of the candidates of one repairer with code; each repairer object has its own."""
        key = (type(owner).__name__, id(owner))
        memory = self._memories.get(key)
        if memory is None:
            memory = self._memories[key] = Memory(candidates, _WORDS_REMEMBERED)
        return memory

    def prepared(self, function: Callable[[Pack], _T]) -> _T:
        """Return what a function makes of the pack; the plan calls it once and keeps the result."""
        if function not in self._prepared:
            self._prepared[function] = function(self.pack)
        return cast(_T, self._prepared[function])

    def candidates(self, spec: Spec, word: str) -> tuple[Candidate, ...]:
        """Return the candidates that a declaration about unknown words has for a word."""
        reader = cast(CandidateReader, self._read_by(spec))
        return tuple(map(Candidate._make, reader.candidates(word)))

    def _read_by(self, spec: Spec) -> CandidateReader | _TextReader:
        """Compile a declaration and keep its reader."""
        if spec not in self._readers:
            self._readers[spec] = self._compiled(spec)
        return self._readers[spec]

    def _compiled(self, spec: Spec) -> CandidateReader | _TextReader:
        pack = self.pack
        match spec:
            case Joins():
                return JoinReader(spec, pack)
            case LostDiacritics():
                return LossReader(spec, pack)
            case Substitutions():
                return SubstitutionReader(spec, pack)
            case Pattern():
                return PatternReader(spec, pack)
            case _:
                try:
                    return CandidateReader(spec_to_dict(spec), pack.core, self._words, self._confusions)
                except KeyError as error:
                    _ = pack.prices[str(error.args[0])]  # raises what says which price is missing
                    raise
