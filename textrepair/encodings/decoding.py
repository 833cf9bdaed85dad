"""Which lines of a document were decoded in the wrong encoding, and what they should read.

Each line is read again in every way that makes one of its tokens more plausible. The way wins that gains most for the
whole line: UTF-8 is read again token by token, a single-byte encoding in the whole line, sound words included. A line
may have been decoded wrongly more than once, so a line that was read again is looked at again. The measure falls with
every step, so that no line swings to and fro. Lines that are too short to be sure by themselves follow the ways that
won elsewhere in the document.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from textrepair.core import CoreTest, Pack, Prefilter, View
from textrepair.encodings.clues import leads
from textrepair.encodings.entities import ENTITY, holds_markup, proves_damage, unescaped
from textrepair.encodings.losses import restored
from textrepair.encodings.outside import by_ftfy
from textrepair.encodings.plausible import looks_of
from textrepair.encodings.tables import CUT_UTF8
from textrepair.encodings.ways import (
    FIRST_SINGLE,
    NUMBER,
    WAYS,
    Change,
    change_of,
    holds_utf8,
    name_of,
    promising_ways,
    ways_of,
)
from textrepair.encodings.words import is_lone_word, opens_line

__all__ = ["DAMAGE", "DecodedLine", "decoded_lines"]

# A line, or a piece of a very long line that ends with a token.
_LINE = re.compile(r"[^\n]{1,4000}(?!\S)|[^\n]{1,4000}")
_TOKENS = re.compile("([ \t\f\r\n]+)")
# A line is read again at most so many times.
_STEPS = 8
# The gain from which a token or a line is surely decoded wrongly, and that which is enough if something else proves it:
# the same way won elsewhere in the document, or, for UTF-8, in another token or by the judgement of ftfy.
_SURE_UTF8, _SURE_SINGLE = (3.0, 0.4), (2.7, 0.9)
# What ftfy makes of a line has to gain so much; if it makes the line shorter, it may look worse by so much. A line gets
# shorter but so many times, so that this leads to no circle. Of readings of about the same gain, that of ftfy wins.
_GIVEN, _GIVEN_SHORTER, _TRUST = 0.3, -4.0, 1.5
# A reading must make known words of so many letters, unless a single-byte encoding does away with control characters.
_MENDED = 3
# How much less plausible than a word of one letter a sign must be in its place, and what a token gains that fits there.
_LONE, _FITS = 1.9, 2.7
# Accents beside their letters, which other repairers put together.
_SPACING = re.compile("[\u00b4`] ?[aeiou\u0131]|\u02c6\u0131")
# What a known word costs that a way makes unknown, and how many mended letters must stand against one.
_BROKEN, _MENDED_FOR_BROKEN = 3.0, 20
# As many lines a way is taken to have won besides those that it won.
_SELDOM = 0.5


class DecodedLine(NamedTuple):
    """A line, or a piece of a long line, that was decoded wrongly.

    Attributes:
        start: its offset in code points in the text.
        before, after: the line as it stands, and as it should read.
        reason: what went wrong, in words for a person.
    """

    start: int
    before: str
    after: str
    reason: str


_LOOK = Prefilter(leads)
_UNKNOWN = Prefilter("[^\x00-\x7f]", test=CoreTest("may_be_damaged", ways_of), unknown=True)
# This control character is white space, so that it stands in no token.
_NEXT_LINE = Prefilter(blank="\x85")
DAMAGE = (_LOOK, _UNKNOWN, _NEXT_LINE)
"""The prefilters that open where a line may have been decoded wrongly."""


class _Step(NamedTuple):
    """What one reading makes of a line; ``sure`` says whether the line alone proves it."""

    line: str
    way: str
    gain: float
    sure: bool


def decoded_lines(view: View) -> Iterator[DecodedLine]:
    """Yield the lines of a text that were decoded wrongly."""
    lines = list(_marked_lines(view))
    won: Counter[str] = Counter()
    first: dict[int, tuple[str, list[str]]] = {}
    for start, line in lines:
        after, ways, sure = _read_again(line, view, {})
        first[start] = after, ways
        if sure:
            won.update(set(ways))
    if won:
        lines = [(one.start(), one.group()) for one in _LINE.finditer(view.text)]
    for start, line in lines:
        after, ways = first.get(start, (line, []))
        if won and not (after.isascii() and "&" not in after):
            after, more, _ = _read_again(line, view, won)
            ways = more or ways
        if after != line:
            yield DecodedLine(start, line, after, ", ".join(dict.fromkeys(ways)))


def _marked_lines(view: View) -> Iterator[tuple[int, str]]:
    """Yield the lines in which a prefilter opens, with their offsets."""
    places = {start for prefilter in DAMAGE[:2] for start, _ in view.tokens(prefilter)}
    if "\x85" in view.text:
        places.update(match.start() for match in re.finditer("\x85", view.text))
    ordered = sorted(places)
    next_one = 0
    for match in _LINE.finditer(view.text) if ordered else ():
        if next_one < len(ordered) and ordered[next_one] < match.end():
            yield match.start(), match.group()
            while next_one < len(ordered) and ordered[next_one] < match.end():
                next_one += 1


def _read_again(line: str, view: View, won: Mapping[str, int]) -> tuple[str, list[str], bool]:
    """Read a line again until nothing gains; return the result, the ways, and whether the line alone proves one."""
    ways: list[str] = []
    sure = False
    for _ in range(_STEPS):
        step = _best(_steps(line, view, won, ways), won)
        if step is None:
            break
        line, sure = step.line, sure or step.sure
        ways.append(step.way)
    return line, ways, sure


def _best(steps: Iterable[_Step], won: Mapping[str, int]) -> _Step | None:
    """Return the step that gains most; a way is the more likely the more lines it won."""
    return max(steps, key=lambda step: step.gain + math.log(won.get(step.way, 0) + _SELDOM), default=None)


def _steps(line: str, view: View, won: Mapping[str, int], ways: list[str]) -> Iterator[_Step]:
    """Yield the readings of a line that are better than the line."""
    tokens = _TOKENS.split(line)
    yield from _entities(line, tokens, view, won)
    odd = [token for token in tokens if not token.isascii()]
    if not odd:
        return
    promising = view.memory(promising_ways)
    numbers = {way for token in odd for way in promising[token]}
    numbers.update(way for way in range(len(_NAMES)) if _NAMES[way] in won)
    given = by_ftfy(line, view) if any(map(view.memory(holds_utf8).__getitem__, odd)) else line
    confirmed = frozenset(_TOKENS.split(given)) if given != line else frozenset()
    for way in sorted(numbers):
        step = _utf8(tokens, way, confirmed, view, won) if way < FIRST_SINGLE else _single(tokens, way, view, won)
        if step is not None:
            yield step
    evident = any(way.startswith("UTF-8") for way in (*ways, *won))
    lossless = restored(line, view.pack, evident=evident)
    if lossless != line and (gain := _gain(line, lossless, view)) > 0.0:
        yield _Step(lossless, "UTF-8 that lost a byte", gain, False)
    if given != line and (gain := _gain(line, given, view)) >= (_GIVEN if len(given) >= len(line) else _GIVEN_SHORTER):
        yield _Step(given, _MIXED, gain + _TRUST, True)


_MIXED = "UTF-8 read in another encoding"
_NAMES = tuple(map(name_of, range(WAYS)))


def _gain(before: str, after: str, view: View) -> float:
    """Return how much more plausible a line is than another; minus infinity if it breaks a known word."""
    old, new = looks_of(before, view.pack), looks_of(after, view.pack)
    return old.cost - new.cost if new.unknown <= old.unknown or new.known > old.known else -math.inf


def _utf8(tokens: list[str], way: int, confirmed: Container[str], view: View, won: Mapping[str, int]) -> _Step | None:
    """Return the reading of a line as UTF-8: each token that it makes more plausible is read again.

    Two characters may be valid UTF-8 by chance. So one token must make a known word or bring letters of the language,
    or ftfy must read it in the same way (``confirmed``).
    """
    changes = view.memory(change_of)
    found, gain, proven = list(tokens), 0.0, False
    for place, token in enumerate(tokens):
        change = None if token.isascii() else changes[token, way]
        if change is not None and change.gain > 0.0 and not change.broken:
            found[place], gain = change.token, gain + change.gain
            by_itself = change.mended >= _MENDED or (change.own and change.gain >= _SURE_UTF8[0])
            by_itself = by_itself or _is_lone_word(tokens, place, change, view.pack)
            proven = proven or by_itself or change.token in confirmed
    if gain < _SURE_UTF8[1] or not (proven or _NAMES[way] in won):
        return None
    return _Step("".join(found), _NAMES[way], gain, proven)


def _single(tokens: list[str], way: int, view: View, won: Mapping[str, int]) -> _Step | None:
    """Return the reading of a line in another single-byte encoding.

    In most tokens that it changes it must leave no unknown word: noise gets likelier by chance, but not known.
    """
    changes = view.memory(change_of)
    found = list(tokens)
    gain = 0.0
    mended = broken = good = bad = 0
    controls = _NAMES[way].endswith("latin_1")
    bar = _LONE if _NAMES[way] not in won else -_LONE
    for place, token in enumerate(tokens):
        change = None if token.isascii() else changes[token, way]
        if change is None or (controls and CUT_UTF8.search(token)):
            continue
        found[place] = change.token
        gain, mended, broken = gain + change.gain, mended + change.mended, broken + change.broken
        fits = _is_lone_word(tokens, place, change, view.pack, bar) or opens_line(
            tokens, place, change.token, view.pack
        )
        if fits or NUMBER.match(change.token):
            gain, mended, good = gain + _FITS, mended + _MENDED, good + 1
        else:
            good, bad = good + (change.mended > 0), bad + (change.left > 0)
    gain -= _BROKEN * broken
    bad += len(_SPACING.findall("".join(tokens)))
    enough = mended >= _MENDED and good >= 2 * bad
    sure = gain >= _SURE_SINGLE[0] and (enough or controls) and mended >= _MENDED_FOR_BROKEN * broken
    followed = _NAMES[way] in won and gain >= _SURE_SINGLE[1] and not broken and good >= bad
    return _Step("".join(found), _NAMES[way], gain, sure) if sure or followed else None


def _is_lone_word(tokens: list[str], place: int, change: Change, pack: Pack, bar: float = _LONE) -> bool:
    """Return whether a sign that hardly stands alone becomes a word of one letter that fits between its neighbours."""
    sign = tokens[place]
    if change.gain < bar or "\u03b1" <= sign <= "\u03c9":  # Greek letters stand alone in formulas
        return False
    return is_lone_word(tokens, place, change.token, pack)


def _entities(line: str, tokens: list[str], view: View, won: Mapping[str, int]) -> Iterator[_Step]:
    """Yield the line with characters in place of its entities, if they stand in words or did so elsewhere."""
    name = "characters written as HTML entities"
    if "&" not in line or not ENTITY.search(line) or holds_markup(line):
        return
    sure = any(proves_damage(tokens, place, view.pack) for place, token in enumerate(tokens) if "&" in token)
    after = unescaped(line)
    if after != line and (sure or name in won):
        yield _Step(after, name, 10.0, sure)
