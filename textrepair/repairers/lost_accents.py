from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textrepair.core import LostDiacritics, Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

# Share (0–1): where a document has lost less of a letter, words that are right without it are left alone.
_SHARE = 0.05
# Share (0–1) of a letter that must be left out. A known word must be rarer than the longer one by this Zipf value.
_SHARE_LEFT_OUT, _COMMONER = 0.05, 1.0
# Share (0–1) of damaged words from which on letters may be left out.
_DAMAGED = 0.02
_TWO_SPACES = re.compile(r"  (?<=[^\W\d_]  )(?=[^\W\d_])")
_PADDING = (
    "La mere du maire et le pere de son frere sont venus a Paris, a Lyon et a Lille apres la fete. Puis on a vu que "
    "les hommes de ce pays ont voulu la paix et le pain pour tous, a la ville et a la campagne. "
) * 8
_LEFT_OUT = (
    "La mre du maire et le pre de son frre taient venus a la fte, trs contents. Le chteau, le thtre et la bibliothque "
    "taient ferms; l'vque et les lves aussi. Puis on a vu que les hommes de ce pays ont voulu la paix. "
) * 6


@dataclass(frozen=True)
class LostAccents:
    """Restores by context the diacritics of words that are valid without them (à, où, passé, dîner).

    "a", "ou" and "passe" are words, so one of them alone is no sign of damage. An engine has lost ``à`` if a text
    lacks it where several are due, or if it reads ``dela`` and ``voila``. Only in such a text the words on both sides
    decide between "a" and "à"; the more of the letter is lost, the less a change costs. Such engines also read a lone
    ``à`` as ``&``, or leave two spaces where it stood. Some drop letters with a diacritic from words (mme, chteau):
    in their texts "tait" may stand for "était".
    """

    name: ClassVar[str] = "lost-accents"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter] = Prefilter(document="losses")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("il cherche a renforcer sa sécurité", "il cherche à renforcer sa sécurité", padding=_PADDING),
        Example("Apres la réunion, il cherche A dormir", "Après la réunion, il cherche à dormir", padding=_PADDING),
        Example("Il tait assis et mme heureux", "Il était assis et même heureux", padding=_LEFT_OUT),
        Example("Elle se tait et il dort", "Elle se tait et il dort", padding=_LEFT_OUT),
        Example("il a été élu et elle a parlé", "il a été élu et elle a parlé", padding=_PADDING),
        Example("il cherche a renforcer sa sécurité", "il cherche a renforcer sa sécurité"),
    )

    def spec(self) -> LostDiacritics:
        """Declare what it looks for."""
        return LostDiacritics(share=_SHARE)

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose words that lost a letter without a trace, and lone words that were lost or read as a sign."""
        yield from _lengthened(view)
        if not any(rate >= _SHARE for rate in view.statistics.loss_rates.values()):
            return
        sign_read = view.pack.prices["lost-word-read-as-sign"]
        for word in sorted(view.statistics.left_out):
            for match in _TWO_SPACES.finditer(view.text):
                yield Proposal(*match.span(), f" {word} ", f"‘{word}’ is lost, and two spaces stand for it", sign_read)
        glyphs = view.pack.rules.diacritic_glyphs
        signs = {sign: word for sign, word in glyphs.items() if view.statistics.lost.intersection(word)}
        if signs:
            for match in re.finditer(rf"(?<=\s)[{re.escape(''.join(sorted(signs)))}](?=\s+[^\W\d_])", view.text):
                word = signs[match.group()]
                yield Proposal(
                    *match.span(), word, f"‘{match.group()}’ read for ‘{word}’, which the document has lost", sign_read
                )


def _lengthened(view: View) -> Iterator[Proposal]:
    """Propose words for what is left of them without a letter that the document drops (tait, mme)."""
    if view.statistics.damage < _DAMAGED:
        return
    rates = {letter: rate for letter, rate in view.statistics.drop_rates.items() if rate >= _SHARE_LEFT_OUT}
    if not rates:
        return
    pack = view.pack
    for start, end, word, others in pack.word_reader.lengthened_in(view.shared):
        least = pack.zipf(word) + _COMMONER if pack.knows(word) else 0.0
        is_short = view.text[end : end + 1] == "."
        for form, letter in others:
            if letter in rates and pack.zipf(form) >= least and not (is_short and form.startswith(word)):
                reason = f"the document leaves out ‘{letter}’ elsewhere"
                yield Proposal(start, end, form, reason, -math.log(rates[letter]))
