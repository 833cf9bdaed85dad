"""Measure that time grows linearly with a page file: each odd file is timed at one length and at eight times it.

    make growth         # or: python -m pytest benchmarks/growth

Each file is read, repaired in place at all of its words, and restored.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from page_hostile import HOSTILE, seconds_of

TIMES = 8
# In line would be 8; noise and the caches of the processor may add half of that.
MOST = 12.0
_ATTEMPTS = 3


@pytest.mark.parametrize("keep_original", [False, True])
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_in_line_with_the_file(name: str, *, keep_original: bool) -> None:
    length, make = HOSTILE[name]
    seconds_of(make(max(1, length // 10)).encode())  # what is loaded once
    ratios = []
    for _ in range(_ATTEMPTS):
        long = seconds_of(make(TIMES * length).encode(), keep_original=keep_original)
        ratios.append(long / max(0.002, seconds_of(make(length).encode(), keep_original=keep_original)))
        if ratios[-1] < MOST:
            return
    pytest.fail(f"{TIMES} times the file takes {min(ratios):.1f} times as long")
