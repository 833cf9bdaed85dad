"""Files that OCR engines write, ALTO, hOCR and PAGE: which of them a file is, and how it is read and written back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from textrepair.alternatives import Alternative, DeclaredLanguage
from textrepair.edits import Patch
from textrepair.errors import InputError, PatchError
from textrepair.formats.byte_units import ByteWriter
from textrepair.formats.pages.detection import HOCR_ROOTS
from textrepair.formats.pages.markup import Markup, Splice, local_name, read_markup, spliced
from textrepair.formats.pages.page_changes import Change, changes
from textrepair.formats.pages.page_text import PageText, Word
from textrepair.formats.protocols import Mention
from textrepair.plain_text import PlainText

__all__ = ["PAGE_KINDS", "Layout", "PageFile", "PageFiles", "read_layout"]

PAGE_KINDS = ("alto", "hocr", "page")
"""The names of the formats."""

# Names of elements that hold the text, in capitals other than the format has: by kind, what is looked for.
_OTHER_CAPITALS = {
    "alto": ("STRING", "string", "TEXTLINE", "textline"),
    "page": ("TEXTREGION", "textregion", "TEXTLINE", "textline", "UNICODE", "unicode"),
}
_ROOTS = {"alto": "alto", "page": "pcgts"}


class Layout(Protocol):
    """A file, as its format has it."""

    @property
    def page(self) -> PageText:
        """Its words, in reading order."""
        ...

    def words(self) -> Iterator[Word]:
        """Yield all that the file says about each word."""
        ...

    def alternatives(self) -> Iterator[Alternative]:
        """Yield what else the engine took words, or letters of them, for."""
        ...

    def languages(self) -> Iterator[DeclaredLanguage]:
        """Yield in which language the file says that words are."""
        ...

    def splices(self, made: Sequence[Change], *, keep_original: bool) -> list[Splice]:
        """Return what is to be replaced in the source of the file.

        Args:
            made: what becomes of the words.
            keep_original: what stood there is kept as an alternative.

        Raises:
            InputError: the words cannot be found in the source.
        """
        ...


def read_layout(stream: BinaryIO, kind: str, name: str, encoding: str = "utf-8") -> tuple[Markup, Layout]:
    """Read a file of one of the formats.

    Args:
        stream: the file, decompressed.
        kind: one of :data:`PAGE_KINDS`.
        name: what messages call it.
        encoding: of a file that does not declare its own: the name of a codec, or ``auto``.

    Raises:
        InputError: it is none, or is damaged; the message says where.
    """
    markup = read_markup(stream, name, html_too=kind == "hocr", encoding=encoding)
    root = local_name(markup.root)
    if kind == "hocr" and (markup.is_html or root in HOCR_ROOTS):
        from textrepair.formats.pages.hocr import Hocr

        return markup, Hocr(markup)
    if root.lower() != _ROOTS.get(kind):
        raise InputError(
            f"{name}: it is not {kind.upper().replace('HOCR', 'hOCR')}: its root is <{root}>; see --format"
        )
    _check_capitals(markup, kind)
    if kind == "alto":
        from textrepair.formats.pages.alto import Alto

        return markup, Alto(markup)
    from textrepair.formats.pages.page_xml import PageXml

    return markup, PageXml(markup)


def _check_capitals(markup: Markup, kind: str) -> None:
    """Raise an error for a file whose words would not be found."""
    wrong = next(markup.root.iter(*(f"{{*}}{name}" for name in _OTHER_CAPITALS[kind])), None)
    if wrong is not None:
        found = local_name(wrong)
        names = ("String", "TextLine", "TextRegion", "Unicode")
        right = next(name for name in names if name.lower() == found.lower())
        raise InputError(
            f"{markup.name}: line {wrong.sourceline}: <{found}> is not {kind.upper()}, which has <{right}>: "
            "write the names of its elements and attributes as the format has them"
        )


@dataclass(frozen=True)
class PageFile:
    """A file, all of whose pages are one text."""

    markup: Markup
    layout: Layout
    texts: tuple[PlainText]
    keep_original: bool = False
    error: InputError | None = None
    number: int | None = None
    _remembered: list[tuple[Patch, tuple[str, list[Splice]]]] = field(default_factory=list, repr=False, compare=False)

    def mentions(self) -> Iterable[Mention]:
        """Yield the one place of the one text."""
        return (Mention(None, None, 0),)

    def rendered(self, patches: Sequence[Patch]) -> bytes:
        """Return the file with the words changed that the edits touch.

        Raises:
            InputError: the words cannot be found in the source.
        """
        return self.markup.encoded(self._made(patches)[0])

    def restorable(self, patches: Sequence[Patch]) -> bytes | None:
        """Return what leads back from the changed file to this one, as JSON: start, what stands there, what stood."""
        made, back = self._made(patches)
        told = [[start, made[start:end], text] for start, end, text in back]
        return json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()

    def restored(self, raw: bytes) -> bytes:
        """Return the file that this one was made of.

        Args:
            raw: as from :meth:`restorable`.

        Raises:
            PatchError: this is not what was made of it.
        """
        source = self.markup.source
        back = []
        for start, after, text in json.loads(raw):
            if source[start : start + len(after)] != after:
                raise PatchError(
                    f"{self.markup.name}: it is not what the edits led to at offset {start}; it was changed since, or "
                    "repaired more than once"
                )
            back.append(Splice(start, start + len(after), text))
        return self.markup.encoded(spliced(source, back)[0])

    def _made(self, patches: Sequence[Patch]) -> tuple[str, list[Splice]]:
        """Return the source with the words changed, and what leads back; asked for twice of a file that changes."""
        if not patches or not patches[0]:
            return self.markup.source, []
        if not self._remembered or self._remembered[0][0] is not patches[0]:
            made = changes(self.layout.page, patches[0])
            found = self.layout.splices(made, keep_original=self.keep_original) if made else []
            writable = self.markup.writable
            try:
                result = spliced(self.markup.source, sorted(one._replace(text=writable(one.text)) for one in found))
            except ValueError as error:
                raise self.markup.refusal("words") from error  # elements that stand within each other
            self._remembered[:] = [(patches[0], result)]
        return self._remembered[0][1]


class PageFiles:
    """A file of ALTO, hOCR or PAGE that is being read.

    Args:
        stream: the file, decompressed.
        kind: one of :data:`PAGE_KINDS`.
        name: what messages call it.
        keep_original: what is changed is kept as an alternative.
        encoding: of a file that does not declare its own: the name of a codec, or ``auto``.
    """

    def __init__(
        self, stream: BinaryIO, kind: str, name: str, *, keep_original: bool = False, encoding: str = "utf-8"
    ) -> None:
        self._stream = stream
        self._kind = kind
        self._name = name
        self._keep_original = keep_original
        self._encoding = encoding

    def units(self) -> Iterator[PageFile]:
        """Yield the file.

        Raises:
            InputError: it cannot be read.
        """
        markup, layout = read_layout(self._stream, self._kind, self._name, self._encoding)
        text = PlainText(
            layout.page.text,
            markup.codec,
            name=self._name,
            said=(*layout.page.divided(), *layout.alternatives(), *layout.languages()),
        )
        yield PageFile(markup, layout, (text,), self._keep_original)

    def writer(self, stream: BinaryIO) -> ByteWriter:
        """Return what writes the file."""
        return ByteWriter(stream)
