"""The zones of one text, each judged when it is first asked about.

Most of a text is prose, and most of it is never asked about: a change is proposed in one line of ten. So a zone is
looked for only in the lines, tokens and pieces that hold an unknown word or a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from textrepair._core import ZoneMap as CompiledMap
from textrepair.core.zones.kinds import Zone, ZoneKind

__all__ = ["ZoneMap", "bits_of"]

# The order in which the core counts the kinds.
_BITS = {kind: 1 << bit for bit, kind in enumerate(sorted(ZoneKind, key=lambda kind: (kind == "prose", kind)))}
_KINDS = {str(kind): kind for kind in ZoneKind}


class ZoneMap:
    """The zones of a text; :meth:`textrepair.core.zones.zoning.Zoning.map_of` makes it.

    Args:
        core: the compiled map.
        bits: sets of kinds as the core takes them; see :func:`bits_of`.
    """

    def __init__(self, core: CompiledMap, bits: Mapping[frozenset[ZoneKind], int]) -> None:
        self.core = core
        self._bits = bits

    def at(self, low: int, high: int) -> Iterator[Zone]:
        """Yield the zones that overlap a span.

        Args:
            low, high: offsets in code points.
        """
        yield from _zones(self.core.at(low, high))

    def allows(self, start: int, end: int, kinds: frozenset[ZoneKind]) -> bool:
        """Return whether all that a span touches is of the given kinds."""
        return self.core.allows(start, end, self._bits[kinds])

    def allows_change(self, start: int, end: int, replacement: str, kinds: frozenset[ZoneKind]) -> bool:
        """Return whether all zones that a change touches are of the given kinds.

        A change that removes the space beside a word touches this word. One that inserts something touches the zones
        that it would divide.

        Args:
            start, end: offsets in code points.
            replacement: what shall stand there.
            kinds: the kinds of zones that may be touched.
        """
        return self.core.allows_change(start, end, replacement, self._bits[kinds])

    @property
    def judged(self) -> tuple[Zone, ...]:
        """The zones found so far, which hold an unknown word or a change; of those that overlap, the one around."""
        return tuple(_zones(self.core.judged()))

    @property
    def foreign(self) -> str:
        """The code of the language of the document, if it is another one than that of the pack; else empty."""
        return self.core.foreign()


def bits_of(kinds: frozenset[ZoneKind]) -> int:
    """Return a set of kinds as the core takes it."""
    return sum(map(_BITS.__getitem__, kinds))


def _zones(found: Iterable[tuple[int, int, str, str, str]]) -> Iterator[Zone]:
    for start, end, kind, language, name in found:
        yield Zone(start, end, _KINDS[kind], language, name)
