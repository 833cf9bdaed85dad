"""Words that a common word may be misread as: `misreadings.tsv`, made from the lexicon and the confusion table.

A word that stands in the lexicon is not looked at twice, and so ``ta`` for ``la`` or ``plis`` for ``plus`` would never
be seen. To ask of every known word what else it may have been would cost more than it brings; of the most common
words, what they may be misread as is computed here once.

    python -m textrepair.pack_build.misreadings lexicons/fr
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from textrepair.core import Confusion, Pack
from textrepair.tables.mapped import fold

__all__ = ["misreadings_of", "write_misreadings"]

# How frequent a word must be (zipf), and by how much more than the word that it is misread as.
COMMON, COMMONER = 4.0, 1.0
# Nats that the misreading may cost; and how much each place costs after the first, where one letter is misread
# throughout a word: what is systematic is no two accidents.
MOST, AGAIN = 8.5, 0.5
HEADER = (
    "Words that are misreadings of far commoner ones: what stands, what may have been printed, cost in nats (−ln of",
    "the chance of reading so). Made by textrepair.pack_build.misreadings from forms.txt and confusions.tsv; no source",
    "of its own, licence as theirs (see SOURCES.md).",
)


def misreadings_of(word: str, rows: list[Confusion]) -> Iterator[tuple[str, float]]:
    """Yield what a word may be misread as: with one place misread, and with one confusion in all its places.

    >>> list(misreadings_of("cette", [Confusion("t", "l", 5.0)]))
    [('celte', 5.0), ('cetle', 5.0), ('celle', 7.5)]
    """
    for row in rows:
        place = word.find(row.printed)
        places = 0
        while place >= 0:
            places += 1
            yield word[:place] + row.read + word[place + len(row.printed) :], row.cost
            place = word.find(row.printed, place + 1)
        if places > 1:
            yield word.replace(row.printed, row.read), row.cost * (1 + AGAIN * (places - 1))


def write_misreadings(folder: Path) -> None:
    """Write `misreadings.tsv` of a pack, from what else is in its folder."""
    pack = Pack(folder)
    rows = [row for row in pack.confusions if _is_lower(row.printed) and _is_lower(row.read)]
    best: dict[tuple[str, str], float] = {}
    for word in pack.frequent(10**9):
        common = pack.zipf(word)
        if common < COMMON:
            continue
        for other, cost in misreadings_of(word, rows):
            # What differs in diacritics only is for lost-accents, which goes by what the document has lost.
            if (
                len(other) > 1
                and cost <= min(MOST, best.get((other, word), MOST))
                and fold(other) != fold(word)
                and pack.zipf(other) <= common - COMMONER
                and pack.knows(other)
            ):
                best[other, word] = cost
    lines = [f"# {line}" for line in HEADER]
    lines += [f"{other}\t{word}\t{cost:.1f}" for (other, word), cost in sorted(best.items())]
    (folder / "misreadings.tsv").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _is_lower(letters: str) -> bool:
    return letters.isalpha() and letters.islower()


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        write_misreadings(Path(argument))
