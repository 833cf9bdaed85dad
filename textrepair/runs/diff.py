"""A unified diff made from edits, in time that grows with their number and the lines they touch.

Comparing the two texts line by line, as :mod:`difflib` does, takes time quadratic in the lines and forgets
which change was whose. The edits are known; only the lines round them are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textrepair.edits import Edit, Patch

__all__ = ["Line", "diff_lines", "unified_diff"]

_CONTEXT = 3
_NO_LINE_END = "\\ No newline at end of file"


@dataclass(frozen=True)
class Line:
    """One line of a diff.

    Attributes:
        kind: ``-``, ``+``, a space (context), ``@`` (head of a hunk), ``=`` (names of the files) or a
            backslash (the line above has no line end).
        text: the line without its kind and its line feed.
        focus: offset in ``text`` of the first difference; 0 where there is none.
    """

    kind: str
    text: str
    focus: int = 0

    def __str__(self) -> str:
        return f"{self.kind}{self.text}" if self.kind in "-+ " else self.text


@dataclass(frozen=True)
class _Block:
    """Whole lines of the source, ``start`` to ``end`` in code points, and the lines that replace them."""

    start: int
    end: int
    new: str


def unified_diff(name: str, source: str, patch: Patch, *, lines: tuple[int, int] = (0, 0), head: bool = True) -> str:
    r"""Return the diff from a text to what a patch makes of it, in the form that ``patch`` and git read.

    Args:
        name: the file, for the head of the diff.
        source: the text before.
        patch: the edits, in offsets of ``source``.
        lines: if the text is but a block of the file, how many line feeds stand before it, and before its result.
        head: whether to name the file first.

    >>> print(unified_diff("a.txt", "|es amis\n", Patch([Edit(0, 1, "l", "stray-glyphs")])), end="")
    --- a.txt
    +++ a.txt
    @@ -1 +1 @@
    -|es amis
    +les amis
    """
    return "".join(f"{line}\n" for line in diff_lines(name, source, patch, lines=lines, head=head))


def diff_lines(
    name: str, source: str, patch: Patch, *, lines: tuple[int, int] = (0, 0), head: bool = True
) -> Iterator[Line]:
    """Yield the lines of the diff; none where nothing changes. See :func:`unified_diff`."""
    if patch.apply(source) == source:
        return  # its edits undo each other
    hunks = _hunks(source, _blocks(source, patch))
    first = next(hunks, None)
    if first is None:
        return
    # A line feed in a name would break the head in two.
    shown = name.replace("\n", "\\n").replace("\r", "\\r")
    if head:
        yield Line("=", f"--- {shown}")
        yield Line("=", f"+++ {shown}")
    counted, line, shift = 0, 1 + lines[0], lines[1] - lines[0]
    for blocks in (first, *hunks):
        start = _up(source, blocks[0].start)
        end = _down(source, blocks[-1].end)
        line += source.count("\n", counted, start)
        counted = start
        body: list[Line] = []
        position = start
        for block in blocks:
            body += _context(source[position : block.start])
            body += _changed(source[block.start : block.end], block.new)
            position = block.end
        body += _context(source[position:end])
        old = sum(entry.kind in "- " for entry in body)
        new = sum(entry.kind in "+ " for entry in body)
        yield Line("@", f"@@ -{_range(line, old)} +{_range(line + shift, new)} @@")
        yield from body
        shift += new - old


def _blocks(source: str, patch: Patch) -> Iterator[_Block]:
    """Yield the stretches of whole lines that change, in order.

    Changed lines that follow each other stay apart, so that each is shown above what it becomes.
    """
    edits: list[Edit] = []
    start = end = 0
    for edit in patch:
        line = source.rfind("\n", 0, edit.start) + 1
        if edits and line >= end:
            yield from _block(source, start, end, edits)
            edits = []
        if not edits:
            start = line
        end = _line_end(source, edit.end)
        edits.append(edit)
    if edits:
        yield from _block(source, start, end, edits)


def _block(source: str, start: int, end: int, edits: Iterable[Edit]) -> Iterator[_Block]:
    """Apply the edits to their lines and leave off the lines at either end that stay the same."""
    moved = Patch(edit._replace(start=edit.start - start, end=edit.end - start) for edit in edits)
    old = source[start:end]
    new_lines, old_lines = _lines(moved.apply(old)), _lines(old)
    first = 0
    while first < min(len(old_lines), len(new_lines)) and old_lines[first] == new_lines[first]:
        first += 1
    last = 0
    while last < min(len(old_lines), len(new_lines)) - first and old_lines[-1 - last] == new_lines[-1 - last]:
        last += 1
    if first == len(old_lines) == len(new_lines):
        return
    yield _Block(
        start + sum(map(len, old_lines[:first])),
        end - sum(map(len, old_lines[len(old_lines) - last :])),
        "".join(new_lines[first : len(new_lines) - last]),
    )


def _hunks(source: str, blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Put together the blocks whose context would meet."""
    hunk: list[_Block] = []
    for block in blocks:
        if hunk and _up(source, block.start) > _down(source, hunk[-1].end):
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _up(source: str, position: int) -> int:
    """Return the start of the context above a line that starts at ``position``."""
    for _ in range(_CONTEXT):
        if position > 0:
            position = source.rfind("\n", 0, position - 1) + 1
    return position


def _down(source: str, position: int) -> int:
    """Return the end of the context below a line end at ``position``."""
    for _ in range(_CONTEXT):
        if position < len(source):
            position = _line_end(source, position)
    return position


def _line_end(source: str, position: int) -> int:
    """Return the offset after the line feed that ends the line at ``position``."""
    found = source.find("\n", position)
    return len(source) if found < 0 else found + 1


def _lines(text: str) -> list[str]:
    """Split at line feeds only, each kept with its line: what a diff calls a line."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _context(text: str) -> Iterator[Line]:
    for line in _lines(text):
        yield from _ended(" ", line, 0)


def _changed(old: str, new: str) -> Iterator[Line]:
    old_lines, new_lines = _lines(old), _lines(new)
    focuses = [_first_difference(*pair) for pair in zip(old_lines, new_lines, strict=False)]
    for kind, lines in (("-", old_lines), ("+", new_lines)):
        for k, line in enumerate(lines):
            yield from _ended(kind, line, focuses[k] if k < len(focuses) else 0)


def _ended(kind: str, line: str, focus: int) -> Iterator[Line]:
    yield Line(kind, line.removesuffix("\n"), focus)
    if not line.endswith("\n"):
        yield Line("\\", _NO_LINE_END)


def _first_difference(one: str, other: str) -> int:
    """Return the length of the longest common beginning, by halving: comparing slices runs at C speed."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _range(line: int, count: int) -> str:
    if count == 1:
        return str(line)
    return f"{line if count else line - 1},{count}"
