"""The command ``textrepair evaluate``.

Only click is imported at the top; the rest is when the command runs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from textrepair.commands import options
from textrepair.commands.terminal import show, write_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from textrepair.chain import Chain
    from textrepair.evaluate.pairs import Pair
    from textrepair.formats.reading import Reading

__all__ = ["evaluate"]

_Path = click.Path(path_type=Path)
_T = TypeVar("_T")
# Into a file or a pipe, rows are not to be cut at the width of a terminal that is not there.
_WIDTH_ELSEWHERE = 160


@click.command()
@click.argument("files", nargs=-1, type=_Path)
@click.option("--ocr", metavar="DIR", type=_Path, help="Files before repair.")
@click.option("--truth", metavar="DIR", type=_Path, help="What they ought to be, under the same names.")
@click.option(
    "--repaired",
    metavar="PATH",
    type=_Path,
    help="Text that is repaired already, by any tool: a directory beside --ocr, JSONL with id and out beside "
    "PAIRS.jsonl, a file beside two files.",
)
@click.option("--clean", is_flag=True, help="FILES are known to be clean: count the false edits.")
@click.option("--best-ref", is_flag=True, help="Take the truth from the field that each record's best_ref names.")
@click.option("--blind-hyphens", is_flag=True, help="Do not judge hyphens between letters.")
@options.only
@options.skip
@options.words
@options.confusions
@options.reading()
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Take so many documents, evenly spaced.")
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Show the documents and edits that hurt.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def evaluate(
    files: tuple[Path, ...],
    ocr: Path | None,
    truth: Path | None,
    repaired: Path | None,
    clean: bool,
    best_ref: bool,
    blind_hyphens: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    words: tuple[Path, ...],
    confusions: Path | None,
    reading: Reading,
    limit: int | None,
    worst: int,
    as_json: bool,
) -> None:
    """Measure repairs against ground truth, or on clean text.

    FILES are one file of pairs (JSONL with id, ocr, truth), or two files of texts, in any format: OCR and truth. Error
    rates, words and edits are given for the text before and after repair, with 95 % intervals where there are several
    documents.

    \b
      textrepair evaluate pairs.jsonl --worst 20
      textrepair evaluate --ocr scans/ --truth corrected/
      textrepair evaluate page.txt page.truth.txt
      textrepair evaluate pairs.jsonl --repaired other-tool.jsonl
      textrepair evaluate --clean novels.txt
    """  # noqa: D301 - click wants the backspace character itself
    from textrepair.chain import Chain

    if clean and (ocr or truth or repaired or best_ref or blind_hyphens):
        raise click.UsageError("--clean takes files only: there is no truth beside them")
    if not clean:
        pairs = _evenly(_pairs(files, ocr, truth, repaired, best_ref, reading), limit)
    elif not files:
        raise click.UsageError("--clean needs files")
    # Texts that are repaired already need no language pack.
    chain = None
    if not repaired:
        chain = Chain.for_language(only=only or None, skip=skip, confusions=confusions, words=words)
    if clean:
        result, table = _clean(files, chain, limit, worst, reading)
    else:
        result, table = _with_truth(pairs, chain, blind_hyphens, worst)
    if as_json:
        # As UTF-8 whatever the terminal is set to, with nothing in it that JSON readers stumble on.
        write_json(json.dumps(result, ensure_ascii=True, indent=1).encode() + b"\n")
        return
    show(table, width=_WIDTH_ELSEWHERE)


def _with_truth(
    pairs: list[Pair], chain: Chain | None, blind_hyphens: bool, worst: int
) -> tuple[dict[str, Any], RenderableType]:
    from textrepair.evaluate.evaluation import evaluate as evaluate_pairs
    from textrepair.evaluate.tables import evaluation_table

    evaluation = evaluate_pairs(pairs, chain, blind_hyphens=blind_hyphens, worst=worst)
    return evaluation.to_dict(), evaluation_table(evaluation, worst=worst > 0)


def _clean(
    files: tuple[Path, ...], chain: Chain | None, limit: int | None, worst: int, reading: Reading
) -> tuple[dict[str, Any], RenderableType]:
    from textrepair.evaluate.clean import clean_documents, evaluate_clean
    from textrepair.evaluate.tables import clean_table

    evaluation = evaluate_clean(_evenly(list(clean_documents(files, reading)), limit), chain, examples=worst or 5)
    return evaluation.to_dict(), clean_table(evaluation)


def _pairs(
    files: tuple[Path, ...],
    ocr: Path | None,
    truth: Path | None,
    repaired: Path | None,
    best_ref: bool,
    reading: Reading,
) -> list[Pair]:
    """Read the pairs from whichever of the three forms was given."""
    from textrepair.evaluate.pairs import pairs_from_directories, pairs_from_jsonl, pairs_of_files

    if ocr or truth:
        if files or not (ocr and truth):
            raise click.UsageError("--ocr and --truth belong together, and go without FILES")
        return pairs_from_directories(ocr, truth, repaired, reading=reading)
    if len(files) == 1:
        return pairs_from_jsonl(files[0], repaired=repaired, best_ref=best_ref)
    if len(files) == 2:
        return pairs_of_files(*files, repaired, reading=reading)
    raise click.UsageError("give one file of pairs, two files of texts (OCR and truth), or --ocr and --truth")


def _evenly(items: list[_T], limit: int | None) -> list[_T]:
    """Take so many items, evenly spaced."""
    if limit is None or len(items) <= limit:
        return items
    return [items[k * len(items) // limit] for k in range(limit)]
