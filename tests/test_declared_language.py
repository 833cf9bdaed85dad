"""A language that a file declares is a hint: it decides where the words leave doubt, and never against them."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

from textrepair import Chain
from textrepair.alternatives import DeclaredLanguage
from textrepair.core import ZoneKind, open_pack

FRENCH = Chain.for_language("fr")
# Two words of Dutch, one of them damaged: by itself too little to tell.
DOUBTFUL = "Zie bijlagc.\nLa séance est ouverte et les membres de la commission présentent leur rapport."


def declared(text: str, language: str, end: int | None = None) -> list[DeclaredLanguage]:
    """Return the declaration of a language for each word of a text, or of its beginning."""
    found = []
    start = 0
    for word in text[:end].split():
        start = text.index(word, start)
        found.append(DeclaredLanguage(start, start + len(word), language))
        start += len(word)
    return found


def left_alone(text: str, said: list[DeclaredLanguage]) -> str:
    """Return what was told to be in another language."""
    zones = FRENCH.plan.scan(text, said).zones
    return " | ".join(text[one.start : one.end] for one in zones.at(0, len(text)) if one.kind is ZoneKind.LANGUAGE)


def test_a_declaration_decides_a_doubtful_piece() -> None:
    said = declared(DOUBTFUL, "nld", 12)
    assert left_alone(DOUBTFUL, []) == ""
    assert left_alone(DOUBTFUL, said) == "Zie bijlagc"


@pytest.mark.parametrize("language", ["eng", "de-DE", "Dutch", "xyz", ""])
def test_a_wrong_declaration_does_not_stop_repairs(language: str) -> None:
    text = "Le rdle du Parlement eft de voter la loi, et le Gouvemement la fait appliqucr dans le pays."
    assert FRENCH.repair(text, declared(text, language)).text == FRENCH.fix(text) != text


def test_the_declaration_follows_its_words_through_repairs() -> None:
    text = "La soci\u00e9t\u00e9 a d\u00e9cid\u00e9 l\u2019af- \nfaire.\n" + DOUBTFUL
    at = text.index("Zie")
    said = [one._replace(start=one.start + at, end=one.end + at) for one in declared(DOUBTFUL, "nld", 12)]
    assert "Zie bijlagc" in FRENCH.repair(text, said).text


ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="p"><PrintSpace>
<TextBlock ID="b" LANG="nl"><TextLine ID="l">{}</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
PAGE = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="a">
<TextRegion id="r" primaryLanguage="Dutch"><TextLine id="l">{}</TextLine></TextRegion></Page></PcGts>"""
HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page"><p class="ocr_par" lang="nld">
<span class="ocr_line">{}</span></p></div></body></html>"""
WORDS = "Zie bijlagc."
PAGES = {
    "a.alto.xml": ALTO.format("".join(f'<String CONTENT="{word}"/>' for word in WORDS.split())),
    "a.page.xml": PAGE.format(
        "".join(
            f'<Word id="w{k}"><TextEquiv><Unicode>{word}</Unicode></TextEquiv></Word>'
            for k, word in enumerate(WORDS.split())
        )
    ),
    "a.hocr": HOCR.format("".join(f'<span class="ocrx_word">{word} </span>' for word in WORDS.split())),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_declare_languages(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(PAGES[name], "utf-8")
    assert "2 words that are no prose (Dutch 2)" in run("fix", str(path), "--dry-run").stderr
    path.write_text(PAGES[name].replace('"nl', '"fr').replace("Dutch", "French"), "utf-8")
    assert "Dutch" not in run("fix", str(path), "--dry-run").stderr


def test_codes_and_names_lead_to_the_same_language() -> None:
    said = ["nl", "nld", "dut", "Dutch", "nl-BE", "NL_nl"]
    assert {left_alone(DOUBTFUL, declared(DOUBTFUL, one, 12)) for one in said} == {"Zie bijlagc"}
    assert open_pack("fr").rules.code == "fr"
