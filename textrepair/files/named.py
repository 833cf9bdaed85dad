"""Reading files that a user names beside the texts: settings, word lists, confusion tables, pairs.

Whatever stands under the name, a device or a folder, other bytes than text or ten thousand nested lists, the result is
an :class:`textrepair.errors.InputError` that names the file, the place and the remedy.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from textrepair.errors import InputError
from textrepair.files.atomic import reason_of
from textrepair.files.opening import open_file

__all__ = ["is_folder", "json_object", "open_named", "read_named_text"]

# Pairs of a whole collection have some hundred megabytes; a file of more than this was named by mistake.
_LARGEST = 2_000_000_000


def is_folder(path: Path | str) -> bool:
    r"""Whether a folder stands under a name; a name that no file can have is none.

    >>> is_folder("."), is_folder("x" * 5_000), is_folder("\0")
    (True, False, False)
    """
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def open_named(path: Path) -> BinaryIO:
    """Open a file, or a pipe, for reading.

    Args:
        path: its name.

    Raises:
        InputError: it cannot be opened, or is a device or a folder.
    """
    return open_file(str(path), path)


def read_named_text(path: Path, unpack: Callable[[BinaryIO], BinaryIO] | None = None) -> str:
    """Return the text of a file in UTF-8 as it stands, line ends included, without its byte-order mark.

    Args:
        path: its name.
        unpack: returns what decompresses the file; None: the file is not compressed.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    with open_named(path) as stream:
        try:
            data = (stream if unpack is None else unpack(stream)).read(_LARGEST + 1)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {reason_of(error)}") from error
        except MemoryError:
            raise InputError(f"{path}: cannot be read: it is larger than the memory; divide it") from None
    if len(data) > _LARGEST:
        raise InputError(f"{path}: cannot be read: it has more than {_LARGEST:,} bytes; divide it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}: not valid UTF-8 at byte {error.start} (line {line}): convert it first, as with "
            "iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def json_object(line: str, place: str) -> dict[str, Any]:
    """Return the JSON object that a line holds.

    Args:
        line: of a file of JSON Lines.
        place: what messages call it.

    Raises:
        InputError: it holds something else.

    >>> json_object('{"id": 7}', "pairs.jsonl, line 1")
    {'id': 7}
    """
    try:
        record = json.loads(line)
    except RecursionError:
        raise InputError(f"{place}: its values are nested too deeply: write one flat object a line") from None
    except ValueError as error:
        raise InputError(f"{place}: no JSON ({error}): write one object a line") from error
    if not isinstance(record, dict):
        raise InputError(f"{place}: no JSON object: write one object a line")
    return record
