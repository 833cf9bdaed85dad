"""What the damage of a document says about the rest of it.

An engine that reads ``pere`` and ``meme`` loses accents, and then ``passe`` may be passé; one that reads ``lh`` and
``dejh`` reads h for à, and then a lone ``h`` is à. Both are counted here, in different words: one damaged word is
no rule.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from textrepair.core.inventory import Inventory
from textrepair.tables.foldindex import fold

if TYPE_CHECKING:
    from textrepair.core.pack import Language

__all__ = ["Systematic", "confusions_in", "drop_rates", "general_costs", "loss_rates", "shortened_forms"]

# One word counts so often at the most, however often it occurs.
_OFTEN = 3
# In so many different words a letter must have been lost to be lost elsewhere; they weigh against so many letters
# that are assumed to have come through.
_LOST_TYPES, _PRIOR_CAME = 3, 10
# Inventories differ by nature: a letter of which this many were due and so small a share came was lost.
_DUE, _CAME = 6.0, 0.2
# Letters rarer than this, in 10,000, come and go with the subject of a text: that they are absent says nothing before
# so many are due, unless a word shows that they are lost.
_RARE, _RARE_DUE = 10.0, 60.0
# So many letters must be due that are lost, for the rare ones to be taken as lost as well.
_ALL_DUE = 60.0
_MOST = 0.9
# A word must be so frequent (Zipf value) to be looked for without one of its letters, and have so many letters.
_SHORTENED, _LETTERS_LEFT = 3.5, 2
# In so many words besides the one in question must a confusion occur to be systematic; it weighs against so many
# readings by the general table.
_OTHER_TYPES, _PRIOR_READ = 2, 200.0
# −ln of the chance of a confusion that is in no table.
_ANY = 8.0
# Stands for every letter that is lost; no text holds it.
_LOST = "\ue000"
# Confusions of so many characters on one side are no pattern.
_PIECE = 3


def loss_rates(inventory: Inventory, unknown: Counter[str], language: Language) -> dict[str, float]:
    """Estimate which share of each letter with a diacritic the document has lost.

    Args:
        inventory: how often each character occurs in it.
        unknown: how often each unknown word does.
        language: knows the words, and how frequent the letters are.

    Returns:
        Letters in lower case and shares, 0–1; only those of which some are lost.
    """
    lost: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for word, count in unknown.items():
        if not (word.isalpha() and word.islower()):
            continue
        for entry in language.lexicon.accent_variants(word)[:1]:
            if len(entry.form) != len(word):
                continue
            for letter in {a for a, b in zip(entry.form, word, strict=True) if a != b and fold(a) == b}:
                lost[letter] += min(count, _OFTEN)
                types[letter] += 1
    rates: dict[str, float] = {}
    rare: dict[str, float] = {}
    all_lost = all_due = 0.0
    for letter, per_ten_thousand in language.rules.diacritic_frequencies.items():
        came = inventory[letter]
        rate = lost[letter] / (lost[letter] + came + _PRIOR_CAME) if types[letter] >= _LOST_TYPES else 0.0
        due = per_ten_thousand * inventory.letters / 10_000
        telling = due >= (_DUE if per_ten_thousand >= _RARE or types[letter] else _RARE_DUE)
        if telling and came < _CAME * due:
            rate = max(rate, 1 - came / due)
            all_lost, all_due = all_lost + due - came, all_due + due
        if rate:
            rates[letter] = min(rate, _MOST)
        elif not telling:
            rare[letter] = came / due if due else 0.0
    # Of a rare letter little is due in a short text. Where most of the others are lost, it is too.
    if all_due >= _ALL_DUE:
        for letter, share in rare.items():
            if share < 1:
                rates[letter] = min(all_lost / all_due, _MOST)
    return rates


def drop_rates(inventory: Inventory, unknown: Counter[str], language: Language) -> dict[str, float]:
    """Estimate which share of each letter with a diacritic the document leaves out, so that no sign stands for it.

    Args:
        inventory: how often each character occurs in it.
        unknown: how often each unknown word does.
        language: knows the words, and how frequent the letters are.

    Returns:
        Letters in lower case and shares, 0–1; none unless several words lack one.
    """
    shorter = shortened_forms(language)
    dropped: Counter[str] = Counter()
    types = 0
    for word, count in unknown.items():
        # What lacks its last letter may be short for a word (exig., référ.).
        letters = {letter for form, letter in shorter.get(word, ()) if not form.startswith(word)}
        if len(letters) == 1:
            types += 1
            dropped[letters.pop()] += min(count, _OFTEN)
    if types < _LOST_TYPES:
        return {}
    due = {
        letter: max(per_ten_thousand * inventory.letters / 10_000, dropped[letter] + inventory[letter])
        for letter, per_ten_thousand in language.rules.diacritic_frequencies.items()
    }
    usual = dropped.total() / sum(due.values())
    # Of a letter of which little is due, as much is left out as of all.
    return {
        letter: min(_MOST, (dropped[letter] + usual * _PRIOR_CAME) / (count + _PRIOR_CAME))
        for letter, count in due.items()
    }


@lru_cache(maxsize=8)
def shortened_forms(language: Language) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the frequent words with a diacritic by what is left of them without that letter, and the letter.

    >>> from textrepair.core.pack import load_language
    >>> shortened_forms(load_language("fr"))["tait"]
    (('était', 'é'),)
    """
    letters = frozenset(language.rules.diacritic_frequencies)
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for form in language.lexicon.at_least(_SHORTENED):
        if form.isalpha() and form.islower() and len(form) > _LETTERS_LEFT and not letters.isdisjoint(form):
            for place, letter in enumerate(form):
                if letter in letters:
                    found[form[:place] + form[place + 1 :]].add((form, letter))
    return {word: tuple(sorted(forms)) for word, forms in found.items()}


@lru_cache(maxsize=1 << 14)
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
    # What differs lies between stretches that are the same: an insertion beside a replacement is one confusion.
    for start, end, begins, ends in [*same, (len(before), len(before), len(after), len(after))]:
        if (start, begins) != (source, target):
            read, printed = before[source:start], after[target:begins]
            if len(read) > _PIECE or len(printed) > _PIECE:
                return ()
            found.append((printed, read))
        source, target = end, ends
    return tuple(found)


class Systematic:
    """The confusions that come back in a document.

    Args:
        changes: what stands in a place, its likely repair, and the stretch of text in which it stands.
        inventory: how often each character occurs in the document.
        language: its confusion table says how likely each is in general.
        lost: letters that the document has lost. An engine that leaves out one of them leaves out others: they count
            together.
    """

    def __init__(
        self,
        changes: Iterable[tuple[str, str, str]],
        inventory: Inventory,
        language: Language,
        lost: Iterable[str] = (),
    ) -> None:
        self._lost = frozenset(lost)
        words: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for before, after, stretch in changes:
            for confusion in self._kinds(before, after):
                words[confusion][stretch] += 1
        general = general_costs(language)
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
            usual = math.exp(-general.get((printed, read), _ANY))
            share = (times + _PRIOR_READ * usual) / (times + came + _PRIOR_READ)
            if share > usual:
                self._gains[printed, read] = math.log(share / usual)

    def _kinds(self, before: str, after: str) -> Iterator[tuple[str, str]]:
        """Yield what is confused where a word and its repair differ, lost letters that left no trace as one."""
        for printed, read in confusions_in(before, after):
            yield (_LOST if not read and printed in self._lost else printed), read

    @property
    def any(self) -> bool:
        """Whether any confusion comes back so often that it is likelier here than in general."""
        return bool(self._gains)

    def gain(self, before: str, after: str, stretch: str) -> float:
        """Return the nats by which a change is likelier here than in general; 0 if nothing comes back.

        A confusion counts only if it occurs in other stretches as well.

        Args:
            before, after, stretch: as above.
        """
        gain = 0.0
        for confusion in self._kinds(before, after):
            if confusion in self._gains and self._others(confusion, stretch) >= _OTHER_TYPES:
                gain += self._gains[confusion]
        return gain

    def types(self, before: str, after: str, stretch: str) -> int:
        """Return in how many other stretches the rarest confusion of a change is likely."""
        return min((self._others(confusion, stretch) for confusion in self._kinds(before, after)), default=0)

    def _others(self, confusion: tuple[str, str], stretch: str) -> int:
        seen: Mapping[str, int] = self._words.get(confusion, {})
        return len(seen) - (stretch in seen)


@lru_cache(maxsize=8)
def general_costs(language: Language) -> dict[tuple[str, str], float]:
    """Return what each confusion of the table costs, in nats, by what was printed and what is read."""
    return {(row.printed, row.read): row.cost for row in language.confusions}
