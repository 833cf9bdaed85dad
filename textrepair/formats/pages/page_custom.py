"""The attribute ``custom`` of PAGE: tags of stretches of a line, as Transkribus has them, and what a repair says there.

It reads like CSS: ``readingOrder {index:0;} person {offset:4; length:6;}``.
"""

from __future__ import annotations

import re

from textrepair.edits import Edit, Patch
from textrepair.formats.pages.offsets import differing_stretches

__all__ = ["kept_index", "kept_texts", "moved", "quoted"]

_KEPT = re.compile(r"textrepair \{([^{}]*+)\}")
_KEPT_INDEX = re.compile(r"\boriginal-index:(\d{1,9});")
_KEPT_TEXT = re.compile(r"\boriginal:([^;]*+);")
_TAG = re.compile(r"\{[^{}]*\}")
_OFFSET = re.compile(r"\boffset\s*:\s*(\d{1,9})\s*;")
_LENGTH = re.compile(r"\blength\s*:\s*(\d{1,9})\s*;")


def quoted(text: str) -> str:
    r"""Return a text as it stands in a tag: signs that mean something as their numbers, as Transkribus has them.

    >>> quoted("a;b")
    'a\\u003Bb'
    """
    return re.sub(r"[\\;{}\n\r\t]", lambda sign: f"\\u{ord(sign.group()):04X}", text)


def kept_texts(custom: str) -> list[str]:
    """Return what stood there before it was repaired, where ``custom`` says so.

    >>> kept_texts("textrepair {superseded-conf:0.5; original:dela;}")
    ['dela']
    """
    return [
        re.sub(r"\\u([0-9A-F]{4})", lambda number: chr(int(number[1], 16)), text)
        for tag in _KEPT.findall(custom)
        for text in _KEPT_TEXT.findall(tag)[-1:]
    ]


def kept_index(custom: str) -> str | None:
    """Return the index of the reading that stood there before it was repaired, where ``custom`` says so."""
    found = [index for tag in _KEPT.findall(custom) for index in _KEPT_INDEX.findall(tag)[-1:]]
    return found[0] if found else None


def moved(custom: str, before: str, after: str) -> str:
    """Return ``custom`` with its tags where their stretches of a text now stand.

    Args:
        custom: the attribute.
        before: the text that it is about.
        after: what has become of the text.

    >>> moved("place {offset:5; length:6;}", "de laFrance", "de la France")
    'place {offset:6; length:6;}'
    """
    if before == after or "offset" not in custom:
        return custom
    patch = Patch(Edit(start, end, after[low:high], "") for start, end, low, high in differing_stretches(before, after))

    def of_tag(tag: re.Match[str]) -> str:
        offset, length = _OFFSET.search(tag.group()), _LENGTH.search(tag.group())
        if offset is None or length is None or int(offset[1]) + int(length[1]) > len(before):
            return tag.group()
        first, last = int(offset[1]), int(offset[1]) + int(length[1])
        start, end = patch.to_target(first, last)
        # A space that was put in beside a stretch is no part of it.
        while start < end and after[start].isspace() and not before[first : first + 1].isspace():
            start += 1
        while start < end and after[end - 1].isspace() and not before[max(first, last - 1) : last].isspace():
            end -= 1
        told = _OFFSET.sub(f"offset:{start};", tag.group())
        return _LENGTH.sub(f"length:{end - start};", told)

    return _TAG.sub(of_tag, custom)
