"""How often each character stands in a text, counted no further than it is asked for.

Counting all characters one by one takes longer than everything else that is done to a clean text. What is rare is
counted so: signs, digits, capitals, and letters with a diacritic, once the rest has been taken out at the speed of C.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

__all__ = ["Inventory"]

_ASCII = bytes(range(128))
_FREQUENT = b" abcdefghijklmnopqrstuvwxyz"
_LETTERS = frozenset(_FREQUENT.decode("ascii"))
_NOT_RARE = bytes(range(128, 256)) + _FREQUENT


class Inventory:
    """How often each character occurs; 0 for one that does not.

    Args:
        text: the text.

    Attributes:
        total: number of characters.
        letters, capitals, digits: how many of them are letters, capitals, and digits.
        alphanumeric: how many are letters, digits, or other numerals.

    >>> inventory = Inventory("déjà vu à 8 h")
    >>> inventory["à"], inventory["v"], inventory["z"], inventory.letters
    (2, 1, 0, 8)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        encoded = text.encode("utf-8", "surrogatepass")
        # A character outside ASCII has no ASCII in its UTF-8.
        self._rare = Counter(encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
        self._rare.update(encoded.translate(None, _NOT_RARE).decode("ascii"))
        self._frequent = {" ": text.count(" ")}
        self.total = len(text)
        small = self.total - self._frequent[" "] - self._rare.total()
        self.letters = small + self._count(str.isalpha)
        self.capitals = self._count(str.isupper)
        self.digits = self._count(str.isdigit)
        self.alphanumeric = small + self._count(str.isalnum)

    def _count(self, kind: Callable[[str], bool]) -> int:
        return sum(number for character, number in self._rare.items() if kind(character))

    def __getitem__(self, character: str) -> int:
        number = self._rare.get(character)
        if number is None:
            number = self._frequent.get(character)
        if number is None:
            number = self._frequent[character] = self._text.count(character) if character in _LETTERS else 0
        return number
