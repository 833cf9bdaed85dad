"""Turn a run of the speed suite into a Markdown table.

python -m pytest benchmarks/speed --benchmark-only --benchmark-json=speed.json
python benchmarks/speed/table.py speed.json > benchmarks/results/speed.md
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = ["Row", "document", "render"]

_FTFY = "ftfy.fix_text"


@dataclass(frozen=True)
class Row:
    """One benchmark.

    Attributes:
        corpus: name of the texts.
        describes: what they are.
        what: what was timed.
        megabytes: size of the texts in UTF-8, in millions of bytes.
        seconds: median processor time of going through them once.
        ftfy_seconds: that of ftfy.fix_text, measured just before and just after.
        edits: edits made.
    """

    corpus: str
    describes: str
    what: str
    megabytes: float
    seconds: float
    ftfy_seconds: float
    edits: int

    @property
    def speed(self) -> float:
        """Megabytes a second."""
        return self.megabytes / self.seconds

    @property
    def ratio(self) -> float:
        """Speed in multiples of ftfy's."""
        return self.ftfy_seconds / self.seconds

    @property
    def edits_per_second(self) -> float:
        return self.edits / self.seconds

    def record(self) -> dict[str, Any]:
        """The row as it stands in the JSON, with what follows from it."""
        return {
            **asdict(self),
            "mb_per_second": self.speed,
            "times_ftfy": self.ratio,
            "edits_per_second": self.edits_per_second,
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Row:
        """Read a row back from the JSON."""
        return cls(**{name: record[name] for name in cls.__dataclass_fields__})


def render(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table, those of a corpus together."""
    corpora: dict[str, list[Row]] = {}
    for row in rows:
        corpora.setdefault(row.corpus, []).append(row)
    lines = ["| text | what | MB/s | × ftfy | edits | edits/s |", "|---|---|--:|--:|--:|--:|"]
    for corpus, members in corpora.items():
        for k, row in enumerate(sorted(members, key=lambda row: row.what != _FTFY)):
            edits = "–" if row.what == _FTFY else f"{row.edits:,}"
            rate = "–" if row.what == _FTFY else f"{row.edits_per_second:,.0f}"
            name = f"**{corpus}**" if k == 0 else ""
            lines.append(f"| {name} | {row.what} | {_figure(row.speed)} | {_figure(row.ratio)} | {edits} | {rate} |")
    return "\n".join(lines)


def document(run: Mapping[str, Any]) -> str:
    """Return the page for a run, read from pytest-benchmark's JSON."""
    # A start-up benchmark has no corpus: it is told in a sentence of its own.
    rows = [Row.of(one["extra_info"]) for one in run["benchmarks"] if "corpus" in one["extra_info"]]
    start = {one["name"]: one["stats"]["median"] for one in run["benchmarks"] if "corpus" not in one["extra_info"]}
    info = run["machine_info"]
    texts = {row.corpus: f"{row.describes}, {row.megabytes * 1000:,.0f} kB" for row in rows}
    lines = [
        "# Speed",
        "",
        f"{info.get('described', info.get('python_version'))}; ftfy {info.get('ftfy', '?')}; "
        f"revision {info.get('revision') or 'unknown'}; {run['datetime'][:10]}.",
        "",
        "Made by `benchmarks/speed/table.py`; [how to read it](../speed/README.md). Medians of processor time on one "
        "core. Only “× ftfy” carries over to another machine: it is the speed in multiples of that of "
        "`ftfy.fix_text` on the same text, measured in the same process just before and just after.",
        "",
        *(f"- **{name}**: {what}" for name, what in texts.items()),
        "",
        render(rows),
        "",
        *(
            f"{name.removeprefix('test_').replace('_', ' ').capitalize()}: {s * 1000:.0f} ms."
            for name, s in start.items()
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _sentence(test: str) -> str:
    """The name of a test as words."""
    return test.removeprefix("test_").replace("_", " ").capitalize()


def _figure(value: float) -> str:
    """Two significant figures, and no more decimals than they need."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def main() -> None:
    """Print the table of a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("json", type=Path, help="what --benchmark-json wrote")
    arguments = parser.parse_args()
    sys.stdout.write(document(json.loads(arguments.json.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
