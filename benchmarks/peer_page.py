"""The texts that `peers.py` compares tools on, and the page of Markdown that it writes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Texts", "gather", "page"]

_ROOT = Path(__file__).parents[1]
_CLEAN_SIZE = 200_000


@dataclass(frozen=True)
class Texts:
    """A set of pairs; in a clean one the text is its own truth.

    Attributes:
        name: in tables.
        what: what it is, for readers.
        texts: what the tools get.
        truths: what it ought to be.
        blind_hyphens: leave hyphens between letters out of the judgement: the truth keeps those of line ends.
    """

    name: str
    what: str
    texts: tuple[str, ...]
    truths: tuple[str, ...]
    blind_hyphens: bool = False

    @property
    def clean(self) -> bool:
        return self.texts == self.truths

    @property
    def megabytes(self) -> float:
        return sum(len(text.encode()) for text in self.texts) / 1e6


def gather(shared: Path, limit: int) -> Iterator[Texts]:
    """Yield the sets: the seeds, and if the data beside the repository is there a sample of it.

    Args:
        shared: folder of the data beside the repository.
        limit: how many documents of it to take; 0 for none.
    """
    golden = _ROOT / "tests" / "golden"
    seeds = {name: _pair(golden, name) for name in ("003", "000", "002", "004")}
    yield Texts("seed 003", "a document with 12 % of its words damaged", (seeds["003"][0],), (seeds["003"][1],))
    light = [seeds[name] for name in ("000", "002", "004")]
    yield Texts(
        "other seeds",
        "seeds 000, 002 and 004, hardly damaged",
        tuple(text for text, _ in light),
        tuple(truth for _, truth in light),
    )
    truths = tuple(truth for _, truth in seeds.values())
    yield Texts("clean seeds", "the truth of the four seeds: every change is a false one", truths, truths)
    pairs, genres = shared / "pairs" / "realocr-dev.jsonl", shared / "clean" / "fp" / "mixed-genres.txt"
    if not limit or not pairs.is_file():
        return
    with pairs.open(encoding="utf-8") as lines:
        # Two of the engines are stress tests, not what anyone repairs.
        records = [one for one in map(json.loads, lines) if one["engine"] not in {"gocr", "rapidocr"}]
    records = records[:: max(1, len(records) // limit)][:limit]
    yield Texts(
        "real OCR",
        f"{len(records)} pages of realocr-dev, evenly drawn, without gocr and rapidocr; judged without hyphens",
        tuple(record["ocr"] for record in records),
        tuple(record["truth"] for record in records),
        blind_hyphens=True,
    )
    if genres.is_file():
        text = genres.read_text(encoding="utf-8")
        tenth = len(text) // 10
        clean = tuple(text[k * tenth :][: _CLEAN_SIZE // 10].rpartition("\n")[0] for k in range(10))
        yield Texts("clean prose", "ten extracts from modern and older French of several genres", clean, clean)


def _pair(folder: Path, name: str) -> tuple[str, str]:
    return tuple((folder / f"{name}{suffix}").read_text(encoding="utf-8") for suffix in (".txt", ".truth.txt"))  # type: ignore[return-value]


def page(sets: Sequence[Texts], results: Sequence[Mapping[str, Any]], missing: Mapping[str, str], machine: str) -> str:
    """Return the results as a page of Markdown."""
    lines = [
        "# Public tools on the same texts",
        "",
        f"{machine}; {time.strftime('%Y-%m-%d')}.",
        "",
        "Made by `benchmarks/peers.py`; [how to read it](../speed/README.md#peers). Repaired: words damaged before and "
        "right after; broken: the reverse. Speed is of the first time through, in processor time; only “× ftfy”, the "
        "ratio to `ftfy.fix_text` in the same process, carries over to another machine.",
        "",
    ]
    for one in sets:
        counts = results[0]["sets"][one.name]
        lines += [f"## {one.name[0].upper()}{one.name[1:]}", ""]
        about = f"{one.what[0].upper()}{one.what[1:]}; {counts['words']:,} words, {one.megabytes * 1000:,.0f} kB"
        if one.clean:
            lines += [f"{about}.", "", "| tool | broken | MB/s | × ftfy |", "|---|--:|--:|--:|"]
        else:
            lines += [
                f"{about}; {counts['damaged']:,} words damaged.",
                "",
                "| tool | repaired | broken | CER | cMER | MB/s | × ftfy |",
                "|---|--:|--:|--:|--:|--:|--:|",
            ]
        for result in results:
            row = result["sets"][one.name]
            idle = result["tool"] == "nothing"
            speed = "– | –" if idle else f"{_figure(row['mb_per_second'])} | {_figure(row['times_ftfy'])}"
            quality = f"{row['broken']:,}"
            if not one.clean:
                quality = f"{row['repaired']:,} | {quality} | {row['cer'][1]:.4f} | {row['cmer'][1]:.4f}"
            lines.append(f"| {result['tool']} | {quality} | {speed} |")
        lines.append("")
    lines += [
        "## Start",
        "",
        "Processor time from before the import to the first text repaired; memory held then, and at most after a set, "
        "by the process and by the program that it talks to, Python’s own included.",
        "",
        "| tool | version | used as | cold start, s | MB | MB after |",
        "|---|---|---|--:|--:|--:|",
    ]
    for result in results:
        held, after = (f"{result[key]:.0f}" if result[key] else "–" for key in ("megabytes", "megabytes_after"))
        lines.append(
            f"| {result['tool']} | {result['version']} | {result['how']} | {result['cold_start_seconds']:.2f} "
            f"| {held} | {after} |"
        )
    lines += ["", *(f"Left out: {name} ({why})." for name, why in missing.items())]
    return "\n".join(lines).rstrip() + "\n"


def _figure(value: float) -> str:
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"
