"""Measure how much is repaired of the damage of each engine or extractor.

    python benchmarks/engines.py PAIRS.jsonl[:LIMIT]… [--by engine lang_model] [--least CER] [-o REPORT.md]

Groups the records of a set by their fields (dots lead into tables: `degradation.producer`). The truth of a record is
the one that its `best_ref` names, if any. With --least, takes only the records whose `cer_norm` is that or more. Judged
hyphen-blind; `quality.py` has the intervals.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

from sets import evenly, named_set

from textrepair import Chain
from textrepair.evaluate import Evaluation, evaluate_pair, pairs_from_jsonl, repair_pairs

HEAD = ("set", "group", "documents", "CER before", "after", "change, %", "cMER before", "after", "change, %")


def field(record: dict[str, Any], name: str) -> str:
    """Return a field of a record; dots lead into tables."""
    value: Any = record
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return str(value)


def row(title: str, group: str, results: list[Any]) -> str:
    """Return the line of one group."""
    tally = Evaluation.of(results, blind_hyphens=True, resamples=0).tally
    cells = [title, group, f"{len(results)}"]
    for name in ("cer", "cmer"):
        before, after = getattr(tally.before, name), getattr(tally.after, name)
        cells += [f"{before:.4f}", f"{after:.4f}", f"{100 * (after / before - 1):+.1f}" if before else "–"]
    return f"| {' | '.join(cells)} | {tally.repaired:,} : {tally.harmed:,} |"


def main() -> None:
    """Measure each group of each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", nargs="+")
    parser.add_argument("--by", nargs="+", default=["engine", "lang_model"], metavar="FIELD")
    parser.add_argument("--least", type=float, default=0.0, metavar="CER", help="0–1")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    chain = Chain.for_language("fr")
    lines = ["# By engine", "", "Made by `python benchmarks/engines.py`; hyphen-blind.", ""]
    lines += [f"| {' | '.join(HEAD)} | repaired : harmed |", f"|---|---|{'--:|' * (len(HEAD) - 1)}"]
    for argument in options.pairs:
        path, limit = named_set(argument)
        pairs = [
            pair
            for pair in pairs_from_jsonl(path, best_ref=True)
            if float(pair.record.get("cer_norm", 1.0)) >= options.least
        ]
        groups: defaultdict[str, list[Any]] = defaultdict(list)
        everything: list[Any] = []
        for pair in repair_pairs(evenly(pairs, limit), chain):
            result = evaluate_pair(pair, blind_hyphens=True)
            groups[" ".join(field(pair.record, name) for name in options.by)].append(result)
            everything.append(result)
        title = path.stem
        lines += [row(title, group, groups[group]) for group in sorted(groups)]
        lines.append(row(title, "all", everything))
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if options.output:
        options.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
