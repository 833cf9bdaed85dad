"""The rules of a language, as the file ``language.toml`` of its pack states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textrepair.tables.pack_files import read_pack_toml, reading

__all__ = ["Rules"]


@dataclass(frozen=True)
class Rules:
    """The rules of a language, from ``language.toml``; ``lexicons/fr/language.toml`` explains each of them."""

    code: str
    name: str
    letters: frozenset[str]
    vowels: frozenset[str]
    abbreviations: frozenset[str]
    word_prefixes: tuple[str, ...]
    neighbours: tuple[str, ...]
    after_hyphen: frozenset[str]
    before_hyphen: frozenset[str]
    hyphenated_numbers: frozenset[str]
    linking_letters: tuple[str, ...]
    domains: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    elision_prefixes: frozenset[str]
    elision_before: frozenset[str]
    elision_bare: frozenset[str]
    elision_glyphs: Mapping[str, float]
    elision_word: str
    diacritic_frequencies: Mapping[str, float]
    homographs: Mapping[str, str]
    diacritic_glyphs: Mapping[str, str]
    detached_diacritics: Mapping[str, str]
    letter_glyphs: Mapping[str, str]
    numeral_before: frozenset[str]
    numeral_after: frozenset[str]
    numeral_ordinal: str
    zone_words: Mapping[str, tuple[str, ...]]
    variable_contexts: tuple[str, ...]
    sure_variable_contexts: tuple[str, ...]
    no_variables: str
    apostrophe: str
    spaced: Mapping[str, str]
    opening: Mapping[str, str]
    quotes: tuple[str, str]
    ligatures: Mapping[str, str]
    presets: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, path: Path) -> Rules:
        """Read the rules of a pack.

        Args:
            path: the file ``language.toml``.

        Raises:
            PackError: the file is missing, is no TOML, or lacks a key.
        """
        with reading(path):
            data = read_pack_toml(path)
            language = data["language"]
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
                domains=frozenset(language.get("domains", ())),
                presets={name: tuple(members) for name, members in data.get("presets", {}).items()},
                **_of_words(data),
                **_of_zones(data.get("zones", {})),
                **_of_hyphens(data),
                **_of_signs(data),
            )

    def for_core(self) -> dict[str, Any]:
        """Return the rules that the compiled core asks about, as it takes them."""
        return {
            "code": self.code,
            "letters": "".join(sorted(self.letters)),
            "vowels": "".join(sorted(self.vowels)),
            "abbreviations": sorted(self.abbreviations),
            "word_prefixes": list(self.word_prefixes),
            "after_hyphen": sorted(self.after_hyphen),
            "domains": sorted(self.domains),
            "elision_prefixes": sorted(self.elision_prefixes),
            "elision_before": "".join(sorted(self.elision_before)),
            "diacritic_frequencies": [(letter, float(each)) for letter, each in self.diacritic_frequencies.items()],
            "diacritic_words": list(self.diacritic_glyphs.values()),
            "articles": sorted(self.articles),
            "particles": sorted(self.particles),
            "ligatures": list(self.ligatures.values()),
        }


def _of_words(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rules of names, elisions and numerals."""
    elision, numerals = data.get("elision", {}), data.get("numerals", {})
    before, names = elision.get("before", ""), data.get("names", {})
    return {
        "articles": frozenset(names.get("articles", ())),
        "particles": frozenset(names.get("particles", ())),
        "elision_prefixes": frozenset(elision.get("prefixes", ())),
        "elision_before": frozenset(before + before.upper()),
        "elision_bare": frozenset(elision.get("bare", ())),
        "elision_glyphs": elision.get("glyphs", {}),
        "elision_word": elision.get("misread", ""),
        "numeral_before": frozenset(numerals.get("before", ())),
        "numeral_after": frozenset(numerals.get("after", ())),
        "numeral_ordinal": numerals.get("ordinal", ""),
    }


def _of_zones(zones: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the rules of zones ask of the language."""
    variables = zones.get("variables", {})
    named = ("units", "numbered", "genders", "code", "chess")
    words = {**dict.fromkeys(named, ()), **{name: zones[name] for name in zones if name != "variables"}}
    return {
        "zone_words": {name: tuple(strings) for name, strings in words.items()},
        "variable_contexts": tuple(variables.get("contexts", ())),
        "sure_variable_contexts": tuple(variables.get("sure", ())),
        "no_variables": variables.get("unsure", ""),
    }


def _of_hyphens(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rules of what a hyphen joins."""
    hyphens = data.get("hyphens", {})
    return {
        "after_hyphen": frozenset(hyphens.get("after", ())),
        "before_hyphen": frozenset(hyphens.get("before", ())),
        "hyphenated_numbers": frozenset(hyphens.get("numbers", ())),
        "linking_letters": tuple(hyphens.get("linking", ())),
    }


def _of_signs(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rules of diacritics, glyphs and typography."""
    diacritics, typography = data.get("diacritics", {}), data.get("typography", {})
    return {
        "diacritic_frequencies": diacritics.get("frequencies", {}),
        "homographs": diacritics.get("homographs", {}),
        "diacritic_glyphs": diacritics.get("glyphs", {}),
        "detached_diacritics": diacritics.get("detached", {}),
        "letter_glyphs": data.get("glyphs", {}).get("apart", {}),
        "apostrophe": typography.get("apostrophe", "’"),
        "spaced": typography.get("spaced", {}),
        "opening": typography.get("opening", {}),
        "quotes": tuple(typography.get("quotes", ("“", "”"))),
        "ligatures": typography.get("ligatures", {}),
    }
