"""PAGE: a word is a Word with its text in TextEquiv; its line and its region repeat that text.

Where a line says something else than its words, a person corrected it over words that an engine left: the line counts,
and its words stay as they are. A word that goes on in the next line ends in ¬, the custom of those who transcribe.
https://github.com/PRImA-Research-Lab/PAGE-XML
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from textrepair.alternatives import Alternative, differences, odds, of_letters
from textrepair.formats.letters import letters_kept
from textrepair.formats.markup import (
    Markup,
    NewIds,
    Splice,
    Tag,
    attribute,
    content_end,
    escaped,
    local_name,
    number_of,
    said,
    spliced,
    with_attributes,
)
from textrepair.formats.outlines import part, rectangle
from textrepair.formats.page_coords import box_of, coords_with, points_of
from textrepair.formats.page_custom import kept_index, kept_texts, moved, quoted
from textrepair.formats.pages import Change, PageText, Word, follow, join, normal, repeats, shares
from textrepair.formats.provenance import SETTINGS, account, software_version

__all__ = ["PageXml"]

_NAMES = ("Page", "TextRegion", "TextLine", "Word", "Glyph", "Coords", "TextEquiv", "PlainText", "Unicode")
_GOES_ON = "¬"
_MARKS = ("¬", "\u00ad")
# Before that a word has but one reading.
_SEVERAL_SINCE = 2016
# Before that nothing but a comment can say more about a word.
_CUSTOM_SINCE = 2013
_HYPHENS = (*_MARKS, "-", "\u2010", "=", "⸗")

# A comment must not have two hyphens in a row.
_HYPHEN_QUOTED = "\\u002D"

# A Glyph that stays, and the text that it gets.
_Letter = tuple[Any, str]


class PageXml:
    """A file of PAGE.

    Args:
        markup: the file.
    """

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._namespace = markup.root.tag.rpartition("}")[0].removeprefix("{")
        year = re.search(r"(\d{4})-\d\d-\d\d/?$", self._namespace)
        self._year = int(year[1]) if year else 2019
        self._prefix = f"{{{self._namespace}}}" if self._namespace else ""
        # For each word its element: a Word, a TextLine without words or with another text than theirs, or a TextRegion
        # without lines; and which line of the text of its element it is, which says something of regions only.
        self._units: list[Any] = []
        self._rows: list[int] = []
        self._regions: list[Any] = []
        self._several = False  # whether anything is said to read in several ways
        self.page = self._read()

    def _read(self) -> PageText:
        texts: list[str] = []
        gaps: list[str] = []
        lines: list[int] = []
        prefix = self._prefix
        pending = ""
        page = region = None
        said = self._said()
        number = 0
        for line, at_page, at_region in self._lines(said):
            if texts:
                pending = "\n" if at_region is region else "\n\n" if at_page is page else "\n\f"
            page, region = at_page, at_region
            found = [(word, text, 0) for word in line.iterchildren(f"{prefix}Word") if (text := said.get(word))]
            if line is region:
                rows = enumerate(self._raw(line).split("\n"))
                found = [(line, text, row) for row, raw in rows if (text := normal(raw))]
            elif (text := said.get(line)) and not repeats(text, [word for _, word, _ in found]):
                found = [(line, text, 0)]
            for k, (element, text, row) in enumerate(found):
                if texts:
                    gaps.append(pending)
                if line is region:
                    pending = "\n" if k + 1 < len(found) and found[k + 1][2] == row + 1 else "\n\n"
                    number += 1
                else:
                    pending = " "
                texts.append(text)
                lines.append(number)
                self._units.append(element)
                self._rows.append(row)
                self._regions.append(region)
            number += 1
        if texts:
            gaps.append("\n")
        for k in range(len(texts) - 1):
            if texts[k].endswith(_MARKS) and len(texts[k]) > 1 and lines[k] != lines[k + 1]:
                join(texts, gaps, k, texts[k][:-1])
        return PageText(texts, gaps, lines)

    def _said(self) -> dict[Any, str]:
        """Return what every element is said to read: as :meth:`_text` does, in one go."""
        unicode = f"{self._prefix}Unicode"
        said: dict[Any, str] = {}
        ranks: dict[Any, int] = {}
        for equivalent in self._markup.root.iter(f"{self._prefix}TextEquiv"):
            element = equivalent.getparent()
            rank = _index(equivalent)
            if element in ranks:
                self._several = True
                if rank >= ranks[element]:
                    continue
            ranks[element] = rank
            text = ""
            for child in equivalent:
                if child.tag == unicode:
                    text = child.text or ""
                    break
            said[element] = text if text.isprintable() and " " not in text else normal(text)
        return said

    def _lines(self, said: Mapping[Any, str]) -> Iterator[tuple[Any, Any, Any]]:
        """Yield the lines in reading order, each with its page and its region; regions without lines as themselves."""
        ranks: dict[str, int] = {}
        for order in self._markup.root.iter(f"{self._prefix}ReadingOrder"):
            for child in order:
                _rank(child, ranks)
        last = len(ranks)
        found: list[tuple[int, int, Any, Any, Any]] = []
        pages = 0
        page: Any = None
        line_tag, region_tag = f"{self._prefix}TextLine", f"{self._prefix}TextRegion"
        within = (line_tag, region_tag, f"{self._prefix}Word")
        for element in self._markup.root.iter(f"{self._prefix}Page", line_tag, region_tag):
            if local_name(element) == "Page":
                page = element
                pages += 1
                continue
            region = None
            rank = last
            if element.tag == region_tag:
                if not said.get(element) or any(said.get(one) for one in element.iter(within) if one is not element):
                    continue
                region, rank = element, ranks.get(element.get("id") or "", last)
            for above in element.iterancestors():
                region = above if region is None else region
                rank = min(rank, ranks.get(above.get("id") or "", last))
            found.append((pages, rank, element, page, region))
        if ranks:
            found.sort(key=lambda one: one[:2])
        return ((element, page, region) for _, _, element, page, region in found)

    def _equivalents(self, element: Any) -> list[Any]:
        """Return what an element is said to read, the likeliest first."""
        found = list(element.iterchildren(f"{self._prefix}TextEquiv"))
        if len(found) > 1:
            found.sort(key=_index)
        return found

    def _raw(self, element: Any) -> str:
        """Return what an element is said to read, with its white space."""
        return next(map(self._unicode, self._equivalents(element)), "")

    def _unicode(self, equivalent: Any) -> str:
        """Return one of the readings of an element, with its white space."""
        unicode = next(equivalent.iterchildren(f"{self._prefix}Unicode"), None)
        return "" if unicode is None else str(unicode.text or "")

    def _text(self, element: Any) -> str:
        text = self._raw(element)
        return normal(text) if not text.isprintable() or " " in text else text

    def words(self) -> Iterator[Word]:
        """Yield all that the file says about each word."""
        for k, element in enumerate(self._units):
            best, *others = self._equivalents(element)
            yield Word(
                element.get("id") or "",
                self.page.starts[k],
                self.page.ends[k],
                box_of(element, self._prefix),
                number_of(best.get("conf")),
                (
                    *(self._read_as(other) for other in others),
                    *kept_texts(element.get("custom") or ""),
                ),
            )

    def alternatives(self) -> Iterator[Alternative]:
        """Yield what else the engine took words for, and their letters; what stood there before a repair is none."""
        if not self._several:
            return
        by_element: dict[Any, list[Any]] = {}
        for equivalent in self._markup.root.iter(f"{self._prefix}TextEquiv"):
            by_element.setdefault(equivalent.getparent(), []).append(equivalent)
        for k, element in enumerate(self._units):
            equivalents = by_element.get(element, [])
            start, text = self.page.starts[k], self.page.texts[k]
            if len(equivalents) > 1 and element is not self._regions[k]:
                yield from self._instead(element, start, text)
            letters = (
                [(self._read_as(one), number_of(one.get("conf"))) for one in sorted(by_element[glyph], key=_index)]
                for glyph in element.iterchildren(f"{self._prefix}Glyph")
                if glyph in by_element
            )
            yield from of_letters(start, text, letters)

    def _instead(self, element: Any, start: int, text: str) -> Iterator[Alternative]:
        """Yield what else a word, or a line without words, may read."""
        best, *others = self._equivalents(element)
        said = self._read_as(best)
        mark = said[len(text) :]  # that it goes on in the next line
        kept = kept_index(element.get("custom") or "")
        for other in others:
            reading = self._read_as(other)
            if (kept is None or other.get("index") != kept) and said.startswith(text) and reading.endswith(mark):
                cost = odds(number_of(best.get("conf")), number_of(other.get("conf")))
                yield from differences(start, text, reading.removesuffix(mark), cost)

    def _read_as(self, equivalent: Any) -> str:
        """Return what one of the readings of an element is."""
        return normal(self._unicode(equivalent))

    @cached_property
    def _tags(self) -> dict[Any, Tag]:
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
            if tag.name in ("Unicode", "PlainText"):
                end = content_end(markup.plain, tag)[0]
                if said(markup.source[tag.end : end]).replace("\r", "\n") != (element.text or ""):
                    raise markup.refusal("texts")
        return dict(zip(elements, tags, strict=True))

    def splices(self, made: Sequence[Change], *, keep_original: bool) -> list[Splice]:
        """Return what is to be replaced in the source of the file."""
        ids = self._markup.new_ids()
        written = {change: self._written(change) for change in made}
        found: list[Splice] = []
        of_regions: dict[Any, list[Change]] = {}
        for change in made:
            unit = self._units[change.first]
            if unit is self._regions[change.first]:
                of_regions.setdefault(unit, []).append(change)
            elif (one := self._splice(change, written[change], keep_original, ids)) is not None:
                found.append(one)
        for region, changes in of_regions.items():
            found.append(self._region_splice(region, changes, written, keep_original=keep_original))
        found += self._followed(made, written)
        entry = self._entry()
        return [*found, *([entry] if entry else [])]

    def _written(self, change: Change) -> list[str]:
        """Return the texts that take the place of some words, as they are to stand in the file."""
        tokens = list(change.tokens)
        if change.after is not None:
            tokens[-1] += _GOES_ON
        return tokens

    def _splice(self, change: Change, tokens: list[str], keep_original: bool, ids: NewIds) -> Splice | None:
        plain = self._markup.plain
        elements = self._units[change.first : change.last]
        first = self._tags[elements[0]]
        if tokens == [self._text(element) for element in elements]:
            return None  # that it goes on from the line before is said there
        end = content_end(plain, self._tags[elements[-1]])[1]
        before = re.search(r"\s*\Z", plain[max(0, first.start - 200) : first.start])
        gap = before.group() if before else ""
        if not tokens and not keep_original and first.name == "Word":
            return Splice(first.start - len(gap), end, "")
        if first.name != "Word":
            tokens = [" ".join(tokens)]
        tokens = tokens or [""]
        outline = [points_of(element, self._prefix) for element in elements]
        points = [point for one in outline for point in one]
        original = " ".join(self._text(element) for element in elements) if keep_original else None
        letters = self._letters(elements, tokens)
        pieces: list[str] = []
        for k, (token, (low, high)) in enumerate(
            zip(tokens, shares([t.rstrip(_GOES_ON) for t in tokens]), strict=True)
        ):
            where: list[tuple[int, int]] | None = None
            if points and (len(tokens) > 1 or len(elements) > 1):
                whole = outline[0] if len(elements) == 1 else rectangle(points)
                where = part(whole, low, high) if len(tokens) > 1 else whole
            identity = ids.after(elements[0].get("id") or "w") if k else None
            one = self._element(elements[0], token, where, identity, None if k else original, letters[k])
            pieces += [gap if k else "", one]
        return Splice(first.start, end, "".join(pieces))

    def _region_splice(
        self, region: Any, made: Sequence[Change], written: Mapping[Change, list[str]], *, keep_original: bool
    ) -> Splice:
        """Return a region without lines, with another text; lines that do not change keep their white space."""
        raw = self._raw(region)
        rows: list[str | None] = [*raw.split("\n")]
        for change in made:
            rows[self._rows[change.first]] = " ".join(written[change]) or None
        text = "\n".join(row for row in rows if row is not None)
        tag = self._tags[region]
        end = content_end(self._markup.plain, tag)[1]
        return Splice(tag.start, end, self._element(region, text, None, None, raw if keep_original else None))

    def _letters(self, words: Sequence[Any], tokens: Sequence[str]) -> list[list[_Letter]]:
        """Return for each word that takes the place of some the Glyphs that stay in it, with the texts that they get.

        Glyphs stay only where those of a word spell it.
        """
        texts: list[str] = []
        glyphs: list[Any] = []
        for word in words:
            of_word = [*word.iterchildren(f"{self._prefix}Glyph")]
            spelt = [self._text(glyph) for glyph in of_word]
            word_text = self._text(word)
            whole = all(spelt) and "".join("".join(spelt).split()) == "".join(word_text.split())
            texts += spelt if whole else [word_text]
            glyphs += of_word if whole else [None]
        return [
            [(glyphs[one.number], one.text) for one in kept if glyphs[one.number] is not None]
            for kept in letters_kept(texts, tokens)
        ]

    def _with_text(self, equivalent: Any, text: str) -> list[Splice]:
        """Return what makes a reading say another text, in plain letters too if it has them."""
        markup, tags = self._markup, self._tags
        was = normal(self._unicode(equivalent))
        found = []
        for element in equivalent.iterchildren(f"{self._prefix}PlainText", f"{self._prefix}Unicode"):
            told = normal(element.text or "")
            plain = local_name(element) == "PlainText"
            if plain and not told:
                continue
            new = unicodedata.normalize("NFKC", text) if plain and told != was else text
            at = tags[element]
            inner_end, end = content_end(markup.plain, at)
            begin = markup.source[at.start : at.end]
            if begin.endswith("/>"):
                name = begin[1:-2].split()[0]
                found.append(Splice(at.start, end, f"{begin[:-2].rstrip()}>{escaped(new)}</{name}>"))
            else:
                found.append(Splice(at.end, inner_end, escaped(new)))
        return found

    def _glyph(self, glyph: Any, text: str) -> str:
        """Write a Glyph with a text."""
        tag = self._tags[glyph]
        end = content_end(self._markup.plain, tag)[1]
        source = self._markup.source[tag.start : end]
        if text == self._text(glyph):
            return source
        best = self._equivalents(glyph)[0]
        at = self._tags[best]
        begin = self._markup.source[at.start : at.end]
        made = [Splice(at.start, at.end, with_attributes(begin, {"conf": None})), *self._with_text(best, text)]
        return spliced(source, sorted(_shifted(one, -tag.start) for one in made))[0]

    def _glyph_splices(self, element: Any, letters: Sequence[_Letter]) -> Iterator[Splice]:
        """Yield what leaves these Glyphs and no others in a word; some of them may come from other words."""
        own = [*element.iterchildren(f"{self._prefix}Glyph")]
        left = dict(letters)
        for glyph in own:
            at = self._tags[glyph]
            yield Splice(
                at.start,
                content_end(self._markup.plain, at)[1],
                self._glyph(glyph, left[glyph]) if glyph in left else "",
            )
        others = [one for one in letters if one[0].getparent() is not element]
        if others:
            before = next(iter(own[::-1] or [*element.iterchildren(f"{self._prefix}Coords")]), None)
            at = self._tags[element if before is None else before]
            place = at.end if before is None else content_end(self._markup.plain, at)[1]
            yield Splice(place, place, "".join(self._gap(glyph) + self._glyph(glyph, text) for glyph, text in others))

    def _gap(self, element: Any) -> str:
        """Return the white space before an element."""
        start = self._tags[element].start
        before = re.search(r"\s*\Z", self._markup.source[max(0, start - 200) : start])
        return before.group() if before else ""

    def _element(
        self,
        element: Any,
        text: str,
        where: list[tuple[int, int]] | None,
        identity: str | None,
        original: str | None,
        letters: Sequence[_Letter] = (),
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
        markup, tags = self._markup, self._tags
        tag = tags[element]
        begin = markup.source[tag.start : tag.end]
        end = content_end(markup.plain, tag)[1]
        was = self._text(element)
        # A hyphen that becomes another sign does not make another word.
        same = text.rstrip("".join(_MARKS)) in (was, was.rstrip("".join(_HYPHENS)))
        equivalents = self._equivalents(element)
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
            values["custom"] = f"{moved(custom, self._raw(element), text)}{account}".strip()
            if values["custom"] == custom:
                del values["custom"]
        if identity is not None:
            values["id"] = identity
        splices = [Splice(tag.start, tag.end, with_attributes(begin, values) + remark)]
        for coords in element.iterchildren(f"{self._prefix}Coords") if where is not None else ():
            splices.append(coords_with(markup, coords, tags[coords], where or (), year=self._year))
        if not same or where is not None:
            splices += self._glyph_splices(element, letters)
        content = self._with_text(best, text)
        holder = tags[best]
        if original is not None:
            prefix = markup.source[holder.start + 1 : holder.end].partition("TextEquiv")[0]
            new = f'<{prefix}TextEquiv index="0"><{prefix}Unicode>{escaped(text)}</{prefix}Unicode></{prefix}TextEquiv>'
            for k, equivalent in enumerate(equivalents, 1):
                at = tags[equivalent]
                again = with_attributes(markup.source[at.start : at.end], {"index": str(k)})
                if k == 1:
                    gap = re.search(r"\s*\Z", markup.source[tag.start : at.start])
                    again = new + (gap.group() if gap else "") + again
                    splices += self._with_text(best, original)
                splices.append(Splice(at.start, at.end, again))
        else:
            splices += content
            for other in equivalents[1:] if where is not None else ():
                at = tags[other]
                splices.append(Splice(at.start, content_end(markup.plain, at)[1], ""))
            if not same:
                begin = markup.source[holder.start : holder.end]
                splices.append(Splice(holder.start, holder.end, with_attributes(begin, {"conf": None})))
        local = sorted(_shifted(one, -tag.start) for one in splices)
        return spliced(markup.source[tag.start : end], local)[0]

    def _followed(self, made: Sequence[Change], written: dict[Change, list[str]]) -> Iterator[Splice]:
        """Yield what lines and regions, which say again what their words say, are to say now."""
        by_element: dict[Any, list[Change]] = {}
        for change in made:
            unit = self._units[change.first]
            if local_name(unit) == "Word":
                by_element.setdefault(unit.getparent(), []).append(change)
            if self._regions[change.first] not in (None, unit):
                by_element.setdefault(self._regions[change.first], []).append(change)
        for element, changes in by_element.items():
            for equivalent in self._equivalents(element)[:1]:
                for unicode in equivalent.iterchildren(f"{self._prefix}Unicode"):
                    numbers = self._numbers[element]
                    place = {k: i for i, k in enumerate(numbers)}
                    words = [self._text(self._units[k]) for k in numbers]
                    new = [(place[one.first], place[one.last - 1] + 1, " ".join(written[one])) for one in changes]
                    text = follow(unicode.text or "", words, new)
                    if local_name(element) == "TextLine" and (unicode.text or "").strip():
                        # A line that says something else than its words is taken for a correction of them.
                        left = _replaced(words, new)
                        text = text if text is not None and repeats(normal(text), left) else " ".join(left)
                    if text is None:
                        continue
                    yield from self._with_text(equivalent, text)
                    at = self._tags[element]
                    begin = self._markup.source[at.start : at.end]
                    custom = attribute(begin, "custom") or ""
                    told = moved(custom, unicode.text or "", text)
                    if told != custom:
                        yield Splice(at.start, at.end, with_attributes(begin, {"custom": told}))

    @cached_property
    def _numbers(self) -> dict[Any, list[int]]:
        """The words of each line and region."""
        found: dict[Any, list[int]] = {}
        for k, unit in enumerate(self._units):
            if local_name(unit) == "Word":
                found.setdefault(unit.getparent(), []).append(k)
            if self._regions[k] not in (None, unit):
                found.setdefault(self._regions[k], []).append(k)
        return found

    def _entry(self) -> Splice | None:
        """Return the account of what was done, for the metadata of the file, or as a comment if it has none."""
        plain, source = self._markup.plain, self._markup.source
        end = re.search(r"</([\w.-]+:)?Metadata\s*>", plain)
        if end is None:
            return self._markup.remark(account())
        prefix = end[1] or ""
        version = escaped(software_version(), '"')
        if self._year >= 2019:
            at = len(plain[: end.start()].rstrip())
            line = source[at : end.start()]
            value = escaped(SETTINGS, '"')
            item = f'<{prefix}MetadataItem type="processingStep" name="textrepair {version}" value="{value}"/>'
            return Splice(at, at, (line + ("\t" if "\t" in line else "  ") if line else "") + item)
        told = escaped(account())
        comments = re.search(r"</(?:[\w.-]+:)?Comments\s*>", plain[: end.start()])
        if comments is not None:
            return Splice(comments.start(), comments.start(), f" {told}")
        changed = re.search(r"</(?:[\w.-]+:)?LastChange\s*>", plain[: end.start()])
        if changed is None:
            return self._markup.remark(account())
        return Splice(changed.end(), changed.end(), f"<{prefix}Comments>{told}</{prefix}Comments>")


def _replaced(words: Sequence[str], made: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return words with other texts in the place of some; those without a text go."""
    left = [*words]
    for first, last, new in reversed(made):
        left[first:last] = new.split(" ") if new else []
    return left


def _shifted(splice: Splice, by: int) -> Splice:
    """Return a replacement in a part of a source."""
    return splice._replace(start=splice.start + by, end=splice.end + by)


def _index(element: Any) -> int:
    """Return the place of an element among those of its kind."""
    index = element.get("index")
    return int(index) if index is not None and index.isdecimal() and len(index) <= 9 else 0


def _rank(group: Any, ranks: dict[str, int]) -> None:
    """Enter the regions of a group in the order in which they are read."""
    reference = group.get("regionRef")
    if reference:
        ranks.setdefault(reference, len(ranks))
    children = [child for child in group if "Group" in local_name(child) or "RegionRef" in local_name(child)]
    for child in sorted(children, key=_index):
        _rank(child, ranks)
