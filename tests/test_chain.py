"""The chain keeps the promises whatever the repairers do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

import pytest
from damaged import damaged_texts
from hypothesis import example, given, settings
from hypothesis import strategies as st

import textrepair
from textrepair import Chain, Example, Proposal, Stage, View
from textrepair.core import open_pack
from textrepair.errors import ConfigurationError
from textrepair.registry import available
from textrepair.repairers.recurring_names import RecurringNames


@settings(max_examples=300, deadline=None)
@given(damaged_texts)
def test_the_promises(text: str) -> None:
    repair = textrepair.repair(text)
    assert repair.failures == ()
    assert repair.patch.apply(text) == repair.text
    assert repair.patch.inverse(text).apply(repair.text) == text
    replayed = text
    for step in repair.steps:
        replayed = step.apply(replayed)
    assert replayed == repair.text
    again = textrepair.repair(repair.text)
    assert again.text == repair.text, "repairing twice changed something more"
    assert all(edit.reason and edit.repairer and 0 < edit.confidence <= 1 for edit in repair.patch)
    assert all(0 <= edit.start <= edit.end <= len(text) for edit in repair.kept_back)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_it_never_raises(text: str) -> None:
    assert isinstance(textrepair.fix(text), str)


@settings(max_examples=60, deadline=None)
@given(damaged_texts)
@example("1’homme«rn")  # the no-break space lays "rn" bare
@example("»é-\npermanents larn«rn".replace("perm", "per m"))
@example("1373 (2001)ou اÃ »   1’")  # with a no-break space, "Ã" is mojibake
@example("homme«aprés des Secr étaire´e")
def test_presets_keep_the_promises_too(text: str) -> None:
    chain = Chain.for_language(preset="fr-typography")
    repair = chain.repair(text)
    assert repair.failures == ()
    assert repair.patch.apply(text) == repair.text
    assert chain.fix(repair.text) == repair.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Le vent se lève ; il faut tenter de vivre.\n",
        "La résolution 1373 (2001), S/RES/1373, A/63/453 et https://undocs.org/fr/A/63/453.\n",
        "M. Ümit Pamir (ONUDC-OSCE), à Achgabat, l’après-midi du XXIe siècle, vers 15 h 30.",
        "Nous félicitons des efforts ; le rôle clef des plates-formes, mise en oeuvre.",
        "peut-être, ci-joint, dit-il, rendez-vous, aujourd’hui, prud’homme, c’est-à-dire",
        "Tableau 1\t12,5 %\t3 000 €\nTableau 2\t7,5 %\t900 €\n",
    ],
)
def test_text_without_a_known_fault_is_returned_as_the_same_object(text: str) -> None:
    assert textrepair.fix(text) is text


class Raises:
    """Raises after one proposal."""

    name: ClassVar[str] = "raises"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = False
    triggers: ClassVar[re.Pattern[str] | None] = None
    examples: ClassVar[tuple[Example, ...]] = ()

    def propose(self, view: View) -> Iterator[Proposal]:
        yield Proposal(0, 1, "L", "first")
        raise RuntimeError("boom")


class Meddles(Raises):
    """Proposes what the policy must refuse, or what lies outside the text."""

    name: ClassVar[str] = "meddles"

    def __init__(self, *proposals: Proposal) -> None:
        self.proposals = proposals

    def propose(self, view: View) -> Iterator[Proposal]:
        yield from self.proposals


def chain_of(*repairers: object) -> Chain:
    return Chain(repairers, open_pack("fr"))  # type: ignore[arg-type]


def test_a_repairer_that_raises_is_contained_and_the_others_go_on() -> None:
    chain = chain_of(Raises(), available()["spacing"].cls())
    repair = chain.repair("le  mot")
    assert repair.text == "le mot"
    assert [(failure.repairer, failure.position, failure.error) for failure in repair.failures] == [
        ("raises", 1, "RuntimeError: boom")
    ]


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal(0, 5, "livrx", "a word becomes none"),
        Proposal(0, 5, "лivre", "a letter outside the alphabet"),
        Proposal(0, 5, "liɧre", "a letter outside the alphabet"),
    ],
)
def test_the_policy_refuses(proposal: Proposal) -> None:
    repair = chain_of(Meddles(proposal)).repair("livre ouvert")
    assert repair.text == "livre ouvert"
    assert repair.failures == ()


def test_a_proposal_outside_the_text_is_reported() -> None:
    repair = chain_of(Meddles(Proposal(0, 99, "x", "outside"))).repair("livre")
    assert repair.text == "livre"
    assert "outside the text" in repair.failures[0].error


def test_a_chain_that_never_rests_leaves_the_text() -> None:
    class Swaps(Meddles):
        name: ClassVar[str] = "swaps"

        def propose(self, view: View) -> Iterator[Proposal]:
            if view.text:
                yield Proposal(0, 4, "lune" if view.text.startswith("rose") else "rose", "and back")

    repair = chain_of(Swaps()).repair("rose")
    assert repair.text == "rose"
    assert not repair.patch
    assert "does not settle" in repair.failures[0].error


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"only": ["spacin"]}, "did you mean ‘spacing’"),
        ({"skip": ["accent"]}, "did you mean ‘accents’"),
        ({"preset": "fr-typografy"}, "did you mean ‘fr-typography’"),
        ({"language": "frr"}, "did you mean ‘fr’"),
        ({"options": {"reflow": {"fulness": 0.5}}}, "did you mean ‘fullness’"),
        ({"options": {"reflow": {"fullness": "wide"}}}, "no float"),
        ({"min_confidence": 2.0}, "between 0 and 1"),
    ],
)
def test_wrong_names_are_refused_with_the_nearest_one(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Chain.for_language(**arguments)  # type: ignore[arg-type]


def test_only_skip_and_add_choose_what_runs() -> None:
    names = [
        repairer.name
        for repairer in Chain.for_language(only=["spacing", "accents"], skip=["accents"], add=["reflow"]).repairers
    ]
    assert names == ["reflow", "spacing"]


def test_what_falls_short_is_kept_back() -> None:
    text = "le 28 ao(t 2008"
    repair = Chain.for_language(min_confidence=1.0).repair(text)
    assert repair.text == text
    assert [(edit.start, edit.end, edit.replacement) for edit in repair.kept_back] == [(6, 10, "août")]


def test_what_typography_lays_bare_is_repaired_in_turn() -> None:
    class Cuts(Meddles):
        name: ClassVar[str] = "cuts"
        stage: ClassVar[Stage] = Stage.TYPOGRAPHY

        def propose(self, view: View) -> Iterator[Proposal]:
            yield from (Proposal(k, k + 1, "\n", "cut") for k, sign in enumerate(view.text) if sign == "|")

    class Counts(Meddles):
        name: ClassVar[str] = "counts"

        def propose(self, view: View) -> Iterator[Proposal]:
            seen.append(view.text)
            yield from (Proposal(start, end, "Le", "line") for start, end in view.lines if view.text[start:end] == "le")

    seen: list[str] = []
    chain = chain_of(Cuts(), Counts())
    repair = chain.repair("le\nle|le")
    assert repair.text == "Le\nLe\nLe"
    assert [len(step) for step in repair.steps] == [1, 1, 2]
    assert seen == ["le\nle|le", "Le\nle|le", "Le\nle\nle", "Le\nLe\nLe"]
    assert repair.patch.apply(repair.source) == repair.text


def test_keys_are_not_repaired() -> None:
    text = "Un certain Hikmat Martinov, de l’éta̱t|"
    plain = textrepair.repair(text)
    keys = textrepair.repair(text, preset="search")
    assert keys.steps[: len(plain.steps)] == plain.steps
    assert {edit.repairer for step in keys.steps[len(plain.steps) :] for edit in step} == {"search-keys"}


def test_the_search_preset_maps_its_keys_back() -> None:
    text = "« L’ŒUVRE » du Président"
    repair = textrepair.repair(text, preset="search")
    assert repair.text == " l oeuvre du president"
    start = repair.text.index("oeuvre")
    assert text[slice(*repair.patch.to_source(start, start + 6))] == "ŒUVRE"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_any_kind_are_one_and_stay(end: str) -> None:
    text = "de l’infor-\nmation utile .\nla mise en ceuvre\n\nUn texte.\n"
    chain = Chain.for_language()
    expected, repair = chain.repair(text), chain.repair(text.replace("\n", end))
    assert repair.text == expected.text.replace("\n", end) == repair.patch.apply(repair.source)
    assert len(repair.patch) == len(expected.patch)
    current = repair.source
    for step in repair.steps:
        current = step.apply(current)
    assert current == repair.text
    assert chain.fix(repair.text) == repair.text


@given(st.lists(st.sampled_from(["infor-", "mation", "ceuvre .", "de l ’appui", " ", "\r\n", "\n", "\r", "\r\n\r\n"])))
def test_line_ends_of_several_kinds_lose_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    repair = Chain.for_language().repair(text)
    assert repair.patch.apply(text) == repair.text
    assert repair.patch.inverse(text).apply(repair.text) == text
    current = text
    for step in repair.steps:
        current = step.apply(current)
    assert current == repair.text


NAMES = "Le jeune Deslauriers parut. Alors Deslauriers dit que lcs rapports de Deslauriers ct de M. Arnoux ...\n" * 4


def proposed(text: str) -> dict[str, tuple[str, float]]:
    """What recurring names are proposed for which words, and how sure that makes them."""
    names = RecurringNames()
    view = chain_of(names).plan.scan(NAMES + text)
    return {view.text[one.start : one.end]: (one.replacement, one.support) for one in names.propose(view)}


def test_a_name_is_what_the_document_has_elsewhere() -> None:
    assert proposed("Alors Deslauricrs sortit.") == {"Deslauricrs": ("Deslauriers", pytest.approx(0.9))}
    # It must recur, and more often than what it is to replace.
    assert set(proposed("Alors Arnouz sortit.")) == {"Arnouz"}
    assert proposed("Alors Arnouz sortit avec Arnouz.") == {}
    assert proposed("Alors Deslauricrs sortit. " * 4) == {}
    # Authors vary names in other ways than engines do.
    assert proposed("Alors Deslauriersse sortit avec DESLAURICRS et deslauricrs.") == {}
    names = RecurringNames(times=99)
    assert list(names.propose(chain_of(names).plan.scan(NAMES + "Deslauricrs"))) == []


def test_what_the_document_shows_makes_a_change_surer_but_not_certain() -> None:
    repair = Chain.for_language("fr").repair(NAMES + "Alors Deslauricrs sortit.")
    assert repair.text.endswith("Alors Deslauriers sortit.")
    (edit,) = [edit for edit in repair.patch if edit.replacement == "Deslauriers"]
    assert 0.7 <= edit.confidence <= 0.95
