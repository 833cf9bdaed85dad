"""Declarations: what a repairer looks for, as plain data that the core runs.

A repairer that needs nothing else has no code: its ``spec()`` returns one declaration or several. A declaration holds
strings, numbers and tables of strings, so that it can be written as JSON, compared, and compiled once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "Confusions",
    "Joins",
    "LostDiacritics",
    "Neighbours",
    "Pattern",
    "Segments",
    "Spec",
    "Substitutions",
    "Variants",
    "spec_from_dict",
    "spec_to_dict",
]


@dataclass(frozen=True)
class Pattern:
    """The matches of a regular expression are replaced.

    In ``find``, ``write`` and ``token`` a name between ⟨ and ⟩ stands for signs of the language: ``⟨apostrophe⟩``,
    ``⟨spaced⟩`` (the signs that take a space before them), ``⟨stops⟩`` (those of them that are ASCII), ``⟨opening⟩``
    (the signs that take a space after them), ``⟨ligatures⟩`` (what a keyboard writes for a ligature, as alternatives).

    Args:
        find: a regular expression. If it has a group ``key``, that group is looked up; if it has a group ``change``,
            that group is replaced. Without these groups the whole match is looked up or replaced.
        write: the replacement; used where ``by`` is empty.
        by: where the replacement is looked up instead: ``table``; ``spaced`` or ``opening``, the space that the
            language puts beside a sign; ``composition``, a letter and its combining diacritics as one character;
            ``standard spelling``, the form of which a word is another accepted spelling.
        table: the replacement of each string that may be found.
        reason: why, in words for a person; ``{found}``, ``{key}``, ``{code}`` (the first character found, as U+XXXX)
            and ``{new}`` are filled in.
        token: a regular expression that finds something in a token wherever ``find`` does; it makes clean text cheap.
            Empty: ``find`` is searched in every text.
        blank: a character of white space that ``find`` matches as well.
    """

    find: str
    write: str = ""
    by: Literal["", "table", "spaced", "opening", "composition", "standard spelling"] = ""
    table: Mapping[str, str] = field(default_factory=dict, hash=False)
    reason: str = ""
    token: str = ""
    blank: str = ""


@dataclass(frozen=True)
class Variants:
    """An unknown word is replaced by a word that differs from it in diacritics only.

    Args:
        diacritic: the event whose price each changed diacritic costs.
    """

    diacritic: str = "diacritic-lost"


@dataclass(frozen=True)
class Confusions:
    """Characters of an unknown word were misread, by the confusion table of the pack.

    Args:
        read: which rows of the table are used, by what is read: ``letters``, ``letters and digits``, or ``signs``.
        printed: which rows are used, by what was printed: ``letters``, or ``ligatures`` of the language.
        words: which words are asked about: those of ``letters``, of ``letters and digits``, those that hold ``signs``,
            or ``all``.
        case: how a word with capitals is treated. ``kept``: as it stands. ``folded``: in lower case, and the result
            gets the capitals of the word. ``names``: as a name; it may hold one confusion only, a candidate must have
            the Zipf value ``common``, and a word all in capitals is not asked about.
        changes: how many confusions one word may hold.
        several_from: how many letters a word must have to hold more than one confusion.
        common: the least Zipf value (0–9) of a candidate for a name.
        diacritics: whether a candidate may differ in diacritics only.
        letters_only: whether a candidate must consist of letters.
    """

    read: Literal["letters", "letters and digits", "signs"]
    printed: Literal["letters", "ligatures"] = "letters"
    words: Literal["letters", "letters and digits", "signs", "all"] = "letters"
    case: Literal["kept", "folded", "names"] = "kept"
    changes: int = 1
    several_from: int = 0
    common: float = 0.0
    diacritics: bool = True
    letters_only: bool = False


@dataclass(frozen=True)
class Neighbours:
    """An unknown word in lower case is replaced by a frequent word one letter away; diacritics may differ as well.

    Args:
        frequency: the least Zipf value (0–9) of a candidate.
        several_from: how many letters a word must have to hold one confusion of the table as well.
        likely: the most that this confusion may cost, in nats.
        letter: the event whose price the letter costs.
        diacritic: the event whose price each changed diacritic costs.
    """

    frequency: float = 2.0
    several_from: int = 7
    likely: float = 7.0
    letter: str = "letter-misread"
    diacritic: str = "diacritic-lost-near"


@dataclass(frozen=True)
class Segments:
    """An unknown word is cut into known words that ran together.

    Args:
        words: how many words one string may hold.
        shortest: how many characters it must have.
        space: the event whose price each lost space costs.
        diacritic: the event whose price each lost diacritic costs.
    """

    words: int = 5
    shortest: int = 4
    space: str = "space-lost"
    diacritic: str = "diacritic-lost"


@dataclass(frozen=True)
class Joins:
    """The pieces of a word that fell apart are joined.

    Args:
        pieces: how many pieces a word may have fallen into.
        space: the event whose price each inserted space costs.
        diacritic: the event whose price each lost diacritic costs.
        run_together: how the joined pieces may be cut into words that ran together.
    """

    pieces: int = 3
    space: str = "space-inserted"
    diacritic: str = "diacritic-lost"
    run_together: Segments = Segments()


@dataclass(frozen=True)
class LostDiacritics:
    """A known word is replaced by one that differs in letters that the document has lost (a, à).

    Args:
        share: the least share (0–1) of a letter that must be lost; where less is, words that are right without it stay.
        frequency: the least Zipf value (0–9) of another reading.
        readings: how many readings of a word are proposed.
        capital: the event whose price a capital costs that the misreading brought.
    """

    share: float = 0.05
    frequency: float = 1.5
    readings: int = 2
    capital: str = "lost-word-read-as-capital"


@dataclass(frozen=True)
class Substitutions:
    """A known word is replaced by a far commoner one that it is a misreading of, by the table of the pack."""


Spec = Pattern | Variants | Confusions | Neighbours | Segments | Joins | LostDiacritics | Substitutions
"""Any declaration."""

_KINDS: Mapping[str, type[Spec]] = {
    kind.__name__: kind
    for kind in (Pattern, Variants, Confusions, Neighbours, Segments, Joins, LostDiacritics, Substitutions)
}


def spec_to_dict(spec: Spec) -> dict[str, Any]:
    """Return a declaration as plain data, which JSON can hold.

    >>> spec_to_dict(Variants())
    {'kind': 'Variants', 'diacritic': 'diacritic-lost'}
    >>> spec_from_dict(spec_to_dict(Joins(pieces=2))) == Joins(pieces=2)
    True
    """
    return {"kind": type(spec).__name__, **dataclasses.asdict(spec)}


def spec_from_dict(data: Mapping[str, Any]) -> Spec:
    """Return the declaration that :func:`spec_to_dict` turned into data.

    Args:
        data: the data; its ``kind`` is the name of a declaration.

    Raises:
        KeyError: there is no declaration of that name.
        TypeError: the data has a field that the declaration lacks, or lacks a field without default.
    """
    fields = dict(data)
    kind = _KINDS[fields.pop("kind")]
    if isinstance(fields.get("run_together"), dict):
        fields["run_together"] = Segments(**fields["run_together"])
    return kind(**fields)
