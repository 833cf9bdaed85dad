"""What a real OCR engine writes is repaired: pages of the golden texts, rendered here and read by Tesseract.

``make test-ocr`` runs these in an environment of their own. Without Tesseract (Debian: tesseract-ocr,
tesseract-ocr-fra), Pillow or the font they are skipped, or fail if CI=true, which that command sets.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree
from rapidfuzz.distance import Levenshtein
from test_page_files import changes, check_places, read, repair_of, run, text_of, validate

from textrepair.alternatives import Alternative
from textrepair.chain import default_chain
from textrepair.edits import Edit, Patch

ROOT = Path(__file__).parents[1]
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
LINES = 12


def missing() -> str:
    try:
        import PIL  # noqa: F401
    except ImportError:
        return "Pillow is not installed: make test-ocr"
    if not FONT.exists():
        return f"{FONT} is not there: apt-get install fonts-dejavu-core"
    if shutil.which("tesseract") is None:
        return "Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-fra"
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout.split()
    return "" if "fra" in told else "Tesseract has no French: apt-get install tesseract-ocr-fra"


WHY = missing()
pytestmark = [pytest.mark.ocr, pytest.mark.skipif(bool(WHY) and os.environ.get("CI") != "true", reason=WHY)]


def test_the_engine_is_here() -> None:
    assert not WHY


@pytest.fixture(scope="module")
def truth() -> str:
    words = (ROOT / "tests/golden/000.truth.txt").read_text(encoding="utf-8").split()
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) < 60:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and len(word) > 8:
            lines[-1] += f" {word[:4]}-"
            lines.append(word[4:])
        else:
            lines.append(word)
    return "\n".join(lines[:LINES])


@pytest.fixture(scope="module", params=["eng", "fra"])
def page(request: pytest.FixtureRequest, truth: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that was read with a model, in every format that the engine has."""
    from PIL import Image, ImageDraw, ImageFont

    place = tmp_path_factory.mktemp("page")
    image = Image.new("L", (1300, 80 + 44 * LINES), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 30)
    for row, line in enumerate(truth.split("\n")):
        draw.text((60, 40 + 44 * row), line, font=font, fill=0)
    image.save(place / "page.png", dpi=(200, 200))
    (place / "model").write_text(request.param)
    tesseract(place, place / "page", "alto", "hocr", "txt", *(["page"] if has_page() else []))
    return place


def tesseract(page: Path, result: Path, *arguments: str) -> None:
    """Have a page read with its model."""
    subprocess.run(
        ["tesseract", page / "page.png", result, "-l", (page / "model").read_text(), "--psm", "6", *arguments],
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        check=True,
    )


def has_page() -> bool:
    """Whether this version writes PAGE: 5.5 and later do."""
    told = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = (int(part) for part in told.split()[1].lstrip("v").split(".")[:2])
    return (major, minor) >= (5, 5)


def test_pages_of_tesseract_are_repaired(page: Path, truth: str, tmp_path: Path) -> None:
    plain = (page / "page.txt").read_text(encoding="utf-8")
    files = {"page.xml": "alto-3", "page.hocr": "", **({"page.page.xml": "page-2019"} if has_page() else {})}
    for name, schema in files.items():
        data = (page / name).read_bytes()
        assert text_of(data).split() == plain.split()
        source = tmp_path / name
        source.write_bytes(data)
        made = run("fix", str(source)).stdout_bytes
        before, after = read(data), read(made)
        repair = repair_of(before.texts[0].text)
        assert repair.text == text_of(made)
        check_places(before, after, changes(before.layout.page, repair.patch))
        assert run("fix", given=made).stdout_bytes == made
        if schema:
            validate(data, schema)
            validate(made, schema)
        else:
            etree.fromstring(made)
        wrong, left = (Levenshtein.distance(joined(text), joined(truth)) for text in (repair.source, repair.text))
        assert left <= wrong
        assert left < wrong or wrong < 10


@pytest.mark.parametrize("boxes", [0, 1])
@pytest.mark.parametrize("mode", [0, 1, 2])
def test_what_tesseract_held_for_possible_is_taken_up(
    page: Path, truth: str, tmp_path: Path, mode: int, boxes: int
) -> None:
    options = ["-c", f"lstm_choice_mode={mode}", "-c", f"hocr_char_boxes={boxes}"]
    tesseract(page, tmp_path / "page", *options, "hocr")
    (text,) = read((tmp_path / "page.hocr").read_bytes()).texts
    assert text.text.split() == (page / "page.txt").read_text(encoding="utf-8").split()
    alternatives = [one for one in text.said if isinstance(one, Alternative)]
    assert bool(alternatives) == bool(mode)
    for one in alternatives:
        assert text.text[one.start : one.end].isprintable()
        assert " " not in text.text[one.start : one.end] != one.text
        assert one.cost >= 0
    with_them = default_chain().repair(text.text, text.said).text
    wrong, left = (Levenshtein.distance(joined(one), joined(truth)) for one in (repair_of(text.text).text, with_them))
    assert left <= wrong


NO_OCRMYPDF = "" if find_spec("ocrmypdf") else "OCRmyPDF is not installed: make test-ocr"
# In a process of its own: what it warns of is not ours.
READ = """
import sys, img2pdf
from pathlib import Path
from ocrmypdf import api
work = Path(sys.argv[1])
work.joinpath("scan.pdf").write_bytes(img2pdf.convert(sys.argv[2]))
api._pdf_to_hocr(work / "scan.pdf", work, language=["eng"], jobs=1)
"""
GRAFT = """
import sys, pypdfium2
from pathlib import Path
from ocrmypdf import api
work = Path(sys.argv[1])
api._hocr_to_ocr_pdf(work, work / "made.pdf", jobs=1, output_type="pdf", optimize=0)
text = pypdfium2.PdfDocument(work / "made.pdf")[0].get_textpage().get_text_range()
work.joinpath("made.txt").write_text(text, encoding="utf-8")
"""


@pytest.mark.slow
@pytest.mark.skipif(bool(NO_OCRMYPDF) and os.environ.get("CI") != "true", reason=NO_OCRMYPDF)
@pytest.mark.parametrize("page", ["eng"], indirect=True)
def test_the_text_layer_of_a_scan_is_repaired(page: Path, tmp_path: Path) -> None:
    """What OCRmyPDF reads is repaired, and goes back into its PDF: each word where it stood."""
    subprocess.run([sys.executable, "-c", READ, tmp_path, page / "page.png"], capture_output=True, check=True)
    (hocr,) = tmp_path.glob("*.hocr")
    before = read(hocr.read_bytes())
    assert run("fix", "--in-place", str(hocr)).exit_code == 0
    repair = repair_of(before.texts[0].text)
    assert repair.changed
    assert text_of(hocr.read_bytes()) == repair.text
    check_places(before, read(hocr.read_bytes()), changes(before.layout.page, repair.patch))
    # One more change, whatever the repair was: the first word becomes two.
    again = read(hocr.read_bytes())
    first = again.texts[0].text.split()[0]
    hocr.write_bytes(again.rendered([Patch([Edit(0, len(first), "Xavier Yonne", "by-hand")])]))
    subprocess.run([sys.executable, "-c", GRAFT, tmp_path], capture_output=True, check=True)
    layer = (tmp_path / "made.txt").read_text(encoding="utf-8").split()
    assert layer[:2] == ["Xavier", "Yonne"]


def joined(text: str) -> str:
    return " ".join(text.replace("-\n", "").split())
