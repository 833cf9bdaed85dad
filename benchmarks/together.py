"""Measure what it is worth to repair short texts of one engine together: `repair_many(…, engine=…)`.

    python benchmarks/together.py [FILE…] [--limit N]

FILE is a pair set (JSONL with id, ocr, truth). Without FILE: the sets of short texts in ../shared/pairs, the OCR of
each engine in realocr-dev, and clean sentences with some letters replaced; the clean sentences themselves show how many
false edits it costs. Writes figures only, to results/together.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sets import SHARED

from textrepair import Chain, repair_many
from textrepair.evaluate import Evaluation, Pair, clean_documents, evaluate_pair, pairs_from_jsonl

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "together.md"
SETS = ("hipe-impresso-snippets.dev", "hipe-impresso-snippets.train", "tapuscorpus-tess.dev", "icdar2019-FR3.train")
CLEAN = ("ud-gsd.jsonl", "ud-sequoia.jsonl", "code-civil-2015.jsonl", "eltec-novels.jsonl")
HEAD = (
    "| | texts | characters each | cMER of the OCR | each by itself | together | preference, itself → together | words "
    "fixed | words broken |\n|---|---:|---:|---:|---:|---:|---|---|---|"
)


def measured(pairs: list[Pair], repaired: Iterable[str]) -> Evaluation:
    """Judge hyphen-blind, as joining words is right."""
    results = [
        evaluate_pair(replace(pair, out=out), blind_hyphens=True) for pair, out in zip(pairs, repaired, strict=True)
    ]
    return Evaluation.of(results, blind_hyphens=True, worst=0, resamples=0)


def row(name: str, pairs: list[Pair]) -> str:
    texts = [pair.ocr for pair in pairs]
    chain = Chain.for_language()
    made = [
        measured(pairs, (repair.text for repair in repair_many(texts, chain=chain, engine=engine))).to_dict()
        for engine in (None, name)
    ]
    fixed, broken = (" → ".join(str(one["words"][which]) for one in made) for which in ("repaired", "harmed"))
    preference = " → ".join(f"{one['preference']:+.2f}" for one in made)
    after = " | ".join(f"{one['after']['cmer']:.4f}" for one in made)
    size = sum(map(len, texts)) // len(texts)
    return (
        f"| {name} | {len(pairs)} | {size} | {made[0]['before']['cmer']:.4f} | {after} | {preference} | {fixed} | "
        f"{broken} |"
    )


def of_engines(path: Path, limit: int) -> Iterator[tuple[str, list[Pair]]]:
    """Yield the pages of each engine that are short."""
    by_engine: dict[str, list[Pair]] = {}
    for pair in pairs_from_jsonl(path, best_ref=True):
        if len(pair.ocr) < 4000:
            by_engine.setdefault(f"{pair.record['engine']}, {pair.record.get('lang_model')}", []).append(pair)
    for engine, pairs in sorted(by_engine.items()):
        if len(pairs) >= 20:
            yield f"{path.name.removesuffix('.jsonl')}: {engine}", pairs[:limit]


def without_letters(path: Path, limit: int) -> Iterator[tuple[str, list[Pair]]]:
    """Yield clean texts as an engine would print them that lacks some letters."""
    texts = [document.text for document in clean_documents([path])][:limit]
    for lost, printed in (("àâ", "aa"), ("éèêàç", "eeeac")):
        table = str.maketrans(lost, printed)
        pairs = [Pair(str(number), ocr=text.translate(table), truth=text) for number, text in enumerate(texts)]
        yield f"{path.name} without {lost}", pairs


def clean_row(path: Path, limit: int) -> str:
    texts = [document.text for document in clean_documents([path])][:limit]
    chain = Chain.for_language()
    edits = [
        sum(len(repair.patch) for repair in repair_many(texts, chain=chain, engine=engine)) for engine in (None, "x")
    ]
    return f"| {path.name} | {len(texts)} | {sum(map(len, texts)) // len(texts)} | {edits[0]} | {edits[1]} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--limit", type=int, default=200, help="texts of each set")
    options = parser.parse_args()
    lines = [
        "# Short texts of one engine",
        "",
        "`python benchmarks/together.py`: `repair_many` with and without `engine=`; hyphen-blind.",
        "",
        HEAD,
    ]
    files = options.files or [SHARED / "pairs" / f"{name}.jsonl" for name in SETS]
    sets = [
        (path.name.removesuffix(".jsonl"), pairs_from_jsonl(path, best_ref=True)[: options.limit]) for path in files
    ]
    if not options.files:
        sets += of_engines(SHARED / "pairs" / "realocr-dev.jsonl", options.limit)
        sets += without_letters(SHARED / "clean" / "fp" / "ud-gsd.jsonl", options.limit)
    for name, pairs in sets:
        lines.append(row(name, pairs))
        print(lines[-1], flush=True)
    if not options.files:
        lines += ["", "Edits in clean paragraphs:", "", "| | texts | characters each | by itself | together |"]
        lines.append("|---|---:|---:|---:|---:|")
        for file in CLEAN:
            lines.append(clean_row(SHARED / "clean" / "fp" / file, options.limit * 10))
            print(lines[-1], flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
