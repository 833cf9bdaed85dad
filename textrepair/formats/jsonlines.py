"""JSON Lines: a record a line, of which some fields are texts.

A line is never written anew. The repaired stretches of a text take the place of theirs in the line, so that the order
of the names, the spelling of numbers, white space and the escapes of everything else stay as they are.
"""

from __future__ import annotations

import codecs
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from json import decoder
from typing import BinaryIO

from textrepair.edits import Patch
from textrepair.errors import InputError, nearest_name
from textrepair.formats.byte_units import ByteWriter
from textrepair.formats.format import Format, Options
from textrepair.formats.head import Head
from textrepair.formats.protocols import Mention
from textrepair.formats.signatures import in_command
from textrepair.plain_text import PlainText

__all__ = ["JSONL", "JsonLines"]

# What the decoder itself is made of, as it says where each value ends; the stubs do not know of it.
_scan: Callable[[str, int], tuple[object, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_scan_string: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]
_BLANKS = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_INDEX = re.compile(r"\[\d+\]")
_KINDS = {"{": "an object", "t": "true", "f": "false", "[": "a list"}
_KNOWN = 50


@dataclass(frozen=True)
class _Field:
    """A string of a line: its name, and where it stands between its quotation marks."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class _JsonLine:
    """One line."""

    line: str
    texts: tuple[PlainText, ...]
    fields: tuple[_Field, ...]
    number: int
    error: InputError | None = None
    data: bytes | None = None  # what the line is made of, where it is not UTF-8
    mark: bytes = b""

    def mentions(self) -> Iterable[Mention]:
        return (Mention(self.number, field.name, k) for k, field in enumerate(self.fields))

    def rendered(self, patches: Sequence[Patch]) -> bytes:
        if self.data is not None:
            return self.data
        pieces: list[str] = []
        position = 0
        # Whether the line spells letters beyond ASCII as escapes.
        escapes = self.line.isascii() and "\\u" in self.line
        for field, patch in zip(self.fields, patches, strict=False):
            if not patch:
                continue
            places = _places(self.line, field)
            for edit in patch:
                start, end = places.of(edit.start), places.of(edit.end)
                pieces += [self.line[position:start], json.dumps(edit.replacement, ensure_ascii=escapes)[1:-1]]
                position = end
        pieces.append(self.line[position:])
        # Half a surrogate pair has no other form in JSON than its escape.
        return self.mark + "".join(pieces).encode("utf-8", "backslashreplace")

    def restorable(self, patches: Sequence[Patch]) -> bytes | None:
        whole = self.rendered(())
        fields = tuple(dict.fromkeys(_INDEX.sub("", field.name) for field in self.fields))
        made = _line(self.rendered(patches)[len(self.mark) :], self.number, "", fields, set())
        if len(made.texts) == len(patches):
            back = [patch.inverse(plain.source) for patch, plain in zip(patches, self.texts, strict=True)]
            if self.mark + made.rendered(back) == whole:
                return None
        return whole


class _Places:
    """Where in a line the code points of a string stand."""

    def __init__(self, start: int, escapes: Iterable[tuple[int, int]]) -> None:
        self._start = start
        self._after = [0]  # the offset in the text after each escape, and how much longer the line is up to there
        self._longer = [0]
        for text, line in escapes:
            self._after.append(text)
            self._longer.append(line - text)

    def of(self, offset: int) -> int:
        return self._start + offset + self._longer[bisect_right(self._after, offset) - 1]


def _places(line: str, field: _Field) -> _Places:
    def escapes() -> Iterator[tuple[int, int]]:
        longer = 0
        for found in _ESCAPE.finditer(line, field.start, field.end):
            longer += len(found.group()) - 1
            yield found.end() - field.start - longer, found.end() - field.start

    return _Places(field.start, escapes())


class JsonLines:
    """A file of JSON Lines that is being read.

    Args:
        stream: the file.
        fields: names of the texts; ``a.b`` is ``b`` in ``a``, and of each element where ``a`` is a list.
        name: what messages call the file.
    """

    def __init__(self, stream: BinaryIO, fields: Sequence[str], name: str) -> None:
        self._stream = stream
        self._fields = tuple(fields)
        self._name = name

    def units(self) -> Iterator[_JsonLine]:
        """Yield the lines.

        Raises:
            InputError: none of them has one of the fields, or the file is a JSON document over several lines.
        """
        missing = set(self._fields)
        known: set[str] = set()
        records = 0
        for number, data in enumerate(_refusing_documents(self._stream, self._name), 1):
            mark = codecs.BOM_UTF8 if number == 1 and data.startswith(codecs.BOM_UTF8) else b""
            unit = _line(data, number, self._name, self._fields, missing, known, mark)
            records += unit.error is None and not unit.line.isspace()
            yield unit
        for field in sorted(missing) if records else ():
            raise InputError(f"{self._name}: no record has a field ‘{field}’ (--field); {nearest_name(field, known)}")

    def writer(self, stream: BinaryIO) -> ByteWriter:
        """Return what writes the lines."""
        return ByteWriter(stream)


def _line(
    data: bytes,
    number: int,
    name: str,
    fields: tuple[str, ...],
    missing: set[str],
    known: set[str] | None = None,
    mark: bytes = b"",
) -> _JsonLine:
    """Take a line apart; what is found is taken from ``missing``, the names at its top go to ``known``."""
    place = f"{name}#{number}"
    try:
        line = data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"{place}: not valid UTF-8 at byte {error.start} of the line, as JSON must be; convert it first"
        return _JsonLine("", (), (), number, InputError(reason), data)
    found: list[tuple[_Field, str]] = []
    finder = _Finder(line, found, missing, known)
    try:
        start = finder.blanks(0)
        if start < len(line):
            if line[start] != "{":
                raise _OtherError("it is not a JSON object")
            end = finder.blanks(finder.object(start, {field: field for field in fields}))
            if end < len(line):
                raise _OtherError(f"there is more after the object, at column {end + 1}")
        counts = Counter(field.name for field, _ in found)
        twice = next((name for name, count in counts.items() if count > 1), None)
        if twice is not None:
            raise _OtherError(f"it has two fields ‘{twice}’")
    except _OtherError as error:
        return _JsonLine(line, (), (), number, InputError(f"{place}: {error}"), mark=mark)
    except RecursionError:
        reason = f"{place}: lists or objects lie too deep in each other to be read; flatten the record"
        return _JsonLine(line, (), (), number, InputError(reason), mark=mark)
    except (ValueError, StopIteration, IndexError) as error:
        column = getattr(error, "pos", getattr(error, "value", None))
        where = f" at column {column + 1}" if isinstance(column, int) else ""
        return _JsonLine(line, (), (), number, InputError(f"{place}: not valid JSON{where}"), mark=mark)
    texts = tuple(PlainText(text, name=place) for _, text in found)
    return _JsonLine(line, texts, tuple(field for field, _ in found), number, mark=mark)


class _OtherError(Exception):
    """A line is JSON and yet not what it should be."""


class _Finder:
    """Looks for the strings of some names in a line; what it passes over is only checked."""

    def __init__(
        self, line: str, found: list[tuple[_Field, str]], missing: set[str], known: set[str] | None = None
    ) -> None:
        self._line = line
        self._found = found
        self._missing = missing
        self._known = known

    def blanks(self, position: int) -> int:
        found = _BLANKS.match(self._line, position)
        return found.end() if found else position

    def object(self, position: int, wanted: dict[str, str]) -> int:
        """Go through an object; ``wanted`` has what is left of each name, and what stands before it with it."""
        line = self._line
        top, self._known = self._known, None
        position = self.blanks(position + 1)
        if line[position] == "}":
            return position + 1
        while True:
            if line[position] != '"':
                raise StopIteration(position)
            key, position = _scan_string(line, position + 1, True)
            if top is not None and len(top) < _KNOWN:
                top.add(key)
            position = self.blanks(position)
            if line[position] != ":":
                raise StopIteration(position)
            position = self.blanks(position + 1)
            whole = wanted.get(key)
            inner = {rest[len(key) + 1 :]: label for rest, label in wanted.items() if rest.startswith(f"{key}.")}
            if whole is not None:
                position = self._text(position, whole)
            elif inner:
                position = self._inside(position, inner)
            else:
                _, position = _scan(line, position)
            position = self.blanks(position)
            if line[position] == "}":
                return position + 1
            if line[position] != ",":
                raise StopIteration(position)
            position = self.blanks(position + 1)

    def _text(self, position: int, name: str) -> int:
        """Take the string, or the strings of the list, that stands here."""
        first = self._line[position]
        if first == '"':
            text, end = _scan_string(self._line, position + 1, True)
            self._found.append((_Field(name, position + 1, end - 1), text))
            self._missing.discard(_INDEX.sub("", name))
            return end
        if first == "[":
            return self._elements(position, lambda place, k: self._text(place, f"{name}[{k}]"))
        _, end = _scan(self._line, position)
        self._missing.discard(_INDEX.sub("", name))
        if first != "n":  # null is no text, and no mistake
            raise _OtherError(f"the field ‘{name}’ is no text but {_KINDS.get(first, 'a number')}")
        return end

    def _inside(self, position: int, wanted: dict[str, str]) -> int:
        first = self._line[position]
        if first == "{":
            return self.object(position, wanted)
        if first == "[":
            return self._elements(
                position,
                lambda place, k: self._inside(
                    place, {rest: f"{label[: -len(rest) - 1]}[{k}].{rest}" for rest, label in wanted.items()}
                ),
            )
        _, end = _scan(self._line, position)
        return end

    def _elements(self, position: int, take: Callable[[int, int], int]) -> int:
        position = self.blanks(position + 1)
        if self._line[position] == "]":
            return position + 1
        k = 0
        while True:
            position = self.blanks(take(position, k))
            if self._line[position] == "]":
                return position + 1
            if self._line[position] != ",":
                raise StopIteration(position)
            position = self.blanks(position + 1)
            k += 1


def _refusing_documents(stream: BinaryIO, name: str) -> BinaryIO:
    """Return a file from its start, unless it is JSON of which a line is no record."""
    from textrepair.formats.json_shape import advice_for, json_shape

    head = Head(stream)
    first = head.data.partition(b"\n")[0].strip()
    # Most often the first line tells that it is what it should be.
    shape = None if first.startswith(b"{") and first.endswith(b"}") else json_shape(head)
    if shape in ("array", "object"):
        raise InputError(f"{name}: it is JSON, but not JSON Lines: {advice_for(shape).format(in_command(name))}")
    return head.rest()


def _recognise(head: Head) -> str | None:
    """Return ``jsonl`` for a file whose lines are JSON objects, whatever its name."""
    if head.first != b"{":
        return None
    from textrepair.formats.json_shape import json_shape

    return "jsonl" if json_shape(head) == "lines" else None


def _reader(stream: BinaryIO, told: Options) -> JsonLines:
    return JsonLines(stream, told.fields, told.name)


JSONL = Format("jsonl", ("jsonl", "ndjson"), _reader, recognise=_recognise)
