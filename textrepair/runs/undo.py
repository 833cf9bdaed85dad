"""Making the inputs again from the results and the edits, byte for byte."""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO, cast

from textrepair.edits import Edit, Patch
from textrepair.errors import InputError, PatchError, TextRepairError, UndecodableError
from textrepair.formats.choice import Form, form_of, open_reader
from textrepair.formats.compression import compressing
from textrepair.formats.page_files import PageFile
from textrepair.formats.plain import PlainText, marked_codec
from textrepair.formats.units import Mention
from textrepair.runs.accounts import read_account
from textrepair.runs.discovery import Found, find
from textrepair.runs.inputs import FOLDER
from textrepair.runs.job import Job, looked_into, opened_for_reading, opened_for_writing
from textrepair.runs.journal import results_of

__all__ = ["Restoration", "restorations", "restore"]

_PIECE = 1 << 20


@dataclass(frozen=True)
class Restoration:
    """A result from which the input is to be made again.

    Attributes:
        job: what is read and what is written.
        edits: the edits that led to the result, in order.
        error: why it cannot be.
    """

    job: Job
    edits: Iterator[dict[str, Any]]
    error: TextRepairError | None = None


def restorations(
    paths: Iterable[str],
    *,
    edits: str | None,
    output: Path | None,
    form: str | None = None,
    fields: tuple[str, ...] = (),
    encoding: str = "utf-8",
) -> Iterator[Restoration]:
    """Yield what is to be made again.

    Args:
        paths: folders of results with a journal in them, or files and folders that were repaired in place.
        edits: a list as --edits writes it; None: those in the journal.
        output: where the inputs go; None: in the place of the results.
        form, fields, encoding: as for the repair; a journal knows them.

    Raises:
        InputError: there is neither a journal nor a list, or one of them cannot be read.
    """
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as base:
        if edits is not None:
            base.execute("CREATE TABLE edits (name BLOB, line TEXT)")
            base.execute("BEGIN")
            rows = ((os.fsencode(edit["file"]), json.dumps(edit)) for edit in read_account(edits))
            base.executemany("INSERT INTO edits VALUES (?, ?)", rows)
            base.execute("CREATE INDEX by_name ON edits (name)")
            base.execute("CREATE TABLE asked (name BLOB PRIMARY KEY) WITHOUT ROWID")

        def listed(name: str) -> Iterator[dict[str, Any]]:
            base.execute("INSERT OR IGNORE INTO asked VALUES (?)", (os.fsencode(name),))
            query = "SELECT line FROM edits WHERE name = ? ORDER BY rowid"
            for (line,) in base.execute(query, (os.fsencode(name),)):
                yield json.loads(line)

        for path in paths:
            journal = Path(path, FOLDER)
            if (journal / "journal.sqlite").exists():
                if edits is None and not _has_edits(journal):
                    raise InputError(f"{path}: its journal has no edits; name the list that was written, with --edits")
                for result in results_of(journal):
                    made = map(json.loads, result.edits) if edits is None else listed(result.name)
                    target = _target(result.place, Path(path), output)
                    source = _moved(result.place, Path(path))
                    if result.state != "done" and not source.exists():
                        continue  # it was left out, or not come to
                    job = Job(str(source), source, target, result.encoding, form=result.form)
                    yield Restoration(job, made if result.state == "done" else iter(()))
                continue
            if edits is None:
                raise InputError(f"{path}: there is no journal in it; name the list of its edits, with --edits")
            for found in find([path], ("**/*",), output):
                if isinstance(found, Found) and isinstance(found.path, Path):
                    target = found.path if output is None else output / found.place
                    chosen = form_of(found.name, form, fields)
                    yield Restoration(Job(found.name, found.path, target, encoding, form=chosen), listed(found.name))
                elif isinstance(found, InputError):
                    yield Restoration(Job(path, None), iter(()), found)
        if edits is not None:
            query = "SELECT name FROM edits WHERE name NOT IN (SELECT name FROM asked) LIMIT 1"
            for (name,) in base.execute(query):
                raise InputError(
                    f"{edits}: it has edits of {os.fsdecode(name)}, of which no result is here: name the results as "
                    "they were named for the repair, or the folder with their journal"
                )


def _has_edits(journal: Path) -> bool:
    with contextlib.closing(
        sqlite3.connect(f"{(journal / 'journal.sqlite').absolute().as_uri()}?mode=ro", uri=True)
    ) as base:
        (description,) = base.execute("SELECT value FROM run WHERE key = 'description'").fetchone() or ("{}",)
    return "edits" in json.loads(description).get("lists", ())


def _moved(place: Path, folder: Path) -> Path:
    """Return where a result stands now, if its folder has another name than when it was written."""
    if place.is_relative_to(folder) or place.exists():
        return place
    for k in range(1, len(place.parts)):
        if folder.joinpath(*place.parts[k:]).exists():
            return folder.joinpath(*place.parts[k:])
    return place


def _target(place: Path, folder: Path, output: Path | None) -> Path:
    source = _moved(place, folder)
    if output is None:
        return source
    return output / (source.relative_to(folder) if source.is_relative_to(folder) else PurePath(source.name))


def restore(restoration: Restoration) -> int:
    """Write one input as it was, and return how many edits were undone.

    Raises:
        InputError: the result cannot be read.
        PatchError: the result is not what the edits led to.
        OutputError: the input cannot be written.
    """
    job = restoration.job
    if restoration.error is not None:
        raise restoration.error
    assert isinstance(job.target, Path)
    edits = _Edits(restoration.edits, job.name)
    with opened_for_reading(job) as opened, opened_for_writing(job, job.target) as written:
        if not edits.left():
            # Nothing was changed: the result is the input, also where it is compressed.
            shutil.copyfileobj(opened, written, _PIECE)
            return 0
        stream, form = looked_into(opened, job)
        with compressing(written, job.form.compression) as packed:
            if form.kind == "text":
                _restore_text(stream, packed, edits, job)
            else:
                _restore_records(stream, packed, edits, job, form)
    edits.check_done()
    return edits.count


class _Edits:
    """The edits of one file, taken in order."""

    def __init__(self, edits: Iterator[dict[str, Any]], name: str) -> None:
        self._edits = edits
        self._name = name
        self._next = next(edits, None)
        self.count = 0

    def take(self) -> dict[str, Any] | None:
        """Return the next edit."""
        edit = self._next
        if edit is not None:
            self._next = next(self._edits, None)
            self.count += 1
        return edit

    def of(self, mention: Mention) -> list[dict[str, Any]]:
        """Return the edits of one text."""
        found: list[dict[str, Any]] = []
        while self._next is not None and (self._next.get("record"), self._next.get("field")) == mention[:2]:
            found.append(cast(dict[str, Any], self.take()))
        return found

    def left(self) -> bool:
        """Whether any are left."""
        return self._next is not None

    def check_done(self) -> None:
        """Make sure that none is left."""
        if self._next is not None:
            raise self.objection(self._next)

    def objection(self, edit: dict[str, Any]) -> PatchError:
        """Say that an edit does not belong to the file."""
        record = "" if edit.get("record") is None else f" of record {edit['record']}"
        return PatchError(
            f"{self._name}: it is not what the edits led to: ‘{edit['after']}’ does not stand where edit "
            f"{edit['start']}:{edit['end']}{record} put it; it was changed since, or repaired more than once"
        )


def _restore_text(stream: BinaryIO, packed: BinaryIO, edits: _Edits, job: Job) -> None:
    head = stream.read(_PIECE)
    mark, codec = next(marked_codec(head, job.encoding, job.name))
    packed.write(mark)
    encoder = codecs.getincrementalencoder(codec)()
    decoder = codecs.getincrementaldecoder(codec)()
    text = ""
    given = iter(lambda: stream.read(_PIECE), b"")

    def read(count: int) -> str:
        """Return so many characters, fewer at the end."""
        nonlocal text, head
        pieces = [text]
        length = len(text)
        while length < count:
            data = head[len(mark) :] if head else next(given, b"")
            more = bool(head) or bool(data)
            head = b""
            try:
                pieces.append(decoder.decode(data, final=not more))
            except UnicodeError as error:
                raise UndecodableError(f"{job.name}: not valid {codec.upper()}: {error}; name its encoding") from error
            length += len(pieces[-1])
            if not more:
                break
        whole = "".join(pieces)
        text = whole[count:]
        return whole[:count]

    position = 0
    while (edit := edits.take()) is not None:
        while position < edit["start"]:
            piece = read(min(_PIECE, edit["start"] - position))
            if not piece:
                raise edits.objection(edit)
            packed.write(encoder.encode(piece))
            position += len(piece)
        if read(len(edit["after"])) != edit["after"]:
            raise edits.objection(edit)
        packed.write(encoder.encode(edit["before"]))
        position = edit["end"]
    while piece := read(_PIECE):
        packed.write(encoder.encode(piece))
    packed.write(encoder.encode("", final=True))


def _restore_records(stream: BinaryIO, packed: BinaryIO, edits: _Edits, job: Job, form: Form) -> None:
    reader = open_reader(stream, form, job.encoding, job.name)
    writer: Any = None
    for unit in reader.units():
        writer = writer or reader.writer(packed)
        patches = [Patch()] * len(unit.texts)
        texts: dict[tuple[int | None, str | None], str] = {}
        raw: str | None = None
        for mention in unit.mentions():
            made = edits.of(mention)
            if made:
                raw = raw or made[0].get("raw")
                if isinstance(unit, PageFile):
                    continue  # what a page is made of says more than its text
                plain = unit.texts[mention.text]
                patches[mention.text] = _inverse(made, plain, edits)
                texts[mention.record, mention.field] = patches[mention.text].apply(plain.source)
        if raw is not None and isinstance(unit, PageFile):
            packed.write(unit.restored(raw.encode("latin-1")))
        elif raw is not None:
            packed.write(raw.encode("latin-1"))
        elif form.seeks:
            writer.put(cast(Any, unit).with_texts(texts) if texts else unit, ())
        else:
            writer.put(unit, patches)
    (writer or reader.writer(packed)).finish()


def _inverse(made: list[dict[str, Any]], plain: PlainText, edits: _Edits) -> Patch:
    """Return the patch that leads back from a text."""
    back = []
    shift = 0
    for edit in made:
        start = edit["start"] + shift
        end = start + len(edit["after"])
        if plain.source[start:end] != edit["after"]:
            raise edits.objection(edit)
        back.append(Edit(start, end, edit["before"], str(edit.get("repairer", ""))))
        shift += len(edit["after"]) - (edit["end"] - edit["start"])
    return Patch(back)
