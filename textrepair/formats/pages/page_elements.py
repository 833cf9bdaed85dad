"""The elements of PAGE that have a text: what they say, and how they are written with another text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from textrepair.formats.pages.letters import letters_kept
from textrepair.formats.pages.markup import (
    Markup,
    Splice,
    Tag,
    attribute,
    blank_before,
    escaped,
    local_name,
    said,
    spliced,
    with_attributes,
)
from textrepair.formats.pages.page_coords import coords_with
from textrepair.formats.pages.page_custom import moved, quoted
from textrepair.formats.pages.page_text import normal
from textrepair.memory import cached_property

__all__ = ["Elements", "Letter", "index_of"]

_NAMES = ("Page", "TextRegion", "TextLine", "Word", "Glyph", "Coords", "TextEquiv", "PlainText", "Unicode")
_MARKS = ("¬", "\u00ad")
# The version since which an element may have several readings.
_SEVERAL_SINCE = 2016
# The version since which an element may have the attribute custom.
_CUSTOM_SINCE = 2013
_HYPHENS = (*_MARKS, "-", "\u2010", "=", "⸗")

# A comment must not have two hyphens in a row.
_HYPHEN_QUOTED = "\\u002D"

# A Glyph that stays, and the text that it gets.
Letter = tuple[Any, str]


class Elements:
    """The elements of a file.

    Args:
        markup: the file.
        prefix: its namespace in braces; empty if it has none.
        year: of the version of PAGE.
    """

    def __init__(self, markup: Markup, prefix: str, year: int) -> None:
        self._markup = markup
        self._prefix = prefix
        self._year = year

    def equivalents(self, element: Any) -> list[Any]:
        """Return what an element is said to read, the likeliest first."""
        found = list(element.iterchildren(f"{self._prefix}TextEquiv"))
        if len(found) > 1:
            found.sort(key=index_of)
        return found

    def raw(self, element: Any) -> str:
        """Return what an element is said to read, with its white space."""
        return next(map(self.unicode_of, self.equivalents(element)), "")

    def unicode_of(self, equivalent: Any) -> str:
        """Return one of the readings of an element, with its white space."""
        unicode = next(equivalent.iterchildren(f"{self._prefix}Unicode"), None)
        return "" if unicode is None else str(unicode.text or "")

    def text_of(self, element: Any) -> str:
        """Return what an element is said to read, with one space wherever there is white space."""
        text = self.raw(element)
        return normal(text) if not text.isprintable() or " " in text else text

    def read_as(self, equivalent: Any) -> str:
        """Return what one of the readings of an element is."""
        return normal(self.unicode_of(equivalent))

    @cached_property
    def tags(self) -> dict[Any, Tag]:
        """The start tag of each element.

        Raises:
            InputError: they are not those that the tree has.
        """
        markup = self._markup
        tags = markup.tags(_NAMES)
        elements = list(markup.root.iter(*(self._prefix + name for name in _NAMES)))
        told = [
            (tag.name, attribute(source := markup.source[tag.start : tag.end], "id"), attribute(source, "points"))
            for tag in tags
        ]
        if told != [(local_name(one), one.get("id"), one.get("points")) for one in elements]:
            raise markup.refusal("elements")
        for tag, element in zip(tags, elements, strict=True):
            if tag.name not in ("Unicode", "PlainText"):
                continue
            if said(markup.source[tag.end : tag.content_end]).replace("\r", "\n") != (element.text or ""):
                raise markup.refusal("texts")
        return dict(zip(elements, tags, strict=True))

    def letters_of(self, words: Sequence[Any], tokens: Sequence[str]) -> list[list[Letter]]:
        """Return for each word that takes the place of some the Glyphs that stay in it, with the texts that they get.

        Glyphs stay only where those of a word spell it.
        """
        texts: list[str] = []
        glyphs: list[Any] = []
        for word in words:
            of_word = [*word.iterchildren(f"{self._prefix}Glyph")]
            spelt = [self.text_of(glyph) for glyph in of_word]
            word_text = self.text_of(word)
            whole = all(spelt) and "".join("".join(spelt).split()) == "".join(word_text.split())
            texts += spelt if whole else [word_text]
            glyphs += of_word if whole else [None]
        return [
            [(glyphs[one.number], one.text) for one in kept if glyphs[one.number] is not None]
            for kept in letters_kept(texts, tokens)
        ]

    def with_text(self, equivalent: Any, text: str) -> list[Splice]:
        """Return what makes a reading say another text, in plain letters too if it has them."""
        markup, tags = self._markup, self.tags
        was = normal(self.unicode_of(equivalent))
        found = []
        for element in equivalent.iterchildren(f"{self._prefix}PlainText", f"{self._prefix}Unicode"):
            told = normal(element.text or "")
            plain = local_name(element) == "PlainText"
            if plain and not told:
                continue
            new = unicodedata.normalize("NFKC", text) if plain and told != was else text
            at = tags[element]
            begin = markup.source[at.start : at.end]
            if begin.endswith("/>"):
                name = begin[1:-2].split()[0]
                found.append(Splice(at.start, at.element_end, f"{begin[:-2].rstrip()}>{escaped(new)}</{name}>"))
            else:
                found.append(Splice(at.end, at.content_end, escaped(new)))
        return found

    def _glyph(self, glyph: Any, text: str) -> str:
        """Write a Glyph with a text."""
        tag = self.tags[glyph]
        source = self._markup.source[tag.start : tag.element_end]
        if text == self.text_of(glyph):
            return source
        best = self.equivalents(glyph)[0]
        at = self.tags[best]
        begin = self._markup.source[at.start : at.end]
        made = [Splice(at.start, at.end, with_attributes(begin, {"conf": None})), *self.with_text(best, text)]
        return spliced(source, sorted(_shifted(one, -tag.start) for one in made))[0]

    def _glyph_splices(self, element: Any, letters: Sequence[Letter]) -> Iterator[Splice]:
        """Yield what leaves these Glyphs and no others in a word; some of them may come from other words."""
        own = [*element.iterchildren(f"{self._prefix}Glyph")]
        left = dict(letters)
        for glyph in own:
            at = self.tags[glyph]
            yield Splice(
                at.start,
                at.element_end,
                self._glyph(glyph, left[glyph]) if glyph in left else "",
            )
        others = [one for one in letters if one[0].getparent() is not element]
        if others:
            before = next(iter(own[::-1] or [*element.iterchildren(f"{self._prefix}Coords")]), None)
            at = self.tags[element if before is None else before]
            place = at.end if before is None else at.element_end
            yield Splice(place, place, "".join(self._gap(glyph) + self._glyph(glyph, text) for glyph, text in others))

    def _gap(self, element: Any) -> str:
        """Return the white space before an element."""
        return blank_before(self._markup.source, self.tags[element].start)

    def written(
        self,
        element: Any,
        text: str,
        where: list[tuple[int, int]] | None,
        identity: str | None,
        original: str | None,
        letters: Sequence[Letter] = (),
    ) -> str:
        """Write an element with another text.

        Args:
            element: a word, or a line or region whose text is its own.
            text: the text.
            where: its new outline; None: that which it has.
            identity: its new ID; None: that which it has.
            original: its old text, if it is to be kept beside the new one.
            letters: the Glyphs that stay, with their texts.
        """
        markup, tag = self._markup, self.tags[element]
        old = self.text_of(element)
        # A hyphen that becomes another sign does not make another word.
        same = text.rstrip("".join(_MARKS)) in (old, old.rstrip("".join(_HYPHENS)))
        if same:
            original = None
        splices = [self._start_tag(element, text, identity, original, same=same)]
        for coords in element.iterchildren(f"{self._prefix}Coords") if where is not None else ():
            splices.append(coords_with(markup, coords, self.tags[coords], where or (), year=self._year))
        if not same or where is not None:
            splices += self._glyph_splices(element, letters)
        if not text:
            # The words of a line without a text would be read as its text.
            for word in element.iterchildren(f"{self._prefix}Word"):
                for equivalent in self.equivalents(word):
                    splices += self.with_text(equivalent, "")
        if original is not None and self._year >= _SEVERAL_SINCE:
            splices += self._readings_with_original(element, text, original)
        else:
            splices += self._new_reading(element, text, same=same, others_go=where is not None)
        local = sorted(_shifted(one, -tag.start) for one in splices)
        return spliced(markup.source[tag.start : tag.element_end], local)[0]

    def _start_tag(self, element: Any, text: str, identity: str | None, original: str | None, *, same: bool) -> Splice:
        """Write the start tag of an element with another text.

        Args:
            element: the element.
            text: its new text.
            identity: its new ID; None: that which it has.
            original: its old text, if it is to be kept. A version of PAGE without ``custom`` keeps it in a comment
                behind the tag.
            same: whether the element remains the same word.
        """
        tag = self.tags[element]
        begin = self._markup.source[tag.start : tag.end]
        values: dict[str, str | None] = {}
        custom = attribute(begin, "custom") or ""
        new_custom = f"{moved(custom, self.raw(element), text)}{self._custom_tag(element, original, same=same)}".strip()
        if new_custom != custom:
            values["custom"] = new_custom
        if identity is not None:
            values["id"] = identity
        remark = ""
        if original is not None and self._year < _CUSTOM_SINCE:
            remark = f"<!-- textrepair original: {quoted(original).replace('-', _HYPHEN_QUOTED)} -->"
        return Splice(tag.start, tag.end, with_attributes(begin, values) + remark)

    def _custom_tag(self, element: Any, original: str | None, *, same: bool) -> str:
        """Return the tag that ``custom`` gets: the confidence that no longer holds, and where the old text stands."""
        if self._year < _CUSTOM_SINCE:
            return ""
        properties = []
        confidence = self.equivalents(element)[0].get("conf")
        if confidence is not None and not same:
            properties.append(f"superseded-conf:{confidence};")
        if original is not None:
            several = self._year >= _SEVERAL_SINCE
            properties.append("original-index:1;" if several else f"original:{quoted(original)};")
        return f" textrepair {{{' '.join(properties)}}}" if properties else ""

    def _readings_with_original(self, element: Any, text: str, original: str) -> list[Splice]:
        """Return what puts the new text before all readings of an element, the first of which gets its old text."""
        source, equivalents = self._markup.source, self.equivalents(element)
        holder = self.tags[equivalents[0]]
        prefix = source[holder.start + 1 : holder.end].partition("TextEquiv")[0]
        new = f'<{prefix}TextEquiv index="0"><{prefix}Unicode>{escaped(text)}</{prefix}Unicode></{prefix}TextEquiv>'
        found = self.with_text(equivalents[0], original)
        for k, equivalent in enumerate(equivalents, 1):
            at = self.tags[equivalent]
            begin = with_attributes(source[at.start : at.end], {"index": str(k)})
            before = new + blank_before(source, at.start) if k == 1 else ""
            found.append(Splice(at.start, at.end, before + begin))
        return found

    def _new_reading(self, element: Any, text: str, *, same: bool, others_go: bool) -> list[Splice]:
        """Return what gives the likeliest reading of an element the new text.

        Args:
            element: the element.
            text: its new text.
            same: whether it remains the same word, so that its confidence holds.
            others_go: whether its other readings are removed.
        """
        best, *others = self.equivalents(element)
        found = self.with_text(best, text)
        for other in others if others_go else ():
            at = self.tags[other]
            found.append(Splice(at.start, at.element_end, ""))
        if not same:
            at = self.tags[best]
            begin = self._markup.source[at.start : at.end]
            found.append(Splice(at.start, at.end, with_attributes(begin, {"conf": None})))
        return found


def _shifted(splice: Splice, by: int) -> Splice:
    """Return a replacement in a part of a source."""
    return splice._replace(start=splice.start + by, end=splice.end + by)


def index_of(element: Any) -> int:
    """Return the place of an element among those of its kind."""
    index = element.get("index")
    return int(index) if index is not None and index.isdecimal() and len(index) <= 9 else 0
