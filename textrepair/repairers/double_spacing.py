from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import ANY_ZONE, Proposal, Stage, View, ZoneKind
from textrepair.repairer import Example


@dataclass(frozen=True)
class DoubleSpacing:
    """Removes the empty line that follows nearly every line.

    Extractors turn the wide line spacing of a PDF into an empty line after each line. Where a document has one
    throughout, this repairer removes every other empty line of each gap, so that paragraphs stay apart. It is off by
    default because it changes line numbers.

    Args:
        share: 0–1, the share of lines that an empty line must follow.
        within: 0–1, the share of lines that must begin in lower case.
    """

    share: float = 0.8
    within: float = 0.25

    name: ClassVar[str] = "double-spacing"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE - {ZoneKind.CODE, ZoneKind.MARKUP, ZoneKind.DATA}
    triggers: ClassVar[re.Pattern[str] | None] = re.compile(r"\n[ \t]*\n")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("un \n\ndeux \n\ntrois \n\n \n\nquatre \n\ncinq", "un \ndeux \ntrois \n \nquatre \ncinq"),
        Example("Un.\n\nDeux.\n\nTrois.\n\nQuatre.\n\nCinq.", "Un.\n\nDeux.\n\nTrois.\n\nQuatre.\n\nCinq."),
        Example("un\ndeux\n\ntrois\nquatre", "un\ndeux\n\ntrois\nquatre"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to delete every other line of each run of empty ones."""
        text = view.text
        blank = [not text[low:high].strip() for low, high in view.lines]
        followed = [blank[k + 1] for k in range(len(blank) - 1) if not blank[k]]
        if len(followed) < 4 or sum(followed) < self.share * len(followed):
            return
        # An empty line follows each paragraph as well, but a paragraph does not begin in the middle of a sentence.
        starts = [
            text[low:high].lstrip()[:1] for (low, high), empty in zip(view.lines, blank, strict=True) if not empty
        ]
        if sum(start.islower() for start in starts) < self.within * len(starts):
            return
        run = 0
        for (low, high), empty in zip(view.lines, blank, strict=True):
            run = run + 1 if empty else 0
            if run % 2 and high < len(text):
                yield Proposal(low, high + 1, "", "every line is followed by an empty one")
