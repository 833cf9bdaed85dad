"""The engines that benchmarks/noise.py plays, and the labels that benchmarks/acceptor.py learns from."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from textrepair.core.pack import load_language

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FRENCH = load_language("fr")
CLEAN = "L’école où l’élève a passé l’été était, à côté de la mairie, très gaie ; le maître y lisait des œuvres. " * 8


@pytest.fixture(autouse=True)
def in_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    for name in ("acceptor", "noise"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_each_engine_damages_in_its_own_way_and_the_same_each_time() -> None:
    from noise import damage

    texts = [damage(CLEAN, FRENCH, random.Random(seed)) for seed in range(60)]
    assert texts == [damage(CLEAN, FRENCH, random.Random(seed)) for seed in range(60)]
    changes = [Levenshtein.distance(CLEAN, text) for text in texts]
    assert sum(change > 0 for change in changes) > 45
    assert len(set(texts)) > 45
    assert sorted(changes)[30] < 0.15 * len(CLEAN)
    # Every kind of damage comes: letters, diacritics, spaces lost and put in, l’.
    for has in (
        lambda text: text.count(" ") < CLEAN.count(" ") - 5,
        lambda text: text.count(" ") > CLEAN.count(" ") + 5,
        lambda text: text.count("é") < CLEAN.count("é") / 2,
        lambda text: text.count("l’") < CLEAN.count("l’") / 2,
        lambda text: set(text) - set(CLEAN),
    ):
        assert any(map(has, texts))


def test_nothing_comes_of_nothing() -> None:
    from noise import damage

    assert {damage("", FRENCH, random.Random(seed)) for seed in range(20)} == {""}


def test_the_truth_of_a_place_and_its_label() -> None:
    pytest.importorskip("sklearn")
    from acceptor import PARTLY, Truth, label

    text, right = "Les progrés dela sience et lecole.", "Les progrès de la science et l'école."
    truth = Truth(text, right)

    def judged(before: str, after: str) -> float:
        start = text.index(before)
        return label(truth, start, start + len(before), before, after)

    assert judged("progrés", "progrès") == 1.0
    assert judged("dela", "de la") == 1.0
    assert judged("sience", "science") == 1.0
    assert judged("lecole.", "l’école.") == 1.0  # the kind of apostrophe is not judged
    assert judged("lecole.", "l’ecole.") == PARTLY
    assert judged("Les", "Lee") == 0.0
    assert judged("sience", "silence") == 0.0
    assert truth.at(0, len(text)) == right
    assert Truth("", "").at(0, 0) == ""


def test_documents_are_taken_evenly_and_stress_tests_left_out(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from acceptor import documents

    path = tmp_path / "pairs.jsonl"
    rows = [f'{{"id": "{k}", "ocr": "o{k}", "truth": "t{k}", "engine": "tesseract"}}' for k in range(10)]
    rows.insert(0, '{"id": "x", "ocr": "x", "truth": "x", "engine": "gocr 0.52"}')
    path.write_text("\n".join(rows), "utf-8")
    assert list(documents(f"{path}:5")) == [(f"{k}", f"o{k}", f"t{k}") for k in range(0, 10, 2)]
    assert len(list(documents(str(path)))) == 10
