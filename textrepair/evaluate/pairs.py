"""Pairs: a text as it was read or extracted, and its ground truth, from wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textrepair.edits import Patch
from textrepair.errors import InputError
from textrepair.named_files import is_folder, json_object, read_named_text

__all__ = ["Pair", "pair_of_files", "pairs_from_directories", "pairs_from_jsonl", "records"]


@dataclass(frozen=True)
class Pair:
    """A document to evaluate.

    Attributes:
        id: its name in reports.
        ocr: the text before repair.
        truth: what it ought to be.
        group: what it is drawn with in the bootstrap: records of the same page share it; by default the id.
        out: the text after repair, if it is there already.
        patch: leads from ``ocr`` to ``out``; without it, the edits are told from the two texts and have no repairer.
        record: the other fields of the record that it came from.
    """

    id: str
    ocr: str
    truth: str
    group: str = ""
    out: str | None = None
    patch: Patch | None = None
    record: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.group:
            object.__setattr__(self, "group", self.id)


def pairs_from_jsonl(
    path: Path, *, repaired: Path | None = None, truth: str = "truth", best_ref: bool = False
) -> list[Pair]:
    """Read pairs from a file with one JSON object a line.

    Args:
        path: records with ``id``, ``ocr`` and the truth; ``page_id``, if there, groups them; all else is kept.
        repaired: records with ``id`` and ``out``, the text as any tool has repaired it. A pair whose id is not in it
            counts as unrepaired.
        truth: the field that holds the truth.
        best_ref: take the truth from the field that the record's own ``best_ref`` names, where it has one.

    Raises:
        InputError: the file, or a line of it, cannot be read as that.
    """
    outs = None if repaired is None else _outs(repaired)
    pairs: list[Pair] = []
    for place, record in records(path):
        reference = truth
        if best_ref and "best_ref" in record:
            reference = _text(record, "best_ref", place)
        ocr = _text(record, "ocr", place)
        name = _text(record, "id", place)
        pairs.append(
            Pair(
                id=name,
                ocr=ocr,
                truth=_text(record, reference, place),
                group=str(record.get("page_id") or name),
                out=None if outs is None else outs.pop(name, ocr),
                record={key: value for key, value in record.items() if key not in {"id", "ocr", reference}},
            )
        )
    if outs:
        raise InputError(
            f"{repaired}: {len(outs)} ids stand in no record of {path}, ‘{min(outs)}’ for one: give the file that was "
            "made from these pairs"
        )
    return pairs


def _outs(path: Path) -> dict[str, str]:
    """Repaired texts by id."""
    outs: dict[str, str] = {}
    for place, record in records(path):
        name = _text(record, "id", place)
        if name in outs:
            raise InputError(f"{place}: the id ‘{name}’ was there before: leave one record for each")
        outs[name] = _text(record, "out", place)
    return outs


def records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each record of a JSONL file with its place, for messages; empty lines are passed over.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object.
    """
    # Not splitlines: JSON strings may hold U+2028, at which that would cut.
    for number, line in enumerate(read_named_text(path).split("\n"), start=1):
        place = f"{path}, line {number}"
        if not line.strip():
            continue
        yield place, json_object(line, place)


def _text(record: Mapping[str, Any], name: str, place: str) -> str:
    """Return a field that must be there and be text; an id may be a number."""
    value = record.get(name)
    if name == "id" and isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        what = "is no text" if name in record else "is missing"
        raise InputError(f"{place}: the field ‘{name}’ {what}; it has {', '.join(sorted(record)) or 'no fields'}")
    return value


def pairs_from_directories(
    ocr: Path, truth: Path, repaired: Path | None = None, *, glob: str = "**/*.txt"
) -> list[Pair]:
    """Read pairs from parallel directories: files with the same path inside them belong together.

    Args:
        ocr: texts before repair.
        truth: what they ought to be; each must be there.
        repaired: texts after repair, if they are there already; each must be there too.
        glob: which files of ``ocr`` to take.

    Raises:
        InputError: a directory or a file is missing or cannot be read, or there are no files at all.
    """
    for directory in filter(None, (ocr, truth, repaired)):
        if not is_folder(directory):
            raise InputError(f"{directory}: no such directory")
    names = sorted(path.relative_to(ocr) for path in ocr.glob(glob) if path.is_file())
    if not names:
        raise InputError(f"{ocr}: no file in it matches {glob}: name another pattern or directory")
    return [
        pair_of_files(ocr / name, truth / name, repaired / name if repaired else None, identity=name.as_posix())
        for name in names
    ]


def pair_of_files(ocr: Path, truth: Path, repaired: Path | None = None, *, identity: str | None = None) -> Pair:
    """Read one pair from two text files, or three.

    Args:
        ocr: the text before repair.
        truth: what it ought to be.
        repaired: the text after repair, if it is there already.
        identity: the pair's id; by default the path of ``ocr``.

    Raises:
        InputError: a file is missing or is not UTF-8.
    """
    return Pair(
        identity or str(ocr),
        read_named_text(ocr),
        read_named_text(truth),
        out=None if repaired is None else read_named_text(repaired),
    )
