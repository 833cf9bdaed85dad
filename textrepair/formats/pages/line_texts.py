"""The text of a line beside the texts of its words: whether it repeats them, and how it follows their changes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["follow", "repeats"]

# The signs by which transcribers mark that a word goes on in the next line; and those of print.
_MARKS = "¬\u00ad"
_HYPHENS = _MARKS + "-\u2010=⸗"
# The distance in code points within which a word with its own hyphen counts before one with another hyphen.
_NEAR = 1_000


def repeats(text: str, words: Sequence[str]) -> bool:
    """Return whether a text says what words say; spaces beside punctuation and the sign of a hyphen do not count.

    Args:
        text: of a line, with one space wherever there is white space.
        words: of the line, in order.

    >>> repeats("la mise, en pro-", ["la", "mise", ",", "en", "pro¬"]), repeats("de la mise", ["dela", "mise"])
    (True, False)
    """
    joined = " ".join(words)
    return joined == text or not _endings(joined).isdisjoint(_endings(text))


def _endings(text: str) -> set[str]:
    """Return a text without the sign that its last word goes on, and with a plain hyphen for a hyphen at its end."""
    signs = [*text]
    beside = [_is_sign(one) or _is_sign(other) for one, other in pairwise([" ", *signs, " "])]
    text = "".join(sign for k, sign in enumerate(signs) if sign != " " or not (beside[k] or beside[k + 1]))
    return {text.rstrip(_MARKS), text[:-1] + "-" if text.endswith(tuple(_HYPHENS)) else text}


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def follow(text: str, words: Sequence[str], made: Sequence[tuple[int, int, str]]) -> str | None:
    """Return a text that repeats some words with the same changes as they had; None if it is not made of them.

    Args:
        text: the words with white space between them, or anything else.
        words: in order.
        made: the words ``first:last`` and what takes their place, in order; empty: they go.

    >>> follow("de lalutte per manents.", ["lalutte", "per", "manents."], [(0, 1, "la lutte"), (1, 3, "permanents.")])
    'de la lutte permanents.'
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for word in words:
        # A word that goes on in the next line may end in another hyphen here, or in none.
        bare = word.rstrip(_HYPHENS) or word
        start = text.find(bare, position)
        if start < 0:
            return None
        same = text.find(word, start, start + _NEAR + len(word)) if bare != word else start
        if same >= 0:
            start, position = same, same + len(word)
        else:
            position = start + len(bare)
            position += text[position : position + 1] in tuple(_HYPHENS)
        spans.append((start, position))
    pieces: list[str] = []
    position = 0
    for first, last, new in made:
        start, end = spans[first][0], spans[last - 1][1]
        before = text[position:start]
        pieces += [before if new or not before.endswith(" ") else before[:-1], new]
        position = end
    return "".join([*pieces, text[position:]])
