r"""Error rates of a text against its ground truth, and what a repair did to its words.

CER and WER collapse white space, take ’ and ' for the same, and keep case and punctuation. The match error rates
and the preference are those of the HIPE-OCRepair 2026 evaluation (``hipe-ocrepair-scorer`` on PyPI), which first
lowers case, writes œ as oe, and turns every character that is part of no word into a space.

All are micro averages: errors and characters are summed over the documents and divided once, so every
measure here is a count, and rates are made only at the end.

>>> tally = compare("l’été à Évian", "I’été a Evian", "l’été a Evian")
>>> tally.before.cer, tally.after.cer
(0.23076923076923078, 0.15384615384615385)
>>> tally.damaged, tally.repaired, tally.left, tally.harmed
(3, 1, 2, 0)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

__all__ = [
    "APOSTROPHES",
    "HYPHEN",
    "ErrorCounts",
    "Tally",
    "as_scored",
    "compare",
    "flatten",
    "match_form",
    "total",
    "without_hyphens",
]

APOSTROPHES = re.compile("[’‘ʼ]")
# The German letters are the scorer's: it serves five languages.
_WRITTEN_AS = (("ß", "ss"), ("ꝛ", "r"), ("œ", "oe"), ("æ", "ae"), ("aͤ", "ä"), ("oͤ", "ö"), ("uͤ", "ü"))
_OF_NO_WORD = re.compile(r"[\W_]")
HYPHEN = re.compile(r"(?<=[^\W\d_])[-¬\u00ad] ?\n?(?=[^\W\d_])")


class ErrorCounts(NamedTuple):
    """How far one text, or a set of them, is from the truth.

    Attributes:
        characters: code points of the truth, white space collapsed.
        character_errors: Levenshtein distance to them.
        words: words of the truth, between white space.
        word_errors: Levenshtein distance to them.
        matched_characters, mismatched_characters: hits and errors of the alignment after HIPE's normalisation.
        matched_words, mismatched_words: the same for words.
    """

    characters: int
    character_errors: int
    words: int
    word_errors: int
    matched_characters: int
    mismatched_characters: int
    matched_words: int
    mismatched_words: int

    @property
    def cer(self) -> float:
        """Character error rate; above 1 where a text has more errors than the truth has characters."""
        return self.character_errors / max(1, self.characters)

    @property
    def wer(self) -> float:
        """Word error rate."""
        return self.word_errors / max(1, self.words)

    @property
    def cmer(self) -> float:
        """Character match error rate, 0–1: errors among all places of the alignment, insertions included."""
        return self.mismatched_characters / max(1, self.matched_characters + self.mismatched_characters)

    @property
    def wmer(self) -> float:
        """Word match error rate, 0–1."""
        return self.mismatched_words / max(1, self.matched_words + self.mismatched_words)


class Tally(NamedTuple):
    """What a repair did to a document, or to a set of them. Tallies are summed with :func:`total`.

    Attributes:
        before: the text as it was read or extracted, against the truth.
        after: the repaired text, against the truth.
        documents: how many.
        preferred: documents with a lower cMER after repair, less those with a higher one.
        worse: documents with a higher cMER after repair.
        damaged: words of the truth that are not right in the text before.
        repaired: those that are right after.
        harmed: words that were right before and are not after.
    """

    before: ErrorCounts
    after: ErrorCounts
    documents: int
    preferred: int
    worse: int
    damaged: int
    repaired: int
    harmed: int

    @property
    def left(self) -> int:
        """Damaged words that are still not right."""
        return self.damaged - self.repaired

    @property
    def preference(self) -> float:
        """HIPE's preference score, −1 to 1: the mean over documents of better (1), same (0) and worse (−1)."""
        return self.preferred / max(1, self.documents)


def as_scored(text: str) -> str:
    r"""Return a text as CER and WER see it.

    >>> as_scored(" l’ami\n  dit")
    "l'ami dit"
    """
    return " ".join(APOSTROPHES.sub("'", text.replace("¬\n", "")).split())


def match_form(text: str) -> str:
    """Return a text as the HIPE measures see it.

    >>> match_form("L’Œuvre de M. X…")
    'l oeuvre de m x'
    """
    text = text.lower()
    for letter, written in _WRITTEN_AS:
        text = text.replace(letter, written)
    return " ".join(_OF_NO_WORD.sub(" ", text.replace("—\n", "").replace("¬\n", "")).split())


def without_hyphens(text: str) -> str:
    r"""Return a text without the hyphens between letters, a line end after one included.

    For ground truth that keeps the hyphens of line ends inside words ("dan-ger"): applied to truth, OCR and output
    alike, it takes hyphens out of the judgement.

    >>> without_hyphens("un dan-ger peut-\nêtre")
    'un danger peutêtre'
    """
    return HYPHEN.sub("", text)


def compare(truth: str, ocr: str, out: str, *, blind_hyphens: bool = False) -> Tally:
    """Measure one document before and after repair.

    Args:
        truth: the ground truth.
        ocr: the text before repair.
        out: the text after.
        blind_hyphens: take hyphens between letters out of the judgement.
    """
    if blind_hyphens:
        truth, ocr, out = without_hyphens(truth), without_hyphens(ocr), without_hyphens(out)
    before, right_before = _against(truth, ocr)
    after, right_after = (before, right_before) if out == ocr else _against(truth, out)
    return Tally(
        before,
        after,
        documents=1,
        preferred=(after.cmer < before.cmer) - (after.cmer > before.cmer),
        worse=int(after.cmer > before.cmer),
        damaged=before.words - len(right_before),
        repaired=len(right_after - right_before),
        harmed=len(right_before - right_after),
    )


def _against(truth: str, text: str) -> tuple[ErrorCounts, frozenset[int]]:
    """Measure one text; return also which words of the truth are right in it, by their number."""
    folded_truth, folded = as_scored(truth), as_scored(text)
    words = folded_truth.split()
    edits = Levenshtein.editops(words, folded.split())
    right = frozenset(range(len(words))).difference(edit.src_pos for edit in edits if edit.tag != "insert")
    matched_truth, matched = match_form(truth), match_form(text)
    counts = ErrorCounts(
        len(folded_truth),
        Levenshtein.distance(folded_truth, folded),
        len(words),
        len(edits),
        *_matches(matched_truth, matched),
        *_matches(matched_truth.split(), matched.split()),
    )
    return counts, right


def _matches(truth: Sequence[str], text: Sequence[str]) -> tuple[int, int]:
    """Hits and errors of the alignment of two texts, or two lists of words."""
    # Which of several shortest alignments is taken moves the hits a little: jiwer, on which HIPE's scorer
    # stands, takes that of rapidfuzz, and so does this.
    edits = Levenshtein.editops(truth, text)
    inserted = sum(edit.tag == "insert" for edit in edits)
    return len(truth) - (len(edits) - inserted), len(edits)


def flatten(tally: Tally) -> tuple[int, ...]:
    """Return the counts of a tally in one row; :func:`total` turns rows back."""
    return (*tally.before, *tally.after, *tally[2:])


def total(rows: Iterable[Sequence[int]]) -> Tally:
    """Sum flattened tallies.

    >>> total([]).documents
    0
    """
    width = len(ErrorCounts._fields)
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * (2 * width + len(Tally._fields) - 2)
    return Tally(ErrorCounts(*sums[:width]), ErrorCounts(*sums[width : 2 * width]), *sums[2 * width :])
