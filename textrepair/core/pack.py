"""A language pack: the data of a language, and the only object that answers questions about it.

Everything that is particular to a language stands in its pack, the folder ``lexicons/<code>/``, and not in the code:
the rules (``language.toml``), the prices (``prices.toml``), the lexicon, the language model, the confusion table, and
the tables of the confidence model and of the assessment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from textrepair._core import Language, LanguageModel, WordReader
from textrepair.core.confusion_table import Confusion, load_confusions
from textrepair.core.find_pack import find_pack, seal_of
from textrepair.core.lexicon import Entry, Lexicon
from textrepair.core.period import PeriodRule
from textrepair.core.prices import Prices
from textrepair.core.rules import Rules
from textrepair.errors import ConfigurationError, InputError, PackError
from textrepair.fork_lock import FORK_LOCK
from textrepair.memory import Memory, cached_property
from textrepair.tables.pack_files import compiled, read_lines, read_pack_toml, reading

__all__ = ["Pack", "open_pack"]


class Pack:
    """An open language pack. It maps its files into memory when they are first needed.

    A pack remembers its answers in bounded memories (:attr:`memories`), which are freed with the pack. Its answers
    depend only on its folder and on the words and the confusion table that it was made with.

    Args:
        folder: the folder of the pack.
        confusions: a confusion table that replaces the pack's.
        words: further words, as :meth:`textrepair.core.lexicon.Lexicon.with_words` takes them.

    Attributes:
        rules: the rules of the language.
        prices: what each event costs, in nats.

    Raises:
        PackError: the pack is damaged.

    >>> french = open_pack("fr")
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
        self.prices = Prices(folder / "prices.toml")
        self._own_confusions = None if confusions is None else tuple(confusions)
        self._own_words = tuple(words)

    def __repr__(self) -> str:
        return f"<Pack {self.rules.code}>"

    def __reduce__(self) -> tuple[Callable[..., Pack], tuple[object, ...]]:
        # On another machine the folder may be a different one: a pack that is found by its code travels by its code.
        try:
            found = find_pack(self.rules.code) == self.folder
        except ConfigurationError:
            found = False
        place = self.rules.code if found else self.folder
        return _arrived_pack, (place, seal_of(self.folder), self._own_confusions, self._own_words)

    @property
    def made_of(self) -> tuple[Path, tuple[Confusion, ...] | None, tuple[str, ...]]:
        """What the pack was made with: its folder, the confusion table that replaces its own, and the further words."""
        return self.folder, self._own_confusions, self._own_words

    @property
    def memories(self) -> Mapping[str, Memory[Any, Any]]:
        """The memories of the pack by name; each has a length and a limit."""
        return self.lexicon.memories

    def open(self) -> None:
        """Open all that most texts ask for, so that a damaged pack is found before the first text.

        Raises:
            PackError: a file is missing or damaged.
        """
        for letter in sorted(self.rules.letters):
            self.variants(letter)  # every cut of a string into words asks for them
        _ = self.core, self.model, self.confusions, self.misreadings
        for pack in (self, *self.neighbours):
            _ = pack.lexicon.names, pack.lexicon.aliases, pack.lexicon.acronyms, pack.lexicon.period.core

    def adapted(self, *, confusions: Iterable[Confusion] | None = None, words: Iterable[str] = ()) -> Pack:
        """Return a pack with another confusion table, or with more words; this pack does not change.

        Args:
            confusions: the table; None: that of this pack.
            words: further words, as :meth:`textrepair.core.lexicon.Lexicon.with_words` takes them.

        >>> open_pack("fr").adapted(words=["oukaze"]).knows("oukaze")
        True
        """
        return Pack(
            self.folder,
            confusions=self._own_confusions if confusions is None else confusions,
            words=(*self._own_words, *words),
        )

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon; only the core may use it."""
        lexicon = Lexicon.open(self.folder, elisions=self.rules.elision_prefixes)
        return lexicon.with_words(self._own_words) if self._own_words else lexicon

    @cached_property
    def core(self) -> Language:
        """The compiled language; only the core may use it."""
        return self._compiled([pack._compiled([]) for pack in self.neighbours])

    def _compiled(self, neighbours: list[Language]) -> Language:
        try:
            return Language(self.lexicon.core, self.rules.for_core(), dict(self.prices), neighbours=neighbours)
        except KeyError as error:
            _ = self.prices[str(error.args[0])]  # raises what says which price is missing
            raise

    @cached_property
    def model(self) -> LanguageModel:
        """The language model; only the core may use it."""
        with compiled():
            return LanguageModel(self.folder)

    @cached_property
    def confusions(self) -> tuple[Confusion, ...]:
        """The confusion table: what was printed, what is read for it, and the cost in nats."""
        if self._own_confusions is not None:
            return self._own_confusions
        path = self.folder / "confusions.tsv"
        try:
            return load_confusions(path) if path.exists() else ()
        except InputError as error:
            raise PackError(str(error)) from error

    @cached_property
    def confusion_costs(self) -> Mapping[tuple[str, str], float]:
        """The cost of each confusion of the table in nats, by what was printed and what is read."""
        return {(row.printed, row.read): row.cost for row in self.confusions}

    @cached_property
    def misreadings(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Known words that may be misreadings: for each, the far commoner words that it may stand for, with nats."""
        path = self.folder / "misreadings.tsv"
        found: dict[str, list[tuple[str, float]]] = {}
        with reading(path):
            for line in read_lines(path) if path.exists() else ():
                word, other, cost = line.split("\t")
                found.setdefault(word, []).append((other, float(cost)))
        return {word: tuple(others) for word, others in found.items()}

    @cached_property
    def word_reader(self) -> WordReader:
        """What reads from unknown words what they say of their document."""
        return WordReader(self.core, self.lexicon.period.core)

    def lengthened(self, word: str) -> list[tuple[str, str]]:
        """Return the frequent words that a word is without one letter with a diacritic, each with that letter; sorted.

        >>> open_pack("fr").lengthened("tait")
        [('était', 'é')]
        """
        return self.word_reader.lengthened(word)

    def table(self, name: str) -> Mapping[str, Any]:
        """Return the content of a TOML file of the pack.

        Args:
            name: the name of the file.

        Raises:
            PackError: the file is missing, or cannot be read.
        """
        return read_pack_toml(self.folder / name)

    @property
    def own_words(self) -> Mapping[str, float]:
        """The words that were added to the pack, with their Zipf values."""
        return self.lexicon.words

    def knows(self, word: str) -> bool:
        """Return whether a word of the language is spelt so; an elided word ends in its apostrophe."""
        return self.core.knows(word)

    def has_word(self, word: str) -> bool:
        """Return whether the lexicon has a word as it is printed; Roman numerals and elisions are not in it."""
        return self.lexicon.core.knows(word)

    def entry(self, word: str) -> Entry | None:
        """Return the form that is spelt exactly like this, with its frequency and flags; None if there is none."""
        return self.lexicon.form(word)

    def variants(self, word: str) -> tuple[Entry, ...]:
        """Return the forms that have the same letters as a word, diacritics aside, the most frequent first."""
        return self.lexicon.variants[word]

    def zipf(self, word: str) -> float:
        """Return the Zipf value (0–9) of a printed word: log10 of its occurrences in 10⁹ words; 0 if unknown."""
        return self.lexicon.core.zipf(word)

    def is_listed_name(self, word: str) -> bool:
        """Return whether a word is a proper name of ``names.txt``, to which nothing is corrected."""
        return self.lexicon.is_listed_name(word)

    def standard_spelling(self, word: str) -> str | None:
        """Return the form that a word in lower case is another accepted spelling of; None if it is no such spelling."""
        return self.lexicon.aliases.get(word)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other accepted spellings, each with the form that it stands for (oeuvre: œuvre)."""
        return self.lexicon.aliases

    @property
    def period_rules(self) -> tuple[PeriodRule, ...]:
        """The rules that turn old spellings into today's; empty if the pack has none."""
        return self.lexicon.period.rules

    def modern_spelling(self, word: str, *, sure: bool = False) -> str | None:
        """Return today's spelling, in lower case, of a word in old spelling; None if it is not in old spelling.

        Args:
            word: the word as it stands.
            sure: whether to leave out the old spellings that damage produces too.
        """
        return self.lexicon.period.core.modern(word, sure)

    def frequent(self, limit: int = 60_000) -> Sequence[str]:
        """Return at most ``limit`` forms that begin in lower case, the most frequent first; then the added words."""
        return self.lexicon.frequent(limit)

    def pair_cost(self, left: str, right: str) -> float:
        """Return −ln of the probability that the token ``right`` follows the token ``left``, in nats."""
        return self.model.pair_cost(left, right)

    def spelling_cost(self, word: str) -> float:
        """Return the cost in nats of spelling out a word that the lexicon does not know.

        >>> open_pack("fr").spelling_cost("Arnoux") < open_pack("fr").spelling_cost("arnoux")
        True
        """
        return self.core.spelling_cost(word)

    def tokenise(self, text: str) -> list[str]:
        """Return the tokens of the language model in a text."""
        return self.model.tokenise(text)

    def knows_foreign(self, word: str) -> bool:
        """Return whether a neighbouring language whose pack is installed has a word."""
        return self.core.knows_foreign(word)

    @cached_property
    def neighbours(self) -> tuple[Pack, ...]:
        """The packs of the languages of which words stand in texts of this one."""
        found = []
        for code in self.rules.neighbours:
            with suppress(ConfigurationError):
                found.append(open_pack(code))
        return tuple(found)

    def may_follow_elision(self, word: str) -> bool:
        """Return whether the first letter of a word may follow an elision."""
        return word[:1] in self.rules.elision_before

    def unknown_parts(self, token: str) -> tuple[tuple[int, int], ...]:
        """Return the offsets, within a token, of the words that are not known.

        Numbers, references, addresses and bare punctuation count as known, and so do all words of a token of more than
        400 characters.
        """
        return self.core.unknown_parts(token)

    def has_unknown(self, token: str) -> bool:
        """Return whether a token holds an unknown word."""
        return self.core.has_unknown(token)

    def looks_of(self, text: str) -> tuple[float, int, int, int]:
        """Return how plausible a text is; :mod:`textrepair.encodings.plausible` explains the figures."""
        return self.core.looks_of(text)

    def is_likely(self, character: str) -> bool:
        """Return whether a character may be one that was meant: a letter of a living alphabet, or a printable sign."""
        return self.core.is_likely(character)

    def mixed_parts(self, token: str) -> list[tuple[int, int]]:
        """Return the offsets, within a token, of the words that mix letters and digits and are no label or quantity.

        >>> open_pack("fr").mixed_parts("bient0t,"), open_pack("fr").mixed_parts("2e H2O 5km 20h15 A4")
        ([(0, 7)], [])
        """
        return self.core.mixed_parts(token)


# The open packs. The dictionary is weak: a pack is freed when nothing else refers to it.
_IN_USE: WeakValueDictionary[object, Pack] = WeakValueDictionary()


def open_pack(code: str) -> Pack:
    """Return a language pack by its code; all threads get the same object as long as it is in use.

    Args:
        code: the code of the language, such as ``"fr"``.

    Raises:
        ConfigurationError: there is no such pack.
        PackError: the pack is damaged.
    """
    # One thread at a time opens packs, so that all get the same object. Opening a pack may open another one.
    with FORK_LOCK:
        pack = _IN_USE.get(code)
        if pack is None:
            pack = _IN_USE[code] = Pack(find_pack(code))
        return pack


def _arrived_pack(
    place: str | Path, seal: str, confusions: tuple[Confusion, ...] | None, words: tuple[str, ...]
) -> Pack:
    """Return a pack that was pickled; the same object as long as it is in use.

    Raises:
        ConfigurationError: the pack is not installed here.
        PackError: the pack here has another version, or is damaged.
    """
    with FORK_LOCK:
        pack = open_pack(place) if isinstance(place, str) else _IN_USE.get(place) or Pack(place)
        if seal_of(pack.folder) != seal:
            raise PackError(
                f"{pack.folder}: not the version of the language pack ‘{pack.rules.code}’ that the chain was sent "
                "with: install the same version on both sides"
            )
        key = (place, seal, confusions, words)
        kept = _IN_USE.get(key)
        if kept is None:
            adapted = confusions is not None or bool(words)
            kept = pack.adapted(confusions=confusions, words=words) if adapted else pack
            _IN_USE[key] = kept
        return kept
