"""Making one input again from its result and its edits; nothing takes its place before all of it is verified."""

from __future__ import annotations

import codecs
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, cast

from textrepair.edits import Edit, Patch
from textrepair.errors import InputError, PatchError, TextRepairError, UndecodableError
from textrepair.formats.plain import mark_in, marked_codec
from textrepair.formats.protocols import ConvertibleUnit, Mention, RestoringUnit, Unit
from textrepair.formats.reading import looked_into
from textrepair.formats.registry import Form, open_reader
from textrepair.plain_text import PlainText
from textrepair.runs.digests import Digests, digest_of, hashed_output
from textrepair.runs.job import Job, check_convertible, opened_for_reading, opened_for_writing

__all__ = ["restored"]

_PIECE = 1 << 20


def restored(job: Job, told: Iterator[dict[str, Any]], digests: Digests, damage: TextRepairError | None = None) -> int:
    """Write one input as it was, and return how many edits were undone.

    Args:
        job: the result, and where the input goes.
        told: the edits that led to the result, in order, checked as by
            :func:`textrepair.runs.edit_list_files.checked_edit`.
        digests: of the input and the result, as they were noted; empty ones are not compared.
        damage: why edits may be missing; only what a digest verifies is written then.

    Raises:
        InputError: the result cannot be read.
        PatchError: the result is not what the edits led to, or the edits do not lead back to the input.
        OutputError: the input cannot be written.
    """
    if damage is not None and not digests.source:
        raise InputError(f"{job.name}: its edits may be incomplete, and no digest verifies them: {damage}")
    check_convertible(job, job.form)
    converts = job.output_encoding is not None
    if converts and not digests.source:
        raise InputError(
            f"{job.name}: it is in another encoding than its input, and no digest verifies that input: undo with the "
            "journal of the run, or with a list that --edits wrote to a file"
        )
    edits = _Edits(told, job.name)
    may_differ = converts or (job.form.seeks and not digests.source)
    if not edits.left() and digests.source != digests.result and not may_differ:
        raise PatchError(f"{job.name}: the run changed it, and the list has no edits of it: name the list of that run")
    if digests.result:
        _refuse_changed(job, digests.result)
    assert job.target is not None
    with opened_for_reading(job) as opened, opened_for_writing(job, job.target) as written:
        if not edits.left() and not converts:
            # Nothing was changed: the result is the input, also where it is compressed.
            shutil.copyfileobj(opened, written, _PIECE)
            return 0
        # A text that was repaired as such may look like a page or like records, or would be refused, today.
        is_text = job.form.format.is_one_text and edits.are_of_text()
        form = replace(job.form, told=True) if is_text or converts else job.form
        stream, form = looked_into(opened, form, job.name, insist=None)
        with hashed_output(written, job.form) as (packed, hashed):
            try:
                if form.format.is_one_text:
                    _restore_text(stream, packed, edits, job)
                else:
                    _restore_records(stream, packed, edits, job, form, is_known=bool(digests.source))
            except UnicodeError as error:
                raise PatchError(f"{job.name}: its edits lead to no text in {job.encoding}: {error}") from error
        edits.check_done()
        # An exception here keeps the file from taking its place.
        if digests.source and not form.seeks and hashed.digest != digests.source:
            loses_mark = converts and not mark_in(str(job.output_encoding), codecs.BOM_UTF8)
            lost = f" (did it have a byte-order mark? {job.output_encoding} keeps none)" if loses_mark else ""
            raise PatchError(
                f"{job.name}: its edits do not lead back to the input, whose SHA-256 was {digests.source[:12]}…{lost}; "
                "nothing is written: take the input from a backup"
            )
    return edits.count


def _refuse_changed(job: Job, digest: str) -> None:
    with opened_for_reading(job) as opened:
        if digest_of(opened, job.form, job.name) != digest:
            raise PatchError(
                f"{job.name}: it was changed since the run, which wrote the SHA-256 {digest[:12]}…: "
                "nothing is written; undo the file as it was"
            )


class _Edits:
    """The edits of one file, taken in order."""

    def __init__(self, edits: Iterator[dict[str, Any]], name: str) -> None:
        self._edits = edits
        self._name = name
        self._next = next(edits, None)
        self._place: tuple[object, object] | None = None
        self._end = 0
        self.count = 0

    def take(self) -> dict[str, Any] | None:
        """Return the next edit."""
        edit = self._next
        if edit is not None:
            self._follows(edit)
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

    def are_of_text(self) -> bool:
        """Whether the edits are of a plain text: they name no record, and no bytes to restore."""
        return self._next is not None and self._next.get("record") is None and self._next.get("raw") is None

    def check_done(self) -> None:
        """Make sure that none is left."""
        if self._next is not None:
            raise self.objection(self._next)

    def _follows(self, edit: dict[str, Any]) -> None:
        """Make sure that an edit stands behind the one before it."""
        place = (edit.get("record"), edit.get("field"))
        if place == self._place and edit["start"] < self._end:
            raise self.objection(edit)
        self._place, self._end = place, edit["end"]

    def objection(self, edit: dict[str, Any]) -> PatchError:
        """Say that an edit does not belong to the file."""
        record = "" if edit.get("record") is None else f" of record {edit['record']}"
        return PatchError(
            f"{self._name}: it is not what the edits led to: ‘{edit['after']}’ does not stand where edit "
            f"{edit['start']}:{edit['end']}{record} put it; it was changed since, or repaired more than once"
        )


def _restore_text(stream: BinaryIO, packed: BinaryIO, edits: _Edits, job: Job) -> None:
    head = stream.read(_PIECE)
    mark, codec = next(marked_codec(head, job.output_encoding or job.encoding, job.name))
    original = codec if job.output_encoding is None else job.encoding
    packed.write(mark if original == codec else mark_in(original, mark))
    encoder = codecs.getincrementalencoder(original)()
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


def _restore_records(
    stream: BinaryIO, packed: BinaryIO, edits: _Edits, job: Job, form: Form, *, is_known: bool
) -> None:
    """Restore a file of records, or of pages.

    Args:
        stream: the result.
        packed: where the input goes.
        edits: of all records.
        job: what messages name.
        form: the form of the file.
        is_known: the digest of the input is known, and is compared at the end.
    """
    reader = open_reader(stream, form, job.output_encoding or job.encoding, job.name)
    writer: Any = None
    head = b""  # the names of columns, as a reader of one record needs them
    for read in reader.units():
        unit = read if job.output_encoding is None else cast(ConvertibleUnit, read).converted(job.encoding)
        writer = writer or reader.writer(packed)
        patches = [Patch()] * len(unit.texts)
        texts: dict[tuple[int | None, str | None], str] = {}
        raw: str | None = None
        first: dict[str, Any] = {}
        by_text: dict[int, list[dict[str, Any]]] = {}
        for mention in unit.mentions():
            made = edits.of(mention)
            if made:
                first = first or made[0]
                raw = raw or made[0].get("raw")
                by_text[mention.text] = made
                if form.format.restores_units:
                    continue  # the text of a page says less than its words
                plain = unit.texts[mention.text]
                patches[mention.text] = _inverse(made, plain, edits)
                texts[mention.record, mention.field] = patches[mention.text].apply(plain.source)
        if raw is not None:
            whole = _raw_bytes(unit, raw, edits, first, form)
            if not is_known:
                _refuse_other_texts(head + whole, by_text, job, form, edits)
            packed.write(whole)
        elif by_text and form.format.restores_units:
            raise edits.objection(first)
        elif form.seeks:
            writer.put(cast(Any, unit).with_texts(texts) if texts else unit, ())
        else:
            writer.put(unit, patches)
        if form.format.has_header and not unit.texts and not head:
            head = cast(Any, unit).rendered(())
    (writer or reader.writer(packed)).finish()


def _raw_bytes(unit: Unit, raw: str, edits: _Edits, edit: dict[str, Any], form: Form) -> bytes:
    """Return the bytes of a record, or of a page, as the list has them."""
    try:
        data = raw.encode("latin-1")
        return cast(RestoringUnit, unit).restored(data) if form.format.restores_units else data
    except (ValueError, TypeError, RecursionError) as error:
        raise edits.objection(edit) from error


def _refuse_other_texts(
    data: bytes, by_text: Mapping[int, Sequence[dict[str, Any]]], job: Job, form: Form, edits: _Edits
) -> None:
    """Make sure that a record as the list has it says what the edits found there, where no digest tells."""
    made = [edit for of_text in by_text.values() for edit in of_text]
    try:
        units = open_reader(io.BytesIO(data), form, job.encoding, "the list of edits").units()
        found = [text.source for unit in units for text in unit.texts]
    except TextRepairError as error:
        raise edits.objection(made[0]) from error
    for number, of_text in by_text.items():
        for edit in of_text:
            if number >= len(found) or found[number][edit["start"] : edit["end"]] != edit["before"]:
                raise edits.objection(edit)


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
