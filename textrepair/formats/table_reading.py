"""The process that reads tables for this one, and what is said of it when it ends too early."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from textrepair.arrow import import_pyarrow
from textrepair.errors import InputError
from textrepair.formats.table_process import ALL, ENDS_GROUP

__all__ = ["READERS", "TableBatches", "TableReaders"]

_SCRIPT = Path(__file__).with_name("table_process.py")


class _Process:
    """A process that reads one table after the other."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._errors = TemporaryFile()  # noqa: SIM115 - closed with the process
        ours, theirs = socket.socketpair()
        self._requests = ours
        with theirs:
            # -P: a module in the working directory must not stand in for one that the script imports.
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_SCRIPT)],
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,
            )
        self.output = cast(BinaryIO, self._process.stdout)

    def begin(self, kind: str, handle: int) -> None:
        """Hand over a table."""
        socket.send_fds(self._requests, [kind.encode()], [handle])

    def reason(self) -> str:
        """Return why the process ended; empty if it did not."""
        with suppress(subprocess.TimeoutExpired):
            status = self._process.wait(1.0)
            if status < 0:
                name = signal.Signals(-status).name if -status in {*signal.Signals} else f"signal {-status}"
                return f"it is damaged so that it crashes its reader ({name})"
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            return lines[-1] if lines else f"its reader ended with status {status}"
        return ""

    def end(self) -> None:
        """End the process, in the midst of a table if need be."""
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._requests.close()
        self.output.close()
        self._errors.close()


class TableReaders:
    """Keeps one process that is ready for the next table: to start one takes a third of a second."""

    def __init__(self) -> None:
        self._ready: list[_Process] = []

    def take(self) -> _Process:
        """Return a process that is ready."""
        with suppress(IndexError):
            process = self._ready.pop()
            if process.owner == os.getpid():
                return process
            process.end()  # it belongs to the process that this one was forked from
        return _Process()

    def give_back(self, process: _Process) -> None:
        """Keep a process that has read its table to the end."""
        if self._ready:
            process.end()
        else:
            self._ready.append(process)


READERS = TableReaders()
"""The process that is ready, if there is one; it ends with this process."""


class TableBatches:
    """The rows of a table, some at a time, each batch checked in full; another process reads them.

    Args:
        kind: ``parquet`` or ``arrow``.
        stream: the file. One that is no file of the system is copied to a temporary file first.
        name: what messages call it.

    Attributes:
        about: what is said of the table besides its rows.
        schema: its columns.

    Raises:
        InputError: it is no such table, or is damaged.
    """

    def __init__(self, kind: str, stream: BinaryIO, name: str) -> None:
        self._name = name
        self._kept = None if _is_file(stream) else _copied(stream)
        self._process = READERS.take()
        self._number = 1
        self._at_end = False
        try:
            with self._guarded():
                self._process.begin(kind, (stream if self._kept is None else self._kept).fileno())
                about = json.loads(self._process.output.readline() or b"null")
                if not isinstance(about, dict):
                    raise ValueError("its reader says nothing")
                self.about: dict[str, Any] = about
                self._reader = import_pyarrow().ipc.open_stream(self._process.output)
                self.schema = self._reader.schema
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[tuple[Any, bool]]:
        """Yield each batch, and whether a group of rows ends with it.

        Raises:
            InputError: the table is damaged.
        """
        while True:
            with self._guarded():
                try:
                    batch, metadata = self._reader.read_next_batch_with_custom_metadata()
                except StopIteration:
                    break
                # A crash elsewhere must not have passed on what would crash this process.
                batch.validate(full=True)
            yield batch, metadata is not None and metadata.get(ENDS_GROUP) == b"1"
            self._number += batch.num_rows
        with self._guarded():
            if self._process.output.readline() != ALL:
                raise ValueError("its reader ended too early")
        self._at_end = True

    def close(self) -> None:
        """Let go of the process; one in the midst of the table is ended."""
        if self._at_end:
            READERS.give_back(self._process)
        else:
            self._process.end()
        if self._kept is not None:
            self._kept.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (import_pyarrow().ArrowException, OSError, ValueError) as error:
            reason = self._process.reason() or (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise InputError(
                f"{self._name}: cannot be read as a table from row {self._number} on: {reason}; write the file again"
            ) from error


def _is_file(stream: BinaryIO) -> bool:
    """Whether a stream is a file that another process can be given."""
    try:
        return stream.fileno() >= 0
    except (AttributeError, OSError):
        return False


def _copied(stream: BinaryIO) -> BinaryIO:
    kept = cast(BinaryIO, TemporaryFile())  # noqa: SIM115 - the caller closes it
    shutil.copyfileobj(stream, kept, 1 << 20)
    kept.flush()
    kept.seek(0)
    return kept
