"""What repairers hand to the core: changes of a text, and candidates for one word."""

from __future__ import annotations

import enum
from typing import NamedTuple

__all__ = ["Candidate", "Proposal", "Sourced", "Stage"]


class Stage(enum.IntEnum):
    """The six stages of a chain, in the order in which they always run.

    ``ENCODING`` is first, so that no other repairer removes a character that stands for a letter. ``WORDS`` decides
    jointly about all proposals. In the other stages, of proposals that overlap, the first is made. The result of
    ``TYPOGRAPHY`` is text and goes through the stages again; that of ``KEYS`` does not.
    """

    ENCODING = 1
    CHARACTERS = 2
    LAYOUT = 3
    WORDS = 4
    TYPOGRAPHY = 5
    KEYS = 6


class Proposal(NamedTuple):
    """A change that a repairer proposes: ``text[start:end]`` should read ``replacement``.

    Attributes:
        start, end: offsets in code points in the view's text, half open.
        replacement: the text that should stand there.
        reason: why, in words for a person, without a final full stop.
        cost: nats, −ln of the probability that the replacement, if it was printed, is read as what stands here.
            Only the stage WORDS uses costs.
        support: 0–1, a lower bound of the confidence of the change if it is the likeliest reading, from evidence in
            the document that the repairer has found. 0: no such evidence.
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
        word: the word that may have been printed; it holds spaces where words ran together.
        cost: nats, −ln of the probability that it is read as the word that stands there.
        reason: why, in words for a person, without a final full stop.
    """

    word: str
    cost: float
    reason: str


class Sourced(NamedTuple):
    """A proposal and the name of the repairer that made it."""

    repairer: str
    proposal: Proposal
