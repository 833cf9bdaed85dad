from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from textrepair.core.confusions import like_case
from textrepair.core.pack import Language
from textrepair.core.prefilter import Gate
from textrepair.core.segmentation import segmentations
from textrepair.core.view import View
from textrepair.repairer import Candidate, Example, Proposal, Stage

# −ln of the chance that a space is read within a word, and that a diacritic is lost besides.
_SPACE = 3.0
_DIACRITIC = 1.5
_FRAGMENT = re.compile(r"(?<![\w’'-])[^\W\d_]+")
# A known word may be a fragment if it is this short and not among the commonest (Zipf value).
_SHORT, _COMMON = 3, 5.2
_SHORT_WORD = re.compile(rf"(?<![\w’'-])[^\W\d_]{{1,{_SHORT}}}(?![\w’'-])")
_LONGEST = 40


def _short_words(stretch: str, language: Language) -> Iterator[int]:
    """Yield the offsets of the short and uncommon words in a stretch without white space."""
    for match in _SHORT_WORD.finditer(stretch):
        word = match.group()
        if word.islower() and (not language.knows(word) or language.lexicon.zipf(word) < _COMMON):
            yield match.start()


def _holds_short_word(stretch: str, language: Language) -> bool:
    if len(stretch) > _SHORT and stretch.isalpha():
        return False
    return any(True for _ in _short_words(stretch, language))


_GATE = Gate(_holds_short_word)


@lru_cache(maxsize=1 << 14)
def _joined(run: str, language: Language) -> tuple[Candidate, ...]:
    """Return what some words in a row may be together."""
    parts = run.split(" ")
    if not all(part.isalpha() for part in parts):
        return ()
    joined = run.replace(" ", "")
    gaps = run.count(" ")
    reason = f"‘{run}’ fell apart"
    if language.knows(joined) and language.lexicon.zipf(joined) > 0:
        return (Candidate(joined, _SPACE * gaps, reason),)
    found = []
    for entry in language.lexicon.accent_variants(joined)[:3]:
        changed = sum(a != b for a, b in zip(entry.form, joined.lower(), strict=False))
        cost = _SPACE * gaps + _DIACRITIC * changed
        found.append(Candidate(like_case(joined, entry.form), cost, f"{reason}, its diacritics lost"))
    # Two words that are words each have not run together with pieces of each other.
    if gaps == 1 and not all(language.knows(part) for part in parts):
        for words, cost in segmentations(joined, language):
            cut_alike = [len(word) for word in words.split(" ")] == [len(part) for part in parts]
            if not cut_alike and words.count(" ") < 3:
                found.append(Candidate(words, _SPACE + cost, f"{reason}, and ran together"))
    return tuple(found)


@dataclass(frozen=True)
class SplitWords:
    """Joins the pieces of a word that fell apart (Secr étaire, per manents, international es).

    One of two or three neighbours must be no word, or a short and uncommon one, and together they must make
    a word, or words that ran together ("L ettresidentiques").

    Args:
        pieces: how many pieces a word may have fallen into.
    """

    pieces: int = 3

    name: ClassVar[str] = "split-words"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = (
        Example("adressées au Secr étaire général", "adressées au Secrétaire général"),
        Example("les Représentants per manents de la Chine", "les Représentants permanents de la Chine"),
        Example("la sécurité international es.", "la sécurité internationales."),
        Example("L ettresidentiques datées du 19 septembre", "Lettres identiques datées du 19 septembre"),
        Example("tu es là et la vie est belle", "tu es là et la vie est belle"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to join each suspicious fragment with its neighbours."""
        for start, end in self._runs(view):
            for word, cost, reason in _joined(view.text[start:end], view.language):
                yield Proposal(start, end, word, reason, cost)

    def _runs(self, view: View) -> Iterator[tuple[int, int]]:
        """Yield the offsets of two or three words in a row, at least one of them a fragment."""
        text = view.text
        fragments = {suspect.start for suspect in view.suspects}
        for low, high in view.stretches(_GATE):
            fragments.update(low + start for start in _short_words(text[low:high], view.language))
        seen = set()
        for fragment in sorted(fragments):
            places = self._neighbours(text, fragment)
            here = next((k for k, (start, _) in enumerate(places) if start == fragment), None)
            if here is None:
                continue
            for first in range(max(0, here - self.pieces + 1), here + 1):
                for last in range(max(here, first + 1), min(len(places), first + self.pieces)):
                    span = places[first][0], places[last][1]
                    if span not in seen and (last - first == 1 or span[1] - span[0] > 6):
                        seen.add(span)
                        yield span

    def _neighbours(self, text: str, offset: int) -> list[tuple[int, int]]:
        """The words round ``offset`` that have nothing but a single space between them."""
        match = _FRAGMENT.match(text, offset)
        if match is None:
            return []
        places = [match.span()]
        while len(places) < self.pieces:
            start = places[0][0]
            if start < 2 or text[start - 1] != " " or not text[start - 2].isalpha():
                break
            before = start - 2
            while before > 0 and start - before < _LONGEST and text[before - 1].isalpha():
                before -= 1
            places.insert(0, (before, start - 1))
        for _ in range(self.pieces - 1):
            end = places[-1][1]
            following = _FRAGMENT.match(text, end + 1) if text[end : end + 1] == " " else None
            if following is None:
                break
            places.append(following.span())
        return places
