"""Measure how well `textrepair assess` estimates word error rates, on every set of pairs that is there.

    python benchmarks/assessment.py ../shared/pairs [--plot benchmarks/results/assessment.svg]

The sets that the shipped table is fitted on are measured five-fold by page: each estimate is made by a table that was
fitted without its page. On the other sets the shipped table is measured. Errors are counted hyphen-blind. Prints the
table of `results/assessment.md`. Needs numpy, and matplotlib for the plot.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from textrepair.assess import Calibration
from textrepair.assess import _calibration as load_calibration
from textrepair.core import open_pack
from training.assessment import SETS, Row, fit, read

FOLDS = 5


def ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks; ties share theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[inverse]


def report(name: str, estimates: np.ndarray, rates: np.ndarray) -> str:
    """Return one row of the table: how well estimates and rates agree."""
    correlation = np.corrcoef(ranks(estimates[:, 0]), ranks(rates))[0, 1] if len(rates) > 2 else float("nan")
    inside = np.mean((rates >= estimates[:, 1] - 1e-9) & (rates <= estimates[:, 2] + 1e-9))
    error = np.median(np.abs(estimates[:, 0] - rates))
    return (
        f"| {name} | {len(rates)} | {correlation:.3f} | {rates.mean():.3f} | {estimates[:, 0].mean():.3f} "
        f"| {error:.3f} | {100 * inside:.0f} % |"
    )


def estimate(calibration: Calibration, rows: Sequence[Row]) -> np.ndarray:
    """Return the estimated rate, low and high of each document."""
    return np.array([calibration.estimate(calibration.score(row.measured)) for row in rows])


def held_out(rows: Sequence[Row]) -> np.ndarray:
    """Estimate each document by a table that was fitted without its page."""
    fold = np.array([zlib.crc32(row.page.encode()) % FOLDS for row in rows])
    estimates = np.zeros((len(rows), 3))
    for k in range(FOLDS):
        calibration = fit([row for row, part in zip(rows, fold, strict=True) if part != k])
        estimates[fold == k] = estimate(calibration, [row for row, part in zip(rows, fold, strict=True) if part == k])
    return estimates


def plot(path: Path, estimates: np.ndarray, rates: np.ndarray, sets: list[str]) -> None:
    """Draw estimated against true rates."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "textrepair"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 6))
    for name in sorted(set(sets)):
        here = np.array([each == name for each in sets])
        axes.scatter(estimates[here, 0] + 0.001, rates[here] + 0.001, s=6, alpha=0.5, label=name)
    order = np.argsort(estimates[:, 0])
    axes.fill_between(estimates[order, 0] + 0.001, estimates[order, 1] + 0.001, estimates[order, 2] + 0.001, alpha=0.15)
    axes.plot([0.001, 1], [0.001, 1], color="black", linewidth=0.8)
    axes.set(xscale="log", yscale="log", xlabel="estimated word error rate", ylabel="true word error rate")
    axes.legend(fontsize=7)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, print the table, and draw the plot."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", type=Path, help="folder of the sets of pairs")
    parser.add_argument("--plot", type=Path, metavar="SVG")
    options = parser.parse_args()
    rows = [row for name in SETS for row in read(options.pairs / f"{name}.jsonl")]
    estimates = held_out(rows)
    rates = np.array([row.rate for row in rows])
    sets = [row.set for row in rows]
    print("| set | documents | rank correlation | true rate | estimated | median error | within the range |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    print(report("all that may be learned from", estimates, rates))
    for name in SETS:
        here = np.array([each == name for each in sets])
        print(report(name, estimates[here], rates[here]))
    shipped = load_calibration(open_pack("fr"))
    for path in sorted(options.pairs.glob("*.jsonl")):
        if path.stem not in SETS:
            others = read(path)
            if len(others) > 2:
                print(
                    report(
                        f"{path.stem} (only measured)",
                        estimate(shipped, others),
                        np.array([row.rate for row in others]),
                    )
                )
    if options.plot:
        plot(options.plot, estimates, rates, sets)


if __name__ == "__main__":
    main()
