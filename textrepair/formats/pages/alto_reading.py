"""The words of ALTO: its Strings in reading order, and the words that go on in the next line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textrepair.formats.pages.markup import local_name
from textrepair.formats.pages.page_text import join, normal

__all__ = ["HYPHENS", "AltoWords", "read_words"]

HYPHENS = ("-", "\u00ad", "\u2010", "¬", "=", "⸗")
"""The signs that end a line whose last word goes on in the next one."""


@dataclass
class AltoWords:
    """The words of a file; the lists have one item for each word.

    Attributes:
        texts: of each word, with the hyphen of a HYP that follows it.
        gaps: the white space after each; nothing where the word goes on in the next line.
        lines: the number of the line that each stands in.
        strings: which String of the file each is, from 0.
        hyphens: by the number of a word, the hyphen of the HYP that follows it.
        parts: by the number of a word, its SUBS_TYPE and, right behind it, its SUBS_CONTENT.
    """

    texts: list[str]
    gaps: list[str]
    lines: list[int]
    strings: list[int]
    hyphens: dict[int, str]
    parts: dict[int, str]

    def reordered(self, order: Sequence[int]) -> AltoWords:
        """Return the words in another order.

        Args:
            order: the numbers of all words, each once.
        """
        new_number = {old: new for new, old in enumerate(order)}
        return AltoWords(
            [self.texts[k] for k in order],
            [self.gaps[k] for k in order],
            [self.lines[k] for k in order],
            [self.strings[k] for k in order],
            {new_number[k]: hyphen for k, hyphen in self.hyphens.items()},
            {new_number[k]: part for k, part in self.parts.items()},
        )


def read_words(root: Any, names: Sequence[str]) -> AltoWords:
    """Read the words of a file in reading order.

    Args:
        root: its root element.
        names: the names of String, TextLine, TextBlock, Page and HYP, in this order, with their namespace.
    """
    words, blocks = _words_in_file_order(root, names)
    order = _reading_order(root, blocks, len(words.texts)) if blocks else None
    if order is not None:
        words = words.reordered(order)
    if words.gaps:
        words.gaps[-1] = "\n"
    _join_declared_parts(words)
    _join_soft_hyphens(words)
    return words


def _words_in_file_order(root: Any, names: Sequence[str]) -> tuple[AltoWords, list[tuple[int, Any]]]:
    """Read the words in the order of the file.

    Returns:
        The words; and each TextBlock with the number of its first word.
    """
    string, line_start, block_start, page_start, hyphen_tag = names
    words = AltoWords([], [], [], [], {}, {})
    # This loop takes most of the time of reading: names that are local are quicker.
    texts, gaps, lines, strings = words.texts, words.gaps, words.lines, words.strings
    blocks: list[tuple[int, Any]] = []
    line = 0
    number = -1
    gap = ""
    for element in root.iter(string, line_start, block_start, page_start, hyphen_tag):
        tag = element.tag
        if tag == string:
            number += 1
            text = element.get("CONTENT") or ""
            if not text.isprintable() or " " in text:
                text = normal(text)
            if not text:
                continue
            if texts:
                gaps.append(gap)
            part = element.get("SUBS_TYPE")
            if part is not None and part.startswith("Hyp"):
                words.parts[len(texts)] = part + (element.get("SUBS_CONTENT") or "")
            texts.append(text)
            lines.append(line)
            strings.append(number)
            gap = " "
        elif tag == line_start:
            line += 1
            gap = "\n" if gap == " " else gap
        elif tag == block_start:
            gap = gap if gap == "\n\f" else "\n\n"
            blocks.append((len(texts), element))
        elif tag == page_start:
            gap = "\n\f"
        elif texts and lines[-1] == line:
            hyphen = normal(element.get("CONTENT") or "").replace("\u00ad", "-") or "-"
            texts[-1] += hyphen
            words.hyphens[len(texts) - 1] = hyphen
    if texts:
        gaps.append("\n\n")
    return words, blocks


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


def _join_declared_parts(words: AltoWords) -> None:
    """Join the words of which SUBS_TYPE declares that they are the two parts of one."""
    texts, parts = words.texts, words.parts
    for k, part in parts.items():
        other = parts.get(k + 1, "")
        if part.startswith("HypPart1") and other.startswith("HypPart2"):
            bare = texts[k].rstrip("".join(HYPHENS)) or texts[k]
            if _is_one_word(part[8:], other[8:], bare + texts[k + 1]):
                # SUBS_CONTENT tells whether the hyphen stays when the lines are joined.
                join(texts, words.gaps, k, bare + "-" if part[8:].startswith(bare + "-") else bare)


def _is_one_word(first: str, second: str, joined: str) -> bool:
    """Return whether two parts that follow each other are declared as parts of the same word.

    Where a word goes on in the next page and a note stands between, the part of another word follows.

    Args:
        first, second: the word that each part says it belongs to; empty if it does not say.
        joined: the parts.
    """
    one, other, whole = ("".join(filter(str.isalpha, text)) for text in (first, second, joined))
    return not one or not other or one == other or whole in (one, other)


def _join_soft_hyphens(words: AltoWords) -> None:
    """Join a word that ends its line in a soft hyphen with the next word."""
    texts, lines = words.texts, words.lines
    for k in range(len(texts) - 1):
        text = texts[k]  # A join of the word before may have put a line end into it.
        if text.endswith("\u00ad") and len(text) > 1 and lines[k] != lines[k + 1] and k not in words.hyphens:
            join(texts, words.gaps, k, text[:-1])
