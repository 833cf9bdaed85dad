"""Reading a large file block by block, so that memory does not grow with the file.

A file of up to four million bytes is one block. A larger one is cut into blocks of about half a million code points
where a page or a paragraph ends. Each is a document of its own, with a profile of its own: it takes some ten thousand
characters to tell what an engine does, and a large file is often made of several books.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from textrepair.errors import InputError
from textrepair.files.atomic import reason_of
from textrepair.formats.plain import decode, marked_codec, not_decoded, not_written_back
from textrepair.plain_text import PlainText

__all__ = ["BLOCK", "WHOLE", "read_blocks"]

WHOLE = 4_000_000
"""So many bytes at the most are one block."""

BLOCK = 500_000
"""Code points of a block of a larger file: not less, but for the last, and up to a quarter more."""

_LINE_END = r"(?:\r\n?|\n)"
# Where to cut, the best place first: after a sentence that ends a page or paragraph, after either, after a sentence
# at the end of a line, after a line, after a word.
_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[.!?…»”\"][^\S\r\n\f]*(?:{_LINE_END}?\f|{_LINE_END}[ \t]*{_LINE_END})",
        rf"\f|{_LINE_END}[ \t]*{_LINE_END}",
        rf"[.!?…»”\"][ \t]*{_LINE_END}",
        _LINE_END,
        r"\s",
    )
)
_PIECE = 1 << 20


def read_blocks(stream: BinaryIO, encoding: str, name: str) -> Iterator[PlainText]:
    """Yield the blocks of a file; put together, they are the file. At least one, if an empty one.

    What cannot be decoded is found before the first block is yielded.

    Args:
        stream: the file, open at its start; one that cannot be read twice, such as a pipe, is kept in a temporary
            file if it is large.
        encoding: a codec's name, or ``auto``.
        name: what messages call the file.

    Raises:
        InputError: the file cannot be read.
        UndecodableError: as for :func:`textrepair.formats.plain.decode`.
    """
    head = _read(stream, WHOLE + 1, name)
    if len(head) <= WHOLE:
        yield decode(head, encoding, name)
        return
    if stream.seekable():
        yield from _cut_up(stream, head, encoding, name)
        return
    with TemporaryFile() as kept:
        kept.write(head)
        while piece := _read(stream, _PIECE, name):
            kept.write(piece)
        yield from _cut_up(cast(BinaryIO, kept), head, encoding, name)


def _cut_up(stream: BinaryIO, head: bytes, encoding: str, name: str) -> Iterator[PlainText]:
    candidates = marked_codec(head, encoding, name)
    mark, codec = next(candidates)
    while (error := _objection(stream, len(mark), codec, name)) is not None:
        # Only a file whose encoding is to be detected may be in another.
        mark, codec = next(candidates, (b"", ""))
        if not codec:
            raise error
    stream.seek(len(mark))
    start = 0
    text = ""
    for piece in _decoded(stream, codec, name):
        text += piece
        while len(text) >= 2 * BLOCK:
            end = _place_to_cut(text)
            yield PlainText(text[:end], codec, b"" if start else mark, name, start)
            start += end
            text = text[end:]
    yield PlainText(text, codec, b"" if start else mark, name, start)


def _place_to_cut(text: str) -> int:
    farthest = BLOCK + BLOCK // 4
    found = (pattern.search(text, BLOCK, farthest) for pattern in _PLACES)
    end = next((match.end() for match in found if match), farthest)
    # The two characters of one line end may lie on both sides of the farthest place.
    return end + 1 if text[end - 1] == "\r" and text[end] == "\n" else end


def _read(stream: BinaryIO, size: int, name: str) -> bytes:
    try:
        return stream.read(size)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {reason_of(error)}") from error


def _decoded(stream: BinaryIO, codec: str, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    while piece := _read(stream, _PIECE, name):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _objection(stream: BinaryIO, start: int, codec: str, name: str) -> InputError | None:
    """Read the whole file once, and say why it is not text in an encoding."""
    stream.seek(start)
    decoder = codecs.getincrementaldecoder(codec)()
    offset, lines = start, 0
    given, written = hashlib.sha256(), hashlib.sha256()
    while True:
        piece = _read(stream, _PIECE, name)
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeError as error:
            # What was pending from the piece before holds no line feed.
            return not_decoded(name, codec, error, offset - pending, lines)
        if codec != "utf-8":
            given.update(piece)
            try:
                written.update(text.encode(codec))
            except UnicodeError:
                return not_written_back(name, codec)
        if not piece:
            break
        offset += len(piece)
        lines += piece.count(b"\n")
    return None if given.digest() == written.digest() else not_written_back(name, codec)
