"""Classes of damage: what went wrong at a place, told from the two strings that are aligned there.

The classes are those by which damage is counted in the literature on OCR and in this project's own counts:
what a reader would name first. One place has one class.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["CLASSES", "classify"]

CLASSES: Final = (
    "merged words",
    "split words",
    "elision",
    "diacritics",
    "ligature",
    "hyphenation",
    "punctuation",
    "spacing",
    "other letters",
    "garbage or missing",
)

_LIGATURES = frozenset("œŒæÆ")
_TYPESET = frozenset("ﬀﬁﬂﬃﬄﬅﬆ")
# PDF extractors show the hyphen of a font without names as U+0002; U+FFFE is how PDFium marks a joined line end.
_HYPHENS = frozenset("-‐‑¬\u00ad\x02\ufffe")
_DETACHED_ACCENTS = frozenset("´`^¨¸ˆ˜\u0300\u0301\u0302\u0308\u0327")
_LETTER = re.compile(r"[^\W\d_]")
# From so many characters on, a difference in length is no misread letter any more.
_LONG = 4


def classify(wrong: str, right: str, left: str = "", following: str = "") -> str:
    """Return the class of a damaged place.

    Args:
        wrong: what stands there, without what it has in common with the truth; ’ written as '.
        right: what the truth has there.
        left, following: the characters of the truth on both sides, or nothing at its edges.

    >>> classify("", " ", "e", "l"), classify(" ", "", "t", "e"), classify("I", "l", " ", "'")
    ('merged words', 'split words', 'elision')
    >>> classify("é", "è"), classify("4", "à"), classify("- ", "", "n", "g"), classify("rn", "m")
    ('diacritics', 'diacritics', 'hyphenation', 'other letters')
    """
    if abs(len(wrong) - len(right)) >= _LONG or (len(wrong) >= _LONG and not _LETTER.search(wrong)):
        return "garbage or missing"
    if "'" in wrong or "'" in right or (following == "'" and len(right) <= 2) or (left == "'" and not right.strip()):
        return "elision"
    bare_wrong, bare_right = "".join(wrong.split()), "".join(right.split())
    if bare_wrong == bare_right:
        between_letters = bool(_LETTER.match(left) and _LETTER.match(following)) or bool(bare_right)
        if not between_letters:
            return "spacing"
        return "merged words" if len(right) > len(wrong) else "split words"
    if set(bare_wrong) ^ set(bare_right) <= _HYPHENS and _between_letters(left, following):
        return "hyphenation"
    if _LIGATURES & set(right) or _TYPESET & set(wrong) or (right in {"oe", "ae"} and len(wrong) <= 2):
        return "ligature"
    if _is_diacritic_damage(bare_wrong, bare_right):
        return "diacritics"
    if not any(character.isalnum() for character in bare_wrong + bare_right):
        return "punctuation"
    if " " in right and " " not in wrong and not bare_right:
        return "merged words"
    return "other letters"


def _between_letters(left: str, following: str) -> bool:
    return bool(_LETTER.match(left) and _LETTER.match(following))


def _is_diacritic_damage(wrong: str, right: str) -> bool:
    """Whether a letter lost its diacritic, has a wrong one, or was taken for something else because of it."""
    if _DETACHED_ACCENTS & set(wrong) and _base(wrong) == _base(right):
        return True
    if _base(wrong) == _base(right):
        return True
    # à → 4, û → (: the letter is gone with its accent, and it is the accent that led the engine astray.
    return len(wrong) <= 2 and len(right) == 1 and _base(right) != right


def _base(text: str) -> str:
    """Letters without their diacritics, attached or detached."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c not in _DETACHED_ACCENTS)
