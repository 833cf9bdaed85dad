"""Measure what a confusion table is worth: the same documents, repaired with each of several tables.

    python benchmarks/channel.py PAIRS.jsonl… [--tables FILE…] [--hold-out] [--limit N] [--words]

The other tables are compared with the first; by default the hand-made rows of the French pack and its whole table.
With --hold-out, another table is learned from half of the pages of PAIRS, with the hand-made rows that they lack.
All tables are then measured on the other half, so that none is measured on what it was learned from. Judged
hyphen-blind. Seconds are processor time. `training/channel.py` makes the shipped table.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from sets import evenly, pairs_of

from textrepair import Chain
from textrepair.core import Confusion, find_pack, load_confusions
from textrepair.evaluate import Evaluation, Pair, evaluate_pair, repair_pairs
from textrepair.learn import ReadPage, learn_confusions, tally

PACK = find_pack("fr")


def chain_with(table: Iterable[Confusion]) -> Chain:
    """Make the French chain with another confusion table."""
    return Chain.for_language("fr", confusions=table)


def engine(pair: Pair) -> str:
    return " ".join(str(pair.record[key]) for key in ("engine", "lang_model") if pair.record.get(key))


def is_held_out(pair: Pair) -> bool:
    """Whether a page, in whatever reading, belongs to the half that is measured."""
    return crc32(pair.group.encode()) % 2 == 1


def learned(pairs: Iterable[Pair], by_hand: Iterable[Confusion]) -> list[Confusion]:
    """Learn a table, and add the hand-made rows that it lacks."""
    table = {
        (row.printed, row.read): row
        for row in learn_confusions(tally(ReadPage(pair.truth, pair.ocr, engine(pair), pair.group) for pair in pairs))
    }
    return [*table.values(), *(row for row in by_hand if (row.printed, row.read) not in table)]


def main() -> None:
    """Measure each table and print a line for it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--tables", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--hold-out", action="store_true")
    parser.add_argument("--limit", type=int, help="so many documents of each set, evenly spaced")
    parser.add_argument("--words", action="store_true", help="show the edits gained and lost against the first table")
    options = parser.parse_args()
    paths = options.tables or [PACK / "confusions-by-hand.tsv", *[PACK / "confusions.tsv"] * (not options.hold_out)]
    tables: dict[str, Iterable[Confusion]] = {path.name: load_confusions(path) for path in paths}
    for path in options.pairs:
        pairs = pairs_of(str(path))
        here = dict(tables)
        if options.hold_out:
            here["held out"] = learned([p for p in pairs if not is_held_out(p)], load_confusions(paths[0]))
            pairs = [pair for pair in pairs if is_held_out(pair)]
        pairs = evenly(pairs, options.limit)
        first: dict[str, set[tuple[str, str]]] | None = None
        for name, table in here.items():
            start = time.process_time()
            repaired = list(repair_pairs(pairs, chain_with(table)))
            seconds = time.process_time() - start
            counted = Evaluation.of(
                [evaluate_pair(pair, blind_hyphens=True) for pair in repaired], blind_hyphens=True, resamples=0
            ).tally
            size = sum(len(pair.ocr.encode()) for pair in pairs) / 1000
            print(
                f"{path.name} {name}: {len(list(table))} rows, "
                f"cMER {counted.before.cmer:.4f} → {counted.after.cmer:.4f}, "
                f"repaired : harmed {counted.repaired} : {counted.harmed}, {size / seconds:.1f} kB/s",
                flush=True,
            )
            edits = {
                pair.id: {(pair.ocr[edit.start : edit.end], edit.replacement) for edit in pair.patch or ()}
                for pair in repaired
            }
            if first is not None and options.words:
                for identity, made in edits.items():
                    for sign, changes in (("+", made - first[identity]), ("-", first[identity] - made)):
                        for before, after in sorted(changes):
                            print(f"  {sign} {identity}: {before!r} → {after!r}")
            first = first or edits


if __name__ == "__main__":
    main()
