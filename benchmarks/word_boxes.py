"""Draw pages with the boxes of their words before and after a repair: the picture that `ocr_formats.py` makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont
from printed_pages import FONT, HEIGHT, Page, opened

from textrepair.formats.pages.files import PageFile
from textrepair.formats.pages.page_text import Word

__all__ = ["picture"]

PICTURE = Path(__file__).parents[1] / "docs" / "explanation" / "ocr-formats.png"
RED, GREEN = "#c62828", "#2e7d32"


def picture(pages: Sequence[Page], made: Sequence[bytes]) -> None:
    """Draw the boxes of words, before above and after below: changed ones in colour."""
    strips = []
    for page, data in zip(pages, made, strict=True):
        before, after = opened(page.alto, "alto"), opened(data, "alto")
        kept: set[object] = {
            (word.id, word.box, before.texts[0].text[word.start : word.end]) for word in before.layout.words()
        }
        same: set[object] = {
            (word.id, word.box, after.texts[0].text[word.start : word.end]) for word in after.layout.words()
        }
        changed = [word.box.top for word in after.layout.words() if word.box and not is_in(kept, word, after)]
        top = max(changed, key=lambda low: sum(low - 20 <= other < low + 5 * HEIGHT for other in changed)) - 15
        scan = Image.open(page.image).point(lambda grey: 255 if grey > 160 else grey).convert("RGB")
        pair = [
            boxes(scan, list(unit.layout.words()), unit.texts[0].text, other, colour)
            for unit, other, colour in ((before, same, RED), (after, kept, GREEN))
        ]
        strips.append(stacked([image.crop((40, int(top), 1060, int(top) + 5 * HEIGHT + 20)) for image in pair]))
    whole = stacked(strips)
    PICTURE.parent.mkdir(exist_ok=True)
    small = whole.resize((whole.width * 4 // 5, whole.height * 4 // 5), Image.Resampling.LANCZOS)
    # Few colours, so that the picture is small: greys, and the two that say something.
    palette = [(level, level, level) for level in range(0, 256, 15)]
    for colour in (RED, GREEN):
        palette += [tuple(255 - (255 - part) * step // 8 for part in ImageColor.getrgb(colour)) for step in range(1, 9)]
    colours = Image.new("P", (1, 1))
    colours.putpalette([part for colour in palette for part in colour])
    small.quantize(palette=colours, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


def is_in(known: set[object], word: Word, unit: PageFile) -> bool:
    """Whether a word stands in another file as it does in this one."""
    return (word.id, word.box, unit.texts[0].text[word.start : word.end]) in known


def boxes(scan: Image.Image, words: Sequence[Word], text: str, known: set[object], colour: str) -> Image.Image:
    """Draw boxes on a scan; of words that are not known, in colour and with what they say."""
    image = scan.copy()
    image = Image.blend(image, Image.new("RGB", image.size, "white"), 0.4)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 15)
    for word in words:
        if word.box is None:
            continue
        changed = (word.id, word.box, text[word.start : word.end]) not in known
        draw.rectangle(tuple(word.box), outline=colour if changed else "#b0bec5", width=3 if changed else 1)
        if changed:
            draw.text((word.box.left, word.box.bottom - 1), text[word.start : word.end], font=font, fill=colour)
    return image


def stacked(images: Sequence[Image.Image]) -> Image.Image:
    """Put pictures below each other."""
    whole = Image.new("RGB", (max(image.width for image in images), sum(image.height + 6 for image in images)), "white")
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height + 6
    return whole
