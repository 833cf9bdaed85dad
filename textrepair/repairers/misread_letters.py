from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Confusions, Stage
from textrepair.repairer import Example

# How frequent a word must be (Zipf value) for a word with a capital to be a misreading of it.
_COMMON = 4.0
_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


@dataclass(frozen=True)
class MisreadLetters:
    """Corrects letters that were read for others (chague, séourité, contréle), by a confusion table.

    A word with a capital is mostly a name: it may only be a misread common word (Mlais, lls, Ja), or one of the
    user's own.

    Args:
        changes: how many confusions one word may hold.
    """

    changes: int = 2

    name: ClassVar[str] = "misread-letters"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("chaque pays et chague peuple", "chaque pays et chaque peuple"),
        Example("en faveur du contréle des armements", "en faveur du contrôle des armements"),
        Example("afin gqu’il puisse", "afin qu’il puisse"),
        Example("Mlais il fallait dîner, et ils vinrent", "Mais il fallait dîner, et ils vinrent", padding=_PADDING),
        Example("le poète Hikmatov et la ville de Semipalatinsk", "le poète Hikmatov et la ville de Semipalatinsk"),
    )

    def spec(self) -> Confusions:
        """Declare what it looks for."""
        return Confusions(
            read="letters and digits",
            words="letters and digits",
            case="names",
            changes=self.changes,
            several_from=6,
            common=_COMMON,
            # Where nothing but diacritics changes, the repairer accents knows better.
            diacritics=False,
        )
