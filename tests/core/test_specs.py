"""Declarations are plain data, and prices have one table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from textrepair import Chain
from textrepair.core import Plan, Spec, open_pack, spec_from_dict, spec_to_dict
from textrepair.registry import built_in, make
from textrepair.repairer import DeclaredRepairer

ROOT = Path(__file__).parents[2]
OPTIONS = {"misread-letters": {"changes": 1}, "near-words": {"frequency": 3.0}, "split-words": {"pieces": 2}}
TEXT = (ROOT / "tests" / "golden" / "003.txt").read_text(encoding="utf-8")


def declared(options: dict[str, dict[str, object]]) -> dict[str, tuple[Spec, ...]]:
    """Return what the built-in repairers declare, by their names."""
    found = {}
    for repairer in make(built_in(), options):
        if isinstance(repairer, DeclaredRepairer):
            specs = repairer.spec()
            found[repairer.name] = specs if isinstance(specs, tuple) else (specs,)
    return found


@pytest.mark.parametrize("options", [{}, OPTIONS], ids=["default", "options"])
def test_declarations_survive_json_and_propose_the_same(options: dict[str, dict[str, object]]) -> None:
    french = open_pack("fr")
    specs = declared(options)
    assert len(specs) >= 12
    for name, own in specs.items():
        restored = tuple(spec_from_dict(json.loads(json.dumps(spec_to_dict(spec)))) for spec in own)
        assert restored == own, name
        plans = Plan(french, own), Plan(french, restored)
        first, second = (list(plan.propose(own, plan.scan(TEXT))) for plan in plans)
        assert first == second, name


def events_in_code() -> set[str]:
    """Return the events that the code names."""
    files = [*sorted((ROOT / "textrepair").rglob("*.py")), *sorted((ROOT / "crates").rglob("*.rs"))]
    sources = "\n".join(path.read_text("utf-8") for path in files)
    return set(re.findall(r"\"([a-z]+(?:-[a-z]+)+)\"", sources))


@pytest.mark.parametrize("code", ["fr", "en"])
def test_each_price_is_asked_for_and_has_a_source(code: str) -> None:
    prices = open_pack(code).prices
    assert set(prices) <= events_in_code()
    assert all(prices.sources[event].strip() for event in prices)
    assert set(prices) == set(open_pack("fr").prices)


def test_each_event_that_a_repairer_names_has_a_price() -> None:
    # A price that is not there raises when the plan is made, or when the repairer is asked.
    for code in ("fr", "en"):
        chain = Chain(make(built_in()), open_pack(code))
        assert chain.repair(TEXT).failures == ()
