"""Pages are rendered, read by Tesseract with the wrong model, and repaired in place: how good, and how fast.

    python benchmarks/ocr_formats.py [--pages 40] [--model eng] [--text FILE] [--cache DIR]

Writes results/ocr-formats.md and, of the three pages that change most, a picture with the boxes of words before and
after (docs/explanation/ocr-formats.png). Texts are those of tests/golden, or FILE, plain text. Needs Tesseract with the
model, Pillow, numpy, and the font DejaVu Serif. Speed is taken of the repaired pages, which are clean.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from lxml import etree
from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont

from textrepair.chain import Chain
from textrepair.edits import Patch
from textrepair.evaluate import Evaluation, Pair, evaluate_pair
from textrepair.evaluate.judgement import Verdict, judge_edits
from textrepair.formats.pages.files import PageFile, PageFiles
from textrepair.formats.pages.page_text import Word, changes

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "tests" / "golden"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
PICTURE = HERE.parent / "docs" / "explanation" / "ocr-formats.png"
LINES, WIDTH, HEIGHT = 18, 62, 44
RED, GREEN = "#c62828", "#2e7d32"


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


def faults(truth: str) -> str:
    """Join the words at line ends, as a repair does: the truth is judged as running text."""
    return " ".join(truth.replace("-\n", "").split())


def quality(pages: Sequence[Page], chain: Chain) -> tuple[Evaluation, list[bytes]]:
    """Repair the pages in place, and judge the text that is then in them."""
    results, made = [], []
    for number, page in enumerate(pages):
        before = opened(page.alto, "alto")
        repair = chain.repair(before.texts[0].text)
        data = before.rendered([repair.patch])
        made.append(data)
        after = opened(data, "alto").texts[0].text
        assert after == repair.text, number
        pair = Pair(str(number), before.texts[0].text, faults(page.truth), out=after, patch=repair.patch)
        results.append(evaluate_pair(pair, blind_hyphens=True))
    return Evaluation.of(results, blind_hyphens=True, resamples=1000, seed=0), made


def speed(pages: Sequence[bytes], kind: str, chain: Chain) -> dict[str, float]:
    """Return MB of XML a second: lxml alone, reading and writing, and repairing."""

    def through_lxml(data: bytes) -> None:
        etree.tostring(etree.fromstring(data))

    def read_and_written(data: bytes) -> None:
        opened(data, kind).rendered([Patch()])

    def repaired(data: bytes) -> None:
        unit = opened(data, kind)
        unit.rendered([chain.repair(unit.texts[0].text).patch])

    ways: dict[str, Callable[[bytes], None]] = {
        "lxml parse and serialise": through_lxml,
        "read and written": read_and_written,
        "repaired": repaired,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(7):
        for name, way in ways.items():
            started = time.perf_counter()
            for data in pages:
                way(data)
            times[name].append(time.perf_counter() - started)
    size = sum(map(len, pages)) / 1e6
    return {name: size / statistics.median(taken) for name, taken in times.items()}


def evidence(pages: Sequence[Page], chain: Chain) -> list[tuple[int, float, float, bool]]:
    """Return for each change that was made or kept back its page, confidence, that of its words, and if it is right."""
    found = []
    for number, page in enumerate(pages):
        unit = opened(page.alto, "alto")
        text = unit.texts[0].text
        words = list(unit.layout.words())
        repair = chain.repair(text)
        for edit in (*repair.patch, *repair.kept_back):
            patch = Patch([edit])
            (judged,) = judge_edits(faults(page.truth), text, patch.apply(text), patch, blind_hyphens=True).edits or (
                None,
            )
            if judged is None or judged.verdict is Verdict.INDIFFERENT:
                continue
            sure = [word.confidence for word in words if word.start < edit.end and word.end > edit.start]
            known = [one for one in sure if one is not None]
            if known:
                found.append((number, edit.confidence, min(known), judged.verdict is Verdict.RIGHT))
    return found


def auc(scores: np.ndarray, right: np.ndarray) -> float:
    """Return the chance that a right change has a higher score than another."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1.0
    for value in np.unique(scores):
        order[scores == value] = order[scores == value].mean()
    positive = right.sum()
    return float((order[right].sum() - positive * (positive + 1) / 2) / (positive * (len(right) - positive)))


def fitted(features: np.ndarray, right: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return chances by logistic regression, each page by what the other tenths of pages say."""
    made = np.zeros(len(right))
    columns = np.column_stack([np.ones(len(right)), features])
    for fold in range(10):
        held = groups % 10 == fold
        weights = np.zeros(columns.shape[1])
        x, y = columns[~held], right[~held].astype(float)
        for _ in range(50):
            p = 1 / (1 + np.exp(-x @ weights))
            hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(len(weights))
            weights += np.linalg.solve(hessian, x.T @ (y - p) - 1e-3 * weights)
        made[held] = 1 / (1 + np.exp(-columns[held] @ weights))
    return made


def logit(values: np.ndarray) -> np.ndarray:
    """Return the logarithm of the odds."""
    clipped = values.clip(0.01, 0.99)
    return np.log(clipped / (1 - clipped))


def told_evidence(found: Sequence[tuple[int, float, float, bool]]) -> str:
    """Say whether the confidence of the engine helps to tell right changes from others."""
    groups = np.array([one[0] for one in found])
    chain, engine = (np.array([one[k] for one in found], dtype=float) for k in (1, 2))
    right = np.array([one[3] for one in found])
    rows = []
    alone = fitted(logit(chain)[:, None], right, groups)
    both = fitted(np.column_stack([logit(chain), logit(engine)]), right, groups)
    for name, scores in (
        ("acceptor alone", alone),
        ("engine alone", fitted(logit(engine)[:, None], right, groups)),
        ("both", both),
    ):
        loss = -np.where(right, np.log(scores), np.log(1 - scores)).mean()
        taken = scores >= 0.5
        rows.append(
            f"| {name} | {auc(scores, right):.3f} | {loss:.3f} | {(right & taken).sum()} | {(~right & taken).sum()} |\n"
        )
    return (
        f"{len(found):,} changes that were made or kept back, {right.mean():.0%} of them right; chances by logistic "
        "regression, a tenth of the pages by the other nine.\n\n"
        "| chance from | area under the curve | log loss | right of those at 0.5 and over | not right |\n"
        "|---|---|---|---|---|\n" + "".join(rows)
    )


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


def main() -> None:
    """Measure, and write the table and the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--model", default="eng")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--no-write", action="store_true", help="only say what would be written")
    options = parser.parse_args()
    if options.text:
        text = options.text.read_text(encoding="utf-8")
    else:
        text = " ".join(path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.truth.txt")))
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.cache or Path(scratch)
        folder.mkdir(exist_ok=True, parents=True)
        pages = read_pages(text, options.pages, options.model, folder)
        chain = Chain.for_language("fr")
        evaluation, made = quality(pages, chain)
        hocr = []
        for page in pages:
            unit = opened(page.hocr, "hocr")
            hocr.append(unit.rendered([chain.repair(unit.texts[0].text).patch]))
        told = table(pages, options.model, evaluation, speed(made, "alto", chain), speed(hocr, "hocr", chain), chain)
        print(told)
        if not options.no_write:
            (HERE / "results" / "ocr-formats.md").write_text(told, encoding="utf-8")
            # Those of which most changes.
            most = sorted(range(len(pages)), key=lambda k: -made[k].count(b"CONTENT") + made[k].count(b" WC="))[:3]
            picture([pages[k] for k in most], [made[k] for k in most])


def table(
    pages: Sequence[Page],
    model: str,
    evaluation: Evaluation,
    alto: dict[str, float],
    hocr: dict[str, float],
    chain: Chain,
) -> str:
    """Return the page of results."""
    before, after = evaluation.tally.before, evaluation.tally.after
    edits = evaluation.edits
    amount = {"kept": 0, "changed": 0, "divided": 0, "joined": 0, "across lines": 0}
    for page in pages:
        unit = opened(page.alto, "alto")
        found = changes(unit.layout.page, chain.repair(unit.texts[0].text).patch)
        amount["kept"] += len(unit.layout.page.texts) - sum(one.last - one.first for one in found)
        for one in found:
            name = "joined" if one.last - one.first > 1 else "divided" if len(one.tokens) > 1 else "changed"
            amount["across lines" if one.before or one.after else name] += 1
    rows = [
        f"| {name} | {alto[name]:.1f} | {alto['lxml parse and serialise'] / alto[name]:.2f} "
        f"| {hocr[name]:.1f} | {hocr['lxml parse and serialise'] / hocr[name]:.2f} |\n"
        for name in alto
    ]
    return (
        "# Pages of an OCR engine, repaired in place\n\n"
        f"Written by `python benchmarks/ocr_formats.py`: {len(pages)} pages of the golden texts, set in DejaVu Serif "
        f"with words divided at line ends, blurred and noisy, read by Tesseract with the model `{model}` to ALTO.\n\n"
        "| | before | after |\n|---|---|---|\n"
        f"| CER | {before.cer:.4f} | {after.cer:.4f} |\n| WER | {before.wer:.4f} | {after.wer:.4f} |\n\n"
        f"Edits: {edits.right} right, {edits.useless} useless, {edits.wrong} wrong. Words: "
        + ", ".join(f"{count:,} {name}" for name, count in amount.items())
        + ". The text in each file after the repair is that which the repair of its text gives.\n\n"
        "![Three pages: boxes of words before (red: what changes) and after (green)]"
        "(../../docs/explanation/ocr-formats.png)\n\n## Speed\n\n"
        "MB of XML a second on one core, of the repaired pages, which are clean; × is the time as a multiple of "
        "lxml's.\n\n"
        "| | ALTO MB/s | × | hOCR MB/s | × |\n|---|---|---|---|---|\n" + "".join(rows) + "\n"
        "## Whether the confidence of the engine helps\n\n" + told_evidence(evidence(pages, chain))
    )


if __name__ == "__main__":
    main()
