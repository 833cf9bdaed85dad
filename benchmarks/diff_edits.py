"""List every edit gained and lost between two revisions of the code, on a fixed corpus.

    python benchmarks/diff_edits.py OLD [NEW] [--corpus FILE…] [--limit N] [--only NAME]

OLD and NEW are revisions that git can name; without NEW, the files as they stand now. Each revision runs in a process
of its own, in a worktree that is removed at the end. FILE is a pair set, a clean set or a text; by default the samples
and golden documents of tests/. Edits of a text with a truth are judged by it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sets import SAMPLES, evenly, is_pair_set

from textrepair import Edit, Patch
from textrepair.evaluate import Pair, clean_documents, judge_edits, pairs_from_jsonl
from textrepair.files.named import read_named_text

ROOT = Path(__file__).parents[1]
# Uses only what every revision of the package has had.
WORKER = """
import json, sys, textrepair
for line in sys.stdin:
    print(json.dumps([list(edit) for edit in textrepair.repair(json.loads(line)).patch]), flush=True)
"""
CONTEXT = 40


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """Check a revision out into a folder that is removed at the end."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "worktree")
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "--quiet", str(path), revision], check=True)
        try:
            yield path
        finally:
            subprocess.run([*git, "remove", "--force", str(path)], check=True)


def edits_by(code: Path, texts: list[str]) -> list[list[Edit]]:
    """Repair every text with the code in a directory."""
    environment = {**os.environ, "PYTHONPATH": str(code)}
    worker = subprocess.run(
        [sys.executable, "-c", WORKER],
        input="".join(json.dumps(text) + "\n" for text in texts),
        env=environment,
        cwd=code,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [[Edit(*edit) for edit in json.loads(line)] for line in worker.stdout.splitlines()]


def corpus(paths: list[Path]) -> Iterator[Pair]:
    """Read documents; those without a truth get an empty one."""
    for path in paths:
        if path.name.endswith(".truth.txt"):
            continue
        truth = path.with_suffix(".truth.txt")
        if path.suffix != ".jsonl" and truth.exists():
            yield Pair(path.name, read_named_text(path), read_named_text(truth))
        elif is_pair_set(path):
            yield from pairs_from_jsonl(path, best_ref=True)
        else:
            yield from (Pair(document.id, document.text, "") for document in clean_documents([path]))


def verdicts(pair: Pair, edits: list[Edit]) -> dict[tuple[int, int, str], str]:
    """Judge edits by the truth, if there is one."""
    if not pair.truth:
        return {}
    patch = Patch(edits)
    judged = judge_edits(pair.truth, pair.ocr, patch.apply(pair.ocr), patch).edits
    return {edit[:3]: str(verdict.verdict) for edit, verdict in zip(patch, judged, strict=False)}


def show(sign: str, pair: Pair, edit: Edit, verdict: str) -> str:
    """Return one line about an edit."""
    left, right = pair.ocr[max(0, edit.start - CONTEXT) : edit.start], pair.ocr[edit.end : edit.end + CONTEXT]
    middle = f"[{pair.ocr[edit.start : edit.end]}→{edit.replacement}]"
    text = " ".join(f"{left}{middle}{right}".split())
    return f"{sign} {verdict or '?':11} {edit.repairer} {edit.confidence:.3f} {pair.id}:{edit.start}  {text}"


def main() -> None:
    """Run both revisions and print the difference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("old")
    parser.add_argument("new", nargs="?")
    parser.add_argument("--corpus", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--limit", type=int, help="so many documents, evenly spaced")
    parser.add_argument("--only", metavar="NAME", help="show the edits of this repairer only")
    options = parser.parse_args()
    paths = options.corpus or [*SAMPLES, *sorted((ROOT / "tests" / "golden").glob("???.txt"))]
    pairs = evenly(list(corpus(paths)), options.limit)
    texts = [pair.ocr for pair in pairs]
    with ExitStack() as stack:
        before = edits_by(stack.enter_context(checked_out(options.old)), texts)
        after = edits_by(stack.enter_context(checked_out(options.new)) if options.new else ROOT, texts)
    counts: Counter[str] = Counter()
    for pair, old, new in zip(pairs, before, after, strict=True):
        for sign, edits, others in (("-", old, new), ("+", new, old)):
            known = {edit[:3] for edit in others}
            changed = [edit for edit in edits if edit[:3] not in known]
            judged = verdicts(pair, edits) if changed else {}
            for edit in changed:
                if options.only in {None, *edit.repairer.split("+")}:
                    verdict = judged.get(edit[:3], "")
                    counts[f"{'gained' if sign == '+' else 'lost'}, {verdict or 'not judged'}"] += 1
                    print(show(sign, pair, edit, verdict))
    print("; ".join(f"{name}: {count}" for name, count in sorted(counts.items())) or "No edit gained or lost.")


if __name__ == "__main__":
    main()
