"""Texts in Arrow columns: the way into every engine that speaks Arrow.

>>> import pyarrow as pa
>>> from textrepair.arrow import repair_batch
>>> batch = pa.record_batch({"text": ["le 28 ao(t", None, "le 28 ao(t"]})
>>> repair_batch(batch, "text").column("text").to_pylist()
['le 28 août', None, 'le 28 août']

Needs pyarrow: ``pip install 'textrepair[arrow]'``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from textrepair.chain import Chain, default_chain
from textrepair.document import Repair
from textrepair.errors import ConfigurationError, InputError, nearest_name

__all__ = ["Texts", "column_of_texts", "edits_type", "import_pyarrow", "repair_array", "repair_batch"]


def repair_batch(
    batch: Any, column: str, edits: bool = False, *, into: str | None = None, chain: Chain | None = None
) -> Any:
    """Return a record batch or a table with a column of texts repaired.

    Each text is a document of its own, and repaired once however often it stands in the column. Nulls, the type of the
    column, all other columns and all metadata stay; a batch in which nothing changes comes back as the same object.

    Args:
        batch: a ``pyarrow.RecordBatch`` or ``pyarrow.Table``.
        column: the name of a column of strings, large strings or string views, or of dictionaries of them.
        edits: whether to add a column with the edits made in each text, null where there is none, as
            :func:`edits_type` has them; its name is that of the repaired column and ``_edits``.
        into: the name of a new column for the repaired texts, beside the one that is given; None: they take its place.
        chain: what repairs them; None: the default chain.

    Raises:
        ConfigurationError: pyarrow is not installed, or a new column has a name that is taken.
        InputError: there is no such column of texts, or it holds bytes that are no text.
    """
    index = column_of_texts(batch.schema, column)
    target = column if into is None else into
    account = f"{target}_edits" if edits else None
    for name in (into, account):
        if name is not None and name in batch.schema.names:
            raise ConfigurationError(f"there is a column ‘{name}’ already: give the new one another name (into)")
    old = batch.column(index)
    texts, repairs = _repaired(old, column, chain)
    made = _made(old, texts, repairs)
    field = batch.schema.field(index)
    if into is not None:
        batch = batch.add_column(index + 1, field.with_name(into), made)
    elif made is not old:
        batch = batch.set_column(index, field, made)
    if account is not None:
        listed = [_edits(one.codes, of) for one, of in zip(texts, repairs, strict=True)]
        place, kind = index + 1 + (into is not None), edits_type()
        batch = batch.add_column(place, import_pyarrow().field(account, kind), _like(old, listed, kind))
    return batch


def repair_array(array: Any, *, chain: Chain | None = None) -> Any:
    """Return an array of texts repaired; the same object where nothing changes.

    Args:
        array: a ``pyarrow.Array`` or ``pyarrow.ChunkedArray`` of texts, as for :func:`repair_batch`.
        chain: what repairs them; None: the default chain.

    Raises:
        ConfigurationError: pyarrow is not installed.
        InputError: it holds no texts.

    >>> import pyarrow as pa
    >>> repair_array(pa.chunked_array([["le 28 ao(t"], [None]])).to_pylist()
    ['le 28 août', None]
    """
    if not _holds_texts(array.type):
        raise InputError(f"the array holds {array.type}, not texts")
    texts, repairs = _repaired(array, None, chain)
    return _made(array, texts, repairs)


def edits_type() -> Any:
    """Return the type of a column of edits: lists of what ``textrepair fix --edits`` writes of each.

    >>> [field.name for field in edits_type().value_type]
    ['start', 'end', 'before', 'after', 'repairer', 'reason', 'confidence']
    """
    pa = import_pyarrow()
    strings = ("before", "after", "repairer", "reason")
    fields = [("start", pa.int64()), ("end", pa.int64()), *((name, pa.string()) for name in strings)]
    return pa.list_(pa.struct([*fields, ("confidence", pa.float64())]))


def import_pyarrow() -> Any:
    """Return pyarrow.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        import pyarrow
    except ImportError:
        raise ConfigurationError("Parquet and Arrow need pyarrow: pip install 'textrepair[arrow]'") from None
    return pyarrow


def column_of_texts(schema: Any, name: str) -> int:
    """Return which column of a schema has a name, and make sure that it holds texts.

    Raises:
        InputError: none has, or two, or it holds something else.
    """
    found: list[int] = schema.get_all_field_indices(name)
    if not found:
        raise InputError(f"there is no column ‘{name}’; {nearest_name(name, schema.names)}")
    if len(found) > 1:
        raise InputError(f"there are two columns ‘{name}’")
    if not _holds_texts(schema.field(found[0]).type):
        raise InputError(f"the column ‘{name}’ holds {schema.field(found[0]).type}, not texts")
    return found[0]


@dataclass(frozen=True)
class Texts:
    """The texts of an array, each once.

    Attributes:
        array: the array.
        values: its distinct texts, in the order in which they come.
        codes: for each row which of them stands there; -1 for null.
    """

    array: Any
    values: list[str]
    codes: list[int]

    @classmethod
    def of(cls, array: Any) -> Texts:
        """Gather the texts of an array.

        Raises:
            ArrowException: its offsets lead outside its bytes, or its bytes are not UTF-8.
        """
        # pyarrow reads wherever an offset leads, and a wrong one ends the process.
        array.validate(full=True)
        numbers: dict[str, int] = {}
        if not _is_dictionary(array.type):
            codes = [-1 if text is None else numbers.setdefault(text, len(numbers)) for text in array.to_pylist()]
            return cls(array, [*numbers], codes)
        entries = array.dictionary.to_pylist()
        codes = []
        for place in array.indices.to_pylist():
            text = None if place is None else entries[place]
            codes.append(-1 if text is None else numbers.setdefault(text, len(numbers)))
        return cls(array, [*numbers], codes)

    def replaced(self, values: Sequence[str]) -> Any:
        """Return an array of the same type with other texts; the same one if they are the same.

        Args:
            values: what takes the place of each of ``values``.
        """
        if all(new == old for new, old in zip(values, self.values, strict=True)):
            return self.array
        pa = import_pyarrow()
        kind = self.array.type
        if not _is_dictionary(kind):
            return pa.array([None if code < 0 else values[code] for code in self.codes], type=kind)
        # Two entries that have become one stay two, so that the indices need not change.
        made = dict(zip(self.values, values, strict=True))
        entries = [made.get(entry, entry) for entry in self.array.dictionary.to_pylist()]
        dictionary = pa.array(entries, type=kind.value_type)
        return pa.DictionaryArray.from_arrays(self.array.indices, dictionary, ordered=kind.ordered)


def _repaired(column: Any, name: str | None, chain: Chain | None) -> tuple[list[Texts], list[list[Repair]]]:
    """Return the texts of each chunk of a column, and the repair of each text."""
    used = default_chain() if chain is None else chain
    known: dict[str, Repair] = {}
    texts: list[Texts] = []
    repairs: list[list[Repair]] = []
    try:
        for array in _chunks(column):
            texts.append(Texts.of(array))
            for text in texts[-1].values:
                if text not in known:
                    known[text] = used.repair(text)
            repairs.append([known[text] for text in texts[-1].values])
    except (import_pyarrow().ArrowException, UnicodeDecodeError) as error:
        what = "the array" if name is None else f"the column ‘{name}’"
        reason = " ".join(str(error).split())
        raise InputError(f"{what} is damaged or holds bytes that are no UTF-8 ({reason}): make it again") from error
    return texts, repairs


def _edits(codes: Iterable[int], repairs: Sequence[Repair]) -> Any:
    """Return the column of edits for some rows."""
    pa = import_pyarrow()
    kind = edits_type()
    codes = list(codes)
    edits = [(repairs[code], edit) for code in codes if code >= 0 for edit in repairs[code].patch]
    columns: list[list[object]] = [
        [edit.start for _, edit in edits],
        [edit.end for _, edit in edits],
        [repair.source[edit.start : edit.end] for repair, edit in edits],
        [edit.replacement for _, edit in edits],
        [edit.repairer for _, edit in edits],
        [edit.reason for _, edit in edits],
        [edit.confidence for _, edit in edits],
    ]
    structs = pa.StructArray.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(columns, kind.value_type, strict=True)],
        fields=list(kind.value_type),
    )
    ends = accumulate((len(repairs[code].patch) if code >= 0 else 0 for code in codes), initial=0)
    # An offset that is null makes the list that begins there one.
    offsets = [None if code < 0 else end for code, end in zip([*codes, 0], ends, strict=True)]
    return pa.ListArray.from_arrays(pa.array(offsets, type=pa.int32()), structs, type=kind)


def _chunks(column: Any) -> list[Any]:
    return list(column.chunks) if isinstance(column, import_pyarrow().ChunkedArray) else [column]


def _made(column: Any, texts: Sequence[Texts], repairs: Sequence[Sequence[Repair]]) -> Any:
    """Return a column with its texts repaired; the same one where nothing changes."""
    arrays = [one.replaced([repair.text for repair in of]) for one, of in zip(texts, repairs, strict=True)]
    unchanged = all(array is one.array for array, one in zip(arrays, texts, strict=True))
    return column if unchanged else _like(column, arrays, column.type)


def _like(column: Any, arrays: list[Any], kind: Any) -> Any:
    """Put arrays together as those of a column are."""
    pa = import_pyarrow()
    return pa.chunked_array(arrays, type=kind) if isinstance(column, pa.ChunkedArray) else arrays[0]


def _holds_texts(kind: Any) -> bool:
    types = import_pyarrow().types
    value = kind.value_type if types.is_dictionary(kind) else kind
    # A block in which all is null is of no other type where an engine tells the types from the values.
    known = (types.is_string, types.is_large_string, types.is_string_view, types.is_null)
    return any(is_it(value) for is_it in known)


def _is_dictionary(kind: Any) -> bool:
    return bool(import_pyarrow().types.is_dictionary(kind))
