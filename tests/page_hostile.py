# ruff: noqa: E501 - what is written has lines of its own
"""Page files with n of anything: each is read and repaired in time that grows in line with n.

``benchmarks/growth/test_page_growth.py`` measures the growth; ``tests/test_page_cost.py`` is a quick check.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from contextlib import suppress

from textrepair.edits import Edit, Patch
from textrepair.errors import InputError
from textrepair.formats.pages.files import PAGE_KINDS, PageFile, PageFiles
from textrepair.formats.registry import PLAIN, by_content

XHTML = '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>{0}</head><body>{1}</body></html>'
WORD = "<span class='ocrx_word' id='w' title='bbox 1 1 9 9; x_wconf 80'>mots</span> "
CUT_WORD = WORD.replace("mots", "mot\u00ad")
GLYPH = "<Glyph ID='g' CONTENT='m'><Variant CONTENT='n' VC='0.4'/></Glyph>"


def html(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><div class=ocr_page><span class=ocr_line>{body}</span></div></body></html>"


def xhtml(body: str, head: str = "") -> str:
    return XHTML.format(head, f"<div class='ocr_page'><span class='ocr_line'>{body}</span></div>")


def alto(strings: str, head: str = "", tail: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description>{tail}'
        f"</Description><Layout><Page><TextBlock ID='b'><TextLine>{strings}</TextLine></TextBlock></Page></Layout></alto>"
    )


def page(lines: str, head: str = "", custom: str = "") -> str:
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Metadata></Metadata>'
        f"<Page>{head}<TextRegion id='r' custom='{custom}'>{lines}</TextRegion></Page></PcGts>"
    )


def said(text: str) -> str:
    return f"<TextEquiv conf='0.5'><Unicode>{text}</Unicode></TextEquiv>"


def page_word(inner: str = "", points: str = "1,1 9,1 9,9 1,9", text: str = "mots", custom: str = "") -> str:
    coords = f"<Coords points='{points}'/>"
    return f"<Word id='w' custom='{custom}'>{coords}{inner}{said(text)}</Word>"


def page_line(words: str, text: str = "") -> str:
    return f"<TextLine id='l'>{words}{said(text) if text else ''}</TextLine>"


STRING = "<String ID='w' CONTENT='mots' HPOS='1' VPOS='1' WIDTH='9' HEIGHT='9' WC='0.5'/> "


def alto_word(inner: str, text: str = "mots") -> str:
    return alto(f"<String ID='w' CONTENT='{text}'>{inner}</String><SP/>")


HOSTILE: dict[str, tuple[int, Callable[[int], str]]] = {
    # Words
    "hocr words": (150, lambda n: xhtml(WORD * n)),
    "hocr words in html": (150, lambda n: html(WORD * n)),
    "alto words": (200, lambda n: alto(STRING * n)),
    "page words": (100, lambda n: page(page_line(page_word() * n, "mots " * n))),
    "page lines": (200, lambda n: page(page_line("", "des mots dits") * n)),
    "page rows of a region": (400, lambda n: page(said("des mots\n" * n))),
    "page rows and readings of a region": (200, lambda n: page(said("des mots\n" * n) + said("autre") * n)),
    "page rows and letters of a region": (
        200,
        lambda n: page("<Glyph id='g'>" + said("a") + "</Glyph>" + said("des mots\n" * n) + "<Glyph/>" * n),
    ),
    "hocr words, never closed": (300, lambda n: html("<p><span class=ocrx_word>mot " * n)),
    "hocr empty words, never closed": (1_000, lambda n: html(WORD * 9 + "<p><span class=ocrx_word>" * n)),
    "hocr words among unclosed tags": (200, lambda n: html((WORD + "<p><i>") * n)),
    "hocr words, deeply nested": (40, lambda n: html("<span>" * 200 + WORD * n + "</span>" * 200)),
    "hocr lines, nested": (6, lambda n: html(("<span class=ocr_line>" * 200 + "mots" + "</span>" * 200) * n)),
    "hocr word cut into many": (1_000, lambda n: xhtml(f"<span class='ocrx_word'>{'<b>mot</b>' * n}</span>")),
    "hocr word of many words": (600, lambda n: xhtml(f"<span class='ocrx_word' title='{'a' * n}'>{'mo' * n}</span>")),
    "alto word of many letters": (2_000, lambda n: alto(f"<String CONTENT='{'mo' * n}' ID='{'a' * n}'/>")),
    "hocr parts without end": (200, lambda n: xhtml("".join(f"<span class='ocr_line'>{CUT_WORD}</span>" for _ in range(n)))),
    "page parts without end": (200, lambda n: page(page_line(page_word(text="mot¬")) * n)),
    "alto parts without end": (200, lambda n: alto("</TextLine><TextLine>".join(STRING.replace("mots", "mot\u00ad") for _ in range(n)))),
    "alto blocks and references": (
        200,
        lambda n: alto(
            STRING + "</TextLine></TextBlock>" + "<TextBlock ID='c'><TextLine/></TextBlock>" * n + "<TextBlock><TextLine>",
            tail="<ReadingOrder>" + "<ElementRef REF='c'/>" * n + "</ReadingOrder>",
        ),
    ),
    "page references": (
        500,
        lambda n: page(page_line(page_word()), "<ReadingOrder><OrderedGroup>" + "<RegionRefIndexed regionRef='r' index='1'/>" * n + "</OrderedGroup></ReadingOrder>"),
    ),
    "page corrected line": (300, lambda n: page(page_line(page_word() * n, "motz " * n))),
    "page hyphens of a line": (300, lambda n: page(page_line(page_word(text="mot¬") * n, "mot- " * n))),
    "page signs of a line": (400, lambda n: page(page_line(page_word(text=",") * n, ", " * n))),
    "page plain texts": (200, lambda n: page(page_line(page_word().replace("<Unicode>", "<PlainText>mots</PlainText><Unicode>") * n, "mots " * n))),
    # Ids
    "alto ids that are taken": (90, lambda n: alto(STRING * n + "".join(f"<String ID='w_{k}' CONTENT='x'/>" for k in range(n)))),
    # What no word is
    "alto comments, empty": (3_000, lambda n: alto(STRING * 9 + "<!---->" * n)),
    "alto long comment": (20_000, lambda n: alto(STRING * 9 + "<!--" + " " * n + "-->")),
    "alto comments of spaces between words": (60, lambda n: alto((STRING + "<!--" + " " * 500 + "-->") * n)),
    "alto spaces in a word": (60_000, lambda n: alto_word(" " * n + "<Glyph CONTENT='m'/>")),
    "alto spaces between words": (60_000, lambda n: alto(STRING + " " * n + STRING)),
    "alto spaces of lines": (2_000, lambda n: alto(STRING * 9 + "<SP/>" * n + "<HYP CONTENT='-'/>")),
    "alto letters": (600, lambda n: alto_word(GLYPH * n)),
    "alto letters never closed, in a comment": (8_000, lambda n: alto_word("<!--" + "<Glyph > " * n + "--><Glyph CONTENT='m'/>")),
    "alto letters that spell a word": (300, lambda n: alto_word("".join(f"<Glyph CONTENT='{sign}'/>" for sign in "mots" * n), "mots" * n)),
    "alto letters within letters": (10, lambda n: alto_word(("<Glyph CONTENT='m'>" * 200 + "</Glyph>" * 200) * n, "m" * n)),
    "alto spaces between letters": (30_000, lambda n: alto_word("<Glyph CONTENT='mo'/>" + " " * n + "<Glyph CONTENT='ts'/>")),
    "alto readings": (1_000, lambda n: alto_word("<ALTERNATIVE>nots</ALTERNATIVE>" * n)),
    "alto long readings": (200, lambda n: alto_word("<ALTERNATIVE>nots</ALTERNATIVE>" * n, "mots" * n)),
    "alto readings of a letter": (1_500, lambda n: alto_word("<Glyph CONTENT='m'>" + "<Variant CONTENT='n'/>" * n + "</Glyph>")),
    "alto long line and its reading": (500, lambda n: alto_word("<ALTERNATIVE>" + "un mot " * n + "</ALTERNATIVE>", "des mots " * n)),
    "alto cdata": (2_000, lambda n: alto(STRING * 9 + "<![CDATA[]]>" * n)),
    "alto cdata, open": (20_000, lambda n: alto(STRING * 9 + "<![CDATA[" * n)),
    "alto instructions": (3_000, lambda n: alto(STRING * 9, "<?a?>" * n)),
    "alto instructions, open": (40_000, lambda n: alto(STRING * 9 + "<?" * n)),
    "alto doctype, open": (10_000, lambda n: alto(STRING * 9, "<!DOCTYPE a [" * n)),
    "alto brackets of a doctype": (40_000, lambda n: alto(STRING * 9, "<!DOCTYPE a [" + "] " * n)),
    "alto spaces before its name": (40_000, lambda n: alto(STRING * 9, " " * n)),
    "alto end tags": (24_000, lambda n: alto(STRING * 9 + "</" * n)),
    "alto descriptions": (2_000, lambda n: alto(STRING * 9, tail="<Description></Description>" * n)),
    "alto signs": (40_000, lambda n: alto(STRING * 9 + "&" * n)),
    "alto named letters": (2_000, lambda n: alto(STRING * 9 + "&eacute;" * n)),
    "alto unknown names": (12_000, lambda n: alto(STRING * 9 + "&nothing;" * n)),
    "alto attributes": (1_000, lambda n: alto(STRING * 9 + "<String CONTENT='mots' " + " ".join(f"a{k}='1'" for k in range(n)) + "/>")),
    "alto namespaces": (1_000, lambda n: alto(STRING * 9 + "<a " + " ".join(f"xmlns:a{k}='u{k}'" for k in range(n)) + "/>")),
    "alto long number": (20_000, lambda n: alto(STRING * 9 + f"<String CONTENT='mots' WC='{'9' * n}' HPOS='{'1' * n}'/>")),
    "alto nested": (10, lambda n: alto(("<a>" * 240 + STRING + "</a>" * 240) * n)),
    "alto long ascii word": (60_000, lambda n: alto(STRING * 9 + f"<String CONTENT='{'a' * n}'/>")),
    # hOCR
    "hocr spaces of a title": (10_000, lambda n: xhtml(WORD * 9 + f"<span class='ocrx_word' title='bbox 1 1 9 9;{' ' * n}'>mots</span>")),
    "hocr semicolons of a title": (10_000, lambda n: xhtml(WORD * 9 + f"<span class='ocrx_word' title='bbox 1 1 9 9{';' * n}'>mots</span>")),
    "hocr properties of a title": (4_000, lambda n: xhtml(WORD * 9 + f"<span class='ocrx_word' title='bbox 1 1 9 9; {'nlp ' * n}'>mots</span>")),
    "hocr digits of a title": (10_000, lambda n: xhtml(WORD * 9 + f"<span class='ocrx_word' title='bbox {'1' * n}'>mots</span>")),
    "hocr boxes of a title": (2_000, lambda n: xhtml(WORD * 9 + f"<span class='ocrx_word' title='{'bbox ' * n}'>mots</span>")),
    "hocr classes": (4_000, lambda n: xhtml(WORD * 9 + f"<span class='ocrx_word {'a ' * n}'>mots</span>")),
    "hocr class without end": (8_000, lambda n: "<html><body " + " class=" * n),
    "hocr names of meta": (4_000, lambda n: html(WORD * 9, "<meta name=ocr-system>" + "<meta name='ocr" * n)),
    "hocr meta, open": (3_000, lambda n: html(WORD * 9, "<meta name=ocr-system>" + "<meta " * n)),
    "hocr many meta": (1_000, lambda n: html(WORD * 9, "<meta name=ocr-system>" * n)),
    "hocr heads": (1_000, lambda n: html(WORD * 9, "<head>" * n)),
    "hocr scripts, open": (3_000, lambda n: html(WORD * 9 + "<script>" * n)),
    "hocr styles, open": (3_000, lambda n: html(WORD * 9 + "<style>" * n)),
    "hocr scripts": (450, lambda n: html(WORD * 9 + "<script></script>" * n)),
    "hocr script tags, open": (6_000, lambda n: html(WORD * 9 + "<script " * n)),
    "hocr script of other scripts": (1_500, lambda n: html(WORD * 9 + "<script>" + "</style><!--" * n)),
    "hocr titles": (3_000, lambda n: html(WORD * 9 + "<title>" * n)),
    "hocr comments, open": (3_000, lambda n: html(WORD * 9 + "<!--" * n)),
    "hocr comments in a word": (1_000, lambda n: html(f"<span class=ocrx_word>mots{'<!-- a -->' * n}</span>")),
    "hocr instructions, open": (5_000, lambda n: html(WORD * 9 + "<?" * n)),
    "hocr declarations, open": (5_000, lambda n: html(WORD * 9 + "<!" * n)),
    "hocr end tags, open": (10_000, lambda n: html(WORD * 9 + "</" * n)),
    "hocr end tags of nothing": (2_000, lambda n: html(WORD * 9 + "</i>" * n)),
    "hocr tags, open": (6_000, lambda n: html(WORD * 9 + "<b " * n)),
    "hocr tags, open, with attributes": (3_000, lambda n: html(WORD * 9 + "<b a='1' " * n)),
    "hocr tags with attributes": (1_500, lambda n: html(WORD * 9 + "<b a='1' c=2>" * n)),
    "hocr tags, open, in a word": (6_000, lambda n: html(f"<span class=ocrx_word>mots {'<b ' * n}</span>{WORD}")),
    "hocr quotation marks": (6_000, lambda n: html(WORD * 9 + "<b " + "\"'" * n)),
    "hocr quotation marks, paired": (3_000, lambda n: html(WORD * 9 + "<b " + "\"\"''" * n + ">")),
    "hocr signs": (10_000, lambda n: html(WORD * 9 + "&" * n)),
    "hocr signs and names": (3_000, lambda n: html(WORD * 9 + "&eacute" * n)),
    "hocr less": (5_000, lambda n: html(WORD * 9 + "<" * n)),
    "hocr attributes": (8_000, lambda n: html(WORD * 9 + "<b " + " ".join(f"a{k}" for k in range(n)) + ">")),
    "hocr attributes, the same": (8_000, lambda n: html(WORD * 9 + "<b " + "id=w " * n + ">")),
    "hocr readings": (500, lambda n: xhtml(f"<span class='ocrx_word'><ins>mots</ins>{'<del>nots</del>' * n}</span>")),
    "hocr readings of a long word": (300, lambda n: xhtml(f"<span class='ocrx_word'>{'mot' * n}<ins>é</ins>{'<del>e</del>' * n}</span>")),
    "hocr letters": (
        300,
        lambda n: xhtml("<span class='ocrx_word'>" + "<span class='ocrx_cinfo'>m<span class='ocrx_cinfo' title='x_confs 9'>n</span></span>" * n + "</span>"),
    ),
    "hocr pages": (90, lambda n: f"<div class='ocr_page'>{WORD}</div>\n" * n),
    # PAGE
    "page points": (3_000, lambda n: page(page_line(page_word(points="1,1 9,9 " * n)))),
    "page points and words": (500, lambda n: page(page_line(page_word(points="1,1 9,9 " * n, text="mo" * n)))),
    "page digits of points": (30_000, lambda n: page(page_line(page_word(points="1" * n)))),
    "page fractions of points": (20_000, lambda n: page(page_line(page_word(points="1." * n)))),
    "page readings": (500, lambda n: page(page_line(page_word(said("nots") * n)))),
    "page letters": (300, lambda n: page(page_line(page_word(f"<Glyph id='g'>{said('m')}</Glyph>" * n)))),
    "page letters that spell a word": (200, lambda n: page(page_line(page_word("".join(f"<Glyph id='g'>{said(sign)}</Glyph>" for sign in "mots" * n), text="mots" * n)))),
    "page words of letters": (60, lambda n: page(page_line(page_word("".join(f"<Glyph id='g'>{said(sign)}</Glyph>" for sign in "mots")) * n))),
    "page spaces between letters": (30_000, lambda n: page(page_line(page_word(f"<Glyph id='g'>{said('mo')}</Glyph>{' ' * n}<Glyph id='g'>{said('ts')}</Glyph>")))),
    "page points of 2009": (1_000, lambda n: page(page_line("<Word id='w'><Coords>" + "<Point x='1' y='9'/>" * n + "</Coords>" + said("mo" * n) + "</Word>"))),
    "page spaces of points": (30_000, lambda n: page(page_line(f"<Word id='w'><Coords><Point x='{' ' * n}1' y='1.{'1' * n}'/>{' ' * n}</Coords>{said('motsdits')}</Word>"))),
    "page readings of a letter": (500, lambda n: page(page_line(page_word(f"<Glyph id='g'>{said('m') * n}</Glyph>")))),
    "page spaces before a reading": (40_000, lambda n: page(page_line(page_word(" " * n)))),
    "page notes": (6_000, lambda n: page(page_line(page_word(custom="textrepair {" * n)))),
    "page notes of texts": (4_000, lambda n: page(page_line(page_word(custom="textrepair {original:" * n)))),
    "page braces": (40_000, lambda n: page(page_line(page_word(custom="{" * n)))),
    "page tags of a line": (
        90,
        lambda n: page(f"<TextLine id='l' custom='{'a {offset:1; length:9;} ' * n}'>" + page_word() * n + said("mots " * n) + "</TextLine>"),
    ),
    "page long line with tags": (
        900, lambda n: page(f"<TextLine id='l' custom='a {{offset:1; length:9;}}'>{said('des mots dits ' * n)}</TextLine>"),
    ),
    "page regions, nested": (
        6, lambda n: page(("<TextRegion id='a'>" * 200 + page_line(page_word()) + (said("mots") + "</TextRegion>") * 200) * n),
    ),
    "page spaces of its description": (50_000, lambda n: page(page_line(page_word())).replace("</Metadata>", " " * n + "</Metadata>")),
    # No page
    "html of nothing": (3_000, lambda n: "<html><body>" + "<p>mots</p>" * n),
    "html of other classes": (3_000, lambda n: "<html><body>" + "<p class='my-ocr_page'>mots</p>" * n),
    "html of open comments": (80_000, lambda n: "<html><body>" + "<!--" * n),
    "html of open scripts": (30_000, lambda n: "<html><body>" + "<script " * n),
    "html of classes": (15_000, lambda n: "<html><body>" + " class='ocr_pages" * n),
    "xml of comments": (40_000, lambda n: "<!-- -->" * n + "<a/>"),
    "xml of open instructions": (120_000, lambda n: "<?" * n),
    "xml of spaces": (1_400_000, lambda n: "<?a?>" + " " * n),
}  # fmt: skip


def read(data: bytes, *, keep_original: bool = False) -> PageFile | None:
    """Read a file if it is a page; else return None."""
    try:
        stream, form = by_content(io.BytesIO(data), PLAIN)
    except InputError:
        return None
    if form.kind not in PAGE_KINDS:
        return None
    (unit,) = PageFiles(stream, form.kind, "page", keep_original=keep_original).units()
    return unit


def edits_everywhere(unit: PageFile) -> Patch:
    """Return edits of all words: every other word is divided, the others change their last letter."""
    edits: list[Edit] = []
    places = zip(unit.layout.page.starts, unit.layout.page.ends, strict=True)
    for number, (start, end) in enumerate(places):
        for place in range(start + 2, end, max(2, (end - start) // 400)) if number % 2 == 0 else ():
            edits.append(Edit(place, place, " ", "a"))
        if number % 2:
            edits.append(Edit(end - 1, end, "œ", "a"))
    return Patch(edits)


def seconds_of(data: bytes, *, keep_original: bool = False) -> float:
    """Return how long it takes to read a file, repair all its words, and lead back; a refusal is an answer."""
    started = time.process_time()
    with suppress(InputError):
        unit = read(data, keep_original=keep_original)
        if unit is not None:
            list(unit.layout.words())
            patch = edits_everywhere(unit)
            made = unit.rendered([patch])
            back = unit.restorable([patch])
            again = read(made)
            assert again is not None
            assert back is not None
            assert again.restored(back) == data
    return time.process_time() - started
