"""How long the command takes to start: ``python benchmarks/startup.py`` in an environment with textrepair.

Each command is run in a process of its own, seven times after one that warms the disk's cache, in turns, so
that whatever else the machine does falls on all of them. ``import ftfy`` stands for scale.
"""

import platform
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


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


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
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(RUNS + 1):
        for name, command in COMMANDS.items():
            taken = seconds(command)
            if turn:
                times[name].append(taken)
    print(f"{platform.platform()}, {processor()}, Python {platform.python_version()}; median of {RUNS} runs\n")
    print("| command | median, s | fastest, s | slowest, s |")
    print("|---|---:|---:|---:|")
    for name, taken in times.items():
        print(f"| {name} | {statistics.median(taken):.2f} | {min(taken):.2f} | {max(taken):.2f} |")


if __name__ == "__main__":
    main()
