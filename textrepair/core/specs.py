"""Declarations: what a repairer looks for, as plain data that the core runs.

A repairer that only needs one of these has no code: its ``spec()`` returns the declaration, or several. A declaration
holds strings, numbers and tables of strings, so that it can be written as JSON, compared and compiled once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "Confusions",
    "Joins",
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
    """What a regular expression finds is written otherwise.

    In ``find`` and ``write`` a name between ⟨ and ⟩ stands for signs of the language: ``⟨apostrophe⟩``, ``⟨spaced⟩``
    (the signs that take a space before them), ``⟨stops⟩`` (those of them that are ASCII), ``⟨opening⟩`` (the signs that
    take a space after them), ``⟨ligatures⟩`` (what a keyboard writes for a ligature, as alternatives).

    Args:
        find: a regular expression. The group ``key``, if it has one, is what is looked up; the group ``change``, if it
            has one, is what is changed; without them it is all that is found.
        write: what stands there then; used where ``by`` is empty.
        by: what is looked up instead: ``table``, ``spaced`` or ``opening`` (the space that the language puts beside a
            sign), ``composition`` (a letter and its combining diacritics as one character), or ``standard spelling``.
        table: by what is found, what stands there then.
        reason: what a person would want to know; ``{found}``, ``{key}``, ``{code}`` (of the first character, as
            U+XXXX) and ``{new}`` are filled in.
        token: a regular expression that finds something in a token wherever ``find`` does; it makes clean text cheap.
            Empty: ``find`` is searched for in every text.
        blank: a character of white space that ``find`` finds too.
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
    """A word is one of the words that are spelt like it but for diacritics.

    Args:
        diacritic: the event whose price each diacritic costs.
    """

    diacritic: str = "diacritic-lost"


@dataclass(frozen=True)
class Confusions:
    """Characters of a word were read for others, by the confusion table of the pack.

    Args:
        read: which rows of the table count, by what is read: ``letters``, ``letters and digits``, or ``signs``.
        printed: by what was printed: ``letters``, or ``ligatures`` of the language.
        words: which words are asked about: those of ``letters``, of ``letters and digits``, those with ``signs`` in
            them, or ``all``.
        case: a word with capitals is read as it stands (``kept``), in lower case and given its capitals again
            (``folded``), or as a name (``names``): then it may hold only one confusion, what it may be must be as
            frequent as ``common`` says, and a word in capitals throughout is not asked about.
        changes: how many confusions one word may hold.
        several_from: how many letters a word must have to hold more than one.
        common: Zipf value (0–9).
        diacritics: whether another reading may differ in diacritics alone.
        letters_only: whether another reading must be nothing but letters.
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
    """A word in lower case is one of the frequent words one letter away; their diacritics may differ besides.

    Args:
        frequency: how frequent that word must be, as Zipf value (0–9).
        several_from: from so many letters on one confusion of the table may be in the word besides ...
        likely: ... if it costs no more than this, in nats.
        letter: the event whose price the letter costs.
        diacritic: the event whose price each diacritic costs.
    """

    frequency: float = 2.0
    several_from: int = 7
    likely: float = 7.0
    letter: str = "letter-misread"
    diacritic: str = "diacritic-lost-near"


@dataclass(frozen=True)
class Segments:
    """Words ran together.

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
    """A word fell apart.

    Args:
        pieces: how many pieces it may have fallen into.
        space: the event whose price each space costs.
        diacritic: the event whose price each lost diacritic costs.
        run_together: the declaration by which pieces of two words may have run together besides.
    """

    pieces: int = 3
    space: str = "space-inserted"
    diacritic: str = "diacritic-lost"
    run_together: Segments = Segments()


@dataclass(frozen=True)
class Substitutions:
    """A word that is known is a misreading of a far commoner one, by the table of the pack."""


Spec = Pattern | Variants | Confusions | Neighbours | Segments | Joins | Substitutions
"""Any declaration."""

_KINDS: Mapping[str, type[Spec]] = {
    kind.__name__: kind for kind in (Pattern, Variants, Confusions, Neighbours, Segments, Joins, Substitutions)
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
    """Return the declaration that :func:`spec_to_dict` made data of.

    Args:
        data: the data; its ``kind`` is the name of a declaration.

    Raises:
        KeyError: there is no such kind.
        TypeError: the data has a field that the kind lacks, or lacks one without default.
    """
    fields = dict(data)
    kind = _KINDS[fields.pop("kind")]
    if isinstance(fields.get("run_together"), dict):
        fields["run_together"] = Segments(**fields["run_together"])
    return kind(**fields)
