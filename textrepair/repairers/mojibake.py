from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rapidfuzz.distance import Levenshtein

from textrepair.core import ANY_ZONE, Pack, Prefilter, Proposal, Stage, View, ZoneKind
from textrepair.fork_lock import FORK_LOCK
from textrepair.repairer import Example

# UTF-8 read as Latin-1 or Windows-1252: a lead byte and what a continuation byte becomes there.
_MISDECODED = re.compile("[ÂÃÅâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Ã ")
# A line, or a piece of a very long line that ends with a token.
_LINE = re.compile(r"[^\n]{1,4000}(?!\S)|[^\n]{1,4000}")
_SIGNS = frozenset("’‘“”«»…–—•€°œŒ\u00a0\u202f ")


@dataclass(frozen=True)
class Mojibake:
    """Decodes again what was decoded in the wrong encoding ("Ã©" for "é").

    ftfy decodes the lines that show the pattern of such text; its changes to quotes, ligatures, width and line breaks
    are off. A decoded line is proposed only if its new characters are letters and signs of the language and it holds
    fewer unknown words than before: on French OCR ftfy alone turns ``dit-il»état`` into ``dit-ilȎtat``.
    """

    name: ClassVar[str] = "mojibake"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE
    triggers: ClassVar[Prefilter | None] = Prefilter(f"{_MISDECODED.pattern}|[ÂÃÅâ] ")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la sociÃ©tÃ© et lâ€™Ã‰tat", "la société et l’État"),
        Example("dit-il»état, CITÉ§2", "dit-il»état, CITÉ§2"),
        Example("séance Â la salle", "séance Â la salle"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the characters in which a decoded line differs from the line that stands."""
        if not _MISDECODED.search(view.text):
            return
        fix_encoding = view.prepared(_ftfy)
        known = view.pack.rules.letters | _SIGNS
        for match in _LINE.finditer(view.text):
            start, line = match.start(), match.group()
            if not _MISDECODED.search(line):
                continue
            decoded = fix_encoding(line)
            if set(decoded).difference(line, known) or _unknown(view, decoded) >= _unknown(view, line):
                continue
            for low, high, replacement in _differences(line, decoded):
                # ftfy turns a lone "Â" before a space into a space. That would lose a letter, so it is not proposed.
                if replacement.strip() or not line[low:high].strip():
                    yield Proposal(start + low, start + high, replacement, "UTF-8 read in another encoding")


def _ftfy(_: Pack) -> Callable[[str], str]:
    """Return the decoder of ftfy. Its import takes 60 ms, and few texts need it."""
    with FORK_LOCK:
        from ftfy import fix_encoding

        fix_encoding("Ã©lÃ¨ve")  # the first call imports codecs
    return fix_encoding


def _differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of the first line in which two lines differ, with what the second line has there."""
    pending: tuple[int, int, int, int] | None = None
    for block in Levenshtein.opcodes(before, after):
        low, high, new_low, new_high = block.src_start, block.src_end, block.dest_start, block.dest_end
        if block.tag == "equal":
            if pending:
                yield pending[0], pending[1], after[pending[2] : pending[3]]
            pending = None
        else:
            pending = (pending[0], high, pending[2], new_high) if pending else (low, high, new_low, new_high)
    if pending:
        yield pending[0], pending[1], after[pending[2] : pending[3]]


def _unknown(view: View, line: str) -> int:
    return sum(len(view.pack.unknown_parts(token)) for token in line.split()) + len(_MISDECODED.findall(line))
