"""UTF-8 of which a byte was lost after it had been read as a Windows encoding.

The second byte of a letter may be a no-break space or a soft hyphen there. Programs turn the first into a space
("voilÃ " for "voilà") and drop the second ("MartÃnez" for "Martínez").
"""

from __future__ import annotations

import re

from textrepair.core import Pack
from textrepair.encodings.plausible import looks_of

__all__ = ["restored"]

_LEAD, _SPACE_LEAD = bytes([0xC3]).decode("cp1252"), bytes([0xC2]).decode("cp1252")
_CYRILLIC, _CENTRAL = bytes([0xC3]).decode("cp1251"), bytes([0xC3]).decode("cp1250")
_WITH_SPACE = re.compile(f"[{_LEAD}{_CYRILLIC}{_CENTRAL}]( ?)(?= |$|[.,;:!?)\u00bb-])|[{_LEAD}{_CYRILLIC}{_CENTRAL}] ")
_SPACE = re.compile(f"{_SPACE_LEAD} ")
_SECOND_LOST = re.compile(f"(?<=[a-z\u00df-\u00ff]){_LEAD}(?=[a-z])")
# What the first byte of two stands for if the second was a no-break space, or a soft hyphen.
_OF_SPACE, _OF_HYPHEN = bytes([0xC3, 0xA0]).decode("utf-8"), bytes([0xC3, 0xAD]).decode("utf-8")
_NEAR = 40


def restored(line: str, pack: Pack, *, evident: bool) -> str:
    """Return a line with the letters of which a byte was lost.

    Args:
        line: the line.
        pack: the language.
        evident: whether other parts of the line, or of the document, are UTF-8 that was read in another encoding.
    """
    line = _WITH_SPACE.sub(lambda match: _with_space(match, line, pack, evident=evident), line)
    if evident:
        line = _SPACE.sub(lambda match: _no_break_space(match), line)
        line = _SECOND_LOST.sub(_OF_HYPHEN, line)
    return line


def _with_space(match: re.Match[str], line: str, pack: Pack, *, evident: bool) -> str:
    start, end = match.span()
    before, after = line[max(0, start - _NEAR) : start], line[end : end + _NEAR]
    lead = match.group()[0]
    if lead != _LEAD and not evident:
        return match.group()
    if _is_capital_next(before.rstrip(), after.lstrip()):
        return match.group()
    # The space was the byte, or stood after it and swallowed it.
    plain = _OF_SPACE + (" " if match[1] is None and after[:1].isalpha() else "")
    head = before.rsplit(None, 1)[-1] if before[-1:].strip() else ""
    if head[-1:].isalpha():
        whole = head + _OF_SPACE
        known = looks_of(whole, pack).unknown == 0 and head[-1].islower()
        return plain if known or (evident and head[-1].islower()) else match.group()
    if evident or (before.strip()[-1:].islower() and after.strip()[:1].islower()):
        return plain
    return match.group()


def _is_capital_next(before: str, after: str) -> bool:
    """Return whether a passage is set in capitals, where the lead is a capital of its own."""
    last = before.split()[-1:] or [""]
    first = after.split()[:1] or [""]
    return last[0].isupper() and (first[0].isupper() or not first[0])


def _no_break_space(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    after = match.string[match.end() : match.end() + 1]
    beside = before.isalnum() or before in ("\u00ab", "\u00bb", ")", "%") or after in tuple(":;!?\u00bb%\u20ac")
    return "\u00a0" if beside and (before.strip() or after in tuple(":;!?\u00bb%\u20ac")) else match.group()
