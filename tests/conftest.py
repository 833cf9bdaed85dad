"""Options of the test command, and what several suites need."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest

from textrepair import Alternative, Chain, Repair
from textrepair.processes import pool


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write what the golden documents become now; review the change with git diff",
    )


def pytest_configure() -> None:
    # Who runs the tests in the background of a shell may have it ignored, and so would all that they start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a text that kills the process that repairs it."""
    if pool._threads() != 1:
        pytest.skip("a process started anew knows nothing of the patch")
    repair = Chain.repair

    def killed(self: Chain, text: str, alternatives: Iterable[Alternative] = ()) -> Repair:
        if "mortel" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return repair(self, text, alternatives)

    monkeypatch.setattr(Chain, "repair", killed)
    return "mortel"
