"""Build the files of a language pack from the inputs that its `build.toml` pins.

The same inputs give the same bytes. Hand-made files of the pack (pack.toml, acronyms.txt) are left
alone; `manifest.toml` records the SHA-256 of every file that was built.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import re
import subprocess
import tomllib
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textrepair.errors import PackError
from textrepair.foldindex import fold, fold_sections
from textrepair.lexicon import ZIPF_STEPS, Flag
from textrepair.pack_build.counting import Stream, choose_vocabulary, count_forms, map_stream, read_stream
from textrepair.pack_build.hunspell import Role, expand_dictionary, read_affixes
from textrepair.pack_build.kneser_ney import estimate, quantise
from textrepair.stringtable import write_sections, write_string_table

__all__ = ["build", "main"]

STEPS_PER_NAT = 12
BUILT = (
    "aliases.txt",
    "bigrams.idx",
    "forms.idx",
    "forms.txt",
    "ngrams.idx",
    "ngrams.txt",
)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_pinned(path: Path, expected: str) -> None:
    """Raise PackError unless the file is the one that build.toml names."""
    found = sha256_of(path)
    if found != expected:
        raise PackError(f"{path}: SHA-256 is {found}, build.toml pins {expected}; fetch the pinned file")


def fetch_dictionary(pins: Mapping[str, str], cache: Path) -> tuple[Path, Path]:
    """Fetch the Debian package of a dictionary into `cache`, check it, and return its .aff and .dic."""
    cache.mkdir(parents=True, exist_ok=True)
    pattern = f"{pins['package']}_*.deb"
    if not any(cache.glob(pattern)):
        subprocess.run(["apt-get", "download", f"{pins['package']}={pins['version']}"], cwd=cache, check=True)
    (package,) = cache.glob(pattern)
    check_pinned(package, pins["sha256"])
    unpacked = cache / package.stem
    subprocess.run(["dpkg-deb", "-x", str(package), str(unpacked)], check=True)
    folder = unpacked / "usr" / "share" / "hunspell"
    return folder / pins["affixes"], folder / pins["dictionary"]


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
        elif Role.NAME in roles:
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
) -> dict[str, Flag]:
    """Count, flag and write the forms and aliases; return the flags of each form."""
    counts = count_forms(stream, forms, aliases)
    total = sum(counts.values())
    short_words = frozenset(settings["short_words"])
    words = sorted(forms)
    joined_only = re.compile(settings["joined_only"])
    flags = {word: flags_of(word, forms[word], word in counts, short_words, joined_only) for word in words}
    zipf = [
        min(255, max(1, round(ZIPF_STEPS * math.log10(counts[word] / total * 1e9)))) if word in counts else 0
        for word in words
    ]
    write_string_table(
        folder / "forms.txt",
        words,
        {"zipf": zipf, "flags": [int(flags[word]) for word in words]},
        comments=settings["forms_header"].splitlines(),
        sections=fold_sections(words),
        meta={
            "elisions": sorted(settings["elisions"]),
            "elided_initials": settings["elided_initials"],
            "particles": sorted(settings["particles"]),
        },
    )
    head = "".join(f"# {line}".rstrip() + "\n" for line in settings["aliases_header"].splitlines())
    (folder / "aliases.txt").write_text(
        head + "".join(f"{alias}\t{aliases[alias]}\n" for alias in sorted(aliases)), "utf-8", newline="\n"
    )
    return flags


def write_model(
    folder: Path,
    settings: Mapping[str, Any],
    flags: Mapping[str, Flag],
    aliases: Mapping[str, str],
    stream: Stream,
) -> None:
    """Estimate and write the language model."""
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
    )
    numbers = map_stream(stream, vocabulary)
    model = estimate(numbers, len(vocabulary.words), model_settings["least_pair_count"])
    write_string_table(
        folder / "ngrams.txt",
        vocabulary.words,
        {
            "backoff": quantise(model.backoffs, STEPS_PER_NAT).tolist(),
            "unigram": quantise(model.unigrams, STEPS_PER_NAT).tolist(),
        },
        comments=settings["ngrams_header"].splitlines(),
        meta={
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
        },
    )


def write_manifest(folder: Path) -> None:
    """Record the SHA-256 of every built file."""
    lines = ["# Written by `python -m textrepair.pack_build`; do not edit.", "[files]"]
    lines += [f'"{name}" = "{sha256_of(folder / name)}"' for name in BUILT]
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def build(folder: Path, text: Path, cache: Path) -> None:
    """Build the pack in `folder` from its build.toml, the text files in `text`, and the registries.

    Raises PackError when an input is not the pinned one.
    """
    settings = tomllib.loads((folder / "build.toml").read_text("utf-8"))
    paths = [text / source["file"] for source in settings["text"]]
    for path, source in zip(paths, settings["text"], strict=True):
        check_pinned(path, source["sha256"])
    affixes, dictionary = fetch_dictionary(settings["dictionary"], cache)
    forms = expand_dictionary(dictionary, read_affixes(affixes))
    aliases = make_aliases(forms, settings["aliases"])
    stream = read_stream(paths, frozenset(settings["elisions"]))
    flags = write_forms(folder, settings, forms, aliases, stream)
    write_model(folder, settings, flags, aliases, stream)
    write_manifest(folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the builder from the command line."""
    parser = argparse.ArgumentParser(prog="python -m textrepair.pack_build", description=__doc__)
    parser.add_argument("pack", type=Path, help="the folder of the pack, with its build.toml")
    parser.add_argument("--text", type=Path, required=True, help="the folder of the text files to count")
    parser.add_argument("--cache", type=Path, default=Path(".pack-cache"), help="where downloads are kept")
    options = parser.parse_args(arguments)
    build(options.pack, options.text, options.cache)
    return 0
