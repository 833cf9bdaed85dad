"""Lines of pages: where they end, and which text counts where line and words differ."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from page_samples import SAMPLES, early_page, in_words, transkribus_page
from test_page_files import read, repaired, text_of, validate

from textrepair.edits import Edit, Patch
from textrepair.formats.pages.line_texts import follow, repeats

pytestmark = pytest.mark.usefixtures("folder")

# What ends in a soft hyphen goes on in the next line

SOFT = {
    "two in a row": (
        ["Il faut maintenant comp\u00ad", "ter toute la marchan\u00ad", "dise qui reste abîmée."],
        "Il faut maintenant compter\ntoute la marchandise\nqui reste abîmée.\n",
    ),
    "three in a row": (
        ["un exem\u00ad", "ple de la li\u00ad", "gne qui conti\u00ad", "nue ici"],
        "un exemple\nde la ligne\nqui continue\nici\n",
    ),
    "a line that is one part": (
        ["la consti\u00ad", "tutionnali\u00ad", "sation de ce"],
        "la constitutionnalisation\nde ce\n",
    ),
    "the last line": (["un exem\u00ad", "ple de la li\u00ad"], "un exemple\nde la li\u00ad\n"),
}


@pytest.mark.parametrize("name", ["escriptorium-alto", "ocropus-hocr", "corrected-page", "region-page"])
@pytest.mark.parametrize("lines", SOFT)
def test_lines_keep_their_ends_where_words_go_on(name: str, lines: str) -> None:
    said, expected = SOFT[lines]
    written = in_words(said)
    if name == "region-page":
        written = [*written, *in_words(["et la suite"] * len(written))]
    data = SAMPLES[name].write(written)
    assert text_of(data).replace("\u00ad", "").startswith(expected.replace("\u00ad", "").rstrip("\n"))
    text = text_of(data)
    # Every line is still there when another is repaired.
    patch = Patch([Edit(0, 1, "X", "by-hand")])
    made = read(data).rendered([patch])
    assert text_of(made) == patch.apply(text)
    assert read(made).restored(read(data).restorable([patch]) or b"") == data


# What a person corrected


def corrected(line: str, words: list[str]) -> str:
    """Return a page as Transkribus writes it, the text of whose line differs from its words."""
    end = "</Unicode>\n                </TextEquiv>\n            </TextLine>"
    return transkribus_page([words, ["fin"]]).decode().replace(f"{' '.join(words)}{end}", line + end)


def test_the_text_of_a_corrected_line_counts() -> None:
    words = ["dc", "Ia", "inise", "en", "æuvrc"]
    data = corrected("de la mise en ceuvre", words).encode()
    assert text_of(data).startswith("de la mise en ceuvre\n")
    made = repaired(data)
    assert text_of(made).startswith("de la mise en œuvre\n")
    validate(made, "page-2013")
    root = etree.fromstring(made)
    # The words of the engine stay as they are, to the byte.
    line = root.find(".//{*}TextLine[@id='l0']")
    assert [one.findtext("{*}TextEquiv/{*}Unicode") for one in line.iter("{*}Word")] == words
    start, end = data.index(b'<Word id="l0w0"'), data.rindex(b"</Word>")
    assert data[start:end] in made
    patch = Patch([Edit(14, 16, "œ", "by-hand")])
    assert read(read(data).rendered([patch])).restored(read(data).restorable([patch]) or b"") == data
    assert repaired(made) == made


def test_a_corrected_line_is_told_with_its_own_place() -> None:
    Path("a.xml").write_text(corrected("la paix", ["Ia", "paiz"]), encoding="utf-8")
    assert run("extract", "a.xml", "--map", "words.jsonl").exit_code == 0
    first = json.loads(Path("words.jsonl").read_bytes().splitlines()[0])
    assert first == {"file": "a.xml", "start": 0, "end": 7, "id": "l0", "box": [60, 50, 960, 77]}


def test_a_corrected_line_that_goes_on_is_joined() -> None:
    data = SAMPLES["corrected-page"].write([["la", "mise", "en", "pro-"], ["gramme", "de", "la", "commission"]])
    made = repaired(data)
    assert "pro¬</Unicode>" in made.decode()
    assert text_of(made) == "la mise en programme\nde la commission\n"
    validate(made, "page-2019")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("la mise en œuvre", ["la", "mise", "en", "œuvre"]),
        ("la  mise\n en œuvre ", ["la", "mise", "en", "œuvre"]),
        ("la mise, en œuvre.", ["la", "mise", ",", "en", "œuvre", "."]),
        ("l’œuvre « en » or", ["l’", "œuvre", "«", "en", "»or"]),
        ("la mise en pro-", ["la", "mise", "en", "pro¬"]),
        ("la mise en pro¬", ["la", "mise", "en", "pro-"]),
        ("la mise en pro", ["la", "mise", "en", "pro¬"]),
        ("la mise en pro", ["la", "mise", "en", "pro\u00ad"]),
        ("la mise en pro\u00ad", ["la", "mise", "en", "pro¬"]),
    ],
)
def test_a_line_that_says_what_its_words_say_leaves_them_the_units(line: str, words: list[str]) -> None:
    assert repeats(" ".join(line.split()), words)
    data = corrected(line, words).encode()
    unit = read(data)
    assert [word.id for word in unit.layout.words()][: len(words)] == [f"l0w{k}" for k in range(len(words))]
    # The line follows its words, and still says what they say.
    text = unit.texts[0].text
    for start in range(len(" ".join(words)) - 1):
        patch = Patch([Edit(start, start + 1, "x", "by-hand")])
        made = unit.rendered([patch])
        assert text_of(made) == patch.apply(text)
        assert next(iter(read(made).layout.words())).id == "l0w0"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("de la mise", ["dela", "mise"]),
        ("per manents", ["permanents"]),
        ("la Mise", ["la", "mise"]),
        ("la mise", ["la", "mise", "en"]),
        ("la mise en", ["la", "mise"]),
        ("mise la", ["la", "mise"]),
        ("la mise en pro", ["la", "mise", "en", "pro-"]),
        ("la mise.", ["la", "mise"]),
    ],
)
def test_a_line_that_says_something_else_counts(line: str, words: list[str]) -> None:
    assert not repeats(line, words)
    data = corrected(line, words).encode()
    assert text_of(data).split("\n")[0] == line
    assert next(iter(read(data).layout.words())).id == "l0"


SIGNS = st.text("ab,.’-¬\u00ad", min_size=1, max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.lists(SIGNS, min_size=1, max_size=5), st.text("ab ,.’-¬\u00ad", max_size=12))
def test_any_edits_of_any_line_over_any_words_are_read_again(data: st.DataObject, words: list[str], line: str) -> None:
    line = data.draw(st.sampled_from([line, " ".join(words), "".join(words)]))
    page = corrected(line, words).encode()
    unit = read(page)
    text = unit.texts[0].text
    start = data.draw(st.integers(0, len(text) - 1))
    edit = Edit(start, min(start + data.draw(st.integers(0, 3)), len(text)), data.draw(st.text("a ,", max_size=3)), "a")
    patch = Patch([edit])
    made = unit.rendered([patch])
    again = read(made)
    assert again.restored(unit.restorable([patch]) or b"") == page
    # The sign of a hyphen at a line end is that of the words, where they say the same otherwise.
    said, expected = (re.sub(r"[\s¬\u00ad-]", "", one) for one in (again.texts[0].text, patch.apply(text)))
    assert said == expected
    validate(made, "page-2013")


def test_a_line_without_a_text_leaves_its_words_the_units() -> None:
    data = corrected("", ["la", "mise"]).encode()
    assert text_of(data).startswith("la mise\n")


def test_a_text_follows_words_whose_hyphens_it_writes_in_another_way() -> None:
    assert follow("la pro- fin", ["la", "pro¬"], [(1, 2, "com¬")]) == "la com¬ fin"
    assert follow("la pro", ["la", "pro\u00ad"], [(1, 2, "com¬")]) == "la com¬"
    assert follow("la pro", ["la", "¬"], [(1, 2, "x")]) is None


# Where lines and words stand


@pytest.mark.parametrize("year", ["2008-01-01", "2009-03-16", "2010-01-12", "2010-03-19"])
def test_early_versions_are_read_and_repaired(year: str) -> None:
    data = early_page([["de", "lalutte", "per", "manents"]], glyphs=True).replace(b"2010-03-19", year.encode())
    words = list(read(data).layout.words())
    assert words[1].box == (96, 50, 183, 77)
    made = repaired(data)
    assert text_of(made) == "de la lutte permanents\n"
    made_words = list(read(made).layout.words())
    assert [word.id for word in made_words] == ["w0_0", "w0_1", "w0_1_2", "w0_2"]
    assert made_words[0].box == words[0].box
    assert made_words[1].box == (96, 50, 117, 77)
    assert made_words[3].box == (words[2].box or ())[:2] + (words[3].box or ())[2:]
    validate(made.replace(year.encode(), b"2010-03-19"), "page-2010")
    # Plain letters say the same, and the line and the region say it too.
    root = etree.fromstring(made)
    for equivalent in root.iter("{*}TextEquiv"):
        assert equivalent.findtext("{*}PlainText") == equivalent.findtext("{*}Unicode")
    assert root.find(".//{*}TextRegion/{*}TextEquiv/{*}Unicode").text == "de la lutte permanents"


def test_plain_letters_stay_plain() -> None:
    data = early_page([["ﬁn", "dela", "ﬁlle"]]).decode()
    data = data.replace("<p:PlainText>ﬁn<", "<p:PlainText>fin<").replace("<p:PlainText>dela<", "<p:PlainText><")
    made = read(data.encode()).rendered([Patch([Edit(2, 2, "s", "a"), Edit(5, 5, " ", "a")])]).decode()
    assert "<p:PlainText>fins</p:PlainText>\n\t\t\t<p:Unicode>ﬁns<" in made
    assert "<p:PlainText></p:PlainText>\n\t\t\t<p:Unicode>de<" in made
    validate(made.encode(), "page-2010")


COORDS = '<Coords points="60,50 147,50 147,77 60,77"/>'


@pytest.mark.parametrize(
    ("coords", "box", "left"),
    [
        ('<Coords points="60.7,50.2 147.9,77.1"/>', (60, 50, 147, 77), '<Coords points="60,50 83,50 83,77 60,77"/>'),
        ('<Coords points="60,50 147,77"></Coords>', (60, 50, 147, 77), '83,50 83,77 60,77"></Coords>'),
        ('<Coords points="-60,-50 27,77"/>', (-60, -50, 27, 77), '<Coords points="-60,-50'),
        ('<Coords points=""/>', None, '<Coords points=""/>'),
        ("<Coords/>", None, "<Coords/>"),
        ("", None, "<Word"),
        ('<Coords points="x y z"/>', None, '<Coords points="x y z"/>'),
        (f'<Coords points="{"9" * 5000},50 {"9" * 5000},77"/>', None, "<Coords points"),
        ('<Coords points="60,50"/>', (60, 50, 60, 50), "<Coords points"),
        ('<Coords><Point x="60" y="50"/><Point x="147" y="77"/></Coords>', (60, 50, 147, 77), '<Coords><Point x="60"'),
        ('<Coords>\n <Point x="60.5" y="50"/>\n <Point x="147" y="77.5"/>\n</Coords>', (60, 50, 147, 77),
         '<Coords>\n <Point x="60" y="50"/>\n <Point x="83" y="50"/>'),
        (f'<Coords><Point x="{"9" * 5000}" y="50"/><Point/></Coords>', None, "<Coords><Point"),
        ("<Coords></Coords>", None, "<Coords></Coords>"),
    ],
)  # fmt: skip
def test_outlines_of_all_kinds_are_read_and_written(coords: str, box: tuple[int, ...] | None, left: str) -> None:
    data = SAMPLES["transkribus-page"].write([["lalutte"], ["fin"]]).decode()
    assert COORDS in data
    data = data.replace(COORDS, coords)
    unit = read(data.encode())
    word = next(iter(unit.layout.words()))
    assert word.box == box
    patch = Patch([Edit(2, 2, " ", "by-hand")])
    made = unit.rendered([patch])
    assert left in made.decode()
    assert text_of(made).startswith("la lutte\n")
    assert read(made).restored(unit.restorable([patch]) or b"") == data.encode()


def test_words_that_become_one_get_an_outline_where_the_first_had_none() -> None:
    for write, empty in ((early_page, "<p:Coords/>"), (transkribus_page, "<Coords/>")):
        data = write([["per", "manents"]])
        start = data.index(b"Coords", data.index(b"Word id")) - (3 if write is early_page else 1)
        tail = b"</p:Coords>" if write is early_page else b"/>"
        end = data.index(tail, start) + len(tail)
        data = data[:start] + empty.encode() + data[end:]
        unit = read(data)
        assert next(iter(unit.layout.words())).box is None
        made = unit.rendered([Patch([Edit(3, 4, "", "by-hand")])])
        assert next(iter(read(made).layout.words())).box is not None
        validate(made, "page-2010" if write is early_page else "page-2013")


def test_an_index_of_thousands_of_digits_is_none() -> None:
    data = SAMPLES["ocrd-page"].write([["lalutte"]]).replace(b'index="1"', b'index="' + b"1" * 5000 + b'"')
    assert text_of(data) == "lalutte\n"
    assert len(list(read(data).layout.words())) == 1
