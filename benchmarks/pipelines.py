"""What the ways into other tools cost beside the library, and Dask beside `-j 2`.

    python benchmarks/pipelines.py [--megabytes 20] [--rounds 3]

The texts are those of the speed suite: sentences of the golden documents, shuffled, 2 kB each, one word in a hundred
damaged. The library and Arrow take turns on a megabyte each, so that a busy machine slows down both. Writes
results/pipelines.md.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from textrepair import Chain
from textrepair.arrow import repair_batch
from textrepair.language import load_language

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "speed"))
RESULTS = HERE / "results" / "pipelines.md"
PIECE = 2000


def texts(megabytes: float) -> Iterator[str]:
    """Yield texts of some 2 kB, none twice, until they are so many megabytes."""
    from corpora import damage, sentences

    french = load_language("fr")
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
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
