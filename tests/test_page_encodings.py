"""Encodings of page files, and what may stand around a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from page_samples import CLEAN
from page_shapes import (
    ALTO,
    DECLARATION,
    PAGE,
    document,
    hocr_page,
    page_words,
    read,
    repaired,
    strings,
)

from textrepair.commands.exit_codes import ExitCode
from textrepair.errors import InputError

pytestmark = pytest.mark.usefixtures("folder")


# Encodings


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>\n', "<?xml version='1.0' standalone='yes'?>\r\n"])
@pytest.mark.parametrize("kind", ["alto", "page", "hocr"])
def test_an_encoding_that_is_named_holds_where_a_file_declares_none(declaration: str, kind: str) -> None:
    text = "des régles à lalutte en ceuvre"
    body = {
        "alto": ALTO.format(strings(text)),
        "page": PAGE.format(page_words(text)),
        "hocr": document("", hocr_page(text)),
    }
    data = (declaration + body[kind]).encode("cp1252")
    with pytest.raises(
        InputError, match=r"it declares no encoding: name it .--encoding cp1252, say., or write it"
    ) as caught:
        read(data)
    assert "not valid UTF-8 at byte" in str(caught.value)
    assert "\n" not in str(caught.value)
    for encoding in ("cp1252", "iso-8859-1"):
        before, made = repaired(data, encoding)
        assert before == f"{text}\n"
        assert read(made, encoding).texts[0].text == "des règles à la lutte en œuvre\n"
        assert (b"&#339;uvre" in made) is (encoding == "iso-8859-1")
    Path("in").mkdir()
    Path("in/a.xml").write_bytes(data)
    fix = ("fix", "in/a.xml", "-o", "out/", "--edits", "edits.jsonl")
    assert run(*fix, "--encoding", "iso-8859-1").exit_code == ExitCode.OK
    assert run("extract", "out/a.xml", "--encoding", "iso-8859-1").stdout == "des règles à la lutte en œuvre\n"
    assert run("undo", "out", "-o", "again").exit_code == ExitCode.OK
    assert Path("again/a.xml").read_bytes() == data
    assert run("fix", "in/a.xml", "-o", "other/").exit_code == ExitCode.INPUT
    assert Path("other/a.xml").read_bytes() == data


def test_the_encoding_of_a_file_that_declares_none_is_detected_if_so_wanted() -> None:
    text = " ".join(CLEAN)
    for encoding in ("cp1252", "utf-8"):
        data = ALTO.format(strings(text)).encode(encoding)
        assert read(data, "auto").texts[0].text == f"{text}\n"


def test_an_encoding_that_is_named_does_not_hold_where_a_file_declares_its_own() -> None:
    data = (DECLARATION + ALTO.format(strings("des régles"))).encode()
    for encoding in ("cp1252", "auto", "utf-16"):
        assert read(data, encoding).texts[0].text == "des régles\n"
    latin = "<?xml version='1.0' encoding='ISO-8859-1'?>" + ALTO.format(strings("des régles"))
    assert read(latin.encode("latin-1"), "cp1252").texts[0].text == "des régles\n"
    with pytest.raises(InputError, match=r"it is no text in UTF-16.* .--encoding"):
        read(ALTO.format(strings("un")).encode(), "utf-16-le")
    wrong = (DECLARATION + ALTO.format(strings("des régles"))).encode("latin-1")
    with pytest.raises(InputError, match="although the file declares ‘utf-8’: write its true encoding there"):
        read(wrong, "cp1252")


@pytest.mark.parametrize("label", ["utf-16", "UTF-16LE", "ucs-2", "utf-32"])
def test_a_wide_label_on_bytes_that_are_not_wide_is_wrong(label: str) -> None:
    data = f"<?xml version='1.0' encoding='{label}'?>{ALTO.format(strings('des régles'))}".encode()
    text, made = repaired(data)
    assert text == "des régles\n"
    assert made.startswith(data[:40])
    assert "règles" in made.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", ["utf-8", "UTF-16", "iso-8859-1"])
def test_a_byte_order_mark_says_more_than_the_declaration(encoding: str, label: str) -> None:
    data = f"<?xml version='1.0' encoding='{label}'?>{ALTO.format(strings('des régles'))}".encode(encoding)
    text, made = repaired(data)
    assert text == "des régles\n"
    assert "règles" in made.decode(encoding)
    assert made.startswith(data[:40])


@pytest.mark.parametrize(
    "meta",
    [
        "<META CHARSET='WINDOWS-1252'>", "<meta charset=windows-1252>", "<meta Charset=\"Windows-1252\"/>",
        "<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=ISO-8859-1'>",
        "<!-- <meta charset='utf-8'> --><meta http-equiv='content-type' content='text/html;CHARSET=latin1' />",
        f"<style>{'a ' * 10_000}</style><meta charset='cp1252'>",
    ],
)  # fmt: skip
def test_html_may_declare_its_encoding(meta: str) -> None:
    data = f"<html><head>{meta}</head><body>{hocr_page('des régles')}</body></html>".encode("cp1252")
    text, made = repaired(data)
    assert text == "des régles\n"
    assert "règles" in made.decode("cp1252")


# What stands around a file


@pytest.mark.parametrize("before", ["", "\n", "\r\n \t", "\ufeff\n"])
@pytest.mark.parametrize("after", ["", "\n", "\0", "\0" * 512, "\n\x1a", "\x1a\0\0\n"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_white_space_before_and_filling_behind_a_file_stay(before: str, after: str, version: str) -> None:
    declaration = f"{before}<?xml version='{version}' encoding='utf-8'?>"
    for body in (
        ALTO.format(strings("dans lalutte")),
        PAGE.format(page_words("dans lalutte")),
        document("", hocr_page("dans lalutte")),
    ):
        data = f"{declaration}{body}{after}".encode()
        text, made = repaired(data)
        assert text == "dans lalutte\n"
        assert read(made).texts[0].text == "dans la lutte\n"
        assert made.startswith(declaration.encode())
        assert made.endswith(body[-8:].encode() + after.encode())
    fragment = (before + hocr_page("dans lalutte") * 2 + after).encode()
    assert repaired(fragment)[1].endswith(b"</div>" + after.encode())
