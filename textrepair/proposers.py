"""Asking the repairers of a chain for their proposals, and containing their errors.

A repairer may be a plugin. If it raises, yields something that is no valid proposal, or yields without end, its
proposals for that text are dropped, a :class:`textrepair.document.Failure` reports it, and all other repairers go on.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from textrepair.core import (
    PROSE_ONLY,
    Candidate,
    Decision,
    Pack,
    Plan,
    Prefilter,
    Proposal,
    ProposalList,
    Spec,
    Stage,
    View,
    ZoneKind,
    bits_of,
)
from textrepair.document import Failure
from textrepair.edits import Edit
from textrepair.errors import PackError, described_exception
from textrepair.repairer import AnyRepairer, DeclaredRepairer, Repairer, Triggers, WordRepairer

__all__ = ["Proposers"]

# Limits that no built-in repairer comes near: a generator that never ends would fill the memory.
_MOST_CANDIDATES = 10_000
_MOST_PROPOSALS_PER_CHARACTER, _MOST_PROPOSALS = 1_000, 100_000
# The largest cost in nats. A larger one is a mistake: no text is e^1000 times as likely as another.
_LARGEST_COST = 1_000.0


class _Asked(NamedTuple):
    """How a repairer is asked.

    Attributes:
        name: its name.
        stage: its stage.
        from_damage: the damage of the document (0–1) from which on it is asked.
        specs: its declarations.
        triggers: what must find something before its code is asked.
        of_texts: the repairer, if it has ``propose``.
        of_words: the repairer, if it has ``candidates``.
        zones: the zones that it may touch.
        error: why it cannot be asked at all; empty if it can.
    """

    name: str
    stage: Stage
    from_damage: float
    specs: tuple[Spec, ...]
    triggers: Triggers
    of_texts: Repairer | None
    of_words: WordRepairer | None
    zones: frozenset[ZoneKind] = PROSE_ONLY
    error: str = ""

    @classmethod
    def of(cls, repairer: AnyRepairer) -> _Asked:
        # isinstance checks a protocol method by method, which is slow, so it is done once for each chain.
        asked = cls(
            repairer.name,
            repairer.stage,
            getattr(repairer, "from_damage", 0.0),
            (),
            getattr(repairer, "triggers", None),
            repairer if isinstance(repairer, Repairer) else None,
            repairer if isinstance(repairer, WordRepairer) else None,
            frozenset(getattr(repairer, "zones", PROSE_ONLY)),
        )
        try:
            specs = repairer.spec() if isinstance(repairer, DeclaredRepairer) else ()
        except Exception as error:
            return asked.failing(error)
        return asked._replace(specs=specs if isinstance(specs, tuple) else (specs,))

    def failing(self, error: Exception) -> _Asked:
        """Return the repairer as one that is never asked."""
        reason = described_exception(error)
        return self._replace(specs=(), triggers=None, of_texts=None, of_words=None, error=reason)

    def compiled(self, pack: Pack) -> _Asked:
        """Return the repairer, as one that is never asked if the core cannot compile what it declares."""
        try:
            Plan(pack, self.specs, self.prefilters)
        except PackError:
            raise
        except Exception as error:
            return self.failing(error)
        return self

    @property
    def zone_bits(self) -> int:
        """The zones that it may touch, as the core takes them."""
        return bits_of(self.zones)

    @property
    def prefilters(self) -> tuple[Prefilter, ...]:
        triggers = (self.triggers,) if isinstance(self.triggers, Prefilter) else self.triggers
        return triggers if isinstance(triggers, tuple) else ()


def _plan(asked: Iterable[_Asked], pack: Pack) -> Plan:
    """Compile what repairers declare and look for."""
    declared = list(asked)
    specs = [spec for one in declared for spec in one.specs]
    return Plan(pack, specs, [prefilter for one in declared for prefilter in one.prefilters])


class Proposers:
    """The repairers of a chain as sources of proposals, and the plan of their declarations.

    Args:
        repairers: the repairers, in the order of the chain.
        pack: the language.

    Attributes:
        plan: what the repairers declare and look for, compiled.

    Raises:
        PackError: the language pack is damaged.
    """

    def __init__(self, repairers: Sequence[AnyRepairer], pack: Pack) -> None:
        self._asked = tuple(map(_Asked.of, repairers))
        try:
            self.plan = _plan(self._asked, pack)
        except PackError:
            raise
        except Exception:  # of a repairer that only compiling tells to be wrong
            self._asked = tuple(asked.compiled(pack) for asked in self._asked)
            self.plan = _plan(self._asked, pack)
        self._zones = {asked.name: asked.zones for asked in self._asked}
        self._of_stage = {
            stage: [(asked, self._bits(asked)) for asked in self._asked if asked.stage is stage] for stage in Stage
        }

    def decide(
        self,
        stage: Stage,
        view: View,
        failures: list[Failure],
        min_confidence: float | None = None,
        stays: Sequence[tuple[int, int]] = (),
    ) -> tuple[ProposalList, Decision]:
        """Gather the proposals of one stage that the document's policy and zones allow, and decide about them.

        To look for zones costs more than all else in a sound text, where hardly a change is made. So the zones of a
        change to words are looked for once it is decided, unless many words of the text are unknown.

        Args:
            stage: the stage whose repairers are asked.
            view: the text.
            failures: a list to which failures are added.
            min_confidence: as for :meth:`textrepair.core.Plan.decide`.
            stays: spans that no change may touch, sorted.

        Raises:
            PackError: the language pack is damaged, or cannot be read.
        """
        proposals = self._proposals(stage, view, failures)
        if stays:
            proposals.drop_touching(stays)
        can_wait = stage is Stage.WORDS and view.is_mostly_known
        if not can_wait and len(proposals):
            view.keep_in_zones(proposals)
        if not len(proposals):
            return proposals, Decision([], [])
        decision = self.plan.decide(stage, view, proposals, min_confidence)
        if can_wait:
            denied = [edit[:2] for edit in decision.edits if not self._allows(view, edit)]
            if denied and view.keep_rivals(proposals, denied):
                decision = self.plan.decide(stage, view, proposals, min_confidence)
            decision = Decision(*([edit for edit in edits if self._allows(view, edit)] for edits in decision))
        return proposals, decision

    def _allows(self, view: View, edit: Edit) -> bool:
        """Return whether an edit touches only zones that its repairer may touch."""
        return view.allows_change(edit.start, edit.end, edit.replacement, self._zones[edit.repairer])

    def _proposals(self, stage: Stage, view: View, failures: list[Failure]) -> ProposalList:
        """Return the proposals of one stage that the policy of the document allows."""
        proposals = ProposalList(view.shared)
        for asked, bits in self._of_stage[stage]:
            if bits is not None and not bits & view.open_bits:
                continue  # most repairers have nothing to say of most texts
            before = len(proposals)
            proposals.begin(asked.name, asked.zone_bits)
            self._ask(asked, view, proposals, failures)
            if len(proposals) > before:
                proposals.admit(before, view.policy.core, stage)
        return proposals

    def _bits(self, asked: _Asked) -> int | None:
        """Return the bits of the prefilters of which one must open for a token of a text, or a repairer has nothing to
        propose for it; None if that cannot be told from the tokens.
        """
        bits = [self.plan.bits_of(spec) for spec in asked.specs]
        if asked.of_texts is not None or asked.of_words is not None:
            triggers = asked.prefilters
            bits.append(self.plan.marks.token_bits(triggers) if triggers else None)
        known = [one for one in bits if one is not None]
        return None if asked.error or len(known) < len(bits) else functools.reduce(operator.or_, known, 0)

    def _ask(self, asked: _Asked, view: View, proposals: ProposalList, failures: list[Failure]) -> None:
        """Add the proposals of one repairer; none if it fails."""
        if asked.error:
            failures.append(Failure(asked.name, -1, asked.error))
            return
        before, position = len(proposals), -1
        most = _MOST_PROPOSALS + _MOST_PROPOSALS_PER_CHARACTER * len(view.text)
        try:
            if asked.from_damage and view.statistics.damage < asked.from_damage:
                return
            self.plan.gather(asked.specs, view, proposals)
            coded: list[Proposal] = []
            for number, proposal in enumerate(self._coded(asked, view)):
                _check(proposal, view, number, most)
                coded.append(proposal)
                position = proposal.end
            if coded:
                proposals.add(coded)
        except PackError:
            raise  # the pack is damaged: the repairer is not to blame, and every text would fail
        except (Exception, SystemExit) as error:  # sys.exit() in a plugin must not end the run
            proposals.truncate(before)
            failures.append(Failure(asked.name, position, described_exception(error)))

    def _coded(self, asked: _Asked, view: View) -> Iterator[Proposal]:
        """Yield the proposals of the code of a repairer: those of ``propose``, and one for each candidate."""
        if asked.of_texts is not None and _may_concern(asked.triggers, view):
            yield from asked.of_texts.propose(view)
        if asked.of_words is not None and _may_concern(asked.triggers, view):
            candidates = self.plan.word_memory(asked.of_words, _bounded_candidates(asked.of_words, view.pack))
            for word, start, end in view.unknown_words:
                for reading, cost, reason in candidates[word]:
                    yield Proposal(start, end, reading, reason, cost)


def _bounded_candidates(repairer: WordRepairer, pack: Pack) -> Callable[[str], tuple[Candidate, ...]]:
    """Return a function that asks a repairer for the candidates of a word, and raises if there are too many."""

    def candidates(word: str) -> tuple[Candidate, ...]:
        return tuple(_bounded(repairer.candidates(word, pack), word))

    return candidates


def _bounded(candidates: Iterable[Candidate], word: str) -> Iterator[Candidate]:
    given = iter(candidates)
    yield from islice(given, _MOST_CANDIDATES)
    if next(given, None) is not None:
        raise ValueError(f"it has more than {_MOST_CANDIDATES:,} candidates for ‘{word[:40]}’")


def _check(proposal: Proposal, view: View, number: int, most: int) -> None:
    """Check a proposal.

    Raises:
        TypeError: a part of it has the wrong type.
        ValueError: a part of it is out of range, or the repairer proposes too much.
    """
    start, end, replacement, reason, cost, support = proposal
    if type(start) is not int or type(end) is not int:
        raise TypeError(f"the offsets {start!r}:{end!r} are not two whole numbers")
    if not 0 <= start <= end <= len(view.text):
        raise ValueError(f"{start}:{end} lies outside the text")
    if not isinstance(replacement, str) or not isinstance(reason, str):
        raise TypeError(f"the replacement and the reason at {start}:{end} are not two strings")
    if not (math.isfinite(cost) and abs(cost) <= _LARGEST_COST and 0.0 <= support <= 1.0):
        raise ValueError(f"the cost {cost!r} or the support {support!r} at {start}:{end} is out of range")
    if number >= most:
        raise ValueError(f"it proposes more than {most:,} changes of one text")


def _may_concern(triggers: Triggers, view: View) -> bool:
    """Return whether the triggers of a repairer find something in a text."""
    if triggers is None:
        return True
    if isinstance(triggers, Prefilter):
        return view.opens(triggers)
    if isinstance(triggers, tuple):
        return any(map(view.opens, triggers))
    return triggers.search(view.text) is not None
