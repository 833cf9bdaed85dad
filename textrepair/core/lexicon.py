"""The lexicon: which words exist, how frequent they are, and which of them differ in diacritics only.

A lexicon is a folder of files that are mapped into memory and never read as a whole: `forms.txt` (every inflected form,
with its index), `aliases.txt` (other accepted spellings of a form), `names.txt` (proper names), `acronyms.txt`, and
`period.toml` (how old spellings become modern ones). A lexicon should be clean rather than large: it cannot detect the
damage that it holds itself.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textrepair._core import Lexicon as CompiledLexicon
from textrepair.core.period import PeriodSpellings
from textrepair.errors import PackError
from textrepair.memory import Memory, cached_property
from textrepair.tables.columns import Flag
from textrepair.tables.mapped import StringTable
from textrepair.tables.pack_files import compiled, read_lines

__all__ = ["USER_ZIPF", "Entry", "Lexicon"]

_REMEMBERED = 1 << 14

USER_ZIPF = 3.5
"""The default Zipf value of a user's own words: three occurrences in a million words."""


# Plain integers: an operation on an enum takes ten times as long, and these are used very often.
_NO_WORD = (Flag.SHORT | Flag.PREFIX).value
_CAPITALISED = (Flag.NAME | Flag.ACRONYM).value
# To make a member of an enumeration takes longer than to find the form.
_FLAGS = tuple(map(Flag, range(1 << len(Flag))))


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
        self.words: Mapping[str, float] = dict(words or {})
        with compiled():
            self.core = CompiledLexicon(
                self.path, words=dict(self.words), elisions=None if elisions is None else sorted(elisions)
            )
        self.elisions = frozenset(self.core.elisions)
        self.elided_initials = frozenset(self.core.elided_initials)
        self.variants = Memory(self._find_variants, _REMEMBERED)  # several entries each

    @property
    def memories(self) -> dict[str, Memory[Any, Any]]:
        """The memories of the lexicon by name."""
        return {"variants": self.variants}

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
    def forms(self) -> StringTable:
        """Every inflected form, with its index."""
        return StringTable.open(self.path / "forms.txt")

    @cached_property
    def names(self) -> StringTable | None:
        """The proper names: they are known with a capital only, and nothing is corrected to them; None if no file."""
        path = self.path / "names.txt"
        return StringTable.open(path) if path.exists() else None

    @cached_property
    def period(self) -> PeriodSpellings:
        """The rules for old spellings."""
        return PeriodSpellings(self.path / "period.toml", self.core)

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

    def form(self, word: str) -> Entry | None:
        """Return the entry of the form that is spelt exactly like this, or None; ’ and ' are the same.

        An alias has the frequency of the form that it stands for.
        """
        found = self.core.form(word)
        return None if found is None else _entry(found)

    def is_listed_name(self, word: str) -> bool:
        """Return whether `word` is a name of names.txt, as it stands or all in capitals."""
        return self.core.is_listed_name(word)

    def zipf(self, word: str) -> float:
        """Return the Zipf value (0–9) of a whole word, whatever its case.

        It is 0 for an unknown word and for a name of names.txt, to which nothing is corrected.
        """
        return self.core.zipf(word)

    def spellings(self, word: str) -> Sequence[str]:
        """Return the spellings under which the lexicon may hold a printed word, the likeliest first."""
        return self.core.spellings(word)

    def knows(self, word: str) -> bool:
        """Return whether `word`, a run of letters with hyphens or apostrophes inside, is correct as it stands.

        Any word may begin with a capital, with or without its accent (Etat), and may stand all in capitals, with or
        without accents. A name needs a capital. A hyphenated word is known if each part is. An elided word is known
        before a vowel or h (l’eau), and a word before an enclitic (king’s), by the rules of the pack.
        """
        return self.core.knows(word)

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
        return self.period.modern(word, sure=sure)

    def near(self, word: str) -> list[str]:
        """Return the frequent forms and the added words that differ from `word` in one letter, diacritics aside.

        >>> Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr").near("environement")
        ['environnement']
        """
        return self.core.near(word)

    def accent_variants(self, word: str) -> tuple[Entry, ...]:
        """Return the forms with the same letters as `word`, diacritics aside, the most frequent first.

        Names are among them only if `word` has a capital. Units, single letters, prefixes and the names of names.txt
        never are.
        """
        return self.variants[word]

    def _find_variants(self, word: str) -> tuple[Entry, ...]:
        return tuple(map(_entry, self.core.variants(word)))

    def may_be_common(self, key: int) -> bool:
        """Return whether a form with a Zipf value of 2 or more may have this key, the CRC-32 of its folded spelling.

        One answer in ten is a false positive; none is a false negative. Added words count whatever their frequency.

        >>> lexicon = Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr")
        >>> from zlib import crc32
        >>> [lexicon.may_be_common(crc32(piece)) for piece in (b"ete", b"oeuvre", b"lcsb")]
        [True, True, False]
        """
        return self.core.may_be_common(key)

    def at_least(self, zipf: float) -> list[str]:
        """Return every form, alias and added word with at least this Zipf value, sorted.

        >>> Lexicon.open(Path(__file__).parents[2] / "lexicons" / "fr").at_least(7.4)
        ['de', 'la', 'à']
        """
        return self.core.at_least(zipf)

    def frequent(self, limit: int = 60_000) -> Sequence[str]:
        """Return at most `limit` forms that begin in lower case, the most frequent first; then the added words."""
        unwanted = _NO_WORD | _CAPITALISED | Flag.UNSEEN.value
        zipf, flags = bytes(self.forms.column("zipf")), bytes(self.forms.column("flags"))
        seen = [place for place, own in enumerate(flags) if not own & unwanted and zipf[place]]
        seen.sort(key=lambda place: (-zipf[place], place))
        return [*self.forms.take(seen[:limit]), *(word for word in sorted(self.words) if word.islower())]


def _entry(found: tuple[str, float, int]) -> Entry:
    form, zipf, flags = found
    return Entry(form, zipf, _FLAGS[flags])
