from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Joins, Stage, ZoneKind
from textrepair.repairer import Example


@dataclass(frozen=True)
class SplitWords:
    """Joins the pieces of a word that fell apart (Secr étaire, per manents, international es).

    One of two or three neighbours must be no word, or a short and uncommon one. Joined, they must make a word, or
    words that ran together ("L ettresidentiques").

    Args:
        pieces: how many pieces a word may have fallen into.
    """

    pieces: int = 3

    name: ClassVar[str] = "split-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    # Old spelling says nothing about spaces.
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    examples: ClassVar[tuple[Example, ...]] = (
        Example("adressées au Secr étaire général", "adressées au Secrétaire général"),
        Example("les Représentants per manents de la Chine", "les Représentants permanents de la Chine"),
        Example("la sécurité international es.", "la sécurité internationales."),
        Example("L ettresidentiques datées du 19 septembre", "Lettres identiques datées du 19 septembre"),
        Example("tu es là et la vie est belle", "tu es là et la vie est belle"),
    )

    def spec(self) -> Joins:
        """Declare what it looks for."""
        return Joins(pieces=self.pieces)
