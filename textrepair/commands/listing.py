"""The list of repairers that ``textrepair repairers`` prints."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textrepair.repairer import Example

if TYPE_CHECKING:
    from textrepair.chain import Chain
    from textrepair.registry import RepairerInfo

__all__ = ["as_json_text", "as_text"]


def as_text(infos: Iterable[RepairerInfo], chain: Chain) -> str:
    """Return the list for a person, by stage, each repairer with what it does and an example.

    Args:
        infos: the repairers.
        chain: says which of them run.
    """
    lines: list[str] = []
    stage = None
    for info in infos:
        if info.stage is not stage:
            stage = info.stage
            lines += ["", stage.name] if lines else [stage.name]
        lines.append(f"  {info.name:<18} {_state(info, chain):<5} {info.summary}")
        example = next((example for example in info.cls.examples if example.before != example.after), None)
        if example is not None:
            lines.append(f"  {'':<24} {_shown(example.before)} → {_shown(example.after)}")
        lines += (f"  {'':<24} {note}" for note in _notes(info, chain))
    return "\n".join(lines) + "\n"


def as_json_text(infos: Iterable[RepairerInfo], chain: Chain) -> str:
    """Return the list as a JSON array, each repairer with all its examples. Arguments as for :func:`as_text`."""
    records = [
        {
            "name": info.name,
            "stage": info.stage.name,
            "runs": _runs(info, chain),
            "default": info.default,
            "plugin": info.plugin,
            "presets": _presets(info, chain),
            "summary": info.summary,
            "options": _options(info),
            "examples": [_record(example) for example in info.cls.examples],
        }
        for info in infos
    ]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def _runs(info: RepairerInfo, chain: Chain) -> bool:
    return any(repairer.name == info.name for repairer in chain.repairers)


def _state(info: RepairerInfo, chain: Chain) -> str:
    return "runs" if _runs(info, chain) else "off"


def _presets(info: RepairerInfo, chain: Chain) -> list[str]:
    return sorted(preset for preset, names in chain.pack.rules.presets.items() if info.name in names)


def _notes(info: RepairerInfo, chain: Chain) -> Iterable[str]:
    if info.plugin:
        yield "from an installed plugin"
    if not _runs(info, chain):
        presets = _presets(info, chain)
        yield f"to run it: --add {info.name}" + "".join(f", or --preset {preset}" for preset in presets)


def _options(info: RepairerInfo) -> dict[str, str]:
    """Return the options of a repairer with the type of each, as it is written in its source."""
    # To the protocol a repairer is any class; those with options are dataclasses.
    cls: object = info.cls
    if not dataclasses.is_dataclass(cls):
        return {}
    return {entry.name: str(getattr(entry.type, "__name__", entry.type)) for entry in dataclasses.fields(cls)}


def _record(example: Example) -> dict[str, str]:
    return {"before": example.before, "after": example.after, "language": example.language}


def _shown(text: str) -> str:
    """Put an example on one line, with pictures for what cannot be seen."""
    for character, picture in (("\n", "⏎"), ("\u00a0", "⍽"), ("\u202f", "⍽"), ("\u00ad", "¬")):
        text = text.replace(character, picture)
    shown = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
    return f"‘{shown}’"
