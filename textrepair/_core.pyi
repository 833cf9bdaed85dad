"""The compiled core of textrepair. It is private: its names may change in any release.

Words and texts may hold lone surrogates. Offsets are in code points, costs in nats.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from os import PathLike
from typing import Literal, final

__all__ = [
    "UNICODE_VERSION",
    "CandidateReader",
    "CountedWords",
    "DamagedPackFile",
    "Decider",
    "Document",
    "EncodingWays",
    "Inventory",
    "Joiner",
    "Language",
    "LanguageModel",
    "LanguageTable",
    "Lexicon",
    "PeriodSpellings",
    "Policy",
    "ProposalList",
    "Restorer",
    "Scan",
    "SharedText",
    "TokenMarks",
    "UnknownWords",
    "WordList",
    "WordReader",
    "ZoneMap",
    "Zoning",
    "as_long_s",
    "character_flags",
    "confidence_of",
    "confusions_in",
    "damage_of",
    "fold",
    "is_long_s",
    "lower",
    "replace_pattern",
    "spans_of_pattern",
]

UNICODE_VERSION: str
"""The version of Unicode whose tables the core has."""

class DamagedPackFile(ValueError):
    """A file of a language pack holds what it must not; its arguments are the path and the reason."""

def fold(word: str) -> str:
    """Return the key of a word: in lower case, without diacritics, œ as oe, ’ as '. For look-up, never for output."""

def lower(string: str) -> str:
    """Return a string in lower case."""

def character_flags(code: int) -> int:
    """Return the flags of a character, as bits in the order of the generated table; 0 for a surrogate."""

@final
class Lexicon:
    """The words of one language; :mod:`textrepair.core.lexicon` explains it."""

    def __new__(
        cls, folder: str | PathLike[str], *, words: Mapping[str, float], elisions: Sequence[str] | None
    ) -> Lexicon: ...
    @property
    def elisions(self) -> set[str]:
        """The words that may stand before an apostrophe, in lower case and without it."""

    @property
    def elided_initials(self) -> set[str]:
        """The folded letters that may follow an elision."""

    def knows(self, word: str) -> bool:
        """Return whether a word is correct as it stands."""

    def zipf(self, word: str) -> float:
        """Return the Zipf value (0–9) of a printed word; 0 if it is unknown."""

    def form(self, word: str) -> tuple[str, float, int] | None:
        """Return the form that is spelt exactly like a word, with its Zipf value and flags; None if there is none."""

    def variants(self, word: str) -> list[tuple[str, float, int]]:
        """Return the forms with the same letters as a word, diacritics aside, the most frequent first."""

    def is_listed_name(self, word: str) -> bool:
        """Return whether a word is a name of the list of names, as it stands or all in capitals."""

    def near(self, word: str) -> list[str]:
        """Return the frequent forms and the added words that differ from a word in one letter, diacritics aside."""

    def may_be_common(self, key: int) -> bool:
        """Return whether a common form may have a key, the CRC-32 of the folded spelling."""

    def at_least(self, zipf: float) -> list[str]:
        """Return every form, alias and added word with at least a Zipf value, sorted."""

    def spellings(self, word: str) -> list[str]:
        """Return the spellings under which the lexicon may hold a printed word, the likeliest first."""

@final
class Language:
    """A language: a lexicon with the rules and prices of its pack."""

    def __new__(
        cls,
        lexicon: Lexicon,
        rules: Mapping[str, object],
        prices: Mapping[str, float],
        *,
        neighbours: Sequence[Language],
    ) -> Language: ...
    def knows(self, word: str) -> bool:
        """Return whether a word of the language is spelt so; an elided word ends in its apostrophe."""

    def knows_foreign(self, word: str) -> bool:
        """Return whether a neighbouring language has a word."""

    def spelling_cost(self, word: str) -> float:
        """Return the cost in nats of spelling out a word that the lexicon does not know."""

    def unknown_parts(self, token: str) -> tuple[tuple[int, int], ...]:
        """Return the offsets, within a token, of the words that are not known."""

    def has_unknown(self, token: str) -> bool:
        """Return whether a token holds an unknown word."""

    def looks_of(self, text: str) -> tuple[float, int, int, int]:
        """Return how a text looks in the language: its cost in nats, how many words are unknown, how many letters known
        words of two letters and more have, and how many unknown words have a letter outside ASCII.
        """

    def is_likely(self, character: str) -> bool:
        """Return whether a character may be one that was meant: a letter of a living alphabet, or a printable sign."""

    def mixed_parts(self, token: str) -> list[tuple[int, int]]:
        """Return the offsets, within a token, of the words that mix letters and digits and are no label or quantity."""

@final
class LanguageModel:
    """A bigram language model; :mod:`textrepair.tables.ngrams` explains it."""

    def __new__(cls, folder: str | PathLike[str]) -> LanguageModel: ...
    def word_id(self, token: str) -> int:
        """Return the number of a token in the vocabulary; that of its class if it has none."""

    def has(self, token: str) -> bool:
        """Return whether the vocabulary has a token, or what it stands for."""

    def pair_cost(self, left: str, right: str) -> float:
        """Return −ln of the probability that the token ``right`` follows the token ``left``, in nats."""

    def path_cost(self, tokens: Sequence[str]) -> float:
        """Return the sum of the costs of all adjacent pairs, in nats. The first token itself is free."""

    def tokenise(self, text: str) -> list[str]:
        """Return the tokens of a text, cut as the text was cut from which the model was counted."""

# Old spellings

@final
class PeriodSpellings:
    """The rules of a pack for old spellings; :mod:`textrepair.core.period` explains them."""

    def __new__(cls, lexicon: Lexicon, rules: Sequence[tuple[str, str, Set[str], bool]]) -> PeriodSpellings: ...
    def modern(self, word: str, sure: bool) -> str | None:
        """Return today's spelling, in lower case, of a word as it stands; None if it is none of an earlier time."""

def as_long_s(word: str) -> str:
    """Return a word with s for each f, if it may hold a long s that was read as f; else an empty string."""

def is_long_s(before: str, after: str) -> bool:
    """Return whether a change writes s for each long s that was read as f, and nothing else."""

def replace_pattern(pattern: str, replacement: str, string: str) -> str | None:
    """Return a string with each match of a pattern of Python replaced by a string; None if nothing matches."""

# Zones

@final
class Zoning:
    """Makes the zone maps of texts in a language; :mod:`textrepair.core.zones` explains zones."""

    def __new__(cls, language: Language, period: PeriodSpellings, settings: Mapping[str, object]) -> Zoning: ...
    def map_of(
        self, text: SharedText, unknown: UnknownWords, share: float, declared: Sequence[tuple[int, int, str]]
    ) -> ZoneMap:
        """Return the zones of a text."""

@final
class ZoneMap:
    """The zones of a text: start, end, kind, and the code and name of a language. Kinds are given as bits."""

    def at(self, low: int, high: int) -> list[tuple[int, int, str, str, str]]:
        """Return the zones that overlap a span."""

    def allows(self, start: int, end: int, kinds: int) -> bool:
        """Return whether all that a span touches is of the given kinds."""

    def allows_change(self, start: int, end: int, replacement: str, kinds: int) -> bool:
        """Return whether all zones that a change touches are of the given kinds."""

    def judged(self) -> list[tuple[int, int, str, str, str]]:
        """Return the zones found so far; of those that overlap, the one around."""

    def foreign(self) -> str:
        """Return the code of the language of the document, if it is another one than that of the pack; else empty."""

def spans_of_pattern(pattern: str, line: str) -> list[tuple[int, int]]:
    """Return the spans that a pattern of Python finds in a line, as the rules of zones are searched."""

@final
class LanguageTable:
    """How likely words are in each language; the head of ``lexicons/languages.tsv`` explains it."""

    def __new__(cls, path: str | PathLike[str]) -> LanguageTable: ...
    @property
    def languages(self) -> list[str]:
        """The codes of the languages, sorted."""

    def code_of(self, declared: str) -> str:
        """Return the code of a language by what a file calls it; empty if the table has no such language."""

    def costs(self, words: Sequence[str]) -> list[float]:
        """Return what words in lower case cost in each language, in nats, in the order of the languages."""

# Tokens and prefilters

@final
class TokenMarks:
    """Which prefilters open for which tokens; it remembers the answers, in bounded memory."""

    def __new__(
        cls,
        language: Language,
        substitutes: Mapping[str, Sequence[tuple[str, float]]],
        prefilters: Sequence[tuple[str | None, str | None, int | None, bool, bool, int | None]],
        tests: Sequence[Callable[[str], bool]],
    ) -> TokenMarks: ...
    def __len__(self) -> int: ...
    @property
    def fallbacks(self) -> list[int]:
        """The numbers of the tests that stand for patterns that the core cannot compile."""

    @property
    def limit(self) -> int:
        """The most tokens of a generation; two generations are kept."""

    @limit.setter
    def limit(self, value: int) -> None: ...
    @property
    def block(self) -> int:
        """A text is scanned in blocks of about so many bytes; after a repair, only those that it changed."""

    @block.setter
    def block(self, value: int) -> None: ...
    def mark(self, token: str) -> int:
        """Return the bits of the prefilters that open for a token."""

    def scan(self, text: str) -> Scan:
        """Scan a whole text."""

    def scan_after(self, scan: Scan, before: str, edits: Sequence[tuple[int, int, str]], after: str) -> Scan:
        """Return the scan of the text that edits lead to: offsets in the text before, and the new text."""

@final
class Scan:
    """What one pass over a text finds."""

    @property
    def number(self) -> int:
        """How many tokens there are."""

    @property
    def union(self) -> int:
        """The bits of the prefilters that open for tokens."""

    def places(self, bits: int) -> list[tuple[int, int]]:
        """Return the offsets of the tokens for which one of some prefilters opens."""

    def unknown_words(self, text: SharedText, language: Language) -> UnknownWords:
        """Return the words of the text that the language does not know."""

    def gaps(self, text: str) -> set[str]:
        """Return the distinct white space of two characters and more."""

@final
class WordList:
    """The words of a language as one sorted list, which readers share."""

    def __new__(cls, language: Language) -> WordList: ...

@final
class CandidateReader:
    """Finds the candidates of words by a declaration."""

    def __new__(
        cls,
        spec: Mapping[str, object],
        language: Language,
        words: WordList,
        confusions: Sequence[tuple[str, str, float]],
    ) -> CandidateReader: ...
    def __len__(self) -> int: ...
    @property
    def limit(self) -> int:
        """How many words are remembered with their candidates."""

    @limit.setter
    def limit(self, value: int) -> None: ...
    def candidates(self, word: str) -> list[tuple[str, float, str]]:
        """Return the candidates of a word: the word that may have been printed, nats, and why."""

@final
class Joiner:
    """Joins the pieces of words that fell apart."""

    def __new__(cls, spec: Mapping[str, object], language: Language) -> Joiner: ...

@final
class Restorer:
    """Restores letters that a document has lost."""

    def __new__(cls, spec: Mapping[str, object], language: Language) -> Restorer: ...

# Statistics

@final
class Inventory:
    """How often each character of a text occurs; 0 for one that does not."""

    def __new__(cls, text: SharedText) -> Inventory: ...
    def __getitem__(self, character: str, /) -> int: ...
    @property
    def total(self) -> int:
        """How many characters there are."""

    @property
    def letters(self) -> int:
        """How many of them are letters."""

    @property
    def capitals(self) -> int:
        """How many are capitals."""

    @property
    def digits(self) -> int:
        """How many are digits."""

    @property
    def alphanumeric(self) -> int:
        """How many are letters, digits, or other numerals."""

@final
class WordReader:
    """Reads from unknown words what they say of their document, and remembers it."""

    def __new__(cls, language: Language, period: PeriodSpellings) -> WordReader: ...
    def lengthened(self, word: str) -> list[tuple[str, str]]:
        """Return the frequent words that a word is without one letter with a diacritic, each with that letter."""

    def lengthened_in(self, text: SharedText) -> list[tuple[int, int, str, list[tuple[str, str]]]]:
        """Return the whole words of a text that are others without a letter, with their offsets and these others."""

@final
class CountedWords:
    """The unknown words of a document, and how often each occurs."""

    def __new__(cls, reader: WordReader, words: UnknownWords) -> CountedWords: ...
    def __len__(self) -> int: ...
    def counts(self) -> dict[str, int]:
        """Return how often each word occurs, in the order in which they occur first."""

    def without_old(self) -> CountedWords:
        """Return the words that are in no spelling of an earlier time."""

    @property
    def damaged(self) -> int:
        """How many of the words begin with no capital."""

    @property
    def with_long_s(self) -> int:
        """How many are a word with s for f."""

    @property
    def old(self) -> tuple[int, int, int, int]:
        """How many words are in the spelling of an earlier time.

        The first two numbers are of those that surely are: different words, and all. The others are of these and of
        those that damage may have made.
        """

    def lost(self) -> dict[str, tuple[int, int]]:
        """Return the letters that the words have without their diacritics: how often, and in how many different words.

        One word counts at most three times.
        """

    def dropped(self) -> tuple[int, dict[str, int]]:
        """Return how many different words lack a letter with a diacritic, and how often they lack each.

        One word counts at most three times.
        """

# Encodings

@final
class EncodingWays:
    """The ways to read a token again, each called by its number: first those that read UTF-8.

    It takes the encodings in which UTF-8 was read, as the byte from 0x80 on of each character and the bytes from 0x80
    to 0xBF that are undefined; what the characters become in each of at most 64 other ways; and the signs of running
    text.
    """

    def __new__(
        cls,
        language: Language,
        utf8: Sequence[tuple[Mapping[str, int], Sequence[int]]],
        tables: Sequence[Mapping[int, str]],
        signs: Set[str],
    ) -> EncodingWays: ...
    def __call__(self, token: str) -> bool:
        """Return whether some way makes a token more plausible."""

    def may_be_utf8(self, token: str) -> bool:
        """Return whether a token may be UTF-8 in some encoding."""

    def promising(self, token: str) -> list[int]:
        """Return the ways that make a token more plausible, or a number with its sign of it."""

    def change(self, token: str, way: int) -> tuple[str, float, int, int, int, bool] | None:
        """Return what a way makes of a token; None if it leaves it as it is.

        It is the token read again, the gain, the letters mended, the words broken, the words left, and whether it
        brings letters of its own.
        """

# Proposals

@final
class SharedText:
    """A text as the core holds it. What is made for a text takes it, so that it is held once."""

    def __new__(cls, text: str) -> SharedText: ...
    def has_run(self, word: str) -> bool:
        """Return whether a string is a run of letters of the text."""

    def names(self) -> list[tuple[str, int]]:
        """Return how often each word with a capital occurs, without those all in capitals; in order."""

    def compounds(self) -> set[str]:
        """Return the pairs of words with a hyphen between them, without those at a line end."""

    def marks_behind(self, marks: str, spaces: str) -> tuple[int, int]:
        """Return how many of some marks stand behind a letter, a digit or one of some spaces, and how many of these
        behind a space.
        """

@final
class UnknownWords:
    """The words of a text that the lexicon does not know, in order."""

    def __new__(cls, text: SharedText, spans: Sequence[tuple[int, int]]) -> UnknownWords: ...
    def __len__(self) -> int: ...
    @property
    def starts(self) -> list[int]:
        """The offsets at which the words start."""

    @property
    def small(self) -> int:
        """How many of the words begin with no capital."""

    def words(self) -> list[tuple[str, int, int]]:
        """Return the words, each with its offsets."""

    def in_tokens(self, scan: Scan, bits: int) -> UnknownWords:
        """Return the words within tokens for which one of some prefilters opens."""

    def only_counted(self, counted: CountedWords) -> UnknownWords:
        """Return the words that were counted."""

    def in_zones(self, zones: ZoneMap, kinds: int) -> UnknownWords:
        """Return the words that touch only zones of some kinds, given as bits."""

    def is_plain(self, start: int, end: int) -> bool:
        """Return whether a span is prose beyond doubt: by the characters around it, and as no word is near."""

    def close(self, number: int, distance: int) -> list[tuple[int, int]]:
        """Return the spans of so many words whose first and last one start at most so many characters apart."""

_Proposal = tuple[int, int, str, str, float, float]

@final
class ProposalList:
    """The proposals of one stage for one text, in the order of the chain."""

    def __new__(cls, text: SharedText) -> ProposalList: ...
    def __len__(self) -> int: ...
    def begin(self, repairer: str, zones: int) -> None:
        """Name the repairer whose proposals are added from now on, and the zones that it may touch, as bits."""

    def add(self, proposals: Sequence[_Proposal]) -> None:
        """Add proposals of the current repairer, without those that change nothing."""

    def add_candidates(self, reader: CandidateReader, words: UnknownWords) -> None:
        """Add the candidates that a declaration has for words."""

    def add_joins(self, joiner: Joiner, words: UnknownWords, tokens: Sequence[tuple[int, int]]) -> None:
        """Add the joins of words that fell apart.

        One piece is an unknown word, or a short word in one of some tokens.
        """

    def add_restored(self, restorer: Restorer, rates: Mapping[str, float]) -> None:
        """Add the words with letters that the document has lost; ``rates`` are the shares (0–1) of each."""

    def truncate(self, place: int) -> None:
        """Drop the proposals from a place on."""

    def admit(self, place: int, policy: Policy, stage: int) -> None:
        """Drop the proposals from a place on that the policy of the document does not allow."""

    def drop_touching(self, spans: Sequence[tuple[int, int]]) -> None:
        """Drop the proposals that touch one of some spans, which are sorted."""

    def keep_in_zones(self, near: UnknownWords | None, zones: Callable[[], ZoneMap]) -> None:
        """Drop the proposals that touch zones that their repairers may not touch.

        ``near`` are the unknown words of the text if what is prose beyond doubt by its characters need not be looked
        for, and ``zones`` returns the zones, if they are needed.
        """

    def keep_rivals(
        self, spans: Sequence[tuple[int, int]], near: UnknownWords | None, zones: Callable[[], ZoneMap]
    ) -> bool:
        """Drop, of the proposals that overlap one of some spans, those that touch zones that they may not touch.

        Return whether any proposal that overlaps one of the spans is left; if none is, nothing is dropped.
        """

    def proposals(self) -> list[tuple[str, _Proposal]]:
        """Return the proposals, each with the name of its repairer."""

    def without_overlaps(self) -> list[tuple[int, int, str, str, str]]:
        """Return what is made where nothing is weighed: offsets, the replacement, the repairer, and why.

        Of proposals that overlap, it is the one that starts first; of those, the first in the order of the list.
        """

# Decisions

def confusions_in(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the confusions in which a word and its repair differ, as printed and read; empty if they are no pattern.

    Everything between two equal parts is one confusion.
    """

def damage_of(before: str, after: str) -> Literal["spaces", "diacritics", "letters"]:
    """Return what a change repairs: spaces and signs between letters, diacritics, or letters."""

def confidence_of(
    bias: float, trees: Sequence[Sequence[tuple[int, float, int, int]]], features: Sequence[float]
) -> float:
    """Return what a confidence model makes of features: the estimated probability that a change is correct."""

@final
class Document:
    """A document about whose words is decided: its text, and what its statistics say."""

    def __new__(
        cls,
        text: SharedText,
        *,
        words: int,
        unknown: CountedWords,
        starts: UnknownWords,
        damage: float,
        capitals: float,
        digits: float,
        old: bool,
        misread_long_s: bool,
        loss_rates: Mapping[str, float],
    ) -> Document: ...

_Reading = tuple[str, list[int], float, str, str]
_Judged = tuple[
    tuple[int, int],
    list[_Reading],
    list[float],
    int,
    int,
    tuple[float, int, float],
    list[float] | None,
    list[float],
    str,
]

@final
class Decider:
    """Decides about the proposals for the words of a text."""

    def __new__(
        cls,
        language: Language,
        model: LanguageModel,
        confidence: tuple[float, Sequence[Sequence[tuple[int, float, int, int]]]] | None,
        confusions: Sequence[tuple[str, str, float]],
        period: PeriodSpellings,
    ) -> Decider: ...
    def judge(
        self,
        document: Document,
        proposals: ProposalList,
        min_confidence: float | None = None,
        *,
        describes_all: bool = False,
    ) -> list[_Judged]:
        """Return the judgement of each slot with proposals that change something.

        A judgement is the slot's offsets; its readings, each with the places of its proposals, nats, and the words at
        its ends; the posteriors; the place of the reading on the cheapest path and of the best change; its confidence,
        the number of the verdict, and the confidence asked for; the features; by how many nats each reading is cheaper
        in the document; and the margins in words. ``describes_all`` asks for the features of hopeless changes as well.
        """

    def text_cost(self, text: str) -> tuple[str, str, float]:
        """Return the words at the ends of a text, and the nats of its words and of spelling out unknown ones."""

    def decide(
        self, document: Document, proposals: ProposalList, min_confidence: float | None = None
    ) -> list[tuple[bool, int, int, str, str, str, float]]:
        """Return the changes to make and to keep back.

        Each is whether it is made, its offsets, the replacement, the repairer, why, and its confidence.
        """

@final
class Policy:
    """Which changes of a document are allowed."""

    def __new__(cls, text: SharedText, language: Language) -> Policy: ...
    def objection(self, start: int, end: int, replacement: str, stage: int) -> str | None:
        """Return why a change is not allowed; None if it is allowed."""
