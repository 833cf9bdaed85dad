"""What a run tells: edits as JSON lines, diffs for a person, the summary, progress."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textrepair.counted import counted
from textrepair.edits import Edit, Patch
from textrepair.runs.diff import Line, diff_lines
from textrepair.visible import visible

if TYPE_CHECKING:
    from textrepair.runs.job import Outcome

__all__ = ["Summary", "diff_for_person", "edit_lines", "edits_of", "suggestions_of"]

_LONGEST_SHOWN = 2_000
_COLOURS = {"-": "red", "+": "green", "@": "cyan", "=": "bold", "\\": "dim"}


def edit_lines(
    name: str,
    source: str,
    edits: Iterable[Edit],
    start: int = 0,
    *,
    record: int | None = None,
    field: str | None = None,
    raw: bytes | None = None,
    encodings: tuple[str, str] | None = None,
) -> Iterator[bytes]:
    r"""Yield each edit as one line of JSON in UTF-8, line feed included.

    Args:
        name: the file, as messages call it.
        source: the text before.
        edits: in offsets of ``source``: a patch, or changes that were considered and not made.
        start: where ``source`` stands in the file, if it is but a block of it.
        record: the number of the record that it stands in, and
        field: the name of the field, if the file has records.
        raw: the record as it stood, where the edits alone do not lead back to it; told with the first edit.
        encodings: of the file and of the result, if they differ.

    >>> from textrepair.edits import Edit
    >>> next(edit_lines("a.txt", "|es", [Edit(0, 1, "l", "stray-glyphs", "‘|es’ is no word", 0.99)]))[:62]
    b'{"file": "a.txt", "start": 0, "end": 1, "before": "|", "after"'
    """
    place = {} if record is None else {"record": record, "field": field}
    written = {} if encodings is None else dict(zip(("encoding", "output_encoding"), encodings, strict=True))
    for edit in edits:
        told = {
            "file": name,
            **place,
            "start": start + edit.start,
            "end": start + edit.end,
            "before": source[edit.start : edit.end],
            "after": edit.replacement,
            "repairer": edit.repairer,
            "reason": edit.reason,
            "confidence": round(edit.confidence, 4),
            **written,
        }
        if raw is not None:
            # Latin-1 has a character for each byte.
            told["raw"] = raw.decode("latin-1")
            raw = None
        # A lone surrogate, as in a file name that is not UTF-8, becomes \udcxx: the escape that JSON has for it.
        yield json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def edits_of(outcome: Outcome) -> Iterator[bytes]:
    """Yield the edits of an outcome as lines of JSON."""
    other = None if outcome.job is None else outcome.job.output_encoding
    return edit_lines(
        outcome.name,
        outcome.source,
        outcome.patch,
        outcome.start,
        record=outcome.record,
        field=outcome.field,
        raw=outcome.raw,
        encodings=None if other is None else (outcome.encoding, other),
    )


def suggestions_of(outcome: Outcome) -> Iterator[bytes]:
    """Yield the changes that were considered and not made as lines of JSON."""
    return edit_lines(
        outcome.name, outcome.source, outcome.kept_back, outcome.start, record=outcome.record, field=outcome.field
    )


def diff_for_person(
    name: str, source: str, patch: Patch, *, colour: bool = True, lines: tuple[int, int] = (0, 0), head: bool = True
) -> str:
    """Return the diff for a person at a terminal: in colour, long lines cut, control characters made visible.

    Unlike :func:`textrepair.runs.diff.unified_diff` it is for reading, not for applying.

    Args:
        name, source, patch, lines, head: as for :func:`textrepair.runs.diff.unified_diff`.
        colour: whether the terminal may be sent colours.
    """
    import io

    from rich.console import Console
    from rich.text import Text

    written = io.StringIO()
    console = Console(file=written, force_terminal=colour, color_system="standard" if colour else None, soft_wrap=True)
    for line in diff_lines(name, source, patch, lines=lines, head=head):
        console.print(Text(visible(_shortened(line).removesuffix("\r")), style=_COLOURS.get(line.kind, "")))
    return written.getvalue()


def _shortened(line: Line) -> str:
    """Cut a line that would fill the screen to what stands round its first difference."""
    whole = str(line)
    if len(whole) <= _LONGEST_SHOWN:
        return whole
    start = max(1, line.focus - _LONGEST_SHOWN // 10)
    kept = whole[start : start + _LONGEST_SHOWN]
    left_off = len(whole) - 1 - len(kept)
    return f"{line.kind}{'…' if start > 1 else ''}{kept}… ({left_off:,} characters not shown)"


@dataclass
class Summary:
    """What a run has done so far.

    Attributes:
        files: how many inputs were read and dealt with.
        changed: how many of them changed, or would.
        edits: how many edits each repairer made.
        failures: how many times a repairer failed and was contained.
        unsettled: how many lines or texts were left as they were, since their repairs did not settle.
        kept_back: how many changes were considered and not made, since they are not sure enough.
        zones: how many words stand in zones that are no prose of the language, by what the zones are.
        errors: how many inputs could not be read, or their results not written.
        records: how many records of inputs could not be repaired.
        skipped: how many inputs were done by an earlier part of the run.
    """

    files: int = 0
    changed: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    failures: int = 0
    unsettled: int = 0
    kept_back: int = 0
    zones: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    records: int = 0
    skipped: int = 0
    _changed: bool = False  # whether a block of the file in hand has
    started: float = field(default_factory=time.perf_counter)

    def add(self, outcome: Outcome) -> None:
        """Count in what became of one input, or of one block of it."""
        if outcome.error is not None and outcome.record is None:
            self.fail()
        else:
            self.records += outcome.error is not None
            self._changed = self._changed or outcome.changed
            if not outcome.more:
                self.files += 1
                self.changed += self._changed
                self._changed = False
            self.failures += len(outcome.failures) - outcome.unsettled
            self.unsettled += outcome.unsettled
            self.kept_back += len(outcome.kept_back)
            self.zones.update(outcome.zones or {})
            self.edits.update(edit.repairer for edit in outcome.patch)

    def fail(self) -> None:
        """Count an input that came to nothing."""
        self.errors += 1
        self._changed = False

    def line(self, *, dry: bool = False, errors: str = "") -> str:
        """Return the one line that stands at the end of a run.

        Args:
            dry: nothing was written, so say what would change.
            errors: the file in which the errors stand.

        >>> Summary(files=3, changed=2, edits=Counter({"accents": 12, "elisions": 20}), errors=1).line().split("; ")[0]
        '3 files, 2 changed, 32 edits (elisions 20, accents 12), 1 error'
        """
        parts = [counted(self.files, "file")]
        if dry or self.files > 1:
            parts.append(f"{self.changed} would change" if dry else f"{self.changed} changed")
        # Equal counts in the order of the alphabet: the same run says the same thing.
        ranked = sorted(self.edits.items(), key=lambda item: (-item[1], item[0]))
        by_repairer = ", ".join(f"{name} {count:,}" for name, count in ranked)
        parts.append(counted(self.edits.total(), "edit") + (f" ({by_repairer})" if by_repairer else ""))
        if self.skipped:
            parts.insert(1, f"{self.skipped:,} done before")
        if self.failures:
            parts.append(f"{counted(self.failures, 'failure')} of a repairer")
        if self.errors:
            parts.append(counted(self.errors, "error"))
        if self.records:
            parts.append(f"{counted(self.records, 'record')} not repaired")
        if errors and (self.errors or self.records):
            parts[-1] += f" ({errors})"
        took = f"{time.perf_counter() - self.started:.1f} s"
        return "; ".join(filter(None, (", ".join(parts), self.left_alone(), took)))

    def left_alone(self) -> str:
        """Return what was left alone, and why; empty where all that needed it was repaired.

        >>> Summary(files=3, changed=2, kept_back=1).left_alone()
        'left alone: 1 file with nothing sure to repair, 1 change that is not sure enough (--suggest FILE lists it)'
        """
        parts = []
        if self.zones:
            # Equal counts in the order of the alphabet: the same run says the same thing.
            ranked = sorted(self.zones.items(), key=lambda item: (-item[1], item[0]))
            told = [f"{name} {count:,}" for name, count in ranked]
            parts.append(f"{counted(self.zones.total(), 'word')} that are no prose ({', '.join(told)})")
        clean = self.files - self.changed
        if clean and self.files > 1:
            parts.append(f"{counted(clean, 'file')} with nothing sure to repair")
        if self.kept_back:
            what, listed = ("change that is", "it") if self.kept_back == 1 else ("changes that are", "them")
            parts.append(f"{self.kept_back:,} {what} not sure enough (--suggest FILE lists {listed})")
        if self.unsettled:
            parts.append(f"{counted(self.unsettled, 'passage')} on which the repairs did not settle")
        return f"left alone: {', '.join(parts)}" if parts else ""
