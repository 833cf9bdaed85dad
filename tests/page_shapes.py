"""Short page files of words, and how they are read and repaired."""

from __future__ import annotations

import io

import textrepair
from textrepair.formats.pages.files import PageFile, PageFiles
from textrepair.formats.registry import PLAIN, by_content

XHTML = "http://www.w3.org/1999/xhtml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)
ALTO = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page><TextBlock><TextLine>{}</TextLine></TextBlock></Page></Layout></alto>'
PAGE = (
    '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page><TextRegion id="r">'
    '<TextLine id="l">{}</TextLine></TextRegion></Page></PcGts>'
)


def read(data: bytes, encoding: str = "utf-8") -> PageFile:
    stream, form = by_content(io.BytesIO(data), PLAIN)
    (unit,) = PageFiles(stream, form.kind, "page", encoding=encoding).units()
    return unit


def kind_of(data: bytes) -> str:
    return by_content(io.BytesIO(data), PLAIN, insist=None)[1].kind


def repaired(data: bytes, encoding: str = "utf-8") -> tuple[str, bytes]:
    """Return the text of a file and the repaired file; the way back leads to the same bytes."""
    unit = read(data, encoding)
    patch = textrepair.repair(unit.texts[0].text).patch
    made = unit.rendered([patch])
    assert read(made, encoding).restored(unit.restorable([patch]) or b"") == data
    return unit.texts[0].text, made


def span(word: str, number: int = 1) -> str:
    return f"<span class='ocrx_word' id='w{number}' title='bbox {number}0 1 {number}9 9'>{word}</span>"


def words(text: str, write: str = "{}") -> str:
    return " ".join(write.format(span(word, number)) for number, word in enumerate(text.split(), 1))


def hocr_page(text: str) -> str:
    return f"<div class='ocr_page' id='page_1' title='bbox 0 0 9 9'><span class='ocr_line'>{words(text)}</span></div>"


def strings(text: str) -> str:
    return "<SP/>".join(f'<String CONTENT="{word}"/>' for word in text.split())


def page_words(text: str) -> str:
    return "".join(f"<Word id='w'><TextEquiv><Unicode>{word}</Unicode></TextEquiv></Word>" for word in text.split())


def document(head: str, body: str) -> str:
    return f'{head}<html xmlns="{XHTML}"><head><title>t</title></head><body>{body}</body></html>\n'
