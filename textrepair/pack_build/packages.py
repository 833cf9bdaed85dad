"""Fetch the pinned packages that a language pack is built from, and read files out of them.

A package is fetched by the ordinary client of its registry (`apt-get`, `npm`, `pip`), once, into a cache, and
refused unless its SHA-256 is the one in `build.toml`.
"""

from __future__ import annotations

import fnmatch
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from textrepair.errors import PackError

__all__ = ["check_pinned", "fetch", "read_json_strings", "read_members", "sha256_of"]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_pinned(path: Path, expected: str) -> None:
    """Raise PackError unless the file is the one that build.toml names."""
    try:
        found = sha256_of(path)
    except OSError as error:
        raise PackError(f"{path}: cannot be read ({error.strerror}); build.toml asks for it") from error
    if found != expected:
        raise PackError(f"{path}: SHA-256 is {found}, build.toml pins {expected}; fetch the pinned file")


def fetch_command(pins: Mapping[str, str]) -> list[str]:
    """Return the command that puts a package into the current directory.

    >>> fetch_command({"registry": "npm", "package": "@a/b", "version": "1.0.0"})
    ['npm', 'pack', '--silent', '@a/b@1.0.0']
    """
    package, version = pins["package"], pins["version"]
    match pins["registry"]:
        case "debian":
            return ["apt-get", "download", f"{package}={version}"]
        case "npm":
            return ["npm", "pack", "--silent", f"{package}@{version}"]
        case "pypi":
            return [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"{package}=={version}"]
    raise PackError(f"build.toml: registry {pins['registry']!r} of {package} is none of debian, npm, pypi")


def fetch(pins: Mapping[str, str], cache: Path) -> Path:
    """Fetch a package into `cache` unless it is there, check it, and return its archive.

    Args:
        pins: `registry`, `package`, `version`, `file` (what the client names the archive) and `sha256`.
        cache: a directory; it is made where there is none.

    Raises:
        PackError: the client failed, or what came is not what is pinned.
    """
    cache.mkdir(parents=True, exist_ok=True)
    archive = cache / pins["file"]
    if not archive.exists():
        command = fetch_command(pins)
        try:
            subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            raise PackError(f"`{' '.join(command)}` failed ({error}); fetch {archive.name} into {cache}") from error
    check_pinned(archive, pins["sha256"])
    return archive


def read_members(archive: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files in an archive whose path fits `pattern` (`*`, `?`), sorted by name.

    Raises:
        PackError: there is none, or the archive is of an unknown kind.
    """
    found: list[tuple[str, bytes]] = []
    if archive.suffix == ".deb":
        tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], check=True, capture_output=True).stdout
        found = tar_members(io.BytesIO(tar), pattern)
    elif archive.suffix == ".tgz":
        with archive.open("rb") as stream:
            found = tar_members(stream, pattern)
    elif archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as zipped:
            found = [(name, zipped.read(name)) for name in zipped.namelist() if fnmatch.fnmatch(name, pattern)]
    else:
        raise PackError(f"{archive}: neither .deb nor .tgz, .whl or .zip")
    if not found:
        raise PackError(f"{archive}: holds no {pattern}; correct build.toml")
    yield from sorted(found)


def tar_members(stream: Any, pattern: str) -> list[tuple[str, bytes]]:
    """Return the regular files of a tar archive whose path fits, without a leading `./`."""
    found = []
    with tarfile.open(fileobj=stream) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            if member.isfile() and fnmatch.fnmatch(name, pattern):
                content = tar.extractfile(member)
                assert content is not None
                found.append((name, content.read()))
    return found


def read_json_strings(content: bytes, at: Sequence[str] = (), field: str = "") -> Iterator[str]:
    """Yield the strings in a JSON document: below `at`, a path of keys, and under the key `field` if one is named.

    >>> list(read_json_strings(b'{"a": {"1": {"name": "Lyon", "code": "69"}}}', ["a"], "name"))
    ['Lyon']
    >>> list(read_json_strings(b'["Ain", "Aisne"]'))
    ['Ain', 'Aisne']
    """
    value = json.loads(content)
    for key in at:
        value = value[key]
    yield from strings_in(value, field, wanted=not field)


def strings_in(value: object, field: str, *, wanted: bool) -> Iterator[str]:
    """Yield the strings within a value; `wanted` tells whether a bare string here is one of them."""
    if isinstance(value, str):
        if wanted:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item, field, wanted=wanted)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                if not field or key == field:
                    yield item
            else:
                yield from strings_in(item, field, wanted=wanted)
