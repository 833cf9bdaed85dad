from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import ANY_ZONE, Pack, Prefilter, Proposal, Stage, View, ZoneKind
from textrepair.repairer import Example

# Control characters that text does not have, and a byte order mark within it. Not among them: tabs, line ends, form
# feeds and vertical tabs, which are white space; U+0080 to U+009F, which stand for letters in three encodings; U+0002
# at a line end, which is a hyphen.
_CONTROLS = "\\x00-\\x08\\x0e-\\x1f\\x7f\ufeff\ufffe\uffff"
_CONTROL = re.compile(f"[{_CONTROLS}]+")
_GAP = re.compile("[^\\S\\x1c-\\x1f]")
# How far around a control character its string reaches, in characters.
_FARTHEST = 60
_HYPHEN = re.compile("\x02(?=[ \\t]*\\n)")
# Signs of U+2000 to U+20FF of which only the low byte was kept.
_LOW_BYTES = {"\x13": "–", "\x14": "—", "\x18": "‘", "\x19": "’", "\x1c": "“", "\x1d": "”"}
_QUOTED = re.compile("\x1c[^\x1c\x1d\n]{1,400}\x1d")
_ELIDED = re.compile("(?<![^\\W\\d_])([^\\W\\d_]{1,7})\x19([^\\W\\d_]+)")
# A control character stands for letters in a document if it does so in this share (0–1) of the strings that hold it.
_MEANT = 0.25
# These have no meaning wherever they stand.
_MEANINGLESS = frozenset("\ufeff\ufffe\uffff")
# Python takes these for white space, so that they stand in no token.
_BLANKS = "\x1c\x1d\x1e\x1f"


class _Found(NamedTuple):
    """A string with control characters.

    Attributes:
        start, end: its offsets in code points.
        edits: what makes known words of it: offsets and replacement; None if nothing does.
        telling: whether the characters stand where letters would have been missed.
    """

    start: int
    end: int
    edits: list[tuple[int, int, str]] | None
    telling: bool


@dataclass(frozen=True)
class ControlCharacters:
    """Removes control characters that stand for nothing, and restores quotation marks and dashes that became some.

    Extractors leave control characters between words. They also write them for what a font names otherwise, mostly
    ligatures ("de␀nition"), so that deleting them destroys words. One is removed if known words are left, and if it
    stands for no letters elsewhere in the document. Programs that keep one byte of two write ``’`` as U+0019.
    """

    name: ClassVar[str] = "control-characters"
    stage: ClassVar[Stage] = Stage.CHARACTERS
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE - {ZoneKind.CODE}
    triggers: ClassVar[tuple[Prefilter, ...]] = (
        Prefilter(f"[{_CONTROLS}]", in_letters=False),
        *(Prefilter(blank=blank) for blank in _BLANKS),
    )
    examples: ClassVar[tuple[Example, ...]] = (
        Example("un\x07 mot et l’his\x07toire", "un mot et l’histoire"),
        Example("un\x00mot", "un mot"),
        Example("la dé\x00nition du mot\x00", "la dé\x00nition du mot\x00"),
        Example("l\x19avenir d\x19un \x1cmot\x1d", "l’avenir d’un “mot”"),
        Example("21\x00000 francs", "21\x00000 francs"),
        Example("\ufeffLe mot\ufeff", "Le mot"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to remove or replace the control characters of which the text shows what they stand for."""
        text = view.text
        signs = _low_bytes(text, view.pack)
        for match in re.finditer(f"[{''.join(signs)}]", text) if signs else ():
            reason = f"U+{ord(match.group()):04X} is what one byte of ‘{signs[match.group()]}’ became"
            yield Proposal(match.start(), match.end(), signs[match.group()], reason)
        found = list(_found(view, frozenset(signs)))
        meant = _meaning(text, found)
        for start, _, edits, _ in found:
            for low, high, replacement in edits or ():
                control = text[start + low]
                if control not in meant:
                    reason = f"U+{ord(control):04X} is a control character"
                    yield Proposal(start + low, start + high, replacement, reason)


def _low_bytes(text: str, pack: Pack) -> dict[str, str]:
    """Return the control characters that are low bytes of signs, with these signs; empty without proof."""
    proven = _QUOTED.search(text) or any(
        pack.knows(f"{match[1]}’") and pack.may_follow_elision(match[2].lower()) for match in _ELIDED.finditer(text)
    )
    return {low: sign for low, sign in _LOW_BYTES.items() if low in text} if proven else {}


def _found(view: View, signs: frozenset[str]) -> Iterator[_Found]:
    """Yield the strings that hold control characters other than those given."""
    text, pack = view.text, view.pack
    end = 0
    for match in _CONTROL.finditer(text):
        if match.start() < end:
            continue
        start, end = _bounds(text, match.start(), match.end(), end)
        runs = [
            run.span()
            for run in _CONTROL.finditer(text, start, end)
            if signs.isdisjoint(run.group()) and not _HYPHEN.match(text, run.end() - 1)
        ]
        if runs:
            yield _of_stretch(text[start:end], start, [(low - start, high - start) for low, high in runs], text, pack)


def _bounds(text: str, start: int, end: int, low: int) -> tuple[int, int]:
    """Return the offsets of the string around a span, which does not reach before an offset."""
    before = text[max(low, start - _FARTHEST) : start]
    gap = next(_GAP.finditer(before[::-1]), None)
    start -= gap.start() if gap else len(before)
    gap = _GAP.search(text, end, end + _FARTHEST)
    return start, gap.start() if gap else min(len(text), end + _FARTHEST)


def _of_stretch(stretch: str, start: int, spans: Sequence[tuple[int, int]], text: str, pack: Pack) -> _Found:
    """Return what is found in a string, whose control characters stand at the spans."""
    end = start + len(stretch)
    runs = [stretch[low:high] for low, high in spans]
    inner = any(stretch[low - 1 : low].isalnum() and stretch[high : high + 1].isalnum() for low, high in spans)
    opens = any(stretch[high : high + 1].isalnum() and not stretch[low - 1 : low].isalnum() for low, high in spans)
    telling = inner or (opens and not _MEANINGLESS.issuperset("".join(runs)))
    removed = [(low, high, "") for low, high in spans]
    bare = _CONTROL.sub("", stretch).replace("\u00ad", "")  # another repairer decides about soft hyphens
    if all(_MEANINGLESS.issuperset(run) for run in runs) and not inner:
        return _Found(start, end, removed, telling=False)
    if not bare:
        # Padding at the end of a line or of the text.
        padding = "\0\0" in stretch and text[end : end + 1] in ("", "\n")
        return _Found(start, end, removed if padding else None, telling=False)
    if any(stretch[low - 1 : low].isdigit() or stretch[high : high + 1].isdigit() for low, high in spans if inner):
        return _Found(start, end, None, telling)
    if any(map(str.isalpha, bare)) and not pack.unknown_parts(bare):
        return _Found(start, end, removed, telling)
    words = _CONTROL.sub(" ", stretch).split()
    if inner and all(len(word) > 1 and word.isalpha() and not pack.unknown_parts(word) for word in words):
        return _Found(start, end, [(low, high, " ") for low, high in spans], telling)
    return _Found(start, end, None, telling=telling or any(map(str.isalpha, bare)))


def _meaning(text: str, found: Sequence[_Found]) -> frozenset[str]:
    """Return the control characters that stand for letters somewhere in the document, or may do so."""
    mended: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    others: set[str] = set()
    for stretch in {(text[one.start : one.end], one.edits is None, one.telling) for one in found}:
        string, is_lost, telling = stretch
        controls = frozenset("".join(_CONTROL.findall(string)))
        others |= controls
        if is_lost:
            lost.update(controls if telling else ())
        else:
            mended.update(controls)
    return frozenset(one for one in others if lost[one] > _MEANT * (lost[one] + mended[one]))
