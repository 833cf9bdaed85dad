from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import Confusion, Pack, Prefilter, Proposal, Stage, UnknownWord, View
from textrepair.repairer import Example

_SPACED = " \u00a0\u202f"
_MARKS = "!?"
_PADDING = "Ahl mon Dieul que dites-vous lal Hélasl ce n’est pas possiblel Ohl le malheureuxl Arrêtezl\n" * 3


class _Rows(NamedTuple):
    """The rows of the confusion table that are about signs.

    Attributes:
        marks: marks that are read as letters.
        after: letters that are read as nothing but signs, by the first of these signs.
        before: letters that are read as a string that ends in a sign, by that sign.
    """

    marks: list[Confusion]
    after: defaultdict[str, list[Confusion]]
    before: defaultdict[str, list[Confusion]]


def _rows(pack: Pack) -> _Rows:
    rows = _Rows([], defaultdict(list), defaultdict(list))
    for row in pack.confusions:
        if row.printed.strip() in tuple(_MARKS) and row.read.isalpha():
            rows.marks.append(row)
        elif row.printed.isalpha() and row.read.strip() and not row.read.isalnum():
            rows.before[row.read[-1]].append(row)
            if not any(map(str.isalnum, row.read)):
                rows.after[row.read[0]].append(row)
    return rows


def _pattern(pack: Pack) -> str:
    """Return a pattern of a word that ends in letters that marks are read as, or that has such a sign beside it."""
    rows = _rows(pack)
    marks = "|".join(re.escape(row.read) for row in rows.marks) or "(?!)"
    after, before = (
        "|".join(sorted({re.escape(row.read) for found in table.values() for row in found})) or "(?!)"
        for table in (rows.after, rows.before)
    )
    return rf"(?:{marks})(?![^\W\d_])|[^\W\d_](?:{after})|(?:{before})[^\W\d_]"


_UNKNOWN_BESIDE_SIGN = Prefilter(_pattern, unknown=True)


@dataclass(frozen=True)
class MisreadSigns:
    """Restores marks that were read as the last letter of a word (Dieul), and letters read as marks (duque!, !a).

    It writes before a mark the space that the document writes there.
    """

    name: ClassVar[str] = "misread-signs"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter] = _UNKNOWN_BESIDE_SIGN
    examples: ClassVar[tuple[Example, ...]] = (
        Example("mon Dieul que je suis las", "mon Dieu ! que je suis las", padding=_PADDING),
        Example("le maire, duque! on disait du bien", "le maire, duquel on disait du bien", padding=_PADDING),
        Example("à Montreul et chez M. Revel", "à Montreul et chez M. Revel"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose a mark for the last letter of each unknown word, and a letter for the sign beside it."""
        space: str | None = None
        rows = view.prepared(_rows)
        for unknown in view.unknown_words_in(_UNKNOWN_BESIDE_SIGN):
            word, start, end = unknown
            for rest, row in _marks(word, rows, view.pack):
                if space is None:
                    space = _space(view)
                mark = row.printed.strip()
                reason = f"‘{mark}’ after ‘{rest}’ read as ‘{row.read}’"
                yield Proposal(start, end, f"{rest}{space}{mark}", reason, row.cost)
            if word.isalpha():
                yield from _letters(unknown, rows, view)


def _marks(word: str, rows: _Rows, pack: Pack) -> Iterator[tuple[str, Confusion]]:
    """Yield the word that is left without its last letters where a mark was read as these letters."""
    for row in rows.marks:
        if word.endswith(row.read) and len(rest := word[: -len(row.read)]) > 1 and pack.knows(rest):
            yield rest, row


def _letters(unknown: UnknownWord, rows: _Rows, view: View) -> Iterator[Proposal]:
    word, start, end = unknown
    for row in rows.after.get(view.text[end : end + 1], ()):
        if view.text.startswith(row.read, end) and view.pack.knows(word + row.printed):
            yield _proposal(start, end + len(row.read), word + row.printed, row)
    for row in rows.before.get(view.text[start - 1 : start], ()):
        low = start - len(row.read)
        if low >= 0 and view.text.startswith(row.read, low) and view.pack.knows(row.printed + word):
            yield _proposal(low, end, row.printed + word, row)


def _proposal(start: int, end: int, word: str, row: Confusion) -> Proposal:
    return Proposal(start, end, word, f"‘{row.printed}’ of ‘{word}’ read as ‘{row.read}’", row.cost)


def _space(view: View) -> str:
    """Return what the document writes before such marks; in a document without them, what the language asks for."""
    seen, spaced = view.shared.marks_behind(_MARKS, _SPACED)
    if seen:
        return " " if 2 * spaced > seen else ""
    return " " if any(mark in view.pack.rules.spaced for mark in _MARKS) else ""
