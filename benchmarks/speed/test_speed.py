"""Measure the speed of the chain, and of each of its stages alone, beside ftfy.

    python -m pytest benchmarks/speed --benchmark-only

`README.md` says how to read the table.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import pytest
from conftest import Stopwatch
from corpora import Corpus

from textrepair import Chain, Stage
from textrepair.core import Pack, find_pack, open_pack
from textrepair.registry import built_in, make

# Processor time: what else the machine does disturbs it least.
pytestmark = pytest.mark.benchmark(timer=time.process_time)


def _default_chain() -> Chain:
    return Chain.for_language("fr")


def _cold_chain() -> Chain:
    """A chain on a language pack of its own: its files open, all that is remembered of words empty."""
    pack = Pack(find_pack("fr"))
    # What a process does once however much it repairs is not what a cold cache costs.
    pack.open()
    return Chain(_default_chain().repairers, pack)


@cache
def _stage_chain(stage: Stage) -> Chain:
    """The default repairers of one stage; TYPOGRAPHY has none, so there those of the French preset."""
    french = open_pack("fr")
    names = [info.name for info in built_in().values() if info.default and info.stage is stage]
    if not names:
        preset = french.rules.presets["fr-typography"]
        names = [info.name for info in built_in().values() if info.name in preset and info.stage is stage]
    return Chain(make(names), french)


def test_ftfy(texts: Corpus, stopwatch: Stopwatch) -> None:
    stopwatch(texts, "ftfy.fix_text", None)


def test_chain_warm(texts: Corpus, stopwatch: Stopwatch) -> None:
    stopwatch(texts, "chain, warm", _default_chain)


def test_chain_cold(texts: Corpus, stopwatch: Stopwatch) -> None:
    stopwatch(texts, "chain, cold", _cold_chain, cold=True)


@pytest.mark.parametrize("stage", list(Stage), ids=lambda stage: stage.name.lower())
def test_stage(stage: Stage, texts: Corpus, stopwatch: Stopwatch) -> None:
    stopwatch(texts, f"{stage.name} alone, warm", lambda: _stage_chain(stage))


def test_opening_the_pack_and_repairing_a_few_words(benchmark: Any) -> None:
    """Start-up after the imports: a language pack opened afresh, and a first repair."""

    def open_and_repair() -> str:
        return Chain(_default_chain().repairers, Pack(find_pack("fr"))).fix("le 28 ao(t")

    assert benchmark.pedantic(open_and_repair, rounds=7) == "le 28 août"
