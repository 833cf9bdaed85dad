"""METS: a file that says which files are the pages of a document, and in which order.

https://www.loc.gov/standards/mets/

Every run asks of its inputs whether they are METS files: what reads them is imported when one may be.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from textrepair.errors import InputError
from textrepair.formats.atomic import reason_of

__all__ = ["is_mets", "pages_of"]

# What a name of a group says: FULLTEXT, OCR-D-OCR-…, ALTOGRP, ALTOFiles, PAGEXML, coordOCR, hOCR.
_PAGES = re.compile(r"fulltext|alto|page|hocr|ocr(?!-?d(?![a-z]))", re.IGNORECASE)
_IMAGES = re.compile(r"img|image|thumb|pdf|tiff?(?![a-z])|jpe?g|jp2", re.IGNORECASE)
_IMAGE_ENDINGS = (".tif", ".tiff", ".jpg", ".jpeg", ".jp2", ".png", ".gif", ".webp", ".pdf")
_PAGE_TYPES = ("alto", "prima.page", "hocr")
_MARKUP_TYPES = ("xml", "html", "octet-stream")
# METS 1 has it in the namespace of XLink, of which there were several; METS 2 writes LOCREF.
_PLACES = ("href", "LOCREF")
_WRAPPERS = ("OAI-PMH", "GetRecord", "record")
_METS_TAG = re.compile(rb"<(?:[\w.-]+:)?mets[\s>]")
_NUMBER = re.compile(r"[+-]?\d{1,18}")


class _File(NamedTuple):
    """A file that a METS file names.

    Attributes:
        identity: its ID; empty if it has none.
        references: where it is, one reference for each FLocat.
        series: USE and ID of its group, which the pages of one version have in common.
        is_page: whether group and MIME type say that it is a page with a text; None: they say nothing.
    """

    identity: str
    references: tuple[str, ...]
    series: tuple[str, str]
    is_page: bool | None


def is_mets(given: str) -> bool:
    """Return whether a path leads to a METS file, or to an answer of OAI-PMH with one in it.

    Args:
        given: the path; only a regular file whose name ends in .xml is opened.
    """
    if not given.lower().endswith(".xml"):
        return False
    from textrepair.formats.head import HEAD, Head
    from textrepair.formats.pages.detection import read_start, root_of

    try:
        path = Path(given)
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            head = read_start(Head(stream)).head
            root = root_of(head)
            # A comment may end, and the wrapper begin, shortly before the end of what was read.
            return root == "mets" or (root in _WRAPPERS and _METS_TAG.search(head + stream.read(HEAD)) is not None)
    except (OSError, ValueError):
        return False


def pages_of(path: Path) -> Iterator[Path | InputError]:
    """Yield the files with the texts of the pages that a METS file names, in the order of the pages.

    The pages are the last group of files whose MIME type, USE or ID says that it holds texts (FULLTEXT, OCR-D-OCR-…,
    ALTOGRP); later steps of a workflow stand below earlier ones. If no group says so, the content of the files decides.
    Their order is that of the physical structure; pages that it does not mention come after the others.

    Args:
        path: the METS file. Only files in its folder, or in a folder within that, are pages.

    Yields:
        Each page once, or an error in the place of a page that leads elsewhere or is not there.

    Raises:
        InputError: the METS file cannot be read, or names no pages.
    """
    root = _root(path)
    files = list(_files(root))
    wanted = [file for file in files if file.is_page] or [
        file for file in files if file.is_page is None and _holds_page(path, file)
    ]
    if not wanted:
        raise InputError(f"{path}: it names no files with texts of pages: name these files, or their folder")
    last = wanted[-1].series
    met: set[str] = {os.path.realpath(path)}
    for file in _ordered(root, [file for file in wanted if file.series == last]):
        try:
            place = _place(path, file)
        except InputError as error:
            yield error
            continue
        real = os.path.realpath(place)
        if real not in met:
            yield place
        elif real == os.path.realpath(path):
            yield InputError(f"{path}: it names itself as the page ‘{file.identity}’: write the path of the page")
        met.add(real)


def _root(path: Path) -> Any:
    """Return the element ``mets`` of a file."""
    from textrepair.formats.pages.markup import local_name, read_markup

    try:
        with path.open("rb") as stream:
            root = read_markup(stream, str(path)).root
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {reason_of(error)}") from error
    if local_name(root) == "mets":
        return root
    found = list(root.iter("{*}mets"))
    if len(found) != 1:
        raise InputError(f"{path}: it holds {len(found)} METS documents: make a file of each")
    return found[0]


def _files(root: Any) -> Iterator[_File]:
    """Yield the files of all groups."""
    for group in root.iter("{*}fileGrp"):
        names = [(one.get("USE") or "", one.get("ID") or "") for one in (group, *group.iterancestors("{*}fileGrp"))]
        use, identity = names[0]
        # Some profiles have a group for each page: their IDs differ in a number.
        kind = re.sub(r"\d+", "", identity)
        for file in group.iterchildren("{*}file"):
            own = file.get("USE") or ""
            references = tuple(
                value
                for location in file.iterchildren("{*}FLocat")
                for key, value in location.attrib.items()
                if key.rpartition("}")[2] in _PLACES
            )
            is_page = _is_page(file.get("MIMETYPE") or "", [own, *chain.from_iterable(names)], references)
            yield _File(file.get("ID") or "", references, (own or use, kind), is_page)


def _is_page(mime: str, names: Iterable[str], references: Iterable[str]) -> bool | None:
    """Return whether a file is a page with a text.

    Args:
        mime: its MIME type; empty: the METS file does not say it.
        names: USE and ID of its groups, from the inside.
        references: where it is.

    Returns:
        None: nothing of these says it.
    """
    mime = mime.lower()
    if any(kind in mime for kind in _PAGE_TYPES):
        return True
    if (mime and not any(kind in mime for kind in _MARKUP_TYPES)) or any(map(_is_image, references)):
        return False
    for name in names:
        if _IMAGES.search(name):
            return False
        if _PAGES.search(name):
            return True
    return None


def _is_image(reference: str) -> bool:
    """Return whether a reference leads to an image, by its end."""
    return reference.partition("#")[0].partition("?")[0].rstrip().lower().endswith(_IMAGE_ENDINGS)


def _holds_page(path: Path, file: _File) -> bool:
    """Return whether the content of a file is that of a page."""
    from textrepair.formats.head import Head
    from textrepair.formats.pages.detection import read_start

    try:
        with _place(path, file).open("rb") as stream:
            return read_start(Head(stream)).kind is not None
    except (OSError, InputError):
        return False


def _place(path: Path, file: _File) -> Path:
    """Return where a file is: the first of its references that leads to a file here.

    Raises:
        InputError: none does.
    """
    from textrepair.formats.pages.hrefs import file_within

    refused: InputError | None = None
    for reference in file.references:
        try:
            return file_within(path.parent, reference)
        except InputError as error:
            refused = refused or error
    if refused is not None:
        raise InputError(f"{path}: the page {refused}") from refused
    raise InputError(f"{path}: the page ‘{file.identity}’ has no place (FLocat): write the path of its file")


def _ordered(root: Any, files: list[_File]) -> Iterable[_File]:
    """Return files in the order of the physical structure; those that it does not mention come last."""
    by_identity: dict[str, list[_File]] = {}
    for file in files:
        by_identity.setdefault(file.identity, []).append(file)
    maps = sorted(root.iter("{*}structMap"), key=_rank)
    for rank in sorted({_rank(one) for one in maps}):
        mentioned = [key for one in maps if _rank(one) == rank for key in _pointers(one) if key in by_identity]
        if mentioned:
            return dict.fromkeys([*(file for key in dict.fromkeys(mentioned) for file in by_identity[key]), *files])
    return files


def _rank(structure: Any) -> int:
    """Return how well a structMap tells the order of pages; 0: best."""
    kind = (structure.get("TYPE") or "").upper()
    return 0 if kind == "PHYSICAL" else 1 if not kind else 3 if kind == "LOGICAL" else 2


def _pointers(division: Any) -> Iterator[str]:
    """Yield the IDs of the files that a division points to, those within it in the order that their ORDER says."""
    for pointer in division.iterchildren("{*}fptr"):
        for element in pointer.iter("{*}fptr", "{*}area"):
            yield from (element.get("FILEID") or "").split()
    inner = list(division.iterchildren("{*}div"))
    orders = [one.get("ORDER") or "" for one in inner]
    if all(map(_NUMBER.fullmatch, orders)):
        inner = [one for _, one in sorted(zip(map(int, orders), inner, strict=True), key=lambda pair: pair[0])]
    for one in inner:
        yield from _pointers(one)
