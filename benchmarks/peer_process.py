"""Run one public tool over a set of texts in a process of its own, and time it: used by `peers.py`.

python benchmarks/peer_process.py TOOL SET REQUEST.json     # prints JSON
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from peer_tools import TOOLS, Machinery, NotInstalled, Tool

# Only the standard library at the top of this file: the process must hold nothing but the tool.

# Its repair ends the cold start.
_FIRST = "aupres de I’ Organisation"


def _seconds(programs: Iterable[subprocess.Popen[str]]) -> float:
    """Processor time of this process and of the programs that it started, where the system tells; else the clock."""
    own = time.process_time()
    for program in programs:
        try:
            own += int(Path(f"/proc/{program.pid}/schedstat").read_text().split()[0]) / 1e9
        except (OSError, ValueError):
            return time.perf_counter()
    return own


def _megabytes(programs: Iterable[subprocess.Popen[str]]) -> float | None:
    """Memory held by this process and its programs, or None where the system does not tell."""
    total = 0
    for process in (os.getpid(), *(program.pid for program in programs)):
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            return None
        total += int(status.partition("VmRSS:")[2].split()[0])
    return total / 1000


def run_one(tool: Tool, documents: Sequence[str], dictionary: Path | None) -> dict[str, Any]:
    """Start a tool and take it through some texts, once each; then ftfy through the same.

    Returns:
        Seconds and megabytes of the start, the texts that came out, and the seconds that they and ftfy took; or why
        the tool is missing.
    """
    machinery = Machinery(dictionary)
    start = time.process_time()
    try:
        repairing = tool.start(machinery)
    except (ImportError, NotInstalled) as error:
        return {"missing": str(error)}
    repairing(_FIRST)
    # The programs' whole time counts, this process's only from here on.
    cold = _seconds(machinery.programs) - start
    held = _megabytes(machinery.programs)
    before = _seconds(machinery.programs)
    out = [repairing(document) for document in documents]
    seconds = _seconds(machinery.programs) - before
    after = _megabytes(machinery.programs)
    import ftfy

    passes = []
    for _ in range(4):
        before = time.process_time()
        for document in documents:
            ftfy.fix_text(document)
        passes.append(time.process_time() - before)
    for program in machinery.programs:
        program.terminate()
        program.wait()
    # The first time through warms ftfy up.
    return {
        "cold": cold,
        "megabytes": held,
        "megabytes_after": after,
        "out": out,
        "seconds": seconds,
        "ftfy_seconds": statistics.median(passes[1:]),
    }


def main() -> None:
    """Run the tool and print what came out, with its times, as JSON."""
    name, texts, path = sys.argv[1:]
    request = json.loads(Path(path).read_text(encoding="utf-8"))
    dictionary = Path(request["dictionary"]) if request["dictionary"] else None
    (tool,) = (tool for tool in TOOLS if tool.name == name)
    json.dump(run_one(tool, request["texts"][texts], dictionary), sys.stdout)


if __name__ == "__main__":
    main()
