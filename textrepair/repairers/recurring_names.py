from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from textrepair.core import Prefilter, Proposal, Stage, View, confusions_in, fold
from textrepair.repairer import Example

# Of so few letters a word says too little; in so many two places may be misread.
_SHORTEST, _LONG = 4, 6
# A name must stand so many times as often as what may be a misreading of it.
_OFTENER = 4
# Measured on free sets (OCR of modern print, charters and typescripts, novels with noise): of such changes, if the
# confusions are those of engines, 43 are right, 8 come nearer and 3 are wrong.
_SUPPORT = 0.9
# ... and in a text so damaged that its engine reads anything for anything, of those with another confusion, if the word
# has so many letters, 25 are right and one is wrong.
_SUPPORT_IN_RUINS, _RUINED, _TELLING = 0.75, 0.08, 5
# What makes another name of one: Martin and Martine, Comanche and Comanches. So do two letters: Berlin and Berliner.
_ENDINGS = ("s", "x", "e", "a", "o", "i")
# A letter that is a capital, or of a script that this pattern does not know.
_UNKNOWN_NAME = Prefilter(r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff\u0153]", unknown=True)
_PADDING = "Le jeune Deslauriers parut. Deslauriers dit que lcs rapports de Deslauriers ct de M. Arnoux ...\n" * 4


@dataclass(frozen=True)
class RecurringNames:
    """Corrects names that were misread here and there (Deslauricrs), by what the document itself has elsewhere.

    Only in damaged documents, and only words with a capital that the lexicon does not know. The name need not be
    known: that it recurs shows that it is one.

    Args:
        times: how often a name must stand in the document.
    """

    times: int = 3

    name: ClassVar[str] = "recurring-names"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    # In so many words must one be unknown: a sound text has names of its own that are much alike.
    from_damage: ClassVar[float] = 0.005
    triggers: ClassVar[Prefilter] = _UNKNOWN_NAME
    examples: ClassVar[tuple[Example, ...]] = (
        Example("Alors Deslauricrs sortit", "Alors Deslauriers sortit", padding=_PADDING),
        Example("Alors Deslaurière sortit", "Alors Deslaurière sortit"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the names that recur for unknown words much like them."""
        doubtful = [suspect for suspect in view.unknown_words if _is_name(suspect.text)]
        if not doubtful:
            return
        names = [
            name for name, count in view.statistics.names.items() if count >= self.times and len(name) >= _SHORTEST
        ]
        if not names:
            return
        known = {word: self._readings(view, word, names) for word in {suspect.text for suspect in doubtful}}
        for word, start, end in doubtful:
            for name, cost, support in known[word]:
                times = view.statistics.names[name]
                reason = f"‘{word}’ is no word; ‘{name}’ stands {times} times in the document"
                yield Proposal(start, end, name, reason, cost, support)

    def _readings(self, view: View, word: str, names: list[str]) -> list[tuple[str, float, float]]:
        """Return the names that a word may be a misreading of, nats, and how sure that makes the change."""
        most = 1 if len(word) < _LONG else 2
        pack = view.pack
        costs, prices = pack.confusion_costs, pack.prices
        lost, misread = prices["diacritic-lost-in-name"], prices["letter-misread"]
        found = []
        for name, _, _ in process.extract(word, names, scorer=Levenshtein.distance, score_cutoff=most, limit=None):
            times = view.statistics.names[name]
            if name.lower() == word.lower() or times < _OFTENER * view.statistics.names[word] or _is_form(word, name):
                continue
            confusions = confusions_in(word, name)
            cost = sum(
                costs.get((printed, read), lost if fold(printed) == fold(read) else misread)
                for printed, read in confusions
            )
            # Engines read so; authors vary names in other ways (Baudry, Beaudry).
            support = 0.0
            if confusions and all(confusion in costs for confusion in confusions):
                support = _SUPPORT
            elif len(confusions) == 1 and len(word) >= _TELLING and view.statistics.damage >= _RUINED:
                support = _SUPPORT_IN_RUINS
            if not pack.knows(name):
                # It need not be spelt out: the document has it.
                cost -= max(0.0, pack.spelling_cost(name) - math.log(view.statistics.words / times))
            found.append((name, cost, support))
        return sorted(found)


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word[0].isupper() and not word.isupper()


def _is_form(word: str, name: str) -> bool:
    """Whether two words may be forms of each other."""
    shorter, longer = sorted((word, name), key=len)
    rest = longer[len(shorter) :]
    return longer.startswith(shorter) and (rest in _ENDINGS or len(rest) > 1)
