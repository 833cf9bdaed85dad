# ruff: noqa: E501 - what is written has lines of its own
"""Page files in the shapes that programs give them: fragments, capitals, named letters, late roots, wrong encodings."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from command import run
from page_samples import CLEAN, SAMPLES, in_words
from page_shapes import (
    ALTO,
    DECLARATION,
    DOCTYPE,
    PAGE,
    document,
    hocr_page,
    kind_of,
    page_words,
    read,
    repaired,
    span,
    strings,
    words,
)

import textrepair
from textrepair.errors import InputError
from textrepair.formats.head import Head
from textrepair.formats.pages.detection import FURTHEST, HEAD, kind_of_content, read_start
from textrepair.formats.pages.mets import is_mets
from textrepair.formats.registry import PLAIN, by_content

pytestmark = pytest.mark.usefixtures("folder")

# Named letters

NAMED = "la p&ecirc;che dela Charte, &agrave; l&rsquo;&eacute;tude &amp; l&#39;&oelig;uvre"
READ = "la pêche dela Charte, à l’étude & l'œuvre\n"


@pytest.mark.parametrize(
    "data",
    [
        document(DECLARATION + DOCTYPE, hocr_page(NAMED)),
        document(DECLARATION, hocr_page(NAMED)),
        document(DOCTYPE, hocr_page(NAMED)),
        document("", hocr_page(NAMED)),
        hocr_page(NAMED),
        document("<!DOCTYPE html>", hocr_page(NAMED).replace("'", "")),
        DECLARATION + ALTO.format(strings(NAMED)),
        '<!DOCTYPE alto SYSTEM "alto.dtd">' + ALTO.format(strings(NAMED)),
        DECLARATION + PAGE.format(page_words(NAMED)),
        '<!DOCTYPE PcGts PUBLIC "a" "b">' + PAGE.format(page_words(NAMED)),
    ],
)  # fmt: skip
def test_named_letters_are_read_and_stay_as_they_are(data: str) -> None:
    if "class=ocrx_word" in data:  # without quotation marks around values, as HTML allows
        data = data.replace("title=bbox 0 0 9 9", "").replace("title=bbox ", "lang=")
    text, made = repaired(data.encode())
    assert text == READ
    changed = made.decode()
    for word in ("p&ecirc;che", "&agrave;", "l&rsquo;&eacute;tude", "&amp;"):
        assert changed.count(word) == data.count(word)
    assert read(made).texts[0].text.startswith("la pêche de la Charte, à l’étude")
    assert "dela" not in changed


def test_a_changed_word_keeps_its_named_letters_as_letters() -> None:
    text, made = repaired(document(DECLARATION + DOCTYPE, hocr_page("une &eacute;tude tr&eacute;s longue")).encode())
    assert text == "une étude trés longue\n"
    assert "tr&eacute;s" not in made.decode()
    assert ">très</span>" in made.decode()
    assert ">&eacute;tude</span>" in made.decode()


@pytest.mark.parametrize(
    ("word", "text"),
    [("&nbsp;a", "\u00a0a"), ("pro&shy;", "pro\u00ad"), ("&fflig;", "ﬀ"), ("&Eacute;t&eacute;", "Été"), ("&NotEqualTilde;", "≂̸")],
)  # fmt: skip
def test_names_stand_for_what_html_says(word: str, text: str) -> None:
    for data in (
        document(DECLARATION + DOCTYPE, hocr_page(f"un {word} deux")),
        ALTO.format(strings(f"un {word} deux")),
    ):
        assert read(data.encode()).texts[0].text == f"un {text} deux\n"


@pytest.mark.parametrize("name", ["nothing", "EACUTE", "eacut", "a.b", "é"])
@pytest.mark.parametrize("kind", ["hocr", "hocr with a DTD", "alto", "alto with a DTD", "page with a DTD"])
def test_an_unknown_name_is_an_error_with_its_place(name: str, kind: str) -> None:
    text = f"un d&{name};ux"
    data = {
        "hocr": document(DECLARATION, "\n" + hocr_page(text)),
        "hocr with a DTD": document(DECLARATION + DOCTYPE, "\n" + hocr_page(text)),
        "alto": "\n" + ALTO.format(strings(text)),
        "alto with a DTD": '<!DOCTYPE alto SYSTEM "a">\n' + ALTO.format(strings(text)),
        "page with a DTD": '<!DOCTYPE PcGts SYSTEM "a">\n' + PAGE.format(page_words(text)),
    }[kind]
    line = data[: data.index(f"&{name};")].count("\n") + 1
    with pytest.raises(
        InputError, match=rf"line {line}, column \d+: the entity &{name}; is not defined: write its letter"
    ):
        read(data.encode())


def test_what_is_no_reference_is_not_read_as_one() -> None:
    inner = "<!-- &nothing; --><?x &nothing; ?>" + strings("un") + "<SP/><String CONTENT='&amp;eacute;'/>"
    assert read(ALTO.format(inner).encode()).texts[0].text == "un &eacute;\n"
    cdata = PAGE.format(page_words("<![CDATA[&nothing;&eacute;]]>"))
    assert read(cdata.encode()).texts[0].text == "&nothing;&eacute;\n"
    unknown_in_html = hocr_page("un &foo; deux") + hocr_page("trois")  # HTML has no unknown names
    assert read(unknown_in_html.encode()).texts[0].text == "un &foo; deux\n\ftrois\n"


# Fragments and capitals


@pytest.mark.parametrize(
    "fragment",
    [
        hocr_page("dans lalutte contre"),
        "  \n" + hocr_page("dans lalutte contre") + "\n",
        hocr_page("dans lalutte contre").replace("'", '"'),
        f"<div class='ocr_carea'><p class='ocr_par'>{words('dans lalutte contre')}</p></div>",
        f"<p class='ocr_par'><span class='ocr_line'>{words('dans lalutte contre')}</span></p>",
        f"<span class='ocr_line'>{words('dans lalutte contre')}</span>",
        f"<div id='pages'><!-- one -->{hocr_page('dans lalutte contre')}</div>",
        f"<body>{hocr_page('dans lalutte contre')}</body>",
        f"<!-- a fragment -->\r\n{hocr_page('dans lalutte contre')}\r\n",
        DECLARATION + hocr_page("dans lalutte contre"),
    ],
)  # fmt: skip
def test_a_fragment_is_repaired_and_stays_one(fragment: str) -> None:
    data = fragment.encode()
    assert kind_of(data) == "hocr"
    text, made = repaired(data)
    assert text == "dans lalutte contre\n"
    assert read(made).texts[0].text == "dans la lutte contre\n"
    assert b"<html" not in made
    assert made.count(b"OCR errors were repaired") == 1
    before, after = fragment.split("dans</span>")[0].rpartition("<span")[0], fragment.split(">contre")[1]
    assert made.decode().replace(made.decode().partition("<!-- textrepair")[2].partition("-->")[0], "").endswith(after)
    assert before[:5] == made.decode()[:5]


def test_several_pages_after_one_another_are_one_text() -> None:
    data = (hocr_page("dans lalutte") + "\n" + hocr_page("en ceuvre") + "\n").encode()
    text, made = repaired(data)
    assert text == "dans lalutte\n\fen ceuvre\n"
    assert read(made).texts[0].text == "dans la lutte\n\fen œuvre\n"
    assert made.startswith(b"<div class='ocr_page' id='page_1' title='bbox 0 0 9 9'>")
    assert made.endswith("œuvre</span></span></div>\n".encode())
    Path("fragment.txt").write_bytes(data)
    assert run("fix", "fragment.txt", "-o", "out", "--edits", "edits.jsonl").exit_code == 0
    assert Path("out/fragment.txt").read_bytes() == made
    assert run("undo", "out", "-o", "again").exit_code == 0
    assert Path("again/fragment.txt").read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        "<HTML><BODY><DIV CLASS='ocr_page'><SPAN CLASS='ocr_line'><SPAN CLASS='ocrx_word' TITLE='bbox 1 1 9 9; x_wconf 80' ID='w1'>lalutte</SPAN></SPAN></DIV></BODY></HTML>",
        "<HTML><BODY><DIV CLASS=ocr_page><SPAN CLASS=ocr_line><SPAN CLASS=ocrx_word ID=w1 TITLE='bbox 1 1 9 9'>lalutte</span></SPAN></DIV></BODY></HTML>",
        "<Html><Head><Meta Name=OCR-system Content=x></Head><Body><Span Class=ocr_line><Span ID=w1 Class=ocrx_word>lalutte</SPAN></span></Body></Html>",
        "<html><body><div Class='ocr_page'><span Class='ocr_line'><span id='w1' Class='ocrx_word'>lalutte</span></span></div></body></html>",
        '<?xml version="1.0"?><HTML><HEAD><META NAME="ocr-system" CONTENT="x"/></HEAD><BODY><SPAN CLASS="ocr_line"><SPAN ID="w1" CLASS="ocrx_word">lalutte</SPAN></SPAN></BODY></HTML>',
        "<DIV CLASS=ocr_page><SPAN CLASS=ocr_line><SPAN ID=w1 CLASS=ocrx_word>lalutte</SPAN></SPAN></DIV>",
    ],
)  # fmt: skip
def test_capitals_in_names_do_not_matter(data: str) -> None:
    assert kind_of(data.encode()) == "hocr"
    text, made = repaired(data.encode())
    assert text == "lalutte\n"
    assert read(made).texts[0].text == "la lutte\n"
    assert made.decode()[:5] == data[:5]
    ids = [word.id for word in read(made).layout.words()]
    assert ids == ["w1", "w1_2"]


@pytest.mark.parametrize(
    "data",
    [
        "<html><body><p>un mot</p></body></html>",
        "<div class='page'>un mot</div>",
        "<p>The class ocr_page, as in class=ocr_page, is that of a page.</p>",
        "<html><!-- <div class='ocr_page'> --><body>un mot</body></html>",
        "<html><script>'<div class=\"ocr_page\">'</script></html>",
        "<html><head><meta name='generator' content='ocr-system'></head></html>",
        "un mot <div class='ocr_page'>",
        "<ocr_page class='x'>un mot</ocr_page>",
    ],
)  # fmt: skip
def test_other_html_is_no_page(data: str) -> None:
    assert kind_of(data.encode()) == "text"


# What tells the format comes late


LONG = {
    "comment": "<!-- " + "a long note. " * 20_000 + "-->",
    "comments": "<!-- note -->\n" * 20_000,
    "instruction": "<?note " + "x " * 100_000 + "?>",
    "doctype": "<!DOCTYPE x [<!-- " + "a long note. " * 20_000 + "-->]>",
}


@pytest.mark.parametrize("name", LONG)
def test_a_late_root_is_found(name: str) -> None:
    for kind, data in (
        ("alto", DECLARATION + LONG[name] + ALTO.format(strings("dans lalutte"))),
        ("page", LONG[name] + PAGE.format(page_words("dans lalutte"))),
    ):
        assert kind_of(data.encode()) == kind
        text, made = repaired(data.encode())
        assert text == "dans lalutte\n"
        assert read(made).texts[0].text == "dans la lutte\n"
        assert LONG[name] in made.decode()
        assert kind_of(data.encode("utf-16")) == kind
    Path("mets.xml").write_text(f"{LONG[name]}<mets/>", encoding="utf-8")
    assert is_mets("mets.xml")


@pytest.mark.parametrize(
    "late",
    [
        "<style>{}</style>", "<script>{}</script>", "<!-- {} -->", "<STYLE TYPE='text/css'>{}</STYLE>",
        "<meta name='description' content='{}'>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["<meta name='ocr-system' content='tesseract'>", ""])
def test_a_late_mark_of_hocr_is_found(late: str, mark: str) -> None:
    head = late.format("a { color: black } " * 20_000) + mark
    data = f"<html><head>{head}</head><body>{hocr_page('dans lalutte')}</body></html>".encode()
    assert kind_of(data) == "hocr"
    text, made = repaired(data)
    assert text == "dans lalutte\n"
    assert read(made).texts[0].text == "dans la lutte\n"
    Path("a.html").write_bytes(data)
    assert run("fix", ".", "-o", "out").exit_code == 0
    assert Path("out/a.html").read_bytes() == made


class _Counted(io.BytesIO):
    """A stream that counts what is read, and cannot be read again."""

    taken = 0

    def seekable(self) -> bool:
        return False

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.taken += len(piece)
        return piece


@pytest.mark.parametrize(
    ("start", "most"),
    [
        ("un mot ", 64), ("<TEI>", HEAD), ("<div>", HEAD), ("<un mot", HEAD), ("<html>", FURTHEST), ("<!-- ", FURTHEST),
        ("<?x ", FURTHEST),
    ],
)  # fmt: skip
def test_no_more_is_read_than_it_takes(start: str, most: int) -> None:
    data = (start + "un mot " * 2_000_000).encode()
    counted = _Counted(data)
    started = time.perf_counter()
    stream, form = by_content(counted, PLAIN)
    assert time.perf_counter() - started < 2
    assert form.kind == "text"
    assert counted.taken <= most
    assert stream.read() == data


def test_the_start_of_an_empty_file_is_no_page() -> None:
    assert read_start(Head(io.BytesIO(b""))) == (b"", None, "")
    assert kind_of_content(b"<") is None


# Names of ALTO and PAGE in other capitals


@pytest.mark.parametrize("root", ["ALTO", "Alto", "aLTO"])
@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.loc.gov/standards/alto/ns-v2#"'])
def test_a_root_in_other_capitals_is_alto(root: str, namespace: str) -> None:
    inner = "<Layout><Page><PrintSpace><TextBlock><TextLine>{}</TextLine></TextBlock></PrintSpace></Page></Layout>"
    data = f"{DECLARATION}<{root}{namespace}>{inner.format(strings('dans lalutte'))}</{root}>"
    assert kind_of(data.encode()) == "alto"
    text, made = repaired(data.encode())
    assert text == "dans lalutte\n"
    assert read(made).texts[0].text == "dans la lutte\n"
    upper = data.replace("String", "STRING").replace("TextLine", "TEXTLINE")
    with pytest.raises(InputError, match="line 2: <TEXTLINE> is not ALTO, which has <TextLine>: write the names"):
        read(upper.encode())


@pytest.mark.parametrize("root", ["PcGts", "PCGTS", "pcgts"])
def test_a_root_in_other_capitals_is_page(root: str) -> None:
    data = PAGE.format(page_words("dans lalutte")).replace("PcGts", root)
    text, made = repaired(data.encode())
    assert text == "dans lalutte\n"
    assert read(made).texts[0].text == "dans la lutte\n"
    with pytest.raises(InputError, match="<TEXTREGION> is not PAGE, which has <TextRegion>"):
        read(data.replace("TextRegion", "TEXTREGION").encode())


def test_errors_behind_blank_lines_name_the_line_of_the_file() -> None:
    with pytest.raises(InputError, match="line 4, column"):
        read(b"\n\n<?xml version='1.0'?>\n<alto><a></alto>")


@pytest.mark.parametrize("body", ["<alto/><alto/>", "<alto></alto><a>", "<alto/>text", "<PcGts/>\n<PcGts/>"])
def test_two_roots_are_an_error_in_one_line(body: str) -> None:
    with pytest.raises(InputError, match=r"not well-formed XML at line \d, column \d+: Extra content") as caught:
        read(body.encode())
    assert "\n" not in str(caught.value)


def test_a_comment_beside_a_word_that_goes_stays() -> None:
    hocr = document("", f"<div class='ocr_page'><!-- one -->{span('|', 1)} {words('de la paix')}</div>")
    page = PAGE.format("<!-- one -->" + page_words("| de la paix"))
    for data in (hocr, page):
        unit = read(data.encode())
        made = unit.rendered([textrepair.Patch([textrepair.Edit(0, 2, "", "by-hand")])])
        assert b"<!-- one -->" in made
        assert read(made).texts[0].text == "de la paix\n"


@pytest.mark.parametrize("name", [name for name in SAMPLES if "letters" not in name])
def test_a_sample_with_named_letters_reads_the_same(name: str) -> None:
    data = SAMPLES[name].write(in_words(CLEAN)).decode()
    named = data.replace("œ", "&oelig;").replace("ô", "&ocirc;").replace("è", "&egrave;")
    assert named != data
    assert read(named.encode()).texts[0].text == read(data.encode()).texts[0].text


def test_a_line_with_text_beside_its_words_keeps_an_empty_word() -> None:
    line = f"<span class='ocr_line'>beside {span('gone')}</span> <span class='ocr_line'>{span('stays')}</span>"
    unit = read(document("", f"<div class='ocr_page'>{line}</div>").encode())
    assert unit.texts[0].text == "gone\nstays\n"
    made = unit.rendered([textrepair.Patch([textrepair.Edit(0, 5, "", "by-hand")])])
    assert b"beside <span class='ocrx_word' id='w1'" in made
    assert read(made).texts[0].text == "stays\n"


def test_an_index_of_thousands_of_digits_is_none() -> None:
    readings = "<TextEquiv index='1'><Unicode>un</Unicode></TextEquiv>"
    readings += f"<TextEquiv index='{'9' * 5_000}'><Unicode>deux</Unicode></TextEquiv>"
    assert read(PAGE.format(f"<Word id='w'>{readings}</Word>").encode()).texts[0].text == "deux\n"


def test_letters_within_letters_go_with_them() -> None:
    letters = "<Glyph CONTENT='l'> <Glyph CONTENT='l'/></Glyph> <!-- <Glyph> --> <Glyph CONTENT='a'/>"
    data = ALTO.format(f"<String CONTENT='lq'>{letters}<Shape/></String>")
    made = read(data.encode()).rendered([textrepair.Patch([textrepair.Edit(1, 2, "a", "by-hand")])])
    assert b"<String CONTENT='la'> <!-- <Glyph> --><Shape/></String>" in made
