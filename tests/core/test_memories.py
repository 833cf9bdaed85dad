"""Every memory has an owner, a limit and a visible size, and goes with its owner."""

from __future__ import annotations

import ast
import gc
import pickle
import weakref
from pathlib import Path

import pytest

from textrepair import Chain
from textrepair.chain import default_chain
from textrepair.core import Confusions, Pack, Plan, find_pack, open_pack

ROOT = Path(__file__).parents[2]
GOLDEN = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "golden").glob("*[0-9].txt"))]
# Functions whose answers a process keeps: by file, how many, and why.
CACHED = {
    "cli.py": (1, "the commands that there are"),
    "encodings/tables.py": (2, "tables that are made from the codecs of Python"),
    "log.py": (1, "the logger of a module"),
    "chain.py": (1, "the chains of textrepair.fix and textrepair.repair"),
    "registry.py": (1, "the built-in repairers"),
    "version.py": (1, "the versions that are installed"),
    "tables/ngrams.py": (1, "a pattern that is compiled from the elisions of a pack"),
    "runs/cluster.py": (1, "what a worker of a cluster was sent"),
    "runs/disks.py": (1, "a call of the system that is looked up once"),
}


def fresh(**adapted: object) -> Chain:
    """Return the default chain on a pack of its own."""
    return Chain(Chain.for_language("fr").repairers, Pack(find_pack("fr"), **adapted))  # type: ignore[arg-type]


def test_each_memory_keeps_within_its_limit() -> None:
    chain = fresh()
    memories = {**chain.pack.memories, **chain.plan.memories}
    assert len(memories) > 6
    for memory in memories.values():
        assert memory.limit >= 1
        memory.limit = min(memory.limit, 50)
    for text in GOLDEN:
        chain.repair(text)
    memories = {**chain.pack.memories, **chain.plan.memories}
    assert sum(map(bool, map(len, memories.values()))) > 10
    # Tokens that were met before are kept besides; the tree begins anew with the next word.
    more = {"prefiltered tokens": 20_000}
    too_many = {
        name: len(memory) for name, memory in memories.items() if len(memory) > memory.limit + more.get(name, 0)
    }
    assert too_many == {}


def test_options_and_languages_do_not_share_answers() -> None:
    one, two = (Confusions(read="letters", changes=changes) for changes in (1, 2))
    english, french = Plan(open_pack("en"), [one, two]), Plan(open_pack("fr"), [one, two])
    for _ in range(2):
        assert french.candidates(one, "mcmbrcs") == ()
        assert [word for word, _, _ in french.candidates(two, "mcmbrcs")] == ["membres"]
        assert english.candidates(two, "mcmbrcs") == ()
    chains = [Chain.for_language("fr", options={"misread-letters": {"changes": changes}}) for changes in (1, 2)]
    assert chains[0].plan is not chains[1].plan
    assert not {id(memory) for memory in chains[0].plan.memories.values()}.intersection(
        id(memory) for memory in chains[1].plan.memories.values()
    )


def test_a_discarded_language_is_freed() -> None:
    packs = []
    for number in range(12):
        chain = fresh(words=[f"oukaze{'abcdefghijkl'[number]}"])
        chain.repair(GOLDEN[0][:2000])
        packs.append(weakref.ref(chain.pack))
    del chain
    gc.collect()
    assert [pack() for pack in packs] == [None] * 12


def test_chains_that_arrived_are_kept_up_to_four() -> None:
    packs = []
    for number in range(12):
        chain = pickle.loads(pickle.dumps(Chain.for_language("fr", words=[f"oukaze{'abcdefghijkl'[number]}"])))
        packs.append(weakref.ref(chain.pack))
    del chain
    gc.collect()
    assert [pack() is None for pack in packs] == [True] * 8 + [False] * 4


def test_an_open_pack_is_the_same_object_as_long_as_it_is_in_use() -> None:
    held = open_pack("en")
    assert open_pack("en") is held


def test_the_default_chain_is_one_and_cannot_be_changed() -> None:
    chain = default_chain()
    assert chain is default_chain("fr", ()) is default_chain("fr")
    for name in ("repairers", "pack", "plan", "min_confidence"):
        with pytest.raises(AttributeError):
            setattr(chain, name, None)


def test_no_function_keeps_answers_that_nobody_owns() -> None:
    found: dict[str, int] = {}
    for path in sorted((ROOT / "textrepair").rglob("*.py")):
        names = [
            ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef)
            for decorator in node.decorator_list
        ]
        cached = sum(name.split(".")[-1] in ("lru_cache", "cache") for name in names)
        if cached:
            found[path.relative_to(ROOT / "textrepair").as_posix()] = cached
    assert found == {name: number for name, (number, _) in CACHED.items()}
