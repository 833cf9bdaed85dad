"""Single letters that are variables of mathematics."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

__all__ = ["Variables"]

# A letter beside one of these is a variable.
_SIGNS = "∈∀∃≤≥≠λ×∘∞"
_OPERATORS = "=≤≥<>∈∉∀∃×∘≠→↦∞^²³∑∫·"
_BESIDE = re.compile(
    rf"(?:[{_OPERATORS}]\s?|\s\+\s|[(,]\s?)(?P<after>[A-Za-z])(?:[\s,;.:)=]|$)|"
    rf"(?:^|[\s(,])(?P<before>[A-Za-z])(?:[({_OPERATORS}]|\s[{_OPERATORS}+])"
)
_SINGLE = re.compile(r"(?:^|[\s(])(?P<letter>[A-Za-z])(?=[\s,;.:)]|$)")
# How far around a letter its context is looked for, in characters.
_NEAR = 30
# The elided words of one letter may stand alone where an apostrophe was lost. So two letters must be named, one of
# which is not among them.
_DISTINCT = 2


class Variables:
    """Tells paragraphs of mathematics, in which single letters are variables.

    Args:
        contexts: words around a letter, for which ``_`` stands, in which it is a variable.
        sure: contexts in which it is a variable wherever they stand.
        unsure: letters that are none in the sure contexts.
        elided: the elided words of the language.
    """

    def __init__(self, contexts: Sequence[str], sure: Sequence[str], unsure: str, elided: Collection[str]) -> None:
        self._contexts = _parsed(contexts)
        self._sure = _parsed(sure)
        self._unsure = frozenset(unsure)
        self._elided = frozenset(word for word in elided if len(word) == 1)

    def mathematical(self, paragraph: str) -> bool:
        """Return whether every single letter of a paragraph is a variable."""
        signs = sum(map(paragraph.count, _SIGNS))
        named = {paragraph[place] for place in _places(paragraph, self._contexts, lower=True)}
        if not (signs or named):
            return False
        beside = {match["after"] or match["before"] for match in _BESIDE.finditer(paragraph)}
        found = named | beside
        if signs >= _DISTINCT and found:
            return True
        distinct = found - self._elided - self._unsure
        return len(found) >= _DISTINCT and bool(distinct)

    def sure(self, line: str) -> list[int]:
        """Return the offsets of the letters of a line that are variables whatever stands around them."""
        return [place for place in _places(line, self._sure, lower=False) if line[place] not in self._unsure]


def _parsed(contexts: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
    """Return the words before the letter and the word after it, for each context."""
    parsed = []
    for context in contexts:
        before, _, after = context.partition("_")
        parsed.append((tuple(before.split()), after.strip()))
    return parsed


def _places(text: str, contexts: Sequence[tuple[tuple[str, ...], str]], *, lower: bool) -> Iterator[int]:
    """Yield the offsets of the single letters that stand in one of the contexts."""
    if not contexts:
        return
    for match in _SINGLE.finditer(text):
        place = match.start("letter")
        before = text[max(0, place - _NEAR) : place].split()
        after = text[place + 1 : place + 1 + _NEAR].lstrip(" )").split(maxsplit=1)
        following = after[0].strip(".,;:'’") if after else ""
        following = following[:1] if after and after[0][1:2] in ("'", "’") else following
        if lower:
            before = [word.lower() for word in before]
        for words, tail in contexts:
            if tuple(before[-len(words) :]) == words and tail in ("", following):
                yield place
                break
