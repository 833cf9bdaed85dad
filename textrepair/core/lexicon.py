"""The lexicon: which words exist, how frequent they are, and which of them differ in diacritics only.

A lexicon is a folder of files that are mapped into memory and never read as a whole: `forms.txt` (every inflected form,
with its index), `aliases.txt` (other accepted spellings of a form), `names.txt` (proper names), `acronyms.txt`, and
`period.toml` (how old spellings become modern ones). A lexicon should be clean rather than large: it cannot detect the
damage that it holds itself.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from rapidfuzz.distance import OSA

from textrepair.core.period import PeriodSpellings
from textrepair.errors import PackError
from textrepair.memory import Memory, cached_property
from textrepair.tables.columns import ZIPF_STEPS, Flag
from textrepair.tables.mapped import FoldIndex, NearIndex, StringTable, fold
from textrepair.tables.ngrams import Capitals, case_spellings
from textrepair.tables.pack_files import read_lines, reading

__all__ = ["USER_ZIPF", "Entry", "Lexicon"]

_REMEMBERED = 1 << 16

USER_ZIPF = 3.5
"""The default Zipf value of a user's own words: three occurrences in a million words."""


# Plain integers: an operation on an enum takes ten times as long, and these are used very often.
_NO_WORD = (Flag.SHORT | Flag.PREFIX).value
_CAPITALISED = (Flag.NAME | Flag.ACRONYM).value


class Entry(NamedTuple):
    """A form, its frequency, and its flags.

    `zipf` is the decimal logarithm of occurrences in a billion words: 7 for "de", 3 for a form that occurs once in a
    million words, 0 for a form that never occurs in the texts that were counted.
    """

    form: str
    zipf: float
    flags: Flag


class Lexicon:
    """The words of one language."""

    def __init__(
        self, path: str | Path, *, elisions: Iterable[str] | None = None, words: Mapping[str, float] | None = None
    ) -> None:
        """Open the pack folder `path`.

        Args:
            path: the folder of a pack.
            elisions: the words that may stand before an apostrophe (l, qu), in lower case and without it; None: those
                that the pack was built with.
            words: further words with their Zipf values; see `with_words`.

        Raises:
            PackError: a file is missing or damaged.
        """
        self.path = Path(path)
        self.forms = StringTable.open(self.path / "forms.txt")
        self._zipf = self.forms.column("zipf")
        self._flags = self.forms.column("flags")
        self._folds = FoldIndex(self.forms)
        self._common = self.forms.column("common")
        meta = self.forms.sections.meta
        with reading(self.forms.sections.path):
            self.elisions = frozenset(meta["elisions"] if elisions is None else elisions)
            self._capitals = Capitals.read(meta.get("capitals", {}))
            self._particles = frozenset(meta["particles"])
            self._enclitics = frozenset(meta.get("enclitics", ()))
            self.elided_initials = frozenset(meta["elided_initials"])
        self.words: Mapping[str, float] = dict(words or {})
        self._word_folds: dict[str, list[str]] = {}
        for word in sorted(self.words):
            self._word_folds.setdefault(fold(word), []).append(word)
        self._word_keys = frozenset(crc32(key.encode("utf-8", "surrogatepass")) for key in self._word_folds)
        self.known = Memory(self._decide, _REMEMBERED)
        self.frequencies = Memory(self._frequency, _REMEMBERED)
        self.variants = Memory(self._find_variants, _REMEMBERED // 4)  # several entries each

    @property
    def memories(self) -> dict[str, Memory[Any, Any]]:
        """The memories of the lexicon by name."""
        memories: dict[str, Memory[Any, Any]] = {
            "known words": self.known,
            "frequencies": self.frequencies,
            "variants": self.variants,
        }
        return memories | {"modern spellings": self.period.memory}

    @classmethod
    def open(cls, path: str | Path, *, elisions: Iterable[str] | None = None) -> Lexicon:
        """Open the pack folder `path`; see the class."""
        return cls(path, elisions=elisions)

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return functools.partial(Lexicon, elisions=sorted(self.elisions), words=dict(self.words)), (self.path,)

    def with_words(self, words: Iterable[str], *, zipf: float = USER_ZIPF) -> Lexicon:
        """Return a lexicon that knows `words` as well; this one does not change.

        A word in lower case is known in capitals too. A word with a capital is known as it is written and all in
        capitals. Other words may be corrected to these words, but to a name only where a capital stands.

        Args:
            words: correct forms, in any Unicode normal form, with ’ or '. Blank ones are skipped.
            zipf: their Zipf value, 0–9.

        >>> lexicon = Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr")
        >>> own = lexicon.with_words(["Hikmatov", "oukaze"])
        >>> [own.knows(word) for word in ("Hikmatov", "HIKMATOV", "hikmatov", "oukaze", "Oukaze")]
        [True, True, False, True, True]
        >>> lexicon.knows("Hikmatov")
        False
        """
        added = {unicodedata.normalize("NFC", word.strip()).replace("’", "'"): zipf for word in words if word.strip()}
        return Lexicon(self.path, elisions=self.elisions, words={**self.words, **added})

    @cached_property
    def names(self) -> StringTable | None:
        """The proper names: they are known with a capital only, and nothing is corrected to them; None if no file."""
        path = self.path / "names.txt"
        return StringTable.open(path) if path.exists() else None

    @cached_property
    def period(self) -> PeriodSpellings:
        """The rules for old spellings."""
        return PeriodSpellings(self.path / "period.toml", self)

    @cached_property
    def aliases(self) -> dict[str, str]:
        """The other accepted spellings, each with the form that it stands for."""
        aliases = {}
        for line in read_lines(self.path / "aliases.txt"):
            alias, tab, target = line.partition("\t")
            if not tab:
                raise PackError(f"{self.path / 'aliases.txt'}: {line!r} lacks the tab before its form")
            aliases[alias] = target
        return aliases

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The hand-made list of acronyms."""
        return frozenset(read_lines(self.path / "acronyms.txt"))

    def _entry(self, place: int) -> Entry:
        return Entry(self.forms[place], self._zipf[place] / ZIPF_STEPS, Flag(self._flags[place]))

    def form(self, word: str) -> Entry | None:
        """Return the entry of the form that is spelt exactly like this, or None; ’ and ' are the same.

        An alias has the frequency of the form that it stands for.
        """
        word = word.replace("’", "'")
        if word in self.words:
            return self._word_entry(word)
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
        if self.names is not None:
            name = self.names.index(word)
            if name is not None:
                steps = self.names.column("zipf")[name]
                return Entry(word, steps / ZIPF_STEPS, Flag.NAME | (Flag(0) if steps else Flag.UNSEEN))
        return None

    def _word_entry(self, word: str) -> Entry:
        return Entry(word, self.words[word], Flag(0) if word.islower() else Flag.NAME)

    def is_listed_name(self, word: str) -> bool:
        """Return whether `word` is a name of names.txt, as it stands or all in capitals."""
        if self.names is None or not word[:1].isupper():
            return False
        return word in self.names or (word.isupper() and word.capitalize() in self.names)

    def zipf(self, word: str) -> float:
        """Return the Zipf value (0–9) of a whole word, whatever its case.

        It is 0 for an unknown word and for a name of names.txt, to which nothing is corrected.
        """
        return self.frequencies[word]

    def _frequency(self, word: str) -> float:
        best = self._highest(word)
        if not best and len(word) > 1 and word.isupper():
            best = max((entry.zipf for entry in self.accent_variants(word)), default=0.0)
        return best

    def _highest(self, word: str) -> float:
        """Return the Zipf value of the most frequent form that a printed word may be, without names.txt; 0 if none."""
        best = 0.0
        for spelling in case_spellings(word, self._capitals):
            form = spelling.replace("’", "'")
            zipf = self.words.get(form)
            if zipf is None:
                place = self.forms.index(form)
                if place is None and form in self.aliases:
                    place = self.forms.index(self.aliases[form])
                zipf = 0.0 if place is None else self._zipf[place] / ZIPF_STEPS
            # Most strings are no form and have the value 0, so they need no look-up among the names.
            if zipf > best and (self.names is None or spelling not in self.names or spelling in self.words):
                best = zipf
        return best

    def spellings(self, word: str) -> Iterator[str]:
        """Yield the spellings under which the lexicon may hold a printed word."""
        return case_spellings(word, self._capitals)

    def knows(self, word: str) -> bool:
        """Return whether `word`, a run of letters with hyphens or apostrophes inside, is correct as it stands.

        Any word may begin with a capital, with or without its accent (Etat), and may stand all in capitals, with or
        without accents. A name needs a capital. A hyphenated word is known if each part is. An elided word is known
        before a vowel or h (l’eau), and a word before an enclitic (king’s), by the rules of the pack.
        """
        return self.known[word]

    def _decide(self, word: str) -> bool:
        # A long s is a letter of old print, and no damage.
        word = word.replace("’", "'").replace("\u017f", "s")
        if not word:
            return False
        if self._is_whole(word):
            return True
        head, apostrophe, rest = word.partition("'")
        if (
            apostrophe
            and rest
            and head.lower() in self.elisions
            and fold(rest)[:1] in self.elided_initials
            and self.knows(rest)
        ):
            return True
        host, _, enclitic = word.rpartition("'")
        if host and enclitic.lower() in self._enclitics and "'" not in host and self.knows(host):
            return True
        if "-" not in word:
            return False
        parts = word.split("-")
        return all(self.knows(part) or self._is_joint(part, number, len(parts)) for number, part in enumerate(parts))

    def _is_joint(self, part: str, number: int, count: int) -> bool:
        """Return whether a part occurs only within hyphenated words (-t-, anglo-)."""
        if part.lower() in self._particles and 0 < number < count - 1:
            return True
        place = self.forms.index(part.lower())
        return place is not None and number < count - 1 and bool(self._flags[place] & Flag.PREFIX)

    def _is_whole(self, word: str) -> bool:
        if len(word) == 1 and word.isupper():
            return True
        place = self.forms.index(word)
        if place is not None and not self._flags[place] & _NO_WORD:
            return True  # most words return here, before the slower look-ups
        for spelling in case_spellings(word, self._capitals):
            if spelling in self.words:
                return True
            place = self.forms.index(spelling)
            if place is not None:
                if not self._flags[place] & _NO_WORD:
                    return True
            elif spelling in self.aliases:
                return True
        if word in self.acronyms or self.is_listed_name(word):
            return True
        return word.isupper() and any(not self._flags[place] & _NO_WORD for place in self._folds.find(word))

    def knows_period(self, word: str, *, sure: bool = False) -> bool:
        """Return whether `word` is in old spelling (étoit, enfans, tems).

        It is if one or two of the rules of period.toml turn it into a modern word. A word that is correct today is not
        in old spelling. `knows` ignores these rules: the caller decides whether a document is old.

        Args:
            word: the word as it stands: in lower case, with one capital or all in capitals, elided or not.
            sure: whether to leave out the spellings that damage produces too (siége); the others are evidence that a
                document is old.

        >>> lexicon = Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr")
        >>> [lexicon.knows_period(word) for word in ("étoit", "Enfans", "siége", "temps", "ceuvre")]
        [True, True, True, False, False]
        >>> lexicon.knows_period("siége", sure=True)
        False
        """
        return self.modern_spelling(word, sure=sure) is not None

    def modern_spelling(self, word: str, *, sure: bool = False) -> str | None:
        """Return the modern spelling, in lower case, of a word in old spelling; None if it is not in old spelling.

        >>> lexicon = Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr")
        >>> [lexicon.modern_spelling(word) for word in ("avoit", "j’étois", "poëtes", "long-tems")]
        ['avait', "j'étais", 'poètes', 'longtemps']
        """
        return self.period.memory[word, sure]

    @cached_property
    def _near(self) -> NearIndex | None:
        path = self.path / "near.idx"
        return NearIndex(path, self.forms) if path.exists() else None

    def near(self, word: str) -> list[str]:
        """Return the frequent forms and the added words that differ from `word` in one letter, diacritics aside.

        >>> Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr").near("environement")
        ['environnement']
        """
        found = self._near.find(word) if self._near is not None else []
        folded = fold(word)
        return [*found, *(own for own in self.words if OSA.distance(folded, fold(own), score_cutoff=1) == 1)]

    def accent_variants(self, word: str) -> tuple[Entry, ...]:
        """Return the forms with the same letters as `word`, diacritics aside, the most frequent first.

        Names are among them only if `word` has a capital. Units, single letters, prefixes and the names of names.txt
        never are.
        """
        return self.variants[word]

    def _find_variants(self, word: str) -> tuple[Entry, ...]:
        unwanted = _NO_WORD if word[:1].isupper() else _NO_WORD | _CAPITALISED
        entries = [self._entry(place) for place in self._folds.find(word) if not self._flags[place] & unwanted]
        if self.words:
            added = self._word_folds.get(fold(word), [])
            own = (self._word_entry(form) for form in added)
            entries = [entry for entry in entries if entry.form not in added]
            entries += [entry for entry in own if not entry.flags & unwanted]
        return tuple(sorted(entries, key=lambda entry: (-entry.zipf, entry.form)))

    def may_be_common(self, key: int) -> bool:
        """Return whether a form with a Zipf value of 2 or more may have this key, the CRC-32 of its folded spelling.

        One answer in ten is a false positive; none is a false negative. Added words count whatever their frequency.

        >>> lexicon = Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr")
        >>> [lexicon.may_be_common(crc32(piece)) for piece in (b"ete", b"oeuvre", b"lcsb")]
        [True, True, False]
        """
        bits = self._common
        slot = key & (len(bits) * 8 - 1)
        return bool(bits[slot >> 3] >> (slot & 7) & 1) or key in self._word_keys

    def at_least(self, zipf: float) -> list[str]:
        """Return every form, alias and added word with at least this Zipf value, sorted.

        >>> Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr").at_least(7.4)
        ['de', 'la', 'à']
        """
        steps = math.ceil(zipf * ZIPF_STEPS)
        common = re.compile(b"[" + re.escape(bytes([steps])) + b"-\xff]")
        found = set(self.forms.take([match.start() for match in common.finditer(self._zipf)]))
        found.update(alias for alias, form in self.aliases.items() if form in found)
        found.update(word for word, own in self.words.items() if own >= zipf)
        return sorted(found)

    def frequent(self, limit: int = 60_000) -> Sequence[str]:
        """Return at most `limit` forms that begin in lower case, the most frequent first; then the added words."""
        unwanted = _NO_WORD | _CAPITALISED | Flag.UNSEEN.value
        zipf = bytes(self._zipf)
        seen = [place for place, flags in enumerate(bytes(self._flags)) if not flags & unwanted and zipf[place]]
        seen.sort(key=lambda place: (-zipf[place], place))
        return [*self.forms.take(seen[:limit]), *(word for word in sorted(self.words) if word.islower())]
