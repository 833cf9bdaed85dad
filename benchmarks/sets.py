"""The sets of texts that the benchmarks run on, and which documents of a set they take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from textrepair.evaluate import Pair, pairs_from_jsonl

__all__ = ["SAMPLES", "SHARED", "WILD", "evenly", "is_pair_set", "named_set", "pairs_of", "reads_badly"]

ROOT = Path(__file__).parents[1]
# The data folder beside the repository, with sets of pairs and of clean text; and what ships instead.
SHARED = ROOT.parent / "shared"
SAMPLES = (ROOT / "tests" / "samples" / "pairs.jsonl", ROOT / "tests" / "samples" / "clean.jsonl")
# Clean texts of many genres, one a file.
WILD = ROOT / "tests" / "wild"
# Engines that read far worse than what users have: they would drown the rest of a set.
STRESS = ("gocr", "rapidocr")

T = TypeVar("T")


def evenly(items: Sequence[T], limit: int | None) -> list[T]:
    """Return so many items, evenly spaced; all of them if there are no more, or without a limit."""
    count = len(items) if limit is None else min(limit, len(items))
    return [items[k * len(items) // count] for k in range(count)]


def named_set(argument: str) -> tuple[Path, int | None]:
    """Return the file and the number of documents that an argument FILE or FILE:LIMIT names."""
    path, _, limit = argument.partition(":")
    return Path(path), int(limit) if limit else None


def is_pair_set(path: Path) -> bool:
    """Say whether a file holds texts with their truth, and not clean text."""
    if path.suffix != ".jsonl":
        return False
    with path.open(encoding="utf-8") as lines:
        return "truth" in json.loads(next(lines))


def reads_badly(pair: Pair) -> bool:
    """Say whether a pair was read by an engine that is a stress test."""
    return str(pair.record.get("engine", "")).startswith(STRESS)


def pairs_of(argument: str) -> list[Pair]:
    """Return the pairs of a set FILE or FILE:LIMIT, without those of engines that are stress tests."""
    path, limit = named_set(argument)
    return evenly([pair for pair in pairs_from_jsonl(path) if not reads_badly(pair)], limit)
