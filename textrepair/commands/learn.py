"""The command ``textrepair learn``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textrepair.commands.terminal import say
from textrepair.commands.verbosity import verbose
from textrepair.counted import counted
from textrepair.errors import InputError
from textrepair.visible import visible

if TYPE_CHECKING:
    from textrepair.core import Confusion
    from textrepair.learn import ConfusionCounts, LearningOptions

__all__ = ["learn"]

_SURROGATE = re.compile("[\ud800-\udfff]")


@click.command()
@click.argument("pairs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Where the table goes: .toml, or .tsv."
)
@click.option(
    "--keep",
    metavar="TABLE",
    type=click.Path(path_type=Path),
    help="Another table, of which the rows are kept that PAIRS do not show.",
)
@click.option("--skip-engine", multiple=True, metavar="NAME", help="Leave out engines whose names begin so.")
@click.option(
    "--min-count", type=click.IntRange(1), default=4, show_default=True, help="How often a confusion must occur."
)
@click.option("--min-pages", type=click.IntRange(1), default=3, show_default=True, help="On how many pages.")
@verbose
def learn(
    pairs: tuple[Path, ...],
    output: Path,
    keep: Path | None,
    skip_engine: tuple[str, ...],
    min_count: int,
    min_pages: int,
) -> None:
    """Learn a confusion table from pages with their ground truth.

    PAIRS are files of JSON lines with the keys truth (as printed), ocr (as read) and, where there are several,
    engine. The table is used with --confusions.
    """
    from textrepair.core import dump_confusions, load_confusions
    from textrepair.files.atomic import replacing
    from textrepair.learn import LearningOptions, learn_confusions, read_pairs, tally

    settings = LearningOptions(min_count=min_count, min_pages=min_pages)
    read = (pair for path in pairs for pair in read_pairs(path) if not pair.engine.startswith(skip_engine))
    tallies = tally(read, settings)
    # A file in UTF-8 cannot hold half a surrogate pair.
    table = [row for row in learn_confusions(tallies, settings) if not _SURROGATE.search(row.printed + row.read)]
    if not table:
        raise InputError(
            f"{', '.join(map(str, pairs))}: no confusion occurs {counted(min_count, 'time')} "
            f"on {counted(min_pages, 'page')}: give more pages, or lower --min-count and --min-pages"
        )
    sections: dict[str, Sequence[Confusion]] = {"Learned": table}
    if keep is not None:
        shown = {(row.printed, row.read) for row in table}
        kept = tuple(row for row in load_confusions(keep) if (row.printed, row.read) not in shown)
        sections[f"Not in the pairs: kept from {visible(keep.name)}"] = kept
    text = dump_confusions(sections, _header(pairs, tallies, settings), tabs=output.suffix == ".tsv")
    with replacing(output) as stream:
        stream.write(text.encode())
    for engine in sorted(tallies):
        say(f"{engine}: {_pages(tallies[engine])}")
    say(f"{output}: {counted(sum(map(len, sections.values())), 'confusion')}")


def _pages(tally: ConfusionCounts) -> str:
    return f"{counted(tally.pages, 'page')}, {counted(tally.characters, 'character')}"


def _header(paths: Sequence[Path], tallies: Mapping[str, ConfusionCounts], settings: LearningOptions) -> list[str]:
    """Say what a table is and what it was learned from, in one line each whatever the names are."""
    engines = [f"  {visible(engine)}: {counted(tallies[engine].characters, 'character')}" for engine in sorted(tallies)]
    return [
        "What is read for what: printed, read, cost in nats (−ln of the chance of reading so). Rows may be edited.",
        f"Made by textrepair learn from {', '.join(visible(path.name) for path in paths)}:",
        *engines,
        f"Rows occur {counted(settings.min_count, 'time')} or more, on {counted(settings.min_pages, 'page')} or more.",
    ]
