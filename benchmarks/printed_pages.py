"""Print pages as a scan shows them and have Tesseract read them: used by `ocr_formats.py` and `alternatives.py`.

Needs Tesseract, Pillow, numpy, and the font DejaVu Serif.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from textrepair.formats.page_files import PageFile, PageFiles

__all__ = ["FONT", "HEIGHT", "Page", "Print", "golden_text", "joined_lines", "opened", "printed_and_read", "read_pages"]

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
# Lines of a page, characters of a line, and pixels from line to line.
LINES, WIDTH, HEIGHT = 18, 62, 44


class Page(NamedTuple):
    """A page as it was printed, and as it was read."""

    truth: str
    image: Path
    alto: bytes
    hocr: bytes


def set_in_lines(text: str) -> list[str]:
    """Set a text in lines; long words are divided at their ends."""
    lines = [""]
    for word in text.split():
        room = WIDTH - len(lines[-1]) - 1
        if len(word) <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and len(word) > 8 and room > 5:
            lines[-1] += f" {word[:4]}-"
            lines.append(word[4:])
        else:
            lines.append(word)
    return lines


class Print(NamedTuple):
    """How a page is printed: the size of the letters and how far lines are apart, in pixels, and how it is scanned."""

    size: int = 28
    height: int = HEIGHT
    width: int = 1420
    ink: int = 20
    blur: float = 1.0
    noise: int = 14


def print_page(lines: Sequence[str], path: Path, seed: int, how: Print = Print()) -> None:  # noqa: B008 - a constant
    """Print lines as a scan shows them: a little blurred, with noise."""
    image = Image.new("L", (how.width, 80 + how.height * len(lines)), 245)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, how.size)
    for row, line in enumerate(lines):
        draw.text((60, 40 + how.height * row), line, font=font, fill=how.ink)
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(how.blur)), dtype=float)
    noisy = blurred + np.random.default_rng(seed).normal(0, how.noise, blurred.shape)
    Image.fromarray(noisy.clip(0, 255).astype("uint8")).save(path, dpi=(200, 200))


def printed_and_read(
    text: str, count: int, folder: Path, how: Print, ending: str, *arguments: str
) -> Iterator[tuple[str, Path, Path]]:
    """Print pages and have them read; what is in the folder already is not read again.

    Args:
        text: what is printed.
        count: how many pages at the most.
        folder: where pages go, and what is read.
        how: they are printed.
        ending: of the names of what is read, without suffix.
        arguments: of Tesseract; the last one is a format that it writes.

    Yields:
        What was printed, the page, and the place of what was read, without suffix.
    """
    lines = set_in_lines(text)
    size = "" if how == Print() else f"-{how.size}"
    for number in range(min(count, len(lines) // LINES)):
        of_page = lines[number * LINES : (number + 1) * LINES]
        image = folder / f"{number:03}{size}.png"
        base = folder / f"{image.stem}-{ending}"
        if not image.exists():
            print_page(of_page, image, number, how)
        if not base.with_suffix(f".{arguments[-1]}").exists():
            subprocess.run(
                ["tesseract", image, base, "--psm", "6", *arguments],
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                capture_output=True,
                check=True,
            )
        yield "\n".join(of_page) + "\n", image, base


def read_pages(text: str, count: int, model: str, folder: Path) -> list[Page]:
    """Return pages that were printed and read to ALTO and hOCR."""
    return [
        Page(truth, image, *(base.with_suffix(ending).read_bytes() for ending in (".xml", ".hocr")))
        for truth, image, base in printed_and_read(text, count, folder, Print(), model, "-l", model, "alto", "hocr")
    ]


def opened(data: bytes, kind: str) -> PageFile:
    """Read a file."""
    (unit,) = PageFiles(io.BytesIO(data), kind, "page").units()
    return unit


def joined_lines(truth: str) -> str:
    """Join the lines, and the words that they divide, as a repair does: the truth is judged as running text."""
    return " ".join(truth.replace("-\n", "").split())


def golden_text() -> str:
    """Return the truth of the golden documents, one after the other."""
    return " ".join(path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.truth.txt")))
