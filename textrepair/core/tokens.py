"""Where the token around an offset starts and ends: tokens stand between white space."""

from __future__ import annotations

import re

__all__ = ["token_end", "token_start"]

_WHITE_SPACE = re.compile(r"\s")


def token_start(text: str, offset: int, farthest: int) -> int:
    """Return the start of the token that holds an offset, or the offset ``farthest`` characters before it.

    >>> token_start("de l’appui", 5, 60), token_end("de l’appui", 5, 60), token_end("de l’appui", 5, 2)
    (3, 10, 7)
    """
    before = text[max(0, offset - farthest) : offset]
    if not before or before[-1].isspace():
        return offset
    return offset - len(before.rsplit(None, 1)[-1])


def token_end(text: str, offset: int, farthest: int) -> int:
    """Return the end of the token that holds an offset, or the offset ``farthest`` characters after it."""
    high = min(len(text), offset + farthest)
    found = _WHITE_SPACE.search(text, offset, high)
    return high if found is None else found.start()
