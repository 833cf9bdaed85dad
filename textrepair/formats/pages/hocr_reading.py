"""The words of hOCR: what role each element has, which text a word has, and which words go on in the next line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from textrepair.formats.pages.markup import local_name
from textrepair.formats.pages.page_text import join, normal

__all__ = ["LETTERS", "SOFT_HYPHEN", "WORDS", "HocrWords", "pieces_of", "read_words", "role_of", "text_of"]

SOFT_HYPHEN = "\u00ad"
WORDS = {"ocrx_word", "ocr_word"}
"""The classes of words."""
LETTERS = ("ocrx_cinfo", "ocr_cinfo", "ocr_symbol")
"""The classes of the letters of a word; such an element in another one is a choice for that letter."""

_LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
_BLOCKS = {"ocr_par", "ocr_carea", "ocrx_block"}


@dataclass
class HocrWords:
    """The words of a file; the first four lists have one item for each word.

    Attributes:
        texts: of each word.
        gaps: the white space after each; nothing where the word goes on in the next line.
        lines: the number of the line that each stands in.
        places: which of the elements each is.
        elements: all elements with a class of hOCR, in the order of the file.
    """

    texts: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    elements: list[Any] = field(default_factory=list)

    def add(self, text: str, place: int, line: int, gap: str) -> None:
        """Add a word.

        Args:
            text: its text.
            place: which of the elements it is.
            line: the number of its line.
            gap: the white space before it.
        """
        if self.texts:
            self.gaps.append(gap)
        self.texts.append(text)
        self.lines.append(line)
        self.places.append(place)


def read_words(root: Any) -> HocrWords:
    """Read the words of a file; a line that has a text and no words is read as one.

    Args:
        root: the root element.
    """
    words = HocrWords()
    elements = words.elements
    gap = ""
    line = 0
    open_line: tuple[int, Any] | None = None  # the place of a line that has no word so far, and the line
    within: set[Any] = set()  # the elements within words
    roles: dict[str | None, str] = {None: ""}
    for element in root.iter("*"):
        kind = element.get("class")
        role = roles.get(kind)
        if role is None:
            role = roles[kind] = role_of(kind)
        if not role:
            continue
        elements.append(element)
        if within and element in within:
            # The text of the word has the text of this element: it must not be read twice.
            open_line = None if role == "word" else open_line
        elif role == "word":
            open_line = None
            if len(element):
                within.update(element.iterdescendants())
            if text := text_of(element):
                words.add(text, len(elements) - 1, line, gap)
                gap = " "
        elif role != "other":
            if open_line is not None and (text := _text_of_line(open_line[1])):
                words.add(text, open_line[0], line, gap)
                gap = " "
            gap = _gap_before(role, gap)
            line += role == "line"
            open_line = (len(elements) - 1, element) if role == "line" else None
    if open_line is not None and (text := _text_of_line(open_line[1])):
        words.add(text, open_line[0], line, gap)
    if words.texts:
        words.gaps.append("\n")
    _join_soft_hyphens(words)
    return words


def role_of(kind: str) -> str:
    """Return the role of an element: word, line, block, page or other; empty if it is none of hOCR.

    Args:
        kind: its class.
    """
    classes = set(kind.split())
    if classes & WORDS:
        return "word"
    if classes & _LINES:
        return "line"
    if classes & _BLOCKS:
        return "block"
    return "page" if "ocr_page" in classes else "other" if "ocr" in kind else ""


def _gap_before(role: str, gap: str) -> str:
    """Return the white space before the next word once a line, block or page begins.

    Args:
        role: what begins.
        gap: the white space so far.
    """
    if role == "line":
        return "\n" if gap == " " else gap
    return "\n\n" if role == "block" and gap != "\n\f" else "\n\f"


def _text_of_line(line: Any) -> str:
    """Return the text of a line; empty if there are elements of hOCR in it, whose text it is."""
    within_it = (part.get("class", "") for part in line.iterdescendants())
    return "" if any("ocr_" in kind or "ocrx_" in kind for kind in within_it) else text_of(line)


def _join_soft_hyphens(words: HocrWords) -> None:
    """Join a word that ends its line in a soft hyphen with the next word."""
    texts, lines = words.texts, words.lines
    for k in range(len(texts) - 1):
        text = texts[k]  # A join of the word before may have put a line end into it.
        if text.endswith(SOFT_HYPHEN) and len(text) > 1 and lines[k] != lines[k + 1]:
            join(texts, words.gaps, k, text.rstrip(SOFT_HYPHEN) or text)


def text_of(element: Any) -> str:
    """Return the text of a word, with one space wherever there is white space; without other readings of it."""
    if len(element) == 0:
        text: str = element.text or ""
        return text if text.isprintable() and " " not in text else normal(text)
    return normal("".join(pieces_of(element)))


def pieces_of(element: Any) -> Iterator[str]:
    """Yield the pieces of the text of a word, or of an element in it; without other readings of it."""
    if _is_alternative(element):
        return
    # Where each letter is an element, the white space between them only lays out the file.
    has_letters = any(child.get("class") in LETTERS and not len(child) for child in element)
    blank = has_letters and not (element.text or "").strip()
    yield "" if blank else element.text or ""
    for child in element:
        yield from pieces_of(child)
        tail = child.tail or ""
        yield "" if blank and not tail.strip() else tail


def _is_alternative(element: Any) -> bool:
    """Whether an element holds another reading: a <del>, or the choices for a letter, which are nested."""
    if not isinstance(element.tag, str):
        return True
    return local_name(element) == "del" or (element.get("class") in LETTERS and len(element) > 0)
