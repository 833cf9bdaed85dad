from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import Confusions, Pack, Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

_PIECES = re.compile(r"(?:[^\W\d_]|['’])*")
_LONGEST = 40


def _apart_pattern(pack: Pack) -> str:
    """Return a pattern for a lone sign that may be the first letter of the next word."""
    return f" [{re.escape(''.join(pack.rules.letter_glyphs))}] " if pack.rules.letter_glyphs else "(?!)"


def _behind_pattern(pack: Pack) -> str:
    """Return a pattern for a letter within a word with an apostrophe after it that may be its diacritic."""
    letters = pack.rules.detached_diacritics
    return rf"[{''.join(letters)}]['’](?=[^\W\d_])" if letters else "(?!)"


class _Patterns(NamedTuple):
    """The patterns that are searched in a text."""

    apart: re.Pattern[str]
    behind: re.Pattern[str]

    @classmethod
    def of(cls, pack: Pack) -> _Patterns:
        return cls(re.compile(rf"(?<!\S){_apart_pattern(pack)[1:]}(?=[^\W\d_])"), re.compile(_behind_pattern(pack)))


_APART = Prefilter(_apart_pattern, in_letters=False)
_BEHIND = Prefilter(_behind_pattern, unknown=True, in_letters=False)


@dataclass(frozen=True)
class StrayGlyphs:
    """Replaces signs that were read for a letter of a word (|es, €lle, ao(t) or for its accent (ve'hicule).

    Args:
        changes: how many signs one word may hold.
    """

    changes: int = 2

    name: ClassVar[str] = "stray-glyphs"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[tuple[Prefilter, ...]] = (_APART, _BEHIND)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("que la |égitimité de |es résolutions", "que la légitimité de les résolutions"),
        Example("adoptée le 28 ao(t 2008", "adoptée le 28 août 2008"),
        Example("dans |le cadre des traités", "dans le cadre des traités"),
        Example("les ve'hicules de la socie'té", "les véhicules de la société"),
        Example("le prix de 12 € et le(s) cas | autre", "le prix de 12 € et le(s) cas | autre"),
    )

    def spec(self) -> Confusions:
        """Declare what it looks for."""
        return Confusions(read="signs", words="signs", changes=self.changes)

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose a letter for a sign apart from its word, and for a letter with its diacritic after it."""
        patterns = view.prepared(_Patterns.of)
        if view.opens(_BEHIND):
            yield from self._detached(view, patterns.behind)
        price = view.pack.prices["first-letter-apart"]
        for match in view.matches(patterns.apart, _APART):
            sign, end = match.group()[0], match.end()
            while end < len(view.text) and view.text[end].isalpha():
                end += 1
            rest, letter = view.text[match.end() : end], view.pack.rules.letter_glyphs[sign]
            if rest.islower() and view.pack.knows(letter + rest):
                yield Proposal(match.start(), end, letter + rest, f"‘{sign}’ read for {letter}", price)

    def _detached(self, view: View, pattern: re.Pattern[str]) -> Iterator[Proposal]:
        """Propose letters with diacritics for the letters of a word that have an apostrophe after them."""
        text, beyond, letters = view.text, 0, view.pack.rules.detached_diacritics
        price = view.pack.prices["diacritic-detached"]
        for match in view.matches(pattern, _BEHIND):
            start = match.start()
            if start < beyond:
                continue
            while start > max(beyond, match.start() - _LONGEST) and text[start - 1].isalpha():
                start -= 1
            pieces = _PIECES.match(text, match.end(), match.end() + _LONGEST)
            beyond = pieces.end() if pieces else match.end()
            stands = text[start:beyond]
            if view.pack.knows(stands):
                continue  # nearly all: l'eau
            word, marks = pattern.subn(lambda found: letters[found.group()[0]], stands)
            if view.pack.knows(word):
                reason = f"the accent of ‘{letters[match.group()[0]]}’ read as an apostrophe"
                yield Proposal(start, beyond, word, reason, price * marks)
