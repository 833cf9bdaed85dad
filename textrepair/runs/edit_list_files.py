"""The files of edit lists: written at the end of a run, read to undo it.

A list is a file of JSON lines, compressed if its name says so; a Parquet file; or a folder with a file of JSON lines
for each input.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from textrepair.errors import InputError, OutputError, described_exception, shortened
from textrepair.files.atomic import reason_of, replacing
from textrepair.files.named import is_folder, open_named
from textrepair.formats.compression import compressing, decompressed
from textrepair.formats.registry import form_of
from textrepair.formats.table_reading import TableBatches
from textrepair.runs.bounds import Bounds

if TYPE_CHECKING:
    from textrepair.runs.journal import Journal

__all__ = ["checked_edit", "edit_list_writer", "read_edit_list"]

_TOGETHER = 10_000
_LONE = re.compile(r"\\(u[dD][89a-fA-F][0-9a-fA-F]{2})")


@contextmanager
def edit_list_writer(place: str) -> Iterator[Callable[[Journal, str, Path | None], None]]:
    """Open the place of a list, and yield the function that writes one there.

    The list is there whole when the block ends, or not at all.

    Args:
        place: a file, or a folder: one that is there, or ends in a slash.

    Raises:
        OutputError: the system refuses.
    """
    form = form_of(place)
    if _is_folder(place):
        try:
            Path(place).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{place}: cannot be made: {reason_of(error)}") from error
        yield lambda journal, kind, output: _write_folder(Path(place), journal, kind, output)
        return
    with replacing(Path(place)) as stream:

        def write(journal: Journal, kind: str, output: Path | None) -> None:
            if form.kind == "parquet":
                _write_parquet(stream, journal.lines(kind))
            else:
                with compressing(stream, form.compression) as packed:
                    packed.writelines(journal.lines(kind))

        yield write


def checked_edit(edit: object) -> dict[str, Any]:
    """Return an edit of a list if it has the parts of one; whether it fits its text shows when it is undone.

    Raises:
        ValueError: a part of it is missing, or is not what it should be.
        LookupError: it names an encoding that does not exist.
    """
    if not isinstance(edit, dict) or not {"file", "start", "end", "before", "after"} <= edit.keys():
        raise ValueError("it is no edit")
    for key in ("file", "before", "after"):
        if not isinstance(edit[key], str):
            raise ValueError(f"‘{key}’ is no string")
    os.fsencode(edit["file"])  # a name that no file can have raises
    for key in ("field", "repairer", "raw", "source_sha256", "result_sha256", "encoding", "output_encoding"):
        if not isinstance(edit.get(key), str | None):
            raise ValueError(f"‘{key}’ is no string")
    for key in ("encoding", "output_encoding"):
        "".encode(edit.get(key) or "utf-8")  # of what is no text encoding raises
    for key in ("start", "end", "record"):
        value = edit.get(key, 0)
        if (value is None and key != "record") or not isinstance(value, int | None) or isinstance(value, bool):
            raise ValueError(f"‘{key}’ is no whole number")
    if not 0 <= edit["start"] <= edit["end"]:
        raise ValueError(f"{edit['start']}:{edit['end']} ends before it starts")
    if len(edit["before"]) != edit["end"] - edit["start"]:
        raise ValueError(f"‘before’ has not the length of {edit['start']}:{edit['end']}")
    return edit


def read_edit_list(place: str) -> Iterator[dict[str, Any] | InputError]:
    """Yield the edits of a list, those of one file in order; an error in the place of what is no edit.

    After an error edits of any file may be missing.

    Raises:
        InputError: it cannot be opened.
    """
    path = Path(place)
    if is_folder(path):
        for file in sorted(path.rglob("*.jsonl")):
            yield from _read_lines(file)
    elif form_of(place).kind == "parquet":
        yield from _read_parquet(path)
    else:
        yield from _read_lines(path)


def _is_folder(place: str) -> bool:
    return place.endswith(os.sep) or is_folder(place)


def _write_folder(folder: Path, journal: Journal, kind: str, output: Path | None) -> None:
    bounds = Bounds(folder)
    for place in journal.places(kind):
        path = PurePath(os.fsdecode(place))
        if output is not None and path.is_relative_to(output):
            path = path.relative_to(output)
        # What stands elsewhere is kept below the folder too, each in a place of its own.
        parts = [_part_below(part, path.anchor) for part in path.parts]
        target = folder.joinpath(*parts[:-1], f"{parts[-1]}.jsonl")
        if bounds.leads_out(target):
            raise OutputError(f"{target}: a link leads out of {folder}, and nothing is written there: remove the link")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{target.parent}: cannot be made: {reason_of(error)}") from error
        with replacing(target) as stream:
            stream.writelines(journal.lines_of(kind, place))


def _part_below(part: str, anchor: str) -> str:
    """Return the part of a path that leads elsewhere as one that leads nowhere: no two become the same.

    >>> [_part_below(part, "/") for part in ("/", "..", "_", "__", "a")]
    ['_', '__', '___', '____', 'a']
    """
    if part == anchor:
        return "_"
    if part == "..":
        return "__"
    return part if part.strip("_") else f"{part}__"


def _read_lines(path: Path) -> Iterator[dict[str, Any] | InputError]:
    with open_named(path) as opened:
        lines = enumerate(decompressed(opened, form_of(path.name).compression, str(path)), 1)
        while True:
            try:
                number, line = next(lines, (0, b""))
            except InputError as error:  # damaged compression
                yield error
                return
            except OSError as error:
                yield InputError(f"{path}: cannot be read: {reason_of(error)}")
                return
            if not line:
                return
            try:
                yield checked_edit(json.loads(line))
            except (LookupError, ValueError, RecursionError) as error:
                yield _no_edit(path, number, described_exception(error))


def _no_edit(path: Path, number: int, reason: str) -> InputError:
    return InputError(
        f"{path}#{number}: not a list of edits as --edits writes it: {shortened(reason)}; take the list as the run "
        "wrote it"
    )


def _write_parquet(stream: Any, pieces: Iterable[bytes]) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema(
        [
            ("file", pa.string()),
            ("record", pa.int64()),
            ("field", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("before", pa.string()),
            ("after", pa.string()),
            ("repairer", pa.string()),
            ("reason", pa.string()),
            ("confidence", pa.float64()),
            ("raw", pa.string()),
            ("encoding", pa.string()),
            ("output_encoding", pa.string()),
            ("source_sha256", pa.string()),
            ("result_sha256", pa.string()),
        ]
    )
    lines = (line for piece in pieces for line in piece.splitlines())
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        while chosen := [*islice(lines, _TOGETHER)]:
            edits = [{key: _storable(value) for key, value in json.loads(line).items()} for line in chosen]
            writer.write_table(pa.Table.from_pylist(edits, schema))


def _storable(value: Any) -> Any:
    """Spell the lone surrogates of a string, as in a file name that is not UTF-8, as escapes: Parquet has none."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _read_parquet(path: Path) -> Iterator[dict[str, Any] | InputError]:
    def given(value: Any) -> Any:
        return _LONE.sub(lambda found: chr(int(found[1][1:], 16)), value) if isinstance(value, str) else value

    number = 0
    with open_named(path) as stream, closing(TableBatches("parquet", stream, str(path))) as table:
        batches = iter(table)
        while True:
            try:
                batch, _ = next(batches, (None, False))
                rows = [] if batch is None else batch.to_pylist()
            except InputError as error:
                yield error
                return
            if batch is None:
                return
            for edit in rows:
                number += 1
                try:
                    yield checked_edit({key: given(value) for key, value in edit.items() if value is not None})
                except (LookupError, ValueError) as error:
                    yield _no_edit(path, number, str(error))
