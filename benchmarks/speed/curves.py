"""Measure how speed changes with damage, and time and memory with length: a table and two plots.

    python benchmarks/speed/curves.py              # up to 10 MB; some minutes
    python benchmarks/speed/curves.py --megabytes 100

Damage: prose with more and more damaged words, beside ftfy in the same minute: by a fresh chain, by a chain that has
seen the text, and how the time of the latter is divided among the stages. Length: ``textrepair fix -j 1`` on files cut
from texts without repetition (those of ../shared/clean; without them the same prose, repeated), in processor time of
the whole process, start included; then the longest file beside ten files of a tenth of its length. Writes
results/speed-curves.md, and speed-by-damage.svg and cost-by-length.svg in docs/explanation.
"""

from __future__ import annotations

import argparse
import itertools
import lzma
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import ftfy
from corpora import Corpus, corpus, damage
from machine import describe, revision

from textrepair import Chain, Stage
from textrepair.core import Pack, find_pack, open_pack
from textrepair.registry import built_in, make

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "speed-curves.md"
PLOTS = ROOT / "docs" / "explanation"
CLEAN = ROOT.parent / "shared" / "clean"
RATES = (0.0, 0.005, 0.01, 0.02, 0.04, 0.08, 0.12, 0.2)
ROUNDS = 5
STAGES = (Stage.CHARACTERS, Stage.LAYOUT, Stage.WORDS)


class AtRate(NamedTuple):
    """Megabytes a second at one share of damaged words; and seconds a megabyte for each stage alone, warm."""

    rate: float
    ftfy: float
    warm: float
    cold: float
    stages: tuple[float, ...]


class OfLength(NamedTuple):
    """What one run over so many bytes took: seconds of the processor, and the most memory in MB."""

    size: int
    seconds: float
    memory: float


def seconds(work: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started


def fresh(chain: Chain) -> Chain:
    """Return the chain on a pack of its own, of which nothing is remembered."""
    pack = Pack(find_pack("fr"))
    pack.open()
    return Chain(chain.repairers, pack)


def alone(stage: Stage) -> Chain:
    names = [info.name for info in built_in().values() if info.default and info.stage is stage]
    return Chain(make(names), open_pack("fr"))


def by_damage() -> Iterator[AtRate]:
    clean: Corpus = corpus("clean")
    (prose,) = clean.documents
    chain = Chain.for_language("fr")
    stages = [alone(stage) for stage in STAGES]
    for rate in RATES:
        text = damage(prose, rate, open_pack("fr"))
        chain.repair(text)
        taken: list[list[float]] = []
        for _ in range(ROUNDS):
            works: list[Callable[[str], object]] = [ftfy.fix_text, chain.repair, fresh(chain).repair]
            works += [stage.repair for stage in stages]
            taken.append([seconds(work, text) for work in works])
        size = len(text.encode()) / 1e6
        middle = [statistics.median(times) for times in zip(*taken, strict=True)]
        yield AtRate(rate, *(size / each for each in middle[:3]), tuple(each / size for each in middle[3:]))


def prose(size: int) -> bytes:
    """Return so many bytes of clean text, whole lines."""
    if CLEAN.is_dir():
        texts = [lzma.decompress(file.read_bytes()) for file in sorted(CLEAN.glob("*.txt.xz"))]
        # A share of each, so that a short text is of several kinds too.
        share = -(-size // len(texts))
        pieces = [text[: text.find(b"\n", min(share, len(text) - 1)) + 1] for text in texts]
        whole = b"".join(pieces)
        pieces = [text[len(piece) :] for text, piece in zip(texts, pieces, strict=True)]
        missing = size - len(whole)
        whole += b"".join(pieces)[: max(0, missing)]
    else:
        whole = corpus("clean").documents[0].encode()
    whole = b"".join(itertools.islice(itertools.cycle([whole]), -(-size // len(whole))))[:size]
    return whole[: whole.rfind(b"\n") + 1]


# The system counts the memory of the process that starts another as the other's own: a small one starts it.
STARTER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def run(path: Path) -> tuple[float, float]:
    """Repair a file or folder; return seconds of the processor and the most memory in MB."""
    with tempfile.TemporaryDirectory(dir=path.parent) as output:
        command = [sys.executable, "-m", "textrepair", "fix", "-q", "-j", "1", str(path), "-o", output]
        told = subprocess.run([sys.executable, "-c", STARTER, *command], capture_output=True, text=True, check=True)
    code, taken, kibibytes = told.stdout.split()
    if code != "0":
        raise SystemExit(f"the run ended with {code}: {told.stderr}")
    return float(taken), int(kibibytes) * 1024 / 1e6


def by_length(folder: Path, longest: int) -> Iterator[OfLength]:
    whole = prose(longest)
    size = 1000
    while size <= longest:
        file = folder / "text.txt"
        file.write_bytes(whole[: whole.rfind(b"\n", 0, size) + 1])
        rounds = [run(file) for _ in range(ROUNDS if size <= 1_000_000 else 1)]
        yield OfLength(size, *(statistics.median(figures) for figures in zip(*rounds, strict=True)))
        size *= 10
    parts = folder / "parts"
    parts.mkdir()
    for k in range(10):
        start = whole.rfind(b"\n", 0, k * longest // 10) + 1
        (parts / f"{k}.txt").write_bytes(whole[start : whole.rfind(b"\n", 0, (k + 1) * longest // 10) + 1])
    yield OfLength(-longest, *run(parts))


def draw(rates: list[AtRate], lengths: list[OfLength]) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "textrepair"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4))
    shares = [100 * row.rate for row in rates]
    for name, values in (
        ("ftfy", [row.ftfy for row in rates]),
        ("seen before", [row.warm for row in rates]),
        ("new", [row.cold for row in rates]),
    ):
        left.plot(shares, values, marker="o", label=name)
    left.set(yscale="log", xlabel="damaged words, %", ylabel="MB/s")
    left.legend()
    right.stackplot(shares, *zip(*(row.stages for row in rates), strict=True), labels=[stage.name for stage in STAGES])
    right.set(xlabel="damaged words, %", ylabel="seconds a MB, seen before")
    right.legend(loc="upper left")
    figure.tight_layout()
    figure.savefig(PLOTS / "speed-by-damage.svg", metadata={"Date": None})

    figure, axes = pyplot.subplots(figsize=(6, 4))
    axes.plot([row.size for row in lengths], [row.seconds for row in lengths], marker="o", label="seconds")
    axes.plot([row.size for row in lengths], [row.memory for row in lengths], marker="s", label="peak memory, MB")
    axes.set(xscale="log", yscale="log", xlabel="bytes of clean text")
    axes.legend()
    figure.tight_layout()
    figure.savefig(PLOTS / "cost-by-length.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=10, help="the longest file")
    arguments = parser.parse_args()
    lines = [
        "# Speed by damage and by length",
        "",
        f"{describe()}; revision {revision()}.",
        f"Made by `python benchmarks/speed/curves.py --megabytes {arguments.megabytes}`; one core.",
        "",
        "Prose of 200 kB with so many of its words damaged (medians of five, MB/s of processor time):",
        "",
        "| damaged words | ftfy | seen before | × ftfy | new | × ftfy | "
        + " | ".join(s.name for s in STAGES)
        + ", s/MB |",
        "|--:|" + "--:|" * (5 + len(STAGES)),
    ]
    rates = []
    for row in by_damage():
        rates.append(row)
        cells = [
            f"{row.rate:.1%}",
            f"{row.ftfy:.2f}",
            f"{row.warm:.2f}",
            f"{row.warm / row.ftfy:.2f}",
            f"{row.cold:.3f}",
            f"{row.cold / row.ftfy:.3f}",
            *(f"{each:.3f}" for each in row.stages),
        ]
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    lines += [
        "",
        "`textrepair fix -j 1` on clean text, start-up included:",
        "",
        "| bytes | s of the processor | s/MB | peak memory, MB |",
        "|--:|--:|--:|--:|",
    ]
    lengths = []
    with tempfile.TemporaryDirectory() as folder:
        for one in by_length(Path(folder), arguments.megabytes * 1_000_000):
            lengths.append(one)
            what = f"{one.size:,}" if one.size > 0 else f"ten files of {-one.size // 10:,}"
            megabytes = abs(one.size) / 1e6
            lines.append(f"| {what} | {one.seconds:.2f} | {one.seconds / megabytes:.2f} | {one.memory:.0f} |")
            print(lines[-1], flush=True)
    lines += ["", f"The longest file took {lengths[-2].seconds / lengths[-1].seconds:.2f} times what its tenths took."]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draw(rates, [one for one in lengths if one.size > 0])


if __name__ == "__main__":
    main()
