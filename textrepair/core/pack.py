"""A language pack as the repairers use it: its rules, and what it knows of a stretch of text.

Nothing in ``textrepair/`` knows French: what is particular to a language stands in its pack, the folder
``lexicons/<code>/``: ``language.toml`` (rules, :class:`Rules`), the lexicon and the language model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from textrepair.core.confusion_table import Confusion, load_confusions
from textrepair.core.lexicon import Lexicon
from textrepair.core.prefilter import Marks
from textrepair.errors import ConfigurationError, InputError, PackError, nearest_name, shortened
from textrepair.fork_lock import FORK_LOCK
from textrepair.memory import cached_property
from textrepair.tables.foldindex import fold
from textrepair.tables.ngrams import LanguageModel
from textrepair.tables.pack_files import read_lines, read_pack_toml, reading

__all__ = ["Language", "Rules", "load_language"]

_APOSTROPHES = "'’ʼ"
_OUTER = ".,;:!?…«»“”„\"'’‘()[]{}–—-*·•/\u00ad"
# Between two of these a chunk falls into words; what is left inside a word is noise, or letters.
_SEPARATORS = re.compile(r"[-‐‑–—/.,;:!?…«»“”„·•=+]+")
_PARENTHESES = re.compile(r"[()\[\]{}]+")
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ADDRESS = re.compile(r"://|@|^www\.|\.(?:org|com|net|fr|ca|int|gouv|html?|pdf)\b")
# A word that holds a digit, and what such a word is rightly: an ordinal, a quantity, a label.
_ALPHANUMERIC = re.compile(r"[^\W_]+")
_MIXED = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")
_COUNTED = re.compile(r"\d+[^\W\d_]{1,4}[23]?|\d+[hm]\d+|[^\W\d_a-zà-ÿ]+\d+|[a-z]\d+|\d+[^\W\d_a-zà-ÿ]+|[\dA-Z]+")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
_REMEMBERED = 20_000
# A longer stretch without white space is no text, or text of which nothing can be said.
_LONGEST = 400
# How long a word before a full stop may be to pass as an abbreviation within a stretch, and one before a bracket as a
# label.
_ABBREVIATION = 5
_LABEL = 4


@dataclass(frozen=True)
class Rules:
    """The rules of a language, from ``language.toml``; each is explained in French's."""

    code: str
    name: str
    letters: frozenset[str]
    vowels: frozenset[str]
    abbreviations: frozenset[str]
    word_prefixes: tuple[str, ...]
    neighbours: tuple[str, ...]
    after_hyphen: frozenset[str]
    elision_prefixes: frozenset[str]
    elision_before: frozenset[str]
    elision_bare: frozenset[str]
    elision_glyphs: Mapping[str, float]
    diacritic_frequencies: Mapping[str, float]
    homographs: Mapping[str, str]
    diacritic_glyphs: Mapping[str, str]
    numeral_before: frozenset[str]
    numeral_after: frozenset[str]
    numeral_ordinal: str
    apostrophe: str
    spaced: Mapping[str, str]
    opening: Mapping[str, str]
    quotes: tuple[str, str]
    ligatures: Mapping[str, str]
    presets: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, path: Path) -> Rules:
        """Read the rules of a pack.

        Raises:
            PackError: the file is missing, is no TOML, or lacks a key.
        """
        with reading(path):
            data = read_pack_toml(path)
            language, elision = data["language"], data.get("elision", {})
            diacritics, numerals = data.get("diacritics", {}), data.get("numerals", {})
            typography = data.get("typography", {})
            before = elision.get("before", "")
            for key in ("code", "name", "letters"):
                if not isinstance(language[key], str):
                    raise TypeError(f"‘{key}’ is no string")
            return cls(
                code=language["code"],
                name=language["name"],
                letters=frozenset(language["letters"] + language["letters"].upper()),
                vowels=frozenset(language.get("vowels", "")),
                abbreviations=frozenset(language.get("abbreviations", ())),
                word_prefixes=tuple(sorted(language.get("prefixes", ()), key=len, reverse=True)),
                neighbours=tuple(language.get("neighbours", ())),
                after_hyphen=frozenset(language.get("after_hyphen", ())),
                elision_prefixes=frozenset(elision.get("prefixes", ())),
                elision_before=frozenset(before + before.upper()),
                elision_bare=frozenset(elision.get("bare", ())),
                elision_glyphs=elision.get("glyphs", {}),
                diacritic_frequencies=diacritics.get("frequencies", {}),
                homographs=diacritics.get("homographs", {}),
                diacritic_glyphs=diacritics.get("glyphs", {}),
                numeral_before=frozenset(numerals.get("before", ())),
                numeral_after=frozenset(numerals.get("after", ())),
                numeral_ordinal=numerals.get("ordinal", ""),
                apostrophe=typography.get("apostrophe", "’"),
                spaced=typography.get("spaced", {}),
                opening=typography.get("opening", {}),
                quotes=tuple(typography.get("quotes", ("“", "”"))),
                ligatures=typography.get("ligatures", {}),
                presets={name: tuple(members) for name, members in data.get("presets", {}).items()},
            )


class Language:
    """A language pack, opened. Its parts are mapped into memory when they are first needed.

    Args:
        folder: the folder of the pack.
        confusions: a confusion table that takes the place of the pack's.
        words: further words, as :meth:`Lexicon.with_words` takes them.

    >>> french = load_language("fr")
    >>> french.knows("œuvre"), french.knows("ceuvre")
    (True, False)
    >>> french.unknown_parts("(auprés,")
    ((1, 7),)
    """

    def __init__(
        self, folder: Path, *, confusions: Iterable[Confusion] | None = None, words: Iterable[str] = ()
    ) -> None:
        self.folder = folder
        self.rules = Rules.read(folder / "language.toml")
        self._own_confusions = None if confusions is None else tuple(confusions)
        self._own_words = tuple(words)
        self._parts: dict[str, tuple[tuple[int, int], ...]] = {}
        self.marks = Marks(self)

    def __repr__(self) -> str:
        return f"Language({self.rules.code!r})"

    def __reduce__(self) -> tuple[Callable[..., Language], tuple[object, ...]]:
        from textrepair.travel import packed_language

        return packed_language(self)

    @property
    def made_of(self) -> tuple[Path, tuple[Confusion, ...] | None, tuple[str, ...]]:
        """The folder of the pack, the confusion table in place of its own, and the words besides."""
        return self.folder, self._own_confusions, self._own_words

    def adapted(self, *, confusions: Iterable[Confusion] | None = None, words: Iterable[str] = ()) -> Language:
        """Return the same language with another confusion table, or with more words; this one stays as it is.

        Args:
            confusions: the table; None: the one that it has.
            words: words besides, as :meth:`Lexicon.with_words` takes them.

        >>> load_language("fr").adapted(words=["oukaze"]).knows("oukaze")
        True
        """
        return Language(
            self.folder,
            confusions=self._own_confusions if confusions is None else confusions,
            words=(*self._own_words, *words),
        )

    @cached_property
    def lexicon(self) -> Lexicon:
        """Which words there are."""
        lexicon = Lexicon.open(self.folder, elisions=self.rules.elision_prefixes)
        return lexicon.with_words(self._own_words) if self._own_words else lexicon

    @cached_property
    def model(self) -> LanguageModel:
        """What a word costs in its place."""
        return LanguageModel.open(self.folder)

    @cached_property
    def confusions(self) -> tuple[Confusion, ...]:
        """The confusion table: what is read for what."""
        if self._own_confusions is not None:
            return self._own_confusions
        path = self.folder / "confusions.tsv"
        try:
            return load_confusions(path) if path.exists() else ()
        except InputError as error:
            raise PackError(str(error)) from error

    @cached_property
    def misreadings(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Words that are misreadings of far commoner ones: what may have been printed, with its cost in nats."""
        path = self.folder / "misreadings.tsv"
        found: dict[str, list[tuple[str, float]]] = {}
        with reading(path):
            for line in read_lines(path) if path.exists() else ():
                word, other, cost = line.split("\t")
                found.setdefault(word, []).append((other, float(cost)))
        return {word: tuple(others) for word, others in found.items()}

    def knows(self, word: str) -> bool:
        """Whether a word, or an elided one with its apostrophe, is one of the language."""
        if word[-1:] in _APOSTROPHES:
            return word[:-1].lower() in self.rules.elision_prefixes
        if self.lexicon.knows(word):
            return True
        if len(word) == 1:
            return word.isupper()
        return word.isupper() and _ROMAN.fullmatch(word) is not None

    def knows_foreign(self, word: str) -> bool:
        """Whether a word is one of a neighbouring language, of those whose pack is installed."""
        return any(neighbour.knows(word) for neighbour in self._neighbours)

    @cached_property
    def _neighbours(self) -> tuple[Language, ...]:
        found = []
        for code in self.rules.neighbours:
            with suppress(ConfigurationError):
                found.append(load_language(code))
        return tuple(found)

    def may_follow_elision(self, word: str) -> bool:
        """Whether a word begins as one must that stands after an elision."""
        return word[:1] in self.rules.elision_before

    def unknown_parts(self, chunk: str) -> tuple[tuple[int, int], ...]:
        """Return the offsets, within a stretch without white space, of the words that are not known.

        Numbers, references, addresses and bare punctuation count as known. The answer is remembered.
        """
        if len(chunk) > _LONGEST:
            return ()
        parts = self._parts.get(chunk)
        if parts is None:
            if len(self._parts) >= _REMEMBERED:
                self._parts.clear()
            parts = self._parts[chunk] = tuple(self._find_unknown(chunk))
        return parts

    def has_unknown(self, chunk: str) -> bool:
        """Whether there are any; this answer is not remembered here, but by :class:`textrepair.core.prefilter.Marks`."""
        return len(chunk) <= _LONGEST and bool(self._find_unknown(chunk))

    def _find_unknown(self, chunk: str) -> list[tuple[int, int]]:
        if chunk.isalpha():
            return [] if self.knows(chunk) else [(0, len(chunk))]
        core = chunk.lstrip(_OUTER)
        start = len(chunk) - len(core)
        core = core.rstrip(_OUTER)
        if not any(character.isalpha() for character in core) or any(character.isdigit() for character in core):
            return []
        if _ADDRESS.search(core) or (core.isalpha() and self.knows(core)):
            return []
        if len(core) <= _LABEL and core.isalpha() and chunk[start + len(core) : start + len(core) + 1] == ")":
            return []  # the letter or numeral of a list: h) (iii)
        if chunk[start + len(core) : start + len(core) + 1] in tuple(_APOSTROPHES) and self.knows(core + "’"):
            return []
        unknown: list[tuple[int, int]] = []
        for low, high in self._words(core):
            word = core[low:high]
            if not self.knows(word) and not self._abbreviates(word, core[high:] or chunk[start + high :]):
                unknown.append((start + low, start + high))
        # A compound such as “rendez-vous” or “aujourd’hui” is known although a part of it is not.
        return [] if unknown and not _PARENTHESES.search(core) and self.lexicon.knows(core) else unknown

    def mixed_parts(self, chunk: str) -> list[tuple[int, int]]:
        """Return the offsets, within a stretch without white space, of the words in which a digit has no business.

        >>> load_language("fr").mixed_parts("bient0t,"), load_language("fr").mixed_parts("2e H2O 5km 20h15 A4")
        ([(0, 7)], [])
        """
        if not any(map(str.isdigit, chunk)) or len(chunk) > _LONGEST or _ADDRESS.search(chunk):
            return []
        found = _ALPHANUMERIC.finditer(chunk)
        return [word.span() for word in found if _MIXED.search(word[0]) and not _COUNTED.fullmatch(word[0])]

    def _abbreviates(self, word: str, rest: str) -> bool:
        """Whether a word before a full stop is short for another one: at the end of a stretch it may end a sentence."""
        if rest[:1] != "." or len(word) > _ABBREVIATION:
            return False
        if not word.islower() or rest.strip(_OUTER) or word in self.rules.abbreviations:
            return True
        return not any(fold(letter) in self.rules.vowels for letter in word)

    def _words(self, core: str) -> list[tuple[int, int]]:
        """Cut a chunk at its separators and after its apostrophes."""
        cut = [match.span() for match in _SEPARATORS.finditer(core)]
        if sum(core.count(sign) for sign in "([{") == sum(core.count(sign) for sign in ")]}"):
            cut += [match.span() for match in _PARENTHESES.finditer(core)]
        cut += [(k + 1, k + 1) for k, character in enumerate(core) if character in _APOSTROPHES]
        cut.sort()
        words = []
        position = 0
        for low, high in [*cut, (len(core), len(core))]:
            if low > position:
                words.append((position, low))
            position = max(position, high)
        return words


def pack_folder(code: str) -> Path:
    """Find the folder of a language pack: a built-in one, or one that an installed package registers.

    Raises:
        ConfigurationError: there is none of that name.
    """
    here = Path(__file__).parents[1]
    # A code is part of a path: ‘../x’ must not lead out of the folder, nor a long one fail there.
    for lexicons in (here / "lexicons", here.parent / "lexicons") if _CODE.fullmatch(code) else ():
        if (lexicons / code / "language.toml").is_file():
            return lexicons / code
    from importlib import metadata  # 40 ms to import, and plugins are rare

    registered = {entry.name: entry for entry in metadata.entry_points(group="textrepair.languages")}
    if code in registered:
        try:
            return Path(registered[code].load()())
        except Exception as error:
            raise ConfigurationError(
                f"the plugin {registered[code].value}, which registers the language ‘{code}’, cannot be loaded "
                f"({type(error).__name__}: {error}): update it, or uninstall it"
            ) from error
    built_in = [path.parent.name for root in (here, here.parent) for path in root.glob("lexicons/*/language.toml")]
    raise ConfigurationError(f"no language pack ‘{shortened(code)}’: {nearest_name(code, {*built_in, *registered})}")


def load_language(code: str) -> Language:
    """Open a language pack by its code; the same object each time, in all threads.

    Args:
        code: such as ``"fr"``.

    Raises:
        ConfigurationError: there is no such pack.
        PackError: the pack is damaged.
    """
    # One thread at a time opens packs, so that all get the same one. Opening one may open another.
    with FORK_LOCK:
        return _open(code)


@cache
def _open(code: str) -> Language:
    return Language(pack_folder(code))
