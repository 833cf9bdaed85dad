"""Measure how well and how fast pages of an OCR engine are repaired in place.

    python benchmarks/ocr_formats.py [--pages 40] [--model eng] [--text FILE] [--cache DIR]

Pages of the texts of tests/golden, or of FILE, are printed and read by Tesseract with the wrong model to ALTO and hOCR.
Each page is repaired in place and judged by what was printed. Speed is measured on the repaired pages, which are clean.
At last: whether the confidence that Tesseract gives each word would help to tell right changes from wrong ones. Writes
results/ocr-formats.md, and a picture of the three pages that change most, with the boxes of words before and after
(docs/explanation/ocr-formats.png). Needs Tesseract with the model, Pillow, numpy, lxml, and the font DejaVu Serif.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from lxml import etree
from printed_pages import Page, golden_text, joined_lines, opened, read_pages
from word_boxes import picture

from textrepair import Chain, Patch
from textrepair.evaluate import Evaluation, Pair, Verdict, evaluate_pair, judge_edits
from textrepair.formats.pages.page_changes import changes

HERE = Path(__file__).parent


def quality(pages: Sequence[Page], chain: Chain) -> tuple[Evaluation, list[bytes]]:
    """Repair the pages in place, and judge the text that is then in them."""
    results, made = [], []
    for number, page in enumerate(pages):
        before = opened(page.alto, "alto")
        repair = chain.repair(before.texts[0].text)
        data = before.rendered([repair.patch])
        made.append(data)
        after = opened(data, "alto").texts[0].text
        assert after == repair.text, number
        pair = Pair(str(number), before.texts[0].text, joined_lines(page.truth), out=after, patch=repair.patch)
        results.append(evaluate_pair(pair, blind_hyphens=True))
    return Evaluation.of(results, blind_hyphens=True, resamples=1000, seed=0), made


def speed(pages: Sequence[bytes], kind: str, chain: Chain) -> dict[str, float]:
    """Return MB of XML a second: lxml alone, reading and writing, and repairing."""

    def through_lxml(data: bytes) -> None:
        etree.tostring(etree.fromstring(data))

    def read_and_written(data: bytes) -> None:
        opened(data, kind).rendered([Patch()])

    def repaired(data: bytes) -> None:
        unit = opened(data, kind)
        unit.rendered([chain.repair(unit.texts[0].text).patch])

    ways: dict[str, Callable[[bytes], None]] = {
        "lxml parse and serialise": through_lxml,
        "read and written": read_and_written,
        "repaired": repaired,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(7):
        for name, way in ways.items():
            started = time.perf_counter()
            for data in pages:
                way(data)
            times[name].append(time.perf_counter() - started)
    size = sum(map(len, pages)) / 1e6
    return {name: size / statistics.median(taken) for name, taken in times.items()}


def evidence(pages: Sequence[Page], chain: Chain) -> list[tuple[int, float, float, bool]]:
    """Return for each change that was made or kept back its page, confidence, that of its words, and if it is right."""
    found = []
    for number, page in enumerate(pages):
        unit = opened(page.alto, "alto")
        text = unit.texts[0].text
        words = list(unit.layout.words())
        repair = chain.repair(text)
        for edit in (*repair.patch, *repair.kept_back):
            patch = Patch([edit])
            (judged,) = judge_edits(
                joined_lines(page.truth), text, patch.apply(text), patch, blind_hyphens=True
            ).edits or (None,)
            if judged is None or judged.verdict is Verdict.INDIFFERENT:
                continue
            sure = [word.confidence for word in words if word.start < edit.end and word.end > edit.start]
            known = [one for one in sure if one is not None]
            if known:
                found.append((number, edit.confidence, min(known), judged.verdict is Verdict.RIGHT))
    return found


def auc(scores: np.ndarray, right: np.ndarray) -> float:
    """Return the chance that a right change has a higher score than another."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1.0
    for value in np.unique(scores):
        order[scores == value] = order[scores == value].mean()
    positive = right.sum()
    return float((order[right].sum() - positive * (positive + 1) / 2) / (positive * (len(right) - positive)))


def fitted(features: np.ndarray, right: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return chances by logistic regression, each page by what the other tenths of pages say."""
    made = np.zeros(len(right))
    columns = np.column_stack([np.ones(len(right)), features])
    for fold in range(10):
        held = groups % 10 == fold
        weights = np.zeros(columns.shape[1])
        x, y = columns[~held], right[~held].astype(float)
        for _ in range(50):
            p = 1 / (1 + np.exp(-x @ weights))
            hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(len(weights))
            weights += np.linalg.solve(hessian, x.T @ (y - p) - 1e-3 * weights)
        made[held] = 1 / (1 + np.exp(-columns[held] @ weights))
    return made


def logit(values: np.ndarray) -> np.ndarray:
    """Return the logarithm of the odds."""
    clipped = values.clip(0.01, 0.99)
    return np.log(clipped / (1 - clipped))


def told_evidence(found: Sequence[tuple[int, float, float, bool]]) -> str:
    """Say whether the confidence of the engine helps to tell right changes from others."""
    groups = np.array([one[0] for one in found])
    chain, engine = (np.array([one[k] for one in found], dtype=float) for k in (1, 2))
    right = np.array([one[3] for one in found])
    rows = []
    alone = fitted(logit(chain)[:, None], right, groups)
    both = fitted(np.column_stack([logit(chain), logit(engine)]), right, groups)
    for name, scores in (
        ("model alone", alone),
        ("engine alone", fitted(logit(engine)[:, None], right, groups)),
        ("both", both),
    ):
        loss = -np.where(right, np.log(scores), np.log(1 - scores)).mean()
        taken = scores >= 0.5
        rows.append(
            f"| {name} | {auc(scores, right):.3f} | {loss:.3f} | {(right & taken).sum()} | {(~right & taken).sum()} |\n"
        )
    return (
        f"{len(found):,} changes that were made or kept back, {right.mean():.0%} of them right; chances by logistic "
        "regression, a tenth of the pages by the other nine.\n\n"
        "| chance from | area under the curve | log loss | right of those at 0.5 and over | not right |\n"
        "|---|---|---|---|---|\n" + "".join(rows)
    )


def main() -> None:
    """Measure, and write the table and the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--model", default="eng")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--no-write", action="store_true", help="only say what would be written")
    options = parser.parse_args()
    text = options.text.read_text(encoding="utf-8") if options.text else golden_text()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.cache or Path(scratch)
        folder.mkdir(exist_ok=True, parents=True)
        pages = read_pages(text, options.pages, options.model, folder)
        chain = Chain.for_language("fr")
        evaluation, made = quality(pages, chain)
        hocr = []
        for page in pages:
            unit = opened(page.hocr, "hocr")
            hocr.append(unit.rendered([chain.repair(unit.texts[0].text).patch]))
        told = table(pages, options.model, evaluation, speed(made, "alto", chain), speed(hocr, "hocr", chain), chain)
        print(told)
        if not options.no_write:
            (HERE / "results" / "ocr-formats.md").write_text(told, encoding="utf-8")
            # Those of which most changes.
            most = sorted(range(len(pages)), key=lambda k: -made[k].count(b"CONTENT") + made[k].count(b" WC="))[:3]
            picture([pages[k] for k in most], [made[k] for k in most])


def table(
    pages: Sequence[Page],
    model: str,
    evaluation: Evaluation,
    alto: dict[str, float],
    hocr: dict[str, float],
    chain: Chain,
) -> str:
    """Return the page of results."""
    before, after = evaluation.tally.before, evaluation.tally.after
    edits = evaluation.edits
    amount = {"kept": 0, "changed": 0, "divided": 0, "joined": 0, "across lines": 0}
    for page in pages:
        unit = opened(page.alto, "alto")
        found = changes(unit.layout.page, chain.repair(unit.texts[0].text).patch)
        amount["kept"] += len(unit.layout.page.texts) - sum(one.last - one.first for one in found)
        for one in found:
            name = "joined" if one.last - one.first > 1 else "divided" if len(one.tokens) > 1 else "changed"
            amount["across lines" if one.before or one.after else name] += 1
    rows = [
        f"| {name} | {alto[name]:.1f} | {alto['lxml parse and serialise'] / alto[name]:.2f} "
        f"| {hocr[name]:.1f} | {hocr['lxml parse and serialise'] / hocr[name]:.2f} |\n"
        for name in alto
    ]
    return (
        "# Pages of an OCR engine, repaired in place\n\n"
        f"Written by `python benchmarks/ocr_formats.py`: {len(pages)} pages of the golden texts, set in DejaVu Serif "
        f"with words divided at line ends, blurred and noisy, read by Tesseract with the model `{model}` to ALTO.\n\n"
        "| | before | after |\n|---|---|---|\n"
        f"| CER | {before.cer:.4f} | {after.cer:.4f} |\n| WER | {before.wer:.4f} | {after.wer:.4f} |\n\n"
        f"Edits: {edits.right} right, {edits.useless} useless, {edits.wrong} wrong. Words: "
        + ", ".join(f"{count:,} {name}" for name, count in amount.items())
        + ". The text in each file after the repair is that which the repair of its text gives.\n\n"
        "![Three pages: boxes of words before (red: what changes) and after (green)]"
        "(../../docs/explanation/ocr-formats.png)\n\n## Speed\n\n"
        "MB of XML a second on one core, of the repaired pages, which are clean; × is the time as a multiple of "
        "lxml's.\n\n"
        "| | ALTO MB/s | × | hOCR MB/s | × |\n|---|---|---|---|---|\n" + "".join(rows) + "\n"
        "## Whether the confidence of the engine helps\n\n" + told_evidence(evidence(pages, chain))
    )


if __name__ == "__main__":
    main()
