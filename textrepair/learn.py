"""A confusion table learned from ground truth: what an engine reads for what was printed.

Truth and reading are aligned character by character (Levenshtein distance, through rapidfuzz). Where they
differ, the stretch is cut into *pieces* of up to three characters on each side, the cheapest way at a price by
size, so that ``rn`` read as ``m`` is one confusion and not a lost ``r`` and an ``m`` for an ``n``. That is the error
model of Brill and Moore ("An improved error model for noisy channel spelling correction", ACL 2000). Cutting again
at the prices learned, as they do, changed no figure of repaired text, so it is not done.

A piece costs −ln P(read | printed), in nats. P is counted for each engine by itself, drawn towards all engines
together by a Dirichlet prior (MacKay and Peto, "A hierarchical Dirichlet language model", 1995), and the mean of
the engines is taken, so that the one with the most pages does not drown the others.

What cannot be aligned reliably teaches nothing: pages and stretches with too many errors, and numbers.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein, Opcode

from textrepair.core import Confusion
from textrepair.errors import InputError
from textrepair.files.named import json_object, read_named_text

__all__ = ["ConfusionCounts", "LearningOptions", "ReadPage", "learn_confusions", "read_pairs", "tally"]

# The longest piece on either side.
_PIECE = 3
# A stretch that differs for longer than this is garbage, or text that one side lacks.
_STRETCH = 12
# Errors are counted in blocks of this many printed characters.
_BLOCK = 120
# What a piece costs when stretches are cut: one character for another; for each further pair of characters; for
# each character that has no counterpart. Two letters for one are cheaper than a change and a loss.
_PLAIN, _LONGER, _UNEVEN = 4.0, 3.8, 1.5
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00ad": "-", "¬": "-"})
_SPACE = re.compile(r"\s+")

_Piece = tuple[str, str]


class ReadPage(NamedTuple):
    """A page as printed and as read.

    Attributes:
        printed: the ground truth, with its line ends if it has them.
        read: what the engine made of it.
        engine: which engine; pages of one engine are counted together.
        page: which page; several readings of one are one piece of evidence. Empty: a page of its own.
    """

    printed: str
    read: str
    engine: str = ""
    page: str = ""


@dataclass(frozen=True)
class LearningOptions:
    """What is learned from, and what is kept.

    Args:
        min_count: how often a confusion must have been seen.
        min_pages: on how many pages.
        most_errors: 0–1; pages, and blocks within a page, with a larger share of errors are left out.
        prior: how many occurrences of a printed string all engines together weigh against the engine's own.
        max_cost: nats; confusions rarer than that are left out.
    """

    min_count: int = 4
    min_pages: int = 3
    most_errors: float = 0.3
    prior: float = 200.0
    max_cost: float = 9.0


_DEFAULT = LearningOptions()


@dataclass
class ConfusionCounts:
    """What was counted in the pages of one engine.

    Attributes:
        pages: how many could be aligned.
        characters: of how many printed characters.
        stretches: where the two sides differ: printed and read, with one character round them, and how often.
        printed: how often each string of one to three characters was printed; ``""`` counts the places between.
        seen_on: the pages on which a stretch occurs.
    """

    pages: int = 0
    characters: int = 0
    stretches: Counter[_Piece] = field(default_factory=Counter)
    printed: Counter[str] = field(default_factory=Counter)
    seen_on: dict[_Piece, set[str]] = field(default_factory=dict)


def read_pairs(path: Path) -> Iterator[ReadPage]:
    """Read pages from JSON lines: ``truth``, ``ocr`` and, if there are several engines, ``engine``, ``lang_model``.

    Args:
        path: one object a line; other keys are ignored. Pages that name no engine are of one named like the file.

    Raises:
        InputError: the file cannot be read, or a line is not such an object.
    """
    # JSON strings may hold U+2028, at which splitlines would cut.
    for number, line in enumerate(read_named_text(path).split("\n"), 1):
        if line.strip():
            yield _pair(line, path, number)


def _pair(line: str, path: Path, number: int) -> ReadPage:
    place = f"{path}, line {number}"
    record = json_object(line, place)
    if not all(isinstance(record.get(key), str) for key in ("truth", "ocr")):
        raise InputError(f"{place}: needs the strings “truth” (as printed) and “ocr” (as read)")
    engine = " ".join(str(record[key]) for key in ("engine", "lang_model") if record.get(key))
    return ReadPage(record["truth"], record["ocr"], engine or path.stem, str(record.get("page_id") or ""))


def tally(pairs: Iterable[ReadPage], settings: LearningOptions = LearningOptions()) -> dict[str, ConfusionCounts]:
    """Align pages and count what differs, for each engine.

    >>> counted = tally([ReadPage("la guerre et la mer", "la guene et la mer", "mine")])["mine"]
    >>> counted.stretches
    Counter({('erre', 'ene'): 1})
    >>> counted.printed["r"], counted.printed["rr"]
    (3, 1)
    """
    tallies: dict[str, ConfusionCounts] = {}
    for number, pair in enumerate(pairs):
        _count(pair, pair.page or f"#{number}", tallies.setdefault(pair.engine, ConfusionCounts()), settings)
    return tallies


def _normalise(text: str) -> str:
    """Make alike what differs by typography only: white space but for line ends, apostrophes, soft hyphens."""
    text = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    return _SPACE.sub(lambda match: "\n" if "\n" in match.group() else " ", text.strip())


def _count(pair: ReadPage, page: str, counted: ConfusionCounts, settings: LearningOptions) -> None:
    """Add one page to the tally of its engine."""
    printed, read = _normalise(pair.printed), _normalise(pair.read)
    # Where lines break does not matter, but for words that are broken: the same length, so offsets hold.
    flat = [re.sub(r"(?<!-)\n", " ", side) for side in (printed, read)]
    if not printed or not read:
        return
    operations = list(Levenshtein.opcodes(*flat))
    errors = [0] * (len(printed) // _BLOCK + 1)
    for edit in operations:
        if edit.tag != "equal":
            size = max(edit.src_end - edit.src_start, edit.dest_end - edit.dest_start)
            errors[min(edit.src_start, len(printed) - 1) // _BLOCK] += size
    if sum(errors) > settings.most_errors * len(printed):
        return
    usable = bytearray(
        not character.isdigit() and errors[place // _BLOCK] <= settings.most_errors * _BLOCK
        for place, character in enumerate(printed)
    )
    counted.pages += 1
    for start, end, low, high in _stretches(operations):
        start, low = (start - 1, low - 1) if start and low else (start, low)
        end, high = (end + 1, high + 1) if end < len(printed) and high < len(read) else (end, high)
        if end - start > _STRETCH or high - low > _STRETCH or not all(usable[start:end]):
            usable[start:end] = bytes(end - start)
            continue
        stretch = flat[0][start:end], flat[1][low:high]
        counted.stretches[stretch] += 1
        counted.seen_on.setdefault(stretch, set()).add(page)
    counted.characters += sum(usable)
    counted.printed[""] += sum(usable) + 1
    for run in re.finditer(b"\x01+", usable):
        text = flat[0][run.start() : run.end()]
        for length in range(1, _PIECE + 1):
            counted.printed.update(text[place : place + length] for place in range(len(text) - length + 1))


def _stretches(operations: Iterable[Opcode]) -> list[tuple[int, int, int, int]]:
    """Merge edits with at most one equal character between them; offsets in the printed and in the read text."""
    stretches: list[tuple[int, int, int, int]] = []
    for edit in operations:
        if edit.tag == "equal":
            continue
        if stretches and edit.src_start - stretches[-1][1] <= 1:
            stretches[-1] = (stretches[-1][0], edit.src_end, stretches[-1][2], edit.dest_end)
        else:
            stretches.append((edit.src_start, edit.src_end, edit.dest_start, edit.dest_end))
    return stretches


def _is_piece(printed: str, read: str) -> bool:
    """Whether two strings may be one confusion: with nothing alike at their ends."""
    if printed and read:
        return printed[0] != read[0] and printed[-1] != read[-1]
    return len(printed) + len(read) <= 2


def _price(printed: str, read: str) -> float:
    short, long = sorted((len(printed), len(read)))
    if not short:
        return _PLAIN * long + 0.5
    return _PLAIN + _LONGER * (short - 1) + _UNEVEN * (long - short)


def _cut(printed: str, read: str) -> list[_Piece]:
    """Cut a stretch into pieces, the cheapest way; equal characters cost nothing and are left out."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int], _Piece | None]] = {(0, 0): (0.0, (0, 0), None)}
    for k in range(len(printed) + 1):
        for m in range(len(read) + 1):
            if (k, m) not in best:
                continue
            so_far = best[k, m][0]
            for a in range(min(_PIECE, len(printed) - k) + 1):
                for b in range(min(_PIECE, len(read) - m) + 1):
                    piece = printed[k : k + a], read[m : m + b]
                    if a == b == 1 and piece[0] == piece[1]:
                        cost, made = so_far, None
                    elif a + b and _is_piece(*piece):
                        cost, made = so_far + _price(*piece), piece
                    else:
                        continue
                    there = k + a, m + b
                    if there not in best or cost < best[there][0]:
                        best[there] = cost, (k, m), made
    pieces = []
    here = len(printed), len(read)
    while here != (0, 0):
        _, before, made = best[here]
        if made is not None:
            pieces.append(made)
        here = before
    return pieces[::-1]


def learn_confusions(
    tallies: Mapping[str, ConfusionCounts], settings: LearningOptions = LearningOptions()
) -> tuple[Confusion, ...]:
    """Turn what was counted into a table, sorted by what was printed and then by cost.

    Args:
        tallies: by engine, from :func:`tally`.
        settings: what is kept.

    >>> pages = [ReadPage("la guerre et la mer", "la guene et la mer", "mine")] * 4
    >>> settings = LearningOptions(min_pages=1)
    >>> [(row.printed, row.read) for row in learn_confusions(tally(pages, settings), settings)]
    [('rr', 'n')]
    """
    counts: dict[str, Counter[_Piece]] = {engine: Counter() for engine in tallies}
    pages: dict[_Piece, set[str]] = {}
    for engine, counted in tallies.items():
        for stretch, times in counted.stretches.items():
            for piece in _cut(*stretch):
                counts[engine][piece] += times
                pages.setdefault(piece, set()).update(counted.seen_on[stretch])
    costs = _costs(counts, tallies, settings)
    total: Counter[_Piece] = Counter()
    for pieces in counts.values():
        total.update(pieces)
    kept = [
        Confusion(*piece, round(cost, 1))
        for piece, cost in costs.items()
        if cost <= settings.max_cost
        and total[piece] >= settings.min_count
        and len(pages[piece]) >= settings.min_pages
        and piece not in ((" ", "\n"), ("\n", " "))
    ]
    return tuple(sorted(kept, key=lambda row: (row.printed, row.cost, row.read)))


def _costs(
    counts: Mapping[str, Counter[_Piece]], tallies: Mapping[str, ConfusionCounts], settings: LearningOptions
) -> dict[_Piece, float]:
    """Return −ln of the mean over the engines of P(read | printed)."""
    total: Counter[_Piece] = Counter()
    printed: Counter[str] = Counter()
    for engine, pieces in counts.items():
        total.update(pieces)
        printed.update(tallies[engine].printed)
    engines = [engine for engine in sorted(counts) if tallies[engine].characters]
    costs = {}
    for piece, times in total.items():
        overall = min(1.0, times / max(1, printed[piece[0]]))
        shares = [
            (counts[engine][piece] + settings.prior * overall) / (tallies[engine].printed[piece[0]] + settings.prior)
            for engine in engines
        ]
        costs[piece] = -math.log(min(1.0, sum(shares) / len(shares)))
    return costs
