from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from textrepair.core.pack import Language
from textrepair.core.view import View
from textrepair.repairer import Example, Proposal, Stage


@lru_cache(maxsize=8)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    spaced = re.escape("".join(language.rules.spaced)) or r"\0"
    # Two such signs in a row ("?!") stand close; a closing quotation mark may have one after it.
    stops = re.escape("".join(sign for sign in language.rules.spaced if sign.isascii()))
    opening = re.escape("".join(language.rules.opening)) or r"\0"
    return (
        # Not within an address or a time of day, nor between two signs.
        re.compile(rf"(?<=[^\s{stops}{opening}])([ \u00a0\u202f]?)([{spaced}])(?=[\s{spaced}»”\").,\u00a0]|$)"),
        re.compile(rf"([{opening}])([ \u00a0\u202f]?)(?=\S)"),
    )


@dataclass(frozen=True)
class PunctuationSpaces:
    """Sets the no-break spaces that the language puts before ; : ! ? and within its quotation marks."""

    name: ClassVar[str] = "punctuation-spaces"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    triggers: ClassVar[re.Pattern[str] | None] = re.compile(r"[;:!?«»]")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("Quoi ? Voici: «oui»; non!", "Quoi\u202f? Voici\u00a0: «\u00a0oui\u00a0»\u202f; non\u202f!"),
        Example("à 12:30 sur https://exemple.fr?a=b", "à 12:30 sur https://exemple.fr?a=b"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the space before each such sign, and after an opening one."""
        rules = view.language.rules
        before, after = _patterns(view.language)
        for match in before.finditer(view.text):
            yield Proposal(*match.span(1), rules.spaced[match[2]], f"a no-break space before ‘{match[2]}’")
        for match in after.finditer(view.text):
            yield Proposal(*match.span(2), rules.opening[match[1]], f"a no-break space after ‘{match[1]}’")
