from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from textrepair.document import View
from textrepair.language import Language
from textrepair.repairer import Example, Proposal, Stage

# A sign so often read for the l of l’ in one document is read so throughout.
_SYSTEMATIC = 3
_BARE = 2.0
_DOUBLED = 1.0


@lru_cache(maxsize=8)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = language.rules
    glyphs = "|".join(re.escape(glyph) for glyph in sorted(rules.elision_glyphs, key=len, reverse=True))
    prefixes = "|".join(sorted(rules.elision_prefixes, key=len, reverse=True))
    bare = "|".join(sorted(rules.elision_bare, key=len, reverse=True))
    return (
        re.compile(rf"(?<![\w’'|])({glyphs})([’'\"]) ?(?=[^\W\d_])"),
        re.compile(rf"(?<![\w’'])((?i:{prefixes}))([’'\"]['’\"]|\") ?(?=[^\W\d_])"),
        re.compile(rf"(?<![\w’'.\-])({bare}) (?=[^\W\d_]{{2}})"),
    )


@dataclass(frozen=True)
class ElisionGlyphs:
    """Restores l’ where its letter or its apostrophe was misread (|’ I’ 1’ I"), doubled or lost.

    The word that follows must begin as one must after an elision. What the sign costs is weighed against
    the words on both sides; a sign that stands before a vowel again and again is taken as systematic.
    """

    name: ClassVar[str] = "elision-glyphs"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("les droits de |’homme et de I’ Organisation", "les droits de l’homme et de l’Organisation"),
        Example('Nous avons I"honneur de vous', "Nous avons l’honneur de vous"),
        Example("la création d’'un système", "la création d’un système"),
        Example("ils devraient s attacher davantage", "ils devraient s’attacher davantage"),
        Example("pendant 5 s environ", "pendant 5 s environ"),
        Example("la fin du tome I, « l’homme »", "la fin du tome I, « l’homme »"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose l’ for each sign before an apostrophe, and an apostrophe where one is missing."""
        text, language = view.text, view.language
        misread, doubled, bare = _patterns(language)
        found = [match for match in misread.finditer(text) if language.may_follow_elision(text[match.end()])]
        seen: dict[str, int] = {}
        for match in found:
            seen[match[1]] = seen.get(match[1], 0) + 1
        for match in found:
            cost = language.rules.elision_glyphs[match[1]]
            if seen[match[1]] >= _SYSTEMATIC:
                cost = min(cost, math.log(1 + 1 / seen[match[1]]))
            apostrophe = view.profile.apostrophe if match[2] == '"' else match[2]
            yield Proposal(*match.span(), "l" + apostrophe, f"‘{match[1]}{match[2]}’ read for l’", cost)
        for match in doubled.finditer(text):
            if language.may_follow_elision(text[match.end()]):
                yield Proposal(
                    match.start(2), match.end(), view.profile.apostrophe, "one apostrophe is enough", _DOUBLED
                )
        for match in bare.finditer(text):
            if (
                language.may_follow_elision(text[match.end()])
                and not text[max(0, match.start() - 4) : match.start()].rstrip()[-1:].isdigit()
            ):
                yield Proposal(
                    match.end(1), match.end(), view.profile.apostrophe, f"‘{match[1]}’ lost its apostrophe", _BARE
                )
