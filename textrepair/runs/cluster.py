"""Work in the processes of a Dask cluster: the same as in those of :mod:`textrepair.processes.pool`, on many machines.

This process reads and writes, as ever: what the workers do has no effects, so that Dask may do it again elsewhere when
one of them dies. They are sent texts and send back edits; a chain is sent as its configuration, and each process opens
the language pack once. A worker whose textrepair, or whose packages, would make other repairs is refused.
"""

from __future__ import annotations

import logging
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from functools import lru_cache
from itertools import count
from multiprocessing.resource_tracker import ensure_running
from types import TracebackType
from typing import Any, Generic, NamedTuple, TypeVar

from textrepair.errors import ConfigurationError, TextRepairError
from textrepair.processes.tasks import LEAST, Lost
from textrepair.version import made_with

__all__ = ["Cluster", "do"]

# Small tasks go to a worker together, up to this size: each batch costs the scheduler and us some milliseconds.
_TOGETHER = 250_000
# How much may be read and not yet told of, for each thread of a worker.
_AHEAD = 1_500_000
# A task that raised what it should not is tried so often again: memory that ran out elsewhere may be there.
_TRIED_AGAIN = 2
# How often the workers are counted: they come and go.
_SECONDS = 5.0
_CONNECTING_SECONDS = 10.0

_S = TypeVar("_S")
_T = TypeVar("_T")
_R = TypeVar("_R")


class _Batch(NamedTuple, Generic[_T]):
    """Tasks that were sent together."""

    tasks: Sequence[_T]
    size: int
    future: Any


class Cluster:
    """A connection to a Dask cluster, open for as long as a ``with`` block.

    Args:
        address: of the scheduler; None: a cluster is started here.
        processes: how many workers one that is started here has.
        say: tells a person one line; None: nobody is there.

    Raises:
        ConfigurationError: dask.distributed is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str | None, processes: int, say: Callable[[str], None] | None = None) -> None:
        try:
            import distributed
        except ImportError:
            raise ConfigurationError("--engine dask needs dask.distributed: pip install 'textrepair[dask]'") from None
        self._distributed = distributed
        self._address = address
        self._processes = processes
        self._say = say
        self._cluster: Any = None
        self._client: Any = None
        self._keys = (f"textrepair-{time.time_ns():x}-{number}" for number in count())
        self._threads = 0
        self._counted = -_SECONDS

    def __enter__(self) -> Cluster:
        distributed = self._distributed
        # What becomes of a worker is told by what becomes of its work. Some loggers have a level of their own.
        for name in ["distributed", *logging.root.manager.loggerDict]:
            if name.partition(".")[0] == "distributed":
                logging.getLogger(name).setLevel(logging.CRITICAL)
        # Ctrl-C goes to every process of a terminal; the workers started here leave it to this one. The process that
        # Python starts beside them comes first, as that lets it through again.
        ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            if self._address is None:
                self._cluster = distributed.LocalCluster(
                    n_workers=self._processes,
                    threads_per_worker=1,
                    memory_limit=0,
                    dashboard_address=":0",
                    silence_logs=logging.CRITICAL,
                )
            target = self._address if self._cluster is None else self._cluster
            self._client = distributed.Client(target, timeout=_CONNECTING_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            self._close()
            place = "a Dask cluster here" if self._address is None else f"the Dask scheduler at {self._address}"
            raise ConfigurationError(f"{place} cannot be reached: {error}") from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        for opened in (self._client, self._cluster):
            if opened is not None:
                opened.close()

    def in_order(
        self,
        function: Callable[[_S], _R],
        tasks: Iterable[_T],
        size: Callable[[_T], int],
        *,
        sent: Callable[[_T], _S],
    ) -> Generator[tuple[_T, _R | Lost], None, None]:
        """Yield each task with its result, in order, as :func:`textrepair.processes.workers.in_order` does.

        Raises:
            ConfigurationError: a worker makes other repairs than this process, or the scheduler is gone.
            TextRepairError: what keeps a worker from its work.
            Exception: what the function raises, again and again.
        """
        packed = pickle.dumps(function)
        waiting: deque[_Batch[_T]] = deque()
        rest = iter(tasks)
        ahead = 0

        def submitted(batch: Sequence[_T], amount: int) -> _Batch[_T]:
            return _Batch(batch, amount, self._submit(packed, [sent(task) for task in batch]))

        try:
            while True:
                while ahead < _AHEAD * self._width():
                    batch, amount = _next_batch(rest, size)
                    if not batch:
                        break
                    waiting.append(submitted(batch, amount))
                    ahead += amount
                if not waiting:
                    return
                first = waiting[0]
                answers = self._answers(first)
                if answers is None and len(first.tasks) > 1:
                    # One of them kills workers: each is sent by itself.
                    waiting.popleft()
                    waiting.extendleft(reversed([submitted([task], size(task) + LEAST) for task in first.tasks]))
                    continue
                waiting.popleft()
                ahead -= first.size
                lost = Lost("with the Dask worker that it was at work in")
                yield from zip(first.tasks, [lost] if answers is None else answers, strict=True)
        finally:
            self._cancel([batch.future for batch in waiting])

    def _width(self) -> int:
        """Return how many tasks the workers can work on at once; 1 if there is no worker yet."""
        if time.monotonic() - self._counted >= _SECONDS:
            with self._watched():
                self._threads = sum(self._client.nthreads().values())
            self._counted = time.monotonic()
            if not self._threads and self._say is not None:
                self._say(f"waiting for Dask workers at {self._client.scheduler.address}")
        return max(1, self._threads)

    def _submit(self, function: bytes, tasks: Sequence[object]) -> Any:
        # As bytes, which Dask does not look into.
        given = pickle.dumps(tasks, pickle.HIGHEST_PROTOCOL)
        with self._watched():
            return self._client.submit(
                _errand(), made_with(), function, given, key=next(self._keys), pure=False, retries=_TRIED_AGAIN
            )

    def _answers(self, batch: _Batch[_T]) -> Sequence[Any] | None:
        """Return what was made of the tasks of a batch; None if workers die of it."""
        with self._watched():
            try:
                answer = pickle.loads(batch.future.result())
            except self._distributed.KilledWorker:
                return None
            except ModuleNotFoundError as error:
                if not str(error.name).startswith("textrepair"):
                    raise
                raise ConfigurationError(
                    f"the Dask workers have no textrepair, or another version ({error}): install textrepair "
                    f"{made_with()['textrepair']} where they run"
                ) from error
        if isinstance(answer, Exception):
            raise answer
        found: Sequence[Any] = answer
        return found

    def _watched(self) -> _Watched:
        return _Watched(self._client)

    def _cancel(self, futures: Sequence[Any]) -> None:
        if futures and self._client.status == "running":
            self._client.cancel(futures, force=True)


class _Watched:
    """Tells in one line that the scheduler is gone."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, CancelledError) or (isinstance(error, Exception) and self._client.status != "running"):
            raise ConfigurationError(
                f"the Dask scheduler has gone ({type(error).__name__}): start one again; with -o, --resume goes on"
            ) from error


def _next_batch(rest: Iterator[_T], size: Callable[[_T], int]) -> tuple[list[_T], int]:
    batch: list[_T] = []
    amount = 0
    for task in rest:
        batch.append(task)
        amount += size(task) + LEAST
        if amount >= _TOGETHER:
            break
    return batch, amount


def _errand() -> Callable[..., bytes]:
    """Return what a worker is sent: a function that is sent whole, as a worker ends when it cannot find one by name."""

    def work(*given: Any) -> bytes:
        from textrepair.runs.cluster import do

        return do(*given)

    return work


def do(origin: Mapping[str, str], function: bytes, tasks: bytes) -> bytes:
    """Do the work of a batch, in a worker. An error of textrepair is an answer: it is not tried again."""
    answer: list[object] | TextRepairError
    try:
        _refuse_others(origin)
        work = _opened(function)
        answer = [work(task) for task in pickle.loads(tasks)]
    except TextRepairError as error:
        from distributed import get_worker

        answer = type(error)(f"the Dask worker {get_worker().address}: {error}")
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


def _refuse_others(origin: Mapping[str, str]) -> None:
    for name, there in origin.items():
        here = made_with().get(name, "")
        if here != there:
            found = f"{name} is {here or 'not installed'} there and {there or 'not installed'} here"
            raise ConfigurationError(f"{found}: install the same version on both sides")


@lru_cache(maxsize=4)
def _opened(function: bytes) -> Callable[[object], object]:
    opened: Callable[[object], object] = pickle.loads(function)
    return opened
