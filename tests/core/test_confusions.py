"""Other readings of a word: quick against slow and obvious; the table's file: there and back, and its errors."""

from __future__ import annotations

import functools
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.candidates import near_words, readings_of_small, readings_of_tall
from textrepair.core import (
    Confusion,
    Confusions,
    Neighbours,
    Pack,
    Plan,
    dump_confusions,
    load_confusions,
    open_pack,
)
from textrepair.errors import InputError

FRENCH = open_pack("fr")
# The rows of the pack's table that lead to letters, by letters or digits.
TABLE = tuple(row for row in FRENCH.confusions if row.read.isalnum() and (not row.printed or row.printed.isalpha()))
SIGNS = tuple(row for row in FRENCH.confusions if row.read and not row.read.isalpha() and row.printed.isalpha())
# Compounds are known by their parts as well; the walk goes along the words of the lexicon only.
COMMON = [word for word in FRENCH.frequent(3000) if word.isalpha()]


def candidates(
    word: str, table: tuple[Confusion, ...], changes: int, pack: Pack = FRENCH, read: str = "letters and digits"
) -> dict[str, float]:
    """Return the candidates of a word by a table, of all words and rows that a declaration may ask for."""
    spec = Confusions(read=read, words="all", changes=changes)  # type: ignore[arg-type]
    return {one.word: one.cost for one in plan_of(table, pack).candidates(spec, word)}


@functools.cache
def plan_of(table: tuple[Confusion, ...], pack: Pack) -> Plan:
    """Return a plan with another confusion table."""
    return Plan(pack.adapted(confusions=table))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_walk_finds_what_trying_everything_finds(data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(COMMON))
    for _ in range(data.draw(st.integers(1, 2))):
        row = data.draw(st.sampled_from(TABLE))
        word = word.replace(row.printed, row.read, 1)
    # The walk finds words with a capital only where the lexicon has them so (Il is a name too, Instrument is not).
    table = tuple(row for row in TABLE if row.printed.islower())[:: data.draw(st.integers(1, 3))]
    changes = data.draw(st.integers(1, 2 if len(word) < 9 else 1))
    if word.islower() and not FRENCH.knows(word):
        assert candidates(word, table, changes) == pytest.approx(readings_of_small(word, table, FRENCH, changes))


@pytest.mark.parametrize(
    "word", ["chague", "séourité", "gqu’", "ocuvre", "ao(t", "zzzz", "", "e" * 41, "\udc80a", "ﬁn"]
)
@pytest.mark.parametrize(("table", "read"), [(TABLE, "letters and digits"), (SIGNS, "signs")])
def test_one_change_by_hand(word: str, table: tuple[Confusion, ...], read: str) -> None:
    expected = readings_of_small(word, table, FRENCH, 1) if len(word) <= 40 else {}
    assert candidates(word, table, 1, read=read) == pytest.approx(expected)


def test_a_second_change_is_tried_only_where_one_leads_nowhere() -> None:
    assert candidates("chague", TABLE, 2) == candidates("chague", TABLE, 1) != {}
    table = (Confusion("ô", "d", 3.5), Confusion("l", "I", 2.0))
    assert candidates("rdIe", table, 1) == {}
    assert candidates("rdIe", table, 2) == {"rôle": 5.5}


def test_letters_too_many() -> None:
    assert candidates("maisoxn", (Confusion("", "x", 6.0),), 1) == {"maison": 6.0}


def test_words_in_capitals() -> None:
    assert "Élection" in candidates("Électi0n", (Confusion("o", "0", 3.0),), 1)
    assert "MINISTÈRE" in candidates("MINISTÈR€", (Confusion("E", "€", 1.5),), 1, read="signs")


@pytest.mark.parametrize(("word", "expected"), [("Natlons", "Nations"), ("Mlnistère", "Ministère")])
def test_a_capital_begins_a_word(word: str, expected: str) -> None:
    found = candidates(word, TABLE, 1)
    assert expected in found
    assert all(reading[1:].islower() for reading in found)
    assert "ORGANISATION" in candidates("ORGANlSATION", TABLE, 1)


@pytest.mark.parametrize(
    "spec",
    [
        Confusions(read="letters", changes=2),
        Confusions(read="letters and digits", words="all", changes=2),
        Confusions(read="signs", words="all", changes=2),
    ],
)
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_declaration_finds_what_trying_its_rows_finds(spec: Confusions, data: st.DataObject) -> None:
    kinds = {
        "letters": str.isalpha,
        "letters and digits": str.isalnum,
        "signs": lambda read: read and not read.isalpha(),
    }
    table = tuple(
        row
        for row in FRENCH.confusions
        if (not row.printed or row.printed.isalpha())
        and not any(map(str.isupper, row.printed))
        and kinds[spec.read](row.read)
    )
    word = data.draw(st.sampled_from(COMMON))
    row = data.draw(st.sampled_from(table))
    word = word.replace(row.printed, row.read, 1)
    if word.islower() and not FRENCH.knows(word) and (spec.words == "all" or word.isalpha()) and len(word) < 9:
        found = {one.word: one.cost for one in plan_of(table, FRENCH).candidates(spec, word)}
        assert found == pytest.approx(readings_of_small(word, table, FRENCH, spec.changes))


cells = st.text(st.sampled_from("aé|#\\\"'\n\t [n…"), max_size=3)
tables = st.lists(
    st.builds(Confusion, cells, cells, st.integers(0, 500).map(lambda tenths: tenths / 10)).filter(
        lambda row: row.printed != row.read
    )
)


@pytest.mark.parametrize("name", ["table.toml", "table.tsv"])
@settings(max_examples=60, deadline=None)
@given(table=tables)
def test_a_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, name: str, table: list[Confusion]
) -> None:
    path = tmp_path_factory.mktemp("tables") / name
    path.write_text(dump_confusions({"Learned": table}, ["By a test."], tabs=name.endswith("tsv")), "utf-8")
    assert list(load_confusions(path)) == table


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tsv", "a\to\n", "line 1: not three values"),
        ("a.tsv", "# x\na\to\tdear\n", "line 2: 'dear' is no cost between 0 and 50"),
        ("a.tsv", "a\ta\t3\n", "line 1: the first two are not two different strings"),
        ("a.toml", 'confusions = [\n  # x\n  ["a", "o", -1],\n]\n', "line 3: -1 is no cost"),
        ("a.toml", "confusions = [['a', 'o', 1], ['a', 3, 1]]", "entry 2: the first two"),
        ("a.toml", "confusions = 3", "no list ‘confusions’"),
        ("a.toml", "confusion = []", "unknown key ‘confusion’"),
        ("a.toml", "confusions = [\n", "no TOML"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_confusions(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_confusions(Path("nowhere.toml"))


def test_the_pack_s_table_is_sound() -> None:
    table = load_confusions(FRENCH.folder / "confusions.tsv")
    assert len({(row.printed, row.read) for row in table}) == len(table)
    assert all(0.0 < row.cost <= 9.0 for row in table)
    learned = [row for row in table if row not in load_confusions(FRENCH.folder / "confusions-by-hand.tsv")]
    keys = [(row.printed, row.cost, row.read) for row in learned]
    assert all(before < after for before, after in pairwise(keys))
    by_hand = load_confusions(FRENCH.folder / "confusions-by-hand.tsv")
    assert {(row.printed, row.read) for row in by_hand} <= {(row.printed, row.read) for row in table}


SAMPLE = random.Random(1).sample(COMMON, 300)


def neighbours(word: str, pack: Pack = FRENCH) -> dict[str, int]:
    """Return the words one letter away from a word, each with how many diacritics differ besides."""
    spec = Neighbours(frequency=0.0, several_from=99)
    letter, diacritic = pack.prices[spec.letter], pack.prices[spec.diacritic]
    found = plan_of(FRENCH.confusions, pack).candidates(spec, word)
    return {one.word: round((one.cost - letter) / diacritic) for one in found}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_neighbours_are_all_words_one_letter_away(data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(SAMPLE))
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(word)))
        word = word[:place] + data.draw(st.sampled_from(["", "e", "s", "q", "é"])) + word[place + 1 :]
    found = neighbours(word) if len(word) > 1 else {}
    every = near_words(word, list(found), FRENCH)
    assert found == {form: differ for form, differ in every.items() if differ <= 2}
    expected = near_words(word, SAMPLE, FRENCH)
    assert len(word) < 2 or {form for form, differ in expected.items() if differ <= 2} <= found.keys()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("maiosn", ("maison", 0)),
        ("maisn", ("maison", 0)),
        ("maisson", ("maison", 0)),
        ("naison", ("maison", 0)),
        ("dejh", ("déjà", 1)),
        ("h", ("à", 0)),
    ],
)
def test_neighbours_by_hand(word: str, expected: tuple[str, int]) -> None:
    assert expected in neighbours(word).items()


@pytest.mark.parametrize("word", ["zzzzzz", "e" * 300, "\udc80\udc81\udc82", "123456"])
def test_what_has_no_neighbours(word: str) -> None:
    assert neighbours(word) == {}


def test_words_of_ones_own_are_neighbours() -> None:
    assert neighbours("oukazc", FRENCH.adapted(words=["oukaze"]))["oukaze"] == 0
    assert "oukaze" not in neighbours("oukazc")


@pytest.mark.parametrize("changes", [1, 2, 3])
@pytest.mark.parametrize("words", [(), ("B12", "aB3cd", "XR2Di", "Hikmatov")])
def test_a_beginning_that_no_word_has_is_left_without_losing_a_reading(changes: int, words: tuple[str, ...]) -> None:
    pack = FRENCH.adapted(words=words)
    chance = random.Random(changes)
    known = "Bientôt MAISON Œuvre OEuvre État ONU Semaine XVIII Paris PARIS B12 aB3cd".split()
    tried = []
    for _ in range(60 if changes < 3 else 12):
        letters = list(chance.choice(known))
        for _ in range(chance.randrange(1, 3)):
            letters[chance.randrange(len(letters))] = chance.choice("0123456789lI1éO")
        tried.append("".join(letters))
        tried.append("".join(chance.choices("OEŒœAÉeTa01lI1b", k=chance.randrange(2, 8))))
        tried.append("".join(chance.choices("abcdefghijABCDEFGHIJ0123456789", k=chance.randrange(2, 30))))
    for word in tried:
        if word.islower():
            continue
        # The readings with the fewest confusions are asked for first.
        expected = next(filter(None, (readings_of_tall(word, TABLE, pack, n + 1) for n in range(changes))), {})
        assert candidates(word, TABLE, changes, pack) == pytest.approx(expected), word
