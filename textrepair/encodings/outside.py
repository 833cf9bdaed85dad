"""What ftfy makes of a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rapidfuzz.distance import Levenshtein

from textrepair.core import Pack, View
from textrepair.fork_lock import FORK_LOCK

__all__ = ["by_ftfy", "differences"]


def by_ftfy(line: str, view: View) -> str:
    """Return a line as ``ftfy.fix_encoding`` decodes it; letters that it would turn into a space stay."""
    after = view.prepared(_ftfy)(line)
    if after == line:
        return line
    parts, position = [], 0
    for low, high, replacement in differences(line, after):
        kept = line[low:high].strip() and not replacement.strip()
        parts += [line[position:low], line[low:high] if kept else replacement]
        position = high
    return "".join([*parts, line[position:]])


def _ftfy(_: Pack) -> Callable[[str], str]:
    """Return the decoder of ftfy. Its import takes 60 ms, and few texts need it."""
    with FORK_LOCK:
        from ftfy import fix_encoding

        fix_encoding("\u00c3\u00a9")  # the first call imports codecs
    return fix_encoding


def differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of the first line in which two lines differ, with what the second line has there."""
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
