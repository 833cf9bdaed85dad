"""The command ``textrepair explain``."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textrepair.commands import options
from textrepair.commands.exit_codes import ExitCode, exit_code_for
from textrepair.commands.options import PackOptions, takes
from textrepair.commands.terminal import console_to, say, write_json, write_shown
from textrepair.commands.verbosity import verbose
from textrepair.counted import counted
from textrepair.errors import InputError, TextRepairError
from textrepair.visible import visible

if TYPE_CHECKING:
    from rich.table import Table

    from textrepair.core import Zone
    from textrepair.edits import Edit
    from textrepair.explain import ExplainedSlot, Explanation
    from textrepair.formats.reading import FileText, Reading
    from textrepair.plain_text import PlainText

__all__ = ["explain"]

_STANDARD_STREAM = "-"
# How many readings of a slot are shown to a person.
_SHOWN = 8
# How much of a zone is shown to a person, in characters.
_ZONE_SHOWN = 60


@click.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    "file",
    metavar="FILE",
    type=click.Path(readable=False, path_type=Path),
    help="Explain this document, or with --at a place in it.",
)
@click.option(
    "--at",
    metavar="OFFSET",
    type=click.IntRange(min=0),
    help="Only what stands near this offset (code points, as in --edits).",
)
@takes(pack=PackOptions)
@options.reading()
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every reading and feature.")
@verbose
@click.pass_context
def explain(
    ctx: click.Context,
    text: str | None,
    file: Path | None,
    at: int | None,
    pack: PackOptions,
    reading: Reading,
    as_json: bool,
) -> None:
    """Explain what is repaired in TEXT, or standard input (-), and what is not.

    For each place where a word could be changed: what it could read, what each reading costs in nats, its share of
    all ways to read the passage, who proposes it, how sure the best change is, and whether it is made. A document
    says much about its words: a passage taken out of it may be decided otherwise than within it (--file and --at).
    FILE may be in any format; of a table or a dump each record is explained.

    \b
      textrepair explain "le rdle de la commision"
      textrepair explain --file scan.txt --at 1520
    """  # noqa: D301 - click wants the backspace character itself
    from textrepair.explain import explain as explain_text
    from textrepair.runs.job import describe_failure

    if text is not None and file is not None:
        raise click.UsageError("TEXT and --file say two things to explain; leave out one")
    if text is None and file is None and sys.stdin.isatty():
        raise click.UsageError("nothing to explain: give a text, or --file, or pipe text in")
    codes: set[ExitCode] = set()
    chain = pack.settings().chain()
    records: list[dict[str, object]] = []
    told: list[str] = []
    is_one = True
    for given in _given(text, file, reading):
        if isinstance(given, TextRepairError):
            say(str(given))
            codes.add(exit_code_for(given))
            continue
        is_one = given.record is None
        plain = given.plain
        explanation = explain_text(plain.text, chain, at=None if at is None else _in_text(at, given))
        failures = explanation.failures
        explanation = _in_source(explanation, plain)
        if as_json:
            records.append(_record(explanation, given))
        elif is_one:
            write_shown(_for_person(explanation, plain, at))
        elif explanation.slots or explanation.earlier or explanation.zones:
            told.append(given.name)
            write_shown(f"{visible(given.name)}\n{_for_person(explanation, plain, at)}")
        for failure in failures:
            say(describe_failure(failure, plain))
            codes.add(ExitCode.REPAIRER_FAILED)
    if as_json:
        shown = json.dumps(records[0] if is_one and records else records, ensure_ascii=False, indent=2) + "\n"
        write_json(shown.encode("utf-8", "backslashreplace"))
    elif not is_one and not told:
        write_shown("No change of a word was considered.\n")
    ctx.exit(max(codes, default=ExitCode.OK))


def _given(text: str | None, file: Path | None, reading: Reading) -> Iterator[FileText | InputError]:
    """Yield what is to be explained: one text, or those of the records of a file."""
    from textrepair.formats.reading import FileText
    from textrepair.plain_text import PlainText

    if text is not None and text != _STANDARD_STREAM:
        yield FileText(_STANDARD_STREAM, PlainText(text))
    else:
        yield from reading.texts(_STANDARD_STREAM if file is None else str(file), file)


def _in_text(at: int, given: FileText) -> int:
    """Return where in the text, whose line ends are line feeds, an offset of the file lies."""
    plain = given.plain
    if given.record is not None:
        raise click.UsageError("--at is a place in one text, and the file has a text in each record: leave it out")
    if at > len(plain.source):
        raise click.UsageError(f"--at {at} lies outside the text, which has {counted(len(plain.source), 'code point')}")
    return plain.position(at)


def _in_source(explanation: Explanation, plain: PlainText) -> Explanation:
    """Put the offsets of the file in place of those of its text."""
    return explanation._replace(
        slots=[slot._replace(start=plain.offset(slot.start), end=plain.offset(slot.end)) for slot in explanation.slots],
        earlier=[plain.edit_in_source(edit) for edit in explanation.earlier],
        zones=tuple(
            zone._replace(start=plain.offset(zone.start), end=plain.offset(zone.end)) for zone in explanation.zones
        ),
    )


def _record(explanation: Explanation, given: FileText) -> dict[str, object]:
    from textrepair.runs.report import edit_lines

    plain = given.plain
    place = {} if given.record is None else {"record": given.record, "field": given.field}
    return {
        "file": plain.name,
        **place,
        "earlier": [json.loads(line) for line in edit_lines(plain.name, plain.source, explanation.earlier)],
        "zones": [
            {"start": zone.start, "end": zone.end, "kind": str(zone.kind), "language": zone.language}
            for zone in explanation.zones
        ],
        "slots": [_slot_record(slot) for slot in explanation.slots],
    }


def _slot_record(slot: ExplainedSlot) -> dict[str, object]:
    readings = [
        {
            "text": reading.text,
            "channel": round(reading.channel, 4),
            "language": round(reading.language, 4),
            "recurring": round(reading.recurring, 4),
            "context": round(reading.context, 4),
            "nats": round(reading.nats, 4),
            "share": round(reading.share, 6),
            "makers": [maker._asdict() | {"channel": round(maker.channel, 4)} for maker in reading.makers],
        }
        for reading in slot.readings
    ]
    return {
        "start": slot.start,
        "end": slot.end,
        "left": slot.left,
        "right": slot.right,
        "readings": readings,
        "best": slot.best,
        "confidence": round(slot.confidence, 4),
        "features": {name: round(value, 4) for name, value in slot.features.items()},
        "verdict": slot.verdict.value,
        "why": slot.why,
    }


def _for_person(explanation: Explanation, plain: PlainText, at: int | None) -> str:
    from rich.text import Text

    written = io.StringIO()
    console = console_to(written)

    def line(said: str, style: str = "") -> None:
        console.print(Text(visible(said), style), soft_wrap=True)

    for said in _earlier(explanation.earlier, plain):
        line(said)
    for said in _zones(explanation.zones, plain):
        line(said)
    for slot in explanation.slots:
        line(f"{slot.start}–{slot.end}: {slot.left}[{slot.readings[0].text}]{slot.right}", "bold")
        console.print(_table(slot))
        if len(slot.readings) > _SHOWN:
            line(f"  … and {len(slot.readings) - _SHOWN} more readings, which --json shows")
        line(f"  {slot.why}")
        said = ", ".join(f"{name} {value:.3g}" for name, value in slot.features.items() if value)
        if said:
            line(f"  from {said}", "dim")
        line("")
    if not explanation.slots:
        line("No change of a word was considered" + ("." if at is None else f" near {at}."))
    return "".join(f"{row.rstrip()}\n" for row in written.getvalue().split("\n")[:-1])


def _earlier(edits: list[Edit], plain: PlainText) -> Iterator[str]:
    """Yield lines about what was changed before the words were looked at."""
    if edits:
        yield "Changed before the words were looked at:"
        for edit in edits:
            before = plain.source[edit.start : edit.end]
            yield f"  {edit.start}–{edit.end}: ‘{before}’ → ‘{edit.replacement}’ ({edit.repairer}: {edit.reason})"
        yield ""


def _zones(zones: Sequence[Zone], plain: PlainText) -> Iterator[str]:
    """Yield lines about the zones that most repairers leave alone."""
    if zones:
        yield "No prose of the language, so only the repairers of such zones change it:"
        for zone in zones:
            shown = " ".join(plain.source[zone.start : zone.end].split())
            shown = shown if len(shown) <= _ZONE_SHOWN else f"{shown[: _ZONE_SHOWN - 1]}…"
            yield f"  {zone.start}–{zone.end}: {zone.label}: {shown}"
        yield ""


def _table(slot: ExplainedSlot) -> Table:
    from rich.table import Table
    from rich.text import Text

    recurring = any(reading.recurring for reading in slot.readings)
    table = Table(box=None, header_style="bold", pad_edge=False)
    numbers = ["channel", "language", *(["recurring"] if recurring else []), "context", "share"]
    for heading in ("", "reading", *numbers, "made by"):
        table.add_column(heading, justify="right" if heading in numbers else "left", overflow="fold")
    for place, reading in enumerate(slot.readings[:_SHOWN]):
        makers = "\n".join(visible(f"{maker.repairer}: {maker.reason}") for maker in reading.makers)
        table.add_row(
            " →" if place == slot.best else "  ",
            Text(visible(reading.text)),
            f"{reading.channel:.1f}",
            f"{reading.language:.1f}",
            *([f"{-reading.recurring:.1f}"] if recurring else []),
            f"{reading.context:.1f}".replace("-0.0", "0.0"),
            f"{reading.share:.1%}",
            Text(makers or "(as it stands)"),
        )
    return table
