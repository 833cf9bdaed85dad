"""Which changes of a document are allowed: the plain reference of the policy of the core."""

from __future__ import annotations

import re
import unicodedata

from textrepair.core import Pack, Proposal, Stage, token_end, token_start
from textrepair.core.view import begins_sentence

__all__ = ["objection"]

_ALLOWED = frozenset(" \n\u00a0\u202f’'-.,;:!?«»…“”‘–—0123456789")
_FARTHEST = 100
_BESIDE = 8
_BLANK = " \t"
_HYPHENS = "-\u2010\u2011\u2e17\xac\u00ad\x02"
_LONGEST = 60
_LAST_LETTERS, _FIRST_LETTERS = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+")
# Behind a word and a hyphen, a capital is that of a second name (Poullet-Francqui).
_SECOND_NAME, _NEAR_NAME = re.compile("[^\\W\\d_] ?[-‐‑]$"), 3

_CAPITAL = re.compile(r" ([^\W\d_]+)")
_NAME_BEFORE, _LONGEST_NAME = re.compile(r"(?:^|\s)([^\W\d_])[^\W\d_]*\.? $"), 30


def objection(text: str, proposal: Proposal, stage: Stage, pack: Pack) -> str:
    """Return why a change is not allowed; empty if it is allowed."""

    def holds_unknown(part: str) -> bool:
        return any(map(pack.unknown_parts, part.split()))

    letters = pack.rules.letters
    replaced = text[proposal.start : proposal.end]
    if stage is Stage.ENCODING:
        return ""
    if not letters.issuperset(proposal.replacement):
        for character in set(proposal.replacement).difference(_ALLOWED, replaced):
            if character not in letters:
                return f"‘{character}’ is outside the alphabet"
    if stage >= Stage.TYPOGRAPHY:
        return ""
    start = token_start(text, proposal.start, _FARTHEST)
    end = token_end(text, proposal.end, _FARTHEST)
    if stage is Stage.WORDS and _touches_cut(text, proposal, start, end, pack):
        return "it changes a piece of a word that is cut at a line end"
    beside_capital = text[proposal.end + 1 : proposal.end + 2].isupper()
    if (
        stage is Stage.WORDS
        and (beside_capital or replaced[:1].isupper())
        and spoils_name(text, proposal, pack, within_sentence=not begins_sentence(text, proposal.start))
    ):
        return "it changes a name"
    # Most proposals change an unknown word, and the pack remembers that it is unknown: this check comes first.
    if holds_unknown(text[start:end]):
        return ""
    after = text[start : proposal.start] + proposal.replacement + text[proposal.end : end]
    return f"‘{after}’ would hold an unknown word" if holds_unknown(after) else ""


def _touches_cut(text: str, proposal: Proposal, start: int, end: int, pack: Pack) -> bool:
    if "\n" not in text[max(0, start - _BESIDE) : start] and "\n" not in text[end : end + _BESIDE]:
        return False
    return spoils_cut(text, (start, end), proposal[:3], pack)


def _line_before(text: str, offset: int) -> int:
    """Return the offset behind what the line before ends with, if nothing precedes in this one; else 0."""
    while offset and text[offset - 1] in _BLANK:
        offset -= 1
    if not offset or text[offset - 1] != "\n":
        return 0
    offset -= 1
    while offset and text[offset - 1] in _BLANK:
        offset -= 1
    return offset


def spoils_cut(text: str, token: tuple[int, int], change: tuple[int, int, str], pack: Pack) -> bool:
    """Return whether a change touches a piece of a word that is cut at a line end, and does not complete the word."""
    (start, end), (low, high, new) = token, change
    is_divided = any(map(str.isspace, new))
    if start < end and text[end - 1] in _HYPHENS:
        bare = text[start:end].rstrip(_HYPHENS)
        left = _LAST_LETTERS.search(bare, max(0, len(bare) - _LONGEST))
        right = _FIRST_LETTERS.match(text, _next_line(text, end))
        if left is not None and right is not None and high > start + left.start():
            return is_divided or not _is_word(bare[: low - start] + new + bare[high - start :], right[0], pack)
    before = _line_before(text, start)
    if before and text[before - 1] in _HYPHENS:
        bare = text[token_start(text, before, 200) : before].rstrip(_HYPHENS)
        right = _FIRST_LETTERS.match(text, start)
        if bare[-1:].isalpha() and right is not None and low < right.end():
            return is_divided or not _is_word(bare, text[start:low] + new + text[high:end], pack)
    return False


def _is_word(left: str, right: str, pack: Pack) -> bool:
    """Return whether the lexicon has the word that two tokens make at a line end, with or without a hyphen."""
    before, after = _LAST_LETTERS.search(left, max(0, len(left) - _LONGEST)), _FIRST_LETTERS.match(right)
    if before is None or after is None:
        return False
    return pack.has_word(before[0] + after[0]) or _is_entry(f"{before[0]}-{after[0]}", pack)


def _next_line(text: str, offset: int) -> int:
    """Return the offset of what the next line begins with, if nothing follows in this one; else the end of the text."""
    high = offset
    while text[high : high + 1] in ("\t", " "):
        high += 1
    if text[high : high + 1] != "\n":
        return len(text)
    high += 1
    while text[high : high + 1] in ("\t", " "):
        high += 1
    return high


def _is_entry(compound: str, pack: Pack) -> bool:
    return pack.entry(compound) is not None or pack.entry(compound.lower()) is not None


def spoils_name(text: str, proposal: Proposal, pack: Pack, *, within_sentence: bool) -> bool:
    """Return whether a change spoils what is likely a name."""
    start, end, replacement = proposal[:3]
    replaced = text[start:end]
    if replaced.lower() in pack.rules.particles:
        return _stands_in_name(text, start, end, pack)
    if not (replaced[:1].isupper() and replaced[1:].islower() and replaced.isalpha()):
        return False
    if " " in replacement and _SECOND_NAME.search(text, max(0, start - _NEAR_NAME), start):
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
