from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import Pack, Prefilter, Proposal, Stage, View, is_address, is_prefix, token_end, token_start
from textrepair.repairer import Example

_HYPHEN = re.compile(r"[-‐¬](?<=[^\W\d_].) ?(?=[^\W\d_])")
_BEFORE = re.compile(r"[^\W\d_]+\Z")
_AFTER = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"['’]([^\W\d_]*)")
_LONGEST = 40
# Beside these a piece is not all of it.
_NO_PLACE = "-‐‑¬_0123456789"
# Where so many different words were surely cut, and one word in so many, the document has lost its line breaks.
_OFTEN, _ONE_IN = 4, 1000
_SHORTEST = 4
# Zipf value: a word that texts use, and write without a hyphen.
_USED = 2.5
# The letters of a first and a second word of another language from which on they may be a compound (foot-ball).
_FIRST, _SECOND = 4, 3


class _Kind(enum.Enum):
    """What the pieces of a cut tell."""

    SURE = "a piece is no word, nor what stands before a hyphen"
    PRINTED = "both pieces may stand beside a hyphen"
    NAME = "the joined word is known only as a name"


class _Cut(NamedTuple):
    """A word that may hold the hyphen of a line end.

    Attributes:
        start, end: its offsets in code points.
        joined: the word without the hyphen.
        kind: what its pieces tell.
        spaced: whether a space follows the hyphen.
    """

    start: int
    end: int
    joined: str
    kind: _Kind
    spaced: bool


def _cut(text: str, match: re.Match[str], pack: Pack) -> _Cut | None:
    """Return the cut at a hyphen if the pieces around it make one word."""
    before = _BEFORE.search(text, max(0, match.start() - _LONGEST), match.start())
    after = _AFTER.match(text, match.end(), match.end() + _LONGEST)
    if before is None or after is None:
        return None
    start, end = before.start(), after.end()
    if (text[start - 1 : start] or " ") in _NO_PLACE or (text[end : end + 1] or " ") in _NO_PLACE:
        return None  # more than two pieces: a-t-il, Charm-el-Cheikh; an identifier: 8d1f-ace8
    left, right = before.group(), after.group()
    joined = left + right
    if len(joined) < _SHORTEST or not (joined[1:].islower() or joined.isupper()):
        return None
    if right.lower() in pack.rules.after_hyphen and pack.knows(left):
        return None  # dit-on, celui-là
    if pack.entry(f"{left}-{right}".lower()) is not None or not _knows(text, joined, end, pack):
        return None
    kind = _Kind.SURE if "¬" in match.group() or _is_sure(left, right, pack) else _Kind.PRINTED
    if not (kind is _Kind.SURE or joined[1:].islower()):
        return None
    if joined[0].isupper() and not pack.knows(joined.lower()):
        kind = _Kind.NAME
    return _Cut(start, end, joined, kind, " " in match.group())


def _is_sure(left: str, right: str, pack: Pack) -> bool:
    """Return whether no author writes a hyphen between two pieces: one is no word, and the first one is no prefix."""
    if pack.knows(right):
        return not (pack.knows(left) or is_prefix(left, right, pack))
    is_foreign = len(left) >= _FIRST and len(right) >= _SECOND and pack.knows_foreign(right)
    return not (is_foreign and (pack.knows(left) or pack.knows_foreign(left)))


def _knows(text: str, joined: str, end: int, pack: Pack) -> bool:
    """Return whether the joined pieces are a word, perhaps with an elided part (jus-qu’à, aujour-d’hui)."""
    apostrophe = _APOSTROPHE.match(text, end)
    if apostrophe is None:
        return pack.knows(joined)
    whole = f"{joined}’{apostrophe[1]}".lower()
    return pack.knows(f"{joined}’") or pack.entry(whole) is not None


_CUT = Prefilter(r"[^\W\d_][-‐¬](?: $|[^\W\d_])", test="cut word", in_letters=False)


@dataclass(frozen=True)
class InlineHyphens:
    """Joins words that keep the hyphen of a line end in the middle of a line (dan-ger, réu-nira).

    Such words occur in newspapers whose lines were joined without regard to hyphens. The joined pieces must make a
    word, and one piece must be neither a word nor a prefix: "peut-être", "anti-européen", "foot-ball" and
    "Organisation-Afghanistan" stay. In a document with many such cuts, those of prefixes and of two known words are
    joined as well (re-traite, gouverne-ment) if the joined word fits better, and so are names.
    """

    name: ClassVar[str] = "inline-hyphens"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    triggers: ClassVar[Prefilter] = _CUT
    examples: ClassVar[tuple[Example, ...]] = (
        Example("hors de dan-ger, il se réu-nira", "hors de danger, il se réunira"),
        Example("les cir-constances du gouver- nement", "les circonstances du gouvernement"),
        Example("dans l’administra-tion muni-cipale", "dans l’administration municipale"),
        Example(
            "Le gouverne-ment peut-il partir, dit-on, avant la re-traite ?",
            "Le gouvernement peut-il partir, dit-on, avant la retraite ?",
            padding="hors de dan-ger, les hom-mes de ma-rine, au bud-get, des cama-rades",
        ),
        Example("un bud-get anti-européen, le passe-port", "un budget anti-européen, le passe-port"),
        Example("le foot-ball et la nitro-glycérine", "le foot-ball et la nitro-glycérine"),
        Example("peut-être, ci-joint, Organisation-Afghanistan", "peut-être, ci-joint, Organisation-Afghanistan"),
        Example("le franco-tadjik et le Jean-Zdeb", "le franco-tadjik et le Jean-Zdeb"),
        Example("les accords de Charm-el Cheikh", "les accords de Charm-el Cheikh"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the joined word for each pair of pieces round a hyphen."""
        found = list(self._cuts(view))
        often = {spaced: _are_many(view, found, spaced=spaced) for spaced in (False, True)}
        for start, end, joined, kind, spaced in found:
            if kind is _Kind.NAME:
                meant = often[spaced] or spaced or joined in view.statistics.occurring
            else:
                meant = kind is _Kind.SURE or (often[spaced] and view.pack.zipf(joined) >= _USED)
            if meant:
                cost = view.pack.prices["hyphen-kept-often" if often[spaced] else "hyphen-kept"]
                yield Proposal(start, end, joined, f"‘{view.text[start:end]}’ was cut at the end of a line", cost)

    def _cuts(self, view: View) -> Iterator[_Cut]:
        """Yield the cut at each hyphen whose pieces make one word."""
        for match in view.matches(_HYPHEN, _CUT):
            cut = _cut(view.text, match, view.pack)
            if cut is not None and not is_address(_token(view.text, cut)):
                yield cut


def _token(text: str, cut: _Cut) -> str:
    """Return the token that holds a cut; its first piece if a space follows the hyphen."""
    return text[token_start(text, cut.start, _LONGEST) : token_end(text, cut.end, _LONGEST)]


def _are_many(view: View, cuts: Sequence[_Cut], *, spaced: bool) -> bool:
    """Return whether so many different words are surely cut that the document has lost its line breaks.

    Args:
        view: the document.
        cuts: all cuts in it.
        spaced: whether to count those that a space follows, or the others.
    """
    sure = [cut.joined for cut in cuts if cut.kind is _Kind.SURE and cut.spaced is spaced]
    return len(set(sure)) >= _OFTEN and len(sure) * _ONE_IN >= view.statistics.words
