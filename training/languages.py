"""Count the table of languages: the commonest words of each, and how its other words begin and end.

    pip install wordfreq==3.1.1 && python -m training.languages

Writes `lexicons/languages.tsv`, from which :mod:`textrepair.core.zones.languages` tells languages apart. The counts are
those of wordfreq 3.1.1 (Robyn Speer and others, data under CC BY-SA 4.0); Latin is counted in `texts/latin.txt`.
``benchmarks/languages.py`` measures the table against public libraries.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "lexicons" / "languages.tsv"
LATIN = Path(__file__).parent / "texts" / "latin.txt"

# The languages that are written in Latin letters and that wordfreq has 10,000 words of. Others show in their script.
# ``sh`` stands for Bosnian, Croatian and Serbian; Malay is left out, which is Indonesian to a table of words.
LANGUAGES = {
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sh": "Serbo-Croatian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sv": "Swedish",
    "tr": "Turkish",
    "vi": "Vietnamese",
}
# What files call the languages besides: codes of ISO 639-2, those of the languages that a row stands for, and those
# that Tesseract has for print in Fraktur.
CODES = {
    "ca": "cat",
    "cs": "ces cze",
    "da": "dan dan_frak",
    "de": "deu ger deu_frak deu_latf frk gsw nds",
    "en": "eng enm",
    "es": "spa spa_old castilian",
    "fi": "fin",
    "fr": "fra fre frm",
    "hu": "hun",
    "id": "ind msa may ms",
    "is": "isl ice",
    "it": "ita ita_old",
    "la": "lat",
    "lt": "lit",
    "lv": "lav",
    "nb": "nob nor nno no nn",
    "nl": "nld dut flemish",
    "pl": "pol",
    "pt": "por",
    "ro": "ron rum mol romanian moldavian",
    "sh": "hbs srp hrv bos sr hr bs serbian croatian bosnian",
    "sk": "slk slo slk_frak",
    "sl": "slv slovenian",
    "sv": "swe swe_frak",
    "tr": "tur",
    "vi": "vie",
}
# How many words of each language have a row of their own. With 150, 0.6 % fewer spans of three words were told right;
# with 1,000, 0.5 % more, and the table is two and a half times as large.
COMMON = 400
# How many words the beginnings and endings are counted in, and how many of each are kept.
COUNTED, KEPT = 60_000, 700
# A word counts by its frequency to this power: by types alone, rare words would decide; by tokens, the commonest.
_POWER = 0.7
_RAREST = 1e-6
_WORD = re.compile(r"[^\W\d_]+")

_HEAD = """\
# How likely a word is in each language, as −ln of its probability, in tenths of a nat. First the code and the name of
# each language, and its other codes; then a row is a word, or the first or last three letters of words that have no
# row, the languages and their numbers. The first such row of each kind is the number of a language that a row does not
# name. Made by
# training/languages.py from wordfreq 3.1.1 (Robyn Speer, Joshua Chin, Andrew Lin, Sara Jewett, Lance Nathan; its
# sources, among them the Exquisite Corpus, OpenSubtitles, SUBTLEX and Wikipedia, stand at
# https://github.com/rspeer/wordfreq), licence CC BY-SA 4.0. Changed: only counts of words, beginnings and endings.
# The words of Latin are counted in training/texts/latin.txt, in the public domain.
"""


def frequencies(language: str) -> dict[str, float]:
    """Return the commonest words of a language, with their shares of running text (0–1), the commonest first."""
    from wordfreq import get_frequency_dict

    counted: Mapping[str, float] = get_frequency_dict(language, "best")
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:COUNTED]
    return {word: share for word, share in ordered if _WORD.fullmatch(word)}


def latin() -> dict[str, float]:
    """Return the words of the Latin texts, with their shares, the commonest first."""
    text = LATIN.read_text("utf-8").partition("\n\n")[2]
    counted = Counter(_WORD.findall(text.lower()))
    return {word: number / counted.total() for word, number in counted.most_common()}


def _tenths(share: float) -> int:
    return round(-10 * math.log(share))


def _rows(kind: str, shares: Mapping[str, Mapping[str, float]], rarest: float) -> Iterator[str]:
    """Yield the rows of one kind, from the shares of strings by language."""
    yield f"{kind}\t*\t{_tenths(rarest)}"
    strings = sorted({string for counted in shares.values() for string in counted})
    for string in strings:
        found = [
            f"{language}{_tenths(counted[string])}"
            for language, counted in sorted(shares.items())
            if counted.get(string, 0.0) > rarest
        ]
        yield f"{kind}\t{string}\t{' '.join(found)}"


def table() -> str:
    """Return the text of the table."""
    counted = {**{language: frequencies(language) for language in LANGUAGES}, "la": latin()}
    common = {word for words in counted.values() for word in list(words)[:COMMON]}
    words = {
        language: {word: share for word, share in of.items() if word in common} for language, of in counted.items()
    }
    parts: dict[str, dict[str, dict[str, float]]] = {"head": {}, "tail": {}}
    for language, of in counted.items():
        for kind, cut in (("head", slice(None, 3)), ("tail", slice(-3, None))):
            pieces: Counter[str] = Counter()
            for word, share in of.items():
                if word not in common:
                    pieces[word[cut]] += share**_POWER  # type: ignore[assignment]
            total = sum(pieces.values())
            ordered = sorted(pieces.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
            parts[kind][language] = {piece: weight / total for piece, weight in ordered}
    names = [f"name\t{code}\t{name}" for code, name in sorted({**LANGUAGES, "la": "Latin"}.items())]
    codes = [f"code\t{other}\t{code}" for code, others in sorted(CODES.items()) for other in others.split()]
    lines = [
        *names,
        *codes,
        *_rows("word", words, _RAREST),
        *_rows("head", parts["head"], 2e-5),
        *_rows("tail", parts["tail"], 2e-5),
    ]
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    before = TABLE.read_text("utf-8") if TABLE.exists() else ""
    TABLE.write_text(table(), "utf-8", newline="\n")
    print(f"{TABLE}: {'unchanged' if TABLE.read_text('utf-8') == before else 'changed'}")
    sys.exit(0)
