"""How the rules of zones are searched in a line, by Python's own engine."""

from __future__ import annotations

import re

__all__ = ["spans_of"]


def spans_of(pattern: str, line: str) -> list[tuple[int, int]]:
    """Return the spans of the matches, or of their first group; what follows the group may begin the next match."""
    compiled = re.compile(pattern)
    spans = []
    position = 0
    while match := compiled.search(line, position):
        low, high = match.span(1 if compiled.groups else 0)
        if high > low:
            spans.append((low, high))
        position = max(high, match.start() + 1)
    return spans
