"""How wide letters are in print: to divide the box of a word between its parts.

Written by tools/make_advance_widths.py. The advance widths of Liberation Serif 2.1.5 (SIL Open Font License 1.1), which
are those of Times New Roman: an average serif face. Upright, in thousandths of the font size. A fat or a narrow face
has other widths in much the same proportions, and it is these that count.
"""

from __future__ import annotations

__all__ = ["advance"]

# By width, the characters that have it.
_BY_WIDTH = {
    180: "'",
    200: "|¦\u202f",
    250: " ,.\u00a0",
    276: "ª",
    278: "/:;\u005cijltìíîïĩīĭįıĵĺļłţŧſ",
    281: "‖",
    300: "²³¹",
    310: "º",
    333: "!()-I[]`fr¡¨´·¸ÌÍÎÏĨĪĬĮİŕŗř‐‘’‚‛‹›",
    344: "ŀ",
    350: "•",
    389: "JsĴśŝşš",
    400: "°",
    406: "ľ",
    408: "\u0022",
    427: "ť",
    444: "?acez¿àáâãäåçèéêëāăąćĉċčēĕėęěźżž“”„‟",
    453: "¶",
    469: "^",
    480: "{}",
    495: "ŋ",
    500: "#$*0123456789_bdghknopquvxy¢£¤¥§«¯»ßðñòóôõöøùúûüýþÿđĝğġģĥħķĸńņňōŏőũūŭůűųŷ‒–‗†‡€",
    541: "~",
    549: "±÷",
    552: "ĳ",
    556: "FPSÞŚŜŞŠ",
    564: "+<=>¬×",
    576: "µ",
    604: "ŉ",
    611: "ELTZÈÉÊËĒĔĖĘĚĹĻĽĿŁŢŤŦŹŻŽ",
    646: "ď",
    667: "BCRÇæĆĈĊČŔŖŘ",
    702: "Ŋ",
    708: "Ĳ",
    722: "ADGHKNOQUVXYwÀÁÂÃÄÅÐÑÒÓÔÕÖØÙÚÛÜÝĀĂĄĎĐĜĞĠĢĤĦĶŃŅŇŌŎŐœŨŪŬŮŰŲŵŶŸ",
    750: "¼½¾",
    760: "©®",
    778: "&m",
    833: "%",
    889: "MÆŒ",
    921: "@",
    944: "WŴ",
    1000: "—―…",
}
_WIDTHS = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
_USUAL = 500  # a digit, and near the mean of French text


def advance(text: str) -> int:
    """Return how wide a text is, in thousandths of the font size.

    >>> advance("ill"), advance("MMM")
    (834, 2667)
    """
    return sum(_WIDTHS.get(character, _USUAL) for character in text)
