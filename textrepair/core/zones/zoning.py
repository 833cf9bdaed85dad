"""What tells zones in the texts of a language: rules, variables and languages, made once for a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textrepair._core import SharedText, UnknownWords
from textrepair._core import Zoning as CompiledZoning
from textrepair.alternatives import DeclaredLanguage
from textrepair.core.pack import Pack
from textrepair.core.rules import Rules
from textrepair.core.zones.tables import shared_table
from textrepair.core.zones.zone_map import ZoneMap, bits_of
from textrepair.memory import Memory
from textrepair.tables.pack_files import compiled, read_pack_toml, reading

__all__ = ["Zoning", "rules_of_zones"]

# A repairer names one set of kinds.
_SETS_REMEMBERED = 256
_PLACES = ("token", "span", "line", "fence")


class Zoning:
    """Makes the zone maps of texts in a language.

    Args:
        pack: the language.

    Raises:
        PackError: a table is missing or damaged.

    >>> from textrepair.core import open_pack
    >>> text = SharedText("Voir `ma_fonction` ici.")
    >>> zones = Zoning(open_pack("fr")).map_of(text, UnknownWords(text, []), 0.0)
    >>> [(zone.start, zone.end, str(zone.kind)) for zone in zones.at(7, 9)]
    [(5, 18, 'code')]
    """

    def __init__(self, pack: Pack) -> None:
        path = shared_table("zones.toml")
        with reading(path):
            settings = {
                "rules": rules_of_zones(),
                "languages": shared_table("languages.tsv"),
                **_of_language(pack.rules),
            }
            self._core = CompiledZoning(pack.core, pack.lexicon.period.core, settings)
        self._bits = Memory(bits_of, _SETS_REMEMBERED)

    def map_of(
        self, text: SharedText, unknown: UnknownWords, share: float, declared: Sequence[DeclaredLanguage] = ()
    ) -> ZoneMap:
        """Return the zones of a text.

        Args:
            text: the text.
            unknown: its unknown words.
            share: the share (0–1) of the words of the text that are unknown.
            declared: the languages that a file declares for words of the text, sorted.

        Raises:
            PackError: the table of languages is missing or damaged.
        """
        with compiled():
            return ZoneMap(self._core.map_of(text, unknown, share, declared), self._bits)


def rules_of_zones() -> list[dict[str, Any]]:
    """Return the rules of ``lexicons/zones.toml``, with all their fields and the place where each is looked for."""
    found = []
    for row in read_pack_toml(shared_table("zones.toml"))["rules"]:
        place = next(place for place in _PLACES if place in row)
        found.append(
            {
                "zone": row["zone"],
                "place": place,
                "pattern": row[place],
                "needs": row.get("needs", ""),
                "least": row.get("least", 1),
                "digits": row.get("digits", False),
                "mixed": row.get("mixed", False),
                "parts": row.get("parts", False),
                "code_signs": row.get("code_signs", 0),
            }
        )
    return found


def _of_language(rules: Rules) -> Mapping[str, Any]:
    return {
        "words": [(name, list(strings)) for name, strings in rules.zone_words.items()],
        "contexts": list(rules.variable_contexts),
        "sure_contexts": list(rules.sure_variable_contexts),
        "no_variables": rules.no_variables,
        "bare_elisions": sorted(rules.elision_bare),
    }
