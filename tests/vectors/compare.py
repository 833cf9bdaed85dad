"""Comparison of the answers of the core with those that were recorded."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .files import read_records, recorded_kinds
from .kinds import KINDS, Subject, as_json

__all__ = ["Difference", "differences", "first_difference"]

TOLERANCE = 1e-12
"""By how much two numbers may differ: of numbers above 1, this share of the number."""


class Difference(NamedTuple):
    """An answer that is not the recorded one.

    Attributes:
        kind: the kind of the question.
        question: what was asked.
        place: where in the answer the two differ.
        recorded, found: what stands there.
    """

    kind: str
    question: Any
    place: str
    recorded: Any
    found: Any


def differences(path: Path, subject: Subject) -> Iterator[Difference]:
    """Yield the answers that are not the recorded ones.

    Args:
        path: the folder of the language.
        subject: what is asked.

    Raises:
        ValueError: the folder has a kind that is not known.
    """
    for kind in recorded_kinds(path):
        if kind == "texts":
            continue
        if kind not in KINDS:
            raise ValueError(f"{path}: ‘{kind}’ is no kind of answers: record the folder anew")
        answer = KINDS[kind].answer
        for question, recorded in read_records(path, kind):
            found = as_json(answer(subject, question))
            place = first_difference(recorded, found)
            if place is not None:
                yield Difference(kind, question, place, _at(recorded, place), _at(found, place))


def first_difference(recorded: Any, found: Any, place: str = "") -> str | None:
    """Return where two answers differ first, as keys with a slash before each; None if they agree.

    >>> first_difference([1.0, {"a": [2, 3]}], [1.0 + 1e-14, {"a": [2, 4]}])
    '/1/a/1'
    >>> first_difference({"a": 0.1}, {"a": 0.1 + 1e-9}), first_difference([1], [1, 2]), first_difference([1], [1.0])
    ('/a', '/length', None)
    """
    if isinstance(recorded, dict) and isinstance(found, dict):
        if recorded.keys() != found.keys():
            return f"{place}/keys"
        pairs = ((key, recorded[key], found[key]) for key in recorded)
    elif isinstance(recorded, list) and isinstance(found, list):
        if len(recorded) != len(found):
            return f"{place}/length"
        pairs = ((key, *both) for key, both in enumerate(zip(recorded, found, strict=True)))
    else:
        return None if _agree(recorded, found) else place
    return next((at for key, one, other in pairs if (at := first_difference(one, other, f"{place}/{key}"))), None)


def _agree(recorded: Any, found: Any) -> bool:
    if isinstance(recorded, bool) or isinstance(found, bool) or not isinstance(recorded, (int, float)):
        return bool(recorded == found)
    return isinstance(found, (int, float)) and math.isclose(recorded, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _at(answer: Any, place: str) -> Any:
    """Return what stands at a place of an answer."""
    for key in place.split("/")[1:]:
        if isinstance(answer, dict) and key in answer:
            answer = answer[key]
        elif isinstance(answer, list) and key.isdecimal() and int(key) < len(answer):
            answer = answer[int(key)]
        else:
            break
    return answer
