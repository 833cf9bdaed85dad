"""Fit the table by which `textrepair assess` estimates word error rates, and show how well it holds.

    python benchmarks/assessment.py ../shared/pairs [--write lexicons/fr/assessment.toml] [--plot FILE.svg]

Fitted on the sets of pairs that may be learned from, five-fold by page: what is reported and drawn of them is
always the estimate of a fold that had not seen the page. The other sets found there are only measured. Errors
are counted hyphen-blind, since joining what a line end cut is a matter of policy.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from textrepair.assess import Calibration, measure
from textrepair.core.pack import load_language
from textrepair.core.view import View

FREE = ("realocr-dev", "realocr-dev-easy", "pdf-dev", "pdf-dev-easy", "tapuscorpus-tess.dev")
FOLDS = 5
ROWS = 14
LEAST_WORDS = 30
# Rates are told apart down to about this.
SMALLEST = 0.01


def blind(text: str) -> list[str]:
    """The words of a text as they are compared: hyphens between letters out, one kind of apostrophe."""
    text = re.sub(r"(?<=[^\W\d_])[-¬\u00ad] ?\n?(?=[^\W\d_])", "", text)
    return re.sub("[’‘ʼ]", "'", text).split()


def read(path: Path) -> list[dict[str, object]]:
    """Measure every document of a set of pairs."""
    language = load_language("fr")
    rows: list[dict[str, object]] = []
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        record = json.loads(line)
        truth, ocr = blind(record["truth"]), blind(record["ocr"])
        if len(ocr) < LEAST_WORDS or not truth:
            continue
        rate = min(1.0, Levenshtein.distance(ocr, truth) / len(truth))
        page = record.get("page_id", record["id"])
        rows.append({"set": path.stem, "page": page, "rate": rate, "measured": measure(View(record["ocr"], language))})
    return rows


def fit(rows: list[dict[str, object]]) -> Calibration:
    """Fit positive weights to the logarithm of the rates; then tabulate the rates by score."""
    measured = [name for name in sorted(rows[0]["measured"]) if any(row["measured"][name] for row in rows)]  # type: ignore[call-overload,index]
    names = [*measured, "(constant)"]
    matrix = np.array([[*(row["measured"][name] for name in measured), 1.0] for row in rows])  # type: ignore[index]
    rates = np.array([row["rate"] for row in rows], dtype=float)
    # Relative errors matter: a text at 1 % told from one at 3 % is worth as much as 10 % from 30 %. Gradient
    # descent on the logarithms of the weights keeps them positive.
    wanted = np.log(rates + SMALLEST)
    logs = np.full(len(names), -1.0)
    momentum, scale = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, 4001):
        weights = np.exp(logs)
        predicted = matrix @ weights + 1e-6
        gradient = 2 * ((np.log(predicted) - wanted) / predicted) @ matrix * weights / len(rates)
        momentum = 0.9 * momentum + 0.1 * gradient
        scale = 0.999 * scale + 0.001 * gradient**2
        logs -= 0.02 * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-9)
    weights = np.exp(logs)
    matrix, weights, names = matrix[:, :-1], weights[:-1], measured
    scores = matrix @ weights
    order = np.argsort(scores, kind="stable")
    table = []
    for part in np.array_split(order, ROWS):
        low, middle, high = np.quantile(rates[part], [0.1, 0.5, 0.9])
        table.append([float(scores[part].mean()), float(middle), float(low), float(high)])
    columns = np.maximum.accumulate(np.array(table), axis=0)  # more damage never means a lower rate
    columns[:, 0] += np.arange(ROWS) * 1e-9
    # Beyond the last row the rate goes on as the score does.
    last = columns[-1]
    end = np.array([1.5, 1.0, max(last[2], 0.5), 1.0])
    columns = np.vstack([columns, end]) if last[0] < end[0] else columns
    return Calibration(
        {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if weight > 1e-3},
        *(np.round(columns[:, k], 5).tolist() for k in range(4)),
    )


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks, those of ties shared."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[inverse]


def report(name: str, estimates: np.ndarray, rates: np.ndarray) -> str:
    """One row of the table: how well estimates and rates agree."""
    correlation = np.corrcoef(ranks(estimates[:, 0]), ranks(rates))[0, 1] if len(rates) > 2 else float("nan")
    inside = np.mean((rates >= estimates[:, 1] - 1e-9) & (rates <= estimates[:, 2] + 1e-9))
    error = np.median(np.abs(estimates[:, 0] - rates))
    return (
        f"| {name} | {len(rates)} | {correlation:.3f} | {rates.mean():.3f} | {estimates[:, 0].mean():.3f} "
        f"| {error:.3f} | {100 * inside:.0f} % |"
    )


def estimate(calibration: Calibration, rows: list[dict[str, object]]) -> np.ndarray:
    """Rate, low and high of each document."""
    return np.array([calibration.estimate(calibration.score(row["measured"])) for row in rows])  # type: ignore[arg-type]


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
    """Fit, report, and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--write", type=Path, metavar="TOML")
    parser.add_argument("--plot", type=Path, metavar="SVG")
    arguments = parser.parse_args()
    rows = [row for name in FREE for row in read(arguments.pairs / f"{name}.jsonl")]
    fold = np.array([zlib.crc32(str(row["page"]).encode()) % FOLDS for row in rows])
    estimates = np.zeros((len(rows), 3))
    for k in range(FOLDS):
        calibration = fit([row for row, part in zip(rows, fold, strict=True) if part != k])
        held = [place for place, part in enumerate(fold) if part == k]
        estimates[held] = estimate(calibration, [rows[place] for place in held])
    rates = np.array([row["rate"] for row in rows], dtype=float)
    sets = [str(row["set"]) for row in rows]
    print("| set | documents | rank correlation | true rate | estimated | median error | within the range |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    print(report("all that may be learned from", estimates, rates))
    for name in FREE:
        here = np.array([each == name for each in sets])
        print(report(name, estimates[here], rates[here]))
    final = fit(rows)
    for path in sorted(arguments.pairs.glob("*.jsonl")):
        if path.stem not in FREE:
            others = read(path)
            if len(others) > 2:
                rates_there = np.array([row["rate"] for row in others], dtype=float)
                print(report(f"{path.stem} (only measured)", estimate(final, others), rates_there))
    if arguments.write:
        lines = [
            "# Fitted by benchmarks/assessment.py on the sets of pairs " + ", ".join(FREE) + ":",
            "# texts of open licences (CC BY, public domain, open government) read by real engines. Apache-2.0.",
            "[weights]",
            *(f'"{name}" = {weight}' for name, weight in final.weights.items()),
        ]
        for row in zip(final.scores, final.median, final.low, final.high, strict=True):
            lines += [
                "[[rows]]",
                *(f"{key} = {value}" for key, value in zip(("score", "median", "low", "high"), row, strict=True)),
            ]
        arguments.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if arguments.plot:
        plot(arguments.plot, estimates, rates, sets)


if __name__ == "__main__":
    main()
