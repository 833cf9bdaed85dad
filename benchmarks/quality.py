"""Measure the quality of the repairs on every set, and tell what changed since an earlier run.

    python benchmarks/quality.py [FILE…] [--limit N] [--name NAME] [--against OLD.json]

FILE is a pair set (JSONL with id, ocr, truth) or a clean set (JSONL with text, or .txt). Without FILE: the sets in
../shared if they are there, else the samples in tests/samples; and, always whole, the clean texts of many genres in
tests/wild. Writes results/NAME.json and NAME.md. Writes figures only and no word of the texts, since some sets may be
measured but not copied.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sets import SAMPLES, SHARED, WILD, evenly, is_pair_set, reads_badly

from textrepair import Chain
from textrepair.evaluate import (
    DocumentResult,
    Evaluation,
    Pair,
    clean_documents,
    evaluate_clean,
    evaluate_pair,
    pairs_from_jsonl,
    repair_pairs,
)
from textrepair.formats.reading import AS_FOUND, Reading

HERE = Path(__file__).parent
AS_TEXT = Reading(form="text")
MODES = {"plain": False, "hyphen-blind": True}
# What is kept of the parts of sets, of which there are many.
OF_PARTS = ("documents", "before", "after", "preference", "words", "intervals", "edits")
Figures = dict[str, Any]


def default_files() -> list[Path]:
    """The sets to take when none are named."""
    shared = [*sorted((SHARED / "pairs").glob("*.jsonl")), *sorted((SHARED / "clean" / "fp").glob("*"))]
    return [*(shared if (SHARED / "pairs").is_dir() else SAMPLES), WILD]


def is_wild(path: Path) -> bool:
    """Say whether a set is the texts of many genres.

    Each is a genre of its own, so that none is left out; and all are plain texts, also those that show HTML.
    """
    return path.resolve() == WILD.resolve()


def is_stress(pair: Pair) -> bool:
    """Say whether a pair belongs to the stress tests, which are reported apart.

    PyPDF2 1.26 loses every space of a TeX file.
    """
    producer = str((pair.record.get("degradation") or {}).get("producer"))
    broken = pair.record.get("engine") == "PyPDF2-1.26" and producer.startswith(("pdflatex", "xelatex"))
    return broken or reads_badly(pair)


def slices(pair: Pair) -> Iterator[str]:
    """Yield the names of the parts of its set that a pair belongs to."""
    record = pair.record
    if "engine" not in record:
        return
    if "kind" not in record:
        yield f"engine {record['engine']}, {record.get('lang_model')}"
        return
    yield f"extractor {record['engine']}"
    # Fonts and encodings are told apart; what was OCR before it was PDF has no producer.
    yield f"producer {(record.get('degradation') or {}).get('producer') or 'OCR layer'}"


def figures(results: list[DocumentResult], *, blind_hyphens: bool, resamples: int) -> Figures:
    """Return the figures of some documents, without any text."""
    made = Evaluation.of(results, blind_hyphens=blind_hyphens, worst=0, resamples=resamples).to_dict()
    return {key: value for key, value in made.items() if not key.startswith("worst_")}


def measure_pairs(path: Path, chain: Chain, limit: int | None) -> Figures:
    """Repair and evaluate one pair set, and its parts."""
    pairs = evenly(pairs_from_jsonl(path, best_ref=True), limit)
    start = time.perf_counter()
    pairs = list(repair_pairs(pairs, chain))
    seconds = time.perf_counter() - start
    size = sum(len(pair.ocr.encode()) for pair in pairs)
    found: Figures = {"kB_per_second": size / 1000 / seconds, "parts": {}}
    for mode, blind_hyphens in MODES.items():
        results = [evaluate_pair(pair, blind_hyphens=blind_hyphens) for pair in pairs]
        kept = [result for result in results if not is_stress(result.pair)]
        found[mode] = figures(kept, blind_hyphens=blind_hyphens, resamples=1000)
        parts: dict[str, list[DocumentResult]] = {}
        for result in results:
            for name in ["stress tests"] if is_stress(result.pair) else slices(result.pair):
                parts.setdefault(name, []).append(result)
        for name in sorted(parts):
            made = figures(parts[name], blind_hyphens=blind_hyphens, resamples=0)
            found["parts"].setdefault(name, {})[mode] = {key: made[key] for key in OF_PARTS}
    return found


def measure_clean(path: Path, chain: Chain, limit: int | None) -> Figures:
    """Count the false edits on one clean set."""
    documents = evenly(list(clean_documents([path], AS_TEXT if is_wild(path) else AS_FOUND)), limit)
    start = time.perf_counter()
    found = evaluate_clean(documents, chain, examples=0).to_dict()
    seconds = time.perf_counter() - start
    size = sum(len(document.text.encode()) for document in documents)
    del found["examples"], found["joins"]
    return {**found, "kB_per_second": size / 1000 / seconds}


def revision() -> str:
    """The revision of the code, with a + if files were changed since."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=HERE, capture_output=True, text=True, check=False
    )
    return described.stdout.strip() or "unknown"


def ratio(words: Mapping[str, int]) -> str:
    """Words fixed for each one broken."""
    return f"{words['repaired'] / words['harmed']:.1f}" if words["harmed"] else "∞" if words["repaired"] else "–"


def row(name: str, made: Figures) -> str:
    """Return one line of a table of pair sets."""
    words = made["words"]
    low, high = made["intervals"].get("preference", (None, None))
    bounds = f" ({low:+.2f} to {high:+.2f})" if low is not None else ""
    rates = " | ".join(f"{made['before'][r]:.4f} → {made['after'][r]:.4f}" for r in ("cer", "wer", "cmer", "wmer"))
    precision = made["edits"]["precision"]
    return (
        f"| {name} | {made['documents']} | {rates} | {made['preference']:+.2f}{bounds} | {words['damaged']} | "
        f"{words['repaired']} | {words['harmed']} | {ratio(words)} | "
        f"{'–' if precision is None else f'{precision:.3f}'} |"
    )


HEAD = (
    "| | documents | CER | WER | cMER | wMER | preference | damaged words | fixed | broken | fixed : broken | "
    "precision of edits |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def markdown(results: Figures) -> str:
    """Return the tables."""
    limit = f", {results['limit']} documents of each set, evenly spaced" if results["limit"] else ""
    lines = [
        "# Quality",
        "",
        f"Made by `benchmarks/quality.py` on revision {results['revision']}{limit}.",
        "[How to read it](../README.md). gocr, rapidocr, and PyPDF2 1.26 on TeX files are stress tests: they stand",
        "among the parts and not in the sets.",
    ]
    for mode in MODES:
        lines += ["", f"## Pair sets, {mode}", "", HEAD]
        lines += [row(name, made[mode]) for name, made in results["pairs"].items()]
    lines += ["", "## Parts of sets, hyphen-blind", "", HEAD]
    for name, made in results["pairs"].items():
        lines += [row(f"{name}: {part}", found["hyphen-blind"]) for part, found in made["parts"].items()]
    lines += ["", "## Edits by repairer, all sets, hyphen-blind", "", *counts(results, "by_repairer")]
    lines += ["", "## Edits by class of damage, all sets, hyphen-blind", "", *counts(results, "by_damage")]
    lines += [
        "",
        "## Clean sets",
        "",
        "| | words | false edits | per 100,000 words | hyphen joins | most by |",
        "|---|---|---|---|---|---|",
    ]
    for name, made in results["clean"].items():
        most = ", ".join(f"{repairer} {count}" for repairer, count in list(made["by_repairer"].items())[:3])
        lines.append(
            f"| {name} | {made['words']} | {made['false_edits']} | {made['false_edits_per_100000_words']:.1f} | "
            f"{made['hyphen_joins']} | {most} |"
        )
    lines += ["", "## Speed", "", "| | kB of UTF-8 a second |", "|---|---|"]
    for name, made in [*results["pairs"].items(), *results["clean"].items()]:
        lines.append(f"| {name} | {made['kB_per_second']:.0f} |")
    return "\n".join(lines) + "\n"


def counts(results: Figures, kind: str) -> list[str]:
    """Return a table of verdicts, summed over the pair sets."""
    sums: dict[str, dict[str, int]] = {}
    columns = ("right", "useless", "wrong", "indifferent", "repaired", "damaged")
    for made in results["pairs"].values():
        for name, found in made["hyphen-blind"][kind].items():
            summed = sums.setdefault(name, dict.fromkeys(columns, 0))
            for column in columns:
                summed[column] += found[column]
    lines = [
        "| | right | useless | wrong | indifferent | precision | places put right | of damaged |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, found in sums.items():
        judged = found["right"] + found["useless"] + found["wrong"]
        precision = f"{found['right'] / judged:.3f}" if judged else "–"
        lines.append(
            f"| {name} | {found['right']} | {found['useless']} | {found['wrong']} | {found['indifferent']} | "
            f"{precision} | {found['repaired']} | {found['damaged']} |"
        )
    return lines


def moved(old: Figures, new: Figures) -> Iterator[str]:
    """Yield a line for each figure that is not what it was, in the sets that both runs have."""
    if old["limit"] != new["limit"]:
        yield f"the runs took different documents (limit {old['limit']}, then {new['limit']}): differences mean little"
    looks: dict[str, Callable[[Figures], float]] = {
        "CER": lambda made: float(made["after"]["cer"]),
        "WER": lambda made: float(made["after"]["wer"]),
        "cMER": lambda made: float(made["after"]["cmer"]),
        "wMER": lambda made: float(made["after"]["wmer"]),
        "preference": lambda made: float(made["preference"]),
        "fixed": lambda made: float(made["words"]["repaired"]),
        "broken": lambda made: float(made["words"]["harmed"]),
    }
    for name in new["pairs"].keys() & old["pairs"].keys():
        for mode in MODES:
            for label, look in looks.items():
                was, now = look(old["pairs"][name][mode]), look(new["pairs"][name][mode])
                if round(was, 5) != round(now, 5):
                    yield f"{name}, {mode}: {label} {was:.5g} → {now:.5g} ({now - was:+.5g})"
    for name in new["clean"].keys() & old["clean"].keys():
        was, now = old["clean"][name], new["clean"][name]
        if was["false_edits"] != now["false_edits"]:
            yield f"{name}: false edits {was['false_edits']} → {now['false_edits']}"
        for repairer in sorted(was["by_repairer"].keys() | now["by_repairer"].keys()):
            before, after = was["by_repairer"].get(repairer, 0), now["by_repairer"].get(repairer, 0)
            if before != after:
                yield f"{name}: false edits by {repairer} {before} → {after}"


def main() -> None:
    """Measure every set, write the results and print what moved."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", help="pair sets and clean sets")
    parser.add_argument("--limit", type=int, help="so many documents of each set, evenly spaced")
    parser.add_argument("--name", default="quality", help="of the files written under results/")
    parser.add_argument("--against", type=Path, metavar="OLD.json", help="print what moved since then")
    options = parser.parse_args()
    old = json.loads(options.against.read_text(encoding="utf-8")) if options.against else None
    results: Figures = {"revision": revision(), "limit": options.limit, "pairs": {}, "clean": {}}
    for path in options.files or default_files():
        print(f"{path.name} …", file=sys.stderr, flush=True)
        # A chain for each set: what one has remembered is not to speed up the next.
        kind, measure = ("pairs", measure_pairs) if is_pair_set(path) else ("clean", measure_clean)
        limit = None if is_wild(path) else options.limit
        results[kind][path.stem] = measure(path, Chain.for_language(), limit)
    target = HERE / "results" / options.name
    target.parent.mkdir(exist_ok=True)
    table = markdown(results)
    target.with_suffix(".json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    target.with_suffix(".md").write_text(table, encoding="utf-8")
    print(table)
    if old is not None:
        print("\n".join(sorted(moved(old, results))) or "Nothing moved.")


if __name__ == "__main__":
    main()
