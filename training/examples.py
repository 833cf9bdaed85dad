"""Examples for the confidence model: the best change of each slot, its features, and whether it is right.

Each page is used whole and cut into pieces of many lengths, down to a sentence: a short text holds little evidence, and
most pieces of a real archive are clean. Pages of clean text are examples too, since every change there is wrong, and so
is clean text with damage put in (`training.noise`), which stands for engines that the pages do not show.
"""

from __future__ import annotations

import itertools
import json
import lzma
import math
import random
import re
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from textrepair import Chain
from textrepair.core import Pack, damage_of
from textrepair.core.decide import Decider
from training.noise import damage

__all__ = ["PARTLY", "Truth", "damaged", "documents", "examples", "label", "normal", "pieces"]

Document = tuple[str, str, str]  # the page that it is from, the text, and its truth

# Engines that read far worse than what users have.
STRESS = ("gocr", "rapidocr")
# The label of a change that comes nearer to the truth without reaching it.
PARTLY = 0.5
# Nats by which two words in clean text must be likelier than one to be taken for a fault of the text.
SURELY = 20.0
PAGE = 9000  # characters
SENTENCE = 40  # characters of the shortest piece
# How many pieces are cut from a page, and from a page of clean text.
PIECES, CLEAN_PIECES = 3, 6
# A user who has a few words repaired has seen that they are damaged: so many snippets of each page, of at most so many
# characters, are damaged anew up to so many times until they differ from the truth.
SNIPPETS, SNIPPET, TRIES = 4, 120, 5
_QUOTES = str.maketrans({"’": "'", "‘": "'", "\u00ad": "-", "¬": "-", "\u00a0": " ", "\u202f": " "})


def documents(path: Path, limit: int | None = None) -> Iterator[Document]:
    """Yield the documents of a set: pages with ground truth (.jsonl), or clean text (.xz) cut into pages.

    Args:
        path: the file of the set.
        limit: so many documents, evenly spaced; None: all.
    """
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            text = stream.read()
        cuts = [text.find(" ", k) for k in range(0, len(text) - PAGE, PAGE)]
        # The page's name decides its fold and the pieces that are cut from it.
        found = [(f"{path.name}{low}", text[low:high], text[low:high]) for low, high in itertools.pairwise(cuts)]
    else:
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        found = [
            (str(record.get("page_id") or record["id"]), record["ocr"], record[record.get("best_ref") or "truth"])
            for record in records
            if not str(record.get("engine", "")).startswith(STRESS)
        ]
    count = len(found) if limit is None else limit
    yield from (found[k * len(found) // count] for k in range(min(count, len(found))))


def normal(text: str) -> str:
    """Make alike what is not judged: kinds of apostrophe, hyphen and white space."""
    return re.sub(r"\s+", " ", text.translate(_QUOTES)).strip()


class Truth:
    """Finds what the truth has in place of a part of the text."""

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
    """Return 1 for a right change, 0 for a wrong one, `PARTLY` for one that only comes nearer to the truth."""
    wanted, left, made = (normal(text) for text in (truth.at(start, end), before, after))
    if made == wanted or made.replace("-", "") == wanted.replace("-", ""):
        return 1.0
    return PARTLY if Levenshtein.distance(made, wanted) < Levenshtein.distance(left, wanted) else 0.0


def examples(chain: Chain, decider: Decider, text: str, truth: str) -> Iterator[tuple[tuple[float, ...], float]]:
    """Yield the features and the label of each slot of a document.

    The clean text has one fault: some pages come from the web, where words run together. Nearly all of the places where
    two words are far likelier than one (117 of 120) are such faults. They are left out, so that the model does not
    learn from them that real damage is none.
    """
    prepared = chain.prepare(text)
    view = prepared.view
    if not prepared.proposals or view.policy.words_stay:
        return
    told = Truth(view.text, truth)
    for judged in decider.judge(view, prepared.proposals, describes_all=True):
        slot, _, nats = judged.weighed
        stands, made = slot.readings[0].text, slot.readings[judged.place].text
        surely = nats[0] - nats[judged.place] > SURELY
        if text == truth and surely and damage_of(stands, made) == "spaces":
            continue
        yield judged.features, label(told, slot.start, slot.end, stands, made)


def damaged(found: Iterator[Document], pack: Pack) -> Iterator[Document]:
    """Yield pieces of many lengths of the truth of documents, with damage put in."""
    for page, _, truth in found:
        draw = random.Random(page)
        for k in range(PIECES + SNIPPETS):
            snippet = k >= PIECES
            size = int(math.exp(draw.uniform(math.log(SENTENCE), math.log(SNIPPET if snippet else PAGE))))
            low = draw.randrange(max(1, len(truth) - size))
            text = truth[low : low + size].strip()
            read = damage(text, pack, draw)
            for _ in range(TRIES if snippet else 0):
                if read != text:
                    break
                read = damage(text, pack, draw)
            yield page, read, text


def pieces(page: str, text: str, truth: str) -> Iterator[Document]:
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
