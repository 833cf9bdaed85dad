"""The zones of one text, each judged when it is first asked about.

Most of a text is prose, and most of it is never asked about: a change is proposed in one line of ten. So a zone is
looked for only in the lines, tokens and pieces that hold an unknown word or a change.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from textrepair.alternatives import DeclaredLanguage
from textrepair.core.prefilter import token_end, token_start
from textrepair.core.zones.judge import LanguageJudge
from textrepair.core.zones.kinds import Zone, ZoneKind
from textrepair.core.zones.pieces import Pieces
from textrepair.core.zones.plain import PLAIN
from textrepair.core.zones.structure import Structure
from textrepair.core.zones.variables import Variables
from textrepair.memory import Memory, cached_property

__all__ = ["ZoneMap"]

# Of a longer line only the part around the place that is asked about is looked at, in characters.
_LONG_LINE, _PART = 1_200, 600
_LONGEST_TOKEN = 200
_MOST = 1 << 20
_LINE_END = re.compile("\n")


class ZoneMap:
    """The zones of a text.

    Args:
        text: the text.
        structure: the rules of structural zones.
        variables: the rules of variables.
        judge: judges the language of pieces.
        unknown: returns the offsets at which the unknown words start, sorted.
        share: returns the share (0–1) of the words of the text that are unknown.
        declared: the languages that a file declares for words of the text, sorted.
    """

    def __init__(
        self,
        text: str,
        structure: Structure,
        variables: Variables,
        judge: LanguageJudge,
        unknown: Callable[[], Sequence[int]],
        share: Callable[[], float],
        declared: Sequence[DeclaredLanguage] = (),
    ) -> None:
        self.text = text
        self._structure = structure
        self._variables = variables
        self._judge = judge
        self._unknown = unknown
        self._share = share
        self._declared = declared
        self._pieces = Pieces(text)
        self._plain: Memory[tuple[int, int], bool] = Memory(self._is_plain, _MOST)
        self._of_parts: Memory[tuple[int, int], tuple[Zone, ...]] = Memory(self._in_part, _MOST)
        self._of_tokens: Memory[tuple[int, int], ZoneKind | None] = Memory(self._of_token, _MOST)
        self._of_paragraphs: Memory[int, tuple[Zone, ...]] = Memory(self._foreign_in, _MOST)
        self._mathematical: Memory[int, bool] = Memory(self._is_mathematical, _MOST)
        self._allowed: Memory[tuple[int, int, frozenset[ZoneKind]], bool] = Memory(self._is_allowed, _MOST)

    def at(self, low: int, high: int) -> Iterator[Zone]:
        """Yield the zones that overlap a span.

        Args:
            low, high: offsets in code points.
        """
        yield from _touching(self._fences, low, high)
        for part in self._parts(low, high):
            yield from _touching(self._of_parts[part], low, high)
        yield from self._tokens(low, high)
        for number in range(self._pieces.number(low), self._pieces.number(max(low, high - 1)) + 1):
            yield from _touching(self._of_paragraphs[number], low, high)

    def allows(self, start: int, end: int, kinds: frozenset[ZoneKind]) -> bool:
        """Return whether all that a span touches is of the given kinds."""
        return len(kinds) == len(ZoneKind) or self._allowed[start, end, kinds]

    def _is_allowed(self, asked: tuple[int, int, frozenset[ZoneKind]]) -> bool:
        start, end, kinds = asked
        if ZoneKind.PROSE in kinds and self._lies_in_plain_line(start, end):
            return True
        if ZoneKind.PROSE in kinds:
            return all(zone.kind in kinds for zone in self.at(start, end))
        zones = list(self.at(start, end))
        inside = any(zone.start <= start and end <= zone.end for zone in zones)
        return inside and all(zone.kind in kinds for zone in zones)

    def allows_change(self, start: int, end: int, replacement: str, kinds: frozenset[ZoneKind]) -> bool:
        """Return whether all zones that a change touches are of the given kinds.

        A change that removes the space beside a word touches this word. One that inserts something touches the zones
        that it would divide.

        Args:
            start, end: offsets in code points.
            replacement: what shall stand there.
            kinds: the kinds of zones that may be touched.
        """
        text = self.text
        if start == end:
            zones = self.at(max(0, start - 1), min(len(text), end + 1))
            divided = [zone.kind for zone in zones if zone.start < start < zone.end]
            return all(kind in kinds for kind in divided) and (bool(divided) or ZoneKind.PROSE in kinds)
        if start and text[start].isspace() and not replacement[:1].isspace():
            start -= 1
        if end < len(text) and text[end - 1].isspace() and not replacement[-1:].isspace():
            end += 1
        return self.allows(start, end, kinds)

    @property
    def judged(self) -> tuple[Zone, ...]:
        """The zones found so far, which hold an unknown word or a change; of those that overlap, the one around."""
        found = {zone for zones in (*self._of_parts.values(), *self._of_paragraphs.values()) for zone in zones}
        found |= {Zone(*span, kind) for span, kind in self._of_tokens.items() if kind is not None}
        return tuple(_outermost(found.union(self._fences)))

    @cached_property
    def _fences(self) -> list[Zone]:
        return self._structure.fences(self.text)

    @cached_property
    def _unknown_starts(self) -> Sequence[int]:
        return self._unknown()

    @cached_property
    def foreign(self) -> str:
        """The code of the language of the document, if it is another one than that of the pack; else empty."""
        return self._judge.of_document(self.text) if self._share() >= self._judge.asked_from else ""

    def _lies_in_plain_line(self, start: int, end: int) -> bool:
        """Return whether a span lies in a line that is prose by its characters, in a paragraph that is not foreign."""
        low, high = self._line(start)
        return end <= high <= low + _LONG_LINE and self._plain[low, high]

    def _is_plain(self, line: tuple[int, int]) -> bool:
        low, high = line
        found = PLAIN.fullmatch(self.text, low, high)
        if found is None or any(zone.start <= low < zone.end for zone in self._fences):
            return False
        number = self._pieces.number(low)  # a paragraph that is cut is cut at a line end, if there is one
        if self._of_paragraphs[number] or high > self._pieces.paragraph(number)[1]:
            return False
        if found["letter"] is None:
            return True
        return not (self._mathematical[number] or self._variables.sure(self.text[low:high]))

    def _paragraph(self, offset: int) -> str:
        low, high = self._pieces.paragraph(self._pieces.number(offset))
        return self.text[low:high]

    def _line(self, offset: int) -> tuple[int, int]:
        """Return the offsets of the line that holds an offset."""
        text = self.text
        low = text.rfind("\n", max(0, offset - _LONG_LINE), offset) + 1
        high = text.find("\n", offset, offset + _LONG_LINE)
        if high < 0 and len(text) <= offset + _LONG_LINE:
            high = len(text)
        if (low or offset <= _LONG_LINE) and high >= 0:
            return low, high
        # To look for the ends of a long line at each of its words would take the square of its length.
        number = bisect_left(self._line_ends, offset)
        return self._line_ends[number - 1] + 1 if number else 0, self._line_ends[number]

    @cached_property
    def _line_ends(self) -> list[int]:
        return [*(match.start() for match in _LINE_END.finditer(self.text)), len(self.text)]

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the offsets of the lines, or parts of long lines, that a span touches."""
        place = start
        while place <= end:
            low, high = self._line(place)
            if high - low > _LONG_LINE:
                part = low + (place - low) // _PART * _PART
                high = min(high, part + _PART)
                low = max(low, token_start(self.text, part, _LONGEST_TOKEN))
            yield low, high
            place = high + 1

    def _in_part(self, part: tuple[int, int]) -> tuple[Zone, ...]:
        start, end = part
        line = self.text[start:end]
        kind = self._structure.of_line(line, lambda: self._paragraph(start))
        if kind is not None:
            return (Zone(start, end, kind),)
        found = list(self._structure.spans(line, start))
        found += [Zone(start + place, start + place + 1, ZoneKind.FORMULA) for place in self._variables.sure(line)]
        return tuple(sorted(found))

    def _tokens(self, start: int, end: int) -> Iterator[Zone]:
        """Yield the zones that are single tokens."""
        text = self.text
        place = start
        while place < end:
            if text[place].isspace():
                place += 1
                continue
            low, high = token_start(text, place, _LONGEST_TOKEN), token_end(text, place, _LONGEST_TOKEN)
            kind = self._of_tokens[low, high]
            if kind is not None:
                yield Zone(low, high, kind)
            place = high

    def _of_token(self, span: tuple[int, int]) -> ZoneKind | None:
        low, high = span
        token = self.text[low:high]
        if token.isalpha() and not any(map(str.isupper, token[1:])) and (len(token) > 1 or token.isascii()):
            single = len(token) == 1
        else:
            kind = self._structure.of_token(token, lambda: self._paragraph(low))
            if kind is not None:
                return kind
            single = sum(map(str.isalpha, token)) == 1
        if single and self._mathematical[self._pieces.number(low)]:
            return ZoneKind.FORMULA
        return None

    def _is_mathematical(self, number: int) -> bool:
        low, high = self._pieces.paragraph(number)
        return self._variables.mathematical(self.text[low:high])

    def _foreign_in(self, number: int) -> tuple[Zone, ...]:
        """Return the pieces of a paragraph that are in another language or in old spelling."""
        starts = self._unknown_starts
        low, high = self._pieces.paragraph(number)
        if bisect_left(starts, low) == bisect_left(starts, high):
            return ()
        pieces = self._pieces.of_paragraph(number)
        declared = [self._declared_for(low, high) for low, high in pieces]
        suspects = [
            bisect_left(starts, high) - bisect_left(starts, low)
            >= (1 if language else self._judge.suspicious(self.text[low:high]))
            for (low, high), language in zip(pieces, declared, strict=True)
        ]
        if not any(suspects):
            return ()
        return tuple(self._judge.zones(self.text, pieces, suspects, self.foreign, declared))

    def _declared_for(self, start: int, end: int) -> str:
        """Return the code of the other language that most words of a span are declared to be in; empty if none."""
        if not self._declared:
            return ""
        low = bisect_left(self._declared, start, key=lambda one: one.end)
        high = bisect_left(self._declared, end, key=lambda one: one.start)
        said = Counter(one.language for one in self._declared[low:high])
        return self._judge.other_language(said.most_common(1)[0][0]) if said else ""


def _outermost(zones: Iterable[Zone]) -> Iterator[Zone]:
    """Yield zones in order, without those in another one; of two that overlap, the second begins behind the first."""
    end = 0
    for zone in sorted(zones, key=lambda zone: (zone.start, -zone.end, zone.kind)):
        if zone.end > end:
            yield zone._replace(start=max(end, zone.start))
            end = zone.end


def _touching(zones: Sequence[Zone], low: int, high: int) -> Iterator[Zone]:
    """Yield the zones that overlap a span; the zones are in order."""
    for zone in zones[: bisect_right(zones, high, key=lambda zone: zone.start)]:
        if zone.end > low and zone.start < high:
            yield zone
