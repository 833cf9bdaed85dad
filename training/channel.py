"""Learn the confusion table of the French pack from pages with ground truth, and the misreadings that follow from it.

    make train-channel          # or, in an environment with textrepair: python -m training.channel

Runs ``textrepair learn`` on the sets in `SETS` and writes `lexicons/fr/confusions.tsv`, with the rows of
`confusions-by-hand.tsv` that the pages do not show. Then computes `lexicons/fr/misreadings.tsv`, the common words that
such a confusion turns into another word. ``benchmarks/channel.py`` measures what a table is worth on held-out pages.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
from pathlib import Path

from textrepair.commands.learn import learn
from textrepair.pack_build.misreadings import write_misreadings
from textrepair.pack_build.seal import seal
from training.command import PACK, read_table, run, tell, write_table
from training.sets import data_folder, free_set

__all__ = ["SETS", "learned"]

SETS = ("realocr-dev", "tapuscorpus-tess.dev")
# gocr and rapidocr read far worse than what users have.
OPTIONS = "--skip-engine gocr --skip-engine rapidocr --min-count 6 --min-pages 4"
BY_HAND, TABLE, MISREADINGS = "confusions-by-hand.tsv", "confusions.tsv", "misreadings.tsv"
_WIDTH = 124


def how() -> list[str]:
    """Return the lines of the table that say how it was made."""
    files = " ".join(f"{name}.jsonl" for name in SETS)
    text = (
        "Command (pairs as ../shared/README.md describes them; realocr: known text, typeset, degraded and read for "
        f"this project; tapuscorpus: HTR-United, CC BY 4.0): textrepair learn {files} {OPTIONS} "
        f"--keep lexicons/fr/{BY_HAND} -o lexicons/fr/{TABLE}"
    )
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def learned(data: Path) -> str:
    """Return the text of the table that the sets in the data folder teach."""
    pairs = [str(free_set(data, name)) for name in SETS]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / TABLE
        options = [*OPTIONS.split(), "--keep", str(PACK / BY_HAND), "-o", str(output)]
        learn.main([*pairs, *options], standalone_mode=False)
        made = output.read_text("utf-8")
    return made.replace("# Learned\n", "\n".join([*how(), "# Learned\n"]), 1)


def main() -> None:
    """Learn the table, and compute the misreadings from it."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    write_table(TABLE, learned(data_folder()))
    before = read_table(MISREADINGS)
    write_misreadings(PACK)
    seal(PACK)
    tell(MISREADINGS, before)


if __name__ == "__main__":
    sys.exit(run(main))
