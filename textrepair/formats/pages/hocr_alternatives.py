"""Other readings in hOCR: of a word, as <del> beside <ins>, and of its letters, as choices with confidences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from textrepair.alternatives import MOST, UNSAID, Alternative, differences, of_letters
from textrepair.formats.pages.hocr_reading import LETTERS, pieces_of
from textrepair.formats.pages.markup import local_name, number_of
from textrepair.formats.pages.page_text import normal

__all__ = ["alternatives_of"]

_CHOICE_CONFIDENCE = re.compile(r"\bx_confs?\s+(-?[\d.]+)")
# −ln of the probability of a reading.
_COST = re.compile(r"\bnlp\s+(-?[\d.]+)")


def alternatives_of(element: Any, start: int, text: str) -> Iterator[Alternative]:
    """Yield the other readings of a word and of its letters.

    Args:
        element: the word.
        start: its offset in code points in the text of the page.
        text: its text there.
    """
    letters: list[list[tuple[str, float | None]]] = []
    inserted: dict[Any, Any] = {}  # by their parent, the first <ins> of several
    for child in element.iter("{*}ins"):
        inserted.setdefault(child.getparent(), child)
    whole = "".join(pieces_of(element)).strip() if inserted else ""
    removed = 0
    for child in element.iter("*"):
        if local_name(child) == "del":
            beside = inserted.get(child.getparent())
            removed += 1
            if beside is not None and removed <= MOST and normal(whole) == text:
                yield from _differences_from(whole, beside, child, start, text)
        elif child.get("class") in LETTERS and len(child) and child.getparent().get("class") not in LETTERS:
            letters.append(_choices(child))
    yield from of_letters(start, text, letters)


def _choices(letter: Any) -> list[tuple[str, float | None]]:
    """Return the readings of a letter, each with its confidence, 0–1, the likeliest first."""
    found: dict[str, float | None] = {}
    for choice in letter.iter("*"):
        # An empty choice stands for the space between two letters.
        if len(choice) == 0 and choice.text:
            written = _CHOICE_CONFIDENCE.search(choice.get("title") or "")
            confidence = number_of(written[1]) if written else None
            if confidence is None:
                found.setdefault(choice.text, None)
            else:
                # The engine may have read a letter several times: the highest confidence counts.
                found[choice.text] = max(confidence / 100, found.get(choice.text) or 0.0)
    return sorted(found.items(), key=lambda one: -(one[1] or 0.0))[: MOST + 1]


def _differences_from(whole: str, inserted: Any, removed: Any, start: int, text: str) -> Iterator[Alternative]:
    """Yield how a word differs where a <del> takes the place of its <ins>.

    Args:
        whole: the text of the word, with its white space.
        inserted: the <ins>: the reading that the engine chose.
        removed: the <del>: another reading.
        start: the offset of the word in code points in the text of the page.
        text: its text there.
    """
    chosen = "".join(pieces_of(inserted))
    if whole.count(chosen) != 1:
        return
    cost_of_chosen, cost_of_other = _cost(inserted), _cost(removed)
    cost = UNSAID if cost_of_chosen is None or cost_of_other is None else max(0.0, cost_of_other - cost_of_chosen)
    yield from differences(start, text, normal(whole.replace(chosen, "".join(removed.itertext()))), cost)


def _cost(element: Any) -> float | None:
    """Return −ln of the probability of a reading, if its title has it."""
    found = _COST.search(element.get("title") or "")
    return None if found is None else number_of(found[1])
