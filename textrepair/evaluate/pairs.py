"""Pairs: a text as it was read or extracted, and its ground truth, from wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textrepair.edits import Patch
from textrepair.errors import InputError
from textrepair.files.named import is_folder, json_object, read_named_text
from textrepair.formats.compression import decompressed
from textrepair.formats.reading import AS_FOUND, FileText, Reading
from textrepair.formats.registry import form_of, is_page, patterns_of

__all__ = ["Pair", "pair_of_files", "pairs_from_directories", "pairs_from_jsonl", "pairs_of_files", "records"]


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
    """Read pairs from a file with one JSON object a line, compressed or not.

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

    Args:
        path: the file; the end of its name says how it is compressed.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object.
        ConfigurationError: the file takes a package that is not installed.
    """
    compression = form_of(path.name).compression
    content = read_named_text(path, lambda stream: decompressed(stream, compression, str(path)))
    # Not splitlines: JSON strings may hold U+2028, at which that would cut.
    for number, line in enumerate(content.split("\n"), start=1):
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
    ocr: Path, truth: Path, repaired: Path | None = None, *, glob: str | None = None, reading: Reading = AS_FOUND
) -> list[Pair]:
    """Read pairs from parallel directories: files with the same path inside them belong together.

    The truth of ``a/1.xml`` may also be ``a/1.txt``, or ``a/1.xml.txt``, as ``textrepair extract`` names it; that of
    ``a/1.txt.gz`` may be ``a/1.txt``.

    Args:
        ocr: files before repair.
        truth: what they ought to be; each must be there.
        repaired: files after repair, if they are there already; each must be there too.
        glob: which files of ``ocr`` to take; None: texts (``**/*.txt``), compressed or not, and
            pages of OCR engines.
        reading: how they are read.

    Raises:
        InputError: a directory or a file is missing or cannot be read, or there are no files at all.
    """
    for directory in filter(None, (ocr, truth, repaired)):
        if not is_folder(directory):
            raise InputError(f"{directory}: no such directory")
    patterns = patterns_of(None) if glob is None else (glob,)
    names = {path.relative_to(ocr) for pattern in patterns for path in ocr.glob(pattern) if path.is_file()}
    if glob is None:
        names.update(path.relative_to(ocr) for path in ocr.rglob("*") if is_page(path))
    if not names:
        raise InputError(f"{ocr}: no file in it matches {patterns[0]}: name another pattern or directory")
    return [
        pair
        for name in sorted(names)
        for pair in pairs_of_files(
            ocr / name,
            _partner(truth, name),
            _partner(repaired, name) if repaired else None,
            identity=name.as_posix(),
            reading=reading,
        )
    ]


def _partner(folder: Path, name: Path) -> Path:
    """Return the file that belongs to one of another directory."""
    plain = name.with_suffix("") if form_of(name.name).compression else name
    for candidate in (name, plain, plain.with_suffix(".txt"), name.with_name(f"{name.name}.txt")):
        if (folder / candidate).is_file():
            return folder / candidate
    return folder / name


def pairs_of_files(
    ocr: Path,
    truth: Path,
    repaired: Path | None = None,
    *,
    identity: str | None = None,
    reading: Reading = AS_FOUND,
) -> list[Pair]:
    """Read the pairs of two files, or three: one of texts or pages, one for each record of a table or a dump.

    Args:
        ocr: the texts before repair.
        truth: what they ought to be.
        repaired: the texts after repair, if they are there already.
        identity: the id of the pair; by default the path of ``ocr``. That of a record has its number besides.
        reading: how they are read.

    Raises:
        InputError: a file is missing, cannot be read, or has not as many texts as ``ocr``.
    """
    texts = list(reading.whole_texts(ocr))
    truths = _as_many(texts, truth, ocr, reading)
    outs = None if repaired is None else _as_many(texts, repaired, ocr, reading)
    return [
        Pair(
            (identity or str(ocr)) + text.name.removeprefix(str(ocr)),
            text.plain.source,
            truths[k],
            out=None if outs is None else outs[k],
        )
        for k, text in enumerate(texts)
    ]


def pair_of_files(ocr: Path, truth: Path, repaired: Path | None = None, *, identity: str | None = None) -> Pair:
    """Read one pair from two files, or three, of one text each.

    Args:
        ocr: the text before repair.
        truth: what it ought to be.
        repaired: the text after repair, if it is there already.
        identity: the pair's id; by default the path of ``ocr``.

    Raises:
        InputError: a file is missing, cannot be read, or has several texts.
    """
    pairs = pairs_of_files(ocr, truth, repaired, identity=identity)
    if len(pairs) != 1:
        raise InputError(f"{ocr}: it has {len(pairs)} texts, not one: read them with pairs_of_files")
    return pairs[0]


def _as_many(texts: list[FileText], path: Path, ocr: Path, reading: Reading) -> list[str]:
    """Return the texts of a file that belong to those of another."""
    found = [text.plain.source for text in reading.whole_texts(path)]
    if len(found) != len(texts):
        raise InputError(
            f"{path}: it has {len(found)} texts, and {ocr} has {len(texts)}: give files with the same records"
        )
    return found
