from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textrepair.core import Confusion, Pack, Prefilter, Proposal, Stage, View, ZoneKind
from textrepair.repairer import Example

# The least Zipf value of the word after an elision, and its least length where the whole elision was misread.
_FREQUENT = 2.5
_LONG = 3
_PADDING = "la politique de Femploi, Forganisation du travail, Fexamen de Faccord par Fassemblée, Fécole et Fusine "


def _misread(pack: Pack) -> tuple[Confusion, ...]:
    """Return the rows of the confusion table for an elision that was read as letters (Femploi for l’emploi)."""
    prefixes = pack.rules.elision_prefixes
    return tuple(
        row
        for row in pack.confusions
        if row.printed[-1:] == "'" and row.printed[:-1] in prefixes and row.read.isalpha()
    )


def _elided_pattern(pack: Pack) -> str:
    """Return a pattern for the beginning of a word that may be an elision without its apostrophe."""
    rules = pack.rules
    begins = {*rules.elision_prefixes, *(row.read for row in _misread(pack))}
    if not begins or not rules.elision_before:
        return "(?!)"
    before = re.escape("".join(sorted(rules.elision_before)))
    return rf"(?<![^\W\d_])(?:{'|'.join(map(_in_any_case, sorted(begins)))})[{before}]"


def _in_any_case(letters: str) -> str:
    """Return a pattern for a string of letters in small letters or capitals."""
    return "".join(f"[{letter.lower()}{letter.upper()}]" for letter in letters)


_ELIDED = Prefilter(_elided_pattern, unknown=True)


def _may_be_elided(rest: str, pack: Pack) -> bool:
    """Return whether what follows a misread elision is a whole word."""
    return (
        len(rest) >= _LONG
        and rest.islower()
        and pack.may_follow_elision(rest)
        and pack.zipf(rest) >= _FREQUENT
        and pack.knows(rest)
    )


@dataclass(frozen=True)
class LostApostrophes:
    """Restores the apostrophe of an elision that ran together with its word (dun, quon, jai, lhomme).

    It also restores an elision that was read as one letter (Femploi). It changes unknown words only: ``quelle`` and
    ``lune`` stay.
    """

    name: ClassVar[str] = "lost-apostrophes"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    # Old spelling says nothing about spaces.
    zones: ClassVar[frozenset[ZoneKind]] = frozenset({ZoneKind.PROSE, ZoneKind.SPELLING})
    triggers: ClassVar[Prefilter] = _ELIDED
    examples: ClassVar[tuple[Example, ...]] = (
        Example("il y avait dun côté la mer", "il y avait d’un côté la mer"),
        Example("je crois quon peut le dire", "je crois qu’on peut le dire"),
        Example("le marché de Femploi des jeunes", "le marché de l’emploi des jeunes", padding=_PADDING),
        Example("laquelle des lunes ? Lhermitte le sait", "laquelle des lunes ? Lhermitte le sait"),
    )

    def propose(self, view: View) -> Iterator[Proposal]:
        """Propose an elision for the beginning of each unknown word that may be one."""
        misread = view.prepared(_misread)
        read = tuple(row.read for row in misread)
        lost = view.memory(_lost)
        for word, start, end in view.unknown_words_in(_ELIDED):
            readings = lost[word]
            if word.startswith(read):
                readings = [*_misread_elisions(word, misread, view.pack), *readings]
            for head, rest, reason, cost in readings:
                elided = f"{head}{view.policy.apostrophe}{rest}"
                yield Proposal(start, end, elided, f"‘{word}’ is no word; ‘{elided}’ with {reason}", cost)


class _Reading(NamedTuple):
    """What an unknown word may read.

    Attributes:
        head, rest: what stands before and after the apostrophe.
        reason: what happened to the apostrophe.
        cost: nats.
    """

    head: str
    rest: str
    reason: str
    cost: float


def _misread_elisions(word: str, rows: tuple[Confusion, ...], pack: Pack) -> Iterator[_Reading]:
    """Yield the readings of an unknown word whose elision was read as letters."""
    for row in rows:
        rest = word[len(row.read) :]
        if word.startswith(row.read) and _may_be_elided(rest, pack):
            yield _Reading(row.printed[:-1], rest, f"‘{row.printed}’ read as ‘{row.read}’", row.cost)


def _lost(word: str, pack: Pack) -> list[_Reading]:
    """Return the readings of an unknown word whose elision lost its apostrophe."""
    if not word.isalpha() or not word[1:].islower():
        return []
    found = []
    lost, diacritic = pack.prices["apostrophe-lost"], pack.prices["diacritic-lost"]
    for prefix in pack.rules.elision_prefixes:
        rest = word[len(prefix) :]
        if not word.lower().startswith(prefix) or not pack.may_follow_elision(rest):
            continue
        for entry in pack.variants(rest)[:2]:
            if entry.zipf >= _FREQUENT and len(entry.form) == len(rest):
                changed = sum(a != b for a, b in zip(entry.form, rest, strict=True))
                cost = lost + diacritic * changed
                found.append(_Reading(word[: len(prefix)], entry.form, "its apostrophe lost", cost))
    return found
