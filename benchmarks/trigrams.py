"""Measure what trigrams, rare pairs and word classes add to the language model, for how many bytes.

    python benchmarks/trigrams.py [--pack lexicons/fr] [--text DIR] [--cache DIR] [--golden DIR] [--clean DIR]

All models are estimated on the counted text and over the words of the pack, by interpolated modified Kneser–Ney
smoothing. Trigrams use continuation counts of pairs. A model with classes estimates an unseen pair by the classes of
its words. Sizes are those of compressed sparse rows: five bytes a pair or trigram (its last word, its cost), nine for
each two words that begin a trigram (where they stand, where the row starts, the backoff), and a byte for the class of
each word and for each pair of classes. Costs are in steps of a twelfth of a nat, as in the pack.

Prints for each model: the share of right choices between forms that differ in accents only, as in `language_model.py`,
by all pairs or trigrams that contain the word, on text that was not counted; the same of a/à and ou/où over all sets;
and the perplexity of all sets. Takes five minutes and 3 GB. Needs numpy.
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from language_model import PAIRS, candidates
from lexicon_coverage import HERE, read_texts
from sets import SHARED

from textrepair.core.lexicon import Lexicon
from textrepair.pack_build import build
from textrepair.pack_build.counting import read_stream
from textrepair.pack_build.hunspell import expand_dictionary, read_affixes
from textrepair.pack_build.kneser_ney import class_transitions, discounts_of, quantise
from textrepair.pack_build.word_classes import exchange
from textrepair.tables.ngrams import END, Kind, LanguageModel
from textrepair.tables.pack_files import read_lines

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
BITS = 18  # of a word's number
WORD = (1 << BITS) - 1
STEPS = 12
CLASSES = 256


class Counts(NamedTuple):
    """Distinct runs of words, each packed into one integer, in ascending order, and how often they occur."""

    keys: Integers
    counts: Integers


def count(keys: Integers) -> Counts:
    """Count packed runs of words."""
    return Counts(*np.unique(keys, return_counts=True))


def places(table: Integers, keys: Integers) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Return where each key stands in a sorted table, and whether it does."""
    found = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return found, table[found] == keys


class Bigrams:
    """p(w | v) of kept pairs, in which the others back off to p(class of w | class of v) p(w | class of w)."""

    def __init__(self, pairs: Counts, kept: npt.NDArray[np.bool_], members: Floats, classes: Integers) -> None:
        size, many = len(classes), int(classes.max()) + 1
        lefts, rights = pairs.keys >> BITS, pairs.keys & WORD
        self.classes = classes
        self.members = members / np.bincount(classes, members, many)[classes]
        self.transitions = class_transitions(classes[lefts], classes[rights], many)
        shares = discount(pairs.counts) / np.bincount(lefts, pairs.counts, size)[lefts]
        self.keys, shares = pairs.keys[kept], shares[kept]
        self.backoffs = 1 - np.bincount(lefts[kept], shares, size)
        self.shares = shares
        self.bytes = 5 * len(self.keys) + 6 * size + (size + many**2 if many > 1 else 0)

    def probability(self, words: Sequence[Integers]) -> Floats:
        """Return p of the last of two words, for arrays of both."""
        left, right = words[-2:]
        place, known = places(self.keys, left << BITS | right)
        lower = self.transitions[self.classes[left], self.classes[right]] * self.members[right]
        return np.where(known, self.shares[place], 0) + self.backoffs[left] * lower


class Trigrams:
    """p(w | u v) of kept trigrams; the others back off to pairs."""

    def __init__(self, runs: Counts, kept: npt.NDArray[np.bool_], lower: Bigrams) -> None:
        contexts, inverse = np.unique(runs.keys >> BITS, return_inverse=True)
        shares = discount(runs.counts) / np.bincount(inverse, runs.counts)[inverse]
        self.lower = lower
        self.keys, self.shares = runs.keys[kept], shares[kept]
        self.contexts = contexts
        self.backoffs = 1 - np.bincount(inverse[kept], self.shares, len(contexts))
        self.bytes = lower.bytes + 5 * len(self.keys) + 9 * len(np.unique(inverse[kept]))

    def probability(self, words: Sequence[Integers]) -> Floats:
        """Return p of the last of three words, for arrays of all three."""
        context = words[0] << BITS | words[1]
        place, known = places(self.contexts, context)
        backoffs = np.where(known, self.backoffs[place], 1.0)
        place, known = places(self.keys, context << BITS | words[2])
        return np.where(known, self.shares[place], 0) + backoffs * self.lower.probability(words[1:])


def discount(counts: Integers) -> Floats:
    """Take from each count its discount."""
    return np.asarray(counts - np.array(discounts_of(counts))[np.minimum(counts, 3) - 1], dtype=np.float64)


class Sample(NamedTuple):
    """The choices of one set, a row for each candidate (see `read_sample`), and its text as word numbers."""

    choice: Integers
    words: list[Integers]
    penalty: Floats
    right: npt.NDArray[np.bool_]
    pair: list[str]
    stream: Integers


def read_sample(texts: Sequence[str], lexicon: Lexicon, model: LanguageModel) -> Sample:
    """Collect the choices of clean texts: each candidate with the two words left and right of it."""
    end = model.word_id(END)
    penalties = {model.word_id(word): cost for word, cost in model.vocabulary.sections.meta["penalties"].items()}
    rows: list[tuple[int, ...]] = []
    pairs: list[str] = []
    stream: list[int] = []
    for text in texts:
        tokens = model.tokenise(text)
        ids = [end, end, *(model.word_id(token.text) for token in tokens), end, end]
        stream += ids[1:-2] if ids[-3] == end else ids[1:-1]
        for place, token in enumerate(tokens, 2):
            forms = candidates(lexicon, token.text) if token.kind is Kind.WORD and token.text.islower() else []
            if len(forms) < 2 or token.text not in forms:
                continue
            around = ids[place - 2], ids[place - 1], ids[place + 1], ids[place + 2]
            rows += [(len(pairs), *around, model.word_id(form), form == token.text) for form in forms]
            pairs.append(PAIRS.get(frozenset(forms[:2]), ""))
    table = np.array(rows, dtype=np.int64).T
    numbers = np.array(stream, dtype=np.int64)
    numbers = numbers[np.concatenate(([True], (numbers[1:] != end) | (numbers[:-1] != end)))]
    penalty = np.array([penalties.get(word, 0.0) for word in table[5].tolist()])
    words = [table[1], table[2], table[5], table[3], table[4]]
    return Sample(table[0], words, penalty, table[6] == 1, pairs, numbers)


def choose(model: Bigrams | Trigrams, sample: Sample) -> npt.NDArray[np.bool_]:
    """Tell of each choice whether the cheapest candidate is the right one; ties go to the more frequent."""
    order = 3 if isinstance(model, Trigrams) else 2
    costs = sample.penalty.copy()
    for first in range(3 - order, 3):
        costs += quantise(model.probability(sample.words[first : first + order][:order]), STEPS) / STEPS
    cheapest = np.lexsort((np.arange(len(costs)), costs, sample.choice))
    firsts = np.concatenate(([True], np.diff(sample.choice[cheapest]) > 0))
    return sample.right[cheapest[firsts]]


def row(title: str, model: Bigrams | Trigrams, samples: Sequence[Sample]) -> str:
    """Return one line of the table."""
    order = 3 if isinstance(model, Trigrams) else 2
    right = [choose(model, sample) for sample in samples]
    cells = [f"{100 * float(hits.mean()):.2f}" for hits in right]
    pairs = np.array([pair for sample in samples for pair in sample.pair])
    cells += [f"{100 * float(np.concatenate(right)[pairs == pair].mean()):.2f}" for pair in ("a/à", "ou/où")]
    nats = [
        np.log(model.probability([s.stream[k : len(s.stream) - 2 + k] for k in range(3)][-order:])) for s in samples
    ]
    cells.append(f"{np.exp(-np.concatenate(nats).mean()):.0f}")
    return f"| {title} | {model.bytes / 1e6:.1f} | {' | '.join(cells)} |"


def read_numbers(pack: Path, text: Path, cache: Path) -> tuple[Integers, int]:
    """Read the counted text as word numbers of the pack's model, and how many words it has."""
    settings = tomllib.loads((pack / "build.toml").read_text("utf-8"))
    affixes, dictionary = build.fetch_dictionary(settings["dictionary"], cache)
    forms = expand_dictionary(dictionary, read_affixes(affixes))
    build.add_words(forms, read_lines(pack / "words.txt"))
    aliases = build.make_aliases(forms, settings["aliases"])
    stream = read_stream(build.read_text(settings["text"], text, cache), frozenset(settings["elisions"]))
    with tempfile.TemporaryDirectory() as folder:
        flags = build.write_forms(Path(folder), settings, forms, aliases, stream, cache)
    vocabulary, numbers = build.read_words(settings, flags, aliases, stream)
    return numbers.astype(np.int64), len(vocabulary.words)


def models(numbers: Integers, size: int) -> Iterator[tuple[str, Bigrams | Trigrams]]:
    """Yield all models with their names."""
    pairs = count(numbers[:-1] << BITS | numbers[1:])
    runs = count(numbers[:-2] << 2 * BITS | numbers[1:-1] << BITS | numbers[2:])
    follow = count(runs.keys & (1 << 2 * BITS) - 1)
    often = pairs.counts >= 2
    often_follow = np.isin(follow.keys, pairs.keys[often])
    contexts = np.maximum(np.bincount(pairs.keys & WORD, minlength=size), 0.5)
    classes = exchange(pairs.keys >> BITS, pairs.keys & WORD, pairs.counts, size, CLASSES)
    for name, groups in (("", np.zeros(size, dtype=np.int64)), (f" + {CLASSES} classes", classes)):
        yield f"pairs ≥ 2{name}", Bigrams(pairs, often, contexts, groups)
        yield f"pairs ≥ 1{name}", Bigrams(pairs, pairs.counts >= 1, contexts, groups)
        whole = Trigrams(runs, runs.counts >= 1, Bigrams(follow, follow.counts >= 1, contexts, groups))
        yield f"all pairs and trigrams{name}", whole
        lower = Bigrams(follow, often_follow, contexts, groups)
        for least in (2, 3, 5):
            yield f"pairs ≥ 2, trigrams ≥ {least}{name}", Trigrams(runs, runs.counts >= least, lower)
        words = [runs.keys >> 2 * BITS, runs.keys >> BITS & WORD, runs.keys & WORD]
        gains = runs.counts * np.log(whole.probability(words) / lower.probability(words[1:]))
        gains[runs.counts < 2] = 0
        for megabytes in (5, 10, 20):
            least = np.partition(gains, -megabytes * 10**6 // 8)[-megabytes * 10**6 // 8]
            kept = gains > max(float(least), 0.0)
            yield f"pairs ≥ 2, {int(kept.sum()) / 1e6:.1f} M trigrams by gain{name}", Trigrams(runs, kept, lower)


def main() -> None:
    """Estimate, measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pack", type=Path, default=HERE / "lexicons" / "fr")
    parser.add_argument("--text", type=Path, default=SHARED / "clean", help="the counted text")
    parser.add_argument("--cache", type=Path, default=Path(".pack-cache"), help="where downloads are kept")
    parser.add_argument("--golden", type=Path, default=HERE / "tests" / "golden", help="holds NNN.truth.txt")
    parser.add_argument("--clean", type=Path, default=SHARED / "clean" / "fp", help="holds .jsonl and .txt")
    options = parser.parse_args()
    lexicon, model = Lexicon.open(options.pack), LanguageModel.open(options.pack)
    sets = {"seeds": [path.read_text("utf-8") for path in sorted(options.golden.glob("*.truth.txt"))]}
    for path in sorted([*options.clean.glob("*.jsonl"), *options.clean.glob("*.txt")]):
        sets[path.stem] = read_texts(path)
    samples = [read_sample(texts, lexicon, model) for texts in sets.values()]
    numbers, size = read_numbers(options.pack, options.text, options.cache)
    print(f"| model | MB | {' | '.join(sets)} | a/à | ou/où | perplexity |\n|---|{'--:|' * (len(sets) + 4)}")
    for title, estimated in models(numbers, size):
        print(row(title, estimated, samples), flush=True)


if __name__ == "__main__":
    main()
