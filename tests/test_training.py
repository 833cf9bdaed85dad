"""The trainers: what they read, the damage that training/noise.py makes, and the labels of the examples."""

from __future__ import annotations

import json
import lzma
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from textrepair.core import open_pack
from textrepair.errors import ConfigurationError, InputError
from training.examples import PARTLY, Truth, documents, label
from training.noise import damage
from training.sets import FREE, data_folder, free_set

ROOT = Path(__file__).parents[1]
FRENCH = open_pack("fr")
CLEAN = "L’école où l’élève a passé l’été était, à côté de la mairie, très gaie ; le maître y lisait des œuvres. " * 8


def test_each_engine_damages_in_its_own_way_and_the_same_each_time() -> None:
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
    assert {damage("", FRENCH, random.Random(seed)) for seed in range(20)} == {""}


def test_the_truth_of_a_place_and_its_label() -> None:
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
    path = tmp_path / "pairs.jsonl"
    rows = [f'{{"id": "{k}", "ocr": "o{k}", "truth": "t{k}", "engine": "tesseract"}}' for k in range(10)]
    rows.insert(0, '{"id": "x", "ocr": "x", "truth": "x", "engine": "gocr 0.52"}')
    path.write_text("\n".join(rows), "utf-8")
    assert list(documents(path, 5)) == [(f"{k}", f"o{k}", f"t{k}") for k in range(0, 10, 2)]
    assert len(list(documents(path))) == 10


# The sets of the data folder that are for measuring only: non-commercial licences, or none.
MEASURE_ONLY = (
    "icdar2019-FR2.train",
    "icdar2017-monograph.train",
    "icdar2017-periodical.train",
    "hipe-icdar2017.train",
    "hipe-impresso-snippets.train",
    "hipe-impresso-snippets.dev",
    "eltec-tess.dev",
    "eltec-kraken.dev",
    "an-1969-course",
)
# Runs one trainer on the folder DATA without writing a table, and prints every file in it that is opened.
TRAINERS = {
    "confidence_model": "from training.confidence_model import collect; collect(data)",
    "channel": "from training.channel import learned; learned(data)",
    "assessment": "from training.assessment import collect; collect(data)",
}
WATCHED = """
import os, sys
from training.sets import data_folder
data = data_folder()
within = os.path.realpath(data) + os.sep
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = os.path.realpath(arguments[0])
        if path.startswith(within):
            print("opened", os.path.relpath(path, within), flush=True)
sys.addaudithook(watch)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder in which every set is there, small."""
    folder = tmp_path_factory.mktemp("shared")
    truth = "La commune de Montmartre nomme comme maire un homme de la commune, même sans le même programme. " * 8
    pages = [
        {"id": f"{k}", "page_id": f"{k}", "ocr": truth.replace("mm", "nnn"), "truth": truth, "engine": "tesseract"}
        for k in range(8)
    ]
    for name in MEASURE_ONLY + tuple(name for name in FREE if FREE[name].file.endswith(".jsonl")):
        path = folder / "pairs" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(page) + "\n" for page in pages), "utf-8")
    for free in FREE.values():
        if free.file.endswith(".xz"):
            path = folder / free.file
            path.parent.mkdir(exist_ok=True)
            with lzma.open(path, "wt", encoding="utf-8") as stream:
                stream.write(truth * 30)
    return folder


@pytest.mark.parametrize("trainer", TRAINERS)
def test_a_trainer_opens_free_sets_and_no_others(trainer: str, data: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", WATCHED + TRAINERS[trainer]],
        env={**os.environ, "DATA": str(data), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    opened = {line.removeprefix("opened ") for line in run.stdout.splitlines() if line.startswith("opened ")}
    assert opened
    assert opened <= {free.file for free in FREE.values()}


@pytest.mark.parametrize("name", [*MEASURE_ONLY, "no-such-set"])
def test_a_set_that_is_not_free_is_refused(name: str, data: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"not among the sets that tables may be learned from"):
        free_set(data, name)


def test_missing_data_are_named_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match=r"make … DATA=/path/to/shared"):
        data_folder()
    (tmp_path / "pairs").mkdir()
    with pytest.raises(InputError, match=r"realocr-dev\.jsonl: this file of the training data is missing"):
        free_set(tmp_path, "realocr-dev")
    run = subprocess.run(
        [sys.executable, "-m", "training.channel"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.startswith("error: ")
    assert run.stderr.count("\n") == 1


def test_the_table_of_the_readme_names_every_trainer() -> None:
    readme = (ROOT / "training" / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in ("train-confidence", "train-channel", "train-assessment"):
        assert f"make {command}" in readme
        assert f"\n{command}:" in makefile
