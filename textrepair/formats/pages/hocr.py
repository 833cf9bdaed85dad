"""hOCR: a word is a span of the class ocrx_word, its box and confidence stand in the title.

A word that goes on in the next line ends in a soft hyphen. http://kba.github.io/hocr-spec/1.2/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from textrepair.alternatives import MOST, UNSAID, Alternative, differences, of_letters
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
    said,
    spliced,
    with_attributes,
)
from textrepair.formats.pages.markup_tags import texts_within
from textrepair.formats.pages.page_text import Box, Change, PageText, Word, emptied_lines, hull, join, normal, shares
from textrepair.formats.pages.provenance import SETTINGS, account, software_version
from textrepair.memory import cached_property

__all__ = ["Hocr"]

_WORDS = {"ocrx_word", "ocr_word"}
_LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
_BLOCKS = {"ocr_par", "ocr_carea", "ocrx_block"}
_SOFT = "\u00ad"
_HYPHENS = ("-", _SOFT, "\u2010", "¬", "=", "⸗")
# Nine digits at the most: longer numbers are no places.
_BBOX = re.compile(r"\bbbox" + 4 * r"\s+(-?\d{1,9})\b")
_CONFIDENCE = re.compile(r"\bx_wconf\s+(-?[\d.]+)")
_CHOICE_CONFIDENCE = re.compile(r"\bx_confs?\s+(-?[\d.]+)")
# −ln of the chance of an alternative.
_CHANCE = re.compile(r"\bnlp\s+(-?[\d.]+)")
# Letters of a word, and what each of them may be.
_LETTERS = ("ocrx_cinfo", "ocr_cinfo", "ocr_symbol")
# What says something about letters that are others now.
_OF_LETTERS = re.compile(r"(?<!\s)\s*+(?<![\w])(?:x_confs|x_bboxes|cuts|nlp)\b[^;]*+(?:;|$)")


class Hocr:
    """A file of hOCR.

    Args:
        markup: the file.
    """

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._elements: list[Any] = []  # all with a class of hOCR
        self._places: list[int] = []  # for each word, which of the elements it is
        self.page = self._read()

    def _read(self) -> PageText:
        texts: list[str] = []
        gaps: list[str] = []
        lines: list[int] = []
        pending = ""
        line = 0
        open_line: tuple[int, Any] | None = None  # a line without a word so far
        within: set[Any] = set()  # what is part of a word

        elements, places = self._elements, self._places

        def add(number: int, text: str) -> None:
            nonlocal pending
            if texts:
                gaps.append(pending)
            texts.append(text)
            lines.append(line)
            places.append(number)
            pending = " "

        def end_line() -> None:
            """Take a line that turned out to have no words for one."""
            nonlocal open_line
            if open_line is not None:
                number, element = open_line
                within_it = (part.get("class", "") for part in element.iterdescendants())
                if not any("ocr_" in kind or "ocrx_" in kind for kind in within_it) and (text := _text(element)):
                    add(number, text)
            open_line = None

        roles: dict[str | None, str] = {None: ""}
        for element in self._markup.root.iter("*"):
            kind = element.get("class")
            role = roles.get(kind)
            if role is None:
                role = roles[kind] = _role(kind)
            if not role:
                continue
            elements.append(element)
            if within and element in within:
                # The text of the word has it; a line within a word would be read twice.
                open_line = None if role == "word" else open_line
                continue
            if role == "word":
                open_line = None
                if len(element):
                    within.update(element.iterdescendants())
                text = _text(element)
                if text:
                    add(len(elements) - 1, text)
            elif role == "line":
                end_line()
                line += 1
                pending = "\n" if pending == " " else pending
                open_line = len(elements) - 1, element
            elif role == "block":
                end_line()
                pending = pending if pending == "\n\f" else "\n\n"
            elif role == "page":
                end_line()
                pending = "\n\f"
        end_line()
        if texts:
            gaps.append("\n")
        for k in range(len(texts) - 1):
            if texts[k].endswith(_SOFT) and len(texts[k]) > 1 and lines[k] != lines[k + 1]:
                join(texts, gaps, k, texts[k].rstrip(_SOFT) or texts[k])
        return PageText(texts, gaps, lines)

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
                yield from _alternatives(element, self.page.starts[k], self.page.texts[k])

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
        kept = {k for k in emptied_lines(self.page, made) if self._has_other_text(k)}
        found = [one for change in made if (one := self._splice(change, keep_original, kept, ids)) is not None]
        entry = self._entry()
        return [*found, *([entry] if entry else [])]

    def _has_other_text(self, first: int) -> bool:
        """Whether the line that a word is the first of has text that no word has."""
        element = self._elements[self._places[first]]
        line = next((above for above in element.iterancestors() if _role(above.get("class") or "") == "line"), None)
        if line is None:
            return False
        of_words = takewhile(lambda k: self.page.lines[k] == self.page.lines[first], range(first, len(self._places)))
        words = "".join(_text(self._elements[self._places[k]]) for k in of_words)
        return "".join(_text(line).split()) != "".join(words.split())

    def _splice(self, change: Change, keep_original: bool, kept: set[int], ids: NewIds) -> Splice | None:
        source, is_html = self._markup.source, self._markup.is_html
        numbers = [self._places[k] for k in range(change.first, change.last)]
        first = self._tags[numbers[0]]
        inner_end, end = first.content_end, first.element_end
        begin, inner, close = source[first.start : first.end], source[first.end : inner_end], source[inner_end:end]
        if len(numbers) > 1:
            end = self._tags[numbers[-1]].element_end
        was = [_text(self._elements[number]) for number in numbers]
        before = blank_before(source, first.start)
        gap = before or " "
        if not change.tokens and not keep_original and change.first not in kept:
            return Splice(first.start - len(before), end, "")
        tokens = list(change.tokens) or [""]
        if change.after is not None:
            tokens[-1] += _SOFT
        if tokens == was:
            return None  # that it goes on from the line before is said there
        if not _WORDS.intersection((self._elements[numbers[0]].get("class") or "").split()):
            # A line without words: it has one box, and stays one.
            tokens = [" ".join(tokens)]
        title = attribute(begin, "title", is_html=is_html) or ""
        whole = hull([_box(self._elements[number].get("title") or "") for number in numbers])
        spans = shares([token.rstrip(_SOFT) for token in tokens])
        bare = [token.rstrip(_SOFT) for token in tokens]
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
        text = escaped(text).replace(_SOFT, "&#173;")
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


def _role(kind: str) -> str:
    """Return what an element of a class is; empty: none of hOCR."""
    classes = set(kind.split())
    if classes & _WORDS:
        return "word"
    if classes & _LINES:
        return "line"
    if classes & _BLOCKS:
        return "block"
    return "page" if "ocr_page" in classes else "other" if "ocr" in kind else ""


def _text(element: Any) -> str:
    """Return the text of a word; what else it, or a letter of it, may be is left out."""
    if len(element) == 0:
        text: str = element.text or ""
        return text if text.isprintable() and " " not in text else normal(text)
    return normal("".join(_said(element)))


def _said(element: Any) -> Iterator[str]:
    if _is_alternative(element):
        return
    # Where each letter is an element, what stands between them is but the layout of the file.
    spelt = any(child.get("class") in _LETTERS and not len(child) for child in element)
    blank = spelt and not (element.text or "").strip()
    yield "" if blank else element.text or ""
    for child in element:
        yield from _said(child)
        tail = child.tail or ""
        yield "" if blank and not tail.strip() else tail


def _is_alternative(element: Any) -> bool:
    """Whether an element says what else may stand there: a <del>, or the choices for a letter, which are nested."""
    if not isinstance(element.tag, str):
        return True
    return local_name(element) == "del" or (element.get("class") in _LETTERS and len(element) > 0)


def _alternatives(element: Any, start: int, text: str) -> Iterator[Alternative]:
    """Yield what else a word may be, and what its letters may be.

    Args:
        element: the word.
        start: where it stands.
        text: how it reads.
    """
    letters: list[list[tuple[str, float | None]]] = []
    inserted: dict[Any, Any] = {}  # by their parent, the first <ins> of several
    for child in element.iter("{*}ins"):
        inserted.setdefault(child.getparent(), child)
    whole = "".join(_said(element)).strip() if inserted else ""
    removed = 0
    for child in element.iter("*"):
        if local_name(child) == "del":
            beside = inserted.get(child.getparent())
            removed += 1
            if beside is not None and removed <= MOST and normal(whole) == text:
                yield from _instead(whole, beside, child, start, text)
        elif child.get("class") in _LETTERS and len(child) and child.getparent().get("class") not in _LETTERS:
            letters.append(_choices(child))
    yield from of_letters(start, text, letters)


def _choices(letter: Any) -> list[tuple[str, float | None]]:
    """Return what a letter may be, each with its confidence, 0–1, the likeliest first."""
    found: dict[str, float | None] = {}
    for choice in letter.iter("*"):
        # An empty one stands for the white between two letters.
        if len(choice) == 0 and choice.text:
            told = _CHOICE_CONFIDENCE.search(choice.get("title") or "")
            sure = number_of(told[1]) if told else None
            if sure is None:
                found.setdefault(choice.text, None)
            else:
                # A letter that was looked at several times counts as what it was at best.
                found[choice.text] = max(sure / 100, found.get(choice.text) or 0.0)
    return sorted(found.items(), key=lambda one: -(one[1] or 0.0))[: MOST + 1]


def _instead(whole: str, inserted: Any, removed: Any, start: int, text: str) -> Iterator[Alternative]:
    """Yield what a word reads with what the engine left out put in.

    Args:
        whole: the word, with its white space.
        inserted, removed: what the engine read, and what else it may be.
        start: where the word stands.
        text: how it reads.
    """
    said = "".join(_said(inserted))
    if whole.count(said) != 1:
        return
    chances = [_CHANCE.search(one.get("title") or "") for one in (inserted, removed)]
    values = [None if found is None else number_of(found[1]) for found in chances]
    standing, other = values
    cost = UNSAID if standing is None or other is None else max(0.0, other - standing)
    yield from differences(start, text, normal(whole.replace(said, "".join(removed.itertext()))), cost)


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
