"""How far a run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from textrepair.counted import counted

if TYPE_CHECKING:
    from rich.progress import Progress

    from textrepair.runs.job import Outcome

__all__ = ["ProgressBar"]

# Most runs are over before; they need neither the bar nor the time it takes to load it.
_PATIENCE_SECONDS = 1.0
_LINE_EVERY_SECONDS = 30.0
# What is still to do is counted beside the work, so long at a time.
_COUNTING_SECONDS = 0.02
_OFTEN_SECONDS = 0.1


class ProgressBar:
    """Shows what is done and how long the rest will take.

    Args:
        sizes: the sizes of all inputs in bytes, in no particular order; looked at bit by bit.
        bar: whether there is a terminal for a bar.
        say: tells a person one line, if there is none; None: nothing is shown at all.
    """

    def __init__(self, sizes: Iterator[int], *, bar: bool, say: Callable[[str], None] | None) -> None:
        self._sizes = sizes
        self._bar = bar
        self._say = say
        self._started = self._shown = self._told = time.monotonic()
        self._progress: Progress | None = None
        self._all_files = self._all_bytes = 0
        self._counted = False
        self._files = self._bytes = self._position = self._text = self._edits = self._errors = 0
        self._skipped_bytes = 0

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def skip(self, size: int) -> None:
        """Count an input that was done before."""
        self._files += 1
        self._bytes += size
        self._skipped_bytes += size

    def over(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes one by one and count each after it has been dealt with."""
        for outcome in outcomes:
            yield outcome
            self._text += len(outcome.source)
            self._edits += len(outcome.patch)
            self._errors += outcome.error is not None
            self._position = outcome.position
            if not outcome.more:
                self._files += 1
                self._bytes += 0 if outcome.status is None else outcome.status.size
                self._position = 0
            now = time.monotonic()
            if self._say is not None and now - self._shown > _OFTEN_SECONDS and now - self._started > _PATIENCE_SECONDS:
                self._shown = now
                self._show(now)

    def _show(self, now: float) -> None:
        self._count()
        if self._bar:
            if self._all_files > 1 or self._progress is not None:
                self._move()
        elif now - self._told > _LINE_EVERY_SECONDS and self._say is not None:
            self._told = now
            self._say(f"{self._state()}, {self._left()}")

    def _count(self) -> None:
        """Look at some more of the inputs."""
        until = time.monotonic() + _COUNTING_SECONDS
        while not self._counted and time.monotonic() < until:
            size = next(self._sizes, None)
            if size is None:
                self._counted = True
            else:
                self._all_files += 1
                self._all_bytes += size

    def _state(self) -> str:
        seconds = max(time.monotonic() - self._started, 1e-9)
        files = "file" if self._all_files == 1 and self._counted else "files"
        parts = [
            f"{self._files:,}/{self._all_files:,}{'' if self._counted else '+'} {files}",
            f"{(self._bytes + self._position) / 1e6:,.1f} MB read",
            f"{self._text / 1e6 / seconds:,.2f} MB/s of text",
            counted(self._edits, "edit"),
        ]
        if self._errors:
            parts.append(counted(self._errors, "error"))
        return ", ".join(parts)

    def _left(self) -> str:
        done = self._bytes + self._position
        new = done - self._skipped_bytes
        if not self._counted or new <= 0:
            return "time left unknown"
        seconds = int((time.monotonic() - self._started) / new * max(self._all_bytes - done, 0))
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02} left"

    def _move(self) -> None:
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            # What is printed to standard error meanwhile goes above the bar; standard output is data.
            self._progress = Progress(
                TextColumn("repairing"),
                BarColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                redirect_stdout=False,
                transient=True,
            )
            self._progress.add_task("", total=None)
            self._progress.start()
        self._progress.update(
            self._progress.task_ids[0],
            completed=self._bytes + self._position,
            total=self._all_bytes if self._counted else None,
            description=f"{self._state()}, {self._left()}",
        )
