"""Damage clean text as engines do, each document in its own way.

Real OCR shows what one engine does to one page; a user's engine may do something else, and all through. So each
document draws its own kinds of damage and their rates: spaces lost or put into words, diacritics lost by letter, l’
read as I’ and the space after it, and some rows of the confusion table, much likelier here than in general.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from functools import partial

from textrepair.core import Pack, fold

__all__ = ["damage"]


def _rate(draw: random.Random, low: float, high: float) -> float:
    """Draw a rate, all orders of magnitude alike."""
    return math.exp(draw.uniform(math.log(low), math.log(high)))


def damage(text: str, pack: Pack, draw: random.Random) -> str:
    """Return a text as some engine might read it.

    Args:
        text: clean.
        pack: its rules and confusion table.
        draw: decides which engine.
    """
    steps: list[Callable[[str], str]] = []
    if draw.random() < 0.7:
        steps.append(lambda text: _confused(text, pack, draw))
    if draw.random() < 0.45:
        foreign = draw.random() < 0.3
        steps.append(lambda text: (_as_by_a_foreigner if foreign else _without_diacritics)(text, pack, draw))
    if draw.random() < 0.35:
        steps.append(lambda text: _elided(text, pack, draw))
    if draw.random() < 0.4:
        lost = _rate(draw, 0.002, 0.15)
        steps.append(lambda text: _changed(r"(?<=\w) (?=\w)|(?<=[,’']) ", lambda _: "", lost, text, draw))
    if draw.random() < 0.2:
        steps.append(lambda text: _run_together(text, draw))
    if draw.random() < 0.1:
        one = draw.choice("1l|!")
        steps.append(lambda text: re.sub(r"\b[IVX]{2,}\b", lambda match: match.group().replace("I", one), text))
    if draw.random() < 0.4:
        put_in = _rate(draw, 0.0005, 0.02)
        steps.append(lambda text: _changed(r"(?<=[^\W\d_])(?=[^\W\d_])", lambda _: " ", put_in, text, draw))
    draw.shuffle(steps)
    for step in steps:
        text = step(text)
    return text


def _changed(pattern: str, change: Callable[[re.Match[str]], str], rate: float, text: str, draw: random.Random) -> str:
    """Change so large a share of the matches."""
    return re.sub(pattern, lambda match: change(match) if draw.random() < rate else match.group(), text)


def _confused(text: str, pack: Pack, draw: random.Random) -> str:
    """Read some strings for others: few that are systematic, and many that are rare."""
    table = [row for row in pack.confusions if row.printed.strip() and "\n" not in row.printed]
    weights = [math.exp(-row.cost) for row in table]
    for row in draw.choices(table, weights, k=draw.randint(1, 6)):
        text = _changed(re.escape(row.printed), lambda _, row=row: row.read, _rate(draw, 0.005, 0.3), text, draw)
    for row in draw.choices(table, [weight**0.5 for weight in weights], k=draw.randint(0, 30)):
        text = _changed(re.escape(row.printed), lambda _, row=row: row.read, _rate(draw, 0.0003, 0.01), text, draw)
    letters = sorted(letter for letter in pack.rules.letters if letter.islower())
    anything = _rate(draw, 0.0001, 0.003)
    return _changed(r"[^\W\d_]", lambda _: draw.choice([*letters, ""]), anything, text, draw)


def _without_diacritics(text: str, pack: Pack, draw: random.Random) -> str:
    letters = [letter for letter in pack.rules.diacritic_frequencies if draw.random() < 0.6]
    instead = draw.choice(("plain", "plain", "other", "lost"))
    if instead == "lost":
        text = _changed(r"(?<= )à(?= )", lambda _: "", draw.random(), text, draw)
    for letter in letters:
        plain = {"plain": fold(letter), "other": draw.choice("eéèaôhi"), "lost": ""}[instead]
        text = _changed(letter, lambda _, plain=plain: plain, _rate(draw, 0.05, 1.0), text, draw)
    return text


def _as_by_a_foreigner(text: str, pack: Pack, draw: random.Random) -> str:
    """Read diacritics as an engine does that knows none: each letter mostly as another, or not at all."""
    for letter in pack.rules.diacritic_frequencies:
        instead = [fold(letter), fold(letter), fold(letter), "", *draw.choices("ehicbloatn", k=3)]
        weights = [draw.random() ** 2 for _ in instead]
        rate = _rate(draw, 0.5, 1.0)
        change = partial(_drawn, instead, weights, draw)
        text = _changed(letter, change, rate, text, draw)
        text = _changed(letter.upper(), lambda match, change=change: change(match).upper(), rate, text, draw)
    return text


def _drawn(instead: list[str], weights: list[float], draw: random.Random, _: re.Match[str]) -> str:
    return draw.choices(instead, weights)[0]


def _run_together(text: str, draw: random.Random) -> str:
    """Take out all spaces of some stretches of a few words."""
    stretch = r"[^\W\d_]+(?: [^\W\d_]+){1,%d}" % draw.randint(1, 5)  # noqa: UP031 - braces
    return _changed(stretch, lambda match: match.group().replace(" ", ""), _rate(draw, 0.005, 0.3), text, draw)


def _elided(text: str, pack: Pack, draw: random.Random) -> str:
    glyph = draw.choice(sorted(pack.rules.elision_glyphs))
    text = _changed(r"\bl(?=['’])", lambda _: glyph, _rate(draw, 0.1, 1.0), text, draw)
    if draw.random() < 0.3:
        instead = draw.choice(("", "", " "))
        text = _changed(r"(?<=[^\W\d_])['’](?=[^\W\d_])", lambda _: instead, _rate(draw, 0.02, 1.0), text, draw)
    after, before = _rate(draw, 0.02, 0.8), _rate(draw, 0.005, 0.3)
    text = _changed(r"(?<=['’])(?=\w)", lambda _: " ", after, text, draw) if draw.random() < 0.6 else text
    return _changed(r"(?<=\w)(?=['’])", lambda _: " ", before, text, draw) if draw.random() < 0.3 else text
