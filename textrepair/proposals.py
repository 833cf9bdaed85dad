"""Asking repairers for their proposals, and containing whatever a repairer does.

A repairer is often a plugin. It may raise, propose what is no proposal, or propose without end. Then its proposals for
that text are dropped and a :class:`textrepair.document.Failure` says so; all other repairers go on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from textrepair.core.decide import Sourced
from textrepair.core.guard import objection
from textrepair.core.prefilter import Gate
from textrepair.core.view import View
from textrepair.document import Failure
from textrepair.errors import PackError, described_exception
from textrepair.repairer import AnyRepairer, Candidate, Proposal, Repairer, Stage, WordRepairer

__all__ = ["Proposers"]

# So many words are remembered with their candidates.
_REMEMBERED = 20_000
# No built-in repairer comes near these; a generator that never ends would fill the memory.
_MOST_CANDIDATES = 10_000
_MOST_PROPOSALS_PER_CHARACTER, _MOST_PROPOSALS = 1_000, 100_000
# A cost beyond these is a mistake: no text is e^1000 times likelier than another.
_LARGEST_COST = 1_000.0


class Proposers:
    """The repairers of a chain, as they are asked for proposals.

    Args:
        repairers: in the order of the chain.
    """

    def __init__(self, repairers: Sequence[AnyRepairer]) -> None:
        self._repairers = repairers
        # isinstance looks a protocol up method by method, and repairers are compared field by field.
        self._of_texts = {id(repairer): repairer for repairer in repairers if isinstance(repairer, Repairer)}
        self._of_words = {id(repairer): repairer for repairer in repairers if isinstance(repairer, WordRepairer)}
        self._candidates: dict[tuple[str, str], tuple[Candidate, ...]] = {}

    def proposals(self, stage: Stage, view: View, failures: list[Failure]) -> list[Sourced]:
        """Return the proposals of one stage to which the guard has no objection.

        Args:
            stage: which repairers are asked.
            view: the text.
            failures: receives what went wrong.

        Raises:
            PackError: the language pack is damaged, or cannot be read.
        """
        found: list[Sourced] = []
        for repairer in self._repairers:
            if repairer.stage is stage:
                found += self._ask(repairer, view, failures)
        return [sourced for sourced in found if not objection(view, sourced.proposal, stage)]

    def _ask(self, repairer: AnyRepairer, view: View, failures: list[Failure]) -> list[Sourced]:
        """Return what one repairer proposes; nothing if it fails."""
        found: list[Sourced] = []
        most = _MOST_PROPOSALS + _MOST_PROPOSALS_PER_CHARACTER * len(view.text)
        try:
            if not _may_concern(repairer, view):
                return []
            for number, proposal in enumerate(self._proposed(repairer, view)):
                _check(proposal, view, number, most)
                if view.text[proposal.start : proposal.end] != proposal.replacement:
                    found.append(Sourced(repairer.name, proposal))
        except PackError:
            raise  # the fault is not the repairer's, and every text would meet it
        except (Exception, SystemExit) as error:  # sys.exit() in a plugin must not end the run
            position = found[-1].proposal.end if found else -1
            failures.append(Failure(repairer.name, position, described_exception(error)))
            return []
        return found

    def _proposed(self, repairer: AnyRepairer, view: View) -> Iterator[Proposal]:
        """Yield what a repairer proposes, and each of its candidates wherever their word stands."""
        of_text, of_word = self._of_texts.get(id(repairer)), self._of_words.get(id(repairer))
        if of_text is not None:
            yield from of_text.propose(view)
        if of_word is None or view.profile.damage < getattr(repairer, "from_damage", 0.0):
            return
        for suspect in view.suspects:
            for word, cost, reason in self._candidates_for(of_word, suspect.text, view):
                yield Proposal(suspect.start, suspect.end, word, reason, cost)

    def _candidates_for(self, repairer: WordRepairer, word: str, view: View) -> tuple[Candidate, ...]:
        key = (repairer.name, word)
        candidates = self._candidates.get(key)
        if candidates is None:
            if len(self._candidates) >= _REMEMBERED:
                self._candidates.clear()
            candidates = tuple(_bounded(repairer.candidates(word, view.language), word))
            self._candidates[key] = candidates
        return candidates


def _bounded(candidates: Iterable[Candidate], word: str) -> Iterator[Candidate]:
    given = iter(candidates)
    yield from islice(given, _MOST_CANDIDATES)
    if next(given, None) is not None:
        raise ValueError(f"it has more than {_MOST_CANDIDATES:,} candidates for ‘{word[:40]}’")


def _check(proposal: Proposal, view: View, number: int, most: int) -> None:
    """Make sure that a proposal is one.

    Raises:
        TypeError: a part of it is of the wrong type.
        ValueError: a part of it is out of range, or it is one too many.
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


def _may_concern(repairer: AnyRepairer, view: View) -> bool:
    """Whether what triggers a repairer stands in a text."""
    triggers = repairer.triggers
    if triggers is None:
        return True
    return view.opens(triggers) if isinstance(triggers, Gate) else triggers.search(view.text) is not None
