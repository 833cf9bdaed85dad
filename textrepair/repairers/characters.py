from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core.prefilter import Gate
from textrepair.core.view import View
from textrepair.repairer import Example, Proposal, Stage

# Latin ligatures of the compatibility block; ﬅ is long s + t.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Symbol fonts come out of PDF as U+F000 + their code; of these only bullets are told for sure.
_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf06e", "•")
_FOUND = re.compile(
    f"[{''.join(_LIGATURES)}]"
    f"|[{''.join(_BULLETS)}]"
    "|\u00ad(?![ \\t]*\\n)"
    "|[^\\W\\d_][\u0300-\u036f]+"
    "|[\\x00-\\x08\\x0b\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\ufeff\ufffe\uffff]"
)

_GATE = Gate(
    f"[{''.join(_LIGATURES)}{''.join(_BULLETS)}\u00ad\u0300-\u036f"
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\ufeff\ufffe\uffff]",
    blank="\x0b",
)


@dataclass(frozen=True)
class Characters:
    """Opens ligatures, composes accents, and drops control characters and soft hyphens.

    PDF fonts encode ``ﬁ`` as one character, which no search finds; extractors leave control characters
    between words, and soft hyphens where a line once ended; some producers write ``é`` as ``e`` and a
    combining accent. Tabs, line ends and form feeds stay, as do characters of private use that may mean
    something to a font.
    """

    name: ClassVar[str] = "characters"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    triggers: ClassVar[Gate | None] = _GATE
    examples: ClassVar[tuple[Example, ...]] = (
        Example("un conﬂit à l’eﬃcacité déﬁnie", "un conflit à l’efficacité définie"),
        Example("l’informa\u00adtion", "l’information"),
        Example("l’e\u0301tat", "l’état"),
        Example("un\x07 mot", "un mot"),
        Example("un\ttableau\x0cet \ue000 un signe", "un\ttableau\x0cet \ue000 un signe"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose what each such character stands for."""
        for match in _FOUND.finditer(view.text):
            found = match.group()
            if found in _LIGATURES:
                yield Proposal(*match.span(), _LIGATURES[found], f"‘{found}’ is one character for several letters")
            elif found in _BULLETS:
                yield Proposal(*match.span(), "•", "a bullet of a symbol font")
            elif len(found) > 1:
                composed = unicodedata.normalize("NFC", found)
                yield Proposal(*match.span(), composed, "a letter and its accent are one character")
            elif found == "\u00ad":
                yield Proposal(*match.span(), "", "a soft hyphen within a line")
            else:
                yield Proposal(*match.span(), "", f"U+{ord(found):04X} is a control character")
