"""The protocols of a repairer, and the data that repairers return.

A repairer is one class in one file. It only *proposes*. The chain sorts, decides, applies and checks, so no repairer
can break a promise of the chain. There are three shapes and no base class; a repairer may have more than one shape:

* :class:`DeclaredRepairer` has ``spec()``: it returns plain data that says what to look for, and the core runs it.
* :class:`Repairer` has ``propose(view)``: for changes that depend on the place or the context.
* :class:`WordRepairer` has ``candidates(word, language)``: for changes that depend on one word only. It is asked once
  for each distinct word.

``docs/how-to/write-a-repairer.md`` shows how to write one.
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
"""What must find something in a text before a repairer is asked about it; see :class:`Repairer`."""


class Example(NamedTuple):
    """A text before and after one repairer; both are equal if the repairer must leave the text alone.

    Attributes:
        before: the text given.
        after: the text expected.
        language: the code of the language pack.
        padding: lines put before the text, for repairers that depend on the statistics of the document.
        alternatives: the alternatives that the OCR engine gave for words of the text.
    """

    before: str
    after: str
    language: str = "fr"
    padding: str = ""
    alternatives: tuple[Alternative, ...] = ()


class _Described(Protocol):
    """What every repairer says about itself; its docstring is its documentation page.

    A class may have ``from_damage``, 0–1: it is then asked only about documents in which at least this share of the
    words is unknown, words with a capital aside. A class may have ``zones``, the kinds of zones that it may touch:
    :class:`textrepair.core.ZoneKind`. Without it, it may touch prose only.

    Attributes:
        name: words in lower case joined by hyphens; unique among the installed repairers.
        stage: the stage of the chain in which it runs.
        default: whether it runs without being named.
        examples: at least one text that is repaired and one that is left alone.
    """

    name: ClassVar[str]
    stage: ClassVar[Stage]
    default: ClassVar[bool]
    examples: ClassVar[tuple[Example, ...]]


@runtime_checkable
class DeclaredRepairer(_Described, Protocol):
    """A repairer that declares what it looks for."""

    def spec(self) -> Spec | tuple[Spec, ...]:
        """Return its declarations, which may depend on nothing but its own options."""
        ...


@runtime_checkable
class Repairer(_Described, Protocol):
    """A repairer that looks at the text.

    A class may have ``triggers``: a regular expression, or one :class:`textrepair.core.Prefilter` or several, which are
    cheaper. It is not asked about a text in which its triggers find nothing.
    """

    def propose(self, view: View) -> Iterable[Proposal]:
        """Yield proposals for the view's text, in any order; they may overlap each other."""
        ...


@runtime_checkable
class WordRepairer(_Described, Protocol):
    """A repairer that looks at one word; its stage is WORDS.

    Its candidates may depend on nothing but the word, the language and its own options, since they are remembered.
    """

    def candidates(self, word: str, language: Pack) -> Iterable[Candidate]:
        """Yield candidates for a word that the lexicon does not know.

        Args:
            word: the word without the punctuation around it; an elided word ends in its apostrophe.
            language: the language pack.
        """
        ...


AnyRepairer = DeclaredRepairer | Repairer | WordRepairer
