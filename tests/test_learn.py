"""Learning a confusion table from ground truth."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.commands.learn import learn
from textrepair.core import load_confusions
from textrepair.errors import InputError
from textrepair.learn import LearningOptions, ReadPage, _cut, learn_confusions, read_pairs, tally

FEW = LearningOptions(min_count=2, min_pages=1)
TEXT = "la guerre et la mer, le cœur des hommes et la paix des nations ; "


def noisy(seed: int, chance: float = 0.2) -> ReadPage:
    """A page on which an engine reads rn for m, c for e and ce for œ, each so often."""
    draw = random.Random(seed)
    read = "".join(
        {"m": "rn", "e": "c", "œ": "ce"}.get(letter, letter) if draw.random() < chance else letter
        for letter in TEXT * 20
    )
    return ReadPage(TEXT * 20, read, "mine")


def test_a_channel_that_is_known_is_found_again() -> None:
    pages = [noisy(seed) for seed in range(40)]
    table = {(row.printed, row.read): row.cost for row in learn_confusions(tally(pages))}
    for confusion in (("m", "rn"), ("œ", "ce"), ("e", "c")):
        assert table[confusion] == pytest.approx(-math.log(0.2), abs=0.2)
    assert all(cost > 2.0 for confusion, cost in table.items() if confusion[0] not in "meœ")


def test_the_same_pages_in_another_order_give_the_same_table() -> None:
    pages = [noisy(seed)._replace(engine="ab"[seed % 2], page=str(seed)) for seed in range(10)]
    assert learn_confusions(tally(pages)) == learn_confusions(tally(pages[::-1]))


def test_an_engine_with_many_pages_does_not_drown_another() -> None:
    many = [ReadPage(TEXT, TEXT.replace("rr", "n"), "many")] * 90
    few = [ReadPage(TEXT, TEXT.replace("œ", "ce"), "few")] * 10
    table = {(row.printed, row.read): row.cost for row in learn_confusions(tally(many + few), FEW)}
    prior = FEW.prior
    assert table["œ", "ce"] == pytest.approx(
        -math.log(((10 + prior * 0.1) / (10 + prior) + prior * 0.1 / (90 + prior)) / 2), abs=0.06
    )


def test_numbers_garbage_and_typography_teach_nothing() -> None:
    pages = [
        ReadPage("né en 1848 ici", "né en 1818 ici"),
        ReadPage("tout autre chose", "qsd kjh mlk wxc vbn"),
        ReadPage("l’eau d’ici\nlà", "l'eau  d'ici là"),
    ] * 5
    assert learn_confusions(tally(pages), FEW) == ()


def test_a_garbled_stretch_is_left_out_and_the_rest_is_not() -> None:
    clean = "la guerre et la paix des hommes et des nations dans le monde entier, " * 4
    page = ReadPage(clean + "un passage illisible sur la page que nul ne lit " + clean.replace("guerre", "guerre"),
                clean.replace("rr", "n") + "§§ @@ ## ~~ §§§§§ @@@ " + clean)  # fmt: skip
    table = learn_confusions(tally([page] * 3), FEW)
    assert {(row.printed, row.read) for row in table} == {("rr", "n")}


@pytest.mark.parametrize(
    ("printed", "read", "pieces"),
    [
        ("erre", "ene", [("rr", "n")]),
        ("ome", "orne", [("m", "rn")]),
        ("été", "ete", [("é", "e"), ("é", "e")]),
        ("done", "doe", [("n", "")]),
        ("a b", "ab", [(" ", "")]),
        ("dan-\nger", "danger", [("-\n", "")]),
        ("même", "même", []),
    ],
)
def test_how_stretches_are_cut(printed: str, read: str, pieces: list[tuple[str, str]]) -> None:
    assert _cut(printed, read) == pieces


@settings(max_examples=100, deadline=None)
@given(st.text("abé \n", max_size=8), st.text("abé \n", max_size=8))
def test_pieces_stand_in_order_and_nothing_is_one_where_nothing_differs(printed: str, read: str) -> None:
    pieces = _cut(printed, read)
    for side, text in enumerate((printed, read)):
        place = 0
        for piece in pieces:
            assert len(piece[side]) <= 3
            place = text.index(piece[side], place) + len(piece[side])
    assert bool(pieces) == (printed != read)


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_pairs_are_read_with_their_engine(tmp_path: Path) -> None:
    path = write(
        tmp_path / "mine.jsonl",
        {"truth": "a", "ocr": "b", "engine": "tesseract", "lang_model": "fra", "page_id": "p1"},
        {"truth": "a", "ocr": "b"},
    )
    assert list(read_pairs(path)) == [ReadPage("a", "b", "tesseract fra", "p1"), ReadPage("a", "b", "mine")]


@pytest.mark.parametrize(("line", "message"), [("{", "no JSON"), ("[]", "no JSON object"), ('{"ocr": 1}', "needs")])
def test_pairs_that_are_none_are_refused_with_their_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"truth": "a", "ocr": "b"}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        list(read_pairs(path))
    assert f"{path}, line 3" in str(caught.value)


@pytest.mark.parametrize("name", ["mine.toml", "mine.tsv"])
def test_the_command_writes_a_table_that_names_its_sources(tmp_path: Path, name: str) -> None:
    pairs = write(tmp_path / "pairs.jsonl", *({"truth": TEXT, "ocr": TEXT.replace("rr", "n")} for _ in range(4)))
    other = tmp_path / "other.tsv"
    other.write_text("rr\tn\t1.0\nû\t(\t3.0\n", encoding="utf-8")
    result = CliRunner().invoke(learn, [str(pairs), "-o", str(tmp_path / name), "--keep", str(other)])
    assert result.exit_code == 0, result.output
    table = load_confusions(tmp_path / name)
    assert [(row.printed, row.read) for row in table] == [("rr", "n"), ("û", "(")]
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert "from pairs.jsonl:" in text
    assert "kept from other.tsv" in text


def test_the_command_says_when_there_is_nothing_to_learn(tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.jsonl", {"truth": TEXT, "ocr": TEXT})
    result = CliRunner().invoke(learn, [str(pairs), "-o", str(tmp_path / "mine.toml")])
    assert isinstance(result.exception, InputError)
    assert "--min-count" in str(result.exception)
    assert not (tmp_path / "mine.toml").exists()
