"""Measure the harm done to clean texts of many genres, and to tokens that bear meaning. Everything must come out as it
went in.

    python benchmarks/wild.py [--genre NAME…] [--slice N] [--verbose] [--name NAME] [--against OLD.json]

The texts are tests/wild/NAME.txt; the sentences are made from tests/wild/sentences.toml, clean and with damage around
the tokens. Writes results/NAME.json and NAME.md with figures only. Nothing is trained or tuned on these texts.

    python benchmarks/wild.py --record

makes the harm of today the most that the tests allow (tests/wild/bounds.json). Run it when harm has gone.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from quality import revision
from sets import WILD
from wild_bounds import SLICE, counted, read_bounds, write_bounds
from wild_sentences import Page, Token, pages
from wild_tokens import GROUPS
from wild_words import Change, Places, words

from textrepair import Chain

HERE = Path(__file__).parent
SENTENCES = 20_000
CONTEXT = 30
PER = 100_000
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
Figures = dict[str, Any]


def genres(names: Iterable[str] = ()) -> dict[str, str]:
    """Return the texts by genre; those named only, if any are."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(WILD.glob("*.txt"))}
    return {name: found[name] for name in names} if names else found


def shown(places: Places, change: Change) -> str:
    """Return a line about a change: its edits, with what stands round them."""
    source = places.source
    start, end = min(change.start, change.edits[0].start), max(change.end, change.edits[-1].end)
    made = ""
    position = start
    for edit in change.edits:
        made += f"{source[position : edit.start]}[{source[edit.start : edit.end]}→{edit.replacement}]"
        position = edit.end
    made += source[position:end]
    left, right = source[max(0, start - CONTEXT) : start], source[end : end + CONTEXT]
    return f"{'+'.join(change.repairers)}: {' '.join(f'{left}{made}{right}'.split())}"


def by_repairer(changes: Iterable[Change]) -> dict[str, int]:
    """Count the changes by repairer; one in which several had a part counts for each."""
    counts = Counter(name for change in changes for name in change.repairers)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def measure_text(text: str, chain: Chain, tell: list[str]) -> Figures:
    """Count what a chain changes in a clean text, and add a line for each change to ``tell``."""
    places = Places(chain.repair(text))
    changes = places.changed_words()
    count = len(words(text))
    tell += [shown(places, change) for change in changes]
    return {
        "words": count,
        "changed": len(changes),
        "per_100000": PER * len(changes) / max(1, count),
        "spaces": len(places.spaces(changes)),
        "by_repairer": by_repairer(changes),
    }


def sentence_of(starts: tuple[int, ...], position: int) -> int:
    """Return the number of the sentence of a page that a position stands in."""
    return max(k for k, start in enumerate(starts) if start <= position)


class Tally:
    """What happened to the sentences.

    Args:
        damaged: whether the words around the tokens are damaged: then only tokens count.
    """

    def __init__(self, *, damaged: bool) -> None:
        self.damaged = damaged
        self.sentences = self.harmed = self.words = self.changed_words = 0
        self.tokens: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.changes: list[Change] = []
        self.lines: list[str] = []
        self.seconds = 0.0

    def add(self, page: Page, chain: Chain) -> None:
        """Repair a page and count."""
        text, tokens, starts = (
            (page.damaged, page.damaged_tokens, page.damaged_sentences)
            if self.damaged
            else (page.text, page.tokens, page.sentences)
        )
        start = time.perf_counter()
        places = Places(chain.repair(text))
        self.seconds += time.perf_counter() - start
        self.sentences += len(starts)
        self.tokens.update(token.kind for token in tokens)
        kinds: dict[tuple[int, int], Token] = {token[:2]: token for token in tokens}
        changes = places.changed_tokens(kinds)
        for change in changes:
            kind = kinds[change.start, change.end].kind
            self.changed[kind] += 1
            self.lines.append(f"{kind}: {shown(places, change)}")
        self.changes += changes
        spoilt = [change.start for change in changes]
        if not self.damaged:
            worded = places.changed_words()
            self.words += len(words(text))
            self.changed_words += len(worded)
            spoilt += [change.start for change in worded]
        self.harmed += len({sentence_of(starts, place) for place in spoilt})

    def figures(self) -> Figures:
        """Return the counts."""
        by_kind = {kind: {"tokens": self.tokens[kind], "changed": self.changed[kind]} for kind in sorted(self.tokens)}
        by_group = {
            group: {
                what: sum(found[what] for kind, found in by_kind.items() if GROUP_OF[kind] == group)
                for what in ("tokens", "changed")
            }
            for group in GROUPS
        }
        told = {} if self.damaged else {"words": self.words, "changed_words": self.changed_words}
        return {
            "sentences": self.sentences,
            "sentences_harmed": self.harmed,
            "tokens": self.tokens.total(),
            "tokens_changed": self.changed.total(),
            **told,
            "by_group": by_group,
            "by_kind": by_kind,
            "by_repairer": by_repairer(self.changes),
            "seconds": round(self.seconds, 1),
        }


def measure_sentences(count: int, chain: Chain, tell: list[str]) -> Figures:
    """Repair the sentences, clean and damaged."""
    tallies = {"clean": Tally(damaged=False), "damaged": Tally(damaged=True)}
    for page in pages(count):
        for tally in tallies.values():
            tally.add(page, chain)
    tell += [f"{name}: {line}" for name, tally in tallies.items() for line in tally.lines]
    return {name: tally.figures() for name, tally in tallies.items()}


def total(texts: Figures) -> Figures:
    """Sum the figures of the texts."""
    found: Figures = {what: sum(made[what] for made in texts.values()) for what in ("words", "changed", "spaces")}
    counts: Counter[str] = Counter()
    for made in texts.values():
        counts.update(made["by_repairer"])
    found["per_100000"] = PER * found["changed"] / max(1, found["words"])
    found["by_repairer"] = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return found


def row(name: str, made: Figures) -> str:
    """Return one line of the table of genres."""
    most = ", ".join(f"{repairer} {count}" for repairer, count in list(made["by_repairer"].items())[:4])
    return f"| {name} | {made['words']} | {made['changed']} | {made['per_100000']:.0f} | {made['spaces']} | {most} |"


def sentence_tables(found: Figures) -> list[str]:
    """Return the tables of the sentences."""
    sides = list(found)
    lines = ["", "## Sentences with tokens that bear meaning", "", f"| | {' | '.join(sides)} |", "|---|--:|--:|"]
    for what in ("sentences", "sentences_harmed", "tokens", "tokens_changed", "words", "changed_words", "seconds"):
        lines.append(f"| {what.replace('_', ' ')} | {' | '.join(str(found[side].get(what, '–')) for side in sides)} |")
    lines += ["", "| changed | tokens | clean | damaged |", "|---|--:|--:|--:|"]
    for group, made in found["clean"]["by_group"].items():
        lines.append(
            f"| {group} | {made['tokens']} | {made['changed']} | {found['damaged']['by_group'][group]['changed']} |"
        )
    for kind, made in found["clean"]["by_kind"].items():
        worse = found["damaged"]["by_kind"][kind]["changed"]
        if made["changed"] or worse:
            lines.append(f"| – {kind.replace('_', ' ')} | {made['tokens']} | {made['changed']} | {worse} |")
    names = sorted({name for side in sides for name in found[side]["by_repairer"]})
    lines += ["", "| tokens changed by | clean | damaged |", "|---|--:|--:|"]
    lines += [
        f"| {name} | {' | '.join(str(found[side]['by_repairer'].get(name, 0)) for side in sides)} |" for name in names
    ]
    return lines


def markdown(results: Figures) -> str:
    """Return the tables."""
    lines = [
        "# Harm in clean texts of many genres",
        "",
        f"Made by `benchmarks/wild.py` on revision {results['revision']}.",
        "[What the texts are](../../tests/wild/README.md).",
        "Everything must come out as it went in: every change is harm. A word that an edit touches is changed, also",
        "where two words are joined at a line end. *Spaces* are edits that change white space between words only.",
        "",
        "| | words | changed | in 100,000 | spaces | most by |",
        "|---|--:|--:|--:|--:|---|",
        *(row(name, made) for name, made in results["texts"].items()),
        row("**all**", total(results["texts"])),
    ]
    if results["sentences"]:
        lines += sentence_tables(results["sentences"])
    return "\n".join(lines) + "\n"


def moved(old: Figures, new: Figures) -> Iterator[str]:
    """Yield a line for each figure that is not what it was."""
    for name in sorted(old["texts"].keys() & new["texts"].keys()):
        for what in ("changed", "spaces"):
            was, now = old["texts"][name][what], new["texts"][name][what]
            if was != now:
                yield f"{name}: {what} {was} → {now} of {new['texts'][name]['words']} words"
    for side in sorted(old["sentences"].keys() & new["sentences"].keys()):
        before, after = old["sentences"][side], new["sentences"][side]
        if before["sentences"] != after["sentences"]:
            yield f"the runs took {before['sentences']} and {after['sentences']} sentences: not compared"
            return
        for what in ("sentences_harmed", "tokens_changed", "changed_words"):
            if before.get(what) != after.get(what):
                yield f"sentences, {side}: {what.replace('_', ' ')} {before[what]} → {after[what]}"
        for kind in sorted(before["by_kind"].keys() & after["by_kind"].keys()):
            was, now = before["by_kind"][kind]["changed"], after["by_kind"][kind]["changed"]
            if was != now:
                yield f"sentences, {side}: {kind.replace('_', ' ')} changed {was} → {now}"


def measure(names: Iterable[str], count: int, *, verbose: bool) -> Figures:
    """Repair texts and sentences.

    Args:
        names: of the texts; all if there are none.
        count: of sentences.
        verbose: whether to print every change.
    """
    chain = Chain.for_language()
    results: Figures = {"revision": revision(), "texts": {}, "sentences": {}}
    for name, text in genres(names).items():
        tell: list[str] = []
        results["texts"][name] = measure_text(text, chain, tell)
        if verbose:
            print("".join(f"{name}: {line}\n" for line in tell), end="")
    if count:
        tell = []
        results["sentences"] = measure_sentences(count, chain, tell)
        if verbose:
            print("\n".join(tell))
    return results


def record(*, verbose: bool) -> None:
    """Make the harm of today the bounds of the tests, and print each bound that moves."""
    found, old = counted(measure((), SLICE, verbose=verbose)), read_bounds()
    write_bounds(found)
    names = sorted(name for name in old.keys() | found.keys() if old.get(name) != found.get(name))
    print("\n".join(f"{name}: {old.get(name, 0)} → {found.get(name, 0)}" for name in names) or "No bound moved.")


def main() -> None:
    """Measure, write the results and print what moved."""
    parser = argparse.ArgumentParser(description="Measure the harm done to clean texts of many genres.")
    parser.add_argument("--genre", nargs="+", default=[], metavar="NAME", help="these texts only, and no sentences")
    parser.add_argument("--slice", type=int, default=SENTENCES, metavar="N", help="so many sentences; 0 for none")
    parser.add_argument("--verbose", action="store_true", help="print every change with what stands round it")
    parser.add_argument("--name", help="of the files written under results/; without it, wild for a whole run only")
    parser.add_argument("--against", type=Path, metavar="OLD.json", help="print what moved since then")
    parser.add_argument(
        "--record", action="store_true", help="only write the bounds of the tests, tests/wild/bounds.json"
    )
    options = parser.parse_args()
    known = genres()
    if unknown := [name for name in options.genre if name not in known]:
        parser.error(f"no text for {', '.join(unknown)}: choose from {', '.join(known)}")
    if options.record:
        record(verbose=options.verbose)
        return
    old = json.loads(options.against.read_text(encoding="utf-8")) if options.against else None
    count = 0 if options.genre else options.slice
    results = measure(options.genre, count, verbose=options.verbose)
    table = markdown(results)
    if name := options.name or ("wild" if count == SENTENCES else ""):
        target = HERE / "results" / name
        target.with_suffix(".json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        target.with_suffix(".md").write_text(table, encoding="utf-8")
    print(table)
    if old is not None:
        print("\n".join(moved(old, results)) or "Nothing moved.")


if __name__ == "__main__":
    main()
