"""Rows of Parquet and Arrow tables: columns of texts, read and written some rows at a time.

The schema, its metadata and all other columns stay as they are. A value that stands in several rows of a batch is
repaired once. A process of its own reads the file (:mod:`textrepair.formats.table_process`), so that a damaged one
cannot crash the run.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from textrepair.arrow import Texts, column_of_texts, import_pyarrow
from textrepair.edits import Patch
from textrepair.errors import InputError
from textrepair.formats.protocols import Mention
from textrepair.formats.table_reading import TableBatches
from textrepair.plain_text import PlainText

__all__ = ["Arrow", "Parquet"]

# A group of rows is held in memory until it is written; a larger one becomes several.
_GROUP_BYTES = 32_000_000


@dataclass(frozen=True)
class _Column:
    """A column of texts in some rows."""

    name: str
    index: int
    texts: Texts
    first: int  # which of the texts of the rows is its first one


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
                code = column.texts.codes[row]
                if code >= 0:
                    yield Mention(self.number + row, column.name, column.first + code)

    def rendered(self, patches: Sequence[Patch]) -> Any:
        """Return the rows with their texts repaired, as a record batch."""
        batch = self.batch
        for column in self.columns:
            sources = column.texts.values
            own = patches[column.first : column.first + len(sources)]
            if any(own):
                made = column.texts.replaced([patch.apply(text) for text, patch in zip(sources, own, strict=True)])
                batch = batch.set_column(column.index, batch.schema.field(column.index), made)
        return batch

    def with_texts(self, values: dict[tuple[int, str], str]) -> _Rows:
        """Return the rows with other texts, by the number of the record and the name of the column."""
        batch = self.batch
        for column in self.columns:
            old = batch.column(column.index)
            texts = [
                None if code < 0 else values.get((self.number + row, column.name), column.texts.values[code])
                for row, code in enumerate(column.texts.codes)
            ]
            pa = import_pyarrow()
            made = pa.array(texts, type=_value_type(old.type))
            made = made.cast(old.type) if pa.types.is_dictionary(old.type) else made
            batch = batch.set_column(column.index, batch.schema.field(column.index), made)
        return _Rows(batch, self.number, (), (), self.ends_group)


def _value_type(of: Any) -> Any:
    return of.value_type if import_pyarrow().types.is_dictionary(of) else of


class _Table:
    """A table that is being read, by a process of its own; its kinds differ in how rows are put.

    Args:
        stream: the file.
        fields: the columns of texts.
        name: what messages call the file.
    """

    kind: ClassVar[str]

    def __init__(self, stream: BinaryIO, fields: Sequence[str], name: str) -> None:
        self._stream = stream
        self._fields = tuple(fields)
        self._name = name
        self._about: dict[str, Any] = {}
        self._schema: Any = None

    def units(self) -> Iterator[_Rows]:
        """Yield the rows, some at a time.

        Raises:
            InputError: the file is no such table, is damaged, or has no such column of texts.
        """
        number = 1
        with closing(TableBatches(self.kind, self._stream, self._name)) as table:
            self._about, self._schema = table.about, table.schema
            chosen = {name: self._index(self._schema, name) for name in self._fields}
            for batch, ends_group in table:
                yield self._rows(batch, number, chosen, ends_group)
                number += batch.num_rows

    def _index(self, schema: Any, name: str) -> int:
        try:
            return column_of_texts(schema, name)
        except InputError as error:
            raise InputError(f"{self._name}: {error} (--field)") from error

    def _rows(self, batch: Any, number: int, chosen: dict[str, int], ends_group: bool) -> _Rows:
        texts: list[PlainText] = []
        columns = []
        for name, index in chosen.items():
            found = Texts.of(batch.column(index))
            columns.append(_Column(name, index, found, len(texts)))
            firsts: dict[int, int] = {}
            for row, code in enumerate(found.codes):
                firsts.setdefault(code, row)
            texts += [
                PlainText(value, name=f"{self._name}#{number + firsts[code]}")
                for code, value in enumerate(found.values)
            ]
        return _Rows(batch, number, tuple(texts), tuple(columns), ends_group)


class Parquet(_Table):
    """A Parquet file that is being read."""

    kind = "parquet"

    def writer(self, stream: BinaryIO) -> _ParquetWriter:
        """Return what writes such a file: with the same schema and metadata, and the same compression of columns."""
        return _ParquetWriter(stream, self._schema, self._about)


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
    def __init__(self, stream: BinaryIO, schema: Any, about: Mapping[str, Any]) -> None:
        from pyarrow.parquet import ParquetWriter

        codecs = {path: "NONE" if codec == "UNCOMPRESSED" else codec for path, codec in about["codecs"].items()}
        self._writer = ParquetWriter(
            _Sink(stream), schema, version="1.0" if about["version"] == "1.0" else "2.6", compression=codecs or "snappy"
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
            table = import_pyarrow().Table.from_batches(self._waiting)
            self._waiting, self._size = [], 0
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))


class Arrow(_Table):
    """An Arrow (Feather) file or stream that is being read."""

    kind = "arrow"

    def writer(self, stream: BinaryIO) -> _ArrowWriter:
        """Return what writes such a file, with the same schema and metadata."""
        from pyarrow import ipc

        options = ipc.IpcWriteOptions(emit_dictionary_deltas=True)
        make = ipc.new_file if self._about["is_file"] else ipc.new_stream
        return _ArrowWriter(make(_Sink(stream), self._schema, options=options))


class _ArrowWriter:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def put(self, unit: _Rows, patches: Sequence[Patch]) -> None:
        self._writer.write_batch(unit.rendered(patches))

    def finish(self) -> None:
        self._writer.close()
