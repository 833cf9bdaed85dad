"""Measure what the routes through other tools cost: Arrow against the library, and Dask against `-j 2`.

    python benchmarks/pipelines.py [--megabytes 20] [--rounds 3]

The texts are those of the speed suite: shuffled sentences of the golden documents, 2 kB each, one word in a hundred
damaged. The library and Arrow take turns on a megabyte each, and so do whole runs of the command, so that a busy
machine slows all of them alike. Each run on a Dask cluster has new workers with empty caches. Writes
results/pipelines.md. Needs pyarrow and distributed.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from textrepair import Chain
from textrepair.arrow import repair_batch
from textrepair.core import open_pack

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "speed"))
RESULTS = HERE / "results" / "pipelines.md"
PIECE = 2000


def texts(megabytes: float) -> Iterator[str]:
    """Yield texts of some 2 kB, none twice, until they are so many megabytes."""
    from corpora import damage, sentences

    french = open_pack("fr")
    known = sentences()
    draw = random.Random(0)
    size = 0
    for number in itertools.count():
        text = ""
        while len(text) < PIECE:
            text += draw.choice(known) + (" " if draw.random() < 0.8 else "\n\n")
        text = damage(text, 0.013, french, seed=number)
        size += len(text.encode())
        yield text
        if size > megabytes * 1e6:
            return


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def arrow(megabytes: float) -> Iterator[str]:
    """Time Arrow beside the library, in turns."""
    chain = Chain.for_language()
    every = [*texts(megabytes)]
    ways: dict[str, Callable[[list[str], pa.RecordBatch], object]] = {
        "library": lambda given, _: [chain.repair(text) for text in given],
        "Arrow": lambda _, batch: repair_batch(batch, "text", chain=chain),
        "Arrow, with edits": lambda _, batch: repair_batch(batch, "text", edits=True, chain=chain),
        "Arrow, each text twice": lambda _, batch: repair_batch(pa.concat_batches([batch, batch]), "text", chain=chain),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    sizes: list[float] = []
    for number, start in enumerate(range(0, len(every), 500)):
        given = every[start : start + 500]
        batch = pa.record_batch({"text": given})
        sizes.append(sum(len(text.encode()) for text in given) / 1e6)
        # Whoever comes first pays for what is remembered afterwards.
        chain.repair("\n".join(given))
        order = [*ways]
        order = order[number % len(order) :] + order[: number % len(order)]
        for name in order:
            seconds[name].append(timed(functools.partial(ways[name], given, batch)))
    yield f"| {sum(sizes):.0f} MB by | MB/s | of the library’s, median by megabyte |\n|---|---:|---:|"
    for name in ways:
        ratio = statistics.median(one / other for one, other in zip(seconds["library"], seconds[name], strict=True))
        yield f"| {name} | {sum(sizes) / sum(seconds[name]):.2f} | {ratio:.3f} |"


@contextlib.contextmanager
def workers(folder: Path) -> Iterator[str]:
    """Start a scheduler and two workers, and yield its address."""
    file = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    place = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", *place]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", *place]
    with contextlib.ExitStack() as stack:
        for command in (scheduler, worker, worker):
            stack.callback(stack.enter_context(subprocess.Popen(command, cwd=folder, **quiet)).terminate)
            while not file.exists():
                time.sleep(0.1)
        from distributed import Client

        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2)
        yield address


def dask(megabytes: float, rounds: int) -> Iterator[str]:
    """Time runs of the command: in two processes, in two workers of Dask, and in two that are started for the run."""
    here, there, started = (
        "`-j 2`",
        "`--engine dask --scheduler …`, two workers",
        "`--engine dask -j 2`, which starts two",
    )
    seconds: dict[str, list[float]] = {here: [], there: [], started: []}
    with tempfile.TemporaryDirectory() as name:
        folder, size = Path(name), 0
        with (folder / "dump.jsonl").open("w", encoding="utf-8") as lines:
            for text in texts(megabytes):
                size += len(text.encode())
                lines.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        for number in range(rounds):
            for way in [*[*seconds][number % 3 :], *[*seconds][: number % 3]]:
                command = [sys.executable, "-m", "textrepair", "fix", "-q", str(folder / "dump.jsonl")]
                command += ["-o", str(folder / "out")]
                with contextlib.ExitStack() as stack:
                    if way == there:
                        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                        command += ["--engine", "dask", "--scheduler", stack.enter_context(workers(place))]
                    else:
                        command += ["-j", "2", *(["--engine", "dask"] if way == started else [])]
                    seconds[way].append(timed(functools.partial(subprocess.run, command, check=True)))
    yield f"| {size / 1e6:.0f} MB of JSON Lines by | s | MB/s | of the speed of `-j 2`, median |"
    yield "|---|---:|---:|---:|"
    for way, taken in seconds.items():
        middle = statistics.median(taken)
        ratio = statistics.median(one / other for one, other in zip(seconds[here], taken, strict=True))
        yield f"| {way} | {middle:.1f} | {size / 1e6 / middle:.2f} | {ratio:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    from machine import describe

    lines = [
        "# Pipelines",
        "",
        f"`python benchmarks/pipelines.py --megabytes {options.megabytes:g} --rounds {options.rounds}`, {describe()}.",
        "On a shared machine: compare within a table only.",
        "",
    ]
    for line in arrow(options.megabytes):
        print(line, flush=True)
        lines.append(line)
    lines.append("")
    for line in dask(options.megabytes, options.rounds):
        print(line, flush=True)
        lines.append(line)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
