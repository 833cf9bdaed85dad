r"""Foreign text made safe to show: nothing in it can drive a terminal or hide from a reader.

Control characters become pictures (␛), and other characters that show nothing or reorder what stands beside them become
escapes (``\u202e``). Letters of all scripts, accents, emoji and no-break spaces stay as they are.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

__all__ = ["visible", "visible_json"]

# Letters and marks that Python calls printable, and that show nothing.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")
# Signs that Unicode calls format characters, and that have a shape.
_SHAPED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_CURSIVE = r"\u0620-\u0670\u0674-\u08df\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u18aa\ufb50-\ufdcf\ufe70-\ufefc"
_EMOJI = r"\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
# A zero-width joiner shapes an emoji of several parts; it and the non-joiner shape cursive and Indic letters.
_JOINER = re.compile(rf"((?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])|(?<=[{_CURSIVE}])[\u200c\u200d](?=[{_CURSIVE}]))")


def _picture(character: str) -> str:
    """Return what stands for a character that cannot be shown."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    """Return a character as JSON escapes it; DEL, which it need not escape, too."""
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"


class _Table(dict[int, str]):
    """A table for ``str.translate``, filled as characters are met.

    Args:
        kept: control characters that stay.
        spell: what stands for a character that cannot be shown.
    """

    def __init__(self, kept: str, spell: Callable[[str], str]) -> None:
        self._kept = kept
        self._spell = spell

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_shown = (
            character in self._kept
            or character in _SHAPED
            or (character not in _BLANK and (character.isprintable() or unicodedata.category(character) == "Zs"))
        )
        self[code] = shown = character if is_shown else self._spell(character)
        return shown


_LINE = _Table("\t", _picture)
_LINES = _Table("\t\n", _picture)
_JSON = _Table("\n", _json_escape)


def _translated(text: str, table: _Table) -> str:
    if text.isascii() and text.isprintable():
        return text
    if "\u200c" not in text and "\u200d" not in text:
        return text.translate(table)
    # Every other piece is a joiner in its place.
    pieces = _JOINER.split(text)
    pieces[::2] = [piece.translate(table) for piece in pieces[::2]]
    return "".join(pieces)


def visible(text: str, *, lines: bool = False) -> str:
    r"""Return a text in which nothing drives a terminal, reorders what stands beside it or hides.

    Args:
        text: any string, lone surrogates included.
        lines: whether line feeds stay; otherwise the text remains one line. Tabs stay.

    >>> print(visible("a\x1b[31mb\x9b\n\u202eexe.txt"))
    a␛[31mb\u009b␊\u202eexe.txt
    >>> visible("l’été à 20 °C\u00a0!") == "l’été à 20 °C\u00a0!"
    True
    """
    return _translated(text, _LINES if lines else _LINE)


def visible_json(text: str) -> str:
    r"""Return a text of JSON, lines included, that says the same with everything escaped that :func:`visible` replaces.

    >>> print(visible_json('["\u202e\x9b"]'))
    ["\u202e\u009b"]
    """
    return _translated(text, _JSON)
