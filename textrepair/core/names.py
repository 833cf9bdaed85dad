"""Changes that would spoil a name: names keep the spelling of their own language, and are not cut apart."""

from __future__ import annotations

import re
import unicodedata

from textrepair.core.pack import Pack
from textrepair.core.proposal import Proposal

__all__ = ["spoils_name"]

# Behind a word and a hyphen, a capital is that of a second name (Poullet-Francqui).
_SECOND_NAME, _BESIDE = re.compile("[^\\W\\d_] ?[-‐‑]$"), 3

_CAPITAL = re.compile(r" ([^\W\d_]+)")
_NAME_BEFORE, _LONGEST_NAME = re.compile(r"(?:^|\s)([^\W\d_])[^\W\d_]*\.? $"), 30


def spoils_name(text: str, proposal: Proposal, pack: Pack, *, within_sentence: bool) -> bool:
    """Return whether a change spoils what is likely a name.

    A word with a capital within a sentence is one. It may have letters that the language has not, or a diacritic where
    the language has none (Vladimír, Antônio), and it may look like an article with a noun (Lachance). The particle
    before a name looks like a damaged word (das Neves).

    Args:
        text: the text.
        proposal: the change.
        pack: the language.
        within_sentence: whether no sentence begins with the change, so that a capital is that of a name.

    >>> from textrepair.core import open_pack
    >>> text, french = "avec Vladimír Lachance et Maria das Neves", open_pack("fr")
    >>> changes = Proposal(5, 13, "Vladimir", ""), Proposal(14, 22, "La chance", ""), Proposal(32, 35, "des", "")
    >>> [spoils_name(text, change, french, within_sentence=True) for change in changes]
    [True, True, True]
    >>> spoils_name("le Présídent", Proposal(3, 12, "Président", ""), french, within_sentence=True)
    False
    """
    start, end, replacement = proposal[:3]
    replaced = text[start:end]
    if replaced.lower() in pack.rules.particles:
        return _stands_in_name(text, start, end, pack)
    if not (replaced[:1].isupper() and replaced[1:].islower() and replaced.isalpha()):
        return False
    if " " in replacement and _SECOND_NAME.search(text, max(0, start - _BESIDE), start):
        return True
    if not within_sentence:
        return False
    if " " in replacement:
        return replacement.replace(" ", "") == replaced and replacement.lower().partition(" ")[0] in pack.rules.articles
    return not pack.knows(replacement.lower()) and _loses_diacritic(replaced, replacement)


def _stands_in_name(text: str, start: int, end: int, pack: Pack) -> bool:
    """Return whether a span stands between two words with capitals, the second of which is nothing but a name."""
    after = _CAPITAL.match(text, end)
    if after is None or pack.knows(after[1].lower()):
        return False
    before = _NAME_BEFORE.search(text, max(0, start - _LONGEST_NAME), start)
    return before is not None and before[1].isupper()


def _loses_diacritic(before: str, after: str) -> bool:
    """Return whether two words differ in nothing but diacritics that the second has not."""
    bare = [unicodedata.normalize("NFD", word) for word in (before, after)]
    letters = ["".join(character for character in word if not unicodedata.combining(character)) for word in bare]
    return letters[0] == letters[1] and len(bare[1]) < len(bare[0])
