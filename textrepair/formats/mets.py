"""METS: a file that says which files are the pages of a document, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from textrepair.errors import InputError
from textrepair.formats.atomic import reason_of
from textrepair.formats.markup import local_name, read_markup
from textrepair.formats.page_detection import read_start

__all__ = ["is_mets", "pages_of"]

_PAGES = ("fulltext", "alto", "page", "hocr", "ocr")
_HREF = "{http://www.w3.org/1999/xlink}href"


def is_mets(given: str) -> bool:
    """Whether a path is that of a METS file, by its content; of files that are no .xml it is not asked."""
    if not given.lower().endswith(".xml"):
        return False
    try:
        with Path(given).open("rb") as stream:
            return read_start(stream).root == "mets"
    except (OSError, ValueError):
        return False


def pages_of(path: Path) -> list[Path]:
    """Return the files with the texts of the pages that a METS file names, in the order of the pages.

    They are those of file groups whose USE says so (FULLTEXT, OCR-D-OCR-…, ALTO), or whose MIME type is that of a page;
    the last such group of several, as the later steps of a workflow stand below the earlier ones.

    Args:
        path: the METS file; what it names is looked for beside it.

    Raises:
        InputError: it cannot be read, or names no such files, or one that is not here.
    """
    try:
        with path.open("rb") as stream:
            root = read_markup(stream, str(path)).root
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {reason_of(error)}") from error
    groups = [
        found
        for group in root.iter("{*}fileGrp")
        if (found := {file.get("ID"): file for file in group.iterchildren("{*}file") if _is_text(group, file)})
    ]
    if not groups:
        raise InputError(f"{path}: it names no files with texts of pages: name these files, or their folder")
    files = groups[-1]
    ordered: list[str] = []
    for division in root.iter("{*}structMap"):
        if (division.get("TYPE") or "PHYSICAL").upper() == "PHYSICAL":
            ordered += [pointer.get("FILEID") for pointer in division.iter("{*}fptr")]
    wanted = [key for key in dict.fromkeys(ordered) if key in files] or list(files)
    return [_place(path, files[key]) for key in wanted]


def _is_text(group: Any, file: Any) -> bool:
    use = (group.get("USE") or "").lower()
    kind = (file.get("MIMETYPE") or "").lower()
    if "alto" in kind or "prima.page" in kind or "hocr" in kind:
        return True
    return ("xml" in kind or not kind) and any(name in use for name in _PAGES)


def _place(path: Path, file: Any) -> Path:
    for location in file.iterchildren():
        href = location.get(_HREF) if local_name(location) == "FLocat" else None
        if not href:
            continue
        address = urlsplit(href)
        if address.scheme not in ("", "file") or address.netloc:
            raise InputError(f"{path}: the page {href} is not here: fetch it, and name it as it is here")
        place = path.parent / unquote(address.path)
        if not place.exists():
            raise InputError(f"{path}: it names {href}, which is not there")
        return place
    raise InputError(f"{path}: the file ‘{file.get('ID')}’ has no place (FLocat)")
