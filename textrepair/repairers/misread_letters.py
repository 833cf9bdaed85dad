from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import Confusions, Stage
from textrepair.repairer import Example

# The least Zipf value of a word that replaces a word with a capital.
_COMMON = 4.0
_PADDING = "la sécuritc ct la paix dcs pays sont lcs buts dc la société ct dcs Etats qui nous ont élus\n" * 6


@dataclass(frozen=True)
class MisreadLetters:
    """Corrects letters that were misread as others (chague, séourité, contréle), by the confusion table.

    A word with a capital is usually a name, so it is only corrected to a common word (Mlais, lls, Ja) or to one of the
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
            # The repairer accents proposes the changes in which only diacritics differ.
            diacritics=False,
        )
