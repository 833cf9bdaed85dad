"""Columns of texts in Arrow: repaired as by the library, whatever their type."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair import Chain, Repair, repair
from textrepair.arrow import Texts, edits_type, repair_array, repair_batch
from textrepair.errors import ConfigurationError, InputError

ROOT = Path(__file__).parents[1]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation"
REPAIRED = "la mise en œuvre des règles de l’Organisation"
CLEAN = "la mise en œuvre des règles"
ROWS = [DAMAGED, None, CLEAN, "", DAMAGED, "le 28 ao(t"]
MADE = [REPAIRED, None, CLEAN, "", REPAIRED, "le 28 août"]
TYPES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string(), ordered=True),
]


def array(rows: list[str | None], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        return pa.array(rows, type=kind)
    encoded = pa.array(rows, type=kind.value_type).dictionary_encode()
    indices = encoded.indices.cast(kind.index_type)
    return pa.DictionaryArray.from_arrays(indices, encoded.dictionary, ordered=kind.ordered)


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_types_nulls_other_columns_and_metadata_stay(kind: pa.DataType) -> None:
    schema = pa.schema(
        [pa.field("id", pa.int8()), pa.field("text", kind, nullable=True, metadata={"a": "b"})], metadata={"c": "d"}
    )
    batch = pa.record_batch([pa.array(range(6), type=pa.int8()), array(ROWS, kind)], schema=schema)
    for given_ in (batch, pa.Table.from_batches([batch, batch.slice(2), batch.slice(0, 0)])):
        made = repair_batch(given_, "text")
        assert type(made) is type(given_)
        assert made.schema.equals(schema, check_metadata=True)
        made.validate(full=True)
        rows = MADE if isinstance(made, pa.RecordBatch) else MADE + MADE[2:]
        assert made.column("text").to_pylist() == rows
        assert made.column("id").equals(given_.column("id"))
        beside = repair_batch(given_, "text", into="repaired")
        assert beside.schema.names == ["id", "text", "repaired"]
        assert beside.schema.field("repaired").type == kind
        assert beside.column("text").equals(given_.column("text"))
        assert beside.column("repaired").equals(made.column("text"))


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_slices_and_chunks_are_what_they_look_like(kind: pa.DataType) -> None:
    whole = array(ROWS, kind)
    assert repair_array(whole.slice(1, 4)).to_pylist() == MADE[1:5]
    chunked = pa.chunked_array([whole.slice(3), whole.slice(0, 3)])
    made = repair_array(chunked)
    assert made.to_pylist() == MADE[3:] + MADE[:3]
    assert [len(chunk) for chunk in made.chunks] == [3, 3]
    assert repair_array(pa.chunked_array([], type=kind)).type == kind
    assert repair_array(array([None, None], kind)).to_pylist() == [None, None]


def test_a_null_in_a_dictionary_stays_one() -> None:
    dictionary = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2]), pa.array([DAMAGED, None, CLEAN]))
    made = repair_array(dictionary)
    assert made.to_pylist() == [REPAIRED, None, None, CLEAN]
    assert made.indices.equals(dictionary.indices)


def test_a_block_of_nothing_but_nulls_stays() -> None:
    batch = pa.record_batch({"text": pa.nulls(2)})
    assert repair_batch(batch, "text") is batch
    assert repair_batch(batch, "text", edits=True).column("text_edits").to_pylist() == [None, None]


def test_edits_are_those_of_the_library() -> None:
    batch = pa.record_batch({"text": [DAMAGED, None, CLEAN, DAMAGED]})
    for given_ in (batch, pa.Table.from_batches([batch, batch])):
        made = repair_batch(given_, "text", True, into="repaired")
        assert made.schema.names == ["text", "repaired", "repaired_edits"]
        assert made.schema.field("repaired_edits").type == edits_type()
        made.validate(full=True)
        for row in made.to_pylist():
            if row["text"] is None:
                assert row["repaired_edits"] is None
                continue
            made_by_library = repair(row["text"])
            assert row["repaired_edits"] == [
                {
                    "start": edit.start,
                    "end": edit.end,
                    "before": row["text"][edit.start : edit.end],
                    "after": edit.replacement,
                    "repairer": edit.repairer,
                    "reason": edit.reason,
                    "confidence": edit.confidence,
                }
                for edit in made_by_library.patch
            ]
    in_place = repair_batch(batch, "text", edits=True)
    assert in_place.schema.names == ["text", "text_edits"]
    empty = repair_batch(batch.slice(0, 0), "text", edits=True)
    assert empty.schema == in_place.schema
    assert repair_batch(pa.Table.from_batches([], batch.schema), "text", edits=True).schema == in_place.schema


def test_what_does_not_change_is_the_same_object() -> None:
    batch = pa.record_batch({"text": [CLEAN, None]})
    table = pa.table({"text": pa.chunked_array([[CLEAN], [None]]).dictionary_encode()})
    assert repair_batch(batch, "text") is batch
    assert repair_batch(table, "text") is table
    column = batch.column("text")
    assert repair_array(column) is column


def test_each_text_is_repaired_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    original = Chain.repair

    def counted(self: Chain, text: str) -> Repair:
        asked.append(text)
        return original(self, text)

    monkeypatch.setattr(Chain, "repair", counted)
    unused = pa.DictionaryArray.from_arrays(pa.array([1, 1, 2]), pa.array(["unused", DAMAGED, CLEAN]))
    repair_array(pa.chunked_array([unused, unused]))
    repair_batch(pa.table({"text": pa.chunked_array([[CLEAN, "b"], ["b", CLEAN, None]])}), "text", edits=True)
    assert asked == [DAMAGED, CLEAN, CLEAN, "b"]


def test_another_chain() -> None:
    spaces = Chain.for_language(only=["spacing"])
    assert repair_array(pa.array(["de  l ’appui en ceuvre"]), chain=spaces).to_pylist() == ["de l’appui en ceuvre"]


def test_what_is_wrong_is_told() -> None:
    batch = pa.record_batch({"text": ["a"], "n": [1], "texts": [["a"]]})
    with pytest.raises(InputError, match="there is no column ‘txt’; did you mean ‘text’"):
        repair_batch(batch, "txt")
    with pytest.raises(InputError, match="the column ‘n’ holds int64, not texts"):
        repair_batch(batch, "n")
    with pytest.raises(InputError, match=r"holds list<.*>, not texts"):
        repair_array(batch.column("texts"))
    with pytest.raises(ConfigurationError, match="there is a column ‘n’ already"):
        repair_batch(batch, "text", into="n")
    twice = pa.record_batch([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    with pytest.raises(InputError, match="there are two columns ‘text’"):
        repair_batch(twice, "text")
    wrong = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.array([0, 1], pa.int32()).buffers()[1], pa.py_buffer(b"\xe9")]
    )
    with pytest.raises(InputError, match="the column ‘text’ is damaged or holds bytes that are no UTF-8"):
        repair_batch(pa.record_batch({"text": wrong}), "text")


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.none() | st.sampled_from(["", "a", "é", "😀", "Aa"]), max_size=12),
    kind=st.sampled_from(TYPES),
    cut=st.integers(0, 12),
)
def test_replacing_texts_is_replacing_them_row_by_row(rows: list[str | None], kind: pa.DataType, cut: int) -> None:
    found = Texts.of(array(rows, kind).slice(cut))
    made = found.replaced([value.upper() for value in found.values])
    assert made.type == kind
    assert made.to_pylist() == [None if row is None else row.upper() for row in rows[cut:]]
    assert found.replaced(found.values) is found.array
