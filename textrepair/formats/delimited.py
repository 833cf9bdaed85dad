"""CSV and TSV: a record a row, of which some columns are texts.

Rows are written as they stand, but for the cells that change. The form is that of RFC 4180: a cell in quotation marks
may hold line ends, delimiters, and quotation marks that are doubled.
"""

from __future__ import annotations

import codecs
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from textrepair.edits import Patch
from textrepair.errors import InputError, UndecodableError, nearest_name
from textrepair.formats.byte_units import ByteWriter
from textrepair.formats.format import Format, Options
from textrepair.formats.head import joined
from textrepair.formats.plain import AUTO, mark_in, marked_codec
from textrepair.formats.protocols import Mention
from textrepair.plain_text import PlainText

__all__ = ["CSV", "TSV", "Delimited"]

_DELIMITERS = ",;\t|"
_HEAD = 1 << 20
# A quotation mark that nothing closes would take all that follows into one row.
_LONGEST_ROW = 50_000_000
_QUOTE = '"'
# Excel's own first line: which delimiter the file has.
_DECLARATION = re.compile(r"sep=[^\w\s\"']\r?\n|sep=\t\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(.*)', re.DOTALL)


@dataclass(frozen=True)
class _Row:
    """One row: a record, or the names of the columns."""

    row: str
    texts: tuple[PlainText, ...]
    cells: tuple[tuple[int, int], ...]  # where the texts stand in the row, quotation marks included
    fields: tuple[str, ...]
    number: int
    name: str
    codec: str
    delimiter: str
    error: InputError | None = None
    mark: bytes = b""
    is_converted: bool = False

    @property
    def encoding(self) -> str:
        return self.codec

    def converted(self, codec: str) -> _Row:
        if codec == self.codec:
            return self
        return replace(self, codec=codec, mark=mark_in(codec, self.mark), is_converted=True)

    def mentions(self) -> Iterable[Mention]:
        return (Mention(self.number, field, k) for k, field in enumerate(self.fields))

    def rendered(self, patches: Sequence[Patch]) -> bytes:
        pieces: list[str] = []
        position = 0
        for plain, (start, end), patch in zip(self.texts, self.cells, patches, strict=False):
            if patch:
                quoted = self.row[start : start + 1] == _QUOTE
                pieces += [self.row[position:start], self._cell(patch.apply(plain.source), quoted)]
                position = end
        pieces.append(self.row[position:])
        row = PlainText("", self.codec, self.mark, f"{self.name}#{self.number}", is_converted=self.is_converted)
        return row.encode("".join(pieces))

    def _cell(self, text: str, quoted: bool) -> str:
        if quoted or any(sign in text for sign in (_QUOTE, self.delimiter, "\n", "\r")):
            doubled = text.replace(_QUOTE, _QUOTE * 2)
            return f"{_QUOTE}{doubled}{_QUOTE}"
        return text

    def restorable(self, patches: Sequence[Patch]) -> bytes | None:
        # A cell that had to be quoted, or a cell without quotation marks in which some stand.
        for plain, (start, end), patch in zip(self.texts, self.cells, patches, strict=True):
            before, after = self.row[start:end], plain.source
            if patch and (
                self._cell(patch.apply(after), before.startswith(_QUOTE)).startswith(_QUOTE)
                != before.startswith(_QUOTE)
                or self._cell(after, before.startswith(_QUOTE)) != before
            ):
                return self.rendered(())
        return None


class Delimited:
    """A file of rows that is being read; the first row has the names of the columns.

    Args:
        stream: the file.
        fields: the columns of texts.
        encoding: a codec's name, or ``auto``: what the first million bytes look like.
        delimiter: what stands between cells, unless the file declares it (‘sep=;’); None: the one of comma, semicolon,
            tab and bar that divides the first row into these columns.
        name: what messages call the file.
    """

    def __init__(
        self, stream: BinaryIO, fields: Sequence[str], encoding: str, delimiter: str | None, name: str
    ) -> None:
        self._stream = stream
        self._fields = tuple(fields)
        self._encoding = encoding
        self._delimiter = delimiter
        self._name = name

    def units(self) -> Iterator[_Row]:
        """Yield the rows.

        Raises:
            InputError: a column is not there, or a quotation mark is never closed.
            UndecodableError: the bytes are not text in the encoding.
        """
        head = self._stream.read(_HEAD)
        mark, codec = _codec(head, self._encoding, self._name)
        whole = cast(io.BufferedReader, joined(head[len(mark) :], self._stream, _HEAD))
        lines = io.TextIOWrapper(whole, codec, newline="")
        number = 0
        try:
            declared, first = _beginning(lines)
            if declared:
                yield _Row(declared, (), (), (), 0, self._name, codec, "", mark=mark)
                mark = b""
            if not first:
                yield _Row("", (), (), (), 0, self._name, codec, "", mark=mark)
            delimiter = declared[len("sep=") :][:1] or self._delimiter or _delimiter_of("".join(first), self._fields)
            columns: dict[str, int] = {}
            # Not ‘yield from lines’: to close a generator that does so closes the file.
            for number, (row, cells) in enumerate(_rows(itertools.chain(first, lines), delimiter, self._name)):
                if not number:
                    columns = self._columns(row, cells)
                    yield _Row(row, (), (), (), 0, self._name, codec, delimiter, mark=mark)
                else:
                    yield self._row(row, cells, columns, number, codec, delimiter)
        except UnicodeError as error:
            where = f"in row {number + 1} or not far after it"
            raise UndecodableError(
                f"{self._name}: not valid {codec.upper()} {where}: {error}; name its encoding (--encoding cp1252, say)"
            ) from error
        finally:
            lines.detach()
            whole.detach()

    def writer(self, stream: BinaryIO) -> ByteWriter:
        """Return what writes the rows."""
        return ByteWriter(stream)

    def _columns(self, row: str, cells: Sequence[tuple[int, int]]) -> dict[str, int]:
        names = [_text(row[start:end]) for start, end in cells]
        for field in self._fields:
            if names.count(field) != 1:
                what = "two columns" if field in names else "no column"
                hint = "" if field in names else f"; {nearest_name(field, names)}"
                raise InputError(f"{self._name}: there is {what} ‘{field}’ (--field){hint}")
        return {field: names.index(field) for field in self._fields}

    def _row(
        self,
        row: str,
        cells: Sequence[tuple[int, int]],
        columns: dict[str, int],
        number: int,
        codec: str,
        delimiter: str,
    ) -> _Row:
        place = f"{self._name}#{number}"
        if not row.strip("\r\n"):
            return _Row(row, (), (), (), number, self._name, codec, delimiter)
        if max(columns.values()) >= len(cells):
            error = InputError(f"{place}: the row has no cell for each of the columns, but {len(cells)}")
            return _Row(row, (), (), (), number, self._name, codec, delimiter, error)
        chosen = tuple(cells[column] for column in columns.values())
        texts = tuple(PlainText(_text(row[start:end]), codec, name=place) for start, end in chosen)
        return _Row(row, texts, chosen, tuple(columns), number, self._name, codec, delimiter)


def _codec(head: bytes, encoding: str, name: str) -> tuple[bytes, str]:
    """Return the byte-order mark and the codec: of several the first one in which the head is text."""
    for mark, codec in marked_codec(head, encoding, name):
        if encoding != AUTO:
            return mark, codec
        with suppress(UnicodeError):
            codecs.getincrementaldecoder(codec)().decode(head[len(mark) :])
            return mark, codec
    raise UndecodableError(f"{name}: no encoding could be detected; name it (--encoding cp1252, say)")


def _delimiter_of(row: str, fields: Sequence[str]) -> str:
    def fitness(delimiter: str) -> tuple[int, int]:
        names = [_text(cell.strip("\r\n")) for cell in row.split(delimiter)]
        return sum(field in names for field in fields), len(names)

    return max(_DELIMITERS, key=fitness)


def _beginning(lines: Iterator[str]) -> tuple[str, list[str]]:
    """Return the line in which Excel declares the delimiter, empty if there is none, and the lines of the first row.

    The names of the columns may hold line ends; then the quotation marks of the first line are not in pairs.
    """
    first = next(lines, "")
    declared = ""
    if _DECLARATION.fullmatch(first):
        declared, first = first, next(lines, "")
    gathered = [first] if first else []
    marks, length = first.count(_QUOTE), len(first)
    while marks % 2 and length < _HEAD and (line := next(lines, "")):
        gathered.append(line)
        marks += line.count(_QUOTE)
        length += len(line)
    return declared, gathered


def _rows(lines: Iterator[str], delimiter: str, name: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield each row with its line end, and where its cells stand in it."""
    pieces: list[str] = []
    cells: list[tuple[int, int]] = []
    before = 0  # how long the lines of the row before this one are
    begin = 0  # where in the row the cell in hand begins
    quoted = False
    number = 0
    for line in lines:
        pieces.append(line)
        text = line.rstrip("\r\n")
        position = 0
        while True:
            if quoted:
                position = line.find(_QUOTE, position)
                if position < 0:
                    break
                if line[position + 1 : position + 2] == _QUOTE:
                    position += 2
                    continue
                quoted = False
                position += 1
            elif before + position == begin and text[position : position + 1] == _QUOTE:
                quoted = True
                position += 1
                continue
            end = text.find(delimiter, position)
            cells.append((begin, before + (len(text) if end < 0 else end)))
            if end < 0:
                break
            position = end + 1
            begin = before + position
        before += len(line)
        if not quoted:
            yield "".join(pieces), cells
            pieces, cells, before, begin = [], [], 0, 0
            number += 1
        elif before > _LONGEST_ROW:
            break
    if pieces:
        raise InputError(f"{name}: in row {number} a quotation mark opens a cell and none closes it")


def _text(cell: str) -> str:
    """Return what a cell says. What follows the closing mark belongs to it, as most readers have it."""
    found = _QUOTED.fullmatch(cell)
    return found[1].replace(_QUOTE * 2, _QUOTE) + found[2] if found else cell


def _reader(delimiter: str | None) -> Callable[[BinaryIO, Options], Delimited]:
    return lambda stream, told: Delimited(stream, told.fields, told.encoding, delimiter, told.name)


CSV = Format("csv", ("csv",), _reader(None), has_header=True, may_convert=True)
TSV = Format("tsv", ("tsv", "tab"), _reader("\t"), has_header=True, may_convert=True)
