"""Clean texts of many genres come out as they went in, or at least no more harmed than recorded; so do tokens that bear
meaning. And the benchmark that says so makes what it claims and counts what is there."""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from string import ascii_uppercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair import Chain, Edit, Patch, Repair

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

import wild
import wild_bounds
from sets import WILD
from wild_sentences import SLOT, Page, frames, pages
from wild_tokens import GROUPS, KINDS
from wild_words import Places

ROOT = Path(__file__).parents[1]
GENRES = wild.genres()
ADVICE = "mend the kind of text, or show that the change was right; benchmarks/README.md"


@pytest.fixture(scope="module")
def chain() -> Chain:
    return Chain.for_language()


# ---------------------------------------------------------------------------------------------------------------------
# No more harm than recorded


@pytest.mark.parametrize("genre", GENRES)
def test_a_clean_text_is_harmed_no_more_than_recorded(genre: str, chain: Chain) -> None:
    tell: list[str] = []
    made = wild.measure_text(GENRES[genre], chain, tell)
    found = wild_bounds.counted({"texts": {genre: made}, "sentences": {}})
    assert wild_bounds.exceeded(wild_bounds.read_bounds(), found) == [], "\n".join([ADVICE, *tell])


def test_tokens_that_bear_meaning_are_harmed_no_more_than_recorded(chain: Chain) -> None:
    tell: list[str] = []
    made = wild.measure_sentences(wild_bounds.SLICE, chain, tell)
    found = wild_bounds.counted({"texts": {}, "sentences": made})
    assert wild_bounds.exceeded(wild_bounds.read_bounds(), found) == [], "\n".join([ADVICE, *tell])


def test_the_bounds_are_about_texts_and_tokens_that_exist() -> None:
    sides = [f"sentences, {side}: {kind}" for side in ("clean", "damaged") for kind in (*KINDS, "any word")]
    assert wild_bounds.read_bounds().keys() <= {*GENRES, *sides}


# ---------------------------------------------------------------------------------------------------------------------
# The texts


def test_the_texts_are_of_forty_genres_at_least_and_all_are_listed() -> None:
    assert len(GENRES) >= 40
    table = (WILD / "README.md").read_text(encoding="utf-8").partition("| measured by")[0]
    listed = re.findall(r"`([\w-]+)`", table)
    assert sorted(listed) == sorted(GENRES)


@pytest.mark.parametrize("genre", GENRES)
def test_a_text_is_long_enough_and_whole(genre: str) -> None:
    text = GENRES[genre]
    assert len(text) > 1300
    assert text.endswith("\n")
    assert "\ufffd" not in text


@pytest.mark.parametrize("folder", ["textrepair", "training", "tools", "lexicons"])
def test_nothing_that_is_trained_or_shipped_reads_the_texts(folder: str) -> None:
    files = [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.toml")]
    assert files
    reading = re.compile(r"\bwild\b|wild_(sentences|tokens|numbers|bounds)", re.IGNORECASE)
    assert [file.name for file in files if reading.search(file.read_text(encoding="utf-8"))] == []


# ---------------------------------------------------------------------------------------------------------------------
# The sentences


def sample(seed: int = 19, count: int = 150) -> list[Page]:
    return list(pages(count, seed))


def test_the_same_seed_makes_the_same_sentences() -> None:
    assert sample(3) == sample(3)
    assert sample(3) != sample(4)


@pytest.mark.parametrize("count", [1, 41, 150])
def test_there_are_as_many_sentences_as_asked_for(count: int) -> None:
    made = sample(count=count)
    assert sum(len(page.sentences) for page in made) == count
    assert sum(len(page.damaged_sentences) for page in made) == count


def test_every_kind_of_token_stands_in_a_frame_and_every_list_is_used() -> None:
    slots = [match.groups() for frame in frames().frames for match in SLOT.finditer(frame)]
    assert {kind for kind, _ in slots if kind} == KINDS.keys()
    assert {name for _, name in slots if name} == frames().fillers.keys()
    assert sum(len(kinds) for kinds in GROUPS.values()) == len(KINDS)


def checks(iban: str) -> bool:
    moved = iban.replace(" ", "")
    moved = moved[4:] + moved[:4]
    return int("".join(str(ascii_uppercase.index(sign) + 10) if sign.isalpha() else sign for sign in moved)) % 97 == 1


def thirteen(isbn: str) -> bool:
    numbers = [int(sign) for sign in isbn if sign.isdigit()]
    return len(numbers) == 13 and sum(number * (3 if k % 2 else 1) for k, number in enumerate(numbers)) % 10 == 0


SHAPES = {
    "email": re.compile(r"[\w.-]+@[\w.-]+\.\w+"),
    "hour": re.compile(r"\d+ ?[h:] ?\d\d(:\d\d)?"),
    "long_id": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "year_of_republic": re.compile("an [IVX]+"),
    "doi": re.compile(r"(doi:|https://doi\.org/)?10\.\d{4}/\S+"),
    "file_name": re.compile(r"[\w-]+(\.tar)?\.\w+"),
    "number_of": re.compile("n[°º] [0-9-]+"),
    "plate": re.compile(r"[A-Z]{2}-\d{3}-[A-Z]{2}|\d{4} [A-Z]{2} \d\d"),
    "issn": re.compile(r"ISSN \d{4}-\d{3}[\dX]"),
}


def test_the_tokens_are_where_the_pages_say() -> None:
    made = sample(count=1500)
    for page in made:
        for start, end, kind in page.tokens:
            token = page.text[start:end]
            assert token == token.strip() != ""
            if shape := SHAPES.get(kind):
                assert shape.fullmatch(token), (kind, token)
    found = {kind: page.text[start:end] for page in made for start, end, kind in page.tokens}
    assert found.keys() == KINDS.keys()
    assert checks(found["iban"])
    assert thirteen(found["isbn"].removeprefix("ISBN "))


def test_the_damage_is_real() -> None:
    made = sample(count=600)
    assert sum(page.damaged != page.text for page in made) > 0.8 * len(made)
    words = sum(len(page.text.split()) for page in made)
    kept = sum(len(set(page.text.split()) & set(page.damaged.split())) for page in made)
    assert kept < 0.95 * words


@given(st.integers(0, 10**9), st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_damage_touches_no_token(seed: int, count: int) -> None:
    for page in pages(count, seed):
        assert [token.kind for token in page.tokens] == [token.kind for token in page.damaged_tokens]
        for clean, worse in zip(page.tokens, page.damaged_tokens, strict=True):
            assert page.text[clean.start : clean.end] == page.damaged[worse.start : worse.end]
            for text, token in ((page.text, clean), (page.damaged, worse)):
                beside = text[token.start - 1 : token.start], text[token.end : token.end + 1]
                assert not any(neighbour.isalnum() for neighbour in beside)
        assert all(one.end <= other.start for one, other in pairwise(page.damaged_tokens))


# ---------------------------------------------------------------------------------------------------------------------
# What is counted


def repaired(source: str, *edits: tuple[int, int, str]) -> Places:
    patch = Patch([Edit(start, end, new, "near-words") for start, end, new in edits])
    return Places(Repair(source, patch.apply(source), patch))


@pytest.mark.parametrize(
    ("edits", "words", "spaces"),
    [
        ([], [], 0),
        ([(3, 4, "a")], ["chat"], 0),  # a letter
        ([(2, 3, "")], ["Le", "chat"], 0),  # two words joined
        ([(5, 5, " ")], ["chat"], 0),  # a word cut
        ([(7, 9, " ")], [], 1),  # white space only
        ([(2, 9, " chat ")], [], 1),  # an edit that writes anew what stood there
        ([(0, 2, "La"), (9, 12, "dors")], ["Le", "dort"], 0),
        ([(12, 13, "s")], ["dort"], 0),
    ],
)
def test_a_word_has_changed_when_it_does_not_stand_there_as_it_was(
    edits: list[tuple[int, int, str]], words: list[str], spaces: int
) -> None:
    places = repaired("Le chat  dort.", *edits)
    changes = places.changed_words()
    assert [places.source[change.start : change.end].rstrip(".") for change in changes] == words
    assert len(places.spaces(changes)) == spaces


@pytest.mark.parametrize(
    ("edit", "harmed"),
    [
        ((5, 6, "I"), True),  # in the token
        ((4, 5, ""), True),  # joined to the word before
        ((7, 8, ""), True),  # joined to the word after
        ((4, 5, "\n"), False),
        ((3, 4, "o"), False),  # the word before
        ((4, 5, " ("), False),
    ],
)
def test_a_token_is_harmed_by_a_change_in_it_or_a_letter_that_sticks_to_it(
    edit: tuple[int, int, str], harmed: bool
) -> None:
    places = repaired("page 11 sans", edit)
    assert bool(places.changed_tokens([(5, 7)])) is harmed


def test_a_run_above_a_bound_is_told_and_one_at_its_bound_is_not() -> None:
    results = {
        "texts": {"law": {"changed": 2, "spaces": 1}, "verse": {"changed": 0, "spaces": 0}},
        "sentences": {"clean": {"by_kind": {"hour": {"changed": 1}, "url": {"changed": 0}}, "changed_words": 2}},
    }
    found = wild_bounds.counted(results)
    assert found == {"law": 3, "sentences, clean: hour": 1, "sentences, clean: any word": 2}
    assert wild_bounds.exceeded(found, found) == []
    assert wild_bounds.exceeded({**found, "law": 2}, found) == ["law: 3 harmed, at most 2 may be"]
    assert wild_bounds.exceeded({"law": 9}, {"verse": 1}) == ["verse: 1 harmed, at most 0 may be"]


def test_to_record_makes_the_harm_of_today_the_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "bounds.json"
    target.write_text('{"law": 7, "gone": 2}', encoding="utf-8")
    monkeypatch.setattr(wild_bounds, "BOUNDS", target)
    monkeypatch.setattr(wild, "WILD", tmp_path)
    monkeypatch.setattr(wild, "SLICE", 0)
    (tmp_path / "law.txt").write_text("Le 28 ao(t 2008, la loi fut votée.\n", encoding="utf-8")
    wild.record(verbose=False)
    assert json.loads(target.read_text(encoding="utf-8")) == {"law": 1}
    assert capsys.readouterr().out.splitlines() == ["gone: 2 → 0", "law: 7 → 1"]


def test_a_genre_alone_is_measured_and_its_changes_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "law.txt").write_text("Le 28 ao(t 2008, la loi fut votée.\n", encoding="utf-8")
    monkeypatch.setattr(wild, "WILD", tmp_path)
    monkeypatch.setattr(sys, "argv", ["wild.py", "--genre", "law", "--verbose"])
    wild.main()
    shown = capsys.readouterr().out
    assert "ao[(→û]t" in shown
    assert re.search(r"^\| law \| 8 \| 1 \| 12500 \| 0 \|", shown, flags=re.MULTILINE)
