"""References from one file to others: each leads to a file within a folder, or is refused."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from textrepair.errors import InputError, shortened
from textrepair.visible import visible

__all__ = ["file_within"]

_LONGEST_SHOWN = 120
# A path has 4,096 bytes at the most, each of which may be written with three characters.
_LONGEST = 3 * 4096
_HERE = ("", "localhost", ".")


def file_within(folder: Path, href: str) -> Path:
    """Return the file that a reference leads to.

    A reference is read as a URL (``text/1%20a.xml``, ``file:///books/1/text/1.xml``), then as the bare name of a file,
    with the separators of Windows too. docWorks writes ``file://./text/1.xml``; that is a path from the folder.

    Args:
        folder: the file is in it or in a folder within it, symbolic links followed.
        href: the reference.

    Returns:
        The path of the file, which begins with ``folder`` and has no ``..`` in the rest.

    Raises:
        InputError: it leads out of the folder, to nothing, or to something that is not a regular file; the message
            begins with the reference.
    """
    refused: InputError | None = None
    if len(href) > _LONGEST:
        raise InputError(f"{_quoted(href)} is longer than any path: write the path of the file")
    for candidate in _candidates(href.strip()):
        try:
            return _checked(folder, candidate, href)
        except InputError as error:
            refused = refused or error
    if refused is None:
        refused = InputError(f"{_quoted(href)} is not a file here: fetch it, and write its path here in place of it")
    raise refused


def _candidates(href: str) -> Iterator[str]:
    """Yield the paths that a reference may stand for, the likeliest first; none: it leads to another machine."""
    if not href:
        raise InputError("an empty reference leads to no file: write the path of the file")
    try:
        address = urlsplit(href)
    except ValueError:  # such as a bracket that is not closed
        address = None
    # urlsplit drops line breaks and the like, which no name of a file has by mistake.
    if address is not None and href.isprintable():
        path = unquote(address.path, errors="surrogateescape")
        if address.scheme in ("", "file") and address.netloc in _HERE and path:
            yield f".{path}" if address.netloc == "." else path
        elif address.scheme == "file" and address.netloc:
            # A relative path with two slashes before it, as some write; a machine of that name is not asked.
            yield unquote(f"{address.netloc}{address.path}", errors="surrogateescape")
    if address is None or not (address.scheme and address.netloc):
        yield href
        if "\\" in href:
            yield href.replace("\\", "/")


def _checked(folder: Path, candidate: str, href: str) -> Path:
    """Return the path of a regular file within the folder."""
    path = folder / candidate
    try:
        root, real = os.path.realpath(folder), os.path.realpath(path)
        if not Path(real).is_relative_to(root):
            raise InputError(
                f"{_quoted(href)} leads out of the folder {folder}: name the files themselves, or their folder"
            )
        mode = Path(real).stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name, or a sign that no name can have
        raise InputError(f"{_quoted(href)} {_said(error)}: put the file there, or correct the path") from error
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "not a regular file"
        raise InputError(f"{_quoted(href)} is {what}: write the path of a file")
    inner = Path(os.path.abspath(path))  # noqa: PTH100 - links stay: they are the names that the user knows
    outer = Path(os.path.abspath(folder))  # noqa: PTH100
    # ‘..’ after a link is not what it looks like.
    if ".." in Path(candidate).parts or not inner.is_relative_to(outer):
        inner, outer = Path(real), Path(root)
    return folder / inner.relative_to(outer)


def _said(error: OSError | ValueError) -> str:
    """Say why a path leads to no file."""
    if isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "is not there"
    if isinstance(error, OSError):
        return f"cannot be looked at ({(error.strerror or str(error)).lower()})"
    return "cannot be the name of a file"


def _quoted(href: str) -> str:
    """Return a reference as a message shows it: on one line, and not much longer than a line."""
    return f"‘{shortened(visible(href), _LONGEST_SHOWN)}’"
