from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.document import View
from textrepair.repairer import Example, Proposal, Stage

_PIECE = re.compile(r"[^\W\d_]+")
# −ln of the chance that a hyphen is left where a line ended; where they are many, the document's lines are lost.
_LEFT, _LEFT_OFTEN = 3.0, 1.0
_OFTEN = 4
_SHORTEST = 4


@dataclass(frozen=True)
class InlineHyphens:
    """Joins words that keep the hyphen of a line end in the middle of a line (dan-ger, réu-nira).

    Newspapers come so when their lines were joined without regard to hyphens. One piece at least must be no
    word and both together one: "peut-être", "ci-joint" and "Organisation-Afghanistan" stay.
    """

    name: ClassVar[str] = "inline-hyphens"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = re.compile("[-‐¬]")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("hors de dan-ger, il se réu-nira", "hors de danger, il se réunira"),
        Example("les cir-constances du gouver- nement", "les circonstances du gouvernement"),
        Example("peut-être, ci-joint, Organisation-Afghanistan", "peut-être, ci-joint, Organisation-Afghanistan"),
        Example("le franco-tadjik et le Jean-Zdeb", "le franco-tadjik et le Jean-Zdeb"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the joined word for each pair of pieces round a hyphen."""
        found = dict(self._pairs(view))
        cost = _LEFT_OFTEN if len(found) >= _OFTEN else _LEFT
        for (start, end), joined in found.items():
            yield Proposal(start, end, joined, f"‘{view.text[start:end]}’ was cut at the end of a line", cost)

    def _pairs(self, view: View) -> Iterator[tuple[tuple[int, int], str]]:
        """Yield the places of unknown pieces with their neighbours, and the words that both make."""
        text = view.text
        for word, start, end in view.suspects:
            if not word.isalpha():
                continue
            before = self._before(text, start)
            after = self._after(text, end)
            for low, high in ((before, end), (start, after)):
                if low >= 0 and high >= 0:
                    joined = "".join(_PIECE.findall(text, low, high))
                    islower = joined[1:].islower()
                    if islower and len(joined) >= _SHORTEST and view.language.knows(joined):
                        yield (low, high), joined

    def _before(self, text: str, start: int) -> int:
        """Where the piece before a hyphen that stands before ``start`` begins; -1 if there is none."""
        hyphen = start - 1
        if start > 1 and text[hyphen] == " ":
            hyphen -= 1
        if hyphen < 1 or text[hyphen] not in "-‐¬":
            return -1
        low = hyphen
        while low > 0 and hyphen - low < 40 and text[low - 1].isalpha():
            low -= 1
        return low if low < hyphen and text[low - 1 : low] not in ("-", "’", "'") else -1

    def _after(self, text: str, end: int) -> int:
        """Where the piece after a hyphen that stands at ``end`` ends; -1 if there is none."""
        if text[end : end + 1] not in ("-", "‐", "¬"):
            return -1
        match = _PIECE.match(text, end + (2 if text[end + 1 : end + 2] == " " else 1))
        return match.end() if match and text[match.end() : match.end() + 1] != "-" else -1
