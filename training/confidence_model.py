"""Train the confidence model of the French pack: gradient-boosted decision trees over features of a change.

    make train-confidence                                  # or, in an environment with textrepair and scikit-learn:
    python -m training.confidence_model [--share 0.02] [--rows ROWS.npz] [--dry-run] [--report REPORT.md]

The examples (`training.examples`) come from the sets in `PAIRS`, `CLEAN` and `NOISE`. The trees are written to
`lexicons/fr/confidence.tsv`. A change that only comes nearer to the truth counts half as wrong. The report is made by
cross-validation, five folds by page: how many changes are right by the confidence that a model gives them which has not
seen their page.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from textrepair import Chain
from textrepair.core import FEATURES
from textrepair.core.decide import Decider
from training.command import run, write_table
from training.examples import PARTLY, Document, damaged, documents, examples, pieces
from training.sets import data_folder, free_set

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

__all__ = ["collect", "dump", "fit", "report"]

TABLE = "confidence.tsv"
# How many documents of each set, evenly spaced; None: all of them.
PAIRS: Mapping[str, int | None] = {
    "realocr-dev": None,
    "realocr-dev-easy": None,
    "pdf-dev": 160,
    "pdf-dev-easy": None,
    "tapuscorpus-tess.dev": None,
    "icdar2019-FR1.train": 400,
    "icdar2019-FR3.train": 350,
}
CLEAN: Mapping[str, int | None] = {
    "eltec-fra-noleak": 400,
    "cligs-novels-noleak": 400,
    "canada-laws-fr": 400,
    "service-public-fiches": 400,
    "fiches-travail": 400,
}
NOISE: Mapping[str, int | None] = {
    "realocr-dev": None,
    "pdf-dev": 300,
    "eltec-fra-noleak": 300,
    "service-public-fiches": 200,
}
# More of these never lowers the confidence (1), or never raises it (-1).
MONOTONE = {"odds": 1, "rival": 1, "like it": 1, "systematic": 1, "frequency": 1, "lost": 1, "recurs": 0, "channel": -1}
TREES, LEAVES, LEAST, RATE = 250, 8, 60, 0.1
FOLDS = 5
BOUNDS = (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)


def sources(data: Path, share: float) -> Iterator[tuple[str, Iterator[Document], bool]]:
    """Yield each source: its name in the report, its documents, and whether damage is put into them."""
    for sets, noise in ((PAIRS, False), (CLEAN, False), (NOISE, True)):
        for name, limit in sets.items():
            path = free_set(data, name)
            if share < 1:
                count = sum(1 for _ in documents(path)) if limit is None else limit
                limit = max(2, int(count * share))
            yield ("damaged " if noise else "") + name.partition(".")[0], documents(path, limit), noise


def collect(data: Path, share: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Gather all examples: their features, labels, pages (as hashes) and sources.

    Args:
        data: the data folder.
        share: of the documents of each set, for a trial (0–1).
    """
    chain = Chain.for_language("fr")
    decider = Decider(chain.pack)
    rows: list[tuple[float, ...]] = []
    labels: list[float] = []
    pages: list[int] = []
    names: list[str] = []
    for name, found, noise in sources(data, share):
        before = len(labels)
        cut = damaged(found, chain.pack) if noise else itertools.chain.from_iterable(itertools.starmap(pieces, found))
        for page, text, truth in cut:
            for values, answer in examples(chain, decider, text, truth):
                rows.append(values)
                labels.append(answer)
                pages.append(crc32(page.encode()))
                names.append(name)
        right = sum(label == 1 for label in labels[before:])
        print(f"{name}: {len(labels) - before} examples, {right} right", flush=True)
    return np.array(rows), np.array(labels), np.array(pages), names


def fit(rows: np.ndarray, labels: np.ndarray) -> HistGradientBoostingClassifier:
    """Fit the trees."""
    # Imported here: the tests of the examples run without it.
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
        monotonic_cst=[MONOTONE.get(name, 0) for name in FEATURES],
    )
    # A change that only comes nearer to the truth is a wrong one of half the weight.
    weights = np.where(labels == PARTLY, PARTLY, 1.0)
    return model.fit(rows, labels == 1.0, sample_weight=weights)


def dump(model: HistGradientBoostingClassifier, header: Sequence[str]) -> str:
    """Write the trees in the format that the pack's reader takes."""
    lines = [f"# {line}" for line in header]
    lines.append(f"bias\t{float(np.ravel(model._baseline_prediction)[0]):.5f}")
    for number, (predictor,) in enumerate(model._predictors):
        for place, node in enumerate(predictor.nodes):
            if node["is_leaf"]:
                rest = ["leaf", f"{node['value']:.5f}"]
            else:
                rest = [FEATURES[node["feature_idx"]], f"{node['num_threshold']:.5g}", node["left"], node["right"]]
            lines.append("\t".join(map(str, [number, place, *rest])))
    return "\n".join(lines) + "\n"


def cross_validate(rows: np.ndarray, labels: np.ndarray, pages: np.ndarray) -> np.ndarray:
    """Return the confidence in each change of a model that has not seen its page."""
    chances = np.zeros(len(labels))
    for fold in range(FOLDS):
        held = pages % FOLDS == fold
        chances[held] = fit(rows[~held], labels[~held]).predict_proba(rows[held])[:, 1]
    return chances


def report(rows: np.ndarray, labels: np.ndarray, pages: np.ndarray, names: Sequence[str]) -> list[str]:
    """Cross-validate, and return the two tables: right changes by confidence, and precision and recall by source."""
    chances = cross_validate(rows, labels, pages)
    right = labels == 1.0
    lines = ["## Reliability", "", "| confidence | changes | mean confidence | right |", "|---|--:|--:|--:|"]
    for low, high in itertools.pairwise(BOUNDS):
        inside = (chances >= low) & (chances < high)
        if inside.any():
            lines.append(
                f"| {low:.2f}–{min(1, high):.2f} | {inside.sum():,} | {chances[inside].mean():.3f} "
                f"| {right[inside].mean():.3f} |"
            )
    lines += ["", "## By set, at 0.9 and more", ""]
    lines += ["| set | changes | right | precision | recall |", "|---|--:|--:|--:|--:|"]
    for name in sorted(set(names)):
        here = np.array([one == name for one in names])
        made = here & (chances >= 0.9)
        lines.append(
            f"| {name} | {made.sum():,} | {right[made].sum():,} | {right[made].mean() if made.any() else 1:.3f} "
            f"| {right[made].sum() / max(1, right[here].sum()):.3f} |"
        )
    return lines


def main() -> None:
    """Collect the examples, report, and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--share", type=float, default=1.0, help="a trial on this share of the documents; writes no table"
    )
    parser.add_argument("--rows", type=Path, help="keep the examples in this file, or take them from it if it exists")
    parser.add_argument("--report", type=Path, help="write the report here")
    parser.add_argument("--dry-run", action="store_true", help="write no table")
    options = parser.parse_args()
    if options.rows and options.rows.exists():
        kept = np.load(options.rows, allow_pickle=False)
        rows, labels, pages, names = kept["rows"], kept["labels"], kept["pages"], list(kept["names"])
    else:
        rows, labels, pages, names = collect(data_folder(), options.share)
        if options.rows:
            np.savez_compressed(options.rows, rows=rows, labels=labels, pages=pages, names=np.array(names))
    print(f"{len(labels)} examples, {(labels == 1).sum()} right", flush=True)
    lines = ["# The confidence model", "", "Made by `make train-confidence`.", "", *report(rows, labels, pages, names)]
    print("\n".join(lines))
    if options.report:
        options.report.write_text("\n".join(lines) + "\n", "utf-8")
    if options.share == 1.0 and not options.dry_run:
        header = [
            "How sure a change is: decision trees, trained by training/confidence_model.py. Apache-2.0.",
            f"From {', '.join(sorted(set(names)))}: OCR of texts of free licences, see SOURCES.md.",
            "tree, node, feature, threshold, node at most, node above; or tree, node, leaf, value.",
        ]
        write_table(TABLE, dump(fit(rows, labels), header))


if __name__ == "__main__":
    sys.exit(run(main))
