"""Repair mixed lines twice, and count the texts that do not settle.

    python benchmarks/settling.py --lines 1000000        # some half an hour on two cores

The lines are those of the clean texts of ``tests/wild`` and of the truth in ``tests/golden``: prose, law, verse,
tables, code, other languages. In each, spans of words are damaged: decoded in the wrong encoding, run together, taken
apart, misread, cut at line ends, with control characters and signs in them. A hundred such lines are one text. A text
settles if no repairer fails or loops, and if a second repair changes nothing.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from sets import WILD
from wrong_encodings import DAMAGES

from textrepair import Chain

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
LINES = 100
_MISREAD = {
    "l": "1",
    "e": "c",
    "n": "u",
    "m": "rn",
    "é": "e",
    "à": "a",
    "s": "f",
    "i": "l",
    "o": "0",
    "f": "t",
    "u": "ii",
}
_SIGNS = ("\xad", "\xa0", " ", "\ufffd", "\x82", "Ã", "©", "Â", "\x00", "\x19", "-", "¬\n", "-\n", "'", "|", "&eacute;")


def sources() -> list[str]:
    """Return the lines that are damaged."""
    paths = [*sorted(WILD.glob("*.txt")), *sorted(GOLDEN.glob("*.truth.txt"))]
    return [line for path in paths for line in path.read_text(encoding="utf-8").split("\n") if len(line) > 20]


def mixed(lines: list[str], draw: random.Random) -> str:
    """Return a line with some of its words damaged."""
    words = draw.choice(lines)[:400].split(" ")
    place = 0
    while place < len(words):
        kind = draw.random()
        span = " ".join(words[place : place + 3])
        if kind < 0.15:
            damage, _ = draw.choice(list(DAMAGES.values()))
            words[place : place + 3] = [damage(span) or span]
        elif kind < 0.3:
            words[place] = "".join(_MISREAD.get(one, one) if draw.random() < 0.2 else one for one in words[place])
        elif kind < 0.35:
            words[place : place + 2] = ["".join(words[place : place + 2])]
        elif kind < 0.4 and len(words[place]) > 3:
            cut = draw.randrange(1, len(words[place]))
            words[place] = f"{words[place][:cut]} {words[place][cut:]}"
        elif kind < 0.5:
            at = draw.randrange(len(words[place]) + 1)
            words[place] = words[place][:at] + draw.choice(_SIGNS) + words[place][at:]
        place += draw.randrange(1, 5)
    return " ".join(words)


def settles(lines: list[str], chain: Chain, seed: int) -> tuple[int, str]:
    """Return how many lines a text has, and the text if it does not settle, else an empty string."""
    draw = random.Random(seed)
    text = "\n".join(mixed(lines, draw) for _ in range(LINES))
    once = chain.repair(text)
    is_settled = not once.failures and chain.repair(once.text).text == once.text
    return LINES, "" if is_settled else text


def results(count: int, jobs: int) -> Iterator[tuple[int, str]]:
    """Yield the result of each text."""
    judge = partial(settles, sources(), Chain.for_language("fr"))
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(judge, range(-(-count // LINES)), chunksize=20)


def main() -> None:
    """Count, and print the seed of each text that does not settle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    done = restless = 0
    for seed, (lines, text) in enumerate(results(arguments.lines, arguments.jobs)):
        done += lines
        if text:
            restless += 1
            print(f"text {seed} does not settle", flush=True)
        if done % 50_000 == 0:
            print(f"{done:,} lines, {restless} texts that do not settle", flush=True)
    print(f"{done:,} lines in texts of {LINES}: {restless} texts do not settle")


if __name__ == "__main__":
    main()
