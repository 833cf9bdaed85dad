"""One chain is used by several threads at once."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest

from textrepair import Chain, Repair
from textrepair.core import Pack, find_pack, open_pack

ROOT = Path(__file__).parents[2]
DAMAGED = "la mise en ceuvre des régles de I’ Organisation, le 28 ao(t 2008"
GOLDEN = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "golden").glob("*[0-9].txt"))]
# So little is remembered: what a thread has just learned, another makes it forget.
FEW = {"prefiltered tokens": 40}


@pytest.fixture(autouse=True)
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def forgetful() -> Chain:
    """Return the default chain on a pack that nobody has used yet, which forgets everything soon."""
    chain = Chain(Chain.for_language("fr").repairers, Pack(find_pack("fr")))
    for name, memory in {**chain.pack.memories, **chain.plan.memories}.items():
        memory.limit = FEW.get(name, 5)
    return chain


def test_eight_threads_make_what_one_makes() -> None:
    pieces = [piece for text in GOLDEN for piece in text.split("\n\n") if piece.strip()][:40]
    pieces += ["il étoit tems que les enfans avoient connoissance des loix", DAMAGED]
    expected = [Chain.for_language("fr").repair(piece) for piece in pieces]
    for round_number in range(2):
        fresh = forgetful()
        together = threading.Barrier(8)

        def work(number: int, used: Chain = fresh, barrier: threading.Barrier = together) -> list[tuple[int, Repair]]:
            barrier.wait()
            order = islice(cycle(range(len(pieces))), number * 5, number * 5 + len(pieces))
            return [(place, used.repair(pieces[place])) for place in order]

        with ThreadPoolExecutor(8) as threads:
            for done in threads.map(work, range(8)):
                assert all(repair == expected[place] for place, repair in done), round_number


def test_what_is_remembered_may_be_forgotten_at_any_time() -> None:
    pack = forgetful().pack
    words = "étoit enfans tems loix avoit poëtes siége françois maison rdle".split()
    expected = [open_pack("fr").modern_spelling(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: [pack.modern_spelling(word) for word in words], range(400)):
            assert found == expected


def test_tokens_are_marked_alike_by_all_threads() -> None:
    words = frozenset(f"rdle{'abcdefghij'[k % 10]}{'klmnopqrst'[k // 10 % 10]};" for k in range(100))
    text = " ".join(f"et la {word}" for word in sorted(words))
    chain = forgetful()
    expected = Chain.for_language("fr").plan.scan(text).unknown_words
    assert expected
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: chain.plan.scan(text).unknown_words, range(160)):
            assert found == expected


def test_all_threads_get_the_same_pack() -> None:
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: open_pack("en"), range(8)))) == 1
