"""Structural zones: code, markup, data, addresses, numbers and formulas, by the rules of ``lexicons/zones.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textrepair.core.zones.kinds import Zone, ZoneKind
from textrepair.tables.pack_files import read_pack_toml, reading

__all__ = ["Rule", "Structure"]

# Signs around a token that do not belong to what it is.
_AROUND = ".,;:!?…«»\"“”*’'"
_BRACKETS = {"(": ")", "[": "]"}
# What code is made of.
_CODE_SIGNS = frozenset('{}[]()=<>;_/\\&$#@*+"`')
_HUMP = re.compile(r"[A-Z]{2,}|[A-Za-z][a-z]*")


class Rule(NamedTuple):
    """A rule of the table; the file explains its fields.

    Attributes:
        kind: the kind of zone.
        where: ``token``, ``span``, ``line`` or ``fence``.
        pattern: the compiled pattern.
        needs: characters of which the line must hold one; empty: none.
        least: how many such tokens or lines the paragraph must hold.
        digits: whether the token must hold a digit.
        mixed: whether the token must hold capitals, small letters and digits.
        parts: whether the parts of the token must be words.
        code_signs: how many characters that code is made of the line must hold.
    """

    kind: ZoneKind
    where: str
    pattern: re.Pattern[str]
    needs: frozenset[str]
    least: int
    digits: bool
    mixed: bool
    parts: bool
    code_signs: int

    @classmethod
    def of(cls, data: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
        """Return the rule that an entry of the table states."""
        where = next(key for key in ("token", "span", "line", "fence") if key in data)
        pattern = data[where]
        for name, alternatives in words.items():
            pattern = pattern.replace("{" + name + "}", alternatives)
        return cls(
            ZoneKind(data["zone"]),
            where,
            re.compile(pattern),
            frozenset(data.get("needs", "")),
            data.get("least", 1),
            data.get("digits", False),
            data.get("mixed", False),
            data.get("parts", False),
            data.get("code_signs", 0),
        )

    def may_match(self, characters: frozenset[str]) -> bool:
        """Return whether a line with these characters may hold a match."""
        return not self.needs or not self.needs.isdisjoint(characters)


class Structure:
    """The rules of structural zones, compiled for a language.

    Args:
        path: the table.
        words: for each name in braces of a pattern, an alternation of what stands for it in the language.
        is_word: says whether a part of an identifier is a word.

    Attributes:
        rules: the rules, in the order of the table.

    Raises:
        PackError: the table cannot be read.
    """

    def __init__(self, path: Path, words: Mapping[str, str], is_word: Callable[[str], bool]) -> None:
        with reading(path):
            self.rules = rules = [Rule.of(data, words) for data in read_pack_toml(path)["rules"]]
        self._of_tokens = [rule for rule in rules if rule.where == "token"]
        self._of_spans = [rule for rule in rules if rule.where == "span"]
        self._of_lines = [rule for rule in rules if rule.where == "line"]
        self._fences = [rule for rule in rules if rule.where == "fence"]
        self._is_word = is_word

    def fences(self, text: str) -> list[Zone]:
        """Return the blocks between two lines that open and close a block, in order."""
        if "```" not in text and "~~~" not in text:
            return []
        found: list[Zone] = []
        opened = start = -1
        kind = ZoneKind.CODE
        for line in text.split("\n"):
            start, end = start + 1, start + 1 + len(line)
            rule = next((rule for rule in self._fences if rule.pattern.match(line)), None)
            if rule is not None and opened < 0:
                opened, kind = start, rule.kind
            elif rule is not None:
                found.append(Zone(opened, end, kind))
                opened = -1
            start = end
        return found

    def of_line(self, line: str, paragraph: Callable[[], str]) -> ZoneKind | None:
        """Return what a whole line is; None if no rule says so.

        Args:
            line: the line.
            paragraph: returns the paragraph in which it stands.
        """
        characters = frozenset(line)
        for rule in self._of_lines:
            if rule.may_match(characters) and self._matches_line(rule, line, paragraph):
                return rule.kind
        return None

    def _matches_line(self, rule: Rule, line: str, paragraph: Callable[[], str]) -> bool:
        if not rule.pattern.search(line):
            return False
        if rule.code_signs and sum(map(_CODE_SIGNS.__contains__, line)) < rule.code_signs:
            return False
        if rule.least == 1:
            return True
        return sum(1 for other in paragraph().split("\n") if rule.pattern.search(other)) >= rule.least

    def spans(self, line: str, start: int) -> Iterator[Zone]:
        """Yield the zones within a line.

        Args:
            line: the line.
            start: its offset in the text, which is added to the offsets.
        """
        characters = frozenset(line)
        for rule in self._of_spans:
            if not rule.may_match(characters):
                continue
            group = 1 if rule.pattern.groups else 0
            position = 0
            while match := rule.pattern.search(line, position):
                low, high = match.span(group)
                if high > low:
                    yield Zone(start + low, start + high, rule.kind)
                # What follows the group may begin the next match.
                position = max(high, match.start() + 1)

    def of_token(self, token: str, paragraph: Callable[[], str]) -> ZoneKind | None:
        """Return what a token is; None if no rule says so.

        Args:
            token: what stands between white space.
            paragraph: returns the paragraph in which it stands.
        """
        forms = _without_signs(token)
        characters = frozenset(token)
        for rule in self._of_tokens:
            if not rule.may_match(characters) or not any(self._matches(rule, form) for form in forms):
                continue
            if rule.least > 1 and self._several(rule, paragraph()) < rule.least:
                continue
            return rule.kind
        return None

    def _several(self, rule: Rule, paragraph: str) -> int:
        """Return how many different tokens of a paragraph a rule matches, or one that is enough alone."""
        rules = [rule, *(other for other in self._of_tokens if other.kind is rule.kind and other.least == 1)]
        return sum(
            any(self._matches(one, form) for form in _without_signs(token) for one in rules)
            for token in set(paragraph.split())
        )

    def _matches(self, rule: Rule, token: str) -> bool:
        if not rule.pattern.fullmatch(token):
            return False
        if rule.digits and not any(map(str.isdigit, token)):
            return False
        if rule.mixed and not all(any(map(kind, token)) for kind in (str.isupper, str.islower, str.isdigit)):
            return False
        return not rule.parts or all(map(self._is_word, _HUMP.findall(token)))


def _without_signs(token: str) -> tuple[str, ...]:
    """Return the forms of a token: without the signs around it, and without the brackets around it.

    >>> _without_signs("«name()»,"), _without_signs("(https://a.org).")
    (('name()',), ('(https://a.org)', 'https://a.org'))
    """
    bare = token.strip(_AROUND)
    inner = bare
    while inner and inner[0] in _BRACKETS:
        inner = inner[1:].strip(_AROUND)
    while inner and any(inner.count(close) > inner.count(opened) for opened, close in _BRACKETS.items()):
        if inner[-1] not in _BRACKETS.values():
            break
        inner = inner[:-1].rstrip(_AROUND)
    return (bare, inner) if inner != bare and inner else (bare,)


def alternation(strings: Iterable[str]) -> str:
    """Return the pattern of any of some patterns, the longest first; one that matches nothing, if there are none."""
    return "|".join(sorted(strings, key=lambda string: (-len(string), string))) or r"\b\B"
