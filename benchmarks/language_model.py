"""Measure how well the language model chooses between spellings that differ in accents only.

    python benchmarks/language_model.py lexicons/fr FILE.jsonl… [--errors N]

Each word of the clean text that shares its accent-less spelling with other forms of the lexicon is a choice: the model
takes the form w with the least cost(left, w) + cost(w, right). Prints the share of right choices for each file, and the
same for the most frequent pairs: a/à, ou/où, la/là.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from textrepair.core import Flag
from textrepair.core.lexicon import Lexicon
from textrepair.tables.ngrams import END, Kind, LanguageModel

PAIRS = {frozenset({"a", "à"}): "a/à", frozenset({"ou", "où"}): "ou/où", frozenset({"la", "là"}): "la/là"}


def candidates(lexicon: Lexicon, word: str) -> list[str]:
    """Return the lower-case forms that share the accent-less spelling of `word`."""
    unwanted = Flag.NAME | Flag.ACRONYM
    return [entry.form for entry in lexicon.accent_variants(word) if not entry.flags & unwanted]


def measure(lexicon: Lexicon, model: LanguageModel, texts: list[str], errors: int) -> dict[str, tuple[int, int]]:
    """Return right choices and decisions, over all words and for each pair of PAIRS."""
    decided: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: Counter[tuple[str, str, str, str]] = Counter()
    for text in texts:
        tokens = [(END, Kind.END), *((token.text, token.kind) for token in model.tokenise(text)), (END, Kind.END)]
        for (left, _), (word, kind), (follow, _) in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if kind is not Kind.WORD or not word.islower():
                continue
            forms = candidates(lexicon, word)
            if len(forms) < 2 or word not in forms:
                continue
            best = min(forms, key=lambda form: model.cost(left, form) + model.cost(form, follow))
            pair = PAIRS.get(frozenset(forms[:2]))
            for name in ("all", pair) if pair else ("all",):
                decided[name] += 1
                right[name] += best == word
            if best != word:
                wrong[left, word, follow, best] += 1
    for (left, word, follow, best), count in wrong.most_common(errors):
        print(f"    {count} × {left} [{word}] {follow} -> {best}")
    return {name: (right[name], decided[name]) for name in decided}


def main() -> None:
    """Run the measurement and print one line for each file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pack", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--errors", type=int, default=0, help="show so many of the wrong choices")
    options = parser.parse_args()
    lexicon = Lexicon.open(options.pack)
    model = LanguageModel.open(options.pack)
    for path in options.files:
        with path.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        results = measure(lexicon, model, texts, options.errors)
        figures = "  ".join(
            f"{name} {100 * right / count:.2f} % of {count}" for name, (right, count) in sorted(results.items())
        )
        print(f"{path.stem}: {figures}")


if __name__ == "__main__":
    main()
