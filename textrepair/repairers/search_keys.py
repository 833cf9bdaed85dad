from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import ANY_ZONE, Pack, Proposal, Stage, View, ZoneKind
from textrepair.fork_lock import FORK_LOCK
from textrepair.repairer import Example

_BETWEEN = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^a-z0-9\W_]")


def _fold(character: str, _: Pack) -> str:
    with FORK_LOCK:  # unidecode imports a module for each block of 256 characters
        from unidecode import unidecode

        plain = unidecode(character)
    return _BETWEEN.sub("", plain.lower())


@dataclass(frozen=True)
class SearchKeys:
    """Folds case, diacritics, ligatures, punctuation and spaces to make a key for an index.

    The key is not a text to read. The patch of the repair maps every offset of the key back to the source.
    """

    name: ClassVar[str] = "search-keys"
    stage: ClassVar[Stage] = Stage.KEYS
    default: ClassVar[bool] = False
    zones: ClassVar[frozenset[ZoneKind]] = ANY_ZONE
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("L’Œuvre — « déjà » lue,\nÀ PARIS.", "l oeuvre deja lue a paris "),
        Example("deja lue a paris", "deja lue a paris"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose a folded letter for each letter, and one space for everything between two words."""
        for match in _BETWEEN.finditer(view.text):
            if match.group() != " ":
                yield Proposal(*match.span(), " ", "between two words")
        folded = view.memory(_fold)
        for match in _LETTER.finditer(view.text):
            yield Proposal(*match.span(), folded[match.group()], "folded")
