"""The files of recorded answers: a folder for each language, and in it a file for each kind.

A line of a file is a JSON array of a question and its answer; in ``texts.jsonl.gz``, of a name and its text.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["read_records", "recorded_kinds", "write_records"]

_ENDING = ".jsonl.gz"


def write_records(path: Path, kind: str, records: Iterable[tuple[Any, Any]]) -> int:
    """Write the records of a kind, and return how many there are.

    Args:
        path: the folder of a language; it is made if it does not exist.
        kind: the name of the kind.
        records: questions, each with its answer.
    """
    path.mkdir(parents=True, exist_ok=True)
    # Escaped, so that a lone surrogate can be written.
    lines = [json.dumps(record, separators=(",", ":")) + "\n" for record in records]
    # Without the time and the name, equal records give equal files.
    (path / f"{kind}{_ENDING}").write_bytes(gzip.compress("".join(lines).encode("ascii"), 9, mtime=0))
    return len(lines)


def read_records(path: Path, kind: str) -> Iterator[tuple[Any, Any]]:
    """Yield the questions of a kind, each with its answer; arguments as for :func:`write_records`."""
    with gzip.open(path / f"{kind}{_ENDING}", "rt", encoding="ascii") as lines:
        for line in lines:
            question, answer = json.loads(line)
            yield question, answer


def recorded_kinds(path: Path) -> list[str]:
    """Return the kinds that were recorded in a folder."""
    return sorted(file.name.removesuffix(_ENDING) for file in path.glob(f"*{_ENDING}"))
