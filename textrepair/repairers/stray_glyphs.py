from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import Confusions, Pack, Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

_PIECES = re.compile(r"(?:[^\W\d_]|['’])*")
_LONGEST = 40


def _lone_sign(pack: Pack, before: str, after: str) -> str:
    """Return a pattern for a lone sign that may be the first letter of the next word, with what stands beside it."""
    signs = re.escape("".join(pack.rules.letter_glyphs))
    return f"{before}[{signs}] {after}" if signs else "(?!)"


def _apart_pattern(pack: Pack) -> str:
    return _lone_sign(pack, " ", "")


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
        apart = _lone_sign(pack, r"(?<!\S)", r"(?=([^\W\d_]+))")
        return cls(re.compile(apart), re.compile(_behind_pattern(pack)))


def _completed(read: tuple[str, str], pack: Pack) -> str:
    """Return the word that a sign and the letters after it stand for; empty if there is none."""
    sign, rest = read
    word = pack.rules.letter_glyphs[sign] + rest
    return word if rest.islower() and pack.knows(word) else ""


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
        completed = view.memory(_completed)
        for match in view.matches(patterns.apart, _APART):
            sign, rest = match.group()[0], match[1]
            word = completed[sign, rest]
            if word:
                end = match.end() + len(rest)
                yield Proposal(match.start(), end, word, f"‘{sign}’ read for {word[: -len(rest)]}", price)

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
