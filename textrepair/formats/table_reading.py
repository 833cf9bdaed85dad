"""The process that reads a table for this one, and what is said of it when it ends too early."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, BinaryIO, cast

__all__ = ["TableProcess"]

_SCRIPT = Path(__file__).with_name("table_process.py")


class TableProcess:
    """A process that reads a table and passes on its rows; it is ended when the block ends.

    Args:
        kind: ``parquet`` or ``arrow``.
        stream: the file. One that is no file of the system is copied to a temporary file first.
    """

    def __init__(self, kind: str, stream: BinaryIO) -> None:
        self._errors = TemporaryFile()  # noqa: SIM115 - closed with the process
        self._kept = None if _is_file(stream) else _copied(stream)
        # -P: a module in the working directory must not stand in for one that the script imports.
        command = [sys.executable, "-P", str(_SCRIPT), kind]
        source = stream if self._kept is None else self._kept
        self._process = subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=self._errors, start_new_session=True
        )
        self.output = cast(BinaryIO, self._process.stdout)

    def __enter__(self) -> TableProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self.output.close()
        self._errors.close()
        if self._kept is not None:
            self._kept.close()

    def about(self) -> dict[str, Any]:
        """Return what the process says of the table before its rows.

        Raises:
            ValueError: it says nothing.
        """
        told = json.loads(self.output.readline() or b"null")
        if not isinstance(told, dict):
            raise ValueError("the process that reads it says nothing")
        return told

    def check_end(self) -> None:
        """Make sure that the process has read the table to its end.

        Raises:
            ValueError: it has not.
        """
        if self._process.wait() != 0:
            raise ValueError("the process that reads it ended too early")

    def reason(self) -> str:
        """Return why the process ended early; empty if it did not."""
        with suppress(subprocess.TimeoutExpired):
            status = self._process.wait(1.0)
            if status < 0:
                name = signal.Signals(-status).name if -status in {*signal.Signals} else f"signal {-status}"
                return f"it is damaged so that it crashes its reader ({name})"
            if status > 0:
                self._errors.seek(0)
                lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
                return lines[-1] if lines else f"its reader ended with status {status}"
        return ""


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
