"""Answers that are kept: a property that is computed once, and a bounded memory of a function's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["Memory", "cached_property"]

_T = TypeVar("_T")
_K = TypeVar("_K")


class Memory(dict[_K, _T]):
    """The answers of a function, by its argument; emptied when it holds as many as it may.

    Whoever makes it owns it: it goes when its owner goes. An answer that is known costs no more than a look into a
    dictionary. Two threads that ask at the same moment may both compute the answer; both answers are equal.

    Args:
        compute: returns the answer for a key; it depends on nothing but the key and what the owner is made of.
        limit: the largest number of answers that are kept.

    >>> lengths = Memory(len, 2)
    >>> lengths["un"], lengths["deux"], lengths["trois"], len(lengths)
    (2, 4, 5, 1)
    """

    __slots__ = ("_compute", "limit")

    def __init__(self, compute: Callable[[_K], _T], limit: int) -> None:
        super().__init__()
        self._compute = compute
        self.limit = limit

    def __missing__(self, key: _K) -> _T:
        answer = self._compute(key)
        if len(self) >= self.limit:
            self.clear()
        self[key] = answer
        return answer


class cached_property(Generic[_T]):
    """Compute a property when it is first asked for, and keep the value on the instance.

    The cached_property of Python 3.11 holds a lock for each property of a class while it computes. A process that is
    forked while a thread holds that lock never gets it, and threads wait for each other over unrelated texts. Python
    3.12 removed the lock; this is the same property for 3.11. Two threads that ask at the same moment may both
    compute the value; both values are equal, and one of them is kept.

    Args:
        function: computes the value from the instance.

    >>> class Circle:
    ...     @cached_property
    ...     def area(self) -> float:
    ...         print("computed")
    ...         return 3.14
    >>> circle = Circle()
    >>> circle.area, circle.area
    computed
    (3.14, 3.14)
    """

    def __init__(self, function: Callable[[Any], _T]) -> None:
        self._function = function
        self._name = function.__name__
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> cached_property[_T]: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> _T: ...
    def __get__(self, instance: object | None, owner: type | None = None) -> cached_property[_T] | _T:
        if instance is None:
            return self
        # Python asks a descriptor without __set__ only while the instance has no such attribute of its own.
        # Of two threads that computed the value, both return the one that was kept.
        kept: _T = instance.__dict__.setdefault(self._name, self._function(instance))
        return kept
