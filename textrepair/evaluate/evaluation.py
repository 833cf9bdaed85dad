"""The evaluation: pairs in, figures out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from textrepair.chain import Chain
from textrepair.evaluate.bootstrap import Interval, intervals
from textrepair.evaluate.damage import CLASSES
from textrepair.evaluate.judgement import EditVerdict, JudgedEdit, Judgement, judge_edits
from textrepair.evaluate.measures import Tally, compare, flatten, total
from textrepair.evaluate.pairs import Pair

__all__ = [
    "DocumentResult",
    "EditCounts",
    "Evaluation",
    "WorstEdit",
    "evaluate",
    "evaluate_pair",
    "repair_pairs",
]

# What stands for the repairer of a text that was repaired elsewhere.
_ELSEWHERE = "(given)"
_RATES = ("cer", "wer", "cmer", "wmer")


class DocumentResult(NamedTuple):
    """One document, measured and judged."""

    pair: Pair
    tally: Tally
    judgement: Judgement


@dataclass(frozen=True)
class EditCounts:
    """How the edits of a repairer, or those of a class, were judged.

    Attributes:
        right, useless, wrong, indifferent: edits by verdict.
        repaired: damaged places that they put right.
        damaged: damaged places that there are: of the class, or, for a repairer, all of them.
    """

    right: int = 0
    useless: int = 0
    wrong: int = 0
    indifferent: int = 0
    repaired: int = 0
    damaged: int = 0

    @property
    def made(self) -> int:
        """How many edits there are."""
        return self.right + self.useless + self.wrong + self.indifferent

    @property
    def precision(self) -> float | None:
        """Share of the right ones among the edits that were judged, 0–1; None if there are none."""
        judged = self.made - self.indifferent
        return self.right / judged if judged else None

    @property
    def recall(self) -> float | None:
        """Share of the damaged places that were put right, 0–1; None if there are none."""
        return self.repaired / self.damaged if self.damaged else None

    def to_dict(self) -> dict[str, float | None]:
        """Return the counts and the rates made of them."""
        return {**asdict(self), "made": self.made, "precision": self.precision, "recall": self.recall}


@dataclass(frozen=True)
class WorstEdit:
    """Edits that made the same of the same words, and were not right.

    Attributes:
        count: how many there are.
        verdict: wrong or useless.
        repairer: who made them.
        before, after, truth: the words that they touch, before and after, and what the truth has.
        document, start: where one of them stands.
        context: the text round it.
    """

    count: int
    verdict: str
    repairer: str
    before: str
    after: str
    truth: str
    document: str
    start: int
    context: str


@dataclass(frozen=True)
class Evaluation:
    """What a repair is worth on a set of pairs.

    Attributes:
        tally: every count of :mod:`textrepair.evaluate.measures`, before and after, summed.
        groups: how many independent groups of documents the intervals rest on.
        blind_hyphens: whether hyphens were taken out of the judgement.
        intervals: 95 % intervals of ``cer_before``, ``cer_after``, ``cer_change`` and so on, and ``preference``.
        edits: verdicts over all edits, each counted once.
        by_repairer: verdicts by repairer; an edit in which several had a part counts for each.
        by_damage: verdicts and damaged places by class.
        worst_documents: those with most words harmed beyond those repaired.
        worst_edits: wrong edits, then useless ones, the most frequent first.
    """

    tally: Tally
    groups: int
    blind_hyphens: bool
    intervals: Mapping[str, Interval]
    edits: EditCounts
    by_repairer: Mapping[str, EditCounts]
    by_damage: Mapping[str, EditCounts]
    worst_documents: tuple[DocumentResult, ...]
    worst_edits: tuple[WorstEdit, ...]

    @classmethod
    def of(
        cls,
        results: Iterable[DocumentResult],
        *,
        blind_hyphens: bool = False,
        worst: int = 10,
        resamples: int = 1000,
        seed: int = 0,
    ) -> Evaluation:
        """Sum up documents that were evaluated with :func:`evaluate_pair`. Their order does not matter.

        Args:
            results: the documents.
            blind_hyphens: what they were evaluated with.
            worst: how many documents and edits to show.
            resamples: of the bootstrap; 0 for no intervals.
            seed: of its random numbers.
        """
        results = sorted(results, key=lambda result: (result.pair.id, result.pair.ocr, result.pair.truth))
        rows = [(result.pair.group, flatten(result.tally)) for result in results]
        edits, by_repairer, by_damage = _count(results)
        return cls(
            tally=total(row for _, row in rows),
            groups=len({group for group, _ in rows}),
            blind_hyphens=blind_hyphens,
            intervals=intervals(rows, _figures(), resamples=resamples, seed=seed),
            edits=edits,
            by_repairer=by_repairer,
            by_damage=by_damage,
            worst_documents=_worst_documents(results)[:worst],
            worst_edits=_worst_edits(results)[:worst],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as what JSON can hold."""
        tally = self.tally
        return {
            "documents": tally.documents,
            "groups": self.groups,
            "blind_hyphens": self.blind_hyphens,
            "before": {**{name: getattr(tally.before, name) for name in _RATES}, **tally.before._asdict()},
            "after": {**{name: getattr(tally.after, name) for name in _RATES}, **tally.after._asdict()},
            "preference": tally.preference,
            "documents_worse": tally.worse,
            "words": _words(tally),
            "intervals": {name: list(interval) for name, interval in self.intervals.items()},
            "edits": self.edits.to_dict(),
            "by_repairer": {name: counts.to_dict() for name, counts in self.by_repairer.items()},
            "by_damage": {name: counts.to_dict() for name, counts in self.by_damage.items()},
            "worst_documents": [
                {
                    "id": result.pair.id,
                    "cmer_before": result.tally.before.cmer,
                    "cmer_after": result.tally.after.cmer,
                    **_words(result.tally),
                }
                for result in self.worst_documents
            ],
            "worst_edits": [asdict(edit) for edit in self.worst_edits],
        }


def evaluate(
    pairs: Iterable[Pair],
    chain: Chain | None = None,
    *,
    blind_hyphens: bool = False,
    worst: int = 10,
    resamples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """Repair the pairs that are not repaired yet, and measure what that is worth.

    Args:
        pairs: the documents.
        chain: what repairs them; by default the French chain.
        blind_hyphens: take hyphens between letters out of the judgement.
        worst: how many documents and edits that hurt to keep.
        resamples: of the bootstrap; 0 for no intervals.
        seed: of its random numbers.

    >>> result = evaluate([Pair("a", ocr="le 28 ao(t 2008", truth="le 28 août 2008")])
    >>> result.tally.before.wer, result.tally.after.wer, result.edits.precision
    (0.25, 0.0, 1.0)
    """
    results = [evaluate_pair(pair, blind_hyphens=blind_hyphens) for pair in repair_pairs(pairs, chain)]
    return Evaluation.of(results, blind_hyphens=blind_hyphens, worst=worst, resamples=resamples, seed=seed)


def repair_pairs(pairs: Iterable[Pair], chain: Chain | None = None) -> Iterator[Pair]:
    """Yield the pairs with their repaired text; those that have one pass as they are.

    Args:
        pairs: the documents.
        chain: what repairs them; by default the French chain.
    """
    for pair in pairs:
        if pair.out is not None:
            yield pair
            continue
        chain = chain or Chain.for_language()
        repair = chain.repair(pair.ocr)
        yield replace(pair, out=repair.text, patch=repair.patch)


def evaluate_pair(pair: Pair, *, blind_hyphens: bool = False) -> DocumentResult:
    """Measure and judge one pair that is repaired; one that is not counts as left alone.

    Args:
        pair: the document.
        blind_hyphens: take hyphens between letters out of the judgement.
    """
    out = pair.ocr if pair.out is None else pair.out
    return DocumentResult(
        pair,
        compare(pair.truth, pair.ocr, out, blind_hyphens=blind_hyphens),
        judge_edits(pair.truth, pair.ocr, out, pair.patch, blind_hyphens=blind_hyphens),
    )


def _words(tally: Tally) -> dict[str, int]:
    return {
        "total": tally.before.words,
        "damaged": tally.damaged,
        "repaired": tally.repaired,
        "left": tally.left,
        "harmed": tally.harmed,
    }


def _figures() -> dict[str, Callable[[Sequence[int]], float]]:
    """What intervals are made for."""

    def rate(side: str, name: str) -> Callable[[Sequence[int]], float]:
        return lambda sums: float(getattr(getattr(total([sums]), side), name))

    def change(name: str) -> Callable[[Sequence[int]], float]:
        before, after = rate("before", name), rate("after", name)
        return lambda sums: after(sums) - before(sums)

    figures: dict[str, Callable[[Sequence[int]], float]] = {}
    for name in _RATES:
        figures |= {
            f"{name}_before": rate("before", name),
            f"{name}_after": rate("after", name),
            f"{name}_change": change(name),
        }
    figures["preference"] = lambda sums: total([sums]).preference
    return figures


def _count(
    results: Iterable[DocumentResult],
) -> tuple[EditCounts, dict[str, EditCounts], dict[str, EditCounts]]:
    """Count verdicts and damaged places: over all, by repairer and by class."""
    everything: Counter[str] = Counter()
    repairers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    classes: dict[str, Counter[str]] = {name: Counter() for name in CLASSES}
    for result in results:
        for edit in result.judgement.edits:
            everything[edit.verdict] += 1
            for name in _names(edit.repairer):
                repairers[name][edit.verdict] += 1
            if edit.damage:
                classes[edit.damage][edit.verdict] += 1
        for spot in result.judgement.spots:
            for counter in (everything, classes[spot.damage]):
                counter["damaged"] += 1
                counter["repaired"] += spot.repaired
            for name in _names(spot.repairer) if spot.repairer else ():
                repairers[name]["repaired"] += 1
    for counter in repairers.values():
        counter["damaged"] = everything["damaged"]
    return (
        EditCounts(**everything),
        {name: EditCounts(**repairers[name]) for name in sorted(repairers)},
        {name: EditCounts(**counter) for name, counter in classes.items()},
    )


def _names(repairer: str) -> list[str]:
    """The repairers that had a part in an edit."""
    return repairer.split("+") if repairer else [_ELSEWHERE]


def _worst_documents(results: Iterable[DocumentResult]) -> tuple[DocumentResult, ...]:
    """Documents in which a word was harmed, by how many more were harmed than repaired."""

    def loss(result: DocumentResult) -> tuple[int, int, str]:
        return result.tally.repaired - result.tally.harmed, -result.tally.harmed, result.pair.id

    return tuple(sorted((result for result in results if result.tally.harmed or result.tally.worse), key=loss))


def _worst_edits(results: Iterable[DocumentResult]) -> tuple[WorstEdit, ...]:
    """Edits that are not right, those that do the same to the same words together."""
    alike: defaultdict[tuple[str, ...], list[tuple[str, JudgedEdit]]] = defaultdict(list)
    for result in results:
        for edit in result.judgement.edits:
            if edit.verdict in {EditVerdict.WRONG, EditVerdict.USELESS}:
                alike[edit.verdict, edit.repairer, edit.before, edit.after].append((result.pair.id, edit))
    order = sorted(alike.items(), key=lambda item: (item[0][0] != EditVerdict.WRONG, -len(item[1]), item[0]))
    return tuple(
        WorstEdit(
            len(members),
            str(verdict),
            repairer or _ELSEWHERE,
            before,
            after,
            members[0][1].truth,
            members[0][0],
            members[0][1].start,
            members[0][1].context,
        )
        for (verdict, repairer, before, after), members in order
    )
