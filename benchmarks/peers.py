"""Compare quality and speed of textrepair and public tools on the same texts.

    pip install -e '.[benchmarks]'; apt-get install aspell aspell-fr hunspell hunspell-fr-comprehensive
    python benchmarks/peers.py            # the seeds, and a sample of ../shared if that is there
    python benchmarks/peers.py --limit 0  # the seeds only

A tool that is not installed is left out, with a message. Each tool runs over each set of texts in a process of its own
(`peer_process.py`), which times it and then `ftfy.fix_text` on the same texts. `peer_tools.py` says how each tool is
used. Writes results/peers.md and results/peers.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from peer_page import Texts, gather, page
from peer_tools import TOOLS, Tool, symspell_dictionary
from speed.machine import describe, revision, version

_ROOT = Path(__file__).parents[1]
_PROCESS = Path(__file__).with_name("peer_process.py")
# A tool that takes fewer seconds than this for a set is run several times.
_REPEAT_UNDER = 15.0


def _spawn(tool: Tool, one: Texts, request: Path) -> dict[str, Any]:
    """Run a tool on a set in a process of its own, so that nothing is remembered of another set."""
    command = [sys.executable, str(_PROCESS), tool.name, one.name, str(request)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])}
    finished = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment, check=False
    )
    if finished.returncode:
        return {"missing": f"it failed with exit code {finished.returncode}: see its message above"}
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer


def measure(tool: Tool, sets: Sequence[Texts], request: Path, repeats: int) -> dict[str, Any]:
    """Run a tool on every set, several times if that does not take long, and compare what came out with the truth."""
    from textrepair.evaluate.measures import compare, flatten, total

    result: dict[str, Any] = {"tool": tool.name, "version": _version(tool), "how": tool.how, "sets": {}}
    starts: list[dict[str, Any]] = []
    for one in sets:
        begun = time.perf_counter()
        runs = [_spawn(tool, one, request)]
        if "missing" in runs[0]:
            return runs[0]
        if time.perf_counter() - begun < _REPEAT_UNDER:
            runs += [_spawn(tool, one, request) for _ in range(repeats - 1)]
        starts += runs
        triples = zip(one.truths, one.texts, runs[0]["out"], strict=True)
        tally = total(flatten(compare(*triple, blind_hyphens=one.blind_hyphens)) for triple in triples)
        result["sets"][one.name] = {
            "words": tally.before.words,
            "damaged": tally.damaged,
            "repaired": tally.repaired,
            "broken": tally.harmed,
            "cer": [tally.before.cer, tally.after.cer],
            "wer": [tally.before.wer, tally.after.wer],
            "cmer": [tally.before.cmer, tally.after.cmer],
            "preference": tally.preference,
            "mb_per_second": one.megabytes / statistics.median(run["seconds"] for run in runs),
            "times_ftfy": statistics.median(run["ftfy_seconds"] / run["seconds"] for run in runs),
            "runs": len(runs),
        }
    result["cold_start_seconds"] = statistics.median(run["cold"] for run in starts)
    for key in ("megabytes", "megabytes_after"):
        known = [run[key] for run in starts if run[key] is not None]
        result[key] = max(known) if known else None
    return result


def _version(tool: Tool) -> str:
    if tool.command:
        said = subprocess.run([tool.command, "-v"], capture_output=True, text=True, check=False).stdout
        found = re.search(r"(?:Aspell|Hunspell) ([\d.]+)", said)
        return found[1] if found else ""
    if tool.name == "textrepair":
        return f"{version(tool.distribution)} ({revision()})"
    return version(tool.distribution) if tool.distribution else ""


def _last(path: Path, digest: str) -> dict[str, dict[str, Any]]:
    """Return the results of an earlier run by tool; none if it was on other texts."""
    if not path.is_file():
        return {}
    record = json.loads(path.read_text(encoding="utf-8"))
    if record.get("texts") != digest:
        print(f"{path}: made of other texts, so nothing of it is kept", file=sys.stderr)
        return {}
    return {result["tool"]: result for result in record["results"]}


def measure_all(
    sets: Sequence[Texts], chosen: Sequence[str], kept: Mapping[str, dict[str, Any]], repeats: int
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the results of the tools, and of those that could not run the reason.

    Args:
        sets: the texts.
        chosen: the names of the tools to run.
        kept: results of an earlier run, by tool, for the others.
        repeats: how often to run a tool that is quick.
    """
    results: list[dict[str, Any]] = []
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        request, dictionary = Path(folder, "request.json"), Path(folder, "symspell.pickle")
        if "symspellpy" in chosen:
            try:
                symspell_dictionary(dictionary)
            except ImportError:
                dictionary.unlink(missing_ok=True)
        asked = {
            "texts": {one.name: one.texts for one in sets},
            "dictionary": str(dictionary) if dictionary.exists() else "",
        }
        request.write_text(json.dumps(asked), encoding="utf-8")
        for tool in TOOLS:
            # The other rows are compared with the row of the tool that does nothing.
            if tool.name not in {*chosen, "nothing"}:
                if tool.name in kept:
                    results.append(kept[tool.name])
                continue
            print(f"{tool.name} …", file=sys.stderr, flush=True)
            result = measure(tool, sets, request, repeats)
            if "missing" in result:
                missing[tool.name] = result["missing"]
                print(f"{tool.name} is left out: {result['missing']}", file=sys.stderr)
            else:
                results.append(result)
    return results, missing


def main() -> None:
    """Run the tools asked for, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [tool.name for tool in TOOLS]
    parser.add_argument("--tools", nargs="+", choices=names, default=names, metavar="TOOL", help=", ".join(names))
    parser.add_argument("--shared", type=Path, default=_ROOT.parent / "shared", help="data beside the repository")
    parser.add_argument("--limit", type=int, default=40, help="pages of real OCR to take from there; 0 for none")
    parser.add_argument("--keep", action="store_true", help="take the tools that do not run from the last peers.json")
    parser.add_argument("--repeats", type=int, default=3, help="runs of a tool that is quick; the median counts")
    parser.add_argument("--out", type=Path, default=_ROOT / "benchmarks" / "results", help="folder for peers.md, .json")
    arguments = parser.parse_args()
    sets = list(gather(arguments.shared, arguments.limit))
    compared = [{one.name: one.texts for one in sets}, [one.truths for one in sets]]
    digest = hashlib.sha256(json.dumps(compared).encode()).hexdigest()[:16]
    kept = _last(arguments.out / "peers.json", digest) if arguments.keep else {}
    results, missing = measure_all(sets, arguments.tools, kept, arguments.repeats)
    markdown = page(sets, results, missing, describe())
    print(markdown)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "peers.md").write_text(markdown, encoding="utf-8")
    record = {
        "machine": describe(),
        "date": time.strftime("%Y-%m-%d"),
        "texts": digest,
        "results": results,
        "missing": missing,
    }
    (arguments.out / "peers.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
