"""The commands ``textrepair lexicon build``, ``seal``, ``check`` and ``lookup``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textrepair.commands import names
from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.terminal import say, tell
from textrepair.errors import ConfigurationError, TextRepairError
from textrepair.visible import visible

if TYPE_CHECKING:
    from textrepair.core import Entry, Pack

__all__ = ["lexicon"]

# How many words that look alike are shown.
_SHOWN = 12


@click.group()
def lexicon() -> None:
    """Build, check and look into language packs."""


@lexicon.command()
@click.argument("pack", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--text",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="The texts to count that build.toml names: one paragraph a line, compressed with xz.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".pack-cache"),
    show_default=True,
    metavar="DIR",
    help="Where packages are kept once they are fetched.",
)
@click.pass_context
def build(ctx: click.Context, pack: Path, text: Path | None, cache: Path) -> None:
    """Build the files of PACK from what its build.toml names.

    Dictionaries, lists of names and texts in packages are fetched from their registries and refused if they are not
    the pinned ones. The same inputs give the same bytes. Needs numpy: pip install 'textrepair[build]'.
    """
    try:
        try:
            from textrepair.pack_build.build import build as build_pack
        except ImportError as error:
            raise ConfigurationError(f"{error}: building needs numpy, pip install 'textrepair[build]'") from error
        build_pack(pack, text, cache)
    except TextRepairError as error:
        _fail(ctx, error)
    _tell_line(f"{pack}: built")


@lexicon.command()
@click.argument("packs", nargs=-1, required=True, metavar="PACK...", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def seal(ctx: click.Context, packs: tuple[Path, ...]) -> None:
    """Write the hashes of the files of language packs into their pack.toml, after an edit by hand."""
    from textrepair.pack_build.seal import seal as seal_pack

    try:
        for pack in packs:
            seal_pack(pack)
            _tell_line(f"{pack}: sealed")
    except TextRepairError as error:
        _fail(ctx, error)


@lexicon.command()
@click.argument("packs", nargs=-1, required=True, metavar="PACK...", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def check(ctx: click.Context, packs: tuple[Path, ...]) -> None:
    """Check language packs: sorted, unique, of the alphabet, with the right hashes, no idle or free confusion.

    Prints one line a fault; the exit code is 1 if there is any.
    """
    from textrepair.pack_build.check import check_pack

    faults = 0
    for pack in packs:
        problems = check_pack(pack)
        faults += len(problems)
        for problem in problems or [f"{pack}: sound"]:
            _tell_line(problem)
    ctx.exit(1 if faults else 0)


@lexicon.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--language",
    default="fr",
    show_default=True,
    metavar="CODE",
    help="Language pack.",
    shell_complete=names.languages,
)
@click.pass_context
def lookup(ctx: click.Context, words: tuple[str, ...], language: str) -> None:
    """Show what a pack knows of WORDS.

    For each: whether it is a word, as which form, how frequent (zipf: the decimal logarithm of occurrences in a
    thousand million words), with which flags; what it shares its accent-less spelling with; and the frequent
    words that are spelt most like it.
    """
    from textrepair.core import open_pack

    try:
        pack = open_pack(language)
        for word in words:
            for line in _describe(word, pack):
                _tell_line(line)
    except TextRepairError as error:
        _fail(ctx, error)


def _describe(word: str, pack: Pack) -> Iterator[str]:
    """Yield the lines about one word."""
    plain = word.replace("’", "'")
    entry = pack.entry(plain) or pack.entry(plain.lower())
    known = pack.knows(word)
    yield f"{word}: {'a word' if known else 'no word'}"
    if entry:
        yield f"  form: {_entry(entry)}"
    elif known and len(parts := plain.replace("'", "' ").replace("-", " ").split()) > 1:
        yield f"  made of: {', '.join(parts)}"
    if standard := pack.standard_spelling(plain):
        yield f"  spelling of: {standard}"
    if modern := pack.modern_spelling(word):
        yield f"  period spelling of: {modern}"
    variants = [variant for variant in pack.variants(plain) if entry is None or variant.form != entry.form]
    if variants:
        yield f"  but for accents: {', '.join(map(_entry, variants))}"
    if similar := _similar(plain, pack):
        yield f"  similar: {', '.join(similar)}"


def _entry(entry: Entry) -> str:
    """Return a form with its frequency and flags."""
    flags = [flag.name.lower().replace("_", " ") for flag in type(entry.flags) if flag in entry.flags and flag.name]
    return f"{entry.form} (zipf {', '.join([f'{entry.zipf:.1f}', *flags])})"


def _similar(word: str, pack: Pack) -> list[str]:
    """Return the frequent forms that are one or two changes away, the nearest and then the most frequent first."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    forms = pack.frequent()
    near = process.extract(
        word.lower(), forms, scorer=Levenshtein.distance, score_cutoff=1 if len(word) < 5 else 2, limit=None
    )
    ranked = sorted((int(distance), place, form) for form, distance, place in near if form != word.lower())
    return [form for _, _, form in ranked[:_SHOWN]]


def _tell_line(line: str) -> None:
    tell(f"{visible(line)}\n")


def _fail(ctx: click.Context, error: TextRepairError) -> None:
    """Say what is wrong, and end."""
    say(str(error))
    code: ExitCode = exit_code_for(error)
    ctx.exit(code)
