"""Files at an address, such as ``s3://…``, by way of fsspec; credentials come from the environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

from textrepair.errors import ConfigurationError, InputError, OutputError

__all__ = ["RemoteFile", "find_remote", "is_remote", "is_remote_folder"]

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_MAGIC = re.compile(r"[*?\[]")


def is_remote(path: str) -> bool:
    """Whether a path is an address.

    >>> is_remote("s3://archive/1890/"), is_remote("a:/b.txt")
    (True, False)
    """
    return _ADDRESS.match(path) is not None


@dataclass(frozen=True)
class RemoteFile:
    """A file, or a folder, at an address."""

    url: str

    def __str__(self) -> str:
        return self.url

    def is_same(self, other: RemoteFile) -> bool:
        """Whether another address is that of the same file: a store may know a file by several.

        >>> RemoteFile("memory://a/b").is_same(RemoteFile("memory:///a/b"))
        True
        """
        if self == other:
            return True
        files, path = _files(self.url)
        others, other_path = _files(other.url)
        return bool(files == others) and path == other_path

    def __truediv__(self, place: PurePath) -> RemoteFile:
        return RemoteFile(f"{self.url.rstrip('/')}/{place.as_posix()}")

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open the file for reading.

        Raises:
            InputError: it is not there, or must not be read.
        """
        files, path = _files(self.url)
        try:
            return cast(BinaryIO, files.open(path, mode))
        except Exception as error:  # each kind of store has its own
            raise InputError(f"{self.url}: cannot be read: {_reason(error)}") from error

    def status(self) -> tuple[int, str]:
        """Return the size of the file and what tells one version of it from another."""
        files, path = _files(self.url)
        try:
            info = files.info(path)
        except Exception as error:
            raise InputError(f"{self.url}: cannot be read: {_reason(error)}") from error
        version = next((info[key] for key in ("ETag", "etag", "mtime", "LastModified", "created") if key in info), "")
        return int(info.get("size") or 0), str(version)

    @contextmanager
    def written(self) -> Iterator[BinaryIO]:
        """Open a stream whose content is at the address, whole, once the block has ended without an error.

        Raises:
            OutputError: the store refuses.
        """
        files, path = _files(self.url)
        with TemporaryDirectory(prefix="textrepair-") as folder:
            kept = Path(folder, "result")
            with kept.open("wb") as stream:
                yield stream
            try:
                files.makedirs(files._parent(path), exist_ok=True)
                files.put_file(str(kept), path)
            except Exception as error:
                raise OutputError(f"{self.url}: cannot be written: {_reason(error)}") from error


def is_remote_folder(url: str, *, pattern: bool = True) -> bool:
    """Whether an address is that of a folder, or of several files.

    Args:
        url: the address.
        pattern: whether a pattern such as ``s3://archive/*.txt`` counts.

    Raises:
        InputError: the store refuses.
    """
    files, path = _files(url)
    if pattern and _MAGIC.search(path):
        return True
    try:
        return bool(files.isdir(path))
    except Exception as error:
        raise InputError(f"{url}: cannot be looked into: {_reason(error)}") from error


def find_remote(url: str, wanted: Callable[[Sequence[str]], bool]) -> Iterator[tuple[RemoteFile, PurePath]]:
    """Yield the files that an address stands for, in the order of their names, and where each stands below it.

    Args:
        url: of a file, of a folder, or a pattern such as ``s3://archive/*.jsonl.zst``.
        wanted: says of the parts of a path within a folder whether it is taken.

    Raises:
        InputError: the store refuses.
    """
    files, path = _files(url)
    try:
        if _MAGIC.search(path):
            names = [name for name in files.glob(path) if not files.isdir(name)]
            root = PurePosixPath(path[: cast(re.Match[str], _MAGIC.search(path)).start()] + "x").parent
        elif files.isdir(path):
            root = PurePosixPath(path)
            names = [name for name in files.find(path) if wanted(PurePosixPath(name).relative_to(root).parts)]
        else:
            names = [path]
            root = PurePosixPath(path).parent
    except Exception as error:
        raise InputError(f"{url}: cannot be looked into: {_reason(error)}") from error
    for name in sorted(names):
        # A store may hold names with ‘..’ in them; whoever writes to a folder refuses these (discovery.placed).
        yield RemoteFile(str(files.unstrip_protocol(name))), PurePosixPath(name).relative_to(root)


def _files(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ConfigurationError(f"{url}: addresses need fsspec: pip install 'textrepair[remote]'") from None
    try:
        files, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigurationError(f"{url}: {_reason(error)}") from error
    return files, str(path)


def _reason(error: Exception) -> str:
    text = (str(error).strip().splitlines() or [""])[0]
    return f"{text[:1].lower()}{text[1:]}" if text else type(error).__name__
