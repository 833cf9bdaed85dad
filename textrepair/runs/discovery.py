"""Finding the inputs that paths stand for, and where the result of each goes.

Nothing here holds a list of all files: a million of them are found one after the other, in a stable order.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from textrepair.errors import ConfigurationError, InputError, OutputError, TextRepairError
from textrepair.formats.atomic import reason_of
from textrepair.formats.pages.mets import is_mets, pages_of
from textrepair.named_files import is_folder
from textrepair.runs.bounds import Bounds, stays_within
from textrepair.runs.remote import RemoteFile, find_remote, is_remote

__all__ = ["STANDARD_INPUT", "Found", "find", "placed", "same_place"]

STANDARD_INPUT = "-"

# Marks a page of a METS file in a register; no name begins with it.
_OF_METS = "\0"
_TEMPORARY_ENDINGS = ("~", ".tmp", ".swp", ".bak", ".part")


@dataclass(frozen=True)
class Found:
    """An input.

    Attributes:
        path: where it is; None for standard input.
        place: where its result stands in a tree of results.
        document: the METS file that names it as a page.
    """

    path: Path | RemoteFile | None
    place: PurePath
    document: str | None = None

    @property
    def name(self) -> str:
        """What messages call it: the path as it was given."""
        return STANDARD_INPUT if self.path is None else str(self.path)


def find(
    paths: Iterable[str],
    globs: Sequence[str],
    output: Path | None = None,
    also: Callable[[Path], bool] | None = None,
) -> Iterator[Found | InputError]:
    """Yield the inputs that the paths stand for, and errors where a folder cannot be looked into.

    A path to a file is taken as it is. Of a folder those files are taken whose path in it matches one of ``globs``,
    in the order of their names. Hidden and temporary files are left, links to folders are not followed, and a link to a
    file outside the folders given is an error.

    Args:
        paths: files, folders, addresses, or ``-`` for standard input. What is named twice is taken once.
        globs: as for :meth:`pathlib.Path.glob`: ``**`` stands for any number of folders.
        output: the folder of results, which is never walked into.
        also: asked of every other file in a folder: whether it is taken all the same.

    Raises:
        ConfigurationError: a glob is none.
    """
    for glob in globs:
        if not glob or glob.startswith("/"):
            raise ConfigurationError(f"--glob: ‘{glob}’ is no pattern for paths within a folder; try '**/*.txt'")
    return _find(list(paths), globs, output, also)


def _find(
    given: list[str], globs: Sequence[str], output: Path | None, also: Callable[[Path], bool] | None
) -> Iterator[Found | InputError]:
    patterns = [tuple(PurePath(glob).parts) for glob in globs]
    bounds = Bounds(*(Path(path) for path in given if not is_remote(path) and is_folder(path)))
    with closing(_Register()) as seen:
        for path in given:
            none = True
            for found in _found(path, patterns, output, also, bounds):
                none = False
                # Only what is named several times can be met twice.
                if isinstance(found, InputError) or len(given) == 1 or seen.add(_key(found), ""):
                    yield found
            if none:
                yield InputError(f"{path}: no file in it matches ‘{globs[0]}’; say which with --glob")


def _key(found: Found) -> str:
    if isinstance(found.path, Path):
        return os.path.abspath(found.path)  # noqa: PTH100 - a link is not its target
    return found.name


def _found(
    given: str,
    patterns: list[tuple[str, ...]],
    output: Path | None,
    also: Callable[[Path], bool] | None,
    bounds: Bounds,
) -> Iterator[Found | InputError]:
    def wanted(parts: Sequence[str]) -> bool:
        return not any(map(_passed_over, parts)) and any(_matches(parts, pattern) for pattern in patterns)

    if given == STANDARD_INPUT:
        yield Found(None, PurePath(STANDARD_INPUT))
    elif is_remote(given):
        try:
            for file, place in find_remote(given, wanted):
                yield Found(file, place)
        except InputError as error:
            yield error
    elif is_folder(given):
        yield from _walk(Path(given), wanted, output, also, bounds)
    elif is_mets(given):
        yield from _named(Path(given))
    else:
        yield Found(Path(given), PurePath(Path(given).name))


def _named(mets: Path) -> Iterator[Found | InputError]:
    """Yield the pages that a METS file names; a page that cannot be taken is an error and leaves the others alone."""
    try:
        for page in pages_of(mets):
            if isinstance(page, InputError):
                yield page
                continue
            place = page.relative_to(mets.parent)
            if any(map(_passed_over, place.parts)):
                yield InputError(f"{mets}: the page {place} is a hidden or temporary file: give it another name")
            else:
                yield Found(page, place, str(mets))
    except (InputError, ConfigurationError) as error:
        yield error if isinstance(error, InputError) else InputError(str(error))


def _walk(
    root: Path,
    wanted: Callable[[Sequence[str]], bool],
    output: Path | None,
    also: Callable[[Path], bool] | None,
    bounds: Bounds,
) -> Iterator[Found | InputError]:
    errors: list[InputError] = []

    def refused(error: OSError) -> None:
        errors.append(InputError(f"{error.filename}: cannot be looked into: {reason_of(error)}"))

    avoided = None if output is None else os.path.realpath(output)
    for folder, folders, names in os.walk(root, onerror=refused):
        yield from errors
        errors.clear()
        # In place: this is what os.walk goes by.
        folders[:] = sorted(
            name
            for name in folders
            if not _passed_over(name) and os.path.realpath(os.path.join(folder, name)) != avoided  # noqa: PTH118
        )
        for name in sorted(names):
            path = Path(folder, name)
            place = path.relative_to(root)
            by_name = wanted(place.parts)
            if not by_name and (also is None or any(map(_passed_over, place.parts))):
                continue
            # Before it is looked into: what stands outside the folder was not named.
            if path.is_symlink() and bounds.leads_out(path):
                if by_name:
                    yield InputError(f"{path}: it is a link that leads out of {root}: name the file itself")
            elif (by_name or (also is not None and also(path))) and not _is_device(path):
                yield Found(path, place)
    yield from errors


def _passed_over(name: str) -> bool:
    """Whether a name is that of a hidden or temporary file."""
    return name.startswith((".", "#")) or name.endswith(_TEMPORARY_ENDINGS)


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[k:], pattern[1:]) for k in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _is_device(path: Path) -> bool:
    """Whether reading might wait for ever. What cannot be looked at is left to the reading to report."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


class _Register:
    """What was met so far, in a database that goes to a temporary file when it grows."""

    def __init__(self) -> None:
        import sqlite3  # not before it is needed: 5 ms

        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("CREATE TABLE met (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def add(self, key: str, value: str) -> bool:
        """Keep a value under a key; False if the key was met before."""
        row = (os.fsencode(key), os.fsencode(value))
        return self._base.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", row).rowcount > 0

    def value(self, key: str) -> str:
        """Return what was kept under a key."""
        (value,) = self._base.execute("SELECT value FROM met WHERE key = ?", (os.fsencode(key),)).fetchone()
        return os.fsdecode(value)

    def close(self) -> None:
        self._base.close()


def same_place(one: Path | RemoteFile | None, other: Path | RemoteFile | None) -> bool:
    """Whether two paths lead to one file, by a link perhaps."""
    if isinstance(one, Path) and isinstance(other, Path):
        # What is not there yet, as most results are, is looked for no further.
        there = os.path.lexists(one) and os.path.lexists(other)
        return one == other or (there and os.path.realpath(one) == os.path.realpath(other))
    return one is not None and one == other


def placed(
    files: Iterable[Found | InputError], output: Path | RemoteFile
) -> Iterator[tuple[Found, Path | RemoteFile] | TextRepairError]:
    """Yield each input with the place of its result under ``output``: the tree of its folder is kept.

    A page of a METS file whose result would have the place of another is an error in its place, and so is a result that
    a link or its name would lead out of ``output``.

    Raises:
        OutputError: two results would have one place, one would take the place of its input, or standard
            input has no name.
    """
    bounds = Bounds(output) if isinstance(output, Path) else None
    with closing(_Register()) as taken:
        for found in files:
            if isinstance(found, InputError):
                yield found
                continue
            if found.path is None:
                raise OutputError("standard input has no name that its result could have in a folder: leave out -o")
            if not stays_within(found.place):
                yield InputError(
                    f"{found.name}: its name leads out of the folder of the results, or to the journal there: name the "
                    "file itself"
                )
                continue
            target = output / found.place
            if bounds is not None and isinstance(target, Path) and bounds.leads_out(target):
                yield OutputError(
                    f"{target}: a link leads out of {output}, and nothing is written there: remove the link"
                )
                continue
            # Who names a METS file does not know its pages: they are no reason to stop the run.
            kind = _OF_METS if found.document is not None else ""
            if not taken.add(str(target), kind + found.name):
                other = taken.value(str(target))
                if kind or other.startswith(_OF_METS):
                    other = other.removeprefix(_OF_METS)
                    yield InputError(
                        f"{found.path} and {other} would both become {target}: repair one of them in a run of its own"
                    )
                    continue
                raise OutputError(f"{found.path} and {other} would both become {target}; repair them in two runs")
            if same_place(target, found.path):
                raise OutputError(
                    f"{target}: the result would take the place of the input; if so meant, say --in-place"
                )
            yield found, target
