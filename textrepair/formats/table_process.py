"""Reading a table in a process of its own, which a damaged file may crash.

This file is run as a script: it needs nothing but pyarrow. Its standard input is a socket over which it is handed one
open file after the other, with the kind of table. For each it writes to standard output a line of JSON about the table,
the rows as an Arrow stream, each batch checked in full, and a line that says that this was all. What goes wrong is one
line on standard error, and the status 1.

Parquet and Arrow files hold offsets and sizes that their readers trust. A wrong one can lead the reader outside the
memory of the process, and the system ends it. Here that ends nothing but the reading of one file.
"""

from __future__ import annotations

import json
import os
import resource
import socket
from collections.abc import Iterator
from typing import Any, BinaryIO

ENDS_GROUP = b"ends-group"
"""The key in the metadata of a batch; its value is 1 where a group of rows ends with the batch."""

ALL = b"all\n"
"""What stands after the rows of a table that was read to its end."""

_BATCH_BYTES = 2_000_000
_MOST_ROWS = 16_384
_Batches = Iterator[tuple[Any, bool]]


def _parquet(stream: BinaryIO) -> tuple[Any, dict[str, object], _Batches]:
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
    codecs: dict[str, str] = {}
    if file.num_row_groups:
        group = file.metadata.row_group(0)
        columns = [group.column(k) for k in range(group.num_columns)]
        codecs = {column.path_in_schema: column.compression for column in columns}
    about = {"codecs": codecs, "version": file.metadata.format_version}

    def batches() -> _Batches:
        for group in range(file.num_row_groups):
            described = file.metadata.row_group(group)
            rows, size = described.num_rows, max(described.total_byte_size, 1)
            together = max(1, min(_MOST_ROWS, rows * _BATCH_BYTES // size))
            read = 0
            for batch in file.iter_batches(together, row_groups=[group], use_threads=False):
                read += batch.num_rows
                yield batch, read >= rows

    return file.schema_arrow, about, batches()


def _arrow(stream: BinaryIO) -> tuple[Any, dict[str, object], _Batches]:
    from pyarrow import ipc

    is_file = stream.read(6) == b"ARROW1"
    stream.seek(0)
    reader: Any = ipc.open_file(stream) if is_file else ipc.open_stream(stream)

    def batches() -> _Batches:
        rows = (reader.get_batch(k) for k in range(reader.num_record_batches)) if is_file else reader
        for batch in rows:
            yield batch, True

    return reader.schema, {"is_file": is_file}, batches()


def _pass_on(kind: str, stream: BinaryIO, output: BinaryIO) -> None:
    from pyarrow import ipc

    schema, about, batches = (_parquet if kind == "parquet" else _arrow)(stream)
    output.write(json.dumps(about).encode() + b"\n")
    with ipc.new_stream(output, schema) as writer:
        for batch, ends_group in batches:
            batch.validate(full=True)
            writer.write_batch(batch, custom_metadata={ENDS_GROUP: b"1" if ends_group else b"0"})
    output.write(ALL)
    output.flush()


def main() -> None:
    """Pass on the tables that are handed over, until the other side is gone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is left of a crash is the message of the other process
    try:
        with socket.socket(fileno=0) as requests, open(1, "wb", buffering=1 << 16) as output:
            while True:
                kind, handles, _, _ = socket.recv_fds(requests, 64, 1)
                if not kind:
                    return
                # Not through a buffer: the other process asks how far this one has read.
                with open(handles[0], "rb", buffering=0) as stream:  # noqa: PTH123
                    _pass_on(kind.decode(), stream, output)
    except Exception as error:
        message = " ".join(str(error).split()) or type(error).__name__
        os.write(2, f"{message[:500]}\n".encode("utf-8", "backslashreplace"))
        os._exit(1)  # without a word about pipes that nobody reads any more


if __name__ == "__main__":
    main()
