"""The Glyphs of ALTO: letters of a String, each with a place, when the String gets another text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from textrepair.formats.pages.alto_boxes import box_in
from textrepair.formats.pages.boxes import Box
from textrepair.formats.pages.letters import letters_kept
from textrepair.formats.pages.markup import Markup, Splice, Tag, attribute, spliced, with_attributes
from textrepair.memory import cached_property

__all__ = ["Glyph", "Glyphs"]


class Glyph(NamedTuple):
    """A Glyph that stays.

    Attributes:
        start, end: where it stands in the file, white space before it included.
        source: how it is written now.
        letter: what it says now.
        box: its place, if the file says it.
    """

    start: int
    end: int
    source: str
    letter: str
    box: Box | None


class Glyphs:
    """The Glyphs of a file.

    Args:
        markup: the file.
    """

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def inner(self, string: Tag, letters: Sequence[Glyph] | None) -> str:
        """Return the children of a String as they stand in the file.

        Args:
            string: its start tag.
            letters: its Glyphs that stay, from :meth:`kept`; None: all stay.
        """
        source = self._markup.source
        inner = source[string.end : string.content_end]
        if letters is None or not inner:
            return inner
        left = {(one.start, one.end): one.source for one in letters}
        made = [
            Splice(start - string.end, stop - string.end, left.get((start, stop), ""))
            for start, stop, _ in self._of(string)
        ]
        return spliced(inner, made)[0]

    def kept(self, strings: Sequence[Tag], tokens: Sequence[str]) -> list[list[Glyph]]:
        """Return for each word that takes the place of some Strings the Glyphs that stay in it, as they then read.

        Glyphs stay only where those of a String spell it. A Glyph holds one character: that of a ligature which is
        opened goes.
        """
        source = self._markup.source
        texts: list[str] = []
        glyphs: list[tuple[int, int, Tag | None]] = []
        for string in strings:
            word = attribute(source[string.start : string.end], "CONTENT") or ""
            of_word = self._of(string)
            spelt = [attribute(source[tag.start : tag.end], "CONTENT") or "" for _, _, tag in of_word]
            if "".join("".join(spelt).split()) == "".join(word.split()):
                texts += spelt
                glyphs += of_word
            else:
                texts.append(word)
                glyphs.append((0, 0, None))
        found: list[list[Glyph]] = []
        for kept in letters_kept(texts, tokens):
            of_token: list[Glyph] = []
            for number, text in kept:
                start, end, tag = glyphs[number]
                if tag is not None and (text == texts[number] or len(text) == 1):
                    begin = source[tag.start : tag.end]
                    if text != texts[number]:
                        begin = with_attributes(begin, {"CONTENT": text, "GC": None})
                    written = source[start : tag.start] + begin + source[tag.end : end]
                    of_token.append(Glyph(start, end, written, text, box_in(begin)))
            found.append(of_token)
        return found

    def _of(self, string: Tag) -> list[tuple[int, int, Tag]]:
        """Return the Glyphs of a String: where each starts, white space before it included, and ends, and its tag."""
        source = self._markup.source
        first = bisect_left(self._tags, string.end, key=attrgetter("start"))
        last = bisect_left(self._tags, string.content_end, key=attrgetter("start"))
        found = []
        position = string.end
        for tag in self._tags[first:last]:
            if tag.start < position:
                continue  # within another Glyph
            before = source[position : tag.start]
            found.append((position + len(before.rstrip()), tag.element_end, tag))
            position = tag.element_end
        return found

    @cached_property
    def _tags(self) -> list[Tag]:
        """The start tags of the Glyphs."""
        return self._markup.tags(["Glyph"]) if "Glyph" in self._markup.source else []
