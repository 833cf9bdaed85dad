"""The kinds of zones, and a zone with its place."""

from __future__ import annotations

import enum
from typing import NamedTuple

__all__ = ["ANY_ZONE", "PROSE_ONLY", "Zone", "ZoneKind"]


class ZoneKind(enum.StrEnum):
    """What a stretch of a text is. A repairer names the kinds that it may touch; without a word, ``PROSE``."""

    PROSE = "prose"
    CODE = "code"
    MARKUP = "markup"
    DATA = "data"
    FORMULA = "formula"
    ADDRESS = "address"
    NUMBER = "number"
    LANGUAGE = "another language"
    SPELLING = "other spelling"


PROSE_ONLY = frozenset({ZoneKind.PROSE})
"""The zones of a repairer that names none."""

ANY_ZONE = frozenset(ZoneKind)
"""The zones of a repairer whose changes are right in any text."""


class Zone(NamedTuple):
    """A stretch of a text that is no prose of the language.

    Attributes:
        start, end: offsets in code points, half open.
        kind: what it is.
        language: the code of the language of a zone of the kind ``LANGUAGE``; else empty.
        name: the name of this language in English; else empty.
    """

    start: int
    end: int
    kind: ZoneKind
    language: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """What it is, in words for a person.

        >>> Zone(0, 9, ZoneKind.LANGUAGE, "en", "English").label, Zone(0, 9, ZoneKind.CODE).label
        ('English', 'code')
        """
        return self.name or str(self.kind)
