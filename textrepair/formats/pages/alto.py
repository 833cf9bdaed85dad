"""ALTO, versions 2 to 4: a word is a String with its text in CONTENT.

What stands at a line end is a HYP; a word that goes on in the next line says so with SUBS_TYPE and SUBS_CONTENT.
https://www.loc.gov/standards/alto/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from textrepair.alternatives import MOST, UNSAID, Alternative, DeclaredLanguage, differences, of_letters
from textrepair.formats.pages.alto_boxes import box_of
from textrepair.formats.pages.alto_glyphs import Glyphs
from textrepair.formats.pages.alto_reading import HYPHENS, read_words
from textrepair.formats.pages.alto_writing import StringWriter
from textrepair.formats.pages.declared_languages import XML_LANG, declared_languages
from textrepair.formats.pages.markup import (
    Markup,
    NewIds,
    Splice,
    Tag,
    attribute,
    escaped,
    local_name,
    number_of,
)
from textrepair.formats.pages.page_changes import Change, emptied_lines
from textrepair.formats.pages.page_text import PageText, Word, normal
from textrepair.formats.pages.provenance import SETTINGS, account, software_version
from textrepair.memory import cached_property

__all__ = ["Alto"]

_LANGUAGES = ("LANG", "language", XML_LANG)


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
        words = read_words(markup.root, self._names)
        self._strings = words.strings
        self._hyphens = words.hyphens
        self.page = PageText(words.texts, words.gaps, words.lines)

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
            if not len(element) or not text.startswith(said.rstrip("".join(HYPHENS))):
                continue
            hyphen = said[len(text) :]  # of a word that goes on in the next line
            for child in islice(element.iterchildren("{*}ALTERNATIVE"), MOST):
                other = normal("".join(child.itertext()))
                if child.get("PURPOSE") is None and other.endswith(hyphen):
                    yield from differences(start, text[: len(said)], other.removesuffix(hyphen), UNSAID)
            yield from of_letters(start, text, map(_choices, element.iterchildren("{*}Glyph")))

    def languages(self) -> Iterator[DeclaredLanguage]:
        """Yield in which language the file says that words are."""
        elements = list(self._markup.root.iter(self._names[0]))
        of_words = (elements[number] for number in self._strings)
        return declared_languages(of_words, self.page, self._markup.source, _LANGUAGES)

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
        ids = self._markup.new_ids()
        emptied = emptied_lines(self.page, made)
        tags = [self._tags[k] for k in self._strings] if made else []
        writer = StringWriter(self._markup, self.page, tags, self._hyphens, Glyphs(self._markup), ids, keep_original)
        found = [writer.splice(change, empties_line=change.first in emptied) for change in made]
        entry = self._entry(ids)
        return [*found, *([entry] if entry else [])]

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
