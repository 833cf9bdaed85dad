"""Confusions that recur in a document.

An engine that reads ``lh`` and ``dejh`` reads à as h, so a lone ``h`` is probably à. A confusion counts once for each
different word: one damaged word proves nothing about others.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import Levenshtein

from textrepair.core.pack import Pack
from textrepair.core.statistics import Inventory
from textrepair.memory import Memory

__all__ = ["Recurrences", "confusions_in"]

# One word counts at most this many times, however often it occurs.
_OFTEN = 3
# A confusion recurs if it occurs in this many slots besides the one in question. Its rate in the document is smoothed
# as if the character had been read so many more times at the rate of the general table.
_OTHER_TYPES, _PRIOR_READ = 2, 200.0
# The event whose price a confusion has that is not in the table.
_ANY_CONFUSION = "letter-misread"
# Stands for any letter that was lost without a trace. It is a private-use character.
_LOST = "\ue000"
# A confusion of more characters than this on one side is no pattern.
_PIECE = 3


def confusions_in(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the confusions in which a word and its repair differ, as printed and read; empty if they are no pattern.

    >>> confusions_in("dejh", "déjà"), confusions_in("trs", "très"), confusions_in("guene", "guerre")
    ((('é', 'e'), ('à', 'h')), (('è', ''),), (('rr', 'n'),))
    """
    before, after = before.lower(), after.lower()
    same = [
        (operation.src_start, operation.src_end, operation.dest_start, operation.dest_end)
        for operation in Levenshtein.opcodes(before, after)
        if operation.tag == "equal"
    ]
    found = []
    source = target = 0
    # Everything between two equal parts is one confusion, such as an insertion beside a replacement.
    for start, end, begins, ends in [*same, (len(before), len(before), len(after), len(after))]:
        if (start, begins) != (source, target):
            read, printed = before[source:start], after[target:begins]
            if len(read) > _PIECE or len(printed) > _PIECE:
                return ()
            found.append((printed, read))
        source, target = end, ends
    return tuple(found)


class Recurrences:
    """The confusions that recur in a document.

    Args:
        changes: the likely changes: what stands, its repair, and the text of the slot.
        inventory: how often each character occurs in the document.
        pack: the language, whose confusion table holds the general costs.
        confusions: the memory of :func:`confusions_in`.
        lost: the letters that the document has lost. An engine that drops one of them drops others, so they count as
            one confusion.
    """

    def __init__(
        self,
        changes: Iterable[tuple[str, str, str]],
        inventory: Inventory,
        pack: Pack,
        confusions: Memory[tuple[str, str], tuple[tuple[str, str], ...]],
        lost: Iterable[str] = (),
    ) -> None:
        self._confusions = confusions
        self._lost = frozenset(lost)
        words: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for before, after, slot in changes:
            for confusion in self._kinds(before, after):
                words[confusion][slot] += 1
        general = pack.confusion_costs
        any_confusion = pack.prices[_ANY_CONFUSION]
        self._gains: dict[tuple[str, str], float] = {}
        self._words: Mapping[tuple[str, str], Counter[str]] = words
        for (printed, read), seen in words.items():
            if len(seen) <= _OTHER_TYPES:
                continue
            times = sum(min(count, _OFTEN) for count in seen.values())
            if printed == _LOST:
                came = sum(inventory[letter] for letter in self._lost)
            else:
                came = min((inventory[letter] for letter in printed), default=inventory.total)
            usual = math.exp(-general.get((printed, read), any_confusion))
            share = (times + _PRIOR_READ * usual) / (times + came + _PRIOR_READ)
            if share > usual:
                self._gains[printed, read] = math.log(share / usual)

    def _kinds(self, before: str, after: str) -> Iterator[tuple[str, str]]:
        """Yield the confusions in which a word and its repair differ; all dropped letters are the same confusion."""
        for printed, read in self._confusions[before, after]:
            yield (_LOST if not read and printed in self._lost else printed), read

    @property
    def any(self) -> bool:
        """Whether any confusion is more frequent in the document than in general."""
        return bool(self._gains)

    def gain(self, before: str, after: str, slot: str) -> float:
        """Return by how many nats a change is cheaper in the document than in general; 0 if nothing recurs.

        A confusion counts only if it occurs in other slots as well.

        Args:
            before: what stands.
            after: its repair.
            slot: the text of the slot in which it stands.
        """
        gain = 0.0
        for confusion in self._kinds(before, after):
            if confusion in self._gains and self._others(confusion, slot) >= _OTHER_TYPES:
                gain += self._gains[confusion]
        return gain

    def types(self, before: str, after: str, slot: str) -> int:
        """Return in how many other slots the rarest confusion of a change occurs in a likely change."""
        return min((self._others(confusion, slot) for confusion in self._kinds(before, after)), default=0)

    def _others(self, confusion: tuple[str, str], slot: str) -> int:
        seen: Mapping[str, int] = self._words.get(confusion, {})
        return len(seen) - (slot in seen)
