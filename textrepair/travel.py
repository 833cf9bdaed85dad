"""How chains and languages travel to other processes: as what they were made from, not as what they hold.

A lexicon stays where it is: the other side opens its own, once for all that arrives there, and says so if that one, or
its textrepair, is of another version, as other repairs might come of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from textrepair.chain import Chain
from textrepair.core.confusion_table import Confusion
from textrepair.core.pack import Language, load_language, pack_folder
from textrepair.errors import ConfigurationError, PackError
from textrepair.fork_lock import FORK_LOCK
from textrepair.repairer import AnyRepairer
from textrepair.tables.pack_files import pack_error
from textrepair.version import version

__all__ = ["arrived_chain", "arrived_language", "made_with", "packed_chain", "packed_language", "seal_of"]


@cache
def made_with() -> dict[str, str]:
    """Return the versions of all besides the language pack that decides about repairs; empty ones are not installed.

    >>> sorted(made_with())
    ['ftfy', 'rapidfuzz', 'textrepair', 'unicode', 'unidecode']
    """
    found = {"textrepair": version(), "unicode": unicodedata.unidata_version}
    for package in ("ftfy", "rapidfuzz", "unidecode"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = ""
    return found


@cache
def seal_of(folder: Path) -> str:
    """Return what tells a language pack from others: the SHA-256 of its sealed ``pack.toml``; empty if it has none.

    Raises:
        PackError: the file cannot be read.
    """
    path = folder / "pack.toml"
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise pack_error(path, error) from error


def packed_language(language: Language) -> tuple[Callable[..., Language], tuple[object, ...]]:
    """Return what a language is made from elsewhere."""
    folder, confusions, words = language.made_of
    # A pack that is found by its code may lie elsewhere on another machine.
    try:
        found = pack_folder(language.rules.code) == folder
    except ConfigurationError:
        found = False
    place = language.rules.code if found else folder
    return arrived_language, (place, seal_of(folder), confusions, words)


def arrived_language(
    place: str | Path, seal: str, confusions: tuple[Confusion, ...] | None, words: tuple[str, ...]
) -> Language:
    """Open a language that was packed; the same object each time.

    Raises:
        ConfigurationError: there is no such pack here.
        PackError: the pack here is another version, or damaged.
    """
    # One thread at a time opens what arrives, so that all threads get the same object.
    with FORK_LOCK:
        return _opened(place, seal, confusions, words)


@lru_cache(maxsize=8)
def _opened(place: str | Path, seal: str, confusions: tuple[Confusion, ...] | None, words: tuple[str, ...]) -> Language:
    language = load_language(place) if isinstance(place, str) else Language(place)
    if seal_of(language.folder) != seal:
        raise PackError(
            f"{language.folder}: not the version of the language pack ‘{language.rules.code}’ that the chain was sent "
            "with: install the same version on both sides"
        )
    return language.adapted(confusions=confusions, words=words) if confusions is not None or words else language


def packed_chain(chain: Chain) -> tuple[Callable[..., Chain], tuple[object, ...]]:
    """Return what a chain is made from elsewhere."""
    return arrived_chain, (version(), chain.repairers, chain.language, chain.min_confidence)


def arrived_chain(
    origin: str, repairers: tuple[AnyRepairer, ...], language: Language, min_confidence: float | None
) -> Chain:
    """Make a chain that was packed; the same object each time, with all that it remembers.

    Raises:
        ConfigurationError: it comes from another version of textrepair.
    """
    if origin != version():
        raise ConfigurationError(
            f"the chain comes from textrepair {origin or '(not installed)'}, and here is "
            f"{version() or 'one that is not installed'}: install the same version on both sides"
        )
    with FORK_LOCK:
        return _shared(Chain(repairers, language, min_confidence=min_confidence))


@lru_cache(maxsize=8)
def _shared(chain: Chain) -> Chain:
    return chain
