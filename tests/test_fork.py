"""A process may be forked while threads repair: the child repairs too, and does not wait for a lock for ever."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "textrepair"
DAMAGED, REPAIRED = "la mise en ceuvre des régles", "la mise en œuvre des règles"

# Threads repair texts that no one has seen before, so that every property is computed anew, while the main thread
# forks. The children exit with 0 if they repair what they are given.
FORKING = f"""
import os, sys, threading, warnings
warnings.simplefilter("ignore")
from textrepair import Chain
from textrepair.core import Pack
chain = Chain.for_language("fr")
stop = threading.Event()

def work(number):
    count = 0
    while not stop.is_set():
        count += 1
        rare = chr(0x100 + count * 4099 % 0x9000)  # letters of many blocks, each with a table of its own
        chain.repair(f"les régles xq{{number}}z{{count}}{{rare}} de laCommission sont Ã©crites par per manents " * 20)
        Chain.for_language("fr", words=[f"xqz"])

threads = [threading.Thread(target=work, args=(k,), daemon=True) for k in range(4)]
for thread in threads:
    thread.start()
children = []
for _ in range(60):
    child = os.fork()
    if child == 0:
        # The pack is opened anew, with all that is imported and looked up then.
        fresh = Chain.for_language("fr", only=["spacing"])
        made = Chain(chain.repairers, Pack(fresh.pack.folder)).fix({DAMAGED!r})
        os._exit(0 if made == {REPAIRED!r} else 1)
    print(child, flush=True)
    children.append(child)
stop.set()
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""

# The children use the chain of the threads, which hold the locks of its memories for a part of the time.
FORKING_WITH_ITS_CHAIN = f"""
import os, sys, threading, warnings
from pathlib import Path
warnings.simplefilter("ignore")
from textrepair import Chain
chain = Chain.for_language("fr")
text = Path({str(PACKAGE.parent / "tests" / "golden" / "003.txt")!r}).read_text(encoding="utf-8")
expected = chain.fix(text)
stop = threading.Event()

def work():
    while not stop.is_set():
        chain.repair(text)

threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
for thread in threads:
    thread.start()
children = []
for _ in range(150):
    child = os.fork()
    if child == 0:
        os._exit(0 if chain.fix(text) == expected else 1)
    children.append(child)
    if len(children) % 3 == 0:  # not too many at once
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
stop.set()
for thread in threads:
    thread.join()
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


@pytest.mark.slow
@pytest.mark.parametrize("script", [FORKING, FORKING_WITH_ITS_CHAIN], ids=["another chain", "its chain"])
def test_children_of_a_process_whose_threads_repair_do_not_hang(script: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
        hung = process.poll() is None
        if hung:
            os.killpg(process.pid, signal.SIGKILL)
    assert not hung, "a child waits for a lock that no thread of it holds"
    assert process.returncode == 0


def test_no_property_is_computed_under_a_lock() -> None:
    locking = re.compile(r"functools import [^\n]*\bcached_property|functools\.cached_property")
    assert [path.name for path in PACKAGE.rglob("*.py") if locking.search(path.read_text("utf-8"))] == []
