"""Measure what the lexicon knows of clean text, and how much damage it takes for words.

    python benchmarks/lexicon_coverage.py [--pack lexicons/fr] [--golden DIR] [--clean DIR] [--pairs DIR]
                                          [--most N] [-o benchmarks/results/lexicon.md]

Coverage: the share of running words that the pack knows. An elision is cut at its apostrophe. Numbers, Roman numerals,
addresses (https://…) and single letters, such as list marks, are not counted.

Pollution: of the OCR tokens where the truth has exactly one other token, the share that the pack knows. A third of
these are real words or alignment errors, which no lexicon can avoid. Words cut at line ends are joined. The columns
"old" also accept period spellings.

Accents: `language_model.measure` on the same clean text. Glued pairs: `glued_pairs.measure` on it, every fourth pair.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import glued_pairs
import language_model
from rapidfuzz.distance import Levenshtein
from sets import SHARED

from textrepair.core import Pack
from textrepair.tables.ngrams import is_number, surface_tokens

HERE = Path(__file__).parents[1]
# An address, a path, and what marks the items of a list: "b)", "(iii)", "- c ".
NO_WORD = re.compile(
    r"\S*(?:://|@|\bwww\.)\S*|\S*[^\W\d_]\.[^\W\d_]+/\S*|\b[\w-]+\.(?:org|com|net|fr|ca|int|gouv|html?|pdf)\b"
    r"|\b(?:i{1,3}|iv|vi{1,3}|ix|x[iv]{1,3}|[b-xz])\b(?!['’-])"
)
# A word cut at the end of a line.
CUT = re.compile(r"(?<=[^\W\d_])[-¬\u00ad]\s*\n\s*(?=[^\W\d_])|¬\n")
NOVELS = frozenset({"eltec-novels"})
MUST_NOT_BE_WORDS = (
    "ceuvre caeur cauvre dela alaquelle lalutte afaire aprés siécle siecle réle rdle gqu chague matiéres préte"
).split()


class Tally(NamedTuple):
    """Known and unknown running words of one text, by whether they begin in lower case."""

    lower: int
    lower_known: int
    capital: int
    capital_known: int
    unknown: Counter[str]


def words(text: str, pack: Pack) -> Iterator[str]:
    """Yield the running words of a text, elisions cut off."""
    plain = NO_WORD.sub(" 0 ", text.replace("’", "'"))
    for token in surface_tokens(plain, pack.rules.elision_prefixes):
        if token[0].isalpha() and token[-1] != "'" and not is_number(token):
            yield token


def tally(texts: Iterable[str], pack: Pack) -> Tally:
    """Count the words of texts that the pack knows."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words(text, pack))
    figures = {True: [0, 0], False: [0, 0]}
    unknown: Counter[str] = Counter()
    for word, count in counts.items():
        known = pack.knows(word)
        figures[word[0].isupper()][0] += count
        figures[word[0].isupper()][1] += count * known
        if not known:
            unknown[word] = count
    return Tally(*figures[False], *figures[True], unknown)


def read_texts(path: Path) -> list[str]:
    """Read a set of clean text: JSON lines with a field `text`, or plain paragraphs."""
    lines = path.read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines] if path.suffix == ".jsonl" else lines


def substitutions(ocr: Sequence[str], truth: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of tokens: equal ones, and those that stand alone where the truth has one other.

    >>> list(substitutions(["le", "cceur", "d'", "un"], ["le", "cœur", "d'", "or"]))
    [('le', 'le'), ('cceur', 'cœur'), ("d'", "d'"), ('un', 'or')]
    """
    for block in Levenshtein.opcodes(ocr, truth):
        if block.tag == "equal":
            for token in ocr[block.src_start : block.src_end]:
                yield token, token
        elif block.tag == "replace" and block.src_end - block.src_start == 1 == block.dest_end - block.dest_start:
            yield ocr[block.src_start], truth[block.dest_start]


class Acceptance(NamedTuple):
    """Tokens of OCR that are right and wrong: how many, how many known, how many known as period spellings."""

    right: int
    right_known: int
    right_old: int
    wrong: int
    wrong_known: int
    wrong_old: int


def pollution(path: Path, pack: Pack) -> Acceptance:
    """Count the tokens of one file of pairs that the pack accepts."""
    counts: Counter[tuple[str, bool]] = Counter()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            plain = (CUT.sub("", pair[side].replace("\u00a0", " ")) for side in ("ocr", "truth"))
            ocr, truth = (list(words(text, pack)) for text in plain)
            counts.update((token, token == other) for token, other in substitutions(ocr, truth))
    totals = Counter[tuple[bool, str]]()
    for (token, right), count in counts.items():
        totals[right, "all"] += count
        if pack.knows(token):
            totals[right, "known"] += count
        elif pack.modern_spelling(token):
            totals[right, "old"] += count
    return Acceptance(*(totals[right, kind] for right in (True, False) for kind in ("all", "known", "old")))


def percent(part: int, whole: int) -> str:
    """Return a share for a table."""
    return f"{100 * part / whole:.2f}" if whole else "–"


def verdict(part: int, whole: int, least: float) -> str:
    """Return a share with its bar, in bold where it falls short."""
    share = percent(part, whole)
    return share if not whole or 100 * part / whole >= least else f"**{share}** (bar {least})"


def coverage_table(sets: Sequence[tuple[str, list[str], float | None]], pack: Pack, most: int) -> list[str]:
    """Return the table of coverage: the name of a set, its texts, and the bar for lower case or none for seeds."""
    lines = [
        "| set | words | known, % | lower case, % | capitalised, % |",
        "|---|--:|--:|--:|--:|",
    ]
    unknown: Counter[str] = Counter()
    capital = Counter[bool]()
    for name, texts, bar in sets:
        result = tally(texts, pack)
        unknown.update(result.unknown)
        whole, known = result.lower + result.capital, result.lower_known + result.capital_known
        capital[False] += result.capital
        capital[True] += result.capital_known
        lower = percent(result.lower_known, result.lower)
        lines.append(
            f"| {name} | {whole:,} | {percent(known, whole) if bar else verdict(known, whole, 99.7)} "
            f"| {verdict(result.lower_known, result.lower, bar) if bar else lower} "
            f"| {percent(result.capital_known, result.capital)} |"
        )
    lines.append(f"| all | | | | {verdict(capital[True], capital[False], 85.0)} |")
    for title, upper in (("in lower case", False), ("capitalised", True)):
        listed = [(word, count) for word, count in unknown.most_common() if word[0].isupper() is upper][:most]
        lines += ["", f"Most frequent unknown words {title}: " + ", ".join(f"{word} {n}" for word, n in listed) + "."]
    return lines


def pollution_table(paths: Sequence[Path], pack: Pack) -> list[str]:
    """Return the table of damage that is taken for words."""
    lines = [
        "| pairs | right tokens | accepted, % | with old, % | wrong tokens | accepted, % | with old, % |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    rows = [(path.stem, pollution(path, pack)) for path in paths]
    if rows:
        rows.append(("all", Acceptance(*map(sum, zip(*(row for _, row in rows), strict=True)))))
    for name, row in rows:
        lines.append(
            f"| {name} | {row.right:,} | {percent(row.right_known, row.right)} "
            f"| {percent(row.right_known + row.right_old, row.right)} "
            f"| {row.wrong:,} | {percent(row.wrong_known, row.wrong)} "
            f"| {percent(row.wrong_known + row.wrong_old, row.wrong)} |"
        )
    accepted = [word for word in MUST_NOT_BE_WORDS if pack.knows(word)]
    lines += ["", f"Damage that must not be a word: {len(MUST_NOT_BE_WORDS)} listed, {len(accepted)} accepted."]
    return lines + [f"Accepted: {', '.join(accepted)}." for _ in accepted[:1]]


def accent_table(sets: Sequence[tuple[str, list[str], float | None]], pack: Pack) -> list[str]:
    """Return the table of choices between spellings that differ in accents."""
    names = ("all", "a/à", "ou/où", "la/là")
    lines = ["| set | choices | right, % | a/à, % | ou/où, % | la/là, % |", "|---|--:|--:|--:|--:|--:|"]
    for title, texts, _ in sets:
        results = language_model.measure(pack.lexicon, pack.model, texts, 0)
        shares = " | ".join(percent(*results.get(name, (0, 0))) for name in names)
        lines.append(f"| {title} | {results.get('all', (0, 0))[1]:,} | {shares} |")
    return lines


def glued_table(sets: Sequence[tuple[str, list[str], float | None]], pack: Pack) -> list[str]:
    """Return the table of pairs of words that ran together and are found again."""
    lines = ["| set | pairs | found again, % | a word when joined | with an unknown word |", "|---|--:|--:|--:|--:|"]
    for title, texts, _ in sets:
        result = glued_pairs.measure(texts, pack, every=4)
        lines.append(
            f"| {title} | {result.pairs:,} | {verdict(result.right, result.pairs, 99.9)} "
            f"| {result.invisible:,} | {result.unknown:,} |"
        )
    return lines


def main() -> None:
    """Measure, and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pack", type=Path, default=HERE / "lexicons" / "fr")
    parser.add_argument("--golden", type=Path, default=HERE / "tests" / "golden", help="holds NNN.truth.txt")
    parser.add_argument("--clean", type=Path, default=SHARED / "clean" / "fp", help="holds .jsonl and .txt")
    parser.add_argument("--pairs", type=Path, default=SHARED / "pairs", help="holds .jsonl with ocr and truth")
    parser.add_argument("--most", type=int, default=40, help="how many unknown words to list")
    parser.add_argument("-o", "--output", type=Path, help="write here instead of printing")
    options = parser.parse_args()
    pack = Pack(options.pack)
    seeds = [path.read_text("utf-8") for path in sorted(options.golden.glob("*.truth.txt"))]
    sets: list[tuple[str, list[str], float | None]] = [("seeds (truth)", seeds, None)]
    for path in sorted([*options.clean.glob("*.jsonl"), *options.clean.glob("*.txt")]):
        sets.append((path.stem, read_texts(path), 99.5 if path.stem in NOVELS else 99.4))
    sections = {
        "Coverage": coverage_table(sets, pack, options.most),
        "Pollution": pollution_table(sorted(options.pairs.glob("*.jsonl")), pack),
        "Accents": accent_table(sets, pack),
        "Glued pairs": glued_table(sets, pack),
    }
    lines = ["# The lexicon, measured", "", "Made by `python benchmarks/lexicon_coverage.py`.", ""]
    lines.append("Shares that fall short of the bar are in bold. Right tokens accepted: at least 98 % are asked for.")
    for title, table in sections.items():
        lines += ["", f"## {title}", "", *table]
    text = "\n".join(lines) + "\n"
    if options.output:
        options.output.write_text(text, "utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
