"""The process that reads tables for this one, and what is said of it when it ends too early."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, BinaryIO, cast

from textrepair.formats.table_process import ALL

__all__ = ["READERS", "TableReader", "TableReaders"]

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


class TableReader:
    """Passes on a table that another process reads.

    Args:
        kind: ``parquet`` or ``arrow``.
        stream: the file. One that is no file of the system is copied to a temporary file first.

    Attributes:
        output: the rows, as an Arrow stream, once :meth:`about` was asked for.
    """

    def __init__(self, kind: str, stream: BinaryIO) -> None:
        self._kept = None if _is_file(stream) else _copied(stream)
        self._process = READERS.take()
        self._at_end = False
        self.output = self._process.output
        self._begun = (kind, (stream if self._kept is None else self._kept).fileno())

    def __enter__(self) -> TableReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._at_end:
            READERS.give_back(self._process)
        else:
            self._process.end()
        if self._kept is not None:
            self._kept.close()

    def about(self) -> dict[str, Any]:
        """Begin to read, and return what is said of the table before its rows.

        Raises:
            OSError: the process is gone.
            ValueError: nothing is said.
        """
        self._process.begin(*self._begun)
        told = json.loads(self.output.readline() or b"null")
        if not isinstance(told, dict):
            raise ValueError("its reader says nothing")
        return told

    def check_end(self) -> None:
        """Make sure that the table was read to its end.

        Raises:
            ValueError: it was not.
        """
        if self.output.readline() != ALL:
            raise ValueError("its reader ended too early")
        self._at_end = True

    def reason(self) -> str:
        """Return why the process ended early; empty if it did not."""
        return self._process.reason()


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
