"""Tokens that bear meaning: numbers, references, addresses and identifiers, drawn at random."""

from __future__ import annotations

import base64
import random
import string
import uuid
from collections.abc import Callable
from random import Random

__all__ = ["GROUPS", "KINDS"]

HEX = "0123456789abcdef"
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
REPUBLICAN = "vendémiaire brumaire frimaire nivôse pluviôse ventôse germinal floréal prairial messidor".split()
SITES = "exemple.fr archives.exemple.org data.exemple.eu mairie-exemple.fr www.exemple.com doc.exemple.net".split()
STEMS = "rapport arret fond_de_carte couple f41 liste-2 annexe scan devis page notice l0calite releve rn7 ille".split()
PEOPLE = "jean.martin m-lefevre contact info.presse n.arnaud l.illy secretariat a_duval paul11 ines.d".split()
STREETS = "rue de la Paix|boulevard Ney|place d’Armes|quai des Grands-Augustins|chemin du Clos|allée des Ormes".split(
    "|"
)
TOWNS = "Paris|Lyon|Lille|Saint-Malo|Aix-en-Provence|L’Haÿ-les-Roses|Ys|Bourg-la-Reine|Le Mans|Is-sur-Tille".split("|")
FORMULAS = (
    "H2SO4 C6H12O6 NaCl CO2 CaCO3 KMnO4 Fe2O3 NH4NO3 Al2(SO4)3 CH3COOH C2H5OH H₂O CO₂ SO₄²⁻ Na⁺ Ca(OH)2 N2O PbI2 "
    "HCl Cl2 C12H22O11 LiAlH4 K2Cr2O7 TiO2 InP"
).split()
UNITS = "kg g mg cm mm km m² m³ ha hl kWh MW kV mol/L km/h °C % ‰ dB hPa µm Mo Go bar L ml".split()
WORDS = "user list nb line total max page row index count local value ligne clef".split()


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
            f"{a}° {b:02}′ {digits(draw, 1)}1″ {pick(draw, 'N S E O')}",
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


def url(draw: Random) -> str:
    path = "/".join(draw.choice(STEMS) for _ in range(draw.randrange(1, 4)))
    tail = draw.choice(
        ("", ".html", f"?id={small(draw)}&l=fr", f"#n{small(draw)}", f"/{draw.randrange(1, 99)}-{small(draw)}")
    )
    return f"{draw.choice(('https://', 'http://', ''))}{draw.choice(SITES)}/{path}{tail}"


def email(draw: Random) -> str:
    return f"{draw.choice(PEOPLE)}@{draw.choice(SITES[:4])}"


def file_name(draw: Random) -> str:
    name = draw.choice(("_", "-", "")).join((draw.choice(STEMS), draw.choice(STEMS), small(draw)))
    return f"{name}.{pick(draw, 'txt pdf jpg xlsx tiff ods tar.gz html odt csv')}"


def path(draw: Random) -> str:
    a, b = draw.choice(STEMS), draw.choice(STEMS)
    return draw.choice((f"/var/lib/{a}/{b}.conf", f"C:\\{a}\\{b}{small(draw)}", f"~/{a}/{b}", f"../{a}/{b}_1.log"))


def internet_address(draw: Random) -> str:
    return draw.choice(
        (".".join(str(draw.randrange(1, 255)) for _ in range(4)), f"2001:db8:{hexes(draw, 4)}::{hexes(draw, 2)}")
    )


def phone(draw: Random) -> str:
    rest = [digits(draw, 2) for _ in range(4)]
    return draw.choice(
        (
            f"0{draw.randrange(1, 10)} {' '.join(rest)}",
            f"+33 {draw.randrange(1, 10)} {' '.join(rest)}",
            f"0{draw.randrange(1, 10)}.{'.'.join(rest)}",
            f"+32 2 {digits(draw, 3)} {' '.join(rest[:2])}",
        )
    )


def street(draw: Random) -> str:
    where = f"{small(draw)}{draw.choice(('', '', ' bis', ' ter'))}, {draw.choice(STREETS)}"
    return f"{where}, {draw.randrange(10, 96)}{digits(draw, 3)} {draw.choice(TOWNS)}"


def short_id(draw: Random) -> str:
    return draw.choice(
        (f"{hexes(draw, 4)}-{hexes(draw, 4)}", hexes(draw, 8), f"{hexes(draw, 2)}:{hexes(draw, 2)}:{hexes(draw, 2)}")
    )


def long_id(draw: Random) -> str:
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))


def digest(draw: Random) -> str:
    return draw.choice((hexes(draw, 40), hexes(draw, 7), f"sha256:{hexes(draw, 64)}"))


def base64_text(draw: Random) -> str:
    return base64.b64encode(bytes(draw.getrandbits(8) for _ in range(draw.randrange(9, 31)))).decode()


def doi(draw: Random) -> str:
    return f"{draw.choice(('', 'doi:', 'https://doi.org/'))}10.{digits(draw, 4)}/{draw.choice(STEMS)}.{draw.randrange(1990, 2025)}.{small(draw)}"


def isbn(draw: Random) -> str:
    first = f"9782{digits(draw, 8)}"
    check = -sum(int(sign) * (3 if k % 2 else 1) for k, sign in enumerate(first)) % 10
    return f"ISBN 978-2-{first[4:6]}-{first[6:]}-{check}"


def issn(draw: Random) -> str:
    first = digits(draw, 7)
    check = -sum(int(sign) * (8 - k) for k, sign in enumerate(first)) % 11
    return f"ISSN {first[:4]}-{first[4:]}{'X' if check == 10 else check}"


def iban(draw: Random) -> str:
    account = digits(draw, 23)
    check = 98 - int(account + "152700") % 97
    full = f"FR{check:02}{account}"
    return " ".join(full[k : k + 4] for k in range(0, len(full), 4))


def siret(draw: Random) -> str:
    return f"{digits(draw, 3)} {digits(draw, 3)} {digits(draw, 3)} 000{digits(draw, 2)}"


def plate(draw: Random) -> str:
    return draw.choice(
        (
            f"{letters(draw, 2)}-{digits(draw, 3)}-{letters(draw, 2)}",
            f"{digits(draw, 4)} {letters(draw, 2)} {draw.randrange(10, 96)}",
        )
    )


def version(draw: Random) -> str:
    number = ".".join(str(draw.randrange(0, 20)) for _ in range(3))
    return draw.choice((f"v{number}", number, f"{number}-rc1", f"≥ {number}"))


def formula(draw: Random) -> str:
    return draw.choice(FORMULAS)


def initials(draw: Random) -> str:
    a, b = letters(draw, 1), letters(draw, 1)
    return draw.choice((f"{a}. {b}.", f"{a}.-{b}. L.", f"{a}. I. {b}.", f"{a}.{b}.", f"Mme {a}.", f"M. {b}…"))


def name_in_code(draw: Random) -> str:
    a, b, c = draw.choice(WORDS), draw.choice(WORDS), draw.choice(WORDS)
    return draw.choice(
        (
            f"{a}_{b}",
            f"{a}{b.title()}",
            f"{a}.{b}",
            f"get{a.title()}{b.title()}()",
            f"{a.upper()}_{b.upper()}",
            f"--{a}-{b}",
            f"{a}_{b}_{c}",
            f"{a}[{b}]",
        )
    )


def call_number(draw: Random) -> str:
    return draw.choice(
        (
            f"{draw.randrange(1, 20)} {pick(draw, 'E F J L Q')} {small(draw)}",
            f"F/{draw.randrange(1, 30)}/{digits(draw, 4)}",
            f"Ms. fr. {digits(draw, 4)}",
            f"8-Z-{digits(draw, 5)}",
        )
    )


def record(draw: Random) -> str:
    return draw.choice(
        (
            f"CMD-{draw.randrange(2000, 2026)}-{digits(draw, 5)}",
            f"REF{digits(draw, 4)}I{digits(draw, 1)}",
            f"{letters(draw, 2)}{digits(draw, 4)}",
            f"{letters(draw, 3)}-l{digits(draw, 2)}",
            f"A{digits(draw, 1)}-{digits(draw, 4)}/{letters(draw, 1)}",
        )
    )


def score(draw: Random) -> str:
    return draw.choice(
        (
            f"{draw.randrange(9)}-{draw.randrange(9)}",
            f"6-{draw.randrange(5)}, 7-5, 6-1",
            f"{draw.randrange(90, 120)}-{draw.randrange(70, 90)}",
            f"1/{draw.randrange(2, 32)}",
        )
    )


def variable(draw: Random) -> str:
    a, b = pick(draw, "x y n k f λ t i"), pick(draw, "0 1 2 ε a 10")
    return draw.choice((f"{a} = {b}", f"{a} > {b}", f"{a}({b})", f"{a}² + {b}", f"{a} ≤ n", f"{a} ∈ ℕ", f"{a}_{b}"))


# What the kinds of tokens are called, by group.
GROUPS: dict[str, dict[str, Callable[[random.Random], str]]] = {
    "numbers": {
        "whole": whole, "small": small, "several": several, "decimal": decimal, "percent": percent, "money": money,
        "measure": measure, "mass": mass, "temperature": temperature, "length": length, "hour": hour, "day": day,
        "republican": republican, "year_of_republic": year_of_republic, "coordinates": coordinates, "score": score,
    },
    "references": {
        "number_of": number_of, "article": article, "one_article": one_article, "page": page, "one_page": one_page,
        "volume": volume, "regnal": regnal, "century": century, "call_number": call_number,
    },
    "addresses": {
        "url": url, "email": email, "file_name": file_name, "path": path, "internet_address": internet_address,
        "phone": phone, "street": street,
    },
    "identifiers": {
        "short_id": short_id, "long_id": long_id, "digest": digest, "base64_text": base64_text, "doi": doi,
        "isbn": isbn, "issn": issn, "iban": iban, "siret": siret, "plate": plate, "version": version,
        "formula": formula, "initials": initials, "name_in_code": name_in_code, "record": record,
        "variable": variable,
    },
}  # fmt: skip
KINDS = {kind: make for group in GROUPS.values() for kind, make in group.items()}
