"""Measure what each part of the decision over words is worth: the same documents, repaired without it.

    python benchmarks/ablations.py PAIRS.jsonl[:LIMIT]… [-o benchmarks/results/ablations.md]

* **channel by hand**: the hand-made confusion table in place of the learned one.
* **no lost letters**: no letter counts as lost.
* **no confidence model**: a change is made if its posterior is more than a half.
* **prior**: the prior that packs without a confidence model use.

Judged hyphen-blind; seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from sets import named_set, pairs_of

from textrepair import Chain
from textrepair.core import FEATURES, Pack, Statistics, decide, find_pack, load_confusions
from textrepair.core.confidence import ConfidenceModel
from textrepair.evaluate import Evaluation, evaluate_pair, repair_pairs

VARIANTS = ("all of it", "channel by hand", "no lost letters", "no confidence model", "prior")


def _odds_alone() -> ConfidenceModel:
    """Return a confidence model that knows nothing but the odds of a change, in steps of a tenth of a nat."""
    odds, steps = FEATURES.index("odds"), [step / 10 for step in range(-200, 600)]
    tree = [node for k, step in enumerate(steps) for node in ((odds, step, 2 * k + 1, 2 * k + 2), (-1, step, 0, 0))]
    return 0.0, [[*tree, (-1, steps[-1], 0, 0)]]


@contextmanager
def variant(name: str) -> Iterator[Chain]:
    """Make the chain without one of its parts."""
    by_hand = load_confusions(find_pack("fr") / "confusions-by-hand.tsv")
    with ExitStack() as changes:
        if name == "no lost letters":
            changes.enter_context(patch.object(Statistics, "loss_rates", {}))
        elif name == "no confidence model":
            changes.enter_context(patch.object(decide, "load_confidence_model", lambda _: _odds_alone()))
        elif name == "prior":
            changes.enter_context(patch.object(decide, "load_confidence_model", lambda _: None))
        # A pack of its own, so that nothing is remembered of another variant.
        chain = Chain.for_language("fr")
        yield Chain(chain.repairers, Pack(find_pack("fr"), confusions=by_hand if name == "channel by hand" else None))


def main() -> None:
    """Measure every variant on every set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", nargs="+")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    lines = ["# Ablations", "", "Made by `python benchmarks/ablations.py`, which says what is left out.", ""]
    lines += ["| set | variant | cMER before | after | change, % | repaired : harmed | kB/s |"]
    lines += ["|---|---|--:|--:|--:|--:|--:|"]
    for argument in options.pairs:
        pairs = pairs_of(argument)
        size = sum(len(pair.ocr.encode()) for pair in pairs) / 1000
        for name in VARIANTS:
            with variant(name) as chain:
                start = time.process_time()
                repaired = list(repair_pairs(pairs, chain))
                seconds = time.process_time() - start
            counted = Evaluation.of(
                [evaluate_pair(pair, blind_hyphens=True) for pair in repaired], blind_hyphens=True, resamples=0
            ).tally
            before, after = counted.before.cmer, counted.after.cmer
            lines.append(
                f"| {named_set(argument)[0].stem} | {name} | {before:.4f} | {after:.4f} "
                f"| {100 * (after / before - 1):+.1f} | {counted.repaired} : {counted.harmed} | {size / seconds:.0f} |"
            )
            print(lines[-1], flush=True)
    if options.output:
        options.output.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
