"""The core, and the only door into it.

The core knows texts, languages and decisions. It knows no repairer, no file format and no command. All other code
reaches the lexicon, the language model, the channel, the candidates, the lattice and the confidence model through the
names exported here; a test enforces this. A compiled core can stand behind the same door.

* :class:`Pack` answers questions about a language; :func:`open_pack` opens one.
* :class:`Plan` compiles the declarations (:data:`Spec`) and the prefilters of a chain, and owns all their memories.
* :class:`View` is a text with its tokens, its :class:`Statistics`, its :class:`Policy` and its zones (a
  :class:`ZoneMap`): ``plan.scan(text)``.
* :class:`ProposalList` holds the changes that repairers propose: those of ``plan.gather(specs, view, proposals)``, and
  their own.
* :class:`Decision` holds the edits to make and the edits kept back: ``plan.decide(stage, view, proposals)``.
"""

from __future__ import annotations

from textrepair._core import EncodingWays, ProposalList, confusions_in, damage_of
from textrepair.core.confidence import FEATURES
from textrepair.core.confusion_table import Confusion, dump_confusions, load_confusions
from textrepair.core.find_pack import find_pack, pack_codes, seal_of
from textrepair.core.hyphens import (
    CUT_SIGNS,
    Hyphen,
    belongs_to_address,
    hyphen_between,
    is_address,
    is_prefix,
    makes_compound,
)
from textrepair.core.judgement import Decision, Judged, Verdict
from textrepair.core.lexicon import Entry
from textrepair.core.pack import Pack, open_pack
from textrepair.core.plan import Plan
from textrepair.core.prefilter import UNKNOWN, CoreTest, Prefilter, token_end, token_start
from textrepair.core.proposal import Candidate, Proposal, Sourced, Stage
from textrepair.core.rules import Rules
from textrepair.core.specs import (
    Confusions,
    Joins,
    LostDiacritics,
    Neighbours,
    Pattern,
    Segments,
    Spec,
    Substitutions,
    Variants,
    spec_from_dict,
    spec_to_dict,
)
from textrepair.core.statistics import Statistics
from textrepair.core.view import Policy, UnknownWord, View, begins_sentence, like_case
from textrepair.core.zones.kinds import ANY_ZONE, PROSE_ONLY, Zone, ZoneKind
from textrepair.core.zones.zone_map import ZoneMap, bits_of
from textrepair.tables.columns import Flag
from textrepair.tables.mapped import fold
from textrepair.tables.ngrams import END, ROMAN_NUMERAL
from textrepair.tables.pack_files import refuse_damaged

__all__ = [
    "ANY_ZONE",
    "CUT_SIGNS",
    "END",
    "FEATURES",
    "PROSE_ONLY",
    "ROMAN_NUMERAL",
    "UNKNOWN",
    "Candidate",
    "Confusion",
    "Confusions",
    "CoreTest",
    "Decision",
    "EncodingWays",
    "Entry",
    "Flag",
    "Hyphen",
    "Joins",
    "Judged",
    "LostDiacritics",
    "Neighbours",
    "Pack",
    "Pattern",
    "Plan",
    "Policy",
    "Prefilter",
    "Proposal",
    "ProposalList",
    "Rules",
    "Segments",
    "Sourced",
    "Spec",
    "Stage",
    "Statistics",
    "Substitutions",
    "UnknownWord",
    "Variants",
    "Verdict",
    "View",
    "Zone",
    "ZoneKind",
    "ZoneMap",
    "begins_sentence",
    "belongs_to_address",
    "bits_of",
    "confusions_in",
    "damage_of",
    "dump_confusions",
    "find_pack",
    "fold",
    "hyphen_between",
    "is_address",
    "is_prefix",
    "like_case",
    "load_confusions",
    "makes_compound",
    "open_pack",
    "pack_codes",
    "refuse_damaged",
    "seal_of",
    "spec_from_dict",
    "spec_to_dict",
    "token_end",
    "token_start",
]
