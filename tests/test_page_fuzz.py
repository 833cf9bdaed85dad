"""Damaged pages: no crash, no hang, no file changed but by its edits. ``make fuzz-formats`` tries 20,000 of them."""

from __future__ import annotations

import io
import os
import random
import time

from page_samples import DAMAGED, SAMPLES, in_words

from textrepair.edits import Edit, Patch
from textrepair.errors import InputError
from textrepair.formats.pages.files import PAGE_KINDS, PageFile, PageFiles
from textrepair.formats.registry import PLAIN, by_content

FILES = int(os.environ.get("TEXTREPAIR_FUZZ", "300"))
SECONDS = 5.0
PIECES = [
    piece.encode()
    for piece in (
        *("<!--", "-->", "<![CDATA[", "]]>", "<?x ?>", "&amp;", "&#13;", "&#xAD;", "&shy;", "&x;", "<", ">", '"', "'"),
        *("/>", "</", "\n", "\r\n", "\t", "\0", "\u00a0", "é", " ", "=", "<br>", "</span>", "-", "¬", "<!DOCTYPE a ["),
        *(' CONTENT="x"', " SUBS_TYPE='HypPart1'", "<SP/>", "<HYP CONTENT='-'/>", "<String CONTENT='a b'/>", "<Word>"),
        *(
            "&eacute;",
            "<SPAN CLASS=ocrx_word>a</SPAN>",
            "<script>",
            "<title>",
            "<style a='>'>",
            " class='",
            "--!>",
            " ID=w",
        ),
        *("<TextEquiv><Unicode>a", "<span class='ocrx_word'>a</span>", ' title="bbox 1 2"', "<del>", "<TextLine>"),
    )
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 60, 300)))
        other = chance.randrange(len(data) + 1)
        data = chance.choice(
            (
                lambda: data[:start] + data[end:],  # noqa: B023 - called at once
                lambda: data[:start] + chance.choice(PIECES) + data[start:],  # noqa: B023
                lambda: data[:start] + chance.choice(PIECES) + data[end:],  # noqa: B023
                lambda: data[:other] + data[start:end] + data[other:],  # noqa: B023
                lambda: data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :],  # noqa: B023
                lambda: data[: start if chance.random() < 0.1 else None],  # noqa: B023
            )
        )()
        if not data:
            break
    return data


def edits_of(text: str, chance: random.Random) -> Patch:
    edits = []
    position = 0
    for start in sorted(chance.randrange(len(text)) for _ in range(chance.randrange(5))):
        if start >= position:
            end = min(len(text), start + chance.choice((0, 1, 1, 2, 5)))
            edits.append(Edit(start, end, chance.choice(("", "a", " ", "\n", "œ", "x y", "&<")), "a"))
            position = end + 1
    return Patch(edits)


def read(data: bytes) -> PageFile | None:
    try:
        stream, form = by_content(io.BytesIO(data), PLAIN)
    except InputError:
        return None
    if form.kind not in PAGE_KINDS:
        return None
    (unit,) = PageFiles(stream, form.kind, "page").units()
    return unit


def test_damaged_pages_are_refused_or_repaired() -> None:
    chance = random.Random(9)
    files = [sample.write(in_words(DAMAGED[:3])) for sample in SAMPLES.values()]
    refused = changed = 0
    slowest = 0.0
    for number in range(FILES):
        data = mutated(files[number % len(files)], chance)
        started = time.perf_counter()
        try:
            unit = read(data)
            if unit is None:
                continue
            assert unit.rendered([Patch()]) == data
            list(unit.layout.words())
            text = unit.texts[0].text
            patch = edits_of(text, chance) if text else Patch()
            made = unit.rendered([patch])
        except InputError:
            refused += 1
        else:
            again = read(made)
            assert again is not None
            assert again.restored(unit.restorable([patch]) or b"") == data, number
            assert "".join(again.texts[0].text.split()) == "".join(patch.apply(text).split()), number
            changed += made != data
        slowest = max(slowest, time.perf_counter() - started)
    print(f"{FILES:,} files: {refused:,} refused, {changed:,} changed, the slowest took {slowest:.2f} s")
    assert slowest < SECONDS
    assert changed > FILES // 20
