"""Compare the measures of `textrepair evaluate` with a reference scorer, on pairs repaired by today's code.

    python benchmarks/agreement.py PAIRS.jsonl… [--scorer SCORE.py] [--limit N] [--write]

Runs the scorer in a process of its own: `SCORE.py PAIRS OUT [--blind-hyphens]` prints one JSON object. Every figure
must agree to four digits; the exit code is 1 if one does not. --write writes results/agreement.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sets import SHARED

from textrepair.evaluate import Evaluation, Pair, evaluate_pair, pairs_from_jsonl, repair_pairs

HERE = Path(__file__).parent
DATA = SHARED / "pairs"
SETS = ("tapuscorpus-tess.dev", "realocr-dev", "pdf-dev")


def reference(scorer: Path, pairs: list[Pair], *, blind_hyphens: bool) -> dict[str, float]:
    """Run the reference scorer on repaired pairs."""
    with tempfile.TemporaryDirectory() as directory:
        truth, out = Path(directory, "pairs.jsonl"), Path(directory, "out.jsonl")
        truth.write_text(
            "".join(json.dumps({"id": p.id, "ocr": p.ocr, "truth": p.truth}) + "\n" for p in pairs), encoding="utf-8"
        )
        out.write_text("".join(json.dumps({"id": p.id, "out": p.out}) + "\n" for p in pairs), encoding="utf-8")
        command = [sys.executable, str(scorer), str(truth), str(out), *["--blind-hyphens"] * blind_hyphens]
        result: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return result


def ours(pairs: list[Pair], *, blind_hyphens: bool) -> dict[str, float]:
    """Return the same figures from textrepair.evaluate, under the scorer's names."""
    results = [evaluate_pair(pair, blind_hyphens=blind_hyphens) for pair in pairs]
    tally = Evaluation.of(results, blind_hyphens=blind_hyphens, resamples=0).tally
    return {
        "docs": tally.documents,
        "CER": tally.after.cer,
        "WER": tally.after.wer,
        "cmer": tally.after.cmer,
        "wmer": tally.after.wmer,
        "pref": tally.preference,
        "docs_worse": tally.worse,
        "words_damaged": tally.damaged,
        "fixed": tally.repaired,
        "broken": tally.harmed,
    }


def main() -> None:
    """Compare, print a table, and write it if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", type=Path, nargs="*", default=[DATA / f"{name}.jsonl" for name in SETS])
    parser.add_argument("--scorer", type=Path, default=DATA / "score.py")
    parser.add_argument("--limit", type=int, help="so many documents of each set")
    parser.add_argument("--write", action="store_true", help="write results/agreement.md")
    options = parser.parse_args()
    lines = ["| set | figure | reference | textrepair.evaluate | agrees |", "|---|---|---|---|---|"]
    agreed = True
    for path in options.pairs:
        pairs = list(repair_pairs(pairs_from_jsonl(path)[: options.limit]))
        for blind_hyphens in (False, True):
            theirs = reference(options.scorer, pairs, blind_hyphens=blind_hyphens)
            for name, value in ours(pairs, blind_hyphens=blind_hyphens).items():
                same = round(value, 4) == theirs[name]
                agreed &= same
                where = path.name.removesuffix(".jsonl") + (", hyphen-blind" if blind_hyphens else "")
                lines.append(
                    f"| {where} | {name} | {theirs[name]:g} | {round(value, 4):g} | {'yes' if same else 'NO'} |"
                )
    print("\n".join(lines))
    if options.write:
        table = "\n".join(lines)
        (HERE / "results" / "agreement.md").write_text(
            f"# Agreement with the reference scorer\n\nMade by `benchmarks/agreement.py --write`.\n\n{table}\n",
            encoding="utf-8",
        )
    sys.exit(not agreed)


if __name__ == "__main__":
    main()
