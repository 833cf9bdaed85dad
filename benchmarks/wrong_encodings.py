#!/usr/bin/env python3
"""Measure how many lines are whole again after they were decoded in the wrong encoding.

    python benchmarks/wrong_encodings.py --lines FILE --limit 1500    # lines of UTF-8, one a line
    python benchmarks/wrong_encodings.py --lines FILE --ftfy-cases FOLDER   # and the test cases of ftfy, JSON
    python benchmarks/wrong_encodings.py --lines FILE --write               # writes results/encodings.md

Each line is damaged in each way, and counts if the repaired text is the line itself. It is repaired as a document of
its own, among the other damaged lines, and among as many sound lines. Lines that the chain changes without any damage,
and lines that an encoding cannot hold, are left out. `ftfy.fix_encoding` and `plsfix.fix_text` (if it is installed) get
each damaged line by itself; plsfix straightens quotes, so that its results are compared without them.
"""

from __future__ import annotations

import argparse
import html
import json
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import ftfy

from textrepair.chain import Chain

HERE = Path(__file__).parent
Damage = Callable[[str], str | None]


def read_as(true: str, read: str) -> Damage:
    """Return the damage of bytes in one encoding that are read in another; undefined bytes become C1 controls."""

    def damage(line: str) -> str | None:
        try:
            data = line.encode(true)
        except UnicodeEncodeError:
            return None
        return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in data)

    return damage


def twice(damage: Damage) -> Damage:
    """Return a damage that happens twice."""
    return lambda line: None if (once := damage(line)) is None else damage(once)


def named_entities(line: str) -> str:
    """Write the characters outside ASCII as named entities, as far as HTML 4 names them."""
    names = html.entities.codepoint2name
    return "".join(f"&{names[ord(c)]};" if ord(c) > 127 and ord(c) in names else c for c in line)


def numeric_entities(line: str) -> str:
    """Write the characters outside ASCII as numeric entities."""
    return line.encode("ascii", "xmlcharrefreplace").decode("ascii")


# The share (0–1) that has to be whole again, by kind of damage.
_EASY, _HARD = 0.99, 0.95
DAMAGES: Mapping[str, tuple[Damage, float]] = {
    "UTF-8 as cp1252": (read_as("utf-8", "cp1252"), _EASY),
    "UTF-8 as Latin-1": (read_as("utf-8", "latin-1"), _EASY),
    "UTF-8 as MacRoman": (read_as("utf-8", "mac_roman"), _EASY),
    "UTF-8 as cp1252, twice": (twice(read_as("utf-8", "cp1252")), _EASY),
    "cp1252 as Latin-1 (C1)": (read_as("cp1252", "latin-1"), _EASY),
    "cp1252 as MacRoman": (read_as("cp1252", "mac_roman"), _EASY),
    "MacRoman as cp1252": (read_as("mac_roman", "cp1252"), _EASY),
    "MacRoman as Latin-1 (C1)": (read_as("mac_roman", "latin-1"), _EASY),
    "named entities": (named_entities, _EASY),
    "numeric entities": (numeric_entities, _EASY),
    "UTF-8 as cp850": (read_as("utf-8", "cp850"), _HARD),
    "UTF-8 as cp437": (read_as("utf-8", "cp437"), _HARD),
    "UTF-8 as cp1250": (read_as("utf-8", "cp1250"), _HARD),
    "UTF-8 as cp1251": (read_as("utf-8", "cp1251"), _HARD),
    "UTF-8 as cp1253": (read_as("utf-8", "cp1253"), _HARD),
    "cp1252 as cp850": (read_as("cp1252", "cp850"), _HARD),
    "cp1252 as cp437": (read_as("cp1252", "cp437"), _HARD),
    "cp1252 as cp1250": (read_as("cp1252", "cp1250"), _HARD),
    "cp1252 as cp1251": (read_as("cp1252", "cp1251"), _HARD),
    "cp1252 as cp1253": (read_as("cp1252", "cp1253"), _HARD),
    "cp850 as cp1252": (read_as("cp850", "cp1252"), _HARD),
    "cp850 as Latin-1 (C1)": (read_as("cp850", "latin-1"), _HARD),
    "cp437 as cp1252": (read_as("cp437", "cp1252"), _HARD),
    "cp437 as Latin-1 (C1)": (read_as("cp437", "latin-1"), _HARD),
}


def straight(text: str) -> str:
    """Return a text with straight quotes, as plsfix writes them."""
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2026: "..."})


def peers() -> dict[str, Callable[[str, str], bool]]:
    """Return the peers by name: each says whether it makes a damaged line whole."""
    found: dict[str, Callable[[str, str], bool]] = {"ftfy": lambda bad, good: ftfy.fix_encoding(bad) == good}
    try:
        import plsfix
    except ImportError:
        return found
    normal = unicodedata.normalize
    found["plsfix"] = lambda bad, good: straight(normal("NFC", plsfix.fix_text(bad))) == straight(good)
    return found


def chosen(lines: Sequence[str], chain: Chain, limit: int) -> list[str]:
    """Return lines with characters outside ASCII that the chain leaves alone, evenly spaced."""
    odd = [line for line in dict.fromkeys(map(str.strip, lines)) if line and not line.isascii() and len(line) < 2_000]
    step = max(1, len(odd) // (2 * limit))
    return [line for line in odd[::step] if chain.fix(line) == line][:limit]


def among(lines: Sequence[str], sound: Sequence[str]) -> Iterator[str]:
    """Yield damaged lines with a sound one after each."""
    for line, other in zip(lines, sound, strict=True):
        yield line
        yield other


def measured(
    lines: Sequence[str], damage: Damage, chain: Chain, others: Mapping[str, Callable[[str, str], bool]], show: int
) -> tuple[int, dict[str, float], int]:
    """Return how many lines were damaged, the share whole again by situation and peer, and the sound lines changed."""
    pairs = [(bad, line) for line in lines if (bad := damage(line)) is not None and bad != line]
    if not pairs:
        return 0, {}, 0
    shares: dict[str, float] = {}
    alone = [chain.fix(bad) for bad, _ in pairs]
    shares["alone"] = sum(made == good for made, (_, good) in zip(alone, pairs, strict=True)) / len(pairs)
    together = chain.fix("\n".join(bad for bad, _ in pairs)).split("\n")
    wrong = [(bad, made, good) for made, (bad, good) in zip(together, pairs, strict=True) if made != good]
    shares["together"] = 1 - len(wrong) / len(pairs)
    sound = [good for _, good in reversed(pairs)]
    mixed = chain.fix("\n".join(among([bad for bad, _ in pairs], sound))).split("\n")
    shares["among sound ones"] = sum(a == b for a, (_, b) in zip(mixed[::2], pairs, strict=True)) / len(pairs)
    harmed = sum(a != b for a, b in zip(mixed[1::2], sound, strict=True))
    for name, makes_whole in others.items():
        shares[name] = sum(makes_whole(bad, good) for bad, good in pairs) / len(pairs)
    left = [(bad, made, good) for made, (bad, good) in zip(alone, pairs, strict=True) if made != good]
    for where, missed in (("alone", left), ("together", wrong)):
        for bad, made, good in missed[:show]:
            print(f"  {where}: {ascii(bad)[:160]}\n    made {made[:160]!r}\n    true {good[:160]!r}")
    return len(pairs), shares, harmed


def ftfy_cases(folder: Path, chain: Chain, show: int) -> str:
    """Compare with the results of ``ftfy.fix_encoding`` on its own test cases in Latin scripts."""
    cases = [case for path in sorted(folder.glob("*.json")) for case in json.loads(path.read_text("utf-8"))]
    solved = same = worse = total = 0
    for case in cases:
        wanted = case.get("fixed-encoding", case["fixed"])
        letters = [c for c in wanted if c.isalpha()]
        if not letters or any("LATIN" not in unicodedata.name(c, "") for c in letters):
            continue
        total += 1
        theirs, ours = ftfy.fix_encoding(case["original"]), chain.fix(case["original"])
        if theirs != wanted:
            continue
        solved += 1
        same += ours == wanted
        worse += ours not in (wanted, case["original"])
        if show and ours != wanted:
            print(f"  {case['label']}\n    {case['original']!a}\n    made {ours!r}\n    true {wanted!r}")
    return (
        f"Of {total} test cases of ftfy in Latin scripts, ftfy solves {solved}, textrepair {same} of these "
        f"({same / max(1, solved):.1%}); it makes {worse} of them worse, or other."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=1_500)
    parser.add_argument("--only", default="", help="damages with this in their names")
    parser.add_argument("--ftfy-cases", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many lines that stay wrong")
    parser.add_argument("--repairer", action="store_true", help="run mojibake alone, not the whole chain")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    chain = Chain.for_language("fr", only=["mojibake"] if arguments.repairer else None)
    lines = chosen(arguments.lines.read_text("utf-8").split("\n"), chain, arguments.limit)
    others = peers()
    columns = ["alone", "together", "among sound ones", *others]
    rows = []
    begun = time.perf_counter()
    for name, (damage, bar) in DAMAGES.items():
        if arguments.only in name:
            number, shares, harmed = measured(lines, damage, chain, others, arguments.show)
            if number:
                cells = [f"{shares[column]:.1%}" for column in columns]
                rows.append([name, f"{number:,}", f"{bar:.0%}", *cells, str(harmed)])
                print(" | ".join(rows[-1]), flush=True)
    print(f"{time.perf_counter() - begun:.0f} s")
    note = ftfy_cases(arguments.ftfy_cases, chain, arguments.show) if arguments.ftfy_cases else ""
    print(note)
    if arguments.write:
        head = ["damage", "lines", "bar", *columns, "sound lines changed"]
        table = [f"| {' | '.join(row)} |" for row in (head, ["---", *["--:"] * (len(head) - 1)], *rows)]
        text = (
            "# Lines whole again after a wrong decoding\n\n"
            "Written by `python benchmarks/wrong_encodings.py --write`, whose first lines say how.\n\n"
        )
        (HERE / "results" / "encodings.md").write_text(text + "\n".join(table) + f"\n\n{note}\n", "utf-8")


if __name__ == "__main__":
    main()
