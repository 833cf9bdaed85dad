"""The fixture that all growth suites share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector, which looks at all that other tests have made, out of what is timed."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
