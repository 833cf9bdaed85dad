"""Plain text files: bytes to text without losing anything.

What a file carries besides its text is kept: its byte-order mark, its encoding and every one of its line ends, mixed
ones too (:mod:`textrepair.plain_text`).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace

from textrepair.errors import ConfigurationError, UndecodableError, nearest_name
from textrepair.plain_text import PlainText

__all__ = [
    "AUTO",
    "check_encoding",
    "check_output_encoding",
    "converted",
    "decode",
    "mark_in",
    "mark_of",
    "marked_codec",
    "not_decoded",
    "not_written_back",
]

AUTO = "auto"
"""The name that asks for the encoding to be detected."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The detector is first asked to choose among these. Left to all of its 99 encodings it takes a few lines of
# French in Windows-1252 for cp1250, and in Mac Roman for Mac Iceland or Mac Greek.
_WESTERN = ["utf_8", "cp1252", "mac_roman", "cp850", "iso8859_15", "latin_1", "utf_16", "utf_32"]


def check_encoding(encoding: str, option: str = "--encoding") -> str:
    """Return the name of an encoding if it is one for text, or ``auto``.

    Args:
        encoding: its name.
        option: the option that the name was given with.

    Raises:
        ConfigurationError: there is no such encoding, or ``auto`` without the detector installed.

    >>> check_encoding("CP1252")
    'cp1252'
    """
    if encoding.lower() == AUTO:
        try:
            import charset_normalizer  # noqa: F401
        except ImportError:
            raise ConfigurationError(
                "--encoding auto needs the detector charset-normalizer: pip install 'textrepair[encoding]'"
            ) from None
        return AUTO
    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError, UnicodeError):
        from encodings.aliases import aliases

        known = {name.replace("_", "-") for name in aliases.values() if not name.endswith("_codec")}
        nearest = nearest_name(encoding.lower(), known)
        others = "cp1252, latin-1 or auto" if option == "--encoding" else "utf-8, cp1252 or latin-1"
        hint = nearest if nearest.startswith("did") else f"try {others}"
        raise ConfigurationError(f"{option}: there is no text encoding ‘{encoding}’; {hint}") from None


def check_output_encoding(encoding: str) -> str:
    """Return the codec of an encoding in which results are written.

    It never writes a byte-order mark by itself; UTF-16 and UTF-32 without an order are little-endian.

    Raises:
        ConfigurationError: there is no such encoding, or it cannot be written.

    >>> check_output_encoding("UTF-16"), check_output_encoding("latin-1")
    ('utf-16-le', 'iso8859-1')
    """
    codec = "" if encoding.lower() == AUTO else check_encoding(encoding, "--output-encoding")
    if codec in ("", "utf-8-sig", "idna", "punycode"):
        hint = "a result has a byte-order mark if its input has one" if codec == "utf-8-sig" else "name one of texts"
        raise ConfigurationError(
            f"--output-encoding: ‘{encoding}’ is not an encoding of results: {hint}, such as utf-8"
        )
    return f"{codec}-le" if codec in ("utf-16", "utf-32") else codec


def mark_in(codec: str, like: bytes) -> bytes:
    """Return the byte-order mark that a file converted to an encoding begins with; empty if none.

    Args:
        codec: of the encoding.
        like: the mark before the conversion: a file without one gets none.

    >>> mark_in("utf-8", codecs.BOM_UTF16_LE) == codecs.BOM_UTF8, mark_in("cp1252", codecs.BOM_UTF8)
    (True, b'')
    """
    return next((mark for mark, marked in _MARKS if marked == codec), b"") if like else b""


def converted(plain: PlainText, codec: str) -> PlainText:
    """Return a text as it is written in another encoding.

    >>> converted(PlainText("déjà", "iso8859-1"), "utf-8").encode("déjà").decode()
    'déjà'
    """
    return replace(plain, encoding=codec, mark=mark_in(codec, plain.mark), is_converted=True)


def decode(data: bytes, encoding: str = "utf-8", name: str = "-") -> PlainText:
    r"""Make text of the bytes of a file.

    Args:
        data: the whole file.
        encoding: a codec's name, or ``auto`` to have it detected where the bytes are not UTF-8.
        name: what messages call the file.

    Raises:
        UndecodableError: the bytes are not text in that encoding, or would not come back the same; the
            message names the first such byte.

    >>> decode(b"\xef\xbb\xbfd\xc3\xa9j\xc3\xa0\r\n")
    PlainText(source='déjà\r\n', encoding='utf-8', mark=b'\xef\xbb\xbf', name='-', start=0)
    """
    candidates = marked_codec(data, encoding, name)
    mark, codec = next(candidates)
    try:
        return _decode_as(data, mark, codec, name)
    except UndecodableError:
        # Only a file whose encoding is to be detected may be in another.
        mark, codec = next(candidates, (b"", ""))
        if not codec:
            raise
        return _decode_as(data, mark, codec, name)


def marked_codec(head: bytes, encoding: str, name: str) -> Iterator[tuple[bytes, str]]:
    """Yield the byte-order mark that a file begins with and its codec, the likeliest first.

    Several only where the encoding is to be detected.

    Args:
        head: the file, or its first four thousand bytes and more.
        encoding: a codec's name, or ``auto``.
        name: what messages call the file.

    Raises:
        UndecodableError: the file is in another encoding.
    """
    if encoding != AUTO:
        yield _checked_codec(head, codecs.lookup(encoding).name, name)
        return
    guess = mark_of(head)[1] or _wide_without_mark(head)
    yield _checked_codec(head, guess or "utf-8", name)
    if not guess:
        yield _checked_codec(head, _detected(head, name), name)


def _checked_codec(head: bytes, codec: str, name: str) -> tuple[bytes, str]:
    mark, marked = mark_of(head)
    codec = codec.removesuffix("-sig")  # which would write a mark where none was
    if mark and marked.startswith(codec):
        # `utf-16` alone would write its own order back; the mark says which the file has.
        codec = marked
    elif codec in ("utf-16", "utf-32"):
        mark, codec = b"", f"{codec}-le"
    elif codec == "utf-8" and mark:
        raise UndecodableError(
            f"{name}: it begins with the byte-order mark of {marked.upper()}; say --encoding {marked[:6]}"
        )
    else:
        mark = b""
    guess = _wide_without_mark(head) if codec == "utf-8" else None
    if guess:
        raise UndecodableError(f"{name}: every other byte is NUL, as in UTF-16; say --encoding {guess}")
    return mark, codec


def _decode_as(data: bytes, mark: bytes, codec: str, name: str) -> PlainText:
    body = data[len(mark) :]
    try:
        source = body.decode(codec)
    except UnicodeError as error:
        raise not_decoded(name, codec, error, len(mark), 0) from error
    # UTF-8 gives back what it was given. Shift states and alternative spellings of a byte may not.
    if codec != "utf-8" and not _comes_back(source, codec, body):
        raise not_written_back(name, codec)
    return PlainText(source, codec, mark, name)


def not_decoded(name: str, codec: str, error: UnicodeError, offset: int, line_feeds: int) -> UndecodableError:
    """Say which byte of a file is not text.

    Args:
        name: what messages call the file.
        codec: what it was decoded with.
        error: what the codec raised about some bytes of the file.
        offset: where these bytes stand in the file.
        line_feeds: how many line feeds stand before them.
    """
    if not isinstance(error, UnicodeDecodeError):  # some codecs give no position
        return UndecodableError(f"{name}: not valid {codec.upper()}: {error}; name another encoding")
    line = line_feeds + error.object.count(b"\n", 0, error.start) + 1
    remedy = (
        "name its encoding (--encoding cp1252, say) or have it detected (--encoding auto)"
        if codec == "utf-8"
        else "name another encoding (--encoding) or have it detected (--encoding auto)"
    )
    place = f"at byte {offset + error.start} (line {line}, 0x{error.object[error.start]:02X})"
    return UndecodableError(f"{name}: not valid {codec.upper()} {place}; {remedy}")


def not_written_back(name: str, codec: str) -> UndecodableError:
    """Say that a file would not come back the same."""
    return UndecodableError(
        f"{name}: {codec.upper()} would not write it back byte for byte; convert the file to UTF-8 first"
    )


def _comes_back(source: str, codec: str, body: bytes) -> bool:
    try:
        return source.encode(codec) == body
    except UnicodeError:
        return False


def mark_of(data: bytes) -> tuple[bytes, str]:
    """Return the byte-order mark that the bytes begin with and its encoding, or two empty values."""
    return next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", ""))


def _wide_without_mark(data: bytes) -> str | None:
    """Name the kind of UTF-16 that the bytes look like: nearly all Latin text has NUL as every other byte."""
    sample = data[:4096]
    even, odd = sample[::2], sample[1::2]
    if len(odd) < 4:
        return None
    nul_even, nul_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if nul_odd > 0.8 and nul_even < 0.1:
        return "utf-16-le"
    if nul_even > 0.8 and nul_odd < 0.1:
        return "utf-16-be"
    return None


def _detected(data: bytes, name: str) -> str:
    """Return the encoding that the detector finds most likely."""
    import charset_normalizer

    for choice in (_WESTERN, None):
        best = charset_normalizer.from_bytes(data, cp_isolation=choice).best()
        if best is not None:
            return codecs.lookup(best.encoding).name
    raise UndecodableError(f"{name}: no encoding could be detected; name it (--encoding cp1252, say)")
