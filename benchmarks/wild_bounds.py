"""The most harm that may be done to each text and each kind of token: tests/wild/bounds.json, which the tests hold."""

from __future__ import annotations

import json
from typing import Any

from sets import WILD

__all__ = ["BOUNDS", "SLICE", "counted", "exceeded", "read_bounds", "write_bounds"]

BOUNDS = WILD / "bounds.json"
# How many of the sentences the bounds are about.
SLICE = 2000


def counted(results: dict[str, Any]) -> dict[str, int]:
    """Return the harm counted in a run, by what was harmed; what was not is left out.

    Args:
        results: what ``benchmarks/wild.py`` makes: of texts, of sentences or of both. For a text, words changed and
            edits of white space count; for sentences, tokens changed by kind, and in clean ones also words changed.
    """
    found = {name: made["changed"] + made["spaces"] for name, made in results["texts"].items()}
    for side, made in results["sentences"].items():
        found |= {f"sentences, {side}: {kind}": kept["changed"] for kind, kept in made["by_kind"].items()}
        if "changed_words" in made:
            found[f"sentences, {side}: any word"] = made["changed_words"]
    return {name: count for name, count in found.items() if count}


def exceeded(bounds: dict[str, int], found: dict[str, int]) -> list[str]:
    """Return a line for each count above its bound, which is 0 for what has none."""
    return [
        f"{name}: {count} harmed, at most {bounds.get(name, 0)} may be"
        for name, count in found.items()
        if count > bounds.get(name, 0)
    ]


def read_bounds() -> dict[str, int]:
    """Return the recorded bounds by what may be harmed."""
    bounds: dict[str, int] = json.loads(BOUNDS.read_text(encoding="utf-8"))
    return bounds


def write_bounds(found: dict[str, int]) -> None:
    """Make the counts of a run the bounds."""
    BOUNDS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
