"""The mapped string table against a plain dict, and what it says when its files are damaged."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.errors import PackError
from textrepair.tables.mapped import FoldIndex, SectionFile, StringTable, fold
from textrepair.tables.writing import fold_sections, write_sections, write_string_table

LINES = st.text(st.characters(blacklist_characters="\n", blacklist_categories=("Cs",)), max_size=8)
LIKELY_TO_COLLIDE = st.text("aeé#\r ", max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.sets(LINES | LIKELY_TO_COLLIDE, max_size=40), st.lists(st.text(max_size=8) | LIKELY_TO_COLLIDE))
def test_it_agrees_with_a_dict(strings: set[str], queries: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "strings.txt"
        shuffled = list(strings)
        write_string_table(path, shuffled, {"size": [len(word) for word in shuffled]}, comments=["# odd", ""])
        table = StringTable.open(path)
        oracle = {word: place for place, word in enumerate(sorted(strings))}
        assert list(table) == sorted(strings)
        for word in [*strings, *queries, *(f"{a}\n{b}" for a in queries for b in queries[:3])]:
            assert table.index(word) == oracle.get(word)
            assert (word in table) == (word in oracle)
        assert list(table.column("size")) == [len(word) for word in sorted(strings)]
        table.verify()


@settings(max_examples=100, deadline=None)
@given(st.sets(st.text("aàâeéèœoABÉ-'", max_size=6), max_size=40), st.text("aàâeéèœoABÉ-'", max_size=6))
def test_the_fold_index_agrees_with_comparing_every_string(strings: set[str], query: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "strings.txt"
        ordered = sorted(strings)
        write_string_table(path, ordered, sections=fold_sections(ordered))
        index = FoldIndex(StringTable.open(path))
        for word in (query, *ordered):
            assert index.find(word) == [place for place, other in enumerate(ordered) if fold(other) == fold(word)]


@settings(max_examples=100, deadline=None)
@given(
    st.sets(st.text("aàâ\udc80éœA-'", max_size=5), max_size=40),
    st.text("aàâ\udc80éœA-'\t", max_size=3),
    st.data(),
)
def test_what_begins_alike_stands_together(strings: set[str], key: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "strings.txt"
        write_string_table(path, ordered := sorted(strings))
        table = StringTable.open(path)
        start = data.draw(st.integers(0, len(ordered)))
        stop = data.draw(st.integers(start, len(ordered)))
        low, high = table.beginning(key, start, stop)
        assert start <= low <= high <= stop
        assert [place for place in range(start, stop) if ordered[place].startswith(key)] == list(range(low, high))
        assert table.joined(start, stop) == "".join(f"{string}\n" for string in ordered[start:stop])


@pytest.fixture
def table_path(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    write_string_table(path, ["b", "a", "c"], {"cost": [2, 1, 70_000]}, typecodes={"cost": "I"})
    return path


def test_the_text_stays_readable(table_path: Path) -> None:
    assert table_path.read_text() == "a\nb\nc\n"


def test_columns_follow_their_strings(table_path: Path) -> None:
    assert list(StringTable.open(table_path).column("cost")) == [1, 2, 70_000]


def test_it_can_be_pickled(table_path: Path) -> None:
    assert list(pickle.loads(pickle.dumps(StringTable.open(table_path)))) == ["a", "b", "c"]


def test_slices_and_negative_places(table_path: Path) -> None:
    table = StringTable.open(table_path)
    assert table[1:] == ["b", "c"]
    assert table[-1] == "c"
    with pytest.raises(IndexError):
        table[3]


def test_a_text_of_another_size_is_refused_at_once(table_path: Path) -> None:
    table_path.write_text("a\nb\nc\nd\n")
    with pytest.raises(PackError, match=r"words\.txt does not belong to .*words\.idx.*rebuild"):
        StringTable.open(table_path)


def test_a_text_of_the_same_size_is_refused_by_verify(table_path: Path) -> None:
    table_path.write_text("a\nx\nc\n")
    with pytest.raises(PackError, match="does not belong"):
        StringTable.open(table_path).verify()


@pytest.mark.parametrize("damage", [b"", b"textrep1", b"something else altogether"])
def test_a_damaged_index_is_named(table_path: Path, damage: bytes) -> None:
    table_path.with_suffix(".idx").write_bytes(damage)
    with pytest.raises(PackError, match=r"words\.idx"):
        StringTable.open(table_path)


def test_an_index_cut_short_is_named(table_path: Path) -> None:
    index = table_path.with_suffix(".idx")
    index.write_bytes(index.read_bytes()[:-8])
    with pytest.raises(PackError, match="cut short inside section"):
        StringTable.open(table_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"none\.txt: cannot be read: no such file"):
        StringTable.open(tmp_path / "none.txt")


def test_a_missing_section_is_named(table_path: Path) -> None:
    with pytest.raises(PackError, match=r"no section 'price' \(it has: cost, offsets, slots\)"):
        StringTable.open(table_path).column("price")


@pytest.mark.parametrize(
    ("strings", "columns", "message"),
    [
        (["a", "a"], {}, "stands twice"),
        (["a\nb"], {}, "holds a newline"),
        (["a"], {"x": [1, 2]}, "has 2 values for 1"),
    ],
)
def test_what_cannot_be_written(
    tmp_path: Path, strings: list[str], columns: dict[str, list[int]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        write_string_table(tmp_path / "words.txt", strings, columns)


def test_sections_keep_types_and_meta(tmp_path: Path) -> None:
    path = tmp_path / "numbers.idx"
    sections = {"b": array("B", [255]), "q": array("Q", [1 << 60]), "h": array("H", []), "i": array("I", [1, 2])}
    write_sections(path, sections, {"é": 1})
    read = SectionFile(path)
    assert {name: list(read.column(name)) for name in sections} == {k: list(v) for k, v in sections.items()}
    assert read.meta == {"é": 1}
    assert "q" in read
    with pytest.raises(ValueError, match="typecode"):
        write_sections(path, {"d": array("b", [1])})
