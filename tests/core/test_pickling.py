"""Chains and what they make go to other processes."""

import copy
import multiprocessing
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from textrepair import Chain, Document, Edit, Patch, Segment
from textrepair.core import Confusion, Pack, open_pack
from textrepair.errors import ConfigurationError, PackError
from textrepair.registry import built_in

ROOT = Path(__file__).parents[2]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation, le 28 ao(t 2008"
REPAIRED = "la mise en œuvre des règles de l’Organisation, le 28 août 2008"

CHAINS = {
    "default": Chain.for_language("fr"),
    "english": Chain.for_language("en"),
    "options": Chain.for_language(
        "fr",
        add=["reflow"],
        min_confidence=0.9,
        options={"reflow": {"fullness": 0.5}, "misread-letters": {"changes": 1}},
    ),
    "adapted": Chain.for_language("fr", words=["oukaze"], confusions=[Confusion("l", "q", 2.0)]),
}


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_a_chain_is_pickled_as_its_configuration(chain: Chain) -> None:
    data = pickle.dumps(chain)
    assert len(data) < 4000
    for other in (pickle.loads(data), copy.copy(chain), copy.deepcopy(chain)):
        assert other == chain
        assert hash(other) == hash(chain)
        assert other.repair(DAMAGED) == chain.repair(DAMAGED)


def test_what_arrives_is_opened_once() -> None:
    adapted = CHAINS["adapted"]
    one, other = (pickle.loads(pickle.dumps(adapted)) for _ in range(2))
    assert one is other
    assert pickle.loads(pickle.dumps(adapted.pack)) is one.pack
    assert pickle.loads(pickle.dumps(open_pack("fr"))) is open_pack("fr")


def test_chains_made_differently_are_not_equal() -> None:
    made = [*CHAINS.values(), Chain.for_language("fr", add=["reflow"], min_confidence=0.9)]
    assert len(set(made)) == len(made)
    assert made[0] != "default"


def test_every_repairer_can_be_pickled_and_hashed() -> None:
    for info in built_in().values():
        repairer = info.cls()
        assert pickle.loads(pickle.dumps(repairer)) == repairer
        assert hash(repairer) == hash(info.cls())


def test_a_repair_can_be_pickled_and_hashed() -> None:
    repair = CHAINS["default"].repair(DAMAGED)
    repair.patch.to_target(3, 5)
    assert vars(repair.patch).keys() > {"edits"}
    for made in (repair, repair.patch, Document("a", DAMAGED, [Segment(0, 2, "w1")]), Edit(0, 1, "l", "x")):
        again = pickle.loads(pickle.dumps(made))
        assert again == made
        assert type(again) is type(made)
        assert {made: 1}[again] == 1
    # What was computed from the edits is not pickled.
    assert vars(pickle.loads(pickle.dumps(repair.patch))).keys() == {"edits"}
    assert pickle.dumps(repair.patch) == pickle.dumps(Patch(repair.patch))


def test_another_pack_or_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(CHAINS["default"])
    with monkeypatch.context() as patched:
        patched.setattr("textrepair.chain.version", lambda: "99.0")
        with pytest.raises(ConfigurationError, match=r"comes from textrepair .* and here is 99\.0: install the same"):
            pickle.loads(data)
    english = open_pack("en").folder
    for path in english.iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    moved = pickle.dumps(Pack(tmp_path))
    assert pickle.loads(moved).folder == tmp_path
    (tmp_path / "pack.toml").unlink()
    (tmp_path / "pack.toml").write_text("# another one", encoding="utf-8")
    with pytest.raises(PackError, match="not the version of the language pack ‘en’ that the chain was sent with"):
        pickle.loads(moved)
    (tmp_path / "pack.toml").unlink()
    assert pickle.loads(pickle.dumps(Pack(tmp_path))).rules.code == "en"


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_processes_of_both_kinds_take_a_chain(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    adapted = CHAINS["adapted"]
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(adapted.repair, [DAMAGED, "un oukaze"]) == [
            adapted.repair(DAMAGED),
            adapted.repair("un oukaze"),
        ]


def test_a_chain_pickles_the_same_in_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import pickle, hashlib, textrepair; c = textrepair.Chain.for_language('fr', words=['oukaze', 'abc']);"
    program += "c.fix('le 28 ao(t'); print(hashlib.sha256(pickle.dumps(c)).hexdigest())"
    seen = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        seen.add(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout)
    assert len(seen) == 1
