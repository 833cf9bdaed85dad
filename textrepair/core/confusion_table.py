"""Confusion tables: what is printed and what is read for it, in a file that a person can read and edit."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textrepair.errors import InputError
from textrepair.named_files import read_named_text

__all__ = ["Confusion", "dump_confusions", "load_confusions"]


@dataclass(frozen=True)
class Confusion:
    """One row of a confusion table.

    Attributes:
        printed: what stood on the page.
        read: what stands in the text.
        cost: nats, −ln of the probability of this misreading.
    """

    printed: str
    read: str
    cost: float


def dump_confusions(
    sections: Mapping[str, Iterable[Confusion]], comments: Sequence[str] = (), *, tabs: bool = False
) -> str:
    """Return a table as TOML, one confusion a line.

    Args:
        sections: the confusions in their order, each section with its heading.
        comments: lines to put on top.
        tabs: whether to separate the cells by tabs instead, as language packs do.

    >>> print(dump_confusions({"Learned": [Confusion("œ", "ce", 1.9)]}, ["Of two pages."]), end="")
    # Of two pages.
    confusions = [
      # Learned
      ["œ", "ce", 1.9],
    ]
    """
    lines = [f"# {line}".rstrip() for line in comments]
    if not tabs:
        lines.append("confusions = [")
    for heading, rows in sections.items():
        lines.append(f"# {heading}" if tabs else f"  # {heading}")
        for row in rows:
            if tabs:
                lines.append(f"{_escape(row.printed)}\t{_escape(row.read)}\t{row.cost}")
            else:
                # A JSON string is a TOML string.
                printed, read = (json.dumps(cell, ensure_ascii=False) for cell in (row.printed, row.read))
                lines.append(f"  [{printed}, {read}, {row.cost}],")
    if not tabs:
        lines.append("]")
    return "\n".join(lines) + "\n"


def _escape(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("#", "\\#")


def _unescape(cell: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), cell)


def load_confusions(path: Path) -> tuple[Confusion, ...]:
    """Read a table: TOML as ``textrepair learn`` writes it, or rows of “printed, read, cost” separated by tabs.

    Args:
        path: a file; its name ends in ``.toml`` if it is TOML. Costs are in nats, 0–50.

    Raises:
        InputError: the file cannot be read, or a row is wrong; the message says where and what is expected.
    """
    text = read_named_text(path)
    if path.suffix.lower() != ".toml":
        lines = [(f"{path}, line {number}", line) for number, line in enumerate(text.splitlines(), 1)]
        return tuple(
            _row([_unescape(cell) for cell in line.split("\t")], place)
            for place, line in lines
            if line and not line.startswith("#")
        )
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{path}: its values are nested too deeply: learn the table again") from None
    except ValueError as error:  # no TOML, or a number of five thousand digits
        raise InputError(f"{path}: no TOML ({error}): mend that line, or learn the table again") from error
    unknown = sorted(data.keys() - {"confusions"})
    entries = data.get("confusions")
    if unknown or not isinstance(entries, list):
        what = f"unknown key ‘{unknown[0]}’" if unknown else "no list ‘confusions’"
        raise InputError(f'{path}: {what}: write confusions = [["printed", "read", cost], …]')
    places = _places(text, len(entries))
    return tuple(_row(entry, f"{path}, {place}") for entry, place in zip(entries, places, strict=True))


def _places(text: str, count: int) -> list[str]:
    """Return the place of each entry of a TOML table in words: its line, if each entry has one of its own."""
    lines = [f"line {number}" for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("[")]
    return lines if len(lines) == count else [f"entry {number}" for number in range(1, count + 1)]


def _row(cells: object, place: str) -> Confusion:
    """Return one row as a confusion; raise InputError if it is wrong."""
    expected = "expected what was printed, what is read, and the cost in nats, such as 3.5"
    if not isinstance(cells, list) or len(cells) != 3:
        raise InputError(f"{place}: not three values: {expected}")
    printed, read, cost = cells
    if not isinstance(printed, str) or not isinstance(read, str) or printed == read:
        raise InputError(f"{place}: the first two are not two different strings: {expected}")
    try:
        nats = float(cost)
    except (TypeError, ValueError):
        nats = math.nan
    if not 0.0 <= nats <= 50.0:
        raise InputError(f"{place}: {cost!r} is no cost between 0 and 50: {expected}")
    return Confusion(printed, read, nats)
