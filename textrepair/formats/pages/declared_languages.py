"""The language that a page declares for each of its words: LANG in ALTO, primaryLanguage in PAGE, lang in hOCR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from textrepair.alternatives import DeclaredLanguage
from textrepair.formats.pages.page_text import PageText

__all__ = ["XML_LANG", "declared_languages"]

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute of XML that declares a language."""


def declared_languages(
    elements: Iterable[Any], page: PageText, source: str, attributes: Sequence[str]
) -> Iterator[DeclaredLanguage]:
    """Yield the language of each word that has one: what its element declares, or else the nearest one around it.

    Args:
        elements: the element of each word.
        page: the words.
        source: the source of the file; without any of the attributes, no element is looked at.
        attributes: the names of the attributes that declare a language, with their namespaces.
    """
    if not any(name.rpartition("}")[2] + "=" in source for name in attributes):
        return
    known: dict[Any, str] = {}
    for k, element in enumerate(elements):
        if language := _declared(element, attributes, known):
            yield DeclaredLanguage(page.starts[k], page.ends[k], language)


def _declared(element: Any, attributes: Sequence[str], known: dict[Any, str]) -> str:
    """Return the language of an element; ``known`` keeps those of the elements around it."""
    passed: list[Any] = []
    language = ""
    while element is not None and not language:
        if element in known:
            language = known[element]
            break
        passed.append(element)
        language = next((said for name in attributes if (said := element.get(name))), "")
        element = element.getparent()
    for one in passed[1:]:
        known[one] = language
    return language
