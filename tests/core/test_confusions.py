"""Other readings of a word: quick against slow and obvious; the table's file: there and back, and its errors."""

from __future__ import annotations

import functools
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import OSA

from textrepair.core import (
    Confusion,
    Confusions,
    Neighbours,
    Pack,
    Plan,
    dump_confusions,
    fold,
    load_confusions,
    open_pack,
)
from textrepair.core.capital_confusions import tried_readings
from textrepair.core.confusions import Rows, Words, readings
from textrepair.core.neighbours import NeighbourReader
from textrepair.errors import InputError

FRENCH = open_pack("fr")
WORDS = Words(FRENCH)
NEIGHBOURS = NeighbourReader(Neighbours(), FRENCH).memory
# The rows of the pack's table that lead to letters, by letters or digits.
TABLE = Rows(row for row in FRENCH.confusions if row.read.isalnum() and (not row.printed or row.printed.isalpha()))
# Compounds are known by their parts as well; the walk goes along the words of the lexicon only.
COMMON = [word for word in FRENCH.frequent(3000) if word.isalpha()]
# What the walk bounds when a word holds several confusions; the oracle knows nothing of it.
FOR_LETTER, BASE = 1.25, 4.0


def slowly(word: str, table: tuple[Confusion, ...], changes: int) -> dict[str, float]:
    """Undo every row at every place, and look up what comes of it; then do so again."""
    ways = {(word, 0): 0.0}
    for made in range(1, changes + 1):
        following: dict[tuple[str, int], float] = {}
        for (stem, done), cost in ways.items():
            for row in table:
                for place in range(done, len(stem) - len(row.read) + 1):
                    if stem.startswith(row.read, place):
                        reading = stem[:place] + row.printed + stem[place + len(row.read) :]
                        key = reading, place + len(row.printed)
                        following[key] = min(cost + row.cost, following.get(key, 99.0))
        ways = following
        found: dict[str, float] = {}
        for (reading, _), cost in ways.items():
            if (made == 1 or cost <= FOR_LETTER * len(word) + BASE) and reading != word and FRENCH.knows(reading):
                found[reading] = min(cost, found.get(reading, 99.0))
        if found:
            return found
    return {}


def quickly(word: str, table: tuple[Confusion, ...], changes: int) -> dict[str, float]:
    return {candidate.word: candidate.cost for candidate in readings(word, Rows(table), FRENCH, WORDS, changes)}


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
        assert quickly(word, table, changes) == pytest.approx(slowly(word, table, changes))


@pytest.mark.parametrize(
    "word", ["chague", "séourité", "gqu’", "ocuvre", "ao(t", "zzzz", "", "e" * 41, "\udc80a", "ﬁn"]
)
def test_one_change_by_hand(word: str) -> None:
    table = tuple(row for row in FRENCH.confusions if row.printed.isalpha())
    assert quickly(word, table, 1) == pytest.approx(slowly(word, table, 1) if len(word) <= 40 else {})


def test_a_second_change_is_tried_only_where_one_leads_nowhere() -> None:
    assert quickly("chague", TABLE, 2) == quickly("chague", TABLE, 1) != {}
    table = (Confusion("ô", "d", 3.5), Confusion("l", "I", 2.0))
    assert quickly("rdIe", table, 1) == {}
    assert quickly("rdIe", table, 2) == {"rôle": 5.5}


def test_letters_that_are_lost_and_letters_too_many() -> None:
    table = (Confusion("r", "", 5.0), Confusion("", "x", 6.0))
    assert quickly("dépat", table, 1) == {"départ": 5.0}
    assert quickly("maisoxn", table, 1) == {"maison": 6.0}


def test_words_in_capitals() -> None:
    assert "Élection" in quickly("Électi0n", (Confusion("o", "0", 3.0),), 1)
    assert "MINISTÈRE" in quickly("MINISTÈR€", (Confusion("E", "€", 1.5),), 1)


@pytest.mark.parametrize(("word", "expected"), [("Natlons", "Nations"), ("Mlnistère", "Ministère")])
def test_a_capital_begins_a_word(word: str, expected: str) -> None:
    found = [candidate.word for candidate in readings(word, TABLE, FRENCH, WORDS, 1)]
    assert expected in found
    assert all(reading[1:].islower() for reading in found)
    shouted = [candidate.word for candidate in readings("ORGANlSATION", TABLE, FRENCH, WORDS, 1)]
    assert "ORGANISATION" in shouted


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    damaged = [word.replace("e", "c") for word in COMMON[:200:5]]
    words = Words(FRENCH)

    def found(word: str) -> dict[str, float]:
        return {candidate.word: candidate.cost for candidate in readings(word, TABLE, FRENCH, words, 2)}

    first = [found(word) for word in damaged]
    words.tree.limit = 100
    assert [found(word) for word in reversed(damaged)] == first[::-1]


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
    table = Rows(
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
        found = {one.word: one.cost for one in plan_of(table).candidates(spec, word)}
        assert found == pytest.approx(slowly(word, table, spec.changes))


@functools.cache
def plan_of(table: Rows) -> Plan:
    """A plan of French with another confusion table."""
    return Plan(FRENCH.adapted(confusions=table))


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


FREQUENT = [form for form in COMMON if form.isalpha()]
SAMPLE = random.Random(1).sample(FREQUENT, 300)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_neighbours_are_all_words_one_letter_away(data: st.DataObject) -> None:
    """Words of which only a diacritic differs are not asked for, nor is œ for one other letter."""
    word = data.draw(st.sampled_from(SAMPLE))
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(word)))
        word = word[:place] + data.draw(st.sampled_from(["", "e", "s", "q", "é"])) + word[place + 1 :]
    found = NEIGHBOURS[word]
    expected = {
        form
        for form, _, _ in process.extract_iter(word, FREQUENT, scorer=OSA.distance, score_cutoff=1)
        if OSA.distance(fold(form), fold(word)) == 1 and FRENCH.knows(form)
    }
    assert expected <= {form for form, _ in found}
    assert word not in {form for form, _ in found}
    assert len(set(found)) == len(found)
    for form, differ in found:
        assert FRENCH.knows(form)
        assert OSA.distance(fold(form), fold(word)) == 1
        assert differ == max(0, OSA.distance(form, word) - 1)


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
    assert expected in NEIGHBOURS[word]


@pytest.mark.parametrize("word", ["zzzzzz", "e" * 300, "\udc80\udc81\udc82", "123456"])
def test_what_has_no_neighbours(word: str) -> None:
    assert NEIGHBOURS[word] == ()


def test_words_of_ones_own_are_neighbours() -> None:
    own = NeighbourReader(Neighbours(), FRENCH.adapted(words=["oukaze"])).memory
    assert ("oukaze", 0) in own["oukazc"]
    assert ("oukaze", 0) not in NEIGHBOURS["oukazc"]


def _tried_one_by_one(
    word: str, table: Rows, pack: Pack, changes: int, frequency: float
) -> dict[str, tuple[float, tuple[Confusion, ...]]]:
    """Return what ``tried_readings`` returns, with every reading made and looked up."""
    best: dict[str, tuple[float, tuple[Confusion, ...]]] = {word: (0.0, ())}
    frontier, tried = [(word, 0)], 0
    shouted = 2 * sum(map(str.isupper, word)) > len(word)
    for _ in range(changes):
        following = []
        for stem, position in frontier:
            cost, steps = best[stem]
            for row in table:
                place = stem.find(row.read, position)
                last = 0 if row.printed[:1].isupper() and not shouted else len(stem)
                while 0 <= place <= last and tried < 4_000:
                    tried += 1
                    reading = stem[:place] + row.printed + stem[place + len(row.read) :]
                    if reading not in best or cost + row.cost < best[reading][0]:
                        best[reading] = cost + row.cost, (*steps, row)
                        following.append((reading, place + len(row.printed)))
                    place = stem.find(row.read, place + 1) if place < len(stem) else -1
        frontier = following
    return {
        reading: best[reading]
        for reading, _ in frontier
        if reading
        and pack.knows(reading)
        and (reading in pack.own_words or not frequency or pack.zipf(reading.lower()) >= frequency)
    }


@pytest.mark.parametrize("changes", [1, 2, 3])
@pytest.mark.parametrize("words", [(), ("B12", "aB3cd", "XR2Di", "Hikmatov")])
def test_a_beginning_that_no_word_has_is_left_without_losing_a_reading(changes: int, words: tuple[str, ...]) -> None:
    pack = FRENCH.adapted(words=words)
    beginnings = Words(pack).beginnings
    chance = random.Random(changes)
    known = [
        "Bientôt",
        "MAISON",
        "Œuvre",
        "OEuvre",
        "État",
        "ONU",
        "Semaine",
        "XVIII",
        "Paris",
        "PARIS",
        "B12",
        "aB3cd",
    ]
    tried = []
    for _ in range(60 if changes < 3 else 12):
        letters = list(chance.choice(known))
        for _ in range(chance.randrange(1, 3)):
            letters[chance.randrange(len(letters))] = chance.choice("0123456789lI1éO")
        tried.append("".join(letters))
        tried.append("".join(chance.choices("OEŒœAÉeTa01lI1b", k=chance.randrange(2, 8))))
        tried.append("".join(chance.choices("abcdefghijABCDEFGHIJ0123456789", k=chance.randrange(2, 30))))
    for word in tried:
        expected = _tried_one_by_one(word, TABLE, pack, changes, 0.0)
        found = tried_readings(word, TABLE, pack, beginnings, changes, 0.0)
        assert list(found.items()) == list(expected.items()), word
