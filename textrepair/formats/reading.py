"""Reading the texts of any file, in whatever format it is: what all commands but ``fix`` and ``undo`` read through.

These two read units (:mod:`textrepair.formats.protocols`), which are written again.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from textrepair.errors import InputError
from textrepair.files.atomic import reason_of
from textrepair.files.opening import Remote, opened
from textrepair.formats.compression import decompressed
from textrepair.formats.plain import decode
from textrepair.formats.protocols import Unit
from textrepair.formats.registry import PLAIN, Form, by_content, form_of, open_reader
from textrepair.formats.signatures import INSIST
from textrepair.plain_text import PlainText

__all__ = ["AS_FOUND", "FileText", "Reading", "looked_into", "read_texts"]


class FileText(NamedTuple):
    """A text of a file.

    Attributes:
        name: what messages call it: that of the file, with the number of the record, and the field where records have
            several texts.
        plain: the text, and where its offsets lie in its source, in which edits count.
        record: the number of the record that it stands in, from 1; None: the file is no file of records.
        field: the name of the field or column that it stands in.
        unit: what it is read in; None: it is a plain text, or was given otherwise.
    """

    name: str
    plain: PlainText
    record: int | None = None
    field: str | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class Reading:
    """How files are read, as the options of a command say.

    Attributes:
        form: the format of all files; None: what their names and their content say.
        fields: names of the texts in formats with records; none: ``text``.
        encoding: of their text, where the format leaves a choice: the name of a codec, or ``auto``.
        insist: the option by which a file is read as plain text, as messages name it.
    """

    form: str | None = None
    fields: tuple[str, ...] = ()
    encoding: str = "utf-8"
    insist: str = INSIST

    def texts(self, name: str, source: Path | Remote | None) -> Iterator[FileText | InputError]:
        """Yield the texts of a file, as :func:`read_texts` does."""
        return read_texts(name, source, form_of(name, self.form, self.fields), self.encoding, self.insist)

    def whole_texts(self, path: Path) -> Iterator[FileText]:
        """Yield the texts of a file of which all must be there.

        Raises:
            InputError: the file, or one of its records, cannot be read.
        """
        for text in self.texts(str(path), path):
            if isinstance(text, InputError):
                raise text
            yield text


AS_FOUND = Reading()
"""Reads each file as its name and its content say."""


def looked_into(stream: BinaryIO, form: Form, name: str, insist: str | None = INSIST) -> tuple[BinaryIO, Form]:
    """Return a file decompressed, and the form that it has by its content.

    Args:
        stream: the file, as it stands.
        form: what its name says, or the user.
        name: what messages call it.
        insist: as for :func:`textrepair.formats.registry.by_content`.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    content = decompressed(stream, form.compression, name)
    if form.seeks and not content.seekable():
        content = _seekable(content)
    return by_content(content, form, name, insist)


def _seekable(stream: BinaryIO) -> BinaryIO:
    """Keep what cannot be read from any place in a temporary file."""
    kept = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - it is gone when nobody has it any more
    shutil.copyfileobj(stream, kept, 1 << 20)
    kept.seek(0)
    return kept


def read_texts(
    name: str, source: Path | Remote | None, form: Form = PLAIN, encoding: str = "utf-8", insist: str = INSIST
) -> Iterator[FileText | InputError]:
    """Yield the texts of a file, in its order: one of a plain text or of pages, those of the fields of each record.

    Args:
        name: what messages call the file.
        source: where it is; None for standard input.
        form: what its name says, or the user (:func:`textrepair.formats.registry.form_of`).
        encoding: of its text, where the format leaves a choice: the name of a codec, or ``auto``.
        insist: as for :func:`textrepair.formats.registry.by_content`.

    Yields:
        Each text; in the place of a record that cannot be read an error that says why.

    Raises:
        InputError: the file cannot be read, or read further.
        ConfigurationError: it takes a package that is not installed.
    """
    with opened(name, source) as given:
        stream, form = looked_into(given, form, name, insist)
        if form.format.is_one_text:
            yield FileText(name, decode(_whole(stream, name), encoding, name))
            return
        for unit in open_reader(stream, form, encoding, name).units():
            if unit.error is not None:
                yield unit.error
            for record, field, number in unit.mentions():
                place = name if record is None else f"{name}#{record}"
                is_only = field is None or (field,) == form.fields
                yield FileText(place if is_only else f"{place} ({field})", unit.texts[number], record, field, unit)


def _whole(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.read()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {reason_of(error)}") from error
