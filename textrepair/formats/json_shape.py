"""Whether a file is JSON Lines, another JSON document, or a text that begins with a brace or a bracket."""

from __future__ import annotations

import codecs
import json
import re
from typing import Literal

from textrepair.formats.head import FURTHEST, HEAD, Head

__all__ = ["Shape", "advice_for", "json_shape"]

Shape = Literal["lines", "array", "object"]

# Of ten lines of JSON Lines one may be damaged.
_MOST_DAMAGED = 0.1
# A document that is cut off is an error so near the end of what was read, wherever it is cut.
_NEAR_END = 16
_BLANKS = re.compile(r"\s*")
_STRING = r'"(?:[^"\\]|\\.)*+"'
_BEGINS = re.compile(rf"\s*+(?:(?:\[\s*+)?\{{\s*+{_STRING}\s*+:|\[\s*+{_STRING}\s*+,)")
_Decoder = json.JSONDecoder()


def advice_for(shape: Shape) -> str:
    """Return how JSON Lines are made of a document, with braces for the name of the file.

    >>> advice_for("array")
    "make a line of each record: jq -c '.[]' {}"
    """
    if shape == "array":
        return "make a line of each record: jq -c '.[]' {}"
    return "make a line of each record: jq -c . {}" if shape == "object" else "say --format jsonl"


def json_shape(head: Head) -> Shape | None:
    r"""Return what a file of JSON is: objects a line each, an array, or an object over several lines; None: no JSON.

    JSON that has no strings, such as the page number ``[12]``, may be a text, and counts as one.

    Args:
        head: the beginning of the file; up to four million bytes of it are parsed.

    >>> import io
    >>> json_shape(Head(io.BytesIO(b'{"a": 1}\n{"a": 2}\n'))), json_shape(Head(io.BytesIO(b'[{"a": 1}]')))
    ('lines', 'array')
    >>> json_shape(Head(io.BytesIO(b'{\n"a": 1}'))), json_shape(Head(io.BytesIO(b"[12]")))
    ('object', None)
    """
    if head.first not in (b"{", b"["):
        return None
    for size in (HEAD, FURTHEST):
        text = _text(head.read(size))
        if _are_objects(text, is_whole=head.is_whole):
            return "lines"
        shape, is_cut = _document(text)
        if not is_cut or head.is_whole:
            return None if is_cut else shape
    return shape


def _text(data: bytes) -> str:
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").rstrip("\ufffd")


def _are_objects(text: str, *, is_whole: bool) -> bool:
    """Whether the lines of a text are JSON objects; the last one may be cut off if it is not whole."""
    lines = text.split("\n")
    complete = [line for line in (lines if is_whole else lines[:-1]) if line.strip()]
    if not complete or not _is_object(complete[0]):
        return False
    return sum(not _is_object(line) for line in complete) <= len(complete) * _MOST_DAMAGED


def _is_object(line: str) -> bool:
    try:
        return bool(line.lstrip().startswith("{") and json.loads(line))
    except (ValueError, RecursionError):
        return False


def _document(text: str) -> tuple[Shape | None, bool]:
    """Return what a text is that is JSON up to its end, and whether it is cut off there."""
    position = _blanks(text, 0)
    values = 0
    shape: Shape | None = None
    while position < len(text):
        try:
            value, position = _Decoder.raw_decode(text, position)
        except RecursionError:
            return None, False
        except json.JSONDecodeError as error:
            is_cut = error.pos >= len(text) - _NEAR_END or error.msg.startswith("Unterminated string")
            if not is_cut or (not values and _BEGINS.match(text) is None):
                return None, False
            return shape or ("array" if text.lstrip().startswith("[") else "object"), True
        if not isinstance(value, dict | list):
            return None, False
        if not values:
            shape = _shape_of(value)
            if shape is None:
                return None, False
        else:
            shape = "object"  # several documents, one after the other
        values += 1
        position = _blanks(text, position)
    return shape, False


def _shape_of(value: object) -> Shape | None:
    if isinstance(value, dict):
        return "object" if value else None
    assert isinstance(value, list)
    return "array" if any(isinstance(one, str) or (isinstance(one, dict) and one) for one in value) else None


def _blanks(text: str, position: int) -> int:
    found = _BLANKS.match(text, position)
    return found.end() if found else position
