"""ALTO, hOCR and PAGE, as formats. They share a reader; each has a layout in a module of its own.

What reads a page takes some time to import, and is imported when a page is met.
"""

from __future__ import annotations

from typing import BinaryIO

from textrepair.formats.format import Format, Options
from textrepair.formats.head import Head
from textrepair.formats.protocols import Reader

__all__ = ["ALTO", "HOCR", "PAGE"]


def _check() -> None:
    """Make sure that pages can be read.

    Raises:
        ConfigurationError: it takes a package that is not installed.
    """
    from textrepair.formats.pages.markup import check_lxml

    check_lxml()


def _recognise(head: Head) -> str | None:
    """Return which kind of page a file is, by its content."""
    if head.first not in (b"<", b""):
        return None
    from textrepair.formats.pages.detection import read_start

    return read_start(head).kind


def _page_format(name: str, suffixes_in_folders: tuple[str, ...]) -> Format:
    """Return one of the formats: a file is told by its content, whatever its name."""

    def reader(stream: BinaryIO, told: Options) -> Reader:
        from textrepair.formats.pages.files import PageFiles

        return PageFiles(stream, name, told.name, keep_original=told.keep_original, encoding=told.encoding)

    return Format(
        name,
        (),
        reader,
        _check,
        _recognise,
        suffixes_in_folders=suffixes_in_folders,
        restores_units=True,
    )


ALTO = _page_format("alto", ("xml",))
HOCR = _page_format("hocr", ("hocr", "html", "htm", "xhtml"))
PAGE = _page_format("page", ("xml",))
