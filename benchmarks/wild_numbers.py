"""Numbers and references that bear meaning, drawn at random."""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random

__all__ = ["NUMBERS", "REFERENCES", "digits", "hexes", "letters", "pick", "small"]

HEX = "0123456789abcdef"
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
REPUBLICAN = "vendémiaire brumaire frimaire nivôse pluviôse ventôse germinal floréal prairial messidor".split()
UNITS = "kg g mg cm mm km m² m³ ha hl kWh MW kV mol/L km/h °C % ‰ dB hPa µm Mo Go bar L ml".split()


def pick(draw: Random, text: str) -> str:
    """Choose one of some words."""
    return draw.choice(text.split())


def digits(draw: Random, count: int) -> str:
    return "".join(draw.choice(string.digits) for _ in range(count))


def letters(draw: Random, count: int) -> str:
    return "".join(draw.choice(string.ascii_uppercase) for _ in range(count))


def hexes(draw: Random, count: int) -> str:
    return "".join(draw.choice(HEX) for _ in range(count))


def small(draw: Random) -> str:
    """A number as references have it: those with ones, which look like letters, come often."""
    return draw.choice(("1", "11", "111", "10", "101", "17", str(draw.randrange(2, 400)), str(draw.randrange(2, 40))))


def several(draw: Random) -> str:
    return draw.choice(("11", "10", "101", "2", "17", str(draw.randrange(2, 100))))


def grouped(number: int, by: str = " ") -> str:
    return f"{number:,}".replace(",", by)


def roman(number: int) -> str:
    made = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(),
        strict=True,
    ):
        made += sign * (number // value)
        number %= value
    return made


def whole(draw: Random) -> str:
    return draw.choice((grouped(draw.randrange(1000, 10**7)), str(draw.randrange(2, 10_000)), digits(draw, 2) + "1"))


def decimal(draw: Random) -> str:
    return f"{draw.randrange(0, 1000)},{digits(draw, draw.randrange(1, 4))}"


def percent(draw: Random) -> str:
    return draw.choice((f"{draw.randrange(0, 100)},{digits(draw, 1)} %", f"{small(draw)} %"))


def money(draw: Random) -> str:
    amount = f"{grouped(draw.randrange(1, 10**6))},{digits(draw, 2)} €"
    large = f"{draw.randrange(1, 100)}{draw.choice(('', ',' + digits(draw, 1)))} {pick(draw, 'M€ k€ Md€ MF €')}"
    return draw.choice((amount, large, f"{draw.randrange(1, 1000)} €", f"{draw.randrange(1, 100)} $ CA"))


def measure(draw: Random) -> str:
    return f"{draw.choice(('', '', '−', '± '))}{draw.choice((decimal(draw), small(draw)))} {draw.choice(UNITS)}"


def mass(draw: Random) -> str:
    return f"{draw.choice((decimal(draw), several(draw)))} {pick(draw, 'kg g mg t')}"


def temperature(draw: Random) -> str:
    return f"{draw.choice(('', '', '−', '+'))}{draw.choice((str(draw.randrange(2, 40)), '11', '11,5'))} °C"


def length(draw: Random) -> str:
    return f"{draw.choice((decimal(draw), several(draw), whole(draw)))} {pick(draw, 'm mm cm km m² ha')}"


def hour(draw: Random) -> str:
    h, m = draw.randrange(24), draw.choice((1, 11, draw.randrange(60)))
    return draw.choice((f"{h} h {m:02}", f"{h}h{m:02}", f"{h:02}:{m:02}", f"{h:02}:{m:02}:{draw.randrange(60):02}"))


def day(draw: Random) -> str:
    d, m, y = draw.choice((1, 11, draw.randrange(1, 29))), draw.randrange(1, 13), draw.randrange(1650, 2030)
    written = f"{'1er' if d == 1 else d} {MONTHS[m - 1]} {y}"
    return draw.choice((written, written, f"{d:02}/{m:02}/{y}", f"{y}-{m:02}-{d:02}", f"{d:02}.{m:02}.{y}"))


def republican(draw: Random) -> str:
    return f"{draw.randrange(2, 31)} {draw.choice(REPUBLICAN)} an {roman(draw.randrange(1, 15))}"


def year_of_republic(draw: Random) -> str:
    return f"an {roman(draw.randrange(1, 15))}"


def coordinates(draw: Random) -> str:
    a, b = draw.randrange(1, 60), draw.randrange(0, 60)
    return draw.choice(
        (
            f"{a}° {b:02}′ {pick(draw, '01 11 31 51')}″ {pick(draw, 'N S E O')}",
            f"{a}.{digits(draw, 4)}, {draw.randrange(0, 9)}.{digits(draw, 4)}",
            f"{a}° {b:02}' N",
        )
    )


def number_of(draw: Random) -> str:
    return draw.choice((f"n° {small(draw)}", f"nº {small(draw)}", f"n° {draw.randrange(50, 99)}-{digits(draw, 4)}"))


def code(draw: Random) -> str:
    return f"{pick(draw, 'L. R. D. A. L R')} {draw.randrange(111, 999)}-{draw.randrange(1, 30)}"


def one_article(draw: Random) -> str:
    number = draw.choice((code(draw), code(draw), small(draw), "1er", f"{small(draw)} bis"))
    return f"{draw.choice(('article', 'art.'))} {number}"


def article(draw: Random) -> str:
    return draw.choice((one_article(draw), f"articles {code(draw)} et {code(draw)}"))


def one_page(draw: Random) -> str:
    return f"{draw.choice(('page', 'p.'))} {draw.choice((11, 1, 101, draw.randrange(2, 600)))}"


def page(draw: Random) -> str:
    a = draw.choice((11, 1, 101, draw.randrange(2, 600)))
    b = a + draw.randrange(1, 12)
    return draw.choice((f"page {a}", f"p. {a}", f"pp. {a}-{b}", f"p. {a} sq.", f"pages {a} à {b}", f"f. {a} r°"))


def volume(draw: Random) -> str:
    number = roman(draw.randrange(1, 40))
    return draw.choice((f"vol. {number}", f"t. {number}", f"chap. {number}", f"tome {number}", f"livre {number}, § 11"))


def regnal(draw: Random) -> str:
    return draw.choice(("Louis XIV", "Charles Ier", "Napoléon III", "Henri II", "Pie XII", "Jean-Paul Ier", "Louis XI"))


def century(draw: Random) -> str:
    return f"{roman(draw.randrange(2, 22))}e siècle"


def statute(draw: Random) -> str:
    number = f"{draw.randrange(1960, 2025)}-{draw.choice((11, 101, 1101, draw.randrange(2, 1700)))}"
    d, m = draw.randrange(2, 29), draw.choice(MONTHS)
    return draw.choice(
        (
            f"loi n° {number} du {d} {m} {number[:4]}",
            f"décret n° {number} du 1er {m} {number[:4]}",
            f"règlement (UE) {number[:4]}/{draw.randrange(11, 2000)}",
            f"directive 9{digits(draw, 1)}/{draw.randrange(11, 99)}/CE",
            f"ordonnance du {d} {m} 1{draw.randrange(450, 790)}",
        )
    )


def ruling(draw: Random) -> str:
    d, m, y = draw.choice((1, 11, draw.randrange(2, 29))), draw.choice(MONTHS), draw.randrange(1990, 2025)
    on = f"{'1er' if d == 1 else d} {m} {y}"
    return draw.choice(
        (
            f"Cass. civ. {pick(draw, '1re 2e 3e')}, {on}, n° {y % 100:02}-{digits(draw, 2)}.{digits(draw, 2)}1",
            f"CE, {on}, n° {digits(draw, 5)}1",
            f"Cons. const., {on}, n° {y}-{draw.randrange(101, 1000)} DC",
            f"CJUE, {on}, aff. C-{draw.randrange(11, 700)}/{y % 100:02}",
            f"CA Lyon, {on}, RG {digits(draw, 2)}/0{digits(draw, 4)}",
        )
    )


def passage(draw: Random) -> str:
    book = pick(draw, "Gn Is Jn Mt Lc Ps Rm Il. Od. En.")
    return f"{book} {draw.choice((1, 11, draw.randrange(2, 25)))}, {draw.choice((1, 11, draw.randrange(2, 30)))}"


def call_number(draw: Random) -> str:
    return draw.choice(
        (
            f"{draw.randrange(1, 20)} {pick(draw, 'E F J L Q')} {small(draw)}",
            f"F/{draw.randrange(1, 30)}/{digits(draw, 4)}",
            f"Ms. fr. {digits(draw, 4)}",
            f"8-Z-{digits(draw, 5)}",
        )
    )


# The kinds of numbers and references, by name.
NUMBERS: dict[str, Callable[[Random], str]] = {
    "whole": whole, "small": small, "several": several, "decimal": decimal, "percent": percent, "money": money,
    "measure": measure, "mass": mass, "temperature": temperature, "length": length, "hour": hour, "day": day,
    "republican": republican, "year_of_republic": year_of_republic, "coordinates": coordinates,
}  # fmt: skip
REFERENCES: dict[str, Callable[[Random], str]] = {
    "number_of": number_of, "article": article, "one_article": one_article, "statute": statute, "ruling": ruling,
    "page": page, "one_page": one_page, "volume": volume, "passage": passage, "regnal": regnal, "century": century,
    "call_number": call_number,
}  # fmt: skip
