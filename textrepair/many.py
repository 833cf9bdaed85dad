"""Repairing many documents: in order, lazily, in several processes; those of one engine are judged together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import accumulate
from typing import NamedTuple, TypeVar

from textrepair.alternatives import Said
from textrepair.arguments import check_chain, check_workers, checked_documents
from textrepair.chain import Chain, default_chain
from textrepair.core import View, Zone
from textrepair.document import Document, Failure, Repair
from textrepair.edits import Edit, Patch
from textrepair.processes.tasks import Lost
from textrepair.processes.workers import in_order, usable_cores

__all__ = ["repair_as_one", "repair_many"]

# Documents of one engine are repaired together up to so many, and so many characters: enough to tell what it confuses.
# One of more characters than this says enough by itself.
_TOGETHER, _CHARACTERS, _SHORT = 64, 100_000, 2_000
# What stands between them: no word is cut across it, and no context reaches over it.
_BETWEEN = "\n\n\n\n"

_D = TypeVar("_D", bound=str | Document)
_Texts = tuple[str, ...]


class _Made(NamedTuple):
    """A repair without its texts, which are known where it goes to."""

    patch: Patch
    steps: tuple[Patch, ...]
    kept_back: tuple[Edit, ...]
    failures: tuple[Failure, ...]
    zones: tuple[Zone, ...]

    def repair(self, source: str) -> Repair:
        text = self.patch.apply(source) if self.patch else source
        return Repair(source, text, self.patch, self.steps, self.kept_back, self.failures, self.zones)


def repair_many(
    documents: Iterable[_D],
    *,
    chain: Chain | None = None,
    workers: int | None = 1,
    engine: str | Callable[[_D], Hashable] | None = None,
) -> Iterator[Repair]:
    """Yield the repair of each document, in order.

    Documents are taken from the iterable no further ahead than is needed. The repairs do not depend on the number of
    workers. What two processes died of comes back as it was, with a failure.

    Short texts, of up to 2,000 characters, say little about themselves. Those that come from one OCR engine or
    extractor, and say so, are judged together, up to 64 that follow each other: the letters that it loses and the
    confusions that come back are then counted in all of them, and so is how damaged they are. So they should be of one
    kind. Texts that would together be taken for old or for another language are judged each by itself.

    Args:
        documents: texts, or documents with an identity.
        chain: what repairs them; None: the default chain.
        workers: how many processes; 1: this one alone; None: as many as there are cores to use. A script that starts
            others must keep its own work under ``if __name__ == "__main__":``.
        engine: the name of the engine that all of them come from; or a function that tells it for each, with None
            where that is not known. None: each document is judged by itself.

    Raises:
        ConfigurationError: there is less than one worker, or the system starts no further process.
        ArgumentTypeError: the documents are a single text, or not iterable, or another argument is of the wrong type.
            While the repairs are taken: a document is not a text.

    >>> [repair.text for repair in repair_many(["le 28 ao(t", "aupres de I’ Organisation"])]
    ['le 28 août', 'auprès de l’Organisation']
    """
    check_workers(workers)
    check_chain(chain)
    processes = usable_cores() if workers is None else workers
    used = default_chain() if chain is None else chain
    return _repairs(partial(repair_as_one, used), _groups(checked_documents(documents), engine), processes)


def _repairs(function: Callable[[_Texts], list[_Made]], groups: Iterable[_Texts], processes: int) -> Iterator[Repair]:
    with closing(in_order(function, groups, _size, processes, sent=tuple)) as results:
        for texts, made in results:
            if isinstance(made, Lost):
                lost = Failure("worker", -1, f"two processes died of it, the second {made.reason}: left as it was")
                yield from (Repair(text, text, failures=(lost,)) for text in texts)
            else:
                yield from (one.repair(text) for text, one in zip(texts, made, strict=True))


def _size(texts: _Texts) -> int:
    return sum(map(len, texts))


def _groups(documents: Iterable[_D], engine: str | Callable[[_D], Hashable] | None) -> Iterator[_Texts]:
    """Yield the texts that are repaired together, as soon as they are known."""
    group: list[str] = []
    amount = 0
    last: Hashable = None
    for document in documents:
        text = document if isinstance(document, str) else document.text
        key = engine(document) if callable(engine) else engine
        key = None if len(text) > _SHORT else key
        if group and (key != last or amount + len(text) > _CHARACTERS):
            yield tuple(group)
            group, amount = [], 0
        group.append(text)
        amount += len(text)
        last = key
        if key is None or len(group) == _TOGETHER:
            yield tuple(group)
            group, amount = [], 0
    if group:
        yield tuple(group)


def repair_as_one(
    chain: Chain, texts: _Texts, *, one: bool = False, said: Sequence[Sequence[Said]] | None = None
) -> list[_Made]:
    """Repair texts as one; by halves where that shows, until each stands alone.

    Args:
        chain: what repairs them.
        texts: at least one.
        one: they are one document: if it is old or in another language, so is each of them.
        said: for each text, what its file says of its words; None: nothing of any.
    """
    within = [()] * len(texts) if said is None else said
    if len(texts) > 1:
        together = _BETWEEN.join(texts)
        apart = not one and _is_apart(chain.plan.scan(together))
        if not apart and (made := _cut_apart(chain.repair(together, _moved(texts, within)), texts)) is not None:
            return made
        middle = len(texts) // 2
        return [
            *repair_as_one(chain, texts[:middle], one=one, said=within[:middle]),
            *repair_as_one(chain, texts[middle:], one=one, said=within[middle:]),
        ]
    repair = chain.repair(texts[0], within[0])
    return [_Made(repair.patch, repair.steps, repair.kept_back, repair.failures, repair.zones)]


def _moved(texts: _Texts, said: Sequence[Sequence[Said]]) -> Iterator[Said]:
    """Yield what is said of words of texts with their places where the texts are joined."""
    start = 0
    for text, own in zip(texts, said, strict=True):
        for one in own:
            yield one._replace(start=one.start + start, end=one.end + start)
        start += len(text) + len(_BETWEEN)


def _is_apart(view: View) -> bool:
    """Whether texts are taken for old ones, or for another language, which not all of them may be."""
    return view.policy.letters_stay or view.policy.words_stay


def _cut_apart(repair: Repair, texts: _Texts) -> list[_Made] | None:
    """Return what was made of each text; None if something failed, or reaches into what stands between them."""
    ends = list(accumulate(map(len, texts), lambda end, length: end + len(_BETWEEN) + length))
    spans = [(end - len(text), end) for end, text in zip(ends, texts, strict=True)]
    patches = _shares(repair.patch, spans)
    kept_back = _shares(repair.kept_back, spans)
    failures = _failures(repair.failures, spans)
    if failures is None or patches is None or kept_back is None:
        return None
    zones_of = [list(_zones_in(repair.zones, *span)) for span in spans]
    steps: list[list[Patch]] = [[] for _ in texts]
    for step in repair.steps:
        shares = _shares(step, spans)
        if shares is None:
            return None
        shift = 0
        for number, (share, (start, end)) in enumerate(zip(shares, spans, strict=True)):
            grown = sum(len(edit.replacement) - (edit.end - edit.start) for edit in share)
            spans[number] = (start + shift, end + shift + grown)
            shift += grown
            if share:
                steps[number].append(Patch(share))
    return [
        _Made(Patch(patch), tuple(own), tuple(kept), tuple(failed), tuple(zones))
        for patch, own, kept, failed, zones in zip(patches, steps, kept_back, failures, zones_of, strict=True)
    ]


def _zones_in(zones: Iterable[Zone], start: int, end: int) -> Iterator[Zone]:
    """Yield the parts of zones that lie in a span, with offsets in it."""
    for zone in zones:
        if zone.end > start and zone.start < end:
            yield zone._replace(start=max(zone.start, start) - start, end=min(zone.end, end) - start)


def _failures(failures: Iterable[Failure], spans: Sequence[tuple[int, int]]) -> list[list[Failure]] | None:
    """Return the failures within each span, with offsets in it; None if the place of one is not known."""
    found: list[list[Failure]] = [[] for _ in spans]
    for failure in failures:
        # The position of a repairer's failure is one of the text as it stood then.
        if failure.repairer != "chain" or failure.position < 0:
            return None
        number = bisect_right(spans, failure.position, key=lambda span: span[0]) - 1
        found[number].append(failure._replace(position=failure.position - spans[number][0]))
    return found


def _shares(edits: Sequence[Edit], spans: Sequence[tuple[int, int]]) -> list[list[Edit]] | None:
    """Return the edits within each span, with offsets in it; None if one lies in none."""
    shares: list[list[Edit]] = [[] for _ in spans]
    number = 0
    for edit in edits:
        while spans[number][1] < edit.start and number < len(spans) - 1:
            number += 1
        start, end = spans[number]
        if not start <= edit.start <= edit.end <= end:
            return None
        shares[number].append(edit._replace(start=edit.start - start, end=edit.end - start))
    return shares
