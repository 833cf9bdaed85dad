from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.document import View
from textrepair.repairer import Example, Proposal, Stage

_LOST = 0.1
_SIGN = 2.0
_PADDING = (
    "Les participants ont été réunis et les délégués élus ont présenté un résumé général des activités de la "
    "société. Les évènements récents ont montré l’utilité des échanges et de la coopération entre les États. "
) * 10


@dataclass(frozen=True)
class LostAccents:
    """Restores à, où, là, dès, dû and sûr, by context, in a document that has lost their letters.

    "a", "ou" and "la" are words, so one of them alone is no damage. But an engine that never prints ``à``
    where some are due has lost it, and only in its text each of them is weighed against the other by the
    words on both sides. Such engines read a lone ``à`` as ``&`` as well.
    """

    name: ClassVar[str] = "lost-accents"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("il cherche a renforcer sa sécurité", "il cherche à renforcer sa sécurité", padding=_PADDING),
        Example("il a été élu et elle a parlé", "il a été élu et elle a parlé", padding=_PADDING),
        Example("il cherche a renforcer sa sécurité", "il cherche a renforcer sa sécurité"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose each word that another may have been printed for."""
        rules, lost = view.language.rules, view.profile.lost
        pairs = {plain: word for plain, word in rules.homographs.items() if lost.intersection(word)}
        if pairs:
            for match in re.finditer(rf"(?<![\w’'-])(?:{'|'.join(sorted(pairs))})(?![\w’'-])", view.text):
                word = pairs[match.group()]
                yield Proposal(*match.span(), word, f"the document has lost ‘{word}’", _LOST)
        signs = {sign: word for sign, word in rules.diacritic_glyphs.items() if lost.intersection(word)}
        if signs:
            for match in re.finditer(rf"(?<=\s)[{re.escape(''.join(sorted(signs)))}](?=\s+[^\W\d_])", view.text):
                word = signs[match.group()]
                yield Proposal(
                    *match.span(), word, f"‘{match.group()}’ read for ‘{word}’, which the document has lost", _SIGN
                )
