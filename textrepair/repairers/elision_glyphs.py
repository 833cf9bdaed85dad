from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import END, Pack, Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

# A sign that was read for the elided word this many times in one document is a systematic error of the engine.
_SYSTEMATIC = 3
# A lone letter is a speck if the words beside it cost this many nats less without it. The second limit holds where
# the same letter has surely lost its apostrophe _SURELY times in the document.
_SPECK, _SPECK_HERE = 6.0, 9.0
_SURELY = 2
_NEAR = 40


class _Patterns(NamedTuple):
    """The patterns. Each starts with a literal or a class: a search for one that starts by looking back is slower."""

    misread: re.Pattern[str]
    doubled: re.Pattern[str]
    bare: re.Pattern[str]
    prefix: re.Pattern[str]


def _any_of(strings: Iterable[str]) -> str:
    """Return a pattern of any of some strings, the longest first."""
    return "|".join(map(re.escape, sorted(strings, key=lambda string: (-len(string), string)))) or "(?!)"


def _patterns(pack: Pack) -> _Patterns:
    rules = pack.rules
    return _Patterns(
        re.compile(rf"({_any_of(rules.elision_glyphs)})([’'\"]) ?(?=[^\W\d_])"),
        # ’" is left out: it is an elision before a quotation.
        re.compile(r"([’'\"]['’]|\") ?(?=[^\W\d_])"),
        re.compile(rf"[\s(«“](?P<letter>{_any_of(rules.elision_bare)}) (?=(?P<next>[^\W\d_])[^\W\d_])"),
        re.compile(rf"(?<![\w’'])(?i:{_any_of(rules.elision_prefixes)})\Z"),
    )


# What follows a token is unknown here and counts as letters: the last space stands for the one after the token.
_MISREAD = Prefilter(lambda pack: rf"(?:{_any_of(pack.rules.elision_glyphs)})[’'\"](?: $|[^\W\d_])", in_letters=False)
_DOUBLED = Prefilter(r"(?:[’'\"]['’]|\")(?: $|[^\W\d_])", in_letters=False)
_BARE = Prefilter(lambda pack: rf"[ («“](?:{_any_of(pack.rules.elision_bare)}) $")


@dataclass(frozen=True)
class ElisionGlyphs:
    """Restores l’ where its letter or its apostrophe was misread (|’ I’ 1’ I"), doubled or lost.

    The next word must begin with a letter that may follow an elision. The language model weighs the price of the
    sign against the words on both sides. A sign that stands before such words several times in a document is a
    systematic error, and costs less. A lone letter stays where the words beside it fit better without it, or where
    it often stands before consonants: it is a speck then, or another misread sign.
    """

    name: ClassVar[str] = "elision-glyphs"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[tuple[Prefilter, ...]] = (_MISREAD, _DOUBLED, _BARE)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("les droits de |’homme et de I’ Organisation", "les droits de l’homme et de l’Organisation"),
        Example('Nous avons I"honneur de vous', "Nous avons l’honneur de vous"),
        Example("la création d’'un système", "la création d’un système"),
        Example("ils devraient s attacher davantage", "ils devraient s’attacher davantage"),
        Example("pendant 5 s environ", "pendant 5 s environ"),
        Example("la fin du tome I, « l’homme »", "la fin du tome I, « l’homme »"),
        Example("le point t est à gauche, et des n augmentations", "le point t est à gauche, et des n augmentations"),
        Example('Soumis à l\'"autorisation de transit"', 'Soumis à l\'"autorisation de transit"'),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose l’ for each sign before an apostrophe, and one apostrophe where there are two or none."""
        yield from self._misread(view)
        yield from self._doubled(view)
        yield from self._bare(view)

    def _misread(self, view: View) -> Iterator[Proposal]:
        text, pack = view.text, view.pack
        found = [
            match
            for match in view.matches(view.prepared(_patterns).misread, _MISREAD)
            if pack.may_follow_elision(text[match.end()]) and not _in_word(text, match.start(), "|")
        ]
        seen, word = Counter(match[1] for match in found), pack.rules.elision_word
        for match in found:
            cost = pack.rules.elision_glyphs[match[1]]
            if seen[match[1]] >= _SYSTEMATIC:
                cost = min(cost, math.log(1 + 1 / seen[match[1]]))
            apostrophe = view.policy.apostrophe if match[2] == '"' else match[2]
            yield Proposal(*match.span(), word + apostrophe, f"‘{match[1]}{match[2]}’ read for {word}’", cost)

    def _doubled(self, view: View) -> Iterator[Proposal]:
        text, pack = view.text, view.pack
        patterns, price = view.prepared(_patterns), pack.prices["apostrophe-doubled"]
        for match in view.matches(patterns.doubled, _DOUBLED):
            if pack.may_follow_elision(text[match.end()]) and patterns.prefix.search(
                text, max(0, match.start() - _NEAR), match.start()
            ):
                yield Proposal(*match.span(), view.policy.apostrophe, "one apostrophe is enough", price)

    def _bare(self, view: View) -> Iterator[Proposal]:
        text, pack = view.text, view.pack
        alone = list(view.matches(view.prepared(_patterns).bare, _BARE))
        elided = [match for match in alone if pack.may_follow_elision(match["next"])]
        # A letter before a consonant is no elision. One that stands there as often as before vowels is none at all.
        balance = Counter(match["letter"] for match in elided)
        balance.subtract(match["letter"] for match in alone if not pack.may_follow_elision(match["next"]))
        price = pack.prices["apostrophe-read-as-space"]
        doubts = {match: self._doubt(view, match) for match in elided}
        sure = Counter(match["letter"] for match, doubt in doubts.items() if doubt < _SPECK)
        for match, doubt in doubts.items():
            letter = match["letter"]
            limit = _SPECK_HERE if sure[letter] >= _SURELY else _SPECK
            number = text[max(0, match.start() - 3) : match.start()].rstrip()[-1:].isdigit()
            if doubt < limit and balance[letter] >= 0 and not number:
                span = match.end("letter"), match.end()
                yield Proposal(*span, view.policy.apostrophe, f"‘{letter}’ lost its apostrophe", price)

    def _doubt(self, view: View, match: re.Match[str]) -> float:
        """Return by how many nats the words on both sides of a letter cost less without it."""
        text, pack = view.text, view.pack
        left = pack.tokenise(text[max(0, match.start() - _NEAR) : match.start("letter")])
        before = left[-1] if left else END
        after = pack.tokenise(text[match.end() : match.end() + _NEAR])[0]
        elided = match["letter"] + "'"
        return pack.pair_cost(before, elided) + pack.pair_cost(elided, after) - pack.pair_cost(before, after)


def _in_word(text: str, start: int, signs: str) -> bool:
    """Return whether a letter, a digit, an apostrophe or one of the signs stands before an offset."""
    before = text[start - 1] if start else " "
    return before.isalnum() or before in "’'_" or before in signs
