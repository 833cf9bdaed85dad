# ruff: noqa: E501 - what is written has lines of its own
"""Pages as different producers write them, made from the formats' published documentation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

DAMAGED = (
    "dans lalutte contre la drogue, les Représentants per manents",
    "de I’ Organisation pour la mise en ceuvre du pro-",
    "gramme de la commision et le rdle des régles du",
    "Chapitre dela Charte, aupres de l’Assemblée générale",
)
CLEAN = (
    "dans la lutte contre la drogue, les Représentants permanents",
    "de l’Organisation pour la mise en œuvre du programme",
    "de la commission et le rôle des règles du Chapitre",
)


class Sample(NamedTuple):
    """How a producer writes.

    Attributes:
        write: makes a file of lines of words.
        name: of the file.
        words: whether it has boxes for words, and not for lines alone.
        schema: what its files are valid by; empty: by none.
    """

    write: Callable[[Sequence[Sequence[str]]], bytes]
    name: str
    words: bool = True
    schema: str = ""


def places(lines: Sequence[Sequence[str]]) -> list[list[tuple[int, int, int, int]]]:
    """Return a box for each word: left, top, width, height."""
    found = []
    for row, line in enumerate(lines):
        left = 60
        of_line = []
        for word in line:
            width = 12 * len(word) + 3
            of_line.append((left, 50 + 40 * row, width, 27))
            left += width + 9
        found.append(of_line)
    return found


def tesseract_alto(lines: Sequence[Sequence[str]]) -> bytes:
    rows = []
    number = 0
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True)):
        words = []
        for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True)):
            space = f'<SP WIDTH="9" VPOS="{top}" HPOS="{left + width}"/>' if k < len(line) - 1 else ""
            words.append(
                f'\t\t\t\t\t\t\t<String ID="string_{number}" HPOS="{left}" VPOS="{top}" WIDTH="{width}" '
                f'HEIGHT="{height}" WC="0.{90 - number % 60}" CONTENT="{escape(word)}"/>{space}\n'
            )
            number += 1
        rows.append(
            f'\t\t\t\t\t\t<TextLine ID="line_{row}" HPOS="60" VPOS="{50 + 40 * row}" WIDTH="900" HEIGHT="27">\n'
            + "".join(words)
            + "\t\t\t\t\t\t</TextLine>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        "\t<Description>\n\t\t<MeasurementUnit>pixel</MeasurementUnit>\n\t\t<sourceImageInformation>\n"
        '\t\t\t<fileName>a.png</fileName>\n\t\t</sourceImageInformation>\n\t\t<OCRProcessing ID="OCR_0">\n'
        "\t\t\t<ocrProcessingStep>\n\t\t\t\t<processingSoftware>\n"
        "\t\t\t\t\t<softwareName>tesseract 5.3.0</softwareName>\n\t\t\t\t</processingSoftware>\n"
        "\t\t\t</ocrProcessingStep>\n\t\t</OCRProcessing>\n\t</Description>\n\t<Layout>\n"
        '\t\t<Page WIDTH="1100" HEIGHT="1656" PHYSICAL_IMG_NR="0" ID="page_0">\n'
        '\t\t\t<PrintSpace HPOS="0" VPOS="0" WIDTH="1100" HEIGHT="1656">\n'
        '\t\t\t\t<ComposedBlock ID="cblock_0" HPOS="60" VPOS="46" WIDTH="710" HEIGHT="1581">\n'
        '\t\t\t\t\t<TextBlock ID="block_0" HPOS="61" VPOS="46" WIDTH="702" HEIGHT="699">\n'
        + "".join(rows)
        + "\t\t\t\t\t</TextBlock>\n\t\t\t\t</ComposedBlock>\n\t\t\t</PrintSpace>\n\t\t</Page>\n\t</Layout>\n</alto>\n"
    ).encode()


def docworks_alto(lines: Sequence[Sequence[str]]) -> bytes:
    """Version 2 in tenths of a millimetre, hyphens as elements, attributes in single quotation marks, CR LF."""
    rows = []
    hyphened = False
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True)):
        words: list[str] = []
        for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True)):
            at_end = k == len(line) - 1
            goes_on = at_end and word.endswith("-") and row + 1 < len(lines)
            subs = ""
            if goes_on:
                subs = f" SUBS_TYPE='HypPart1' SUBS_CONTENT='{escape(word[:-1] + lines[row + 1][0])}'"
            elif hyphened and k == 0:
                subs = f" SUBS_TYPE='HypPart2' SUBS_CONTENT='{escape(lines[row - 1][-1][:-1] + word)}'"
            said = word[:-1] if goes_on else word
            words.append(
                f"          <String ID='P1_ST{row:03}{k:02}' HPOS='{left}.5' VPOS='{top}' WIDTH='{width}.25'\r\n"
                f"                  HEIGHT='{height}' STYLEREFS='TXT_0' WC='0.8' CC='{'0' * len(said)}' "
                f"CONTENT='{escape(said)}'{subs} />\r\n"
            )
            if goes_on:
                words.append(f"          <HYP CONTENT='-' WIDTH='10' HPOS='{left + width}' VPOS='{top}'/>\r\n")
            elif not at_end:
                words.append(
                    f"          <SP ID='P1_SP{row:03}{k:02}' WIDTH='8' HPOS='{left + width}' VPOS='{top}' />\r\n"
                )
        hyphened = bool(line) and line[-1].endswith("-")
        rows.append(
            f"         <TextLine ID='P1_TL{row:05}' HPOS='60' VPOS='{50 + 40 * row}' WIDTH='900' HEIGHT='27'>\r\n"
            + "".join(words)
            + "         </TextLine>\r\n"
        )
    return (
        "<?xml version='1.0' encoding='utf-8'?>\r\n<!-- <String CONTENT='no word'/> -->\r\n"
        "<alto xmlns='http://www.loc.gov/standards/alto/ns-v2#' xmlns:xlink='http://www.w3.org/1999/xlink'>\r\n"
        " <Description>\r\n  <MeasurementUnit>mm10</MeasurementUnit>\r\n </Description>\r\n"
        " <Styles><TextStyle ID='TXT_0' FONTFAMILY='Times New Roman' FONTSIZE='10'/></Styles>\r\n <Layout>\r\n"
        "  <Page ID='P1' HEIGHT='3000' WIDTH='2000' PHYSICAL_IMG_NR='1'>\r\n"
        "   <PrintSpace ID='P1_PS00001' HPOS='0' VPOS='0' WIDTH='2000' HEIGHT='3000'>\r\n"
        "    <TextBlock ID='P1_TB00001' HPOS='60' VPOS='50' WIDTH='900' HEIGHT='900' STYLEREFS='TXT_0'>\r\n"
        + "".join(rows)
        + "    </TextBlock>\r\n   </PrintSpace>\r\n  </Page>\r\n </Layout>\r\n</alto>\r\n"
    ).encode()


def abbyy_alto(lines: Sequence[Sequence[str]]) -> bytes:
    """Version 2 with a byte-order mark, all in one line, an element for each letter of nothing, and a prefix."""
    rows = []
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True)):
        words = '<a:SP WIDTH="9" HPOS="0" VPOS="0"/>'.join(
            f'<a:String STYLE="bold" WC="1" CC="{"9" * len(word)}" ID="s{row}.{k}" HEIGHT="{height}.0" WIDTH="{width}.0" '
            f'VPOS="{top}.0" HPOS="{left}.0" CONTENT="{escape(word)}"></a:String>'
            for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True))
        )
        rows.append(
            f'<a:TextLine BASELINE="90" HEIGHT="27" WIDTH="900" VPOS="{50 + 40 * row}" HPOS="60">{words}</a:TextLine>'
        )
    return (
        b"\xef\xbb\xbf"
        + (
            '<?xml version="1.0" encoding="UTF-8"?><a:alto xmlns:a="http://www.loc.gov/standards/alto/ns-v2#"><a:Description>'
            '<a:MeasurementUnit>pixel</a:MeasurementUnit><a:OCRProcessing ID="IdOcr"><a:ocrProcessingStep>'
            "<a:processingSoftware><a:softwareCreator>ABBYY</a:softwareCreator></a:processingSoftware>"
            "</a:ocrProcessingStep></a:OCRProcessing></a:Description><a:Layout>"
            '<a:Page ID="Page1" PHYSICAL_IMG_NR="1" HEIGHT="1656" WIDTH="1100"><a:PrintSpace HEIGHT="1656" WIDTH="1100" '
            'VPOS="0" HPOS="0"><a:TextBlock ID="b1" HEIGHT="900" WIDTH="900" VPOS="50" HPOS="60">'
            + "".join(rows)
            + "</a:TextBlock></a:PrintSpace></a:Page></a:Layout></a:alto>"
        ).encode()
    )


def kraken_alto(lines: Sequence[Sequence[str]]) -> bytes:
    """Version 4 with outlines and letters."""
    rows = []
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True)):
        words = []
        for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True)):
            outline = f"{left} {top} {left + width} {top} {left + width} {top + height} {left} {top + height}"
            letters = "".join(
                f'\n            <Glyph ID="g_{row}_{k}_{n}" CONTENT="{escape(letter)}" GC="0.5"/>'
                for n, letter in enumerate(word)
            )
            if k:
                words.append(
                    f'\n          <SP ID="sp_{row}_{k}" HPOS="{left - 9}" VPOS="{top}" WIDTH="9" HEIGHT="{height}"/>'
                )
            words.append(
                f'\n          <String ID="segment_{row}_{k}" CONTENT="{escape(word)}" HPOS="{left}" VPOS="{top}" '
                f'WIDTH="{width}" HEIGHT="{height}" WC="0.5">\n            <Shape><Polygon POINTS="{outline}"/></Shape>'
                f"{letters}\n          </String>"
            )
        rows.append(
            f'\n        <TextLine ID="line_{row}" HPOS="60" VPOS="{50 + 40 * row}" WIDTH="900" HEIGHT="27">'
            + "".join(words)
            + "\n        </TextLine>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns="http://www.loc.gov/standards/alto/ns-v4#">\n  <Description>\n'
        "    <MeasurementUnit>pixel</MeasurementUnit>\n    <sourceImageInformation><fileName>a.png</fileName>"
        '</sourceImageInformation>\n    <Processing ID="kraken_0"><processingCategory>contentGeneration'
        "</processingCategory></Processing>\n  </Description>\n  <Layout>\n"
        '    <Page WIDTH="1100" HEIGHT="1656" PHYSICAL_IMG_NR="0" ID="page_0">\n'
        '      <PrintSpace HPOS="0" VPOS="0" WIDTH="1100" HEIGHT="1656">\n      <TextBlock ID="block_0">'
        + "".join(rows)
        + "\n      </TextBlock>\n      </PrintSpace>\n    </Page>\n  </Layout>\n</alto>\n"
    ).encode()


def escriptorium_alto(lines: Sequence[Sequence[str]]) -> bytes:
    """Version 4 with a String for each line."""
    rows = "".join(
        f'<TextLine ID="l{row}" HPOS="60" VPOS="{50 + 40 * row}" WIDTH="900" HEIGHT="27">\n'
        f'<String CONTENT="{escape(" ".join(line))}" HPOS="60" VPOS="{50 + 40 * row}" WIDTH="900" HEIGHT="27"></String>\n'
        "</TextLine>\n"
        for row, line in enumerate(lines)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">\n'
        "<Description><MeasurementUnit>pixel</MeasurementUnit></Description>\n<Layout>\n"
        '<Page WIDTH="1100" HEIGHT="1656" PHYSICAL_IMG_NR="0" ID="p"><PrintSpace>\n<TextBlock ID="b">\n'
        f"{rows}</TextBlock></PrintSpace></Page></Layout></alto>\n"
    ).encode()


def plain_text(word: str) -> str:
    return escape(word, quote=False)


def letter_boxes(word: str) -> str:
    """As with hocr_char_boxes."""
    letters = (
        f"\n       <span class='ocrx_cinfo' title='x_bboxes 0 0 1 1; x_conf 99.5'>{plain_text(letter)}</span>"
        for letter in word
    )
    return "".join(letters) + "\n      "


def letter_choices(word: str, others: str = "xz") -> str:
    """As with lstm_choice_mode=2: first for the space before the word, then for each letter."""
    groups = []
    for letter in f" {word}":
        choices = "".join(
            f"\n        <span class='ocrx_cinfo' id='choice_1_1_{k}' title='x_confs {95 - 60 * k}'>{plain_text(one)}</span>"
            for k, one in enumerate(letter + others)
        )
        groups.append(f"\n       <span class='ocrx_cinfo' id='lstm_choices_1_1_1'>{choices}</span>")
    return plain_text(word) + "".join(groups) + "\n      "


def tesseract_hocr(lines: Sequence[Sequence[str]], inner: Callable[[str], str] = plain_text) -> bytes:
    rows = []
    number = 0
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True), 1):
        words = []
        for word, (left, top, width, height) in zip(line, boxes, strict=True):
            number += 1
            words.append(
                f"      <span class='ocrx_word' id='word_1_{number}' title='bbox {left} {top} {left + width} "
                f"{top + height}; x_wconf {90 - number % 60}'>{inner(word)}</span>\n"
            )
        rows.append(
            f"     <span class='ocr_line' id='line_1_{row}' title=\"bbox 60 {10 + 40 * row} 900 {37 + 40 * row}; "
            'baseline 0 -6; x_size 27">\n' + "".join(words) + "     </span>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"\n'
        '    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">\n <head>\n  <title></title>\n'
        "  <meta name='ocr-system' content='tesseract 5.3.0' />\n </head>\n <body>\n"
        "  <div class='ocr_page' id='page_1' title='image \"a.png\"; bbox 0 0 1100 1656; ppageno 0'>\n"
        "   <div class='ocr_carea' id='block_1_1' title=\"bbox 60 46 770 1627\">\n"
        "    <p class='ocr_par' id='par_1_1' lang='fra' title=\"bbox 61 46 763 745\">\n"
        + "".join(rows)
        + "    </p>\n   </div>\n  </div>\n </body>\n</html>\n"
    ).encode()


def boxes_hocr(lines: Sequence[Sequence[str]]) -> bytes:
    return tesseract_hocr(lines, letter_boxes)


def choices_hocr(lines: Sequence[Sequence[str]]) -> bytes:
    return tesseract_hocr(lines, letter_choices)


def letters_hocr(lines: Sequence[Sequence[str]]) -> bytes:
    """HTML that is no XML, in Windows-1252, with letters in spans and words in bold."""
    rows = []
    for line, boxes in zip(lines, places(lines), strict=True):
        words = []
        for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True)):
            said = escape(word, quote=False)
            if k % 3 == 0:
                said = "".join(
                    f"<span class=ocrx_cinfo title='x_bboxes 0 0 1 1'>{escape(letter)}</span>" for letter in word
                )
            elif k % 3 == 1:
                said = f"<STRONG><em>{said}</em></STRONG>"
            words.append(
                f'<SPAN CLASS="ocrx_word" TITLE="bbox {left} {top} {left + width} {top + height};x_wconf 50;'
                f'x_confs 1 2 3">{said}</SPAN>'
            )
        rows.append('<span class="ocr_line" title="bbox 60 10 900 37">' + " ".join(words) + "</span><br>\n")
    return (
        "<!DOCTYPE html>\n<html><head><meta charset=windows-1252>\n<meta name=ocr-system content=other>"
        "<style>p > span { color: red }</style><script>if (1 < 2) '<span class=ocrx_word>no</span>'</script></head>\n"
        "<body><div class=ocr_page><p class=ocr_par>\n" + "".join(rows) + "</div></body></html>\n"
    ).encode("cp1252", "xmlcharrefreplace")


def ocropus_hocr(lines: Sequence[Sequence[str]]) -> bytes:
    """Lines without words."""
    rows = "".join(
        f"<span class='ocr_line' title='bbox 60 {50 + 40 * row} 900 {77 + 40 * row}'>{escape(' '.join(line))}</span><br/>\n"
        for row, line in enumerate(lines)
    )
    return (
        "<html xmlns='http://www.w3.org/1999/xhtml'><head>\n<meta name='ocr-system' content='ocropus'/></head>\n"
        f"<body><div class='ocr_page' title='file a.png'>\n{rows}</div></body></html>\n"
    ).encode()


def transkribus_page(lines: Sequence[Sequence[str]]) -> bytes:
    """Version 2013; the regions stand in another order than that in which they are read."""
    half = max(1, len(lines) - 1)
    regions = []
    boxes = places(lines)
    for name, rows in (("r_2", range(half, len(lines))), ("r_1", range(half))):
        written = []
        for row in rows:
            words = []
            for k, (word, (left, top, width, height)) in enumerate(zip(lines[row], boxes[row], strict=True)):
                right, bottom = left + width, top + height
                words.append(
                    f'                <Word id="l{row}w{k}" custom="readingOrder {{index:{k};}}">\n'
                    f'                    <Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>\n'
                    f"                    <TextEquiv>\n                        <Unicode>{escape(word, quote=False)}</Unicode>\n"
                    "                    </TextEquiv>\n                </Word>\n"
                )
            written.append(
                f'            <TextLine id="l{row}" custom="readingOrder {{index:{row};}}">\n'
                '                <Coords points="60,50 960,50 960,77 60,77"/>\n'
                '                <Baseline points="60,70 960,70"/>\n'
                + "".join(words)
                + f"                <TextEquiv>\n                    <Unicode>{escape(' '.join(lines[row]), quote=False)}</Unicode>\n"
                "                </TextEquiv>\n            </TextLine>\n"
            )
        text = "\n".join(" ".join(lines[row]) for row in rows)
        regions.append(
            f'        <TextRegion id="{name}">\n            <Coords points="60,50 960,50 960,900 60,900"/>\n'
            + "".join(written)
            + f"            <TextEquiv>\n                <Unicode>{escape(text, quote=False)}</Unicode>\n"
            "            </TextEquiv>\n        </TextRegion>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15">\n    <Metadata>\n'
        "        <Creator>Transkribus</Creator>\n        <Created>2020-01-02T03:04:05</Created>\n"
        "        <LastChange>2020-01-02T03:04:05</LastChange>\n    </Metadata>\n"
        '    <Page imageFilename="a.jpg" imageWidth="1100" imageHeight="1656">\n        <ReadingOrder>\n'
        '            <OrderedGroup id="ro_1">\n                <RegionRefIndexed index="1" regionRef="r_2"/>\n'
        '                <RegionRefIndexed index="0" regionRef="r_1"/>\n            </OrderedGroup>\n'
        "        </ReadingOrder>\n" + "".join(regions) + "    </Page>\n</PcGts>\n"
    ).encode()


def region_page(lines: Sequence[Sequence[str]]) -> bytes:
    """Regions without lines, as much ground truth has them; in one the text stands in the region beside empty lines."""
    regions = []
    half = len(lines) // 2
    for name, rows in (("r1", lines[:half]), ("r2", lines[half:])):
        text = "\n".join(f"{' '.join(line)} " for line in rows)
        line = '<TextLine id="l1"><Coords points="60,50 960,50 960,77 60,77"/></TextLine>' if name == "r2" else ""
        regions.append(
            f'<TextRegion id="{name}" type="paragraph"><Coords points="60,50 960,50 960,900 60,900"/>{line}'
            f"<TextEquiv><Unicode>{escape(text, quote=False)}</Unicode></TextEquiv></TextRegion>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15">\n'
        "<Metadata><Creator>PRImA</Creator><Created>2020-01-02T03:04:05</Created>"
        "<LastChange>2020-01-02T03:04:05</LastChange></Metadata>\n"
        '<Page imageFilename="a.tif" imageWidth="1100" imageHeight="1656">\n' + "".join(regions) + "</Page>\n</PcGts>\n"
    ).encode()


def ocrd_page(lines: Sequence[Sequence[str]]) -> bytes:
    """Version 2019 with a prefix, letters, outlines that slant, and what else a word may be."""
    rows = []
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True)):
        words = []
        for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True)):
            right, bottom = left + width, top + height
            outline = f"{left},{top + 3} {right},{top} {right},{bottom - 3} {left},{bottom}"
            words.append(
                f'<pc:Word id="w{row}_{k}"><pc:Coords points="{outline}"/>'
                f'<pc:Glyph id="g{row}_{k}"><pc:Coords points="{outline}"/></pc:Glyph>'
                f'<pc:TextEquiv index="1" conf="0.25"><pc:Unicode>{escape(word, quote=False)}x</pc:Unicode></pc:TextEquiv>'
                f'<pc:TextEquiv index="0" conf="0.75"><pc:Unicode>{escape(word, quote=False)}</pc:Unicode></pc:TextEquiv>'
                "</pc:Word>\n"
            )
        rows.append(
            f'<pc:TextLine id="l{row}"><pc:Coords points="60,50 960,50 960,77 60,77"/>\n'
            + "".join(words)
            + f"<pc:TextEquiv><pc:Unicode>{escape(' '.join(line), quote=False)}</pc:Unicode></pc:TextEquiv></pc:TextLine>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<pc:PcGts xmlns:pc="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15" pcGtsId="P1">\n'
        "<pc:Metadata>\n  <pc:Creator>OCR-D</pc:Creator>\n  <pc:Created>2020-01-02T03:04:05</pc:Created>\n"
        "  <pc:LastChange>2020-01-02T03:04:05</pc:LastChange>\n"
        '  <pc:MetadataItem type="processingStep" name="recognize" value="ocrd-tesserocr-recognize"/>\n</pc:Metadata>\n'
        '<pc:Page imageFilename="a.tif" imageWidth="1100" imageHeight="1656"><pc:TextRegion id="r">'
        '<pc:Coords points="60,50 960,50 960,900 60,900"/>\n'
        + "".join(rows)
        + "</pc:TextRegion></pc:Page>\n</pc:PcGts>\n"
    ).encode()


def corrected_page(lines: Sequence[Sequence[str]]) -> bytes:
    """Version 2019; a person corrected the lines, and the words are still those that an engine read."""
    rows = []
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True)):
        words = "".join(
            f'<Word id="w{row}_{k}"><Coords points="{left},{top} {left + width},{top + height}"/>'
            f"<TextEquiv conf='0.5'><Unicode>{escape(word[::-1], quote=False)}q</Unicode></TextEquiv></Word>\n"
            for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True))
        )
        rows.append(
            f'<TextLine id="l{row}" custom="readingOrder {{index:{row};}}">'
            f'<Coords points="60,{50 + 40 * row} 960,{77 + 40 * row}"/>\n{words}'
            f"<TextEquiv><Unicode>{escape(' '.join(line), quote=False)}</Unicode></TextEquiv></TextLine>\n"
        )
    text = "\n".join(" ".join(line) for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">\n'
        "<Metadata><Creator>a</Creator><Created>2020-01-02T03:04:05</Created>"
        "<LastChange>2020-01-02T03:04:05</LastChange></Metadata>\n"
        '<Page imageFilename="a.tif" imageWidth="1100" imageHeight="1656"><TextRegion id="r">'
        '<Coords points="60,50 960,50 960,900 60,900"/>\n'
        + "".join(rows)
        + f"<TextEquiv><Unicode>{escape(text, quote=False)}</Unicode></TextEquiv></TextRegion></Page>\n</PcGts>\n"
    ).encode()


def early_page(lines: Sequence[Sequence[str]], *, glyphs: bool = False) -> bytes:
    """Version 2010: points as elements, each text in plain letters too, and nothing else that could be said of it."""

    def outline(left: int, top: int, right: int, bottom: int) -> str:
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        points = "".join(f'\n\t\t\t<p:Point x="{x}" y="{y}"/>' for x, y in corners)
        return f"<p:Coords>{points}\n\t\t</p:Coords>"

    def told(text: str) -> str:
        said = escape(text, quote=False)
        return (
            f"<p:TextEquiv>\n\t\t\t<p:PlainText>{said}</p:PlainText>\n\t\t\t<p:Unicode>{said}</p:Unicode></p:TextEquiv>"
        )

    rows = []
    for row, (line, boxes) in enumerate(zip(lines, places(lines), strict=True)):
        words = []
        for k, (word, (left, top, width, height)) in enumerate(zip(line, boxes, strict=True)):
            letters = "".join(
                f'\n\t\t<p:Glyph id="g{row}_{k}_{n}">{outline(left + 12 * n, top, left + 12 * n + 9, top + height)}'
                f"{told(letter)}</p:Glyph>"
                for n, letter in enumerate(word if glyphs else "")
            )
            words.append(
                f'\n\t<p:Word id="w{row}_{k}">{outline(left, top, left + width, top + height)}{letters}{told(word)}</p:Word>'
            )
        rows.append(
            f'\n<p:TextLine id="l{row}">{outline(60, 50 + 40 * row, 960, 77 + 40 * row)}{"".join(words)}'
            f"{told(' '.join(line))}</p:TextLine>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<p:PcGts xmlns:p="http://schema.primaresearch.org/PAGE/gts/pagecontent/2010-03-19">'
        "<p:Metadata><p:Creator>PRImA</p:Creator><p:Created>2010-01-02T03:04:05</p:Created>"
        "<p:LastChange>2010-01-02T03:04:05</p:LastChange></p:Metadata>"
        '<p:Page imageFilename="a.tif" imageWidth="1100" imageHeight="1656"><p:TextRegion id="r">'
        + outline(60, 50, 960, 900)
        + "".join(rows)
        + told("\n".join(" ".join(line) for line in lines))
        + "</p:TextRegion></p:Page></p:PcGts>\n"
    ).encode()


SAMPLES = {
    "tesseract-alto": Sample(tesseract_alto, "a.xml", schema="alto-3"),
    "docworks-alto": Sample(docworks_alto, "a.xml", schema="alto-2"),
    "abbyy-alto": Sample(abbyy_alto, "a.xml", schema="alto-2"),
    "kraken-alto": Sample(kraken_alto, "a.xml", schema="alto-4"),
    "escriptorium-alto": Sample(escriptorium_alto, "a.xml", words=False, schema="alto-4"),
    "tesseract-hocr": Sample(tesseract_hocr, "a.hocr"),
    "boxes-hocr": Sample(boxes_hocr, "a.hocr"),
    "choices-hocr": Sample(choices_hocr, "a.hocr"),
    "letters-hocr": Sample(letters_hocr, "a.html"),
    "ocropus-hocr": Sample(ocropus_hocr, "a.html", words=False),
    "transkribus-page": Sample(transkribus_page, "a.xml", schema="page-2013"),
    "region-page": Sample(region_page, "a.xml", words=False, schema="page-2013"),
    "ocrd-page": Sample(ocrd_page, "a.xml", schema="page-2019"),
    "corrected-page": Sample(corrected_page, "a.xml", words=False, schema="page-2019"),
    "early-page": Sample(early_page, "a.xml", schema="page-2010"),
}


def in_words(lines: Sequence[str]) -> list[list[str]]:
    """Take lines apart into words."""
    return [line.split(" ") for line in lines]
