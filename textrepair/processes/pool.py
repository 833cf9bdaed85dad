"""Processes that share out tasks; one that dies is replaced, and its work is done again.

There are no threads in the process that hands out the work, and it alone reads and writes files: what a worker does can
be done again when it dies, and a worker that is stopped leaves nothing behind.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from textrepair.errors import ConfigurationError
from textrepair.files.atomic import reason_of
from textrepair.log import Log
from textrepair.processes.tasks import LEAST, Lost

__all__ = ["Pool"]

_LOG = Log(__name__)

# Small tasks go to a worker together, up to this size: sending costs a tenth of a millisecond.
_TOGETHER = 64_000
# How much may be read and not yet told of, for each process; a task counts as no more than a quarter of it.
_AHEAD = 2_000_000
# A worker has one batch in hand, and one waiting so that it need not wait for us.
_QUEUED = 2

_S = TypeVar("_S")
_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(eq=False)
class _Item(Generic[_T, _R]):
    """A task on its way; ``results`` holds its result once there is one."""

    task: _T
    weight: int
    results: list[_R | Lost] = field(default_factory=list)
    again: bool = False


class _Worker(Generic[_S, _T, _R]):
    """A process, and the batches that it has been sent and not answered."""

    def __init__(
        self, function: Callable[[_S], _R], sent: Callable[[_T], _S], inherited: Iterable[Connection[Any, Any]]
    ) -> None:
        self._sent = sent
        self.batches: deque[list[_Item[_T, _R]]] = deque()
        # A process with threads cannot be copied safely: a lock may be held in it for ever.
        forked = _threads() == 1
        context = get_context("fork") if forked else get_context("spawn")
        self.connection, theirs = context.Pipe()
        # What a copy of this process must close, so that each of us sees the end of the other.
        others = [*inherited, self.connection] if forked else []
        self.process: BaseProcess = context.Process(target=_work, args=(function, theirs, others), daemon=True)
        # Ctrl-C goes to every process of a terminal; the workers leave it to this one, from their first moment.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        except BaseException:
            self.connection.close()
            raise
        finally:
            theirs.close()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def send(self, batch: list[_Item[_T, _R]]) -> None:
        self.batches.append(batch)
        with suppress(OSError):  # it has died, which is seen when its answer is read
            self.connection.send([self._sent(item.task) for item in batch])

    def end(self) -> str:
        """Stop the process, if it has not stopped by itself, and say how it ended."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        code = self.process.exitcode or 0
        return f"by signal {-code}" if code < 0 else f"with status {code}"


class Pool(Generic[_S, _T, _R]):
    """Processes, each started when there is work for it that nobody else is free to do.

    Args:
        function, tasks, size, processes, sent: as for :func:`textrepair.processes.workers.in_order`.
    """

    def __init__(
        self,
        function: Callable[[_S], _R],
        tasks: Iterator[_T],
        size: Callable[[_T], int],
        processes: int,
        sent: Callable[[_T], _S],
    ) -> None:
        self._function = function
        self._tasks = tasks
        self._size = size
        self._processes = processes
        _LOG.info("up to %d processes repair", processes)
        self._sent = sent
        self._workers: list[_Worker[_S, _T, _R]] = []
        self._items: deque[_Item[_T, _R]] = deque()  # read and not yet told of, in order
        self._again: deque[list[_Item[_T, _R]]] = deque()
        self._ahead = 0

    def results(self) -> Generator[tuple[_T, _R | Lost], None, None]:
        """Yield each task with its result."""
        while True:
            self._hand_out()
            if not self._items:
                return
            if self._items[0].results:
                item = self._items.popleft()
                self._ahead -= item.weight
                yield item.task, item.results[0]
                self._take_in(0)
            else:
                self._take_in(None)

    def close(self) -> None:
        """Stop all processes, in the midst of their work if need be."""
        while self._workers:
            self._workers.pop().end()

    def _hand_out(self) -> None:
        while self._has_room() and (batch := self._next_batch()):
            self._freest().send(batch)

    def _has_room(self) -> bool:
        return len(self._workers) < self._processes or any(len(one.batches) < _QUEUED for one in self._workers)

    def _freest(self) -> _Worker[_S, _T, _R]:
        """Return the worker with the least to do; a new one rather than one that is busy."""
        if len(self._workers) < self._processes and all(one.batches for one in self._workers):
            try:
                self._workers.append(_Worker(self._function, self._sent, [one.connection for one in self._workers]))
            except OSError as error:
                if not self._workers:
                    raise ConfigurationError(
                        f"no further process can be started: {reason_of(error)}; say --jobs 1"
                    ) from error
                self._processes = len(self._workers)
        return min(self._workers, key=lambda one: len(one.batches))

    def _next_batch(self) -> list[_Item[_T, _R]]:
        """Return what is to be done next, none if enough is under way."""
        if self._again:
            return self._again.popleft()
        batch: list[_Item[_T, _R]] = []
        amount = 0
        while amount < _TOGETHER and self._ahead < _AHEAD * self._processes:
            for task in self._tasks:
                size = self._size(task) + LEAST
                item: _Item[_T, _R] = _Item(task, min(size, _AHEAD // 4))
                self._items.append(item)
                batch.append(item)
                self._ahead += item.weight
                amount += size
                break
            else:
                break
        return batch

    def _take_in(self, seconds: float | None) -> None:
        """Read the answers that are there, or wait so long for one; None: until there is one."""
        by_connection = {one.connection: one for one in self._workers}
        for connection in wait(list(by_connection), seconds):
            assert isinstance(connection, Connection)
            worker = by_connection[connection]
            try:
                answer: Sequence[_R] | Exception = connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(answer, Exception):
                raise answer
            for item, result in zip(worker.batches.popleft(), answer, strict=True):
                item.results.append(result)

    def _bury(self, worker: _Worker[_S, _T, _R]) -> None:
        """Have the work of a dead process done again: what it had in hand one by one, to find what it died of."""
        self._workers.remove(worker)
        reason = worker.end()
        in_hand = worker.batches.popleft() if worker.batches else []
        for item in in_hand:
            if item.again:
                item.results.append(Lost(reason))
            else:
                item.again = True
                self._again.append([item])
        self._again.extend(worker.batches)


def _threads() -> int:
    """Return how many threads this process has, those not of Python's making too; 0 where that cannot be told."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return 0


def _work(
    function: Callable[[_S], _R], connection: Connection[Any, Any], others: Iterable[Connection[Any, Any]]
) -> None:
    """Be a worker, until the connection is closed."""
    for other in others:
        other.close()
    batches: SimpleQueue[list[_S]] = SimpleQueue()
    # A thread reads, so that two processes never wait for each other to read what they send.
    threading.Thread(target=_receive, args=(connection, batches), daemon=True).start()
    while True:
        batch = batches.get()
        answer: list[_R] | Exception
        try:
            answer = [function(task) for task in batch]
        except Exception as error:
            error.add_note(traceback.format_exc())
            answer = error
        with suppress(OSError):  # nobody is left to read it
            connection.send(answer)


def _receive(connection: Connection[Any, Any], batches: SimpleQueue[list[_S]]) -> None:
    try:
        while True:
            batches.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)  # the other side is gone: nothing is to be finished
