"""How sure a change is: the table's file, the trees, and the features that they ask for."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest
from damaged import damaged_texts
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textrepair import Chain
from textrepair._core import confidence_of
from textrepair.core import FEATURES, Pack, open_pack
from textrepair.core.confidence import load_confidence_model, read_confidence_model
from textrepair.errors import PackError

FRENCH = open_pack("fr")
TABLE = FRENCH.folder / "confidence.tsv"
ODDS, LENGTH = FEATURES.index("odds"), FEATURES.index("length")
HAND_MADE = """# a comment

bias\t-1.0
0\t0\todds\t2.5\t1\t2
0\t1\tleaf\t-0.5
0\t2\tlength\t4\t3\t4
0\t3\tleaf\t0.25
0\t4\tleaf\t3
1\t0\tleaf\t0.125
"""


def values(odds: float, length: float) -> list[float]:
    row = [0.0] * len(FEATURES)
    row[ODDS], row[LENGTH] = odds, length
    return row


def confidence(path: Path, row: list[float]) -> float:
    """Return what the core makes of the features of a change by a table."""
    return confidence_of(*read_confidence_model(path), row)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "confidence.tsv"
    path.write_text(HAND_MADE, "utf-8")
    return path


@pytest.mark.parametrize(
    ("odds", "length", "log_odds"),
    [
        (2.5, 9, -1 - 0.5 + 0.125),  # at most the threshold
        (2.6, 4, -1 + 0.25 + 0.125),
        (2.6, 5, -1 + 3 + 0.125),
    ],
)
def test_a_tree_made_by_hand_gives_the_chance_by_hand(table: Path, odds: float, length: float, log_odds: float) -> None:
    assert confidence(table, values(odds, length)) == pytest.approx(1 / (1 + math.exp(-log_odds)))


def slowly(path: Path, row: list[float]) -> float:
    """Follow each tree of a table from its root."""
    trees: dict[str, list[list[str]]] = {}
    total = 0.0
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "bias":
            total = float(cells[1])
        elif len(cells) > 2:
            trees.setdefault(cells[0], []).append(cells[2:])
    for tree in trees.values():
        node = tree[0]
        while node[0] != "leaf":
            node = tree[int(node[2] if row[FEATURES.index(node[0])] <= float(node[1]) else node[3])]
        total += float(node[1])
    return min(0.9999, 1 / (1 + math.exp(-total)))


MODEL = read_confidence_model(TABLE)
THRESHOLDS = sorted(
    {float(line.split("\t")[3]) for line in TABLE.read_text("utf-8").splitlines() if line.count("\t") == 5}
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(THRESHOLDS) | st.floats(-30, 70, allow_nan=False),
        min_size=len(FEATURES),
        max_size=len(FEATURES),
    )
)
def test_all_trees_at_once_say_what_they_say_one_by_one(row: list[float]) -> None:
    assert confidence_of(*MODEL, row) == pytest.approx(slowly(TABLE, row), abs=1e-12)


def test_a_tree_may_have_more_leaves_than_a_byte_has_bits(tmp_path: Path) -> None:
    path = tmp_path / "confidence.tsv"
    nodes = [f"0\t{2 * k}\todds\t{k}\t{2 * k + 1}\t{2 * k + 2}\n0\t{2 * k + 1}\tleaf\t{k / 8}\n" for k in range(20)]
    path.write_text("bias\t-1\n" + "".join(nodes) + "0\t40\tleaf\t3\n1\t0\tleaf\t0.125\n", "utf-8")
    for odds in range(-1, 22):
        assert confidence(path, values(odds, 0)) == pytest.approx(slowly(path, values(odds, 0)), abs=1e-12)


@pytest.mark.parametrize(("bias", "chance"), [(-1e9, 0.0), (1e9, 0.9999), (0.0, 0.5)])
def test_no_change_is_certain(tmp_path: Path, bias: float, chance: float) -> None:
    path = tmp_path / "confidence.tsv"
    path.write_text(f"bias\t{bias}\n", "utf-8")
    assert confidence(path, values(0, 0)) == pytest.approx(chance, abs=1e-9)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("bias\t-1.0", ""),
        ("bias\t-1.0", "bias"),
        ("bias\t-1.0", "bias\tnan"),
        ("odds", "Odds"),
        ("odds\t2.5", "odds\tmuch"),
        ("odds\t2.5", "odds\tnan"),
        ("odds\t2.5\t1\t2", "odds\t2.5\t1"),
        ("odds\t2.5\t1\t2", "odds\t2.5\t0\t2"),  # round in a circle
        ("odds\t2.5\t1\t2", "odds\t2.5\t-1\t2"),
        ("odds\t2.5\t1\t2", "odds\t2.5\t1\t5"),  # to nowhere
        ("0\t2\tlength", "0\t1\tlength"),  # out of order
        ("0\t0\todds\t2.5\t1\t2\n", ""),
        ("0\t4\tleaf\t3\n", ""),  # cut off
        ("0\t4\tleaf\t3", "0\t4\tleaf"),
        ("0\t4\tleaf", "0"),
        ("0\t4\tleaf", "0 4 leaf"),
    ],
)
def test_a_wrong_table_is_refused_by_name(table: Path, line: str, instead: str) -> None:
    assert HAND_MADE.count(line) == 1
    table.write_text(HAND_MADE.replace(line, instead), "utf-8")
    with pytest.raises(PackError) as caught:
        read_confidence_model(table)
    assert str(table) in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"bias\t\xff\n", b"\x00\x01\x02"])
def test_what_is_no_table_is_refused_by_name(table: Path, content: bytes) -> None:
    table.write_bytes(content)
    with pytest.raises(PackError) as caught:
        read_confidence_model(table)
    assert str(table) in str(caught.value)


def test_a_pack_may_have_none_but_not_half_of_one(tmp_path: Path) -> None:
    assert load_confidence_model(tmp_path / "none") is None
    assert load_confidence_model(open_pack("en").folder) is None
    assert load_confidence_model(FRENCH.folder) is not None
    (tmp_path / "confidence.tsv").mkdir()
    with pytest.raises(PackError, match=r"confidence\.tsv"):
        load_confidence_model(tmp_path)


def test_the_pack_s_trees_are_trees() -> None:
    """Every node but the first is led to by one node, and every feature is known."""
    trees: dict[int, list[list[str]]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith(("#", "bias")):
            number, place, *rest = line.split("\t")
            assert int(place) == len(trees.setdefault(int(number), []))
            trees[int(number)].append(rest)
    assert list(trees) == list(range(len(trees)))
    used = set()
    for tree in trees.values():
        led_to = []
        for rest in tree:
            if rest[0] == "leaf":
                assert len(rest) == 2
            else:
                used.add(rest[0])
                led_to += [int(rest[2]), int(rest[3])]
        assert sorted(led_to) == list(range(1, len(tree)))
    assert used <= set(FEATURES)
    assert "odds" in used
    assert len(set(FEATURES)) == len(FEATURES)


def test_more_odds_never_make_the_pack_less_sure() -> None:
    chances = [confidence_of(*MODEL, values(odds, 6)) for odds in range(-20, 60)]
    assert all(0 < one <= other < 1 for one, other in itertools.pairwise(chances))
    assert chances[0] < chances[-1]


FRENCH_CHAIN = Chain.for_language("fr")


def rows_of(text: str) -> list[tuple[tuple[float, ...], float]]:
    """The features of each slot of a text's first round that has hope, and how sure its best change is."""
    prepared = FRENCH_CHAIN.prepare(text)
    judged = [one for one in FRENCH_CHAIN.plan.judge(prepared.view, prepared.proposals) if one.features]
    rows = [(one.features, confidence_of(*MODEL, one.features)) for one in judged]
    # What a proposal says of the document may make a change surer, and nothing makes it less sure.
    assert all(one.confidence >= round(chance, 4) for one, (_, chance) in zip(judged, rows, strict=True))
    return rows


@settings(max_examples=100, deadline=None)
@given(damaged_texts)
@example("»é»é-\n»é")  # more unknown words than stretches
def test_features_are_finite_and_the_same_each_time(text: str) -> None:
    rows = rows_of(text)
    for row, chance in rows:
        assert len(row) == len(FEATURES)
        assert all(math.isfinite(value) for value in row)
        assert 0 < chance < 1
    assert rows_of(text) == rows


def test_some_features_by_hand() -> None:
    text = "Le progrés est là. Un autre progrés, puis le progrès, et la maison-mere de Lyonx."
    rows = [dict(zip(FEATURES, row, strict=True)) for row, _ in rows_of(text)]
    first, second = rows[:2]
    shared = ("words", "damage", "explained", "old")
    assert {name: first[name] for name in shared} == {name: second[name] for name in shared}
    assert first["words"] == pytest.approx(math.log(len(text.split()) + 1))
    assert (first["length"], first["growth"], first["recurs"]) == (7, 0, 2)
    assert (first["occurs"], first["diacritics"], first["spaces"], first["known"]) == (1, 1, 0, 0)
    assert (first["capital"], first["hyphen"], first["parts"], first["splits"]) == (0, 0, 1, 0)
    assert first["odds"] > 5
    (mere,) = (row for row in rows if row["length"] == 4)
    assert mere["hyphen"] == 1


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("least", [0.3, 0.9, 1.0])
@settings(max_examples=25, deadline=None)
@given(text=damaged_texts)
def test_what_is_made_is_sure_enough_and_what_is_kept_back_is_not(language: str, least: float, text: str) -> None:
    repair = Chain.for_language(language, min_confidence=least).repair(text)
    assert all(0 <= edit.confidence < least for edit in repair.kept_back)
    assert all(least <= edit.confidence <= 1 for edit in repair.patch)


def test_what_is_kept_back_is_not_rounded_up_to_what_was_asked(tmp_path: Path) -> None:
    for path in FRENCH.folder.iterdir():
        if path.name != "confidence.tsv":
            (tmp_path / path.name).symlink_to(path)
    for chance, made in ((0.89994, False), (0.89996, True)):
        # A model that says so of every change.
        (tmp_path / "confidence.tsv").write_text(f"bias\t{math.log(chance / (1 - chance))}\n", "utf-8")
        repair = Chain(FRENCH_CHAIN.repairers, Pack(tmp_path), min_confidence=0.9).repair("le 28 ao(t 2008")
        assert (repair.text == "le 28 août 2008") is made
        assert [edit.confidence < 0.9 for edit in repair.kept_back] == [True] * (not made)


def test_what_is_changed_does_not_speak_for_itself() -> None:
    """A string says nothing of the damage elsewhere, however often it stands there; other words do."""
    places = [FEATURES.index(name) for name in ("damage", "like it", "others", "explained")]
    padding = "Il faut que la paix règne dans tous les pays du monde et que chacun y trouve sa place. " * 3

    def rest_of(text: str) -> set[tuple[float, ...]]:
        word = FEATURES.index("length")
        return {tuple(row[place] for place in places) for row, _ in rows_of(padding + text) if row[word] == len("rdle")}

    alone, often = rest_of("Le rdle du maire."), rest_of("Le rdle du maire, le rdle du pays, un rdle.")
    assert len(alone) == len(often) == 1
    (once,), (thrice,) = alone, often
    # The text is longer by some words, and no more damaged.
    assert thrice[0] <= once[0]
    assert thrice[1] <= once[1]
    assert thrice[3] == once[3] == 0.5
    (beside,) = rest_of("Le rdle du maire et la séourité des habitants.")
    assert beside[0] > once[0]
    assert beside[2] > once[2]
    assert beside[3] > once[3]


def test_letters_that_the_document_has_lost_are_told_from_others() -> None:
    length, lost = FEATURES.index("length"), FEATURES.index("lost")

    def lost_of(text: str, word: str) -> float:
        (share,) = {row[lost] for row, _ in rows_of(f"{text}Voici un {word}.") if row[length] == len(word)}
        return share

    damaged = "On voil le dbut du mme chteau, et la fte des pres y est trs belle. La mre y dne avec sa soeur. " * 40
    assert lost_of(damaged, "chteau") > 0.8
    assert lost_of(damaged, "gouverncment") == 0.0
    assert lost_of(damaged, "representant") > 0.8
    assert lost_of("On voilà le début du même château, et la fête des pères y est très belle. " * 3, "chteau") == 0.0


def test_words_of_a_neighbouring_language_are_told() -> None:
    assert FRENCH.knows_foreign("unstable")
    assert not FRENCH.knows_foreign("lalutte")
    assert not open_pack("en").knows_foreign("maison")
