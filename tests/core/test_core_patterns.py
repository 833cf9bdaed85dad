"""The patterns of Python mean in the core what they mean in Python; the table of languages; plain words."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.oracle.spans import spans_of
from textrepair import _core
from textrepair.core import open_pack
from textrepair.core.zones.tables import shared_table
from textrepair.core.zones.zoning import rules_of_zones

CLASSES = [
    r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"[\w-]", r"[^\W\d_]", r"[\W_]", r"[^\s\d]", r"[\D\s]", r"[^\S ]", r".",
    r"[à-ÿ]", r"[^à-ÿ]", r"[]é]", r"[^]é]", r"[a\-z]", r"[\]\\^]", r"[α-ωΑ-Ω₀-₉─-╿]", r"\u00e9|\xe8|\t",
    r"\w\b", r"\b\w",
]  # fmt: skip
PATTERNS = [
    *CLASSES, r"^\w+", r"\w+$", r"(?:é|e){2,3}", r"\w{,2}x", r"(\w+?)\s", r"x{", r"{x}", r"é(?P<name>\d+)?", r"\bé\B",
    r"a\Z|\Aé",
]  # fmt: skip
LOOKS = [r"(?<=[ae]n)s$", r"y(?=s?$)", r"(?<!\w)é", r"é(?!\d)", r"(?<=.)o(?=î|i(?:ses?|st.+)$)", r"s$"]
# Interpreters have older versions of Unicode than the core: what they have not assigned, they class otherwise.
ASSIGNED = st.characters(exclude_categories=["Cn"])
# Characters that engines class differently, and some that the patterns name.
characters = st.one_of(st.sampled_from("aeéx{}]-_^\\0 ٣²Ⅻªǅß\u0301\u0345\u2028\x1c\x85\u200b\ud800İſ─₂ω"), ASSIGNED)
strings = st.text(characters, max_size=40)
lines = strings.map(lambda string: re.sub(r"\n", " ", string))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_finds_in_a_line_what_python_finds(pattern: str) -> None:
    @given(lines)
    @example("été²_x{a}٣")
    def agree(line: str) -> None:
        assert _core.spans_of_pattern(pattern, line) == spans_of(pattern, line)

    agree()


@pytest.mark.parametrize("pattern", [*PATTERNS, *LOOKS])
def test_a_pattern_replaces_what_python_replaces(pattern: str) -> None:
    @given(strings)
    @example("enfans\n")
    @example("françoises")
    def agree(string: str) -> None:
        made = _core.replace_pattern(pattern, "-", string)
        assert (string if made is None else made) == re.sub(pattern, "-", string)

    agree()


ALPHABET = st.sampled_from("abeéxXYKT019 .,;:!?'’«»()[]{}=<>_-+*/\\|`~·$&@#\t\u00a0²λ≤≥─ü§°")
WORDS = st.sampled_from(["n° 12", "11 h 27", "Lc 19, 16", "page 3", "12. e4", "x = 2", "f(x)", "&eacute;", "<b>"])
RULES = [rule for rule in rules_of_zones() if "{" not in re.sub(r"\{\d*,?\d*\}", "", rule["pattern"])]


@pytest.mark.parametrize("pattern", sorted({rule["pattern"] for rule in RULES}))
def test_a_rule_of_zones_finds_what_python_finds(pattern: str) -> None:
    @given(st.lists(st.one_of(st.text(ALPHABET, max_size=12), WORDS), max_size=6).map(" ".join))
    def agree(line: str) -> None:
        assert _core.spans_of_pattern(pattern, line) == spans_of(pattern, line)

    agree()


@given(st.text(st.sampled_from("aoeiuyéîsfntmjçrgc'’"), max_size=14))
def test_the_rules_for_old_spellings_make_what_python_makes(word: str) -> None:
    for rule in open_pack("fr").period_rules:
        assert rule.applied_to(word) == re.sub(rule.pattern, rule.replacement, word)


@pytest.mark.parametrize("pattern", ["(", "[a", "a\\", "(?i)a", "(a)\\1", "a++", "(?>a)", "[z-a]", "\\q"])
def test_a_pattern_that_the_core_cannot_use_is_named(pattern: str) -> None:
    for use in (_core.spans_of_pattern, lambda pattern, string: _core.replace_pattern(pattern, "", string)):
        with pytest.raises(ValueError, match=re.escape(pattern[:1])):
            use(pattern, "a")


def test_the_table_tells_languages_and_what_files_call_them() -> None:
    table = _core.LanguageTable(shared_table("languages.tsv"))
    assert table.languages == sorted(table.languages)
    costs = dict(zip(table.languages, table.costs(["und", "nicht"]), strict=True))
    assert min(costs, key=costs.__getitem__) == "de"
    assert costs["fr"] - costs["de"] > 10
    declared = ("de", "de-AT", "ger", "German", " DE_ch", "Klingon", "")
    assert [table.code_of(one) for one in declared] == ["de", "de", "de", "de", "de", "", ""]


@pytest.mark.parametrize(
    ("text", "word", "is_plain"),
    [
        ("le chat de la voisine est déeidé à partir avec nous", "déeidé", True),
        ("le chat de la voisine est déeidé à partir (x) avec", "déeidé", False),
        ("le chat est déeidé", "déeidé", False),
        ("le chat de la voisine est DEeidé à partir avec nous", "DEeidé", False),
        ("un\nle chat de la voisine. Il est déeidé à\nx", "déeidé", False),
    ],
)
def test_a_word_among_plain_words_is_plain(text: str, word: str, is_plain: bool) -> None:
    start = text.index(word)
    words = _core.UnknownWords(_core.SharedText(text), [(start, start + len(word))])
    assert words.is_plain(start, start + len(word)) is is_plain
