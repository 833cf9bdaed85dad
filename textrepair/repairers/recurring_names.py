from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Prefilter, Proposal, Stage, View, confusions_in, fold
from textrepair.fork_lock import FORK_LOCK
from textrepair.repairer import Example

# The least number of letters of a name, and the number from which on two letters of it may be misread.
_SHORTEST, _LONG = 4, 6
# A name must occur this many times as often as its misreading.
_OFTENER = 4
# Measured on free sets (OCR of modern print, charters and typescripts, novels with noise): of the changes whose
# confusions are in the table, 43 are right, 8 reduce the error and 3 are wrong.
_SUPPORT = 0.9
# In a document with this share (0–1) of damaged words, an engine confuses any letters: of the changes with another
# confusion in a word of at least so many letters, 25 are right and one is wrong.
_SUPPORT_IN_RUINS, _RUINED, _TELLING = 0.75, 0.08, 5
# Endings that make another name: Martin and Martine, Comanche and Comanches. Two letters do so too: Berlin, Berliner.
_ENDINGS = ("s", "x", "e", "a", "o", "i")
# A letter that is a capital, or of a script that this pattern does not know.
_UNKNOWN_NAME = Prefilter(r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff\u0153]", unknown=True)
_PADDING = "Le jeune Deslauriers parut. Deslauriers dit que lcs rapports de Deslauriers ct de M. Arnoux ...\n" * 4


@dataclass(frozen=True)
class RecurringNames:
    """Corrects misread names (Deslauricrs) by the names that recur in the document.

    It is asked in damaged documents only, and changes words with a capital that the lexicon does not know. The lexicon
    need not know the name either: a name that recurs is one.

    Args:
        times: how often a name must occur in the document.
    """

    times: int = 3

    name: ClassVar[str] = "recurring-names"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    # A sound document has different names that resemble each other.
    from_damage: ClassVar[float] = 0.005
    triggers: ClassVar[Prefilter] = _UNKNOWN_NAME
    examples: ClassVar[tuple[Example, ...]] = (
        Example("Alors Deslauricrs sortit", "Alors Deslauriers sortit", padding=_PADDING),
        Example("Alors Deslaurière sortit", "Alors Deslaurière sortit"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose recurring names for the unknown words that resemble them."""
        doubtful = [suspect for suspect in view.unknown_words_in(_UNKNOWN_NAME) if _is_name(suspect.text)]
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
        """Return the names that a word may be a misreading of, each with its cost in nats and its support (0–1)."""
        most = 1 if len(word) < _LONG else 2
        pack = view.pack
        costs, prices = pack.confusion_costs, pack.prices
        lost, misread = prices["diacritic-lost"], prices["letter-misread"]
        with FORK_LOCK:  # an import holds a lock that a fork would leave locked; most texts have no such word
            from rapidfuzz import process
            from rapidfuzz.distance import Levenshtein
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
            # Engines make these confusions. Authors vary names in other ways (Baudry, Beaudry).
            support = 0.0
            if confusions and all(confusion in costs for confusion in confusions):
                support = _SUPPORT
            elif len(confusions) == 1 and len(word) >= _TELLING and view.statistics.damage >= _RUINED:
                support = _SUPPORT_IN_RUINS
            if not pack.knows(name):
                # The lattice charges for spelling out an unknown word. The document has this one, so it costs less.
                cost -= max(0.0, pack.spelling_cost(name) - math.log(view.statistics.words / times))
            found.append((name, cost, support))
        return sorted(found)


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word[0].isupper() and not word.isupper()


def _is_form(word: str, name: str) -> bool:
    """Return whether one word may be a form of the other."""
    shorter, longer = sorted((word, name), key=len)
    rest = longer[len(shorter) :]
    return longer.startswith(shorter) and (rest in _ENDINGS or len(rest) > 1)
