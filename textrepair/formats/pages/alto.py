"""ALTO, versions 2 to 4: a word is a String with its text in CONTENT.

What stands at a line end is a HYP; a word that goes on in the next line says so with SUBS_TYPE and SUBS_CONTENT.
https://www.loc.gov/standards/alto/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from textrepair.alternatives import MOST, UNSAID, Alternative, differences, of_letters
from textrepair.formats.pages.alto_boxes import box_in, box_of, cut_off, divided, geometry, is_whole
from textrepair.formats.pages.alto_glyphs import Glyphs
from textrepair.formats.pages.letters import parts_by_letters
from textrepair.formats.pages.markup import (
    Markup,
    NewIds,
    Splice,
    Tag,
    attribute,
    blank_before,
    escaped,
    local_name,
    number_of,
    with_attributes,
)
from textrepair.formats.pages.markup_tags import blanked
from textrepair.formats.pages.page_text import Box, Change, PageText, Word, emptied_lines, hull, join, normal, shares
from textrepair.formats.pages.provenance import ORIGINAL, SETTINGS, account, software_version
from textrepair.memory import cached_property

__all__ = ["Alto"]

_HYPHENS = ("-", "\u00ad", "\u2010", "¬", "=", "⸗")
# An element without content and the white space before it. Possessive: what is read is not read again.
_EMPTY = (
    r"\s*+<(?:[\w.-]++:)?+{0}(?=[\s/>])(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+(?:(?<=/)>|>\s*+</(?:[\w.-]++:)?+{0}\s*+>)"
)
_SP = re.compile(_EMPTY.format("SP"))
_HYP = re.compile(rf"(?:{_SP.pattern})*+{_EMPTY.format('HYP')}")
_LINE_ENDS = re.compile(r"\s*</(?:[\w.-]+:)?TextLine\s*>")
_CHILD = re.compile(r"<(?:[\w.-]+:)?(Shape|ALTERNATIVE|Glyph)(?=[\s/>])[^>]*>")


class Alto:
    """A file of ALTO.

    Args:
        markup: the file.
    """

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        namespace = markup.root.tag.rpartition("}")[0]
        self._version = int(found[1]) if (found := re.search(r"ns-v(\d)", namespace)) else 2
        self._names = [
            f"{namespace}}}{name}" if namespace else name for name in ("String", "TextLine", "TextBlock", "Page", "HYP")
        ]
        self._glyphs = Glyphs(markup)
        self._strings: list[int] = []  # for each word, which String of the file it is
        self._hyphened: dict[int, str] = {}  # words followed by a HYP, and what it is in the text
        self.page = self._read()

    def _read(self) -> PageText:
        string, line_start, block_start, page_start, hyphen_tag = self._names
        texts: list[str] = []
        gaps: list[str] = []
        lines: list[int] = []
        strings = self._strings
        parts: dict[int, str] = {}
        blocks: list[tuple[int, Any]] = []
        line = 0
        number = -1
        pending = ""
        for element in self._markup.root.iter(string, line_start, block_start, page_start, hyphen_tag):
            tag = element.tag
            if tag == string:
                number += 1
                text = element.get("CONTENT") or ""
                if not text.isprintable() or " " in text:
                    text = normal(text)
                if not text:
                    continue
                if texts:
                    gaps.append(pending)
                part = element.get("SUBS_TYPE")
                if part is not None and part.startswith("Hyp"):
                    parts[len(texts)] = part + (element.get("SUBS_CONTENT") or "")
                texts.append(text)
                lines.append(line)
                strings.append(number)
                pending = " "
            elif tag == line_start:
                line += 1
                pending = "\n" if pending == " " else pending
            elif tag == block_start:
                pending = pending if pending == "\n\f" else "\n\n"
                blocks.append((len(texts), element))
            elif tag == page_start:
                pending = "\n\f"
            elif texts and lines[-1] == line:
                hyphen = normal(element.get("CONTENT") or "").replace("\u00ad", "-") or "-"
                texts[-1] += hyphen
                self._hyphened[len(texts) - 1] = hyphen
        if texts:
            gaps.append("\n\n")
        order = _reading_order(self._markup.root, blocks, len(texts)) if blocks else None
        if order is not None:
            texts, gaps = [texts[k] for k in order], [gaps[k] for k in order]
            lines = [lines[k] for k in order]
            place = {k: new for new, k in enumerate(order)}
            self._strings = [strings[k] for k in order]
            self._hyphened = {place[k]: hyphen for k, hyphen in self._hyphened.items()}
            parts = {place[k]: part for k, part in parts.items()}
        if gaps:
            gaps[-1] = "\n"
        for k, part in parts.items():
            if part.startswith("HypPart1") and parts.get(k + 1, "").startswith("HypPart2"):
                bare = texts[k].rstrip("".join(_HYPHENS)) or texts[k]
                # A hyphen that stays when the lines are joined.
                join(texts, gaps, k, bare + "-" if part[8:].startswith(bare + "-") else bare)
        for k in range(len(texts) - 1):
            text = texts[k]  # A line end may have been put into it just now.
            if text.endswith("\u00ad") and len(text) > 1 and lines[k] != lines[k + 1] and k not in self._hyphened:
                join(texts, gaps, k, text[:-1])
        return PageText(texts, gaps, lines)

    def words(self) -> Iterator[Word]:
        """Yield all that the file says about each word."""
        elements = list(self._markup.root.iter(self._names[0]))
        for k, number in enumerate(self._strings):
            element = elements[number]
            start = self.page.starts[k]
            yield Word(
                element.get("ID") or "",
                start,
                self.page.ends[k],
                box_of(element),
                number_of(element.get("WC")),
                tuple(normal(child.text or "") for child in element if local_name(child) == "ALTERNATIVE"),
            )

    def alternatives(self) -> Iterator[Alternative]:
        """Yield what else the engine took words for, and their letters.

        What has a purpose, as another spelling or what stood there before a repair, is not what it read.
        """
        source = self._markup.source
        if "ALTERNATIVE" not in source and "Variant" not in source:
            return
        elements = list(self._markup.root.iter(self._names[0]))
        for k, number in enumerate(self._strings):
            element, start, text = elements[number], self.page.starts[k], self.page.texts[k]
            said = normal(element.get("CONTENT") or "")
            if not len(element) or not text.startswith(said.rstrip("".join(_HYPHENS))):
                continue
            hyphen = said[len(text) :]  # of a word that goes on in the next line
            for child in islice(element.iterchildren("{*}ALTERNATIVE"), MOST):
                other = normal("".join(child.itertext()))
                if child.get("PURPOSE") is None and other.endswith(hyphen):
                    yield from differences(start, text[: len(said)], other.removesuffix(hyphen), UNSAID)
            yield from of_letters(start, text, map(_choices, element.iterchildren("{*}Glyph")))

    @cached_property
    def _tags(self) -> list[Tag]:
        """The start tags of the Strings.

        Raises:
            InputError: they are not those that the tree has.
        """
        tags = self._markup.tags(["String"])
        source = self._markup.source
        values = [element.get("CONTENT") for element in self._markup.root.iter(self._names[0])]
        if [attribute(source[tag.start : tag.end], "CONTENT") for tag in tags] != values:
            raise self._markup.refusal("words")
        return tags

    def splices(self, made: Sequence[Change], *, keep_original: bool) -> list[Splice]:
        """Return what is to be replaced in the source of the file."""
        emptied = emptied_lines(self.page, made)  # a line without a String is none
        ids = self._markup.new_ids()
        found = [self._splice(change, keep_original, emptied, ids) for change in made]
        entry = self._entry(ids)
        return [*found, *([entry] if entry else [])]

    def _splice(self, change: Change, keep_original: bool, emptied: set[int], ids: NewIds) -> Splice:
        plain, source = self._markup.plain, self._markup.source
        tags = [self._tags[self._strings[k]] for k in range(change.first, change.last)]
        first = tags[0]
        begin = source[first.start : first.end]
        end = tags[-1].element_end
        was = [attribute(source[tag.start : tag.end], "CONTENT") or "" for tag in tags]
        if not change.tokens and not keep_original and change.first not in emptied:
            after = _HYP.match(plain, end) if change.last - 1 in self._hyphened else _SP.match(plain, end)
            return Splice(first.start, after.end() if after else end, "")
        tokens = list(change.tokens) or [""]
        boxes = [box_in(source[tag.start : tag.end]) for tag in tags]
        hyphen: str | None = None
        # SUBS_TYPE joins words of two lines. It cannot join a line that is one String to its producer, nor say of one
        # word that it is the end of a word and the beginning of another: there a soft hyphen does.
        whole_lines = [" " in self._content(k) for k in (change.first - 1, change.last)]
        middle = change.before is not None and len(tokens) == 1
        if change.after is not None:
            if change.last - 1 in self._hyphened:
                tokens[-1] = tokens[-1].removesuffix(self._hyphened[change.last - 1]) or tokens[-1]
            elif " " in was[-1]:
                tokens[-1] += "\u00ad"
            elif was[-1].endswith(_HYPHENS) and not tokens[-1].endswith(_HYPHENS):
                # The hyphen is an element of its own, which must be the last of its line.
                if whole_lines[1] or middle:
                    tokens[-1] += "\u00ad"
                elif _LINE_ENDS.match(plain, end):
                    hyphen = was[-1][-1]
                else:
                    tokens[-1] += was[-1][-1]
        elif (sign := self._hyphened.get(change.last - 1)) is not None:
            if tokens[-1].endswith(sign) and tokens[-1] != sign and not self.page.joined(change.last - 1):
                tokens[-1] = tokens[-1].removesuffix(sign)
            elif gone := _HYP.match(plain, end):
                end = gone.end()
        same = tokens == was
        values: list[dict[str, str | None]] = [{"CONTENT": token} for token in tokens]
        whole = hull(boxes)
        parts = tokens if hyphen is None else [*tokens[:-1], tokens[-1] + hyphen]
        letters = self._glyphs.kept(tags, tokens)
        spans: list[Box] = []
        if whole is not None:
            places = [[(glyph.letter, glyph.box) for glyph in of_token] for of_token in letters]
            spans = divided(whole, parts_by_letters(parts, places, whole) or shares(parts), is_whole(begin))
        if spans and hyphen is not None:
            *spans, last = spans
            left, right = cut_off(last, tokens[-1], hyphen, is_whole(begin))
            spans.append(left)
        if whole is not None and (len(tokens) > 1 or len(tags) > 1 or hyphen is not None):
            for value, box in zip(values, spans, strict=True):
                value |= geometry(box)
        if not same and not (len(tokens) == len(was) == 1 and hyphen is not None and tokens[0] + hyphen == was[0]):
            for value in values:
                value |= {"WC": None, "CC": None}
        elif hyphen is not None:
            values[0]["CC"] = None
        for value in values:
            value |= {"SUBS_TYPE": None, "SUBS_CONTENT": None} if "SUBS_TYPE" in begin and "Hyp" in begin else {}
        # A line that is a word to its producer is not half of one.
        if change.before is not None and " " not in was[0] and not whole_lines[0]:
            values[0] |= {"SUBS_TYPE": "HypPart2", "SUBS_CONTENT": change.before}
        if change.after is not None and " " not in was[-1] and not whole_lines[1] and not middle:
            values[-1] |= {"SUBS_TYPE": "HypPart1", "SUBS_CONTENT": change.after}
        indent = _indent(source, first.start)
        pieces: list[str] = []
        identity = attribute(begin, "ID")
        for k, value in enumerate(values):
            if k:
                pieces += [indent, self._space(begin, spans[k - 1 : k + 1]), indent]
                if identity is not None:
                    value["ID"] = ids.after(identity)
            if len(tags) == 1 and len(tokens) == 1:
                inner = self._glyphs.inner(first, None if same else letters[0])
            else:
                inner = "".join(glyph.source for glyph in letters[k])
            original = " ".join(was) if keep_original and not same and k == 0 else None
            purpose = ORIGINAL + (f"; WC {sure}" if (sure := attribute(begin, "WC")) else "")
            pieces.append(self._element(with_attributes(begin, value), inner, original, purpose))
        if hyphen is not None:
            pieces += [indent, self._hyphen(begin, hyphen, right if spans else None)]
        return Splice(first.start, end, "".join(pieces))

    def _content(self, k: int) -> str:
        """Return what the String of a word says; nothing if there is no such word."""
        if not 0 <= k < len(self._strings):
            return ""
        tag = self._tags[self._strings[k]]
        return attribute(self._markup.source[tag.start : tag.end], "CONTENT") or ""

    def _element(self, begin: str, inner: str, original: str | None, purpose: str) -> str:
        """Write an element with its children, and what stood there before as one of them."""
        prefix = _prefix(begin)
        if original is not None:
            opening = with_attributes(f"<{prefix}ALTERNATIVE>", {"PURPOSE": purpose})
            kept = f"{opening}{escaped(original)}</{prefix}ALTERNATIVE>"
            # After the shape and before what else it may be.
            children = _CHILD.finditer(blanked(inner, is_html=False))
            shape = next((child for child in children if child[1] != "Shape"), None)
            at = shape.start() if shape else len(inner.rstrip())
            inner = inner[:at] + kept + inner[at:]
        if not inner.strip():
            return begin if begin.endswith("/>") else f"{begin}{inner}</{prefix}String>"
        if begin.endswith("/>"):
            begin = begin[:-2].rstrip() + ">"
        return f"{begin}{inner}</{prefix}String>"

    def _space(self, begin: str, boxes: Sequence[Box]) -> str:
        values: dict[str, str | None] = {}
        if boxes:
            left, right = boxes
            gap = Box(left.right, left.top, max(right.left, left.right), left.bottom)
            values = {name: geometry(gap)[name] for name in ("WIDTH", "HPOS", "VPOS")}
        return with_attributes(f"<{_prefix(begin)}SP/>", values)

    def _hyphen(self, begin: str, text: str, box: Box | None) -> str:
        values: dict[str, str | None] = {"CONTENT": text}
        if box is not None:
            values |= {name: geometry(box)[name] for name in ("WIDTH", "HPOS", "VPOS")}
        return with_attributes(f"<{_prefix(begin)}HYP/>", values)

    def _entry(self, ids: NewIds) -> Splice | None:
        """Return the account of what was done, for the description of the file, or as a comment if it has none."""
        plain = self._markup.plain
        ends = [*re.finditer(r"</([\w.-]+:)?Description\s*>", plain)]
        if not ends:
            return self._markup.remark(account())
        prefix = ends[0][1] or ""
        inner = (
            f"<{prefix}processingStepDescription>{escaped(SETTINGS)}</{prefix}processingStepDescription>"
            f"<{prefix}processingSoftware><{prefix}softwareName>textrepair</{prefix}softwareName>"
            f"<{prefix}softwareVersion>{escaped(software_version())}</{prefix}softwareVersion></{prefix}processingSoftware>"
        )
        identity = ids.like("textrepair")
        if self._version >= 4:
            at = ends[0].start()
            category = f"<{prefix}processingCategory>contentModification</{prefix}processingCategory>"
            return Splice(at, at, f'<{prefix}Processing ID="{identity}">{category}{inner}</{prefix}Processing>')
        step = f"<{prefix}postProcessingStep>{inner}</{prefix}postProcessingStep>"
        last = [*re.finditer(r"</(?:[\w.-]+:)?OCRProcessing\s*>", plain)]
        if last:
            return Splice(last[-1].start(), last[-1].start(), step)
        at = ends[0].start()
        return Splice(
            at, at, f'<{prefix}OCRProcessing ID="{identity}"><{prefix}ocrProcessingStep/>{step}</{prefix}OCRProcessing>'
        )


def _choices(glyph: Any) -> list[tuple[str, float | None]]:
    """Return what a letter may be, each with its confidence, 0–1; first what it was taken for."""
    variants = ((one.get("CONTENT") or "", number_of(one.get("VC"))) for one in glyph.iter("{*}Variant"))
    return [(glyph.get("CONTENT") or "", number_of(glyph.get("GC"))), *islice(variants, MOST)]


def _reading_order(root: Any, blocks: list[tuple[int, Any]], count: int) -> list[int] | None:
    """Return the words in the order that the file asks for; None: that in which they stand."""
    ranks: dict[str, int] = {}
    for group in root.iter("{*}ReadingOrder"):
        for element in group.iter("{*}ElementRef"):
            ranks.setdefault(element.get("REF") or "", len(ranks))
    if not ranks:
        return None
    last = len(ranks)
    keyed: list[tuple[int, int, range]] = []
    pages: dict[Any, int] = {}
    for k, (start, block) in enumerate(blocks):
        end = blocks[k + 1][0] if k + 1 < len(blocks) else count
        rank = last
        page = 0
        for element in (block, *block.iterancestors()):
            rank = min(rank, ranks.get(element.get("ID") or "", last))
            if local_name(element) == "Page":
                page = pages.setdefault(element, len(pages))
        keyed.append((page, rank, range(start, end)))
    order = [*range(blocks[0][0])]
    for _, _, words in sorted(keyed, key=lambda one: one[:2]):
        order += words
    return order if order != [*range(count)] else None


def _prefix(begin: str) -> str:
    name = re.match(r"<([\w.-]+:)?", begin)
    return (name[1] or "") if name else ""


def _indent(source: str, start: int) -> str:
    """Return the white space before an element."""
    blank = blank_before(source, start)
    return blank if source.endswith(">", 0, start - len(blank)) else ""
