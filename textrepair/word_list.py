"""Lists of a user's own words: plain text, one a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textrepair.errors import InputError, shortened
from textrepair.files.named import read_named_text

__all__ = ["all_words", "load_words"]


def load_words(path: Path) -> tuple[str, ...]:
    """Read a list of words: UTF-8, one a line; blank lines and lines that begin with ``#`` are skipped.

    A line may hold several words with spaces between them, such as a name and a surname: each is a word.

    Args:
        path: a file.

    Raises:
        InputError: the file cannot be read, or a word has no letter or a digit; the message names the line.
    """
    words: list[str] = []
    for number, line in enumerate(read_named_text(path).splitlines(), 1):
        if line.startswith("#"):
            continue
        for word in line.split():
            if not all(character.isalpha() or character in "-'’.\u0300\u0301\u0302\u0308\u0327" for character in word):
                raise InputError(
                    f"{path}, line {number}: ‘{shortened(word)}’ is no word: write words of letters, one a line"
                )
            words.append(word)
    return tuple(words)


def all_words(sources: Path | Iterable[Path | str]) -> tuple[str, ...]:
    """Return the words given, and those of the files given.

    >>> all_words(["oukaze", "Hikmatov"])
    ('oukaze', 'Hikmatov')
    """
    found: list[str] = []
    for source in [sources] if isinstance(sources, Path | str) else sources:
        found += load_words(source) if isinstance(source, Path) else (source,)
    return tuple(found)
