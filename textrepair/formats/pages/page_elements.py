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
# Before that a word has but one reading.
_SEVERAL_SINCE = 2016
# Before that nothing but a comment can say more about a word.
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
            original: what stood there before and is to be kept beside it.
            letters: the Glyphs that stay, with their texts.
        """
        markup, tags = self._markup, self.tags
        tag = tags[element]
        begin = markup.source[tag.start : tag.end]
        was = self.text_of(element)
        # A hyphen that becomes another sign does not make another word.
        same = text.rstrip("".join(_MARKS)) in (was, was.rstrip("".join(_HYPHENS)))
        equivalents = self.equivalents(element)
        best = equivalents[0]
        values: dict[str, str | None] = {}
        confidence = best.get("conf")
        told = [f"superseded-conf:{confidence};"] if confidence is not None and not same else []
        if same:
            original = None
        remark = ""
        if original is not None and self._year < _CUSTOM_SINCE:
            remark = f"<!-- textrepair original: {quoted(original).replace('-', _HYPHEN_QUOTED)} -->"
            original = None
        elif original is not None and self._year < _SEVERAL_SINCE:
            told.append(f"original:{quoted(original)};")
            original = None
        elif original is not None:
            told.append("original-index:1;")
        custom = attribute(begin, "custom") or ""
        if self._year < _CUSTOM_SINCE:
            told = []
        if told or custom:
            account = f" textrepair {{{' '.join(told)}}}" if told else ""
            values["custom"] = f"{moved(custom, self.raw(element), text)}{account}".strip()
            if values["custom"] == custom:
                del values["custom"]
        if identity is not None:
            values["id"] = identity
        splices = [Splice(tag.start, tag.end, with_attributes(begin, values) + remark)]
        for coords in element.iterchildren(f"{self._prefix}Coords") if where is not None else ():
            splices.append(coords_with(markup, coords, tags[coords], where or (), year=self._year))
        if not same or where is not None:
            splices += self._glyph_splices(element, letters)
        content = self.with_text(best, text)
        if not text:
            # A line without a text would say again what the words below it say.
            for word in element.iterchildren(f"{self._prefix}Word"):
                for equivalent in self.equivalents(word):
                    splices += self.with_text(equivalent, "")
        holder = tags[best]
        if original is not None:
            prefix = markup.source[holder.start + 1 : holder.end].partition("TextEquiv")[0]
            new = f'<{prefix}TextEquiv index="0"><{prefix}Unicode>{escaped(text)}</{prefix}Unicode></{prefix}TextEquiv>'
            for k, equivalent in enumerate(equivalents, 1):
                at = tags[equivalent]
                again = with_attributes(markup.source[at.start : at.end], {"index": str(k)})
                if k == 1:
                    again = new + blank_before(markup.source, at.start) + again
                    splices += self.with_text(best, original)
                splices.append(Splice(at.start, at.end, again))
        else:
            splices += content
            for other in equivalents[1:] if where is not None else ():
                at = tags[other]
                splices.append(Splice(at.start, at.element_end, ""))
            if not same:
                begin = markup.source[holder.start : holder.end]
                splices.append(Splice(holder.start, holder.end, with_attributes(begin, {"conf": None})))
        local = sorted(_shifted(one, -tag.start) for one in splices)
        return spliced(markup.source[tag.start : tag.element_end], local)[0]


def _shifted(splice: Splice, by: int) -> Splice:
    """Return a replacement in a part of a source."""
    return splice._replace(start=splice.start + by, end=splice.end + by)


def index_of(element: Any) -> int:
    """Return the place of an element among those of its kind."""
    index = element.get("index")
    return int(index) if index is not None and index.isdecimal() and len(index) <= 9 else 0
