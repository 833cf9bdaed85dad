"""Reading the files of a language pack, and saying what is wrong with one that cannot be read.

A pack may be damaged, or the system may have no memory or no open files left. The two need different remedies.
"""

from __future__ import annotations

import errno
import hashlib
import re
import struct
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textrepair._core import DamagedPackFile
from textrepair.errors import PackError

__all__ = ["compiled", "pack_error", "read_lines", "read_pack_toml", "reading", "refuse_damaged"]

_INSTALL = "install the pack again"
# What the system refused, and what a user can do about it; everything else is a damaged pack.
_REMEDIES = {
    errno.EMFILE: "too many files are open in this process: close some, or raise the limit (ulimit -n)",
    errno.ENFILE: "too many files are open on this machine: close some, or raise the limit of the system",
    errno.ENOMEM: "the memory is full: free some, or use fewer processes (--jobs)",
    errno.EACCES: "permission denied: let this user read it",
    errno.EPERM: "permission denied: let this user read it",
    errno.ENAMETOOLONG: "its name is too long: give the code of a language",
}
# What a damaged file makes of the code that reads it.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,  # those of TOML, JSON and UTF-8 too
    re.error,
    struct.error,
)


def pack_error(path: Path, error: BaseException) -> PackError:
    """Return the error that says why a file of a pack cannot be read, with the remedy.

    Args:
        path: the file.
        error: what was raised.

    >>> str(pack_error(Path("fr/forms.txt"), OSError(errno.EMFILE, "Too many open files")))
    'fr/forms.txt: cannot be read: too many files are open in this process: close some, or raise the limit (ulimit -n)'
    >>> str(pack_error(Path("fr/forms.txt"), FileNotFoundError(errno.ENOENT, "No such file or directory")))
    'fr/forms.txt: cannot be read: no such file or directory; install the pack again'
    """
    if isinstance(error, MemoryError):
        return PackError(f"{path}: cannot be read: {_REMEDIES[errno.ENOMEM]}")
    if isinstance(error, OSError):
        remedy = _REMEDIES.get(error.errno or 0)
        reason = error.strerror or str(error) or type(error).__name__
        return PackError(f"{path}: cannot be read: {remedy or f'{reason[:1].lower()}{reason[1:]}; {_INSTALL}'}")
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return PackError(f"{path}: it is damaged ({reason}); {_INSTALL}")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Make a PackError of whatever goes wrong while a file of a pack is read.

    Args:
        path: the file, or the folder of the pack.

    Raises:
        PackError: the system refuses, or the file is damaged.
    """
    try:
        yield
    except PackError:
        raise
    except (OSError, MemoryError, *_DAMAGE) as error:
        raise pack_error(path, error) from error


@contextmanager
def compiled() -> Iterator[None]:
    """Make a PackError of what the core raises while it opens the files of a pack.

    Raises:
        PackError: the system refuses, or a file is damaged; the message names the file.
    """
    try:
        yield
    except DamagedPackFile as error:
        path, reason = error.args
        raise PackError(f"{path}: it is damaged ({reason}); {_INSTALL}") from error
    except OSError as error:
        raise pack_error(Path(error.filename or "the language pack"), error) from error


def read_pack_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file of a pack says.

    Raises:
        PackError: it cannot be read, or is no TOML.
    """
    with reading(path):
        return tomllib.loads(path.read_text("utf-8"))


def read_lines(path: Path) -> list[str]:
    """Return the lines of a small word list, without comments and empty lines.

    Raises:
        PackError: it cannot be read, or is not UTF-8.
    """
    with reading(path):
        return [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")]


def refuse_damaged(folder: Path, cause: BaseException) -> None:
    """Compare the files of a pack with the SHA-256 that its ``pack.toml`` has of each.

    The hashes of a pack take a tenth of a second. They are asked for only when something raised that never should.

    Args:
        folder: of the pack; one without a ``pack.toml`` cannot be judged.
        cause: what raised.

    Raises:
        PackError: a file is not the one that was sealed.
    """
    seal = folder / "pack.toml"
    if not seal.exists():
        return
    files = read_pack_toml(seal).get("files", {})
    for name, expected in files.items() if isinstance(files, dict) else ():
        path = folder / name
        with reading(path), path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != expected:
            raise PackError(f"{path}: it is not the file that was sealed with the pack; {_INSTALL}") from cause
