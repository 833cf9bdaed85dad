"""The compiled module is what its stub says."""

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_the_stub_says_what_is_there() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "textrepair._core"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
