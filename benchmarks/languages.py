#!/usr/bin/env python3
"""Measure how well languages are told apart by short spans: our table against public libraries.

    apt-get download manpages-{de,es,...} and unpack them into FOLDER, one folder a language (de/usr/share/man/...)
    python benchmarks/languages.py FOLDER [--french FILE.xz …] [--write]

The spans are of three to fourteen words from the manuals of Debian, paragraphs without code or digits, and from clean
French lines. A library that is installed is measured too (`pip install py3langid lingua-language-detector whatlang`).
Norwegian and Danish count as one: spans of three words rarely tell. With --write, writes results/languages.md.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import lzma
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from textrepair._core import LanguageTable
from textrepair.core.zones.tables import shared_table

HERE = Path(__file__).parent
LENGTHS = (3, 5, 8, 14)
EACH, FRENCH = 200, 400
NORDIC = {"nb", "nn", "no", "da"}
CODES = {"pt-br": "pt"}
ISO = {
    "cat": "ca", "ces": "cs", "dan": "da", "deu": "de", "eng": "en", "spa": "es", "fin": "fi", "fra": "fr", "hun": "hu",
    "ita": "it", "lat": "la", "nob": "nb", "nld": "nl", "pol": "pl", "por": "pt", "ron": "ro", "swe": "sv", "tur": "tr",
}  # fmt: skip
_MARKUP = re.compile(r"\\f[A-Z]|\\f\(..|\\[a-z&]|\\\(..|\\-")
_NO_PROSE = re.compile(r"[<>=/_{}|\\()]|\d")
Judge = Callable[[str], str]


class Span(NamedTuple):
    """A stretch of a text with its language; ``words`` is its length."""

    words: int
    language: str
    text: str


def paragraphs(folder: Path) -> list[str]:
    """Return the paragraphs of prose of manual pages, shuffled."""
    found = []
    for path in sorted(folder.rglob("*.gz")):
        if "/man/" not in path.as_posix():
            continue
        try:
            text = gzip.decompress(path.read_bytes()).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        for part in re.split(r"\n(?=\.)|\n\n", text):
            lines = [line for line in part.split("\n") if line and not line.startswith((".", "'"))]
            words = _MARKUP.sub("", " ".join(lines))
            if len(words.split()) >= max(LENGTHS) and not _NO_PROSE.search(words):
                found.append(words)
    random.Random(1).shuffle(found)
    return found


def spans(manuals: Mapping[str, Sequence[str]], french: Sequence[str]) -> Iterator[Span]:
    """Yield spans of each length and language."""
    chance = random.Random(3)
    for length in LENGTHS:
        chosen = [(code, text) for code, texts in manuals.items() for text in texts[:EACH]]
        chosen += [("fr", text) for text in chance.sample(french, min(FRENCH, len(french)))]
        for code, text in chosen:
            words = text.split()
            start = chance.randrange(0, len(words) - length + 1)
            yield Span(length, CODES.get(code, code), " ".join(words[start : start + length]))


def of_table() -> Judge:
    """Return the judgement by the table alone, without the lexicons of the packs."""
    table = LanguageTable(shared_table("languages.tsv"))
    word = re.compile(r"[^\W\d_]+")

    def judge(text: str) -> str:
        costs = table.costs(word.findall(text.lower()))
        return table.languages[costs.index(min(costs))]

    return judge


def libraries() -> Iterator[tuple[str, Judge]]:
    """Yield the judgements of the libraries that are installed."""
    if (py3langid := _module("py3langid")) is not None:
        yield "py3langid", lambda text: py3langid.classify(text)[0]
    if (whatlang := _module("whatlang")) is not None:
        yield "whatlang", lambda text: ISO.get(found.lang, found.lang) if (found := whatlang.detect(text)) else ""
    if (lingua := _module("lingua")) is not None:
        detector = lingua.LanguageDetectorBuilder.from_all_languages().build()
        yield (
            "lingua",
            lambda text: found.iso_code_639_1.name.lower() if (found := detector.detect_language_of(text)) else "",
        )


def _module(name: str):  # type: ignore[no-untyped-def]
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def row(name: str, judge: Judge, found: Sequence[Span]) -> str:
    """Return one line of the table."""
    judge(found[0].text)
    started = time.process_time()
    judged = [judge(span.text) for span in found]
    seconds = time.process_time() - started
    cells = []
    for length in LENGTHS:
        of_length = [(span.language, code) for span, code in zip(found, judged, strict=True) if span.words == length]
        shares = []
        for french in (False, True):
            pairs = [(true, code) for true, code in of_length if (true == "fr") is french]
            right = sum(true == code or (true in NORDIC and code in NORDIC) for true, code in pairs)
            shares.append(f"{right / max(1, len(pairs)):.3f}")
        cells += shares
    speed = sum(len(span.text) for span in found) / max(seconds, 1e-9) / 1e6
    return f"| {name} | {' | '.join(cells)} | {speed:.2f} |"


def long_lines(path: Path) -> list[str]:
    """Return the long lines among the first of a file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [line for line in islice(lines, 4000) if len(line.split()) > 20]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Measure how well languages are told apart by short spans.")
    parser.add_argument("folder", type=Path, help="a folder for each language, with manual pages below it")
    parser.add_argument("--french", type=Path, nargs="+", default=[], metavar="FILE.xz", help="clean French, by lines")
    parser.add_argument("--write", action="store_true", help="write results/languages.md")
    options = parser.parse_args()
    manuals = {folder.name: paragraphs(folder) for folder in sorted(options.folder.iterdir()) if folder.is_dir()}
    french = [line for path in options.french for line in long_lines(path)]
    found = list(spans(manuals, french))
    heads = " | ".join(f"{length} words | French" for length in LENGTHS)
    table = [
        "# Languages of short spans",
        "",
        f"Made by `benchmarks/languages.py` on {len(found):,} spans of {len(manuals)} languages ({', '.join(manuals)})",
        "from the manuals of Debian, and of French. The share that is judged right, of the other languages and of",
        "French, by the length of the spans; MB of text a second on one core.",
        "",
        f"| | {heads} | MB/s |",
        "|---|" + "--:|" * (2 * len(LENGTHS) + 1),
        row("the table", of_table(), found),
        *(row(name, judge, found) for name, judge in libraries()),
    ]
    text = "\n".join(table) + "\n"
    if options.write:
        (HERE / "results" / "languages.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
