"""Options of the test command, and what several suites need."""

from __future__ import annotations

import os
import signal

import pytest

from textrepair import Chain, Repair, pool


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write what the golden documents become now; review the change with git diff",
    )


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a text that kills the process that repairs it."""
    if pool._threads() != 1:
        pytest.skip("a process started anew knows nothing of the patch")
    repair = Chain.repair

    def killed(self: Chain, text: str) -> Repair:
        if "mortel" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return repair(self, text)

    monkeypatch.setattr(Chain, "repair", killed)
    return "mortel"
