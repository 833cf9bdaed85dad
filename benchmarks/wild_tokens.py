"""Tokens that bear meaning: numbers, references, addresses and identifiers, drawn at random."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from random import Random

from wild_numbers import NUMBERS, REFERENCES, digits, hexes, letters, pick, small

__all__ = ["GROUPS", "KINDS"]

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
WORDS = "user list nb line total max page row index count local value ligne clef".split()


def url(draw: Random) -> str:
    path = "/".join(draw.choice(STEMS) for _ in range(draw.randrange(1, 4)))
    tail = draw.choice(
        ("", ".html", f"?id={small(draw)}&l=fr", f"#n{small(draw)}", f"/{draw.randrange(1, 99)}-{small(draw)}")
    )
    return f"{draw.choice(('https://', 'http://', ''))}{draw.choice(SITES)}/{path}{tail}"


def email(draw: Random) -> str:
    return f"{draw.choice(PEOPLE)}@{draw.choice(SITES[:4])}"


def file_name(draw: Random) -> str:
    a, b, number = draw.choice(STEMS), draw.choice(STEMS), small(draw)
    first = draw.choice(("", "", f"{pick(draw, 'a b c f l')}{small(draw)}_"))  # signs of both kinds in one name
    name = first + draw.choice(("_", "-", "")).join((a, b)) + draw.choice(("_", "-", "")) + number
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
    before, year = draw.choice(("", "doi:", "https://doi.org/")), draw.randrange(1990, 2025)
    return f"{before}10.{digits(draw, 4)}/{draw.choice(STEMS)}.{year}.{small(draw)}"


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


def chess_moves(draw: Random) -> str:
    white, black = (
        pick(draw, "e4 d4 Cf3 c4 Fb5 Td1 O-O Dh5 exd5 Cxe5+ Rf2"),
        pick(draw, "e5 d5 Cf6 c5 Fe7 Txd1+ O-O-O Dxf2 fxg6"),
    )
    number = draw.choice((1, 11, draw.randrange(2, 60)))
    return draw.choice(
        (
            f"{number}. {white} {black}",
            f"{number}... {black}!?",
            f"{number}. {white}!!",
            f"{number}. {white[-2:]}-{black[-2:]}",
        )
    )


def equation(draw: Random) -> str:
    a, b, n = pick(draw, "x y z t u"), pick(draw, "a b c k m"), draw.choice((2, 11, draw.randrange(3, 40)))
    return draw.choice(
        (
            f"{a}² − {n}{a} + 1 = 0",
            f"{b} = {n} × 10⁻{pick(draw, '³ ⁵ ¹¹')}",
            f"f({a}) = {n}{a} + {b}",
            f"|{a} − {b}| < 1/{n}",
            f"{b}_{n} = {b}_0 + {n}r",
            "E = mc²",
            f"∀ {a} ∈ ℝ, {a}² ≥ 0",
            f"{a}/{b} ≈ {n},1",
        )
    )


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
GROUPS: dict[str, dict[str, Callable[[Random], str]]] = {
    "numbers": {**NUMBERS, "score": score},
    "references": REFERENCES,
    "addresses": {
        "url": url, "email": email, "file_name": file_name, "path": path, "internet_address": internet_address,
        "phone": phone, "street": street,
    },
    "identifiers": {
        "short_id": short_id, "long_id": long_id, "digest": digest, "base64_text": base64_text, "doi": doi,
        "isbn": isbn, "issn": issn, "iban": iban, "siret": siret, "plate": plate, "version": version,
        "formula": formula, "initials": initials, "name_in_code": name_in_code, "record": record,
        "variable": variable, "equation": equation, "chess_moves": chess_moves,
    },
}  # fmt: skip
KINDS = {kind: make for group in GROUPS.values() for kind, make in group.items()}
