"""What the training commands share: how they report errors, and how they write a table into a pack."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from textrepair.errors import TextRepairError
from textrepair.pack_build.seal import seal

__all__ = ["PACK", "read_table", "run", "tell", "write_table"]

PACK = Path(__file__).parents[1] / "lexicons" / "fr"


def write_table(name: str, text: str) -> None:
    """Write a table into the French pack, seal the pack again, and say whether the table changed."""
    before = read_table(name)
    (PACK / name).write_text(text, "utf-8", newline="\n")
    seal(PACK)
    tell(name, before)


def read_table(name: str) -> str:
    """Return a table of the French pack as it stands; empty if there is none."""
    path = PACK / name
    return path.read_text("utf-8") if path.exists() else ""


def tell(name: str, before: str) -> None:
    """Say whether a table differs from what it was."""
    print(f"{PACK / name}: {'unchanged' if read_table(name) == before else 'changed'}")


def run(main: Callable[[], None]) -> int:
    """Run a command; an expected error becomes one line and exit code 2."""
    try:
        main()
    except TextRepairError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0
