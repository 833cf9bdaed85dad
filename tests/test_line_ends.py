"""Words at line ends: which are joined, which keep their hyphen, and which are left alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from page_samples import SAMPLES

from textrepair import Chain, Repair, fix, repair
from textrepair.core import Proposal, Stage, View, open_pack
from textrepair.formats.pages.files import PageFile, PageFiles
from textrepair.formats.registry import PLAIN, by_content
from textrepair.repairer import Example
from textrepair.repairers.hyphenation import Hyphenation

SIGNS = ("-", "--", "\u2010", "\u2011", "\u2e17", "¬", "·", "_", "\u00ad", "\x02", "–", "—", "=")


@pytest.mark.parametrize("sign", [*SIGNS, ""], ids=lambda sign: f"U+{ord(sign[0]):04X}x{len(sign)}" if sign else "lost")
@pytest.mark.parametrize(
    ("left", "right"), [("minis", "tère"), ("admi", "nistration"), ("souve", "rain"), ("pen", "dant")]
)
def test_a_cut_word_is_joined_whatever_the_sign(sign: str, left: str, right: str) -> None:
    text = f"Le conseil a écrit hier au {left}{sign}\n{right} de la ville, et attend sa réponse."
    assert fix(text) == f"Le conseil a écrit hier au {left}{right}\nde la ville, et attend sa réponse."


@pytest.mark.parametrize("sign", ["¬", "\u00ad", "\u2e17", "\x02"], ids=ascii)
@pytest.mark.parametrize(
    "compound",
    [
        "Tais-toi", "savez-vous", "pense-t-on", "moi-même", "demi-heure", "ex-préfet", "non-lieu", "Jean-Claude",
        "Sainte-Adresse", "trente-six", "arc-en-ciel", "arrière-garde", "chauffe-eau",
    ],
)  # fmt: skip
def test_a_compound_gets_its_hyphen_at_a_sign_that_is_none(sign: str, compound: str) -> None:
    left, _, right = compound.rpartition("-")
    assert fix(f"On a lu {left}{sign}\n{right} dans la lettre.") == f"On a lu {compound}\ndans la lettre."


@pytest.mark.parametrize(
    "text",
    [
        "un rendez-\nvous manqué",
        "disent-\nils ?",
        "Est-\nelle venue ?",
        "dit-\non souvent",
        "la Marie-\nJeanne",
        "quatre-\nvingt ans",
        "l’avant-\nveille",
        "c’est-à-\ndire",
        "le franco-\nprussien",
        "un anti-\neuropéen",
        "le mot foot-ball, le foot-\nball",
    ],
)
def test_a_compound_keeps_its_hyphen_and_its_line_end(text: str) -> None:
    assert fix(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("à Saint-Ger-\nmain-en-Laye hier", "à Saint-Germain-en-Laye\nhier"),
        ("à Bou-\nlogne-sur-Mer.", "à Boulogne-sur-Mer."),
        ("il le sait, pense-t-\non", "il le sait, pense-t-\non"),
        ("le vice-pré-\nsident parle", "le vice-président\nparle"),
        ("un inter-\nnatio-\nnal jeune", "un international\njeune"),
        ("la confé-\nrence2 du soir", "la conférence2\ndu soir"),
        ("aujour-\nd’hui même", "aujourd’hui\nmême"),
        ("LE GOUVER-\nNEMENT PARLE", "LE GOUVERNEMENT\nPARLE"),
    ],
)
def test_what_belongs_to_the_second_piece_moves_with_it(before: str, after: str) -> None:
    assert fix(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "voir https://exemple.org/docu-\nments/liste.html pour la suite",
        "voir https://exemple.org/le-rap-\nport-du-gouver-\nnement.pdf pour la suite",
        "écrire à jean.admi-\nnistration@exemple.org avant mardi",
        "écrire à mairie@exem-\nple.org avant mardi",
        "le fichier rap-\nport.odt est perdu",
        "le fichier C:\\docu-\nments\\liste.txt est perdu",
        "le dossier /usr/lo-\ncal/lib est plein",
        "doi:10.5555/admi-\nnistration est cité",
        "www.gouver-\nnement.fr est en panne",
        "la clé 4f1e-\nface9 a expiré",
        "la colonne date_gouver-\nnement est vide",
    ],
)
def test_an_address_is_never_joined(text: str) -> None:
    assert fix(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "les étudiant·\ne·s sont là",
        "les étudiant·\nes sont là",
        "il vint —\nle soir tombait",
        "il parle au roi—\nle soir tombe",
        "la ville de_\nla plaine",
    ],
)
def test_a_sign_that_may_be_none_of_a_line_end_joins_no_two_words(text: str) -> None:
    assert fix(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "on dit que le vent\ntombe sur la ville ce soir",
        "le\nvernis\nest\nsec",
        "le mot | gou\nvernement | et la suite de la table",
        "on vit alors Gou\nVernement et les autres ici",
        "il a reçu, à la fin du mois, dix\nsept lettres de la ville",
    ],
)
def test_what_was_not_cut_is_not_joined(text: str) -> None:
    assert fix(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "le xalou-\nvernement du pays",
        "une brouti-\nture de la reine",
        "le pralu¬\nmeton de la reine",
    ],
)
def test_the_pieces_of_a_word_that_is_not_joined_are_not_repaired(text: str) -> None:
    made = repair(text)
    assert all("\n" in text[edit.start : edit.end] for edit in made.patch)


@dataclass(frozen=True)
class Meddler:
    """A plugin that writes another word in the place of each word it knows."""

    name: ClassVar[str] = "meddler"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (Example("un pralu", "un palu"),)

    def propose(self, view: View) -> Iterator[Proposal]:
        for word, new in {"brouti": "bruit", "ture": "tare", "étre": "être"}.items():
            if (place := view.text.find(word)) >= 0:
                yield Proposal(place, place + len(word), new, "a meddler", 0.0, 1.0)


def by_plugin(text: str) -> Repair:
    return Chain([Hyphenation(), Meddler()], open_pack("fr")).repair(text)


@pytest.mark.parametrize("text", ["une brouti-\nxal de la", "une xal-\nture de la", "une xal\u2010\n  ture de la"])
def test_no_plugin_repairs_a_piece(text: str) -> None:
    assert by_plugin(text).text == text


def test_a_plugin_repairs_a_piece_if_that_makes_the_word() -> None:
    assert by_plugin("il est peut-\nétre là").text == "il est peut-\nêtre là"
    assert by_plugin("une brouti de la").text == "une bruit de la"


@pytest.mark.parametrize(
    "text",
    [
        "les vols bi-mensuels et les trains multi-média",
        "un parti anti-européen et un journal néo-libéral",
        "la nitro-glycérine et la broncho-pneumonie",
        "un passe-port, un porte-feuille et un contre-maître",
        "le foot-ball, le base-ball et le water-polo",
        "il faut re-traiter, re-lancer, re-tester et re-lire la page",
        "la clé 8d1f-ace8, le fichier b38_dan-ger_89.txt",
        "voir https://exemple.org/le-dan-ger.html",
    ],
)
def test_a_printed_hyphen_stays(text: str) -> None:
    assert fix(text) == text


def test_a_row_of_a_table_is_not_joined() -> None:
    text = "Prix de ville    12    gou\nvernement de la ville    14    fr."
    assert Chain.for_language(only=["lost-hyphens"]).fix(text) == text


def test_one_sure_cut_licenses_no_other() -> None:
    text = "hors de dan-ger, avec un passe-port anti-européen et un porte-feuille"
    assert fix(text) == "hors de danger, avec un passe-port anti-européen et un porte-feuille"


def test_many_sure_cuts_license_those_of_words_that_texts_use() -> None:
    sure = "le gouver-nement, les hom-mes, le bud-get, la dis-cussion, les élec-teurs, la ré-solution ; "
    assert fix(sure + "la re-traite, un vote anti-européen").endswith("la retraite, un vote anti-européen")


def repaired_page(data: bytes) -> tuple[bytes, str]:
    """Repair a page; return it, and the text that it now has."""
    unit = read(data)
    text = unit.texts[0]
    made = unit.rendered([Chain.for_language().repair(text.text, text.said).patch])
    return made, read(made).texts[0].text


def read(data: bytes) -> PageFile:
    stream, form = by_content(io.BytesIO(data), PLAIN)
    (unit,) = PageFiles(stream, form.kind, "page").units()
    return unit


COMPOUNDS = [
    ("Tais", "toi"), ("savez", "vous"), ("moi", "même"), ("demi", "heure"), ("après", "midi"), ("Jean", "Claude"),
    ("trente", "six"), ("ex", "préfet"), ("chauffe", "eau"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), COMPOUNDS)
def test_a_compound_that_alto_declares_one_word_gets_its_hyphen(left: str, right: str) -> None:
    lines = [["On", "a", "lu", f"{left}-"], [right, "dans", "la", "lettre"]]
    made, text = repaired_page(SAMPLES["docworks-alto"].write(lines))
    assert text == f"On a lu {left}-{right}\ndans la lettre\n"
    root = etree.fromstring(made)
    parts = root.findall(".//{*}String[@SUBS_TYPE]")
    assert [(part.get("CONTENT"), part.get("SUBS_CONTENT")) for part in parts] == [
        (left, f"{left}-{right}"),
        (right, f"{left}-{right}"),
    ]
    assert [hyphen.get("CONTENT") for hyphen in root.iter("{*}HYP")] == ["-"]


@pytest.mark.parametrize("name", ["tesseract-hocr", "boxes-hocr", "ocrd-page", "transkribus-page"])
@pytest.mark.parametrize(("left", "right"), COMPOUNDS)
def test_a_compound_that_another_format_declares_one_word_gets_its_hyphen(name: str, left: str, right: str) -> None:
    sign = "\u00ad" if name.endswith("hocr") else "¬"
    lines = [["On", "a", "lu", left + sign], [right, "dans", "la", "lettre"]]
    assert repaired_page(SAMPLES[name].write(lines))[1].split() == [
        "On",
        "a",
        "lu",
        f"{left}-{right}",
        "dans",
        "la",
        "lettre",
    ]


@pytest.mark.parametrize("name", ["tesseract-alto", "docworks-alto", "tesseract-hocr", "ocrd-page"])
@pytest.mark.parametrize("sign", ["-", "--", "·", ""])
def test_a_cut_word_is_joined_in_every_format(name: str, sign: str) -> None:
    lines = [["On", "a", "lu", "au", f"minis{sign}"], ["tère", "la", "lettre", "du", "roi"]]
    assert repaired_page(SAMPLES[name].write(lines))[1] == "On a lu au ministère\nla lettre du roi\n"


def test_parts_that_alto_declares_of_two_words_are_not_joined() -> None:
    lines = [["On", "a", "lu", "Châ-"], ["Hugo", "dans", "la", "lettre"]]
    data = SAMPLES["docworks-alto"].write(lines).decode()
    assert data.count("ChâHugo") == 2
    first, second, rest = data.split("ChâHugo")
    assert "ChâHugo" not in read(f"{first}Châteaubriand{second}Victor-Hugo{rest}".encode()).texts[0].text


@given(
    st.lists(
        st.sampled_from(["gou", "vernement", "peut", "être", "a", "t", "il", "Saint", "xal", "1", "."]), max_size=12
    ),
    st.lists(
        st.sampled_from(["-\n", "--\n", "¬\n", "\u00ad\n", "·\n", "\n", " ", "-", "-\n\n", "- \n  "]), max_size=12
    ),
)
def test_line_ends_settle_and_no_letter_is_lost(words: list[str], between: list[str]) -> None:
    text = "".join(word + sign for word, sign in zip(words, between, strict=False))
    chain = Chain.for_language(only=["hyphenation", "lost-hyphens"])
    once = chain.repair(text)
    assert not once.failures
    assert [letter for letter in once.text if letter.isalnum()] == [letter for letter in text if letter.isalnum()]
    assert chain.repair(once.text).text == once.text
