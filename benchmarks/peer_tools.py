"""The public tools that `peers.py` compares textrepair with, each used as its manual says.

Spellers are shown only whole words of four lower-case letters and more. Each word is asked about once, and the first
suggestion is taken.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Only the standard library at the top of this file: the process of a tool must hold nothing but the tool.

__all__ = ["TOOLS", "Machinery", "NotInstalled", "Repairing", "Tool", "symspell_dictionary"]

# Long words cost pyspellchecker seconds at distance 2; its manual advises distance 1 for them.
_LONG = 10

Repairing = Callable[[str], str]


class NotInstalled(Exception):
    """A tool is missing; the message says how to install it."""


@dataclass(frozen=True)
class Tool:
    """A tool to compare with.

    Attributes:
        name: in tables.
        start: loads it and returns what repairs a text; raises ImportError or NotInstalled.
        distribution: the Python package that tells its version.
        command: the program, for a tool that is no Python package.
        how: how it is used.
    """

    name: str
    start: Callable[[Machinery], Repairing]
    distribution: str = ""
    command: str = ""
    how: str = ""


@dataclass
class Machinery:
    """What a tool needs besides itself, and the programs that it has started."""

    dictionary: Path | None = None
    programs: list[subprocess.Popen[str]] = field(default_factory=list)


# A part of a compound, or of a word that is cut at a line end, is no whole word.
_WORD = re.compile(r"(?<![^\s(«“\"'’])(?<![-¬]\n)(?!\w+://)[^\W\d_]{4,}(?![^\s.,;:!?)»”\"'’…])")


def guarded(correct: Repairing) -> Repairing:
    """Show a speller only what a fair user would: words of four letters and more, all lower case, each once."""
    remembered: dict[str, str] = {}

    def one(match: re.Match[str]) -> str:
        word = match.group()
        if not word.islower():
            return word
        if word not in remembered:
            remembered[word] = correct(word)
        return remembered[word]

    return lambda text: _WORD.sub(one, text)


def _nothing(_: Machinery) -> Repairing:
    return str


def _textrepair(_: Machinery) -> Repairing:
    import textrepair

    return textrepair.fix


def _ftfy(_: Machinery) -> Repairing:
    import ftfy

    return ftfy.fix_text


def _textacy(_: Machinery) -> Repairing:
    from functools import partial

    from textacy import preprocessing
    from textacy.preprocessing import normalize

    repairing: Repairing = preprocessing.make_pipeline(
        normalize.hyphenated_words, partial(normalize.unicode, form="NFC"), normalize.whitespace
    )
    return repairing


def _symspell(machinery: Machinery) -> Repairing:
    from symspellpy import SymSpell, Verbosity

    symspell = SymSpell(max_dictionary_edit_distance=2)
    if machinery.dictionary is None or not symspell.load_pickle(machinery.dictionary):
        raise NotInstalled("its dictionary was not made")

    def correct(word: str) -> str:
        if word in symspell.words:
            return word
        found = symspell.lookup(word, Verbosity.TOP, max_edit_distance=2)
        return found[0].term if found else word

    return guarded(correct)


def _pyspellchecker(distance: int) -> Callable[[Machinery], Repairing]:
    def start(_: Machinery) -> Repairing:
        from spellchecker import SpellChecker

        checker = SpellChecker(language="fr")

        def correct(word: str) -> str:
            if word in checker:
                return word
            checker.distance = 1 if len(word) > _LONG else distance
            return checker.correction(word) or word

        return guarded(correct)

    return start


def _wordninja(_: Machinery) -> Repairing:
    import wordninja

    if "fr" not in getattr(wordninja, "LANGUAGES", ()):
        raise NotInstalled("this wordninja has no French: pip install wordninja-pp")
    from textrepair.core import open_pack

    model = wordninja.LanguageModel("fr")
    lexicon = open_pack("fr").lexicon

    def correct(word: str) -> str:
        # Its word list is short: without a dictionary it cuts every rare word in two.
        if lexicon.knows(word):
            return word
        parts = list(model.split(word))
        return " ".join(parts) if all(lexicon.knows(part) for part in parts) else word

    return guarded(correct)


def _program(command: Sequence[str]) -> Callable[[Machinery], Repairing]:
    """A speller that speaks the protocol of ispell over pipes."""

    def start(machinery: Machinery) -> Repairing:
        if not shutil.which(command[0]):
            raise NotInstalled(f"apt-get install {command[0]} and its French dictionary")
        program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        read, write, messages = program.stdout, program.stdin, program.stderr
        assert read is not None
        assert write is not None
        assert messages is not None
        if not read.readline().startswith("@"):
            raise NotInstalled(f"{command[0]}: {messages.readline().strip()}")
        machinery.programs.append(program)

        def correct(word: str) -> str:
            write.write(f"^{word}\n")
            write.flush()
            answer = word
            while (line := read.readline().rstrip("\n")) != "":
                if line.startswith("&"):
                    answer = line.partition(": ")[2].split(", ")[0]
            return answer

        return guarded(correct)

    return start


TOOLS = (
    Tool("nothing", _nothing, how="the text as it is"),
    Tool("textrepair", _textrepair, distribution="textrepair", how="default chain"),
    Tool("ftfy", _ftfy, distribution="ftfy", how="`fix_text`, default settings"),
    Tool(
        "textacy",
        _textacy,
        distribution="textacy",
        how="preprocessing: `hyphenated_words`, `unicode` to NFC, `whitespace`",
    ),
    Tool(
        "aspell",
        _program(["aspell", "-a", "--lang=fr", "--encoding=utf-8"]),
        command="aspell",
        how="French dictionary, guarded, over a pipe",
    ),
    Tool(
        "hunspell",
        _program(["hunspell", "-a", "-i", "utf-8", "-d", "fr_FR"]),
        command="hunspell",
        how="French dictionary (comprehensive), guarded, over a pipe",
    ),
    Tool(
        "pyspellchecker, distance 1",
        _pyspellchecker(1),
        distribution="pyspellchecker",
        how="its French words, guarded",
    ),
    Tool(
        "pyspellchecker, distance 2",
        _pyspellchecker(2),
        distribution="pyspellchecker",
        how=f"the same; words of more than {_LONG} letters at distance 1",
    ),
    Tool(
        "symspellpy",
        _symspell,
        distribution="symspellpy",
        how="`lookup` at distance 2, guarded; textrepair’s own forms and frequencies, from a pickle",
    ),
    Tool(
        "wordninja-pp",
        _wordninja,
        distribution="wordninja-pp",
        how="French, guarded; only words unknown to textrepair’s lexicon, into known ones",
    ),
)


def symspell_dictionary(path: Path) -> None:
    """Make SymSpell's index of textrepair's own lexicon: the same words and frequencies, for a fair comparison."""
    from symspellpy import SymSpell

    from textrepair.core import open_pack

    lexicon = open_pack("fr").lexicon
    symspell = SymSpell(max_dictionary_edit_distance=2)
    for word in (*lexicon.forms, *lexicon.aliases):
        entry = lexicon.form(word)
        # Guarded, it is asked for such words only.
        if entry is not None and word.isalpha() and word.islower():
            symspell.create_dictionary_entry(word, max(1, round(10**entry.zipf)))
    symspell.save_pickle(path)
