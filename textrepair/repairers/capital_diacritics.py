from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Proposal, Stage, View, ZoneKind, like_case
from textrepair.repairer import Example

_CAPITAL = re.compile(r"(?<![\w.])[A-Z\u00c0-\u00d6\u00d8-\u00de][^\W\d_]*")
_NEXT = re.compile(r" ([^\W\d_]+)")
# The accented word must cost this many nats less before the word after it.
_MARGIN = 2.0


@dataclass(frozen=True)
class CapitalDiacritics:
    """Adds the diacritics that capitals were set without (Etat, A cet égard, ASSEMBLEE)."""

    name: ClassVar[str] = "capital-diacritics"
    stage: ClassVar[Stage] = Stage.TYPOGRAPHY
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    triggers: ClassVar[re.Pattern[str] | None] = _CAPITAL
    examples: ClassVar[tuple[Example, ...]] = (
        Example("Les Etats membres. A cet égard, l’ASSEMBLEE", "Les États membres. À cet égard, l’ASSEMBLÉE"),
        Example("Elle et Emile, la lettre A, et l’ONU", "Elle et Émile, la lettre A, et l’ONU"),
        Example("Aucun Objet. A-t-il raison ?", "Aucun Objet. A-t-il raison ?"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the only word that has the same letters and one or more diacritics."""
        pack = view.pack
        homographs = pack.rules.homographs
        for match in _CAPITAL.finditer(view.text):
            word = match.group()
            plain = word.lower()
            if len(word) == 1:
                following = _NEXT.match(view.text, match.end())
                accented = homographs.get(plain)
                if accented and following and following[1].islower():
                    gain = pack.pair_cost(plain, following[1]) - pack.pair_cost(accented, following[1])
                    if gain > _MARGIN:
                        yield Proposal(*match.span(), accented.upper(), f"‘{accented} {following[1]}’")
                continue
            if pack.entry(word) is not None or pack.entry(plain) is not None:
                continue
            entries = pack.variants(word)
            readings = [like_case(word, entry.form) for entry in entries if len(entry.form) == len(word)]
            if not word.isupper():
                readings = [reading for reading in readings if reading[1:] == word[1:]]
            if len(set(readings)) == 1 and readings[0] != word:
                yield Proposal(*match.span(), readings[0], f"‘{readings[0]}’ has its diacritics")
