"""What is prose beyond doubt by its characters, so that the rules of zones need not be tried."""

from __future__ import annotations

import re

__all__ = ["PLAIN"]

# Small letters and capitals of Latin-1, with \u0153 and its capital.
_SMALL, _CAPITAL = "a-z\u00df-\u00f6\u00f8-\u00ff\u0153", "A-Z\u00c0-\u00d6\u00d8-\u00de\u0152"
_SPACE = "[ \u00a0\u202f]"
_WORD = f"(?:[{_CAPITAL}][{_SMALL}]+|[{_SMALL}]{{2,}})"
_TOKEN = (
    f"(?:[{_SMALL}{_CAPITAL}][\u2019'])?{_WORD}(?:[-\u2019']{_WORD})*[,.!?\u2026]*"
    f"|(?P<letter>[{_SMALL}])|[\u2013\u2014\u00ab\u00bb!?]"
)
PLAIN = re.compile(f"{_SPACE}*(?:(?:{_TOKEN})(?:{_SPACE}+|$))*")
"""Words of small letters, of which the first may be a capital, between spaces and the signs of sentences.

No rule of ``lexicons/zones.toml`` matches in a line of this kind. The group ``letter`` holds a single letter, which may
be a variable.
"""
