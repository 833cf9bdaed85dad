"""Letters with places, in ALTO and PAGE: those that a repair leaves as they are keep theirs."""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from test_page_files import read, text_of, validate

from textrepair.edits import Edit, Patch
from textrepair.formats.pages.letters import letters_kept


def alto(*words: list[str] | str, said: list[str] | None = None, spaced: bool = True) -> bytes:
    """Return a page with one line; the letters of each word, or the word."""
    gap = "\n      " if spaced else ""
    strings = []
    for number, word in enumerate(words):
        left = 100 * number
        glyphs = "".join(
            f'{gap}<Glyph ID="g{number}_{k}" CONTENT="{escape(letter)}" HPOS="{left + 10 * k}" VPOS="5" WIDTH="9" '
            f'HEIGHT="20" GC="0.5"><Variant CONTENT="x" VC="0.1"/></Glyph>'
            for k, letter in enumerate(word)
        )
        content = said[number] if said else "".join(word)
        strings.append(
            f'<String ID="s{number}" HPOS="{left}" VPOS="5" WIDTH="90" HEIGHT="20" WC="0.9" '
            f'CONTENT="{escape(content)}"><Shape><Polygon POINTS="1 2 3 4"/></Shape>{glyphs}</String>'
        )
    line = "<SP/>\n".join(strings)
    return (
        '<?xml version="1.0"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="p" '
        'PHYSICAL_IMG_NR="1"><PrintSpace><TextBlock ID="b"><TextLine HPOS="0" VPOS="5" WIDTH="900" HEIGHT="20">\n'
        f"{line}\n</TextLine></TextBlock></PrintSpace></Page></Layout></alto>\n"
    ).encode()


def page(*words: list[str] | str, said: list[str] | None = None, year: str = "2019") -> bytes:
    """Return a page of PAGE with one line."""
    written = []
    for number, word in enumerate(words):
        left = 100 * number
        glyphs = "".join(
            f'\n    <Glyph id="g{number}_{k}"><Coords points="{left + 10 * k},5 {left + 10 * k + 9},25"/>'
            f'<TextEquiv conf="0.5"><Unicode>{escape(letter)}</Unicode></TextEquiv></Glyph>'
            for k, letter in enumerate(word)
        )
        content = said[number] if said else "".join(word)
        written.append(
            f'<Word id="w{number}"><Coords points="{left},5 {left + 90},5 {left + 90},25 {left},25"/>{glyphs}\n'
            f'    <TextEquiv conf="0.9"><Unicode>{escape(content)}</Unicode></TextEquiv></Word>\n'
        )
    joined = " ".join(said or ["".join(word) for word in words])
    return (
        f'<?xml version="1.0"?>\n<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{year}-07-15">'
        "<Metadata><Creator>a</Creator><Created>2020-01-02T03:04:05</Created><LastChange>2020-01-02T03:04:05"
        '</LastChange></Metadata><Page imageFilename="a.tif" imageWidth="9" imageHeight="9"><TextRegion id="r">'
        f'<Coords points="0,0 9,9"/><TextLine id="l"><Coords points="0,0 9,9"/>{"".join(written)}'
        f"<TextEquiv><Unicode>{escape(joined)}</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>\n"
    ).encode()


SCHEMAS: dict[Any, str] = {alto: "alto-4", page: "page-2019"}
BOTH = pytest.mark.parametrize("write", [alto, page])


def repaired(data: bytes, *edits: tuple[int, int, str], keep_original: bool = False) -> bytes:
    """Return a page with edits made, which must lead back."""
    patch = Patch(Edit(start, end, new, "by-hand") for start, end, new in edits)
    unit = read(data, keep_original=keep_original)
    made = unit.rendered([patch])
    assert read(made).restored(unit.restorable([patch]) or b"") == data
    assert text_of(made) == patch.apply(unit.texts[0].text)
    return made


def letters_in(data: bytes) -> list[list[tuple[str, str]]]:
    """Return for each word its letters, each with its ID and text."""
    root = etree.parse(io.BytesIO(data)).getroot()
    return [
        [
            (
                glyph.get("ID") or glyph.get("id"),
                glyph.get("CONTENT") or glyph.find("./{*}TextEquiv/{*}Unicode").text,
            )
            for glyph in word.iterchildren("{*}Glyph")
        ]
        for word in root.iter("{*}String", "{*}Word")
    ]


def ids(data: bytes) -> list[list[str]]:
    return [[identity.removeprefix("g") for identity, _ in word] for word in letters_in(data)]


@BOTH
def test_letters_that_stay_keep_their_places(write: Any) -> None:
    data = write("commision", "rdle")
    made = repaired(data, (5, 5, "s"), (11, 12, "ô"))
    assert ids(made) == [[f"0_{k}" for k in range(9)], ["1_0", "1_2", "1_3"]]
    validate(made, SCHEMAS[write])
    # What is kept is kept to the byte.
    glyphs = re.findall(rb"\s*<Glyph.*?</Glyph>", data, re.DOTALL)
    assert [glyph for glyph in glyphs if glyph not in made] == [glyphs[10]]


@BOTH
def test_a_ligature_that_is_opened_costs_no_other_letter(write: Any) -> None:
    data = write(["ﬁ", "l", "m"])
    made = repaired(data, (0, 1, "fi"))
    expected = [("g0_1", "l"), ("g0_2", "m")]
    # A Glyph of ALTO has one character; one of PAGE has any text.
    assert letters_in(made) == [expected if write is alto else [("g0_0", "fi"), *expected]]
    assert (b'conf="0.5"><Unicode>fi' in made, b'conf="0.5"' in made) == (False, write is page)
    validate(made, SCHEMAS[write])


@BOTH
def test_a_long_s_that_becomes_round_keeps_its_place(write: Any) -> None:
    made = repaired(write("ſaint"), (0, 1, "s"))
    assert letters_in(made) == [[(f"g0_{k}", letter) for k, letter in enumerate("saint")]]
    validate(made, SCHEMAS[write])


@BOTH
def test_letters_go_with_their_part_of_a_divided_word(write: Any) -> None:
    made = repaired(write("lalutte", "a"), (2, 2, " "))
    assert ids(made) == [["0_0", "0_1"], [f"0_{k}" for k in range(2, 7)], ["1_0"]]
    validate(made, SCHEMAS[write])
    made = repaired(write("unun"), (2, 2, " "))
    assert ids(made) == [["0_0", "0_1"], ["0_2", "0_3"]]
    validate(made, SCHEMAS[write])


@BOTH
def test_a_word_is_divided_between_its_letters(write: Any) -> None:
    first, second, third = read(repaired(write("lalutte", "a"), (2, 2, " "))).layout.words()
    # Each letter is 9 wide and has 10: the first word is 0 to 19, and the second begins with the third letter.
    assert (first.box, second.box) == ((0, 5, 19, 25), (20, 5, 90, 25))
    assert third.box == (100, 5, 190, 25)
    # A letter at the cut that has no place says nothing about it.
    first, second, _ = read(repaired(write("lalutte", "a"), (1, 2, "e "))).layout.words()
    assert first.box is not None
    assert first.box.right not in (9, 19)


@BOTH
def test_letters_of_words_that_become_one_follow_each_other(write: Any) -> None:
    made = repaired(write("per", "manents", "x"), (3, 4, ""))
    assert ids(made) == [["0_0", "0_1", "0_2", *(f"1_{k}" for k in range(7))], ["2_0"]]
    validate(made, SCHEMAS[write])
    made = repaired(write("pet", "rnanents"), (2, 6, "rm"))
    assert ids(made)[0][:3] == ["0_0", "0_1", "1_0"]
    validate(made, SCHEMAS[write])
    made = repaired(write("a", "b", "c"), (1, 2, ""), (3, 4, ""))
    assert ids(made) == [["0_0", "1_0", "2_0"]]


@BOTH
def test_letters_that_do_not_spell_the_word_go(write: Any) -> None:
    data = write("rdle", "abc", said=["rdle", "abd"])
    made = repaired(data, (1, 2, "ô"), (5, 5, "x"))
    assert ids(made) == [["0_0", "0_2", "0_3"], []]
    # Of two words that become one, those that spell theirs stay.
    assert ids(repaired(data, (4, 5, ""))) == [["0_0", "0_1", "0_2", "0_3"]]
    validate(made, SCHEMAS[write])


@BOTH
def test_letters_stay_beside_what_stood_there(write: Any) -> None:
    made = repaired(write("rdle", "lalutte"), (1, 2, "ô"), (7, 7, " "), keep_original=True)
    assert ids(made)[0] == ["0_0", "0_2", "0_3"]
    assert b"rdle" in made
    validate(made, SCHEMAS[write])


@BOTH
def test_the_letters_of_a_word_that_does_not_change_stay(write: Any) -> None:
    data = write("rdle", "la", said=["rdle", "LA"])
    assert ids(repaired(data, (1, 2, "ô")))[1] == ["1_0", "1_1"]


def test_letters_of_a_line_that_is_one_string() -> None:
    data = alto([*"la mise en ceuvre"])
    made = repaired(data, (11, 13, "œ"))
    assert ids(made) == [[f"0_{k}" for k in range(17) if k not in (11, 12)]]
    validate(made, "alto-4")
    # Without Glyphs for the spaces.
    data = alto([*"lamiseenceuvre"], said=["la mise en ceuvre"])
    assert ids(repaired(data, (11, 13, "œ"))) == [[f"0_{k}" for k in range(14) if k not in (8, 9)]]


@pytest.mark.parametrize("spaced", [True, False])
def test_comments_and_markup_beside_letters_stay(*, spaced: bool) -> None:
    comment = b'<!-- <Glyph CONTENT="z"/> a > b -->'
    data = alto("rdle", spaced=spaced).replace(b"<Glyph", comment + b"<Glyph", 2)
    made = repaired(data, (1, 2, "ô"))
    assert made.count(comment) == 2
    data = alto("r>le", spaced=spaced).replace(b"&gt;", b">")
    assert ids(repaired(data, (1, 2, "ô"))) == [["0_0", "0_2", "0_3"]]


TEXTS = st.text("abcﬁſé½ ", max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "ﬁ", "fi", "ſ", "é", "e\u0301", "½", " "]), max_size=8), TEXTS)
def test_kept_letters_spell_parts_of_the_words_in_order(letters: list[str], text: str) -> None:
    tokens = text.split() or [""]
    kept = letters_kept(letters, tokens)
    assert len(kept) == len(tokens)
    numbers = [one.number for of_token in kept for one in of_token]
    assert numbers == sorted(set(numbers))
    for token, of_token in zip(tokens, kept, strict=True):
        position = 0
        for one in of_token:
            position = token.index(one.text, position) + len(one.text)
    assert letters_kept([*"abc"], ["abc"]) == [[(0, "a"), (1, "b"), (2, "c")]]


@BOTH
@settings(max_examples=100, deadline=None)
@given(st.data(), st.lists(st.text("abﬁs", min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_edits_leave_valid_letters(write: Any, data: st.DataObject, words: list[str]) -> None:
    given_file = write(*words)
    text = text_of(given_file)
    edits = []
    position = 0
    for start in sorted(data.draw(st.sets(st.integers(0, len(text) - 1), max_size=3))):
        if start >= position:
            end = min(start + data.draw(st.integers(0, 3)), len(text))
            edits.append(Edit(start, end, data.draw(st.text("abfi ", max_size=3)), "a"))
            position = end + 1
    unit = read(given_file)
    made = unit.rendered([Patch(edits)])
    assert read(made).restored(unit.restorable([Patch(edits)]) or b"") == given_file
    validate(made, SCHEMAS[write])
    said = [one.get("CONTENT") or one.findtext("./{*}TextEquiv/{*}Unicode") or "" for one in _words(made)]
    for word, letters in zip(said, letters_in(made), strict=True):
        position = 0
        for _, letter in letters:
            position = word.index(letter, position) + len(letter)


def _words(data: bytes) -> list[Any]:
    return list(etree.fromstring(data).iter("{*}String", "{*}Word"))
