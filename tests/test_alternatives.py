"""What an engine itself held for possible is taken up: read in every format, carried through the rounds, weighed."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from page_samples import letter_choices, plain_text, tesseract_alto, tesseract_hocr
from test_page_files import read, schema, text_of, validate

import textrepair
from textrepair import Alternative, Chain
from textrepair.alternatives import carried, differences, of_letters
from textrepair.edits import Edit, Patch
from textrepair.plain_text import PlainText

# No repairer would dare to make ‘taux’ of it, were it not for the engine.
LINE = ["Le", "jaux", "de", "la", "suite"]
MENDED = "Le taux de la suite\n"
PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"


pytestmark = pytest.mark.usefixtures("folder")


@cache
def chain() -> Chain:
    return Chain.for_language("fr")


def alternatives_of(text: PlainText) -> list[Alternative]:
    """Return what else the words of a text may be; its language besides is not looked at."""
    return [one for one in text.said if isinstance(one, Alternative)]


def alto(inner: str) -> bytes:
    """A page on which what is given stands within the word that is damaged."""
    data = tesseract_alto([LINE]).replace(b"ns-v3#", b"ns-v4#").decode()
    assert 'CONTENT="jaux"/>' in data
    return data.replace('CONTENT="jaux"/>', f'CONTENT="jaux">{inner}</String>').encode()


def page(inner: str) -> bytes:
    words = "".join(
        f'<Word id="w{k}"><Coords points="{k},0 {k},1 {k},2"/>{inner if word == "jaux" else equivalent(word)}</Word>'
        for k, word in enumerate(LINE)
    )
    return (
        f'<PcGts xmlns="{PAGE}"><Metadata><Creator>a</Creator><Created>2020-01-02T03:04:05</Created>'
        "<LastChange>2020-01-02T03:04:05</LastChange></Metadata>"
        '<Page imageFilename="a" imageWidth="9" imageHeight="9"><TextRegion id="r"><Coords points="0,0 0,1 1,1"/>'
        f'<TextLine id="l"><Coords points="0,0 0,1 1,1"/>{words}</TextLine></TextRegion></Page></PcGts>'
    ).encode()


def equivalent(text: str, attributes: str = "") -> str:
    return f"<TextEquiv{attributes}><Unicode>{text}</Unicode></TextEquiv>"


def glyphs(*choices: tuple[str, ...]) -> str:
    """Letters as PAGE has them; the word follows."""
    return "".join(
        f'<Glyph id="g{k}"><Coords points="0,0 0,1 1,1"/>'
        + "".join(equivalent(text, f' index="{rank}" conf="0.{6 - rank}"') for rank, text in enumerate(letters))
        + "</Glyph>"
        for k, letters in enumerate(choices)
    ) + equivalent("jaux", ' index="0"')


def hocr(inner: Callable[[str], str]) -> bytes:
    return tesseract_hocr([LINE], lambda word: inner(word) if word == "jaux" else plain_text(word))


VARIANTS = "".join(
    f'<Glyph CONTENT="{letter}" GC="0.6">' + ('<Variant CONTENT="t" VC="0.5"/>' if letter == "j" else "") + "</Glyph>"
    for letter in "jaux"
)
FILES = {
    "alto-alternative": alto("<ALTERNATIVE>taux</ALTERNATIVE>"),
    "alto-variant": alto(VARIANTS),
    "page-word": page(equivalent("jaux", ' index="0" conf="0.6"') + equivalent("taux", ' index="1" conf="0.5"')),
    "page-glyph": page(glyphs(("j", "t"), ("a",), ("u",), ("x", "z"))),
    "hocr-del": hocr(
        lambda word: (
            "<span class='alternatives'><ins class='alt' title='nlp 0.3'>jaux</ins>"
            "<del class='alt' title='nlp 0.9'>taux</del></span>"
        )
    ),
    "hocr-del-part": hocr(
        lambda word: "<span class='alternatives'><ins class='alt'>ja</ins><del class='alt'>ta</del></span>ux"
    ),
    "hocr-choices": hocr(lambda word: letter_choices(word, "t")),
}
ALL = pytest.mark.parametrize("name", FILES)


# What is read


@ALL
def test_what_an_engine_held_for_possible_is_read_and_taken_up(name: str) -> None:
    unit = read(FILES[name])
    (text,) = unit.texts
    assert text.text == " ".join(LINE) + "\n"
    readings = [text.text[: one.start] + one.text + text.text[one.end :] for one in alternatives_of(text)]
    assert MENDED in readings
    assert chain().fix(text.text) == text.text
    Path("a.xml").write_bytes(FILES[name])
    for arguments in ((), ("--keep-original",)):
        made = run("fix", *arguments, "a.xml").stdout_bytes
        assert text_of(made) == MENDED
        assert run("fix", *arguments, given=made).stdout_bytes == made
        if "hocr" not in name:
            validate(made, "page-2019" if "page" in name else "alto-4")
    assert run("fix", "--edits", "edits.jsonl", "a.xml", "-o", "out/").exit_code == 0
    (edit,) = map(json.loads, Path("edits.jsonl").read_bytes().splitlines())
    assert edit["repairer"].startswith("engine-alternatives")
    assert "the engine itself held ‘taux’ for possible" in edit["reason"]


def test_what_has_a_purpose_is_not_what_the_engine_read() -> None:
    made = alto('<ALTERNATIVE PURPOSE="modern spelling">taux</ALTERNATIVE>')
    assert alternatives_of(read(made).texts[0]) == []
    assert text_of(run("fix", given=made).stdout_bytes) == " ".join(LINE) + "\n"


@pytest.mark.parametrize("year", ["2013", "2019"])
def test_what_stood_there_before_a_repair_is_no_alternative(year: str) -> None:
    data = page(equivalent("enfaveur")).replace(b"2019-07-15", year.encode() + b"-07-15")
    schema("page-" + year)
    made = run("fix", "--keep-original", given=data).stdout_bytes
    assert text_of(made) == "Le en faveur de la suite\n"
    validate(made, "page-" + year)
    after = read(made)
    assert alternatives_of(after.texts[0]) == []
    assert [word.alternatives for word in after.layout.words() if word.alternatives] == [("enfaveur",)]
    assert b"enfaveur" in made


def test_signs_that_mean_something_in_custom_are_kept_as_numbers() -> None:
    data = page(equivalent("ré;g{l}es\\")).replace(b"2019-07-15", b"2013-07-15")
    unit = read(data, keep_original=True)
    made = unit.rendered([Patch([Edit(3, 13, "règles", "by-hand")])])
    validate(made, "page-2013")
    (kept,) = [word.alternatives for word in read(made).layout.words() if word.alternatives]
    assert kept == ("ré;g{l}es\\",)


def test_a_line_without_words_is_compared_word_by_word() -> None:
    line, other = "le rdle du chet", "le rôle du chef"
    assert list(differences(5, line, other, 1.0)) == [
        Alternative(8, 12, "rôle", 1.0),
        Alternative(16, 20, "chef", 1.0),
    ]
    assert list(differences(0, line, "", 1.0)) == []
    assert list(differences(0, "un deux", "un", 1.0)) == []


def test_letters_that_are_not_in_the_word_say_nothing() -> None:
    letters = [[(" ", 0.9), ("x", 0.8)], [("t", None)], [("q", 0.9), ("x", 0.9)], [("s", 0.5), ("z", 0.5), (" ", 0.5)]]
    assert list(of_letters(0, "trés", letters)) == [Alternative(3, 4, "z", 0.0)]
    assert list(of_letters(0, "", letters)) == []


@pytest.mark.parametrize("mode", [1, 2])
def test_the_same_letter_at_several_moments_counts_as_what_it_was_at_best(mode: int) -> None:
    moments = [[("j", 81), ("", 18)], [("j", 60), ("t", 40)], [("", 99)]] if mode == 1 else [[("j", 81), ("t", 40)]]
    group = "".join(
        "<span class='ocrx_cinfo' id='t'>"
        + "".join(f"<span class='ocrx_cinfo' id='c' title='x_confs {sure}'>{text}</span>" for text, sure in moment)
        + "</span>"
        for moment in moments
    )
    outer = f"<span class='ocr_symbol' id='s'>{group}</span>" if mode == 1 else group
    (one,) = alternatives_of(read(hocr(lambda word: word + outer)).texts[0])
    assert one == Alternative(3, 4, "t", pytest.approx(8 * 0.41))


# What is made of it


def test_places_are_carried_through_the_rounds() -> None:
    # The stages before WORDS shorten the text, and so does the first round of WORDS.
    source = "les l ’appuis  de l ’ homme\r\nlalutte contre la\r\nLe jaux de la suite"
    start = source.index("jaux")
    repair = chain().repair(source, [Alternative(start, start + 4, "taux", 0.5)])
    assert repair.text.endswith("la lutte contre la\r\nLe taux de la suite")
    assert repair.patch.apply(source) == repair.text
    patch = Patch([Edit(0, 2, "", "a"), Edit(4, 6, "xyz", "a"), Edit(9, 9, "!", "a")])
    given_places = [Alternative(3, 5, "a"), Alternative(2, 4, "b"), Alternative(6, 9, "c"), Alternative(9, 12, "d")]
    assert [(one.text, one.start, one.end) for one in carried(given_places, patch)] == [
        ("b", 0, 2),
        ("c", 5, 8),
        ("d", 9, 12),
    ]


def test_what_was_repaired_is_not_what_the_engine_was_in_doubt_about() -> None:
    text = "la mise en ceuvre du texte"
    wrong = Alternative(11, 17, "cuivre", 0.0)
    assert textrepair.fix(text) == "la mise en œuvre du texte"
    # What the stage before WORDS made of it is no longer what the engine had two words for.
    assert chain().repair("les l ’appuis", [Alternative(4, 13, "appas", 0.0)]).text == "les l’appuis"
    repair = chain().repair(text, [wrong])
    assert chain().repair(repair.text, carried([wrong], repair.patch)).text == repair.text


def test_a_known_word_stands_unless_the_engine_was_nearly_as_sure_of_another() -> None:
    text = "Le taux de la suite"
    for cost in (3.0, 6.0):
        assert chain().repair(text, [Alternative(3, 7, "tout", cost)]).text == text
    assert chain().repair(text, [Alternative(0, 2, "La", 0.0)]).text == text


def test_only_words_are_taken_up() -> None:
    text = "Le jaux de la suite"
    for other in ("3aux", "jauxé", "ja;ux", "", "ДЕ", "ta—ux"):
        repair = chain().repair(text, [Alternative(3, 7, other, 0.0)])
        assert repair.text == text
        assert not repair.failures


def test_files_of_one_document_in_several_processes(tmp_path: Path) -> None:
    Path("in").mkdir()
    for k, name in enumerate(FILES):
        Path("in", f"{k}.xml").write_bytes(FILES[name])
    for k, options in enumerate(([], ["--together"], ["--together", "-j", "2"], ["-j", "2"])):
        assert run("fix", *options, "in", "-o", f"out{k}").exit_code == 0
        for path in Path("in").iterdir():
            assert text_of(Path(f"out{k}", path.name).read_bytes()) == MENDED


PIECES = st.sampled_from(
    ["jaux ", "la ", "l’", "a ", "ceuvre ", "rdle ", "de\n", "per ", "manents ", "ao(t ", "\r\n", "É"]
)
PLACES = st.integers(-2, 40)
OTHERS = st.sampled_from(["taux", "là", "à", "rôle", "é", "", " ", "\n", "e", "l’", "œuvre", "\ud800"])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=10).map("".join),
    st.lists(st.builds(Alternative, PLACES, PLACES, OTHERS, st.floats(0, 8)), max_size=8),
)
def test_no_alternatives_break_a_promise(text: str, alternatives: list[Alternative]) -> None:
    repair = chain().repair(text, alternatives)
    assert not repair.failures
    assert repair.patch.apply(text) == repair.text
    again = text
    for step in repair.steps:
        again = step.apply(again)
    assert again == repair.text
    within = [one for one in alternatives if 0 <= one.start < one.end <= len(text)]
    left = carried(within, repair.patch)
    assert all(text[one.start : one.end] for one in within)
    assert chain().repair(repair.text, left).text == repair.text
