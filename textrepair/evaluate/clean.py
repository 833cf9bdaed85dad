"""False edits on text that is known to be clean: every edit is one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from textrepair.chain import Chain
from textrepair.document import Document
from textrepair.edits import Edit
from textrepair.errors import InputError
from textrepair.evaluate.pairs import records
from textrepair.files.named import is_folder
from textrepair.formats.reading import AS_FOUND, Reading
from textrepair.formats.registry import is_page, patterns_of

__all__ = ["CleanEvaluation", "FalseEdit", "clean_documents", "evaluate_clean"]

_WINDOW = 40
_PER = 100_000
_HYPHENS_AND_SPACES = re.compile(r"[-‐‑¬\u00ad\s]+")


@dataclass(frozen=True)
class FalseEdit:
    """An edit of clean text.

    Attributes:
        document: the id of the text.
        start: offset in code points.
        before, after: what was there, and what the edit made of it.
        repairer: who made it.
        reason: why.
        context: the text round it, with the place marked.
    """

    document: str
    start: int
    before: str
    after: str
    repairer: str
    reason: str
    context: str


@dataclass(frozen=True)
class CleanEvaluation:
    """What a chain did to text that had nothing to repair.

    Attributes:
        documents: how many texts.
        words: how many words they have, between white space.
        false_edits: edits made, without those that only join words at a hyphen.
        hyphen_joins: edits that only take out a hyphen and white space: right, where the text was set in lines.
        by_repairer: false edits by repairer; one in which several had a part counts for each.
        examples: by repairer, some of its false edits, the first of each kind.
        joins: some of the hyphen joins.
    """

    documents: int
    words: int
    false_edits: int
    hyphen_joins: int
    by_repairer: Mapping[str, int]
    examples: Mapping[str, tuple[FalseEdit, ...]]
    joins: tuple[FalseEdit, ...]

    @property
    def rate(self) -> float:
        """False edits per 100,000 words."""
        return _PER * self.false_edits / max(1, self.words)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as what JSON can hold."""
        return {
            "documents": self.documents,
            "words": self.words,
            "false_edits": self.false_edits,
            "false_edits_per_100000_words": self.rate,
            "hyphen_joins": self.hyphen_joins,
            "by_repairer": dict(self.by_repairer),
            "examples": {name: [asdict(edit) for edit in edits] for name, edits in self.examples.items()},
            "joins": [asdict(edit) for edit in self.joins],
        }


def evaluate_clean(documents: Iterable[Document], chain: Chain | None = None, *, examples: int = 10) -> CleanEvaluation:
    """Repair clean texts and count what should not have been changed.

    Args:
        documents: texts known to be clean.
        chain: what repairs them; by default the French chain.
        examples: how many to keep of each repairer.

    >>> result = evaluate_clean([Document("a", "Les progrès de l’informatique, le 28 août 2008.")])
    >>> result.words, result.false_edits, result.rate
    (8, 0, 0.0)
    """
    chain = chain or Chain.for_language()
    count = words = 0
    found: list[FalseEdit] = []
    joins: list[FalseEdit] = []
    for document in documents:
        count += 1
        words += len(document.text.split())
        for edit in chain.repair(document.text).patch:
            false = _false_edit(document, edit)
            (joins if _is_join(false) else found).append(false)
    by_repairer: Counter[str] = Counter()
    kinds: defaultdict[str, dict[tuple[str, str], FalseEdit]] = defaultdict(dict)
    for false in found:
        for name in false.repairer.split("+"):
            by_repairer[name] += 1
            kinds[name].setdefault((false.before, false.after), false)
    order = sorted(by_repairer, key=lambda name: (-by_repairer[name], name))
    return CleanEvaluation(
        documents=count,
        words=words,
        false_edits=len(found),
        hyphen_joins=len(joins),
        by_repairer={name: by_repairer[name] for name in order},
        examples={name: tuple(kinds[name].values())[:examples] for name in order},
        joins=tuple(joins[:examples]),
    )


def _false_edit(document: Document, edit: Edit) -> FalseEdit:
    before = document.text[edit.start : edit.end]
    left = document.text[max(0, edit.start - _WINDOW) : edit.start]
    right = document.text[edit.end : edit.end + _WINDOW]
    context = " ".join(f"{left}[{before}→{edit.replacement}]{right}".split())
    return FalseEdit(document.id, edit.start, before, edit.replacement, edit.repairer, edit.reason, context)


def _is_join(edit: FalseEdit) -> bool:
    """Whether an edit does nothing but take out a hyphen."""
    plain_before, plain_after = (_HYPHENS_AND_SPACES.sub("", text) for text in (edit.before, edit.after))
    return (
        plain_before == plain_after
        and bool(re.search(r"[-‐‑¬\u00ad]", edit.before))
        and len(edit.after) < len(edit.before)
    )


def clean_documents(paths: Iterable[Path], reading: Reading = AS_FOUND) -> Iterator[Document]:
    """Read clean texts: each ``.jsonl`` file holds one document a line, in ``text``; another file its own texts.

    Args:
        paths: files; a directory stands for the ``.jsonl`` and ``.txt`` files, compressed or not, and the pages, in it.
        reading: how files are read; one that names a format or fields concerns ``.jsonl`` too.

    Raises:
        InputError: a file cannot be read as that.
    """
    for path in paths:
        if is_folder(path):
            pages = (file for file in path.iterdir() if is_page(file))
            patterns = (Path(pattern).name for form in ("text", "jsonl") for pattern in patterns_of(form))
            files = {file for pattern in patterns for file in path.glob(pattern)}
            yield from clean_documents(sorted(files.union(pages)), reading)
        elif path.suffix == ".jsonl" and reading.form is None and not reading.fields:
            for place, record in records(path):
                if not isinstance(text := record.get("text"), str):
                    raise InputError(f"{place}: the field ‘text’ is missing or is no text: clean documents stand in it")
                yield Document(str(record.get("id", place)), text)
        else:
            for found in reading.whole_texts(path):
                yield Document(found.name, found.plain.source)
