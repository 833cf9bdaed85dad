"""METS files: which files are pages, in which order, and nothing outside the folder of the METS file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest
from command import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_samples import SAMPLES, in_words, tesseract_alto

from textrepair.commands.exit_codes import ExitCode
from textrepair.errors import InputError
from textrepair.formats.pages.hrefs import file_within
from textrepair.formats.pages.mets import is_mets, pages_of

pytestmark = pytest.mark.usefixtures("folder")

SPACES = 'xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"'


def file_of(identity: str, href: str, attributes: str = ' MIMETYPE="text/xml"') -> str:
    place = f'<FLocat LOCTYPE="URL" xlink:href="{escape(href)}"/>'
    return f'<file ID="{identity}"{attributes}>{place}</file>'


def mets_of(groups: str, structure: str = "") -> str:
    return f"<mets {SPACES}><fileSec>{groups}</fileSec>{structure}</mets>"


def mets_for(hrefs: Sequence[str]) -> str:
    """Return a METS file with one page for each reference."""
    files = "".join(file_of(f"F{k}", href) for k, href in enumerate(hrefs))
    return mets_of(f'<fileGrp USE="FULLTEXT">{files}</fileGrp>')


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def page(word: str = "lalutte") -> bytes:
    return tesseract_alto([["dans", word, "contre"], ["la", "drogue", "et", "la", "guerre"]])


def found(mets: str) -> tuple[list[str], list[str]]:
    """Return the pages of a METS file in the folder ``in``, and the errors."""
    path = write("in/mets.xml", mets)
    named = list(pages_of(path))
    pages = [str(one.relative_to("in")) for one in named if isinstance(one, Path)]
    return pages, [str(one) for one in named if isinstance(one, InputError)]


# What lies outside


def outside(tmp_path: Path) -> dict[str, str]:
    write("secret/shadow", "le mot de passe de lalutte")
    write("secret/1.xml", page())
    Path("in/text").mkdir(parents=True, exist_ok=True)
    for link, target in (
        ("in/link.xml", "../secret/1.xml"),
        ("in/absolute.xml", str(tmp_path / "secret/1.xml")),
        ("in/folder", "../secret"),
        ("in/chain.xml", "link.xml"),
        ("in/loop.xml", "loop.xml"),
        ("in/zero.xml", "/dev/zero"),
    ):
        if not os.path.lexists(link):
            Path(link).symlink_to(target)
    if not Path("in/fifo.xml").exists():
        os.mkfifo("in/fifo.xml")
    out, absolute = "leads out of the folder", str(tmp_path / "secret/shadow")
    return {
        "/etc/passwd": out,
        absolute: out,
        f"file://{absolute}": out,
        f"file://localhost{absolute}": out,
        f"file:{absolute}": out,
        f"file:///{absolute}": out,
        "../secret/shadow": out,
        "text/../../secret/1.xml": out,
        "file:../secret/1.xml": out,
        "file://./../secret/1.xml": out,
        "file://../secret/1.xml": out,
        "%2e%2e%2fsecret/1.xml": out,
        "%2E%2E/secret/1.xml": out,
        "..\\secret\\1.xml": "is not there",
        "text\\..\\..\\secret\\1.xml": "is not there",
        "../in2/1.xml": out,
        "../in/../secret/1.xml": out,
        "link.xml": out,
        "absolute.xml": out,
        "folder/1.xml": out,
        "chain.xml": out,
        "zero.xml": out,
        "/dev/zero": out,
        "//server/share/1.xml": out,
        "//[": out,
        "http://[": "is not there",
        "fifo.xml": "not a regular file",
        "loop.xml": "cannot be looked at",
        "text": "is a folder",
        ".": "is a folder",
        "": "empty reference",
        "  ": "empty reference",
        "#page1": "is not there",
        "none.xml": "is not there",
        "1.xml/2.xml": "is not there",
        "a%00.xml": "cannot be the name of a file",
        "%00": "cannot be the name of a file",
        f"{'a' * 3000}.xml": "cannot be looked at",
        "a/" * 500_000: "longer than any path",
        "C:\\scans\\1.xml": "is not there",
        "C:/scans/1.xml": "is not there",
        "http://example.org/1.xml": "fetch it",
        "https://example.org/../../secret/1.xml": "fetch it",
        "ftp://example.org/1.xml": "fetch it",
        "urn:nbn:de:1.xml": "is not there",
        "mets.xml": "names itself",
        "./MEDIA/../mets.xml": "names itself",
        ".textrepair/journal.sqlite": "hidden or temporary",
        "text/.hidden.xml": "hidden or temporary",
        "text/1.xml~": "hidden or temporary",
    }


def test_a_reference_that_leads_out_or_to_nothing_costs_its_page_alone(tmp_path: Path) -> None:
    expected = outside(tmp_path)
    for name in ("in/1.xml", "in/text/2.xml", "in2/1.xml", "in/text/.hidden.xml", "in/text/1.xml~"):
        write(name, page())
    write("in/.textrepair/journal.sqlite", page("dela"))
    Path("in/MEDIA").mkdir()
    hrefs = ["1.xml", *expected, "text/2.xml"]
    write("in/mets.xml", mets_for(hrefs))
    result = run("fix", "in/mets.xml", "-o", "out", "--edits", "edits.jsonl")
    assert result.exit_code == ExitCode.INPUT
    errors = [line for line in result.stderr.splitlines() if line.startswith("textrepair: in/mets.xml: ")]
    for line, reason in zip(errors, expected.values(), strict=True):
        assert reason in line
    # Each says what to do.
    assert all(": " in line.removeprefix("textrepair: in/mets.xml: the page ") for line in errors[:-5])
    # The other pages are repaired, and nothing else is copied into the results.
    assert b"la" in Path("out/1.xml").read_bytes() != page()
    assert Path("out/text/2.xml").read_bytes() == Path("out/1.xml").read_bytes()
    written = {str(one.relative_to("out")) for one in Path("out").rglob("*") if one.is_file()}
    assert {one for one in written if not one.startswith(".textrepair")} == {"1.xml", "text/2.xml"}
    assert Path("out/.textrepair/journal.sqlite").read_bytes().startswith(b"SQLite format 3")
    assert Path("in/.textrepair/journal.sqlite").read_bytes() == page("dela")


def test_nothing_outside_is_changed_in_place(tmp_path: Path) -> None:
    expected = outside(tmp_path)
    write("in/1.xml", page())
    write("in/mets.xml", mets_for([*expected, "1.xml"]))
    before = Path("secret/1.xml").read_bytes(), Path("secret/shadow").read_bytes()
    assert run("fix", "in/mets.xml", "--in-place").exit_code == ExitCode.INPUT
    assert Path("in/1.xml").read_bytes() != page()
    assert (Path("secret/1.xml").read_bytes(), Path("secret/shadow").read_bytes()) == before
    assert run("fix", "in/mets.xml", "--check").exit_code == ExitCode.INPUT
    assert "in/1.xml" not in run("extract", "in/mets.xml").stderr


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("text/1.xml", "text/1.xml"),
        ("./text/1.xml", "text/1.xml"),
        ("file://./text/1.xml", "text/1.xml"),
        ("file:text/1.xml", "text/1.xml"),
        ("file://text/1.xml", "text/1.xml"),
        ("file://{here}/text/1.xml", "text/1.xml"),
        ("file:{here}/text/1.xml", "text/1.xml"),
        ("file://localhost{here}/text/1.xml", "text/1.xml"),
        ("{here}/text/1.xml", "text/1.xml"),
        ("text/../text/1.xml", "text/1.xml"),
        ("../in/text/1.xml", "text/1.xml"),
        ("text/1.xml#page", "text/1.xml"),
        ("text/1.xml?version=2", "text/1.xml"),
        ("  text/1.xml\n", "text/1.xml"),
        ("text%2F1.xml", "text/1.xml"),
        ("text\\1.xml", "text/1.xml"),
        (".\\text\\1.xml", "text/1.xml"),
        ("FILE:text/1.xml", "text/1.xml"),
        ("text/a%20b.xml", "text/a b.xml"),
        ("text/a b.xml", "text/a b.xml"),
        ("text/%C3%A9.xml", "text/é.xml"),
        ("text/é.xml", "text/é.xml"),
        ("text/%E9.xml", os.fsdecode(b"text/\xe9.xml")),
        ("text/100%.xml", "text/100%.xml"),
        ("text/100%25.xml", "text/100%.xml"),
        ("text/n° #1?.xml", "text/n° #1?.xml"),
        ("text/a:b.xml", "text/a:b.xml"),
        ("a:b.xml", "a:b.xml"),
        ("text/[1].xml", "text/[1].xml"),
        ("inner/1.xml", "inner/1.xml"),
    ],
)
def test_a_reference_within_the_folder_is_followed(href: str, name: str, tmp_path: Path) -> None:
    write("in/text/1.xml", page())
    Path("in/inner").symlink_to("text")
    write(f"in/{name}", page())
    assert file_within(Path("in"), href.format(here=tmp_path / "in")) == Path("in", name)
    assert found(mets_for([href.format(here=tmp_path / "in")]))[0] == [name]


PIECES = (
    """.. / text 1.xml %2e %2F %00 file: // . \\ link folder é %E9 [ ] # ? localhost : ~ % secret @ {here} {above}"""
)


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n", "\0"]), max_size=9).map("".join))
def test_no_reference_leads_out(tmp_path: Path, href: str) -> None:
    if not Path("in").exists():
        outside(tmp_path)
        write("in/text/1.xml", page())
    href = href.replace("{here}", str(tmp_path / "in")).replace("{above}", str(tmp_path))
    with suppress(InputError):
        place = file_within(Path("in"), href)
        assert place.is_relative_to("in")
        assert ".." not in place.parts
        assert Path(os.path.realpath(place)).is_relative_to(tmp_path / "in")
        assert place.is_file()


def test_a_mets_file_without_a_folder_before_its_name() -> None:
    write("mets.xml", mets_for(["1.xml", "text/2.xml", "../1.xml"]))
    write("1.xml", page())
    write("text/2.xml", page())
    assert [str(one) for one in pages_of(Path("mets.xml")) if isinstance(one, Path)] == ["1.xml", "text/2.xml"]


def test_a_page_that_is_named_twice_is_taken_once() -> None:
    write("in/1.xml", page())
    write("in/2.xml", page())
    Path("in/again.xml").symlink_to("1.xml")
    assert found(mets_for(["1.xml", "./1.xml", "2.xml", "again.xml", "file:1.xml"])) == (["1.xml", "2.xml"], [])


def test_pages_of_two_documents_with_one_place_stop_nothing() -> None:
    for folder in ("a", "b"):
        write(f"{folder}/1.xml", page())
        write(f"{folder}/mets.xml", mets_for(["1.xml"]))
    write("b/2.xml", page())
    write("b/mets.xml", mets_for(["1.xml", "2.xml"]))
    write("z.txt", "la mise en ceuvre\n")
    result = run("fix", "a/mets.xml", "b/mets.xml", "z.txt", "-o", "out")
    assert result.exit_code == ExitCode.INPUT
    assert "b/1.xml and a/1.xml would both become out/1.xml: repair one of them in a run of its own" in result.stderr
    assert Path("out/z.txt").read_text(encoding="utf-8") == "la mise en œuvre\n"
    assert Path("out/2.xml").read_bytes() == Path("out/1.xml").read_bytes() != page()
    # The other way round: what the user names takes the place of a page.
    write("b/z.txt", "la mise en ceuvre\n")
    write("b/mets.xml", mets_for(["z.txt", "2.xml"]))
    result = run("fix", "b/mets.xml", "z.txt", "-o", "out2")
    assert "z.txt and b/z.txt would both become out2/z.txt" in result.stderr
    assert Path("out2/2.xml").exists()


def test_a_bad_page_does_not_divide_the_document() -> None:
    # A page by itself is repaired in another way: a word that comes back may be the author's.
    lines = ["il a passe la journée a la mer avec son pere", "page {} du livre", "dans lalutte contre la drogue"]
    names = ["1.xml", "2.xml"]
    for number, name in enumerate(names, 1):
        write(f"in/{name}", tesseract_alto(in_words([line.format(number) for line in lines])))
    write("in/mets.xml", mets_for(names))
    assert run("fix", "in/mets.xml", "-o", "out").exit_code == ExitCode.OK
    alone = run("fix", "in/1.xml").stdout_bytes
    for number, hrefs in enumerate((["../a.xml", "1.xml", "2.xml"], ["1.xml", "../a.xml", "none.xml", "2.xml"])):
        write("in/mets2.xml", mets_for(hrefs))
        result = run("fix", "in/mets2.xml", "-o", f"out{number}", "--edits", f"{number}.jsonl")
        assert result.exit_code == ExitCode.INPUT
        for name in names:
            made = Path(f"out{number}", name).read_bytes()
            assert made == Path("out", name).read_bytes() != Path("in", name).read_bytes()
            assert made != alone
        # Undo leads back.
        assert run("undo", f"out{number}", "-o", f"again{number}").exit_code == ExitCode.OK
        for name in names:
            assert Path(f"again{number}", name).read_bytes() == Path("in", name).read_bytes()


@pytest.mark.parametrize("kind", ["fifo", "device", "folder"])
def test_what_is_no_file_is_no_mets_file(kind: str) -> None:
    if kind == "fifo":
        os.mkfifo("mets.xml")
    elif kind == "device":
        Path("mets.xml").symlink_to("/dev/zero")
    else:
        Path("mets.xml").mkdir()
    assert not is_mets("mets.xml")


# Which files are pages

IMAGES = f'<fileGrp ID="IMGGRP" USE="Images">{file_of("I1", "1.tif", "")}</fileGrp>'


def pages_in(folder: str = "", attributes: str = ' MIMETYPE="text/xml"') -> str:
    return "".join(file_of(f"T{k}", f"{folder}{k}.xml", attributes) for k in (1, 2))


HTML = ' MIMETYPE="text/html"'
PROFILES = {
    "DFG viewer": f'<fileGrp USE="DEFAULT">{file_of("D", "1.jpg", "")}</fileGrp><fileGrp USE="FULLTEXT">{pages_in()}'
    f'</fileGrp><fileGrp USE="DOWNLOAD">{file_of("P", "1.pdf", "")}</fileGrp>',
    "OCR-D": f'<fileGrp USE="OCR-D-OCR-TESS">{file_of("X", "3.xml")}</fileGrp><fileGrp USE="OCR-D-OCR-CALAMARI">'
    + pages_in("", ' MIMETYPE="application/vnd.prima.page+xml"')
    + f'</fileGrp><fileGrp USE="OCR-D-IMG">{file_of("J", "1.tif", "")}</fileGrp>'
    + f'<fileGrp USE="OCR-D-IMG-BIN">{file_of("K", "1", "")}</fileGrp>',
    "docWorks": f'{IMAGES}<fileGrp ID="ALTOGRP" USE="Text">{pages_in("file://./")}</fileGrp>'
    f'<fileGrp ID="PDFGRP" USE="PDF">{file_of("P", "1.pdf", "")}</fileGrp>',
    "ENMAP": f'<fileGrp ID="ImageGroup"><fileGrp ID="MasterImages" USE="master">{file_of("I", "1.tif", "")}</fileGrp>'
    f'</fileGrp><fileGrp ID="TextGroup"><fileGrp ID="ALTOFiles" USE="content">{pages_in()}</fileGrp></fileGrp>',
    "Transkribus": f'<fileGrp ID="MASTER"><fileGrp ID="IMG">{file_of("I", "1.jpg", "")}</fileGrp>'
    f'<fileGrp ID="PAGEXML">{pages_in()}</fileGrp></fileGrp>',
    "HathiTrust": f'<fileGrp ID="FG2" USE="image">{file_of("I", "1.jp2", "")}</fileGrp><fileGrp ID="FG3" USE="ocr">'
    + file_of("O", "1.txt", ' MIMETYPE="text/plain"')
    + f'</fileGrp><fileGrp ID="FG4" USE="coordOCR">{pages_in("", HTML)}'
    "</fileGrp>",
    "NDNP": "".join(
        f'<fileGrp ID="pageFileGrp{k}">'
        + file_of(f"M{k}", f"{k}.tif", ' USE="master"')
        + file_of(f"T{k}", f"{k}.xml", ' USE="ocr" MIMETYPE="text/xml"')
        + "</fileGrp>"
        for k in (1, 2)
    ),
    "Kitodo": f'<fileGrp USE="LOCAL">{file_of("I", "1.tif", "")}</fileGrp><fileGrp USE="TEXT">'
    + pages_in("", ' MIMETYPE="application/alto+xml"')
    + "</fileGrp>",
    "a group for each page": "".join(
        f'<fileGrp ID="GRP{k}">' + file_of(f"T{k}", f"{k}.xml", ' MIMETYPE="text/xml+alto"') + "</fileGrp>"
        for k in (1, 2)
    ),
    "names that say nothing": f'<fileGrp ID="FG0001">{file_of("I", "1.tif", "")}{file_of("D", "meta.xml")}{pages_in()}'
    f"</fileGrp>",
    "nothing at all": f"<fileGrp>{file_of('I', '1.tif', '')}{pages_in('', '')}</fileGrp>",
}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("prefix", ["", "mets:", "METS:"])
def test_the_pages_of_many_profiles_are_found(profile: str, prefix: str) -> None:
    for name in ("1.tif", "1.jpg", "1.jp2", "1", "1.pdf", "1.txt"):
        write(f"in/{name}", b"II*\0")
    for name in ("1.xml", "2.xml", "3.xml"):
        write(f"in/{name}", page())
    write("in/meta.xml", "<mods/>")
    text = mets_of(PROFILES[profile])
    if prefix:
        text = (
            text.replace("</", f"</{prefix}").replace("<", f"<{prefix}").replace(f"<{prefix}/{prefix}", f"</{prefix}")
        )
        text = text.replace("xmlns=", f"xmlns:{prefix[:-1]}=")
    assert found(text) == (["1.xml", "2.xml"], [])
    assert is_mets("in/mets.xml")


def test_files_without_ids_or_with_the_same_id_are_all_taken() -> None:
    for name in ("1.xml", "2.xml"):
        write(f"in/{name}", page())
    text = mets_for(["1.xml", "2.xml"])
    assert found(text.replace(' ID="F0"', "").replace(' ID="F1"', ""))[0] == ["1.xml", "2.xml"]
    assert found(text.replace('ID="F1"', 'ID="F0"'))[0] == ["1.xml", "2.xml"]


def test_the_place_here_of_several_is_taken() -> None:
    write("in/1.xml", page())
    href = '<FLocat LOCTYPE="{}" xlink:href="{}"/>'.format
    remote, here = href("URL", "https://example.org/1.xml"), href("OTHER", "1.xml")
    for places in (remote + here, here + remote):
        text = mets_of(f'<fileGrp USE="FULLTEXT"><file ID="T1" MIMETYPE="text/xml">{places}</file></fileGrp>')
        assert found(text) == (["1.xml"], [])


@pytest.mark.parametrize("attribute", ["LOCREF", "href", "old:href"])
def test_references_of_other_versions_are_read(attribute: str) -> None:
    write("in/1.xml", page())
    text = mets_for(["1.xml"]).replace("xlink:href", attribute)
    assert found(text.replace("<mets ", '<mets xmlns:old="http://www.w3.org/TR/xlink" '))[0] == ["1.xml"]


def test_a_page_without_a_place_is_an_error_of_that_page() -> None:
    write("in/1.xml", page())
    place = '<FLocat LOCTYPE="URL" xlink:href="0.xml"/>'
    text = mets_for(["0.xml", "1.xml"])
    assert place in text
    pages, (error,) = found(text.replace(place, "<FContent/>"))
    assert pages == ["1.xml"]
    assert error == "in/mets.xml: the page ‘F0’ has no place (FLocat): write the path of its file"


def test_an_answer_of_oai_pmh_is_opened() -> None:
    write("in/1.xml", page())
    space = "http://www.openarchives.org/OAI/2.0/"
    record = f"<record><metadata>{mets_for(['1.xml'])}</metadata></record>"
    text = f'<OAI-PMH xmlns="{space}"><GetRecord>{record}</GetRecord></OAI-PMH>'
    assert found(text) == (["1.xml"], [])
    assert run("fix", "in/mets.xml", "-o", "out").exit_code == ExitCode.OK
    several = write("in/all.xml", text.replace("</record>", f"</record>{record}"))
    assert is_mets("in/all.xml")
    with pytest.raises(InputError, match="holds 2 METS documents: make a file of each"):
        list(pages_of(several))
    write("in/other.xml", f'<OAI-PMH xmlns="{space}"><GetRecord/></OAI-PMH>')
    assert not is_mets("in/other.xml")


# Their order


def files(*names: str) -> str:
    group = "".join(file_of(f"T{name}", f"{name}.xml") for name in names)
    return f'<fileGrp USE="FULLTEXT">{group}</fileGrp>'


def division(name: str, order: str = "", pointer: str = '<fptr FILEID="T{}"/>') -> str:
    said = f' ORDER="{order}"' if order else ""
    return f'<div TYPE="page"{said}><fptr FILEID="I"/>{pointer.format(name)}</div>'


def structure(inner: str, attributes: str = ' TYPE="PHYSICAL"') -> str:
    return f"<structMap{attributes}><div>{inner}</div></structMap>"


def order_of(structures: str) -> str:
    for name in "abc":
        write(f"in/{name}.xml", page())
    return "".join(name[0] for name in found(mets_of(files("a", "b", "c"), structures))[0])


@pytest.mark.parametrize(
    "pointer",
    [
        '<fptr FILEID="T{}"/>',
        '<fptr><area FILEID="T{}" BETYPE="IDREF" BEGIN="P1"/></fptr>',
        '<fptr><par><area FILEID="I"/><area FILEID="T{}"/></par></fptr>',
        '<fptr><seq><area FILEID="T{}" BEGIN="x"/><area FILEID="T{}" BEGIN="y"/></seq></fptr>',
        '<fptr><par><seq><area FILEID="T{}"/></seq></par></fptr>',
        '<div><div><fptr FILEID="T{}"/></div></div>',
    ],
)
def test_the_order_is_that_of_the_physical_structure(pointer: str) -> None:
    pointer = pointer.replace("{}", "{0}")
    inner = "".join(division(name, pointer=pointer) for name in "cab")
    assert order_of(structure(inner)) == "cab"
    numbered = "".join(division(name, str("cab".index(name) + 9), pointer) for name in "abc")
    assert order_of(structure(numbered)) == "cab"


@pytest.mark.parametrize(
    ("structures", "expected"),
    [
        ("", "abc"),
        (structure(division("c") + division("a"), ""), "cab"),
        (structure(division("c"), ' TYPE="physical"'), "cab"),
        (structure(division("b"), ' TYPE="MANUSCRIPT"'), "bac"),
        (structure(division("b"), ' TYPE="LOGICAL"'), "bac"),
        (structure(division("b"), ' TYPE="LOGICAL"') + structure(division("c") + division("b")), "cba"),
        (structure(division("b"), "") + structure(division("c")), "cab"),
        (structure(division("b")) + structure(division("c")), "bca"),
        (structure(division("none")) + structure(division("c"), ""), "cab"),
        (structure(division("c", "2") + division("b", "1")), "bca"),
        (structure(division("c", "10") + division("b", "9") + division("a", "11")), "bca"),
        (structure(division("c", "1") + division("b", "1")), "cba"),
        (structure(division("c", "x") + division("b", "1")), "cba"),
        (structure(division("c", "9" * 5000) + division("b", "1")), "cba"),
        (structure(division("c", "-1") + division("b", "-2")), "bca"),
        (structure(division("c") + division("b", "1")), "cba"),
        (structure(f'<div ORDER="2">{division("a", "1")}</div><div ORDER="1">{division("c", "2")}</div>'), "cab"),
    ],
)
def test_pages_that_the_structure_does_not_mention_come_last(structures: str, expected: str) -> None:
    assert order_of(structures) == expected


def test_pages_of_page_and_hocr_are_repaired_and_made_again() -> None:
    for name in ("ocrd-page", "tesseract-hocr", "kraken-alto"):
        shutil.rmtree("in", ignore_errors=True)
        data = SAMPLES[name].write(in_words(["dans lalutte contre la drogue"]))
        write("in/text/1.xml", data)
        write("in/mets.xml", mets_of(f'<fileGrp USE="OCR-D-OCR">{file_of("T", "text/1.xml", "")}</fileGrp>'))
        assert run("fix", "in/mets.xml", "-o", f"{name}-out", "--edits", "e").exit_code == ExitCode.OK
        assert Path(f"{name}-out/text/1.xml").read_bytes() != data
        assert run("undo", f"{name}-out", "-o", f"{name}-again").exit_code == ExitCode.OK
        assert Path(f"{name}-again/text/1.xml").read_bytes() == data


@pytest.mark.parametrize("length", [0, 65_300, 70_000, 2_000_000])
def test_a_mets_file_is_known_behind_a_long_comment(length: int) -> None:
    mets = mets_for(["1.xml"])
    comment = f"<!--{'x' * length}-->"
    for name, text in (
        ("own.xml", mets),
        ("wrapped.xml", f"<OAI-PMH><GetRecord>{'<about/>' * 50}{mets}</GetRecord></OAI-PMH>"),
    ):
        write(f"in/{name}", comment + text)
        assert is_mets(f"in/{name}")
        write(f"in/{name}", comment + text.replace("mets", "meta"))
        assert not is_mets(f"in/{name}")
