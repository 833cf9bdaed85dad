import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.edits import Edit, Patch
from textrepair.errors import ConfigurationError, OutputError, UndecodableError
from textrepair.files.atomic import replacing
from textrepair.formats.plain import check_encoding, decode
from textrepair.plain_text import PlainText

FRENCH = "Les États membres ont décidé d’agir : l’œuvre coûte 5 €.\nÀ bientôt, où ça ?\n" * 5

# Line ends of every kind next to each other; letters would only dilute them.
sources = st.lists(st.sampled_from(["\r\n", "\r", "\n", "a", "é", "-", " "]), max_size=30).map("".join)


@st.composite
def patches(draw: st.DrawFn, text: str) -> Patch:
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    replacements = st.sampled_from(["", "x", "x\n", "\n", "y\nz\n"])
    return Patch(Edit(start, end, draw(replacements), "test") for start, end in pairs)


@given(sources.map(lambda text: text.encode()))
def test_what_is_read_is_written_back_byte_for_byte(data: bytes) -> None:
    plain = decode(data)
    assert plain.encode(plain.source) == data
    assert "\r" not in plain.text


@given(st.data())
def test_edits_in_the_source_say_what_edits_in_the_text_say(data: st.DataObject) -> None:
    plain = PlainText(data.draw(sources))
    patch = data.draw(patches(plain.text))
    in_source = plain.in_source(patch)
    kept_apart = plain.source.replace("\r\n", "\n").replace("\r", "\n")
    assert kept_apart == plain.text
    for edit, moved in zip(patch, in_source, strict=True):
        before = PlainText(plain.source[moved.start : moved.end]).text
        assert before == plain.text[edit.start : edit.end]
        assert PlainText(moved.replacement).text == edit.replacement


@given(st.data())
def test_a_file_with_one_kind_of_line_end_keeps_it(data: st.DataObject) -> None:
    line_end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = data.draw(sources).replace("\r\n", "\n").replace("\r", "\n") + "\n"
    plain = PlainText(text.replace("\n", line_end))
    patch = data.draw(patches(plain.text))
    assert plain.in_source(patch).apply(plain.source) == patch.apply(text).replace("\n", line_end)


def test_mixed_line_ends_stay_where_they_are() -> None:
    plain = PlainText("un\r\ndeux\ntrois\rqua-\r\ntre\n")
    edit = Edit(plain.text.index("-"), plain.text.index("-") + 6, "tre\n", "hyphenation")
    assert plain.in_source(Patch([edit])).apply(plain.source) == "un\r\ndeux\ntrois\rquatre\r\n"


@pytest.mark.parametrize(
    ("encoding", "kept"),
    [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")],
)
def test_a_byte_order_mark_is_kept_and_not_counted(encoding: str, kept: str) -> None:
    data = "déjà\r\n".encode(encoding)
    plain = decode(data, encoding)
    assert (plain.source, plain.encoding) == ("déjà\r\n", kept)
    assert plain.encode(plain.source) == data


def test_big_endian_stays_big_endian() -> None:
    data = b"\xfe\xff" + "déjà".encode("utf-16-be")
    plain = decode(data, "utf-16")
    assert plain.encode(plain.source) == data


def test_utf_8_with_a_signature_asked_for_and_not_there_gets_none() -> None:
    plain = decode("déjà".encode(), "utf-8-sig")
    assert plain.encode(plain.source) == "déjà".encode()


def test_invalid_utf_8_is_refused_with_its_place() -> None:
    with pytest.raises(UndecodableError) as caught:
        decode(b"un\nd\xe9j\xe0\n", name="a.txt")
    assert str(caught.value) == (
        "a.txt: not valid UTF-8 at byte 4 (line 2, 0xE9); "
        "name its encoding (--encoding cp1252, say) or have it detected (--encoding auto)"
    )


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        ("déjà".encode("utf-16"), "--encoding utf-16"),
        ("déjà".encode("utf-32"), "--encoding utf-32"),
        ("Il est l'heure".encode("utf-16-le"), "--encoding utf-16-le"),
        ("Il est l'heure".encode("utf-16-be"), "--encoding utf-16-be"),
    ],
)
def test_utf_16_taken_for_utf_8_is_refused_with_the_remedy(data: bytes, remedy: str) -> None:
    with pytest.raises(UndecodableError, match=remedy):
        decode(data)


def test_nul_bytes_are_text() -> None:
    data = b"un\x00deux\x00\x00\n" + b"\x00" * 50
    assert decode(data).encode(decode(data).source) == data


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "cp850", "utf-16", "utf-16-le", "utf-8-sig"])
def test_auto_detects_the_encodings_that_french_is_kept_in(encoding: str) -> None:
    data = FRENCH.encode(encoding, "ignore")
    plain = decode(data, "auto")
    assert plain.source == data.decode(encoding)
    assert plain.encode(plain.source) == data


def test_a_byte_that_the_encoding_does_not_have_is_refused() -> None:
    with pytest.raises(UndecodableError, match="not valid CP1252 at byte 1"):
        decode(b"a\x81", "cp1252")


def test_an_encoding_that_would_not_come_back_is_refused() -> None:
    with pytest.raises(UndecodableError, match="byte for byte"):
        decode(b"+AGE-", "utf-7")


def test_a_character_that_the_encoding_cannot_write_is_named() -> None:
    plain = decode("cœur".replace("œ", "oe").encode("latin-1"), "latin-1", "a.txt")
    with pytest.raises(OutputError, match=r"a\.txt: .*‘œ’ \(U\+0153\) at offset 1"):
        plain.encode("cœur")


@pytest.mark.parametrize(("name", "hint"), [("cp1253x", "did you mean"), ("zzz", "try cp1252"), ("base64", "try")])
def test_an_unknown_encoding_is_refused(name: str, hint: str) -> None:
    with pytest.raises(ConfigurationError, match=hint):
        check_encoding(name)


def test_auto_without_the_detector_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "charset_normalizer", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'textrepair\[encoding\]'"):
        check_encoding("auto")


def write(path: Path, data: bytes, like: Path | None = None) -> None:
    with replacing(path, like) as stream:
        stream.write(data)


def test_writing_keeps_the_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


def test_a_new_file_has_the_permissions_of_its_model(tmp_path: Path) -> None:
    model, path = tmp_path / "model", tmp_path / "a.txt"
    model.write_bytes(b"")
    model.chmod(0o604)
    write(path, b"new", like=model)
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_new_file_without_a_model_is_like_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    write(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "a.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_after_trouble_all_is_as_it_was(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as stream:
            stream.write(b"half")
            raise error

    with pytest.raises((OutputError, KeyboardInterrupt)):
        fail()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"old"


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OutputError, match="not a regular file"):
        write(pipe, b"new")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
