"""Learn how sure a change is: the table `acceptor.tsv` of a language pack, from OCR with ground truth.

    python benchmarks/acceptor.py PAIRS.jsonl[:LIMIT]… [--clean TEXT.xz[:LIMIT]…] [--noise SET[:LIMIT]…]
                                  -o TABLE.tsv [--rows ROWS.npz] [--report REPORT.md]

Pages are cut, besides, into pieces of all lengths down to a sentence: there is much less to go by in them, and of most
archives, most pieces are clean. Every slot of the first round is one example: the features of its best change, and
whether that makes of the slot what the truth has there. A change that only comes nearer to the truth counts half
against. Pages of clean text, in which every change is wrong, are examples too, and so is clean text that was damaged in
many ways (`noise.py`), as pages of other engines than ours would be. Reported: how many changes are right by the
confidence that they get from a model that has not seen their page (five folds, by page), and the precision and recall
at each threshold.

Needs scikit-learn besides the project (pip install scikit-learn). LIMIT documents are taken evenly spaced.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import math
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from noise import damage
from rapidfuzz.distance import Levenshtein
from sklearn.ensemble import HistGradientBoostingClassifier

import textrepair.chain as chain_module
from textrepair.chain import Chain
from textrepair.core.confidence import FEATURES, features
from textrepair.core.decide import Decision, Sourced, survey
from textrepair.core.lattice import Damage, best_change, damage_of, runs_of
from textrepair.core.pack import Language
from textrepair.core.view import View

# More of these never makes a change less sure, or more.
MONOTONE = {"odds": 1, "rival": 1, "like it": 1, "systematic": 1, "frequency": 1, "lost": 1, "recurs": 0, "channel": -1}
# Engines that are stress tests: what they damage is not what users have.
STRESS = ("gocr", "rapidocr")
TREES, LEAVES, LEAST, RATE = 250, 8, 60, 0.1
PARTLY = 0.5
# Nats by which two words in clean text must be likelier than one.
SURELY = 20.0
PAGE = 9000
# Characters of the shortest piece, and how many pieces are cut from a page and from clean text.
SENTENCE = 40
PIECES, CLEAN_PIECES = 3, 6
# Who gives a few words to be repaired has seen that they are damaged: so many damaged snippets of a page of at most so
# many characters, and how often damage is drawn for one until there is any.
SNIPPETS, SNIPPET, TRIES = 4, 120, 5
FOLDS = 5
_QUOTES = str.maketrans({"’": "'", "‘": "'", "\u00ad": "-", "¬": "-", "\u00a0": " ", "\u202f": " "})


def documents(argument: str) -> Iterator[tuple[str, str, str]]:
    """Yield the page, the text and the truth of a set."""
    path, _, limit = argument.partition(":")
    if path.endswith(".xz"):
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            text = stream.read()
        cuts = [text.find(" ", k) for k in range(0, len(text) - PAGE, PAGE)]
        found = [(f"{path}{low}", text[low:high], text[low:high]) for low, high in itertools.pairwise(cuts)]
    else:
        records = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
        found = [
            (str(record.get("page_id") or record["id"]), record["ocr"], record[record.get("best_ref") or "truth"])
            for record in records
            if not str(record.get("engine", "")).startswith(STRESS)
        ]
    count = int(limit or len(found))
    yield from (found[k * len(found) // count] for k in range(min(count, len(found))))


def slots(chain: Chain, text: str) -> tuple[View, list[Sourced]]:
    """Run a chain as far as the words, and return what is proposed for them in the first round."""
    seen: list[tuple[View, list[Sourced]]] = []

    def watch(view: View, proposals: Sequence[Sourced], min_confidence: float) -> Decision:
        seen.append((view, list(proposals)))
        return Decision([], [])

    decide, chain_module.decide = chain_module.decide, watch  # type: ignore[assignment]
    try:
        chain.repair(text)
    finally:
        chain_module.decide = decide
    return seen[0] if seen else (View(text, chain.language), [])


def normal(text: str) -> str:
    """Make alike what is not judged."""
    return re.sub(r"\s+", " ", text.translate(_QUOTES)).strip()


class Truth:
    """Tells what the truth has in the place of a stretch of text."""

    def __init__(self, text: str, truth: str) -> None:
        self._truth = truth
        self._starts, self._ends = [0] * (len(text) + 1), [0] * (len(text) + 1)
        for tag, low, high, start, end in Levenshtein.opcodes(text.translate(_QUOTES), truth.translate(_QUOTES)):
            for k in range(high - low):
                self._starts[low + k] = start + k if tag == "equal" else start
                self._ends[low + k + 1] = start + k + 1 if tag == "equal" else end
            if tag == "insert":
                self._ends[low] = max(self._ends[low], start)

    def at(self, start: int, end: int) -> str:
        """Return the truth for whole words of the text."""
        return self._truth[self._starts[start] : self._ends[end]]


def label(truth: Truth, start: int, end: int, before: str, after: str) -> float:
    """Return 1 for a right change, 0 for a wrong one, and something between for one that is neither."""
    wanted, left, made = (normal(text) for text in (truth.at(start, end), before, after))
    if made == wanted or made.replace("-", "") == wanted.replace("-", ""):
        return 1.0
    return PARTLY if Levenshtein.distance(made, wanted) < Levenshtein.distance(left, wanted) else 0.0


def examples(chain: Chain, text: str, truth: str) -> Iterator[tuple[tuple[float, ...], float]]:
    """Yield the features and the label of each slot of a document.

    Clean text is clean but for one thing: on pages from the web words run together, and of 120 places where that is
    ever so likely all but three are such. They are left out, lest real damage be learned to be none.
    """
    view, proposals = slots(chain, text)
    if not proposals or view.profile.foreign:
        return
    told = Truth(view.text, truth)
    weighed_slots, around = survey(view, list(runs_of(view, proposals)))
    for weighed in weighed_slots:
        place, slot = best_change(weighed), weighed.slot
        stands, made = slot.readings[0].text, slot.readings[place].text
        surely = weighed.nats[0] - weighed.nats[place] > SURELY
        if text == truth and surely and damage_of(stands, made) is Damage.SPACES:
            continue
        yield (
            features(weighed, place, around),
            label(told, slot.start, slot.end, stands, made),
        )


def damaged(argument: str, language: Language) -> Iterator[tuple[str, str, str]]:
    """Yield pages of a set whose truth was damaged, in pieces of many lengths."""
    for page, _, truth in documents(argument):
        draw = random.Random(page)
        for k in range(PIECES + SNIPPETS):
            snippet = k >= PIECES
            size = int(math.exp(draw.uniform(math.log(SENTENCE), math.log(SNIPPET if snippet else PAGE))))
            low = draw.randrange(max(1, len(truth) - size))
            text = truth[low : low + size].strip()
            read = damage(text, language, draw)
            for _ in range(TRIES if snippet else 0):
                if read != text:
                    break
                read = damage(text, language, draw)
            yield page, read, text


def pieces(page: str, text: str, truth: str) -> Iterator[tuple[str, str, str]]:
    """Yield a page, and pieces of it that begin and end at words, of many lengths."""
    yield page, text, truth
    if len(text) < 2 * SENTENCE:
        return
    draw = random.Random(page)
    whole = Truth(text, truth) if text != truth else None
    for _ in range(PIECES if whole else CLEAN_PIECES):
        size = math.exp(draw.uniform(math.log(SENTENCE), math.log(len(text) / 2)))
        start = draw.randrange(int(len(text) - size))
        # At the end of a sentence if one is near, else of a word.
        low = next((text.find(sign, start) for sign in (". ", " ", "\n") if 0 < text.find(sign, start) < start + 60), 0)
        high = text.find(" ", int(low + size))
        high = len(text) if high < 0 else high
        piece = text[low + 1 : high].strip(" ")
        yield page, piece, whole.at(low + 1, high) if whole else piece


def collect(pairs: Sequence[str], noise: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Gather all examples: features, labels, page (a hash), and set."""
    chain = Chain.for_language("fr")
    rows: list[tuple[float, ...]] = []
    labels: list[float] = []
    pages: list[int] = []
    sets: list[str] = []
    sources = [("", argument, documents(argument)) for argument in pairs]
    sources += [("damaged ", argument, damaged(argument, chain.language)) for argument in noise]
    for kind, argument, found in sources:
        cut = found if kind else itertools.chain.from_iterable(itertools.starmap(pieces, found))
        for page, text, truth in cut:
            for values, answer in examples(chain, text, truth):
                rows.append(values)
                labels.append(answer)
                pages.append(crc32(page.encode()))
                sets.append(kind + Path(argument.partition(":")[0]).name.partition(".")[0])
        print(f"{argument}: {len(rows)} examples, {sum(label == 1 for label in labels)} right", flush=True)
    return np.array(rows), np.array(labels), np.array(pages), sets


def fit(rows: np.ndarray, labels: np.ndarray) -> HistGradientBoostingClassifier:
    """Learn the trees."""
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
    # A change that comes nearer to the truth only is an example of both, half against.
    weights = np.where(labels == PARTLY, PARTLY, 1.0)
    return model.fit(rows, labels == 1.0, sample_weight=weights)


def dump(model: HistGradientBoostingClassifier, header: Sequence[str]) -> str:
    """Write the trees as `textrepair.core.confidence` reads them."""
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


def report(rows: np.ndarray, labels: np.ndarray, pages: np.ndarray, sets: Sequence[str]) -> list[str]:
    """Cross-validate, and tell how far confidence holds."""
    chances = np.zeros(len(labels))
    for fold in range(FOLDS):
        held = pages % FOLDS == fold
        chances[held] = fit(rows[~held], labels[~held]).predict_proba(rows[held])[:, 1]
    right = labels == 1.0
    lines = ["## Reliability", "", "| confidence | changes | mean confidence | right |", "|---|--:|--:|--:|"]
    bounds = (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)
    for low, high in itertools.pairwise(bounds):
        inside = (chances >= low) & (chances < high)
        if inside.any():
            lines.append(
                f"| {low:.2f}–{min(1, high):.2f} | {inside.sum():,} | {chances[inside].mean():.3f} "
                f"| {right[inside].mean():.3f} |"
            )
    lines += [
        "",
        "## By set, at 0.9 and more",
        "",
        "| set | changes | right | precision | recall |",
        "|---|--:|--:|--:|--:|",
    ]
    for name in sorted(set(sets)):
        here = np.array([one == name for one in sets])
        made = here & (chances >= 0.9)
        lines.append(
            f"| {name} | {made.sum():,} | {right[made].sum():,} | {right[made].mean() if made.any() else 1:.3f} "
            f"| {right[made].sum() / max(1, right[here].sum()):.3f} |"
        )
    return lines


def main() -> None:
    """Collect, learn, report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", nargs="*")
    parser.add_argument("--clean", nargs="*", default=[])
    parser.add_argument("--noise", nargs="*", default=[])
    parser.add_argument("--rows", type=Path, help="keep the examples here, or take them from here if it is there")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    if options.rows and options.rows.exists():
        kept = np.load(options.rows, allow_pickle=False)
        rows, labels, pages, sets = kept["rows"], kept["labels"], kept["pages"], list(kept["sets"])
    else:
        rows, labels, pages, sets = collect([*options.pairs, *options.clean], options.noise)
        if options.rows:
            np.savez_compressed(options.rows, rows=rows, labels=labels, pages=pages, sets=np.array(sets))
    print(f"{len(labels)} examples, {(labels == 1).sum()} right", flush=True)
    lines = ["# The acceptor", "", "Made by `python benchmarks/acceptor.py`.", ""]
    lines += report(rows, labels, pages, sets)
    print("\n".join(lines))
    if options.report:
        options.report.write_text("\n".join(lines) + "\n", "utf-8")
    if options.output:
        header = [
            "How sure a change is: decision trees, learned by benchmarks/acceptor.py. Apache-2.0.",
            f"From {', '.join(sorted(set(sets)))}: OCR of texts of free licences, see SOURCES.md.",
            "tree, node, feature, threshold, node at most, node above; or tree, node, leaf, value.",
        ]
        options.output.write_text(dump(fit(rows, labels), header), "utf-8")


if __name__ == "__main__":
    main()
