"""Read paragraphs of running text out of the files of packages: plain text, lists of glosses, pages of help."""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from xml.etree import ElementTree

from textrepair.errors import PackError

__all__ = ["Choice", "fingerprint", "paragraphs_of", "read_glosses"]

# Elements of Mallard (http://projectmallard.org) that are a paragraph, and those whose letters are no words.
PARAGRAPHS = frozenset({"desc", "p", "title"})
CODE = frozenset({"cmd", "code", "file", "input", "keyseq", "output", "sys"})


@dataclass(frozen=True)
class Choice:
    """Which paragraphs of a marked-up source are counted, each once.

    Left out are those of less than three words, those in which little words of the `foreign` language, untranslated,
    outnumber the language's `own`, and those whose :func:`fingerprint` is in `left_out`: they stand in a test set.
    """

    own: Collection[str]
    foreign: Collection[str]
    left_out: Collection[str]

    def of(self, paragraphs: Iterable[str]) -> Iterator[str]:
        """Yield the chosen paragraphs.

        >>> choice = Choice({"le"}, {"the"}, ())
        >>> list(choice.of(["Le chat dort.", "The cat sleeps.", "Le chat dort.", "Oui."]))
        ['Le chat dort.']
        """
        seen = set()
        for paragraph in paragraphs:
            if paragraph in seen or len(paragraph.split()) < 3:
                continue
            seen.add(paragraph)
            words = re.findall(r"[^\W\d_]+", paragraph.lower())
            own = sum(word in self.own for word in words)
            if own >= sum(word in self.foreign for word in words) and fingerprint(paragraph) not in self.left_out:
                yield paragraph


def fingerprint(paragraph: str) -> str:
    """Return what `left_out` in build.toml names a paragraph by."""
    return sha256(paragraph.encode()).hexdigest()[:16]


def read_glosses(content: bytes) -> Iterator[tuple[str, list[str]]]:
    r"""Yield the entries of a gzipped list "word, tab, gloss | gloss".

    >>> list(read_glosses(gzip.compress("chat\tFélin. | Mot.\n".encode())))
    [('chat', ['Félin.', 'Mot.'])]
    """
    for line in gzip.decompress(content).decode("utf-8").replace("\u00ad", "").splitlines():
        word, _, glosses = line.partition("\t")
        yield word, [gloss.strip() for gloss in glosses.split(" | ")]


def read_mallard(content: bytes) -> Iterator[str]:
    """Yield the paragraphs of a page of help; code is a number, since its letters are no words.

    >>> list(read_mallard(b"<page><title>Aide</title><p>Tapez <cmd>ls</cmd> ou <em>lis</em>ez.</p></page>"))
    ['Aide', 'Tapez 0 ou lisez.']
    """
    for element in ElementTree.fromstring(content).iter():
        if name_of(element) in PARAGRAPHS:
            yield " ".join(text_of(element).split())


def text_of(element: ElementTree.Element) -> str:
    """Return the text within an element."""
    if name_of(element) in CODE:
        return " 0 "
    return (element.text or "") + "".join(text_of(child) + (child.tail or "") for child in element)


def name_of(element: ElementTree.Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def paragraphs_of(content: bytes, format_name: str, unwanted: str = "") -> Iterator[str]:
    """Yield the paragraphs of one file of a package.

    Args:
        content: of the file.
        format_name: plain, mallard or glosses.
        unwanted: what glosses begin with that are made by formula, as a pattern.

    Raises:
        PackError: the format is unknown.
    """
    match format_name:
        case "plain":
            yield from content.decode("utf-8").splitlines()
        case "mallard":
            yield from read_mallard(content)
        case "glosses":
            formula = re.compile(unwanted or r"(?!)")
            for _, glosses in read_glosses(content):
                yield from (gloss for gloss in glosses if not formula.match(gloss))
        case _:
            raise PackError(f"build.toml: format {format_name!r} is none of plain, mallard, glosses")
