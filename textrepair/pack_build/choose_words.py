"""Choose words that the dictionary of a pack lacks, and write them into the pack as `words-by-rule.txt`.

    python -m textrepair.pack_build.choose_words lexicons/fr --text DIRECTORY [--foreign lexicons/en]

A word is chosen that

- stands in lower case, without a hyphen, in the counted texts: twice, or four times if it has less than seven
  letters; the glosses that confirm it are no such text; and it has no letters but those of the language;
- is a headword of these glosses, or one with an ending of inflection that build.toml names;
- is neither a name, nor a word of the foreign pack, nor a form or alias of the dictionary, also with other accents;
- is no frequent word with one letter wrong, too many or too few, nor two frequent words that ran together.

The same inputs give the same list, whatever was built before. Then build the pack.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from pathlib import Path

from textrepair.core import Pack, Rules
from textrepair.pack_build.build import add_words, fetch_dictionary, make_aliases, read_names, read_text, zipf_steps
from textrepair.pack_build.counting import count_forms, count_names, read_stream
from textrepair.pack_build.hunspell import expand_dictionary, read_affixes
from textrepair.pack_build.markup import read_glosses
from textrepair.pack_build.packages import fetch, read_members
from textrepair.tables.columns import ZIPF_STEPS
from textrepair.tables.mapped import fold
from textrepair.tables.ngrams import Capitals
from textrepair.tables.pack_files import read_lines, read_pack_toml

__all__ = ["choose", "main"]

LEAST_LETTERS = 5
LONG = 7
LEAST_COUNT = {True: 2, False: 4}  # of long words, and of shorter ones
# How frequent (zipf) a word is whose misreading one must fear, and one that may have run together with another.
FEARED = 2.5
COMMON = 3.5
HEADER = """\
# Words that the dictionary lacks, chosen by textrepair/pack_build/choose_words.py, which says by what rule: write into
# words.txt what it does not find. They are built into forms.txt; with it under the Mozilla Public License, v. 2.0.
"""


def near(word: str) -> Iterator[str]:
    """Yield keys of a word; two words share one when they differ in one letter, or one has one more.

    >>> sorted(set(near("lait")) & set(near("laid")))
    ['lai', 'lai*']
    >>> not set(near("lait")).isdisjoint(near("lat"))
    True
    """
    yield word
    for place in range(len(word)):
        yield f"{word[:place]}*{word[place + 1 :]}"
        yield word[:place] + word[place + 1 :]


def choose(
    counts: Mapping[str, int],
    heads: Set[str],
    endings: Sequence[str],
    zipf: Mapping[str, float],
    taken: Collection[str],
) -> list[str]:
    """Choose words by the rule of this module.

    Args:
        counts: how often each word stands in the texts.
        heads: the headwords that confirm.
        endings: what a headword may have after it.
        zipf: how frequent each form of the dictionary is.
        taken: the folded spellings that are no candidates.

    >>> counts = {"rétropédaler": 2, "rétropédalers": 2, "pétrole": 3, "maisonn": 9, "lamaison": 4, "xylope": 2}
    >>> choose(counts, counts.keys() - {"rétropédalers"}, ["s"], {"maison": 5.0, "la": 7.0}, {"petrole"})
    ['rétropédaler', 'rétropédalers']
    """
    feared = {key for form, value in zipf.items() if value >= FEARED for key in near(fold(form))}
    common = {form for form, value in zipf.items() if value >= COMMON}
    chosen = []
    for word, count in counts.items():
        if len(word) < LEAST_LETTERS or count < LEAST_COUNT[len(word) >= LONG] or fold(word) in taken:
            continue
        stems = [word, *(word.removesuffix(ending) for ending in endings if word.endswith(ending))]
        is_glued = any(word[:place] in common and word[place:] in common for place in range(1, len(word)))
        if not is_glued and not heads.isdisjoint(stems) and feared.isdisjoint(near(fold(word))):
            chosen.append(word)
    return sorted(chosen)


def choose_words(folder: Path, text: Path, foreign: Path, cache: Path) -> list[str]:
    """Return the words that the pack in `folder` is to have by rule; see :func:`main` for the arguments."""
    settings = read_pack_toml(folder / "build.toml")
    affixes, dictionary = fetch_dictionary(settings["dictionary"], cache)
    forms = expand_dictionary(dictionary, read_affixes(affixes))
    if (folder / "words.txt").exists():
        add_words(forms, read_lines(folder / "words.txt"))
    aliases = make_aliases(forms, settings.get("aliases", ()))
    glosses = [source for source in settings["text"] if source.get("format") == "glosses"]
    others = [source for source in settings["text"] if source not in glosses]
    stream = read_stream(read_text({**settings, "text": others}, text, cache), frozenset(settings["elisions"]))
    form_counts = count_forms(stream, forms, aliases, Capitals.read(settings.get("capitals", {})))
    total = sum(form_counts.values())
    zipf = {form: zipf_steps(count, total) / ZIPF_STEPS for form, count in form_counts.items() if form.islower()}
    entries = [read_glosses(content) for source in glosses for _, content in members_of(source, cache)]
    heads = {word for entry in entries for word, _ in entry}
    strange = Pack(foreign)
    letters = Rules.read(folder / "language.toml").letters
    counts = {
        word: count
        for word, count in zip(stream.types, stream.counts.tolist(), strict=True)
        if word.islower() and letters.issuperset(word) and not strange.knows(word)
    }
    names = read_names(settings.get("names", ()), cache) | count_names(stream, settings["least_name_count"]).keys()
    taken = {fold(word) for word in (*forms, *aliases, *names)}
    return choose(counts, heads, settings["words_by_rule"]["endings"], zipf, taken)


def members_of(source: Mapping[str, str], cache: Path) -> Iterator[tuple[str, bytes]]:
    """Fetch a package and yield the files of it that are read."""
    return read_members(fetch(source, cache), source["member"])


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pack", type=Path, help="the folder of the pack, with its build.toml")
    parser.add_argument("--text", type=Path, required=True, help="the folder of the text files to count")
    parser.add_argument("--foreign", type=Path, help="a pack whose words are foreign (en, beside the pack)")
    parser.add_argument("--cache", type=Path, default=Path(".pack-cache"), help="where downloads are kept")
    options = parser.parse_args()
    words = choose_words(options.pack, options.text, options.foreign or options.pack.parent / "en", options.cache)
    target = options.pack / "words-by-rule.txt"
    target.write_text(HEADER + "".join(f"{word}\n" for word in words), "utf-8", newline="\n")
    print(f"{target}: {len(words)} words")


if __name__ == "__main__":
    main()
