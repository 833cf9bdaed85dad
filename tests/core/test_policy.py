"""Which changes are allowed: examples, and the core against a plain reference."""

from __future__ import annotations

import pytest
from damaged import damaged_texts
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.policy import objection
from textrepair.core import Plan, Proposal, Stage, open_pack

FRENCH = open_pack("fr")
PLAN = Plan(FRENCH)
CUT = "it changes a piece of a word that is cut at a line end"
PIECES = [
    *"le la gou- vernement peut- \u00eatre \xac \n \n\n Vladim\u00edr Lachance Maria das Neves M. de".split(" "),
    *"Poullet-Francqui rdle l\u2019 \u0416 1er".split(" "),
]
WRITTEN = [*",goût,être,Vladimir,La chance,des,de la,ç,ł,rôle,-".split(","), " ", "x\ny"]


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("le gou-\nvernement, peut-\n\u00e9tre", (3, 6, "go\u00fbt"), CUT),
        ("le gou-\nvernement, peut-\n\u00e9tre", (25, 29, "\u00eatre"), ""),
        ("avec Vladim\u00edr Lachance et Maria das Neves", (5, 13, "Vladimir"), "it changes a name"),
        ("avec Vladim\u00edr Lachance et Maria das Neves", (14, 22, "La chance"), "it changes a name"),
        ("avec Vladim\u00edr Lachance et Maria das Neves", (32, 35, "des"), "it changes a name"),
        ("le Pr\u00e9s\u00eddent", (3, 12, "Pr\u00e9sident"), ""),
        ("le mot", (3, 6, "xqzw"), "\u2018xqzw\u2019 would hold an unknown word"),
        ("le rdle", (3, 7, "r\u00f8le"), "\u2018\u00f8\u2019 is outside the alphabet"),
    ],
)
def test_objections_by_hand(text: str, change: tuple[int, int, str], expected: str) -> None:
    assert PLAN.scan(text).policy.objection(Proposal(*change, ""), Stage.WORDS) == expected


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[Proposal]]:
    made = st.lists(st.sampled_from(PIECES), max_size=14).map(
        lambda pieces: draw(st.sampled_from(["", " "])).join(pieces)
    )
    text = draw(made | damaged_texts)[:300]
    found = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 9)))
        found.append(Proposal(start, end, draw(st.sampled_from(WRITTEN)), "why"))
    return text, found


@settings(max_examples=1_000, deadline=None)
@given(changes(), st.sampled_from(Stage))
def test_the_core_objects_where_the_reference_does(drawn: tuple[str, list[Proposal]], stage: Stage) -> None:
    text, found = drawn
    policy = PLAN.scan(text).policy
    for proposal in found:
        expected = objection(text, proposal, stage, FRENCH)
        said = policy.objection(proposal, stage)
        # Of several characters outside the alphabet either may be named.
        assert said == expected or (said.endswith("alphabet") and expected.endswith("alphabet")), proposal
