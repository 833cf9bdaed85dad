"""A text is scanned in blocks: what is scanned again after a repair is what a scan of the whole text finds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.core import Plan, Prefilter, View, open_pack
from textrepair.edits import Edit, Patch

HOLDS_SIGN, HOLDS_A, TWO_SPACES = Prefilter(r"[;,|]"), Prefilter("a"), Prefilter(gap="  ")
PLAN = Plan(open_pack("fr"), prefilters=[HOLDS_SIGN, HOLDS_A, TWO_SPACES])
PLAN.marks.block = 4
TEXTS = st.text(st.sampled_from("aé;,| \n\t\u00a0"), max_size=60) | st.text(max_size=30)


def found(view: View) -> tuple[object, ...]:
    """Return all that a view says of its tokens."""
    return (
        view.text,
        view.statistics.words,
        [view.tokens(prefilter) for prefilter in (HOLDS_SIGN, HOLDS_A)],
        [view.opens(prefilter) for prefilter in (HOLDS_SIGN, HOLDS_A, TWO_SPACES)],
        view.unknown_words,
    )


@st.composite
def repaired_texts(draw: st.DrawFn) -> tuple[str, list[Patch]]:
    """Draw a text and patches, each of the text that the ones before it lead to."""
    text = current = draw(TEXTS)
    patches = []
    for _ in range(draw(st.integers(1, 3))):
        places = sorted(draw(st.lists(st.integers(0, len(current)), max_size=8)))
        spans = list(pairwise(places))[::2]
        edits = [Edit(start, end, draw(st.text(st.sampled_from("a; \n"), max_size=3)), "x") for start, end in spans]
        distinct = {edit.start: edit for edit in edits if edit.start < edit.end or edit.replacement}
        patch = Patch(distinct.values())
        patches.append(patch)
        current = patch.apply(current)
    return text, patches


@settings(max_examples=400)
@given(repaired_texts())
def test_a_scan_after_a_patch_is_the_scan_of_the_new_text(given_texts: tuple[str, list[Patch]]) -> None:
    text, patches = given_texts
    view = PLAN.scan(text)
    found(view)
    for patch in patches:
        view = view.after(patch)
        assert found(view) == found(PLAN.scan(patch.apply(text)))
        text = view.text


@given(TEXTS)
def test_blocks_say_of_a_text_what_its_tokens_do(text: str) -> None:
    view = PLAN.scan(text)
    assert view.statistics.words == max(1, len(text.split()))
    assert [text[low:high] for low, high in view.tokens(HOLDS_A)] == [token for token in text.split() if "a" in token]
