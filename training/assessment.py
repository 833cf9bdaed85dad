"""Fit the table by which `textrepair assess` estimates word error rates.

    make train-assessment       # or, in an environment with textrepair and numpy: python -m training.assessment

Fitted on the sets in `SETS`; writes `lexicons/fr/assessment.toml`. Errors are counted hyphen-blind, since whether to
join words that a line end divides is a matter of policy. ``benchmarks/assessment.py`` measures how well the estimates
hold.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from textrepair.assess import Calibration, measure
from textrepair.core import Plan, open_pack
from training.command import run, write_table
from training.sets import data_folder, free_set

__all__ = ["SETS", "Row", "collect", "fit", "read"]

SETS = ("realocr-dev", "realocr-dev-easy", "pdf-dev", "pdf-dev-easy", "tapuscorpus-tess.dev")
TABLE = "assessment.toml"
# Rows of the table: so many equal parts of the documents, by score.
ROWS = 14
# Shorter documents say too little.
LEAST_WORDS = 30
# Rates are told apart down to about this.
SMALLEST = 0.01
STEPS = 4000  # of gradient descent
KEYS = ("score", "median", "low", "high")


class Row(NamedTuple):
    """One document.

    Attributes:
        set: the name of its set.
        page: readings of the same page share it.
        rate: its word error rate, 0–1.
        measured: what `textrepair.assess.measure` counts in it.
    """

    set: str
    page: str
    rate: float
    measured: Mapping[str, float]


def blind(text: str) -> list[str]:
    """Return the words of a text as they are compared: hyphens between letters out, one kind of apostrophe."""
    text = re.sub(r"(?<=[^\W\d_])[-¬\u00ad] ?\n?(?=[^\W\d_])", "", text)
    return re.sub("[’‘ʼ]", "'", text).split()


def read(path: Path) -> list[Row]:
    """Measure every document of a set of pairs."""
    plan = Plan(open_pack("fr"))
    rows: list[Row] = []
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        record = json.loads(line)
        truth, ocr = blind(record["truth"]), blind(record["ocr"])
        if len(ocr) < LEAST_WORDS or not truth:
            continue
        rate = min(1.0, Levenshtein.distance(ocr, truth) / len(truth))
        page = str(record.get("page_id", record["id"]))
        rows.append(Row(path.stem, page, rate, measure(plan.scan(record["ocr"]))))
    return rows


def collect(data: Path) -> list[Row]:
    """Measure every document that the table is fitted on."""
    return [row for name in SETS for row in read(free_set(data, name))]


def fit(rows: Sequence[Row]) -> Calibration:
    """Fit the weights of the measures; then tabulate the rates by score."""
    names = [name for name in sorted(rows[0].measured) if any(row.measured[name] for row in rows)]
    matrix = np.array([[row.measured[name] for name in names] for row in rows])
    rates = np.array([row.rate for row in rows])
    weights = fit_weights(matrix, rates)
    columns = tabulate(matrix @ weights, rates)
    return Calibration(
        {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if weight > 1e-3},
        *(np.round(columns[:, k], 5).tolist() for k in range(4)),
    )


def fit_weights(matrix: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Fit a positive weight for each column, and a constant that is dropped, to the logarithm of the rates.

    Relative errors matter: to tell a text at 1 % from one at 3 % is worth as much as 10 % from 30 %. Gradient descent
    (Adam) on the logarithms of the weights keeps them positive.
    """
    matrix = np.hstack([matrix, np.ones((len(rates), 1))])
    wanted = np.log(rates + SMALLEST)
    logs = np.full(matrix.shape[1], -1.0)
    momentum, scale = np.zeros(len(logs)), np.zeros(len(logs))
    for step in range(1, STEPS + 1):
        weights = np.exp(logs)
        predicted = matrix @ weights + 1e-6
        gradient = 2 * ((np.log(predicted) - wanted) / predicted) @ matrix * weights / len(rates)
        momentum = 0.9 * momentum + 0.1 * gradient
        scale = 0.999 * scale + 0.001 * gradient**2
        logs -= 0.02 * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-9)
    return np.exp(logs)[:-1]


def tabulate(scores: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Return the rows of the table: score, and the median, first and last decile of the rates around it."""
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
    return np.vstack([columns, end]) if last[0] < end[0] else columns


def dump(calibration: Calibration) -> str:
    """Write the table in the format that the pack's reader takes."""
    lines = [
        "# Fitted by training/assessment.py on the sets of pairs " + ", ".join(SETS) + ":",
        "# texts of open licences (CC BY, public domain, open government) read by real engines. Apache-2.0.",
        "[weights]",
        *(f'"{name}" = {weight}' for name, weight in calibration.weights.items()),
    ]
    columns = calibration.scores, calibration.median, calibration.low, calibration.high
    for row in zip(*columns, strict=True):
        lines += ["[[rows]]", *(f"{key} = {value}" for key, value in zip(KEYS, row, strict=True))]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit the table and write it."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    rows = collect(data_folder())
    print(f"{len(rows)} documents")
    write_table(TABLE, dump(fit(rows)))


if __name__ == "__main__":
    sys.exit(run(main))
