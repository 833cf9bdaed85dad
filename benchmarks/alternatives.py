"""Measure what the alternatives are worth that an OCR engine gives for each letter.

    python benchmarks/alternatives.py [--pages 40] [--text FILE] [--cache DIR] [--no-write]

The texts of tests/golden, or FILE, are printed in letters of several sizes and read by Tesseract to hOCR with its other
choices for each letter (`lstm_choice_mode=2`), with the wrong model and with the right one. Each page is repaired
without the choices and with them. Writes figures only, to results/alternatives.md. Needs what ocr_formats.py needs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from printed_pages import Print, golden_text, joined_lines, opened, printed_and_read

from textrepair import Chain
from textrepair.evaluate import Evaluation, Pair, evaluate_pair

RESULTS = Path(__file__).parent / "results" / "alternatives.md"
SIZES = {
    "28 pixels": Print(),
    "22 pixels": Print(22, 35, 1120, 45, 1.0, 22),
    "17 pixels": Print(17, 27, 880, 50, 1.0, 22),
}
MODELS = ("eng", "fra")
HEAD = (
    "# What else the engine took it for\n\n"
    "Written by `python benchmarks/alternatives.py`: {pages} pages of the golden texts in DejaVu Serif, blurred and "
    "noisy, read by Tesseract to hOCR with `lstm_choice_mode=2`; repaired without the choices for each letter and with "
    "them. Judged hyphen-blind; words are repaired : harmed.\n\n"
    "| letters | model | choices | CER read | without | with | words without | words with | changes gained | lost |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
)


def pages_of(text: str, count: int, how: Print, model: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield pages, as they were printed and as they were read."""
    arguments = ("-l", model, "-c", "lstm_choice_mode=2", "hocr")
    for truth, _, base in printed_and_read(text, count, folder, how, f"{model}-choices", *arguments):
        yield truth, base.with_suffix(".hocr").read_bytes()


def row(pages: Sequence[tuple[str, bytes]], name: str, model: str, chain: Chain) -> str:
    """Repair pages in both ways, and return a line of the table."""
    results: tuple[list, list] = ([], [])
    choices = gained = lost = 0
    for number, (truth, data) in enumerate(pages):
        (text,) = opened(data, "hocr").texts
        choices += len(text.alternatives)
        repairs = [chain.repair(text.text), chain.repair(text.text, text.alternatives)]
        for kind, repair in zip(results, repairs, strict=True):
            pair = Pair(str(number), text.text, joined_lines(truth), out=repair.text, patch=repair.patch)
            kind.append(evaluate_pair(pair, blind_hyphens=True))
        without, with_them = ({edit[:3] for edit in repair.patch} for repair in repairs)
        gained, lost = gained + len(with_them - without), lost + len(without - with_them)
    first, second = (Evaluation.of(kind, blind_hyphens=True, worst=0, resamples=0).to_dict() for kind in results)
    words = " | ".join(f"{one['words']['repaired']:,} : {one['words']['harmed']}" for one in (first, second))
    return (
        f"| {name} | {model} | {choices:,} | {first['before']['cer']:.4f} | {first['after']['cer']:.4f} | "
        f"{second['after']['cer']:.4f} | {words} | {gained} | {lost} |\n"
    )


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--no-write", action="store_true", help="only say what would be written")
    options = parser.parse_args()
    text = options.text.read_text(encoding="utf-8") if options.text else golden_text()
    chain = Chain.for_language("fr")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.cache or Path(scratch)
        folder.mkdir(exist_ok=True, parents=True)
        told = HEAD.format(pages=options.pages)
        for name, how in SIZES.items():
            for model in MODELS:
                pages = list(pages_of(text, options.pages, how, model, folder))
                told += row(pages, name, model, chain)
                print(told.splitlines()[-1], flush=True)
    if not options.no_write:
        RESULTS.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
