"""The lock that keeps a process from being forked in the midst of an import or of the opening of a pack.

A child of a forked process has one thread. A lock that another thread of the parent held at that moment stays locked
in the child for ever. Python itself holds one lock for each module while it imports it, so whatever a repair imports
when it first needs it is imported under this lock, and a fork waits until the lock is free.
"""

from __future__ import annotations

import os
from threading import RLock
from types import TracebackType

__all__ = ["FORK_LOCK", "ForkLock"]

# A thread that forks while it holds something that the owner of the lock needs must not wait for ever.
_PATIENCE_SECONDS = 5.0


class ForkLock:
    """A lock that one thread may take several times, and that a fork takes too.

    In the child the lock is new, whether the fork could take it or not.

    >>> lock = ForkLock()
    >>> with lock, lock:
    ...     print("held")
    held
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._held_for_fork = False
        os.register_at_fork(before=self._before, after_in_parent=self._in_parent, after_in_child=self._in_child)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def _before(self) -> None:
        self._held_for_fork = self._lock.acquire(timeout=_PATIENCE_SECONDS)

    def _in_parent(self) -> None:
        if self._held_for_fork:
            self._held_for_fork = False
            self._lock.release()

    def _in_child(self) -> None:
        self._held_for_fork = False
        self._lock = RLock()


FORK_LOCK = ForkLock()
"""Held while a pack is opened, and while a module is imported that a repair needs."""
