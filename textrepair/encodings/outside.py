"""What ftfy makes of a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textrepair.core import Pack, View, token_end, token_start
from textrepair.encodings.plausible import looks_of
from textrepair.encodings.tables import CUT_UTF8
from textrepair.fork_lock import FORK_LOCK

__all__ = ["by_ftfy", "differences"]

_C1 = frozenset(map(chr, range(0x80, 0xA0)))
# No known word is longer.
_FARTHEST = 100


def by_ftfy(line: str, view: View) -> str:
    """Return a line as ``ftfy.fix_encoding`` decodes it; known words stay.

    On a page of French it takes the guillemet and the letter of ``dit-il»état`` for UTF-8. A letter before a space
    stays too if ftfy turns both into a no-break space and decodes nothing else.
    """
    after = view.prepared(_ftfy)(line)
    if after == line:
        return line
    parts, position = [], 0
    changes = list(differences(line, after))
    is_evident = any(replacement.strip() for _, _, replacement in changes)
    for low, high, replacement in changes:
        is_space = replacement.isspace() and line[low:high].strip()
        # A dash of which a byte is lost, with the space after it; and the beginning of some sign.
        is_dash = replacement == "\u2020" and " " in line[low:high]
        is_cut = line[low:high] in _C1 and CUT_UTF8.match(line, low - 1) if low else False
        kept = is_dash or is_cut or (is_space and not is_evident) or _breaks(line, low, high, replacement, view.pack)
        parts += [line[position:low], line[low:high] if kept else replacement]
        position = high
    return "".join([*parts, line[position:]])


def _breaks(line: str, low: int, high: int, replacement: str, pack: Pack) -> bool:
    """Return whether the token that holds a span has known words, no other ones, and would have others."""
    start, end = token_start(line, low, _FARTHEST), token_end(line, high, _FARTHEST)
    before = looks_of(line[start:end], pack)
    if before.unknown or not before.known:
        return False
    return looks_of(line[start:low] + replacement + line[high:end], pack).unknown > 0


def _ftfy(_: Pack) -> Callable[[str], str]:
    """Return the decoder of ftfy. Its import takes 60 ms, and few texts need it."""
    with FORK_LOCK:
        from ftfy import fix_encoding

        fix_encoding("\u00c3\u00a9")  # the first call imports codecs
    return fix_encoding


def differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of the first line in which two lines differ, with what the second line has there."""
    with FORK_LOCK:
        from rapidfuzz.distance import Levenshtein
    pending: tuple[int, int, int, int] | None = None
    for block in Levenshtein.opcodes(before, after):
        low, high, new_low, new_high = block.src_start, block.src_end, block.dest_start, block.dest_end
        if block.tag == "equal":
            if pending:
                yield pending[0], pending[1], after[pending[2] : pending[3]]
            pending = None
        else:
            pending = (pending[0], high, pending[2], new_high) if pending else (low, high, new_low, new_high)
    if pending:
        yield pending[0], pending[1], after[pending[2] : pending[3]]
