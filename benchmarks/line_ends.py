"""Measure which words are joined again at line ends, and which compounds keep their hyphen.

    python benchmarks/line_ends.py [--write]

The texts are the truths of tests/samples and tests/golden, set in lines of 46 characters. Words are cut between
syllables by rules of this script's own. Every ninth word is followed by a compound whose hyphen ends its line: of the
lexicon, a verb and its pronoun, a prefix, two number words, or a name. The hyphen is then written by each of the signs
that engines write, or is lost, in plain text and in each format of pages. Lines without any cut count what is joined
where nothing was cut. `--write` writes results/line-ends.md.
"""

from __future__ import annotations

import argparse
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import cycle, product
from pathlib import Path
from typing import NamedTuple

from sets import ROOT, evenly

from textrepair import Chain
from textrepair.core import Pack, open_pack
from textrepair.formats.pages.files import PageFiles

RESULT = Path(__file__).parent / "results" / "line-ends.md"
WIDTH, EVERY, DOCUMENT = 46, 9, 350
SIGNS = {
    "-": "-",
    "--": "--",
    "‐ U+2010": "\u2010",
    "‑ U+2011": "\u2011",
    "⸗ U+2E17": "\u2e17",
    "¬": "¬",
    "soft hyphen": "\u00ad",
    "U+0002": "\x02",
    "–": "–",
    "—": "—",
    "=": "=",
    "·": "·",
    "_": "_",
    "lost": "",
}
VOWELS = "aàâäeéèêëiîïoôöuùûüyœæ"
# Two consonants that begin a syllable together, and letters that are one sound.
TOGETHER = {a + b for a, b in product("bcdfgptv", "lr")} | {"ch", "ph", "th", "gn", "qu", "gu"}
VERBS = "dit vois peut sont avait est disait sommes iriez croyez prends donne".split()
PRONOUNS = {"dit": "il on", "vois": "tu", "peut": "on elle", "sont": "ils elles", "avait": "il elle", "est": "ce il"}
PRONOUNS |= {
    "disait": "il on",
    "sommes": "nous",
    "iriez": "vous",
    "croyez": "moi vous",
    "prends": "en",
    "donne": "moi le",
}
PREFIXES, PREFIXED = "ex non vice sous contre anti".split(), "ministre directeur trésorier paiement préfet".split()
NUMBERS = product("vingt trente quarante cinquante".split(), "deux quatre sept neuf".split())
NAMES = [
    "Jean-Marc", "Saint-Flour", "Marie-Claire", "Villeneuve-Loubet", "Mont-Dore", "Pierre-Yves", "Sainte-Anne",
    "Bourg-Lastic", "Anne-Laure", "Saint-Sernin", "Charles-Henri", "Neuilly-Plaisance", "Louis-Paul", "Rueil-Malmaison",
]  # fmt: skip


class Cut(NamedTuple):
    """A word that a line end divides: its two pieces, and whether the hyphen between them is its own."""

    left: str
    right: str
    is_compound: bool

    @property
    def word(self) -> str:
        """The word as it is to be."""
        return f"{self.left}-{self.right}" if self.is_compound else self.left + self.right


class Page(NamedTuple):
    """Lines of words; the cut that ends each line, if any; and the words of the text, whole."""

    lines: list[list[str]]
    cuts: list[Cut | None]
    words: list[str]


def syllables(word: str) -> Iterator[int]:
    """Yield the places at which a word of lower-case letters may be cut."""
    for place in range(2, len(word) - 2):
        before, letter = word[place - 1], word[place]
        if letter in VOWELS or (word[place + 1] not in VOWELS and word[place : place + 2] not in TOGETHER):
            continue
        if before + letter in TOGETHER or not any(a in VOWELS for a in word[:place]):
            continue
        yield place


def compounds(pack: Pack) -> list[tuple[str, str]]:
    """Return compounds as two pieces: of the lexicon, and by pattern."""
    forms = (ROOT / "lexicons" / "fr" / "forms.txt").read_text("utf-8").split()
    known = [form for form in forms if form.count("-") == 1 and "'" not in form and pack.zipf(form) >= 2.3]
    made = [f"{verb}-{pronoun}" for verb in VERBS for pronoun in PRONOUNS[verb].split()]
    made += ["-".join(pair) for pair in (*product(PREFIXES, PREFIXED), *NUMBERS)] + NAMES
    pairs = [tuple(compound.split("-")) for compound in (*evenly(known, 160), *made)]
    return [(left, right) for left, right in pairs if len(left) > 1 and len(right) > 1]


def texts() -> list[list[str]]:
    """Return the words of the texts, in documents."""
    samples = (ROOT / "tests" / "samples" / "pairs.jsonl").read_text("utf-8").splitlines()
    read = [json.loads(line)["truth"] for line in samples]
    read += [path.read_text("utf-8") for path in sorted((ROOT / "tests" / "golden").glob("*.truth.txt"))]
    words = [word for text in read for word in text.split() if any(map(str.isalpha, word)) and "-" not in word]
    return [words[k : k + DOCUMENT] for k in range(0, len(words), DOCUMENT)]


def pages(divide: bool) -> list[Page]:
    """Set the texts in lines.

    Args:
        divide: cut words, and put compounds at line ends; else neither.
    """
    given = compounds(open_pack("fr"))
    source = cycle(given)
    made: list[Page] = []
    for words in texts():
        page = Page([[]], [], [])
        for number, word in enumerate(words, 1):
            _set(page, word, divide=divide)
            if divide and number % EVERY == 0:
                left, right = next(source)
                page.words.append(f"{left}-{right}")
                page.lines[-1].append(left)
                page.cuts.append(Cut(left, right, True))
                page.lines.append([right])
        page.cuts.append(None)
        made.append(page)
    return made


def _set(page: Page, word: str, *, divide: bool) -> None:
    page.words.append(word)
    room = WIDTH - len(" ".join(page.lines[-1])) - 2
    if len(word) <= room:
        page.lines[-1].append(word)
        return
    bare = re.match(r"[a-zà-ÿœ]+(?=[,.;:]?$)", word)
    places = [place for place in syllables(bare[0]) if place <= room] if bare and divide else []
    if places:
        page.lines[-1].append(word[: places[-1]])
        page.cuts.append(Cut(word[: places[-1]], word[places[-1] :], False))
        page.lines.append([word[places[-1] :]])
    else:
        page.cuts.append(None)
        page.lines.append([word])


def in_text(page: Page, sign: str, chain: Chain) -> str:
    """Return the page as plain text, repaired."""
    lines = [" ".join(line) + (sign if cut else "") for line, cut in zip(page.lines, page.cuts, strict=True)]
    return chain.repair("\n".join(lines)).text


def alto(page: Page, sign: str, *, declared: bool) -> str:
    """Return a page of ALTO; with ``declared`` a HYP for each hyphen, and the word without it in SUBS_CONTENT."""
    rows = []
    second = ""
    for line, cut in zip(page.lines, page.cuts, strict=True):
        strings = [f'<String CONTENT="{escape(word)}"{{}}/>' for word in line]
        if second:
            strings[0] = strings[0].format(f' SUBS_TYPE="HypPart2" SUBS_CONTENT="{second}"{{}}')
        second = escape(cut.left + cut.right) if cut and declared else ""
        if second:
            strings[-1] = strings[-1].format(f' SUBS_TYPE="HypPart1" SUBS_CONTENT="{second}"')
            strings.append(f'<HYP CONTENT="{sign}"/>')
        elif cut:
            strings[-1] = strings[-1].replace('"{}', f'{sign}"{{}}')
        rows.append("<TextLine>" + "<SP/>".join(one.replace("{}", "") for one in strings) + "</TextLine>")
    body = "".join(rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>'
        f'<Page ID="p" PHYSICAL_IMG_NR="1"><PrintSpace><TextBlock ID="b">{body}</TextBlock></PrintSpace></Page>'
        "</Layout></alto>"
    )


def hocr(page: Page, sign: str) -> str:
    """Return a page of hOCR."""
    rows = []
    for line, cut in zip(page.lines, page.cuts, strict=True):
        words = [*line[:-1], line[-1] + (sign if cut else "")]
        spans = " ".join(f'<span class="ocrx_word">{escape(word)}</span>' for word in words)
        rows.append(f'<span class="ocr_line">{spans}</span>')
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><meta name="ocr-system" content="own"/></head>'
        f'<body><div class="ocr_page"><p class="ocr_par">{"".join(rows)}</p></div></body></html>'
    )


def page_xml(page: Page, sign: str) -> str:
    """Return a page of PAGE whose lines have words."""
    said = "<TextEquiv><Unicode>{}</Unicode></TextEquiv>"
    rows = []
    for number, (line, cut) in enumerate(zip(page.lines, page.cuts, strict=True)):
        words = [*line[:-1], line[-1] + (sign if cut else "")]
        inner = "".join(f'<Word id="w{number}_{k}">{said.format(escape(word))}</Word>' for k, word in enumerate(words))
        rows.append(f'<TextLine id="l{number}">{inner}{said.format(escape(" ".join(words)))}</TextLine>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page imageFilename="p.png"><TextRegion id="r">{"".join(rows)}</TextRegion></Page></PcGts>'
    )


def in_file(kind: str, write: Callable[[Page, str], str]) -> Callable[[Page, str, Chain], str]:
    """Return a function that writes a page in a format, repairs it, and reads the text of the result."""

    def repaired(page: Page, sign: str, chain: Chain) -> str:
        (unit,) = PageFiles(io.BytesIO(write(page, sign).encode()), kind, "page").units()
        (text,) = unit.texts
        data = unit.rendered([chain.repair(text.text, text.alternatives).patch])
        (again,) = PageFiles(io.BytesIO(data), kind, "page").units()
        return again.texts[0].text

    return repaired


def judged(page: Page, out: str, sign: str) -> Counter[str]:
    """Count what became of each cut word, and the other words that are not as they were."""
    got = re.sub(r"(?<=[^\W\d_])[-‐‑]\n(?=[^\W\d_])", "-", out).replace("\u2010", "-").replace("\u2011", "-").split()
    right: set[int] = set()
    for start, _, size in SequenceMatcher(None, page.words, got, autojunk=False).get_matching_blocks():
        right.update(range(start, start + size))
    counts: Counter[str] = Counter()
    cuts = [cut for cut in page.cuts if cut is not None]
    place = 0
    cut_words: set[int] = set()
    for cut in cuts:
        place = page.words.index(cut.word, place)
        cut_words.add(place)
        kind = "compound" if cut.is_compound else "cut"
        if place in right:
            counts[f"{kind}, right"] += 1
        elif re.search(rf"{re.escape(cut.left + sign)}\s+{re.escape(cut.right)}", out):
            counts[f"{kind}, left"] += 1
        else:
            counts[f"{kind}, wrong"] += 1
        place += 1
    counts["other, wrong"] += len(set(range(len(page.words))) - right - cut_words)
    return counts


def row(name: str, made: Sequence[Page], sign: str, repaired: Callable[[Page, str, Chain], str], chain: Chain) -> str:
    """Return a row of the table: what became of the words of all pages."""
    counts: Counter[str] = Counter()
    for page in made:
        counts += judged(page, repaired(page, sign, chain), sign)
    cells = [
        f"{counts[f'{kind}, right']} | {counts[f'{kind}, left']} | {counts[f'{kind}, wrong']}"
        for kind in ("cut", "compound")
    ]
    line = f"| {name} | {' | '.join(cells)} | {counts['other, wrong']} |"
    print(line)
    return line


def main() -> None:
    """Measure each sign in each format and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.relative_to(ROOT)}")
    options = parser.parse_args()
    chain, made = Chain.for_language(), pages(divide=True)
    cuts = [cut for page in made for cut in page.cuts if cut is not None]
    of_compounds = sum(cut.is_compound for cut in cuts)
    different = len({cut.word for cut in cuts if cut.is_compound})
    head = [
        "# Line ends",
        "",
        f"`python benchmarks/line_ends.py --write`: {len(cuts) - of_compounds} words cut between syllables, and "
        f"{of_compounds} compounds ({different} different) whose hyphen ends a line.",
        "A compound is right with its hyphen, whether or not it is in one line. *Left*: as it stood, for a person to",
        "join. *Other words*: that are not as they were.",
        "",
        "| | words joined | left | wrong | compounds kept | left | wrong | other words |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    print("\n".join(head))
    rows = [row(f"text, {name}", made, sign, in_text, chain) for name, sign in SIGNS.items()]
    formats: list[tuple[str, str, str, Callable[[Page, str], str]]] = [
        ("ALTO, HypPart and HYP", "alto", "-", lambda page, sign: alto(page, sign, declared=True)),
        ("ALTO, -", "alto", "-", lambda page, sign: alto(page, sign, declared=False)),
        ("ALTO, --", "alto", "--", lambda page, sign: alto(page, sign, declared=False)),
        ("hOCR, -", "hocr", "-", hocr),
        ("hOCR, soft hyphen", "hocr", "\u00ad", hocr),
        ("PAGE, -", "page", "-", page_xml),
        ("PAGE, ¬", "page", "¬", page_xml),
    ]
    rows += [row(name, made, sign, in_file(kind, write), chain) for name, kind, sign, write in formats]
    rows.append(row("text, nothing cut", pages(divide=False), "", in_text, chain))
    if options.write:
        RESULT.write_text("\n".join([*head, *rows, ""]), "utf-8")


if __name__ == "__main__":
    main()
