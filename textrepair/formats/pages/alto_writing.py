"""Strings of ALTO with other texts: the elements that take the place of the words of one change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textrepair.formats.pages.alto_boxes import box_in, cut_off, divided, geometry, is_whole
from textrepair.formats.pages.alto_glyphs import Glyph, Glyphs
from textrepair.formats.pages.alto_reading import HYPHENS
from textrepair.formats.pages.boxes import Box, hull, shares
from textrepair.formats.pages.letters import parts_by_letters
from textrepair.formats.pages.markup import (
    Markup,
    NewIds,
    Splice,
    Tag,
    attribute,
    blank_before,
    escaped,
    with_attributes,
)
from textrepair.formats.pages.markup_tags import blanked
from textrepair.formats.pages.page_changes import Change
from textrepair.formats.pages.page_text import PageText
from textrepair.formats.pages.provenance import ORIGINAL

__all__ = ["StringWriter"]

_SOFT_HYPHEN = "\u00ad"
# An element without content and the white space before it. Possessive: what is read is not read again.
_EMPTY = (
    r"\s*+<(?:[\w.-]++:)?+{0}(?=[\s/>])(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+(?:(?<=/)>|>\s*+</(?:[\w.-]++:)?+{0}\s*+>)"
)
_SP = re.compile(_EMPTY.format("SP"))
_HYP = re.compile(rf"(?:{_SP.pattern})*+{_EMPTY.format('HYP')}")
_LINE_ENDS = re.compile(r"\s*</(?:[\w.-]+:)?TextLine\s*>")
_CHILD = re.compile(r"<(?:[\w.-]+:)?(Shape|ALTERNATIVE|Glyph)(?=[\s/>])[^>]*>")


class _Old(NamedTuple):
    """The Strings that a change replaces.

    Attributes:
        tags: their start tags; at least one.
        begin: the source of the first start tag; the new Strings are written like it.
        contents: their CONTENT.
    """

    tags: list[Tag]
    begin: str
    contents: list[str]


class _New(NamedTuple):
    """What takes the place of the Strings of a change.

    Attributes:
        contents: the CONTENT of each new String; at least one.
        hyphen: the CONTENT of the HYP that follows them; None: none follows.
        end: the offset in the source at which the replaced part ends.
    """

    contents: list[str]
    hyphen: str | None
    end: int


class _Boxes(NamedTuple):
    """Where the new elements stand.

    Attributes:
        strings: for each new String; empty if the file does not say where the old ones stand.
        hyphen: the box of the HYP.
    """

    strings: list[Box]
    hyphen: Box | None = None


@dataclass(frozen=True)
class StringWriter:
    """Writes the Strings of a file anew where a change touches them.

    Attributes:
        markup: the file.
        page: its words.
        tags: for each word, the start tag of its String.
        hyphens: by the number of a word, the hyphen of the HYP that follows it.
        glyphs: the Glyphs of the file.
        ids: makes the IDs of further Strings.
        keep_original: whether each changed String keeps its old CONTENT as an ALTERNATIVE.
    """

    markup: Markup
    page: PageText
    tags: Sequence[Tag]
    hyphens: Mapping[int, str]
    glyphs: Glyphs
    ids: NewIds
    keep_original: bool

    def splice(self, change: Change, *, empties_line: bool) -> Splice:
        """Return the replacement in the source that a change asks for.

        Args:
            change: at least one word and what becomes of it.
            empties_line: the line loses its last words: it keeps an empty String, as a line without one is invalid.
        """
        source = self.markup.source
        tags = [self.tags[k] for k in range(change.first, change.last)]
        first = tags[0]
        contents = [attribute(source[tag.start : tag.end], "CONTENT") or "" for tag in tags]
        old = _Old(tags, source[first.start : first.end], contents)
        if not change.tokens and not self.keep_original and not empties_line:
            return self._removal(change, old)
        new = self._contents(change, old)
        letters = self.glyphs.kept(tags, new.contents)
        boxes = self._boxes(old, new, letters)
        attributes = self._attributes(change, old, new, boxes)
        return Splice(first.start, new.end, self._written(old, new, boxes, attributes, letters))

    def _removal(self, change: Change, old: _Old) -> Splice:
        """Return what removes Strings, with the HYP or the SP that follows them."""
        end = old.tags[-1].element_end
        plain = self.markup.plain
        after = _HYP.match(plain, end) if change.last - 1 in self.hyphens else _SP.match(plain, end)
        return Splice(old.tags[0].start, after.end() if after else end, "")

    def _contents(self, change: Change, old: _Old) -> _New:
        """Decide the CONTENT of each new String, and how the last one says whether its word goes on."""
        contents = list(change.tokens) or [""]
        end = old.tags[-1].element_end
        if change.after is not None:
            contents[-1], hyphen = self._hyphenated(change, old, contents[-1], is_one=len(contents) == 1)
            return _New(contents, hyphen, end)
        sign = self.hyphens.get(change.last - 1)
        if sign is None:
            return _New(contents, None, end)
        last = contents[-1]
        if last.endswith(sign) and last != sign and not self.page.joined(change.last - 1):
            contents[-1] = last.removesuffix(sign)  # The HYP stays, and says the hyphen.
        elif gone := _HYP.match(self.markup.plain, end):
            end = gone.end()
        return _New(contents, None, end)

    def _hyphenated(self, change: Change, old: _Old, text: str, *, is_one: bool) -> tuple[str, str | None]:
        """Return the CONTENT of a String whose word goes on in the next line, and that of a new HYP behind it.

        Args:
            change: what becomes of the words.
            old: the Strings that it replaces.
            text: the last of its tokens.
            is_one: it is the only one.
        """
        was = old.contents[-1]
        if (sign := self.hyphens.get(change.last - 1)) is not None:
            # The HYP says the hyphen of a compound as well, whatever its sign.
            return text.removesuffix(sign).removesuffix("-") or text, None
        if " " in was:
            return text + _SOFT_HYPHEN, None
        if not was.endswith(HYPHENS) or text.endswith(HYPHENS):
            return text, None
        if self._is_line(change.last) or (is_one and change.before is not None):
            # SUBS_TYPE cannot say it here (see _subs_type): a soft hyphen does.
            return text + _SOFT_HYPHEN, None
        # A HYP must be the last element of its line.
        if _LINE_ENDS.match(self.markup.plain, old.tags[-1].element_end):
            return text, was[-1]
        return text + was[-1], None

    def _boxes(self, old: _Old, new: _New, letters: Sequence[Sequence[Glyph]]) -> _Boxes:
        """Divide the place of the old Strings between the new ones and the HYP behind them."""
        source = self.markup.source
        whole = hull([box_in(source[tag.start : tag.end]) for tag in old.tags])
        if whole is None:
            return _Boxes([])
        contents = new.contents
        parts = contents if new.hyphen is None else [*contents[:-1], contents[-1] + new.hyphen]
        places = [[(glyph.letter, glyph.box) for glyph in of_string] for of_string in letters]
        in_whole_numbers = is_whole(old.begin)
        boxes = divided(whole, parts_by_letters(parts, places, whole) or shares(parts), in_whole_numbers)
        if not boxes or new.hyphen is None:
            return _Boxes(boxes)
        string, hyphen = cut_off(boxes[-1], contents[-1], new.hyphen, in_whole_numbers)
        return _Boxes([*boxes[:-1], string], hyphen)

    def _attributes(self, change: Change, old: _Old, new: _New, boxes: _Boxes) -> list[dict[str, str | None]]:
        """Return the attributes of each new String that differ from those of the first old one; None: it has it not."""
        contents, hyphen = new.contents, new.hyphen
        values: list[dict[str, str | None]] = [{"CONTENT": text} for text in contents]
        is_one = len(contents) == len(old.contents) == 1
        if boxes.strings and not (is_one and hyphen is None):
            for value, box in zip(values, boxes.strings, strict=True):
                value |= geometry(box)
        if contents != old.contents and not (is_one and hyphen is not None and contents[0] + hyphen == old.contents[0]):
            for value in values:
                value |= {"WC": None, "CC": None}
        elif hyphen is not None:
            values[0]["CC"] = None  # It has a figure for the hyphen too, which the String has no more.
        if "SUBS_TYPE" in old.begin and "Hyp" in old.begin:
            for value in values:
                value |= {"SUBS_TYPE": None, "SUBS_CONTENT": None}
        before, after = self._subs_contents(change, old, is_one=len(contents) == 1)
        if before is not None:
            values[0] |= {"SUBS_TYPE": "HypPart2", "SUBS_CONTENT": before}
        if after is not None:
            values[-1] |= {"SUBS_TYPE": "HypPart1", "SUBS_CONTENT": after}
        return values

    def _subs_contents(self, change: Change, old: _Old, *, is_one: bool) -> tuple[str | None, str | None]:
        """Return the whole words that the first String ends and the last one begins, where SUBS_TYPE can say so.

        SUBS_TYPE joins words of two lines. It cannot join a line that is one String to its producer, nor say of one
        String that it is the end of a word and the beginning of another: there a soft hyphen does.
        """
        before = None if " " in old.contents[0] or self._is_line(change.first - 1) else change.before
        is_middle = is_one and change.before is not None
        after = None if " " in old.contents[-1] or self._is_line(change.last) or is_middle else change.after
        return before, after

    def _is_line(self, k: int) -> bool:
        """Whether the String of a word is a whole line to its producer; not so if there is no such word."""
        if not 0 <= k < len(self.tags):
            return False
        tag = self.tags[k]
        return " " in (attribute(self.markup.source[tag.start : tag.end], "CONTENT") or "")

    def _written(
        self,
        old: _Old,
        new: _New,
        boxes: _Boxes,
        attributes: Sequence[dict[str, str | None]],
        letters: Sequence[Sequence[Glyph]],
    ) -> str:
        """Write the new Strings, an SP between each two, and the HYP behind them."""
        begin, first = old.begin, old.tags[0]
        same = new.contents == old.contents
        is_one = len(new.contents) == len(old.tags) == 1
        indent = _indent(self.markup.source, first.start)
        identity = attribute(begin, "ID")
        pieces: list[str] = []
        for k, values in enumerate(attributes):
            if k:
                pieces += [indent, _space(begin, boxes.strings[k - 1 : k + 1]), indent]
                if identity is not None:
                    values["ID"] = self.ids.after(identity)
            if is_one:
                inner = self.glyphs.inner(first, None if same else letters[0])
            else:
                inner = "".join(glyph.source for glyph in letters[k])
            if self.keep_original and not same and k == 0:
                inner = _with_original(begin, inner, " ".join(old.contents))
            pieces.append(_string(with_attributes(begin, values), inner))
        if new.hyphen is not None:
            pieces += [indent, _hyphen(begin, new.hyphen, boxes.hyphen)]
        return "".join(pieces)


def _with_original(begin: str, inner: str, original: str) -> str:
    """Return the content of a String with its old text as an ALTERNATIVE.

    Args:
        begin: the start tag that the String had.
        inner: its content.
        original: its old text.
    """
    prefix = _prefix(begin)
    purpose = ORIGINAL + (f"; WC {confidence}" if (confidence := attribute(begin, "WC")) else "")
    opening = with_attributes(f"<{prefix}ALTERNATIVE>", {"PURPOSE": purpose})
    # The schema wants it after the Shape and before the other ALTERNATIVEs and the Glyphs.
    children = _CHILD.finditer(blanked(inner, is_html=False))
    follower = next((child for child in children if child[1] != "Shape"), None)
    at = follower.start() if follower else len(inner.rstrip())
    return f"{inner[:at]}{opening}{escaped(original)}</{prefix}ALTERNATIVE>{inner[at:]}"


def _string(begin: str, inner: str) -> str:
    """Write a String with its content."""
    prefix = _prefix(begin)
    if not inner.strip():
        return begin if begin.endswith("/>") else f"{begin}{inner}</{prefix}String>"
    if begin.endswith("/>"):
        begin = begin[:-2].rstrip() + ">"
    return f"{begin}{inner}</{prefix}String>"


def _space(begin: str, boxes: Sequence[Box]) -> str:
    """Write the SP between two Strings; `boxes` is empty if the file does not say where they stand."""
    values: dict[str, str | None] = {}
    if boxes:
        left, right = boxes
        gap = Box(left.right, left.top, max(right.left, left.right), left.bottom)
        values = {name: geometry(gap)[name] for name in ("WIDTH", "HPOS", "VPOS")}
    return with_attributes(f"<{_prefix(begin)}SP/>", values)


def _hyphen(begin: str, text: str, box: Box | None) -> str:
    """Write a HYP."""
    values: dict[str, str | None] = {"CONTENT": text}
    if box is not None:
        values |= {name: geometry(box)[name] for name in ("WIDTH", "HPOS", "VPOS")}
    return with_attributes(f"<{_prefix(begin)}HYP/>", values)


def _prefix(begin: str) -> str:
    """Return the namespace prefix of a start tag, with its colon; empty if it has none."""
    name = re.match(r"<([\w.-]+:)?", begin)
    return (name[1] or "") if name else ""


def _indent(source: str, start: int) -> str:
    """Return the white space before an element; nothing if text stands before it."""
    blank = blank_before(source, start)
    return blank if source.endswith(">", 0, start - len(blank)) else ""
