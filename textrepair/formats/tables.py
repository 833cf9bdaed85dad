"""Parquet and Arrow tables: columns of texts, read and written some rows at a time.

The schema, its metadata and all other columns stay as they are. A value that stands in several rows of a batch is
repaired once.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from textrepair.edits import Patch
from textrepair.errors import ConfigurationError, InputError, nearest_name
from textrepair.formats.plain import PlainText
from textrepair.formats.units import Mention

__all__ = ["Arrow", "Parquet", "check_tables"]

_BATCH_BYTES = 2_000_000
_MOST_ROWS = 16_384
# A group of rows is held in memory until it is written; a larger one becomes several.
_GROUP_BYTES = 32_000_000


def check_tables() -> None:
    """Make sure that tables can be read.

    Raises:
        ConfigurationError: it takes a package that is not installed.
    """
    _arrow()


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise ConfigurationError("Parquet and Arrow files need pyarrow: pip install 'textrepair[arrow]'") from None
    return pyarrow


@dataclass(frozen=True)
class _Column:
    """A column of texts in some rows: for each row which of its distinct values stands there, -1 for null."""

    name: str
    index: int
    codes: Sequence[int]
    first: int  # which of the texts of the rows is its first value
    count: int


@dataclass(frozen=True)
class _Rows:
    """Some rows that follow each other."""

    batch: Any
    number: int
    texts: tuple[PlainText, ...]
    columns: tuple[_Column, ...]
    ends_group: bool
    error: InputError | None = None

    def mentions(self) -> Iterable[Mention]:
        for row in range(self.batch.num_rows):
            for column in self.columns:
                if column.codes[row] >= 0:
                    yield Mention(self.number + row, column.name, column.first + column.codes[row])

    def rendered(self, patches: Sequence[Patch]) -> Any:
        """Return the rows with their texts repaired, as a record batch."""
        batch = self.batch
        for column in self.columns:
            own = patches[column.first : column.first + column.count]
            if any(own):
                texts = self.texts[column.first : column.first + column.count]
                values = [patch.apply(plain.source) for plain, patch in zip(texts, own, strict=True)]
                made = _rebuilt(batch.column(column.index), column.codes, values)
                batch = batch.set_column(column.index, batch.schema.field(column.index), made)
        return batch

    def with_texts(self, values: dict[tuple[int, str], str]) -> _Rows:
        """Return the rows with other texts, by the number of the record and the name of the column."""
        batch = self.batch
        for column in self.columns:
            old = batch.column(column.index)
            texts = [
                None
                if code < 0
                else values.get((self.number + row, column.name), self.texts[column.first + code].source)
                for row, code in enumerate(column.codes)
            ]
            pa = _arrow()
            made = pa.array(texts, type=_value_type(old.type))
            made = made.cast(old.type) if pa.types.is_dictionary(old.type) else made
            batch = batch.set_column(column.index, batch.schema.field(column.index), made)
        return _Rows(batch, self.number, (), (), self.ends_group)


def _value_type(of: Any) -> Any:
    return of.value_type if _arrow().types.is_dictionary(of) else of


def _rebuilt(old: Any, codes: Sequence[int], values: list[str]) -> Any:
    pa = _arrow()
    if pa.types.is_dictionary(old.type):
        # Two values that have become one stay two: their rows can still be told apart.
        dictionary = pa.array(values, type=old.type.value_type)
        return pa.DictionaryArray.from_arrays(old.indices, dictionary, ordered=old.type.ordered)
    return pa.array([None if code < 0 else values[code] for code in codes], type=old.type)


def _distinct(column: Any) -> tuple[list[str], list[int]]:
    """Return the distinct values of a column, and for each row which one it has, -1 for null."""
    pa = _arrow()
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    codes = [-1 if code is None else code for code in encoded.indices.to_pylist()]
    if None in values:
        codes = [-1 if code < 0 or values[code] is None else code for code in codes]
        values = ["" if value is None else value for value in values]
    return values, codes


class _Table:
    """A table that is being read; its kinds differ in how rows are got and put."""

    def __init__(self, stream: BinaryIO, fields: Sequence[str], name: str) -> None:
        self._stream = stream
        self._fields = tuple(fields)
        self._name = name

    def units(self) -> Iterator[_Rows]:
        """Yield the rows, some at a time.

        Raises:
            InputError: the file is no such table, is damaged, or has no such column of texts.
        """
        pa = _arrow()
        number = 1
        try:
            schema = self._open()
            chosen = {name: self._index(schema, name) for name in self._fields}
            for batch, ends_group in self._batches():
                yield self._rows(batch, number, chosen, ends_group)
                number += batch.num_rows
        except (pa.ArrowException, OSError, UnicodeError) as error:
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise InputError(f"{self._name}: cannot be read as a table from row {number} on: {first}") from error

    def _open(self) -> Any:
        raise NotImplementedError

    def _batches(self) -> Iterator[tuple[Any, bool]]:
        raise NotImplementedError

    def _index(self, schema: Any, name: str) -> int:
        types = _arrow().types
        found: list[int] = schema.get_all_field_indices(name)
        if len(found) != 1:
            what = (
                f"two columns ‘{name}’"
                if found
                else f"no column ‘{name}’ (--field); {nearest_name(name, schema.names)}"
            )
            raise InputError(f"{self._name}: there is {what}")
        kind = _value_type(schema.field(found[0]).type)
        if not (types.is_string(kind) or types.is_large_string(kind)):
            raise InputError(f"{self._name}: the column ‘{name}’ holds {schema.field(found[0]).type}, not texts")
        return found[0]

    def _rows(self, batch: Any, number: int, chosen: dict[str, int], ends_group: bool) -> _Rows:
        texts: list[PlainText] = []
        columns = []
        for name, index in chosen.items():
            values, codes = _distinct(batch.column(index))
            columns.append(_Column(name, index, codes, len(texts), len(values)))
            firsts: dict[int, int] = {}
            for row, code in enumerate(codes):
                firsts.setdefault(code, row)
            texts += [
                PlainText(value, name=f"{self._name}#{number + firsts.get(code, 0)}")
                for code, value in enumerate(values)
            ]
        return _Rows(batch, number, tuple(texts), tuple(columns), ends_group)


class Parquet(_Table):
    """A Parquet file that is being read.

    Args:
        stream: the file, which can be read from any place.
        fields: the columns of texts.
        name: what messages call the file.
    """

    def _open(self) -> Any:
        from pyarrow.parquet import ParquetFile

        self._file = ParquetFile(self._stream, pre_buffer=False, buffer_size=1 << 20)
        return self._file.schema_arrow

    def _batches(self) -> Iterator[tuple[Any, bool]]:
        file = self._file
        for group in range(file.num_row_groups):
            described = file.metadata.row_group(group)
            rows = described.num_rows
            size = max(described.total_byte_size, 1)
            together = max(1, min(_MOST_ROWS, rows * _BATCH_BYTES // size))
            read = 0
            for batch in file.iter_batches(together, row_groups=[group], use_threads=False):
                read += batch.num_rows
                yield batch, read >= rows

    def writer(self, stream: BinaryIO) -> _ParquetWriter:
        """Return what writes such a file: with the same schema and metadata, and the same compression of columns."""
        return _ParquetWriter(stream, self._file)


class _Sink(io.RawIOBase):
    """Where a table is written to; after the file is closed, nowhere.

    A writer that is given up, as the table was clean or the disk full, writes its end all the same when it is deleted.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._count = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self._count += size
        if not self._stream.closed:
            self._stream.write(data)
        return size

    def tell(self) -> int:
        return self._count


class _ParquetWriter:
    def __init__(self, stream: BinaryIO, model: Any) -> None:
        from pyarrow.parquet import ParquetWriter

        codecs: dict[str, str] = {}
        if model.num_row_groups:
            group = model.metadata.row_group(0)
            columns = [group.column(k) for k in range(group.num_columns)]
            codecs = {column.path_in_schema: column.compression for column in columns}
        self._writer = ParquetWriter(
            _Sink(stream),
            model.schema_arrow,
            version="1.0" if model.metadata.format_version == "1.0" else "2.6",
            compression={path: "NONE" if codec == "UNCOMPRESSED" else codec for path, codec in codecs.items()}
            or "snappy",
        )
        self._waiting: list[Any] = []
        self._size = 0

    def put(self, unit: _Rows, patches: Sequence[Patch]) -> None:
        batch = unit.rendered(patches)
        self._waiting.append(batch)
        self._size += batch.nbytes
        if unit.ends_group or self._size > _GROUP_BYTES:
            self._write()

    def finish(self) -> None:
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._waiting:
            table = _arrow().Table.from_batches(self._waiting)
            self._waiting, self._size = [], 0
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))


class Arrow(_Table):
    """An Arrow (Feather) file or stream that is being read.

    Args:
        stream: the file, which can be read from any place.
        fields: the columns of texts.
        name: what messages call the file.
    """

    def _open(self) -> Any:
        from pyarrow import ipc

        self._is_file = self._stream.read(6) == b"ARROW1"
        self._stream.seek(0)
        self._reader: Any = ipc.open_file(self._stream) if self._is_file else ipc.open_stream(self._stream)
        return self._reader.schema

    def _batches(self) -> Iterator[tuple[Any, bool]]:
        if self._is_file:
            yield from ((self._reader.get_batch(k), True) for k in range(self._reader.num_record_batches))
        else:
            yield from ((batch, True) for batch in self._reader)

    def writer(self, stream: BinaryIO) -> _ArrowWriter:
        """Return what writes such a file, with the same schema and metadata."""
        from pyarrow import ipc

        options = ipc.IpcWriteOptions(emit_dictionary_deltas=True)
        make = ipc.new_file if self._is_file else ipc.new_stream
        return _ArrowWriter(make(_Sink(stream), self._reader.schema, options=options))


class _ArrowWriter:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def put(self, unit: _Rows, patches: Sequence[Patch]) -> None:
        self._writer.write_batch(unit.rendered(patches))

    def finish(self) -> None:
        self._writer.close()
