"""Measure how far a better choice could get: how often the lattice holds the truth of a damaged word.

    python benchmarks/oracle.py PAIRS.jsonl[:LIMIT]… [--misses N] [-o benchmarks/results/oracle.md]

A damaged word is a token of the first round's text that differs from the truth; hyphens and kinds of apostrophe are not
judged. It is *covered* if a reading of its slot is the truth, *best* if the best change of the slot is, and *made* if
that change has the confidence asked for. Left out are words that the truth lacks and words without a letter.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from sets import named_set

from textrepair import Chain
from textrepair.core import Verdict, damage_of
from training.examples import Truth, documents, normal

STEPS = ("damaged", "suspect", "in a slot", "covered", "best", "made")


def measure(argument: str, chain: Chain, misses: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """Count the damaged words of a set by how far they get: all, and those that differ in diacritics only."""
    counts: Counter[str] = Counter()
    diacritics: Counter[str] = Counter()
    for _, text, right in documents(*named_set(argument)):
        prepared = chain.prepare(text)
        view, proposals = prepared.view, prepared.proposals
        truth = Truth(view.text, right)
        slot_at = {}
        for judged in chain.plan.judge(view, proposals, chain.min_confidence):
            for place in range(judged.weighed.slot.start, judged.weighed.slot.end):
                slot_at[place] = judged
        unknown = {word.start for word in view.unknown_words}
        position = 0
        for chunk in view.text.split():
            start = view.text.index(chunk, position)
            position = end = start + len(chunk)
            wanted, stands = normal(truth.at(start, end)).replace("-", ""), normal(chunk).replace("-", "")
            if wanted == stands or not any(map(str.isalpha, wanted)) or not any(map(str.isalnum, stands)):
                continue
            reached = ["damaged"]
            if any(place in unknown for place in range(start, end)):
                reached.append("suspect")
            found = slot_at.get(start)
            if found is not None:
                slot = found.weighed.slot
                reached.append("in a slot")
                whole = normal(truth.at(slot.start, slot.end)).replace("-", "")
                readings = [normal(reading.text).replace("-", "") for reading in slot.readings]
                if whole in readings:
                    reached.append("covered")
                if readings[found.place] == whole:
                    reached.append("best")
                    if found.verdict is Verdict.MADE:
                        reached.append("made")
            counts.update(reached)
            if damage_of(stands, wanted) == "diacritics":
                diacritics.update(reached)
            misses[f"{reached[-1]}: {stands} → {wanted}"] += reached[-1] != "made"
    return counts, diacritics


def main() -> None:
    """Measure each set and print or write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", nargs="+")
    parser.add_argument("--misses", type=int, default=0, help="show so many of the words that get no further")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    chain = Chain.for_language("fr")
    lines = ["# The oracle", "", "Made by `python benchmarks/oracle.py`. Shares of the damaged words, in %.", ""]
    lines += [f"| set | {' | '.join(STEPS)} |", f"|---|{'--:|' * len(STEPS)}"]
    for argument in options.pairs:
        misses: Counter[str] = Counter()
        name = named_set(argument)[0].stem
        for title, counts in zip((name, f"{name}, diacritics"), measure(argument, chain, misses), strict=True):
            whole = max(1, counts["damaged"])
            shares = " | ".join(f"{100 * counts[step] / whole:.1f}" for step in STEPS[1:])
            lines.append(f"| {title} | {counts['damaged']:,} | {shares} |")
            print(lines[-1], flush=True)
        for miss, count in misses.most_common(options.misses):
            print(f"    {count} × {miss}")
    if options.output:
        options.output.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
