"""Write textrepair/formats/pages/advance_widths.py from a font.

python tools/make_advance_widths.py /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf

Needs fontTools. The font is that of Debian's fonts-liberation2; only the widths of its characters are read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

MODULE = Path(__file__).parents[1] / "textrepair" / "formats" / "pages" / "advance_widths.py"
HEAD = '''"""How wide letters are in print: to divide the box of a word between its parts.

Written by tools/make_advance_widths.py. The advance widths of Liberation Serif 2.1.5 (SIL Open Font License 1.1), which
are those of Times New Roman: an average serif face. Upright, in thousandths of the font size. A fat or a narrow face
has other widths in much the same proportions, and it is these that count.
"""

from __future__ import annotations

__all__ = ["advance"]

# By width, the characters that have it.
_BY_WIDTH = {
'''
TAIL = '''}
_WIDTHS = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
_USUAL = 500  # a digit, and near the mean of French text


def advance(text: str) -> int:
    """Return how wide a text is, in thousandths of the font size.

    >>> advance("ill"), advance("MMM")
    (834, 2667)
    """
    return sum(_WIDTHS.get(character, _USUAL) for character in text)
'''


def main(path: str) -> None:
    """Read a font and write the module."""
    font = TTFont(path)
    units = font["head"].unitsPerEm
    names = font.getBestCmap()
    characters = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x202F, 0x2039, 0x203A, 0x20AC]
    by_width: dict[int, str] = {}
    for code in characters:
        if (code in names and chr(code).isprintable()) or code in (0xA0, 0x202F):
            width = round(font["hmtx"][names.get(code, names[0x20])][0] * 1000 / units)
            by_width[width] = by_width.get(width, "") + chr(code)
    rows = []
    for width, found in sorted(by_width.items()):
        spelt = "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in found)
        parts = [spelt[k : k + 96] for k in range(0, len(spelt), 96)]
        rows.append(
            f"    {width}: "
            + (f'"{spelt}"' if len(parts) == 1 else "(\n" + "".join(f'        "{p}"\n' for p in parts) + "    )")
            + ",\n"
        )
    MODULE.write_text(HEAD + "".join(rows) + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
