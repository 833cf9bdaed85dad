from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import Pack, Prefilter, Proposal, Stage, View
from textrepair.repairer import Example

_HYPHEN = re.compile(r"[-‐¬](?<=[^\W\d_].) ?(?=[^\W\d_])")
_BEFORE = re.compile(r"[^\W\d_]+\Z")
_AFTER = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"['’]([^\W\d_]*)")
_LONGEST = 40
# From this many sure cuts on, the document has lost its line breaks throughout.
_OFTEN = 4
# From this many sure cuts on, two known words may be pieces as well.
_SEVERAL = 2
_SHORTEST = 4


class _Cut(NamedTuple):
    """A word that holds the hyphen of a line end.

    Attributes:
        start, end: its offsets in code points.
        joined: the word without the hyphen.
        sure: whether a piece is no word.
        named: whether the joined word is known only as a name.
    """

    start: int
    end: int
    joined: str
    sure: bool
    named: bool


def _cut(text: str, match: re.Match[str], pack: Pack) -> _Cut | None:
    """Return the cut at a hyphen if the pieces around it make one word."""
    before = _BEFORE.search(text, max(0, match.start() - _LONGEST), match.start())
    after = _AFTER.match(text, match.end(), match.end() + _LONGEST)
    if before is None or after is None:
        return None
    start, end = before.start(), after.end()
    if (text[start - 1 : start] or " ") in "-‐¬" or (text[end : end + 1] or " ") in "-‐¬":
        return None  # more than two pieces: a-t-il, Charm-el-Cheikh
    left, right = before.group(), after.group()
    joined = left + right
    if len(joined) < _SHORTEST or not (joined[1:].islower() or joined.isupper()):
        return None
    if right.lower() in pack.rules.after_hyphen and pack.knows(left):
        return None  # dit-on, celui-là
    if pack.entry(f"{left}-{right}".lower()) is not None or not _knows(text, joined, end, pack):
        return None
    sure = "¬" in match.group() or not pack.knows(left) or not pack.knows(right)
    if not (sure or joined[1:].islower()):
        return None
    return _Cut(start, end, joined, sure, joined[0].isupper() and not pack.knows(joined.lower()))


def _knows(text: str, joined: str, end: int, pack: Pack) -> bool:
    """Return whether the joined pieces are a word, perhaps with an elided part (jus-qu’à, aujour-d’hui)."""
    apostrophe = _APOSTROPHE.match(text, end)
    if apostrophe is None:
        return pack.knows(joined)
    whole = f"{joined}’{apostrophe[1]}".lower()
    return pack.knows(f"{joined}’") or pack.entry(whole) is not None


def _may_be_cut(stretch: str, pack: Pack) -> bool:
    """Return whether a token holds a cut, or ends in a hyphen that may cut a word."""
    # What follows the token is unknown here and counts as a letter.
    found = _HYPHEN.finditer(f"{stretch} a")
    return any(match.end() > len(stretch) or _cut(stretch, match, pack) for match in found)


_CUT = Prefilter(r"[^\W\d_][-‐¬](?: $|[^\W\d_])", test=_may_be_cut, in_letters=False)


@dataclass(frozen=True)
class InlineHyphens:
    """Joins words that keep the hyphen of a line end in the middle of a line (dan-ger, réu-nira).

    Such words occur in newspapers whose lines were joined without regard to hyphens. The joined pieces must make a
    word, and one piece must be no word: "peut-être", "ci-joint" and "Organisation-Afghanistan" stay. In a document
    with several such cuts two known words are joined as well (gouverne-ment) if the joined word fits better, and so
    are names.
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
        Example("peut-être, ci-joint, Organisation-Afghanistan", "peut-être, ci-joint, Organisation-Afghanistan"),
        Example("le franco-tadjik et le Jean-Zdeb", "le franco-tadjik et le Jean-Zdeb"),
        Example("les accords de Charm-el Cheikh", "les accords de Charm-el Cheikh"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose the joined word for each pair of pieces round a hyphen."""
        found = list(self._cuts(view))
        surely = sum(cut.sure and not cut.named for cut in found)
        cost = view.pack.prices["hyphen-kept-often" if surely >= _OFTEN else "hyphen-kept"]
        for start, end, joined, sure, named in found:
            if named:
                meant = surely >= _OFTEN or " " in view.text[start:end] or joined in view.statistics.occurring
            else:
                meant = sure or surely >= _SEVERAL
            if meant:
                yield Proposal(start, end, joined, f"‘{view.text[start:end]}’ was cut at the end of a line", cost)

    def _cuts(self, view: View) -> Iterator[_Cut]:
        """Yield the cut at each hyphen whose pieces make one word."""
        for match in view.matches(_HYPHEN, _CUT):
            cut = _cut(view.text, match, view.pack)
            if cut is not None:
                yield cut
