"""Measure how many pairs of joined words the lexicon and the language model separate again.

    python benchmarks/glued_pairs.py FILE… [--pack lexicons/fr] [--every N] [--errors N]

Joins two neighbouring words of clean text. Of the cuts into two words that the pack knows, the language model chooses
the likeliest, with two words of context on each side. Left out, and counted, are pairs that are a word when joined, and
pairs with an unknown word. This measures the pack; the repairer merged-words cuts into common words only, to leave
names alone, and `quality.py` measures what it repairs.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from textrepair.core import Pack, open_pack
from textrepair.core.decide import Decider


class Result(NamedTuple):
    """Pairs that were found again, of how many; and those left out: joined a word, and holding an unknown one."""

    right: int
    pairs: int
    invisible: int
    unknown: int


def neighbours(texts: Sequence[str], every: int) -> Iterator[tuple[list[str], str, str, list[str]]]:
    """Yield every N-th pair of bare words with the words before and after it."""
    number = 0
    for text in texts:
        words = text.split()
        for place, (first, second) in enumerate(pairwise(words)):
            if first.isalpha() and second.isalpha() and second[0].islower():
                number += 1
                if number % every == 0:
                    yield words[max(0, place - 2) : place], first, second, words[place + 2 : place + 4]


def measure(texts: Sequence[str], pack: Pack, *, every: int = 10, errors: int = 0) -> Result:
    """Join pairs of words and cut them again."""
    counts: Counter[str] = Counter()
    decider = Decider(pack)
    wrong: Counter[tuple[str, str]] = Counter()
    for before, first, second, after in neighbours(texts, every):
        joined = first + second
        if not (pack.knows(first) and pack.knows(second)):
            counts["unknown"] += 1
        elif pack.knows(joined):
            counts["invisible"] += 1
        else:
            cuts = ((joined[:place], joined[place:]) for place in range(1, len(joined)))
            ways = [" ".join(pieces) for pieces in cuts if all(map(pack.knows, pieces))]
            left, right = " ".join([*before, ""]), " ".join(["", *after])
            best = min(ways, key=lambda way: decider.text_cost(left + way + right))
            counts["pairs"] += 1
            if best == f"{first} {second}":
                counts["right"] += 1
            else:
                wrong[f"{first} {second}", best] += 1
    for (pair, found), count in wrong.most_common(errors):
        print(f"    {count} × {pair} → {found}")
    return Result(counts["right"], counts["pairs"], counts["invisible"], counts["unknown"])


def main() -> None:
    """Measure each file and print a line for it."""
    from lexicon_coverage import read_texts

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pack", type=Path, help="folder of a pack (the French one)")
    parser.add_argument("--every", type=int, default=10, metavar="N", help="join every N-th pair only")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many of the wrong cuts")
    options = parser.parse_args()
    pack = Pack(options.pack) if options.pack else open_pack("fr")
    for path in options.files:
        result = measure(read_texts(path), pack, every=options.every, errors=options.errors)
        print(
            f"{path.stem}: {100 * result.right / max(1, result.pairs):.2f} % of {result.pairs} pairs; left out "
            f"{result.invisible} that are a word when joined, {result.unknown} with an unknown word"
        )


if __name__ == "__main__":
    main()
