"""Which edits are right: every edit of a repair, and every damaged place, held against the truth."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from textrepair.edits import Patch
from textrepair.evaluate.alignment import Difference, Differences, Folded, align
from textrepair.evaluate.damage import classify
from textrepair.evaluate.measures import as_scored, without_hyphens

__all__ = ["EditVerdict", "JudgedEdit", "Judgement", "Spot", "judge_edits"]

_WINDOW = 40


class EditVerdict(enum.StrEnum):
    """What the truth says about an edit.

    * ``RIGHT``: what stood there was damaged; what stands there now is what the truth has.
    * ``USELESS``: it was damaged, and still is.
    * ``WRONG``: it was right, and no longer is.
    * ``INDIFFERENT``: the error rates do not see it: spaces for spaces, ’ for ', hyphens where they are not judged.
    """

    RIGHT = "right"
    USELESS = "useless"
    WRONG = "wrong"
    INDIFFERENT = "indifferent"


class JudgedEdit(NamedTuple):
    """An edit and what the truth says about it.

    Attributes:
        start: offset of the edit in code points of the source.
        repairer: the repairer's name, several joined by ``+``; empty for a text that was repaired elsewhere.
        verdict: what the truth says.
        damage: class of what the edit takes for damage; empty for an indifferent edit.
        before, after, truth: the whole words that it touches, before and after, and what the truth has there.
        context: the words before, marked, with some text on both sides.
    """

    start: int
    repairer: str
    verdict: EditVerdict
    damage: str
    before: str
    after: str
    truth: str
    context: str


class Spot(NamedTuple):
    """A damaged place.

    Attributes:
        damage: its class.
        repaired: whether the text after repair is right there.
        repairer: of the edit that made it right; empty if none did.
    """

    damage: str
    repaired: bool
    repairer: str


@dataclass(frozen=True)
class Judgement:
    """Every edit of a document and every damaged place in it, judged."""

    edits: tuple[JudgedEdit, ...]
    spots: tuple[Spot, ...]


class _Change(NamedTuple):
    """An edit in places of the folded texts."""

    start: int
    end: int
    out_start: int
    out_end: int
    repairer: str
    indifferent: bool


def judge_edits(
    truth: str, ocr: str, out: str, patch: Patch | None = None, *, blind_hyphens: bool = False
) -> Judgement:
    """Hold the edits that lead from one text to another against the truth.

    Args:
        truth: the ground truth.
        ocr: the text before repair.
        out: the text after.
        patch: the edits, in offsets of ``ocr``; without it they are told from the two texts.
        blind_hyphens: take hyphens between letters out of the judgement.

    >>> from textrepair import Edit
    >>> patch = Patch([Edit(1, 2, "", "spacing"), Edit(11, 11, "s", "plurals")])
    >>> for edit in judge_edits("l’ami Paul", "l ’ami Paul", "l’ami Pauls", patch).edits:
    ...     print(edit.repairer, edit.verdict.value, edit.damage, edit.before, "→", edit.after)
    spacing right elision l 'ami → l'ami
    plurals wrong other letters Paul → Pauls
    """
    target = Folded.of(truth, blind_hyphens=blind_hyphens).text
    source = Folded.of(ocr, blind_hyphens=blind_hyphens)
    before = align(source.text, target)
    if out == ocr:
        return Judgement((), tuple(Spot(_damage(d, source.text, target), False, "") for d in before))
    result = Folded.of(out, blind_hyphens=blind_hyphens)
    after = align(result.text, target)
    if patch is None:
        changes = [_Change(*difference, "", False) for difference in align(source.text, result.text)]
    else:
        changes = list(_changes(patch, ocr, source, result, blind_hyphens))
    court = _Court(source, result, target, before, after)
    edits = tuple(court.judge(change) for change in changes)
    return Judgement(edits, tuple(court.spots(changes)))


def _changes(patch: Patch, ocr: str, source: Folded, result: Folded, blind_hyphens: bool) -> Iterator[_Change]:
    shift = 0
    for edit in patch:
        out_start = edit.start + shift
        shift += len(edit.replacement) - (edit.end - edit.start)
        low, high = max(0, edit.start - _WINDOW), edit.end + _WINDOW
        was = ocr[low:high]
        became = ocr[low : edit.start] + edit.replacement + ocr[edit.end : high]
        if blind_hyphens:
            was, became = without_hyphens(was), without_hyphens(became)
        yield _Change(
            source.place(edit.start),
            source.place(edit.end),
            result.place(out_start),
            result.place(edit.end + shift),
            edit.repairer,
            as_scored(was) == as_scored(became),
        )


class _Court(NamedTuple):
    """All that is known about a document: its texts folded, and where two of them differ from the third."""

    source: Folded
    result: Folded
    target: str
    before: Differences
    after: Differences

    def judge(self, change: _Change) -> JudgedEdit:
        source, result = self.source.text, self.result.text
        low, high = _whole_words(source, change.start, change.end)
        out_low, out_high = _whole_words(result, change.out_start, change.out_end)
        verdict = EditVerdict.INDIFFERENT if change.indifferent else self._verdict(change)
        true_low, true_high = self.before.to_truth(low), self.before.to_truth(high)
        return JudgedEdit(
            self.source.origin(change.start),
            change.repairer,
            verdict,
            "" if change.indifferent else self._claimed(change),
            source[low:high],
            result[out_low:out_high],
            self.target[true_low : max(true_low, true_high)],
            f"{source[max(0, low - _WINDOW) : low]}[{source[low:high]}]{source[high : high + _WINDOW]}",
        )

    def _verdict(self, change: _Change) -> EditVerdict:
        damaged = _is_wrong(self.before, self.source.text, self.target, change.start, change.end)
        still = _is_wrong(self.after, self.result.text, self.target, change.out_start, change.out_end)
        if damaged != still:
            return EditVerdict.RIGHT if damaged else EditVerdict.WRONG
        if damaged:
            return EditVerdict.USELESS
        # Of equal letters side by side, the alignment may have missed another one than the edit: the words decide.
        less = self._weight(self.before, _whole_words(self.source.text, change.start, change.end))
        more = self._weight(self.after, _whole_words(self.result.text, change.out_start, change.out_end))
        return EditVerdict.WRONG if more > less else EditVerdict.RIGHT if more < less else EditVerdict.USELESS

    def _weight(self, differences: Differences, span: tuple[int, int]) -> int:
        # With one place more on both sides, so that what is missing at the edge of the words counts.
        return sum(
            max(d.end - d.start, d.truth_end - d.truth_start)
            for d in differences.touching(max(0, span[0] - 1), span[1] + 1)
        )

    def _claimed(self, change: _Change) -> str:
        """The class of the first change within an edit, as if what it makes were right."""
        source, result = self.source.text, self.result.text
        was, became = source[change.start : change.end], result[change.out_start : change.out_end]
        # Alignment begins with words, which a span that begins or ends with a space does not.
        for difference in align(was, became) if " " not in was + became else ():
            moved = Difference(
                change.start + difference.start,
                change.start + difference.end,
                change.out_start + difference.truth_start,
                change.out_start + difference.truth_end,
            )
            return _damage(moved, source, result)
        start, out_start, end, out_end = change.start, change.out_start, change.end, change.out_end
        while start < end and out_start < out_end and source[start] == result[out_start]:
            start, out_start = start + 1, out_start + 1
        while start < end and out_start < out_end and source[end - 1] == result[out_end - 1]:
            end, out_end = end - 1, out_end - 1
        return _damage(Difference(start, end, out_start, out_end), source, result)

    def spots(self, changes: Iterable[_Change]) -> Iterator[Spot]:
        """Yield every damaged place, with the edit that repaired it."""
        waiting = list(changes)
        k = 0
        for difference in self.before:
            damage = _damage(difference, self.source.text, self.target)
            repaired = not any(True for _ in self.after.touching(*difference[2:], in_truth=True))
            while k < len(waiting) and waiting[k].end < difference.start:
                k += 1
            near = waiting[k] if k < len(waiting) and waiting[k].start <= difference.end else None
            yield Spot(damage, repaired, near.repairer if near and repaired else "")


def _is_wrong(differences: Differences, text: str, truth: str, start: int, end: int) -> bool:
    """Whether a span of a text differs from the truth, or lacks a beginning or an end that the truth has."""
    if any(True for _ in differences.touching(start, end)):
        return True
    if start == end:
        return False
    # "l" for "la" is wrong; "l" in "lami" for "l'ami" is right as far as it goes.
    if text[end : end + 1] in {"", " "} and text[end - 1] != " ":
        missing = [truth[d.truth_start : d.truth_end] for d in differences.touching(end, end)]
        if any(not piece.startswith(" ") for piece in missing):
            return True
    if text[max(0, start - 1) : start] in {"", " "} and text[start] != " ":
        missing = [truth[d.truth_start : d.truth_end] for d in differences.touching(start, start)]
        return any(not piece.endswith(" ") for piece in missing)
    return False


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the words that it touches."""
    high = text.find(" ", end)
    return text.rfind(" ", 0, start) + 1, len(text) if high < 0 else high


def _damage(difference: Difference, text: str, truth: str) -> str:
    """The class of a difference."""
    start, end = difference.truth_start, difference.truth_end
    return classify(
        text[difference.start : difference.end],
        truth[start:end],
        truth[max(0, start - 1) : start],
        truth[end : end + 1],
    )
