"""hOCR: a word is a span of the class ocrx_word, its box and confidence stand in the title.

A word that goes on in the next line ends in a soft hyphen. http://kba.github.io/hocr-spec/1.2/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from textrepair.alternatives import Alternative, DeclaredLanguage
from textrepair.formats.pages.boxes import Box, hull, shares
from textrepair.formats.pages.declared_languages import XML_LANG, declared_languages
from textrepair.formats.pages.hocr_alternatives import alternatives_of
from textrepair.formats.pages.hocr_reading import SOFT_HYPHEN, WORDS, read_words, role_of, text_of
from textrepair.formats.pages.markup import (
    Markup,
    NewIds,
    Splice,
    Tag,
    attribute,
    blank_before,
    escaped,
    number_of,
    said,
    spliced,
    with_attributes,
)
from textrepair.formats.pages.markup_tags import texts_within
from textrepair.formats.pages.page_changes import Change, emptied_lines
from textrepair.formats.pages.page_text import PageText, Word, normal
from textrepair.formats.pages.provenance import SETTINGS, account, software_version
from textrepair.memory import cached_property

__all__ = ["Hocr"]

_LANGUAGES = ("lang", XML_LANG)
_HYPHENS = ("-", SOFT_HYPHEN, "\u2010", "¬", "=", "⸗")
# A number of more than nine digits is not a place on a page.
_BBOX = re.compile(r"\bbbox" + 4 * r"\s+(-?\d{1,9})\b")
_CONFIDENCE = re.compile(r"\bx_wconf\s+(-?[\d.]+)")
# What a title says of letters: it no longer holds once the word has another text.
_OF_LETTERS = re.compile(r"(?<!\s)\s*+(?<![\w])(?:x_confs|x_bboxes|cuts|nlp)\b[^;]*+(?:;|$)")


class Hocr:
    """A file of hOCR.

    Args:
        markup: the file.
    """

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        words = read_words(markup.root)
        self._elements = words.elements
        self._places = words.places
        self.page = PageText(words.texts, words.gaps, words.lines)

    def words(self) -> Iterator[Word]:
        """Yield all that the file says about each word."""
        for k, number in enumerate(self._places):
            element = self._elements[number]
            title = element.get("title") or ""
            confidence = _CONFIDENCE.search(title)
            sure = number_of(confidence[1]) if confidence else None
            yield Word(
                element.get("id") or "",
                self.page.starts[k],
                self.page.ends[k],
                _box(title),
                None if sure is None else sure / 100,
                tuple(normal("".join(part.itertext())) for part in element.iter("{*}del")),
            )

    def alternatives(self) -> Iterator[Alternative]:
        """Yield what else the engine took words for, and their letters."""
        if "<del" not in self._markup.source and "x_conf" not in self._markup.source:
            return
        for k, number in enumerate(self._places):
            element = self._elements[number]
            if len(element):
                yield from alternatives_of(element, self.page.starts[k], self.page.texts[k])

    def languages(self) -> Iterator[DeclaredLanguage]:
        """Yield in which language the file says that words are."""
        of_words = (self._elements[number] for number in self._places)
        return declared_languages(of_words, self.page, self._markup.source, _LANGUAGES)

    @cached_property
    def _tags(self) -> list[Tag]:
        """The start tags of the elements.

        Raises:
            InputError: they are not those that the tree has.
        """
        source, is_html = self._markup.source, self._markup.is_html
        found = []
        for tag in self._markup.tags([]):
            kind = attribute(source[tag.start : tag.end], "class", is_html=is_html)
            if kind is not None and "ocr" in kind:
                found.append((tag, kind, attribute(source[tag.start : tag.end], "title", is_html=is_html)))
        if [one[1:] for one in found] != [(element.get("class"), element.get("title")) for element in self._elements]:
            raise self._markup.refusal("elements")
        tags = [tag for tag, *_ in found]
        for number in self._places:
            start, end = tags[number].end, tags[number].content_end
            if normal(said(source[start:end], is_html=is_html)) != normal("".join(self._elements[number].itertext())):
                raise self._markup.refusal("words")
        return tags

    def splices(self, made: Sequence[Change], *, keep_original: bool) -> list[Splice]:
        """Return what is to be replaced in the source of the file."""
        ids = self._markup.new_ids()
        # A line without words would be read as its text: it keeps an empty word if there is text beside its words.
        kept = {k for k in emptied_lines(self.page, made) if self._has_othertext_of(k)}
        found = [one for change in made if (one := self._splice(change, keep_original, kept, ids)) is not None]
        entry = self._entry()
        return [*found, *([entry] if entry else [])]

    def _has_othertext_of(self, first: int) -> bool:
        """Whether the line that a word is the first of has text that no word has."""
        element = self._elements[self._places[first]]
        line = next((above for above in element.iterancestors() if role_of(above.get("class") or "") == "line"), None)
        if line is None:
            return False
        of_words = takewhile(lambda k: self.page.lines[k] == self.page.lines[first], range(first, len(self._places)))
        words = "".join(text_of(self._elements[self._places[k]]) for k in of_words)
        return "".join(text_of(line).split()) != "".join(words.split())

    def _splice(self, change: Change, keep_original: bool, kept: set[int], ids: NewIds) -> Splice | None:
        source, is_html = self._markup.source, self._markup.is_html
        numbers = [self._places[k] for k in range(change.first, change.last)]
        first = self._tags[numbers[0]]
        inner_end, end = first.content_end, first.element_end
        begin, inner, close = source[first.start : first.end], source[first.end : inner_end], source[inner_end:end]
        if len(numbers) > 1:
            end = self._tags[numbers[-1]].element_end
        was = [text_of(self._elements[number]) for number in numbers]
        before = blank_before(source, first.start)
        gap = before or " "
        if not change.tokens and not keep_original and change.first not in kept:
            return Splice(first.start - len(before), end, "")
        tokens = list(change.tokens) or [""]
        if change.after is not None:
            tokens[-1] += SOFT_HYPHEN
        if tokens == was:
            return None  # that it goes on from the line before is said there
        if not WORDS.intersection((self._elements[numbers[0]].get("class") or "").split()):
            # A line without words: it has one box, and stays one.
            tokens = [" ".join(tokens)]
        title = attribute(begin, "title", is_html=is_html) or ""
        whole = hull([_box(self._elements[number].get("title") or "") for number in numbers])
        spans = shares([token.rstrip(SOFT_HYPHEN) for token in tokens])
        bare = [token.rstrip(SOFT_HYPHEN) for token in tokens]
        # A hyphen that becomes a soft one does not make another word.
        same = bare in (was, [text.rstrip("".join(_HYPHENS)) for text in was])
        identity = attribute(begin, "id", is_html=is_html)
        pieces: list[str] = []
        for k, (token, (low, high)) in enumerate(zip(tokens, spans, strict=True)):
            made = title
            if len(tokens) > 1 or len(numbers) > 1:
                made = _with_box(made, whole, low, high)
            if not same:
                made = _OF_LETTERS.sub("", made)
                made = _CONFIDENCE.sub(r"x_superseded_wconf \1", made)
                if keep_original and k == 0:
                    quoted = " ".join(was).replace("\\", "\\\\").replace('"', '\\"')
                    made = f'{made.rstrip("; ")}; x_original "{quoted}"'.removeprefix("; ")
            values: dict[str, str | None] = {"title": made} if made != title else {}
            if k and identity is not None:
                values["id"] = ids.after(identity)
            pieces += [
                gap if k else "",
                with_attributes(begin, values, is_html=is_html),
                self._inner(first.end, inner, token),
                close,
            ]
        return Splice(first.start, end, "".join(pieces))

    def _inner(self, start: int, inner: str, text: str) -> str:
        """Return the content of a word with another text."""
        text = escaped(text).replace(SOFT_HYPHEN, "&#173;")
        if "ocrx_cinfo" in inner or "<del" in inner or "<!" in inner:
            return text
        places = [
            (low - start, high - start)
            for low, high in texts_within(self._markup.plain, start, start + len(inner), is_html=self._markup.is_html)
            if inner[low - start : high - start].strip()
        ]
        if not places:
            return text
        splices = []
        for k, (low, high) in enumerate(places):
            stretch = inner[low:high]
            lead = len(stretch) - len(stretch.lstrip())
            trail = len(stretch) - len(stretch.rstrip())
            splices.append(Splice(low + lead, high - trail, "" if k else text))
        made = spliced(inner, splices)[0]
        is_html = self._markup.is_html
        return made if normal(said(made, is_html=is_html)) == normal(said(text, is_html=is_html)) else text

    def _entry(self) -> Splice | None:
        """Return the account of what was done, for the head of the file, or as a comment if it has none."""
        source, is_html = self._markup.source, self._markup.is_html
        named = [
            tag
            for tag in self._markup.tags(["meta"])
            if (attribute(source[tag.start : tag.end], "name", is_html=is_html) or "").lower().startswith("ocr-")
        ]
        after = named or self._markup.tags(["head"])
        if not after:
            return self._markup.remark(account())
        # Behind the last of these, in a line like its own.
        blank = blank_before(source, after[-1].start)
        line = blank[max(0, blank.rfind("\n")) :]
        line = "\r" * blank.endswith("\r" + line) + line
        content = escaped(f"{software_version()}; {SETTINGS}", '"')
        at = after[-1].element_end if named else after[-1].end
        return Splice(at, at, f'{line}<meta name="textrepair" content="{content}" />')


def _box(title: str) -> Box | None:
    found = _BBOX.search(title)
    return Box(*(float(value) for value in found.groups())) if found else None


def _with_box(title: str, whole: Box | None, low: float, high: float) -> str:
    if whole is None:
        return title
    width = whole.right - whole.left
    left, right = round(whole.left + width * low), round(whole.left + width * high)
    box = f"bbox {left} {int(whole.top)} {right} {int(whole.bottom)}"
    return _BBOX.sub(box, title, count=1)
