"""The French lexicon: what it must know, what it must not, and the rules of case, hyphen and apostrophe."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import tomllib
from pathlib import Path

import pytest

from textrepair.core import Flag, fold
from textrepair.core.lexicon import Lexicon
from textrepair.errors import PackError
from textrepair.tables.columns import ZIPF_STEPS
from textrepair.tables.mapped import FoldIndex

PACK = Path(__file__).parents[2] / "lexicons" / "fr"

# fmt: off
# What OCR makes of words: the reason why a large, dirty list would not do.
DAMAGE = [
    "ceuvre", "caeur", "cauvre", "dela", "alaquelle", "lalutte", "afaire", "aprés", "siécle", "siecle", "réle",
    "rdle", "gqu", "chague", "matiéres", "préte", "réglement", "progres", "aupres", "role", "contréle",
    "contrle", "arrosè",
]
FRENCH = [
    "œuvre", "cœur", "oeuvre", "coeur", "clef", "antimissile", "eurasienne", "maitriser", "maîtriser",
    "azerbaïdjanais", "kazakhe", "évènement", "événement", "aujourd'hui", "aujourd’hui", "prud’homme",
    "presqu’île", "quelqu’un", "grand’mère", "grand-mère", "c’est-à-dire", "entr’ouvrir", "a", "à", "y", "ô",
    "km", "a-t-il", "dit-il", "est-ce", "anglo-saxon", "franco-allemand", "parlè-je", "burkinabè", "celui-ci",
    "Saint-Étienne", "Seine-et-Marne", "chef-d’œuvre", "chef-d'oeuvre",
]
CAPITALISED = [
    "Maison", "MAISON", "État", "Etat", "ETAT", "ÉTAT", "Egypte", "EGYPTE", "PARIS", "OEuvre", "Oeuvre", "A",
    "À", "M", "É",
]
# fmt: on


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.open(PACK)


@pytest.mark.parametrize("word", DAMAGE)
def test_damage_is_unknown(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.knows(word)
    assert not lexicon.knows(word.capitalize())


@pytest.mark.parametrize("word", FRENCH)
def test_french_is_known(lexicon: Lexicon, word: str) -> None:
    assert lexicon.knows(word)


@pytest.mark.parametrize("word", CAPITALISED)
def test_capitals_are_known_with_and_without_accents(lexicon: Lexicon, word: str) -> None:
    assert lexicon.knows(word)


@pytest.mark.parametrize("word", ["etat", "egypte", "Aprés", "SIÈCLEX", "mAISON", "Eglize"])
def test_a_lost_accent_elsewhere_is_not(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.knows(word)


def test_names_and_acronyms_need_their_capitals(lexicon: Lexicon) -> None:
    assert lexicon.knows("Afrique")
    assert not lexicon.knows("afrique")
    assert lexicon.knows("ONUDC")
    assert not lexicon.knows("onudc")


@pytest.mark.parametrize("word", ["l’eau", "L’ÉTAT", "qu'il", "jusqu’à", "d’œuvre", "l'Hérault", "d’avant-garde"])
def test_elided_words(lexicon: Lexicon, word: str) -> None:
    assert lexicon.knows(word)


@pytest.mark.parametrize("word", ["l'maison", "x'eau", "l'", "'eau", "l'ceuvre", "l''eau", "d’d’eau"])
def test_what_is_not_elision(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.knows(word)


def test_elisions_can_be_replaced() -> None:
    lexicon = Lexicon.open(PACK, elisions=["all"])
    assert lexicon.knows("all’opéra")
    assert not lexicon.knows("l’eau")


@pytest.mark.parametrize("word", ["préventi-ve", "-eau", "eau-", "eau--vie", "-", "", "t-il-t", "a-x-il"])
def test_what_is_not_a_compound(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.knows(word)


@pytest.mark.parametrize("word", ["d", "l", "s", "qu", "lb", "xi", "re", "ab"])
def test_letters_and_symbols_are_no_words(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.knows(word)


def test_an_entry_says_what_a_form_is(lexicon: Lexicon) -> None:
    paris = lexicon.form("Paris")
    assert paris is not None
    assert paris.flags == Flag.NAME
    assert 4.5 < paris.zipf < 6
    assert lexicon.form("PARIS") is None
    alias = lexicon.form("coeur")
    heart = lexicon.form("cœur")
    assert alias is not None
    assert heart is not None
    assert alias == ("coeur", heart.zipf, Flag.ALIAS)
    grandmother = lexicon.form("grand’mère")
    assert grandmother is not None
    assert grandmother.flags == Flag.ALIAS | Flag.OLD
    rare = lexicon.form("eurasiennes")
    assert rare is not None
    assert rare.flags & Flag.UNSEEN
    assert rare.zipf == 0
    assert lexicon.form("ceuvre") is None


def test_frequency_looks_past_case(lexicon: Lexicon) -> None:
    assert lexicon.zipf("La") == lexicon.zipf("la") > 7
    assert lexicon.zipf("ETAT") == lexicon.zipf("état") > 4
    assert lexicon.zipf("DECRET") == lexicon.zipf("décret") > 3
    assert lexicon.zipf("ceuvre") == 0


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("a", ["à", "a"]),
        ("siécle", ["siècle"]),
        ("coeur", ["cœur"]),
        ("ceuvre", []),
        ("Egypte", ["Égypte"]),
        ("egypte", []),
        ("dela", ["delà"]),
    ],
)
def test_accent_variants(lexicon: Lexicon, word: str, forms: list[str]) -> None:
    assert [entry.form for entry in lexicon.accent_variants(word)] == forms


def test_the_most_frequent_forms(lexicon: Lexicon) -> None:
    first = lexicon.frequent(50)
    assert first[0] == "de"
    assert {"la", "le", "à", "et", "une"} <= set(first)
    assert all(word[0].islower() for word in lexicon.frequent(2000))
    assert len(lexicon.frequent(2000)) == 2000


def test_it_can_be_pickled(lexicon: Lexicon) -> None:
    copy = pickle.loads(pickle.dumps(lexicon))
    assert copy.knows("l’eau")
    assert copy.elisions == lexicon.elisions


def test_the_memories_are_bounded() -> None:
    lexicon = Lexicon.open(PACK)
    for memory in lexicon.memories.values():
        memory.limit = 10
    for number in range(100):
        lexicon.knows(f"mot{number}")
        lexicon.zipf(f"mot{number}")
        lexicon.accent_variants(f"mot{number}")
        lexicon.modern_spelling(f"mot{number}")
    assert all(0 < len(memory) <= 10 for memory in lexicon.memories.values())


def test_every_alias_stands_for_a_form_and_is_none(lexicon: Lexicon) -> None:
    assert list(lexicon.aliases) == sorted(lexicon.aliases)
    for alias, form in lexicon.aliases.items():
        assert form in lexicon.forms
        assert alias not in lexicon.forms


def test_acronyms_are_sorted_and_unique() -> None:
    lines = [line for line in (PACK / "acronyms.txt").read_text("utf-8").splitlines() if line[:1] != "#"]
    assert lines == sorted(set(lines))
    assert all(line.isupper() for line in lines)


def test_forms_are_sorted_and_their_folds_are_found(lexicon: Lexicon) -> None:
    folds = FoldIndex(lexicon.forms)
    sample = lexicon.forms[::997]
    assert sample == sorted(set(sample))
    for word in sample:
        assert lexicon.forms[lexicon.forms.index(word) or 0] == word
        assert any(fold(lexicon.forms[place]) == fold(word) for place in folds.find(word))


def test_the_files_are_those_of_pack_toml() -> None:
    files = tomllib.loads((PACK / "pack.toml").read_text("utf-8"))["files"]
    assert {"forms.txt", "bigrams.idx", "confusions.tsv", "language.toml"} <= files.keys()
    for name, expected in files.items():
        assert hashlib.sha256((PACK / name).read_bytes()).hexdigest() == expected, name


def test_a_missing_or_damaged_list_is_named(tmp_path: Path) -> None:
    for name in ("forms.txt", "forms.idx"):
        shutil.copy(PACK / name, tmp_path)
    with pytest.raises(PackError, match=r"aliases\.txt: cannot be read"):
        Lexicon.open(tmp_path).knows("zzz")
    (tmp_path / "aliases.txt").write_text("coeur cœur\n", "utf-8")
    with pytest.raises(PackError, match="lacks the tab"):
        Lexicon.open(tmp_path).knows("zzz")
    with pytest.raises(PackError, match="cannot be read"):
        Lexicon.open(tmp_path / "nowhere")


def test_listed_names_need_a_capital_and_are_no_target(lexicon: Lexicon) -> None:
    assert lexicon.names is not None
    for name in ("Bichkek", "BICHKEK", "Lecoq", "Saint-Bichkek"):
        assert lexicon.knows(name)
    assert not lexicon.knows("bichkek")
    entry = lexicon.form("Bichkek")
    assert entry is not None
    assert entry.flags & Flag.NAME
    assert lexicon.zipf("Lecoq") == lexicon.zipf("Tampere") == 0
    assert lexicon.knows("Tampere")
    assert not lexicon.accent_variants("Tampére")


def test_no_listed_name_is_the_accent_variant_of_a_form(lexicon: Lexicon) -> None:
    assert lexicon.names is not None
    assert len(lexicon.names) > 50_000
    folds = FoldIndex(lexicon.forms)
    for name in lexicon.names:
        assert name[0].isupper()
        assert not folds.find(name)


@pytest.mark.parametrize("word", ["Mals", "Celul", "Progres", "Meme", "Lal", "Dcs"])
def test_misread_words_with_a_capital_are_no_names(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.knows(word)


@pytest.mark.parametrize(
    ("word", "modern"),
    [
        ("étoit", "était"),
        ("Avoit", "avait"),
        ("AUROIENT", "auraient"),
        ("l’étoit", "l'était"),
        ("j’étois", "j'étais"),
        ("l'hospital", "l'hôpital"),
        ("françois", "français"),
        ("connoistre", "connaître"),
        ("foible", "faible"),
        ("foiblesse", "faiblesse"),
        ("monnoie", "monnaie"),
        ("enfans", "enfants"),
        ("tems", "temps"),
        ("long-tems", "longtemps"),
        ("poëme", "poème"),
        ("siége", "siège"),
        ("déjeûner", "déjeuner"),
        ("estat", "état"),
        ("nostre", "notre"),
        # right today
        ("français", None),
        ("bourgeois", None),
        # damage
        ("siécle", None),
        ("ceuvre", None),
        ("aprés", None),
        ("foit", None),
        ("contréle", None),
        ("chague", None),
        ("éToit", None),
        ("", None),
    ],
)
def test_period_spellings(lexicon: Lexicon, word: str, modern: str | None) -> None:
    assert lexicon.modern_spelling(word) == modern
    assert lexicon.knows_period(word) is (modern is not None)


def test_ambiguous_period_spellings_are_no_evidence(lexicon: Lexicon) -> None:
    assert lexicon.knows_period("collége")
    assert not lexicon.knows_period("collége", sure=True)
    assert lexicon.knows_period("avoit", sure=True)


@pytest.mark.parametrize("word", DAMAGE)
def test_damage_is_no_period_spelling_either(lexicon: Lexicon, word: str) -> None:
    assert word == "réglement" or not lexicon.knows_period(word)


def test_own_words(lexicon: Lexicon) -> None:
    own = lexicon.with_words(["Hikmatov", "oukaze", "  ", "l’Aksoltan", "e\u0301o-prêt"])
    assert lexicon.form("oukaze") is None
    entry = own.form("oukaze")
    assert entry == ("oukaze", 3.5, Flag(0))
    assert own.form("Hikmatov") == ("Hikmatov", 3.5, Flag.NAME)
    assert [own.knows(word) for word in ("l’oukaze", "OUKAZE", "éo-prêt", "hikmatov")] == [True, True, True, False]
    assert [entry.form for entry in own.accent_variants("oukazé")] == ["oukaze"]
    assert not own.accent_variants("hikmatôv")
    assert own.zipf("Oukaze") == 3.5
    assert own.with_words(["zorglub"]).knows("oukaze")
    assert pickle.loads(pickle.dumps(own)).knows("oukaze")
    assert own.with_words(["maison"], zipf=1.0).zipf("maison") == 1.0


def test_damaged_period_rules_are_named(tmp_path: Path) -> None:
    for name in ("forms.txt", "forms.idx", "aliases.txt", "acronyms.txt"):
        shutil.copy(PACK / name, tmp_path)
    assert not Lexicon.open(tmp_path).knows_period("étoit")
    (tmp_path / "period.toml").write_text('[[rules]]\npattern = "("\nreplacement = ""\n', "utf-8")
    with pytest.raises(PackError, match=r"period\.toml: it is damaged"):
        Lexicon.open(tmp_path).knows_period("étoit")


def test_the_words_as_frequent_as_that_are_all_of_them() -> None:
    lexicon = Lexicon.open(PACK)
    steps = lexicon.forms.column("zipf")
    expected = {form for form, value in zip(lexicon.forms, steps, strict=True) if value / ZIPF_STEPS >= 5.5}
    expected |= {alias for alias, form in lexicon.aliases.items() if form in expected}
    assert lexicon.at_least(5.5) == sorted(expected)
    own = lexicon.with_words(["oukaze"], zipf=6.0)
    assert own.at_least(5.5) == sorted({*expected, "oukaze"})
    assert "oukaze" not in own.at_least(6.1)
