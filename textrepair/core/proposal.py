"""What repairers hand to the core: changes of a text, and other readings of one word."""

from __future__ import annotations

import enum
from typing import NamedTuple

__all__ = ["Candidate", "Proposal", "Proposals", "Sourced", "Stage"]


class Stage(enum.IntEnum):
    """The five stages of a chain, in the order in which they always run.

    ``WORDS`` is decided jointly over all proposals; in the others a proposal is made unless one that was found before
    it overlaps it. What ``TYPOGRAPHY`` writes is text, and is looked at again; what ``KEYS`` writes is not.
    """

    CHARACTERS = 1
    LAYOUT = 2
    WORDS = 3
    TYPOGRAPHY = 4
    KEYS = 5


class Proposal(NamedTuple):
    """A change that a repairer proposes: ``text[start:end]`` should read ``replacement``.

    Attributes:
        start, end: offsets in code points in the view's text, half open.
        replacement: what should stand there.
        reason: what a person would want to know, without the final stop.
        cost: nats, −ln of the chance that the replacement, if it was printed, is read as what stands here.
            Only the stage WORDS weighs costs.
        support: 0–1, how sure the change is by what the document itself shows, if it is the likeliest reading; the
            confidence model may be surer, not less. 0: nothing besides what any change has.
    """

    start: int
    end: int
    replacement: str
    reason: str
    cost: float = 0.0
    support: float = 0.0


class Candidate(NamedTuple):
    """Another reading of one word.

    Attributes:
        word: the word that may have been printed; it may contain spaces where words ran together.
        cost: nats, −ln of the chance that it is read as the word that stands there.
        reason: what a person would want to know, without the final stop.
    """

    word: str
    cost: float
    reason: str


class Sourced(NamedTuple):
    """A proposal and the name of the repairer that made it."""

    repairer: str
    proposal: Proposal


Proposals = list[Sourced]
"""The proposals of one stage for one text, in the order of the chain."""
