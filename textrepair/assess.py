"""How damaged is a text, and is it worth repairing? An estimate without ground truth.

Counted are the words that the lexicon does not know and the patterns that damage leaves; a table in the
language pack (``assessment.toml``), fitted on pairs of OCR and ground truth, turns the counts into an
estimated word error rate with the range in which four fifths of such texts lie. It is made by
``training/assessment.py``; ``benchmarks/assessment.py`` measures how well it holds.

It runs at the speed of the chain on clean text: nothing is decoded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from textrepair.chain import default_chain
from textrepair.core import Pack, View
from textrepair.errors import PackError

__all__ = ["Assessment", "Calibration", "assess", "measure"]

# What damage looks like, by class. Each is one pass of the regular expression engine over the text.
PATTERNS: Mapping[str, re.Pattern[str]] = {
    "broken words at line ends": re.compile(r"[-‐¬\u00ad\x02](?<=[^\W\d_].)[ \t]*\n[ \t]*[^\W\d_]", re.DOTALL),
    "characters": re.compile("[\ufb00-\ufb06\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\u0300-\u036f]"),
    "detached accents": re.compile("[´`ˆ¨¸˜] ?[A-Za-z]"),
    "mojibake": re.compile("[ÂÃâ][\x80-\xbf€™œžŸ\u2018-\u201e]"),
    "signs alone": re.compile(r"(?<!\S)[^\w\s«»“”„\"'’‘()\[\]{}.,;:!?…–—•*/+=%°-](?!\S)"),
    "spacing": re.compile(r" (?: (?<=[^\s]  ) ?(?=[^\W\d_])|[.,](?=\s))"),
}
_ELISIONS = "elisions"
# Below this share of known words the text is beyond telling.
_OF_THE_LANGUAGE = 0.6


@dataclass(frozen=True)
class Assessment:
    """What can be told of a text without its ground truth. Shares and rates are 0–1.

    Attributes:
        characters: length in code points.
        words: number of stretches between white space.
        unknown: share of words in lower case that the lexicon does not know.
        unknown_names: share of words with a capital that it does not know; most are names.
        noise: share of words with a sign in them that belongs to no word.
        lost_letters: letters with a diacritic that the text has lost, such as "àè".
        patterns: how often each pattern of damage stands in the text.
        language: code of the language of the text: that of the pack, or one of the 25 others that are told apart; empty
            if it is beyond telling. The chain leaves other languages alone by the same judgement.
        word_error_rate: estimated.
        low, high: four fifths of texts with such counts have a rate between these.
    """

    characters: int
    words: int
    unknown: float
    unknown_names: float
    noise: float
    lost_letters: str
    patterns: Mapping[str, int]
    language: str
    word_error_rate: float
    low: float
    high: float

    def to_dict(self) -> dict[str, object]:
        """Return the fields, for JSON; rates with five digits."""
        return {name: round(value, 5) if isinstance(value, float) else value for name, value in asdict(self).items()}


def patterns_of(pack: Pack) -> dict[str, re.Pattern[str]]:
    """Return what damage looks like in a language, by class."""
    letters = "".join(word for word in sorted(pack.rules.elision_bare) if len(word) == 1)
    elided = rf"|[{letters}] [’']|[{letters}][’'] " if letters else ""
    elisions = re.compile(rf"(?<![\w’'])(?:[I|1!][’'\"]{elided}) ?(?=[^\W\d_])")
    return dict(sorted({**PATTERNS, _ELISIONS: elisions}.items()))


def measure(view: View) -> dict[str, float]:
    """Count what the estimate goes by: shares and rates per word (0 and more), by name."""
    words = view.statistics.words
    counts = dict.fromkeys(("unknown", "unknown names", "noise"), 0)
    for word, count in view.statistics.unknown.items():
        kind = "noise" if not word.isalpha() else "unknown" if word.islower() else "unknown names"
        counts[kind] += count
    for name, pattern in patterns_of(view.pack).items():
        counts[name] = sum(1 for _ in pattern.finditer(view.text))
    measured = {name: count / words for name, count in counts.items()}
    due = view.pack.rules.diacritic_frequencies
    # The share of words that have one of the letters lost, at five letters a word.
    measured["lost letters"] = sum(due[letter] for letter in view.statistics.lost) * 5 / 10_000
    return measured


@dataclass(frozen=True)
class Calibration:
    """A fitted table.

    Attributes:
        weights: what each measure adds to the score of a text.
        scores: ascending scores, one a row of the table.
        median, low, high: the word error rates (0–1) at each score.
    """

    weights: Mapping[str, float]
    scores: Sequence[float]
    median: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]

    def score(self, measured: Mapping[str, float]) -> float:
        """Weigh what was measured."""
        return sum(weight * measured.get(name, 0.0) for name, weight in self.weights.items())

    def estimate(self, score: float) -> tuple[float, float, float]:
        """Return the word error rate at a score, and the ends of its range, between the rows of the table."""
        k = bisect_right(self.scores, score)
        if k == 0:
            return self.median[0], self.low[0], self.high[0]
        if k == len(self.scores):
            return self.median[-1], self.low[-1], self.high[-1]
        along = (score - self.scores[k - 1]) / (self.scores[k] - self.scores[k - 1])
        middle, low, high = (
            rates[k - 1] + along * (rates[k] - rates[k - 1]) for rates in (self.median, self.low, self.high)
        )
        return middle, low, high


def _calibration(pack: Pack) -> Calibration:
    path = pack.folder / "assessment.toml"
    if not path.exists():
        raise PackError(f"{path}: it is not there: this pack cannot estimate error rates")
    data = pack.table(path.name)
    try:
        columns = [[row[column] for row in data["rows"]] for column in ("score", "median", "low", "high")]
        return Calibration(data["weights"], *columns)
    except (LookupError, TypeError) as error:
        raise PackError(f"{path}: it is damaged ({error!r}); install the pack again") from error


def _language(view: View, known: float) -> str:
    """Return the code of the language of a text of whose words a share (0–1) is known."""
    return view.zones.foreign or (view.pack.rules.code if known >= _OF_THE_LANGUAGE else "")


def assess(text: str, *, language: str = "fr") -> Assessment:
    """Estimate how damaged a text is.

    Args:
        text: any string; the longer, the surer the estimate. Below a hundred words it says little.
        language: code of the language pack.

    Raises:
        ConfigurationError: there is no such language.
        PackError: the pack has no table for estimates.

    >>> clean, noisy = assess("Le vent se lève."), assess("Lc vcnt sc léve, |’hommc aprés lui.")
    >>> clean.word_error_rate < 0.1 < noisy.word_error_rate
    True
    """
    chain = default_chain(language)
    pack, view = chain.pack, chain.plan.scan(text)
    measured = measure(view)
    calibration = _calibration(pack)
    rate, low, high = calibration.estimate(calibration.score(measured))
    words = len(text.split())
    known = 1 - min(1.0, measured["unknown"] + measured["unknown names"] + measured["noise"])
    return Assessment(
        characters=len(text),
        words=words,
        unknown=measured["unknown"],
        unknown_names=measured["unknown names"],
        noise=measured["noise"],
        lost_letters="".join(sorted(view.statistics.lost)),
        patterns={name: round(measured[name] * view.statistics.words) for name in patterns_of(pack)},
        language=_language(view, known) if words else "",
        word_error_rate=rate if words else 0.0,
        low=low if words else 0.0,
        high=high if words else 0.0,
    )
