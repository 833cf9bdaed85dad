"""The fixtures of the speed suite: the corpora, and the stopwatch that runs ftfy beside everything."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import ftfy
import pytest
from corpora import NAMES, REAL_NAMES, Corpus, corpus
from machine import describe, revision, version
from table import Row, render

from textrepair import Chain, Repair

# Asked before anything is measured: by the end the code may be another than the one that ran.
_REVISION = revision()
_ROWS = pytest.StashKey[list[Row]]()
# Of one benchmark: no fewer rounds than this, and no more than fit into the seconds.
_ROUNDS, _MOST, _SECONDS = 3, 15, 4.0
_FTFY_SECONDS = 0.5


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--real-corpora",
        nargs="?",
        const="",
        metavar="FOLDER",
        help="measure on the texts of this folder too (by default ../shared), if it is there",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_ROWS] = []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "texts" not in metafunc.fixturenames:
        return
    folder = metafunc.config.getoption("--real-corpora")
    names: Sequence[str] = NAMES
    if folder is not None:
        names = (*NAMES, *REAL_NAMES)
    metafunc.parametrize("texts", names, indirect=True, scope="session")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if rows := config.stash[_ROWS]:
        terminalreporter.section("speed, beside ftfy.fix_text in the same run")
        terminalreporter.write_line(render(rows))


def pytest_benchmark_update_machine_info(machine_info: dict[str, Any]) -> None:
    machine_info["described"] = describe()
    machine_info["revision"] = _REVISION
    machine_info["ftfy"] = version("ftfy")


@cache
def _made(name: str, folder: str) -> Corpus:
    return corpus(name, Path(folder) if folder else None)


@pytest.fixture(scope="session")
def texts(request: pytest.FixtureRequest) -> Corpus:
    """One of the corpora; all are gone through."""
    try:
        return _made(request.param, request.config.getoption("--real-corpora") or "")
    except FileNotFoundError as error:
        pytest.skip(f"{error.filename} is not there: fetch the data, or leave out --real-corpora")


Stopwatch = Callable[..., None]


@pytest.fixture
def stopwatch(benchmark: Any, request: pytest.FixtureRequest) -> Stopwatch:
    """What times a chain on a corpus, with ftfy on the same texts just before and just after."""

    def time_it(texts: Corpus, what: str, chain: Callable[[], Chain] | None, *, cold: bool = False) -> None:
        # A short text is over in a few milliseconds: it needs more passes for a steady median.
        passes = max(_ROUNDS, min(_MOST, int(_FTFY_SECONDS / _ftfy_seconds(texts))))
        beside = [_ftfy_seconds(texts) for _ in range(passes)]
        edits = 0
        if chain is None:
            benchmark.pedantic(_fix_all, (texts,), rounds=_rounds(beside[0]), warmup_rounds=1)
        elif cold:
            start = time.process_time()
            _repair_all(chain(), texts)
            rounds = min(5, _rounds(time.process_time() - start))
            repairs = benchmark.pedantic(_repair_all, setup=lambda: ((chain(), texts), {}), rounds=rounds)
            edits = sum(len(repair.patch) for repair in repairs)
        else:
            warm = chain()
            _repair_all(warm, texts)
            start = time.process_time()
            _repair_all(warm, texts)
            rounds = _rounds(time.process_time() - start)
            repairs = benchmark.pedantic(_repair_all, (warm, texts), rounds=rounds)
            edits = sum(len(repair.patch) for repair in repairs)
        beside += [_ftfy_seconds(texts) for _ in range(passes)]
        if benchmark.disabled:
            return
        seconds, ftfy_seconds = benchmark.stats.stats.median, statistics.median(beside)
        row = Row(
            corpus=texts.name,
            describes=texts.what,
            what=what,
            megabytes=texts.megabytes,
            seconds=seconds,
            ftfy_seconds=ftfy_seconds,
            edits=edits,
        )
        benchmark.extra_info.update(row.record())
        request.config.stash[_ROWS].append(row)

    return time_it


def _rounds(seconds: float) -> int:
    return max(_ROUNDS, min(_MOST, int(_SECONDS / max(seconds, 1e-6))))


def _repair_all(chain: Chain, texts: Corpus) -> list[Repair]:
    return [chain.repair(document) for document in texts.documents]


def _fix_all(texts: Corpus) -> None:
    for document in texts.documents:
        ftfy.fix_text(document)


def _ftfy_seconds(texts: Corpus) -> float:
    start = time.process_time()
    _fix_all(texts)
    return time.process_time() - start
