from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

_DASH = re.compile(r"—(?<=[^\W\d_].)(?=[^\W\d_])")
_BEFORE = re.compile(r"[^\W\d_]+\Z")
_AFTER = re.compile(r"[^\W\d_]+")
_LONGEST = 40
# From this many known compounds with a dash on, a dash between any two known words is a hyphen.
_SEVERAL = 2


@dataclass(frozen=True)
class MisreadHyphens:
    """Restores hyphens that were read as long dashes (peut—être, dit—il).

    A dash stands between spaces. One between two letters is a misread hyphen if the two words make a known compound.
    In a document with several such compounds, a dash between any two known words is a misread hyphen.
    """

    name: ClassVar[str] = "misread-hyphens"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter | None] = Prefilter(_DASH.pattern, in_letters=False)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("peut—être celui—ci, dit—il", "peut-être celui-ci, dit-il"),
        Example("une ville—une seule — et Paris—Lyon", "une ville—une seule — et Paris—Lyon"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose a hyphen for each such dash."""
        text, pack = view.text, view.pack
        found: list[tuple[int, bool]] = []
        for match in _DASH.finditer(text):
            before = _BEFORE.search(text, max(0, match.start() - _LONGEST), match.start())
            after = _AFTER.match(text, match.end(), match.end() + _LONGEST)
            if before is None or after is None:
                continue
            left, right = before.group(), after.group()
            # The pieces of a-t-il are single letters: they count as known although the lexicon lacks them.
            known = all(len(piece) == 1 or pack.knows(piece) for piece in (left, right))
            sure = pack.entry(f"{left}-{right}".lower()) is not None
            if sure or known:
                found.append((match.start(), sure))
        several = sum(sure for _, sure in found) >= _SEVERAL
        for start, sure in found:
            if sure or several:
                yield Proposal(start, start + 1, "-", "a hyphen read as a dash")
