"""What words exist, how frequent they are, and which of them look alike without their accents.

A lexicon is a folder of files, mapped when it is opened and never held in memory as a whole:
`forms.txt` (every inflected form, with its index), `aliases.txt` (other accepted spellings of a form)
and `acronyms.txt`. It is deliberately clean rather than large: a list that holds the damage cannot
find it.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from textrepair.errors import PackError
from textrepair.foldindex import FoldIndex, fold
from textrepair.stringtable import StringTable
from textrepair.tokens import case_spellings

__all__ = ["ZIPF_STEPS", "Entry", "Flag", "Lexicon"]

ZIPF_STEPS = 25
"""A zipf value is kept in one byte as this many steps a unit: a step is a tenth in frequency."""

CACHE_SIZE = 1 << 16


class Flag(enum.IntFlag):
    """What is special about a form."""

    NAME = 1
    """A proper name or title: known with a capital only."""
    ACRONYM = 2
    """An acronym or symbol: known in exactly this case."""
    ALIAS = 4
    """Another accepted spelling of a form (oeuvre for œuvre)."""
    OLD = 8
    """A spelling of the past (grand'mère)."""
    SHORT = 16
    """A unit, symbol or letter too short to count as a word (lb, xi)."""
    UNSEEN = 32
    """Never seen in the text that was counted."""
    PREFIX = 64
    """What stands before a hyphen only (anglo-, parlè-je)."""


class Entry(NamedTuple):
    """A form, its frequency, and its flags.

    `zipf` is the decimal logarithm of occurrences in a billion words: 7 for "de", 3 for one in a
    million words, 0 for a form never seen.
    """

    form: str
    zipf: float
    flags: Flag


class Lexicon:
    """The words of one language."""

    def __init__(self, path: str | Path, *, elisions: Iterable[str] | None = None) -> None:
        """Open the pack folder `path`.

        `elisions` are the words that may stand before an apostrophe (l, qu), in lower case and without
        it; by default those the pack was built with. Raises PackError when a file is missing or damaged.
        """
        self.path = Path(path)
        self.forms = StringTable.open(self.path / "forms.txt")
        self._zipf = self.forms.column("zipf")
        self._flags = self.forms.column("flags")
        self._folds = FoldIndex(self.forms)
        meta = self.forms.sections.meta
        self.elisions = frozenset(meta["elisions"] if elisions is None else elisions)
        self._particles = frozenset(meta["particles"])
        self._elided_initials = frozenset(meta["elided_initials"])
        self._known: dict[str, bool] = {}

    @classmethod
    def open(cls, path: str | Path, *, elisions: Iterable[str] | None = None) -> Lexicon:
        """Open the pack folder `path`; see the class."""
        return cls(path, elisions=elisions)

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return functools.partial(Lexicon, elisions=sorted(self.elisions)), (self.path,)

    @functools.cached_property
    def aliases(self) -> dict[str, str]:
        """The other accepted spellings, each with the form that it stands for."""
        aliases = {}
        for line in read_lines(self.path / "aliases.txt"):
            alias, tab, target = line.partition("\t")
            if not tab:
                raise PackError(f"{self.path / 'aliases.txt'}: {line!r} lacks the tab before its form")
            aliases[alias] = target
        return aliases

    @functools.cached_property
    def acronyms(self) -> frozenset[str]:
        """The hand-made list of acronyms."""
        return frozenset(read_lines(self.path / "acronyms.txt"))

    def _entry(self, place: int) -> Entry:
        return Entry(self.forms[place], self._zipf[place] / ZIPF_STEPS, Flag(self._flags[place]))

    def form(self, word: str) -> Entry | None:
        """Return the entry of a form spelt exactly so, or None. ’ and ' are the same.

        An alias has the frequency of the form that it stands for.
        """
        word = word.replace("’", "'")
        place = self.forms.index(word)
        if place is not None:
            return self._entry(place)
        target = self.aliases.get(word)
        if target is not None:
            standard = self.forms.index(target)
            old = Flag.OLD if "'" in word else Flag(0)
            zipf = 0.0 if standard is None else self._zipf[standard] / ZIPF_STEPS
            return Entry(word, zipf, Flag.ALIAS | old)
        if word in self.acronyms:
            return Entry(word, 0.0, Flag.ACRONYM | Flag.UNSEEN)
        return None

    def zipf(self, word: str) -> float:
        """Return the frequency of a whole word in any case it may be printed in; 0 when unknown."""
        best = max((entry.zipf for entry in self._entries(word)), default=0.0)
        if not best and len(word) > 1 and word.isupper():
            best = max((entry.zipf for entry in self.accent_variants(word)), default=0.0)
        return best

    def _entries(self, word: str) -> list[Entry]:
        return [entry for spelling in case_spellings(word) if (entry := self.form(spelling))]

    def knows(self, word: str) -> bool:
        """Tell whether `word`, a run of letters with hyphens or apostrophes inside, is right as it stands.

        A capital is accepted on any word, without its accent too (Etat); all capitals with or without
        accents; a name with a capital only; a hyphenated word when each part is known; an elided word
        before a vowel or h (l’eau).
        """
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            known = self._known[word] = self._decide(word.replace("’", "'"))
        return known

    def _decide(self, word: str) -> bool:
        if not word:
            return False
        if self._is_whole(word):
            return True
        head, apostrophe, rest = word.partition("'")
        if (
            apostrophe
            and rest
            and head.lower() in self.elisions
            and fold(rest)[:1] in self._elided_initials
            and self.knows(rest)
        ):
            return True
        if "-" not in word:
            return False
        parts = word.split("-")
        return all(self.knows(part) or self._is_joint(part, number, len(parts)) for number, part in enumerate(parts))

    def _is_joint(self, part: str, number: int, count: int) -> bool:
        """Tell whether a part of a hyphenated word is one that lives only there (-t-, anglo-)."""
        if part.lower() in self._particles and 0 < number < count - 1:
            return True
        place = self.forms.index(part.lower())
        return place is not None and number < count - 1 and bool(self._flags[place] & Flag.PREFIX)

    def _is_whole(self, word: str) -> bool:
        if len(word) == 1 and word.isupper():
            return True
        for spelling in case_spellings(word):
            place = self.forms.index(spelling)
            if place is not None:
                if not self._flags[place] & (Flag.SHORT | Flag.PREFIX):
                    return True
            elif spelling in self.aliases:
                return True
        if word in self.acronyms:
            return True
        return word.isupper() and any(
            not self._flags[place] & (Flag.SHORT | Flag.PREFIX) for place in self._folds.find(word)
        )

    def accent_variants(self, word: str) -> tuple[Entry, ...]:
        """Return the forms that share the accent-less spelling of `word`, the most frequent first.

        Names are among them only when `word` has a capital; units, letters and prefixes never are.
        """
        names = word[:1].isupper()
        entries = [self._entry(place) for place in self._folds.find(word)]
        return tuple(
            sorted(
                (
                    entry
                    for entry in entries
                    if not entry.flags & (Flag.SHORT | Flag.PREFIX)
                    and (names or not entry.flags & (Flag.NAME | Flag.ACRONYM))
                ),
                key=lambda entry: (-entry.zipf, entry.form),
            )
        )

    def frequent(self, limit: int = 60_000) -> Sequence[str]:
        """Return the forms that begin in lower case, the most frequent first, at most `limit` of them."""
        # Plain bytes and integers: an enum operation for each of half a million forms takes a second.
        unwanted = int(Flag.SHORT | Flag.PREFIX | Flag.NAME | Flag.ACRONYM | Flag.UNSEEN)
        zipf = bytes(self._zipf)
        seen = [place for place, flags in enumerate(bytes(self._flags)) if not flags & unwanted and zipf[place]]
        seen.sort(key=lambda place: (-zipf[place], place))
        return self.forms.take(seen[:limit])


def read_lines(path: Path) -> list[str]:
    """Return the lines of a small word list, without comments and empty lines."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise PackError(f"{path}: cannot be read ({error.strerror}); install the pack again") from error
    return [line for line in text.split("\n") if line and not line.startswith("#")]
