"""Expand a hunspell dictionary into the list of all its forms.

Written for suffixing languages, such as Dicollecte's French: suffixes may carry suffixes, prefixes may carry
suffixes; flags are one letter (the default) or two (`FLAG long`). Compounds are not expanded. What brings in an
apostrophe (l', 's) is left out, since the lexicon cuts it off; so the expansion is finite and small. The format is
described in hunspell(5).
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Affixes", "Role", "expand_dictionary", "is_plain_word", "read_affixes"]


class Role(enum.Enum):
    """What the dictionary says a form is, as far as the lexicon cares."""

    COMMON = "common"
    NAME = "name"
    SYMBOL = "symbol"
    PREFIX = "prefix"


NAME_TAGS = frozenset({"po:npr", "po:prn", "po:patr", "po:titr"})


@dataclass(frozen=True)
class Rule:
    """One line of an affix class."""

    strip: str
    add: str
    flags: frozenset[str]
    condition: re.Pattern[str]


@dataclass
class AffixClass:
    """All rules under one flag."""

    is_prefix: bool
    crosses: bool
    rules: list[Rule]


@dataclass
class Affixes:
    """The part of an .aff file that generates forms."""

    classes: dict[str, AffixClass]
    need_affix: str
    forbidden: str
    keep_case: str
    flag_length: int = 2


def split_flags(flags: str, length: int = 2) -> frozenset[str]:
    """Cut a run of flags, each of `length` letters."""
    return frozenset(flags[place : place + length] for place in range(0, len(flags), length))


def read_affixes(path: Path) -> Affixes:
    """Read an .aff file in UTF-8. Raises ValueError when its flags are numbers, or of any kind but letters."""
    classes: dict[str, AffixClass] = {}
    options = {"NEEDAFFIX": "", "FORBIDDENWORD": "", "KEEPCASE": "", "FLAG": "short"}
    lines = path.read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("FLAG "):
            options["FLAG"] = line.split()[1]
    lengths = {"short": 1, "UTF-8": 1, "long": 2}
    if options["FLAG"] not in lengths:
        raise ValueError(f"{path}: FLAG {options['FLAG']} is not supported, only letters and FLAG long")
    length = lengths[options["FLAG"]]
    for line in lines:
        fields = line.split()
        if not fields:
            continue
        if fields[0] in options:
            options[fields[0]] = fields[1]
        elif fields[0] in ("PFX", "SFX"):
            is_prefix = fields[0] == "PFX"
            if len(fields) == 4 and fields[1] not in classes:
                classes[fields[1]] = AffixClass(is_prefix, fields[2] == "Y", [])
                continue
            strip, (add, _, flags) = fields[2], fields[3].partition("/")
            condition = fields[4] if len(fields) > 4 else "."
            classes[fields[1]].rules.append(
                Rule(
                    "" if strip == "0" else strip,
                    "" if add == "0" else add,
                    split_flags(flags, length),
                    re.compile(condition if is_prefix else f"(?:{condition})$"),
                )
            )
    return Affixes(classes, options["NEEDAFFIX"], options["FORBIDDENWORD"], options["KEEPCASE"], length)


def affixed(stem: str, rule: Rule, is_prefix: bool) -> str | None:
    """Apply one rule to a stem, or return None where it does not fit."""
    if is_prefix:
        if not stem.startswith(rule.strip) or not rule.condition.match(stem):
            return None
        return rule.add + stem[len(rule.strip) :]
    if not stem.endswith(rule.strip) or not rule.condition.search(stem):
        return None
    return stem[: len(stem) - len(rule.strip)] + rule.add


def expand(stem: str, flags: frozenset[str], affixes: Affixes, depth: int = 0) -> Iterator[str]:
    """Yield the forms of one entry, elided ones left out."""
    if affixes.need_affix not in flags:
        yield stem
    if depth == 2:
        return
    for flag in sorted(flags):
        affix = affixes.classes.get(flag)
        if affix is None:
            continue
        for rule in affix.rules:
            if "'" in rule.add:
                continue
            form = affixed(stem, rule, affix.is_prefix)
            if form is None:
                continue
            inherited = rule.flags
            if affix.is_prefix and affix.crosses:
                inherited |= {
                    other
                    for other in flags
                    if other in affixes.classes
                    and not affixes.classes[other].is_prefix
                    and affixes.classes[other].crosses
                }
            yield from expand(form, inherited, affixes, depth + 1)


def is_plain_word(form: str) -> bool:
    """Tell whether a form is made of letters, with hyphens and apostrophes only between them.

    Raised letters (XIXᵉ) and small capitals are typography, not spelling.

    >>> [is_plain_word(form) for form in ("c'est-à-dire", "CO2", "c'", "XIXᵉ", "µm", "pomme de terre")]
    [True, False, False, False, True, False]
    """
    for part in re.split("['-]", form):
        if not part.isalpha():
            return False
        if any(unicodedata.category(letter) not in ("Ll", "Lu") for letter in part):
            return False
        if any("SMALL CAPITAL" in unicodedata.name(letter, "") for letter in part if letter > "ɏ"):
            return False
    return True


def expand_dictionary(path: Path, affixes: Affixes) -> dict[str, set[Role]]:
    """Return every plain form of a .dic file with the roles in which the dictionary knows it.

    Entries marked as errors (`po:err`) and forbidden words are left out.
    """
    forms: dict[str, set[Role]] = {}
    lines = path.read_text("utf-8").splitlines()
    for line in lines[1:]:
        # A word may hold spaces; its morphology begins after a tab or at the first two-letter tag.
        entry, *tags = re.split(r"(?<![\t ])[\t ]+(?=[a-z]{2}:)", line)
        word, _, flag_text = entry.partition("/")
        flags = split_flags(flag_text.strip(), affixes.flag_length)
        if "po:err" in tags or affixes.forbidden in flags:
            continue
        if affixes.keep_case in flags or "po:nbro" in tags:
            role = Role.SYMBOL
        elif NAME_TAGS.intersection(tags):
            role = Role.NAME
        elif "po:pfx" in tags:
            role = Role.PREFIX
        else:
            role = Role.COMMON
        for form in expand(word.strip(), flags, affixes):
            if is_plain_word(form):
                # U+2126, the ohm sign, is the one letter that normal form C replaces.
                forms.setdefault(unicodedata.normalize("NFC", form), set()).add(role)
    return forms
