"""Zones: what is no prose of the language is told, and only repairers that name a zone may touch it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textrepair
from textrepair import Chain
from textrepair._core import LanguageTable
from textrepair.core import ANY_ZONE, Plan, Proposal, Stage, View, ZoneKind, ZoneMap, open_pack
from textrepair.core.zones.tables import shared_table
from textrepair.repairer import Example

PLAN = Plan(open_pack("fr"))
DAMAGED_LINE = "Lc gouvernement a déeidé de reprendre ies travaux dans ees conditions.\n"


def kinds_at(text: str, part: str) -> set[ZoneKind]:
    """The kinds of the zones that a part of a text touches."""
    start = text.index(part)
    return {zone.kind for zone in PLAN.scan(text).zones.at(start, start + len(part))}


STRUCTURE = {
    ZoneKind.CODE: [
        ("Voir `liste_des_noms` plus bas.", "liste_des_noms"),
        ("Avant.\n```python\nprenom = lire()\n```\nAprès.", "prenom"),
        ("La colonne date_de_naissance manque.", "date_de_naissance"),
        ("On appelle recupererAdresseClient puis rien.", "recupererAdresseClient"),
        ("Les champs numeroClient et adresseFacture sont vides.", "numeroClient"),
        ("Le jeton 3f2a-9bc1-77de a expiré.", "3f2a-9bc1-77de"),
        ("Empreinte 9b74c9897bac770ffc029102a200c5de du fichier", "9b74c9897bac770ffc029102a200c5de"),
        ("def moyenne(notes): return sum(notes) / len(notes)", "moyenne"),
        ("SELECT prenom FROM eleves WHERE annee = 3;", "prenom"),
        ("$ ls -la reglements/", "reglements"),
    ],
    ZoneKind.ADDRESS: [
        ("Lire https://exemple.fr/reglement-general ici.", "reglement"),
        ("Écrire à j.lefevre@mairie-exemple.fr demain.", "lefevre"),
        ("Ouvrir reglement_interieur_2.pdf maintenant.", "reglement"),
        ("Dans /srv/donnees/archives il y a tout.", "donnees"),
        ("doi:10.1234/abcd.ef-5 est cité", "10.1234"),
    ],
    ZoneKind.DATA: [
        ("| l | a | es |\n|---|---|---|\n| 1 | 2 | 3 |", "es"),
        ("├── donnees\n│   └── reglement", "donnees"),
        ('{\n  "numero": 4,\n  "prenom": "Ana"\n}', "prenom"),
        ("titre: essai\nannee: 1999\nprenom: Luc\n", "annee"),
    ],
    ZoneKind.MARKUP: [
        ('Un <a href="reglement">lien</a> ici', "reglement"),
        ("\\section{Reglement} du jeu", "Reglement"),
        ("## Regles & usages", "&"),
    ],
    ZoneKind.NUMBER: [
        ("Il reste 18 M€ à payer.", "18 M€"),
        ("Départ à 11 h 27 précises.", "h 27"),
        ("La loi n° 11 dit cela.", "n° 11"),
        ("Le décret de l’an II demeure.", "an II"),
    ],
    ZoneKind.FORMULA: [
        ("Si n est pair, on divise.", "n"),
        ("Soit k le rang et q un entier tel que d divise q.", "d divise"),
        ("Le gaz NaHCO3 se dissout.", "NaHCO3"),
        ("1. e4 e5 2. Cf3 Cc6 3. Fb5 a6 4. Fa4 Cf6", "Fb5"),
        ("Pour tout x ∈ E, on a f(x) ≤ 1.", "x ∈"),
    ],
}


@pytest.mark.parametrize(
    ("kind", "text", "part"), [(kind, *case) for kind, cases in STRUCTURE.items() for case in cases]
)
def test_what_is_no_prose_is_told(kind: ZoneKind, text: str, part: str) -> None:
    assert kind in kinds_at(text, part)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("les droits de |’homme et |a loi", "|a"),
        ("la mise en ceuvre du plan", "ceuvre"),
        ("un gouvernement réali_ée par lui", "réali_ée"),
        ("le 28 ao(t 2008", "ao(t"),
        ("porte + If dit-il = ét + apporte", "If"),
        ("11 dit que 1a loi est bonne", "11"),
        ("|Je me rends à sa rencontre |", "Je"),
        ("matin.La séance est ouverte", "matin.La"),
        ("soit d une manière ou d une autre", "d"),
        ("si c est possible", "c"),
        ("les citoyen(ne)s et auteur(s)", "citoyen(ne)s"),
    ],
)
def test_damaged_prose_is_prose(text: str, part: str) -> None:
    assert kinds_at(text, part) == set()


FOREIGN = {
    "en": "The committee shall examine every request within thirty days.",
    "de": "Die Kommission prüft alle Anträge innerhalb von dreißig Tagen.",
    "es": "La comisión examinará todas las solicitudes en un plazo de treinta días.",
    "it": "La commissione esamina tutte le domande entro trenta giorni.",
    "nl": "De commissie onderzoekt alle aanvragen binnen dertig dagen.",
    "pt": "A comissão examinará todos os pedidos no prazo de trinta dias.",
    "la": "Omnes homines natura aequales sunt, nec quisquam alteri servit.",
    "ca": "La comissió examinarà totes les sol·licituds en un termini de trenta dies.",
    "ro": "Comisia examinează toate cererile în termen de treizeci de zile.",
    "pl": "Komisja rozpatruje wszystkie wnioski w ciągu trzydziestu dni.",
    "sv": "Kommittén prövar alla ansökningar inom trettio dagar.",
    "tr": "Komisyon bütün başvuruları otuz gün içinde inceler.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_sentence_of_another_language_among_damaged_french_is_told(language: str) -> None:
    text = DAMAGED_LINE + FOREIGN[language] + "\n" + DAMAGED_LINE
    start = text.index(FOREIGN[language])
    zones = list(PLAN.scan(text).zones.at(start, start + 5))
    assert {zone.kind for zone in zones} == {ZoneKind.LANGUAGE}
    assert {zone.language for zone in zones} == {language}
    repaired = textrepair.repair(text)
    assert FOREIGN[language] in repaired.text
    assert not repaired.text.startswith("Lc")


@pytest.mark.parametrize("gloss", ["« we the people »", "(election officer)", "“ohne jeden Zweifel”"])
def test_a_gloss_is_told(gloss: str) -> None:
    text = DAMAGED_LINE + f"Cette formule {gloss} est connue.\n" + DAMAGED_LINE
    assert kinds_at(text, gloss[2:-2].strip()) == {ZoneKind.LANGUAGE}


def test_a_quotation_in_old_spelling_is_told() -> None:
    text = "Il écrit : « ils estoient au chasteau et chantoient pseaumes ». Puis rien.\n"
    assert ZoneKind.SPELLING in kinds_at(text, "estoient")


def test_the_table_has_the_languages_and_is_shared() -> None:
    table = LanguageTable(shared_table("languages.tsv"))
    assert len(table.languages) >= 25
    assert {"la", "fr", "en", "de", "es", "it", "nl", "pt"} <= set(table.languages)


@dataclass(frozen=True)
class Shout:
    """A repairer that shouts; it names the zones that it is given."""

    zones: frozenset[ZoneKind]

    name: ClassVar[str] = "shout"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]] = ()

    def propose(self, view: View) -> Iterator[Proposal]:
        for word in re.finditer(r"\b(?:pre)?nom\b", view.text):
            yield Proposal(*word.span(), word.group().upper(), "shouted")


@pytest.mark.parametrize(
    ("zones", "after"),
    [
        (frozenset({ZoneKind.PROSE}), "Le NOM, puis `prenom` ici."),
        (frozenset({ZoneKind.CODE}), "Le nom, puis `PRENOM` ici."),
        (ANY_ZONE, "Le NOM, puis `PRENOM` ici."),
    ],
)
def test_the_guard_holds_for_every_repairer(zones: frozenset[ZoneKind], after: str) -> None:
    assert Chain([Shout(zones)], open_pack("fr")).fix("Le nom, puis `prenom` ici.") == after


class Quiet:
    """A repairer that shouts, and names no zone."""

    name = "quiet"
    stage = Stage.LAYOUT
    default = False
    examples = ()

    def propose(self, view: View) -> Iterator[Proposal]:
        yield from Shout(ANY_ZONE).propose(view)


def test_a_repairer_that_names_no_zone_may_touch_prose_only() -> None:
    assert Chain([Quiet()], open_pack("fr")).fix("Le nom, puis `prenom` ici.") == "Le NOM, puis `prenom` ici."


def zones_of(text: str) -> ZoneMap:
    return PLAN.scan(text).zones


@given(st.text(alphabet="abé|`<>{}()=+_-/\\.:;,'’ \n1234lnXY«»\"", max_size=200), st.data())
def test_zones_lie_in_the_text_and_do_not_depend_on_the_order_of_questions(text: str, data: st.DataObject) -> None:
    places = [data.draw(st.integers(0, max(0, len(text) - 1))) for _ in range(3)] if text else []
    first, second = zones_of(text), zones_of(text)
    one = [list(first.at(place, place + 1)) for place in places]
    other = [list(second.at(place, place + 1)) for place in reversed(places)][::-1]
    assert one == other
    for zone in first.judged:
        assert 0 <= zone.start < zone.end <= len(text)
