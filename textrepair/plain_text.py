"""A text as it stands in its file: its line ends, its encoding, and its byte-order mark.

The repairers see line feeds only; the edits come back in offsets of the file as it stands, where CR LF counts as two
code points and the byte-order mark as none.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import chain, repeat

from textrepair.alternatives import Said
from textrepair.edits import Edit, Patch
from textrepair.errors import OutputError
from textrepair.memory import cached_property

__all__ = ["PlainText"]

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class PlainText:
    """The text of a file with what it takes to write it back.

    Attributes:
        source: the text as it stands, line ends included, without the byte-order mark.
        encoding: the codec that it is written back in.
        mark: the byte-order mark that the file began with; empty if none.
        name: what messages call the file.
        start: where in the file the text stands, in code points, if it is but a block of it.
        is_converted: ``encoding`` is not the one that the file was read in, so it may lack or alter characters.
        said: what the file says of words of ``text``: what else they may be, and in which language they are.
    """

    source: str
    encoding: str = "utf-8"
    mark: bytes = b""
    name: str = "-"
    start: int = 0
    is_converted: bool = field(default=False, repr=False)
    said: tuple[Said, ...] = field(default=(), repr=False)

    @cached_property
    def text(self) -> str:
        r"""The text with every line end as a line feed: what a chain is to be given.

        >>> PlainText("un\r\ndeux\rtrois\n").text
        'un\ndeux\ntrois\n'
        """
        if "\r" not in self.source:
            return self.source
        return self.source.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _shortened(self) -> array[int]:
        """Offsets in ``text`` of the line feeds that stand for CR LF, eight bytes each."""
        if "\r\n" not in self.source:
            return array("q")
        return array("q", (found.start() - i for i, found in enumerate(re.finditer("\r\n", self.source))))

    def offset(self, position: int) -> int:
        r"""Return where in ``source`` an offset of ``text`` lies, in code points.

        >>> PlainText("un\r\ndeux").offset(3)
        4
        """
        return position + bisect_left(self._shortened, position)

    def position(self, offset: int) -> int:
        r"""Return where in ``text`` an offset of ``source`` lies, in code points.

        >>> PlainText("un\r\ndeux").position(4)
        3
        """
        return offset - self.source.count("\r\n", 0, offset)

    def in_source(self, patch: Patch) -> Patch:
        r"""Return a patch against ``text`` as one against ``source``.

        The line feeds that an edit writes become the line ends that stood where it was made: the first
        the first, and so on; further ones are like the last. Where none stood, they are like the first of
        the file.

        >>> plain = PlainText("exem-\r\nple\r\n")
        >>> plain.in_source(Patch([Edit(4, 10, "ple\n", "hyphenation")])).apply(plain.source)
        'exemple\r\n'
        """
        if "\r" not in self.source:
            return patch
        return Patch(map(self.edit_in_source, patch))

    def edit_in_source(self, edit: Edit) -> Edit:
        r"""Return an edit of ``text`` as one of ``source``, as :meth:`in_source` does for all edits of a patch.

        >>> PlainText("un\r\ndeux").edit_in_source(Edit(3, 7, "trois", "by-hand")).start
        4
        """
        if "\r" not in self.source:
            return edit
        start, end = self.offset(edit.start), self.offset(edit.end)
        replacement = edit.replacement
        if "\n" in replacement:
            ends = _LINE_END.findall(self.source, start, end) or [self._usual_line_end]
            first, *lines = replacement.split("\n")
            replacement = first + "".join(
                line_end + line for line_end, line in zip(chain(ends, repeat(ends[-1])), lines, strict=False)
            )
        return edit._replace(start=start, end=end, replacement=replacement)

    @property
    def _usual_line_end(self) -> str:
        found = _LINE_END.search(self.source)
        return found.group() if found else "\n"

    def encode(self, text: str) -> bytes:
        """Return the bytes to write for a text: the mark, then the text in the encoding.

        Raises:
            OutputError: the encoding lacks a character; the message names the character and its offset.
        """
        try:
            data = text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise self._lacking(text, error.start) from error
        # Some encodings write other characters in the place of one: Shift JIS writes a backslash for ‘¥’.
        if self.is_converted and (back := data.decode(self.encoding, "replace")) != text:
            pairs = enumerate(zip(text, back, strict=False))
            raise self._lacking(text, next((k for k, (one, other) in pairs if one != other), len(text) - 1))
        return self.mark + data

    def _lacking(self, text: str, position: int) -> OutputError:
        character = text[position]
        remedy = (
            "name another --output-encoding, such as utf-8"
            if self.is_converted
            else "write the result in UTF-8 (--output-encoding utf-8)"
        )
        return OutputError(
            f"{self.name}: the repaired text has ‘{character}’ (U+{ord(character):04X}) at offset "
            f"{self.start + position}, which {self.encoding} cannot write; {remedy}"
        )
