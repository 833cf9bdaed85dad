"""ALTO, hOCR and PAGE are repaired in place: the same repairs as of their text, and all else as it was."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import time
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from page_samples import CLEAN, DAMAGED, SAMPLES, in_words, places, tesseract_alto

import textrepair
from textrepair.commands.exit_codes import ExitCode
from textrepair.edits import Edit, Patch
from textrepair.errors import InputError, PatchError
from textrepair.formats.pages.boxes import Box
from textrepair.formats.pages.files import PageFile, PageFiles
from textrepair.formats.pages.markup import unescaped
from textrepair.formats.pages.page_changes import Change, changes
from textrepair.formats.pages.page_custom import moved
from textrepair.formats.pages.page_text import Word
from textrepair.formats.registry import PLAIN, by_content

SCHEMAS = Path(__file__).parent / "data" / "schemas"
ALL = pytest.mark.parametrize("name", SAMPLES)


pytestmark = pytest.mark.usefixtures("folder")


def read(data: bytes, *, keep_original: bool = False) -> PageFile:
    stream, form = by_content(io.BytesIO(data), PLAIN)
    (unit,) = PageFiles(stream, form.kind, "page", keep_original=keep_original).units()
    return unit


def text_of(data: bytes) -> str:
    return read(data).texts[0].text


def damaged(name: str) -> bytes:
    return SAMPLES[name].write(in_words(DAMAGED))


@cache
def repair_of(text: str) -> textrepair.Repair:
    return textrepair.repair(text)


def repaired(data: bytes, *, keep_original: bool = False) -> bytes:
    unit = read(data, keep_original=keep_original)
    return unit.rendered([repair_of(unit.texts[0].text).patch])


# What is read


@ALL
def test_the_text_is_that_of_the_lines(name: str) -> None:
    assert text_of(SAMPLES[name].write(in_words(CLEAN))).split() == " ".join(CLEAN).split()
    expected = " ".join(DAMAGED)
    if name == "docworks-alto":  # which says which words go on in the next line
        expected = expected.replace("pro- gramme", "programme")
    assert text_of(damaged(name)).split() == expected.split()


def test_blocks_and_pages_are_told_apart() -> None:
    line = '<TextLine><String CONTENT="{}"/></TextLine>'
    block = f'<TextBlock ID="{{0}}">{line.format("un")}{line.format("deux")}</TextBlock>'
    page = f"<Page><PrintSpace>{block.format('a')}{block.format('b')}</PrintSpace></Page>"
    data = f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>{page}{page}</Layout></alto>'.encode()
    assert text_of(data) == "un\ndeux\n\nun\ndeux\n\fun\ndeux\n\nun\ndeux\n"


def test_reading_order_is_followed() -> None:
    assert text_of(damaged("transkribus-page")).startswith("dans lalutte")
    blocks = "".join(
        f'<TextBlock ID="{word}"><TextLine><String CONTENT="{word}"/></TextLine></TextBlock>'
        for word in ("c", "a", "x", "b")
    )
    order = "".join(f'<ElementRef ID="o{word}" REF="{word}"/>' for word in "abc")
    data = (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><ReadingOrder><OrderedGroup ID="o">'
        f"{order}</OrderedGroup></ReadingOrder><Layout><Page>{blocks}</Page></Layout></alto>"
    ).encode()
    assert text_of(data) == "a\n\nb\n\nc\n\nx\n"


@ALL
def test_words_have_ids_places_and_confidences(name: str) -> None:
    unit = read(damaged(name))
    words = list(unit.layout.words())
    text = unit.texts[0].text
    if not SAMPLES[name].words:
        assert len(words) == len(DAMAGED)
        return
    boxes = [box for line in places(in_words(DAMAGED)) for box in line]
    assert len(words) == len(boxes)
    for word, (left, top, width, height), said in zip(words, boxes, " ".join(DAMAGED).split(), strict=True):
        assert text[word.start : word.end] in (said, said.rstrip("-"))
        assert word.box is not None
        assert word.box.top == top
        assert word.box.bottom == top + height
        assert abs(word.box.left - left) < 1
        assert abs(word.box.right - left - width) < 1
        assert word.confidence is None or 0 <= word.confidence <= 1
    assert len({word.id for word in words}) == (len(words) if words[0].id else 1)
    if name == "ocrd-page":
        assert words[0].alternatives == ("dansx",)


# What is written


@ALL
def test_the_repairs_are_those_of_the_text(name: str) -> None:
    data = damaged(name)
    source = text_of(data)
    Path("a.txt").write_text(source, encoding="utf-8")
    Path(SAMPLES[name].name).write_bytes(data)
    assert run("fix", "a.txt", "-o", "out/").exit_code == 0
    assert run("fix", SAMPLES[name].name, "-o", "out/").exit_code == 0
    made = Path("out", SAMPLES[name].name).read_bytes()
    assert text_of(made) == Path("out/a.txt").read_text(encoding="utf-8") != source
    assert run("extract", f"out/{SAMPLES[name].name}").stdout_bytes.decode() == text_of(made)


@ALL
def test_a_clean_file_comes_back_byte_for_byte(name: str) -> None:
    data = SAMPLES[name].write(in_words(CLEAN))
    Path(SAMPLES[name].name).write_bytes(data)
    assert run("fix", SAMPLES[name].name).stdout_bytes == data
    again = repaired(damaged(name))
    assert repaired(again) == again


@ALL
def test_only_what_is_repaired_changes(name: str) -> None:
    data = damaged(name)
    before, after = read(data), read(repaired(data))
    made = changes(before.layout.page, repair_of(before.texts[0].text).patch)
    check_places(before, after, made)
    # What is replaced in the source are the elements of these words, and nothing is but what they say.
    words = [text for change in made for text in before.layout.page.texts[change.first : change.last]]
    told = json.loads(before.restorable([repair_of(before.texts[0].text).patch]) or b"")
    assert len(told) <= 3 * len(made) + 1
    for _, _, original in told:
        said = unescaped("".join(re.split(r"<.*?>\s*", original)) + original)
        assert not original or any(word in said for word in words), original


def check_places(before: PageFile, after: PageFile, made: list[Change]) -> None:
    """Untouched words stand where they stood; what takes the place of others stands within their hull."""
    old, new = list(before.layout.words()), list(after.layout.words())
    old_texts, new_texts = before.layout.page.texts, after.layout.page.texts
    position = 0
    k = 0
    for change in [*made, Change(len(old), len(old), ())]:
        while k < change.first:
            assert new_texts[position].split() == old_texts[k].split()
            assert new[position]._replace(start=0, end=0) == old[k]._replace(start=0, end=0)
            k, position = k + 1, position + 1
        ids = {word.id for word in old}
        tokens = new[position : position + len(change.tokens)]
        assert [new_texts[position + n].split() for n in range(len(tokens))] == [
            token.split() for token in change.tokens
        ]
        for n, word in enumerate(tokens):
            assert_within(word, old[change.first : change.last])
            if n:
                assert not word.id or (word.id not in ids and word.id.startswith(old[change.first].id))
        for one, other in pairwise(tokens):
            assert one.box is None or other.box is None or one.box.right <= other.box.left
        position += len(tokens)
        k = change.last
    assert position == len(new)


def assert_within(word: Word, hull: list[Word]) -> None:
    boxes = [one.box for one in hull if one.box is not None]
    if word.box is None:
        assert not boxes
        return
    assert word.box.left >= min(box.left for box in boxes) - 1e-3
    assert word.box.top >= min(box.top for box in boxes) - 1e-3
    assert word.box.right <= max(box.right for box in boxes) + 1e-3
    assert word.box.bottom <= max(box.bottom for box in boxes) + 1e-3


def test_a_divided_word_gets_boxes_by_the_widths_of_its_letters() -> None:
    words = list(read(repaired(tesseract_alto([["lalutte"]]))).layout.words())
    assert [word.id for word in words] == ["string_0", "string_0_2"]
    # 722 of 2750 thousandths are ‘la’, 250 the space, 1778 ‘lutte’; the box is 87 wide.
    assert [word.box for word in words] == [Box(60, 50, 83, 77), Box(91, 50, 147, 77)]


def test_joined_words_get_the_union_of_their_boxes() -> None:
    (word,) = read(repaired(tesseract_alto([["per", "manents"]]))).layout.words()
    assert word.box == Box(60, 50, 195, 77)
    assert word.confidence is None


HYPHENATED = [["la", "mise", "en", "œuvre", "du", "pro-"], ["gramme", "de", "la", "commission"]]


def test_a_hyphen_at_a_line_end_is_told_in_alto() -> None:
    made = repaired(tesseract_alto(HYPHENATED)).decode()
    root = etree.fromstring(made.encode())
    parts = root.findall(".//{*}String[@SUBS_TYPE]")
    assert [(part.get("CONTENT"), part.get("SUBS_TYPE"), part.get("SUBS_CONTENT")) for part in parts] == [
        ("pro", "HypPart1", "programme"),
        ("gramme", "HypPart2", "programme"),
    ]
    (hyphen,) = root.findall(".//{*}HYP")
    assert hyphen.get("CONTENT") == "-"
    assert parts[0].getnext() is hyphen
    assert hyphen.getnext() is None
    # The box of what was ‘pro-’ is divided between the two.
    assert int(parts[0].get("HPOS")) + int(parts[0].get("WIDTH")) == int(hyphen.get("HPOS"))
    assert text_of(made.encode()) == "la mise en œuvre du programme\nde la commission\n"


@pytest.mark.parametrize(
    ("name", "sign"), [("tesseract-hocr", "pro&#173;"), ("letters-hocr", "pro&#173;"), ("ocropus-hocr", "pro&#173;"),
                       ("ocrd-page", "pro¬"), ("escriptorium-alto", "pro\u00ad")]
)  # fmt: skip
def test_a_hyphen_at_a_line_end_is_told_in_the_way_of_the_format(name: str, sign: str) -> None:
    made = repaired(SAMPLES[name].write(HYPHENATED))
    assert sign in made.decode("cp1252" if name == "letters-hocr" else "utf-8")
    assert text_of(made) == "la mise en œuvre du programme\nde la commission\n"


def test_a_hyphen_that_stays_when_lines_are_joined() -> None:
    for sample in SAMPLES.values():
        unit = read(sample.write([["la", "grand-"], ["mère", "du", "sud"]]))
        if not sample.words or "\n\n" in unit.texts[0].text:
            continue
        if not unit.layout.page.joined(1):
            unit = read(unit.rendered([Patch([Edit(9, 10, "", "a"), Edit(14, 15, "\n", "a")])]))
        assert unit.texts[0].text in ("la grand-mère\ndu sud\n", "la grandmère\ndu sud\n")


def test_a_repair_within_a_hyphenated_word_is_told_to_both_parts() -> None:
    data = SAMPLES["docworks-alto"].write([["la", "com-"], ["mision", "a"]])
    assert text_of(data) == "la commision\na\n"
    made = read(data).rendered([Patch([Edit(3, 12, "commission", "a")])])
    parts = etree.fromstring(made).findall(".//{*}String[@SUBS_TYPE]")
    assert [(part.get("CONTENT"), part.get("SUBS_CONTENT")) for part in parts] == [
        ("com", "commission"),
        ("mission", "commission"),
    ]


def test_a_line_that_loses_its_words_keeps_an_empty_one() -> None:
    data = tesseract_alto([["un", "|", "deux"], ["|"], ["trois"]])
    made = read(data).rendered([Patch([Edit(2, 4, "", "a"), Edit(10, 11, "", "a")])])
    validate(made, "alto-3")
    assert text_of(made).split() == ["un", "deux", "trois"]
    assert made.count(b"<String") == 4


@ALL
def test_what_stood_there_is_kept_if_so_wanted(name: str) -> None:
    data = damaged(name)
    made = repaired(data, keep_original=True)
    assert text_of(made) == text_of(repaired(data))
    for word in ("lalutte", "per manents", "ceuvre", "commision"):
        assert word in made.decode("cp1252" if name == "letters-hocr" else "utf-8")
    if name == "early-page":  # which has no place for it but a comment
        assert made.count(b"<!-- textrepair original: ") > 4
    elif SAMPLES[name].name.endswith("xml") and SAMPLES[name].words:
        kept = {alternative for word in read(made).layout.words() for alternative in word.alternatives}
        assert {"lalutte", "per manents", "ceuvre", "commision"} <= kept
    Path(SAMPLES[name].name).write_bytes(data)
    assert run("fix", "--keep-original", SAMPLES[name].name).stdout_bytes == made


@ALL
def test_a_repaired_file_says_what_was_done(name: str) -> None:
    assert repaired(damaged(name)).count(b"OCR errors were repaired") == 1


def test_confidences_that_no_longer_hold_are_marked() -> None:
    assert b"x_superseded_wconf 88'>la</span>" in repaired(SAMPLES["tesseract-hocr"].write([["de", "lalutte"]]))
    assert b'custom="textrepair {superseded-conf:0.75;}"' in repaired(SAMPLES["ocrd-page"].write([["lalutte"]]))
    alto = repaired(tesseract_alto([["lalutte"]]), keep_original=True)
    assert b'PURPOSE="original, superseded by textrepair; WC 0.90">lalutte</ALTERNATIVE>' in alto
    assert b"WC=" not in alto


def test_regions_without_lines_keep_what_does_not_change() -> None:
    lines = [["dans", "lalutte", "contre", "la", "drogue"], ["la", "paix"], ["la", "mise", "en", "œuvre", "du", "pro-"]]
    data = SAMPLES["region-page"].write([*lines, ["gramme", "dela", "Charte"], ["et", "ainsi", "de", "suite"]])
    first, second = "dans lalutte contre la drogue\nla paix\n", "la mise en œuvre du pro-\ngramme dela Charte\n"
    assert text_of(data) == f"{first}\n{second}et ainsi de suite\n"
    made = repaired(data).decode()
    first, second = re.findall(r"<Unicode>(.*?)</Unicode>", made, re.DOTALL)
    assert first == "dans la lutte contre la drogue\nla paix "
    assert second == "la mise en œuvre du pro¬\ngramme de la Charte\net ainsi de suite "
    assert text_of(made.encode()) == repair_of(text_of(data)).text
    kept = repaired(data, keep_original=True)
    validate(kept, "page-2013")
    originals = {word.alternatives for word in read(kept).layout.words()}
    assert ("dans lalutte contre la drogue \nla paix ",) in originals
    gone = read(data).rendered([Patch([Edit(30, 38, "", "by-hand")])]).decode()
    assert "<Unicode>dans lalutte contre la drogue </Unicode>" in gone


def test_what_a_region_repeats_of_its_regions_is_not_read_again() -> None:
    inner = "<TextRegion id='b'><TextEquiv><Unicode>un</Unicode></TextEquiv></TextRegion>"
    page = f"<Page><TextRegion id='a'>{inner}<TextEquiv><Unicode>un</Unicode></TextEquiv></TextRegion></Page>"
    assert text_of(f"<PcGts>{page}</PcGts>".encode()) == "un\n"


@pytest.mark.parametrize("words", [True, False])
def test_tags_move_with_their_stretches(*, words: bool) -> None:
    data = SAMPLES["transkribus-page"].write([["de", "lalutte", "à", "Paris"], ["un"]]).decode()
    if not words:
        data = re.sub(r" *<Word .*?</Word>\n", "", data, flags=re.DOTALL)
    tags = "readingOrder {index:0;} abbrev {offset:0; length:2;} place {offset:13; length:5;} x {offset:99; length:9;}"
    assert data.count('"readingOrder {index:0;}"') == 1 + 2 * words
    data = data.replace('id="l0" custom="readingOrder {index:0;}"', f'id="l0" custom="{tags}"')
    made = repaired(data.encode())
    assert text_of(made).startswith("de la lutte à Paris\n")
    validate(made, "page-2013")
    told = etree.fromstring(made).find(".//{*}TextLine[@id='l0']").get("custom")
    assert told == tags.replace("offset:13", "offset:14")
    # What stands beside a repair, and in one.
    assert moved("a {offset:0; length:2;} b {offset:3; length:7;}", "de lalutte", "de la lutte") == (
        "a {offset:0; length:2;} b {offset:3; length:8;}"
    )
    assert moved("a {offset:3; length:2;} b {offset:5; length:5;}", "de lalutte", "de la lutte") == (
        "a {offset:3; length:2;} b {offset:6; length:5;}"
    )


@settings(max_examples=200, deadline=None)
@given(st.text("ab ", max_size=9), st.text("ab ", max_size=9), st.integers(0, 9), st.integers(0, 9))
def test_tags_stay_within_their_text(before: str, after: str, offset: int, length: int) -> None:
    told = moved(f"x {{offset:{offset}; length:{length};}}", before, after)
    start, count = map(int, re.findall(r"\d+", told))
    if offset + length <= len(before):
        assert start + count <= len(after) or before == after
    else:
        assert (start, count) == (offset, length)


def test_what_was_done_is_told_in_a_comment_where_there_is_no_other_place() -> None:
    for name, pattern in (
        ("tesseract-alto", rb"\s*<Description>.*</Description>"),
        ("tesseract-hocr", rb"\s*<head>.*</head>"),
        ("ocrd-page", rb"<pc:Metadata>.*</pc:Metadata>"),
        ("transkribus-page", rb"<LastChange>.*</LastChange>"),
    ):
        data = re.sub(pattern, b"", damaged(name), flags=re.DOTALL)
        made = repaired(data)
        assert b"><!-- textrepair" in made
        assert made.count(b"OCR errors were repaired") == 1
        assert text_of(made) == repair_of(text_of(data)).text
        assert read(made).restored(read(data).restorable([repair_of(text_of(data)).patch]) or b"") == data


@pytest.mark.parametrize("comments", ["<Comments/>", "<Comments />", "<Comments></Comments>", "<Comments>a</Comments>"])
def test_comments_of_page_are_written_once(comments: str) -> None:
    data = damaged("transkribus-page").replace(b"</LastChange>", f"</LastChange>{comments}".encode())
    made = repaired(data)
    validate(made, "page-2013")
    assert made.count(b"OCR errors were repaired") == 1
    assert len(etree.fromstring(made).findall(".//{*}Comments")) == 1


# Schemas


@cache
def schema(name: str) -> Any:
    """Return the official schema of a version, or for ALTO 3 that of version 4 in its namespace."""
    file = {"alto-2": "alto-2-0", "page-2013": "page-2013-07-15", "page-2019": "page-2019-07-15"}.get(name, "alto-4-3")
    text = (SCHEMAS / f"{file}.xsd").read_bytes()
    if name == "alto-3":
        text = text.replace(b"ns-v4#", b"ns-v3#")
    # What it imports stands beside it.
    text = re.sub(rb'schemaLocation="[^"]*/xlink.xsd"', b'schemaLocation="xlink.xsd"', text)
    return etree.XMLSchema(etree.fromstring(text, base_url=str(SCHEMAS / f"{file}.xsd")))


def validate(data: bytes, name: str) -> None:
    root = etree.fromstring(data)
    if name == "page-2010":
        root = as_2013(root)
        name = "page-2013"
    schema(name).assertValid(root)
    if name == "alto-3":
        for tag, attributes in (
            ("String", "HEIGHT WIDTH HPOS VPOS CONTENT"),
            ("SP", "WIDTH HPOS VPOS"),
            ("HYP", "WIDTH HPOS VPOS CONTENT"),
        ):
            for element in root.iter(f"{{*}}{tag}"):
                assert set(attributes.split()) <= set(element.keys()), etree.tostring(element)
        assert not [*root.iter("{*}Processing", "{*}processingCategory")]
        assert all(element.get("ID", "").isidentifier() for element in root.iter("{*}OCRProcessing"))


def as_2013(root: Any) -> Any:
    """Return a page of 2010 as one of 2013, and look at what has to be otherwise in 2010 one by one."""
    for equivalent in root.iter("{*}TextEquiv"):
        assert [child.tag.rpartition("}")[2] for child in equivalent] == ["PlainText", "Unicode"]
        assert not equivalent.keys()
    assert not [one for one in root.iter("*") if {"custom", "comments", "points", "conf", "index"} & set(one.keys())]
    for coords in root.iter("{*}Coords"):
        points = list(coords)
        assert all(point.tag.endswith("}Point") and sorted(point.keys()) == ["x", "y"] for point in points)
        coords.set("points", " ".join(f"{int(point.get('x'))},{int(point.get('y'))}" for point in points))
        coords[:] = []
        coords.text = None
    return etree.fromstring(etree.tostring(root).replace(b"pagecontent/2010-03-19", b"pagecontent/2013-07-15"))


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.schema])
def test_files_are_valid_before_and_after(name: str) -> None:
    for data in (damaged(name), repaired(damaged(name)), repaired(damaged(name), keep_original=True)):
        validate(data, SAMPLES[name].schema)


# Any edits

LETTERS = st.text("aàeinrst’", min_size=1, max_size=6)
LINES = st.lists(st.lists(LETTERS, min_size=1, max_size=5), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(sorted(SAMPLES)), LINES, st.booleans())
def test_any_edits_come_to_words_in_their_places(
    data: st.DataObject, name: str, lines: list[list[str]], keep: bool
) -> None:
    given_file = SAMPLES[name].write(lines)
    before = read(given_file, keep_original=keep)
    text = before.texts[0].text
    edits = []
    position = 0
    for start in sorted(data.draw(st.sets(st.integers(0, len(text) - 1), max_size=4))):
        if start >= position:
            end = min(start + data.draw(st.integers(0, 4)), len(text))
            edits.append(Edit(start, end, data.draw(st.text("aàe \n", max_size=4)), "a"))
            position = end + 1
    patch = Patch(edits)
    made = before.rendered([patch])
    after = read(made)
    assert "".join(after.texts[0].text.split()) == "".join(patch.apply(text).split())
    assert read(made).restored(before.restorable([patch]) or b"") == given_file
    if SAMPLES[name].words:
        check_places(before, after, changes(before.layout.page, patch))
    if SAMPLES[name].schema:
        validate(made, SAMPLES[name].schema)


# On the command line


def test_what_a_file_is_is_told_by_its_content() -> None:
    for name in ("tesseract-alto", "tesseract-hocr", "ocrd-page"):
        data = damaged(name)
        for place in ("noend", "a.txt", "a.html", "a.xml.gz"):
            Path(place).write_bytes(gzip.compress(data) if place.endswith("gz") else data)
            made = run("fix", place).stdout_bytes
            assert (gzip.decompress(made) if place.endswith("gz") else made) == repaired(data)
        assert run("fix", given=data).stdout_bytes == repaired(data)
        assert run("fix", "--format", "text", "a.txt").stdout_bytes != repaired(data)
    Path("other.xml").write_bytes(b"<TEI><p>des r\xc3\xa9gles</p></TEI>")
    result = run("fix", "other.xml")
    assert (result.exit_code, result.stdout_bytes) == (ExitCode.INPUT, b"")
    assert "other.xml: it is TEI: run xmllint" in result.stderr
    assert run("fix", "--format", "text", "other.xml").stdout_bytes == Path("other.xml").read_bytes()
    result = run("fix", "--format", "alto", "other.xml", "-o", "out/")
    assert result.exit_code == ExitCode.INPUT
    assert "other.xml: it is not ALTO: its root is <TEI>" in result.stderr
    assert Path("out/other.xml").read_bytes() == Path("other.xml").read_bytes()


def test_a_folder_of_pages_is_repaired_and_made_again() -> None:
    for name, sample in SAMPLES.items():
        if "alto" in name:
            Path("in", name).mkdir(parents=True)
            Path("in", name, "1.xml").write_bytes(damaged(name))
            Path("in", name, "2.xml.gz").write_bytes(gzip.compress(sample.write(in_words(CLEAN)), mtime=0))
    result = run("fix", "--format", "alto", "in", "-o", "out", "--edits", "edits.jsonl")
    assert result.exit_code == 0, result.stderr
    edits = [json.loads(line) for line in Path("edits.jsonl").read_bytes().splitlines()]
    assert {edit["file"] for edit in edits} == {f"in/{name}/1.xml" for name in SAMPLES if "alto" in name}
    assert "record" not in edits[0]
    assert run("undo", "out", "-o", "again").exit_code == 0
    for path in Path("in").rglob("*.xml*"):
        assert Path("again", path.relative_to("in")).read_bytes() == path.read_bytes()
    assert run("undo", "out", "--edits", "edits.jsonl", "-o", "once").exit_code == 0
    assert Path("once/kraken-alto/1.xml").read_bytes() == damaged("kraken-alto")
    page = Path("out/tesseract-alto/1.xml")
    page.write_bytes(page.read_bytes().replace("œuvre".encode(), b"ouvre"))
    assert run("undo", "out", "-o", "changed").exit_code != 0
    unit = read(damaged("tesseract-alto"))
    raw = unit.restorable([repair_of(unit.texts[0].text).patch]) or b""
    with pytest.raises(PatchError, match="not what the edits led to"):
        unit.restored(raw)


def test_a_folder_stands_for_the_pages_in_it() -> None:
    files = {
        "a.xml": damaged("tesseract-alto"),
        "b/c.hocr": damaged("tesseract-hocr"),
        "b/d.xml.gz": gzip.compress(damaged("ocrd-page")),
        "e.html": damaged("letters-hocr"),
        "f.txt": b"la mise en ceuvre",
    }
    others = {"g.html": b"<html>ceuvre</html>", "mets.xml": b"<mets/>", "h.xml.gz": b"<alto>", ".i.xml": files["a.xml"]}
    for name, data in {**files, **others, "j.csv": b"text"}.items():
        Path("in", name).parent.mkdir(parents=True, exist_ok=True)
        Path("in", name).write_bytes(data)
    assert run("fix", "in", "-o", "out").exit_code == 0
    written = {str(path.relative_to("out")) for path in Path("out").rglob("*") if path.is_file()}
    assert {name for name in written if not name.startswith(".textrepair")} == set(files)
    assert Path("out/a.xml").read_bytes() == repaired(files["a.xml"])
    assert run("extract", "in", "-o", "texts").exit_code == 0
    assert {str(path.relative_to("texts")) for path in Path("texts").rglob("*.txt")} == {
        f"{name}.txt" for name in files
    }
    assert Path("texts/f.txt.txt").read_bytes() == files["f.txt"]


def test_the_text_is_extracted_with_the_places_of_its_words() -> None:
    for name in ("tesseract-alto", "transkribus-page"):
        Path(f"in/{name}.xml").parent.mkdir(exist_ok=True)
        Path(f"in/{name}.xml").write_bytes(damaged(name))
    Path("in/none.xml").write_bytes(b"<none/>")
    result = run("extract", "in", "--glob", "*.xml", "-o", "texts", "--map", "words.jsonl")
    assert result.exit_code == ExitCode.INPUT
    assert "in/none.xml: it is XML with the root <none>" in result.stderr
    words = [json.loads(line) for line in Path("words.jsonl").read_bytes().splitlines()]
    for word in words:
        text = Path("texts", Path(word["file"]).name + ".txt").read_text(encoding="utf-8")
        assert text[word["start"] : word["end"]] in " ".join(DAMAGED)
    assert words[1] == {
        "file": "in/tesseract-alto.xml", "start": 5, "end": 12, "id": "string_1", "box": [120, 50, 207, 77],
        "confidence": 0.89,
    }  # fmt: skip


# What is not as it should be


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<?xml version='1.0'?>\n<alto><Page></alto>", "not well-formed XML at line 2, column 20"),
        (b"<alto>&nothing;</alto>", "not well-formed XML at line 1"),
        (b'<!DOCTYPE alto [\n<!ENTITY a "b">]><alto>&a;</alto>', "declares entities (line 2)"),
        (b'<!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/passwd">]><alto>&a;</alto>', "declares entities"),
        (b"<alto>" + b"<a>" * 3000 + b"</a>" * 3000 + b"</alto>", "xcessive depth"),
        (b"<?xml version='1.0' encoding='utf-7'?><alto/>", "convert it to UTF-8"),
        (b"<alto>\n\xff</alto>", "not valid UTF-8 at byte 7 (line 2, 0xFF)"),
        (b"<?xml version='1.0'?>\n<html><body class='ocr_page'><p></body></html>", "line 2"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_passed_on(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert reason in str(caught.value)
    Path("a.xml").write_bytes(data)
    result = run("fix", "a.xml", "-o", "out/")
    assert result.exit_code == ExitCode.INPUT
    assert reason in result.stderr
    assert Path("out/a.xml").read_bytes() == data
    assert run("fix", "a.xml", "-o", "skipped/", "--on-error", "skip").exit_code == ExitCode.INPUT
    assert not Path("skipped/a.xml").exists()


@pytest.mark.parametrize("head", ["<??>" * 5000, "<!---->" * 5000, "<!DOCTYPE a [" * 3000, "<" * 60_000, " " * 60_000])
def test_what_only_begins_like_markup_is_told_at_once(head: str) -> None:
    started = time.perf_counter()
    assert by_content(io.BytesIO(f"{head}des règles".encode()), PLAIN)[1].kind == "text"
    assert time.perf_counter() - started < 1


UNCLOSED = ['<span title="', "<span title='" + '"', "<b '" + '"><i "' + "'>", "<!--", "<![CDATA[", "<span "]


@pytest.mark.parametrize("piece", UNCLOSED)
def test_what_is_never_closed_is_not_looked_for_again_and_again(piece: str) -> None:
    words = f"<span class=ocrx_word>un</span> {piece}" * 20_000
    data = f"<html><body><div class=ocr_page><span class=ocr_line>{words}</span></div></body></html>".encode()
    started = time.perf_counter()
    unit = read(data)
    with suppress(InputError):
        unit.rendered([Patch([Edit(0, 1, "a", "a")])])
    assert time.perf_counter() - started < 5


def test_a_bomb_of_entities_is_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 30))
    bomb = f'<!DOCTYPE alto [<!ENTITY a0 "aaaa">{entities}]><alto><String CONTENT="&a29;"/></alto>'
    with pytest.raises(InputError, match="declares entities"):
        read(bomb.encode())


def test_without_lxml_pages_are_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    Path("a.xml").write_bytes(damaged("tesseract-alto"))
    for arguments in (["a.xml"], ["--format", "alto", "a.xml"]):
        result = run("fix", *arguments)
        assert result.exit_code != 0
        assert "pip install 'textrepair[xml]'" in result.stderr
    Path("a.txt").write_text("la mise en ceuvre", encoding="utf-8")
    assert run("fix", "a.txt").exit_code == 0


def test_a_page_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textrepair.formats.pages.markup.LARGEST", 1000)
    with pytest.raises(InputError, match="more than 1,000 bytes"):
        read(damaged("tesseract-alto"))


def test_utf_32_is_told() -> None:
    Path("a.xml").write_bytes("<alto/>".encode("utf-32"))
    assert "it is in UTF-32; convert it to UTF-8" in run("fix", "--format", "alto", "a.xml").stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_are_kept(encoding: str) -> None:
    source = tesseract_alto([["la", "mise", "en", "ceuvre", "des", "régles"]]).decode()
    data = source.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    made = repaired(data)
    assert text_of(made) == "la mise en œuvre des règles\n"
    assert made.startswith(data[:2])
    assert (b"&#339;uvre" in made) is (encoding == "iso-8859-1")
    unit = read(data)
    assert read(made).restored(unit.restorable([repair_of(unit.texts[0].text).patch]) or b"") == data


# Several files that are one document

METS = """<?xml version="1.0" encoding="UTF-8"?>
<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><mets:fileSec>
<mets:fileGrp USE="IMAGE"><mets:file ID="i1" MIMETYPE="image/tiff">
<mets:FLocat LOCTYPE="URL" xlink:href="1.tif"/></mets:file></mets:fileGrp>
<mets:fileGrp USE="FULLTEXT">{files}</mets:fileGrp></mets:fileSec>
<mets:structMap TYPE="PHYSICAL"><mets:div TYPE="physSequence">{pages}</mets:div></mets:structMap></mets:mets>
"""


def mets(order: str) -> str:
    files = "".join(
        f'<mets:file ID="t{page}" MIMETYPE="text/xml"><mets:FLocat LOCTYPE="OTHER" xlink:href="alto/{page}%20a.xml"/>'
        "</mets:file>"
        for page in sorted(order)
    )
    pages = "".join(
        f'<mets:div TYPE="page"><mets:fptr FILEID="i1"/><mets:fptr FILEID="t{page}"/></mets:div>' for page in order
    )
    return METS.format(files=files, pages=pages)


def page_of_a_book(number: int) -> list[str]:
    """Return lines of a page that is repaired in another way alone: a word that comes back may be the author's."""
    return ["il a passe la journée a la mer avec son pere", f"page {number} du livre"]


def test_pages_of_a_folder_are_one_document() -> None:
    pages = {f"in/alto/{number} a.xml": tesseract_alto(in_words(page_of_a_book(number))) for number in range(1, 7)}
    for place, data in pages.items():
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        Path(place).write_bytes(data)
    Path("in/alto/none.xml").write_bytes(b"<alto>")
    Path("in/mets.xml").write_text(mets("213456"), encoding="utf-8")
    whole = "\n\n\n\n".join(text_of(pages[f"in/alto/{number} a.xml"]) for number in (1, 2, 3, 4, 5, 6))
    expected = [text.strip("\n") + "\n" for text in textrepair.fix(whole).split("\n\n\n\n")]
    alone = [text_of(repaired(data)) for data in pages.values()]
    assert expected != alone
    for jobs in ("1", "2"):
        result = run("fix", "--together", "--format", "alto", "in/alto", "-o", f"out{jobs}", "--jobs", jobs)
        assert result.exit_code == ExitCode.INPUT
        assert "in/alto/none.xml: not well-formed" in result.stderr
        assert [text_of(path.read_bytes()) for path in sorted(Path(f"out{jobs}").glob("? a.xml"))] == expected
    assert Path("out1/none.xml").read_bytes() == b"<alto>"
    # What is done is not done again, and still says what the document is.
    Path("out1/3 a.xml").unlink()
    assert run("fix", "--together", "--format", "alto", "in/alto", "-o", "out1", "--resume").exit_code == ExitCode.INPUT
    assert Path("out1/3 a.xml").read_bytes() == Path("out2/3 a.xml").read_bytes()
    # METS says the same, and the order.
    assert run("fix", "in/mets.xml").exit_code == ExitCode.USAGE
    result = run("fix", "in/mets.xml", "-o", "out3")
    assert result.exit_code == 0, result.stderr
    assert [text_of(path.read_bytes()) for path in sorted(Path("out3/alto").iterdir())] == expected
    listed = run("extract", "in/mets.xml").stdout
    assert listed.index("page 2") < listed.index("page 1")
    Path("in/alto/1 a.xml").unlink()
    result = run("fix", "in/mets.xml", "-o", "out4")
    assert result.exit_code == ExitCode.INPUT
    assert "in/mets.xml: the page ‘alto/1%20a.xml’ is not there" in result.stderr


def test_mets_without_pages_is_an_error() -> None:
    Path("mets.xml").write_text(METS.format(files="", pages=""), encoding="utf-8")
    result = run("fix", "mets.xml", "-o", "out")
    assert result.exit_code == ExitCode.INPUT
    assert "names no files with texts of pages" in result.stderr


@pytest.mark.parametrize("name", ["tesseract-hocr", "ocrd-page"])
@pytest.mark.parametrize("sure", ["1.2.3", "-", "9" * 400])
def test_a_confidence_that_is_no_number_is_none(name: str, sure: str) -> None:
    page = damaged(name).decode()
    changed = re.sub(r"""(x_wconf |conf=["'])[\d.]+""", rf"\g<1>{sure}", page)
    assert changed != page
    Path("page.xml").write_text(changed, encoding="utf-8")
    assert run("extract", "page.xml", "--map", "words.jsonl").exit_code == ExitCode.OK
    words = [json.loads(line) for line in Path("words.jsonl").read_text(encoding="utf-8").splitlines()]
    assert words
    assert not any("confidence" in word for word in words)
