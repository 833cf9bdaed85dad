"""In which language is a piece of a text?

The judge sums what the words of a piece cost in each language of the table. It also counts which words the lexicon of
the language knows, and that of each neighbour language that has a pack. A piece is in another language if this other
language is so many nats cheaper. What stands around it counts: between German sentences, two German words are enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from textrepair.core.zones.kinds import Zone, ZoneKind
from textrepair.core.zones.languages import LanguageTable
from textrepair.memory import Memory

__all__ = ["LanguageJudge"]

_WORD = re.compile(r"[^\W\d_]+")
# A sign between letters stands for an elision or a compound, or it is damage.
_HYPHENS, _APOSTROPHES = frozenset("-‐‑/"), frozenset("'’")
# Words that the lexicon knows, and that are common in no language of the table, are evidence for the language, in nats;
# words that a neighbour's lexicon knows, for the neighbour.
_KNOWN, _KNOWN_NEARBY = 2.5, 2.0
# Longer strings are words that ran together, and say nothing.
_LONGEST = 20
# By how many nats another language must be cheaper: in a text of the language, between quotation marks or brackets, and
# in a text of another language. Chosen on OCR and extractions of French (free sets) and on the manuals of Debian in
# fourteen languages: of French pieces of four or five words, 0.6 % cost so much less in another language, of foreign
# pieces 92 %; of pieces of ten words and more, 0.03 % and 99.8 %.
_FOREIGN, _QUOTED, _AMONG_FOREIGN = 6.0, 4.0, -6.0
# A piece of fewer words than this needs so many nats more for each that it lacks: one word of another language stands
# in any text, and a word that fell apart looks like two of them.
_FEW_WORDS, _MORE_FOR_EACH = 4, 3.0
# What it is worth, in nats, that the file declares another language: as much as a word. Engines declare the language
# that they were set to, for whatever they read.
_DECLARED = 3.0
# What the pieces on both sides add, in nats: a share of their evidence, up to a limit.
_CONTEXT, _MOST_CONTEXT, _SIDES = 0.25, 6.0, 2
# A text is judged as a whole if this share of its words is unknown, by so many of its words.
_ASKED_FROM, _SAMPLED = 0.3, 2_000
# A piece is judged if this share of its words is unknown.
_SUSPICIOUS = 0.25
# A piece is in old spelling if so many of its words surely are, and this share of them are or may be. Behind a piece in
# old spelling, one such word is enough.
_OLD_WORDS, _OLD_SHARE = 2, 0.1


class _Evidence(NamedTuple):
    """What a piece says of its language.

    Attributes:
        nats: by how much the likeliest other language is cheaper than that of the pack.
        language: the code of this other language.
        words: how many words the piece has.
    """

    nats: float
    language: str
    words: int


class LanguageJudge:
    """Judges the language of pieces.

    Args:
        table: the costs of words.
        code: the code of the language of the pack.
        knows: says whether the lexicon knows a word.
        neighbours: for each neighbour language that has a pack, whether its lexicon knows a word.
        modern: returns today's spelling of a word in old spelling, else None; its second argument says whether to leave
            out what damage spells so too.
    """

    asked_from = _ASKED_FROM

    def __init__(
        self,
        table: LanguageTable,
        code: str,
        knows: Callable[[str], bool],
        neighbours: Sequence[tuple[str, Callable[[str], bool]]],
        modern: Callable[[str, bool], str | None],
    ) -> None:
        self._table = table
        self._code = code
        self._knows = knows
        self._neighbours = neighbours
        self._modern = modern

    def suspicious(self, piece: str) -> float:
        """Return how many unknown words a piece must hold to be judged."""
        return max(1.0, _SUSPICIOUS * (piece.count(" ") + piece.count("\n")))

    def evidence(self, words: Sequence[str]) -> _Evidence:
        """Weigh the words of a piece."""
        words = [word for word in words if len(word) <= _LONGEST]
        table = self._table
        languages = table.languages
        if not words or self._code not in languages:
            return _Evidence(-_FOREIGN, "", len(words))
        costs = list(table.costs([word.lower() for word in words]))
        ours = languages.index(self._code)
        nearby = [(languages.index(code), knows) for code, knows in self._neighbours if code in languages]
        for word in words:
            lowered = word.lower()
            if len(word) < 3 or table.has(lowered):
                continue
            if self._knows(word):
                costs[ours] -= _KNOWN
                continue
            for place, knows in nearby:
                if knows(lowered):
                    costs[place] -= _KNOWN_NEARBY
        cost, language = min((cost, code) for cost, code in zip(costs, languages, strict=True) if code != self._code)
        return _Evidence(costs[ours] - cost, language, len(words))

    def of_document(self, text: str) -> str:
        """Return the code of the language of a text, if it is another one than that of the pack; else empty."""
        words = self._words(text, 0, len(text))
        step = max(1, len(words) // _SAMPLED)
        found = self.evidence(words[::step])
        return found.language if found.nats >= _asked_of(len(words)) else ""

    def other_language(self, declared: str) -> str:
        """Return the code of a language that a file declares; empty if it is that of the pack, or none of the table."""
        code = self._table.code_of(declared)
        return "" if code == self._code else code

    def zones(
        self,
        text: str,
        pieces: Sequence[tuple[int, int]],
        suspects: Sequence[bool],
        document: str,
        declared: Sequence[str],
    ) -> Iterator[Zone]:
        """Yield the zones of a paragraph that are in another language, or in old spelling.

        Args:
            text: the text.
            pieces: the offsets of the pieces of the paragraph.
            suspects: for each piece, whether it may be in another language.
            document: the code of the language of the document if it is another one; else empty.
            declared: for each piece, the code of the other language that the file declares for it; else empty.
        """
        evidence: Memory[int, _Evidence] = Memory(
            lambda number: self.evidence(self._words(text, *pieces[number])), 1 << 20
        )
        after_old = False
        for number, (low, high) in enumerate(pieces):
            if not (suspects[number] or document):
                continue
            nats, language, words = evidence[number]
            missing = (_AMONG_FOREIGN if document else self._asked(text, low, high, words)) - nats
            missing -= _DECLARED if declared[number] else 0.0
            if 0 < missing <= _MOST_CONTEXT:
                beside = [*range(max(0, number - _SIDES), number), *range(number + 1, number + 1 + _SIDES)]
                missing -= _context(evidence[other].nats for other in beside if other < len(pieces))
            if missing <= 0:
                code = language if nats > 0 or not document else document
                yield Zone(low, high, ZoneKind.LANGUAGE, code, self._table.name(code))
            elif self._is_old(text[low:high], after_old=after_old):
                after_old = True
                yield Zone(low, high, ZoneKind.SPELLING)

    def _asked(self, text: str, low: int, high: int, words: int) -> float:
        """Return how many nats cheaper another language must be for a piece in a text of the language."""
        if words > 1 and _is_quoted(text, low, high):
            return _QUOTED
        return _asked_of(words)

    def _words(self, text: str, low: int, high: int) -> list[str]:
        """Return the words of a piece that say something of its language: those that signs divide are damaged."""
        found: list[str] = []
        for token in text[low:high].split():
            parts = [token] if token.isalpha() else _WORD.findall(token)
            if len(parts) > 1:
                inner = token[token.index(parts[0]) : token.rindex(parts[-1])]
                signs = set(inner).difference(*parts)
                may_be = signs <= _HYPHENS or (signs <= _HYPHENS | _APOSTROPHES and all(map(self._is_word, parts)))
                parts = parts if may_be else []
            found += parts
        return found

    def _is_word(self, part: str) -> bool:
        """Return whether a part of a string is a word of some language."""
        return self._table.has(part.lower()) or self._knows(part)

    def _is_old(self, piece: str, *, after_old: bool) -> bool:
        """Return whether a piece is in old spelling."""
        words = [word for word in _WORD.findall(piece) if word.islower()]
        sure = sum(1 for word in words if self._modern(word, True) is not None)
        if sure < (1 if after_old else _OLD_WORDS):
            return False
        old = sum(1 for word in words if self._modern(word, False) is not None)
        return old >= _OLD_SHARE * len(_WORD.findall(piece))


def _asked_of(words: int) -> float:
    """Return how many nats cheaper another language must be for so many words."""
    return _FOREIGN + _MORE_FOR_EACH * max(0, _FEW_WORDS - words)


def _context(beside: Iterable[float]) -> float:
    """Return how many nats the evidence of the pieces on both sides adds."""
    return min(_MOST_CONTEXT, _CONTEXT * sum(max(0.0, nats) for nats in beside))


def _is_quoted(text: str, low: int, high: int) -> bool:
    """Return whether a piece stands between quotation marks or brackets."""
    return text[low - 1 : low] in ("«", "“", "„", '"', "(", "[") and text[high : high + 1] in ("»", "”", '"', ")", "]")
