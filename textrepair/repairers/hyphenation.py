from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.alternatives import Alternative
from textrepair.core import (
    CUT_SIGNS,
    Hyphen,
    Prefilter,
    Proposal,
    Stage,
    View,
    ZoneKind,
    belongs_to_address,
    hyphen_between,
    is_prefix,
    like_case,
)
from textrepair.repairer import Example

_BROKEN = re.compile(
    rf"(?P<sign>[{CUT_SIGNS}](?<=[^\W\d_].)[{CUT_SIGNS}]?)(?P<break>[ \t]*\n(?:[ \t]*\n)?[ \t]*)"
    r"(?P<right>[^\W\d_]+)(?P<rest>(?:[-‐‑'’][^\W\d_]+)*\d{0,2}[^\s\w]*)(?P<space>[ \t]*)"
)
_LEFT = re.compile(r"(?:[^\W\d_]+[-‐‑])*([^\W\d_]+)\Z")
_LONGEST = 40
_APOSTROPHES = ("'", "’")
# What may stand between two words that no space separates.
_STOPS = tuple('.,;:!?…»)”"')
# What says of itself that a word is cut; ‘-’ may also belong to the word.
_SAYING = frozenset("⸗¬\u00ad\x02")
_HYPHENS = frozenset("-‐‑")
# Any other sign may be a dash. Where this many words were surely cut by one, two known words may be pieces of another.
_SEVERAL = 2
# The least number of letters of a piece at such a sign (étudiant·e).
_SHORTEST = 2
# The least Zipf value of a word that may have lost its diacritics.
_FREQUENT = 2.0
_AT_LINE_END = Prefilter(f"[^\\W\\d_][{CUT_SIGNS}]{{1,2}} ", in_letters=False)
_DECLARED = Prefilter(document="alternatives")
_PADDING = "les delegues ont ete reunis, et la societe a prefere les echanges a la cooperation entre les peuples\n" * 8


class _Cut(NamedTuple):
    """A word that a line end interrupts.

    Attributes:
        match: the sign, the line end, and the second piece with what belongs to it.
        left, right: the pieces.
        hyphen: what the sign is.
        word: the word that the pieces make, with the diacritics that the document has lost.
        sure: whether a piece is no word.
    """

    match: re.Match[str]
    left: str
    right: str
    hyphen: Hyphen
    word: str
    sure: bool

    @property
    def sign(self) -> str:
        """The sign, as the kind of evidence that it is."""
        sign: str = self.match["sign"]
        return next((character for character in sign if character in _SAYING), sign)

    @property
    def may_be_dash(self) -> bool:
        """Whether the sign may be something else than a hyphen: a dash, or a point of inclusive writing."""
        return self.sign not in _HYPHENS and self.sign not in _SAYING


@dataclass(frozen=True)
class Hyphenation:
    """Joins a word that was hyphenated at the end of a line.

    The whole word moves to the first line and the line break follows it, so that line numbers stay. The pieces are
    joined only if they make a known word (lost diacritics aside) or one that occurs elsewhere in the document. The
    hyphen of a compound stays: "rendez-⏎vous", "Organisation-⏎Afghanistan". Other signs that engines write for a
    hyphen (¬ ‑ -- · _ and dashes) become one there. A dash counts as a misread hyphen if a piece is no word, or if
    other words of the document were cut in this way. Addresses are left alone. Where a page file declares that a
    word goes on in the next line, the compounds get their hyphens back.
    """

    name: ClassVar[str] = "hyphenation"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    triggers: ClassVar[tuple[Prefilter, ...]] = (_AT_LINE_END, _DECLARED)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("de l’infor-\nmation utile.", "de l’information\nutile."),
        Example("une déci¬\nsion, prise", "une décision,\nprise"),
        Example("le gouver-\nnement\ndécide", "le gouvernement\ndécide"),
        Example("le gou--\nvernement et la com·\nmission", "le gouvernement\net la commission"),
        Example("jus-\nqu’à la fin", "jusqu’à\nla fin"),
        Example("les per—\nsonnes, un sou—\nrire", "les personnes,\nun sou—\nrire"),
        Example("la porte fut de-\nposee là", "la porte fut déposée\nlà", padding=_PADDING),
        Example("à Saint-Ger-\nmain-en-Laye hier", "à Saint-Germain-en-Laye\nhier"),
        Example("Peut¬\nêtre viendra", "Peut-être\nviendra"),
        Example("un rendez-\nvous", "un rendez-\nvous"),
        Example("du Groupe Organisation-\nAfghanistan", "du Groupe Organisation-\nAfghanistan"),
        Example("dit-\nil", "dit-\nil"),
        Example("Souvienstoi", "Souviens-toi", alternatives=(Alternative(0, 11, "Souviens-toi"),)),
        Example("https://exemple.fr/rap-\nports.html", "https://exemple.fr/rap-\nports.html"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to move the second piece of a word to the line on which the word begins."""
        yield from _declared(view)
        if not view.opens(_AT_LINE_END):
            return
        cuts = list(_cuts(view))
        surely = Counter(cut.sign for cut in cuts if cut.sure and cut.hyphen is Hyphen.CUT)
        for cut in cuts:
            place = cut.match.start("sign")
            if cut.hyphen is Hyphen.UNKNOWN and cut.sign == "\x02":
                yield Proposal(place, cut.match.end("sign"), "-", "a hyphen of a font without names")
            often = surely[cut.sign] >= _SEVERAL
            if not (cut.may_be_dash and not often):
                if cut.hyphen is Hyphen.CUT:
                    yield _joined(view, cut)
                elif cut.hyphen is Hyphen.COMPOUND and cut.sign not in _HYPHENS:
                    yield _with_hyphen(view, cut)
            elif cut.hyphen is Hyphen.CUT and cut.sure and min(len(cut.left), len(cut.right)) >= _SHORTEST:
                yield _joined(view, cut)


def _declared(view: View) -> Iterator[Proposal]:
    """Yield a hyphen for each compound that a page file has as one word because a line ends at its hyphen."""
    for start, end, reading, _ in view.alternatives:
        left, hyphen, right = reading.partition("-")
        if hyphen and view.text[start:end] == left + right:
            chain = _LEFT.search(view.text, max(0, start - _LONGEST), start + len(left))
            is_chain = chain is not None and chain.start() < start
            what = hyphen_between(left, right, view.pack, view.statistics, is_joined=True)
            known = view.pack.knows(left) and view.pack.knows(right)
            if what is Hyphen.COMPOUND or (what is Hyphen.UNKNOWN and is_chain and known):
                place = start + len(left)
                yield Proposal(place, place, "-", f"‘{reading}’ was divided at its hyphen at the end of a line")


def _cuts(view: View) -> Iterator[_Cut]:
    """Yield each word that a line end interrupts."""
    text, pack = view.text, view.pack
    position = 0
    while match := _BROKEN.search(text, position):
        position = match.start("right")  # the second piece may be cut as well
        before = _LEFT.search(text, max(0, match.start() - _LONGEST), match.start())
        if before is None or belongs_to_address(text, match.start(), match.start("right")):
            continue
        if text[before.start() - 1 : before.start()].isdigit() or not _ends(text, match):
            continue
        left, right = before[1], match["right"]
        sure = not (pack.knows(left) and pack.knows(right))
        hyphen, word = _judged(view, match, before[0], left)
        yield _Cut(match, left, right, hyphen, word, sure)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Return whether the second piece of a cut ends where a word may end."""
    after = text[match.end() : match.end() + 1]
    return not after.isalnum() or match["space"] != "" or match["rest"].endswith(_STOPS)


def _judged(view: View, match: re.Match[str], chain: str, left: str) -> tuple[Hyphen, str]:
    """Return what the sign is, and the word that the pieces make.

    Args:
        view: the text.
        match: the sign and what follows it.
        chain: what stands before the sign: words with hyphens between them.
        left: the last of these words.
    """
    pack, right, rest = view.pack, match["right"], match["rest"].rstrip(",;:.!?»”)")
    joined = left + right
    # jus-qu’à, aujour-d’hui
    if rest[:1] in _APOSTROPHES and (pack.knows(f"{joined}’") or pack.entry(f"{joined}{rest}".lower()) is not None):
        return Hyphen.CUT, joined
    if len(chain) > len(left) or rest[:1] == "-":
        if len(left) == 1:
            return Hyphen.COMPOUND, joined  # pense-t-on
        # Of rez-de-chaussée and Châlons-sur-Marne the lexicon does not have all parts.
        for whole, hyphen in ((f"{chain}-{right}{rest}", Hyphen.COMPOUND), (f"{chain}{right}{rest}", Hyphen.CUT)):
            if pack.entry(whole) is not None or pack.entry(whole.lower()) is not None:
                return hyphen, joined
    hyphen = hyphen_between(left, right, pack, view.statistics)
    if hyphen is Hyphen.UNKNOWN:
        if word := _restored(view, joined):
            return Hyphen.CUT, word
        # What says of itself that the word is cut needs no known word, as long as the pieces are none either.
        says = not _SAYING.isdisjoint(match["sign"]) and joined[1:].islower()
        known = pack.knows(left) and pack.knows(right)
        if known and len(chain) > len(left):
            return Hyphen.COMPOUND, joined  # tout-à-fait
        if says and not known and not is_prefix(left, right, pack):
            return Hyphen.CUT, joined
    return hyphen, joined


def _restored(view: View, joined: str) -> str:
    """Return the word that two pieces make with diacritics that the document has lost; empty if there is none."""
    rates, pack = view.statistics.loss_rates, view.pack
    if not rates or not joined[1:].islower():
        return ""
    for entry in pack.variants(joined):
        word = like_case(joined, entry.form)
        changed = [a for a, b in zip(word.lower(), joined.lower(), strict=False) if a != b]
        if len(word) == len(joined) and entry.zipf >= _FREQUENT and all(letter in rates for letter in changed):
            return word
    return ""


def _joined(view: View, cut: _Cut) -> Proposal:
    """Return the change that joins the pieces of a word."""
    match, joined = cut.match, cut.left + cut.right
    changed = len(cut.left) if cut.word != joined else 0
    moved = cut.word[len(cut.left) - changed :] + match["rest"]
    lost = "" if cut.word == joined else " and has lost its diacritics"
    reason = f"‘{cut.word}’ was cut at the end of a line{lost}"
    return Proposal(match.start("sign") - changed, match.end(), moved + _line_end(view, match), reason)


def _with_hyphen(view: View, cut: _Cut) -> Proposal:
    """Return the change that writes the hyphen of a compound."""
    match = cut.match
    moved = f"-{cut.right}{match['rest']}{_line_end(view, match)}"
    reason = f"‘{cut.left}-{cut.right}’ was divided at its hyphen at the end of a line"
    return Proposal(match.start("sign"), match.end(), moved, reason)


def _line_end(view: View, match: re.Match[str]) -> str:
    """Return the line end that follows the whole word; none where one follows already."""
    is_last = match.end() >= len(view.text) or view.text[match.end()] == "\n"
    return "" if is_last else str(match["break"])
