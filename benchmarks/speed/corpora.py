"""Make the texts that speed is measured on, from files of the repository: the same on every machine.

The French texts are sentences of the hand-made truth in ``tests/golden``: shuffled, repeated to about 200 kB, set in
lines like a page, and damaged after ``lexicons/fr/confusions.tsv``. Repetition flatters caches of words, so read the
cold rows beside the warm ones. The heavily damaged text is the real document ``tests/golden/003.txt``, not repeated:
damage that recurs would be taken for the author's intent.
"""

from __future__ import annotations

import json
import math
import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from textrepair.core import Pack, open_pack

__all__ = ["NAMES", "REAL_NAMES", "Corpus", "corpus", "damage", "sentences"]

_ROOT = Path(__file__).parents[2]
_GOLDEN = _ROOT / "tests" / "golden"
_SEEDS = ("000", "002", "003", "004")
_SIZE = 200_000
_WIDTH = 80
_PARAGRAPH = 5
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+(?=[A-ZÀÉÈÊÎÔŒÇ«])")
# Shares of damaged places; the rest are confusions. Words joined and split, after seed 003.
_JOINED, _SPLIT = 0.12, 0.06
# Stands where a space is to be taken away: a character of the private use area, which no text holds.
_JOIN = "\ue000"
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Corpus:
    """A text to be timed on, or several that are repaired one by one.

    Attributes:
        name: what it is called in tables.
        what: what it is, for readers.
        documents: the texts.
    """

    name: str
    what: str
    documents: tuple[str, ...]

    @cached_property
    def megabytes(self) -> float:
        """Its size in UTF-8, in millions of bytes."""
        return sum(len(document.encode()) for document in self.documents) / 1e6


def damage(text: str, rate: float, pack: Pack, *, seed: int = 0) -> str:
    """Damage about a given share of the words of a text, as OCR does.

    Args:
        text: clean text.
        rate: 0–1, the chance of a word of three letters and more to be damaged.
        pack: gives the confusion table; a confusion is drawn by its own chance.
        seed: of the random numbers; the same seed gives the same damage.

    >>> french = open_pack("fr")
    >>> damage("les progrès de l’informatique", 0.0, french)
    'les progrès de l’informatique'
    """
    draw = random.Random(seed)
    rows = [row for row in pack.confusions if row.printed and row.printed != row.read]

    def damaged(match: re.Match[str]) -> str:
        word = match.group()
        if draw.random() >= rate:
            return word
        kind = draw.random()
        if kind < _SPLIT and len(word) > 4:
            place = draw.randrange(2, len(word) - 1)
            return f"{word[:place]} {word[place:]}"
        if kind > 1 - _JOINED:
            return f"{word}{_JOIN}"
        fitting = [row for row in rows if row.printed in word]
        if not fitting:
            return f"{word}{_JOIN}"
        (row,) = draw.choices(fitting, [math.exp(-row.cost) for row in fitting])
        places = [match.start() for match in re.finditer(re.escape(row.printed), word)]
        place = draw.choice(places)
        return word[:place] + row.read + word[place + len(row.printed) :]

    # A joined word takes away the space after it; where none follows, nothing is joined.
    return _WORD.sub(damaged, text).replace(f"{_JOIN} ", "").replace(_JOIN, "")


def sentences() -> list[str]:
    """Return the sentences of the truth; titles and tables are left out."""
    found: dict[str, None] = {}
    for seed in _SEEDS:
        for paragraph in (_GOLDEN / f"{seed}.truth.txt").read_text(encoding="utf-8").split("\n\n"):
            for sentence in _SENTENCE_END.split(" ".join(paragraph.split())):
                if sentence.count(" ") >= 5 and sentence[-1] in ",.;:!?":
                    found[sentence] = None
    return list(found)


def _page(sentences: Sequence[str], *, seed: int = 0) -> str:
    """Sentences in paragraphs and lines, each drawn as often as the others, up to the size of a corpus."""
    draw = random.Random(seed)
    lines: list[str] = []
    size = 0
    for paragraph in _paragraphs(sentences, draw):
        lines += [*textwrap.wrap(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False), ""]
        size += len(paragraph.encode()) + 2
        if size >= _SIZE:
            break
    return "\n".join(lines)


def _paragraphs(sentences: Sequence[str], draw: random.Random) -> Iterator[str]:
    while True:
        shuffled = draw.sample(sentences, len(sentences))
        for k in range(0, len(shuffled), _PARAGRAPH):
            yield " ".join(shuffled[k : k + _PARAGRAPH])


NAMES = ("clean", "light", "heavy", "heavy-made", "capitals", "one-line", "english", "german")
"""The corpora that are made of what ships."""

REAL_NAMES = ("real-clean", "real-ocr")
"""Those that need the data beside the repository."""


def corpus(name: str, shared: Path | None = None) -> Corpus:
    """Make a corpus by its name.

    Args:
        name: one of :data:`NAMES`, or of :data:`REAL_NAMES`.
        shared: the folder of the data beside the repository, for the latter.

    Raises:
        KeyError: there is none of that name.
        FileNotFoundError: the data beside the repository is not there.
    """
    french = open_pack("fr")
    if name in REAL_NAMES:
        return _real(name, shared or _ROOT.parent / "shared")
    if name == "heavy":
        text = (_GOLDEN / "003.txt").read_text(encoding="utf-8")
        return Corpus(name, "seed 003 as it was extracted, 12 % of its words damaged", (text,))
    if name == "english":
        return Corpus(name, "English prose, a few sentences repeated", (_page(_ENGLISH),))
    if name == "german":
        return Corpus(name, "German prose, a few sentences repeated", (_page(_GERMAN),))
    clean = _page(sentences())
    light = damage(clean, 0.013, french)
    made = {
        "clean": ("French prose, the truth of the seeds", clean),
        "light": ("the same, about 1 % of the words damaged", light),
        "heavy-made": ("the same, about 12 % of the words damaged", damage(clean, 0.16, french)),
        "capitals": ("the clean prose in capitals", clean.upper()),
        "one-line": ("the lightly damaged prose without a line end", " ".join(light.split())),
    }
    what, text = made[name]
    return Corpus(name, what, (text,))


def _real(name: str, shared: Path) -> Corpus:
    if name == "real-clean":
        text = (shared / "clean" / "fp" / "mixed-genres.txt").read_text(encoding="utf-8")
        # From the middle of each fifth, so that more than one genre is in it.
        fifth, share = len(text) // 5, _SIZE // 5
        return Corpus(name, "French of several genres", tuple(text[k * fifth :][:share] for k in range(5)))
    documents: list[str] = []
    size = 0
    with (shared / "pairs" / "realocr-dev.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records[:: max(1, len(records) // 60)]:
        documents.append(record["ocr"])
        size += len(record["ocr"].encode())
        if size >= _SIZE:
            break
    return Corpus(name, f"OCR of {len(documents)} scanned pages", tuple(documents))


# Written for this file, in the manner of the nineteenth century.
_ENGLISH = (
    "The river had risen in the night, and by morning the lower meadows lay under a foot of brown water.",
    "Nobody in the village could remember such a winter, though the miller claimed that he had seen a worse one.",
    "She closed the book, put out the lamp, and listened to the wind that moved through the old house.",
    "It is a mistake to suppose that a traveller learns more by going further; he learns by looking longer.",
    "The committee resolved that the bridge should be repaired before the spring, and that the cost be shared.",
    "Of the seven ships that left the harbour in June, only three were heard of again.",
    "Mr. Harding, who had waited for this moment for twenty years, found that he had nothing to say.",
    "The soil of the northern parish is thin and stony, and yields little besides oats, turnips and patience.",
    "There was a long silence, broken at last by the striking of the church clock across the square.",
    "All persons who have claims against the estate are requested to send them in writing to the solicitors.",
    "A child of six could have answered the question, but the professor preferred to write a chapter about it.",
    "They walked along the cliff until the lighthouse was only a white mark between the sea and the sky.",
    "The law, which was meant to protect the weak, had become in the hands of the clever a weapon against them.",
    "Her letters, tied with a blue ribbon, were found in the drawer together with a key that fitted no lock.",
    "In the autumn the swallows gather on the wires, chatter for a week, and are gone between two mornings.",
    "The engineer explained that the pressure would double with every ten fathoms and that the glass would not hold.",
    "What he called prudence his neighbours called fear, and history has not yet decided between them.",
    "Three hundred copies were printed, of which two hundred and eighty remained with the publisher.",
    "The evening train was late, the waiting room was cold, and the only newspaper was of the week before.",
    "No member shall speak more than twice upon the same motion without the leave of the chair.",
    "He had a garden of which he was proud, a dog of which he was fond, and a brother of whom he never spoke.",
    "The stones of the abbey may be found today in half the farmhouses of the valley.",
    "When the fever had passed, she asked for bread, for her mother, and for the window to be opened.",
    "Knowledge of the tides was handed from father to son, and was never written down before this century.",
)
_GERMAN = (
    "Der Fluss war über Nacht gestiegen, und am Morgen standen die unteren Wiesen einen Fuß tief unter braunem Wasser.",
    "Niemand im Dorf konnte sich eines solchen Winters erinnern, obwohl der Müller einen ärgeren zu kennen meinte.",
    "Sie schloss das Buch, löschte die Lampe und lauschte dem Wind, der durch das alte Haus ging.",
    "Wer weiter reist, lernt darum nicht mehr; es lernt, wer länger hinsieht.",
    "Der Ausschuss beschloss, die Brücke vor dem Frühjahr auszubessern und die Kosten gleichmäßig zu verteilen.",
    "Von den sieben Schiffen, die im Juni den Hafen verließen, hat man nur von dreien wieder gehört.",
    "Herr Hartmann, der zwanzig Jahre auf diesen Augenblick gewartet hatte, wusste nun nichts zu sagen.",
    "Der Boden der nördlichen Gemeinde ist dünn und steinig und bringt außer Hafer, Rüben und Geduld wenig hervor.",
    "Es entstand eine lange Stille, die erst der Schlag der Kirchenuhr auf der anderen Seite des Platzes brach.",
    "Wer Ansprüche an den Nachlass hat, wird ersucht, sie schriftlich bei der Kanzlei anzumelden.",
    "Ein Kind von sechs Jahren hätte die Frage beantworten können, doch der Professor schrieb lieber ein Buch darüber.",
    "Sie gingen die Klippe entlang, bis der Leuchtturm nur noch ein weißer Strich zwischen Meer und Himmel war.",
    "Das Gesetz, das die Schwachen schützen sollte, war in den Händen der Klugen zur Waffe gegen sie geworden.",
    "Ihre Briefe, mit einem blauen Band verschnürt, fanden sich in der Schublade neben einem Schlüssel ohne Schloss.",
    "Im Herbst sammeln sich die Schwalben auf den Drähten, schwatzen eine Woche und sind zwischen zwei Tagen fort.",
    "Der Ingenieur erklärte, dass sich der Druck alle zehn Klafter verdopple und das Glas nicht halten werde.",
    "Was er Vorsicht nannte, nannten seine Nachbarn Furcht, und die Geschichte hat noch nicht entschieden.",
    "Dreihundert Exemplare wurden gedruckt, von denen zweihundertachtzig beim Verleger liegen blieben.",
    "Der Abendzug hatte Verspätung, der Wartesaal war kalt, und die einzige Zeitung stammte aus der Vorwoche.",
    "Kein Mitglied soll ohne Erlaubnis des Vorsitzenden mehr als zweimal zu demselben Antrag sprechen.",
    "Er besaß einen Garten, auf den er stolz war, einen Hund, den er liebte, und einen Bruder, von dem er schwieg.",
    "Die Steine der Abtei findet man heute in der Hälfte aller Bauernhäuser des Tals wieder.",
    "Als das Fieber vorüber war, verlangte sie nach Brot, nach ihrer Mutter und nach einem offenen Fenster.",
    "Die Kenntnis der Gezeiten ging vom Vater auf den Sohn über und wurde vor diesem Jahrhundert nie aufgeschrieben.",
)
