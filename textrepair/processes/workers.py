"""Doing the same to many things: in order, in bounded memory, and in several processes where that pays."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from textrepair.processes.tasks import LEAST, Lost

__all__ = ["InOrder", "in_order", "usable_cores"]

# With less than this to do, starting processes takes longer than it saves.
_WORTHWHILE = 100_000

_S = TypeVar("_S")
_T = TypeVar("_T")
_R = TypeVar("_R")


class InOrder(Protocol):
    """Does the same to many things, as :func:`in_order` does, wherever it may be."""

    def __call__(  # noqa: D102 - as above
        self,
        function: Callable[[_S], _R],
        tasks: Iterable[_T],
        size: Callable[[_T], int],
        /,
        *,
        sent: Callable[[_T], _S],
    ) -> Generator[tuple[_T, _R | Lost], None, None]: ...


def usable_cores() -> int:
    """Return how many cores this process may use: what it is bound to, and the quota of its container."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        cores = os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        if quota != "max":
            cores = min(cores, math.ceil(int(quota) / int(period)))
    return max(cores, 1)


def in_order(
    function: Callable[[_S], _R],
    tasks: Iterable[_T],
    size: Callable[[_T], int],
    processes: int,
    *,
    sent: Callable[[_T], _S],
) -> Generator[tuple[_T, _R | Lost], None, None]:
    """Yield each task with its result, in the order of the tasks, which are taken no further ahead than is needed.

    Work that is not worth a further process, or a single task, is done in this one.

    Args:
        function: what to do; without effects, as it is done again when a process dies.
        tasks: what to do it to.
        size: how much there is to do about a task, in characters or the like.
        processes: how many at the most, this one not counted.
        sent: says what of a task the function is given. This, the function and the results are sent between processes.

    Raises:
        ConfigurationError: the system starts no further process.
        Exception: what the function raises.
    """
    rest = iter(tasks)
    ahead: list[_T] = []
    amount = 0
    if processes > 1:
        for task in rest:
            ahead.append(task)
            amount += size(task) + LEAST
            if amount >= _WORTHWHILE and len(ahead) > 1:
                from textrepair.processes.pool import Pool  # 20 ms to import

                with closing(Pool(function, chain(ahead, rest), size, processes, sent)) as pool:
                    yield from pool.results()
                return
    for task in chain(ahead, rest):
        yield task, function(sent(task))
