"""Build the files of a language pack from the inputs that its `build.toml` pins.

The same inputs give the same bytes. Hand-made files of the pack (pack.toml, acronyms.txt, words.txt) are left
alone, but for the hashes at the end of pack.toml (:mod:`textrepair.pack_build.seal`), and so is words-by-rule.txt
(:mod:`textrepair.pack_build.choose_words`). Files are made in a folder beside the old ones and put in their place at
the end, so that whoever has a pack open keeps what was opened.
"""

from __future__ import annotations

import argparse
import math
import re
import subprocess
import tempfile
import unicodedata
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from textrepair.errors import PackError
from textrepair.pack_build.check import WORD_LISTS
from textrepair.pack_build.counting import (
    Stream,
    count_forms,
    count_names,
    read_lumps,
    read_paragraphs,
    read_stream,
)
from textrepair.pack_build.hunspell import Role, expand_dictionary, read_affixes
from textrepair.pack_build.kneser_ney import estimate, quantise
from textrepair.pack_build.markup import Choice, paragraphs_of
from textrepair.pack_build.packages import check_pinned, fetch, read_json_strings, read_members
from textrepair.pack_build.seal import seal
from textrepair.pack_build.vocabulary import Vocabulary, choose_vocabulary, map_stream
from textrepair.tables.columns import COMMON, ZIPF_STEPS, Flag
from textrepair.tables.mapped import fold
from textrepair.tables.ngrams import Capitals
from textrepair.tables.pack_files import read_lines, read_pack_toml
from textrepair.tables.writing import filter_of, fold_sections, write_near_index, write_sections, write_string_table

__all__ = ["BUILT", "build", "main"]

STEPS_PER_NAT = 12
BUILT = (
    "aliases.txt",
    "bigrams.idx",
    "forms.idx",
    "forms.txt",
    "names.idx",
    "near.idx",
    "names.txt",
    "ngrams.idx",
    "ngrams.txt",
)

# A name on a list, of so few letters, that is one letter off so frequent a word (zipf), is left out: on a page that
# was read badly "Mals" is Mais.
SHORT_NAME = 5
FREQUENT = 4.5
# How frequent a word must be (zipf) to be looked for one letter away from what stands.
NEAR = 2.0


def fetch_dictionary(pins: Mapping[str, str], cache: Path) -> tuple[Path, Path]:
    """Fetch the Debian package of a dictionary into `cache`, check it, and return its .aff and .dic."""
    package = fetch({"registry": "debian", **pins}, cache)
    unpacked = cache / package.stem
    subprocess.run(["dpkg-deb", "-x", str(package), str(unpacked)], check=True)
    folder = unpacked / "usr" / "share" / "hunspell"
    return folder / pins["affixes"], folder / pins["dictionary"]


def read_text(settings: Mapping[str, Any], folder: Path | None, cache: Path) -> Iterator[str]:
    """Yield the text to be counted, in lumps: files of `folder`, and files in packages.

    Args:
        settings: `text`, the sources; and `paragraphs`, which are taken of what is marked up (see `Choice`).
        folder: of the files that are in no package.
        cache: where packages are kept.

    Raises:
        PackError: a file is not the pinned one, or there is no folder and a file is asked for.
    """
    rules = settings.get("paragraphs", {})
    choice = Choice(*(frozenset(rules.get(key, ())) for key in ("own_words", "foreign_words", "left_out")))
    for source in settings["text"]:
        if "package" in source:
            members = read_members(fetch(source, cache), source["member"])
            kind = source.get("format", "plain"), source.get("unwanted", "")
            paragraphs = (text for _, content in members for text in paragraphs_of(content, *kind))
            yield from read_lumps(paragraphs if kind[0] == "plain" else choice.of(paragraphs))
        elif folder is None:
            raise PackError(f"build.toml counts {source['file']}: give the folder that it is in with --text")
        else:
            check_pinned(folder / source["file"], source["sha256"])
            yield from read_paragraphs(folder / source["file"])


def read_names(sources: Sequence[Mapping[str, Any]], cache: Path) -> set[str]:
    """Return the words of the lists of names in packages: capitalised runs of letters."""
    names = set()
    for source in sources:
        for _, content in read_members(fetch(source, cache), source["member"]):
            for string in read_json_strings(content, source.get("at", ()), source.get("field", "")):
                for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", string)):
                    names.add(word.capitalize() if source.get("capitalise") else word)
    return names


def choose_names(
    listed: Iterable[str],
    counted: Mapping[str, int],
    forms: Collection[str],
    aliases: Iterable[str],
    frequent: Iterable[str],
    letters: str,
) -> list[str]:
    """Choose the names of the pack, sorted.

    None has the accent-less spelling of a form or alias; all are of the language's letters, with a capital first
    and nowhere else. Of the names that stand on a list only (not in the counted text), those of
    less than four letters are left out, and the short ones that are one letter off a frequent form.

    >>> listed, counted = ["Lyon", "Mals", "Etat", "Li", "Łódź"], {"Eu": 9, "Bovary": 7}
    >>> choose_names(listed, counted, ["état"], [], ["mais"], "abelmnorstvyéu")
    ['Bovary', 'Eu', 'Lyon']
    """
    taken = {fold(form) for form in forms} | {fold(alias) for alias in aliases}
    allowed = set(letters) | set(letters.upper())
    masks = {mask for form in frequent if len(form) <= SHORT_NAME for mask in masks_of(fold(form))}
    names = set()
    for name in {*listed, *counted}:
        if not name[:1].isupper() or not name[1:].islower() or not allowed.issuperset(name) or fold(name) in taken:
            continue
        if name not in counted and (
            len(name) < 4 or (len(name) <= SHORT_NAME and not masks.isdisjoint(masks_of(fold(name))))
        ):
            continue
        names.add(name)
    return sorted(names)


def masks_of(word: str) -> list[str]:
    """Return a word with each of its letters masked in turn: two words that share one differ in one letter."""
    return [f"{word[:place]}*{word[place + 1 :]}" for place in range(len(word))]


def make_aliases(forms: Mapping[str, set[Role]], rules: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Derive the other accepted spellings of forms by the replacement rules of build.toml.

    A spelling that is itself a form is no alias.
    """
    aliases: dict[str, str] = {}
    for rule in rules:
        pattern = re.compile(rule["pattern"])
        for form in sorted(forms):
            alias = pattern.sub(rule["replacement"], form)
            if alias != form and alias not in forms:
                aliases.setdefault(alias, form)
    return aliases


def flags_of(
    form: str, roles: set[Role], is_seen: bool, short_words: frozenset[str], joined_only: re.Pattern[str]
) -> Flag:
    """Return the flags of a form from its roles in the dictionary, its shape, and the text."""
    flags = Flag(0)
    if joined_only.search(form):
        flags |= Flag.PREFIX
    if Role.COMMON not in roles:
        if form.isupper() or Role.SYMBOL in roles:
            flags |= Flag.ACRONYM
        elif Role.NAME in roles and form[0].isupper():  # maître, docteur: titles are words
            flags |= Flag.NAME
        elif Role.PREFIX in roles:
            flags |= Flag.PREFIX
    elif len(form) > 1 and form.isupper():
        flags |= Flag.ACRONYM
    elif form[0].isupper():
        flags |= Flag.NAME
    is_symbol = roles == {Role.SYMBOL}
    if form[0].islower() and form not in short_words and (len(form) <= 2 or (is_symbol and len(form) == 3)):
        flags |= Flag.SHORT
    if not is_seen:
        flags |= Flag.UNSEEN
    return flags


def write_forms(
    folder: Path,
    settings: Mapping[str, Any],
    forms: Mapping[str, set[Role]],
    aliases: Mapping[str, str],
    stream: Stream,
    cache: Path,
) -> dict[str, Flag]:
    """Count, flag and write the forms, aliases and names; return the flags of each form."""
    counts = count_forms(stream, forms, aliases, Capitals.read(settings.get("capitals", {})))
    total = sum(counts.values())
    short_words = frozenset(settings["short_words"])
    words = sorted(forms)
    joined_only = re.compile(settings["joined_only"])
    flags = {word: flags_of(word, forms[word], word in counts, short_words, joined_only) for word in words}
    zipf = [zipf_steps(counts.get(word, 0), total) for word in words]
    write_string_table(
        folder / "forms.txt",
        words,
        {"zipf": zipf, "flags": [int(flags[word]) for word in words]},
        comments=settings["forms_header"].splitlines(),
        sections={**fold_sections(words), "common": common_folds(words, zipf, aliases)},
        meta={
            "elisions": sorted(settings["elisions"]),
            "capitals": settings.get("capitals", {}),
            "elided_initials": settings["elided_initials"],
            "enclitics": sorted(settings.get("enclitics", ())),
            "particles": sorted(settings["particles"]),
        },
    )
    head = "".join(f"# {line}".rstrip() + "\n" for line in settings["aliases_header"].splitlines())
    (folder / "aliases.txt").write_text(
        head + "".join(f"{alias}\t{aliases[alias]}\n" for alias in sorted(aliases)), "utf-8", newline="\n"
    )
    listed = read_names(settings.get("names", ()), cache)
    counted = count_names(stream, settings["least_name_count"]) if "least_name_count" in settings else {}
    frequent = [word for word, steps in zip(words, zipf, strict=True) if steps >= FREQUENT * ZIPF_STEPS]
    names = choose_names(listed, counted, forms, aliases, frequent, settings["name_letters"])
    write_string_table(
        folder / "names.txt",
        names,
        {"zipf": [zipf_steps(counted.get(name, 0), total) for name in names]},
        comments=settings["names_header"].splitlines(),
    )
    near = ((place, word) for place, word in enumerate(words) if zipf[place] >= NEAR * ZIPF_STEPS and word[0].islower())
    write_near_index(folder / "near.idx", near)
    return flags


def common_folds(words: Sequence[str], zipf: Sequence[int], aliases: Mapping[str, str]) -> array[int]:
    """Return the filter of the folded spellings of common forms and of their aliases."""
    common = {word for word, steps in zip(words, zipf, strict=True) if steps >= COMMON * ZIPF_STEPS}
    common.update(alias for alias, form in aliases.items() if form in common)
    return filter_of(crc32(fold(word).encode()) for word in common)


def zipf_steps(count: int, total: int) -> int:
    """Return a frequency in steps of the zipf scale, 0 for what was not seen."""
    return min(255, max(1, round(ZIPF_STEPS * math.log10(count / total * 1e9)))) if count else 0


def read_words(
    settings: Mapping[str, Any], flags: Mapping[str, Flag], aliases: Mapping[str, str], stream: Stream
) -> tuple[Vocabulary, npt.NDArray[np.uint32]]:
    """Return the words of the language model, and the text as their numbers."""
    usable = {form for form, flag in flags.items() if not flag & (Flag.SHORT | Flag.PREFIX)}
    model_settings = settings["language_model"]
    vocabulary = choose_vocabulary(
        stream,
        usable,
        aliases,
        frozenset(settings["particles"]),
        {fold(form) for form in usable},
        model_settings["least_count"],
        model_settings["least_name_count"],
        Capitals.read(settings.get("capitals", {})),
    )
    return vocabulary, map_stream(stream, vocabulary)


def write_model(
    folder: Path,
    settings: Mapping[str, Any],
    flags: Mapping[str, Flag],
    aliases: Mapping[str, str],
    stream: Stream,
) -> None:
    """Estimate and write the language model."""
    vocabulary, numbers = read_words(settings, flags, aliases, stream)
    model_settings = settings["language_model"]
    model = estimate(numbers, len(vocabulary.words), model_settings["least_pair_count"], model_settings["classes"])
    write_string_table(
        folder / "ngrams.txt",
        vocabulary.words,
        {
            "backoff": quantise(model.backoffs, STEPS_PER_NAT).tolist(),
            "class": model.classes.tolist(),
            "member": quantise(model.members, STEPS_PER_NAT).tolist(),
        },
        comments=settings["ngrams_header"].splitlines(),
        meta={
            "capitals": settings.get("capitals", {}),
            "elisions": sorted(settings["elisions"]),
            "penalties": {pool: round(math.log(max(size, 1)), 3) for pool, size in vocabulary.class_sizes.items()},
            "steps_per_nat": STEPS_PER_NAT,
            "discounts": [round(discount, 4) for discount in model.discounts],
            "tokens": len(numbers),
        },
    )
    write_sections(
        folder / "bigrams.idx",
        {
            "costs": array("B", quantise(model.probabilities, STEPS_PER_NAT).tolist()),
            "rights": array("I", model.rights.tolist()),
            "starts": array("I", model.starts.tolist()),
            "transitions": array("B", quantise(model.transitions, STEPS_PER_NAT).ravel().tolist()),
        },
    )


def add_words(forms: dict[str, set[Role]], lines: Iterable[str]) -> None:
    """Add a list to the forms; a line that ends in a hyphen stands before one only (co-).

    >>> forms = {}
    >>> add_words(forms, ["co-", "télésanté"])
    >>> forms["co"], forms["télésanté"]
    ({<Role.PREFIX: 'prefix'>}, {<Role.COMMON: 'common'>})
    """
    for line in lines:
        role = Role.PREFIX if line.endswith("-") else Role.COMMON
        forms.setdefault(line.removesuffix("-"), set()).add(role)


def build(folder: Path, text: Path | None, cache: Path) -> None:
    """Build the pack in `folder` from its build.toml and its lists of words, the files in `text`, and the registries.

    Args:
        folder: of the pack; what is built is put into it.
        text: the folder of the texts to count; needed if build.toml names any that are in no package.
        cache: where downloads are kept.

    Raises:
        PackError: an input is missing or is not the pinned one.
    """
    settings = read_pack_toml(folder / "build.toml")
    affixes, dictionary = fetch_dictionary(settings["dictionary"], cache)
    forms = expand_dictionary(dictionary, read_affixes(affixes))
    for path in filter(Path.exists, (folder / name for name in WORD_LISTS)):
        add_words(forms, read_lines(path))
    aliases = make_aliases(forms, settings.get("aliases", ()))
    stream = read_stream(read_text(settings, text, cache), frozenset(settings["elisions"]))
    with tempfile.TemporaryDirectory(prefix=".build-", dir=folder) as name:
        made = Path(name)
        flags = write_forms(made, settings, forms, aliases, stream, cache)
        write_model(made, settings, flags, aliases, stream)
        for built in BUILT:
            (made / built).replace(folder / built)
    seal(folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the builder from the command line."""
    parser = argparse.ArgumentParser(prog="python -m textrepair.pack_build", description=__doc__)
    parser.add_argument("pack", type=Path, help="the folder of the pack, with its build.toml")
    parser.add_argument("--text", type=Path, help="the folder of the text files to count")
    parser.add_argument("--cache", type=Path, default=Path(".pack-cache"), help="where downloads are kept")
    options = parser.parse_args(arguments)
    build(options.pack, options.text, options.cache)
    return 0
