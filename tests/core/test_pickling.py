"""Chains and what they make go to other processes, and are used by several threads."""

import copy
import multiprocessing
import pickle
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest

from textrepair import (
    Chain,
    Document,
    Edit,
    Patch,
    Repair,
    Segment,
    language,
    lexicon,
    proposals,
    travel,
    word_tree,
)
from textrepair.core import Confusion
from textrepair.core import Language
from textrepair.errors import ConfigurationError, PackError
from textrepair.registry import built_in
from textrepair.tables import ngrams

ROOT = Path(__file__).parents[1]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation, le 28 ao(t 2008"
REPAIRED = "la mise en œuvre des règles de l’Organisation, le 28 août 2008"
GOLDEN = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "golden").glob("*[0-9].txt"))]

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
def test_a_chain_travels_as_its_configuration(chain: Chain) -> None:
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
    assert pickle.loads(pickle.dumps(adapted.language)) is one.language
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
    # What was computed from the edits does not travel.
    assert vars(pickle.loads(pickle.dumps(repair.patch))).keys() == {"edits"}
    assert pickle.dumps(repair.patch) == pickle.dumps(Patch(repair.patch))


def test_another_pack_or_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(CHAINS["default"])
    with monkeypatch.context() as patched:
        patched.setattr(travel, "version", lambda: "99.0")
        with pytest.raises(ConfigurationError, match=r"comes from textrepair .* and here is 99\.0: install the same"):
            pickle.loads(data)
    english = open_pack("en").folder
    for path in english.iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    moved = pickle.dumps(Language(tmp_path))
    assert pickle.loads(moved).folder == tmp_path
    (tmp_path / "pack.toml").unlink()
    (tmp_path / "pack.toml").write_text("# another one", encoding="utf-8")
    travel.seal_of.cache_clear()
    travel._opened.cache_clear()
    with pytest.raises(PackError, match="not the version of the language pack ‘en’ that the chain was sent with"):
        pickle.loads(moved)
    (tmp_path / "pack.toml").unlink()
    travel.seal_of.cache_clear()
    assert pickle.loads(pickle.dumps(Language(tmp_path))).rules.code == "en"


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


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Threads take turns as often as they can, and whatever is remembered is forgotten again soon."""
    for module, name, value in (
        (proposals, "_REMEMBERED", 5),
        (word_tree, "_REMEMBERED", 200),
        (gates, "_REMEMBERED", 40),
        (language, "_REMEMBERED", 5),
        (lexicon, "CACHE_SIZE", 5),
        (ngrams, "CACHE_SIZE", 5),
    ):
        monkeypatch.setattr(module, name, value)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("restless")
def test_eight_threads_make_what_one_makes() -> None:
    pieces = [piece for text in GOLDEN for piece in text.split("\n\n") if piece.strip()][:40]
    pieces += ["il étoit tems que les enfans avoient connoissance des loix", DAMAGED]
    expected = [Chain.for_language("fr").repair(piece) for piece in pieces]
    folder = open_pack("fr").folder
    for round_number in range(2):
        # A language that nobody has used yet, so that all is opened by eight at once.
        fresh = Chain(CHAINS["default"].repairers, Language(folder))
        together = threading.Barrier(8)

        def work(number: int, used: Chain = fresh, barrier: threading.Barrier = together) -> list[tuple[int, Repair]]:
            barrier.wait()
            order = islice(cycle(range(len(pieces))), number * 5, number * 5 + len(pieces))
            return [(place, used.repair(pieces[place])) for place in order]

        with ThreadPoolExecutor(8) as threads:
            for done in threads.map(work, range(8)):
                assert all(repair == expected[place] for place, repair in done), round_number


@pytest.mark.usefixtures("restless")
def test_gates_that_come_late_are_asked_by_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "_GATES", list(gates._GATES))
    words = frozenset(f"mot{'abcdefghij'[k % 10]}{'klmnopqrst'[k // 10 % 10]};" for k in range(100))
    marks = gates.Marks(open_pack("fr"))
    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            late = gates.Gate(";")
            counts = Counter(
                sum(bool(mark & late.bit) for mark in found.values())
                for found in threads.map(lambda _: marks.of(words), range(8))
            )
            assert counts == {100: 8}


@pytest.mark.usefixtures("restless")
def test_what_is_remembered_may_be_forgotten_at_any_time() -> None:
    french = open_pack("fr").lexicon
    words = "étoit enfans tems loix avoit poëtes siége françois maison rdle".split()
    expected = [french.modern_spelling(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: [french.modern_spelling(word) for word in words], range(400)):
            assert found == expected


def test_all_threads_get_the_same_language() -> None:
    language._open.cache_clear()
    try:
        with ThreadPoolExecutor(8) as threads:
            assert len(set(threads.map(lambda _: open_pack("en"), range(8)))) == 1
    finally:
        language._open.cache_clear()
