"""What tells zones in the texts of a language: rules, variables and languages, made once for a pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textrepair.alternatives import DeclaredLanguage
from textrepair.core.pack import Pack
from textrepair.core.zones.judge import LanguageJudge
from textrepair.core.zones.languages import LanguageTable
from textrepair.core.zones.structure import Rule, Structure, alternation
from textrepair.core.zones.tables import shared_table
from textrepair.core.zones.variables import Variables
from textrepair.core.zones.zone_map import ZoneMap
from textrepair.memory import Memory

__all__ = ["Zoning"]

_SHORTEST_PART = 3


class Zoning:
    """Makes the zone maps of texts in a language.

    Args:
        pack: the language.

    Raises:
        PackError: a table is missing or damaged.

    >>> from textrepair.core import open_pack
    >>> zones = Zoning(open_pack("fr")).map_of("Voir `ma_fonction` ici.", lambda: [], lambda: 0.0)
    >>> [(zone.start, zone.end, str(zone.kind)) for zone in zones.at(7, 9)]
    [(5, 18, 'code')]
    """

    def __init__(self, pack: Pack) -> None:
        rules = pack.rules
        words = {name: alternation(strings) for name, strings in rules.zone_words.items()}
        words["chess"] = "".join(rules.zone_words["chess"]) or "KQRBN"
        words["domains"] = alternation(rules.domains)
        self._table = LanguageTable(shared_table("languages.tsv"))
        self._pack = pack
        self._structure = Structure(shared_table("zones.toml"), words, self._is_word)
        self._variables = Variables(
            rules.variable_contexts, rules.sure_variable_contexts, rules.no_variables, rules.elision_bare
        )
        self._judge = LanguageJudge(
            self._table,
            rules.code,
            pack.knows,
            [(other.rules.code, other.knows) for other in pack.neighbours],
            lambda word, sure: pack.modern_spelling(word, sure=sure),
        )

    @property
    def rules(self) -> list[Rule]:
        """The rules of structural zones, compiled for the language."""
        return self._structure.rules

    @property
    def memory(self) -> Memory[str, tuple[float, ...]]:
        """The costs of words in each language."""
        return self._table.memory

    def map_of(
        self,
        text: str,
        unknown: Callable[[], Sequence[int]],
        share: Callable[[], float],
        declared: Sequence[DeclaredLanguage] = (),
    ) -> ZoneMap:
        """Return the zones of a text; arguments as for :class:`ZoneMap`."""
        return ZoneMap(text, self._structure, self._variables, self._judge, unknown, share, declared)

    def _is_word(self, part: str) -> bool:
        """Return whether a part of an identifier is a word of a language that has a pack, or common in another one."""
        lowered = part.lower()
        if len(part) < _SHORTEST_PART:
            return False
        return self._table.has(lowered) or any(pack.knows(lowered) for pack in (self._pack, *self._pack.neighbours))
