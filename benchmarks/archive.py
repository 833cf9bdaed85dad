"""Measure speed and memory of runs over archives: many small files against one large file, and dumps that grow.

    python benchmarks/archive.py                 # 5,000 files of 2 kB; dumps up to 2 GB; half an hour
    python benchmarks/archive.py --files 100000 --megabytes 2000 --quick

The texts are clean pieces of 2 kB of ../shared/clean, or of tests/golden if that is missing, repeated: this measures
reading and writing, not repairing. Writes results/archive.md. Needs pyarrow and zstandard.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import lzma
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sets import SHARED

from textrepair import Chain

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "archive.md"
PIECE = 2000
CLEAN = SHARED / "clean" / "code-travail-legi.txt.xz"


@functools.cache
def pieces() -> tuple[str, ...]:
    """Return texts of about 2 kB, whole lines each, in which there is nothing to repair."""
    if CLEAN.exists():
        whole = lzma.decompress(CLEAN.read_bytes())[:3_000_000].decode("utf-8", "ignore")
    else:
        golden = sorted((ROOT / "tests" / "golden").glob("*.expected.txt"))
        whole = "".join(file.read_text(encoding="utf-8") for file in golden)
    chain = Chain.for_language("fr")
    found: list[str] = []
    text = ""
    for line in whole.splitlines(keepends=True):
        text += line
        if len(text.encode()) >= PIECE:
            if chain.fix(text) == text:
                found.append(text)
            text = ""
        if len(found) == 500:
            break
    return tuple(found)


def cycled(size: int) -> Iterator[str]:
    """Yield texts until they are so many bytes."""
    for text in itertools.cycle(pieces()):
        yield text
        size -= len(text.encode())
        if size <= 0:
            return


def children(process: int) -> list[int]:
    """Return a process and all that come from it."""
    found = [process]
    for one in found:
        try:
            told = Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += map(int, told.split())
    return found


def memory(process: int) -> float:
    """Return the memory of a process and all that come from it in MB; what they share is counted once."""
    total = 0
    for one in children(process):
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1000


def run(*arguments: str, watch: bool = False) -> tuple[float, float]:
    """Run the command; return how many seconds it took and, if watched, the most memory it had."""
    most = 0.0
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "textrepair", "fix", "-q", "-j", "2", *arguments]) as process:
        while watch and process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"the run ended with {process.returncode}")
    return time.perf_counter() - started, most


def speeds(folder: Path, files: int, rounds: int) -> Iterator[str]:
    texts = [*itertools.islice(itertools.cycle(pieces()), files)]
    size = sum(len(text.encode()) for text in texts) / 1e6
    for k, text in enumerate(texts):
        file = folder / "files" / f"{k // 1000:03}" / f"{k:06}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "large.txt").write_text("\n".join(texts), encoding="utf-8")
    lines = (json.dumps({"id": k, "text": text}, ensure_ascii=False) + "\n" for k, text in enumerate(texts))
    (folder / "large.jsonl").write_text("".join(lines), encoding="utf-8")
    inputs = {f"{files:,} files of 2 kB": "files", "one text": "large.txt", "one dump (JSONL)": "large.jsonl"}
    taken: dict[str, list[float]] = {name: [] for name in inputs}
    for k in range(rounds):
        for name, path in inputs.items():
            taken[name].append(run(str(folder / path), "-o", str(folder / f"out-{path}-{k}"))[0])
    large = statistics.median(taken["one text"])
    yield f"| {size:.0f} MB as | s | MB/s | of the speed of one text |\n|---|---:|---:|---:|"
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        yield f"| {name} | {middle:.1f} | {size / middle:.2f} | {large / middle:.2f} |"


def dumps(folder: Path, sizes: list[int], only: list[str]) -> Iterator[str]:
    import pyarrow as pa
    import zstandard
    from pyarrow.parquet import ParquetWriter

    for size in sizes:
        dump = folder / f"{size}.jsonl.zst"
        with dump.open("wb") as stream, zstandard.ZstdCompressor().stream_writer(stream) as packed:
            for k, text in enumerate(cycled(size * 1_000_000)):
                packed.write(json.dumps({"id": k, "text": text}, ensure_ascii=False).encode() + b"\n")
        table = folder / f"{size}.parquet"
        schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
        # Without a dictionary, which would hold each of the few texts once and make the file small.
        with ParquetWriter(table, schema, use_dictionary=False) as writer:
            texts = enumerate(cycled(size * 1_000_000))
            while group := [*itertools.islice(texts, 20_000)]:
                writer.write_table(pa.Table.from_arrays([*map(pa.array, zip(*group, strict=True))], schema=schema))
        for file, name in ((dump, "JSONL.zst"), (table, "Parquet")):
            seconds, most = run(str(file), "-o", str(folder / f"out-{file.name}"), *only, watch=True)
            name += ", spaces only" if only else ""
            yield f"| {name} | {size:,} | {seconds:.0f} | {size / seconds:.2f} | {most:.0f} |"
            file.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[100, 200])
    parser.add_argument(
        "--quick", type=int, nargs="*", default=[400, 2000], help="dumps of which only spaces are repaired"
    )
    arguments = parser.parse_args()
    sizes = " ".join(map(str, arguments.megabytes))
    quick = " ".join(map(str, arguments.quick))
    lines = [
        "# Runs over archives",
        "",
        f"`python benchmarks/archive.py --files {arguments.files} --megabytes {sizes} --quick {quick}`,",
        f"with `-j 2` and `-o`, Python {platform.python_version()}; {len(pieces())} clean texts of 2 kB in turn. "
        "On a shared machine: compare within a table only.",
        "",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for line in speeds(Path(folder), arguments.files, arguments.rounds):
            print(line, flush=True)
            lines.append(line)
    lines += ["", "Peak memory is that of all processes together; what they share is counted once.", ""]
    lines.append("| dump | texts, MB | s | MB/s | peak memory, MB |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        made = dumps(Path(folder), arguments.megabytes, [])
        for line in itertools.chain(made, dumps(Path(folder), arguments.quick, ["--only", "spacing"])):
            print(line, flush=True)
            lines.append(line)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
