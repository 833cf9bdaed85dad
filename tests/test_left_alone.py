"""What looks like damage and is none, and damage beside it."""

import pytest

from textrepair import Chain

SOUND = {
    "amounts": [
        "Le budget passe de 18 M€ à 3 Md€, soit 11 k€ par agent.",
        "Il faut 11 t de sable, 11 q de blé et 11 ml d’eau.",
        "Le train part à 11 h 27 et arrive à 11h45, à 11 km d’ici.",
    ],
    "references": [
        "Le contrat n° 11, page 11, et le dossier nº 11 sont au greffe.",
        "Voir Lc 11, 11 et Gn 1, 18, puis l’article L. 111-1.",
        "Le décret de l’an II et la loi du 11 nivôse an III.",
    ],
    "identifiers": [
        "La clé 8d1f-ace8-11b0 ouvre le fichier b38_dan-ger_89.txt du dossier.",
        "Voir https://exemple.org/11/l1l?o0=1 et ftp://exemple.org/a1/.",
        "La variable nb_eleves et la méthode getNbEleves() sont décrites ici.",
    ],
    "names": [
        "Il a vu Vladimír Novák, Antônio Guimarães, Martín Núñez et Lê Văn Tám.",
        "Le ministère Poullet - Vandervelde -Francqui entend y remédier.",
        "Avec Lachance, Lalonde et Lafleur, puis Maria das Neves et Jan van der Elst.",
    ],
    "long s": [
        "Le mot « ſervice » s’écrit avec une lettre longue, et « poſſible » aussi.",
        "Il eſt poſſible que les ſieurs ayent ſigné ; on le ſçait. Le terrein eſt ſec, & la ruche eſt bonne.",
    ],
    "inclusive writing": [
        "Chaque inscrit·e vient accompagné·e d’un·e proche, et les étudiant.e.s sont reçu.e.s ici.",
        "Un-e ingénieur-e et deux technicien-ne-s ont répondu.",
    ],
    "mathematics": [
        "Soit n un entier et p un nombre premier. Si p divise n, on pose q tel que n = pq.",
        "La distance |y − c| < 1/11 convient. La valeur propre λ reste réelle.",
    ],
    "prefixes": ["Un mouvement anti-européen et un parc multi-média."],
    "chemistry": ["On ajoute 11 g de NaHCO3 et du CaCl2 dans H2O."],
}
DAMAGED = [
    ("la familleLoi n° 12 du code", "la famille Loi n° 12 du code"),
    ("l'lnstitut national a répondu", "l'institut national a répondu"),
    ("le Présídent de la République", "le Président de la République"),
    (
        "Le Roy a ordonné que fes fujets foient inftruits de cette réfolution, & qu’ils obferveront les loix du païs.",
        "Le Roy a ordonné que ses sujets soient instruits de cette résolution, & qu’ils observeront les loix du païs.",
    ),
    ("Le chapitre V111 de la Charte", "Le chapitre VIII de la Charte"),
]


@pytest.fixture(scope="module")
def chain() -> Chain:
    return Chain.for_language("fr")


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SOUND.items() for text in texts])
def test_what_is_sound_is_left_alone(kind: str, text: str, chain: Chain) -> None:
    assert chain.fix(text) == text, kind


@pytest.mark.parametrize(("damaged", "repaired"), DAMAGED)
def test_damage_beside_it_is_repaired(damaged: str, repaired: str, chain: Chain) -> None:
    assert chain.fix(damaged) == repaired


def test_one_sure_cut_licenses_no_other(chain: Chain) -> None:
    text = "Le gouver- nement est anti-européen. Le parc multi-média et le co-auteur sont pro-russes. " * 3
    assert "anti-européen" in chain.fix(text)
    assert "multi-média" in chain.fix(text)
    assert "co-auteur" in chain.fix(text)
