"""Sentences with tokens that bear meaning, made from the frames in tests/wild/sentences.toml, clean and damaged.

The same seed makes the same sentences. In damaged ones every token is intact: only the words around it are damaged.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sets import WILD
from wild_tokens import KINDS

__all__ = ["FRAMES", "Page", "Token", "pages"]

FRAMES = WILD / "sentences.toml"
SLOT = re.compile(r"\{(\w+)\}|<(\w+)>")
# How many sentences a page may have. One alone has no surroundings to judge by; forty make a document.
SIZES = (1, 1, 4, 10, 20, 40)
# The share of the words that are damaged, by page.
RATES = (0.05, 0.15, 0.3)
# What an engine may read for what is printed.
MISREADINGS = (
    *(("m", "rn"), ("rn", "m"), ("m", "in"), ("nn", "rm"), ("n", "u"), ("u", "n"), ("ni", "m"), ("ri", "n")),
    *(("e", "c"), ("c", "e"), ("é", "e"), ("è", "e"), ("ê", "é"), ("é", "ó"), ("à", "a"), ("ç", "c"), ("ô", "6")),
    *(("l", "1"), ("l", "I"), ("i", "l"), ("l", "i"), ("l", "|"), ("t", "f"), ("f", "t"), ("h", "b"), ("b", "h")),
    *(("d", "cl"), ("li", "h"), ("fi", "ﬁ"), ("œ", "oe"), ("a", "o"), ("o", "0"), ("s", "S"), ("v", "y"), ("é", "6")),
    *(("’", "' "), ("’", " "), ("’", "‘"), ("'", "’ "), ("'", " "), ("E", "F"), ("L", "I"), ("I", "l"), ("O", "0")),
)


class Token(NamedTuple):
    """A token that must not change.

    Attributes:
        start, end: offsets in code points in its page.
        kind: its kind, a key of ``KINDS``.
    """

    start: int
    end: int
    kind: str


class Page(NamedTuple):
    """Some sentences, as one text.

    Attributes:
        text: the sentences, clean.
        tokens: the tokens in ``text``.
        damaged: the same sentences with the words around the tokens damaged.
        damaged_tokens: the tokens in ``damaged``, in the same order.
        sentences: where each sentence starts in ``text``.
        damaged_sentences: where each sentence starts in ``damaged``.
    """

    text: str
    tokens: tuple[Token, ...]
    damaged: str
    damaged_tokens: tuple[Token, ...]
    sentences: tuple[int, ...]
    damaged_sentences: tuple[int, ...]


class Frames(NamedTuple):
    """The frames of sentences, and the words that fill them."""

    frames: tuple[str, ...]
    fillers: dict[str, tuple[str, ...]]


@cache
def frames() -> Frames:
    """Read the frames."""
    read = tomllib.loads(FRAMES.read_text(encoding="utf-8"))
    return Frames(tuple(read["frames"]), {name: tuple(words) for name, words in read["fillers"].items()})


# A sentence in pieces: text, and the kind of token that it is, or none.
Pieces = list[tuple[str, str]]


def sentence(frame: str, draw: random.Random) -> Pieces:
    """Fill a frame."""
    pieces: Pieces = []
    position = 0
    for slot in SLOT.finditer(frame):
        pieces.append((frame[position : slot.start()], ""))
        if kind := slot[1]:
            pieces.append((KINDS[kind](draw), kind))
        else:
            pieces.append((draw.choice(frames().fillers[slot[2]]), ""))
        position = slot.end()
    pieces.append((frame[position:], ""))
    return pieces


def styled(pieces: Pieces, *, typewriter: bool, unbroken: bool) -> Pieces:
    """Set a sentence with plain apostrophes, or with no-break spaces, or with neither."""
    made = []
    for text, kind in pieces:
        changed = text.replace("’", "'") if typewriter and not kind else text
        if unbroken:
            changed = re.sub(r" ([;:!?»%€])|(?<=«) ", lambda found: "\xa0" + (found[1] or ""), changed)
        made.append((changed, kind))
    return made


def misread(word: str, draw: random.Random) -> str:
    """Return a word as an engine might read it."""
    readings = [(printed, read) for printed, read in MISREADINGS if printed in word]
    if len(word) > 4 and (draw.random() < 0.2 or not readings):
        cut = draw.randrange(2, len(word) - 1)
        return word[:cut] + draw.choice((" ", " ", "-\n")) + word[cut:]
    if not readings:
        return word
    printed, read = draw.choice(readings)
    place = draw.choice([found.start() for found in re.finditer(re.escape(printed), word)])
    return word[:place] + read + word[place + len(printed) :]


def damaged(pieces: Pieces, rate: float, draw: random.Random) -> Pieces:
    """Damage the words of a sentence that do not touch a token."""
    made = []
    for number, (text, kind) in enumerate(pieces):
        if kind:
            made.append((text, kind))
            continue
        parts = re.split(r"(\s+)", text)
        last = len(parts) - 1
        for k in range(0, len(parts), 2):
            beside = (k == 0 and number > 0) or (k == last and number < len(pieces) - 1)
            if parts[k] and not beside and draw.random() < rate:
                parts[k] = misread(parts[k], draw)
            elif 0 < k < last and 0.1 * rate > draw.random() and parts[k - 1] == " " and parts[k - 2].isalpha():
                parts[k - 1] = ""  # two words run together
        made.append(("".join(parts), ""))
    return made


def laid_out(sentences: list[Pieces], between: str) -> tuple[str, tuple[Token, ...], tuple[int, ...]]:
    """Return sentences as one text, with its tokens and the starts of the sentences."""
    text: list[str] = []
    tokens, starts, position = [], [], 0
    for pieces in sentences:
        starts.append(position)
        for piece, kind in [*pieces, (between, "")]:
            if kind:
                tokens.append(Token(position, position + len(piece), kind))
            text.append(piece)
            position += len(piece)
    return "".join(text).removesuffix(between), tuple(tokens), tuple(starts)


def pages(count: int = 20_000, seed: int = 19) -> Iterator[Page]:
    """Yield pages with so many sentences in all.

    Args:
        count: of sentences, on all pages together.
        seed: the same seed makes the same pages.
    """
    draw = random.Random(seed)
    deck: list[str] = []
    while count > 0:
        size = min(count, draw.choice(SIZES))
        count -= size
        typewriter, unbroken, between = draw.random() < 0.5, draw.random() < 0.3, draw.choice((" ", "\n", "\n\n"))
        clean = []
        for _ in range(size):
            if not deck:  # every frame comes as often as any other
                deck = draw.sample(frames().frames, len(frames().frames))
            clean.append(styled(sentence(deck.pop(), draw), typewriter=typewriter, unbroken=unbroken))
        rate = draw.choice(RATES)
        text, tokens, starts = laid_out(clean, between)
        worse, kept, moved = laid_out([damaged(pieces, rate, draw) for pieces in clean], between)
        yield Page(text, tokens, worse, kept, starts, moved)
