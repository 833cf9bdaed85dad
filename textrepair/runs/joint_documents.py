"""Documents judged jointly: the pages of a folder (``--together``), or those that a METS file names.

The statistics of a document, such as the letters that its engine loses, take some ten thousand characters, and a page
has two thousand. So the texts of the files are repaired as one, and the repair is divided among the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from textrepair.alternatives import Said
from textrepair.chain import Chain
from textrepair.document import Repair
from textrepair.errors import TextRepairError
from textrepair.formats.blocks import BLOCK
from textrepair.formats.reading import looked_into
from textrepair.formats.registry import open_reader
from textrepair.many import repair_as_one
from textrepair.plain_text import PlainText
from textrepair.processes.tasks import Lost
from textrepair.processes.workers import InOrder
from textrepair.runs.job import Job, described, opened_for_reading

__all__ = ["repaired_jointly"]


class _Group(NamedTuple):
    """Files that are repaired as one, or one that is repaired by itself.

    Attributes:
        jobs: those that are wanted; with each its text, if it has one that can be repaired with others.
        texts: of all files of the group, those that are done already included.
    """

    jobs: tuple[tuple[Job, int | None], ...]
    texts: tuple[PlainText, ...]


def repaired_jointly(
    jobs: Iterable[Job], chain: Chain, workers: InOrder, wanted: Callable[[Job], bool] = lambda job: True
) -> Iterator[Job]:
    """Yield jobs with what is to be made of their texts, where they belong to a group.

    Each file is read here, and again when it is written: so memory holds the texts of a group, not its files.
    A group of more than half a million characters is taken in parts.

    Args:
        jobs: in order; those of a group follow each other.
        chain: what repairs them.
        workers: what shares out the repairs.
        wanted: asked once of each job; those that are not wanted are not yielded, but their texts count.
    """
    groups = _groups(jobs, wanted)
    with closing(workers(partial(_repaired, chain), groups, _size, sent=_given)) as results:
        for group, made in results:
            for job, number in group.jobs:
                if number is None or isinstance(made, Lost):
                    yield job
                else:
                    text = group.texts[number]
                    yield replace(job, made=(text.source, described(made[number], text)))


def _groups(jobs: Iterable[Job], wanted: Callable[[Job], bool]) -> Iterator[_Group]:
    for name, members in groupby(jobs, key=_document()):
        if name is None:
            yield from (_Group(((job, None),), ()) for job in members if wanted(job))
            continue
        found: list[tuple[Job, int | None]] = []
        texts: list[PlainText] = []
        amount = 0
        for job in members:
            text = _text_of(job)
            if text is not None:
                texts.append(text)
                amount += len(text.text)
            if wanted(job):
                found.append((job, None if text is None else len(texts) - 1))
            if amount > BLOCK:
                yield _Group(tuple(found), tuple(texts) if found else ())
                found, texts, amount = [], [], 0
        yield _Group(tuple(found), tuple(texts) if found else ())


def _document() -> Callable[[Job], str | None]:
    """Return what says of each job in turn which document it is a page of.

    An error in the place of a page does not divide the document.
    """
    last: str | None = None

    def document(job: Job) -> str | None:
        nonlocal last
        if job.error is None or job.source is not None:
            last = job.group
        return last

    return document


def _text_of(job: Job) -> PlainText | None:
    """Return the text of a file that is one; None if it is several, or cannot be read, which its own turn will tell."""
    if job.error is not None or job.source is None:
        return None
    try:
        with opened_for_reading(job) as opened:
            stream, form = looked_into(opened, job.form, job.name)
            units = open_reader(stream, form, job.encoding, job.name).units()
            first = next(units, None)
            if first is None or first.number is not None or next(units, None) is not None:
                return None
            return first.texts[0]
    except TextRepairError:
        return None


def _size(group: _Group) -> int:
    return sum(len(text.source) for text in group.texts)


_Given = tuple[tuple[str, ...], tuple[tuple[Said, ...], ...]]


def _given(group: _Group) -> _Given:
    return tuple(text.text for text in group.texts), tuple(text.said for text in group.texts)


def _repaired(chain: Chain, given: _Given) -> list[Repair]:
    texts, said = given
    if not texts:
        return []
    made = repair_as_one(chain, texts, one=True, said=said)
    return [one.repair(text) for text, one in zip(texts, made, strict=True)]
