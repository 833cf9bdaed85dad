"""Measure how long the command takes to start.

    python benchmarks/startup.py

Runs each command in a process of its own, seven times after one that fills the cache of the disk, in turns, so that a
busy machine slows all of them alike. ``import ftfy`` is there for comparison. Prints the table of results/startup.md.
"""

from __future__ import annotations

import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 7
TEXTREPAIR = [sys.executable, "-c", "from textrepair.cli import main; main()"]
COMMANDS = {
    "`textrepair --help`": [*TEXTREPAIR, "--help"],
    "`textrepair fix tests/golden/003.txt`": [*TEXTREPAIR, "fix", "tests/golden/003.txt"],
    "`python -c 'import ftfy'`": [sys.executable, "-c", "import ftfy"],
    "`python -c pass`": [sys.executable, "-c", "pass"],
}


def seconds(command: list[str]) -> tuple[float, float]:
    """Run a command; return the seconds that passed and those of processor time, which other work leaves alone."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    passed = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        asked = subprocess.run(
            ["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=False
        )
        return asked.stdout.strip()
    return platform.processor() or "unknown processor"


def main() -> None:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for turn in range(RUNS + 1):
        for name, command in COMMANDS.items():
            taken = seconds(command)
            if turn:
                times[name].append(taken)
    print(f"{platform.platform()}, {processor()}, Python {platform.python_version()}; median of {RUNS} runs\n")
    print("| command | median, s | fastest, s | slowest, s | of the processor, s |")
    print("|---|---:|---:|---:|---:|")
    for name, taken in times.items():
        passed, used = zip(*taken, strict=True)
        print(
            f"| {name} | {statistics.median(passed):.2f} | {min(passed):.2f} | {max(passed):.2f} "
            f"| {statistics.median(used):.2f} |"
        )


if __name__ == "__main__":
    main()
