"""Patches: edits replay to the output, invert to the source, compose, and map offsets both ways."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.edits import Edit, Patch
from textrepair.errors import PatchError

texts = st.text(alphabet="abc é\n", max_size=12)


@st.composite
def patches(draw: st.DrawFn, source: str) -> Patch:
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edits.append(Edit(start, end, draw(st.text(alphabet="xyz", max_size=3)), draw(st.sampled_from("pqr"))))
    return Patch(edits)


@st.composite
def patched(draw: st.DrawFn, rounds: int) -> tuple[str, list[Patch]]:
    source = text = draw(texts)
    made = []
    for _ in range(rounds):
        made.append(draw(patches(text)))
        text = made[-1].apply(text)
    return source, made


def changes(patch: Patch) -> list[tuple[int, int, str]]:
    return [edit[:3] for edit in patch]


@given(patched(1))
def test_inverse_restores_the_source(case: tuple[str, list[Patch]]) -> None:
    source, (patch,) = case
    target = patch.apply(source)
    back = patch.inverse(source)
    assert back.apply(target) == source
    assert changes(back.inverse(target)) == changes(patch)


@given(patched(2))
def test_composition_does_what_both_do(case: tuple[str, list[Patch]]) -> None:
    source, (first, second) = case
    assert first.compose(second).apply(source) == second.apply(first.apply(source))


@given(patched(3))
def test_composition_is_associative(case: tuple[str, list[Patch]]) -> None:
    _, (first, second, third) = case
    assert changes(first.compose(second).compose(third)) == changes(first.compose(second.compose(third)))


@given(patched(1), st.data())
def test_spans_never_shrink_on_the_way_there_and_back(case: tuple[str, list[Patch]], data: st.DataObject) -> None:
    source, (patch,) = case
    for length, there, back in (
        (len(source), patch.to_target, patch.to_source),
        (len(patch.apply(source)), patch.to_source, patch.to_target),
    ):
        start, end = sorted(data.draw(st.tuples(st.integers(0, length), st.integers(0, length))))
        low, high = back(*there(start, end))
        assert low <= start <= end <= high


@given(patched(1))
def test_untouched_characters_map_to_themselves(case: tuple[str, list[Patch]]) -> None:
    source, (patch,) = case
    target = patch.apply(source)
    touched = {offset for edit in patch for offset in range(edit.start - 1, edit.end + 1)}
    for offset in range(len(source)):
        if offset not in touched:
            start, end = patch.to_target(offset, offset + 1)
            assert target[start:end] == source[offset]


def test_a_merged_edit_names_everyone() -> None:
    first = Patch([Edit(0, 1, "l", "glyphs", "I is no article", 0.9)])
    second = Patch([Edit(1, 3, "’", "spacing", "stray space", 0.8)])
    assert list(first.compose(second)) == [Edit(0, 3, "l’", "glyphs+spacing", "I is no article; stray space", 0.8)]


def test_adjacent_edits_of_one_patch_stay_apart() -> None:
    patch = Patch([Edit(0, 1, "l", "a"), Edit(1, 2, "’", "b")])
    assert len(patch.compose(Patch())) == 2


@pytest.mark.parametrize(
    "edits", [[Edit(3, 2, "", "a")], [Edit(0, 3, "", "a"), Edit(2, 4, "", "b")], [Edit(-1, 0, "", "a")]]
)
def test_impossible_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(PatchError, match="sort the edits"):
        Patch(edits)


def test_an_edit_outside_the_text_is_refused() -> None:
    with pytest.raises(PatchError, match="has 3 code points"):
        Patch([Edit(2, 9, "", "a")]).apply("abc")


def test_edits_that_all_touch_are_composed_in_time_in_line_with_their_number() -> None:
    def seconds(number: int) -> float:
        first = Patch(Edit(2 * k, 2 * k + 2, "é", "p") for k in range(number))
        later = Patch(Edit(k, k + 1, "e", "q") for k in range(number))
        started = time.process_time()
        assert first.compose(later).apply("e\u0301" * number) == "e" * number
        return time.process_time() - started

    seconds(10)
    # In line would be 8 times as long, and 64 if each were compared with each.
    assert any(seconds(16_000) < 24 * max(0.005, seconds(2_000)) for _ in range(4))
