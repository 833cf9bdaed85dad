"""What a repairer is: three protocols, and the data that repairers pass.

A repairer is one class in one file. It only *proposes*; the chain sorts, arbitrates, applies and checks, so no repairer
can break a promise of the whole. Three shapes, no base class; a repairer may have two of them:

* :class:`DeclaredRepairer` has ``spec()``: it says what it looks for as plain data, and the core does the rest;
* :class:`Repairer` has ``propose(view)``: for anything that needs position or context;
* :class:`WordRepairer` has ``candidates(word, pack)``: for anything that sees one word only, and so is asked once for
  each distinct word of a whole archive.

See ``docs/how-to/write-a-repairer.md`` for one written from start to end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar, NamedTuple, Protocol, runtime_checkable

from textrepair.alternatives import Alternative
from textrepair.core import Candidate, Pack, Prefilter, Proposal, Spec, Stage, View

__all__ = [
    "AnyRepairer",
    "Candidate",
    "DeclaredRepairer",
    "Example",
    "Proposal",
    "Repairer",
    "Stage",
    "Triggers",
    "WordRepairer",
]

Triggers = re.Pattern[str] | Prefilter | tuple[Prefilter, ...] | None
"""What tells that a repairer has nothing to do: see :class:`Repairer`."""


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

    A class may say besides that it is not asked in sound documents: ``from_damage`` is the share (0–1) of words that
    are unknown, names aside, from which on it is.

    Attributes:
        name: lower case, words joined by hyphens; unique among the repairers installed.
        stage: where in the chain it runs.
        default: whether it runs without being named.
        examples: at least one text repaired and one left alone.
    """

    name: ClassVar[str]
    stage: ClassVar[Stage]
    default: ClassVar[bool]
    examples: ClassVar[tuple[Example, ...]]


@runtime_checkable
class DeclaredRepairer(_Described, Protocol):
    """A repairer that is a declaration."""

    def spec(self) -> Spec | tuple[Spec, ...]:
        """Return what it looks for; the same each time, by nothing but its own options."""
        ...


@runtime_checkable
class Repairer(_Described, Protocol):
    """A repairer that looks at the text.

    A class may have ``triggers``: a cheap pattern, a :class:`textrepair.core.Prefilter`, which is cheaper, or several
    of them. It is not asked about a text in which none of them finds anything.
    """

    def propose(self, view: View) -> Iterable[Proposal]:
        """Yield changes to the view's text, in any order; they may overlap each other."""
        ...


@runtime_checkable
class WordRepairer(_Described, Protocol):
    """A repairer that looks at one word; its stage is WORDS.

    The answer may depend on nothing but the word, the language and the repairer's own options: it is remembered.
    """

    def candidates(self, word: str, language: Pack) -> Iterable[Candidate]:
        """Yield other readings of a word that the lexicon does not know.

        Args:
            word: as it stands, without the punctuation round it; an elided one ends in its apostrophe.
            language: the language pack in use.
        """
        ...


AnyRepairer = DeclaredRepairer | Repairer | WordRepairer
