"""PAGE: a word is a Word with its text in TextEquiv; its line and its region repeat that text.

Where a line says something else than its words, a person corrected it over words that an engine left: the line counts,
and its words stay as they are. A word that goes on in the next line ends in ¬, the custom of those who transcribe.
https://github.com/PRImA-Research-Lab/PAGE-XML
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textrepair.alternatives import MOST, Alternative, DeclaredLanguage, differences, odds, of_letters
from textrepair.formats.pages.boxes import Box, hull, shares
from textrepair.formats.pages.declared_languages import declared_languages
from textrepair.formats.pages.letters import parts_by_letters
from textrepair.formats.pages.line_texts import follow, repeats
from textrepair.formats.pages.markup import (
    Markup,
    NewIds,
    Splice,
    attribute,
    blank_before,
    escaped,
    local_name,
    number_of,
    with_attributes,
)
from textrepair.formats.pages.outlines import part, rectangle
from textrepair.formats.pages.page_changes import Change
from textrepair.formats.pages.page_coords import box_of, points_of
from textrepair.formats.pages.page_custom import kept_index, kept_texts, moved
from textrepair.formats.pages.page_elements import Elements, index_of
from textrepair.formats.pages.page_text import PageText, Word, join, normal
from textrepair.formats.pages.provenance import SETTINGS, account, software_version
from textrepair.memory import cached_property

__all__ = ["PageXml"]

_GOES_ON = "¬"
_LANGUAGES = ("language", "primaryLanguage")
_MARKS = ("¬", "\u00ad")
# An outline with more corners is cut as the rectangle around it.
_MOST_CORNERS = 1_000


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
        self._elements = Elements(markup, self._prefix, self._year)
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
                rows = enumerate(self._elements.raw(line).split("\n"))
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
            rank = index_of(equivalent)
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

    def words(self) -> Iterator[Word]:
        """Yield all that the file says about each word."""
        said: Any = None
        about: tuple[Box | None, float | None, tuple[str, ...]] = (None, None, ())
        for k, element in enumerate(self._units):
            if element is not said:  # a region without lines is many of the words
                said = element
                best, *others = self._elements.equivalents(element)
                kept = kept_texts(element.get("custom") or "")
                readings = (*(self._elements.read_as(other) for other in others), *kept)
                about = (box_of(element, self._prefix), number_of(best.get("conf")), readings)
            yield Word(element.get("id") or "", self.page.starts[k], self.page.ends[k], *about)

    def alternatives(self) -> Iterator[Alternative]:
        """Yield what else the engine took words for, and their letters; what stood there before a repair is none."""
        if not self._several:
            return
        by_element: dict[Any, list[Any]] = {}
        for equivalent in self._markup.root.iter(f"{self._prefix}TextEquiv"):
            by_element.setdefault(equivalent.getparent(), []).append(equivalent)
        for k, element in enumerate(self._units):
            if element is self._regions[k]:
                continue
            equivalents = by_element.get(element, [])
            start, text = self.page.starts[k], self.page.texts[k]
            if len(equivalents) > 1:
                yield from self._instead(element, start, text)
            letters = (
                [
                    (self._elements.read_as(one), number_of(one.get("conf")))
                    for one in sorted(by_element[glyph], key=index_of)[: MOST + 1]
                ]
                for glyph in element.iterchildren(f"{self._prefix}Glyph")
                if glyph in by_element
            )
            yield from of_letters(start, text, letters)

    def languages(self) -> Iterator[DeclaredLanguage]:
        """Yield in which language the file says that words are."""
        return declared_languages(self._units, self.page, self._markup.source, _LANGUAGES)

    def _instead(self, element: Any, start: int, text: str) -> Iterator[Alternative]:
        """Yield what else a word, or a line without words, may read."""
        best, *others = self._elements.equivalents(element)[: MOST + 1]
        said = self._elements.read_as(best)
        mark = said[len(text) :]  # that it goes on in the next line
        kept = kept_index(element.get("custom") or "")
        for other in others:
            reading = self._elements.read_as(other)
            if (kept is None or other.get("index") != kept) and said.startswith(text) and reading.endswith(mark):
                cost = odds(number_of(best.get("conf")), number_of(other.get("conf")))
                yield from differences(start, text, reading.removesuffix(mark), cost)

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
        elements = self._units[change.first : change.last]
        first = self._elements.tags[elements[0]]
        if tokens == [self._elements.text_of(element) for element in elements]:
            return None  # that it goes on from the line before is said there
        end = self._elements.tags[elements[-1]].element_end
        gap = blank_before(self._markup.source, first.start)
        if not tokens and not keep_original and first.name == "Word":
            return Splice(first.start - len(gap), end, "")
        if first.name != "Word":
            tokens = [" ".join(tokens)]
        tokens = tokens or [""]
        outline = [points_of(element, self._prefix) for element in elements]
        points = [point for one in outline for point in one]
        original = " ".join(self._elements.text_of(element) for element in elements) if keep_original else None
        letters = self._elements.letters_of(elements, tokens)
        bare = [token.rstrip(_GOES_ON) for token in tokens]
        places = [[(text, box_of(glyph, self._prefix)) for glyph, text in of_token] for of_token in letters]
        whole_box = hull([Box(x, y, x, y) for x, y in points])
        parts = (parts_by_letters(bare, places, whole_box) if whole_box is not None else None) or shares(bare)
        pieces: list[str] = []
        for k, (token, (low, high)) in enumerate(zip(tokens, parts, strict=True)):
            where: list[tuple[int, int]] | None = None
            if points and (len(tokens) > 1 or len(elements) > 1):
                whole = outline[0] if len(elements) == 1 and len(points) <= _MOST_CORNERS else rectangle(points)
                where = part(whole, low, high) if len(tokens) > 1 else whole
            identity = ids.after(elements[0].get("id") or "w") if k else None
            one = self._elements.written(elements[0], token, where, identity, None if k else original, letters[k])
            pieces += [gap if k else "", one]
        return Splice(first.start, end, "".join(pieces))

    def _region_splice(
        self, region: Any, made: Sequence[Change], written: Mapping[Change, list[str]], *, keep_original: bool
    ) -> Splice:
        """Return a region without lines, with another text; lines that do not change keep their white space."""
        raw = self._elements.raw(region)
        rows: list[str | None] = [*raw.split("\n")]
        for change in made:
            rows[self._rows[change.first]] = " ".join(written[change]) or None
        text = "\n".join(row for row in rows if row is not None)
        tag = self._elements.tags[region]
        again = self._elements.written(region, text, None, None, raw if keep_original else None)
        return Splice(tag.start, tag.element_end, again)

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
            for equivalent in self._elements.equivalents(element)[:1]:
                for unicode in equivalent.iterchildren(f"{self._prefix}Unicode"):
                    numbers = self._numbers[element]
                    place = {k: i for i, k in enumerate(numbers)}
                    words = [self._elements.text_of(self._units[k]) for k in numbers]
                    new = [(place[one.first], place[one.last - 1] + 1, " ".join(written[one])) for one in changes]
                    text = follow(unicode.text or "", words, new)
                    left = _replaced(words, new)
                    if not any(left):
                        text = ""  # or what is left of it would be read in the place of its words
                    elif local_name(element) == "TextLine" and (unicode.text or "").strip():
                        # A line that says something else than its words is taken for a correction of them.
                        text = text if text is not None and repeats(normal(text), left) else " ".join(left)
                    if text is None:
                        continue
                    yield from self._elements.with_text(equivalent, text)
                    at = self._elements.tags[element]
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
            line = blank_before(source, end.start())
            at = end.start() - len(line)
            value = escaped(SETTINGS, '"')
            item = f'<{prefix}MetadataItem type="processingStep" name="textrepair {version}" value="{value}"/>'
            return Splice(at, at, (line + ("\t" if "\t" in line else "  ") if line else "") + item)
        told = escaped(account())
        empty = re.search(r"<(?:[\w.-]+:)?Comments\s*/>", plain[: end.start()])
        if empty is not None:
            name = empty.group()[1:-2].strip()
            return Splice(empty.start(), empty.end(), f"<{name}>{told}</{name}>")
        comments = re.search(r"</(?:[\w.-]+:)?Comments\s*>", plain[: end.start()])
        if comments is not None:
            return Splice(comments.start(), comments.start(), f" {told}")
        changed = re.search(r"</(?:[\w.-]+:)?LastChange\s*>", plain[: end.start()])
        if changed is None:
            return self._markup.remark(account())
        return Splice(changed.end(), changed.end(), f"<{prefix}Comments>{told}</{prefix}Comments>")


def _replaced(words: Sequence[str], made: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return words with other texts in the place of some, which are in order; those without a text go."""
    left: list[str] = []
    position = 0
    for first, last, new in made:
        left += words[position:first]
        left += new.split(" ") if new else []
        position = last
    return [*left, *words[position:]]


def _rank(group: Any, ranks: dict[str, int]) -> None:
    """Enter the regions of a group in the order in which they are read."""
    reference = group.get("regionRef")
    if reference:
        ranks.setdefault(reference, len(ranks))
    children = [child for child in group if "Group" in local_name(child) or "RegionRef" in local_name(child)]
    for child in sorted(children, key=index_of):
        _rank(child, ranks)
