"""What a repairer is: the two protocols, and the small data that they pass.

A repairer is one class in one file. It only *proposes*; the chain sorts, arbitrates, applies and checks,
so no repairer can break a promise of the whole. Two shapes, no base class:

* :class:`Repairer` has ``propose(view)``: for anything that needs position or context;
* :class:`WordRepairer` has ``candidates(word, language)``: for anything that sees one word only, and so is
  asked once for each distinct word of a whole archive.

See ``docs/how-to/write-a-repairer.md`` for one written from start to end.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, runtime_checkable

from textrepair.alternatives import Alternative

if TYPE_CHECKING:
    from textrepair.core.pack import Language
    from textrepair.core.prefilter import Gate
    from textrepair.core.view import View

__all__ = ["AnyRepairer", "Candidate", "Example", "Proposal", "Repairer", "Stage", "WordRepairer"]


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
            acceptor may be surer, not less. 0: nothing besides what any change has.
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


class Example(NamedTuple):
    """A text before and after one repairer; equal where the repairer must leave it alone.

    Attributes:
        before: the text given.
        after: the text expected.
        language: code of the language pack that it is repaired with.
        padding: text put before it, on lines of its own, for repairers that go by the whole document.
        alternatives: what else words of the text may be, as the engine that read them says.
    """

    before: str
    after: str
    language: str = "fr"
    padding: str = ""
    alternatives: tuple[Alternative, ...] = ()


class _Described(Protocol):
    """What every repairer says about itself; its docstring is its documentation page.

    Attributes:
        name: lower case, words joined by hyphens; unique among the repairers installed.
        stage: where in the chain it runs.
        default: whether it runs without being named.
        triggers: a cheap pattern, or a :class:`textrepair.core.prefilter.Gate`, which is cheaper; the repairer is not asked
            about a text in which it finds nothing. None: always asked.
        examples: at least one text repaired and one left alone.
    """

    name: ClassVar[str]
    stage: ClassVar[Stage]
    default: ClassVar[bool]
    triggers: ClassVar[re.Pattern[str] | Gate | None]
    examples: ClassVar[tuple[Example, ...]]


@runtime_checkable
class Repairer(_Described, Protocol):
    """A repairer that looks at the text."""

    def propose(self, view: View) -> Iterable[Proposal]:
        """Yield changes to the view's text, in any order; they may overlap each other."""
        ...


@runtime_checkable
class WordRepairer(_Described, Protocol):
    """A repairer that looks at one word; its stage is WORDS.

    The answer may depend on nothing but the word, the language and the repairer's own options: it is
    remembered. A class may say that it is not asked in sound documents: ``from_damage`` is the share (0–1) of words
    that are unknown, names aside, from which on it is.
    """

    def candidates(self, word: str, language: Language) -> Iterable[Candidate]:
        """Yield other readings of a word that the lexicon does not know.

        Args:
            word: as it stands, without the punctuation round it; an elided one ends in its apostrophe.
            language: the language pack in use.
        """
        ...


AnyRepairer = Repairer | WordRepairer
