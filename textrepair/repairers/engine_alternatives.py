from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from typing import ClassVar

from textrepair.alternatives import Alternative
from textrepair.core import Pack, Prefilter, Proposal, Stage, View, token_end, token_start
from textrepair.repairer import Example

# How many of the likeliest alternatives to letters of a token are tried, and how many of them at once.
_LETTERS, _AT_ONCE = 24, 2
# Nats: a known word is replaced only by an alternative that the engine rated at most this much less likely.
_NEARLY = 2.5
# One or more words: a repair writes nothing but letters, apostrophes and spaces. An elided word ends in its apostrophe.
_WORD = r"[^\W\d_]+(?:[’'][^\W\d_]+)*[’']?"
_WORDS = re.compile(f"{_WORD}(?: {_WORD})*")
_APOSTROPHES = ("’", "'")
# How much of a long token is looked at, in characters on each side.
_FARTHEST = 60


@dataclass(frozen=True)
class EngineAlternatives:
    """Uses the alternatives that the OCR engine wrote to the page: other words, or other letters of a word.

    It combines alternatives to letters into words that the lexicon knows. They are ``ALTERNATIVE`` (without a purpose)
    and ``Variant`` in ALTO, each ``TextEquiv`` after the first in PAGE, and ``del`` and the choices of Tesseract
    (``lstm_choice_mode``) in hOCR.
    """

    name: ClassVar[str] = "engine-alternatives"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter] = Prefilter(document="alternatives")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("le Conseil dégide", "le Conseil décide", alternatives=(Alternative(13, 14, "c", 1.0),)),
        Example("le Conseil décide", "le Conseil décide", alternatives=(Alternative(11, 17, "décida", 3.0),)),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the known words that the alternatives lead to."""
        price = view.pack.prices["alternative-taken"]
        # The document decides which apostrophe stands in it, not the engine.
        signs = str.maketrans(dict.fromkeys("’'‘", view.policy.apostrophe))
        letters = (
            one for one in view.alternatives if _has_letters(one.text) or _has_letters(view.text[one.start : one.end])
        )
        for (start, end), within in groupby(letters, key=lambda one: _stretch(view.text, one)):
            chunk = view.text[start:end]
            local = [
                Alternative(low - start, high - start, new.translate(signs), cost) for low, high, new, cost in within
            ]
            for low, high, new, cost in self._readings(chunk, local, price, view.pack):
                reason = f"the engine itself held ‘{new}’ for possible where ‘{chunk[low:high]}’ stands"
                yield Proposal(start + low, start + high, new, reason, cost)

    def _readings(
        self, chunk: str, alternatives: Sequence[Alternative], price: float, pack: Pack
    ) -> Iterator[tuple[int, int, str, float]]:
        """Yield the changes that lead to known words: offsets in the token, the replacement, and nats."""
        unknown = _unknown(chunk, pack)
        likely = sorted(alternatives, key=lambda one: (one.cost, one))[:_LETTERS]
        for number in range(1, (_AT_ONCE if unknown else 1) + 1):
            for some in combinations(likely, number):
                ordered = sorted(some)
                if any(one.end > other.start for one, other in pairwise(ordered)):
                    continue
                if not unknown and some[0].cost > _NEARLY:
                    continue
                new = _with(chunk, ordered)
                if new == chunk or _unknown(new, pack):
                    continue
                low, high, word = _word(chunk, new)
                if _WORDS.fullmatch(word) and (unknown or _WORDS.fullmatch(chunk, low, high)):
                    yield low, high, word, sum(one.cost + price for one in some)


def _stretch(text: str, one: Alternative) -> tuple[int, int]:
    """Return the offsets of the token that holds an alternative."""
    return token_start(text, one.start, _FARTHEST), token_end(text, one.end, _FARTHEST)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _unknown(text: str, pack: Pack) -> bool:
    # Most of these strings are no words and are asked about once: remembering them would only fill the memory.
    return any(pack.has_unknown(chunk) or pack.mixed_parts(chunk) for chunk in text.split())


def _with(chunk: str, alternatives: Sequence[Alternative]) -> str:
    """Return a token in which alternatives replace what stands."""
    pieces = []
    position = 0
    for one in alternatives:
        pieces += [chunk[position : one.start], one.text]
        position = one.end
    return "".join([*pieces, chunk[position:]])


def _word(before: str, after: str) -> tuple[int, int, str]:
    """Return the offsets of the words in which two texts differ, and the words of the second text there."""
    low, end = 0, min(len(before), len(after))
    while low < end and before[low] == after[low]:
        low += 1
    same = 0
    while same < end - low and before[-1 - same] == after[-1 - same]:
        same += 1
    while low > 0 and before[low - 1].isalpha():
        low -= 1
    while same > 0 and before[-same].isalpha():
        same -= 1
    if same > 0 and before[-same] in _APOSTROPHES:
        same -= 1
    return low, len(before) - same, after[low : len(after) - same]
