"""Confusions that come back in a document.

An engine that reads ``lh`` and ``dejh`` reads h for à, and then a lone ``h`` is à. Such confusions are counted in
different words: one damaged word is no rule.
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

# One word counts so often at the most, however often it occurs.
_OFTEN = 3
# In so many words besides the one in question must a confusion occur to recur; it weighs against so many readings by
# the general table.
_OTHER_TYPES, _PRIOR_READ = 2, 200.0
# The event of a confusion that is in no table.
_ANY_CONFUSION = "letter-misread"
# Stands for every letter that is lost; no text holds it.
_LOST = "\ue000"
# Confusions of so many characters on one side are no pattern.
_PIECE = 3


def confusions_in(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return what was printed and what is read, where a word and its repair differ; empty if that is no pattern.

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
    # What differs lies between what is the same: an insertion beside a replacement is one confusion.
    for start, end, begins, ends in [*same, (len(before), len(before), len(after), len(after))]:
        if (start, begins) != (source, target):
            read, printed = before[source:start], after[target:begins]
            if len(read) > _PIECE or len(printed) > _PIECE:
                return ()
            found.append((printed, read))
        source, target = end, ends
    return tuple(found)


class Recurrences:
    """The confusions that come back in a document.

    Args:
        changes: what stands in a place, its likely repair, and the slot in which it stands.
        inventory: how often each character occurs in the document.
        pack: its confusion table says how likely each is in general.
        confusions: what is confused where a word and its repair differ (:func:`confusions_in`), remembered.
        lost: letters that the document has lost. An engine that leaves out one of them leaves out others: they count
            together.
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
        """Yield what is confused where a word and its repair differ, lost letters that left no trace as one."""
        for printed, read in self._confusions[before, after]:
            yield (_LOST if not read and printed in self._lost else printed), read

    @property
    def any(self) -> bool:
        """Whether any confusion comes back so often that it is likelier here than in general."""
        return bool(self._gains)

    def gain(self, before: str, after: str, slot: str) -> float:
        """Return the nats by which a change is likelier here than in general; 0 if nothing comes back.

        A confusion counts only if it occurs in other slots as well.

        Args:
            before, after, slot: as above.
        """
        gain = 0.0
        for confusion in self._kinds(before, after):
            if confusion in self._gains and self._others(confusion, slot) >= _OTHER_TYPES:
                gain += self._gains[confusion]
        return gain

    def types(self, before: str, after: str, slot: str) -> int:
        """Return in how many other slots the rarest confusion of a change is likely."""
        return min((self._others(confusion, slot) for confusion in self._kinds(before, after)), default=0)

    def _others(self, confusion: tuple[str, str], slot: str) -> int:
        seen: Mapping[str, int] = self._words.get(confusion, {})
        return len(seen) - (slot in seen)
