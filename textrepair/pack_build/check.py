"""Check a language pack: is its data what the library takes it for?

Each check yields sentences that name the file, the entry and the rule it breaks; a sound pack yields none.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import isqrt
from pathlib import Path

from textrepair.core import Pack, Rules
from textrepair.errors import PackError
from textrepair.pack_build.packages import sha256_of
from textrepair.pack_build.seal import files_of
from textrepair.tables.columns import Flag
from textrepair.tables.mapped import FoldIndex, StringTable
from textrepair.tables.ngrams import END, MARK, NAME, NUMBER, UNKNOWN_TOKEN, LanguageModel
from textrepair.tables.pack_files import read_lines, read_pack_toml, reading

__all__ = ["WORD_LISTS", "check_pack"]

# The lists of words that the dictionary lacks.
WORD_LISTS = ("words.txt", "words-by-rule.txt")
INNER = frozenset("'-")
# One fault often makes thousands of entries wrong: so many of a kind are told.
TOLD = 5


def check_pack(folder: Path) -> list[str]:
    """Return what is wrong with the pack in `folder`, one sentence a fault; at most a few of each kind."""
    problems: list[str] = []
    for check in (check_hashes, check_rules, check_words, check_names, check_model, check_confusions, check_sources):
        try:
            with reading(folder):
                found = list(check(folder))
        except PackError as error:
            found = [str(error)]
        problems += found[:TOLD]
        if len(found) > TOLD:
            problems.append(f"… and {len(found) - TOLD} more of that check")
    return list(dict.fromkeys(problems))


def check_hashes(folder: Path) -> Iterator[str]:
    """Every file is the one whose SHA-256 pack.toml has."""
    expected = read_pack_toml(folder / "pack.toml").get("files", {})
    there = files_of(folder)
    for name in sorted({*expected, *there}):
        path = folder / name
        if name not in there:
            yield f"{path}: is in pack.toml and not there; build the pack again"
        elif name not in expected:
            yield f"{path}: has no SHA-256 in pack.toml; textrepair lexicon seal writes it"
        elif sha256_of(path) != expected[name]:
            yield f"{path}: its SHA-256 is not the one in pack.toml; if it was edited, textrepair lexicon seal"


def check_rules(folder: Path) -> Iterator[str]:
    """The rules, prices and period spellings can be read, and no period rule makes a word of itself."""
    for rule in Pack(folder).period_rules:
        for word in rule.only:
            if rule.applied_to(word) == word:
                yield f"{folder / 'period.toml'}: {rule.pattern!r} leaves {word!r} as it is"


def check_list(path: Path, words: Iterable[str]) -> Iterator[str]:
    """Words are sorted by code point, unique, in NFC, and without space."""
    for before, word in pairwise(["", *words]):
        if word == before:
            yield f"{path}: {word!r} stands twice"
        elif word < before:
            yield f"{path}: {word!r} stands after {before!r}; sort by code point"
        if unicodedata.normalize("NFC", word) != word:
            yield f"{path}: {word!r} is not in Unicode normal form C"
        if re.search(r"\s", word) or "’" in word:
            yield f"{path}: {word!r} holds white space or a ’ (write ')"


def check_table(table: StringTable) -> Iterator[str]:
    """A table is sorted and unique, its index belongs to it, and finds every string."""
    table.verify()
    yield from check_list(table.path, table)
    for place, word in enumerate(table):
        if table.index(word) != place:
            yield f"{table.path}: {word!r} is not found where it stands; build the pack again"


def check_words(folder: Path) -> Iterator[str]:
    """Forms, aliases and acronyms are what the lexicon takes them for."""
    forms, aliases = StringTable.open(folder / "forms.txt"), Pack(folder).aliases
    foreign = read_pack_toml(folder / "build.toml").get("name_letters", "")
    letters = Rules.read(folder / "language.toml").letters | set(foreign + foreign.upper()) | INNER
    yield from check_table(forms)
    flags = forms.column("flags")
    for place, word in enumerate(forms):
        if not flags[place] & (Flag.NAME | Flag.ACRONYM | Flag.SHORT) and not letters.issuperset(word):
            yield f"{forms.path}: {word!r} holds a letter that is neither in language.toml nor in build.toml"
    yield from check_list(folder / "aliases.txt", aliases)
    for alias, form in aliases.items():
        if alias in forms:
            yield f"{folder / 'aliases.txt'}: {alias!r} is a form itself"
        if form not in forms:
            yield f"{folder / 'aliases.txt'}: {alias!r} stands for {form!r}, which is no form"
    for name in ("acronyms.txt", *WORD_LISTS):
        if name == "acronyms.txt" or (folder / name).exists():
            yield from check_list(folder / name, read_lines(folder / name))


def check_names(folder: Path) -> Iterator[str]:
    """Names begin with a capital, and none is a form, or one without its accents."""
    if not (folder / "names.txt").exists():
        return
    names, forms = StringTable.open(folder / "names.txt"), StringTable.open(folder / "forms.txt")
    yield from check_table(names)
    folds = FoldIndex(forms)
    for name in names:
        if not name[:1].isupper():
            yield f"{names.path}: {name!r} has no capital"
        elif places := folds.find(name):
            yield f"{names.path}: {name!r} is a spelling of the form {forms[places[0]]!r}"


def check_model(folder: Path) -> Iterator[str]:
    """The language model has its special words, and its rows are sorted and of this vocabulary."""
    model = LanguageModel(folder)
    yield from check_table(model.vocabulary)
    size = len(model.vocabulary)
    for word in (END, MARK, NAME, NUMBER, UNKNOWN_TOKEN):
        if word not in model.vocabulary:
            yield f"{model.vocabulary.path}: lacks {word}"
    yield from check_rows(folder / "bigrams.idx", *model.columns(), size)
    classes, transitions = model.class_columns()
    if isqrt(len(transitions)) ** 2 != len(transitions) or max(classes, default=0) >= isqrt(len(transitions)):
        yield f"{folder / 'bigrams.idx'}: its {len(transitions)} transitions are not those of the words' classes"


def check_rows(
    path: Path, starts: Sequence[int], rights: Sequence[int], costs: Sequence[int], size: int
) -> Iterator[str]:
    """Compressed sparse rows: one for each word, right words ascending, each with its cost."""
    if len(starts) != size + 1 or len(rights) != len(costs) or list(starts) != sorted(starts):
        yield f"{path}: does not belong to a vocabulary of {size} words; build the pack again"
        return
    for left, (start, stop) in enumerate(pairwise(starts)):
        row = list(rights[start:stop])
        if any(after <= before for before, after in pairwise(row)) or (row and row[-1] >= size):
            yield f"{path}: row {left} is not ascending or leaves the vocabulary"


def check_confusions(folder: Path) -> Iterator[str]:
    """No confusion maps to itself, stands twice, or is free: then no loop of them is free either."""
    path = folder / "confusions.tsv"
    if not path.exists():
        return
    seen = set()
    for line in read_lines(path):
        try:
            printed, read, cost = line.split("\t")[:3]
            nats = float(cost)
        except ValueError:
            yield f"{path}: {line!r} is not “printed, read, cost” between tabs"
            continue
        if printed == read:
            yield f"{path}: {printed!r} is read as itself"
        if (printed, read) in seen:
            yield f"{path}: {printed!r} read as {read!r} stands twice"
        if not math.isfinite(nats) or nats <= 0:
            yield f"{path}: {printed!r} read as {read!r} costs {cost}; above 0, or confusions loop for nothing"
        for string in (printed, read):
            if unicodedata.normalize("NFC", string) != string:
                yield f"{path}: {string!r} is not in Unicode normal form C"
        seen.add((printed, read))


def check_sources(folder: Path) -> Iterator[str]:
    """The pack says what it is, and each of its sources has a licence."""
    pack = read_pack_toml(folder / "pack.toml")
    for key in ("name", "language", "version", "format"):
        if key not in pack.get("pack", {}):
            yield f"{folder / 'pack.toml'}: [pack] lacks {key}"
    if not pack.get("sources"):
        yield f"{folder / 'pack.toml'}: names no sources"
    for source in pack.get("sources", ()):
        if not source.get("licence"):
            yield f"{folder / 'pack.toml'}: source {source.get('name', '?')!r} has no licence"
    if not (folder / "SOURCES.md").is_file():
        yield f"{folder / 'SOURCES.md'}: is not there; it tells which licence each file has"
