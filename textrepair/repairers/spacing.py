from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from textrepair.core import Pack, Prefilter, Proposal, Stage, View, ZoneKind
from textrepair.repairer import Example

# A search for a pattern that starts with a literal or a class is many times as fast as one for a pattern that starts by
# looking back. So these patterns look back after their first character.
_DOUBLED = re.compile(r"[ \u00a0\u202f](?<=\S.)[ \u00a0\u202f]{1,2}(?=\S)")
_WIDE = re.compile(r" (?<=\S.) +(?=\S)")
_AFTER_SENTENCE = re.compile(r"[.!?…:]»? (?! )")
_DETACHED = re.compile(r" (?<=[^\W\d_»)].)(?=[.,](?:[ \t\n]|$)(?! ?[.,]))")
_ATTACHED = re.compile(r"[.,](?<=[^\W\d_»)].)(?=\s|$)")
# A space before a full stop or comma is damage if fewer than one in this many has one.
_RARE = 20
_SPECK = re.compile(r"\.\s+(?=[^\W\d_])(?![A-ZÀ-ÞŒ])")
_PAIRED = re.compile(r"[()\[\]«»“”\"]")
# A space on one side of a hyphen, or on one or both sides of an apostrophe. The code looks up the words beside it.
_HYPHEN = re.compile(r" -(?=[^\W\d_])|-(?<=[^\W\d_].) (?=[^\W\d_])")
_APOSTROPHE = re.compile(r" [’'] ?(?=[^\W\d_])|[’'](?<=[^\W\d_].) (?=[^\W\d_])")
_BEFORE = re.compile(r"(?<![\w’'-])([^\W\d_]+)\Z")
_AFTER = re.compile(r"[^\W\d_]+")
_LONGEST = 40
# A gap stays if a word of one letter costs no more than so many nats between the words beside it: in novels this holds
# for 95 % of the places where one was taken out, and for 7 % of the others.
_WORD_FITS = 4.0
_GAPS = r"[ \u00a0\u202f]{2}"
_DOUBLE, _STOP = Prefilter(gap=_GAPS), Prefilter(r" [.,] ", in_letters=False)
_AT_APOSTROPHE, _AT_HYPHEN = Prefilter(r" [’']|[’'] ", in_letters=False), Prefilter(r" -|- ", in_letters=False)


@dataclass(frozen=True)
class Spacing:
    """Removes doubled spaces, and spaces beside an apostrophe, a hyphen or a full stop that takes none.

    What a document does as a rule is how its author sets it, and stays: columns, two spaces after a sentence, the
    spaces that typists and old prints put before commas. Two spaces also stay where ``à`` fits between the words and
    the text has none, since engines that lose it leave both. A space before a full stop also stays in a document that
    has lost all brackets and quotation marks, since one may have stood there. Indentation and the ends of lines stay.
    """

    name: ClassVar[str] = "spacing"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.LANGUAGE, ZoneKind.SPELLING})
    triggers: ClassVar[tuple[Prefilter, ...]] = (_DOUBLE, _STOP, _AT_APOSTROPHE, _AT_HYPHEN)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("avec  l ’appui d’ assistance", "avec l’appui d’assistance"),
        Example("aujourd’ hui", "aujourd’hui"),
        Example("le dialogue ONU-Asie et l’accord ONU -Asie", "le dialogue ONU-Asie et l’accord ONU-Asie"),
        Example("le terrorisme international .", "le terrorisme international.", padding="(Fin.) " + 20 * "Oui. "),
        Example("né à Vanves Seine .", "né à Vanves Seine .", padding=20 * "Oui. "),
        Example("Nom      Âge  Ville\nAnne       8  Lyon", "Nom      Âge  Ville\nAnne       8  Lyon"),
        Example("une grande  maison, il commence  parler", "une grande maison, il commence  parler"),
        Example("il dit ’ et puis -voilà- le reste", "il dit ’ et puis -voilà- le reste"),
        Example("Fin.  Il vint.  Elle dit.  Lui, non.", "Fin.  Il vint.  Elle dit.  Lui, non."),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose to remove each space that is too many."""
        if view.opens(_DOUBLE):
            yield from self._doubled(view)
        yield from self._elided(view)
        yield from self._hyphens(view)
        yield from self._stops(view)

    def _doubled(self, view: View) -> Iterator[Proposal]:
        text = view.text
        gaps = list(_DOUBLED.finditer(text))
        if not gaps:
            return
        after = [gap for gap in gaps if text[gap.start() - 1] in ".!?…:"]
        habit = len(after) > 2 and len(after) > 0.3 * (len(after) + len(_AFTER_SENTENCE.findall(text)))
        columns = _Columns(view)
        wide_lines = {view.line_at(gap.start()) for gap in _WIDE.finditer(text)}
        if len(wide_lines) > 8 and len(wide_lines) > 0.3 * sum(1 for low, high in view.lines if text[low:high].strip()):
            return  # the text is set in columns, or justified with spaces
        for gap in gaps:
            if habit and gap in after:
                continue
            if gap.group() == "  " and self._may_stand_for_word(view, *gap.span()):
                continue
            if not columns.holds(gap.end()):
                space = "\u00a0" if "\u00a0" in gap.group() else " "
                yield Proposal(*gap.span(), space, "doubled space")

    @staticmethod
    def _may_stand_for_word(view: View, start: int, end: int) -> bool:
        """Return whether a word of one letter may have stood in a gap: engines without its letter leave two spaces."""
        before, after = _BEFORE.search(view.text, max(0, start - _LONGEST), start), _AFTER.match(view.text, end)
        if before is None or after is None:
            return False
        if view.statistics.left_out:
            return True  # the repairer lost-accents proposes the word
        left, right, cost = before[1].lower(), after.group().lower(), view.pack.pair_cost
        inventory = view.statistics.inventory
        return any(
            cost(left, word) + cost(word, right) < cost(left, right) + _WORD_FITS
            for word in view.memory(_lone_words)[""]
            if not inventory[word]
        )

    def _elided(self, view: View) -> Iterator[Proposal]:
        text, pack = view.text, view.pack
        for match in view.matches(_APOSTROPHE, _AT_APOSTROPHE):
            before = _BEFORE.search(text, max(0, match.start() - _LONGEST), match.start())
            if before is None:
                continue
            sign = match.group().strip()
            if before[1].lower() in pack.rules.elision_prefixes:
                if pack.may_follow_elision(text[match.end()]):
                    yield Proposal(*match.span(), sign, "no space beside the apostrophe of an elision")
            else:
                after = _AFTER.match(text, match.end(), match.end() + _LONGEST)
                word = f"{before[1]}{sign}{after.group() if after else ''}"
                if pack.entry(word) is not None:
                    yield Proposal(*match.span(), sign, f"‘{word}’ is one word")

    def _hyphens(self, view: View) -> Iterator[Proposal]:
        text = view.text
        for match in view.matches(_HYPHEN, _AT_HYPHEN):
            before = _BEFORE.search(text, max(0, match.start() - _LONGEST), match.start())
            after = _AFTER.match(text, match.end(), match.end() + _LONGEST)
            if before is None or after is None or text[after.end() : after.end() + 1] == "-":
                continue
            compound = f"{before[1]}-{after.group()}"
            if view.pack.entry(compound.lower()) is not None or compound in view.statistics.compounds:
                yield Proposal(*match.span(), "-", f"‘{compound}’ is one word")

    def _stops(self, view: View) -> Iterator[Proposal]:
        text = view.text
        detached = list(view.matches(_DETACHED, _STOP))
        # An engine that drops brackets and quotation marks leaves their spaces: "( Seine ) ." becomes "Seine .".
        if not detached or not _PAIRED.search(text):
            return
        # The rest of the document cannot change the answer once this many were found.
        enough = (_RARE - 1) * len(detached) + 1
        if sum(1 for _ in islice(_ATTACHED.finditer(text), enough)) < enough or view.statistics.old:
            return
        for match in detached:
            if _SPECK.match(text, match.end()):
                continue  # a speck or a misread comma: removing the space repairs nothing
            yield Proposal(*match.span(), "", "no space before a full stop or a comma")


def _lone_words(_: str, pack: Pack) -> tuple[str, ...]:
    """Return the letters outside ASCII that are words by themselves."""
    return tuple(
        one for one in sorted(pack.rules.letters) if not one.isascii() and one.islower() and pack.has_word(one)
    )


class _Columns:
    """Tells which gaps stand between the columns of a table; it measures each line once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._gaps: dict[int, tuple[bool, frozenset[int]]] = {}

    def _line(self, low: int, high: int) -> tuple[bool, frozenset[int]]:
        """Return whether a line is spaced like a row of a table, and at which columns its gaps end."""
        if low not in self._gaps:
            spans = [match.span() for match in _WIDE.finditer(self._view.text, low, high)]
            row = len(spans) > 3 or any(end - start > 3 for start, end in spans)
            self._gaps[low] = row, frozenset(end - low for _, end in spans)
        return self._gaps[low]

    def holds(self, offset: int) -> bool:
        """Return whether the line of a gap is a row of a table, or a line beside it has a gap at the same column."""
        low, high = self._view.line_at(offset)
        if self._line(low, high)[0]:
            return True
        return any(
            offset - low in self._line(*self._view.line_at(neighbour))[1]
            for neighbour in (low - 1, high + 1)
            if 0 <= neighbour < len(self._view.text)
        )
